/*
 * Texts of several lines in a drawing: how large they are, and breaking words into them.
 */
#ifndef NTSRM_TOOLS_NTSRM_LINES_H
#define NTSRM_TOOLS_NTSRM_LINES_H

#include "svg.h"

#include "scenario/text.h"

#include <stddef.h>

int lines_width(const char *lines);
int lines_height(const char *lines);

/* Breaks words into lines that are not wider; a word only if it is longer than a line. */
void lines_wrap(const char *words, int width, struct text *out);

/* Draws them below y, the first in a hand of its own. */
void lines_draw(struct svg *svg, const char *lines, enum svg_hand first, enum svg_hand others,
                int x, int y);

#endif
