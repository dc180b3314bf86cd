#include "scenario/kinds_private.h"

#include "scenario/runner.h"

/* ---- what a mapping says ---- */

bool label_parse(struct runner *run, const struct node *node, uint32_t *label)
{
    struct value value = {.number = 0};
    bool right = kind_parse(run, node, KIND_INTEGRITY, &value);
    *label = (uint32_t)value.number;
    return right;
}

/* A part of it; a call can be given bad ones. NULL in *part if it is not there. */
static bool part_parse(struct runner *run, const struct node *node, enum kind kind, bool of_call,
                       const void **part)
{
    struct value value = {.pointer = NULL};
    bool right = !node || (of_call ? inner_parse(run, node, kind, &value)
                                   : kind_parse(run, node, kind, &value));
    *part = value.pointer;
    return right;
}

/* A text says all parts. */
static bool is_whole(struct runner *run, const struct described *described,
                     const struct keyed *keys)
{
    const struct node *text = described->sddl ? described->sddl : described->hex;
    const bool others = key_value(*keys, DESCRIPTOR, owner) ||
                        key_value(*keys, DESCRIPTOR, group) || described->has_dacl ||
                        described->sacl || described->label;
    return (!others && !(described->sddl && described->hex)) ||
           problem(run, text, "a descriptor is written as 'sddl', as 'hex' or by its parts");
}

bool described_parse(struct runner *run, const struct node *node, bool of_call,
                     struct described *described)
{
    struct keyed keys;
    const void *owner, *group, *dacl;
    *described = (struct described){.dacl = NULL};
    if (node->kind != NODE_MAPPING) {
        return problem_kind(
            run, node,
            "a descriptor: SDDL such as \"O:BAG:SYD:(A;;GA;;;BA)\", or {owner: SID, "
            "group: SID, dacl: DACL}");
    }
    if (!keys_collect(run, node, SPACE_DESCRIPTOR, &keys)) {
        return false;
    }
    described->has_dacl = key_value(keys, DESCRIPTOR, dacl) != NULL;
    described->sacl = key_value(keys, DESCRIPTOR, sacl);
    described->label = key_value(keys, DESCRIPTOR, label);
    described->form = key_value(keys, DESCRIPTOR, form);
    described->sddl = key_value(keys, DESCRIPTOR, sddl);
    described->hex = key_value(keys, DESCRIPTOR, hex);
    if (described->sddl || described->hex) {
        return is_whole(run, described, &keys);
    }
    if (!part_parse(run, key_value(keys, DESCRIPTOR, owner), KIND_SID, of_call, &owner) ||
        !part_parse(run, key_value(keys, DESCRIPTOR, group), KIND_SID, of_call, &group) ||
        !part_parse(run, key_value(keys, DESCRIPTOR, dacl), KIND_DACL, of_call, &dacl)) {
        return false;
    }
    described->owner = owner;
    described->group = group;
    described->dacl = dacl;
    return true;
}

/* ---- the descriptor of an object, as the model keeps it ---- */

/* The text that says all of it; NULL if it is written by its parts. */
static const struct node *text_of(struct runner *run, const struct node *node)
{
    if (node->kind == NODE_MAPPING && node->count == 1 && node_is(node_first(node), "sddl")) {
        return resolved(run, node_first(node) + 1);
    }
    return node_is_sddl(node) ? node : NULL;
}

/* What the text does not say is as usual. */
static void complete(struct rtl_described *described, const struct rtl_descriptor *usual)
{
    if (!described->has_owner) {
        described->has_owner = usual->has_owner;
        described->owner = usual->owner;
    }
    if (!described->has_group) {
        described->has_group = usual->has_group;
        described->group = usual->group;
    }
    if (!(described->control & SE_DACL_PRESENT)) {
        described->dacl = rtl_acl_reference(usual->dacl);
        described->control |= usual->control & SE_DACL_PRESENT;
    }
    if (!(described->control & SE_SACL_PRESENT)) {
        described->sacl = rtl_acl_reference(usual->sacl);
        described->control |= usual->control & SE_SACL_PRESENT;
    }
}

static bool object_sddl_parse(struct runner *run, const struct node *node,
                              const struct rtl_descriptor *usual,
                              struct rtl_descriptor **descriptor)
{
    struct octets bytes;
    struct rtl_described described;
    if (!sddl_parse(run, node, &bytes)) {
        return false;
    }
    if (run->dry) {
        return true;
    }
    if (!NT_SUCCESS(rtl_described_from_bytes(run->world, bytes.bytes, bytes.size, &described))) {
        return problem(run, node, "this descriptor is none that an object could have");
    }
    complete(&described, usual);
    *descriptor = rtl_descriptor_from(run->world, &described);
    rtl_described_release(run->world, &described);
    return true;
}

/* The parts that the text names. */
static enum match object_sddl_match(struct runner *run, const struct node *node,
                                    const struct rtl_descriptor *actual, bool look)
{
    struct octets bytes;
    if (!sddl_parse(run, node, &bytes)) {
        return MATCH_BROKEN;
    }
    if (!look) {
        return MATCH_SAME;
    }
    if (!actual) {
        return MATCH_DIFFERENT;
    }
    const struct parts wanted = parts_of(bytes.bytes);
    const ACL *dacl = actual->dacl ? &actual->dacl->bytes : NULL;
    const ACL *sacl = actual->sacl ? &actual->sacl->bytes : NULL;
    const SECURITY_DESCRIPTOR_CONTROL different = wanted.control ^ actual->control;
    bool same =
        (!wanted.owner || (actual->has_owner && rtl_sid_equal(wanted.owner, &actual->owner.Sid))) &&
        (!wanted.group || (actual->has_group && rtl_sid_equal(wanted.group, &actual->group.Sid))) &&
        (!wanted.dacl_present || (acl_same(wanted.dacl, dacl) && !(different & DACL_FLAGS))) &&
        (!wanted.sacl_present || (acl_same(wanted.sacl, sacl) && !(different & SACL_FLAGS)));
    return same ? MATCH_SAME : MATCH_DIFFERENT;
}

