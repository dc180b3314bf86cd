/*
 * Moving data through a pipe: reading, writing, looking ahead. Sources: fileapi ReadFile,
 * WriteFile, namedpipeapi PeekNamedPipe, TransactNamedPipe; Wine's tests of pipes;
 * impersonation.md 6.8.
 */
#include "ex/pool.h"
#include "ex/rules.h"
#include "ipc/pipe_queue.h"

#include <stddef.h>
#include <string.h>

/* An end whose other end is not there, or not any more. */
static NTSTATUS not_connected(const struct ipc_pipe_end *end, NTSTATUS if_closed)
{
    const struct srm_world *w = end->header.world;
    const ULONG state = ipc_pipe_end_state(end);

    if (rule_on(w, pipe, disconnected, state == FILE_PIPE_DISCONNECTED_STATE,
                NUMBER_FACT("state", state)))
        return STATUS_PIPE_DISCONNECTED;
    return rule_on(w, pipe, listening, state == FILE_PIPE_LISTENING_STATE,
                   NUMBER_FACT("state", state))
               ? STATUS_PIPE_LISTENING
               : if_closed;
}

static inline bool is_connected(const struct ipc_pipe_end *end)
{
    return rule_on(end->header.world, pipe, connected,
                   ipc_pipe_end_state(end) == FILE_PIPE_CONNECTED_STATE, ob_fact("end", end));
}

/* ---- reading ---- */

static NTSTATUS wait_for_data(struct ipc_pipe_end *end, const struct ipc_pipe_io *io)
{
    if (!rule(end->header.world, pipe, waits, end->completion_mode == FILE_PIPE_QUEUE_OPERATION))
        return STATUS_PIPE_EMPTY;
    return ipc_await(end, IPC_READ, io, NULL);
}

NTSTATUS ipc_pipe_read(struct ipc_pipe_end *end, struct ipc_pipe_io *io)
{
    bool connected = is_connected(end);
    NTSTATUS status = connected ? STATUS_SUCCESS : not_connected(end, STATUS_SUCCESS);

    if (!NT_SUCCESS(status))
        return status;
    if (!rule(end->header.world, pipe, data_there, end->unread.first != NULL))
        return connected ? wait_for_data(end, io) : STATUS_PIPE_BROKEN;
    return ipc_take(end, io->buffer, io->length, &io->information);
}

/* ---- writing ---- */

/* With dynamic tracking each write of the client brings its writer's context (IMP 6.8/5). */
static NTSTATUS capture_writer(struct ipc_pipe_end *end, PETHREAD thread,
                               SECURITY_CLIENT_CONTEXT *client)
{
    struct ipc_instance *instance = end->instance;
    const struct srm_world *w = end->header.world;

    if (!rule(w, pipe, client_writes, end->side == IPC_CLIENT) ||
        !rule(w, pipe, dynamic_tracking, instance->dynamic))
        return STATUS_SUCCESS;
    return SeCreateClientSecurity(thread, &instance->qos, FALSE, client);
}

/* Who waits for room keeps the data in the queue; who does not, has written nothing. */
static NTSTATUS wait_for_room(struct ipc_pipe_end *end, struct ipc_pipe_io *io,
                              struct ipc_data *data, bool *queued)
{
    *queued = false;
    if (!rule(end->header.world, pipe, waits, end->completion_mode == FILE_PIPE_QUEUE_OPERATION))
        return STATUS_SUCCESS;
    ipc_await(end, IPC_WRITE, io, &data->writer);
    *queued = data->writer != NULL;
    return STATUS_PENDING;
}

/* May the data go into the queue? */
static NTSTATUS find_room(struct ipc_pipe_end *end, struct ipc_pipe_io *io, struct ipc_data *data,
                          bool *queued)
{
    const struct ipc_instance *instance = end->instance;
    const enum ipc_side reader = ipc_other_side(end->side);
    const struct ipc_queue *queue = &instance->ends[reader]->unread;
    struct srm_world *w = end->header.world;

    *queued = true;
    if (!instance->requests ||
        !rule(w, pipe, read_waits, ipc_request_find(instance, IPC_READ, reader) != NULL)) {
        *queued = rule(w, pool, pipe_data, ex_pool_grants(w->pool, EX_ALLOCATION_PipeData));
        if (!*queued)
            return STATUS_INSUFFICIENT_RESOURCES;
        if (!rule(w, pipe, quota_suffices,
                  io->unlimited || queue->size + io->length <= instance->pipe->quota[reader]))
            return wait_for_room(end, io, data, queued);
    }
    io->information = io->length;
    return STATUS_SUCCESS;
}

NTSTATUS ipc_pipe_write(struct ipc_pipe_end *end, struct ipc_pipe_io *io)
{
    struct srm_world *w = end->header.world;
    bool queued = false;
    struct ipc_data *data;
    NTSTATUS status;

    if (!is_connected(end))
        return not_connected(end, STATUS_PIPE_CLOSING);
    if (io->length == 0 &&
        rule(w, pipe, says_nothing, !(end->instance->pipe->type & FILE_PIPE_MESSAGE_TYPE)))
        return STATUS_SUCCESS;
    data = ipc_data_new(w, io);
    status = capture_writer(end, io->thread, &data->client);
    if (NT_SUCCESS(status))
        status = find_room(end, io, data, &queued);
    else
        data->client.ClientToken = NULL; /* undefined then */
    if (queued)
        ipc_queue_data(end->instance->ends[ipc_other_side(end->side)], data);
    else
        ipc_data_delete(w, data);
    return status;
}

