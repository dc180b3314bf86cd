/*
 * A scenario file as somebody wrote it: its nodes, and for each of them where in the file it stands
 * and which comments belong to it. Nothing of the text is lost, so that it can be laid out anew or
 * changed in one place.
 *
 *   if (manuscript_read(&manuscript, name, bytes, length))
 *       ... manuscript.nodes, manuscript.piece[node] ...
 *
 * A comment on a line of its own belongs to the entry of a mapping or list that follows it (lead),
 * or, where none follows and it is indented like one, to the end of the list (foot). A comment
 * behind something belongs to what it stands behind (trail).
 *
 * Offsets are bytes from the begin of the text, which begins after a byte order mark. A zeroed
 * struct can be read into, again and again.
 */
#ifndef NTSRM_TOOLS_NTSRM_EDIT_MANUSCRIPT_H
#define NTSRM_TOOLS_NTSRM_EDIT_MANUSCRIPT_H

#include "scenario/nodes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct comment {
    size_t start, end; /* from '#' to before the blanks at the end */
    uint32_t column;   /* from 0 */
    bool own_line;     /* nothing but blanks stands before it */
    bool after_blank;  /* there is an empty line before its own */
};

enum piece_style {
    PIECE_PLAIN,
    PIECE_SINGLE, /* quotes */
    PIECE_DOUBLE,
    PIECE_BLOCK_SCALAR, /* | or > */
    PIECE_BLOCK,
    PIECE_FLOW,
};

#define NO_COMMENT UINT32_MAX

/* Of each node what the node does not say. */
struct piece {
    size_t start, end; /* of a block collection: where its last part ends */
    uint8_t style;     /* enum piece_style */
    bool multiline;
    bool after_blank;          /* an empty line stands before its line */
    uint32_t lead, lead_count; /* of a document's root: those that are about all of it */
    uint32_t foot, foot_count; /* of a collection */
    uint32_t trail; /* comment; of a key: one between it and a block collection. Or NO_COMMENT */
};

struct manuscript_document {
    size_t start;     /* of its first directive, "---" or content */
    size_t end;       /* where the next one starts */
    int major, minor; /* of its %YAML directive; 0 without one */
};

struct line {
    size_t start;
    bool blank; /* nothing but blanks is in it */
};

struct manuscript {
    const char *bytes; /* borrowed */
    size_t length;
    struct nodes nodes;
    struct diagnostics diagnostics;
    struct piece *piece; /* one for each node */
    struct manuscript_document *document;
    struct comment *comment;
    uint32_t comment_count;
    struct line *line;
    uint32_t line_count;

    /* Private. */
    uint32_t line_capacity;
    size_t piece_capacity, document_capacity, comment_capacity;
};

/* False if the bytes are nothing that the scenario language could read; see the diagnostics. The
 * name and the bytes must live as long as the manuscript is used. */
bool manuscript_read(struct manuscript *manuscript, const char *name, const char *bytes,
                     size_t length);
void manuscript_free(struct manuscript *manuscript);

/* How many bytes of a line's end stand there; 0 for anything else. */
size_t line_break_length(const char *at, const char *end);

/* How many code points there are. */
uint32_t text_count(const char *text, size_t length);

/* The line, from 0, in which a byte stands. */
uint32_t manuscript_line(const struct manuscript *manuscript, size_t offset);

static inline uint32_t node_number(const struct manuscript *manuscript, const struct node *node)
{
    return (uint32_t)(node - manuscript->nodes.node);
}

static inline struct piece *piece_of(const struct manuscript *manuscript, const struct node *node)
{
    return &manuscript->piece[node_number(manuscript, node)];
}

static inline bool is_block(const struct manuscript *manuscript, const struct node *node)
{
    return piece_of(manuscript, node)->style == PIECE_BLOCK;
}

/* Finds out to what comments belong; part of manuscript_read. */
void manuscript_attach(struct manuscript *manuscript);

#endif
