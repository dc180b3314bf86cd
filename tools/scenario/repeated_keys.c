#include "scenario/repeated_keys.h"

#include <stdlib.h>

/* Above this many keys, repeated ones are found by sorting instead of comparing each with each. */
#define KEYS_COMPARED_LIMIT 64U

static int keys_compare(const struct node *a, const struct node *b)
{
    if (a->hash != b->hash) {
        return a->hash < b->hash ? -1 : 1;
    }
    if (a->length != b->length) {
        return a->length < b->length ? -1 : 1;
    }
    return memcmp(a->text, b->text, a->length);
}

static int keys_order(const void *left, const void *right)
{
    const struct node *a = *(const struct node *const *)left;
    const struct node *b = *(const struct node *const *)right;
    int order = keys_compare(a, b);
    return order != 0 ? order : a < b ? -1 : a > b;
}

static void key_refuse(struct diagnostics *diagnostics, const struct node *first,
                       const struct node *again)
{
    diagnostic_add(diagnostics, SEVERITY_ERROR, node_place(again), node_width(again),
                   "the key '%s' is repeated; it stands in line %u already", again->text,
                   (unsigned)first->line);
    diagnostic_note(diagnostics, node_place(first), node_width(first), "first here");
}

static void few_compare(struct diagnostics *diagnostics, const struct node *const *keys,
                        uint32_t count)
{
    for (uint32_t again = 1; again < count; again++) {
        for (uint32_t first = 0; first < again; first++) {
            if (keys_compare(keys[first], keys[again]) == 0) {
                key_refuse(diagnostics, keys[first], keys[again]);
                break;
            }
        }
    }
}

static void many_compare(struct diagnostics *diagnostics, const struct node **keys, uint32_t count)
{
    qsort(keys, count, sizeof *keys, keys_order);
    uint32_t first = 0;
    for (uint32_t again = 1; again < count; again++) {
        if (keys_compare(keys[first], keys[again]) == 0) {
            key_refuse(diagnostics, keys[first], keys[again]);
        } else {
            first = again;
        }
    }
}

void repeated_keys_refuse(const struct nodes *nodes, const struct node *mapping,
                          struct diagnostics *diagnostics)
{
    const struct node *few[KEYS_COMPARED_LIMIT];
    bool many = mapping->count > KEYS_COMPARED_LIMIT;
    const struct node **keys = many ? memory_resize(NULL, mapping->count * sizeof *keys) : few;
    uint32_t count = 0;
    const struct node *key = node_first(mapping);
    for (uint32_t i = 0; i < mapping->count; i++) {
        if (key->kind == NODE_SCALAR) {
            keys[count++] = key;
        }
        key = node_next(nodes, node_next(nodes, key));
    }
    if (many) {
        many_compare(diagnostics, keys, count);
        free(keys);
    } else {
        few_compare(diagnostics, keys, count);
    }
}
