#include "ps/process.h"

#include "ex/pool.h"
#include "ps/thread.h"

static void process_delete(void *object)
{
    PEPROCESS process = object;

    ob_handle_table_close(&process->handles); /* what was opened after the exit */
    if (process->job)
        ob_dereference(process->job);
    process->token->processes--;
    ob_dereference(process->token);
    ob_free(&process->header);
}

const struct ob_type ps_process_type = {
    .name = "Process",
    .mapped = RTL_MAPPED_Process,
    .fact = FACT_PROCESS,
    .delete = process_delete,
};

static void job_delete(void *object)
{
    PEJOB job = object;

    if (job->token)
        ob_dereference(job->token);
    ob_free(&job->header);
}

const struct ob_type ps_job_type = {
    .name = "Job",
    .mapped = RTL_MAPPED_Job,
    .fact = FACT_JOB,
    .delete = job_delete,
};

PEPROCESS ps_process_new(struct srm_world *w, struct se_token *token, PEJOB job,
                         struct rtl_descriptor *descriptor)
{
    PEPROCESS process = ex_alloc(w->pool, EX_KIND_Process, sizeof *process);
    PEPROCESS *end = &w->processes;

    w->next_client_id += 4;
    ob_init(&process->header, w, &ps_process_type, w->next_client_id, descriptor);
    process->token = ob_reference(token);
    token->processes++;
    process->job = job ? ob_reference(job) : NULL;
    process->handles.world = w;
    while (*end)
        end = &(*end)->next;
    *end = ob_reference(process);
    return process;
}

void ps_process_exit(PEPROCESS process, NTSTATUS exit_status)
{
    PEPROCESS *link = &process->header.world->processes;

    if (process->exited)
        return;
    process->exited = true;
    process->exit_status = exit_status;
    while (process->threads)
        ps_thread_exit(process->threads, exit_status);
    ob_handle_table_close(&process->handles);
    if (process->rpc)
        process->rpc->end(process->rpc);
    process->rpc = NULL;
    while (*link != process)
        link = &(*link)->next;
    *link = process->next;
    trace_object(process->header.world, EVENT_CHANGED, "exited", PROCESS("object", process));
    ob_dereference(process);
}

PEPROCESS ps_process_by_id(const struct srm_world *w, uint64_t id)
{
    PEPROCESS process = w->processes;

    while (process && process->header.id != id)
        process = process->next;
    return process;
}

void ps_process_set_token(PEPROCESS process, struct se_token *token)
{
    struct se_token *before = process->token;

    if (token->SessionId != before->SessionId)
        se_token_set_session_id(token, before->SessionId);
    token->processes++;
    process->token = ob_reference(token);
    trace_object(process->header.world, EVENT_CHANGED, "token", PROCESS("object", process));
    before->processes--;
    ob_dereference(before);
}

PEJOB ps_job_new(struct srm_world *w, ULONG security_limits, struct se_token *token)
{
    PEJOB job = ex_alloc(w->pool, EX_KIND_Job, sizeof *job);

    w->next_client_id += 4;
    ob_init(&job->header, w, &ps_job_type, w->next_client_id, NULL);
    job->security_limits = security_limits;
    job->token = token ? ob_reference(token) : NULL;
    return job;
}
