#include "scenario/kinds_private.h"

#include "scenario/runner.h"

#include "ntsrm/srm.h"
#include "rtl/mapping.h"

/* ---- handles ---- */

/* A handle that is there for this step only. */
static bool open_for_step(struct runner *run, const struct node *node,
                          const struct reference *reference, const ACCESS_MASK *access,
                          struct value *value)
{
    struct step_state *step = &run->step;
    const struct ob_header *header = reference->object;
    const GENERIC_MAPPING *mapping = rtl_mapping(run->world->profile, header->type->mapped);
    ACCESS_MASK granted = access ? rtl_mapping_apply(mapping, *access) : mapping->GenericAll;
    if (step->temporary_count == TEMPORARIES_LIMIT) {
        return problem(run, node, "more than %d handles in one step", TEMPORARIES_LIMIT);
    }
    HANDLE handle = ob_handle_new(&step->caller->process->handles, reference->object, granted);
    step->temporaries[step->temporary_count++] =
        (struct temporary){.handle = handle, .object = reference->object, .text = node->text};
    value->number = (uintptr_t)handle;
    return true;
}

static bool object_handle_parse(struct runner *run, const struct node *object,
                                const ACCESS_MASK *access, struct value *value)
{
    struct reference reference;
    if (!names_refer(run, object, false, &reference)) {
        return false;
    }
    if (reference.kind == NAME_HANDLE && !access) {
        value->number = reference.name->number;
        return true;
    }
    if (reference.kind > NAME_JOB) {
        return problem(run, object, "'%s' is %s, which has no handle", object->text,
                       name_kind_noun(reference.kind));
    }
    if (run->dry) {
        return true;
    }
    if (!reference.object) {
        return trouble(run, object, "there is no token at '%s' now", object->text);
    }
    return open_for_step(run, object, &reference, access, value);
}

static bool handle_mapping_parse(struct runner *run, const struct node *node, struct value *value)
{
    struct keyed keys;
    struct value mask;
    if (!keys_collect(run, node, SPACE_HANDLE, &keys)) {
        return false;
    }
    const struct node *object = key_value(keys, HANDLE, object);
    const struct node *access = key_value(keys, HANDLE, access);
    if (!object || !access) {
        return problem(run, node, "expected {object: X, access: MASK}");
    }
    if (!kind_parse(run, access, KIND_ACCESS, &mask)) {
        return false;
    }
    ACCESS_MASK granted = (ACCESS_MASK)mask.number;
    return object_handle_parse(run, object, &granted, value);
}

static bool handle_parse(struct runner *run, const struct node *node, enum kind kind,
                         struct value *value)
{
    if (node->kind == NODE_MAPPING) {
        return handle_mapping_parse(run, node, value);
    }
    if (node->kind != NODE_SCALAR) {
        return problem_kind(run, node, kind_row(kind)->description);
    }
    if (number_read(node, &value->number) || node_is(node, "NULL")) {
        return true;
    }
    if (node_is(node, "NtCurrentProcess")) {
        value->number = (uint64_t)(uintptr_t)NtCurrentProcess();
        return true;
    }
    if (node_is(node, "NtCurrentThread")) {
        value->number = (uint64_t)(uintptr_t)NtCurrentThread();
        return true;
    }
    if (node_is(node, "UNREADABLE") || node_is(node, "MISALIGNED")) {
        return problem(run, node, "a handle is no pointer and cannot be '%s'", node->text);
    }
    return object_handle_parse(run, node, NULL, value);
}

static void handle_print(struct runner *run, enum kind kind, const struct value *value,
                         struct text *text)
{
    (void)run;
    (void)kind;
    HANDLE handle = (HANDLE)(uintptr_t)value->number;
    if (handle == NtCurrentProcess()) {
        text_append_string(text, "NtCurrentProcess");
    } else if (handle == NtCurrentThread()) {
        text_append_string(text, "NtCurrentThread");
    } else if (!handle) {
        text_append_string(text, "NULL");
    } else {
        text_append_format(text, "0x%llX", (unsigned long long)value->number);
    }
}

const struct kind_behaviour kind_handle = {.parse = handle_parse, .print = handle_print};

/* ---- structures that point to handles or carry a level ---- */

static bool thread_information_parse(struct runner *run, const struct node *node, enum kind kind,
                                     struct value *value)
{
    struct value handle = {.number = 0};
    (void)kind;
    if (!handle_parse(run, node, KIND_HANDLE, &handle)) {
        return false;
    }
    HANDLE *information = arena_alloc(&run->arena, sizeof *information);
    *information = (HANDLE)(uintptr_t)handle.number;
    value->pointer = information;
    value->number = sizeof *information;
    return true;
}

static void thread_information_print(struct runner *run, enum kind kind,
                                     const struct value *value, struct text *text)
{
    const HANDLE *information = value->pointer;
    (void)kind;
    handle_print(run, KIND_HANDLE, &(struct value){.number = (uintptr_t)*information}, text);
}

