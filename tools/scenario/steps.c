#include "scenario/steps.h"

#include "scenario/budgets.h"
#include "scenario/lint/lint.h"
#include "scenario/observe.h"
#include "scenario/runner.h"
#include "scenario/shadow.h"

#include "ex/pool.h"
#include "ex/trace.h"
#include "ntsrm/srm.h"

/* ---- who makes the call ---- */

static struct name *only_thread(const struct runner *run)
{
    struct name *found = NULL;
    for (uint32_t i = 0; i < run->names.count; i++) {
        struct name *name = run->names.names[i];
        if (name->kind == NAME_THREAD && name->fixture) {
            if (found) {
                return NULL;
            }
            found = name;
        }
    }
    return found;
}

static bool which_thread(struct runner *run, const struct node *call)
{
    struct text threads = {.bytes = NULL};
    for (uint32_t i = 0; i < run->names.count; i++) {
        const struct name *name = run->names.names[i];
        if (name->kind == NAME_THREAD && name->fixture) {
            text_append_format(&threads, "%s%s", threads.length > 0 ? ", " : "", name->text);
        }
    }
    if (run->incomplete) {
        run->broken = true;
        text_free(&threads);
        return false;
    }
    problem(run, call, "the step does not say which thread makes the call");
    if (threads.length > 0) {
        problem_help(run, "write 'thread:', one of %s", threads.bytes);
    } else {
        problem_help(run, "there is no thread; give a process one");
    }
    text_free(&threads);
    return false;
}

static bool find_caller(struct runner *run, const struct node *node, const struct node *call)
{
    struct step_state *step = &run->step;
    struct reference reference;
    if (node) {
        if (!names_refer_kind(run, node, NAME_THREAD, &reference)) {
            return false;
        }
        step->thread = reference.name;
    } else {
        step->thread = only_thread(run);
        lint_mark(run->lint, call, MARK_ONLY_THREAD);
        if (!step->thread) {
            return which_thread(run, call);
        }
    }
    step->caller = step->thread->object;
    if (!run->dry && step->caller->exited) {
        return trouble(run, node ? node : call, "'%s' has exited and makes no calls",
                       step->thread->text);
    }
    return true;
}

static bool find_mode(struct runner *run, const struct node *node, const struct call *call,
                      bool *kernel_mode)
{
    *kernel_mode = call->family == CALL_KERNEL || call->family == CALL_ZW;
    if (!node) {
        return true;
    }
    const struct word *word = node->kind == NODE_SCALAR ? word_of(run, SPACE_MODE, node) : NULL;
    if (!word) {
        return problem_word(run, node, SPACE_MODE);
    }
    if (call->family != CALL_NT) {
        problem(run, node, "the previous mode of %s is not the step's to say", call->name);
        return problem_help(run, "leave it out; only Nt calls have one");
    }
    *kernel_mode = word->value == KernelMode;
    return true;
}

/* ---- making it ---- */

static void close_temporaries(struct runner *run)
{
    struct step_state *step = &run->step;
    for (size_t i = 0; i < step->temporary_count; i++) {
        const struct temporary *temporary = &step->temporaries[i];
        struct ob_handle_table *table = &temporary->process->handles;
        const struct ob_handle *handle = ob_handle_find(table, temporary->handle);
        if (handle && handle->object == temporary->object) {
            ob_handle_close(table, temporary->handle);
        }
    }
}

static void make_call(struct runner *run, struct call_frame *frame, bool kernel_mode)
{
    PETHREAD caller = run->step.caller;
    srm_thread_set_kernel_mode(caller, kernel_mode);
    srm_run_as(caller);
    frame->call->make(frame);
    srm_thread_set_kernel_mode(caller, false);
    close_temporaries(run);
    const char *missing = srm_world_not_modelled(run->world);
    if (missing) {
        finding_plain(run, run->step.node, "not modelled: %s", missing);
        run->trouble = TROUBLE_NOT_MODELLED;
    }
}

/* What was read from the step, in the order in which a person would look at it. */
static void compare(struct runner *run, const struct keyed *keys, struct step_call *step,
                    struct call_frame *frame)
{
    const struct node *because = key_value(*keys, STEP, because);
    const struct node *check = key_value(*keys, STEP, check);
    if (run->trouble != TROUBLE_NONE) {
        return;
    }
    bind_late(run);
    expect_compare(run, key_value(*keys, STEP, expect), frame->call, frame);
    if (because) {
        because_compare(run, because);
    }
    if (!bind_results(run, step, frame) && run->trouble != TROUBLE_NONE) {
        return;
    }
    if (check && run->lint) {
        run->lint->comparing = true;
    }
    if (check) {
        check_compare(run, check);
    }
    if (run->lint) {
        run->lint->comparing = false;
    }
}

