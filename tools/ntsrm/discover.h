/*
 * Which files a command is about. An operand is a folder (every *.yaml in it and below, in byte
 * order of the paths; nothing whose name begins with a dot, no folder through a symbolic link), a
 * file, or a part of a file: file.yaml:LINE, file.yaml:ID.
 *
 * The root, outside of which `use` reads nothing, is --root, else the nearest folder from the
 * file's own upwards that holds ".ntsrm-root", else the folder that was named, else the file's own.
 */
#ifndef NTSRM_TOOLS_NTSRM_DISCOVER_H
#define NTSRM_TOOLS_NTSRM_DISCOVER_H

#include "command.h"

#include "scenario/text.h"

#include <stdbool.h>
#include <stddef.h>

/* What the operands say of one file. A part is a line or an id; NULL stands for all of it. */
struct target {
    char *path;
    const char *root; /* NULL: nobody said; the runner looks for it */
    const char *part;
    size_t next_part;    /* further parts of the same file: index in the list; 0 ends them */
    bool repeated;       /* is such a further part itself */
    bool met;            /* a case of the file is in the part */
    const char *trouble; /* why it was not found; NULL if it was, or nobody looked */
};

struct targets {
    struct target *list;
    size_t count, capacity;
    char **roots; /* owned; troubles, too */
    size_t root_count;
    char **folders; /* that were searched, or hold a file that was named */
    size_t folder_count;
    bool keep_troubles; /* what cannot be read is a target, too, and nothing is said of it */
};

/*
 * Finds them, in the order of the operands. root: of --root, or NULL. What cannot be read is said
 * on stderr, and the others are found all the same; CODE_TROUBLE then.
 */
enum exit_code targets_find(struct targets *targets, const struct command *command,
                            char *const *operands, size_t count, const char *root);

/*
 * A line or an id that no case has is a slip, whatever else there was to run: it is said on stderr
 * of each, once all files were read. False if there is one.
 */
bool targets_are_met(const struct targets *targets, const struct command *command);

/* Why a target that could not be read is no file at all; NULL if it is a regular one. */
const char *target_trouble(const struct target *target);

/* Is a file of that name, or path, looked at in a folder that is searched? */
bool is_scenario_name(const char *path);

/* The last part of a path. */
const char *path_name(const char *path);

/* Replaces the text with the folder that holds a file. */
void folder_of(const char *path, struct text *folder);

void targets_free(struct targets *targets);

#endif
