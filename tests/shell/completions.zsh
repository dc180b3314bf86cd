#!/usr/bin/env zsh
# completions.zsh <script that ntsrm made>: for each line of the input, prints what zsh would propose
# after it, and "==". A zsh in a terminal of its own completes, and says what it hands to compadd.
emulate -R zsh
zmodload zsh/zpty || exit 77

zpty shell "stty -onlcr; exec zsh -f -i"
zpty -w shell '
PROMPT= RPROMPT=
autoload -Uz compinit && compinit -D -u
zstyle ":completion:*" format ""
source '${(q)1}'
compadd()
{
    if [[ " ${@[1,(i)--]} " == *" -"[AOD]" "* ]]; then
        builtin compadd "$@"
        return
    fi
    local -a hits
    builtin compadd -A hits "$@"
    (( ${#hits} )) && print -rl -- "<"${^hits}">"
    builtin compadd "$@"
}
finish() { print "<<end"">>" }
propose()
{
    comppostfuncs=(finish)
    _main_complete "$@"
}
zle -C propose complete-word propose
bindkey "^I" propose
bindkey "^U" kill-whole-line
print "<<ready"">>"'
zpty -r -m shell text '*<<ready>>*' || exit 1
while IFS= read -r line; do
    zpty -w -n shell "$line"$'\t'
    zpty -r -m shell text '*<<end>>*' || exit 1
    print -r -- $text | tr -d '\r' | sed -n 's/^.*<\([^<>]*\)>$/\1/p'
    print "=="
    zpty -w -n shell $'\C-u'
done
zpty -d shell
