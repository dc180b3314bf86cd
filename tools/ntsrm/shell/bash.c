/*
 * Completion for bash, from 3.2 on. bash cuts the command line at '=' and ':'; the script looks at
 * the line itself instead, and leaves away what bash keeps.
 */
#include "ntsrm/shell/shell.h"

#include "ntsrm/command.h"
#include "ntsrm/options.h"
#include "ntsrm/shell/words.h"

static const char head[] = "# bash completion for ntsrm, made by 'ntsrm completions bash'.\n"
                           "# shellcheck disable=SC2207 # bash 3.2 has no mapfile\n"
                           "\n";

static const char tail[] =
    "\n"
    "# Files and folders are told to bash as what they are, so that it quotes them.\n"
    "_ntsrm_files()\n"
    "{\n"
    "    local IFS=$'\\n'\n"
    "    compopt -o filenames 2>/dev/null\n"
    "    case $kind in\n"
    "        folders) COMPREPLY=($(compgen -d -- \"$value\")) ;;\n"
    "        scenarios) COMPREPLY=($(compgen -d -- \"$value\";\n"
    "            compgen -f -X '!*.yaml' -- \"$value\")) ;;\n"
    "        *) COMPREPLY=($(compgen -f -- \"$value\")) ;;\n"
    "    esac\n"
    "}\n"
    "\n"
    "_ntsrm_values()\n"
    "{\n"
    "    local names program=${words[0]/#\\~\\//$HOME/}\n"
    "    case $kind in\n"
    "        choices*) names=${kind#choices } ;;\n"
    "        list*) names=$(\"$program\" completions --words=\"${kind#list }\" 2>/dev/null |\n"
    "            cut -f 1) ;;\n"
    "        *) _ntsrm_files; return ;;\n"
    "    esac\n"
    "    COMPREPLY=($(compgen -W \"$names\" -- \"$value\"))\n"
    "}\n"
    "\n"
    "_ntsrm()\n"
    "{\n"
    "    local line=${COMP_LINE:0:COMP_POINT} kind='' last option='' options='' value word i\n"
    "    local -a words\n"
    "    word=${line##*[[:space:]]}\n"
    "    read -ra words <<<\"${line%\"$word\"}\"\n"
    "    COMPREPLY=()\n"
    "    if ((${#words[@]} < 2)); then\n"
    "        COMPREPLY=($(compgen -W \"$_ntsrm_commands help --help --version\" -- \"$word\"))\n"
    "        return\n"
    "    fi\n"
    "    last=${words[${#words[@]} - 1]}\n"
    "    value=$word\n"
    "    case $word in\n"
    "        --*=*) option=${word%%=*} value=${word#*=} ;;\n"
    "        *) [[ $last == --* && $last != *=* ]] && option=$last ;;\n"
    "    esac\n"
    "    _ntsrm_look_up \"${words[1]}\" \"$option\"\n"
    "    if [[ $word == -* && $word != --*=* ]]; then\n"
    "        COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
    "        return\n"
    "    fi\n"
    "    [[ -n $kind && $kind != free ]] && _ntsrm_values\n"
    "    # What bash takes for the word begins behind the last = or : of what was typed.\n"
    "    if [[ $word == *[=:]* && $COMP_WORDBREAKS == *=* ]]; then\n"
    "        last=${value%\"${value##*[=:]}\"}\n"
    "        for i in \"${!COMPREPLY[@]}\"; do COMPREPLY[i]=${COMPREPLY[i]#\"$last\"}; done\n"
    "    elif [[ $word == --*=* ]]; then\n"
    "        for i in \"${!COMPREPLY[@]}\"; do COMPREPLY[i]=$option=${COMPREPLY[i]}; done\n"
    "    fi\n"
    "}\n"
    "\n"
    "complete -F _ntsrm ntsrm\n";

static void put_kind(struct text *out, const char *word)
{
    static const char *const names[] = {
        [WORDS_FREE] = "free",           [WORDS_FILES] = "files",      [WORDS_FOLDERS] = "folders",
        [WORDS_SCENARIOS] = "scenarios", [WORDS_CHOICES] = "choices ", [WORDS_LIST] = "list ",
    };
    struct text choices = {0};
    struct words words = words_of(word, &choices);
    text_append_format(out, " kind='%s%s' ;;\n", names[words.kind],
                       words.text != NULL ? words.text : "");
    text_free(&choices);
}

static void put_values(struct text *out, const char *command, const struct option *options)
{
    for (; options != NULL && options->name != NULL; options++) {
        if (options->value != NULL) {
            text_append_format(out, "        %s:--%s)", command, options->name);
            put_kind(out, options->value);
        }
    }
}

static void put_names(struct text *out, const struct option *options)
{
    for (; options != NULL && options->name != NULL; options++) {
        text_append_format(out, "%s--%s", out->bytes[out->length - 1] == '\'' ? "" : " ",
                           options->name);
    }
}

static void put_options(struct text *out)
{
    text_append_string(out, "    case $1 in\n");
    for (size_t i = 0; command_at(i) != NULL; i++) {
        text_append_format(out, "        %s) options='", command_at(i)->name);
        put_names(out, command_at(i)->options);
        put_names(out, common_options);
        text_append_string(out, "' ;;\n");
    }
    text_append_string(out, "    esac\n");
}

void shell_print_bash(struct text *out)
{
    text_append_string(out, head);
    text_append_string(out, "_ntsrm_commands='");
    for (size_t i = 0; command_at(i) != NULL; i++) {
        text_append_format(out, "%s%s", i > 0 ? " " : "", command_at(i)->name);
    }
    text_append_string(out, "'\n\n"
                            "# _ntsrm_look_up COMMAND OPTION: its options, and what the value or "
                            "else an operand is.\n"
                            "_ntsrm_look_up()\n{\n");
    put_options(out);
    text_append_string(out, "    case $1:$2 in\n");
    put_values(out, "*", common_options);
    for (size_t i = 0; command_at(i) != NULL; i++) {
        put_values(out, command_at(i)->name, command_at(i)->options);
        text_append_format(out, "        %s:*)", command_at(i)->name);
        put_kind(out, command_at(i)->operands);
    }
    text_append_string(out, "        help:*)");
    put_kind(out, "COMMAND");
    text_append_string(out, "    esac\n}\n");
    text_append_string(out, tail);
}
