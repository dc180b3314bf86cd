/*
 * The ids of products of values, compared without making them; see cases_ids.c.
 */
#ifndef NTSRM_TOOLS_SCENARIO_ID_PRODUCTS_H
#define NTSRM_TOOLS_SCENARIO_ID_PRODUCTS_H

#include "scenario/scenario.h"

/*
 * Compares the ids of a scenario's cases; false if it cannot say whether they differ: there are
 * more rows than `limit`, or a value looks like part of an id.
 */
bool products_check(struct runner *run, const struct scenario_info *info, size_t limit);

/* ---- cases_ids.c ---- */

uint64_t id_hash(const char *bytes, size_t length);

/* Makes the ids of two cases; one that both have is a problem, and true. */
bool ids_compare(struct runner *run, size_t first, size_t again);

#endif
