/*
 * Twins: the JSON that "ntsrm export" makes of a scenario, read again. Each case is a document of
 * its own, whose keys are those of the case or, where it has none, those of the scenario.
 * scenarios/INTERPRETING.md tells what a twin says.
 */
#ifndef NTSRM_TOOLS_SCENARIO_TWINS_H
#define NTSRM_TOOLS_SCENARIO_TWINS_H

#include <stdbool.h>

struct node;
struct runner;

/* Of the format; a reader refuses what it does not know. */
#define TWIN_VERSION 1

/* Does a file begin like one? */
bool twin_begins(const struct runner *run);

/* Adds the cases of a twin as documents. False if something is wrong. */
bool twin_add(struct runner *run, const struct node *root);

#endif
