/* Connecting to a port, from the client's side. Sources: phnt; ReactOS lpc/connect.c; IMP 6.9. */
#include "ex/pool.h"
#include "ex/rules.h"
#include "nt/capture.h"
#include "nt/name.h"
#include "nt/port.h"
#include "nt/probe.h"

#include <string.h>

/* What a client asks for, and where it wants to hear of it. */
struct connection {
    PETHREAD caller;
    PUNICODE_STRING name;
    SECURITY_QUALITY_OF_SERVICE qos;
    const SE_SID *server; /* NULL: any */
    PHANDLE handle;
    PULONG longest;
    void *information;
    PULONG information_length;
    ULONG given_length;
};

static NTSTATUS probe_results(struct connection *wanted)
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
static NTSTATUS find_port(const struct connection *wanted, struct ipc_port **port)
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

static NTSTATUS check_server(const struct connection *wanted, const struct ipc_port *port)
{
    const struct srm_world *w = wanted->caller->header.world;
    const SID *user = se_token_user(port->server->token);

    if (!rule(w, port, names_server, wanted->server != NULL))
        return STATUS_SUCCESS;
    return rule_on(w, port, right_server, rtl_sid_equal(user, &wanted->server->Sid),
                   SID_FACT("server", user), SID_FACT("wanted", &wanted->server->Sid))
               ? STATUS_SUCCESS
               : STATUS_SERVER_SID_MISMATCH;
}

/* Everything that needs memory, and the context if tracking is static: *owned then. */
static NTSTATUS admit(struct connection *wanted, SECURITY_CLIENT_CONTEXT *security, bool *owned)
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

static void ask(const struct connection *wanted, struct ipc_port *port,
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
}

static NTSTATUS connect_port(struct connection *wanted)
{
    SECURITY_CLIENT_CONTEXT security;
    struct ipc_port *port;
    bool owned;
    NTSTATUS status = find_port(wanted, &port);

    if (NT_SUCCESS(status))
        status = check_server(wanted, port);
    if (NT_SUCCESS(status))
        status = admit(wanted, &security, &owned);
    if (!NT_SUCCESS(status))
        return status;
    ask(wanted, port, owned ? &security : NULL);
    return STATUS_PENDING;
}

static NTSTATUS capture_and_connect(struct connection *wanted,
                                    const SECURITY_QUALITY_OF_SERVICE *qos, const void *views,
                                    PSID server)
{
    PETHREAD caller = wanted->caller;
    struct srm_world *w = caller->header.world;
    SE_SID sid;
    NTSTATUS status = nt_probe(caller, wanted->handle);

    if (NT_SUCCESS(status)) /* nobody looks at its Length */
        status = nt_capture(caller, &wanted->qos, qos, sizeof wanted->qos);
    if (NT_SUCCESS(status) && !rule(w, port, without_views, views == NULL))
        status = world_not_modelled(w, "views of sections that a port shares");
    if (NT_SUCCESS(status))
        status = probe_results(wanted);
    if (NT_SUCCESS(status) && server) {
        status = nt_capture_sid(caller, server, &sid);
        wanted->server = &sid;
    }
    return NT_SUCCESS(status) ? connect_port(wanted) : status;
}

NTSTATUS NtSecureConnectPort(PHANDLE PortHandle, PUNICODE_STRING PortName,
                             PSECURITY_QUALITY_OF_SERVICE SecurityQos, PPORT_VIEW ClientView,
                             PSID RequiredServerSid, PREMOTE_PORT_VIEW ServerView,
                             PULONG MaxMessageLength, PVOID ConnectionInformation,
                             PULONG ConnectionInformationLength)
{
    struct connection wanted = {
        .caller = ps_current_thread(),
        .name = PortName,
        .handle = PortHandle,
        .longest = MaxMessageLength,
        .information = ConnectionInformation,
        .information_length = ConnectionInformationLength,
    };
    struct srm_world *w = wanted.caller->header.world;
    NTSTATUS status;

    call_enter(w, FLAG_FACT("RequiredServerSid given", RequiredServerSid != NULL));
    status =
        capture_and_connect(&wanted, SecurityQos,
                            ClientView ? (const void *)ClientView : ServerView, RequiredServerSid);
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
