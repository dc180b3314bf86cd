/*
 * One expectation that is to say what is: where it stands in the text, what it shall say, and the
 * edits that this takes; part of blessing.
 */
#ifndef NTSRM_TOOLS_NTSRM_EDIT_WISH_H
#define NTSRM_TOOLS_NTSRM_EDIT_WISH_H

#include "ntsrm/edit/edits.h"
#include "ntsrm/edit/manuscript.h"

#include "scenario/scenario.h"

enum wish_state {
    WISH_PARTS, /* only what differs in a mapping */
    WISH_WHOLE,
    WISH_DONE,
    WISH_REFUSED,
};

struct wish {
    size_t start;            /* of the expectation in the text */
    char *actual;            /* as the scenario language writes it */
    bool rule;               /* it is about a rule that was asked */
    struct place place, row; /* as they were when somebody wished; the row is that of the case */
    enum wish_state state;
    const char *why; /* it was refused */
};

/* What a finding says that it is, as an expectation; of a new handle nobody expects the number. ""
 * if nothing was compared. The caller frees it. */
char *wish_actual(const struct finding *finding);

/* Adds the edits that a wish takes; if there are none, it is refused. */
void wish_plan(struct edits *edits, struct wish *wish, size_t number,
               const struct manuscript *manuscript);
/* Byte offset of a place. */
size_t manuscript_offset(const struct manuscript *manuscript, struct place place);

#endif
