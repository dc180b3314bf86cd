/* The second pass of an AppContainer's token (access-check 2.9). */
#include "se/access/decide.h"

#include "ex/rules.h"
#include "se/access/walk.h"

/* Neither privileges nor ownership help the package: all that was asked for is asked. */
static ACCESS_MASK ask_for_all(struct se_decision *decision)
{
    const ACCESS_MASK granted = decision->granted;

    decision->granted = 0;
    for (uint32_t i = 0; i < decision->node_count; i++)
        decision->nodes[i].kept |= granted;
    return se_decision_wanted(decision);
}

NTSTATUS se_stage_package(struct se_decision *decision)
{
    ACCESS_MASK concerned, missing;
    NTSTATUS status = STATUS_SUCCESS;

    if (!decision->lowbox)
        return STATUS_SUCCESS;
    concerned = ask_for_all(decision);
    status = se_walk(decision, SE_STAGE_PACKAGE, concerned);
    if (!NT_SUCCESS(status))
        return se_decision_refuse(decision, status, decision->specific);
    missing = se_walk_keep(decision, SE_STAGE_PACKAGE, ~(ACCESS_MASK)0);
    if (decision->specific &&
        !rule_on(decision->w, access, package_grants, missing == 0,
                 ACCESS_FACT("not granted", missing)) &&
        !decision->by_node)
        return se_decision_refuse(decision, STATUS_ACCESS_DENIED, missing);
    return STATUS_SUCCESS;
}
