/*
 * Rule coverage: every rule has two sides, true and false, and a side is covered once a case made
 * the rule answer so. A side that no scenario can reach (ONE_SIDED in sim/rules.def) counts as
 * covered, and is listed with its reason.
 */
#ifndef NTSRM_TOOLS_NTSRM_COVERAGE_H
#define NTSRM_TOOLS_NTSRM_COVERAGE_H

#include "page.h"

#include "ex/trace.h"

#include <stddef.h>

struct coverage {
    size_t sides, seen, excused;
};

/* Of RULE_COUNT answers. */
struct coverage coverage_count(const struct ex_answers *answers);

/* In hundredths of a percent, rounded down: 10000 means that nothing is missing. */
unsigned coverage_percent(const struct coverage *coverage);

/* A table by group, what is excused, what is missing, and the total as the last line. */
void coverage_print(struct page *page, const struct ex_answers *answers);

#endif
