#include "ntsrm/edit/canonical_private.h"

#include "scenario/keys.h"

#include <stdlib.h>
#include <string.h>

/* ---- writing ---- */

void put(struct layout *layout, const char *bytes, size_t length)
{
    text_append(layout->out, bytes, length);
    layout->column += text_count(bytes, length);
    layout->fixed_blanks = false;
}

void put_string(struct layout *layout, const char *string)
{
    put(layout, string, strlen(string));
}

void put_line(struct layout *layout)
{
    text_append_string(layout->out, "\n");
    layout->column = 0;
    layout->line++;
}

void put_blanks(struct layout *layout, uint32_t count)
{
    while (layout->column < count) {
        put_string(layout, " ");
    }
}

void put_comment(struct layout *layout, uint32_t comment)
{
    const struct comment *found = &layout->manuscript->comment[comment];
    put(layout, layout->manuscript->bytes + found->start, found->end - found->start);
}

/* Two blanks, or under the one above if it stood there. */
bool put_trail(struct layout *layout, const struct piece *piece)
{
    if (piece->trail == NO_COMMENT) {
        return false;
    }
    const struct comment *comment = &layout->manuscript->comment[piece->trail];
    put_string(layout, "  ");
    gap_note(layout, &(struct gap){.parent = UINT32_MAX, .ordinal = layout->line}, piece->end,
             comment->start, 2);
    put_comment(layout, piece->trail);
    return true;
}

/* ---- order ---- */

/* The key's place in the table, or KEY_COUNT. */
static unsigned key_rank(const struct node *key, enum word_space space, unsigned begin)
{
    for (unsigned id = begin; id < KEY_COUNT && key_at((enum key_id)id)->space == space; id++) {
        if (node_is(key, key_at((enum key_id)id)->text)) {
            return id;
        }
    }
    return KEY_COUNT;
}

struct ordered {
    const struct node *entry;
    unsigned rank;
};

/* The entries of a mapping whose keys have an order, if all of them are known. */
static void entries_order(struct ordered *entries, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (entries[i].rank == KEY_COUNT) {
            return;
        }
    }
    for (uint32_t i = 1; i < count; i++) {
        struct ordered moved = entries[i];
        uint32_t to = i;
        for (; to > 0 && entries[to - 1].rank > moved.rank; to--) {
            entries[to] = entries[to - 1];
        }
        entries[to] = moved;
    }
}

/* ---- block style ---- */

enum role {
    ROLE_OTHER,
    ROLE_DOCUMENT,
    ROLE_STEPS,
    ROLE_STEP,
};

static void block_put(struct layout *layout, const struct node *node, uint32_t indent,
                      enum role role);

static bool prints_block(const struct layout *layout, const struct node *node)
{
    return layout->block[node_number(layout->manuscript, node)];
}

/* Comments before an entry, each on its line; the entry begins in the same column then. */
static void leads_put(struct layout *layout, const struct piece *piece, uint32_t indent)
{
    for (uint32_t i = 0; i < piece->lead_count; i++) {
        const struct comment *comment = &layout->manuscript->comment[piece->lead + i];
        if (comment->after_blank && i > 0) {
            put_line(layout);
        }
        put_blanks(layout, indent);
        put_comment(layout, piece->lead + i);
        put_line(layout);
    }
}

static void feet_put(struct layout *layout, const struct node *node, uint32_t indent)
{
    const struct piece *piece = piece_of(layout->manuscript, node);
    for (uint32_t i = 0; i < piece->foot_count; i++) {
        if (layout->manuscript->comment[piece->foot + i].after_blank && !layout->fixed_blanks &&
            layout->line > 0) {
            put_line(layout);
        }
        put_blanks(layout, indent);
        put_comment(layout, piece->foot + i);
        put_line(layout);
    }
}

/* Steps and cases stand apart; what is said about the scenario as a whole stands together. */
static bool wants_blank(const struct piece *piece, const struct manuscript *manuscript,
                        enum role role, unsigned rank)
{
    bool blank = piece->after_blank;
    if (piece->lead_count > 0) {
        blank = manuscript->comment[piece->lead].after_blank;
    }
    if (role != ROLE_DOCUMENT || rank == KEY_COUNT) {
        return blank;
    }
    if (rank == KEY_DOCUMENT_steps || rank == KEY_DOCUMENT_cases) {
        return true;
    }
    return blank && (rank > KEY_DOCUMENT_use || piece->lead_count > 0);
}

/* The empty line before an entry, and its comments. */
static void entry_begin(struct layout *layout, const struct node *entry, uint32_t indent,
                        bool first, enum role role, unsigned rank)
{
    const struct piece *piece = piece_of(layout->manuscript, entry);
    if (!first && !layout->fixed_blanks && wants_blank(piece, layout->manuscript, role, rank)) {
        put_line(layout);
    }
    leads_put(layout, piece, indent);
    if (piece->lead_count > 0 && piece->after_blank) {
        put_line(layout);
    }
}

