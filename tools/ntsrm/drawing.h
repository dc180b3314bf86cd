/*
 * A scene as a drawing: a line down the page for each thread, grouped by process, and a row for
 * each step. Calls are grey boxes on the line of who makes them, with an arrow to the thread that
 * they concern; below and beside them stands what somebody is or keeps from then on: round what a
 * thread acts with, angular what is kept for later, dashed what is only a copy.
 */
#ifndef NTSRM_TOOLS_NTSRM_DRAWING_H
#define NTSRM_TOOLS_NTSRM_DRAWING_H

#include "scene.h"

#include "scenario/text.h"

/* Appends it as SVG. */
void drawing_put(const struct scene *scene, struct text *out);

#endif
