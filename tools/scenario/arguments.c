#include "scenario/steps.h"

#include "scenario/runner.h"

#include "ntsrm/srm.h"

#include <string.h>

/* ---- by parameter ---- */

/* What a call gives, if that is one thing. */
static const char *only_given(const struct call *call)
{
    const char *name = NULL;
    for (unsigned i = 0; call->parameters[i].name; i++) {
        if (call->parameters[i].use == PARAMETER_OUT) {
            if (name) {
                return NULL;
            }
            name = call->parameters[i].name;
        }
    }
    return name;
}

static bool sort_one(struct runner *run, const struct node *key, struct step_call *step, bool out)
{
    const struct call *call = step->call;
    const struct node *value = resolved(run, key + 1);
    if (out && node_is(key, "returns")) {
        step->returns = value;
        return true;
    }
    const struct word *word = word_of(run, SPACE_PARAMETERS + (unsigned)step->number, key);
    if (!word) {
        problem(run, key, "%s has no parameter '%s'", call->name, key->text);
        const char *nearest = dictionary_nearest(
            &run->dictionary, SPACE_PARAMETERS + (unsigned)step->number, key->text, key->length);
        nearest = !nearest && out ? only_given(call) : nearest;
        run->incomplete = run->incomplete || out;
        return nearest ? problem_help(run, "did you mean '%s'?", nearest)
                       : problem_help(run, "'ntsrm calls %s' shows its parameters", call->name);
    }
    const struct call_parameter *parameter = &call->parameters[word->value];
    if (out && parameter->use != PARAMETER_OUT) {
        problem(run, key, "%s takes '%s' and does not give it", call->name, key->text);
        return problem_help(run, "write it under 'in:'");
    }
    (out ? step->out : step->in)[word->value] = value;
    return true;
}

static bool sort_all(struct runner *run, const struct node *node, struct step_call *step, bool out)
{
    if (!node) {
        return true;
    }
    if (node->kind != NODE_MAPPING) {
        return problem_kind(run, node, "a mapping from parameters");
    }
    bool right = true;
    const struct node *end = after(run, node);
    for (const struct node *key = node_first(node); key != end; key = after(run, key + 1)) {
        right = sort_one(run, key, step, out) && right;
    }
    return right;
}

bool arguments_sort(struct runner *run, const struct node *in, const struct node *out,
                    struct step_call *step)
{
    bool right = sort_all(run, in, step, false);
    return sort_all(run, out, step, true) && right;
}

/* ---- pointers ---- */

/* NULL, UNREADABLE and MISALIGNED; true in *taken if the node is one of them. */
static bool read_bad_pointer(struct runner *run, const struct node *node, bool optional,
                             struct value *value, bool *taken)
{
    bool null = node_is(node, "NULL"), unreadable = node_is(node, "UNREADABLE");
    bool misaligned = node_is(node, "MISALIGNED");
    *taken = null || unreadable || misaligned;
    if (!*taken || (null && optional)) {
        return true;
    }
    if (!run->step.user_mode) {
        problem(run, node, "a call from kernel mode believes its pointers");
        return problem_help(run, "only Nt calls from user mode and Win32 calls can be given '%s'",
                            node->text);
    }
    if (unreadable) {
        value->pointer = SRM_UNREADABLE;
    } else if (misaligned) {
        value->pointer = (char *)arena_alloc(&run->arena, 256) + 1;
    }
    return true;
}

/* ---- what goes in ---- */

static bool is_object(enum kind kind)
{
    return kind == KIND_THREAD || kind == KIND_PROCESS || kind == KIND_TOKEN ||
           kind == KIND_CLIENT_CONTEXT || kind == KIND_SUBJECT_CONTEXT || kind == KIND_STATE;
}

/* The name behind a parameter that the call uses up or gives back. */
static struct name *used_name(struct runner *run, const struct node *node)
{
    return node->kind == NODE_SCALAR
               ? names_find(run, node->text, node->length, node->hash)
               : NULL;
}

