#include "scenario/fixtures.h"

#include "scenario/kinds_private.h"
#include "scenario/runner.h"

static struct name *name_of(struct runner *run, const struct node *key)
{
    return names_find(run, key->text, key->length, key->hash);
}

/* ---- jobs ---- */

bool fixtures_job(struct runner *run, const struct node *key, const struct node *value)
{
    struct keyed keys;
    struct value limits = {.number = 0};
    struct se_token *token = NULL;
    if (!keys_collect(run, value, SPACE_JOB, &keys)) {
        return false;
    }
    const struct node *mask = key_value(keys, JOB, limits);
    const struct node *only = key_value(keys, JOB, token);
    if ((mask && !kind_parse(run, mask, KIND_JOB_LIMITS, &limits)) ||
        (only && !fixtures_token(run, only, false, &token))) {
        return false;
    }
    struct name *name = name_of(run, key);
    name->state = NAME_READY;
    if (run->dry) {
        return true;
    }
    if (limits.number & JOB_OBJECT_SECURITY_FILTER_TOKENS) {
        trouble(run, mask, "not modelled: JOB_OBJECT_SECURITY_FILTER_TOKENS");
        run->trouble = TROUBLE_NOT_MODELLED;
        return false;
    }
    name->object = ps_job_new(run->world, (ULONG)limits.number, token);
    if (token) {
        ob_dereference(token);
    }
    return true;
}

/* ---- descriptors of processes and threads ---- */

/* What the node says, else what the primary token gives by default; one reference. */
static bool make_security(struct runner *run, const struct node *node, struct se_token *token,
                          struct rtl_descriptor **descriptor)
{
    static const struct rtl_descriptor nothing = {.references = 1};
    *descriptor = NULL;
    if (run->dry) {
        return !node || descriptor_parse(run, node, &nothing, descriptor);
    }
    struct rtl_descriptor *usual = se_token_default_descriptor(token, token->integrity);
    if (!node) {
        *descriptor = usual;
        return true;
    }
    bool right = descriptor_parse(run, node, usual, descriptor);
    rtl_descriptor_dereference(run->world, usual);
    return right;
}

/* ---- threads ---- */

static bool read_flag(struct runner *run, const struct node *node, BOOLEAN *flag)
{
    struct value value;
    if (!node) {
        return true;
    }
    bool right = kind_parse(run, node, KIND_BOOLEAN, &value);
    *flag = (BOOLEAN)value.number;
    return right;
}

static bool start_impersonation(struct runner *run, const struct keyed *keys, PETHREAD thread)
{
    const struct node *level = key_value(*keys, THREAD, level);
    const struct node *token = key_value(*keys, THREAD, impersonates);
    struct ps_impersonation impersonation = {.token = NULL};
    struct value levels = {.number = SecurityImpersonation};
    if (!fixtures_token(run, token, false, &impersonation.token)) {
        return false;
    }
    if (impersonation.token && impersonation.token->type == TokenImpersonation) {
        levels.number = (uint64_t)impersonation.token->level;
    }
    if ((level && !kind_parse(run, level, KIND_LEVEL, &levels)) ||
        !read_flag(run, key_value(*keys, THREAD, effective_only), &impersonation.effective_only) ||
        !read_flag(run, key_value(*keys, THREAD, copy_on_open), &impersonation.copy_on_open)) {
        return false;
    }
    if (!run->dry) {
        impersonation.level = (SECURITY_IMPERSONATION_LEVEL)levels.number;
        ps_thread_impersonate(thread, impersonation);
    }
    return true;
}

/* A thread of a process: value is NULL or {} for one that has nothing special. */
static bool make_thread(struct runner *run, const struct node *key, const struct node *value,
                        PEPROCESS process)
{
    struct keyed keys = {.at = {NULL}};
    struct rtl_descriptor *descriptor;
    PETHREAD thread = NULL;
    if (value && !keys_collect(run, value, SPACE_THREAD, &keys)) {
        return false;
    }
    if (!make_security(run, key_value(keys, THREAD, security), process ? process->token : NULL,
                       &descriptor)) {
        return false;
    }
    struct name *name = name_of(run, key);
    if (!run->dry) {
        thread = ps_thread_new(process, descriptor);
        name->object = thread;
    }
    name->state = NAME_READY;
    return !key_value(keys, THREAD, impersonates) || start_impersonation(run, &keys, thread);
}

static bool make_threads(struct runner *run, const struct node *threads, PEPROCESS process)
{
    if (!threads) {
        return true;
    }
    bool right = true, mapping = threads->kind == NODE_MAPPING;
    const struct node *end = after(run, threads);
    for (const struct node *entry = node_first(threads); entry != end;) {
        const struct node *value = mapping ? resolved(run, entry + 1) : NULL;
        right = make_thread(run, entry, value, process) && right;
        entry = after(run, mapping ? entry + 1 : entry);
    }
    return right;
}

/* ---- processes ---- */

static bool find_job(struct runner *run, const struct node *node, PEJOB *job)
{
    struct reference reference;
    *job = NULL;
    if (!node) {
        return true;
    }
    if (!names_refer_kind(run, node, NAME_JOB, &reference)) {
        return false;
    }
    *job = reference.object;
    return true;
}

bool fixtures_process(struct runner *run, const struct node *key, const struct node *value)
{
    struct keyed keys;
    struct se_token *token = NULL;
    struct rtl_descriptor *descriptor;
    PEJOB job;
    if (!keys_collect(run, value, SPACE_PROCESS, &keys)) {
        return false;
    }
    const struct node *primary = key_value(keys, PROCESS, token);
    if (!primary) {
        return problem(run, key, "the process '%s' has no token", key->text);
    }
    if (!fixtures_token(run, primary, true, &token) ||
        !find_job(run, key_value(keys, PROCESS, job), &job) ||
        !make_security(run, key_value(keys, PROCESS, security), token, &descriptor)) {
        return false;
    }
    struct name *name = name_of(run, key);
    if (!run->dry) {
        name->object = ps_process_new(run->world, token, job, descriptor);
        ob_dereference(token);
    }
    name->state = NAME_READY;
    return make_threads(run, key_value(keys, PROCESS, threads), name->object);
}