static void value_put(struct layout *layout, const struct node *key, const struct node *value,
                      uint32_t indent, const struct gap *gap, enum role role)
{
    const struct piece *first = piece_of(layout->manuscript, key);
    const struct piece *last = piece_of(layout->manuscript, value);
    if (prints_block(layout, value)) {
        if (!put_trail(layout, first)) {
            put_trail(layout, last); /* was in flow style */
        }
        put_line(layout);
        block_put(layout, value, indent + 2, role);
        return;
    }
    size_t gaps = layout->gap_count;
    uint32_t line = layout->line;
    if (!node_is_absent(value)) {
        put_string(layout, " ");
        gap_note(layout, gap, first->end + 1, last->start, 1);
        flow_put_aligned(layout, value, indent, gap);
    }
    gaps_close(layout, gaps, line);
    put_trail(layout, last);
    put_line(layout);
}

static enum role role_of_value(enum role role, unsigned rank)
{
    return role == ROLE_DOCUMENT && rank == KEY_DOCUMENT_steps ? ROLE_STEPS : ROLE_OTHER;
}

/* The entries of a mapping as they are written. */
static struct ordered *entries_of(const struct layout *layout, const struct node *node,
                                  enum role role)
{
    const struct nodes *nodes = &layout->manuscript->nodes;
    struct ordered *entries = memory_resize(NULL, (node->count + 1) * sizeof *entries);
    uint32_t count = 0;
    const struct node *end = node_end(nodes, node);
    for (const struct node *key = node_first(node); key != end; key = node_next(nodes, key + 1)) {
        unsigned rank = role == ROLE_DOCUMENT ? key_rank(key, SPACE_DOCUMENT, KEY_BEGIN_DOCUMENT)
                        : role == ROLE_STEP   ? key_rank(key, SPACE_STEP, KEY_BEGIN_STEP)
                                              : KEY_COUNT;
        entries[count++] = (struct ordered){.entry = key, .rank = rank};
    }
    entries_order(entries, count);
    return entries;
}

static void mapping_put(struct layout *layout, const struct node *node, uint32_t indent,
                        enum role role)
{
    struct ordered *entries = entries_of(layout, node, role);
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node *key = entries[i].entry;
        struct gap gap = {.parent = node_number(layout->manuscript, node), .ordinal = i};
        if (i > 0 || layout->column == 0) {
            entry_begin(layout, key, indent, i == 0, role, entries[i].rank);
            put_blanks(layout, indent);
        }
        text_reset(&layout->token);
        scalar_token(layout->manuscript, key, true, &layout->token);
        put(layout, layout->token.bytes, layout->token.length);
        put_string(layout, ":");
        value_put(layout, key, key + 1, indent, &gap, role_of_value(role, entries[i].rank));
    }
    free(entries);
}

/* Where an entry of a list begins with a list or mapping, that one's first comments. */
static void inner_leads_put(struct layout *layout, const struct node *entry, uint32_t indent,
                            enum role role)
{
    for (; prints_block(layout, entry); role = ROLE_OTHER) {
        const struct node *first = node_first(entry);
        if (entry->kind == NODE_MAPPING) {
            struct ordered *entries = entries_of(layout, entry, role);
            first = entries[0].entry;
            free(entries);
        }
        entry = first;
        leads_put(layout, piece_of(layout->manuscript, entry), indent);
    }
}

static void sequence_put(struct layout *layout, const struct node *node, uint32_t indent,
                         enum role role)
{
    const struct nodes *nodes = &layout->manuscript->nodes;
    const struct node *end = node_end(nodes, node);
    const enum role inner = role == ROLE_STEPS ? ROLE_STEP : ROLE_OTHER;
    uint32_t ordinal = 0;
    for (const struct node *entry = node_first(node); entry != end; ordinal++) {
        const struct piece *piece = piece_of(layout->manuscript, entry);
        if (ordinal > 0 || layout->column == 0) {
            entry_begin(layout, entry, indent, ordinal == 0, ROLE_OTHER, KEY_COUNT);
            if (prints_block(layout, entry) && piece->trail != NO_COMMENT) {
                put_blanks(layout, indent);
                put_comment(layout, piece->trail);
                put_line(layout);
            }
            inner_leads_put(layout, entry, indent, inner);
        }
        put_blanks(layout, indent);
        put_string(layout, "-");
        if (prints_block(layout, entry)) {
            put_string(layout, " ");
            block_put(layout, entry, indent + 2, inner);
        } else {
            size_t gaps = layout->gap_count;
            uint32_t line = layout->line;
            struct gap gap = {.parent = node_number(layout->manuscript, node), .ordinal = ordinal};
            put_string(layout, node_is_absent(entry) ? "" : " ");
            flow_put_aligned(layout, entry, indent, &gap);
            gaps_close(layout, gaps, line);
            put_trail(layout, piece);
            put_line(layout);
        }
        entry = node_next(nodes, entry);
    }
}

