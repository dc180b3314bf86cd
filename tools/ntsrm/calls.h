/*
 * What several commands say about calls in the same words.
 */
#ifndef NTSRM_TOOLS_NTSRM_CALLS_H
#define NTSRM_TOOLS_NTSRM_CALLS_H

#include "scenario/calls.h"
#include "scenario/text.h"

/* In which previous mode its calls are made, and what that means for them. */
const char *call_origin(enum call_family family);

/* "in", "out", "in, used up". */
const char *parameter_use(const struct call_parameter *parameter);

/* docs/calls.md. */
void calls_print_markdown(struct text *out);

#endif
