/*
 * Central access policies (access-check A-68) are not modelled: they would take away something of
 * what the DACL granted, so that an answer that would be a different one without them is none.
 * Audit entries are not looked at anywhere, since they never change the answer.
 */
#include "se/access/decide.h"

#include "ex/rules.h"

static bool names_policy(const ACL *sacl)
{
    struct rtl_acl_cursor cursor = {.index = 0};
    struct rtl_ace ace;

    while (rtl_acl_next(sacl, &cursor, &ace))
        if (ace.type == SYSTEM_SCOPED_POLICY_ID_ACE_TYPE && !(ace.flags & INHERIT_ONLY_ACE))
            return true;
    return false;
}

/* Does any node have a right from the DACL, or because there is none? */
static bool dacl_gave(const struct se_decision *decision)
{
    for (uint32_t i = 0; i < decision->node_count; i++)
        if (decision->nodes[i].kept & ~decision->granted)
            return true;
    return false;
}

NTSTATUS se_stage_central_policy(struct se_decision *decision)
{
    const ACL *sacl = decision->request->descriptor->sacl;

    if (!sacl || !names_policy(sacl) ||
        !rule(decision->w, access, central_policy, dacl_gave(decision)))
        return STATUS_SUCCESS;
    return se_decision_refuse(decision, world_not_modelled(decision->w, "central access policies"),
                              decision->specific);
}
