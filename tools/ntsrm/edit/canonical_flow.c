/* Collections in flow style: in one line if they fit, else line by line behind the bracket. */
#include "ntsrm/edit/canonical_private.h"

static uint32_t width_add(uint32_t a, uint32_t b)
{
    return a == WIDTH_NONE || b == WIDTH_NONE || a + b < a ? WIDTH_NONE : a + b;
}

static bool has_comments(const struct piece *piece)
{
    return piece->lead_count > 0 || piece->foot_count > 0 || piece->trail != NO_COMMENT;
}

static uint32_t scalar_width(struct layout *layout, const struct node *node, bool key)
{
    text_reset(&layout->token);
    bool fits = scalar_token(layout->manuscript, node, key, &layout->token);
    return fits ? text_count(layout->token.bytes, layout->token.length) : WIDTH_NONE;
}

/* Of an entry: "key: value", "key" where there is no value, or an element. */
static uint32_t entry_width(const struct layout *layout, const struct node *entry,
                            const struct node *value)
{
    uint32_t first = layout->width[node_number(layout->manuscript, entry)];
    if (value == entry || node_is_absent(value)) {
        return first;
    }
    return width_add(width_add(first, 2), layout->width[node_number(layout->manuscript, value)]);
}

static const struct node *value_of(const struct layout *layout, const struct node *collection,
                                   const struct node *entry)
{
    return collection->kind == NODE_MAPPING ? node_next(&layout->manuscript->nodes, entry) : entry;
}

static uint32_t collection_width(struct layout *layout, const struct node *node)
{
    const struct nodes *nodes = &layout->manuscript->nodes;
    uint32_t width = 2;
    const struct node *end = node_end(nodes, node);
    for (const struct node *entry = node_first(node); entry != end;) {
        const struct node *value = value_of(layout, node, entry);
        if (value != entry) {
            layout->width[node_number(layout->manuscript, entry)] =
                scalar_width(layout, entry, true);
        }
        bool comments = has_comments(piece_of(layout->manuscript, entry)) ||
                        has_comments(piece_of(layout->manuscript, value));
        width = width_add(width, comments ? WIDTH_NONE : entry_width(layout, entry, value));
        entry = node_next(nodes, value);
        width = width_add(width, entry != end ? 2 : 0);
    }
    return piece_of(layout->manuscript, node)->foot_count > 0 ? WIDTH_NONE : width;
}

/* Children follow their parents, so that all is known of them when going backwards. */
void widths_find(struct layout *layout)
{
    const struct nodes *nodes = &layout->manuscript->nodes;
    for (uint32_t i = nodes->count; i-- > 0;) {
        const struct node *node = &nodes->node[i];
        layout->width[i] = node->kind == NODE_SCALAR ? scalar_width(layout, node, false)
                                                     : collection_width(layout, node);
    }
}

static void entry_put(struct layout *layout, const struct node *entry, const struct node *value,
                      uint32_t reserve)
{
    if (value != entry) {
        text_reset(&layout->token);
        scalar_token(layout->manuscript, entry, true, &layout->token);
        put(layout, layout->token.bytes, layout->token.length);
        if (node_is_absent(value)) {
            return;
        }
        put_string(layout, ": ");
    }
    flow_put(layout, value, layout->column, reserve);
}

static bool fits(const struct layout *layout, uint32_t width, uint32_t reserve)
{
    return width_add(layout->column, width_add(width, reserve)) <= CANONICAL_WIDTH;
}

static void lead_put(struct layout *layout, const struct piece *piece, uint32_t column)
{
    for (uint32_t i = 0; i < piece->lead_count; i++) {
        put_line(layout);
        put_blanks(layout, column);
        put_comment(layout, piece->lead + i);
    }
    if (piece->lead_count > 0) {
        put_line(layout);
        put_blanks(layout, column);
    }
}

/* What comes before an entry: the begin of the list, a blank, or a line's end. */
static void entry_place(struct layout *layout, const struct piece *entry, uint32_t width,
                        uint32_t reserve, uint32_t column, bool must_break)
{
    if (entry->lead_count > 0) {
        lead_put(layout, entry, column);
    } else if (layout->column == column && !must_break) {
        return;
    } else if (!must_break && fits(layout, width, reserve + 1)) {
        put_string(layout, " ");
    } else {
        put_line(layout);
        put_blanks(layout, column);
    }
}

/* Did the author begin a line with this entry? */
static bool is_broken(const struct layout *layout, const struct node *before,
                      const struct node *entry)
{
    const struct manuscript *manuscript = layout->manuscript;
    return before != NULL && manuscript_line(manuscript, piece_of(manuscript, before)->end) !=
                                 manuscript_line(manuscript, piece_of(manuscript, entry)->start);
}