static void block_put(struct layout *layout, const struct node *node, uint32_t indent,
                      enum role role)
{
    if (node->kind == NODE_MAPPING) {
        mapping_put(layout, node, indent, role);
    } else {
        sequence_put(layout, node, indent, role);
    }
    feet_put(layout, node, indent);
}

/* ---- which collections are in block style ---- */

#define STEP_INDENT 4U

static void step_choose(struct layout *layout, const struct node *step)
{
    uint32_t number = node_number(layout->manuscript, step);
    if (step->kind == NODE_MAPPING && step->count > 0 &&
        (layout->width[number] == WIDTH_NONE ||
         layout->width[number] > CANONICAL_WIDTH - STEP_INDENT)) {
        layout->block[number] = true;
    }
}

/* The scenario, its steps and its cases; a step that is no line. */
static void document_choose(struct layout *layout, const struct node *root)
{
    const struct nodes *nodes = &layout->manuscript->nodes;
    if (root->count > 0) {
        layout->block[node_number(layout->manuscript, root)] = true;
    }
    const struct node *end = node_end(nodes, root);
    for (const struct node *key = node_first(root); root->kind == NODE_MAPPING && key != end;
         key = node_next(nodes, key + 1)) {
        const struct node *value = key + 1;
        bool steps = node_is(key, key_at(KEY_DOCUMENT_steps)->text);
        if (value->kind != NODE_SEQUENCE || value->count == 0 ||
            (!steps && !node_is(key, key_at(KEY_DOCUMENT_cases)->text))) {
            continue;
        }
        layout->block[node_number(layout->manuscript, value)] = true;
        const struct node *last = node_end(nodes, value);
        for (const struct node *step = node_first(value); steps && step != last;
             step = node_next(nodes, step)) {
            step_choose(layout, step);
        }
    }
}

static void blocks_choose(struct layout *layout)
{
    const struct nodes *nodes = &layout->manuscript->nodes;
    for (uint32_t i = 0; i < nodes->count; i++) {
        layout->block[i] =
            layout->manuscript->piece[i].style == PIECE_BLOCK && nodes->node[i].count > 0;
    }
    for (uint32_t i = 0; i < nodes->root_count; i++) {
        document_choose(layout, node_root(nodes, i));
    }
}

/* ---- documents ---- */

static void document_put(struct layout *layout, uint32_t number)
{
    const struct manuscript *manuscript = layout->manuscript;
    const struct node *root = node_root(&manuscript->nodes, number);
    const struct piece *piece = piece_of(manuscript, root);
    const struct manuscript_document *document = &manuscript->document[number];
    if (document->major > 0) {
        text_append_format(layout->out, "%s%%YAML %d.%d\n", number > 0 ? "...\n" : "",
                           document->major, document->minor);
        layout->line += number > 0 ? 2 : 1;
    }
    if (number > 0 || document->major > 0) {
        put_string(layout, "---");
        put_line(layout);
    }
    leads_put(layout, piece, 0);
    if (prints_block(layout, root)) {
        if (piece->lead_count > 0) {
            put_line(layout);
        }
        block_put(layout, root, 0, ROLE_DOCUMENT);
        return;
    }
    flow_put(layout, root, 0, 0);
    put_trail(layout, piece);
    put_line(layout);
    if (root->kind == NODE_SCALAR) {
        feet_put(layout, root, 0);
    }
}

static void lay_out(const struct manuscript *manuscript, struct text *text)
{
    uint32_t count = manuscript->nodes.count;
    struct layout layout = {
        .manuscript = manuscript,
        .out = text,
        .width = memory_resize(NULL, count * sizeof *layout.width),
        .block = memory_resize(NULL, count * sizeof *layout.block),
    };
    widths_find(&layout);
    blocks_choose(&layout);
    for (uint32_t i = 0; i < manuscript->nodes.root_count; i++) {
        document_put(&layout, i);
    }
    gaps_align(&layout);
    free(layout.width);
    free(layout.block);
    free(layout.gaps);
    text_free(&layout.token);
}

enum canonical_result canonical_make(struct manuscript *manuscript, const char *name,
                                     const char *bytes, size_t length, struct text *text)
{
    if (!manuscript_read(manuscript, name, bytes, length)) {
        return CANONICAL_INVALID;
    }
    struct text made = {0};
    struct manuscript again = {0};
    lay_out(manuscript, &made);
    bool same = manuscript_read(&again, name, made.bytes, made.length) &&
                manuscripts_agree(manuscript, &again);
    if (same) {
        text_append(text, made.bytes, made.length);
    }
    manuscript_free(&again);
    text_free(&made);
    return same ? CANONICAL_MADE : CANONICAL_LOST;
}
