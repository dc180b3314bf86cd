/* The DACL for the token's user and groups, or that there is none (access-check 2.5 to 2.7). */
#include "se/access/decide.h"

#include "ex/rules.h"
#include "se/access/walk.h"

/* who asks for a maximum gets what GENERIC_ALL means, and what was asked for besides. */
static void grant_all(struct se_decision *decision)
{
    const ACCESS_MASK generic_all = decision->request->mapping->GenericAll;
    const ACCESS_MASK all =
        decision->specific | (decision->maximum ? generic_all & decision->permitted : 0);

    if (se_decision_explains(decision))
        se_decision_note(decision, (struct se_step){.stage = SE_STAGE_NO_DACL,
                                                    .effect = SE_EFFECT_ALLOWED,
                                                    .match = SE_MATCH_NONE,
                                                    .rights = all & ~decision->granted});
    for (uint32_t i = 0; i < decision->node_count; i++)
        decision->nodes[i].kept = all;
}

/* */
static void clip(struct se_decision *decision)
{
    const ACCESS_MASK known = decision->request->mapping->GenericAll | decision->specific;

    if (decision->maximum && policy(decision->w, maximum_clipped))
        for (uint32_t i = 0; i < decision->node_count; i++)
            decision->nodes[i].kept &= known;
}

NTSTATUS se_stage_dacl(struct se_decision *decision)
{
    const struct srm_world *w = decision->w;
    const ACCESS_MASK wanted = se_decision_wanted(decision);
    ACCESS_MASK missing;
    NTSTATUS status;

    if (rule(w, access, no_dacl, decision->request->descriptor->dacl == NULL)) {
        grant_all(decision);
        return STATUS_SUCCESS;
    }
    status = se_walk(decision, SE_STAGE_DACL, wanted);
    if (!NT_SUCCESS(status))
        return se_decision_refuse(decision, status, decision->specific);
    for (uint32_t i = 0; i < decision->node_count; i++)
        decision->nodes[i].kept = wanted;
    missing = se_walk_keep(decision, SE_STAGE_DACL, wanted);
    clip(decision);
    if (decision->specific &&
        !rule_on(w, access, dacl_grants, missing == 0, ACCESS_FACT("not granted", missing)) &&
        !decision->by_node)
        return se_decision_refuse(decision, STATUS_ACCESS_DENIED, missing);
    return STATUS_SUCCESS;
}
