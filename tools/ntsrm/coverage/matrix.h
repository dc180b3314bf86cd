/*
 * The status matrix: every result of the call table is asserted by a scenario, or the table says
 * why none can show it, or it is missing. What scenarios assert against the table makes it wrong.
 */
#ifndef NTSRM_TOOLS_NTSRM_COVERAGE_MATRIX_H
#define NTSRM_TOOLS_NTSRM_COVERAGE_MATRIX_H

#include "ntsrm/page.h"

#include "scenario/assertions.h"

#include <stdbool.h>
#include <stddef.h>

enum result_state {
    RESULT_ASSERTED,
    RESULT_SEEN,    /* a call answers so, and nobody asserts it; only where answers are counted */
    RESULT_EXCUSED, /* the table says why no scenario can show it */
    RESULT_MISSING,
    RESULT_REFUTED, /* the table says so, and a scenario asserts it */
    RESULT_STATES
};

struct result_counts {
    size_t calls, results, states[RESULT_STATES];
    size_t unlisted; /* asserted, but not in the table; only of all calls */
};

/* Calls by number, results as in assertions.h: those for which assertion_result has a name. */
enum result_state result_state(const struct assertions *assertions, size_t call, size_t result);

/* "asserted", "seen", "excused", "missing", "refuted". */
const char *result_state_word(enum result_state state);

/* Why no scenario can show it; NULL where one has to. */
const char *result_reason(const struct call *call, size_t result);
/* When the call gives it; "" where the table has no words for it. */
const char *result_when(const struct call *call, size_t result);

/* The first call of its header, and the others that are declared there. */
bool header_begins(size_t call);
bool header_has(size_t first, size_t call);
struct result_counts header_count(const struct assertions *assertions, size_t first);

/* Adds the results of one call, or returns those of all. */
void matrix_add(struct result_counts *counts, const struct assertions *assertions, size_t call);
struct result_counts matrix_count(const struct assertions *assertions);

/* In hundredths of a percent, rounded down: 10000 means that nothing is missing or wrong. */
unsigned matrix_percent(const struct result_counts *counts);

/* In a list: "NtClose: STATUS_INVALID_HANDLE", and below it when the call gives it. */
void matrix_print_result(struct page *page, const struct call *call, size_t result);
/* The same of one that is not in the table, and where a step asserts it. */
void matrix_print_unlisted(struct page *page, const struct unlisted_result *result);

#endif
