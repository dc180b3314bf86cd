#include "support/graph.h"

#include "support/suite.h"

#include "ipc/pipe_queue.h"
#include "ipc/port.h"
#include "win32/rpc.h"

#include <stdio.h>

static void refer(struct graph *graph, enum ex_kind kind, const void *object)
{
    size_t place = 0;

    if (!object)
        return;
    while (place < graph->count && graph->nodes[place].object != object)
        place++;
    if (place == graph->count) {
        require(graph->count < GRAPH_MAX, "the graph is too large");
        graph->nodes[graph->count++] = (struct graph_node){.object = object, .kind = kind};
    }
    graph->nodes[place].expected++;
}

static void hold_handles(struct graph *graph, const struct ob_handle_table *handles)
{
    for (uint32_t i = 0; i < handles->capacity; i++)
        graph_hold(graph, handles->entries[i].object);
}

void graph_begin(struct graph *graph, const struct srm_world *w)
{
    graph->w = w;
    graph->count = 0;
    for (const struct _EPROCESS *process = w->processes; process; process = process->next)
        refer(graph, EX_KIND_Process, process);
    for (const struct se_logon_session *session = w->logon_sessions; session;
         session = session->next)
        refer(graph, EX_KIND_Token, session->linked);
    refer(graph, EX_KIND_Token, w->anonymous_tokens[0]);
    refer(graph, EX_KIND_Token, w->anonymous_tokens[1]);
    if (w->kernel_handles)
        hold_handles(graph, w->kernel_handles);
}

void graph_hold(struct graph *graph, const void *object)
{
    const struct ob_header *header = object;

    if (!object)
        return;
    if (header->type == &se_token_type)
        refer(graph, EX_KIND_Token, object);
    else if (header->type == &ps_thread_type)
        refer(graph, EX_KIND_Thread, object);
    else if (header->type == &ps_process_type)
        refer(graph, EX_KIND_Process, object);
    else if (header->type == &ipc_port_type)
        refer(graph, EX_KIND_Port, object);
    else if (header->type == &ipc_pipe_end_type || header->type == &ipc_pipe_device_type)
        refer(graph, EX_KIND_PipeEnd, object);
    else if (ob_is_named(header))
        refer(graph, EX_KIND_Object, object);
    else
        refer(graph, EX_KIND_Job, object);
}

/* Who is kept in the bindings of RPC. */
static void follow_rpc(struct graph *graph, const struct _EPROCESS *process)
{
    const struct rpc_runtime *runtime = (const void *)process->rpc;

    for (const struct rpc_binding *binding = runtime ? runtime->bindings : NULL; binding;
         binding = binding->next)
        refer(graph, EX_KIND_Token, binding->identity.ClientToken);
}

static void follow_process(struct graph *graph, const struct _EPROCESS *process)
{
    refer(graph, EX_KIND_Descriptor, process->header.descriptor);
    refer(graph, EX_KIND_Token, process->token);
    refer(graph, EX_KIND_Job, process->job);
    for (const struct _ETHREAD *thread = process->threads; thread; thread = thread->next)
        refer(graph, EX_KIND_Thread, thread);
    hold_handles(graph, &process->handles);
    follow_rpc(graph, process);
}

static void follow_thread(struct graph *graph, const struct _ETHREAD *thread)
{
    refer(graph, EX_KIND_Descriptor, thread->header.descriptor);
    refer(graph, EX_KIND_Process, thread->process);
    if (thread->impersonating)
        refer(graph, EX_KIND_Token, thread->block->token);
    refer(graph, EX_KIND_Port, thread->wait.port);
}

static void follow_port(struct graph *graph, const struct ipc_port *port)
{
    refer(graph, EX_KIND_Descriptor, port->named.header.descriptor);
    refer(graph, EX_KIND_Process, port->server);
    refer(graph, EX_KIND_Port, port->origin);
    if (port->captured)
        refer(graph, EX_KIND_Token, port->security.ClientToken);
}

/* Of two ends of an instance one tells what the instance refers to. */
static bool tells_of_instance(const struct ipc_pipe_end *end)
{
    return end->instance && (end->side == IPC_SERVER || end->instance->ends[IPC_SERVER] == NULL);
}

static void follow_end(struct graph *graph, const struct ipc_pipe_end *end)
{
    if (end->header.type != &ipc_pipe_end_type)
        return;
    for (const struct ipc_data *data = end->unread.first; data; data = data->next)
        refer(graph, EX_KIND_Token, data->client.ClientToken);
    if (!tells_of_instance(end))
        return;
    refer(graph, EX_KIND_Pipe, end->instance->pipe);
    refer(graph, EX_KIND_Token, end->instance->client.ClientToken);
    for (const struct ipc_request *request = end->instance->requests; request;
         request = request->next)
        refer(graph, EX_KIND_Thread, request->thread);
}

static void follow_token(struct graph *graph, const struct se_token *token)
{
    refer(graph, EX_KIND_Descriptor, token->header.descriptor);
    refer(graph, EX_KIND_TokenBody, token->body);
    refer(graph, EX_KIND_GroupAttributes, token->attributes);
    refer(graph, EX_KIND_Acl, token->default_dacl);
    refer(graph, EX_KIND_Descriptor, token->made);
    refer(graph, EX_KIND_LogonSession, token->session);
}

static void follow_job(struct graph *graph, const struct _EJOB *job)
{
    refer(graph, EX_KIND_Descriptor, job->header.descriptor);
    refer(graph, EX_KIND_Token, job->token);
}

static void follow_descriptor(struct graph *graph, const struct rtl_descriptor *descriptor)
{
    refer(graph, EX_KIND_Acl, descriptor->dacl);
    refer(graph, EX_KIND_Acl, descriptor->sacl);
}

