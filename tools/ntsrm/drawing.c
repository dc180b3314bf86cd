#include "drawing.h"

#include "captions.h"
#include "layout.h"
#include "lines.h"
#include "svg.h"

#define ROUND     9
#define BAR_WIDTH 8
/* The way between two columns has room for some messages side by side. */
#define TRACK_WIDTH 7
#define TRACKS      4

static const char legend[] = "Round: what a thread acts with. Angular: what is kept for later. "
                             "Solid: the client's own token. Dashed: a copy.";

struct drawing {
    const struct layout *layout;
    struct svg *svg;
};

/* ---- the head ---- */

static void draw_title(const struct drawing *drawing)
{
    const struct layout *layout = drawing->layout;
    int y = LAYOUT_MARGIN + lines_height(layout->title.bytes);
    lines_draw(drawing->svg, layout->title.bytes, SVG_HAND_BOLD, SVG_HAND_BOLD, LAYOUT_MARGIN,
               LAYOUT_MARGIN);
    lines_draw(drawing->svg, layout->id.bytes, SVG_HAND_FAINT, SVG_HAND_FAINT, LAYOUT_MARGIN, y);
}

/* A process around its threads. */
static void draw_process(const struct drawing *drawing, size_t first)
{
    const struct layout *layout = drawing->layout;
    size_t last = layout_last_of_process(layout, first);
    int left = layout->columns[first].left;
    int right = layout->columns[last].left + layout->columns[last].width;
    struct text title = {0};
    layout_process_title(layout, first, &title);
    svg_box(drawing->svg, SVG_PLAIN, left, layout->head, right - left, LAYOUT_PROCESS_HEIGHT, 0);
    svg_text(drawing->svg, SVG_HAND_BOLD, (left + right) / 2,
             layout->head + LAYOUT_PADDING + SVG_BASELINE, true, title.bytes);
    text_free(&title);
}

static void draw_thread(const struct drawing *drawing, size_t lane)
{
    const struct layout *layout = drawing->layout;
    int width = layout_thread_width(layout, lane);
    int x = layout->columns[lane].centre;
    int y = layout->head + LAYOUT_PROCESS_HEIGHT - LAYOUT_PADDING - LAYOUT_THREAD_HEIGHT;
    svg_box(drawing->svg, SVG_PLAIN, x - width / 2, y, width, LAYOUT_THREAD_HEIGHT, ROUND);
    svg_text(drawing->svg, SVG_HAND_PLAIN, x, y + LAYOUT_PADDING / 2 + SVG_BASELINE, true,
             layout->scene->lanes[lane].thread);
}

/* ---- the lines ---- */

static void draw_bar(const struct drawing *drawing, const struct layout_box *box, int end)
{
    enum svg_pen pen = box->note->token.copied ? SVG_DASHED : SVG_PLAIN;
    int x = drawing->layout->columns[box->lane].centre;
    int y = box->y + box->height / 2;
    svg_box(drawing->svg, pen, x - BAR_WIDTH / 2, y, BAR_WIDTH, end - y, 0);
}

/* The line of a thread's life, broad where it acts as somebody else. */
static void draw_lane(const struct drawing *drawing, size_t lane)
{
    int x = drawing->layout->columns[lane].centre;
    int end = drawing->layout->tops[drawing->layout->scene->step_count];
    const struct layout_box *acting = NULL;
    for (size_t i = 0; i < drawing->layout->box_count; i++) {
        const struct layout_box *box = &drawing->layout->boxes[i];
        if (box->lane == lane && box->note != NULL && box->note->kind == SCENE_EXITS) {
            end = box->y;
        }
    }
    svg_line(drawing->svg, SVG_FAINT, x, drawing->layout->head + LAYOUT_PROCESS_HEIGHT, x, end);
    for (size_t i = 0; i < drawing->layout->box_count; i++) {
        const struct layout_box *box = &drawing->layout->boxes[i];
        bool matters = box->lane == lane && box->note != NULL &&
                       (box->note->kind == SCENE_ACTS || box->note->kind == SCENE_REVERTS ||
                        box->note->kind == SCENE_EXITS);
        if (matters && acting != NULL) {
            draw_bar(drawing, acting, box->y);
        }
        if (matters) {
            acting = box->note->kind == SCENE_ACTS ? box : NULL;
        }
    }
    if (acting != NULL) {
        draw_bar(drawing, acting, end);
    }
}

/* The first box on that line in the row of the step; NULL if there is none. */
static const struct layout_box *box_at(const struct layout *layout, size_t step, size_t lane)
{
    for (size_t i = layout->first_boxes[step]; i < layout->first_boxes[step + 1]; i++) {
        if (layout->boxes[i].lane == lane) {
            return &layout->boxes[i];
        }
    }
    return NULL;
}

static bool sends(const struct scene *scene, size_t step)
{
    for (size_t i = 0; i < scene->message_count; i++) {
        if (scene->messages[i].from == step) {
            return true;
        }
    }
    return false;
}

/* From the call to the thread that it concerns, or to what that one notices of it at once. */
static void draw_reach(const struct drawing *drawing, size_t step)
{
    const struct layout *layout = drawing->layout;
    const struct scene_step *it = &layout->scene->steps[step];
    if (it->caller == SCENE_NOBODY || it->other == SCENE_NOBODY) {
        return;
    }
    const struct layout_box *call = &layout->boxes[layout->first_boxes[step]];
    const struct layout_box *noticed = box_at(layout, step, it->other);
    bool right = layout->columns[it->other].centre > layout->columns[it->caller].centre;
    int y = call->y + call->height / 2;
    int end = layout->columns[it->other].centre;
    if (noticed != NULL) {
        end = right ? noticed->x : noticed->x + noticed->width;
    }
    if (noticed != NULL || !sends(layout->scene, step)) {
        svg_arrow(drawing->svg, SVG_PLAIN, right ? call->x + call->width : call->x, y, end, y);
    }
}

