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

void edits_apply(const struct edits *edits, const struct text *from, struct text *to)
{
    size_t at = 0;
    text_reset(to);
    for (size_t i = 0; i < edits->count; i++) {
        const struct edit *edit = &edits->list[i];
        if (!edit_is_repeated(edits, i)) {
            text_append(to, from->bytes + at, edit->start - at);
            text_append_string(to, edit->with);
            at = edit->end;
        }
    }
    text_append(to, from->bytes + at, from->length - at);
}

size_t edits_moved(const struct edits *edits, size_t offset)
{
    size_t to = offset;
    for (size_t i = 0; i < edits->count && edits->list[i].end <= offset; i++) {
        if (!edit_is_repeated(edits, i)) {
            const struct edit *edit = &edits->list[i];
            to = to + strlen(edit->with) - (edit->end - edit->start);
        }
    }
    return to;
}

void edits_free(struct edits *edits)
{
    for (size_t i = 0; i < edits->count; i++) {
        free(edits->list[i].with);
    }
    free(edits->list);
    *edits = (struct edits){0};
}
