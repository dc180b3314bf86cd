/*
 * Reading a command line by a command's table of options. Options are long ones, may stand after
 * operands, and take their value as --name=value or --name value; "--" ends them. A negative number
 * is an operand. Every command has --color and --help.
 */
#ifndef NTSRM_TOOLS_NTSRM_OPTIONS_H
#define NTSRM_TOOLS_NTSRM_OPTIONS_H

#include "command.h"
#include "terminal.h"

#include "scenario/text.h"

#include <stddef.h>

/* A zeroed one is ready. Its arrays are freed by options_free. */
struct command_line {
    struct given_option *options;
    size_t option_count;
    char **operands;
    size_t operand_count;
    enum color_choice color;
    bool help;
};

/* The options that every command has. */
extern const struct option common_options[];

/* False if something is wrong, which has been said on stderr then. */
bool options_parse(const struct command *command, int count, char *const *arguments,
                   struct command_line *line);
void options_free(struct command_line *line);

/* "ntsrm run: <message>", the nearest candidate if there is one, and where to find help. */
COLD enum exit_code usage_error(const struct command *command, const char *format, ...);
void print_nearest(const char *prefix, const char *word, const char *const *candidates,
                   size_t count);

#endif
