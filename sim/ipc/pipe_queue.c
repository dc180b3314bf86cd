#include "ipc/pipe_queue.h"

#include "ex/pool.h"
#include "ex/rules.h"

#include <string.h>

/* ---- what waits ---- */

NTSTATUS ipc_await(struct ipc_pipe_end *end, enum ipc_operation operation,
                   const struct ipc_pipe_io *io, struct ipc_request **request)
{
    struct srm_world *w = end->header.world;
    struct ipc_request **link = &end->instance->requests, *made = NULL;

    if (!rule(w, pipe, synchronous, end->synchronous)) {
        made = ex_alloc(w->pool, EX_KIND_PipeRequest, sizeof *made);
        *made = (struct ipc_request){
            .operation = operation,
            .side = end->side,
            .thread = ob_reference(io->thread),
            .block = io->block,
            .buffer = io->buffer,
            .length = io->length,
        };
        while (*link)
            link = &(*link)->next;
        *link = made;
    }
    if (request)
        *request = made;
    return STATUS_PENDING;
}

struct ipc_request *ipc_request_find(const struct ipc_instance *instance,
                                     enum ipc_operation operation, enum ipc_side side)
{
    struct ipc_request *request = instance->requests;

    while (request &&
           (request->operation != operation || request->side != side || request->thread->exited))
        request = request->next;
    return request;
}

void ipc_complete(struct ipc_instance *instance, struct ipc_request *request, NTSTATUS status,
                  ULONG_PTR information)
{
    struct ipc_request **link = &instance->requests;
    const IO_STATUS_BLOCK result = {.Status = status, .Information = information};

    while (*link != request)
        link = &(*link)->next;
    *link = request->next;
    if (request->block && !request->thread->exited)
        memcpy(request->block, &result, sizeof result);
    ob_dereference(request->thread);
    ex_free(instance->pipe->named.header.world->pool, request);
}

void ipc_complete_all(struct ipc_instance *instance, enum ipc_side side, NTSTATUS status)
{
    struct ipc_request *request = instance->requests, *next;

    for (; request; request = next) {
        next = request->next;
        /* A write ends with its data. */
        if (request->side == side && request->operation != IPC_WRITE)
            ipc_complete(instance, request, status, 0);
    }
}

/* ---- contexts ---- */

void ipc_make_current(struct ipc_instance *instance, SECURITY_CLIENT_CONTEXT *client)
{
    if (!client->ClientToken)
        return;
    ipc_drop_client(&instance->client);
    instance->client = *client;
    client->ClientToken = NULL;
    trace_object(instance->pipe->named.header.world, EVENT_CHANGED, "client to impersonate",
                 ob_fact("object", instance->ends[IPC_SERVER]),
                 TOKEN("token", instance->client.ClientToken));
}

/* ---- what is to be read ---- */

void ipc_data_delete(struct srm_world *w, struct ipc_data *data)
{
    ipc_drop_client(&data->client);
    ex_free(w->pool, data);
}

static void forget(struct ipc_pipe_end *reader, struct ipc_data *data, NTSTATUS status)
{
    if (data->writer)
        ipc_complete(reader->instance, data->writer, status, NT_SUCCESS(status) ? data->size : 0);
    ipc_data_delete(reader->header.world, data);
}

/* The first one in the queue. */
static inline void remove_first(struct ipc_pipe_end *end, NTSTATUS status)
{
    struct ipc_queue *queue = &end->unread;
    struct ipc_data *data = queue->first;

    queue->first = data->next;
    queue->count--;
    queue->size -= data->size - data->taken;
    forget(end, data, status);
}

/* They are the last in the queue: after one of them everything waits. */
void ipc_cancel_writes(struct ipc_pipe_end *reader)
{
    struct ipc_queue *queue = &reader->unread;
    struct ipc_data **link = &queue->first, *data, *next;

    queue->last = NULL;
    while (*link && !(*link)->writer) {
        queue->last = *link;
        link = &(*link)->next;
    }
    data = *link;
    *link = NULL;
    for (; data; data = next) {
        next = data->next;
        queue->count--;
        queue->size -= data->size - data->taken;
        forget(reader, data, STATUS_PIPE_BROKEN);
    }
}

/* What is now within the quota need not wait to be read. */
static void accept_writes(struct ipc_pipe_end *reader)
{
    const ULONG quota = reader->instance->pipe->quota[reader->side];
    ULONG size = 0;

    for (struct ipc_data *data = reader->unread.first; data; data = data->next) {
        size += data->size - data->taken;
        if (data->writer && size <= quota) {
            ipc_complete(reader->instance, data->writer, STATUS_SUCCESS, data->size);
            data->writer = NULL;
        }
    }
}

static ULONG copy_from(struct ipc_queue *queue, void *buffer, ULONG length)
{
    struct ipc_data *data = queue->first;
    const ULONG rest = data->size - data->taken, count = length < rest ? length : rest;

    if (count > 0)
        memcpy(buffer, data->bytes + data->taken, count);
    data->taken += count;
    queue->size -= count;
    return count;
}

NTSTATUS ipc_take(struct ipc_pipe_end *end, void *buffer, ULONG length, ULONG_PTR *moved)
{
    struct ipc_queue *queue = &end->unread;
    const struct srm_world *w = end->header.world;
    bool by_message = rule(w, pipe, reads_messages, end->read_mode == FILE_PIPE_MESSAGE_MODE);
    bool whole;
    ULONG count = 0;

    end->instance->was_read |= end->side == IPC_SERVER;
    do {
        struct ipc_data *data = queue->first;

        if (data->client.ClientToken)
            ipc_make_current(end->instance, &data->client);
        count += copy_from(queue, (unsigned char *)buffer + count, length - count);
        whole = data->taken == data->size;
        if (whole)
            remove_first(end, STATUS_SUCCESS);
    } while (whole && !by_message && count < length && queue->first);
    if (end->instance->requests)
        accept_writes(end);
    *moved = count;
    return !whole && rule(w, pipe, message_cut, by_message) ? STATUS_BUFFER_OVERFLOW
                                                            : STATUS_SUCCESS;
}

/* Reads that wait get what there is now, as if they were made now. */
static void serve_reads(struct ipc_pipe_end *end)
{
    struct ipc_request *request;

    while (end->unread.first &&
           (request = ipc_request_find(end->instance, IPC_READ, end->side)) != NULL) {
        struct ipc_pipe_io io = {
            .thread = request->thread,
            .buffer = request->buffer,
            .length = request->length,
        };
        NTSTATUS status = ipc_pipe_read(end, &io);

        ipc_complete(end->instance, request, status, io.information);
    }
}

struct ipc_data *ipc_data_new(struct srm_world *w, const struct ipc_pipe_io *io)
{
    struct ipc_data *data = ex_alloc_raw(w->pool, EX_KIND_PipeData, sizeof *data + io->length);

    data->next = NULL;
    data->writer = NULL;
    data->client.ClientToken = NULL;
    data->size = io->length;
    data->taken = 0;
    if (io->length > 0)
        memcpy(data->bytes, io->buffer, io->length);
    return data;
}

void ipc_queue_data(struct ipc_pipe_end *reader, struct ipc_data *data)
{
    struct ipc_queue *queue = &reader->unread;

    if (queue->first)
        queue->last->next = data;
    else
        queue->first = data;
    queue->last = data;
    queue->count++;
    queue->size += data->size;
    if (reader->instance->requests)
        serve_reads(reader);
}

void ipc_queue_drop(struct ipc_pipe_end *reader, NTSTATUS status)
{
    while (reader->unread.first)
        remove_first(reader, status);
}
