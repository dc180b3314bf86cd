#include "scenario/steps.h"

#include "scenario/fields.h"
#include "scenario/kinds_private.h"
#include "scenario/properties.h"
#include "scenario/runner.h"

#include "ex/pool.h"
#include "nt/open.h"

#include <stdio.h>

/* ---- findings ---- */

/* `what` is "s.level"; a property of nothing stands for the object itself. */
static void differs(struct runner *run, const struct node *node, const struct node *object,
                    const char *property, enum kind kind, const struct value *value)
{
    struct text what = {.bytes = NULL}, expected = {.bytes = NULL}, actual = {.bytes = NULL};
    text_append_format(&what, "%s%s%s", object->text, property[0] ? "." : "", property);
    node_print(run, node, &expected);
    kind_print(run, kind, value, &actual);
    finding_compared(run, node, what.bytes, expected.bytes, actual.bytes ? actual.bytes : "");
    text_free(&what);
    text_free(&expected);
    text_free(&actual);
}

static void compare_number(struct runner *run, const struct node *node, const char *what,
                           uint64_t actual)
{
    struct value expected;
    if (node->kind == NODE_SCALAR && node->text[0] == '-') {
        problem_kind(run, node, "a number of things");
        return;
    }
    if (!kind_parse(run, node, KIND_NUMBER, &expected) || run->dry || expected.number == actual) {
        return;
    }
    char wanted[24], is[24];
    snprintf(wanted, sizeof wanted, "%llu", (unsigned long long)expected.number);
    snprintf(is, sizeof is, "%llu", (unsigned long long)actual);
    finding_compared(run, node, what, wanted, is);
}

/* ---- properties ---- */

/* What a name leads to, as far as properties are concerned. */
struct subject {
    const struct node *node; /* the name as written */
    enum word_space space;
    const void *object;
    enum word_space other_space; /* a thread has its effective token's properties too */
    const void *other_object;
};

static const struct property *find_property(struct runner *run, const struct subject *subject,
                                            const struct node *key, const void **object)
{
    const struct word *word = word_of(run, subject->space, key);
    *object = subject->object;
    if (!word && subject->other_space != SPACE_NONE) {
        word = word_of(run, subject->other_space, key);
        *object = subject->other_object;
    }
    if (word) {
        return property_at(word->value);
    }
    problem(run, key, "unknown %s '%s'", dictionary_noun(subject->space), key->text);
    bool only_other =
        !dictionary_nearest(run->dictionary, subject->space, key->text, key->length) &&
        dictionary_nearest(run->dictionary, subject->other_space, key->text, key->length);
    problem_nearest(run, key, only_other ? subject->other_space : subject->space);
    return NULL;
}

static void compare_property(struct runner *run, const struct subject *subject,
                             const struct node *key, const struct node *wanted)
{
    const void *object;
    const struct property *property = find_property(run, subject, key, &object);
    struct value actual = {.number = 0};
    if (!property) {
        return;
    }
    if (!run->dry) {
        property->read(object, &actual);
    }
    if (kind_match(run, wanted, property->kind, run->dry ? NULL : &actual) == MATCH_DIFFERENT) {
        differs(run, wanted, subject->node, property->name, property->kind, &actual);
    }
}

static void compare_properties(struct runner *run, const struct subject *subject,
                               const struct node *properties)
{
    if (properties->kind != NODE_MAPPING) {
        problem_kind(run, properties, "a mapping from properties");
        return;
    }
    const struct node *end = after(run, properties);
    for (const struct node *key = node_first(properties); key != end; key = after(run, key + 1)) {
        const struct node *wanted = resolved(run, key + 1);
        if (node_is(key, "exactly") && !run->exactly) {
            run->exactly = true;
            compare_properties(run, subject, wanted);
            run->exactly = false;
        } else {
            compare_property(run, subject, key, wanted);
        }
    }
}

/* ---- names ---- */

static void set_thread(const struct runner *run, struct subject *subject)
{
    subject->space = SPACE_THREAD_PROPERTY;
    subject->other_space = SPACE_TOKEN_PROPERTY;
    if (!run->dry) {
        subject->other_object = ps_effective_token(subject->object);
    }
}

static void set_process(const struct runner *run, struct subject *subject)
{
    subject->space = SPACE_PROCESS_PROPERTY;
    subject->other_space = SPACE_TOKEN_PROPERTY;
    if (!run->dry) {
        subject->other_object = ((const struct _EPROCESS *)subject->object)->token;
    }
}

/* One that a call in kernel mode made for the kernel. */
static const struct ob_handle *find_kernel_handle(const struct runner *run, uint64_t number)
{
    const struct ob_handle_table *table = run->world->kernel_handles;
    HANDLE in_table;
    return nt_is_kernel_handle((HANDLE)(uintptr_t)number, &in_table) && table
               ? ob_handle_find(table, in_table)
               : NULL;
}

