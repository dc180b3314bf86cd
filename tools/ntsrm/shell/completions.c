/* ntsrm completions: a script that teaches a shell the command line. */
#include "ntsrm/command.h"
#include "ntsrm/options.h"
#include "ntsrm/page.h"
#include "ntsrm/shell/shell.h"
#include "ntsrm/shell/words.h"

#include <string.h>

enum completions_option { COMPLETIONS_WORDS, COMPLETIONS_OPTION_COUNT };

static const struct option options[] = {
    [COMPLETIONS_WORDS] =
        {"words", "LIST",
         "instead, the names of calls, commands, formats, policies, profiles, rules, statuses or "
         "types, which the scripts ask for"},
    [COMPLETIONS_OPTION_COUNT] = {0},
};

static const struct {
    const char *name;
    void (*print)(struct text *out);
} shells[] = {
    {"bash", shell_print_bash},
    {"zsh", shell_print_zsh},
    {"fish", shell_print_fish},
};

#define SHELL_COUNT (sizeof shells / sizeof *shells)

void shell_append_quoted(struct text *out, const char *text)
{
    text_append_string(out, "'");
    for (size_t length; *text != '\0'; text += length + (text[length] == '\'')) {
        length = strcspn(text, "'");
        text_append(out, text, length);
        if (text[length] == '\'') {
            text_append_string(out, "'\\''");
        }
    }
    text_append_string(out, "'");
}

static enum exit_code words_run(struct page *page, const char *list)
{
    if (words_print(&page->text, list)) {
        return CODE_PASSED;
    }
    return usage_error(&command_completions, "there is no list '%s'", list);
}

static enum exit_code completions_run(const struct invocation *invocation)
{
    if (invocation->option_count > 0) {
        return words_run(invocation->page, invocation->options[invocation->option_count - 1].value);
    }
    if (invocation->operand_count == 0) {
        return usage_error(&command_completions, "%s is missing", command_completions.operands);
    }
    for (size_t i = 0; i < SHELL_COUNT; i++) {
        if (strcmp(shells[i].name, invocation->operands[0]) == 0) {
            shells[i].print(&invocation->page->text);
            return CODE_PASSED;
        }
    }
    return usage_error(&command_completions, "the shell is bash, zsh or fish, not '%s'",
                       invocation->operands[0]);
}

const struct command command_completions = {
    .name = "completions",
    .operands = "SHELL",
    .most = 1,
    .summary = "a script that completes ntsrm's command line in a shell",
    .details = "Installed packages bring the scripts along. Else, for the shell that runs: source "
               "<(ntsrm completions bash), the same for zsh; ntsrm completions fish | source.",
    .options = options,
    .run = completions_run,
};
