/* Sources: phnt ntlpcapi.h; ReactOS lpc/create.c, lpc/connect.c, lpc/close.c. */
#include "ipc/port.h"

#include "ex/pool.h"
#include "ex/rules.h"

/* ---- closing ---- */

/* Ends the waits of that kind that refer to the port. */
static void end_waits(struct ipc_port *port, enum ps_port_wait_kind kind, NTSTATUS status)
{
    struct srm_world *w = port->named.header.world;

    for (PEPROCESS process = w->processes; process; process = process->next)
        for (PETHREAD thread = process->threads; thread; thread = thread->next)
            if (thread->wait.kind == kind && thread->wait.port == port)
                ps_thread_end_wait(thread, status);
}

/* Whoever asked to be connected to the named port. */
static void refuse_all(struct ipc_port *port)
{
    struct srm_world *w = port->named.header.world;

    for (PEPROCESS process = w->processes; process; process = process->next)
        for (PETHREAD thread = process->threads; thread; thread = thread->next) {
            const struct ipc_port *client = thread->wait.port;

            if (thread->wait.kind == PS_WAITS_FOR_CONNECTION && client->origin == port)
                ps_thread_end_wait(thread, STATUS_PORT_CONNECTION_REFUSED);
        }
}

static void empty_queue(struct ipc_port *port)
{
    while (port->queue) {
        struct ipc_message *message = port->queue;

        port->queue = message->next;
        ex_free(port->named.header.world->pool, message);
    }
    port->queued = 0;
}

static void drop_origin(struct ipc_port *port)
{
    struct ipc_port *origin = port->origin;

    port->origin = NULL;
    if (origin)
        ob_dereference(origin);
}

/* The server hears of it, as of a message of the client. */
static void tell_server(struct ipc_port *port)
{
    const struct ipc_parcel parcel = {
        .header.u1.s1.TotalLength = (CSHORT)sizeof(PORT_MESSAGE),
        .data = NULL,
    };

    ipc_port_post(port->origin, port->other->context, &parcel, port->client, LPC_PORT_CLOSED);
}

static void disconnect(struct ipc_port *port)
{
    struct ipc_port *other = port->other;

    if (!other)
        return;
    if (port->role == IPC_PORT_CLIENT)
        tell_server(port);
    end_waits(other, PS_WAITS_FOR_REPLY, STATUS_LPC_REPLY_LOST);
    other->other = NULL;
    port->other = NULL;
    drop_origin(other);
}

/* Its last handle is gone. */
static void port_closed(void *object)
{
    struct ipc_port *port = object;

    ob_reference(port);
    end_waits(port, PS_WAITS_FOR_MESSAGE, STATUS_PORT_DISCONNECTED);
    end_waits(port, PS_WAITS_FOR_REPLY, STATUS_PORT_DISCONNECTED);
    if (port->role == IPC_PORT_NAMED) {
        ob_named_unname(&port->named);
        refuse_all(port);
    }
    disconnect(port);
    empty_queue(port);
    ob_dereference(port);
}

static void port_delete(void *object)
{
    struct ipc_port *port = object;

    disconnect(port); /* of an end that never had a handle */
    empty_queue(port);
    drop_origin(port);
    if (port->captured)
        SeDeleteClientSecurity(&port->security);
    if (port->server)
        ob_dereference(port->server);
    ob_named_end(&port->named);
}

const struct ob_type ipc_port_type = {
    .name = "Port",
    .mapped = RTL_MAPPED_Port,
    .fact = FACT_OBJECT,
    .delete = port_delete,
    .closed = port_closed,
};

/* ---- making ---- */

static struct ipc_port *port_new(struct srm_world *w, enum ipc_port_role role, struct ob_path path,
                                 struct rtl_descriptor *descriptor)
{
    struct ipc_port *port = ex_alloc(w->pool, EX_KIND_Port, sizeof *port);

    ob_named_begin(&port->named, w, &ipc_port_type, path, descriptor);
    port->role = role;
    trace_object(w, EVENT_CREATED, NULL, ob_fact("object", port));
    return port;
}

struct ipc_port *ipc_port_new(PEPROCESS server, struct ob_path path, struct ipc_port_limits limits,
                              struct rtl_descriptor *descriptor)
{
    struct ipc_port *port = port_new(server->header.world, IPC_PORT_NAMED, path, descriptor);

    port->server = ob_reference(server);
    port->alpc = limits.alpc;
    port->longest_message = limits.message;
    port->longest_information = limits.information;
    return port;
}

static struct ipc_port *end_new(struct ipc_port *origin, enum ipc_port_role role)
{
    struct ipc_port *end =
        port_new(origin->named.header.world, role, (struct ob_path){.text = NULL}, NULL);

    end->origin = ob_reference(origin);
    end->alpc = origin->alpc;
    end->longest_message = origin->longest_message;
    end->longest_information = origin->longest_information;
    return end;
}

struct ipc_port *ipc_port_new_client(struct ipc_port *origin, const struct _ETHREAD *client,
                                     const SECURITY_QUALITY_OF_SERVICE *qos,
                                     const SECURITY_CLIENT_CONTEXT *security)
{
    struct ipc_port *end = end_new(origin, IPC_PORT_CLIENT);

    end->client = ipc_client_id(client);
    end->qos = *qos;
    end->allows = !origin->alpc; /* clients of LPC forbid it message by message */
    if (security) {
        end->captured = true;
        end->security = *security;
    }
    return end;
}

void ipc_port_allow(struct ipc_port *client, ULONG flags)
{
    client->allows = (flags & ALPC_PORFLG_ALLOW_IMPERSONATION) != 0;
}

struct ipc_port *ipc_port_new_server(struct ipc_port *client, uint64_t client_thread, void *context)
{
    struct ipc_port *end = end_new(client->origin, IPC_PORT_SERVER);

    end->other = client;
    client->other = end;
    end->accepted = client_thread;
    end->context = context;
    return end;
}
