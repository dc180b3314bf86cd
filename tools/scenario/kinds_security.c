#include "scenario/kinds_private.h"

#include "scenario/descriptor_bytes.h"
#include "scenario/runner.h"

#include "rtl/integrity.h"

#include <string.h>

/* ---- as calls take it ---- */

/* A header of a revision that there is not. */
static const SECURITY_DESCRIPTOR malformed = {.Revision = SECURITY_DESCRIPTOR_REVISION + 1};

static bool security_descriptor_parse(struct runner *run, const struct node *node, enum kind kind,
                                      struct value *value)
{
    if (node_is(node, "MALFORMED")) {
        value->pointer = &malformed;
        return true;
    }
    if (node->kind == NODE_SCALAR && !node_is_sddl(node)) {
        return bound_structure_parse(run, node, kind, value);
    }
    return given_descriptor_parse(run, node, &value->pointer);
}

/* ---- as it comes back, in either form ---- */

struct parts parts_of(const void *descriptor)
{
    const char *bytes = descriptor;
    const SECURITY_DESCRIPTOR *absolute = descriptor;
    SECURITY_DESCRIPTOR_RELATIVE head;
    memcpy(&head, bytes, sizeof head);
    struct parts parts = {
        .dacl_present = (head.Control & SE_DACL_PRESENT) != 0,
        .sacl_present = (head.Control & SE_SACL_PRESENT) != 0,
        .control = head.Control,
    };
    if (!(head.Control & SE_SELF_RELATIVE)) {
        parts.owner = absolute->Owner;
        parts.group = absolute->Group;
        parts.dacl = absolute->Dacl;
        parts.sacl = absolute->Sacl;
        return parts;
    }
    parts.owner = head.Owner ? (const void *)(bytes + head.Owner) : NULL;
    parts.group = head.Group ? (const void *)(bytes + head.Group) : NULL;
    parts.dacl = head.Dacl ? (const void *)(bytes + head.Dacl) : NULL;
    parts.sacl = head.Sacl ? (const void *)(bytes + head.Sacl) : NULL;
    return parts;
}

bool parts_label(const struct parts *parts, uint32_t *label)
{
    struct rtl_acl_cursor cursor = {.offset = 0};
    struct rtl_ace ace;
    while (parts->sacl && rtl_acl_next(parts->sacl, &cursor, &ace)) {
        if (ace.type == SYSTEM_MANDATORY_LABEL_ACE_TYPE && ace.sid) {
            return rtl_integrity_from_sid(ace.sid, label);
        }
    }
    return false;
}

/* Parts of a descriptor that came back may be `none`. */
static enum match match_sid(struct runner *run, const struct node *node, const SID *actual,
                            bool look)
{
    return node ? kind_match(run, node, KIND_SID, look ? &(struct value){.pointer = actual} : NULL)
                : MATCH_SAME;
}

static enum match match_dacl(struct runner *run, const struct node *node,
                             const struct parts *actual)
{
    if (!node) {
        return MATCH_SAME;
    }
    if (node_is(node, "none")) {
        return !actual || !actual->dacl_present ? MATCH_SAME : MATCH_DIFFERENT;
    }
    const struct value dacl = {.pointer = actual ? actual->dacl : NULL};
    enum match match = kind_match(run, node, KIND_DACL, actual ? &dacl : NULL);
    return match == MATCH_SAME && actual && !actual->dacl_present ? MATCH_DIFFERENT : match;
}

static enum match match_label(struct runner *run, const struct node *node,
                              const struct parts *actual)
{
    uint32_t wanted, label = 0;
    bool there = actual && parts_label(actual, &label);
    if (!node) {
        return MATCH_SAME;
    }
    if (node_is(node, "none")) {
        return there ? MATCH_DIFFERENT : MATCH_SAME;
    }
    if (!label_parse(run, node, &wanted)) {
        return MATCH_BROKEN;
    }
    return !actual || (there && label == wanted) ? MATCH_SAME : MATCH_DIFFERENT;
}

static bool same_sid(const SID *first, const SID *second)
{
    return first && second ? rtl_sid_equal(first, second) : first == second;
}

/* The parts that the text names, whatever else there is. */
static enum match match_sddl(struct runner *run, const struct node *node,
                             const struct value *actual)
{
    struct octets bytes;
    if (!sddl_parse(run, node, &bytes)) {
        return MATCH_BROKEN;
    }
    if (!actual) {
        return MATCH_SAME;
    }
    const struct parts wanted = parts_of(bytes.bytes), there = parts_of(actual->pointer);
    const SECURITY_DESCRIPTOR_CONTROL different = wanted.control ^ there.control;
    bool same =
        (!wanted.owner || same_sid(wanted.owner, there.owner)) &&
        (!wanted.group || same_sid(wanted.group, there.group)) &&
        (!wanted.dacl_present ||
         (there.dacl_present && acl_same(wanted.dacl, there.dacl) && !(different & DACL_FLAGS))) &&
        (!wanted.sacl_present ||
         (there.sacl_present && acl_same(wanted.sacl, there.sacl) && !(different & SACL_FLAGS)));
    return same ? MATCH_SAME : MATCH_DIFFERENT;
}

