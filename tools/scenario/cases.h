/*
 * The cases of a file: its documents, their rows, the versions they name; and the row's values
 * while a case runs.
 */
#ifndef NTSRM_TOOLS_SCENARIO_CASES_H
#define NTSRM_TOOLS_SCENARIO_CASES_H

#include "scenario/scenario.h"

#include <stdbool.h>

struct runner;
struct case_entry;
struct document;

/* Finds documents and cases in the file that was read. False if something is wrong. */
bool cases_find(struct runner *run);

/* The document of a file that holds only fixtures; it has no cases. False if something is wrong. */
bool cases_find_fixtures(struct runner *run);

/* The values of the case's row: run->row. */
void cases_choose_row(struct runner *run, const struct case_entry *entry);

/* Values of the case's row that nothing used are problems. */
void cases_check_used(struct runner *run);

/* Cases with the same id are problems. */
void cases_check_ids(struct runner *run);

#endif
