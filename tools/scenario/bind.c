#include "scenario/steps.h"

#include "scenario/runner.h"

#include <string.h>

/* ---- names for what came back ---- */

static enum name_kind name_kind_of(enum kind kind)
{
    switch ((int)kind) {
    case KIND_HANDLE:
        return NAME_HANDLE;
    case KIND_CLIENT_CONTEXT:
        return NAME_CLIENT_CONTEXT;
    case KIND_SUBJECT_CONTEXT:
        return NAME_SUBJECT_CONTEXT;
    case KIND_STATE:
        return NAME_STATE;
    case KIND_NEW_STATE:
        return NAME_PRIVILEGES;
    case KIND_TOKEN:
        return NAME_TOKEN;
    case KIND_THREAD:
        return NAME_THREAD;
    case KIND_PROCESS:
        return NAME_PROCESS;
    default:
        return NAME_SCALAR;
    }
}

static struct name *bind_name(struct runner *run, const struct node *node, enum kind kind)
{
    struct name *name = names_add(run, node, name_kind_of(kind));
    if (name) {
        name->scalar = kind;
        name->line = run->step.node->line;
        name->state = run->dry ? NAME_READY : NAME_UNBOUND;
    }
    return name;
}

/* A small value as it lies in its storage; false if the call did not write it. */
static bool read_scalar(const void *storage, size_t size, uint64_t *number)
{
    const unsigned char *bytes = storage;
    size_t untouched = 0;
    while (untouched < size && bytes[untouched] == UNWRITTEN) {
        untouched++;
    }
    if (size == sizeof(BOOLEAN)) {
        *number = *bytes;
    } else {
        ULONG word;
        memcpy(&word, bytes, sizeof word);
        *number = word;
    }
    return untouched < size;
}

static void bind_out(struct runner *run, const struct step_call *step,
                     const struct call_frame *frame, unsigned number, bool succeeded)
{
    const struct call_parameter *parameter = &step->call->parameters[number];
    struct name *name = bind_name(run, step->out[number], parameter->kind);
    void *storage = frame_pointer(frame, number);
    if (!name || run->dry) {
        return;
    }
    if (name->kind == NAME_SCALAR) {
        bool written = read_scalar(storage, step->sizes[number], &name->number);
        name->state = written ? NAME_READY : NAME_UNBOUND;
        return;
    }
    if (!succeeded) {
        return;
    }
    name->state = NAME_READY;
    name->object = storage;
    if (name->kind == NAME_HANDLE) {
        name->object = NULL;
        name->number = (uintptr_t) * (HANDLE *)storage;
        name->process = run->step.caller->process;
    }
}

/* A pointer that came back: the runner keeps it alive as long as the name. */
static void bind_returned(struct runner *run, const struct node *node, const struct call *call,
                          const struct call_frame *frame, struct name **bound)
{
    struct name *name = bind_name(run, node, call->returns);
    *bound = name;
    if (!name || run->dry) {
        return;
    }
    union {
        const void *constant;
        struct ob_header *variable;
    } object = {.constant = frame->result.pointer};
    name->number = frame->result.number;
    if (name->kind == NAME_SCALAR) {
        name->state = NAME_READY;
    } else if (object.variable) {
        object.variable->references++;
        name->object = object.variable;
        name->state = NAME_READY;
    }
}

/* ---- references that have to be given back ---- */

static void add_debt(struct runner *run, const void *token, struct name *name, bool in_context)
{
    union {
        const void *constant;
        void *variable;
    } object = {.constant = token};
    if (!token) {
        return;
    }
    run->debts =
        array_grow(run->debts, run->debt_count, &run->debt_capacity, sizeof *run->debts);
    run->debts[run->debt_count++] =
        (struct debt){.object = object.variable, .name = name, .in_context = in_context};
}

/* What a context or a state that was not named holds. */
static void add_unnamed(struct runner *run, enum kind kind, const void *storage)
{
    if (kind == KIND_CLIENT_CONTEXT) {
        add_debt(run, ((const SECURITY_CLIENT_CONTEXT *)storage)->ClientToken, NULL, true);
    } else if (kind == KIND_SUBJECT_CONTEXT) {
        const SECURITY_SUBJECT_CONTEXT *subject = storage;
        add_debt(run, subject->ClientToken, NULL, true);
        add_debt(run, subject->PrimaryToken, NULL, true);
    } else if (kind == KIND_STATE) {
        add_debt(run, ((const SE_IMPERSONATION_STATE *)storage)->Token, NULL, true);
    }
}

/* The debt that giving back this object pays: the one of that name, else the last one. */
static struct debt *find_debt(struct runner *run, const void *object, const struct name *name)
{
    struct debt *found = NULL;
    for (size_t i = 0; i < run->debt_count; i++) {
        struct debt *debt = &run->debts[i];
        if (debt->object == object && !debt->in_context) {
            found = debt;
            if (name && debt->name == name) {
                return found;
            }
        }
    }
    return found;
}

bool bind_owes(struct runner *run, const struct step_call *step, const struct call_frame *frame)
{
    for (unsigned i = 0; step->call->parameters[i].name; i++) {
        const void *object = frame->in[i].pointer;
        if (step->call->parameters[i].use == PARAMETER_GIVEN_BACK && object &&
            !find_debt(run, object, step->used[i])) {
            return trouble(run, step->in[i],
                           "no step took a reference on '%s' that could be given back",
                           step->in[i]->text);
        }
    }
    return true;
}

static void use_up(struct runner *run, struct name *name)
{
    name->state = NAME_GONE;
    name->line = run->step.node->line;
}

static void pay_debt(struct runner *run, const void *object, const struct name *name)
{
    struct debt *debt = find_debt(run, object, name);
    if (debt->name) {
        use_up(run, debt->name);
    }
    *debt = run->debts[--run->debt_count];
}

static void forget_used(struct runner *run, const struct step_call *step,
                        const struct call_frame *frame)
{
    for (unsigned i = 0; step->call->parameters[i].name; i++) {
        enum parameter_use use = step->call->parameters[i].use;
        if (use == PARAMETER_CONSUMED && step->used[i]) {
            use_up(run, step->used[i]);
        } else if (use == PARAMETER_GIVEN_BACK && frame->in[i].pointer) {
            pay_debt(run, frame->in[i].pointer, step->used[i]);
        }
    }
}

bool bind_results(struct runner *run, const struct step_call *step,
                  const struct call_frame *frame)
{
    bool succeeded = !run->dry && call_succeeded(step->call, &frame->result);
    struct name *returned = NULL;
    if (!run->dry) {
        forget_used(run, step, frame);
    }
    for (unsigned i = 0; step->call->parameters[i].name; i++) {
        if (step->out[i]) {
            bind_out(run, step, frame, i, succeeded);
        } else if (succeeded && step->call->parameters[i].use == PARAMETER_OUT) {
            add_unnamed(run, step->call->parameters[i].kind, frame->in[i].pointer);
        }
    }
    if (step->returns) {
        if (step->call->returns == KIND_VOID) {
            return problem(run, step->returns, "%s returns nothing", step->call->name);
        }
        bind_returned(run, step->returns, step->call, frame, &returned);
    }
    if (succeeded && step->call->returns_reference) {
        add_debt(run, frame->result.pointer, returned, false);
    }
    return !run->broken;
}
