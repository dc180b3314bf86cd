/* The second pass of restricted tokens (access-check 2.8). */
#include "se/access/decide.h"

#include "ex/rules.h"
#include "se/access/walk.h"

/*
 * What the restricting SIDs have to be granted, too. MAXIMUM_ALLOWED names no right
 * that would make a request one for writing: what may be read stays what it is.
 */
static ACCESS_MASK concerned_rights(const struct se_decision *decision)
{
    const GENERIC_MAPPING *mapping = decision->request->mapping;
    const ACCESS_MASK wanted = se_decision_wanted(decision);
    const ACCESS_MASK writing =
        DELETE | WRITE_DAC | WRITE_OWNER | ACCESS_SYSTEM_SECURITY |
        (mapping->GenericWrite & ~(mapping->GenericRead | mapping->GenericExecute));

    if (!decision->writes_restricted)
        return wanted;
    if ((wanted & writing) != 0 && !decision->maximum && policy(decision->w, write_restricted_pass))
        return wanted;
    return wanted & writing;
}

NTSTATUS se_stage_restricting(struct se_decision *decision)
{
    ACCESS_MASK concerned, missing;
    NTSTATUS status;

    if (!se_token_is_restricted(decision->token) || !decision->request->descriptor->dacl)
        return STATUS_SUCCESS;
    concerned = concerned_rights(decision);
    if (concerned == 0)
        return STATUS_SUCCESS;
    status = se_walk(decision, SE_STAGE_RESTRICTING, concerned);
    if (!NT_SUCCESS(status))
        return se_decision_refuse(decision, status, decision->specific);
    missing = se_walk_keep(decision, SE_STAGE_RESTRICTING, concerned);
    if (decision->specific &&
        !rule_on(decision->w, access, restricting_sids_grant, missing == 0,
                 ACCESS_FACT("not granted", missing)) &&
        !decision->by_node)
        return se_decision_refuse(decision, STATUS_ACCESS_DENIED, missing);
    return STATUS_SUCCESS;
}
