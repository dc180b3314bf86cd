/*
 * Client security contexts: what a server keeps of a client until it impersonates it. Sources:
 * impersonation.md 1.1-1.6 with the pages named there, in their order of checks.
 */
#include "client/subject.h"
#include "ex/rules.h"

/* The client as it was captured: which token, and how it came to it. */
struct captured_client {
    struct se_token *token; /* no reference */
    bool impersonating;
    bool effective_only;
    SECURITY_IMPERSONATION_LEVEL level; /* while impersonating */
};

/* IMP 1.1 steps 2-4. */
static NTSTATUS may_create(const struct srm_world *w, const struct captured_client *client,
                           const SECURITY_QUALITY_OF_SERVICE *qos, BOOLEAN remote)
{
    SECURITY_IMPERSONATION_LEVEL level = qos->ImpersonationLevel;

    if (!rule_on(w, client, qos_level_valid, (ULONG)level <= SECURITY_MAX_IMPERSONATION_LEVEL,
                 LEVEL_FACT("level asked for", level)))
        return STATUS_INVALID_PARAMETER;
    if (!rule_on(w, client, impersonating, client->impersonating, TOKEN("token", client->token)))
        return STATUS_SUCCESS;
    if (rule_on(w, client, level_above_thread, level > client->level,
                LEVEL_FACT("level asked for", level), LEVEL_FACT("thread's level", client->level)))
        return STATUS_BAD_IMPERSONATION_LEVEL;
    if (rule_on(w, client, thread_level_unusable, client->level < SecurityImpersonation,
                LEVEL_FACT("thread's level", client->level)))
        return STATUS_BAD_IMPERSONATION_LEVEL;
    if (rule_on(w, client, remote_without_delegation, remote && client->level != SecurityDelegation,
                FLAG_FACT("remote", remote), LEVEL_FACT("thread's level", client->level)))
        return STATUS_BAD_IMPERSONATION_LEVEL;
    return STATUS_SUCCESS;
}

/* Whether the context refers to the client's own token instead of a copy (IMP 1.1 step 5, C1). */
static bool is_by_reference(const struct srm_world *w, const SECURITY_QUALITY_OF_SERVICE *qos,
                            BOOLEAN remote)
{
    if (!rule(w, client, dynamic_tracking, qos->ContextTrackingMode != SECURITY_STATIC_TRACKING))
        return false;
    return rule_on(w, client, dynamic_local_is_reference, !remote, FLAG_FACT("remote", remote)) ||
           !policy(w, dynamic_remote);
}

static void fill_token_control(TOKEN_CONTROL *control, const struct se_token *token)
{
    control->TokenId = token->TokenId;
    control->AuthenticationId = token->AuthenticationId;
    control->ModifiedId = token->ModifiedId;
    control->TokenSource = token->source;
}

static NTSTATUS create_context(struct srm_world *w, const struct captured_client *client,
                               const SECURITY_QUALITY_OF_SERVICE *qos, BOOLEAN remote,
                               PSECURITY_CLIENT_CONTEXT context)
{
    NTSTATUS status = may_create(w, client, qos, remote);
    bool reference, thread_effective_only;

    if (!NT_SUCCESS(status))
        return status;
    thread_effective_only = rule(w, client, thread_effective_only, client->effective_only);
    reference = is_by_reference(w, qos, remote);
    if (!reference)
        status = se_client_copy_granted(w);
    if (!NT_SUCCESS(status))
        return status;

    *context = (SECURITY_CLIENT_CONTEXT){
        .SecurityQos = *qos,
        .DirectlyAccessClientToken = reference,
        .DirectAccessEffectiveOnly = thread_effective_only || qos->EffectiveOnly,
        .ServerIsRemote = remote,
    };
    if (reference && remote)
        fill_token_control(&context->ClientTokenControl, client->token);
    context->ClientToken = reference ? ob_reference(client->token)
                                     : se_token_copy(client->token, TokenImpersonation,
                                                     qos->ImpersonationLevel, false);
    return STATUS_SUCCESS;
}

/* IMP 1.1 step 1: the client thread's effective token, not the caller's. */
static struct captured_client capture(const struct _ETHREAD *thread)
{
    if (!thread->impersonating)
        return (struct captured_client){.token = thread->process->token};
    return (struct captured_client){
        .token = thread->block->token,
        .impersonating = true,
        .effective_only = thread->block->effective_only,
        .level = thread->block->level,
    };
}