/* Behind a part, if it lies in the descriptor. */
static size_t end_of(size_t offset, size_t length, size_t end)
{
    return offset > 0 && offset + length > end ? offset + length : end;
}

static size_t self_relative_size(const void *descriptor)
{
    const struct parts parts = parts_of(descriptor);
    SECURITY_DESCRIPTOR_RELATIVE head;
    size_t end = sizeof head;
    memcpy(&head, descriptor, sizeof head);
    end = end_of(head.Owner, parts.owner ? rtl_sid_length(parts.owner) : 0, end);
    end = end_of(head.Group, parts.group ? rtl_sid_length(parts.group) : 0, end);
    end = end_of(head.Dacl, parts.dacl ? parts.dacl->AclSize : 0, end);
    return end_of(head.Sacl, parts.sacl ? parts.sacl->AclSize : 0, end);
}

/* The very bytes of a self-relative one. */
static enum match match_hex(struct runner *run, const struct node *node, const struct value *actual)
{
    struct octets bytes;
    if (!hex_parse(run, node, RTL_DESCRIPTOR_MOST, &bytes)) {
        return MATCH_BROKEN;
    }
    descriptor_bytes_to_memory(unconst(bytes.bytes), bytes.size);
    return !actual || (bytes.size == self_relative_size(actual->pointer) &&
                       memcmp(bytes.bytes, actual->pointer, bytes.size) == 0)
               ? MATCH_SAME
               : MATCH_DIFFERENT;
}

static enum match security_descriptor_match(struct runner *run, const struct node *node,
                                            enum kind kind, const struct value *actual)
{
    struct keyed keys;
    struct parts parts = {.owner = NULL};
    (void)kind;
    if (node_is_sddl(node)) {
        return match_sddl(run, node, actual);
    }
    if (!keys_collect(run, node, SPACE_DESCRIPTOR, &keys)) {
        return MATCH_BROKEN;
    }
    if (key_value(keys, DESCRIPTOR, sddl)) {
        return match_sddl(run, key_value(keys, DESCRIPTOR, sddl), actual);
    }
    if (key_value(keys, DESCRIPTOR, hex)) {
        return match_hex(run, key_value(keys, DESCRIPTOR, hex), actual);
    }
    if (actual) {
        parts = parts_of(actual->pointer);
    }
    const struct parts *look = actual ? &parts : NULL;
    enum match match = match_sid(run, key_value(keys, DESCRIPTOR, owner), parts.owner, actual);
    match = match_combined(match,
                           match_sid(run, key_value(keys, DESCRIPTOR, group), parts.group, actual));
    match = match_combined(match, match_dacl(run, key_value(keys, DESCRIPTOR, dacl), look));
    return match_combined(match, match_label(run, key_value(keys, DESCRIPTOR, label), look));
}

static void print_part(struct runner *run, const char *name, enum kind kind, const void *part,
                       struct text *text)
{
    text_append_string(text, name);
    if (part) {
        kind_print(run, kind, &(struct value){.pointer = part}, text);
    } else {
        text_append_string(text, "none");
    }
}

static void security_descriptor_print(struct runner *run, enum kind kind, const struct value *value,
                                      struct text *text)
{
    const struct parts parts = parts_of(value->pointer);
    uint32_t label;
    (void)kind;
    print_part(run, "{owner: ", KIND_SID, parts.owner, text);
    print_part(run, ", group: ", KIND_SID, parts.group, text);
    if (parts.dacl_present && !parts.dacl) {
        text_append_string(text, ", dacl: NULL");
    } else {
        print_part(run, ", dacl: ", KIND_DACL, parts.dacl, text);
    }
    if (parts_label(&parts, &label)) {
        text_append_string(text, ", label: ");
        kind_print(run, KIND_INTEGRITY, &(struct value){.number = label}, text);
    } else {
        text_append_string(text, ", label: none");
    }
    sacl_print(run, parts.sacl, text);
    list_flags_print(parts.control, text);
    text_append_string(text, "}");
}

const struct kind_behaviour kind_security_descriptor = {
    .parse = security_descriptor_parse,
    .match = security_descriptor_match,
    .print = security_descriptor_print,
    .same = same_pointer,
};
