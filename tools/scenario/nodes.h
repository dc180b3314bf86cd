/*
 * A YAML file as a flat array of nodes, made from libyaml's events.
 *
 * Children follow their parent in document order, a mapping's as key, value, key, value. So:
 *
 *   const struct node *end = node_end(nodes, mapping);
 *   for (const struct node *key = node_first(mapping); key != end;) {
 *       const struct node *value = node_next(nodes, key);
 *       ...
 *       key = node_next(nodes, value);
 *   }
 *
 * Only a part of YAML is the scenario language: keys are scalars and stand once in their mapping;
 * there are no anchors, aliases, tags and merge keys. All else is refused with a diagnostic.
 *
 * A zeroed struct can be read into; it is used again and again, each read forgets the file before.
 * The nodes, their texts and the diagnostics' source live until then.
 */
#ifndef NTSRM_TOOLS_SCENARIO_NODES_H
#define NTSRM_TOOLS_SCENARIO_NODES_H

#include "scenario/diagnostic.h"
#include "scenario/text.h"
#include "scenario/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define NODES_BYTES_LIMIT ((size_t)8 << 20)
#define NODES_COUNT_LIMIT 500000U
#define NODES_DEPTH_LIMIT 64U

enum node_kind {
    NODE_SCALAR,
    NODE_SEQUENCE,
    NODE_MAPPING,
};

struct node {
    uint8_t kind;   /* enum node_kind */
    uint8_t quoted; /* a scalar in quotes or a block scalar: never a number, a constant, NULL */
    uint16_t depth; /* a document's root has 0 */
    uint32_t line, column;
    uint32_t length;  /* of the text in bytes */
    const char *text; /* NUL-terminated, UTF-8 without control characters; "" unless a scalar */
    uint32_t hash;    /* word_hash of the text */
    uint32_t count;   /* entries of a sequence, pairs of a mapping */
    uint32_t next;    /* index of the node after this one and all below it */
};

struct nodes {
    struct node *node;
    uint32_t count;
    uint32_t *root; /* indices of the documents' roots */
    uint32_t root_count;

    /* Private. */
    uint32_t capacity, root_capacity;
    struct text source;
    char *texts;
    size_t texts_length, texts_capacity;
};

enum read_result {
    READ_OK,
    READ_INVALID, /* the file is wrong; documents that are whole are there, to find more in them */
    READ_IO,      /* the file could not be read */
};

/* Both begin `diagnostics` anew and fill them unless the result is READ_OK. Names are borrowed. */
enum read_result nodes_read_file(struct nodes *nodes, const char *path,
                                 struct diagnostics *diagnostics);
enum read_result nodes_read_memory(struct nodes *nodes, const char *name, const char *bytes,
                                   size_t length, struct diagnostics *diagnostics);

void nodes_free(struct nodes *nodes);

static inline const struct node *node_root(const struct nodes *nodes, uint32_t document)
{
    return &nodes->node[nodes->root[document]];
}

/* The node after this one and all below it. */
static inline const struct node *node_next(const struct nodes *nodes, const struct node *node)
{
    return &nodes->node[node->next];
}

/* The first child; equal to node_end if there is none. */
static inline const struct node *node_first(const struct node *node)
{
    return node + 1;
}

static inline const struct node *node_end(const struct nodes *nodes, const struct node *node)
{
    return node_next(nodes, node);
}

static inline struct place node_place(const struct node *node)
{
    return (struct place){.line = node->line, .column = node->column};
}

/* What stands behind "key:" and is not there. */
static inline bool node_is_absent(const struct node *node)
{
    return node->kind == NODE_SCALAR && node->length == 0 && !node->quoted;
}

static inline bool node_is(const struct node *node, const char *word)
{
    /* Most words differ in their first character, which is quicker seen than strcmp is called. */
    return node->kind == NODE_SCALAR && node->text[0] == word[0] && strcmp(node->text, word) == 0;
}

/* How many columns a scalar takes in the file, for a diagnostic's caret; 1 for other nodes. */
unsigned node_width(const struct node *node);

#endif
