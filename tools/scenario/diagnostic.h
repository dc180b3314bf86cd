/*
 * What is wrong with one file: collected while it is read, shown sorted by position.
 *
 *   scenarios/x.yaml:12:7: error: unknown key 'expct'
 *      12 |       expct: STATUS_SUCCESS
 *         |       ^~~~~
 *   help: did you mean 'expect'?
 *
 * A zeroed struct is ready for diagnostics_begin, which forgets the file before and keeps the
 * memory. The name and the source are borrowed: they must live until the diagnostics were printed.
 * Messages may quote anything from the file; what a terminal must not see is escaped when printed.
 */
#ifndef NTSRM_TOOLS_SCENARIO_DIAGNOSTIC_H
#define NTSRM_TOOLS_SCENARIO_DIAGNOSTIC_H

#include "scenario/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* More diagnostics than this are counted, not kept. */
#define DIAGNOSTICS_LIMIT 100

/* Counts from 1; a column is a code point. Line 0 means the file as a whole. */
struct place {
    uint32_t line, column;
};

enum severity {
    SEVERITY_ERROR,
    SEVERITY_WARNING,
    SEVERITY_NOTE, /* belongs to the diagnostic before it, for a second place */
};

struct diagnostic {
    struct place place;
    unsigned width; /* code points under the caret */
    enum severity severity;
    struct place sorted_at; /* a note's is that of the diagnostic it belongs to */
    uint32_t order;
    size_t message, help; /* see diagnostic_message and diagnostic_help_text */
};

struct diagnostics {
    const char *name;
    const char *source; /* NULL: no snippets */
    size_t source_length;
    uint32_t errors, warnings; /* including those not kept */

    /* Private. */
    struct diagnostic *list;
    uint32_t count, capacity, last, kept, dropped;
    bool dropping;
    struct text texts;
};

void diagnostics_begin(struct diagnostics *diagnostics, const char *name, const char *source,
                       size_t source_length);

/* An error or a warning. One that is already there is not added again. */
void diagnostic_add(struct diagnostics *diagnostics, enum severity severity, struct place place,
                    unsigned width, const char *format, ...);

/* A second place of the diagnostic that was added last ("first here"). */
void diagnostic_note(struct diagnostics *diagnostics, struct place place, unsigned width,
                     const char *format, ...);

/* What would be right instead, for the diagnostic that was added last. */
void diagnostic_help(struct diagnostics *diagnostics, const char *format, ...);

/* Where the byte at `offset` of the source stands. */
struct place diagnostics_place(const struct diagnostics *diagnostics, size_t offset);

/* For other formats: fills an array of 2 * DIAGNOSTICS_LIMIT and returns how many there are. */
size_t diagnostics_sort(const struct diagnostics *diagnostics, const struct diagnostic **sorted);

/* As it was given, not escaped; the second is NULL if there is none. */
const char *diagnostic_message(const struct diagnostics *, const struct diagnostic *);
const char *diagnostic_help_text(const struct diagnostics *, const struct diagnostic *);

/* Appends all of them as above. */
void diagnostics_print(const struct diagnostics *diagnostics, struct text *out, bool color);

void diagnostics_free(struct diagnostics *diagnostics);

#endif
