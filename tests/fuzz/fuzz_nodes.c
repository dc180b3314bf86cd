/*
 * Reads any bytes as a scenario file: nothing may crash, what is read must be a tree, and what is
 * printed must be safe for a terminal.
 */
#include "scenario/nodes.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* Returns the node after the subtree. */
static const struct node *tree_check(const struct nodes *nodes, const struct node *node, bool sound)
{
    const struct node *end = node_next(nodes, node);
    demand(end > node && end <= nodes->node + nodes->count);
    demand(!sound || strlen(node->text) == node->length);
    demand(word_hash(node->text, node->length) == node->hash || node->kind != NODE_SCALAR);
    demand(node->line > 0 && node->column > 0 && node_width(node) > 0);
    uint32_t count = 0;
    for (const struct node *child = node_first(node); child != end; count++) {
        bool is_key = node->kind == NODE_MAPPING && count % 2 == 0;
        demand(child < end && child->depth == node->depth + 1);
        demand(!is_key || !sound || child->kind == NODE_SCALAR);
        child = tree_check(nodes, child, sound);
    }
    demand(count == (node->kind == NODE_MAPPING ? 2 * node->count : node->count));
    return end;
}

static void printed_check(const struct text *text)
{
    for (size_t at = 0; at < text->length;) {
        uint32_t code;
        at += text_decode(text->bytes + at, text->length - at, &code);
        demand(code == '\n' || code == '\t' || (code >= 0x20 && code < 0x7F) ||
               (code >= 0xA0 && code != TEXT_INVALID));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct nodes nodes;
    static struct diagnostics diagnostics;
    static struct text out;
    enum read_result result =
        nodes_read_memory(&nodes, "fuzz.yaml", (const char *)data, size, &diagnostics);
    demand((result == READ_OK) == (diagnostics.errors == 0));
    demand(result != READ_OK || nodes.root_count > 0);
    uint32_t root = 0;
    for (uint32_t i = 0; i < nodes.root_count; i++) {
        demand(nodes.root[i] == root);
        const struct node *end = tree_check(&nodes, node_root(&nodes, i), result == READ_OK);
        root = (uint32_t)(end - nodes.node);
    }
    demand(root == nodes.count);
    text_reset(&out);
    diagnostics_print(&diagnostics, &out, false);
    demand((out.length > 0) == (diagnostics.errors > 0));
    printed_check(&out);
    return 0;
}
