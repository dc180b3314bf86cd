/*
 * Listening, disconnecting, and what pipes are here for: impersonating the client. Sources:
 * namedpipeapi ConnectNamedPipe, DisconnectNamedPipe, ImpersonateNamedPipeClient; Wine's tests of
 * pipes; impersonation.md 6.8.
 */
#include "ex/rules.h"
#include "ipc/pipe_queue.h"

static bool is_server(const struct ipc_pipe_end *end)
{
    return rule_on(end->header.world, pipe, server_end, end->side == IPC_SERVER,
                   ob_fact("end", end));
}

NTSTATUS ipc_pipe_listen(struct ipc_pipe_end *end, struct ipc_pipe_io *io)
{
    const struct srm_world *w = end->header.world;
    struct ipc_instance *instance = end->instance;

    if (!is_server(end))
        return STATUS_ILLEGAL_FUNCTION;
    if (rule(w, pipe, connected, instance->state == FILE_PIPE_CONNECTED_STATE))
        return STATUS_PIPE_CONNECTED;
    if (rule(w, pipe, other_end_closed, instance->state == FILE_PIPE_CLOSING_STATE))
        return STATUS_PIPE_CLOSING;
    if (rule(w, pipe, disconnected, instance->state == FILE_PIPE_DISCONNECTED_STATE))
        ipc_instance_listens(instance);
    return rule(w, pipe, waits, end->completion_mode == FILE_PIPE_QUEUE_OPERATION)
               ? ipc_await(end, IPC_LISTEN, io, NULL)
               : STATUS_PIPE_LISTENING;
}

/* The client keeps its handle, and has nothing left to do with it. */
static void detach_client(struct ipc_instance *instance)
{
    struct ipc_pipe_end *client = instance->ends[IPC_CLIENT];

    if (client)
        client->instance = NULL;
    instance->ends[IPC_CLIENT] = NULL;
    instance->process_ids[IPC_CLIENT] = 0;
}

NTSTATUS ipc_pipe_disconnect(struct ipc_pipe_end *end)
{
    const struct srm_world *w = end->header.world;
    struct ipc_instance *instance = end->instance;

    if (!is_server(end))
        return STATUS_ILLEGAL_FUNCTION;
    if (rule(w, pipe, disconnected, instance->state == FILE_PIPE_DISCONNECTED_STATE))
        return STATUS_PIPE_DISCONNECTED;
    for (int side = IPC_CLIENT; side <= IPC_SERVER; side++) {
        if (instance->ends[side])
            ipc_queue_drop(instance->ends[side], STATUS_PIPE_DISCONNECTED);
        ipc_complete_all(instance, (enum ipc_side)side, STATUS_PIPE_DISCONNECTED);
    }
    ipc_drop_client(&instance->client);
    instance->state = FILE_PIPE_DISCONNECTED_STATE;
    detach_client(instance);
    return STATUS_SUCCESS;
}

/* ---- impersonating ---- */

/*
 * Is there somebody to impersonate? With static tracking the client is known since it opened the
 * pipe; whether that is enough before anything was read, the sources do not settle (C19).
 */
static bool client_known(const struct ipc_instance *instance)
{
    const struct srm_world *w = instance->pipe->named.header.world;

    return instance->client.ClientToken &&
           (instance->dynamic || instance->was_read || policy(w, unread_pipe));
}

NTSTATUS ipc_pipe_impersonate(struct ipc_pipe_end *end)
{
    struct srm_world *w = end->header.world;
    struct ipc_instance *instance = end->instance;

    if (!is_server(end))
        return STATUS_ILLEGAL_FUNCTION;
    if (!rule_on(w, pipe, client_known, client_known(instance),
                 TOKEN("client's token", instance->client.ClientToken)))
        return STATUS_CANNOT_IMPERSONATE;
    if (rule(w, pipe, impersonation_disabled, instance->impersonation_disabled))
        return policy(w, disabled_impersonation) ? STATUS_CANNOT_IMPERSONATE : STATUS_ACCESS_DENIED;
    return SeImpersonateClientEx(&instance->client, NULL);
}

NTSTATUS ipc_pipe_disable_impersonation(struct ipc_pipe_end *end)
{
    const struct srm_world *w = end->header.world;

    if (rule(w, pipe, server_end, end->side == IPC_SERVER))
        return STATUS_ILLEGAL_FUNCTION;
    if (rule(w, pipe, detached, end->instance == NULL))
        return STATUS_PIPE_DISCONNECTED;
    end->instance->impersonation_disabled = true;
    return STATUS_SUCCESS;
}
