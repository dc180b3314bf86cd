/* ALPC, as far as client contexts need it. Sources: phnt ntlpcapi.h; impersonation.md 6.9. */
#include "ex/rules.h"
#include "nt/port.h"
#include "nt/probe.h"

static NTSTATUS check_version(struct srm_world *w)
{
    return rule(w, alpc, there, true) ? STATUS_SUCCESS : world_not_modelled(w, "ALPC before Vista");
}

/* Parameters and flags of which nothing is public, or which contexts do not need. */
static NTSTATUS check_modelled(struct srm_world *w, bool modelled)
{
    return rule(w, alpc, modelled, modelled)
               ? STATUS_SUCCESS
               : world_not_modelled(w, "these parameters of an ALPC call");
}

static NTSTATUS capture_attributes(PETHREAD caller, const void *given,
                                   ALPC_PORT_ATTRIBUTES *attributes)
{
    struct srm_world *w = caller->header.world;
    const ULONG known = ALPC_PORFLG_ALLOW_IMPERSONATION | ALPC_PORFLG_ALLOW_LPC_REQUESTS |
                        ALPC_PORFLG_WAITABLE_PORT | ALPC_PORFLG_ALLOW_DUP_OBJECT;
    NTSTATUS status = nt_capture(caller, attributes, given, sizeof *attributes);

    return NT_SUCCESS(status) ? check_modelled(w, (attributes->Flags & ~known) == 0) : status;
}

static NTSTATUS create_port(PETHREAD caller, const OBJECT_ATTRIBUTES *given,
                            const void *port_attributes, PHANDLE handle)
{
    struct srm_world *w = caller->header.world;
    ALPC_PORT_ATTRIBUTES attributes;
    NTSTATUS status = check_version(w);

    if (NT_SUCCESS(status))
        status = check_modelled(w, port_attributes != NULL);
    if (NT_SUCCESS(status))
        status = capture_attributes(caller, port_attributes, &attributes);
    if (!NT_SUCCESS(status))
        return status;

    const struct ipc_port_limits limits = {
        .message =
            attributes.MaxMessageLength < MAXDWORD ? (ULONG)attributes.MaxMessageLength : MAXDWORD,
        .alpc = true,
    };
    return nt_create_port(caller, given, limits, handle);
}

NTSTATUS NtAlpcCreatePort(PHANDLE PortHandle, POBJECT_ATTRIBUTES ObjectAttributes,
                          PALPC_PORT_ATTRIBUTES PortAttributes)
{
    PETHREAD caller = ps_current_thread();
    NTSTATUS status;

    call_enter_plain(caller->header.world);
    status = create_port(caller, ObjectAttributes, PortAttributes, PortHandle);
    leave_status(caller->header.world, status);
    return status;
}

static NTSTATUS connect_port(struct nt_connection *wanted, const void *port_attributes)
{
    ALPC_PORT_ATTRIBUTES attributes;
    NTSTATUS status = capture_attributes(wanted->caller, port_attributes, &attributes);

    if (!NT_SUCCESS(status))
        return status;
    wanted->qos = attributes.SecurityQos;
    wanted->flags = &attributes.Flags;
    return nt_connect_port(wanted);
}

NTSTATUS NtAlpcConnectPort(PHANDLE PortHandle, PUNICODE_STRING PortName,
                           POBJECT_ATTRIBUTES ObjectAttributes,
                           PALPC_PORT_ATTRIBUTES PortAttributes, ULONG Flags,
                           PSID RequiredServerSid, PPORT_MESSAGE ConnectionMessage,
                           PSIZE_T BufferLength, PALPC_MESSAGE_ATTRIBUTES OutMessageAttributes,
                           PALPC_MESSAGE_ATTRIBUTES InMessageAttributes, PLARGE_INTEGER Timeout)
{
    struct nt_connection wanted = {
        .caller = ps_current_thread(),
        .name = PortName,
        .server_given = RequiredServerSid,
        .handle = PortHandle,
    };
    struct srm_world *w = wanted.caller->header.world;
    bool plain = !ObjectAttributes && PortAttributes && Flags == ALPC_MSGFLG_SYNC_REQUEST &&
                 !ConnectionMessage && !BufferLength && !OutMessageAttributes &&
                 !InMessageAttributes && !Timeout;
    NTSTATUS status;

    call_enter(w, NUMBER_FACT("Flags", Flags));
    status = check_version(w);
    if (NT_SUCCESS(status))
        status = check_modelled(w, plain);
    if (NT_SUCCESS(status))
        status = connect_port(&wanted, PortAttributes);
    leave_status(w, status);
    return status;
}

/* The named port to which the request came. */
static NTSTATUS check_connection_port(PETHREAD caller, HANDLE handle)
{
    const struct srm_world *w = caller->header.world;
    struct ipc_port *port;
    NTSTATUS status = nt_port_by_handle(caller, handle, 0, &port);

    if (!NT_SUCCESS(status))
        return status;
    return rule_on(w, alpc, connection_port, port->role == IPC_PORT_NAMED, ob_fact("port", port))
               ? STATUS_SUCCESS
               : STATUS_INVALID_PORT_HANDLE;
}

