/* Messages at ports. Sources: ReactOS lpc/send.c, lpc/reply.c, lpc/listen.c. */
#include "ipc/port.h"

#include "ex/pool.h"
#include "ex/rules.h"

#include <string.h>

static size_t data_length(const PORT_MESSAGE *header)
{
    return (USHORT)header->u1.s1.DataLength;
}

static bool is_wanted(const struct srm_world *w, const PORT_MESSAGE *header, bool only_connections)
{
    return !only_connections ||
           rule_on(w, port_message, asks_to_connect, header->u2.s2.Type == LPC_CONNECTION_REQUEST,
                   NUMBER_FACT("type", (USHORT)header->u2.s2.Type));
}

/* The caller's memory can lie anywhere. */
static void hand_over(const PORT_MESSAGE *header, const void *data, void *to)
{
    memcpy(to, header, sizeof *header);
    if (data_length(header) > 0)
        memcpy((unsigned char *)to + sizeof *header, data, data_length(header));
}

static void hand_over_context(void *context, PVOID *to)
{
    if (to)
        memcpy(to, &context, sizeof context);
}

/* Who waits for a message at the port; the one whose thread was made first. */
static PETHREAD receiver_of(const struct ipc_port *port, const PORT_MESSAGE *header)
{
    const struct srm_world *w = port->named.header.world;

    for (PEPROCESS process = w->processes; process; process = process->next)
        for (PETHREAD thread = process->threads; thread; thread = thread->next)
            if (thread->wait.kind == PS_WAITS_FOR_MESSAGE && thread->wait.port == port &&
                is_wanted(w, header, thread->wait.only_connections))
                return thread;
    return NULL;
}

/* Is there somebody who would take the message and throw it away? */
static bool is_thrown_away(const struct ipc_port *port)
{
    const struct srm_world *w = port->named.header.world;

    for (PEPROCESS process = w->processes; process; process = process->next)
        for (PETHREAD thread = process->threads; thread; thread = thread->next)
            if (thread->wait.kind == PS_WAITS_FOR_MESSAGE && thread->wait.port == port)
                return true;
    return false;
}

static void append(struct ipc_port *port, void *context, const PORT_MESSAGE *header,
                   const void *data)
{
    struct srm_world *w = port->named.header.world;
    struct ipc_message *message =
        ex_alloc(w->pool, EX_KIND_PortMessage, sizeof *message + data_length(header));
    struct ipc_message **end = &port->queue;

    message->context = context;
    message->header = *header;
    if (data_length(header) > 0)
        memcpy(message + 1, data, data_length(header));
    while (*end)
        end = &(*end)->next;
    *end = message;
    port->queued++;
    trace_object(w, EVENT_CHANGED, "a message is queued", ob_fact("object", port),
                 NUMBER_FACT("message", header->MessageId));
}

ULONG ipc_port_post(struct ipc_port *port, void *context, const struct ipc_parcel *parcel,
                    CLIENT_ID from, CSHORT type)
{
    struct srm_world *w = port->named.header.world;
    PORT_MESSAGE header = parcel->header;
    PETHREAD receiver;

    header.u2.s2.Type = type;
    header.ClientId = from;
    header.MessageId = ++w->last_message_id;
    header.ClientViewSize = 0;
    receiver = receiver_of(port, &header);
    if (receiver) {
        hand_over(&header, parcel->data, receiver->wait.message);
        hand_over_context(context, receiver->wait.context);
        ps_thread_end_wait(receiver, STATUS_SUCCESS);
    } else if (!is_thrown_away(port)) {
        append(port, context, &header, parcel->data);
    }
    return header.MessageId;
}

/* Takes the message behind that link out of the queue. */
static struct ipc_message *unlink_message(struct ipc_port *port, struct ipc_message **link)
{
    struct ipc_message *message = *link;

    *link = message->next;
    port->queued--;
    return message;
}

bool ipc_port_has(const struct ipc_port *port, const struct ipc_receipt *receipt)
{
    const struct ipc_message *message = port->queue;

    while (message &&
           !is_wanted(port->named.header.world, &message->header, receipt->only_connections))
        message = message->next;
    return message != NULL;
}

bool ipc_port_take(struct ipc_port *port, const struct ipc_receipt *receipt)
{
    const struct srm_world *w = port->named.header.world;
    bool taken = false;

    while (!taken && port->queue) {
        struct ipc_message *message = unlink_message(port, &port->queue);

        if (is_wanted(w, &message->header, receipt->only_connections)) {
            hand_over(&message->header, message + 1, receipt->message);
            hand_over_context(message->context, receipt->context);
            taken = true;
        }
        ex_free(w->pool, message);
    }
    return taken;
}

void ipc_port_withdraw(struct ipc_port *port, ULONG message_id)
{
    struct ipc_message **link = &port->queue;

    while (*link && (*link)->header.MessageId != message_id)
        link = &(*link)->next;
    if (*link)
        ex_free(port->named.header.world->pool, unlink_message(port, link));
}

bool ipc_port_owes(const struct ipc_port *port, const struct _ETHREAD *thread, ULONG message_id)
{
    const struct ipc_port *asked = thread->wait.port;

    if (thread->wait.kind != PS_WAITS_FOR_REPLY || thread->wait.message_id != message_id)
        return false;
    return port == asked || port == asked->origin || port == asked->other || port->origin == asked;
}

void ipc_port_reply(PETHREAD thread, const struct ipc_parcel *parcel)
{
    PORT_MESSAGE header = parcel->header;

    header.u2.s2.Type = LPC_REPLY;
    hand_over(&header, parcel->data, thread->wait.message);
    ps_thread_end_wait(thread, STATUS_SUCCESS);
}
