#include "layout.h"

#include "captions.h"
#include "lines.h"

#include <stdlib.h>
#include <string.h>

#define NUMBERS      34 /* the column of the steps' numbers */
#define LANE_GAP     36
#define ROW_GAP      20
#define BOX_GAP      8
#define THREAD_WIDTH 48
#define LEAST_WIDTH  560 /* so that a title has room */

/* ---- what there is to draw ---- */

static void box_add(struct layout *layout, const struct scene_note *note, size_t lane,
                    const struct text *lines)
{
    struct layout_box *box = &layout->boxes[layout->box_count++];
    *box = (struct layout_box){
        .note = note,
        .lane = lane,
        .lines = *lines,
        .width = lines_width(lines->bytes) + 2 * LAYOUT_PADDING,
        .height = lines_height(lines->bytes) + LAYOUT_PADDING,
    };
}

static void boxes_take(struct layout *layout)
{
    const struct scene *scene = layout->scene;
    for (size_t i = 0; i < scene->step_count; i++) {
        const struct scene_step *step = &scene->steps[i];
        layout->first_boxes[i] = layout->box_count;
        if (step->call != NULL) {
            struct text lines = {0};
            caption_call(step, &lines);
            box_add(layout, NULL, step->caller, &lines);
        }
        for (size_t j = step->first_note; j < step->end_note; j++) {
            const struct scene_note *note = &scene->notes[j];
            struct text lines = {0};
            if (scene->lanes[note->lane].takes_part) {
                caption_note(scene, note, &lines);
                box_add(layout, note, note->lane, &lines);
            }
        }
    }
    layout->first_boxes[scene->step_count] = layout->box_count;
}

/* ---- where it stands: across ---- */

bool layout_begins_process(const struct layout *layout, size_t lane)
{
    const struct scene_lane *lanes = layout->scene->lanes;
    bool begins = lanes[lane].takes_part;
    for (size_t i = 0; i < lane; i++) {
        begins = begins && !(lanes[i].takes_part && lanes[i].process_id == lanes[lane].process_id);
    }
    return begins;
}

void layout_process_title(const struct layout *layout, size_t lane, struct text *out)
{
    const struct scene *scene = layout->scene;
    text_append_format(out, "%s (%s)", scene->lanes[lane].process, scene->lanes[lane].user);
}

size_t layout_last_of_process(const struct layout *layout, size_t lane)
{
    const struct scene *scene = layout->scene;
    size_t last = lane;
    for (size_t i = lane; i < scene->lane_count; i++) {
        bool same = scene->lanes[i].process_id == scene->lanes[lane].process_id;
        last = same && scene->lanes[i].takes_part ? i : last;
    }
    return last;
}

int layout_thread_width(const struct layout *layout, size_t lane)
{
    const char *thread = layout->scene->lanes[lane].thread;
    int width = svg_width(thread, strlen(thread)) + 2 * LAYOUT_PADDING;
    return width > THREAD_WIDTH ? width : THREAD_WIDTH;
}

static void widen(struct layout_column *column, int width)
{
    column->width = width > column->width ? width : column->width;
}

/* As wide as what stands in it. The only thread of a process bears the title of that, too. */
static void columns_measure(struct layout *layout)
{
    for (size_t i = 0; i < layout->box_count; i++) {
        const struct layout_box *box = &layout->boxes[i];
        if (box->lane != SCENE_NOBODY) {
            widen(&layout->columns[box->lane], box->width);
        }
    }
    for (size_t i = 0; i < layout->scene->lane_count; i++) {
        struct text title = {0};
        if (!layout->scene->lanes[i].takes_part) {
            continue;
        }
        widen(&layout->columns[i], layout_thread_width(layout, i) + 2 * LAYOUT_PADDING);
        layout_process_title(layout, i, &title);
        if (layout_begins_process(layout, i) && layout_last_of_process(layout, i) == i) {
            widen(&layout->columns[i], lines_width(title.bytes) + 2 * LAYOUT_PADDING);
        }
        text_free(&title);
    }
}

/* The threads of a process side by side. Returns where the next one begins. */
static int process_place(struct layout *layout, size_t first, int x)
{
    const struct scene_lane *lanes = layout->scene->lanes;
    for (size_t i = first; i < layout->scene->lane_count; i++) {
        struct layout_column *column = &layout->columns[i];
        if (lanes[i].takes_part && lanes[i].process_id == lanes[first].process_id) {
            column->left = x;
            column->centre = x + column->width / 2;
            x += column->width + LANE_GAP;
        }
    }
    return x;
}

