/*
 * Pipes, instances and ends: how they come and go. Sources: namedpipeapi CreateNamedPipe,
 * DisconnectNamedPipe; Wine's tests of pipes; impersonation.md 6.8.
 */
#include "ipc/pipe_queue.h"

#include "ex/pool.h"
#include "ex/rules.h"

/* ---- the pipe ---- */

static void pipe_delete(void *object)
{
    struct ipc_pipe *pipe = object;

    ob_named_end(&pipe->named);
}

const struct ob_type ipc_pipe_type = {
    .name = "File",
    .mapped = RTL_MAPPED_File,
    .fact = FACT_OBJECT,
    .delete = pipe_delete,
};

struct ipc_pipe *ipc_pipe_new(struct srm_world *w, struct ob_path path,
                              struct rtl_descriptor *descriptor)
{
    struct ipc_pipe *pipe = ex_alloc(w->pool, EX_KIND_Pipe, sizeof *pipe);

    ob_named_begin(&pipe->named, w, &ipc_pipe_type, path, descriptor);
    trace_object(w, EVENT_CREATED, NULL, ob_fact("object", pipe));
    return pipe;
}

/* ---- instances ---- */

static void append(struct ipc_pipe *pipe, struct ipc_instance *instance)
{
    struct ipc_instance **link = &pipe->instances;

    while (*link)
        link = &(*link)->next;
    *link = instance;
    instance->next = NULL;
}

static void take_out(struct ipc_instance *instance)
{
    struct ipc_instance **link = &instance->pipe->instances;

    while (*link != instance)
        link = &(*link)->next;
    *link = instance->next;
}

/* Behind all that listen already: who listens longest is opened first. */
void ipc_instance_listens(struct ipc_instance *instance)
{
    take_out(instance);
    append(instance->pipe, instance);
    instance->state = FILE_PIPE_LISTENING_STATE;
}

static void forget_instance(struct ipc_instance *instance)
{
    struct ipc_pipe *pipe = instance->pipe;

    if (instance->ends[IPC_SERVER] || instance->ends[IPC_CLIENT])
        return;
    take_out(instance);
    ipc_drop_client(&instance->client);
    ex_free(pipe->named.header.world->pool, instance);
    ob_dereference(pipe);
}

/* Nobody can read what was written for that end; nobody waits there any more. */
static void leave_instance(struct ipc_pipe_end *end)
{
    struct ipc_instance *instance = end->instance;
    struct ipc_pipe_end *other = instance->ends[ipc_other_side(end->side)];

    ipc_queue_drop(end, STATUS_PIPE_BROKEN);
    if (other)
        ipc_cancel_writes(other);
    ipc_complete_all(instance, end->side, STATUS_PIPE_BROKEN);
    instance->ends[end->side] = NULL;
    end->instance = NULL;
}

/* The other end finds it closed; it can still read what has been written. */
static void tell_other_end(struct ipc_instance *instance, enum ipc_side other)
{
    if (instance->state != FILE_PIPE_CONNECTED_STATE)
        return;
    instance->state = FILE_PIPE_CLOSING_STATE;
    ipc_complete_all(instance, other, STATUS_PIPE_BROKEN);
}

/* The last handle to an end is gone. */
static void end_closed(void *object)
{
    struct ipc_pipe_end *end = object;
    struct ipc_instance *instance = end->instance;
    const enum ipc_side other = ipc_other_side(end->side);

    if (!instance)
        return;
    leave_instance(end);
    tell_other_end(instance, other);
    if (end->side == IPC_SERVER) {
        ipc_drop_client(&instance->client);
        if (--instance->pipe->count == 0)
            ob_named_unname(&instance->pipe->named);
    }
    forget_instance(instance);
}

static void end_delete(void *object)
{
    struct ipc_pipe_end *end = object;

    end_closed(end); /* of one that never had a handle */
    ob_free(&end->header);
}

/* Both ends have the pipe's descriptor. */
static const struct ob_header *end_described(const struct ob_header *object)
{
    const struct ipc_pipe_end *end = (const void *)object;

    return end->instance ? &end->instance->pipe->named.header : object;
}

const struct ob_type ipc_pipe_end_type = {
    .name = "File",
    .mapped = RTL_MAPPED_File,
    .fact = FACT_OBJECT,
    .delete = end_delete,
    .closed = end_closed,
    .described = end_described,
};

static void device_delete(void *object)
{
    ob_free(object);
}

const struct ob_type ipc_pipe_device_type = {
    .name = "File",
    .mapped = RTL_MAPPED_File,
    .fact = FACT_OBJECT,
    .delete = device_delete,
};

struct ipc_pipe_device *ipc_pipe_device_new(struct srm_world *w, bool root)
{
    struct ipc_pipe_device *device = ex_alloc(w->pool, EX_KIND_PipeEnd, sizeof *device);

    ob_init(&device->header, w, &ipc_pipe_device_type, ++w->last_object, NULL);
    device->root = root;
    return device;
}