static bool read_in(struct runner *run, struct step_call *step, struct call_frame *frame,
                    unsigned number)
{
    const struct call_parameter *parameter = &step->call->parameters[number];
    const struct node *node = step->in[number];
    struct value *value = &frame->in[number];
    if (!node) {
        bool given_null =
            parameter->unless_null > 0 && frame->in[parameter->unless_null - 1].pointer == NULL;
        if (parameter->optional || (given_null && !run->dry)) {
            return true;
        }
        /* A dry run does not know pointers: a NULL is what is written as NULL or not at all. */
        const struct node *other =
            parameter->unless_null > 0 ? step->in[parameter->unless_null - 1] : NULL;
        if (parameter->unless_null > 0 && (!other || node_is(other, "NULL"))) {
            return true;
        }
        return problem(run, step->node, "%s needs '%s'", step->call->name, parameter->name);
    }
    frame->given |= 1U << number;
    if (kind_row(parameter->kind)->pointer) {
        bool taken;
        bool right = read_bad_pointer(run, node, parameter->optional, value, &taken);
        if (taken) {
            return right;
        }
    }
    if (!kind_parse(run, node, parameter->kind, value)) {
        return false;
    }
    if (is_object(parameter->kind) && node_is(node, "none")) {
        problem(run, node, "'none' is a word of `check`");
        return problem_help(run, "the pointer to nothing is NULL");
    }
    if (is_object(parameter->kind) && !parameter->optional && node_is(node, "NULL")) {
        return problem(run, node, "'%s' of %s cannot be NULL", parameter->name, step->call->name);
    }
    if (parameter->use != PARAMETER_IN) {
        step->used[number] = used_name(run, node);
    }
    return true;
}

/* ---- what comes back ---- */

static size_t storage_size(enum kind kind)
{
    static const uint8_t sizes[KIND_COUNT] = {
        [KIND_BOOLEAN] = sizeof(BOOLEAN),
        [KIND_HANDLE] = sizeof(HANDLE),
        [KIND_CLIENT_CONTEXT] = sizeof(SECURITY_CLIENT_CONTEXT),
        [KIND_SUBJECT_CONTEXT] = sizeof(SECURITY_SUBJECT_CONTEXT),
        [KIND_STATE] = sizeof(SE_IMPERSONATION_STATE),
    };
    return sizes[kind] > 0 ? sizes[kind] : sizeof(ULONG);
}

/* The buffer for TOKEN_PRIVILEGES, and its length, which stands in the parameter before it. */
static size_t buffer_size(struct call_frame *frame, unsigned number)
{
    const size_t whole = sizeof(TOKEN_PRIVILEGES) +
                         (SE_PRIVILEGE_LAST - SE_PRIVILEGE_FIRST) * sizeof(LUID_AND_ATTRIBUTES);
    if (!frame_given(frame, number - 1)) {
        frame->in[number - 1].number = whole;
    }
    return whole;
}

static bool read_out(struct runner *run, struct step_call *step, struct call_frame *frame,
                     unsigned number)
{
    const struct call_parameter *parameter = &step->call->parameters[number];
    const struct node *node = step->in[number];
    struct value *value = &frame->in[number];
    if (node) {
        bool taken;
        if (!read_bad_pointer(run, node, parameter->optional, value, &taken)) {
            return false;
        }
        if (!taken) {
            problem(run, node, "%s gives '%s' and does not take it", step->call->name,
                    parameter->name);
            return problem_help(run, "write it under 'out:'; under 'in:' it can be UNREADABLE, "
                                     "MISALIGNED or NULL");
        }
        return !step->out[number] ||
               problem(run, step->out[number], "'%s' stands under 'in:' too", parameter->name);
    }
    if (parameter->optional && !step->out[number]) {
        return true;
    }
    step->sizes[number] = parameter->kind == KIND_NEW_STATE ? buffer_size(frame, number)
                                                            : storage_size(parameter->kind);
    void *storage = arena_alloc(&run->arena, step->sizes[number]);
    if (step->sizes[number] <= sizeof(ULONG)) {
        memset(storage, UNWRITTEN, step->sizes[number]);
    }
    value->pointer = storage;
    return true;
}

bool arguments_read(struct runner *run, struct step_call *step, struct call_frame *frame)
{
    bool right = true;
    for (unsigned i = 0; step->call->parameters[i].name; i++) {
        bool out = step->call->parameters[i].use == PARAMETER_OUT;
        right = (out ? read_out : read_in)(run, step, frame, i) && right;
    }
    return right;
}
