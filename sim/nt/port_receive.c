/* Replies, and receiving messages. Sources: phnt; ReactOS lpc/reply.c, lpc/listen.c. */
#include "ex/rules.h"
#include "nt/port.h"
#include "nt/probe.h"

/* A reply, and whom it is for. */
struct reply {
    PETHREAD caller;
    struct ipc_parcel parcel;
    PETHREAD client; /* no reference */
};

/* What is asked about the message before the port is looked at. */
static NTSTATUS capture_reply(struct reply *reply, const void *message)
{
    const struct srm_world *w = reply->caller->header.world;
    const PORT_MESSAGE *header = &reply->parcel.header;
    NTSTATUS status = nt_capture_message(reply->caller, message, &reply->parcel);

    if (!NT_SUCCESS(status))
        return status;
    status = nt_message_lengths(w, header);
    if (NT_SUCCESS(status) && !rule_on(w, port_message, answers_one, header->MessageId != 0,
                                       NUMBER_FACT("message", header->MessageId)))
        status = STATUS_INVALID_PARAMETER;
    return status;
}

static NTSTATUS find_client(struct reply *reply, const struct ipc_port *port)
{
    const struct srm_world *w = reply->caller->header.world;
    const PORT_MESSAGE *header = &reply->parcel.header;
    PETHREAD client = nt_sender_of(w, header);
    NTSTATUS status;

    if (!rule_on(w, port_message, sender_found, client != NULL, THREAD("client", client)))
        return STATUS_INVALID_CID;
    status = nt_message_granted(w);
    if (!NT_SUCCESS(status))
        return status;
    reply->client = client;
    return rule_on(w, port_message, awaited, ipc_port_owes(port, client, header->MessageId),
                   THREAD("client", client), NUMBER_FACT("message", header->MessageId))
               ? STATUS_SUCCESS
               : STATUS_REPLY_MESSAGE_MISMATCH;
}

NTSTATUS nt_reply(PETHREAD caller, HANDLE handle, const void *message)
{
    struct reply reply = {.caller = caller};
    struct ipc_port *port;
    NTSTATUS status = capture_reply(&reply, message);

    if (NT_SUCCESS(status))
        status = nt_port_by_handle(caller, handle, 0, &port);
    if (NT_SUCCESS(status))
        status = nt_message_length_for(port, &reply.parcel.header);
    if (NT_SUCCESS(status))
        status = find_client(&reply, port);
    if (NT_SUCCESS(status))
        ipc_port_reply(reply.client, &reply.parcel);
    return status;
}

NTSTATUS NtReplyPort(HANDLE PortHandle, PPORT_MESSAGE ReplyMessage)
{
    PETHREAD caller = ps_current_thread();
    NTSTATUS status;

    call_enter(caller->header.world, HANDLE_FACT("PortHandle", PortHandle));
    status = nt_reply(caller, PortHandle, ReplyMessage);
    leave_status(caller->header.world, status);
    return status;
}

/* ---- receiving ---- */

/* The port at which messages for this one queue. */
static NTSTATUS find_queue(struct ipc_port *port, struct ipc_port **queue)
{
    *queue = port->role == IPC_PORT_SERVER ? port->origin : port;
    return rule_on(port->named.header.world, port_message, connected, *queue != NULL,
                   ob_fact("port", port))
               ? STATUS_SUCCESS
               : STATUS_PORT_DISCONNECTED;
}

static void wait_for_message(PETHREAD caller, struct ipc_port *queue,
                             const struct ipc_receipt *receipt)
{
    ps_thread_wait(caller, (struct ps_port_wait){
                               .kind = PS_WAITS_FOR_MESSAGE,
                               .port = ob_reference(queue),
                               .only_connections = receipt->only_connections,
                               .message = receipt->message,
                               .context = receipt->context,
                           });
}

NTSTATUS nt_reply_and_receive(PETHREAD caller, HANDLE handle, const void *message,
                              const struct ipc_receipt *receipt)
{
    struct reply reply = {.caller = caller};
    struct ipc_port *port, *queue = NULL;
    NTSTATUS status = receipt->context ? nt_probe(caller, receipt->context) : STATUS_SUCCESS;

    if (NT_SUCCESS(status) && message)
        status = capture_reply(&reply, message);
    if (NT_SUCCESS(status))
        status = nt_probe(caller, receipt->message);
    if (NT_SUCCESS(status))
        status = nt_port_by_handle(caller, handle, 0, &port);
    if (NT_SUCCESS(status) && message)
        status = nt_message_length_for(port, &reply.parcel.header);
    if (NT_SUCCESS(status))
        status = find_queue(port, &queue);
    if (NT_SUCCESS(status) && message)
        status = find_client(&reply, port);
    if (!NT_SUCCESS(status))
        return status;
    if (!rule(caller->header.world, port_message, there, ipc_port_has(queue, receipt)))
        status = nt_thread_may_wait(caller);
    if (!NT_SUCCESS(status))
        return status;
    if (message)
        ipc_port_reply(reply.client, &reply.parcel);
    if (ipc_port_take(queue, receipt))
        return STATUS_SUCCESS;
    wait_for_message(caller, queue, receipt);
    return STATUS_PENDING;
}

NTSTATUS NtReplyWaitReceivePortEx(HANDLE PortHandle, PVOID *PortContext, PPORT_MESSAGE ReplyMessage,
                                  PPORT_MESSAGE ReceiveMessage, PLARGE_INTEGER Timeout)
{
    PETHREAD caller = ps_current_thread();
    struct srm_world *w = caller->header.world;
    const struct ipc_receipt receipt = {.message = ReceiveMessage, .context = PortContext};
    NTSTATUS status;

    call_enter(w, HANDLE_FACT("PortHandle", PortHandle),
               FLAG_FACT("ReplyMessage given", ReplyMessage != NULL));
    if (rule(w, port_message, no_timeout, Timeout == NULL))
        status = nt_reply_and_receive(caller, PortHandle, ReplyMessage, &receipt);
    else
        status = world_not_modelled(w, "a limit to how long a thread waits for a message");
    leave_status(w, status);
    return status;
}

NTSTATUS NtReplyWaitReceivePort(HANDLE PortHandle, PVOID *PortContext, PPORT_MESSAGE ReplyMessage,
                                PPORT_MESSAGE ReceiveMessage)
{
    struct srm_world *w = ps_current_world();
    NTSTATUS status;

    call_enter(w, HANDLE_FACT("PortHandle", PortHandle));
    status = NtReplyWaitReceivePortEx(PortHandle, PortContext, ReplyMessage, ReceiveMessage, NULL);
    leave_status(w, status);
    return status;
}

NTSTATUS NtListenPort(HANDLE PortHandle, PPORT_MESSAGE ConnectionRequest)
{
    PETHREAD caller = ps_current_thread();
    const struct ipc_receipt receipt = {.message = ConnectionRequest, .only_connections = true};
    NTSTATUS status;

    call_enter(caller->header.world, HANDLE_FACT("PortHandle", PortHandle));
    status = nt_reply_and_receive(caller, PortHandle, NULL, &receipt);
    leave_status(caller->header.world, status);
    return status;
}
