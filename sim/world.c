/* The control around the model (ntsrm/srm.h): worlds and what stands in them. */
#include "ntsrm/srm.h"

#include "ex/pool.h"
#include "ex/rules.h"
#include "ex/trace.h"
#include "ob/named.h"
#include "ps/thread.h"
#include "se/accounts.h"
#include "se/anonymous.h"
#include "world.h"

#include <string.h>

/* Ids that NT hands out itself are smaller (ACC T-10). */
#define FIRST_LUID 0x10000u

/* The world's record is the first thing in its own pool. */
static struct srm_world *begin(struct ex_pool *pool, struct ex_trace *trace,
                               enum srm_profile profile)
{
    struct srm_world *w = ex_alloc(pool, EX_KIND_World, sizeof *w);

    w->pool = pool;
    w->trace = trace;
    w->next_luid = FIRST_LUID;
    ex_rules_set_profile(w, profile);
    return w;
}

static enum srm_profile profile_named(const char *name)
{
    return name ? ex_profile_by_name(name) : SRM_PROFILE_LAST;
}

struct srm_world *srm_world_new(const char *profile)
{
    enum srm_profile version = profile_named(profile);

    if (version == SRM_PROFILE_COUNT)
        return NULL;
    return begin(ex_pool_new(), ex_trace_new(), version);
}

bool srm_world_reset(struct srm_world *world, const char *profile)
{
    enum srm_profile version = profile_named(profile);
    struct ex_pool *pool = world->pool;
    struct ex_trace *trace = world->trace;

    if (version == SRM_PROFILE_COUNT)
        return false;
    if (ps_runs_in(world))
        srm_run_as(NULL);
    ex_pool_reset(pool);
    ex_trace_reset(trace);
    begin(pool, trace, version);
    return true;
}

/* Nobody is left who waits: closing handles writes to no memory of callers any more. */
static void end_threads(struct srm_world *world)
{
    for (PEPROCESS process = world->processes; process; process = process->next)
        while (process->threads)
            ps_thread_exit(process->threads, STATUS_SUCCESS);
}

size_t srm_world_take_down(struct srm_world *world)
{
    size_t alive = 0;

    end_threads(world);
    while (world->processes)
        ps_process_exit(world->processes, STATUS_SUCCESS);
    if (world->kernel_handles) {
        ob_handle_table_close(world->kernel_handles);
        ex_free(world->pool, world->kernel_handles);
        world->kernel_handles = NULL;
    }
    ob_named_forget(world);
    se_anonymous_tokens_forget(world);
    se_logon_sessions_forget(world);
    se_accounts_forget(world);
    for (size_t i = 0; i < EX_KIND_COUNT; i++)
        if (i != EX_KIND_World && i != EX_KIND_CallerMemory)
            alive += ex_pool_alive(world->pool, (enum ex_kind)i);
    return alive;
}

size_t srm_world_delete(struct srm_world *world)
{
    struct ex_pool *pool = world->pool;
    size_t alive;

    if (ps_runs_in(world))
        srm_run_as(NULL);
    alive = srm_world_take_down(world);
    ex_trace_delete(world->trace);
    ex_pool_delete(pool);
    return alive;
}

bool srm_world_set_policy(struct srm_world *world, const char *policy_name, const char *answer)
{
    enum ex_rule_id id = ex_policy_by_name(policy_name);

    if (id == RULE_COUNT)
        return false;

    const struct ex_rule_row *row = ex_rule_row(id);
    bool yes = strcmp(answer, row->yes) == 0;

    if (!yes && strcmp(answer, row->no) != 0)
        return false;
    ex_rules_set_policy(world, id, yes);
    return true;
}

bool srm_world_set(struct srm_world *world, const char *setting, uint32_t value)
{
    if (strcmp(setting, "EveryoneIncludesAnonymous") == 0)
        world->everyone_includes_anonymous = value != 0;
    else if (strcmp(setting, "TrustedForDelegation") == 0)
        world->trusted_for_delegation = value != 0;
    else
        return false;
    return true;
}

