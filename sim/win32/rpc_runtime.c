/* RPC's run time in a process, and its handles. Sources: rpcdce; Rpc rpc-return-values. */
#include "win32/rpc.h"

#include "ex/pool.h"
#include "ex/rules.h"
#include "rtl/status.h"

#include "ntsrm/ntifs.h"

/* Handles of pipes and ports are closed with all others of the process. */
static void runtime_end(struct ps_memory *memory)
{
    struct rpc_runtime *runtime = (struct rpc_runtime *)(void *)memory;
    struct ex_pool *pool = runtime->world->pool;

    for (struct rpc_binding *binding = runtime->bindings, *next; binding; binding = next) {
        next = binding->next;
        if (binding->identity.ClientToken)
            SeDeleteClientSecurity(&binding->identity);
        ex_free(pool, binding);
    }
    for (struct rpc_connection *connection = runtime->connections, *next; connection;
         connection = next) {
        next = connection->next;
        ex_free(pool, connection);
    }
    for (struct rpc_endpoint *endpoint = runtime->endpoints, *next; endpoint; endpoint = next) {
        next = endpoint->next;
        ex_free(pool, endpoint);
    }
    ex_free(pool, runtime);
}

static struct rpc_runtime *runtime_there(const struct _EPROCESS *process)
{
    return (struct rpc_runtime *)(void *)process->rpc;
}

struct rpc_runtime *rpc_runtime_of(PEPROCESS process)
{
    struct srm_world *w = process->header.world;

    if (!process->rpc) {
        struct rpc_runtime *runtime = ex_alloc(w->pool, EX_KIND_Rpc, sizeof *runtime);

        runtime->memory.end = runtime_end;
        runtime->world = w;
        process->rpc = &runtime->memory;
    }
    return runtime_there(process);
}

/* ---- handles ---- */

struct rpc_binding *rpc_binding_find(const struct _EPROCESS *process, RPC_BINDING_HANDLE handle)
{
    struct rpc_binding *binding = process->rpc ? runtime_there(process)->bindings : NULL;

    while (binding && rpc_handle(binding->id) != handle)
        binding = binding->next;
    return binding;
}

struct rpc_connection *rpc_call_find(const struct _EPROCESS *process, RPC_BINDING_HANDLE handle)
{
    struct rpc_connection *connection = process->rpc ? runtime_there(process)->connections : NULL;

    while (connection && (connection->call == 0 || rpc_handle(connection->call) != handle))
        connection = connection->next;
    return connection;
}

struct rpc_connection *rpc_call_of(const struct _ETHREAD *thread)
{
    const struct rpc_runtime *runtime = runtime_there(thread->process);
    struct rpc_connection *connection = runtime ? runtime->connections : NULL;

    while (connection && (connection->call == 0 || connection->server != thread->header.id))
        connection = connection->next;
    return connection;
}

/* binding or call is what the call takes; found is whether it is the one, other the other. */
static DWORD check_kind(const struct srm_world *w, RPC_BINDING_HANDLE handle, bool found,
                        bool other)
{
    if (!rule_on(w, rpc_binding, known, found || other, HANDLE_FACT("binding", handle)))
        return RPC_S_INVALID_BINDING;
    return rule(w, rpc_binding, right_kind, found) ? RPC_S_OK : RPC_S_WRONG_KIND_OF_BINDING;
}

DWORD rpc_binding_by_handle(PETHREAD caller, RPC_BINDING_HANDLE handle,
                            struct rpc_binding **binding)
{
    *binding = rpc_binding_find(caller->process, handle);
    return check_kind(caller->header.world, handle, *binding != NULL,
                      rpc_call_find(caller->process, handle) != NULL);
}

DWORD rpc_call_by_handle(PETHREAD caller, RPC_BINDING_HANDLE handle,
                         struct rpc_connection **connection)
{
    const struct srm_world *w = caller->header.world;

    if (rule(w, rpc_call, own_call, handle == NULL)) {
        *connection = rpc_call_of(caller);
        return rule_on(w, rpc_call, serves, *connection != NULL, THREAD("thread", caller))
                   ? RPC_S_OK
                   : RPC_S_NO_CALL_ACTIVE;
    }
    *connection = rpc_call_find(caller->process, handle);
    return check_kind(w, handle, *connection != NULL,
                      rpc_binding_find(caller->process, handle) != NULL);
}

/* ---- what went wrong ---- */

/* Where RPC has a word of its own; else it is the error that Win32 has. */
static const struct {
    DWORD error, word;
} error_words[] = {
    {ERROR_NOT_ENOUGH_MEMORY, RPC_S_OUT_OF_MEMORY},
    {ERROR_NO_SYSTEM_RESOURCES, RPC_S_OUT_OF_MEMORY},
    {ERROR_UNKNOWN_REVISION, RPC_S_INVALID_SECURITY_DESC},
    {ERROR_INVALID_ACL, RPC_S_INVALID_SECURITY_DESC},
    {ERROR_INVALID_SID, RPC_S_INVALID_SECURITY_DESC},
};

/* The same where several statuses have one error. */
static const struct {
    NTSTATUS status;
    DWORD word;
} status_words[] = {
    {STATUS_OBJECT_NAME_NOT_FOUND, RPC_S_SERVER_UNAVAILABLE},
    {STATUS_OBJECT_PATH_NOT_FOUND, RPC_S_SERVER_UNAVAILABLE},
    {STATUS_PORT_CONNECTION_REFUSED, RPC_S_SERVER_UNAVAILABLE},
    {STATUS_PIPE_NOT_AVAILABLE, RPC_S_SERVER_TOO_BUSY},
    {STATUS_OBJECT_NAME_COLLISION, RPC_S_DUPLICATE_ENDPOINT},
    {STATUS_PIPE_BROKEN, RPC_S_CALL_FAILED},
    {STATUS_PIPE_CLOSING, RPC_S_CALL_FAILED},
    {STATUS_PIPE_DISCONNECTED, RPC_S_CALL_FAILED},
    {STATUS_PORT_DISCONNECTED, RPC_S_CALL_FAILED},
    {STATUS_LPC_REPLY_LOST, RPC_S_CALL_FAILED},
};

DWORD rpc_error(DWORD error)
{
    for (size_t i = 0; i < sizeof error_words / sizeof *error_words; i++)
        if (error_words[i].error == error)
            return error_words[i].word;
    return error;
}

DWORD rpc_status(NTSTATUS status)
{
    for (size_t i = 0; i < sizeof status_words / sizeof *status_words; i++)
        if (status_words[i].status == status)
            return status_words[i].word;
    return rpc_error(rtl_status_to_win32(status));
}
