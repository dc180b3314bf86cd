/* What the parts of the layout share. */
#ifndef NTSRM_TOOLS_NTSRM_EDIT_CANONICAL_PRIVATE_H
#define NTSRM_TOOLS_NTSRM_EDIT_CANONICAL_PRIVATE_H

#include "ntsrm/edit/canonical.h"

/* A node that does not fit in one line whatever its length: it holds comments or lines. */
#define WIDTH_NONE UINT32_MAX

/* The gap before a part of an entry, which may be as wide as its neighbours' ask for. */
struct gap {
    uint32_t parent; /* the collection whose entries stand under each other; UINT32_MAX: comments */
    uint32_t slot;   /* which part of the entry, from the left */
    uint32_t ordinal; /* of the entry; of comments the line */
    uint32_t source_line, source_column;
    bool wide; /* in the source it was wider than it must be */
    size_t offset;
    uint32_t line, column; /* where the part stands with the least gap */
    uint32_t width;        /* of its line, without a comment; WIDTH_NONE: not a line of its own */
};

struct layout {
    const struct manuscript *manuscript;
    struct text *out;
    uint32_t line, column; /* of what comes next, from 0 */
    bool fixed_blanks;     /* empty lines that stand here belong to a scalar */
    uint32_t *width;       /* of each node in one line */
    bool *block;           /* is the collection written in block style? */
    struct text token;     /* scratch */
    struct gap *gaps;
    size_t gap_count, gap_capacity;
};

/* Writing, within a line and to the next. */
void put(struct layout *layout, const char *bytes, size_t length);
void put_string(struct layout *layout, const char *string);
void put_line(struct layout *layout);
void put_blanks(struct layout *layout, uint32_t count);
void put_comment(struct layout *layout, uint32_t comment);
/* The comment behind a piece, if it has one; true then. */
bool put_trail(struct layout *layout, const struct piece *piece);

/* canonical_scalar.c */
/* A scalar in one line; false if it is written over several. As a key it never is. */
bool scalar_token(const struct manuscript *manuscript, const struct node *node, bool key,
                  struct text *token);
/* The lines of one that has several. indent: the column of the collection that holds it. */
void scalar_lines(struct layout *layout, const struct node *node, uint32_t indent);

/* canonical_flow.c */
void widths_find(struct layout *layout);
/* A scalar or a collection in flow style, behind which so many characters must stand yet. */
void flow_put(struct layout *layout, const struct node *node, uint32_t indent, uint32_t reserve);
/* The same in one line, its gaps noted as those of that entry. */
void flow_put_aligned(struct layout *layout, const struct node *node, uint32_t indent,
                      const struct gap *entry);

/* canonical_align.c */
void gap_note(struct layout *layout, const struct gap *gap, size_t source_end, size_t source_start,
              uint32_t natural);
void gaps_close(struct layout *layout, size_t first, uint32_t line);
void gaps_align(struct layout *layout);

#endif
