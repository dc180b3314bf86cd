#include "se/access/decide.h"

#include "ex/pool.h"
#include "ex/rules.h"
#include "rtl/mapping.h"
#include "se/access/shortcut.h"

NTSTATUS se_decision_refuse(struct se_decision *decision, NTSTATUS status, ACCESS_MASK missing)
{
    decision->verdict->status = status;
    decision->verdict->missing = missing;
    return status;
}

static NTSTATUS grant(struct se_verdict *verdict, ACCESS_MASK granted)
{
    verdict->status = STATUS_SUCCESS;
    verdict->granted = granted;
    return STATUS_SUCCESS;
}

ACCESS_MASK se_decision_outside(const struct se_decision *decision, ACCESS_MASK allowed)
{
    const ACCESS_MASK asked =
        decision->specific | (decision->maximum ? decision->request->mapping->GenericAll : 0);

    return asked & ~allowed;
}

NTSTATUS se_decision_limit(struct se_decision *decision, struct se_step step, ACCESS_MASK allowed,
                           bool permits)
{
    const ACCESS_MASK outside = se_decision_outside(decision, allowed);

    decision->permitted &= allowed;
    step.effect = outside ? SE_EFFECT_DENIED : SE_EFFECT_NOT_WANTED;
    step.match = SE_MATCH_NONE;
    step.mask = allowed;
    step.rights = outside;
    step.remaining = se_decision_wanted(decision);
    if (se_decision_explains(decision))
        se_decision_note(decision, step);
    return permits
               ? STATUS_SUCCESS
               : se_decision_refuse(decision, STATUS_ACCESS_DENIED, decision->specific & ~allowed);
}

/* What comes in front of privileges and ownership. */
static NTSTATUS mandatory_stages(struct se_decision *decision)
{
    NTSTATUS status = STATUS_SUCCESS;

    if (decision->request->descriptor->sacl) {
        status = se_stage_trust_label(decision);
        if (NT_SUCCESS(status))
            status = se_stage_access_filter(decision);
    }
    return NT_SUCCESS(status) ? se_stage_integrity(decision) : status;
}

/* Those that read the DACL, and that of owners. */
static NTSTATUS discretionary_stages(struct se_decision *decision)
{
    const struct srm_world *w = decision->w;
    NTSTATUS status;

    decision->writes_restricted =
        se_token_is_restricted(decision->token) &&
        rule_on(w, access, write_restricted, decision->token->write_restricted,
                TOKEN("token", decision->token));
    se_stage_owner(decision);
    status = se_stage_dacl(decision);
    if (NT_SUCCESS(status))
        status = se_stage_restricting(decision);
    if (NT_SUCCESS(status))
        status = se_stage_package(decision);
    return NT_SUCCESS(status) ? se_stage_central_policy(decision) : status;
}

static NTSTATUS stages(struct se_decision *decision)
{
    NTSTATUS status = mandatory_stages(decision);

    if (NT_SUCCESS(status))
        status = se_stage_privileges(decision);
    if (!NT_SUCCESS(status))
        return status;
    if (!decision->maximum && !decision->lowbox &&
        rule(decision->w, access, privileges_suffice, se_decision_wanted(decision) == 0))
        return STATUS_SUCCESS;
    return discretionary_stages(decision);
}

/* The verdict about one node: all that was asked for by name, and of a maximum anything. */
static struct se_node_verdict judge(const struct se_decision *decision, uint32_t node)
{
    const ACCESS_MASK previous = decision->request->previously_granted;
    const ACCESS_MASK got = decision->granted | decision->nodes[node].kept;
    const bool lacks = (decision->specific & ~got) != 0;

    if (lacks ||
        (decision->maximum && rule(decision->w, access, maximum_nothing, (got & ~previous) == 0)))
        return (struct se_node_verdict){.status = STATUS_ACCESS_DENIED, .granted = got};
    return (struct se_node_verdict){.status = STATUS_SUCCESS, .granted = got | previous};
}

/* A node that is refused something keeps what it got, unless a stage refused all. */
static void judge_nodes(struct se_decision *decision, NTSTATUS status,
                        struct se_node_verdict *nodes)
{
    for (uint32_t i = 0; i < decision->node_count; i++)
        nodes[i] =
            NT_SUCCESS(status) ? judge(decision, i) : (struct se_node_verdict){.status = status};
}

static NTSTATUS conclude(struct se_decision *decision, NTSTATUS status)
{
    struct se_node_verdict root;

    if (!NT_SUCCESS(status))
        return status;
    root = judge(decision, 0);
    if (NT_SUCCESS(root.status))
        return grant(decision->verdict, root.granted);
    return se_decision_refuse(decision, root.status,
                              (decision->specific & ~root.granted)
                                  ? decision->specific & ~root.granted
                                  : MAXIMUM_ALLOWED);
}

static NTSTATUS decide(struct se_decision *decision, struct se_node_verdict *nodes)
{
    NTSTATUS status = stages(decision);

    if (nodes)
        judge_nodes(decision, status, nodes);
    return conclude(decision, status);
}

