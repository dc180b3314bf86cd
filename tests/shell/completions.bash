#!/usr/bin/env bash
# completions.bash <script that ntsrm made>: for each line of the input, prints what bash would
# propose after it, and "==".
set -u
# shellcheck source=/dev/null
. "$1"

# shellcheck disable=SC2034 # these are for the function
while IFS= read -r COMP_LINE; do
    COMP_POINT=${#COMP_LINE}
    COMPREPLY=()
    _ntsrm
    ((${#COMPREPLY[@]} == 0)) || printf '%s\n' "${COMPREPLY[@]}"
    echo "=="
done