static bool prepare(struct runner *run, const struct keyed *keys, struct step_call *step,
                    struct call_frame *frame, bool *kernel_mode)
{
    const struct node *call = step->node;
    const struct node *because = key_value(*keys, STEP, because);
    const struct word *word = call->kind == NODE_SCALAR ? word_of(run, SPACE_CALL, call) : NULL;
    if (!word) {
        run->incomplete = true;
        return problem_word(run, call, SPACE_CALL);
    }
    step->number = word->value;
    step->call = frame->call = runner_call(run, word->value);
    bool right = find_caller(run, key_value(*keys, STEP, thread), call);
    right = find_mode(run, key_value(*keys, STEP, mode), step->call, kernel_mode) && right;
    run->step.user_mode = !*kernel_mode;
    right =
        arguments_sort(run, key_value(*keys, STEP, in), key_value(*keys, STEP, out), step) && right;
    right = (run->dry || right) && arguments_read(run, step, frame) && right;
    right = (!because || because_watch(run, because)) && right;
    if (!key_value(*keys, STEP, expect)) {
        run->incomplete = true;
        problem(run, run->step.node, "the step has no 'expect:'");
        right = problem_help(run, "every step says what its call must answer");
    }
    return right;
}

static void call_step(struct runner *run, const struct keyed *keys)
{
    struct step_call step = {.node = key_value(*keys, STEP, call)};
    struct call_frame frame = {.run = run};
    bool kernel_mode = false;
    bool right = prepare(run, keys, &step, &frame, &kernel_mode);
    if (run->dry) {
        if (step.call) {
            if (key_value(*keys, STEP, expect)) {
                compare(run, keys, &step, &frame);
            }
            if (run->lint) {
                lint_step(run, keys, step.call);
            }
        }
        return;
    }
    if (!right || !bind_owes(run, &step, &frame)) {
        close_temporaries(run);
        run->stopped = true;
        return;
    }
    run->shadows.wanted =
        observe_wants_changes(run) || check_wants_before(run, key_value(*keys, STEP, check));
    if (run->shadows.wanted) {
        shadow_take(run);
    }
    ex_trace_mark(run->world->trace);
    observe_before(run, keys);
    make_call(run, &frame, kernel_mode);
    if (run->shadows.wanted) {
        shadow_compare(run);
    }
    compare(run, keys, &step, &frame);
    observe_after(run, keys, &frame);
}

/* ---- the pool ---- */

static bool read_number(struct runner *run, const struct node *node, uint64_t *number)
{
    struct value value;
    if (!node) {
        return true;
    }
    if (!kind_parse(run, node, KIND_NUMBER, &value)) {
        return false;
    }
    *number = value.number;
    return value.number > 0 || problem(run, node, "requests are counted from 1");
}

static void pool_step(struct runner *run, const struct node *pool)
{
    struct keyed keys;
    uint64_t at = 1;
    if (!keys_collect(run, pool, SPACE_POOL, &keys)) {
        return;
    }
    const struct node *fail = key_value(keys, POOL, fail);
    const struct node *from = key_value(keys, POOL, from);
    if (!fail) {
        problem(run, pool, "the step does not say what fails");
        return;
    }
    if (from && key_value(keys, POOL, at)) {
        problem(run, pool, "a pool step has either 'at' or 'from'");
        return;
    }
    if (!read_number(run, key_value(keys, POOL, at), &at) || !read_number(run, from, &at)) {
        return;
    }
    bool none = node_is(fail, "none");
    const struct word *word =
        fail->kind == NODE_SCALAR && !none ? word_of(run, SPACE_ALLOCATION, fail) : NULL;
    if (!word && !none) {
        problem_word(run, fail, SPACE_ALLOCATION);
        return;
    }
    if (!run->dry) {
        observe_before(run, NULL);
        ex_pool_fail(run->world->pool, none ? EX_ALLOCATION_ANY : (enum ex_allocation)word->value,
                     none ? 0 : (uint32_t)at, from != NULL);
        observe_after(run, NULL, NULL);
    }
}

/* ---- all steps ---- */

static void step_run(struct runner *run, const struct node *node)
{
    struct keyed keys;
    run->step.node = node;
    run->step.thread = NULL;
    run->step.temporary_count = 0;
    if (!keys_collect(run, node, SPACE_STEP, &keys) && (!run->dry || node->kind != NODE_MAPPING)) {
        return;
    }
    const struct node *call = key_value(keys, STEP, call), *pool = key_value(keys, STEP, pool);
    if (call && !pool) {
        call_step(run, &keys);
    } else if (pool && !call && node->count == 1) {
        pool_step(run, pool);
    } else if (call || pool || !run->broken) {
        problem(run, node, "a step has either 'call' or 'pool'");
    }
}

void steps_run(struct runner *run, const struct node *steps)
{
    if (steps->kind != NODE_SEQUENCE || steps->count == 0) {
        problem_list(run, steps, "a list of steps");
        return;
    }
    const struct node *end = after(run, steps);
    run->step.index = 0;
    for (const struct node *node = node_first(steps); node != end; node = after(run, node)) {
        if (!run->dry && !budgets_hold(run, node)) {
            return;
        }
        if (!run->lint || run->lint->without != node) {
            step_run(run, resolved(run, node));
        }
        if (!run->dry && (run->stopped || run->broken)) {
            return;
        }
        run->step.index++;
    }
    if (!run->dry) {
        budgets_hold(run, steps);
    }
}
