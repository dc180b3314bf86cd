/*
 * The reports of a run: one to stdout, and any number to files. A file is written beside its place
 * and moved there in the end, so that nobody ever reads half of one, unless it is no regular file
 * (a pipe, /dev/stderr), which is written to as it is.
 */
#ifndef NTSRM_TOOLS_NTSRM_RUN_OUTPUTS_H
#define NTSRM_TOOLS_NTSRM_RUN_OUTPUTS_H

#include "ntsrm/command.h"
#include "ntsrm/new_file.h"
#include "ntsrm/page.h"
#include "ntsrm/report/format.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct output {
    struct report report;
    const char *path;     /* NULL: stdout */
    struct new_file file; /* has no stream if the path itself is written to */
};

/* A zeroed one has no output. */
struct outputs {
    const struct command *command;
    struct output *list; /* the first is that of stdout, once they were opened */
    size_t count;
    const struct report_format *format; /* of stdout; NULL: the default */
};

/* "tap" of --format, "junit:results.xml" of --output. False if it makes none; said on stderr. */
bool outputs_format(struct outputs *outputs, const char *name);
bool outputs_add(struct outputs *outputs, const char *text);
/* For a path that somebody else chose. False if another report goes there; said on stderr. */
bool outputs_add_file(struct outputs *outputs, const char *format, const char *path);

/* Does a report want the cases that passed, too? */
bool outputs_want_all(const struct outputs *outputs, const struct run_facts *facts);
/* Does one tell the version of the suite? */
bool outputs_want_suite(const struct outputs *outputs);

/* Opens the files and begins the reports. False if a file cannot be written; said on stderr. */
bool outputs_open(struct outputs *outputs, const struct run_facts *facts, const struct page *page);
void outputs_file(struct outputs *outputs, const struct file_outcome *file);
/* Ends all reports and moves the files to where they belong. False if one could not be written. */
bool outputs_close(struct outputs *outputs, const struct run_end *end);

/* What a round has opened goes, also if it was not closed: no file is moved then. */
void outputs_abandon(struct outputs *outputs);
void outputs_free(struct outputs *outputs);

/* The page of what stdout gets, for what people are told besides; NULL if it is not for people. */
struct page *outputs_page(struct outputs *outputs);

#endif
