/*
 * The canonical layout of a scenario file, docs/fmt.md: the same documents, comments and choice of
 * style, written as all files of the corpus are.
 *
 * What was laid out is read again and compared, so that a file never comes back as another one.
 */
#ifndef NTSRM_TOOLS_NTSRM_EDIT_CANONICAL_H
#define NTSRM_TOOLS_NTSRM_EDIT_CANONICAL_H

#include "ntsrm/edit/manuscript.h"

#define CANONICAL_WIDTH 120U

enum canonical_result {
    CANONICAL_MADE,
    CANONICAL_INVALID, /* nothing that the language could read; the diagnostics say why */
    CANONICAL_LOST,    /* the layout would have changed what the file says */
};

/* Appends the canonical text. The manuscript is what was read of the bytes; it is the caller's. */
enum canonical_result canonical_make(struct manuscript *manuscript, const char *name,
                                     const char *bytes, size_t length, struct text *text);

/* Do both say the same, with the same comments? Keys of scenarios and steps may have moved. */
bool manuscripts_agree(const struct manuscript *a, const struct manuscript *b);

#endif