NTSTATUS SeCreateClientSecurity(PETHREAD ClientThread,
                                PSECURITY_QUALITY_OF_SERVICE ClientSecurityQos,
                                BOOLEAN RemoteSession, PSECURITY_CLIENT_CONTEXT ClientContext)
{
    struct srm_world *w = ClientThread->header.world;
    struct captured_client client = capture(ClientThread);
    NTSTATUS status;

    call_enter(
        w, THREAD("ClientThread", ClientThread),
        LEVEL_FACT("ImpersonationLevel", ClientSecurityQos->ImpersonationLevel),
        EX_FACT("ContextTrackingMode", FACT_TRACKING, ClientSecurityQos->ContextTrackingMode),
        FLAG_FACT("EffectiveOnly", ClientSecurityQos->EffectiveOnly),
        FLAG_FACT("RemoteSession", RemoteSession));
    status = create_context(w, &client, ClientSecurityQos, RemoteSession, ClientContext);
    leave_status(w, status);
    return status;
}

NTSTATUS SeCreateClientSecurityFromSubjectContext(PSECURITY_SUBJECT_CONTEXT SubjectContext,
                                                  PSECURITY_QUALITY_OF_SERVICE ClientSecurityQos,
                                                  BOOLEAN ServerIsRemote,
                                                  PSECURITY_CLIENT_CONTEXT ClientContext)
{
    /* A subject context does not carry the thread's effective-only flag (IMP-C27). */
    struct captured_client client = {
        .token = client_subject_token(SubjectContext),
        .impersonating = SubjectContext->ClientToken != NULL,
        .level = SubjectContext->ImpersonationLevel,
    };
    struct srm_world *w = client.token->header.world;
    NTSTATUS status;

    call_enter(
        w, TOKEN("token", client.token),
        LEVEL_FACT("ImpersonationLevel", ClientSecurityQos->ImpersonationLevel),
        EX_FACT("ContextTrackingMode", FACT_TRACKING, ClientSecurityQos->ContextTrackingMode),
        FLAG_FACT("EffectiveOnly", ClientSecurityQos->EffectiveOnly),
        FLAG_FACT("ServerIsRemote", ServerIsRemote));
    status = create_context(w, &client, ClientSecurityQos, ServerIsRemote, ClientContext);
    leave_status(w, status);
    return status;
}

VOID SeDeleteClientSecurity(PSECURITY_CLIENT_CONTEXT ClientContext)
{
    struct se_token *token = ClientContext->ClientToken;
    struct srm_world *w = token->header.world;

    call_enter(w, TOKEN("ClientToken", token));
    ob_dereference(token);
    leave_nothing(w);
}

NTSTATUS SeImpersonateClientEx(PSECURITY_CLIENT_CONTEXT ClientContext, PETHREAD ServerThread)
{
    const struct se_token *token = ClientContext->ClientToken;
    struct srm_world *w = token->header.world;
    PETHREAD thread = ServerThread ? ServerThread : ps_current_thread();
    BOOLEAN effective_only;
    NTSTATUS status;

    call_enter(w, TOKEN("ClientToken", token), THREAD("ServerThread", ServerThread));
    effective_only = rule(w, client, direct_access, ClientContext->DirectlyAccessClientToken)
                         ? ClientContext->DirectAccessEffectiveOnly
                         : ClientContext->SecurityQos.EffectiveOnly;
    status = PsImpersonateClient(thread, ClientContext->ClientToken, TRUE, effective_only,
                                 ClientContext->SecurityQos.ImpersonationLevel);
    leave_status(w, status);
    return status;
}

VOID SeImpersonateClient(PSECURITY_CLIENT_CONTEXT ClientContext, PETHREAD ServerThread)
{
    const struct se_token *token = ClientContext->ClientToken;
    struct srm_world *w = token->header.world;

    call_enter(w, TOKEN("ClientToken", token), THREAD("ServerThread", ServerThread));
    (void)SeImpersonateClientEx(ClientContext, ServerThread);
    leave_nothing(w);
}

VOID SeStopImpersonatingClient(VOID)
{
    struct srm_world *w = ps_current_world();

    call_enter_plain(w);
    PsRevertToSelf();
    leave_nothing(w);
}
