/*
 * Impersonation of another thread, and of nobody. Sources: impersonation.md 6.6, 6.7; C15 settles
 * which thread needs which right.
 */
#include "ex/rules.h"
#include "nt/attributes.h"
#include "nt/open.h"
#include "se/anonymous.h"

static NTSTATUS impersonate_thread(PETHREAD caller, HANDLE server_handle, HANDLE client_handle,
                                   const SECURITY_QUALITY_OF_SERVICE *given)
{
    SECURITY_QUALITY_OF_SERVICE qos;
    SECURITY_CLIENT_CONTEXT context;
    void *server, *client;
    NTSTATUS status = nt_capture_qos(caller, given, &qos);

    if (NT_SUCCESS(status))
        status = nt_object_by_handle(caller, server_handle, &ps_thread_type, THREAD_IMPERSONATE,
                                     &server);
    if (NT_SUCCESS(status))
        status = nt_object_by_handle(caller, client_handle, &ps_thread_type,
                                     THREAD_DIRECT_IMPERSONATION, &client);
    if (NT_SUCCESS(status))
        status = SeCreateClientSecurity(client, &qos, FALSE, &context);
    if (!NT_SUCCESS(status))
        return status;
    status = SeImpersonateClientEx(&context, server);
    SeDeleteClientSecurity(&context);
    return policy(caller->header.world, impersonate_thread_failure) ? STATUS_SUCCESS : status;
}

NTSTATUS NtImpersonateThread(HANDLE ServerThreadHandle, HANDLE ClientThreadHandle,
                             PSECURITY_QUALITY_OF_SERVICE SecurityQos)
{
    PETHREAD caller = ps_current_thread();
    NTSTATUS status;

    call_enter(caller->header.world, HANDLE_FACT("ServerThreadHandle", ServerThreadHandle),
               HANDLE_FACT("ClientThreadHandle", ClientThreadHandle));
    status = impersonate_thread(caller, ServerThreadHandle, ClientThreadHandle, SecurityQos);
    leave_status(caller->header.world, status);
    return status;
}

static NTSTATUS impersonate_anonymous(PETHREAD caller, HANDLE thread_handle)
{
    struct srm_world *w = caller->header.world;
    const struct se_token *process_token = caller->process->token;
    bool everyone;
    void *thread;
    NTSTATUS status =
        nt_object_by_handle(caller, thread_handle, &ps_thread_type, THREAD_IMPERSONATE, &thread);

    if (!NT_SUCCESS(status))
        return status;
    if (rule_on(w, anonymous, process_restricted, se_token_is_restricted(process_token),
                TOKEN("process token", process_token)))
        return STATUS_ACCESS_DENIED;
    everyone = rule(w, anonymous, includes_everyone, w->everyone_includes_anonymous);
    return PsImpersonateClient(thread, se_anonymous_token(w, everyone), TRUE, FALSE,
                               SecurityImpersonation);
}

NTSTATUS NtImpersonateAnonymousToken(HANDLE ThreadHandle)
{
    PETHREAD caller = ps_current_thread();
    NTSTATUS status;

    call_enter(caller->header.world, HANDLE_FACT("ThreadHandle", ThreadHandle));
    status = impersonate_anonymous(caller, ThreadHandle);
    leave_status(caller->header.world, status);
    return status;
}
