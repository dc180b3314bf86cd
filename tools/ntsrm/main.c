/* The program: a table of commands, help from it, and what all of them have in common. */
#include "command.h"
#include "options.h"
#include "page.h"
#include "terminal.h"

#include "scenario/words.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct command *const commands[] = {
    &command_run,   &command_check,  &command_coverage,     &command_explain, &command_rules,
    &command_calls, &command_status, &command_access_check, &command_sddl,    &command_completions,
    &command_man,   &command_schema, &command_export,       &command_fmt,     &command_new,
};

#define COMMAND_COUNT (sizeof commands / sizeof *commands)

const struct command *command_at(size_t index)
{
    return index < COMMAND_COUNT ? commands[index] : NULL;
}

static const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(commands[i]->name, name) == 0) {
            return commands[i];
        }
    }
    return NULL;
}

static void print_overview(struct page *page)
{
    page_put(page, STYLE_PLAIN,
             "ntsrm " NTSRM_VERSION ", the Windows NT security reference monitor as a program\n\n");
    page_put(page, STYLE_HEADING, "usage:");
    page_put(page, STYLE_PLAIN, " ntsrm COMMAND [OPTION]... [ARGUMENT]...\n\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        page_put(page, STYLE_NAME, "  %s %s", commands[i]->name, commands[i]->operands);
        page_to(page, 26);
        page_words(page, STYLE_PLAIN, commands[i]->summary);
        page_end(page);
    }
    page_put(page, STYLE_PLAIN,
             "\n'ntsrm help COMMAND' tells more, 'ntsrm --version' the version.\n");
}

static void print_options(struct page *page, const struct option *options)
{
    for (; options != NULL && options->name != NULL; options++) {
        page_put(page, STYLE_NAME, "  --%s%s%s", options->name, options->value ? "=" : "",
                 options->value ? options->value : "");
        page_to(page, 26);
        page_words(page, STYLE_PLAIN, options->help);
        page_end(page);
    }
}

static void print_help(struct page *page, const struct command *command)
{
    page_put(page, STYLE_HEADING, "usage:");
    page_put(page, STYLE_PLAIN, " ntsrm %s [OPTION]...%s%s\n\n", command->name,
             *command->operands ? " " : "", command->operands);
    page_words(page, STYLE_PLAIN, command->summary);
    page_end(page);
    for (const char *at = command->details; at != NULL && *at != '\0';) {
        size_t length = strcspn(at, "\n");
        struct text paragraph = {0};
        text_append(&paragraph, at, length);
        page_end(page);
        page_words(page, STYLE_PLAIN, paragraph.bytes);
        page_end(page);
        text_free(&paragraph);
        at += length + (at[length] == '\n');
    }
    page_end(page);
    print_options(page, command->options);
    print_options(page, common_options);
    if (command->more != NULL) {
        page_end(page);
        command->more(page);
    }
}

/* What stands before a command. */
static enum exit_code unknown_option(const char *name)
{
    static const char *const names[] = {"--help", "--version"};
    struct text shown = {0};
    text_append_escaped(&shown, name, strlen(name));
    fprintf(stderr, "ntsrm: unknown option '%s'\n", shown.bytes);
    print_nearest("", name, names, sizeof names / sizeof *names);
    fputs("'ntsrm help' lists the commands; options stand behind the command.\n", stderr);
    text_free(&shown);
    return CODE_USAGE;
}

static enum exit_code unknown_command(const char *name)
{
    const char *names[COMMAND_COUNT];
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        names[i] = commands[i]->name;
    }
    struct text shown = {0};
    text_append_escaped(&shown, name, strlen(name));
    fprintf(stderr, "ntsrm: unknown command '%s'\n", shown.bytes ? shown.bytes : "");
    print_nearest("", name, names, COMMAND_COUNT);
    if (access(name, F_OK) == 0) {
        fprintf(stderr, "help: 'ntsrm run %s' runs what is there\n", shown.bytes);
    }
    fputs("'ntsrm help' lists the commands.\n", stderr);
    text_free(&shown);
    return CODE_USAGE;
}

/* "ntsrm help", "ntsrm help COMMAND"; the arguments after "help". */
static enum exit_code help(struct page *page, int count, char *const *arguments)
{
    if (count == 0) {
        print_overview(page);
        return CODE_PASSED;
    }
    const struct command *command = command_find(arguments[0]);
    if (command == NULL) {
        return unknown_command(arguments[0]);
    }
    print_help(page, command);
    return CODE_PASSED;
}

static enum exit_code command_start(const struct command *command, int count,
                                    char *const *arguments, struct page *page)
{
    struct command_line line = {0};
    enum exit_code code = CODE_USAGE;
    if (options_parse(command, count, arguments, &line)) {
        struct invocation invocation = {
            .options = line.options,
            .option_count = line.option_count,
            .operands = line.operands,
            .operand_count = line.operand_count,
            .page = page,
            .stderr_color = terminal_color(line.color, stderr),
        };
        page->color = terminal_color(line.color, stdout);
        if (line.help) {
            print_help(page, command);
            code = CODE_PASSED;
        } else {
            code = command->run(&invocation);
        }
    }
    options_free(&line);
    return code;
}

static enum exit_code dispatch(int count, char *const *arguments, struct page *page)
{
    const char *word = count > 0 ? arguments[0] : "";
    if (count == 0) {
        print_overview(page);
        page_print(page, stderr);
        return CODE_USAGE;
    }
    if (strcmp(word, "help") == 0 || strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
        return help(page, count - 1, arguments + 1);
    }
    if (strcmp(word, "--version") == 0) {
        page_put(page, STYLE_PLAIN, "ntsrm " NTSRM_VERSION "\n");
        return CODE_PASSED;
    }
    if (word[0] == '-') {
        return unknown_option(word);
    }
    const struct command *command = command_find(word);
    return command != NULL ? command_start(command, count - 1, arguments + 1, page)
                           : unknown_command(word);
}

int main(int count, char **arguments)
{
    struct page page = {
        .color = terminal_color(COLOR_AUTO, stdout),
        .width = terminal_width(stdout),
    };
    enum exit_code code = dispatch(count - 1, arguments + 1, &page);
    page_print(&page, stdout);
    page_free(&page);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "ntsrm: cannot write to standard output: %s\n", strerror(errno));
        code = CODE_TROUBLE;
    }
    return (int)code;
}
