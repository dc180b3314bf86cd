/*
 * Where a character of a scalar's text stands in its file: quoting, escapes and folded lines make
 * the text differ from the source.
 */
#ifndef NTSRM_TOOLS_SCENARIO_INSIDE_H
#define NTSRM_TOOLS_SCENARIO_INSIDE_H

#include "scenario/diagnostic.h"
#include "scenario/nodes.h"

#include <stddef.h>

/* The place of the byte at `offset` of the node's text; the node's own where there is no source. */
struct place place_inside(const struct diagnostics *diagnostics, const struct node *node,
                          size_t offset);

/* How many code points that many bytes at `offset` of the text are; at least 1. */
unsigned width_inside(const struct node *node, size_t offset, size_t length);

#endif
