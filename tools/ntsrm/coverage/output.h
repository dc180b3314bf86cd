/*
 * Where reports of coverage go, and in which format: one to stdout, and any number to files and
 * folders. A file is written beside its place and moved there in the end, unless it is no regular
 * file.
 */
#ifndef NTSRM_TOOLS_NTSRM_COVERAGE_OUTPUT_H
#define NTSRM_TOOLS_NTSRM_COVERAGE_OUTPUT_H

#include "ntsrm/command.h"
#include "ntsrm/coverage/record.h"
#include "ntsrm/page.h"

#include <stdbool.h>

enum coverage_format {
    COVERAGE_UNSAID, /* of stdout: text, or the totals alone where there are other outputs */
    COVERAGE_TEXT,
    COVERAGE_JSON,
    COVERAGE_HTML,
};

struct coverage_output {
    enum coverage_format format;
    const char *path;
    bool folder; /* of pages */
};

/* With a command, a zeroed one is text on stdout. */
struct coverage_outputs {
    const struct command *command;
    enum coverage_format format; /* of stdout */
    struct coverage_output *list;
    size_t count;
};

/* "json" of --format, "html:pages" of --output. False if it makes none; said on stderr. */
bool coverage_outputs_format(struct coverage_outputs *outputs, const char *word);
bool coverage_outputs_add(struct coverage_outputs *outputs, const char *text);

/*
 * False, and said, if a folder holds what is not of a report, or if others than text on stdout are
 * asked for where chooses says that only a part is reported.
 */
bool coverage_outputs_check(const struct coverage_outputs *outputs, bool chooses);

/* Do they show texts of scenarios? */
bool coverage_outputs_want_texts(const struct coverage_outputs *outputs);

/* Writes all of them; the page is that of stdout. CODE_TROUBLE, and said, if one cannot be. */
enum exit_code coverage_outputs_put(const struct coverage_outputs *outputs, struct page *page,
                                    const struct record *record);

void coverage_outputs_free(struct coverage_outputs *outputs);

#endif
