#include "ps/thread.h"

#include "ex/pool.h"

#include <assert.h>

/* Which simulated thread the host's thread is: NT has PsGetCurrentThread. */
static _Thread_local PETHREAD current_thread;

/* What was set on it after it had exited goes with the object. */
static void drop_block(PETHREAD thread)
{
    ps_thread_revert(thread);
    if (thread->block)
        ex_free(thread->header.world->pool, thread->block);
    thread->block = NULL;
}

static void thread_delete(void *object)
{
    PETHREAD thread = object;

    drop_block(thread);
    if (thread == current_thread)
        current_thread = NULL;
    if (thread == thread->header.world->current_thread)
        thread->header.world->current_thread = NULL;
    ob_dereference(thread->process);
    ob_free(&thread->header);
}

const struct ob_type ps_thread_type = {
    .name = "Thread",
    .mapped = RTL_MAPPED_Thread,
    .fact = FACT_THREAD,
    .delete = thread_delete,
};

bool ps_is_running(void)
{
    return current_thread != NULL;
}

PETHREAD ps_current_thread(void)
{
    assert(current_thread);
    return current_thread;
}

PETHREAD ps_set_current_thread(PETHREAD thread)
{
    PETHREAD before = current_thread;

    if (before)
        before->header.world->current_thread = NULL;
    current_thread = thread;
    if (thread)
        thread->header.world->current_thread = thread;
    return before;
}

bool ps_runs_in(const struct srm_world *w)
{
    return current_thread && current_thread->header.world == w;
}

PETHREAD ps_thread_new(PEPROCESS process, struct rtl_descriptor *descriptor)
{
    struct srm_world *w = process->header.world;
    PETHREAD thread = ex_alloc(w->pool, EX_KIND_Thread, sizeof *thread);
    PETHREAD *end = &process->threads;

    w->next_client_id += 4;
    ob_init(&thread->header, w, &ps_thread_type, w->next_client_id, descriptor);
    thread->process = ob_reference(process);
    thread->previous_mode = UserMode;
    while (*end)
        end = &(*end)->next;
    *end = ob_reference(thread);
    return thread;
}

PETHREAD ps_thread_by_id(const struct srm_world *w, uint64_t id)
{
    for (PEPROCESS process = w->processes; process; process = process->next)
        for (PETHREAD thread = process->threads; thread; thread = thread->next)
            if (thread->header.id == id)
                return thread;
    return NULL;
}

void ps_thread_exit(PETHREAD thread, NTSTATUS exit_status)
{
    PETHREAD *link = &thread->process->threads;

    if (thread->exited)
        return;
    thread->exited = true;
    thread->exit_status = exit_status;
    drop_block(thread);
    ps_thread_end_wait(thread, STATUS_THREAD_IS_TERMINATING);
    while (*link != thread)
        link = &(*link)->next;
    *link = thread->next;
    trace_object(thread->header.world, EVENT_CHANGED, "exited", THREAD("object", thread));
    ob_dereference(thread);
}

void ps_thread_wait(PETHREAD thread, struct ps_port_wait wait)
{
    assert(thread->wait.kind == PS_WAITS_FOR_NOTHING);
    thread->wait = wait;
    thread->waited = STATUS_PENDING;
    trace_object(thread->header.world, EVENT_CHANGED, "waits", THREAD("object", thread));
}

void ps_thread_end_wait(PETHREAD thread, NTSTATUS status)
{
    void *port = thread->wait.port;

    if (thread->wait.kind == PS_WAITS_FOR_NOTHING)
        return;
    thread->wait = (struct ps_port_wait){.kind = PS_WAITS_FOR_NOTHING};
    thread->waited = status;
    trace_object(thread->header.world, EVENT_CHANGED, "waits no more", THREAD("object", thread),
                 EX_FACT("status", FACT_STATUS, (uint32_t)status));
    ob_dereference(port);
}

void ps_thread_make_block(PETHREAD thread)
{
    if (!thread->block)
        thread->block =
            ex_alloc(thread->header.world->pool, EX_KIND_ImpersonationBlock, sizeof *thread->block);
}

void ps_thread_impersonate(PETHREAD thread, struct ps_impersonation impersonation)
{
    struct se_token *old = thread->impersonating ? thread->block->token : NULL;

    ps_thread_make_block(thread);
    *thread->block = impersonation;
    thread->impersonating = true;
    trace_object(thread->header.world, EVENT_CHANGED, "impersonation", THREAD("object", thread),
                 TOKEN("token", impersonation.token), LEVEL_FACT("level", impersonation.level));
    if (old)
        ob_dereference(old);
}

void ps_thread_revert(PETHREAD thread)
{
    if (!thread->impersonating)
        return;

    struct se_token *old = thread->block->token;

    thread->block->token = NULL;
    thread->impersonating = false;
    trace_object(thread->header.world, EVENT_CHANGED, "impersonation ended",
                 THREAD("object", thread));
    ob_dereference(old);
}
