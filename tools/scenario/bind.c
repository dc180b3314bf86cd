#include "scenario/steps.h"

#include "scenario/fields.h"
#include "scenario/kinds_private.h"
#include "scenario/lint/lint.h"
#include "scenario/runner.h"

#include "ntsrm/processthreadsapi.h"
#include "ntsrm/srm.h"
#include "rtl/luid.h"

#include <string.h>

/* ---- names for what came back ---- */

static enum name_kind name_kind_of(enum kind kind)
{
    switch ((int)kind) {
    case KIND_HANDLE:
    case KIND_NEW_HANDLE:
        return NAME_HANDLE;
    case KIND_CLIENT_CONTEXT:
        return NAME_CLIENT_CONTEXT;
    case KIND_SUBJECT_CONTEXT:
        return NAME_SUBJECT_CONTEXT;
    case KIND_STATE:
        return NAME_STATE;
    case KIND_NEW_STATE:
    case KIND_TOKEN_GROUPS:
    case KIND_PRIVILEGE_SET:
    case KIND_TOKEN_INFORMATION:
    case KIND_SECURITY_DESCRIPTOR:
    case KIND_STRING:
    case KIND_SID_POINTER:
    case KIND_ACCESS_LIST:
    case KIND_STATUS_LIST:
    case KIND_ERROR_LIST:
    case KIND_PORT_MESSAGE:
    case KIND_IO_STATUS:
    case KIND_FILE_INFORMATION:
    case KIND_DATA:
        return NAME_STRUCTURE;
    case KIND_TOKEN:
        return NAME_TOKEN;
    case KIND_THREAD:
        return NAME_THREAD;
    case KIND_PROCESS:
        return NAME_PROCESS;
    case KIND_PIPE_END:
        return NAME_PIPE_END;
    case KIND_OBJECT:
    case KIND_PORT:
        return NAME_OBJECT;
    default:
        return NAME_SCALAR;
    }
}

static struct name *bind_name(struct runner *run, const struct node *node, enum kind kind)
{
    if (run->lint && run->lint->without == node) {
        return NULL;
    }
    struct name *name = names_add(run, node, name_kind_of(kind));
    if (name) {
        name->scalar = kind;
        name->line = run->step.node->line;
        name->state = run->dry ? NAME_READY : NAME_UNBOUND;
    }
    return name;
}

/* A reference that has to be given back. */
static void add_debt(struct runner *run, const void *token, struct name *name, bool in_context)
{
    if (!token) {
        return;
    }
    run->debts = array_grow(run->debts, run->debt_count, &run->debt_capacity, sizeof *run->debts);
    run->debts[run->debt_count++] =
        (struct debt){.object = unconst(token), .name = name, .in_context = in_context};
}

/* A small value as it lies in its storage; false if the call did not write it. */
static bool read_scalar(const void *storage, size_t size, enum kind kind, uint64_t *number)
{
    const unsigned char *bytes = storage;
    size_t untouched = 0;
    while (untouched < size && bytes[untouched] == UNWRITTEN) {
        untouched++;
    }
    if (size == sizeof(BOOLEAN)) {
        *number = *bytes;
    } else if (kind == KIND_PRIVILEGE) {
        LUID luid;
        memcpy(&luid, bytes, sizeof luid);
        *number = rtl_luid_value(luid);
    } else if (size == sizeof *number) {
        memcpy(number, bytes, sizeof *number);
    } else {
        ULONG word;
        memcpy(&word, bytes, sizeof word);
        *number = word;
    }
    return untouched < size;
}

/* process: in which it is; NULL: the caller's. */
static void bind_handle(const struct runner *run, struct name *name, uint64_t handle,
                        PEPROCESS process)
{
    name->state = NAME_READY;
    name->number = handle;
    name->process = process ? process : run->step.caller->process;
}

/* Information may hold handles, which are members of its name. storage: NULL if nothing came. */
static void bind_handles_inside(struct runner *run, const struct name *name, const void *storage)
{
    const enum word_space structure = information_structure(name->number);
    const struct field *field = structure == SPACE_NONE ? NULL : structure_fields(structure);
    for (; field && field->structure == structure; field++) {
        struct value value = {.number = 0};
        struct name *member = field->kind == KIND_HANDLE
                                  ? names_add_member(run, name, field->name, NAME_HANDLE)
                                  : NULL;
        if (member && storage && !run->dry) {
            field_read(field, storage, &value);
            bind_handle(run, member, value.number, NULL);
        }
    }
}

/* An object, which the runner keeps alive as long as the name. */
static void bind_object(struct name *name, void *object)
{
    struct ob_header *header = object;
    header->references++;
    name->object = object;
    name->state = NAME_READY;
}

/* ---- values that come later, because the call has to wait ---- */

static void expect_late(const struct runner *run, struct name *name, const void *storage,
                        size_t size)
{
    if (name && !run->dry) {
        name->late = storage;
        name->late_size = size;
        name->process = run->step.caller->process;
    }
}

void bind_late(struct runner *run)
{
    for (uint32_t i = 0; i < run->names.count; i++) {
        struct name *name = run->names.names[i];
        uint64_t number = 0;
        if (!name->late || !read_scalar(name->late, name->late_size, name->scalar, &number)) {
            continue;
        }
        name->late = NULL;
        name->state = NAME_READY;
        name->number = number;
        if (name->kind == NAME_OBJECT) {
            const HANDLE handle = (HANDLE)(uintptr_t)number;
            bind_object(name, ob_handle_find(&name->process->handles, handle)->object);
        }
    }
}

