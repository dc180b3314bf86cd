/* What people wrote under each other stays under each other: parts of entries in lines that follow
 * each other, which began in the same column with a wider gap than needed before one of them. */
#include "ntsrm/edit/canonical_private.h"

#include <stdlib.h>
#include <string.h>

void gap_note(struct layout *layout, const struct gap *gap, size_t source_end, size_t source_start,
              uint32_t natural)
{
    const struct manuscript *manuscript = layout->manuscript;
    uint32_t line = manuscript_line(manuscript, source_start);
    if (source_end > source_start || line != manuscript_line(manuscript, source_end)) {
        return; /* another line in the source */
    }
    if (layout->gap_count == layout->gap_capacity) {
        layout->gap_capacity = layout->gap_capacity * 2 + 64;
        layout->gaps = memory_resize(layout->gaps, layout->gap_capacity * sizeof *layout->gaps);
    }
    struct gap *noted = &layout->gaps[layout->gap_count++];
    *noted = *gap;
    size_t line_start = manuscript->line[line].start;
    noted->source_line = line;
    noted->source_column = text_count(manuscript->bytes + line_start, source_start - line_start);
    noted->wide = source_start - source_end > natural;
    noted->offset = layout->out->length;
    noted->line = layout->line;
    noted->column = layout->column;
    noted->width = WIDTH_NONE;
}

/* The entry ends; only if it was one line, it can stand under others. */
void gaps_close(struct layout *layout, size_t first, uint32_t line)
{
    if (layout->line != line) {
        layout->gap_count = first;
    }
    for (size_t i = first; i < layout->gap_count; i++) {
        layout->gaps[i].width = layout->column;
    }
}

static int compare_slots(const void *a, const void *b)
{
    const struct gap *x = a, *y = b;
    if (x->parent != y->parent) {
        return x->parent < y->parent ? -1 : 1;
    }
    if (x->slot != y->slot) {
        return x->slot < y->slot ? -1 : 1;
    }
    return x->ordinal < y->ordinal ? -1 : x->ordinal > y->ordinal;
}

static bool stands_under(const struct gap *above, const struct gap *gap)
{
    return gap->parent == above->parent && gap->slot == above->slot &&
           gap->ordinal == above->ordinal + 1 && gap->line == above->line + 1 &&
           gap->source_line == above->source_line + 1 && gap->source_column == above->source_column;
}

/* shift: how far each line was moved before. A gap's offset is kept, its width becomes the pad. */
static void run_align(struct gap *run, size_t count, uint32_t *shift, uint32_t *pad)
{
    uint32_t target = 0;
    bool wide = false;
    for (size_t i = 0; i < count; i++) {
        uint32_t column = run[i].column + shift[run[i].line];
        target = column > target ? column : target;
        wide = wide || run[i].wide;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t more = target - run[i].column - shift[run[i].line];
        bool comment = run[i].parent == UINT32_MAX;
        wide = wide && (comment || run[i].width + shift[run[i].line] + more <= CANONICAL_WIDTH);
    }
    for (size_t i = 0; i < count; i++) {
        pad[i] = wide ? target - run[i].column - shift[run[i].line] : 0;
        shift[run[i].line] += pad[i];
    }
}

static int compare_offsets(const void *a, const void *b)
{
    const struct gap *x = a, *y = b;
    return x->offset < y->offset ? -1 : x->offset > y->offset;
}

/* Gaps whose width is the pad now. */
static void pads_insert(struct layout *layout, size_t pads)
{
    struct text *out = layout->out;
    qsort(layout->gaps, layout->gap_count, sizeof *layout->gaps, compare_offsets);
    size_t end = out->length;
    text_reserve(out, pads);
    out->length += pads;
    out->bytes[out->length] = '\0';
    for (size_t i = layout->gap_count; i-- > 0 && pads > 0;) {
        const struct gap *gap = &layout->gaps[i];
        memmove(out->bytes + gap->offset + pads, out->bytes + gap->offset, end - gap->offset);
        memset(out->bytes + gap->offset + pads - gap->width, ' ', gap->width);
        pads -= gap->width;
        end = gap->offset;
    }
}

void gaps_align(struct layout *layout)
{
    size_t pads = 0;
    uint32_t *shift = memory_resize(NULL, (layout->line + 1) * sizeof *shift);
    uint32_t *pad = memory_resize(NULL, (layout->gap_count + 1) * sizeof *pad);
    memset(shift, 0, (layout->line + 1) * sizeof *shift);
    if (layout->gap_count > 0) {
        qsort(layout->gaps, layout->gap_count, sizeof *layout->gaps, compare_slots);
    }
    for (size_t first = 0, next; first < layout->gap_count; first = next) {
        next = first + 1;
        while (next < layout->gap_count &&
               stands_under(&layout->gaps[next - 1], &layout->gaps[next])) {
            next++;
        }
        run_align(&layout->gaps[first], next - first, shift, pad + first);
    }
    for (size_t i = 0; i < layout->gap_count; i++) {
        layout->gaps[i].width = pad[i];
        pads += pad[i];
    }
    if (pads > 0) {
        pads_insert(layout, pads);
    }
    free(shift);
    free(pad);
}
