#include "scenario/kinds_private.h"

#include "scenario/runner.h"

#include "ntsrm/handleapi.h"
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
    PEPROCESS process = step->handle_process ? step->handle_process : step->caller->process;
    if (step->temporary_count == TEMPORARIES_LIMIT) {
        return problem(run, node, "more than %d handles in one step", TEMPORARIES_LIMIT);
    }
    HANDLE handle = ob_handle_new(&process->handles, reference->object, granted, 0);
    step->temporaries[step->temporary_count++] = (struct temporary){
        .handle = handle,
        .object = reference->object,
        .process = process,
        .text = node->text,
    };
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
    if (reference.kind > NAME_OBJECT) {
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

/* NULL, a pseudo handle, a number. */
static bool plain_handle_parse(struct runner *run, const struct node *node, struct value *value)
{
    if (number_read(node, &value->number) || node_is(node, "NULL")) {
        value->number = (uintptr_t)value->number;
        return true;
    }
    const struct word *word = word_of(run, SPACE_PSEUDO_HANDLE, node);
    if (word) {
        value->number = (uintptr_t)(intptr_t)(int32_t)word->value;
    }
    return word != NULL;
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
    if (plain_handle_parse(run, node, value)) {
        return true;
    }
    if (node_is(node, "UNREADABLE") || node_is(node, "MISALIGNED")) {
        return problem(run, node, "a handle is no pointer and cannot be '%s'", node->text);
    }
    if (node->text[0] >= 'A' && node->text[0] <= 'Z') {
        return problem_word(run, node, SPACE_PSEUDO_HANDLE); /* no name begins so */
    }
    return object_handle_parse(run, node, NULL, value);
}

/* What came back is compared with handles alone; what they lead to has a line of its own. */
static enum match handle_match(struct runner *run, const struct node *node, enum kind kind,
                               const struct value *actual)
{
    struct value expected = {.number = 0};
    struct reference reference;
    if (node->kind != NODE_SCALAR) {
        problem_kind(run, node, "a handle: an out name, a number or NULL");
        return MATCH_BROKEN;
    }
    if (!plain_handle_parse(run, node, &expected)) {
        if (!names_refer_kind(run, node, NAME_HANDLE, &reference)) {
            return MATCH_BROKEN;
        }
        expected.number = reference.name->number;
    }
    (void)kind;
    return !actual || expected.number == actual->number ? MATCH_SAME : MATCH_DIFFERENT;
}

static void handle_print(struct runner *run, enum kind kind, const struct value *value,
                         struct text *text)
{
    const int64_t handle = (intptr_t)value->number; /* 32 bits become 64 as NT makes them */
    const char *pseudo =
        handle < 0 && handle >= INT32_MIN
            ? dictionary_text(run->dictionary, SPACE_PSEUDO_HANDLE, (uint32_t)value->number)
            : NULL;
    (void)kind;
    if (pseudo) {
        text_append_string(text, pseudo);
    } else if (handle == 0) {
        text_append_string(text, "NULL");
    } else {
        text_append_format(text, "0x%llX", (unsigned long long)handle);
    }
}

const struct kind_behaviour kind_handle = {
    .parse = handle_parse,
    .match = handle_match,
    .print = handle_print,
};

/* ---- a handle that a call returns ---- */

/* HANDLE stands for whichever it is. */
static bool new_handle_parse(struct runner *run, const struct node *node, enum kind kind,
                             struct value *value)
{
    return node->kind == NODE_SCALAR &&
                   (node_is(node, "HANDLE") || plain_handle_parse(run, node, value))
               ? true
               : problem_kind(run, node, kind_row(kind)->description);
}

static enum match new_handle_match(struct runner *run, const struct node *node, enum kind kind,
                                   const struct value *actual)
{
    struct value expected = {.number = 0};
    if (!new_handle_parse(run, node, kind, &expected)) {
        return MATCH_BROKEN;
    }
    if (!actual) {
        return MATCH_SAME;
    }
    bool open = actual->number != 0 && actual->number != (uintptr_t)INVALID_HANDLE_VALUE;
    bool same = node_is(node, "HANDLE") ? open : actual->number == expected.number;
    return same ? MATCH_SAME : MATCH_DIFFERENT;
}

const struct kind_behaviour kind_new_handle = {
    .parse = new_handle_parse,
    .match = new_handle_match,
    .print = handle_print,
};

/* ---- lists of handles: number is how many ---- */

static bool handles_parse(struct runner *run, const struct node *node, enum kind kind,
                          struct value *value)
{
    if (node->kind != NODE_SEQUENCE) {
        return problem_kind(run, node, kind_row(kind)->description);
    }
    HANDLE *handles = arena_alloc(&run->arena, (node->count + 1) * sizeof *handles);
    const struct node *end = after(run, node);
    for (const struct node *entry = node_first(node); entry != end; entry = after(run, entry)) {
        struct value handle = {.number = 0};
        if (!handle_parse(run, resolved(run, entry), KIND_HANDLE, &handle)) {
            return false;
        }
        handles[value->number++] = (HANDLE)(uintptr_t)handle.number;
    }
    value->pointer = handles;
    return true;
}

const struct kind_behaviour kind_handles = {.parse = handles_parse, .same = same_pointer};

/* ---- processes and threads by their ids ---- */

static bool object_id_parse(struct runner *run, const struct node *node, enum kind kind,
                            struct value *value)
{
    struct reference reference;
    const enum name_kind wanted = kind == KIND_PROCESS_ID ? NAME_PROCESS : NAME_THREAD;
    if (number_read(node, &value->number) || bound_number_read(run, node, &value->number)) {
        return true;
    }
    if (!names_refer_kind(run, node, wanted, &reference)) {
        return false;
    }
    value->number = run->dry ? 0 : ((const struct ob_header *)reference.object)->id;
    return true;
}

static void object_id_print(struct runner *run, enum kind kind, const struct value *value,
                            struct text *text)
{
    const enum name_kind wanted = kind == KIND_PROCESS_ID ? NAME_PROCESS : NAME_THREAD;
    for (uint32_t i = 0; i < run->names.count; i++) {
        const struct name *name = run->names.names[i];
        const struct ob_header *header = name->kind == wanted ? name->object : NULL;
        if (header && header->id == value->number) {
            text_append_string(text, name->text);
            return;
        }
    }
    text_append_format(text, "%llu", (unsigned long long)value->number);
}

const struct kind_behaviour kind_object_id = {.parse = object_id_parse, .print = object_id_print};
