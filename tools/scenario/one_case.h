/*
 * One case, in its parts.
 */
#ifndef NTSRM_TOOLS_SCENARIO_ONE_CASE_H
#define NTSRM_TOOLS_SCENARIO_ONE_CASE_H

#include "scenario/scenario.h"

#include <stdbool.h>

struct runner;
struct case_entry;

/* Forgets the case before and chooses the row's values; a world is made unless the run is dry. */
void case_begin(struct runner *run, const struct case_entry *entry);

/* The world before the first step. False if something is wrong with it; it was reported. */
bool case_stand(struct runner *run);

/* Everything that a scenario says, in order. */
void case_walk(struct runner *run);

/* Runs a case that is not skipped, from its beginning to its end. */
struct case_result case_run(struct runner *run, const struct case_entry *entry);

#endif