/* Are the author's lines good ones? Each entry is within a line, and none is too long. */
static bool keeps_lines(const struct layout *layout, const struct node *node, uint32_t reserve)
{
    const struct nodes *nodes = &layout->manuscript->nodes;
    const struct node *end = node_end(nodes, node), *before = NULL;
    uint32_t column = layout->column;
    bool any = false;
    for (const struct node *entry = node_first(node); entry != end;) {
        const struct node *value = value_of(layout, node, entry);
        const struct node *next = node_next(nodes, value);
        bool broken = is_broken(layout, before, entry);
        column = broken ? layout->column : width_add(column, before != NULL);
        column = width_add(column, width_add(entry_width(layout, entry, value), 1));
        if (width_add(column, next == end ? reserve : 0) > CANONICAL_WIDTH) {
            return false;
        }
        any = any || broken;
        before = value;
        entry = next;
    }
    return any;
}

static void fill(struct layout *layout, const struct node *node, uint32_t reserve)
{
    const struct nodes *nodes = &layout->manuscript->nodes;
    const struct piece *piece = piece_of(layout->manuscript, node);
    put_string(layout, node->kind == NODE_MAPPING ? "{" : "[");
    const uint32_t column = layout->column;
    const bool keep = keeps_lines(layout, node, reserve);
    const struct node *end = node_end(nodes, node), *before = NULL;
    bool must_break = false, commented = false;
    for (const struct node *entry = node_first(node); entry != end;) {
        const struct node *value = value_of(layout, node, entry);
        const struct node *next = node_next(nodes, value);
        uint32_t tail = next == end ? width_add(reserve, 1) : 1;
        entry_place(layout, piece_of(layout->manuscript, entry), entry_width(layout, entry, value),
                    tail, column, must_break || (keep && is_broken(layout, before, entry)));
        uint32_t line = layout->line;
        entry_put(layout, entry, value, tail);
        if (next != end) {
            put_string(layout, ",");
        }
        commented = put_trail(layout, piece_of(layout->manuscript, value));
        must_break = commented || layout->line != line;
        before = value;
        entry = next;
    }
    for (uint32_t i = 0; i < piece->foot_count; i++, commented = true) {
        put_line(layout);
        put_blanks(layout, column);
        put_comment(layout, piece->foot + i);
    }
    if (commented) {
        put_line(layout);
        put_blanks(layout, column - 1);
    }
    put_string(layout, node->kind == NODE_MAPPING ? "}" : "]");
}

/* In one line; the gaps before all entries but the first are noted. */
static void flat_put(struct layout *layout, const struct node *node, const struct gap *noted)
{
    const struct nodes *nodes = &layout->manuscript->nodes;
    if (node->kind == NODE_SCALAR) {
        text_reset(&layout->token);
        scalar_token(layout->manuscript, node, false, &layout->token);
        put(layout, layout->token.bytes, layout->token.length);
        return;
    }
    put_string(layout, node->kind == NODE_MAPPING ? "{" : "[");
    const struct node *end = node_end(nodes, node), *before = NULL;
    uint32_t slot = 0;
    for (const struct node *entry = node_first(node); entry != end; slot++) {
        const struct node *value = value_of(layout, node, entry);
        if (before != NULL) {
            put_string(layout, ", ");
        }
        if (before != NULL && noted != NULL) {
            struct gap gap = *noted;
            gap.slot = slot;
            /* The comma stands behind what is before. */
            gap_note(layout, &gap, piece_of(layout->manuscript, before)->end + 1,
                     piece_of(layout->manuscript, entry)->start, 1);
        }
        if (value != entry) {
            text_reset(&layout->token);
            scalar_token(layout->manuscript, entry, true, &layout->token);
            put(layout, layout->token.bytes, layout->token.length);
            put_string(layout, node_is_absent(value) ? "" : ": ");
        }
        if (!node_is_absent(value)) {
            flat_put(layout, value, NULL);
        }
        before = value;
        entry = node_next(nodes, value);
    }
    put_string(layout, node->kind == NODE_MAPPING ? "}" : "]");
}

void flow_put_aligned(struct layout *layout, const struct node *node, uint32_t indent,
                      const struct gap *entry)
{
    uint32_t width = layout->width[node_number(layout->manuscript, node)];
    if (fits(layout, width, 0)) {
        flat_put(layout, node, entry);
    } else {
        flow_put(layout, node, indent, 0);
    }
}

void flow_put(struct layout *layout, const struct node *node, uint32_t indent, uint32_t reserve)
{
    uint32_t width = layout->width[node_number(layout->manuscript, node)];
    if (width != WIDTH_NONE && (node->kind == NODE_SCALAR || fits(layout, width, reserve))) {
        flat_put(layout, node, NULL);
    } else if (node->kind == NODE_SCALAR) {
        scalar_lines(layout, node, indent);
    } else {
        fill(layout, node, reserve);
    }
}