static void columns_place(struct layout *layout)
{
    int x = LAYOUT_MARGIN + NUMBERS;
    for (size_t i = 0; i < layout->scene->lane_count; i++) {
        if (layout_begins_process(layout, i)) {
            x = process_place(layout, i, x);
        }
    }
    x += LAYOUT_MARGIN - LANE_GAP;
    layout->width = x > LEAST_WIDTH ? x : LEAST_WIDTH;
    for (size_t i = 0; i < layout->box_count; i++) {
        const struct layout_box *box = &layout->boxes[i];
        int end = LAYOUT_MARGIN + NUMBERS + box->width + LAYOUT_MARGIN;
        layout->width = box->lane == SCENE_NOBODY && end > layout->width ? end : layout->width;
    }
}

/* ---- where it stands: down ---- */

/* What stands on one lane stands one below the other. Returns where the row ends. */
static int row_place(struct layout *layout, size_t step, int top)
{
    size_t first = layout->first_boxes[step];
    int end = top;
    for (size_t i = first; i < layout->first_boxes[step + 1]; i++) {
        struct layout_box *box = &layout->boxes[i];
        int y = top;
        for (size_t j = first; j < i; j++) {
            const struct layout_box *above = &layout->boxes[j];
            y = above->lane == box->lane ? above->y + above->height + BOX_GAP : y;
        }
        box->y = y;
        if (y == top && box->note != NULL && box->height < layout->boxes[first].height) {
            box->y += (layout->boxes[first].height - box->height) / 2; /* where arrows end */
        }
        box->x = box->lane != SCENE_NOBODY ? layout->columns[box->lane].centre - box->width / 2
                                           : LAYOUT_MARGIN + NUMBERS;
        end = y + box->height > end ? y + box->height : end;
    }
    return end;
}

static void rows_place(struct layout *layout)
{
    int y = layout->head + LAYOUT_PROCESS_HEIGHT + ROW_GAP;
    for (size_t i = 0; i < layout->scene->step_count; i++) {
        int end = row_place(layout, i, y);
        layout->tops[i] = y;
        y = end > y ? end + ROW_GAP : y;
    }
    layout->tops[layout->scene->step_count] = y;
}

/* The title, and the id below it, which can be broken where its values are. */
static void title_place(struct layout *layout)
{
    int width = layout->width - 2 * LAYOUT_MARGIN;
    struct text id = {0};
    for (const char *at = layout->scene->id; *at != '\0'; at++) {
        text_append_format(&id, "%s%c%s", *at == '[' ? " " : "", *at, *at == ',' ? " " : "");
    }
    lines_wrap(layout->scene->title, width, &layout->title);
    lines_wrap(id.bytes, width, &layout->id);
    text_free(&id);
    layout->head = LAYOUT_MARGIN + lines_height(layout->title.bytes) +
                   lines_height(layout->id.bytes) + LAYOUT_PADDING;
}

/* ---- all of it ---- */

void layout_make(struct layout *layout, const struct scene *scene, const char *foot)
{
    size_t steps = scene->step_count + 1, columns = scene->lane_count + 1;
    *layout = (struct layout){.scene = scene};
    layout->boxes = memory_resize(NULL, (scene->note_count + steps) * sizeof *layout->boxes);
    layout->first_boxes = memory_resize(NULL, steps * sizeof *layout->first_boxes);
    layout->tops = memory_resize(NULL, steps * sizeof *layout->tops);
    layout->columns = memory_resize(NULL, columns * sizeof *layout->columns);
    memset(layout->columns, 0, columns * sizeof *layout->columns);
    boxes_take(layout);
    columns_measure(layout);
    columns_place(layout);
    title_place(layout);
    rows_place(layout);
    lines_wrap(foot, layout->width - 2 * LAYOUT_MARGIN, &layout->foot);
    layout->height = layout->tops[scene->step_count] + LAYOUT_PADDING +
                     lines_height(layout->foot.bytes) + LAYOUT_MARGIN;
}

void layout_free(struct layout *layout)
{
    for (size_t i = 0; i < layout->box_count; i++) {
        text_free(&layout->boxes[i].lines);
    }
    text_free(&layout->title);
    text_free(&layout->id);
    text_free(&layout->foot);
    free(layout->boxes);
    free(layout->first_boxes);
    free(layout->tops);
    free(layout->columns);
}
