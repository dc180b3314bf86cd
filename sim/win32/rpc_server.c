/* Calls that come to endpoints. Sources: Midl ncacn-np; rpcdce RpcServerUseProtseqEpW. */
#include "ex/pool.h"
#include "ex/rules.h"
#include "nt/port.h"
#include "ntsrm/srm.h"
#include "win32/memory.h"
#include "win32/rpc.h"

#include "ntsrm/ntifs.h"

static void end_connection(struct rpc_runtime *runtime, struct rpc_connection *connection)
{
    struct rpc_connection **link = &runtime->connections;

    while (*link != connection)
        link = &(*link)->next;
    *link = connection->next;
    if (connection->end)
        NtClose(connection->end);
    ex_free(runtime->world->pool, connection);
}

/* ---- taking calls ---- */

/*
 * Is there a call at this instance? One that a client has opened since is followed by another,
 * which listens in its place; until then further clients find the server busy.
 */
static bool call_at_pipe(struct rpc_runtime *runtime, struct rpc_connection *connection)
{
    unsigned char request;
    IO_STATUS_BLOCK block;
    NTSTATUS status =
        NtReadFile(connection->end, NULL, NULL, NULL, &block, &request, sizeof request, NULL, NULL);

    if (status == STATUS_PIPE_LISTENING)
        return false;
    if (connection->listening && rpc_instance_new(runtime, connection->endpoint, NULL) == RPC_S_OK)
        connection->listening = false;
    if (!NT_SUCCESS(status))
        end_connection(runtime, connection);
    return status == STATUS_SUCCESS;
}

static struct rpc_connection *take_at_pipe(struct rpc_runtime *runtime,
                                           const struct rpc_endpoint *endpoint)
{
    for (struct rpc_connection *connection = runtime->connections, *next; connection;
         connection = next) {
        next = connection->next;
        if (connection->endpoint == endpoint && connection->call == 0 &&
            call_at_pipe(runtime, connection))
            return connection;
    }
    return NULL;
}

/* Everybody whom the port's descriptor lets ask is accepted. */
static void accept_client(struct rpc_runtime *runtime, const struct rpc_endpoint *endpoint,
                          PORT_MESSAGE *request)
{
    struct rpc_connection *connection = rpc_connection_new(runtime, endpoint);
    PETHREAD client = ps_thread_by_id(runtime->world, (uintptr_t)request->ClientId.UniqueThread);
    NTSTATUS status = NtAcceptConnectPort(&connection->end, rpc_handle(connection->id), request,
                                          TRUE, NULL, NULL);

    if (!NT_SUCCESS(status)) {
        end_connection(runtime, connection);
        NtAcceptConnectPort(&(HANDLE){NULL}, NULL, request, FALSE, NULL, NULL);
        return;
    }
    NtCompleteConnectPort(connection->end);
    rpc_client_go_on(client);
}

static struct rpc_connection *connection_of(const struct rpc_runtime *runtime, const void *context)
{
    struct rpc_connection *connection = runtime->connections;

    while (connection && rpc_handle(connection->id) != context)
        connection = connection->next;
    return connection;
}

static struct rpc_connection *take_at_port(struct rpc_runtime *runtime,
                                           const struct rpc_endpoint *endpoint)
{
    const struct ipc_receipt any = {.message = NULL};
    struct rpc_connection *connection;
    struct ipc_port *port;
    PORT_MESSAGE message;
    void *context = NULL;

    if (!NT_SUCCESS(nt_port_by_handle(ps_current_thread(), endpoint->port, 0, &port)))
        return NULL;
    while (ipc_port_has(port, &any)) {
        NtReplyWaitReceivePort(endpoint->port, &context, NULL, &message);
        connection = connection_of(runtime, context);
        if (message.u2.s2.Type == LPC_CONNECTION_REQUEST) {
            accept_client(runtime, endpoint, &message);
        } else if (message.u2.s2.Type == LPC_REQUEST && connection) {
            connection->request = message;
            return connection;
        } else if (message.u2.s2.Type == LPC_PORT_CLOSED && connection) {
            end_connection(runtime, connection);
        }
    }
    return NULL;
}

static struct rpc_connection *take(struct rpc_runtime *runtime)
{
    struct rpc_connection *taken = NULL;

    for (const struct rpc_endpoint *endpoint = runtime->endpoints; endpoint && !taken;
         endpoint = endpoint->next)
        taken = endpoint->address.protocol == RPC_OVER_PORTS ? take_at_port(runtime, endpoint)
                                                             : take_at_pipe(runtime, endpoint);
    return taken;
}

static DWORD receive(PETHREAD caller, void **call)
{
    const struct srm_world *w = caller->header.world;
    struct rpc_runtime *runtime = rpc_runtime_of(caller->process);
    NTSTATUS memory = win32_touch(caller, call);
    struct rpc_connection *connection;

    if (!NT_SUCCESS(memory))
        return rpc_status(memory);
    if (rule(w, rpc_call, serves_another, rpc_call_of(caller) != NULL))
        return RPC_S_CALL_IN_PROGRESS;
    connection = take(runtime);
    if (!rule(w, rpc_call, there, connection != NULL))
        return RPC_S_NO_CALL_ACTIVE;
    connection->call = ++runtime->last_id;
    connection->server = caller->header.id;
    *call = rpc_handle(connection->call);
    return RPC_S_OK;
}

int32_t srm_rpc_receive(void **call)
{
    PETHREAD caller = ps_current_thread();
    DWORD status;

    call_enter_plain(caller->header.world);
    status = receive(caller, call);
    leave_value(caller->header.world, FACT_ERROR, status);
    return (int32_t)status;
}

/* ---- answering ---- */

/* Without memory the call waits on. A client that is gone does not keep the server. */
static DWORD answer(struct rpc_connection *connection)
{
    IO_STATUS_BLOCK block;
    NTSTATUS status =
        connection->endpoint->address.protocol == RPC_OVER_PORTS
            ? NtReplyPort(connection->end, &connection->request)
            : NtWriteFile(connection->end, NULL, NULL, NULL, &block, "r", 1, NULL, NULL);

    if (rpc_status(status) == RPC_S_OUT_OF_MEMORY)
        return RPC_S_OUT_OF_MEMORY;
    connection->call = 0;
    return RPC_S_OK;
}

int32_t srm_rpc_reply(void *call)
{
    PETHREAD caller = ps_current_thread();
    struct rpc_connection *connection;
    DWORD status;

    call_enter(caller->header.world, HANDLE_FACT("call", call));
    status = rpc_call_by_handle(caller, call, &connection);
    if (status == RPC_S_OK)
        status = answer(connection);
    leave_value(caller->header.world, FACT_ERROR, status);
    return (int32_t)status;
}
