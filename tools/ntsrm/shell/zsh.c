/* Completion for zsh, by _arguments of its completion system. */
#include "ntsrm/shell/shell.h"

#include "ntsrm/command.h"
#include "ntsrm/options.h"
#include "ntsrm/shell/words.h"

#include <string.h>

static const char head[] =
    "#compdef ntsrm\n"
    "# zsh completion for ntsrm, made by 'ntsrm completions zsh'.\n"
    "\n"
    "# The names of a list of the program, with what they mean.\n"
    "_ntsrm_words()\n"
    "{\n"
    "    local -a names\n"
    "    names=(\"${(@f)$(_call_program names ${(q)ntsrm} completions --words=$1 2>/dev/null)}\")\n"
    "    names=(\"${(@)names//:/\\\\:}\")\n"
    "    names=(\"${(@)names/$'\\t'/:}\")\n"
    "    _describe -t names $1 names\n"
    "}\n"
    "\n"
    "_ntsrm()\n"
    "{\n"
    "    local curcontext=$curcontext ntsrm=${words[1]/#\\~\\//$HOME/} state line\n"
    "    local -a commands\n";

static const char middle[] =
    "    _arguments -C '(- *)'{-h,--help}'[this text]' '(- *)--version[the version]' \\\n"
    "        '1: :->command' '*:: :->rest' && return\n"
    "    if [[ $state == command ]]; then\n"
    "        _describe -t commands command commands\n"
    "        return\n"
    "    fi\n"
    "    case $words[1] in\n"
    "        help) _arguments '1:command: _ntsrm_words commands' ;;\n";

static const char tail[] = "    esac\n"
                           "}\n"
                           "\n"
                           "if [[ $funcstack[1] == _ntsrm ]]; then\n"
                           "    _ntsrm \"$@\"\n"
                           "else\n"
                           "    compdef _ntsrm ntsrm\n"
                           "fi\n";

/* With a backslash before each of the characters that mean something there. */
static void append_escaped(struct text *out, const char *text, const char *special)
{
    for (size_t length; *text != '\0';) {
        length = strcspn(text, special);
        text_append(out, text, length);
        text += length;
        if (*text != '\0') {
            text_append_format(out, "\\%c", *text++);
        }
    }
}

/* ":PATH:_files" */
static void append_action(struct text *out, const char *word)
{
    static const char *const formats[] = {
        [WORDS_FREE] = " ",
        [WORDS_FILES] = "_files",
        [WORDS_FOLDERS] = "_files -/",
        [WORDS_SCENARIOS] = "_files -g \"*.yaml\"",
        [WORDS_CHOICES] = "(%s)",
        [WORDS_LIST] = " _ntsrm_words %s",
    };
    struct text choices = {0};
    struct words words = words_of(word, &choices);
    const char *format = formats[words.kind];
    const char *at = strstr(format, "%s");
    text_append_string(out, ":");
    append_escaped(out, word, ":\\");
    text_append_string(out, ":");
    text_append(out, format, at != NULL ? (size_t)(at - format) : strlen(format));
    if (at != NULL) {
        text_append_format(out, "%s%s", words.text, at + 2);
    }
    text_free(&choices);
}

static void put_options(struct text *out, const struct option *options)
{
    for (; options != NULL && options->name != NULL; options++) {
        struct text specification = {0};
        text_append_format(&specification, "*--%s%s[", options->name,
                           options->value != NULL ? "=" : "");
        append_escaped(&specification, options->help, "[]\\");
        text_append_string(&specification, "]");
        if (options->value != NULL) {
            append_action(&specification, options->value);
        }
        text_append_string(out, " \\\n            ");
        shell_append_quoted(out, specification.bytes);
        text_free(&specification);
    }
}

static void put_command(struct text *out, const struct command *command)
{
    text_append_format(out, "        %s) _arguments", command->name);
    put_options(out, command->options);
    put_options(out, common_options);
    if (command->most > 0) {
        struct text specification = {0};
        text_append_string(&specification, command->most > 1 ? "*" : "1");
        append_action(&specification, command->operands);
        text_append_string(out, " \\\n            ");
        shell_append_quoted(out, specification.bytes);
        text_free(&specification);
    }
    text_append_string(out, " ;;\n");
}

void shell_print_zsh(struct text *out)
{
    text_append_string(out, head);
    text_append_string(out, "    commands=(\n");
    for (size_t i = 0; command_at(i) != NULL; i++) {
        struct text row = {0};
        text_append_format(&row, "%s:%s", command_at(i)->name, command_at(i)->summary);
        text_append_string(out, "        ");
        shell_append_quoted(out, row.bytes);
        text_append_string(out, "\n");
        text_free(&row);
    }
    text_append_string(out, "        'help:what a command does'\n    )\n");
    text_append_string(out, middle);
    for (size_t i = 0; command_at(i) != NULL; i++) {
        put_command(out, command_at(i));
    }
    text_append_string(out, tail);
}
