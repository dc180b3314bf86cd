/* Messages to ports. Sources: phnt; ReactOS lpc/send.c, lpc/reply.c, lpc/listen.c, lpc/port.c. */
#include "ex/rules.h"
#include "nt/port.h"
#include "nt/probe.h"

/* ---- what is sent ---- */

NTSTATUS nt_message_lengths(const struct srm_world *w, const PORT_MESSAGE *header)
{
    ULONG needed = (USHORT)header->u1.s1.DataLength + (ULONG)sizeof *header;

    return rule_on(w, port_message, lengths_fit, needed <= (USHORT)header->u1.s1.TotalLength,
                   NUMBER_FACT("needed", needed),
                   NUMBER_FACT("TotalLength", (USHORT)header->u1.s1.TotalLength))
               ? STATUS_SUCCESS
               : STATUS_INVALID_PARAMETER;
}

NTSTATUS nt_message_length_for(const struct ipc_port *port, const PORT_MESSAGE *header)
{
    return rule_on(port->named.header.world, port_message, short_enough,
                   (USHORT)header->u1.s1.TotalLength <= port->longest_message,
                   NUMBER_FACT("TotalLength", (USHORT)header->u1.s1.TotalLength),
                   NUMBER_FACT("longest", port->longest_message))
               ? STATUS_SUCCESS
               : STATUS_PORT_MESSAGE_TOO_LONG;
}

/* The type of a message, without the flags beside it. */
static ULONG type_of(const PORT_MESSAGE *header)
{
    return (USHORT)header->u2.s2.Type & ~(ULONG)(LPC_NO_IMPERSONATE | LPC_KERNELMODE_MESSAGE);
}

/* Where a message that is sent through this port goes; NULL: nowhere any more. */
static struct ipc_port *queue_of(struct ipc_port *port)
{
    switch (port->role) {
    case IPC_PORT_NAMED:
        return port;
    case IPC_PORT_CLIENT:
        return port->other ? port->origin : NULL;
    case IPC_PORT_SERVER:
    default:
        return port->other;
    }
}

/* A message that is on its way. */
struct request {
    PETHREAD caller;
    struct ipc_parcel parcel;
    struct ipc_port *port, *queue;
};

/* What both kinds of requests ask about the message and the port, in this order. */
static NTSTATUS admit_request(struct request *request, HANDLE handle)
{
    const struct srm_world *w = request->caller->header.world;
    NTSTATUS status = nt_message_lengths(w, &request->parcel.header);

    if (NT_SUCCESS(status))
        status = nt_port_by_handle(request->caller, handle, 0, &request->port);
    if (NT_SUCCESS(status))
        status = nt_message_length_for(request->port, &request->parcel.header);
    if (NT_SUCCESS(status))
        status = nt_message_granted(w);
    return status;
}

static NTSTATUS find_queue(struct request *request)
{
    request->queue = queue_of(request->port);
    return rule_on(request->caller->header.world, port_message, connected, request->queue != NULL,
                   ob_fact("port", request->port))
               ? STATUS_SUCCESS
               : STATUS_PORT_DISCONNECTED;
}

static ULONG post(const struct request *request, CSHORT type)
{
    void *context = request->port->role == IPC_PORT_CLIENT ? request->port->other->context : NULL;

    return ipc_port_post(request->queue, context, &request->parcel, ipc_client_id(request->caller),
                         type);
}

NTSTATUS nt_send_message(PETHREAD caller, HANDLE handle, const void *message)
{
    const struct srm_world *w = caller->header.world;
    struct request request = {.caller = caller};
    const PORT_MESSAGE *header = &request.parcel.header;
    NTSTATUS status = nt_capture_message(caller, message, &request.parcel);

    if (!NT_SUCCESS(status))
        return status;
    if (!rule_on(w, port_message, type_free, type_of(header) == 0,
                 NUMBER_FACT("type", type_of(header))) ||
        !rule(w, port_message, no_offset, header->u2.s2.DataInfoOffset == 0))
        return STATUS_INVALID_PARAMETER;
    status = admit_request(&request, handle);
    if (NT_SUCCESS(status))
        status = find_queue(&request);
    if (NT_SUCCESS(status))
        post(&request, LPC_DATAGRAM);
    return status;
}

