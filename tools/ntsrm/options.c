#include "options.h"

#include "scenario/text.h"
#include "scenario/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CANDIDATES_LIMIT 64

enum common_option {
    COMMON_COLOR,
    COMMON_HELP,
    COMMON_COUNT
};

const struct option common_options[] = {
    [COMMON_COLOR] = {"color", "WHEN", "colours: auto (on terminals), always, never"},
    [COMMON_HELP] = {"help", NULL, "this text"},
    [COMMON_COUNT] = {0},
};

enum exit_code usage_error(const struct command *command, const char *format, ...)
{
    struct text message = {0};
    va_list arguments;
    va_start(arguments, format);
    text_append_arguments(&message, format, arguments);
    va_end(arguments);
    struct text shown = {0};
    text_append_escaped(&shown, message.bytes, message.length);
    fflush(stdout);
    fprintf(stderr, "ntsrm %s: %s\n", command->name, shown.bytes);
    text_free(&message);
    text_free(&shown);
    return CODE_USAGE;
}

void print_nearest(const char *prefix, const char *word, const char *const *candidates,
                   size_t count)
{
    const char *nearest = words_nearest(word, strlen(word), candidates, count);
    if (nearest != NULL) {
        fprintf(stderr, "help: did you mean '%s%s'?\n", prefix, nearest);
    }
}

static size_t names_collect(const struct option *options, const char **names, size_t count)
{
    for (; options != NULL && options->name != NULL && count < CANDIDATES_LIMIT; options++) {
        names[count++] = options->name;
    }
    return count;
}

static bool unknown_option(const struct command *command, const char *argument, const char *name)
{
    const char *names[CANDIDATES_LIMIT];
    size_t count = names_collect(command->options, names, 0);
    count = names_collect(common_options, names, count);
    struct text word = {0};
    text_append(&word, name, strcspn(name, "="));
    usage_error(command, "unknown option '%s'", argument);
    print_nearest("--", word.bytes, names, count);
    text_free(&word);
    fprintf(stderr, "'ntsrm help %s' lists its options.\n", command->name);
    return false;
}

static const struct option *option_find(const struct option *options, const char *name,
                                        size_t length)
{
    for (; options != NULL && options->name != NULL; options++) {
        if (strlen(options->name) == length && memcmp(options->name, name, length) == 0) {
            return options;
        }
    }
    return NULL;
}

static bool color_read(const struct command *command, const char *word, enum color_choice *choice)
{
    static const char *const words[] = {
        [COLOR_AUTO] = "auto", [COLOR_ALWAYS] = "always", [COLOR_NEVER] = "never"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i], word) == 0) {
            *choice = (enum color_choice)i;
            return true;
        }
    }
    usage_error(command, "--color is auto, always or never, not '%s'", word);
    return false;
}

static bool option_take(const struct command *command, const struct option *option,
                        const char *value, struct command_line *line)
{
    if (option == &common_options[COMMON_HELP]) {
        line->help = true;
    } else if (option == &common_options[COMMON_COLOR]) {
        return color_read(command, value, &line->color);
    } else {
        line->options[line->option_count++] = (struct given_option){
            .option = (size_t)(option - command->options), .value = value};
    }
    return true;
}

/* An argument that begins with two dashes. *used: how many arguments it took. */
static bool option_read(const struct command *command, int count, char *const *arguments,
                        struct command_line *line, int *used)
{
    const char *name = arguments[0] + 2;
    size_t length = strcspn(name, "=");
    const char *value = name[length] == '=' ? name + length + 1 : NULL;
    const struct option *option = option_find(command->options, name, length);
    if (option == NULL) {
        option = option_find(common_options, name, length);
    }
    if (option == NULL) {
        return unknown_option(command, arguments[0], name);
    }
    *used = 1;
    if (option->value == NULL && value != NULL) {
        usage_error(command, "--%s takes no value", option->name);
        return false;
    }
    if (option->value != NULL && value == NULL) {
        if (count < 2) {
            usage_error(command, "--%s needs a value: --%s=%s", option->name, option->name,
                        option->value);
            return false;
        }
        value = arguments[1];
        *used = 2;
    }
    return option_take(command, option, value, line);
}

/* "-", "5" and "-1073741790" are operands. */
static bool is_operand(const char *argument)
{
    return argument[0] != '-' || argument[1] == '\0' ||
           argument[1 + strspn(argument + 1, "0123456789")] == '\0';
}

static bool operands_suffice(const struct command *command, const struct command_line *line)
{
    if (line->help || (line->operand_count >= command->least &&
                       line->operand_count <= command->most)) {
        return true;
    }
    if (line->operand_count < command->least) {
        usage_error(command, "%s is missing", command->operands);
    } else {
        usage_error(command, "'%s' is too much", line->operands[command->most]);
    }
    fprintf(stderr, "usage: ntsrm %s [OPTION]... %s\n", command->name, command->operands);
    return false;
}

bool options_parse(const struct command *command, int count, char *const *arguments,
                   struct command_line *line)
{
    bool ended = false;
    line->options = memory_resize(NULL, (size_t)(count + 1) * sizeof *line->options);
    line->operands = memory_resize(NULL, (size_t)(count + 1) * sizeof *line->operands);
    for (int i = 0; i < count;) {
        char *argument = arguments[i];
        int used = 1;
        if (!ended && strcmp(argument, "--") == 0) {
            ended = true;
        } else if (ended || is_operand(argument)) {
            line->operands[line->operand_count++] = argument;
        } else if (strcmp(argument, "-h") == 0) {
            line->help = true;
        } else if (argument[1] != '-') {
            return unknown_option(command, argument, argument + 1);
        } else if (!option_read(command, count - i, arguments + i, line, &used)) {
            return false;
        }
        i += used;
    }
    return operands_suffice(command, line);
}

void options_free(struct command_line *line)
{
    free(line->options);
    free(line->operands);
}
