#!/usr/bin/env fish
# completions.fish <script that ntsrm made>: for each line of the input, prints what fish would
# propose after it, and "==".
source $argv[1]
while read -l line
    complete -C $line | string replace -r '\t.*' ''
    echo ==
end