NTSTATUS NtRequestPort(HANDLE PortHandle, PPORT_MESSAGE RequestMessage)
{
    PETHREAD caller = ps_current_thread();
    NTSTATUS status;

    call_enter(caller->header.world, HANDLE_FACT("PortHandle", PortHandle));
    status = nt_send_message(caller, PortHandle, RequestMessage);
    leave_status(caller->header.world, status);
    return status;
}

/* ---- requests ---- */

static NTSTATUS check_request(struct srm_world *w, const PORT_MESSAGE *header)
{
    if (!rule(w, port_message, offset_modelled, header->u2.s2.DataInfoOffset == 0))
        return world_not_modelled(w, "a request with a list of data in the sender's memory");
    if (!rule(w, port_message, no_callback, type_of(header) != LPC_REQUEST))
        return world_not_modelled(w, "a request of a server to the client that it serves");
    return rule_on(w, port_message, type_free, type_of(header) == 0,
                   NUMBER_FACT("type", type_of(header)))
               ? STATUS_SUCCESS
               : STATUS_INVALID_PARAMETER;
}

static void ask(const struct request *request, void *reply)
{
    const struct srm_world *w = request->caller->header.world;
    bool forbids = rule(w, port_message, forbids_impersonation,
                        (request->parcel.header.u2.s2.Type & LPC_NO_IMPERSONATE) != 0);
    ULONG message_id = post(request, LPC_REQUEST);

    ps_thread_wait(request->caller, (struct ps_port_wait){
                                        .kind = PS_WAITS_FOR_REPLY,
                                        .port = ob_reference(request->port),
                                        .message_id = message_id,
                                        .no_impersonation = forbids,
                                        .message = reply,
                                    });
}

NTSTATUS nt_ask(PETHREAD caller, HANDLE handle, const void *message, void *reply)
{
    struct request request = {.caller = caller};
    NTSTATUS status = nt_capture_message(caller, message, &request.parcel);

    if (NT_SUCCESS(status))
        status = nt_probe(caller, reply);
    if (NT_SUCCESS(status))
        status = check_request(caller->header.world, &request.parcel.header);
    if (NT_SUCCESS(status))
        status = admit_request(&request, handle);
    if (NT_SUCCESS(status))
        status = nt_thread_may_wait(caller);
    if (NT_SUCCESS(status))
        status = find_queue(&request);
    if (!NT_SUCCESS(status))
        return status;
    ask(&request, reply);
    return STATUS_PENDING;
}

NTSTATUS NtRequestWaitReplyPort(HANDLE PortHandle, PPORT_MESSAGE RequestMessage,
                                PPORT_MESSAGE ReplyMessage)
{
    PETHREAD caller = ps_current_thread();
    NTSTATUS status;

    call_enter(caller->header.world, HANDLE_FACT("PortHandle", PortHandle));
    status = nt_ask(caller, PortHandle, RequestMessage, ReplyMessage);
    leave_status(caller->header.world, status);
    return status;
}

/* ---- impersonation ---- */

NTSTATUS nt_find_client(PETHREAD caller, HANDLE handle, const void *message, struct ipc_port **port,
                        PETHREAD *client)
{
    const struct srm_world *w = caller->header.world;
    struct ipc_parcel parcel;
    NTSTATUS status = nt_capture_message(caller, message, &parcel);

    if (NT_SUCCESS(status))
        status = nt_port_of_server(caller, handle, port);
    if (!NT_SUCCESS(status))
        return status;
    *client = nt_sender_of(w, &parcel.header);
    if (!rule_on(w, port_message, sender_found, *client != NULL, THREAD("client", *client)))
        return STATUS_INVALID_CID;
    return ipc_port_check_client(*port, *client, parcel.header.MessageId);
}

NTSTATUS NtImpersonateClientOfPort(HANDLE PortHandle, PPORT_MESSAGE Message)
{
    PETHREAD caller = ps_current_thread(), client;
    struct ipc_port *port;
    NTSTATUS status;

    call_enter(caller->header.world, HANDLE_FACT("PortHandle", PortHandle));
    status = nt_find_client(caller, PortHandle, Message, &port, &client);
    if (NT_SUCCESS(status))
        status = ipc_port_impersonate(port, client);
    leave_status(caller->header.world, status);
    return status;
}