void graph_finish(struct graph *graph)
{
    for (size_t i = 0; i < graph->count; i++) {
        const struct graph_node node = graph->nodes[i];

        if (node.kind == EX_KIND_Process)
            follow_process(graph, node.object);
        else if (node.kind == EX_KIND_Thread)
            follow_thread(graph, node.object);
        else if (node.kind == EX_KIND_Token)
            follow_token(graph, node.object);
        else if (node.kind == EX_KIND_Job)
            follow_job(graph, node.object);
        else if (node.kind == EX_KIND_PipeEnd)
            follow_end(graph, node.object);
        else if (node.kind == EX_KIND_Object || node.kind == EX_KIND_Pipe)
            refer(graph, EX_KIND_Descriptor, ((const struct ob_header *)node.object)->descriptor);
        else if (node.kind == EX_KIND_Port)
            follow_port(graph, node.object);
        else if (node.kind == EX_KIND_Descriptor)
            follow_descriptor(graph, node.object);
    }
}

static uint32_t references_of(const struct graph_node *node)
{
    if (node->kind == EX_KIND_TokenBody)
        return ((const struct se_body *)node->object)->references;
    if (node->kind == EX_KIND_GroupAttributes)
        return ((const struct se_attributes *)node->object)->references;
    if (node->kind == EX_KIND_Acl)
        return ((const struct rtl_acl *)node->object)->references;
    if (node->kind == EX_KIND_Descriptor)
        return ((const struct rtl_descriptor *)node->object)->references;
    if (node->kind == EX_KIND_LogonSession)
        return ((const struct se_logon_session *)node->object)->references;
    return ((const struct ob_header *)node->object)->references;
}

static void count_messages(const struct ipc_port *port, size_t *counts)
{
    for (const struct ipc_message *message = port->queue; message; message = message->next)
        counts[EX_KIND_PortMessage]++;
    counts[EX_KIND_ObjectName] += port->named.path ? 1u : 0u;
}

static void count_of_end(const struct ipc_pipe_end *end, size_t *counts)
{
    if (end->header.type != &ipc_pipe_end_type)
        return;
    for (const struct ipc_data *data = end->unread.first; data; data = data->next)
        counts[EX_KIND_PipeData]++;
    if (!tells_of_instance(end))
        return;
    counts[EX_KIND_PipeInstance]++;
    for (const struct ipc_request *request = end->instance->requests; request;
         request = request->next)
        counts[EX_KIND_PipeRequest]++;
}

static void count_of_process(const struct _EPROCESS *process, size_t *counts)
{
    const struct rpc_runtime *runtime = (const void *)process->rpc;

    counts[EX_KIND_HandleTable] += process->handles.entries != NULL;
    if (!runtime)
        return;
    counts[EX_KIND_Rpc]++;
    for (const struct rpc_binding *binding = runtime->bindings; binding; binding = binding->next)
        counts[EX_KIND_Rpc]++;
    for (const struct rpc_endpoint *endpoint = runtime->endpoints; endpoint;
         endpoint = endpoint->next)
        counts[EX_KIND_Rpc]++;
    for (const struct rpc_connection *connection = runtime->connections; connection;
         connection = connection->next)
        counts[EX_KIND_Rpc]++;
}

/* What has no references of its own: one for each owner. */
static void count_parts(const struct graph *graph, size_t *counts)
{
    const struct se_logon_session *session = graph->w->logon_sessions;

    for (size_t i = 0; i < graph->count; i++) {
        const struct graph_node *node = &graph->nodes[i];

        if (node->kind == EX_KIND_Process)
            count_of_process(node->object, counts);
        if (node->kind == EX_KIND_PipeEnd)
            count_of_end(node->object, counts);
        if (node->kind == EX_KIND_Object || node->kind == EX_KIND_Pipe)
            counts[EX_KIND_ObjectName] += ((const struct ob_named *)node->object)->path ? 1u : 0u;
        if (node->kind == EX_KIND_Port)
            count_messages(node->object, counts);
        if (node->kind == EX_KIND_Thread)
            counts[EX_KIND_ImpersonationBlock] +=
                ((const struct _ETHREAD *)node->object)->block != NULL;
        if (node->kind != EX_KIND_LogonSession)
            counts[node->kind]++;
    }
    for (; session; session = session->next)
        counts[EX_KIND_LogonSession]++;
    if (graph->w->kernel_handles) /* the table, and what it holds */
        counts[EX_KIND_HandleTable] += graph->w->kernel_handles->entries ? 2u : 1u;
}

const char *graph_problem(const struct graph *graph)
{
    static char text[160];
    size_t counts[EX_KIND_COUNT] = {0};

    for (size_t i = 0; i < graph->count; i++) {
        const struct graph_node *node = &graph->nodes[i];

        if (references_of(node) != node->expected) {
            snprintf(text, sizeof text, "%s %p has %u references, but %u refer to it",
                     ex_kind_name(node->kind), node->object, references_of(node), node->expected);
            return text;
        }
    }
    count_parts(graph, counts);
    for (int kind = 0; kind < EX_KIND_COUNT; kind++) {
        const size_t alive = ex_pool_alive(graph->w->pool, (enum ex_kind)kind);

        if (kind != EX_KIND_World && kind != EX_KIND_CallerMemory && alive != counts[kind]) {
            snprintf(text, sizeof text, "%zu %s are alive, but %zu can be reached", alive,
                     ex_kind_name((enum ex_kind)kind), counts[kind]);
            return text;
        }
    }
    return NULL;
}
