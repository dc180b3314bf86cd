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
        /* A write ends with its message. */
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

static void forget(struct ipc_instance *instance, struct ipc_data *message, NTSTATUS status)
{
    if (message->writer)
        ipc_complete(instance, message->writer, status, NT_SUCCESS(status) ? message->size : 0);
    ipc_drop_client(&message->client);
    ex_free(instance->pipe->named.header.world->pool, message);
}

static void remove_first(struct ipc_instance *instance, enum ipc_side reader, NTSTATUS status)
{
    struct ipc_queue *queue = &instance->unread[reader];
    struct ipc_data *message = queue->first;

    queue->first = message->next;
    queue->count--;
    queue->size -= message->size - message->taken;
    forget(instance, message, status);
}

/* They are the last in the queue: after one of them everything waits. */
void ipc_cancel_writes(struct ipc_instance *instance, enum ipc_side writer)
{
    const enum ipc_side reader = ipc_other_side(writer);
    struct ipc_queue *queue = &instance->unread[reader];
    struct ipc_data **link = &queue->first;

    queue->last = NULL;
    while (*link && !(*link)->writer) {
        queue->last = *link;
        link = &(*link)->next;
    }
    struct ipc_data *message = *link, *next;

    *link = NULL;
    for (; message; message = next) {
        next = message->next;
        queue->count--;
        queue->size -= message->size - message->taken;
        forget(instance, message, STATUS_PIPE_BROKEN);
    }
}

/* What is now within the quota need not wait to be read. */
static void accept_writes(struct ipc_instance *instance, enum ipc_side reader)
{
    struct ipc_data *message = instance->unread[reader].first;
    ULONG size = 0;

    for (; message; message = message->next) {
        size += message->size - message->taken;
        if (message->writer && size <= instance->pipe->quota[reader]) {
            ipc_complete(instance, message->writer, STATUS_SUCCESS, message->size);
            message->writer = NULL;
        }
    }
}

static ULONG copy_from(struct ipc_queue *queue, void *buffer, ULONG length)
{
    struct ipc_data *message = queue->first;
    const ULONG rest = message->size - message->taken, count = length < rest ? length : rest;

    if (count > 0)
        memcpy(buffer, message->bytes + message->taken, count);
    message->taken += count;
    queue->size -= count;
    return count;
}

NTSTATUS ipc_take(struct ipc_pipe_end *end, void *buffer, ULONG length, ULONG_PTR *moved)
{
    struct ipc_instance *instance = end->instance;
    struct ipc_queue *queue = &instance->unread[end->side];
    const struct srm_world *w = end->header.world;
    bool by_message = rule(w, pipe, reads_messages, end->read_mode == FILE_PIPE_MESSAGE_MODE);
    bool more = true;
    ULONG_PTR count = 0;

    while (more && queue->first) {
        struct ipc_data *message = queue->first;

        if (end->side == IPC_SERVER) {
            instance->was_read = true;
            ipc_make_current(instance, &message->client);
        }
        count += copy_from(queue, (unsigned char *)buffer + count, length - (ULONG)count);
        if (message->taken < message->size)
            break;
        remove_first(instance, end->side, STATUS_SUCCESS);
        more = !by_message && count < length;
    }
    if (instance->requests)
        accept_writes(instance, end->side);
    *moved = count;
    return rule(w, pipe, message_cut, by_message && more && queue->first) ? STATUS_BUFFER_OVERFLOW
                                                                          : STATUS_SUCCESS;
}

/* Reads that wait get what there is now, as if they were made now. */
static void serve_reads(struct ipc_instance *instance, enum ipc_side reader)
{
    struct ipc_queue *queue = &instance->unread[reader];
    struct ipc_request *request;
    ULONG_PTR moved;
    NTSTATUS status;

    while (queue->first && (request = ipc_request_find(instance, IPC_READ, reader)) != NULL) {
        status = ipc_take(instance->ends[reader], request->buffer, request->length, &moved);
        ipc_complete(instance, request, status, moved);
    }
}

void ipc_queue_data(struct ipc_instance *instance, enum ipc_side reader,
                    const struct ipc_pipe_io *io, SECURITY_CLIENT_CONTEXT *client,
                    struct ipc_request *writer)
{
    struct ipc_queue *queue = &instance->unread[reader];
    struct ipc_data *message = ex_alloc_raw(instance->pipe->named.header.world->pool,
                                            EX_KIND_PipeData, sizeof *message + io->length);

    message->next = NULL;
    message->writer = writer;
    message->client = *client;
    message->size = io->length;
    message->taken = 0;
    if (io->length > 0)
        memcpy(message->bytes, io->buffer, io->length);
    if (queue->first)
        queue->last->next = message;
    else
        queue->first = message;
    queue->last = message;
    queue->count++;
    queue->size += io->length;
    client->ClientToken = NULL;
    if (instance->requests)
        serve_reads(instance, reader);
}

void ipc_queue_drop(struct ipc_instance *instance, enum ipc_side reader, NTSTATUS status)
{
    while (instance->unread[reader].first)
        remove_first(instance, reader, status);
}
