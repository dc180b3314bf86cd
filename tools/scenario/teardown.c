#include "scenario/teardown.h"

#include "scenario/runner.h"

#include "ex/pool.h"
#include "ntsrm/srm.h"

static void drop(void *object)
{
    if (object) {
        ob_dereference(object);
    }
}

/* The references that a context or a state holds. */
static void drop_held(const struct name *name)
{
    if (name->kind == NAME_CLIENT_CONTEXT) {
        drop(((PSECURITY_CLIENT_CONTEXT)name->object)->ClientToken);
    } else if (name->kind == NAME_SUBJECT_CONTEXT) {
        const SECURITY_SUBJECT_CONTEXT *subject = name->object;
        drop(subject->ClientToken);
        drop(subject->PrimaryToken);
    } else if (name->kind == NAME_STATE) {
        drop(((PSE_IMPERSONATION_STATE)name->object)->Token);
    }
}

static void report_leaks(struct runner *run)
{
    struct text text = {.bytes = NULL};
    for (size_t i = 0; i < EX_KIND_COUNT; i++) {
        size_t alive = ex_pool_alive(run->world->pool, (enum ex_kind)i);
        if (alive > 0 && i != EX_KIND_World && i != EX_KIND_CallerMemory) {
            text_append_format(&text, "%s%zu %s", text.length > 0 ? ", " : "", alive,
                               ex_kind_name((enum ex_kind)i));
        }
    }
    run->trouble = TROUBLE_INTERNAL;
    finding_plain(run, run->document->root, "after the case something is left: %s",
                  text.bytes ? text.bytes : "");
    text_free(&text);
}

void teardown(struct runner *run)
{
    srm_run_as(NULL);
    if (run->options->trace) {
        srm_trace(run->world, false);
    }
    for (uint32_t i = 0; i < run->names.count; i++) {
        const struct name *name = run->names.names[i];
        if (name->state == NAME_READY && name->object && name->kind > NAME_OBJECT) {
            drop_held(name);
        }
    }
    for (size_t i = 0; i < run->debt_count; i++) {
        if (run->debts[i].pool) {
            ex_free(run->world->pool, run->debts[i].object);
        } else {
            ob_dereference(run->debts[i].object);
        }
    }
    for (uint32_t i = 0; i < run->names.count; i++) {
        const struct name *name = run->names.names[i];
        if (name->object && name->kind <= NAME_OBJECT) {
            ob_dereference(name->object);
        }
    }
    for (size_t i = 0; i < run->session_count; i++) {
        se_logon_session_dereference(run->world, run->sessions[i].object);
    }
    if (srm_world_take_down(run->world) > 0) {
        report_leaks(run);
    }
}