/* What a message leaves from: the data with what they carry, or the call. */
static const struct layout_box *sender_of(const struct layout *layout, size_t step)
{
    for (size_t i = layout->first_boxes[step]; i < layout->first_boxes[step + 1]; i++) {
        const struct scene_note *note = layout->boxes[i].note;
        if (note != NULL && note->kind == SCENE_CARRIES) {
            return &layout->boxes[i];
        }
    }
    return &layout->boxes[layout->first_boxes[step]];
}

/*
 * How many earlier messages are on their way to the same thread when this one is sent. Who reads
 * takes the first one first, so that lines do not cross if the next one is further away.
 */
static int messages_before(const struct scene *scene, const struct scene_message *message)
{
    int before = 0;
    for (size_t i = 0; i < scene->message_count; i++) {
        const struct scene_message *other = &scene->messages[i];
        before += other->from < message->from && other->to > message->from &&
                  scene->steps[other->to].caller == scene->steps[message->to].caller;
    }
    return before;
}

/* From the call that sends to the one that receives, between the columns. */
static void draw_message(const struct drawing *drawing, const struct scene_message *message)
{
    const struct layout *layout = drawing->layout;
    const struct layout_box *from = sender_of(layout, message->from);
    const struct layout_box *to = &layout->boxes[layout->first_boxes[message->to]];
    const struct layout_column *column = &layout->columns[to->lane];
    int away = TRACK_WIDTH * (1 + messages_before(layout->scene, message) % TRACKS);
    int y1 = from->y + from->height / 2, y2 = to->y + to->height / 2;
    if (column->centre > layout->columns[from->lane].centre) {
        svg_detour(drawing->svg, SVG_PLAIN, from->x + from->width, y1, column->left - away, to->x,
                   y2);
    } else {
        svg_detour(drawing->svg, SVG_PLAIN, from->x, y1, column->left + column->width + away,
                   to->x + to->width, y2);
    }
}

static void draw_box(const struct drawing *drawing, const struct layout_box *box)
{
    enum scene_note_kind kind = box->note != NULL ? box->note->kind : SCENE_KEEPS;
    bool round = box->note != NULL && box->note->holder == NULL;
    bool over = kind == SCENE_REVERTS || kind == SCENE_FORGETS || kind == SCENE_EXITS;
    enum svg_pen pen = over ? SVG_FAINT : SVG_PLAIN;
    if (box->note == NULL) {
        pen = SVG_SHADED;
    } else if (box->note->token.copied && !over) {
        pen = SVG_DASHED;
    }
    svg_box(drawing->svg, pen, box->x, box->y, box->width, box->height, round ? ROUND : 0);
    lines_draw(drawing->svg, box->lines.bytes, over ? SVG_HAND_PLAIN : SVG_HAND_BOLD,
               SVG_HAND_PLAIN, box->x + LAYOUT_PADDING, box->y + LAYOUT_PADDING / 2);
}

static void draw_numbers(const struct drawing *drawing)
{
    const struct layout *layout = drawing->layout;
    for (size_t i = 1; i < layout->scene->step_count; i++) {
        struct text number = {0};
        text_append_format(&number, "%zu", i);
        svg_text(drawing->svg, SVG_HAND_BOLD, LAYOUT_MARGIN,
                 layout->tops[i] + LAYOUT_PADDING / 2 + SVG_BASELINE, false, number.bytes);
        text_free(&number);
    }
}

/* ---- all of it ---- */

static void draw_lanes(const struct drawing *drawing)
{
    const struct scene *scene = drawing->layout->scene;
    for (size_t i = 0; i < scene->lane_count; i++) {
        if (scene->lanes[i].takes_part) {
            draw_lane(drawing, i);
        }
    }
    for (size_t i = 0; i < scene->lane_count; i++) {
        if (layout_begins_process(drawing->layout, i)) {
            draw_process(drawing, i);
        }
    }
    for (size_t i = 0; i < scene->lane_count; i++) {
        if (scene->lanes[i].takes_part) {
            draw_thread(drawing, i);
        }
    }
}

/* What lies behind comes first. */
static void draw_all(const struct drawing *drawing)
{
    const struct layout *layout = drawing->layout;
    draw_title(drawing);
    draw_lanes(drawing);
    for (size_t i = 0; i < layout->scene->step_count; i++) {
        draw_reach(drawing, i);
    }
    for (size_t i = 0; i < layout->scene->message_count; i++) {
        draw_message(drawing, &layout->scene->messages[i]);
    }
    for (size_t i = 0; i < layout->box_count; i++) {
        draw_box(drawing, &layout->boxes[i]);
    }
    draw_numbers(drawing);
    lines_draw(drawing->svg, layout->foot.bytes, SVG_HAND_PLAIN, SVG_HAND_PLAIN, LAYOUT_MARGIN,
               layout->tops[layout->scene->step_count] + LAYOUT_PADDING);
}

void drawing_put(const struct scene *scene, struct text *out)
{
    struct layout layout;
    struct text description = {0};
    layout_make(&layout, scene, scene->note_count > 0 ? legend : "");
    caption_all(scene, &description);
    struct drawing drawing = {
        .layout = &layout,
        .svg = svg_begin(layout.width, layout.height,
                         scene->title[0] != '\0' ? scene->title : scene->id, description.bytes),
    };
    draw_all(&drawing);
    svg_end(drawing.svg, out);
    text_free(&description);
    layout_free(&layout);
}
