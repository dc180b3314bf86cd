/* Borrowing the tokens of processes and threads. Sources: impersonation.md 2.2-2.4. */
#include "ps/thread.h"

PACCESS_TOKEN PsReferencePrimaryToken(PEPROCESS Process)
{
    struct srm_world *w = Process->header.world;

    call_enter(w, PROCESS("Process", Process));
    ob_reference(Process->token);
    leave_value(w, FACT_TOKEN, Process->token->header.id);
    return Process->token;
}

PACCESS_TOKEN PsReferenceImpersonationToken(PETHREAD Thread, PBOOLEAN CopyOnOpen,
                                            PBOOLEAN EffectiveOnly,
                                            PSECURITY_IMPERSONATION_LEVEL ImpersonationLevel)
{
    struct srm_world *w = Thread->header.world;
    const struct ps_impersonation *block = Thread->block;

    call_enter(w, THREAD("Thread", Thread));
    if (!Thread->impersonating) {
        leave_value(w, FACT_NULL, 0);
        return NULL;
    }
    *CopyOnOpen = block->copy_on_open;
    *EffectiveOnly = block->effective_only;
    *ImpersonationLevel = block->level;
    ob_reference(block->token);
    leave_value(w, FACT_TOKEN, block->token->header.id);
    return block->token;
}

PACCESS_TOKEN PsReferenceEffectiveToken(PETHREAD Thread, PTOKEN_TYPE Type, PBOOLEAN EffectiveOnly,
                                        PSECURITY_IMPERSONATION_LEVEL ImpersonationLevel)
{
    struct srm_world *w = Thread->header.world;
    struct se_token *token = ps_effective_token(Thread);

    call_enter(w, THREAD("Thread", Thread));
    *Type = Thread->impersonating ? TokenImpersonation : TokenPrimary;
    *EffectiveOnly = Thread->impersonating ? Thread->block->effective_only : FALSE;
    if (Thread->impersonating)
        *ImpersonationLevel = Thread->block->level;
    ob_reference(token);
    leave_value(w, FACT_TOKEN, token->header.id);
    return token;
}

VOID PsDereferencePrimaryToken(PACCESS_TOKEN PrimaryToken)
{
    struct srm_world *w = ((struct ob_header *)PrimaryToken)->world;

    call_enter(w, TOKEN("PrimaryToken", PrimaryToken));
    ob_dereference(PrimaryToken);
    leave_nothing(w);
}

VOID PsDereferenceImpersonationToken(PACCESS_TOKEN ImpersonationToken)
{
    if (!ImpersonationToken)
        return;

    struct srm_world *w = ((struct ob_header *)ImpersonationToken)->world;

    call_enter(w, TOKEN("ImpersonationToken", ImpersonationToken));
    ob_dereference(ImpersonationToken);
    leave_nothing(w);
}

VOID ObDereferenceObject(PVOID Object)
{
    struct srm_world *w = ((struct ob_header *)Object)->world;

    call_enter(w, ob_fact("Object", Object));
    ob_dereference(Object);
    leave_nothing(w);
}