NTSTATUS ipc_pipe_transceive(struct ipc_pipe_end *end, struct ipc_pipe_io *out,
                             struct ipc_pipe_io *in)
{
    const struct srm_world *w = end->header.world;
    const struct ipc_instance *instance = end->instance;
    NTSTATUS status;

    if (rule(w, pipe, detached, instance == NULL))
        return STATUS_PIPE_DISCONNECTED;
    if (!is_connected(end) ||
        !rule(w, pipe, both_directions, instance->pipe->configuration == FILE_PIPE_FULL_DUPLEX) ||
        !rule(w, pipe, reads_messages, end->read_mode == FILE_PIPE_MESSAGE_MODE))
        return STATUS_INVALID_PIPE_STATE;
    if (rule(w, pipe, answer_already_there,
             end->unread.first || ipc_request_find(instance, IPC_READ, end->side)))
        return STATUS_PIPE_BUSY;
    out->unlimited = true;
    status = ipc_pipe_write(end, out);
    return NT_SUCCESS(status) ? ipc_pipe_read(end, in) : status;
}

/* Waits at any end, so that nothing stays here. */
NTSTATUS ipc_pipe_flush(struct ipc_pipe_end *end, struct ipc_pipe_io *io)
{
    const struct srm_world *w = end->header.world;
    const struct ipc_pipe_end *other;

    (void)io;
    if (rule(w, pipe, detached, end->instance == NULL))
        return STATUS_PIPE_DISCONNECTED;
    other = end->instance->ends[ipc_other_side(end->side)];
    return rule(w, pipe, all_read, !other || other->unread.first == NULL) ? STATUS_SUCCESS
                                                                          : STATUS_PENDING;
}

/* ---- looking ahead ---- */

/* Contested: does looking count as reading? */
static void note_seen(struct ipc_instance *instance, enum ipc_side side, struct ipc_data *message)
{
    if (side == IPC_SERVER && message->client.ClientToken &&
        policy(instance->pipe->named.header.world, peeked_client))
        ipc_make_current(instance, &message->client);
}

/* The bytes behind the header; `length` is the room for them. */
static ULONG look(struct ipc_pipe_end *end, unsigned char *bytes, ULONG length, bool by_message)
{
    struct ipc_data *message = end->unread.first;
    ULONG count = 0;

    for (; message && (count < length || message->size == message->taken);
         message = by_message ? NULL : message->next) {
        const ULONG rest = message->size - message->taken, room = length - count;
        const ULONG part = rest < room ? rest : room;

        if (part > 0)
            memcpy(bytes + count, message->bytes + message->taken, part);
        count += part;
        note_seen(end->instance, end->side, message);
    }
    return count;
}

static NTSTATUS peek(struct ipc_pipe_end *end, struct ipc_pipe_io *io)
{
    const struct ipc_instance *instance = end->instance;
    const struct ipc_queue *queue = &end->unread;
    const struct srm_world *w = end->header.world;
    const ULONG header = offsetof(FILE_PIPE_PEEK_BUFFER, Data);
    FILE_PIPE_PEEK_BUFFER *told = io->buffer;
    bool by_message =
        rule(w, pipe, whole_messages, (instance->pipe->type & FILE_PIPE_MESSAGE_TYPE) != 0);
    FILE_PIPE_PEEK_BUFFER tells = {
        .NamedPipeState = instance->state,
        .ReadDataAvailable = queue->size,
    };
    ULONG seen;

    if (by_message && queue->first) {
        tells.NumberOfMessages = queue->count;
        tells.MessageLength = queue->first->size - queue->first->taken;
    }
    memcpy(told, &tells, header);
    seen = look(end, (unsigned char *)told + header, io->length - header, by_message);
    io->information = header + seen;
    return rule(w, pipe, message_cut,
                by_message ? seen < tells.MessageLength : io->length == header && queue->size > 0)
               ? STATUS_BUFFER_OVERFLOW
               : STATUS_SUCCESS;
}

NTSTATUS ipc_pipe_peek(struct ipc_pipe_end *end, struct ipc_pipe_io *io)
{
    const struct srm_world *w = end->header.world;
    bool connected;

    if (!rule_on(w, pipe, peek_header_fits, io->length >= offsetof(FILE_PIPE_PEEK_BUFFER, Data),
                 NUMBER_FACT("length", io->length)))
        return STATUS_INVALID_PARAMETER;
    if (rule(w, pipe, detached, end->instance == NULL))
        return STATUS_PIPE_DISCONNECTED;
    connected = is_connected(end);
    if (!connected &&
        !rule(w, pipe, other_end_closed, end->instance->state == FILE_PIPE_CLOSING_STATE))
        return STATUS_INVALID_PIPE_STATE;
    if (!connected && !rule(w, pipe, data_there, end->unread.first != NULL))
        return STATUS_PIPE_BROKEN;
    return peek(end, io);
}
