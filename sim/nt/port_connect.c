/* Connecting to a port, from the client's side. Sources: phnt; ReactOS lpc/connect.c; IMP 6.9. */
#include "ex/pool.h"
#include "ex/rules.h"
#include "nt/capture.h"
#include "nt/name.h"
#include "nt/port.h"
#include "nt/probe.h"

#include <string.h>

static NTSTATUS probe_results(struct nt_connection *wanted)
{
    PETHREAD caller = wanted->caller;
    NTSTATUS status = nt_probe(caller, wanted->handle);

    if (NT_SUCCESS(status) && wanted->longest)
        status = nt_probe(caller, wanted->longest);
    if (NT_SUCCESS(status) && wanted->information_length)
        status = nt_capture(caller, &wanted->given_length, wanted->information_length,
                            sizeof wanted->given_length);
    if (NT_SUCCESS(status) && wanted->information)
        status = nt_probe(caller, wanted->information);
    return status;
}

/* The named port, which grants PORT_CONNECT; no reference. */
static NTSTATUS find_port(const struct nt_connection *wanted, struct ipc_port **port)
{
    PETHREAD caller = wanted->caller;
    SECURITY_SUBJECT_CONTEXT subject = client_subject_of(caller, false);
    const struct nt_seeker seeker = {.caller = caller, .subject = &subject, .type = &ipc_port_type};
    const struct nt_attributes attributes = {.named = true, .name = wanted->name};
    const struct nt_wish wish = {.subject = subject, .desired = PORT_CONNECT};
    ACCESS_MASK granted;
    struct nt_place place;
    NTSTATUS status = nt_find_place(&seeker, &attributes, &place);

    if (!NT_SUCCESS(status))
        return status;
    status = nt_object_at(&seeker, &place);
    if (NT_SUCCESS(status)) {
        status = nt_check_object(caller, &wish, &place.object->header, &granted);
        *port = (struct ipc_port *)(void *)place.object;
    }
    nt_place_release(caller->header.world, &place);
    return status;
}

static NTSTATUS check_server(const struct nt_connection *wanted, const SE_SID *server,
                             const struct ipc_port *port)
{
    const struct srm_world *w = wanted->caller->header.world;
    const SID *user = se_token_user(port->server->token);

    if (!rule(w, port, names_server, wanted->server_given != NULL))
        return STATUS_SUCCESS;
    return rule_on(w, port, right_server, rtl_sid_equal(user, &server->Sid),
                   SID_FACT("server", user), SID_FACT("wanted", &server->Sid))
               ? STATUS_SUCCESS
               : STATUS_SERVER_SID_MISMATCH;
}

/* Everything that needs memory, and the context if tracking is static: *owned then. */
static NTSTATUS admit(struct nt_connection *wanted, SECURITY_CLIENT_CONTEXT *security, bool *owned)
{
    struct srm_world *w = wanted->caller->header.world;
    NTSTATUS status = nt_thread_may_wait(wanted->caller);

    *owned = false;
    if (NT_SUCCESS(status) && !rule(w, pool, object, ex_pool_grants(w->pool, EX_ALLOCATION_Object)))
        status = STATUS_INSUFFICIENT_RESOURCES;
    if (!NT_SUCCESS(status))
        return status;
    if (rule(w, port, captures_now, wanted->qos.ContextTrackingMode == SECURITY_STATIC_TRACKING)) {
        status = SeCreateClientSecurity(wanted->caller, &wanted->qos, FALSE, security);
        *owned = NT_SUCCESS(status);
    }
    if (NT_SUCCESS(status))
        status = nt_message_granted(w);
    if (!NT_SUCCESS(status) && *owned)
        SeDeleteClientSecurity(security);
    return status;
}

static void ask(const struct nt_connection *wanted, struct ipc_port *port,
                const SECURITY_CLIENT_CONTEXT *security)
{
    PETHREAD caller = wanted->caller;
    ULONG length = wanted->information ? wanted->given_length : 0;
    struct ipc_parcel parcel = {.data = wanted->information};
    ULONG message_id;

    if (length > port->longest_information)
        length = port->longest_information;
    parcel.header.u1.s1.DataLength = (CSHORT)length;
    parcel.header.u1.s1.TotalLength = (CSHORT)(length + sizeof(PORT_MESSAGE));
    message_id = ipc_port_post(port, NULL, &parcel, ipc_client_id(caller), LPC_CONNECTION_REQUEST);
    ps_thread_wait(caller, (struct ps_port_wait){
                               .kind = PS_WAITS_FOR_CONNECTION,
                               .port = ipc_port_new_client(port, caller, &wanted->qos, security),
                               .message_id = message_id,
                               .handle = wanted->handle,
                               .length = wanted->longest,
                               .information = wanted->information,
                               .information_length = wanted->information_length,
                           });
    if (wanted->flags)
        ipc_port_allow(caller->wait.port, *wanted->flags);
}