static NTSTATUS accept(struct nt_answer *answer, HANDLE port, const void *request)
{
    NTSTATUS status = nt_probe(answer->caller, answer->handle);

    if (NT_SUCCESS(status))
        status = nt_capture_message(answer->caller, request, &answer->parcel);
    if (NT_SUCCESS(status))
        status = check_connection_port(answer->caller, port);
    if (NT_SUCCESS(status))
        status = nt_answer_client(answer);
    if (NT_SUCCESS(status) && answer->end)
        status = nt_complete_connection(answer->end);
    return status;
}

NTSTATUS NtAlpcAcceptConnectPort(PHANDLE PortHandle, HANDLE ConnectionPortHandle, ULONG Flags,
                                 POBJECT_ATTRIBUTES ObjectAttributes,
                                 PALPC_PORT_ATTRIBUTES PortAttributes, PVOID PortContext,
                                 PPORT_MESSAGE ConnectionRequest,
                                 PALPC_MESSAGE_ATTRIBUTES ConnectionMessageAttributes,
                                 BOOLEAN AcceptConnection)
{
    struct nt_answer answer = {
        .caller = ps_current_thread(),
        .handle = PortHandle,
        .context = PortContext,
        .accept = AcceptConnection,
    };
    struct srm_world *w = answer.caller->header.world;
    NTSTATUS status;

    (void)PortAttributes; /* what a server says of its own end changes nothing here */
    call_enter(w, HANDLE_FACT("ConnectionPortHandle", ConnectionPortHandle),
               FLAG_FACT("AcceptConnection", AcceptConnection));
    status = check_version(w);
    if (NT_SUCCESS(status))
        status = check_modelled(w, Flags == 0 && !ObjectAttributes && !ConnectionMessageAttributes);
    if (NT_SUCCESS(status))
        status = accept(&answer, ConnectionPortHandle, ConnectionRequest);
    leave_status(w, status);
    return status;
}

/* ---- messages ---- */

/* Which of the LPC calls it is. */
static NTSTATUS send_and_receive(PETHREAD caller, HANDLE handle, ULONG flags, const void *message,
                                 void *receive)
{
    struct srm_world *w = caller->header.world;
    const struct ipc_receipt receipt = {.message = receive};
    struct ipc_parcel parcel = {.header.MessageId = 0};
    NTSTATUS status = message ? nt_capture_message(caller, message, &parcel) : STATUS_SUCCESS;

    if (!NT_SUCCESS(status))
        return status;
    if (rule(w, alpc, sync_request, flags == ALPC_MSGFLG_SYNC_REQUEST && message && receive))
        return nt_ask(caller, handle, message, receive);

    bool reply = parcel.header.MessageId != 0;
    bool datagram = message && !reply && !receive && flags == ALPC_MSGFLG_RELEASE_MESSAGE;
    bool receives = receive && (!message || reply);

    status = check_modelled(w, (flags & ~ALPC_MSGFLG_RELEASE_MESSAGE) == 0 &&
                                   (datagram || reply || receives));
    if (!NT_SUCCESS(status))
        return status;
    if (rule(w, alpc, receives, receives))
        return nt_reply_and_receive(caller, handle, message, &receipt);
    return rule(w, alpc, replies, reply) ? nt_reply(caller, handle, message)
                                         : nt_send_message(caller, handle, message);
}

NTSTATUS NtAlpcSendWaitReceivePort(HANDLE PortHandle, ULONG Flags, PPORT_MESSAGE SendMessage,
                                   PALPC_MESSAGE_ATTRIBUTES SendMessageAttributes,
                                   PPORT_MESSAGE ReceiveMessage, PSIZE_T BufferLength,
                                   PALPC_MESSAGE_ATTRIBUTES ReceiveMessageAttributes,
                                   PLARGE_INTEGER Timeout)
{
    PETHREAD caller = ps_current_thread();
    struct srm_world *w = caller->header.world;
    NTSTATUS status;

    (void)BufferLength; /* there is room for any message */
    call_enter(w, HANDLE_FACT("PortHandle", PortHandle), NUMBER_FACT("Flags", Flags));
    status = check_version(w);
    if (NT_SUCCESS(status))
        status = check_modelled(w, !SendMessageAttributes && !ReceiveMessageAttributes && !Timeout);
    if (NT_SUCCESS(status))
        status = send_and_receive(caller, PortHandle, Flags, SendMessage, ReceiveMessage);
    leave_status(w, status);
    return status;
}

/* ---- impersonation ---- */

NTSTATUS NtAlpcImpersonateClientOfPort(HANDLE PortHandle, PPORT_MESSAGE Message, ULONG Flags)
{
    PETHREAD caller = ps_current_thread(), client;
    struct srm_world *w = caller->header.world;
    const struct ipc_demand demand = {
        .required = (Flags & ALPC_IMPERSONATEFLG_REQUIRE_IMPERSONATE) != 0,
        .level = (SECURITY_IMPERSONATION_LEVEL)(Flags >> 2 & 3),
        .or_anonymous = (Flags & ALPC_IMPERSONATEFLG_ANONYMOUS) != 0,
    };
    struct ipc_port *port;
    NTSTATUS status;

    call_enter(w, HANDLE_FACT("PortHandle", PortHandle), NUMBER_FACT("Flags", Flags));
    status = check_version(w);
    if (NT_SUCCESS(status))
        status = check_modelled(w, (Flags & ~0xFu) == 0);
    if (NT_SUCCESS(status))
        status = nt_find_client(caller, PortHandle, Message, &port, &client);
    if (NT_SUCCESS(status))
        status = ipc_port_impersonate_alpc(port, client, &demand);
    leave_status(w, status);
    return status;
}