const struct kind_behaviour kind_thread_information = {
    .parse = thread_information_parse,
    .print = thread_information_print,
    .same = same_pointer,
};

static bool qos_parse(struct runner *run, const struct node *node, enum kind kind,
                      struct value *value)
{
    struct keyed keys;
    (void)kind;
    if (!keys_collect(run, node, SPACE_QOS, &keys)) {
        return false;
    }
    const struct node *level = key_value(keys, QOS, ImpersonationLevel);
    const struct node *mode = key_value(keys, QOS, ContextTrackingMode);
    const struct node *only = key_value(keys, QOS, EffectiveOnly);
    const struct node *length = key_value(keys, QOS, Length);
    if (!level) {
        return problem(run, node, "a quality of service needs an ImpersonationLevel");
    }
    struct value levels, modes = {.number = SECURITY_STATIC_TRACKING}, flag = {.number = FALSE};
    struct value size = {.number = sizeof(SECURITY_QUALITY_OF_SERVICE)};
    if (!kind_parse(run, level, KIND_LEVEL, &levels) ||
        (mode && !kind_parse(run, mode, KIND_TRACKING, &modes)) ||
        (only && !kind_parse(run, only, KIND_BOOLEAN, &flag)) ||
        (length && !kind_parse(run, length, KIND_NUMBER, &size))) {
        return false;
    }
    SECURITY_QUALITY_OF_SERVICE *qos = arena_alloc(&run->arena, sizeof *qos);
    *qos = (SECURITY_QUALITY_OF_SERVICE){
        .Length = (DWORD)size.number,
        .ImpersonationLevel = (SECURITY_IMPERSONATION_LEVEL)levels.number,
        .ContextTrackingMode = (SECURITY_CONTEXT_TRACKING_MODE)modes.number,
        .EffectiveOnly = (BOOLEAN)flag.number,
    };
    value->pointer = qos;
    return true;
}

static void qos_print(struct runner *run, enum kind kind, const struct value *value,
                      struct text *text)
{
    const SECURITY_QUALITY_OF_SERVICE *qos = value->pointer;
    (void)kind;
    text_append_string(text, "{ImpersonationLevel: ");
    kind_print(run, KIND_LEVEL, &(struct value){.number = qos->ImpersonationLevel}, text);
    text_append_string(text, ", ContextTrackingMode: ");
    kind_print(run, KIND_TRACKING, &(struct value){.number = qos->ContextTrackingMode}, text);
    text_append_format(text, ", EffectiveOnly: %s}", qos->EffectiveOnly ? "true" : "false");
}

const struct kind_behaviour kind_qos = {
    .parse = qos_parse,
    .print = qos_print,
    .same = same_pointer,
};

/* A structure behind a pointer inside a structure, which may be bad too. */
static bool inner_qos_parse(struct runner *run, const struct node *node, struct value *value)
{
    if (node_is(node, "NULL")) {
        return true;
    }
    if (node_is(node, "UNREADABLE")) {
        value->pointer = SRM_UNREADABLE;
        return run->step.user_mode ||
               problem(run, node, "a call from kernel mode believes its pointers");
    }
    return kind_parse(run, node, KIND_QOS, value);
}

static bool attributes_parse(struct runner *run, const struct node *node, enum kind kind,
                             struct value *value)
{
    struct keyed keys;
    (void)kind;
    if (!keys_collect(run, node, SPACE_ATTRIBUTES, &keys)) {
        return false;
    }
    const struct node *length = key_value(keys, ATTRIBUTES, Length);
    const struct node *qos = key_value(keys, ATTRIBUTES, SecurityQualityOfService);
    struct value size = {.number = sizeof(OBJECT_ATTRIBUTES)}, service = {.number = 0};
    if ((length && !kind_parse(run, length, KIND_NUMBER, &size)) ||
        (qos && !inner_qos_parse(run, qos, &service))) {
        return false;
    }
    union {
        const void *constant;
        void *variable;
    } pointer = {.constant = service.pointer};
    OBJECT_ATTRIBUTES *attributes = arena_alloc(&run->arena, sizeof *attributes);
    attributes->Length = (ULONG)size.number;
    attributes->SecurityQualityOfService = pointer.variable;
    value->pointer = attributes;
    return true;
}

static void attributes_print(struct runner *run, enum kind kind, const struct value *value,
                             struct text *text)
{
    const OBJECT_ATTRIBUTES *attributes = value->pointer;
    (void)kind;
    text_append_string(text, "{SecurityQualityOfService: ");
    if (attributes->SecurityQualityOfService) {
        const struct value qos = {.pointer = attributes->SecurityQualityOfService};
        qos_print(run, KIND_QOS, &qos, text);
    } else {
        text_append_string(text, "NULL");
    }
    text_append_string(text, "}");
}

const struct kind_behaviour kind_attributes = {
    .parse = attributes_parse,
    .print = attributes_print,
    .same = same_pointer,
};