static bool set_handle(struct runner *run, const struct name *name, struct subject *subject)
{
    subject->space = SPACE_HANDLE_PROPERTY;
    if (run->dry) {
        return true;
    }
    subject->object = ob_handle_find(&name->process->handles, (HANDLE)(uintptr_t)name->number);
    if (!subject->object) {
        subject->object = find_kernel_handle(run, name->number);
    }
    if (!subject->object) {
        finding_plain(run, subject->node, "the handle '%s' is not open", name->text);
    }
    return subject->object != NULL;
}

/* What a name is compared field by field as; SPACE_NONE if it is compared as a whole. */
static enum word_space structure_of(const struct name *name)
{
    const struct kind_row *kind = kind_row(name->scalar);
    if (name->scalar == KIND_TOKEN_INFORMATION) {
        return information_structure(name->number);
    }
    if (name->scalar == KIND_FILE_INFORMATION) {
        return name->number == FilePipeInformation ? SPACE_PIPE_MODES : SPACE_PIPE_LOCAL;
    }
    return kind->behaviour == &kind_structure ? kind->words : SPACE_NONE;
}

static void compare_field(struct runner *run, const struct node *object, const struct name *name,
                          const struct node *key, const struct node *wanted)
{
    const struct field *field = field_find(run, structure_of(name), key);
    struct value actual = {.number = 0};
    if (!field) {
        return;
    }
    if (!run->dry) {
        field_read(field, name->object, &actual);
    }
    if (kind_match(run, wanted, field->kind, run->dry ? NULL : &actual) == MATCH_DIFFERENT) {
        differs(run, wanted, object, field->name, field->kind, &actual);
    }
}

/* A structure that came back, field by field. */
static void compare_fields(struct runner *run, const struct node *object, const struct name *name,
                           const struct node *wanted)
{
    if (structure_of(name) == SPACE_NONE) {
        problem(run, object, "information of this class has no fields here");
        return;
    }
    if (wanted->kind != NODE_MAPPING) {
        problem_kind(run, wanted, "a mapping from fields");
        return;
    }
    const struct node *end = after(run, wanted);
    for (const struct node *key = node_first(wanted); key != end; key = after(run, key + 1)) {
        compare_field(run, object, name, key, resolved(run, key + 1));
    }
}

/* A value that came back is compared as a whole; true if that is what the name stands for. */
static bool compare_value(struct runner *run, const struct node *key, const struct name *name,
                          const struct node *wanted)
{
    if (name->kind != NAME_SCALAR && name->kind != NAME_STRUCTURE) {
        return false;
    }
    if (name->kind == NAME_STRUCTURE &&
        (name->scalar == KIND_TOKEN_INFORMATION || structure_of(name) != SPACE_NONE)) {
        compare_fields(run, key, name, wanted);
        return true;
    }
    const struct value actual = {.number = name->number, .pointer = name->object};
    if (kind_match(run, wanted, name->scalar, run->dry ? NULL : &actual) == MATCH_DIFFERENT) {
        differs(run, wanted, key, "", name->scalar, &actual);
    }
    return true;
}

static void compare_name(struct runner *run, const struct node *key, const struct node *wanted)
{
    static const enum word_space spaces[] = {
        [NAME_TOKEN] = SPACE_TOKEN_PROPERTY,
        [NAME_PIPE_END] = SPACE_PIPE_END_PROPERTY,
        [NAME_OBJECT] = SPACE_OBJECT_PROPERTY,
        [NAME_CLIENT_CONTEXT] = SPACE_CLIENT_PROPERTY,
        [NAME_SUBJECT_CONTEXT] = SPACE_SUBJECT_PROPERTY,
        [NAME_STATE] = SPACE_STATE_PROPERTY,
    };
    struct reference reference;
    if (!names_refer(run, key, true, &reference) ||
        (!reference.member && compare_value(run, key, reference.name, wanted))) {
        return;
    }
    struct subject subject = {.node = key, .object = reference.object};
    if (reference.kind == NAME_JOB) {
        problem(run, key, "a job has no properties");
        return;
    }
    if (reference.kind == NAME_HANDLE) {
        if (!set_handle(run, reference.name, &subject)) {
            return;
        }
    } else if (!run->dry && !reference.object) {
        finding_plain(run, key, "there is no token at '%s' now", key->text);
        return;
    } else if (reference.kind == NAME_THREAD) {
        set_thread(run, &subject);
    } else if (reference.kind == NAME_PROCESS) {
        set_process(run, &subject);
    } else if (reference.kind == NAME_OBJECT && reference.name->scalar == KIND_PORT) {
        subject.space = SPACE_PORT_PROPERTY;
        subject.other_space = SPACE_OBJECT_PROPERTY;
        subject.other_object = reference.object;
    } else {
        subject.space = spaces[reference.kind];
    }
    compare_properties(run, &subject, wanted);
}

