/* Endpoints of servers. Sources: rpcdce RpcServerUseProtseqEpW; Rpc string-binding. */
#include "ex/pool.h"
#include "ex/rules.h"
#include "ntsrm/handleapi.h"
#include "ntsrm/namedpipeapi.h"
#include "win32/memory.h"
#include "win32/rpc.h"

#include <string.h>

#define PIPE_QUOTA 4096u

struct rpc_connection *rpc_connection_new(struct rpc_runtime *runtime,
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

DWORD rpc_instance_new(struct rpc_runtime *runtime, const struct rpc_endpoint *endpoint,
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
    connection = rpc_connection_new(runtime, endpoint);
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
                                                 : rpc_instance_new(runtime, endpoint, descriptor);
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
