#include "ntsrm/edit/edits.h"

#include <stdlib.h>
#include <string.h>

void edits_add(struct edits *edits, size_t start, size_t end, char *with, size_t wish)
{
    if (edits->count == edits->capacity) {
        edits->capacity = edits->capacity * 2 + 16;
        edits->list = memory_resize(edits->list, edits->capacity * sizeof *edits->list);
    }
    edits->list[edits->count++] =
        (struct edit){.start = start, .end = end, .with = with, .wish = wish};
}

static int compare_edits(const void *a, const void *b)
{
    const struct edit *x = a, *y = b;
    if (x->start != y->start) {
        return x->start < y->start ? -1 : 1;
    }
    return x->end > y->end ? -1 : x->end < y->end;
}

void edits_sort(struct edits *edits)
{
    if (edits->count > 0) {
        qsort(edits->list, edits->count, sizeof *edits->list, compare_edits);
    }
}

bool edit_is_repeated(const struct edits *edits, size_t index)
{
    return index > 0 && edits->list[index - 1].start == edits->list[index].start;
}

void edits_apply(struct edits *edits, const struct text *from, struct text *to)
{
    size_t at = 0;
    text_reset(to);
    for (size_t i = 0; i < edits->count; i++) {
        struct edit *edit = &edits->list[i];
        if (edit_is_repeated(edits, i)) {
            edit->to = edit[-1].to;
            continue;
        }
        text_append(to, from->bytes + at, edit->start - at);
        edit->to = to->length;
        text_append_string(to, edit->with);
        at = edit->end;
    }
    text_append(to, from->bytes + at, from->length - at);
}

size_t edits_moved(const struct edits *edits, size_t offset)
{
    size_t low = 0, high = edits->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (edits->list[middle].end <= offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == 0) {
        return offset;
    }
    const struct edit *before = &edits->list[low - 1];
    return before->to + strlen(before->with) + (offset - before->end);
}

void edits_free(struct edits *edits)
{
    for (size_t i = 0; i < edits->count; i++) {
        free(edits->list[i].with);
    }
    free(edits->list);
    *edits = (struct edits){0};
}