/* Ports of both kinds are one since Vista; who may mix the calls is not public. */
static NTSTATUS check_kind(const struct nt_connection *wanted, const struct ipc_port *port)
{
    struct srm_world *w = wanted->caller->header.world;

    return rule(w, alpc, same_kind, port->alpc == (wanted->flags != NULL))
               ? STATUS_SUCCESS
               : world_not_modelled(w, "a connection between LPC and ALPC");
}

NTSTATUS nt_connect_port(struct nt_connection *wanted)
{
    SECURITY_CLIENT_CONTEXT security;
    struct ipc_port *port = NULL;
    SE_SID server;
    bool owned;
    NTSTATUS status = probe_results(wanted);

    if (NT_SUCCESS(status) && wanted->server_given)
        status = nt_capture_sid(wanted->caller, wanted->server_given, &server);
    if (NT_SUCCESS(status))
        status = find_port(wanted, &port);
    if (NT_SUCCESS(status))
        status = check_kind(wanted, port);
    if (NT_SUCCESS(status))
        status = check_server(wanted, &server, port);
    if (NT_SUCCESS(status))
        status = admit(wanted, &security, &owned);
    if (!NT_SUCCESS(status))
        return status;
    ask(wanted, port, owned ? &security : NULL);
    return STATUS_PENDING;
}

static NTSTATUS capture_and_connect(struct nt_connection *wanted,
                                    const SECURITY_QUALITY_OF_SERVICE *qos, const void *views)
{
    PETHREAD caller = wanted->caller;
    struct srm_world *w = caller->header.world;
    NTSTATUS status = nt_probe(caller, wanted->handle);

    if (NT_SUCCESS(status)) /* nobody looks at its Length */
        status = nt_capture(caller, &wanted->qos, qos, sizeof wanted->qos);
    if (NT_SUCCESS(status) && !rule(w, port, without_views, views == NULL))
        status = world_not_modelled(w, "views of sections that a port shares");
    return NT_SUCCESS(status) ? nt_connect_port(wanted) : status;
}

NTSTATUS NtSecureConnectPort(PHANDLE PortHandle, PUNICODE_STRING PortName,
                             PSECURITY_QUALITY_OF_SERVICE SecurityQos, PPORT_VIEW ClientView,
                             PSID RequiredServerSid, PREMOTE_PORT_VIEW ServerView,
                             PULONG MaxMessageLength, PVOID ConnectionInformation,
                             PULONG ConnectionInformationLength)
{
    struct nt_connection wanted = {
        .caller = ps_current_thread(),
        .name = PortName,
        .server_given = RequiredServerSid,
        .handle = PortHandle,
        .longest = MaxMessageLength,
        .information = ConnectionInformation,
        .information_length = ConnectionInformationLength,
    };
    struct srm_world *w = wanted.caller->header.world;
    NTSTATUS status;

    call_enter(w, FLAG_FACT("RequiredServerSid given", RequiredServerSid != NULL));
    status = capture_and_connect(&wanted, SecurityQos,
                                 ClientView ? (const void *)ClientView : ServerView);
    leave_status(w, status);
    return status;
}

NTSTATUS NtConnectPort(PHANDLE PortHandle, PUNICODE_STRING PortName,
                       PSECURITY_QUALITY_OF_SERVICE SecurityQos, PPORT_VIEW ClientView,
                       PREMOTE_PORT_VIEW ServerView, PULONG MaxMessageLength,
                       PVOID ConnectionInformation, PULONG ConnectionInformationLength)
{
    struct srm_world *w = ps_current_world();
    NTSTATUS status;

    call_enter_plain(w);
    status =
        NtSecureConnectPort(PortHandle, PortName, SecurityQos, ClientView, NULL, ServerView,
                            MaxMessageLength, ConnectionInformation, ConnectionInformationLength);
    leave_status(w, status);
    return status;
}
