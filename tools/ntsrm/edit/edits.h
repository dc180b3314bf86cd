/*
 * Edits of a text: ranges of it that other texts replace. Sorted, none lies in another, and two of
 * the same range say the same.
 */
#ifndef NTSRM_TOOLS_NTSRM_EDIT_EDITS_H
#define NTSRM_TOOLS_NTSRM_EDIT_EDITS_H

#include "scenario/text.h"

#include <stdbool.h>
#include <stddef.h>

struct edit {
    size_t start, end;
    char *with;  /* owned */
    size_t wish; /* whose it is */
    size_t to;   /* where it begins in the edited text; of edits_apply */
};

struct edits {
    struct edit *list;
    size_t count, capacity;
};

/* Takes over the text. */
void edits_add(struct edits *edits, size_t start, size_t end, char *with, size_t wish);
void edits_sort(struct edits *edits);

/* Is it the same as the one before it? */
bool edit_is_repeated(const struct edits *edits, size_t index);

/* Replaces `to` with the edited text. */
void edits_apply(struct edits *edits, const struct text *from, struct text *to);
/* Where what stood at an offset stands in the edited text, which was made before. */
size_t edits_moved(const struct edits *edits, size_t offset);

void edits_free(struct edits *edits);

#endif
