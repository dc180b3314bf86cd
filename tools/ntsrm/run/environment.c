#include "ntsrm/run/environment.h"

#include "ntsrm/options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How a tool names a part of a run. GitLab gives jobs that have but one part no index. */
static const struct part_variables {
    const char *total, *index;
    unsigned first;     /* index of the first part */
    const char *single; /* the index of a single part, if none is set */
} part_variables[] = {
    {"TEST_TOTAL_SHARDS", "TEST_SHARD_INDEX", 0, NULL},
    {"CI_NODE_TOTAL", "CI_NODE_INDEX", 1, "1"},
};

/* A variable that is empty is as if it were not set. */
static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && *value != '\0' ? value : NULL;
}

/* A number of up to six digits; false for anything else. */
static bool number_take(const char *text, unsigned *number)
{
    size_t length = text != NULL ? strspn(text, "0123456789") : 0;
    if (length == 0 || length > 6 || text[length] != '\0') {
        return false;
    }
    *number = (unsigned)strtoul(text, NULL, 10);
    return true;
}

/* 1: read; 0: not set; -1: wrong. */
static int part_read(const struct command *command, const struct part_variables *names,
                     struct selection *selection)
{
    const char *total_text = variable(names->total), *index_text = variable(names->index);
    unsigned total, index;
    if (total_text == NULL) {
        return 0;
    }
    bool counts = number_take(total_text, &total) && total > 0;
    if (index_text == NULL && counts && total == 1) {
        index_text = names->single;
    }
    if (!counts || !number_take(index_text, &index) || index < names->first ||
        index - names->first >= total) {
        usage_error(command, "%s=%s with %s=%s is no shard", names->total, total_text, names->index,
                    index_text != NULL ? index_text : "");
        return -1;
    }
    selection->shard = index - names->first + 1;
    selection->shard_count = total;
    if (total > 1) {
        fprintf(stderr, "ntsrm %s: shard %u of %u, as %s and %s say\n", command->name,
                selection->shard, total, names->total, names->index);
    }
    return 1;
}

static bool parts_read(const struct command *command, struct selection *selection)
{
    int result = 0;
    for (size_t i = 0; i < sizeof part_variables / sizeof *part_variables && result == 0; i++) {
        result = part_read(command, &part_variables[i], selection);
    }
    return result >= 0;
}

/* That it is there tells Bazel that the program knows of parts. */
static bool status_file_touch(const struct command *command)
{
    const char *path = variable("TEST_SHARD_STATUS_FILE");
    FILE *file = path != NULL ? fopen(path, "w") : NULL;
    if (path != NULL && file == NULL) {
        usage_error(command, "TEST_SHARD_STATUS_FILE=%s: cannot be written: %s", path,
                    strerror(errno));
        return false;
    }
    return file == NULL || fclose(file) == 0;
}

bool environment_read(const struct command *command, struct selection *selection,
                      struct outputs *outputs)
{
    const char *only = variable("TESTBRIDGE_TEST_ONLY");
    const char *xml = variable("XML_OUTPUT_FILE");
    if (!status_file_touch(command) ||
        (selection->shard_count == 0 && !parts_read(command, selection)) ||
        (only != NULL &&
         !selection_filter(selection, command, "TESTBRIDGE_TEST_ONLY", only, true))) {
        return false;
    }
    return xml == NULL || outputs_add_file(outputs, "junit", xml);
}
