/* "{key:value}", which YAML takes for a key with a ':' in it and without a value. */
#ifndef NTSRM_TOOLS_SCENARIO_MISSING_BLANK_H
#define NTSRM_TOOLS_SCENARIO_MISSING_BLANK_H

#include "scenario/nodes.h"

/*
 * For a value of a flow mapping that is absent: if its key, the node before it, has a ':' in it,
 * this is refused, and both become what was meant, so that nothing more is said about them.
 */
void missing_blank_mend(struct nodes *nodes, struct node *value, struct diagnostics *diagnostics);

#endif
