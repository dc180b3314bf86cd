/* What an access check takes and gives beside a descriptor and a token. */
#include "scenario/kinds_private.h"

#include "scenario/fields.h"
#include "scenario/runner.h"

#include "rtl/mapping.h"

#include <string.h>

/* ---- generic mappings: that of a type, or all four masks ---- */

static bool generic_mapping_parse(struct runner *run, const struct node *node, enum kind kind,
                                  struct value *value)
{
    const struct word *word = NULL;
    if (node->kind == NODE_MAPPING) {
        return structure_parse(run, node, kind_row(kind)->words, value);
    }
    if (node->kind == NODE_SCALAR && !(word = word_of(run, SPACE_OBJECT_TYPE, node))) {
        return problem_word(run, node, SPACE_OBJECT_TYPE);
    }
    if (!word) {
        return problem_kind(run, node, kind_row(kind)->description);
    }
    GENERIC_MAPPING *mapping = arena_alloc(&run->arena, sizeof *mapping);
    *mapping = *rtl_mapping(run->profile, (enum rtl_mapped_type)word->value);
    *value = (struct value){.number = sizeof *mapping, .pointer = mapping};
    return true;
}

const struct kind_behaviour kind_generic_mapping = {
    .parse = generic_mapping_parse,
    .same = same_pointer,
};

/* ---- GUIDs ---- */

/* 8-4-4-4-12 hex digits; the first three numbers are written with their high byte first. */
static const unsigned char guid_groups[] = {4, 2, 2, 2, 6};

static bool guid_read(const char *text, unsigned char *bytes)
{
    for (size_t group = 0; group < sizeof guid_groups; group++) {
        for (unsigned i = 0; i < guid_groups[group]; i++, text += 2) {
            if (!text_hex_byte(text, bytes++)) {
                return false;
            }
        }
        if (*text++ != (group + 1 < sizeof guid_groups ? '-' : '\0')) {
            return false;
        }
    }
    return true;
}

static bool guid_parse(struct runner *run, const struct node *node, enum kind kind,
                       struct value *value)
{
    unsigned char bytes[16];
    if (node->kind != NODE_SCALAR || !guid_read(node->text, bytes)) {
        return problem_kind(run, node, kind_row(kind)->description);
    }
    GUID *guid = arena_alloc(&run->arena, sizeof *guid);
    guid->Data1 = (ULONG)bytes[0] << 24 | (ULONG)bytes[1] << 16 | (ULONG)bytes[2] << 8 | bytes[3];
    guid->Data2 = (USHORT)(bytes[4] << 8 | bytes[5]);
    guid->Data3 = (USHORT)(bytes[6] << 8 | bytes[7]);
    memcpy(guid->Data4, bytes + 8, sizeof guid->Data4);
    value->pointer = guid;
    return true;
}

static void guid_print(struct runner *run, enum kind kind, const struct value *value,
                       struct text *text)
{
    const GUID *guid = value->pointer;
    const unsigned char *rest = guid->Data4;
    (void)run;
    (void)kind;
    text_append_format(text, "%08x-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                       (unsigned)guid->Data1, guid->Data2, guid->Data3, rest[0], rest[1], rest[2],
                       rest[3], rest[4], rest[5], rest[6], rest[7]);
}

const struct kind_behaviour kind_guid = {
    .parse = guid_parse,
    .print = guid_print,
    .same = same_pointer,
};

/* ---- a tree of object types: number is how many ---- */

static bool object_types_parse(struct runner *run, const struct node *node, enum kind kind,
                               struct value *value)
{
    if (node->kind != NODE_SEQUENCE) {
        return problem_kind(run, node, kind_row(kind)->description);
    }
    OBJECT_TYPE_LIST *list = arena_alloc(&run->arena, (node->count + 1) * sizeof *list);
    const struct node *end = after(run, node);
    *value = (struct value){.number = node->count, .pointer = list};
    for (const struct node *entry = node_first(node); entry != end; entry = after(run, entry)) {
        struct value one;
        if (!structure_parse(run, resolved(run, entry), SPACE_TYPE_ENTRY, &one)) {
            return false;
        }
        memcpy(list++, one.pointer, sizeof *list);
    }
    return true;
}

const struct kind_behaviour kind_object_types = {
    .parse = object_types_parse,
    .same = same_pointer,
};

/* ---- what comes back for each of them: number is how many ---- */

static enum kind element_of(enum kind list)
{
    return list == KIND_ACCESS_LIST   ? KIND_ACCESS
           : list == KIND_STATUS_LIST ? KIND_STATUS
                                      : KIND_ERROR;
}

static struct value element_at(const struct value *list, uint64_t index)
{
    ULONG number;
    memcpy(&number, (const char *)list->pointer + index * sizeof number, sizeof number);
    return (struct value){.number = number};
}

static bool results_parse(struct runner *run, const struct node *node, enum kind kind,
                          struct value *value)
{
    (void)value;
    return problem_kind(run, node, kind_row(kind)->description);
}

/* actual: NULL for only looking. */
static enum match results_match(struct runner *run, const struct node *node, enum kind kind,
                                const struct value *actual)
{
    enum match match = MATCH_SAME;
    uint64_t index = 0;
    if (node->kind != NODE_SEQUENCE) {
        problem_kind(run, node, kind_row(kind)->description);
        return MATCH_BROKEN;
    }
    const struct node *end = after(run, node);
    for (const struct node *entry = node_first(node); entry != end; entry = after(run, entry)) {
        const bool there = actual && index < actual->number;
        const struct value one = there ? element_at(actual, index) : (struct value){.number = 0};
        enum match same =
            kind_match(run, resolved(run, entry), element_of(kind), there ? &one : NULL);
        match = match_combined(match, same);
        index++;
    }
    return actual && index != actual->number ? match_combined(match, MATCH_DIFFERENT) : match;
}

static void results_print(struct runner *run, enum kind kind, const struct value *value,
                          struct text *text)
{
    for (uint64_t i = 0; i < value->number; i++) {
        const struct value one = element_at(value, i);
        text_append_string(text, i > 0 ? ", " : "[");
        kind_print(run, element_of(kind), &one, text);
    }
    text_append_string(text, value->number > 0 ? "]" : "[]");
}

const struct kind_behaviour kind_results = {
    .parse = results_parse,
    .match = results_match,
    .print = results_print,
    .same = same_pointer,
};
