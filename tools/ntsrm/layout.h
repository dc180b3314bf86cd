/*
 * Where everything of a drawing stands. Across, the threads that take part have a column each, as
 * wide as what stands in it; down, each step has a row, in which everything on one thread's line
 * stands one below the other.
 */
#ifndef NTSRM_TOOLS_NTSRM_LAYOUT_H
#define NTSRM_TOOLS_NTSRM_LAYOUT_H

#include "scene.h"
#include "svg.h"

#include "scenario/text.h"

#include <stdbool.h>
#include <stddef.h>

#define LAYOUT_MARGIN  16
#define LAYOUT_PADDING 8 /* of a box */
/* Of a process with its threads, and of a thread in it. */
#define LAYOUT_PROCESS_HEIGHT (3 * SVG_LINE_HEIGHT + 2 * LAYOUT_PADDING)
#define LAYOUT_THREAD_HEIGHT  (SVG_LINE_HEIGHT + LAYOUT_PADDING)

/* A box with lines of text in it: a call, or a note. */
struct layout_box {
    const struct scene_note *note; /* NULL: a call */
    size_t lane;                   /* SCENE_NOBODY: what the runner does itself */
    struct text lines;
    int x, y, width, height;
};

struct layout_column {
    int left, width, centre; /* all 0 where the thread takes no part */
};

struct layout {
    const struct scene *scene;
    struct layout_box *boxes;
    size_t box_count;
    size_t *first_boxes;           /* of each step, and behind the last; a step's call is first */
    int *tops;                     /* of each step, and where the last ends */
    struct layout_column *columns; /* of each lane */
    struct text title, id, foot;   /* in lines */
    int width, height;
    int head; /* where the processes stand */
};

/* foot: what is said below all. */
void layout_make(struct layout *layout, const struct scene *scene, const char *foot);
void layout_free(struct layout *layout);

/* Is it the first of its process of those that take part? */
bool layout_begins_process(const struct layout *layout, size_t lane);
/* And the last. */
size_t layout_last_of_process(const struct layout *layout, size_t lane);
/* "server (LocalService)". */
void layout_process_title(const struct layout *layout, size_t lane, struct text *out);
int layout_thread_width(const struct layout *layout, size_t lane);

#endif
