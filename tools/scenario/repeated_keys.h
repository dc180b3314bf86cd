/*
 * Keys that stand twice in a mapping: libyaml lets them pass, and the second would win silently.
 */
#ifndef NTSRM_TOOLS_SCENARIO_REPEATED_KEYS_H
#define NTSRM_TOOLS_SCENARIO_REPEATED_KEYS_H

#include "scenario/diagnostic.h"
#include "scenario/nodes.h"

/* Adds an error, with both places, for every key of a mapping that stands in it already. */
void repeated_keys_refuse(const struct nodes *nodes, const struct node *mapping,
                          struct diagnostics *diagnostics);

#endif
