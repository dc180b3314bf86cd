/*
 * A drawing as SVG: lines, boxes and texts in one hand, black on white, for pages and for paper.
 * All letters have the same width, so that whoever draws knows how long a text becomes. No scripts,
 * no fonts from elsewhere.
 *
 * Coordinates are pixels, from the upper left; a text stands on its baseline. What cannot be had
 * (memory) ends the program.
 */
#ifndef NTSRM_TOOLS_NTSRM_SVG_H
#define NTSRM_TOOLS_NTSRM_SVG_H

#include "scenario/text.h"

#include <stdbool.h>

/* How wide a letter is in hundredths of a pixel; how high a line is, and where text stands. */
#define SVG_ADVANCE     724
#define SVG_LINE_HEIGHT 16
#define SVG_BASELINE    12

enum svg_pen {
    SVG_FAINT, /* what leads the eye */
    SVG_PLAIN,
    SVG_DASHED,
    SVG_SHADED, /* filled with grey */
};

enum svg_hand {
    SVG_HAND_PLAIN,
    SVG_HAND_BOLD,
    SVG_HAND_FAINT,
};

struct svg;

/* The title and the description are for who does not see it, or points at it. */
struct svg *svg_begin(int width, int height, const char *title, const char *description);

/* Filled with white. */
void svg_box(struct svg *svg, enum svg_pen pen, int x, int y, int width, int height, int radius);
void svg_line(struct svg *svg, enum svg_pen pen, int x1, int y1, int x2, int y2);
/* The same with a head at its end. */
void svg_arrow(struct svg *svg, enum svg_pen pen, int x1, int y1, int x2, int y2);
/* An arrow across to x, then down, then across to x2. */
void svg_detour(struct svg *svg, enum svg_pen pen, int x1, int y1, int x, int x2, int y2);
/* Begins at x, or is centred around it. */
void svg_text(struct svg *svg, enum svg_hand hand, int x, int y, bool centred, const char *text);

/* How wide a text is. */
int svg_width(const char *text, size_t length);

/* Ends the drawing, appends it, and frees what it took. */
void svg_end(struct svg *svg, struct text *out);

#endif