static struct ipc_pipe_end *new_end(struct ipc_instance *instance, enum ipc_side side,
                                    PETHREAD thread)
{
    struct srm_world *w = thread->header.world;
    struct ipc_pipe_end *end = ex_alloc(w->pool, EX_KIND_PipeEnd, sizeof *end);

    ob_init(&end->header, w, &ipc_pipe_end_type, ++w->last_object, NULL);
    end->instance = instance;
    end->side = side;
    instance->ends[side] = end;
    instance->process_ids[side] = thread->process->header.id;
    trace_object(w, EVENT_CREATED, NULL, ob_fact("object", end));
    return end;
}

struct ipc_pipe_end *ipc_instance_new(struct ipc_pipe *pipe, PETHREAD thread)
{
    struct srm_world *w = thread->header.world;
    struct ipc_instance *instance = ex_alloc(w->pool, EX_KIND_PipeInstance, sizeof *instance);

    append(pipe, instance);
    instance->pipe = ob_reference(pipe);
    instance->state = FILE_PIPE_LISTENING_STATE;
    pipe->count++;
    return new_end(instance, IPC_SERVER, thread);
}

/* ---- opening ---- */

static struct ipc_instance *find_listening(const struct ipc_pipe *pipe)
{
    struct ipc_instance *instance = pipe->instances;

    while (instance && instance->state != FILE_PIPE_LISTENING_STATE)
        instance = instance->next;
    return instance;
}

NTSTATUS ipc_pipe_wait_for_instance(const struct ipc_pipe *pipe)
{
    const struct srm_world *w = pipe->named.header.world;

    return rule(w, pipe, instance_listens, find_listening(pipe) != NULL) ? STATUS_SUCCESS
                                                                         : STATUS_IO_TIMEOUT;
}

NTSTATUS ipc_pipe_admit_client(const struct ipc_pipe *pipe, const struct ipc_pipe_opening *opening,
                               struct ipc_instance **instance)
{
    const struct srm_world *w = pipe->named.header.world;
    const ACCESS_MASK against = pipe->configuration == FILE_PIPE_INBOUND    ? FILE_READ_DATA
                                : pipe->configuration == FILE_PIPE_OUTBOUND ? FILE_WRITE_DATA
                                                                            : 0;

    if (!rule_on(w, pipe, right_direction, (opening->granted & against) == 0,
                 NUMBER_FACT("configuration", pipe->configuration)))
        return STATUS_ACCESS_DENIED;
    if (rule(w, pipe, remote_rejected,
             opening->remote && (pipe->type & FILE_PIPE_REJECT_REMOTE_CLIENTS)))
        return STATUS_ACCESS_DENIED;
    *instance = find_listening(pipe);
    return rule(w, pipe, instance_listens, *instance != NULL) ? STATUS_SUCCESS
                                                              : STATUS_PIPE_NOT_AVAILABLE;
}

/* What the server may do with the client, and how its context travels (IMP 6.8/1-3, 11; C16). */
static SECURITY_QUALITY_OF_SERVICE quality_of(const struct srm_world *w,
                                              const struct ipc_pipe_opening *opening)
{
    const bool carries_data = (opening->granted & (FILE_READ_DATA | FILE_WRITE_DATA)) != 0;
    SECURITY_QUALITY_OF_SERVICE qos = {
        .Length = sizeof qos,
        .ImpersonationLevel = SecurityImpersonation,
        .ContextTrackingMode = SECURITY_DYNAMIC_TRACKING,
        .EffectiveOnly = TRUE,
    };

    if (rule_on(w, pipe, remote_client, opening->remote, FLAG_FACT("remote", opening->remote))) {
        if (rule(w, pipe, trusted_for_delegation, w->trusted_for_delegation))
            qos.ImpersonationLevel = SecurityDelegation;
        qos.ContextTrackingMode = SECURITY_STATIC_TRACKING;
        qos.EffectiveOnly = FALSE;
    } else if (rule(w, pipe, qos_given, opening->qos != NULL) &&
               rule(w, pipe, opened_for_data, carries_data)) {
        qos = *opening->qos;
    }
    return qos;
}

NTSTATUS ipc_pipe_connect(struct ipc_instance *instance, const struct ipc_pipe_opening *opening,
                          struct ipc_pipe_end **end)
{
    struct srm_world *w = opening->thread->header.world;
    SECURITY_QUALITY_OF_SERVICE qos = quality_of(w, opening);
    SECURITY_CLIENT_CONTEXT client = {.ClientToken = NULL};
    bool dynamic =
        rule_on(w, pipe, dynamic_tracking, qos.ContextTrackingMode != SECURITY_STATIC_TRACKING,
                EX_FACT("ContextTrackingMode", FACT_TRACKING, qos.ContextTrackingMode));
    struct ipc_request *request;
    NTSTATUS status = STATUS_SUCCESS;

    if (!dynamic)
        status = SeCreateClientSecurity(opening->thread, &qos, opening->remote, &client);
    if (!NT_SUCCESS(status))
        return status;
    instance->qos = qos;
    instance->dynamic = dynamic;
    instance->impersonation_disabled = instance->was_read = false;
    instance->state = FILE_PIPE_CONNECTED_STATE;
    *end = new_end(instance, IPC_CLIENT, opening->thread);
    (*end)->synchronous = opening->synchronous;
    ipc_make_current(instance, &client);
    while ((request = ipc_request_find(instance, IPC_LISTEN, IPC_SERVER)) != NULL)
        ipc_complete(instance, request, STATUS_SUCCESS, 0);
    return STATUS_SUCCESS;
}
