/* Connections, from the server's side. Sources: phnt; ReactOS lpc/complete.c. */
#include "ex/pool.h"
#include "ex/rules.h"
#include "nt/port.h"
#include "nt/probe.h"

#include <string.h>

/* ---- NtAcceptConnectPort ---- */

/* The thread that asked, whose wait leads to its end; no reference. */
static NTSTATUS find_client(const struct nt_answer *answer, PETHREAD *found)
{
    const struct srm_world *w = answer->caller->header.world;
    const PORT_MESSAGE *header = &answer->parcel.header;
    PETHREAD client = nt_sender_of(w, header);
    const struct ipc_port *end;

    if (!rule_on(w, port, client_found, client != NULL, THREAD("client", client)))
        return STATUS_INVALID_CID;
    if (!rule_on(w, port, client_asks,
                 client->wait.kind == PS_WAITS_FOR_CONNECTION && header->MessageId != 0 &&
                     client->wait.message_id == header->MessageId,
                 NUMBER_FACT("message", header->MessageId)))
        return STATUS_REPLY_MESSAGE_MISMATCH;
    end = client->wait.port;
    if (!rule_on(w, port, own_server, end->origin->server == answer->caller->process,
                 PROCESS("server", end->origin->server)))
        return STATUS_REPLY_MESSAGE_MISMATCH;
    *found = client;
    return STATUS_SUCCESS;
}

/* What the server says goes to where the client's information came from. */
static void give_information(const struct nt_answer *answer, const struct _ETHREAD *client)
{
    const struct ps_port_wait *wait = &client->wait;
    const struct ipc_port *end = wait->port;
    ULONG length = (USHORT)answer->parcel.header.u1.s1.DataLength, room = 0;

    if (!wait->information || !wait->information_length)
        return;
    memcpy(&room, wait->information_length, sizeof room);
    if (length > end->longest_information)
        length = end->longest_information;
    if (length > room)
        length = room;
    memcpy(wait->information, answer->parcel.data, length);
    memcpy(wait->information_length, &length, sizeof length);
}

static NTSTATUS accept(struct nt_answer *answer, PETHREAD client)
{
    PETHREAD caller = answer->caller;
    struct srm_world *w = caller->header.world;
    struct ipc_port *end;
    HANDLE handle;
    NTSTATUS status;

    if (!rule(w, pool, object, ex_pool_grants(w->pool, EX_ALLOCATION_Object)))
        return STATUS_INSUFFICIENT_RESOURCES;
    status = nt_handle_granted(caller);
    if (!NT_SUCCESS(status))
        return status;
    end = ipc_port_new_server(client->wait.port, client->header.id, answer->context);
    handle = nt_insert(caller, end, PORT_ALL_ACCESS, 0);
    if (!answer->context)
        end->context = handle;
    nt_store_handle(answer->handle, handle);
    ob_dereference(end);
    answer->end = end;
    return STATUS_SUCCESS;
}

NTSTATUS nt_answer_client(struct nt_answer *answer)
{
    const struct srm_world *w = answer->caller->header.world;
    PETHREAD client = NULL;
    NTSTATUS status = find_client(answer, &client);
    bool accepted = false;

    if (!NT_SUCCESS(status))
        return status;
    if (rule(w, port, accepted, answer->accept != FALSE)) {
        accepted = true;
        status = accept(answer, client);
        if (!NT_SUCCESS(status))
            return status;
    }
    ipc_port_withdraw(((struct ipc_port *)client->wait.port)->origin, client->wait.message_id);
    give_information(answer, client);
    client->wait.message_id = 0;
    if (!accepted)
        ps_thread_end_wait(client, STATUS_PORT_CONNECTION_REFUSED);
    return STATUS_SUCCESS;
}

NTSTATUS NtAcceptConnectPort(PHANDLE PortHandle, PVOID PortContext, PPORT_MESSAGE ConnectionRequest,
                             BOOLEAN AcceptConnection, PPORT_VIEW ServerView,
                             PREMOTE_PORT_VIEW ClientView)
{
    struct nt_answer answer = {
        .caller = ps_current_thread(),
        .handle = PortHandle,
        .context = PortContext,
        .accept = AcceptConnection,
    };
    struct srm_world *w = answer.caller->header.world;
    NTSTATUS status;

    call_enter(w, FLAG_FACT("AcceptConnection", AcceptConnection));
    status = nt_probe(answer.caller, PortHandle);
    if (NT_SUCCESS(status))
        status = nt_capture_message(answer.caller, ConnectionRequest, &answer.parcel);
    if (NT_SUCCESS(status) && !rule(w, port, without_views, !ServerView && !ClientView))
        status = world_not_modelled(w, "views of sections that a port shares");
    if (NT_SUCCESS(status))
        status = nt_answer_client(&answer);
    leave_status(w, status);
    return status;
}

/* ---- NtCompleteConnectPort ---- */

/* The client's handle, which is one of its own process. */
static void let_client_go_on(PETHREAD client)
{
    const struct ps_port_wait *wait = &client->wait;
    struct ipc_port *end = wait->port;
    NTSTATUS status = nt_handle_granted(client);

    if (NT_SUCCESS(status)) {
        nt_store_handle(wait->handle,
                        nt_insert_into(client, client->process, end, PORT_ALL_ACCESS, 0));
        if (wait->length)
            memcpy(wait->length, &end->longest_message, sizeof end->longest_message);
    }
    ps_thread_end_wait(client, status);
}

NTSTATUS nt_complete_connection(struct ipc_port *end)
{
    const struct srm_world *w = end->named.header.world;
    PETHREAD client;

    if (!rule(w, port, incomplete, end->accepted != 0))
        return STATUS_INVALID_PARAMETER;
    client = ps_thread_by_id(w, end->accepted);
    if (rule(w, port, client_waits,
             client && client->wait.kind == PS_WAITS_FOR_CONNECTION &&
                 client->wait.port == end->other)) {
        end->accepted = 0;
        let_client_go_on(client);
    }
    return STATUS_SUCCESS;
}

NTSTATUS NtCompleteConnectPort(HANDLE PortHandle)
{
    PETHREAD caller = ps_current_thread();
    struct ipc_port *port;
    NTSTATUS status;

    call_enter(caller->header.world, HANDLE_FACT("PortHandle", PortHandle));
    status = nt_port_of_server(caller, PortHandle, &port);
    if (NT_SUCCESS(status))
        status = nt_complete_connection(port);
    leave_status(caller->header.world, status);
    return status;
}
