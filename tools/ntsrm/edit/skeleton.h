/*
 * A first scenario of a call: a small world, the call with a value for each parameter, what the
 * model answers to that, and in comments what else the call takes and can answer. It runs and
 * passes as it stands. What it is made of stands in skeleton.def.
 */
#ifndef NTSRM_TOOLS_NTSRM_EDIT_SKELETON_H
#define NTSRM_TOOLS_NTSRM_EDIT_SKELETON_H

#include "scenario/calls.h"
#include "scenario/text.h"

#include <stdbool.h>

/* Its id: "nt-open-process" of the call, or what a file of that name suggests. */
void skeleton_id(const struct call *call, const char *file, struct text *id);

/* Appends the step that makes the call, up to what it answers; part of skeleton_make. */
void skeleton_step(const struct call *call, const char *thread, struct text *step);

/* Appends the scenario, laid out as ntsrm fmt does it. False if it does not pass. */
bool skeleton_make(const struct call *call, const char *id, struct text *text);

#endif
