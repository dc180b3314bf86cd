/* Endpoints, and calls that come there. Sources: rpcdce RpcServerUseProtseqEpW; Midl ncacn-np. */
#include "ex/pool.h"
#include "ex/rules.h"
#include "ntsrm/handleapi.h"
#include "ntsrm/namedpipeapi.h"
#include "ntsrm/srm.h"
#include "nt/port.h"
#include "win32/memory.h"
#include "win32/rpc.h"

#include "ntsrm/ntifs.h"

#include <string.h>

#define PIPE_QUOTA 4096u

/* ---- connections ---- */

static struct rpc_connection *add_connection(struct rpc_runtime *runtime,
                                             const struct rpc_endpoint *endpoint)
{
    struct rpc_connection *connection =
        ex_alloc(runtime->world->pool, EX_KIND_Rpc, sizeof *connection);
    struct rpc_connection **end = &runtime->connections;

    connection->id = ++runtime->last_id;
    connection->endpoint = endpoint;
    while (*end)
        end = &(*end)->next;
    *end = connection;
    return connection;
}

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

/* ---- RpcServerUseProtseqEp ---- */

/* An instance that listens; further ones have the descriptor of the first. */
static DWORD add_instance(struct rpc_runtime *runtime, const struct rpc_endpoint *endpoint,
                          void *descriptor)
{
    SECURITY_ATTRIBUTES attributes = {.nLength = sizeof attributes,
                                      .lpSecurityDescriptor = descriptor};
    WCHAR name[RPC_PATH_MOST];
    struct rpc_connection *connection;
    HANDLE pipe;

    rpc_address_path(&endpoint->address, name);
    pipe = CreateNamedPipeW(name, PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE | PIPE_WAIT,
                            PIPE_UNLIMITED_INSTANCES, PIPE_QUOTA, PIPE_QUOTA, 0, &attributes);
    if (pipe == INVALID_HANDLE_VALUE)
        return rpc_error(ps_current_thread()->last_error);
    connection = add_connection(runtime, endpoint);
    connection->end = pipe;
    connection->listening = true;
    return RPC_S_OK;
}

static DWORD make_port(struct rpc_endpoint *endpoint, void *descriptor)
{
    WCHAR path[RPC_PATH_MOST];
    UNICODE_STRING name = {.Buffer = path};
    OBJECT_ATTRIBUTES attributes = {
        .Length = sizeof attributes,
        .ObjectName = &name,
        .SecurityDescriptor = descriptor,
    };

    rpc_address_path(&endpoint->address, path);
    while (path[name.Length / sizeof *path])
        name.Length = (USHORT)(name.Length + sizeof *path);
    name.MaximumLength = name.Length;
    return rpc_status(NtCreatePort(&endpoint->port, &attributes, 0, sizeof(PORT_MESSAGE), 0));
}

static bool offers(const struct rpc_runtime *runtime, const struct rpc_address *address)
{
    const struct rpc_endpoint *endpoint = runtime->endpoints;

    while (endpoint &&
           (endpoint->address.protocol != address->protocol ||
            memcmp(endpoint->address.endpoint, address->endpoint, sizeof address->endpoint) != 0))
        endpoint = endpoint->next;
    return endpoint != NULL;
}

static DWORD offer(PETHREAD caller, const struct rpc_address *address, void *descriptor)
{
    const struct srm_world *w = caller->header.world;
    struct rpc_runtime *runtime = rpc_runtime_of(caller->process);
    struct rpc_endpoint *endpoint, **end = &runtime->endpoints;
    DWORD status;

    if (rule(w, rpc_binding, offered_already, offers(runtime, address)))
        return RPC_S_DUPLICATE_ENDPOINT;
    endpoint = ex_alloc(w->pool, EX_KIND_Rpc, sizeof *endpoint);
    endpoint->address = *address;
    status = address->protocol == RPC_OVER_PORTS ? make_port(endpoint, descriptor)
                                                 : add_instance(runtime, endpoint, descriptor);
    if (status != RPC_S_OK) {
        ex_free(w->pool, endpoint);
        return status;
    }
    while (*end)
        end = &(*end)->next;
    *end = endpoint;
    return RPC_S_OK;
}

RPC_STATUS RPC_ENTRY RpcServerUseProtseqEpW(RPC_WSTR Protseq, ULONG MaxCalls, RPC_WSTR Endpoint,
                                            PVOID SecurityDescriptor)
{
    PETHREAD caller = ps_current_thread();
    struct srm_world *w = caller->header.world;
    NTSTATUS memory = win32_touch(caller, Protseq);
    struct rpc_address address;
    DWORD status;

    (void)MaxCalls; /* a hint */
    call_enter_plain(w);
    if (NT_SUCCESS(memory))
        memory = win32_touch(caller, Endpoint);
    status =
        NT_SUCCESS(memory) ? rpc_address_read(w, Protseq, Endpoint, &address) : rpc_status(memory);
    if (status == RPC_S_OK)
        status = offer(caller, &address, SecurityDescriptor);
    leave_value(w, FACT_ERROR, status);
    return (RPC_STATUS)status;
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
    if (connection->listening && add_instance(runtime, connection->endpoint, NULL) == RPC_S_OK)
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
    struct rpc_connection *connection = add_connection(runtime, endpoint);
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

/* A client that is gone does not keep the server from going on. */
static void answer(struct rpc_connection *connection)
{
    IO_STATUS_BLOCK block;

    if (connection->endpoint->address.protocol == RPC_OVER_PORTS)
        NtReplyPort(connection->end, &connection->request);
    else
        NtWriteFile(connection->end, NULL, NULL, NULL, &block, "r", 1, NULL, NULL);
    connection->call = 0;
}

int32_t srm_rpc_reply(void *call)
{
    PETHREAD caller = ps_current_thread();
    struct rpc_connection *connection;
    DWORD status;

    call_enter(caller->header.world, HANDLE_FACT("call", call));
    status = rpc_call_by_handle(caller, call, &connection);
    if (status == RPC_S_OK)
        answer(connection);
    leave_value(caller->header.world, FACT_ERROR, status);
    return (int32_t)status;
}