/* The same for an object, whose descriptor has no form, and of a SACL only the label. */
static bool object_described_parse(struct runner *run, const struct node *node,
                                   struct described *described, uint32_t *label)
{
    if (!described_parse(run, node, false, described)) {
        return false;
    }
    if (described->hex) {
        return problem(run, described->hex,
                       "only a descriptor that a call takes is written in hex");
    }
    if (described->form) {
        return problem(run, described->form, "only a descriptor that a call takes has a form");
    }
    if (described->sacl) {
        return problem(run, described->sacl, "only a descriptor that a call takes has a SACL");
    }
    return !described->label || label_parse(run, described->label, label);
}

bool descriptor_parse(struct runner *run, const struct node *node,
                      const struct rtl_descriptor *usual, struct rtl_descriptor **descriptor)
{
    struct described described;
    uint32_t label = 0;
    *descriptor = NULL;
    if (node_is(node, "none")) {
        return true;
    }
    if (text_of(run, node)) {
        return object_sddl_parse(run, text_of(run, node), usual, descriptor);
    }
    if (!object_described_parse(run, node, &described, &label)) {
        return false;
    }
    if (run->dry) {
        return true;
    }
    struct rtl_acl *dacl = rtl_acl_reference(described.has_dacl ? NULL : usual->dacl);
    if (described.dacl) {
        dacl = rtl_acl_copy(run->world, described.dacl, described.dacl->AclSize);
    }
    const SID *owner = described.owner ? described.owner : &usual->owner.Sid;
    const SID *group = described.group ? described.group : &usual->group.Sid;
    *descriptor = rtl_descriptor_new(run->world, owner, group, dacl,
                                     described.label ? label : usual->integrity);
    rtl_acl_dereference(run->world, dacl);
    return true;
}

static enum match descriptor_match(struct runner *run, const struct node *node, enum kind kind,
                                   const struct value *actual)
{
    const struct rtl_descriptor *descriptor = actual ? actual->pointer : NULL;
    struct described described;
    uint32_t label = 0;
    (void)kind;
    if (node_is(node, "none")) {
        return descriptor ? MATCH_DIFFERENT : MATCH_SAME;
    }
    if (text_of(run, node)) {
        return object_sddl_match(run, text_of(run, node), descriptor, actual != NULL);
    }
    if (!object_described_parse(run, node, &described, &label)) {
        return MATCH_BROKEN;
    }
    if (!descriptor) {
        return actual ? MATCH_DIFFERENT : MATCH_SAME;
    }
    const ACL *dacl = descriptor->dacl ? &descriptor->dacl->bytes : NULL;
    bool same = (!described.owner || rtl_sid_equal(described.owner, &descriptor->owner.Sid)) &&
                (!described.group || rtl_sid_equal(described.group, &descriptor->group.Sid)) &&
                (!described.has_dacl || acl_same(described.dacl, dacl)) &&
                (!described.label || label == descriptor->integrity);
    return same ? MATCH_SAME : MATCH_DIFFERENT;
}

static bool kind_descriptor_parse(struct runner *run, const struct node *node, enum kind kind,
                                  struct value *value)
{
    (void)value;
    return descriptor_match(run, node, kind, NULL) != MATCH_BROKEN;
}

static void descriptor_print(struct runner *run, enum kind kind, const struct value *value,
                             struct text *text)
{
    const struct rtl_descriptor *descriptor = value->pointer;
    (void)kind;
    if (!descriptor) {
        text_append_string(text, "none");
        return;
    }
    text_append_string(text, "{owner: ");
    sid_print(run, &descriptor->owner.Sid, text);
    text_append_string(text, ", group: ");
    sid_print(run, &descriptor->group.Sid, text);
    text_append_string(text, ", dacl: ");
    const struct value dacl = {.pointer = descriptor->dacl ? &descriptor->dacl->bytes : NULL};
    kind_print(run, KIND_DACL, &dacl, text);
    text_append_string(text, ", label: ");
    kind_print(run, KIND_INTEGRITY, &(struct value){.number = descriptor->integrity}, text);
    sacl_print(run, descriptor->sacl ? &descriptor->sacl->bytes : NULL, text);
    list_flags_print(descriptor->control, text);
    text_append_string(text, "}");
}

/* As text, whose accounts have their names. */
static void descriptor_text_print(struct runner *run, enum kind kind, const struct value *value,
                                  struct text *text)
{
    const struct rtl_descriptor *descriptor = value->pointer;
    (void)kind;
    if (!descriptor) {
        text_append_string(text, "none");
        return;
    }
    void *bytes = arena_alloc(&run->arena, rtl_descriptor_size(descriptor, RTL_DESCRIPTOR_WHOLE));
    rtl_descriptor_write(descriptor, RTL_DESCRIPTOR_WHOLE, bytes);
    sddl_print(run, bytes, text);
}

const struct kind_behaviour kind_descriptor_text = {
    .parse = kind_descriptor_parse,
    .match = descriptor_match,
    .print = descriptor_text_print,
    .same = same_pointer,
};

const struct kind_behaviour kind_descriptor = {
    .parse = kind_descriptor_parse,
    .match = descriptor_match,
    .print = descriptor_print,
    .same = same_pointer, /* descriptors are replaced, never changed */
};
