/* Source: access-check.md A-6, with the pages named there. */
#include "nt/object_types.h"

#include "ex/pool.h"
#include "ex/rules.h"
#include "nt/probe.h"

#include <string.h>

/* Nodes are numbered in 16 bits. */
#define MOST_TYPES 0xFFFFu

static NTSTATUS capture_nodes(PETHREAD caller, const unsigned char *list,
                              struct nt_object_types *out)
{
    NTSTATUS status = nt_probe(caller, list);

    for (uint32_t i = 0; NT_SUCCESS(status) && i < out->count; i++) {
        OBJECT_TYPE_LIST one;

        memcpy(&one, list + i * sizeof one, sizeof one); /* perhaps misaligned */
        out->nodes[i].level = one.Level;
        status = nt_capture(caller, &out->nodes[i].type, one.ObjectType, sizeof(GUID));
    }
    return status;
}

static bool is_tree(const struct srm_world *w, const struct nt_object_types *types)
{
    const struct se_object_type *nodes = types->nodes;

    if (!rule(w, access_call, root_is_first, nodes[0].level == 0))
        return false;
    for (uint32_t i = 1; i < types->count; i++) {
        if (!rule(w, access_call, one_root, nodes[i].level > 0) ||
            !rule_on(w, access_call, level_exists, nodes[i].level <= ACCESS_MAX_LEVEL,
                     NUMBER_FACT("Level", nodes[i].level)) ||
            !rule_on(w, access_call, level_follows, nodes[i].level <= nodes[i - 1].level + 1,
                     NUMBER_FACT("Level", nodes[i].level),
                     NUMBER_FACT("level in front of it", nodes[i - 1].level)))
            return false;
    }
    return true;
}

NTSTATUS nt_capture_object_types(PETHREAD caller, const void *list, ULONG count,
                                 struct nt_object_types *out)
{
    struct srm_world *w = caller->header.world;
    NTSTATUS status;

    *out = (struct nt_object_types){.count = 0};
    if (!rule(w, access_call, types_given, count > 0))
        return STATUS_SUCCESS;
    if (!rule_on(w, access_call, types_fit, count <= MOST_TYPES, NUMBER_FACT("count", count)))
        return STATUS_INVALID_PARAMETER;
    if (!rule(w, pool, captured_object_types,
              ex_pool_grants(w->pool, EX_ALLOCATION_CapturedObjectTypes)))
        return STATUS_INSUFFICIENT_RESOURCES;
    out->count = count;
    out->nodes = ex_alloc(w->pool, EX_KIND_Captured, count * sizeof *out->nodes);
    status = capture_nodes(caller, list, out);
    if (NT_SUCCESS(status) && !is_tree(w, out))
        status = STATUS_INVALID_PARAMETER;
    if (!NT_SUCCESS(status))
        nt_object_types_release(w, out);
    return status;
}

void nt_object_types_release(struct srm_world *w, struct nt_object_types *types)
{
    if (types->nodes)
        ex_free(w->pool, types->nodes);
    *types = (struct nt_object_types){.count = 0};
}
