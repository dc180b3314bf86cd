/* Access filter entries (access-check A-21). */
#include "se/access/decide.h"

#include "ex/rules.h"
#include "rtl/mapping.h"
#include "se/access/condition.h"

static NTSTATUS filter(struct se_decision *decision, const struct rtl_ace *ace, unsigned entry)
{
    const struct srm_world *w = decision->w;
    enum se_truth truth = SE_UNKNOWN;
    NTSTATUS status = STATUS_SUCCESS;
    ACCESS_MASK allowed;

    if (se_access_has_condition(w, ace))
        status = se_access_condition(decision, SE_STAGE_ACCESS_FILTER, ace, false, &truth);
    if (!NT_SUCCESS(status))
        return se_decision_refuse(decision, status, decision->specific);
    if (!rule(w, access, access_filter, truth != SE_TRUE))
        return STATUS_SUCCESS;
    allowed = rtl_mapping_apply(decision->request->mapping, ace->mask) | ACCESS_SYSTEM_SECURITY;
    return se_decision_limit(
        decision, (struct se_step){.stage = SE_STAGE_ACCESS_FILTER, .entry = (uint16_t)entry},
        allowed,
        rule_on(w, access, access_filter_permits, (decision->specific & ~allowed) == 0,
                ACCESS_FACT("not permitted", decision->specific & ~allowed)));
}

NTSTATUS se_stage_access_filter(struct se_decision *decision)
{
    const ACL *sacl = decision->request->descriptor->sacl;
    struct rtl_acl_cursor cursor = {.index = 0};
    struct rtl_ace ace;
    NTSTATUS status = STATUS_SUCCESS;

    while (sacl && NT_SUCCESS(status) && rtl_acl_next(sacl, &cursor, &ace))
        if (ace.type == SYSTEM_ACCESS_FILTER_ACE_TYPE && !(ace.flags & INHERIT_ONLY_ACE))
            status = filter(decision, &ace, cursor.index);
    return status;
}