/* ---- reserved words ---- */

static void compare_unchanged(struct runner *run, const struct node *node)
{
    struct value wanted;
    if (!kind_parse(run, node, KIND_BOOLEAN, &wanted)) {
        return;
    }
    if (!wanted.number) {
        problem(run, node, "'unchanged' can only be true");
        return;
    }
    if (run->dry) {
        return;
    }
    for (size_t i = 0; i < run->change_count; i++) {
        const struct change *change = &run->changes[i];
        if (!change->before) {
            continue;
        }
        finding_plain(run, node, "the step changed %s.%s from %s to %s", change->object,
                      change->property, change->before, change->after);
    }
}

/* {NAME: number, ...}, each compared with what `count` says. */
static void compare_counts(struct runner *run, const struct node *node, const char *word,
                           bool (*count)(struct runner *run, const struct node *key,
                                         uint64_t *number))
{
    if (node->kind != NODE_MAPPING) {
        problem_kind(run, node, "a mapping from names to numbers");
        return;
    }
    const struct node *end = after(run, node);
    for (const struct node *key = node_first(node); key != end; key = after(run, key + 1)) {
        uint64_t number = 0;
        const struct node *name = resolved(run, key);
        if (count(run, name, &number)) {
            char what[128];
            snprintf(what, sizeof what, "%s of %s", word, name->text);
            compare_number(run, resolved(run, key + 1), what, number);
        }
    }
}

static bool count_references(struct runner *run, const struct node *key, uint64_t *number)
{
    struct reference reference;
    if (!names_refer(run, key, false, &reference)) {
        return false;
    }
    if (reference.kind > NAME_OBJECT) {
        return problem(run, key, "%s has no references", name_kind_noun(reference.kind));
    }
    if (run->dry) {
        return true;
    }
    if (!reference.object) {
        return trouble(run, key, "there is no token at '%s' now", key->text);
    }
    *number = ((const struct ob_header *)reference.object)->references -
              names_held(run, reference.object);
    return true;
}

static bool count_handles(struct runner *run, const struct node *key, uint64_t *number)
{
    struct reference reference;
    if (!names_refer_kind(run, key, NAME_PROCESS, &reference)) {
        return false;
    }
    *number = run->dry ? 0 : ((const struct _EPROCESS *)reference.object)->handles.count;
    return true;
}

/* Without tokens that only a bound name keeps from being deleted. */
static uint64_t count_tokens(const struct runner *run)
{
    uint64_t alive = ex_pool_alive(run->world->pool, EX_KIND_Token);
    for (uint32_t i = 0; i < run->names.count; i++) {
        const struct name *name = run->names.names[i];
        bool first = true;
        for (uint32_t j = 0; j < i; j++) {
            first = first && run->names.names[j]->object != name->object;
        }
        if (name->kind == NAME_TOKEN && name->object && first && !name->fixture) {
            const struct ob_header *header = name->object;
            alive -= header->references == names_held(run, name->object);
        }
    }
    return alive;
}

static void compare_reserved(struct runner *run, uint32_t word, const struct node *wanted)
{
    switch (word + KEY_BEGIN_RESERVED) {
    case KEY_RESERVED_unchanged:
        compare_unchanged(run, wanted);
        break;
    case KEY_RESERVED_references:
        compare_counts(run, wanted, "references", count_references);
        break;
    case KEY_RESERVED_handles:
        compare_counts(run, wanted, "handles", count_handles);
        break;
    default:
        compare_number(run, wanted, "tokens", run->dry ? 0 : count_tokens(run));
        break;
    }
}

void check_compare(struct runner *run, const struct node *check)
{
    if (check->kind != NODE_MAPPING) {
        problem_kind(run, check, "a mapping from names");
        return;
    }
    const struct node *end = after(run, check);
    for (const struct node *key = node_first(check); key != end; key = after(run, key + 1)) {
        const struct word *word = word_of(run, SPACE_RESERVED, key);
        const struct node *wanted = resolved(run, key + 1);
        if (word) {
            compare_reserved(run, word->value, wanted);
        } else {
            compare_name(run, resolved(run, key), wanted);
        }
    }
}

bool check_wants_before(struct runner *run, const struct node *check)
{
    if (!check || check->kind != NODE_MAPPING) {
        return false;
    }
    const struct node *end = after(run, check);
    for (const struct node *key = node_first(check); key != end; key = after(run, key + 1)) {
        const struct word *word = word_of(run, SPACE_RESERVED, key);
        if (word && word->value + KEY_BEGIN_RESERVED == KEY_RESERVED_unchanged) {
            return true;
        }
    }
    return false;
}