/* A tree takes memory, which is given back. */
static NTSTATUS decide_on_tree(struct se_decision *decision, struct se_node_verdict *nodes)
{
    NTSTATUS status;

    decision->nodes = ex_alloc(decision->w->pool, EX_KIND_Captured,
                               decision->node_count * sizeof *decision->nodes);
    status = decide(decision, nodes);
    ex_free(decision->w->pool, decision->nodes);
    return status;
}

/* The same answer for all nodes. */
static NTSTATUS answer_all(struct se_decision *decision, NTSTATUS status, ACCESS_MASK granted,
                           struct se_node_verdict *nodes)
{
    for (uint32_t i = 0; nodes && i < decision->node_count; i++)
        nodes[i] = (struct se_node_verdict){.status = status, .granted = granted};
    return NT_SUCCESS(status) ? grant(decision->verdict, granted)
                              : se_decision_refuse(decision, status, 0);
}

/* The whole way. */
static NTSTATUS decide_by_stages(struct srm_world *w, const struct se_access_request *request,
                                 struct se_verdict *verdict, struct se_node_verdict *nodes)
{
    const ACCESS_MASK desired = rtl_mapping_apply(request->mapping, request->desired);
    struct se_node only = {.kept = 0};
    struct se_decision decision = {
        .w = w,
        .request = request,
        .token = se_subject_token(request->subject),
        .verdict = verdict,
        .maximum = (desired & MAXIMUM_ALLOWED) != 0,
        .by_node = nodes != NULL,
        .specific = desired & ~MAXIMUM_ALLOWED,
        .permitted = ~(ACCESS_MASK)0,
        .node_count = request->types ? request->type_count : 1,
    };

    *verdict = (struct se_verdict){.status = STATUS_SUCCESS};
    if (desired == 0 && rule(w, access, granted_before, request->previously_granted != 0))
        return answer_all(&decision, STATUS_SUCCESS, request->previously_granted, nodes);
    if (rule(w, access, nothing_desired, desired == 0))
        return answer_all(&decision, STATUS_ACCESS_DENIED, 0, nodes);
    decision.lowbox =
        rule_on(w, access, lowbox, decision.token->body->lowbox, TOKEN("token", decision.token));
    if (decision.node_count == 1) {
        decision.nodes = &only;
        return decide(&decision, nodes);
    }
    return decide_on_tree(&decision, nodes);
}

NTSTATUS se_access_decide(struct srm_world *w, const struct se_access_request *request,
                          struct se_verdict *verdict, struct se_node_verdict *nodes)
{
    const ACCESS_MASK plain = nodes ? 0 : se_access_plainly_granted(w, request);

    *verdict = (struct se_verdict){.granted = plain};
    return plain ? STATUS_SUCCESS : decide_by_stages(w, request, verdict, nodes);
}

/* */
static NTSTATUS grant_to_kernel(const struct se_access_request *request, struct se_verdict *verdict)
{
    const ACCESS_MASK desired = rtl_mapping_apply(request->mapping, request->desired);
    const ACCESS_MASK all = desired & MAXIMUM_ALLOWED ? request->mapping->GenericAll : 0;

    *verdict = (struct se_verdict){.status = STATUS_SUCCESS};
    return grant(verdict, (desired & ~MAXIMUM_ALLOWED) | all | request->previously_granted);
}

static NTSTATUS refuse_open(const struct se_access_request *request, NTSTATUS status,
                            struct se_verdict *verdict)
{
    *verdict = (struct se_verdict){
        .status = status,
        .missing = rtl_mapping_apply(request->mapping, request->desired),
    };
    return status;
}

/* The level at which somebody impersonates is enough to open something. */
static inline bool level_opens(const SECURITY_SUBJECT_CONTEXT *subject)
{
    return !subject->ClientToken || subject->ImpersonationLevel >= SecurityImpersonation;
}

NTSTATUS se_access_check(struct srm_world *w, const struct se_access_request *request,
                         struct se_verdict *verdict)
{
    const SECURITY_SUBJECT_CONTEXT *subject = request->subject;

    if (request->mode != KernelMode && request->descriptor && level_opens(subject)) {
        *verdict = (struct se_verdict){.granted = se_access_plainly_granted(w, request)};
        if (verdict->granted)
            return STATUS_SUCCESS;
    }
    if (rule(w, access, kernel_mode, request->mode == KernelMode))
        return grant_to_kernel(request, verdict);
    if (rule(w, access, no_descriptor, request->descriptor == NULL))
        return refuse_open(request, STATUS_ACCESS_DENIED, verdict);
    if (rule_on(w, access, level_below_impersonation, !level_opens(subject),
                subject->ClientToken ? LEVEL_FACT("caller's level", subject->ImpersonationLevel)
                                     : ob_fact("caller's client token", NULL)))
        return refuse_open(request, STATUS_BAD_IMPERSONATION_LEVEL, verdict);
    return decide_by_stages(w, request, verdict, NULL);
}
