/*
 * The results of a file's cases; scenario.h has the functions that ask for them.
 */
#ifndef NTSRM_TOOLS_SCENARIO_RESULTS_H
#define NTSRM_TOOLS_SCENARIO_RESULTS_H

#include "scenario/scenario.h"

/* No case has run. */
void results_forget(struct runner *run);

/* Adds the result of a case that had none. After the last one the results are to be sorted. */
void results_add(struct runner *run, size_t index, const struct case_result *result);
void results_sort(struct runner *run);

/* The result of a case that may have had another, among sorted ones. */
void results_replace(struct runner *run, size_t index, const struct case_result *result);

#endif
