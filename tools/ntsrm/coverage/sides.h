/*
 * Rule coverage: every rule has two sides, true and false, and a side is covered once a case made
 * the rule answer so. A side that no scenario can reach (ONE_SIDED in sim/rules.def) counts as
 * covered, and is listed with its reason.
 */
#ifndef NTSRM_TOOLS_NTSRM_COVERAGE_SIDES_H
#define NTSRM_TOOLS_NTSRM_COVERAGE_SIDES_H

#include "ntsrm/page.h"

#include "ex/trace.h"

#include <stdbool.h>
#include <stddef.h>

struct command;

enum side_state {
    SIDE_SEEN,
    SIDE_EXCUSED, /* no scenario can show it, see ex_rule_one_sided */
    SIDE_MISSING,
};

struct coverage {
    size_t sides, seen, excused;
};

/* Of RULE_COUNT answers, as everywhere here. */
struct coverage coverage_count(const struct ex_answers *answers);
/* Adds the two sides of a rule. */
void coverage_add(struct coverage *coverage, const struct ex_answers *answers, enum ex_rule_id id);

/*
 * Groups are taken as a whole, in the order in which the rule book begins them: is this the first
 * rule of its group, and which others are in it?
 */
bool group_begins(size_t rule);
bool group_has(size_t first, size_t rule);
struct coverage group_count(const struct ex_answers *answers, size_t first);

enum side_state side_state(const struct ex_answers *answers, enum ex_rule_id id, bool answer);

/* In hundredths of a percent, rounded down: 10000 means that nothing is missing. */
unsigned coverage_percent(const struct coverage *coverage);

/* The value of an option that is a minimum, "97.5", in hundredths. False, and said, if none. */
bool percent_read(const struct command *command, const char *option, const char *text,
                  unsigned *hundredths);

/* "rule coverage: 97.50 % (1287 of 1320 sides)", after an empty line. */
void coverage_print_percent(struct page *page, const struct ex_answers *answers);

/* A table by group, what is excused, what is missing, and the total as the last line. */
void coverage_print(struct page *page, const struct ex_answers *answers);

#endif
