/*
 * Holding scenarios to their budgets. What budgets are stands in budget.h.
 */
#ifndef NTSRM_TOOLS_SCENARIO_BUDGETS_H
#define NTSRM_TOOLS_SCENARIO_BUDGETS_H

#include "scenario/budget.h"

/* Of one file, whatever budgets say. */
#define CASES_LIMIT UINT64_C(10000000)

struct runner;
struct document;
struct node;

/* Reads what the scenario says. False if it is wrong; it was reported. */
bool budgets_read(struct runner *run, struct document *document);

/* False, and a problem, if a scenario of the file has more cases or steps than it may. */
bool budgets_check(struct runner *run);

/* No time was spent yet. */
void budgets_forget(struct runner *run);

/* Around each case. The first is false if the scenario's time is over. */
bool budgets_begin(struct runner *run);
void budgets_end(struct runner *run);

/* Between steps: false if the case has taken too much, which ends it with a finding at the node. */
bool budgets_hold(struct runner *run, const struct node *node);

#endif
