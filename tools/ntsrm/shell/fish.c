/* Completion for fish: a line for each command and for each option. */
#include "ntsrm/shell/shell.h"

#include "ntsrm/command.h"
#include "ntsrm/options.h"
#include "ntsrm/shell/words.h"

static const char head[] =
    "# fish completion for ntsrm, made by 'ntsrm completions fish'.\n"
    "\n"
    "function __ntsrm_no_command\n"
    "    test (count (commandline -opc)) -eq 1\n"
    "end\n"
    "\n"
    "function __ntsrm_command\n"
    "    set -l words (commandline -opc)\n"
    "    test (count $words) -gt 1; and test $words[2] = $argv[1]\n"
    "end\n"
    "\n"
    "# The names of a list of the program, with what they mean.\n"
    "function __ntsrm_words\n"
    "    set -l words (commandline -opc)\n"
    "    set -l program (string replace -r '^~/' $HOME/ -- $words[1])\n"
    "    command $program completions --words=$argv[1] 2>/dev/null\n"
    "end\n"
    "\n"
    "function __ntsrm_scenarios\n"
    "    set -l word (commandline -ct)\n"
    "    __fish_complete_directories $word ''\n"
    "    set -l files $word*.yaml\n"
    "    string join -- \\n $files\n"
    "end\n"
    "\n"
    "complete -c ntsrm -f\n"
    "complete -c ntsrm -n __ntsrm_no_command -l help -s h -d 'this text'\n"
    "complete -c ntsrm -n __ntsrm_no_command -l version -d 'the version'\n"
    "complete -c ntsrm -n __ntsrm_no_command -a help -d 'what a command does'\n"
    "complete -c ntsrm -n '__ntsrm_command help' -x -a '(__ntsrm_words commands)'\n";

/* Between single quotes fish knows \' and \\. */
static void append_quoted(struct text *out, const char *text)
{
    text_append_string(out, "'");
    for (; *text != '\0'; text++) {
        text_append_format(out, "%s%c", *text == '\'' || *text == '\\' ? "\\" : "", *text);
    }
    text_append_string(out, "'");
}

/* The argument of -a; nothing where nothing is proposed. */
static void append_proposals(struct text *out, const char *word)
{
    struct text choices = {0};
    struct words words = words_of(word, &choices);
    switch (words.kind) {
    case WORDS_FREE:
        break;
    case WORDS_FILES:
        text_append_string(out, " -F");
        break;
    case WORDS_FOLDERS:
        text_append_string(out, " -a '(__fish_complete_directories)'");
        break;
    case WORDS_SCENARIOS:
        text_append_string(out, " -a '(__ntsrm_scenarios)'");
        break;
    case WORDS_CHOICES:
        text_append_format(out, " -a '%s'", words.text);
        break;
    case WORDS_LIST:
        text_append_format(out, " -a '(__ntsrm_words %s)'", words.text);
        break;
    }
    text_free(&choices);
}

static void put_options(struct text *out, const char *command, const struct option *options)
{
    for (; options != NULL && options->name != NULL; options++) {
        text_append_format(out, "complete -c ntsrm -n '__ntsrm_command %s' -l %s", command,
                           options->name);
        if (options->value != NULL) {
            text_append_string(out, " -r");
            append_proposals(out, options->value);
        }
        text_append_string(out, " -d ");
        append_quoted(out, options->help);
        text_append_string(out, "\n");
    }
}

static void put_command(struct text *out, const struct command *command)
{
    text_append_format(out, "\ncomplete -c ntsrm -n __ntsrm_no_command -a %s -d ", command->name);
    append_quoted(out, command->summary);
    text_append_string(out, "\n");
    if (command->most > 0) {
        text_append_format(out, "complete -c ntsrm -n '__ntsrm_command %s'", command->name);
        append_proposals(out, command->operands);
        text_append_string(out, "\n");
    }
    put_options(out, command->name, command->options);
    put_options(out, command->name, common_options);
}

void shell_print_fish(struct text *out)
{
    text_append_string(out, head);
    for (size_t i = 0; command_at(i) != NULL; i++) {
        put_command(out, command_at(i));
    }
}