size_t srm_world_alive(const struct srm_world *world, const char *kind)
{
    for (size_t i = 0; i < EX_KIND_COUNT; i++)
        if (strcmp(ex_kind_name((enum ex_kind)i), kind) == 0)
            return ex_pool_alive(world->pool, (enum ex_kind)i);
    return 0;
}

const char *srm_world_not_modelled(struct srm_world *world)
{
    const char *what = world->not_modelled;

    world->not_modelled = NULL;
    return what;
}

PEPROCESS srm_process_new(struct srm_world *world, void *token, PEJOB job)
{
    struct se_token *primary = token;

    if (primary->type != TokenPrimary)
        return NULL;
    return ps_process_new(world, primary, job,
                          se_token_default_descriptor(primary, primary->integrity));
}

PETHREAD srm_thread_new(PEPROCESS process)
{
    struct se_token *primary = process->token;

    if (process->exited)
        return NULL;
    return ps_thread_new(process, se_token_default_descriptor(primary, primary->integrity));
}

PETHREAD srm_thread_by_id(struct srm_world *world, uint32_t id)
{
    PETHREAD thread = ps_thread_by_id(world, id);

    return thread ? ob_reference(thread) : NULL;
}

PEJOB srm_job_new(struct srm_world *world, uint32_t security_limits)
{
    return ps_job_new(world, security_limits, NULL);
}

void srm_release(void *object)
{
    ob_dereference(object);
}

uint32_t srm_references(const void *object)
{
    return ((const struct ob_header *)object)->references;
}

int32_t srm_wait_status(PETHREAD thread)
{
    return thread->waited;
}

PETHREAD srm_run_as(PETHREAD thread)
{
    return ps_set_current_thread(thread);
}

void srm_thread_set_kernel_mode(PETHREAD thread, bool kernel_mode)
{
    thread->previous_mode = kernel_mode ? KernelMode : UserMode;
}

bool srm_pool_fail(struct srm_world *world, const char *allocation, uint32_t at, bool onwards)
{
    enum ex_allocation which = ex_allocation_by_name(allocation);

    if (which == EX_ALLOCATION_COUNT)
        return false;
    ex_pool_fail(world->pool, which, at, onwards);
    return true;
}

void *srm_alloc(struct srm_world *world, size_t size)
{
    return ex_alloc(world->pool, EX_KIND_CallerMemory, size);
}

void srm_free(struct srm_world *world, void *memory)
{
    ex_free(world->pool, memory);
}

/* A pool's snapshot has all of the world but who the host's thread runs as. */
struct srm_snapshot *srm_snapshot_new(const struct srm_world *world)
{
    return (struct srm_snapshot *)ex_pool_snapshot(world->pool);
}

void srm_snapshot_restore(struct srm_world *world, const struct srm_snapshot *snapshot)
{
    bool running = ps_runs_in(world);
    bool tracing = world->tracing;

    if (running)
        srm_run_as(NULL); /* its thread may not be there any more */
    ex_pool_restore(world->pool, (const struct ex_snapshot *)snapshot);
    ex_rules_trace(world, tracing);
    if (running)
        srm_run_as(world->current_thread);
}

void srm_snapshot_delete(struct srm_snapshot *snapshot)
{
    ex_snapshot_delete((struct ex_snapshot *)snapshot);
}

void srm_trace(struct srm_world *world, bool on)
{
    ex_rules_trace(world, on);
}

void srm_trace_clear(struct srm_world *world)
{
    ex_trace_reset(world->trace);
}

uint32_t srm_rule_answers(const struct srm_world *world, const char *rule_id, bool answer)
{
    enum ex_rule_id id = ex_rule_by_name(rule_id);

    if (id == RULE_COUNT)
        return 0;
    return answer ? world->trace->answers[id].asked_true : world->trace->answers[id].asked_false;
}
