#include "scenario/steps.h"

#include "scenario/fields.h"
#include "scenario/lint/lint.h"
#include "scenario/runner.h"

#include "ntsrm/ntlpcapi.h"
#include "ntsrm/processthreadsapi.h"
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
            run->dictionary, SPACE_PARAMETERS + (unsigned)step->number, key->text, key->length);
        nearest = !nearest && out ? only_given(call) : nearest;
        run->incomplete = run->incomplete || out;
        return nearest ? problem_help(run, "did you mean '%s'?", nearest)
                       : problem_help(run, "'ntsrm calls %s' shows its parameters", call->name);
    }
    const struct call_parameter *parameter = &call->parameters[word->value];
    if (out && parameter->use != PARAMETER_OUT && parameter->use != PARAMETER_IN_OUT) {
        problem(run, key, "%s takes '%s' and does not give it", call->name, key->text);
        return problem_help(run, "write it under 'in:'");
    }
    if (!run->lint || run->lint->without != value) {
        (out ? step->out : step->in)[word->value] = value;
    }
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
static bool read_bad_pointer(struct runner *run, const struct node *node, bool may_be_null,
                             struct value *value, bool *taken)
{
    bool null = node_is(node, "NULL"), unreadable = node_is(node, "UNREADABLE");
    bool misaligned = node_is(node, "MISALIGNED");
    *taken = !node->quoted && (null || unreadable || misaligned);
    if (!*taken || (null && may_be_null)) {
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

/* ---- lengths ---- */

/* What a caller sets aside for what comes back: bytes, and how many bytes its length counts in. */
static const struct room {
    uint16_t size, unit; /* unit 0: of one length always */
} rooms[KIND_COUNT] = {
    [KIND_BOOLEAN] = {.size = sizeof(BOOLEAN)},
    [KIND_HANDLE] = {.size = sizeof(HANDLE)},
    [KIND_TOKEN] = {.size = sizeof(PACCESS_TOKEN)},
    [KIND_PRIVILEGE] = {.size = sizeof(LUID)},
    [KIND_PROCESS_INFORMATION] = {.size = sizeof(PROCESS_INFORMATION)},
    [KIND_CLIENT_CONTEXT] = {.size = sizeof(SECURITY_CLIENT_CONTEXT)},
    [KIND_SUBJECT_CONTEXT] = {.size = sizeof(SECURITY_SUBJECT_CONTEXT)},
    [KIND_STATE] = {.size = sizeof(SE_IMPERSONATION_STATE)},
    [KIND_NEW_STATE] = {.size =
                            sizeof(TOKEN_PRIVILEGES) +
                            (SE_PRIVILEGE_LAST - SE_PRIVILEGE_FIRST) * sizeof(LUID_AND_ATTRIBUTES),
                        .unit = 1},
    [KIND_TOKEN_GROUPS] = {.size = 8192, .unit = 1},
    [KIND_TOKEN_INFORMATION] = {.size = 16384, .unit = 1},
    [KIND_SECURITY_DESCRIPTOR] = {.size = 8192, .unit = 1},
    [KIND_PRIVILEGE_SET] = {.size =
                                sizeof(PRIVILEGE_SET) + (SE_PRIVILEGE_LAST - SE_PRIVILEGE_FIRST) *
                                                            sizeof(LUID_AND_ATTRIBUTES),
                            .unit = 1},
    [KIND_PORT_MESSAGE] = {.size = sizeof(PORT_MESSAGE) + 1024},
    [KIND_PORT_CONTEXT] = {.size = sizeof(PVOID)},
    [KIND_RPC_BINDING] = {.size = sizeof(PVOID)},
    [KIND_IO_STATUS] = {.size = sizeof(OVERLAPPED)},
    [KIND_FILE_INFORMATION] = {.size = sizeof(FILE_PIPE_LOCAL_INFORMATION), .unit = 1},
    [KIND_DATA] = {.size = 256, .unit = 1},
    [KIND_STRING] = {.size = 256 * sizeof(WCHAR), .unit = sizeof(WCHAR)},
};

/* Longer buffers are not needed for anything that comes back. */
#define ROOM_LIMIT ((uint64_t)1 << 20)

static struct room room_of(enum kind kind)
{
    return rooms[kind].size > 0 ? rooms[kind] : (struct room){.size = sizeof(ULONG)};
}

/* The length that a parameter has unless the scenario says another. */
static void set_length(struct step_call *step, struct call_frame *frame, unsigned number,
                       uint64_t length)
{
    const unsigned from = step->call->parameters[number].length_from;
    if (from == 0 || step->in[from - 1]) {
        return;
    }
    struct value *value = &frame->in[from - 1];
    value->number = length;
    if (step->call->parameters[from - 1].use == PARAMETER_IN_OUT) {
        *(ULONG *)frame_pointer(frame, from - 1) = (ULONG)length;
    }
}

/* The length of what cannot be looked at: that of the structure; a list has one entry, or none. */
static uint64_t usual_length(const struct runner *run, enum kind kind, bool null)
{
    const enum word_space structure = kind == KIND_TOKEN_INFORMATION
                                          ? information_structure(run->step.information_class)
                                          : kind_row(kind)->words;
    if (kind == KIND_TOKEN_INFORMATION && structure == SPACE_NONE) {
        return sizeof(ULONG);
    }
    return structure_size(structure) > 0 ? structure_size(structure) : !null;
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
    return node->kind == NODE_SCALAR ? names_find(run, node->text, node->length, node->hash) : NULL;
}

/* What a handle of the caller leads to, if that is a process. */
static PEPROCESS process_behind(const struct runner *run, const struct value *value)
{
    const HANDLE handle = (HANDLE)(uintptr_t)value->number;
    PEPROCESS caller = run->step.caller->process;
    if (handle == NtCurrentProcess()) {
        return caller;
    }
    const struct ob_handle *entry = ob_handle_find(&caller->handles, handle);
    const struct ob_header *header = entry ? entry->object : NULL;
    return header && header->type == &ps_process_type ? entry->object : NULL;
}

/* What the other parameters say of how this one is read. */
static void look_around(struct runner *run, const struct call_parameter *parameter,
                        const struct call_frame *frame)
{
    run->step.information_class =
        parameter->class_from ? frame->in[parameter->class_from - 1].number : 0;
    run->step.handle_process = parameter->process_from && !run->dry
                                   ? process_behind(run, &frame->in[parameter->process_from - 1])
                                   : NULL;
}

static bool read_nothing(struct runner *run, const struct step_call *step,
                         const struct call_frame *frame, unsigned number)
{
    const struct call_parameter *parameter = &step->call->parameters[number];
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

/* A number that the call changes where it lies. */
static void give_storage(struct runner *run, struct step_call *step, struct value *value,
                         unsigned number)
{
    ULONG *storage = arena_alloc(&run->arena, sizeof *storage);
    *storage = (ULONG)value->number;
    value->pointer = storage;
    step->sizes[number] = sizeof *storage;
}

static bool read_value(struct runner *run, struct step_call *step, struct call_frame *frame,
                       unsigned number)
{
    const struct call_parameter *parameter = &step->call->parameters[number];
    const struct node *node = step->in[number];
    struct value *value = &frame->in[number];
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
    set_length(step, frame, number, value->number);
    if (parameter->use == PARAMETER_CONSUMED || parameter->use == PARAMETER_GIVEN_BACK) {
        step->used[number] = used_name(run, node);
    }
    return true;
}

/* What is written for a parameter; true in *taken if it leads nowhere. */
static bool read_given(struct runner *run, struct step_call *step, struct call_frame *frame,
                       unsigned number, bool *taken)
{
    const struct call_parameter *parameter = &step->call->parameters[number];
    const struct node *node = step->in[number];
    frame->given |= 1U << number;
    look_around(run, parameter, frame);
    if (kind_row(parameter->kind)->pointer || parameter->use == PARAMETER_IN_OUT) {
        bool may_be_null = parameter->optional || parameter->nullable;
        if (!read_bad_pointer(run, node, may_be_null, &frame->in[number], taken)) {
            return false;
        }
    }
    if (*taken) {
        set_length(step, frame, number, usual_length(run, parameter->kind, node_is(node, "NULL")));
        return true;
    }
    return read_value(run, step, frame, number);
}

static bool read_in(struct runner *run, struct step_call *step, struct call_frame *frame,
                    unsigned number)
{
    const struct call_parameter *parameter = &step->call->parameters[number];
    bool taken = false;
    if (!(step->in[number] ? read_given(run, step, frame, number, &taken)
                           : read_nothing(run, step, frame, number))) {
        return false;
    }
    if (parameter->use == PARAMETER_IN_OUT && !taken && !kind_row(parameter->kind)->pointer) {
        give_storage(run, step, &frame->in[number], number);
    }
    return true;
}

/* ---- what comes back ---- */

/* As long as the parameter that gives the length says, so that nothing behind it can be written. */
static size_t buffer_size(struct step_call *step, struct call_frame *frame, unsigned number)
{
    const struct call_parameter *parameter = &step->call->parameters[number];
    const struct room room = room_of(parameter->kind);
    if (parameter->count_from > 0) {
        const uint64_t count = frame->in[parameter->count_from - 1].number;
        return (size_t)(count < ROOM_LIMIT / sizeof(ULONG) ? count * sizeof(ULONG) : ROOM_LIMIT);
    }
    if (parameter->length_from == 0) {
        return room.size;
    }
    if (!frame_given(frame, parameter->length_from - 1U)) {
        set_length(step, frame, number, (uint64_t)(room.size / room.unit));
        return room.size;
    }
    const uint64_t size = frame->in[parameter->length_from - 1].number * room.unit;
    return (size_t)(size < ROOM_LIMIT ? size : ROOM_LIMIT);
}

/* Where nothing can come back to: NULL has no length, other bad pointers look like good ones. */
static bool read_nowhere(struct runner *run, struct step_call *step, struct call_frame *frame,
                         unsigned number)
{
    const struct call_parameter *parameter = &step->call->parameters[number];
    const struct room room = room_of(parameter->kind);
    const struct node *node = step->in[number];
    bool may_be_null = parameter->optional || parameter->nullable, taken;
    if (!read_bad_pointer(run, node, may_be_null, &frame->in[number], &taken)) {
        return false;
    }
    if (!taken) {
        problem(run, node, "%s gives '%s' and does not take it", step->call->name, parameter->name);
        return problem_help(run, "write it under 'out:'; under 'in:' it can be UNREADABLE, "
                                 "MISALIGNED or NULL");
    }
    if (node_is(node, "MISALIGNED")) {
        const size_t size = buffer_size(step, frame, number);
        frame->in[number].pointer = (char *)arena_alloc(&run->arena, size + 1) + 1;
    } else if (room.unit > 0) {
        const uint64_t length = node_is(node, "NULL") ? 0U : (uint64_t)(room.size / room.unit);
        set_length(step, frame, number, length);
    }
    return !step->out[number] ||
           problem(run, step->out[number], "'%s' stands under 'in:' too", parameter->name);
}

static bool read_out(struct runner *run, struct step_call *step, struct call_frame *frame,
                     unsigned number)
{
    const struct call_parameter *parameter = &step->call->parameters[number];
    if (step->in[number]) {
        return read_nowhere(run, step, frame, number);
    }
    bool comes = parameter->comes_with > 0 && frame->in[parameter->comes_with - 1].pointer;
    if (parameter->optional && !comes && !step->out[number]) {
        return true;
    }
    look_around(run, parameter, frame);
    step->target = parameter->process_from ? run->step.handle_process : step->target;
    step->sizes[number] = buffer_size(step, frame, number);
    void *storage = arena_alloc(&run->arena, step->sizes[number] + 1); /* data ends in a zero */
    if (parameter->kind != KIND_DATA &&
        (step->sizes[number] <= sizeof(LUID) || parameter->count_from > 0)) {
        memset(storage, UNWRITTEN, step->sizes[number]);
    }
    frame->in[number].pointer = storage;
    return true;
}

bool arguments_read(struct runner *run, struct step_call *step, struct call_frame *frame)
{
    const struct call_parameter *parameters = step->call->parameters;
    bool right = true;
    for (unsigned i = 0; parameters[i].name; i++) {
        right = (parameters[i].use == PARAMETER_OUT || read_in(run, step, frame, i)) && right;
    }
    for (unsigned i = 0; parameters[i].name; i++) {
        right = (parameters[i].use != PARAMETER_OUT || read_out(run, step, frame, i)) && right;
    }
    return right;
}
