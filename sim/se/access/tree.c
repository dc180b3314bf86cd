#include "se/access/tree.h"

#include <string.h>

uint32_t se_tree_find(const struct se_decision *decision, const GUID *type)
{
    const struct se_object_type *types = decision->request->types;
    uint32_t node = 0;

    if (!types)
        return decision->node_count;
    while (node < decision->node_count && memcmp(&types[node].type, type, sizeof *type) != 0)
        node++;
    return node;
}

/* The first node behind those below this one. */
static uint32_t end_below(const struct se_decision *decision, uint32_t node)
{
    const struct se_object_type *types = decision->request->types;
    uint32_t end = node + 1;

    while (end < decision->node_count && types[end].level > types[node].level)
        end++;
    return end;
}

/* Of a node that is not the root. */
static uint32_t parent_of(const struct se_decision *decision, uint32_t node)
{
    const struct se_object_type *types = decision->request->types;
    const USHORT level = types[node].level;

    while (types[node].level >= level)
        node--;
    return node;
}

/* What every node right below this one allows. */
static ACCESS_MASK allowed_by_children(const struct se_decision *decision, uint32_t node)
{
    const struct se_object_type *types = decision->request->types;
    const uint32_t end = end_below(decision, node);
    ACCESS_MASK allowed = ~(ACCESS_MASK)0;

    for (uint32_t i = node + 1; i < end; i++)
        if (types[i].level == types[node].level + 1)
            allowed &= decision->nodes[i].allowed;
    return allowed;
}

/* The rights that are decided now and were not before. */
static ACCESS_MASK decide(const struct se_ruling *ruling, uint32_t node, ACCESS_MASK mask)
{
    struct se_node *at = &ruling->decision->nodes[node];
    const ACCESS_MASK fresh = mask & ruling->wanted & ~(at->allowed | at->denied);

    if (fresh == 0)
        return 0;
    if (ruling->denies)
        at->denied |= fresh;
    else
        at->allowed |= fresh;
    if (se_decision_explains(ruling->decision)) {
        struct se_step step = ruling->step;

        step.node = (uint16_t)node;
        step.rights = fresh;
        step.remaining = ruling->wanted & ~(at->allowed | at->denied);
        se_decision_note(ruling->decision, step);
    }
    return fresh;
}

/*
 * An allow goes up where all children have the right. A deny goes up as far as it hit something
 * what a node and all below it were allowed before is no matter of theirs.
 */
static void tell_ancestors(const struct se_ruling *ruling, uint32_t node, ACCESS_MASK fresh)
{
    while (node != 0) {
        node = parent_of(ruling->decision, node);
        decide(ruling, node,
               ruling->denies ? fresh : ruling->mask & allowed_by_children(ruling->decision, node));
    }
}

ACCESS_MASK se_tree_apply(const struct se_ruling *ruling, uint32_t node)
{
    const struct se_decision *decision = ruling->decision;
    ACCESS_MASK fresh = 0;

    if (decision->node_count == 1)
        return decide(ruling, 0, ruling->mask);
    for (uint32_t i = node, end = end_below(decision, node); i < end; i++)
        fresh |= decide(ruling, i, ruling->mask);
    if (fresh != 0)
        tell_ancestors(ruling, node, fresh);
    return fresh;
}

ACCESS_MASK se_tree_remaining(const struct se_decision *decision, ACCESS_MASK wanted)
{
    ACCESS_MASK decided = ~(ACCESS_MASK)0;

    for (uint32_t i = 0; i < decision->node_count; i++)
        decided &= decision->nodes[i].allowed | decision->nodes[i].denied;
    return wanted & ~decided;
}
