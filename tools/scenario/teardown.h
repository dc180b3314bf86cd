/*
 * What a case leaves is taken down by the runner: contexts, states, references and at last its own
 * hold on the objects. Then nothing may be left.
 */
#ifndef NTSRM_TOOLS_SCENARIO_TEARDOWN_H
#define NTSRM_TOOLS_SCENARIO_TEARDOWN_H

struct runner;

/* Something that is still there makes the case an internal error that names it. */
void teardown(struct runner *run);

#endif
