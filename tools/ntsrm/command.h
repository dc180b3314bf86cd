/*
 * A command of the program: a row of the table in main.c, from which help and parsing come.
 *
 * What a command prints as its answer goes to stdout; whatever else it has to say, to stderr.
 */
#ifndef NTSRM_TOOLS_NTSRM_COMMAND_H
#define NTSRM_TOOLS_NTSRM_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

/* A stable contract. The worst of several files is the largest; CODE_NOTHING only stands alone. */
enum exit_code {
    CODE_PASSED = 0,
    CODE_FAILED = 1,  /* a case failed, or the coverage is below the minimum */
    CODE_USAGE = 2,   /* the command line is wrong */
    CODE_INVALID = 3, /* a scenario is invalid */
    CODE_TROUBLE = 4, /* a file cannot be read or written, or the program is wrong */
    CODE_NOTHING = 5, /* nothing matched */
    CODE_REFUSED = 10, /* what was asked about is refused; only of commands that answer once */
};

static inline enum exit_code code_worst(enum exit_code a, enum exit_code b)
{
    return a > b ? a : b;
}

struct option {
    const char *name;  /* without its dashes; NULL ends a list */
    const char *value; /* what stands for its value in help; NULL: it takes none */
    const char *help;
};

struct given_option {
    size_t option; /* which of the command's options */
    const char *value;
};

struct page;

/* A command line that was parsed. */
struct invocation {
    const struct given_option *options; /* as they were given; the last of two counts */
    size_t option_count;
    char *const *operands;
    size_t operand_count;
    struct page *page; /* for stdout; empty */
    bool stderr_color;
};

struct command {
    const char *name;
    const char *operands; /* as the usage line shows them */
    size_t least, most;   /* how many operands it takes */
    const char *summary;  /* one line */
    const char *details;  /* paragraphs, separated by a newline; NULL if there is no more to say */
    const struct option *options;
    void (*more)(struct page *page); /* what help says at its end, from a table; NULL: nothing */
    enum exit_code (*run)(const struct invocation *invocation);
};

extern const struct command command_run;
extern const struct command command_check;
extern const struct command command_coverage;
extern const struct command command_explain;
extern const struct command command_rules;
extern const struct command command_calls;
extern const struct command command_status;
extern const struct command command_access_check;
extern const struct command command_sddl;
extern const struct command command_completions;
extern const struct command command_man;
extern const struct command command_schema;
extern const struct command command_export;
extern const struct command command_fmt;
extern const struct command command_new;

/* The rows of the table, in the order of help; NULL past the last. */
const struct command *command_at(size_t index);

#endif
