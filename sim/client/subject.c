/* Sources: impersonation.md 2.11 with the pages named there. */
#include "client/subject.h"

SECURITY_SUBJECT_CONTEXT client_subject_of(const struct _ETHREAD *thread, bool as_self)
{
    bool client = thread->impersonating && !as_self;

    return (SECURITY_SUBJECT_CONTEXT){
        .ClientToken = client ? thread->block->token : NULL,
        .ImpersonationLevel = client ? thread->block->level : SecurityAnonymous,
        .PrimaryToken = thread->process->token,
        .ProcessAuditId = (PVOID)(uintptr_t)thread->process->header.id,
    };
}

VOID SeCaptureSubjectContextEx(PETHREAD Thread, PEPROCESS Process,
                               PSECURITY_SUBJECT_CONTEXT SubjectContext)
{
    struct srm_world *w = Process->header.world;
    BOOLEAN copy_on_open, effective_only;

    call_enter(w, THREAD("Thread", Thread), PROCESS("Process", Process));
    *SubjectContext = (SECURITY_SUBJECT_CONTEXT){
        .ProcessAuditId = (PVOID)(uintptr_t)Process->header.id,
    };
    if (Thread)
        SubjectContext->ClientToken = PsReferenceImpersonationToken(
            Thread, &copy_on_open, &effective_only, &SubjectContext->ImpersonationLevel);
    SubjectContext->PrimaryToken = PsReferencePrimaryToken(Process);
    leave_nothing(w);
}

VOID SeCaptureSubjectContext(PSECURITY_SUBJECT_CONTEXT SubjectContext)
{
    PETHREAD thread = ps_current_thread();

    call_enter_plain(thread->header.world);
    SeCaptureSubjectContextEx(thread, thread->process, SubjectContext);
    leave_nothing(thread->header.world);
}

/* A world runs on one host thread at a time, so that there is nothing to keep out. */
VOID SeLockSubjectContext(PSECURITY_SUBJECT_CONTEXT SubjectContext)
{
    struct srm_world *w = client_subject_token(SubjectContext)->header.world;

    call_enter_plain(w);
    leave_nothing(w);
}

VOID SeUnlockSubjectContext(PSECURITY_SUBJECT_CONTEXT SubjectContext)
{
    struct srm_world *w = client_subject_token(SubjectContext)->header.world;

    call_enter_plain(w);
    leave_nothing(w);
}

VOID SeReleaseSubjectContext(PSECURITY_SUBJECT_CONTEXT SubjectContext)
{
    struct srm_world *w = client_subject_token(SubjectContext)->header.world;

    call_enter_plain(w);
    PsDereferenceImpersonationToken(SubjectContext->ClientToken);
    PsDereferencePrimaryToken(SubjectContext->PrimaryToken);
    SubjectContext->ClientToken = NULL;
    SubjectContext->PrimaryToken = NULL;
    leave_nothing(w);
}

PACCESS_TOKEN SeQuerySubjectContextToken(PSECURITY_SUBJECT_CONTEXT SubjectContext)
{
    struct se_token *token = client_subject_token(SubjectContext);

    call_enter_plain(token->header.world);
    leave_value(token->header.world, FACT_TOKEN, token->header.id);
    return token;
}
