/*
 * What threads impersonate: PsImpersonateClient and the routines around it. Sources:
 * impersonation.md 2.1-2.8 with the pages named there.
 */
#include "ex/pool.h"
#include "ex/rules.h"
#include "ps/thread.h"
#include "se/gate.h"

/* May the thread's job use this token? Pre-Vista limits; IMP 2.1 step 5. */
static NTSTATUS job_allows(struct srm_world *w, const struct _EJOB *job,
                           const struct se_token *token)
{
    ULONG limits;
    bool wrong_side;

    if (!job || !rule(w, job, limits_security, true))
        return STATUS_SUCCESS;
    limits = job->security_limits;
    if (rule(w, job, filter_tokens, (limits & JOB_OBJECT_SECURITY_FILTER_TOKENS) != 0))
        return world_not_modelled(w, "JOB_OBJECT_SECURITY_FILTER_TOKENS");
    wrong_side = (limits & JOB_OBJECT_SECURITY_NO_ADMIN) && se_token_is_admin(token);
    if (rule_on(w, job, no_admin, wrong_side, TOKEN("token", token)))
        return STATUS_ACCESS_DENIED;
    wrong_side =
        (limits & JOB_OBJECT_SECURITY_RESTRICTED_TOKEN) &&
        (policy(w, job_restricted_token) ? !token->filtered : se_token_is_restricted(token));
    if (rule_on(w, job, restricted_only, wrong_side, FLAG_FACT("ever filtered", token->filtered)))
        return STATUS_ACCESS_DENIED;
    return STATUS_SUCCESS;
}

/* The gate, and what becomes of a refusal (IMP-C3, IMP-C9). */
static NTSTATUS pass_gate(const struct srm_world *w, const struct _ETHREAD *thread,
                          const struct se_token *token, SECURITY_IMPERSONATION_LEVEL level,
                          bool *lowered)
{
    enum se_gate_verdict verdict = se_gate(w, thread->process->token, token, level);

    if (rule(w, impersonate, gate_allows, verdict == SE_GATE_ALLOWS))
        return STATUS_SUCCESS;
    *lowered = true;
    if (!policy(w, gate_refusal))
        return STATUS_ACCESS_DENIED;
    if (verdict == SE_GATE_REFUSES_UNRESTRICTED && !policy(w, restricted_process))
        return STATUS_ACCESS_DENIED;
    return STATUS_SUCCESS;
}

/* The block stays with the thread, whatever becomes of the call. */
static NTSTATUS make_block(PETHREAD thread)
{
    struct srm_world *w = thread->header.world;

    if (thread->block)
        return STATUS_SUCCESS;
    if (rule(w, pool, impersonation_block,
             ex_pool_grants(w->pool, EX_ALLOCATION_ImpersonationBlock))) {
        ps_thread_make_block(thread);
        return STATUS_SUCCESS;
    }
    return policy(w, pool_failure) ? STATUS_NO_MEMORY : STATUS_INSUFFICIENT_RESOURCES;
}

/* Everything that can refuse an impersonation, in order; changes nothing but the block. */
static NTSTATUS may_impersonate(PETHREAD thread, const struct se_token *token,
                                SECURITY_IMPERSONATION_LEVEL level, bool *lowered)
{
    struct srm_world *w = thread->header.world;
    NTSTATUS status = make_block(thread);

    if (NT_SUCCESS(status))
        status = pass_gate(w, thread, token, level, lowered);
    if (NT_SUCCESS(status) && *lowered)
        status = se_client_copy_granted(w);
    if (NT_SUCCESS(status))
        status = job_allows(w, thread->process->job, token);
    return status;
}

NTSTATUS PsImpersonateClient(PETHREAD Thread, PACCESS_TOKEN Token, BOOLEAN CopyOnOpen,
                             BOOLEAN EffectiveOnly, SECURITY_IMPERSONATION_LEVEL ImpersonationLevel)
{
    struct srm_world *w = Thread->header.world;
    bool lowered = false;
    NTSTATUS status;

    call_enter(w, THREAD("Thread", Thread), TOKEN("Token", Token),
               FLAG_FACT("CopyOnOpen", CopyOnOpen), FLAG_FACT("EffectiveOnly", EffectiveOnly),
               LEVEL_FACT("ImpersonationLevel", ImpersonationLevel));
    if (rule(w, impersonate, null_token_reverts, Token == NULL)) {
        ps_thread_revert(Thread);
        leave_status(w, STATUS_SUCCESS);
        return STATUS_SUCCESS;
    }
    status = may_impersonate(Thread, Token, ImpersonationLevel, &lowered);
    if (NT_SUCCESS(status)) {
        SECURITY_IMPERSONATION_LEVEL level = lowered ? SecurityIdentification : ImpersonationLevel;

        ps_thread_impersonate(
            Thread, (struct ps_impersonation){
                        .token = lowered ? se_token_copy(Token, TokenImpersonation, level, false)
                                         : ob_reference(Token),
                        .copy_on_open = CopyOnOpen,
                        .effective_only = EffectiveOnly,
                        .level = level,
                    });
    }
    leave_status(w, status);
    return status;
}

VOID PsRevertThreadToSelf(PETHREAD Thread)
{
    struct srm_world *w = Thread->header.world;

    call_enter(w, THREAD("Thread", Thread));
    ps_thread_revert(Thread);
    leave_nothing(w);
}

VOID PsRevertToSelf(VOID)
{
    struct srm_world *w = ps_current_world();

    call_enter_plain(w);
    PsRevertThreadToSelf(ps_current_thread());
    leave_nothing(w);
}

BOOLEAN PsIsThreadImpersonating(PETHREAD Thread)
{
    struct srm_world *w = Thread->header.world;

    call_enter(w, THREAD("Thread", Thread));
    leave_flag(w, Thread->impersonating);
    return Thread->impersonating;
}

PETHREAD PsGetCurrentThread(VOID)
{
    return ps_current_thread();
}

PEPROCESS PsGetCurrentProcess(VOID)
{
    return ps_current_thread()->process;
}

BOOLEAN PsDisableImpersonation(PETHREAD Thread, PSE_IMPERSONATION_STATE ImpersonationState)
{
    struct srm_world *w = Thread->header.world;
    BOOLEAN was_active = Thread->impersonating;

    call_enter(w, THREAD("Thread", Thread));
    *ImpersonationState = (SE_IMPERSONATION_STATE){.Token = NULL};
    if (was_active) {
        *ImpersonationState = (SE_IMPERSONATION_STATE){
            .Token = Thread->block->token,
            .CopyOnOpen = Thread->block->copy_on_open,
            .EffectiveOnly = Thread->block->effective_only,
            .Level = Thread->block->level,
        };
        Thread->block->token = NULL;
        Thread->impersonating = false;
        trace_object(w, EVENT_CHANGED, "impersonation disabled", THREAD("object", Thread));
    }
    leave_flag(w, was_active);
    return was_active;
}

VOID PsRestoreImpersonation(PETHREAD Thread, PSE_IMPERSONATION_STATE ImpersonationState)
{
    struct srm_world *w = Thread->header.world;

    call_enter(w, THREAD("Thread", Thread), TOKEN("Token", ImpersonationState->Token));
    if (ImpersonationState->Token)
        ps_thread_impersonate(Thread, (struct ps_impersonation){
                                          .token = ImpersonationState->Token,
                                          .copy_on_open = ImpersonationState->CopyOnOpen,
                                          .effective_only = ImpersonationState->EffectiveOnly,
                                          .level = ImpersonationState->Level,
                                      });
    else
        ps_thread_revert(Thread);
    leave_nothing(w);
}
