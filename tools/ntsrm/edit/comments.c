/* To what the comments of a file belong. They are dealt out in the order of the file. */
#include "ntsrm/edit/manuscript.h"

struct dealing {
    struct manuscript *manuscript;
    uint32_t next; /* the first comment that belongs to nothing yet */
};

static const struct comment *next_comment(const struct dealing *dealing)
{
    const struct manuscript *manuscript = dealing->manuscript;
    return dealing->next < manuscript->comment_count ? &manuscript->comment[dealing->next] : NULL;
}

static bool comes_before(const struct dealing *dealing, size_t offset)
{
    const struct comment *comment = next_comment(dealing);
    return comment != NULL && comment->start < offset;
}

static void lead_take(struct dealing *dealing, struct piece *entry, size_t end)
{
    if (entry->lead_count == 0) {
        entry->lead = dealing->next;
    }
    while (comes_before(dealing, end)) {
        dealing->next++;
        entry->lead_count++;
    }
}

/* One that stands behind something, in the same line. */
static void trail_take(struct dealing *dealing, struct piece *piece, size_t end)
{
    const struct manuscript *manuscript = dealing->manuscript;
    const struct comment *comment = next_comment(dealing);
    if (comment == NULL || comment->own_line || comment->start >= end) {
        return;
    }
    const char *to = manuscript->bytes + comment->start;
    for (const char *at = manuscript->bytes + piece->end; at < to; at++) {
        if (line_break_length(at, to) > 0) {
            return;
        }
    }
    piece->trail = dealing->next++;
}

static bool holds_block(const struct manuscript *manuscript, const struct node *node)
{
    return node->kind != NODE_SCALAR && is_block(manuscript, node);
}

static void collection_deal(struct dealing *dealing, const struct node *collection, size_t end);

/* An entry; from `end` on, comments are not its own. */
static void entry_deal(struct dealing *dealing, const struct node *entry, const struct node *value,
                       size_t end)
{
    const struct manuscript *manuscript = dealing->manuscript;
    struct piece *first = piece_of(manuscript, entry);
    struct piece *last = piece_of(manuscript, value);
    bool block = holds_block(manuscript, value);
    lead_take(dealing, first, first->start);
    if (value != entry && block) {
        trail_take(dealing, first, last->start);
    } else if (value != entry && !node_is_absent(value)) {
        lead_take(dealing, first, last->start);
    }
    if (value->kind != NODE_SCALAR) {
        collection_deal(dealing, value, block ? end : last->end);
    }
    if (!block) {
        trail_take(dealing, last, end);
    }
}

/* What is left at the end of a collection; in block style, if it is indented as the entries. */
static void foot_take(struct dealing *dealing, const struct node *collection, uint32_t outer,
                      size_t end)
{
    struct piece *piece = piece_of(dealing->manuscript, collection);
    bool block = piece->style == PIECE_BLOCK;
    piece->foot = dealing->next;
    while (comes_before(dealing, end)) {
        uint32_t column = next_comment(dealing)->column + 1;
        if (block && (column < collection->column || column <= outer)) {
            return;
        }
        dealing->next++;
        piece->foot_count++;
    }
}

/* The column of the collection around, from 1: a list may stand right under its key. */
static uint32_t outer_column(const struct manuscript *manuscript, const struct node *collection)
{
    if (collection->depth == 0 || collection->kind != NODE_SEQUENCE) {
        return 0;
    }
    const struct node *key = collection - 1;
    return key->kind == NODE_SCALAR && key->depth == collection->depth &&
                   !piece_of(manuscript, key)->multiline
               ? key->column
               : 0;
}

static void collection_deal(struct dealing *dealing, const struct node *collection, size_t end)
{
    const struct manuscript *manuscript = dealing->manuscript;
    const struct nodes *nodes = &manuscript->nodes;
    const struct node *stop = node_end(nodes, collection);
    for (const struct node *entry = node_first(collection); entry != stop;) {
        const struct node *value =
            collection->kind == NODE_MAPPING ? node_next(nodes, entry) : entry;
        const struct node *next = node_next(nodes, value);
        entry_deal(dealing, entry, value, next != stop ? piece_of(manuscript, next)->start : end);
        entry = next;
    }
    foot_take(dealing, collection, outer_column(manuscript, collection), end);
}

/* What stands behind a root in flow style is in its foot too. */
static void root_deal(struct dealing *dealing, const struct node *root, size_t end)
{
    struct piece *piece = piece_of(dealing->manuscript, root);
    bool flow = piece->style == PIECE_FLOW;
    collection_deal(dealing, root, flow ? piece->end : end);
    while (flow && comes_before(dealing, end)) {
        dealing->next++;
        piece->foot_count++;
    }
}

/* Comments that an empty line sets off from the first entry are the document's. */
static void head_take(struct manuscript *manuscript, const struct node *root)
{
    struct piece *first = root->count > 0 ? piece_of(manuscript, node_first(root)) : NULL;
    if (first == NULL) {
        return;
    }
    uint32_t count = first->after_blank ? first->lead_count : 0;
    for (uint32_t i = first->lead_count; i-- > 1 && count == 0;) {
        count = manuscript->comment[first->lead + i].after_blank ? i : 0;
    }
    struct piece *piece = piece_of(manuscript, root);
    piece->lead = first->lead;
    piece->lead_count = count;
    first->lead += count;
    first->lead_count -= count;
}

void manuscript_attach(struct manuscript *manuscript)
{
    struct dealing dealing = {.manuscript = manuscript};
    for (uint32_t i = 0; i < manuscript->nodes.root_count; i++) {
        const struct node *root = node_root(&manuscript->nodes, i);
        size_t end = manuscript->document[i].end;
        if (root->kind != NODE_SCALAR) {
            root_deal(&dealing, root, end);
            head_take(manuscript, root);
            continue;
        }
        struct piece *piece = piece_of(manuscript, root);
        lead_take(&dealing, piece, piece->start);
        trail_take(&dealing, piece, end);
        foot_take(&dealing, root, 0, end);
    }
}