static bool is_pending(const struct call_frame *frame)
{
    return frame->call->returns == KIND_STATUS && (NTSTATUS)frame->result.number == STATUS_PENDING;
}

static void bind_new_object(struct runner *run, const struct node *handle_node,
                            const struct node *object_node, enum kind kind, const HANDLE *handle)
{
    struct name *to_handle = handle_node ? bind_name(run, handle_node, KIND_HANDLE) : NULL;
    struct name *to_object = object_node ? bind_name(run, object_node, kind) : NULL;
    if (!handle || run->dry) {
        return;
    }
    if (to_handle) {
        bind_handle(run, to_handle, (uintptr_t)*handle, NULL);
    }
    if (to_object) {
        bind_object(to_object,
                    ob_handle_find(&run->step.caller->process->handles, *handle)->object);
    }
}

/* storage: NULL if nothing came back. */
static void bind_process_information(struct runner *run, const struct node *node,
                                     const PROCESS_INFORMATION *storage)
{
    struct keyed keys;
    if (keys_collect(run, node, SPACE_PROCESS_INFORMATION, &keys)) {
        bind_new_object(run, key_value(keys, PROCESS_INFORMATION, hProcess),
                        key_value(keys, PROCESS_INFORMATION, process), KIND_PROCESS,
                        storage ? &storage->hProcess : NULL);
        bind_new_object(run, key_value(keys, PROCESS_INFORMATION, hThread),
                        key_value(keys, PROCESS_INFORMATION, thread), KIND_THREAD,
                        storage ? &storage->hThread : NULL);
    }
}

/* storage: NULL if nothing came back. */
static void bind_new_handle(struct runner *run, const struct node *node, enum kind kind,
                            const HANDLE *storage, bool late)
{
    struct keyed keys;
    if (!keys_collect(run, node, SPACE_NEW_HANDLE, &keys)) {
        return;
    }
    const struct node *handle = key_value(keys, NEW_HANDLE, handle);
    const struct node *object = key_value(keys, NEW_HANDLE, object);
    if (!late) {
        bind_new_object(run, handle, object, kind, storage);
        return;
    }
    expect_late(run, handle ? bind_name(run, handle, KIND_HANDLE) : NULL, storage, sizeof *storage);
    expect_late(run, object ? bind_name(run, object, kind) : NULL, storage, sizeof *storage);
}

/* What a call that waits, or one that has no room for all, fills nevertheless. */
static bool comes_later(enum kind kind)
{
    return kind == KIND_DATA || kind == KIND_IO_STATUS;
}

static void bind_out(struct runner *run, const struct step_call *step,
                     const struct call_frame *frame, unsigned number, bool succeeded)
{
    const struct call_parameter *parameter = &step->call->parameters[number];
    const bool in_place = parameter->use == PARAMETER_IN_OUT;
    if (parameter->optional) {
        lint_mark(run->lint, step->out[number], MARK_OPTIONAL);
    }
    if (parameter->kind == KIND_PROCESS_INFORMATION) {
        bind_process_information(run, step->out[number],
                                 succeeded ? frame->in[number].pointer : NULL);
        return;
    }
    if (parameter->new_object != KIND_VOID && step->out[number]->kind == NODE_MAPPING) {
        bind_new_handle(run, step->out[number], parameter->new_object,
                        succeeded ? frame->in[number].pointer : NULL, is_pending(frame));
        return;
    }
    struct name *name = bind_name(run, step->out[number], parameter->kind);
    void *storage = frame_pointer(frame, number);
    if (name && parameter->class_from > 0) {
        name->number = frame->in[parameter->class_from - 1].number;
        if (parameter->kind == KIND_TOKEN_INFORMATION) {
            bind_handles_inside(run, name, succeeded ? storage : NULL);
        }
    }
    if (name && parameter->count_from > 0) {
        name->number = step->sizes[number] / sizeof(ULONG);
    }
    if (!name || run->dry || (in_place && (!storage || storage == SRM_UNREADABLE))) {
        return;
    }
    if (name->kind == NAME_SCALAR) {
        bool written = read_scalar(storage, step->sizes[number], name->scalar, &name->number);
        name->state = written ? NAME_READY : NAME_UNBOUND;
        if (!written && is_pending(frame)) {
            expect_late(run, name, storage, step->sizes[number]);
        }
    } else if (name->kind == NAME_HANDLE && is_pending(frame)) {
        expect_late(run, name, storage, step->sizes[number]);
    } else if (name->kind == NAME_HANDLE && succeeded) {
        HANDLE handle;
        memcpy(&handle, storage, sizeof handle);
        bind_handle(run, name, (uintptr_t)handle, step->target);
    } else if (name->kind == NAME_TOKEN && succeeded) {
        bind_object(name, *(void **)storage);
        add_debt(run, name->object, name, false);
    } else if (succeeded || in_place || comes_later(parameter->kind)) {
        name->state = NAME_READY;
        name->object = storage;
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
    name->number = frame->result.number;
    if (name->kind == NAME_SCALAR) {
        name->state = NAME_READY;
    } else if (name->kind == NAME_HANDLE) {
        if (name->number != 0) {
            bind_handle(run, name, name->number, NULL);
        }
    } else if (frame->result.pointer) {
        bind_object(name, unconst(frame->result.pointer));
    }
}

/* ---- references that have to be given back ---- */

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
    } else if (kind == KIND_TOKEN) {
        add_debt(run, *(const void *const *)storage, NULL, false);
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

bool bind_results(struct runner *run, const struct step_call *step, const struct call_frame *frame)
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
    if (succeeded && frame->owed) {
        add_debt(run, frame->owed, NULL, true);
        run->debts[run->debt_count - 1].pool = true;
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
