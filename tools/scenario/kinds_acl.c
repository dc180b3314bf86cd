#include "scenario/kinds_private.h"

#include "scenario/runner.h"

#include "ntsrm/srm.h"

#include <string.h>

/* ---- DACLs ---- */

#define ACE_SIZE_LIMIT (offsetof(ACCESS_ALLOWED_ACE, SidStart) + SECURITY_MAX_SID_SIZE)

static bool ace_parse(struct runner *run, const struct node *node, ACL *acl)
{
    struct keyed keys;
    if (!keys_collect(run, node, SPACE_ACE, &keys)) {
        return false;
    }
    const struct node *allow = key_value(keys, ACE, allow), *deny = key_value(keys, ACE, deny);
    const struct node *access = key_value(keys, ACE, access), *flags = key_value(keys, ACE, flags);
    if ((allow != NULL) == (deny != NULL) || !access) {
        return problem(run, node, "an entry has either 'allow' or 'deny', and 'access'");
    }
    struct value mask = {.number = 0}, inheritance = {.number = 0};
    SE_SID sid;
    if (!sid_parse(run, allow ? allow : deny, &sid) ||
        !kind_parse(run, access, KIND_ACCESS, &mask) ||
        (flags && !kind_parse(run, flags, KIND_ACE_FLAGS, &inheritance))) {
        return false;
    }
    size_t size = offsetof(ACCESS_ALLOWED_ACE, SidStart) + rtl_sid_length(&sid.Sid);
    ACCESS_ALLOWED_ACE ace = {
        .Header = {.AceType = allow ? ACCESS_ALLOWED_ACE_TYPE : ACCESS_DENIED_ACE_TYPE,
                   .AceFlags = (UCHAR)inheritance.number,
                   .AceSize = (USHORT)size},
        .Mask = (ACCESS_MASK)mask.number,
    };
    char *place = (char *)acl + acl->AclSize;
    memcpy(place, &ace, offsetof(ACCESS_ALLOWED_ACE, SidStart));
    memcpy(place + offsetof(ACCESS_ALLOWED_ACE, SidStart), &sid, rtl_sid_length(&sid.Sid));
    acl->AclSize = (USHORT)(acl->AclSize + size);
    acl->AceCount++;
    return true;
}

bool acl_parse(struct runner *run, const struct node *node, ACL **acl)
{
    *acl = NULL;
    if (node_is(node, "NULL")) {
        return true;
    }
    if (node->kind != NODE_SEQUENCE) {
        return problem_kind(run, node, kind_row(KIND_DACL)->description);
    }
    size_t limit = sizeof(ACL) + node->count * ACE_SIZE_LIMIT;
    if (limit > UINT16_MAX) {
        return problem(run, node, "a list of %u entries does not fit into an ACL", node->count);
    }
    ACL *list = arena_alloc(&run->arena, limit);
    *list = (ACL){.AclRevision = ACL_REVISION, .AclSize = sizeof *list};
    bool right = true;
    const struct node *end = after(run, node);
    for (const struct node *entry = node_first(node); entry != end; entry = after(run, entry)) {
        right = ace_parse(run, resolved(run, entry), list) && right;
    }
    *acl = list;
    return right;
}

static bool dacl_parse(struct runner *run, const struct node *node, enum kind kind,
                       struct value *value)
{
    ACL *acl;
    (void)kind;
    bool right = acl_parse(run, node, &acl);
    value->pointer = acl;
    return right;
}

static bool dacl_same(const struct value *a, const struct value *b)
{
    const ACL *first = a->pointer, *second = b->pointer;
    struct rtl_acl_cursor here = {.offset = 0}, there = {.offset = 0};
    struct rtl_ace one, other;
    if (!first || !second) {
        return first == second;
    }
    if (first->AceCount != second->AceCount) {
        return false;
    }
    while (rtl_acl_next(first, &here, &one) && rtl_acl_next(second, &there, &other)) {
        if (one.type != other.type || one.flags != other.flags || one.mask != other.mask ||
            !rtl_sid_equal(one.sid, other.sid)) {
            return false;
        }
    }
    return true;
}

static enum match dacl_match(struct runner *run, const struct node *node, enum kind kind,
                             const struct value *actual)
{
    struct value expected = {.number = 0};
    if (!dacl_parse(run, node, kind, &expected)) {
        return MATCH_BROKEN;
    }
    return !actual || dacl_same(&expected, actual) ? MATCH_SAME : MATCH_DIFFERENT;
}

static void dacl_print(struct runner *run, enum kind kind, const struct value *value,
                       struct text *text)
{
    const ACL *acl = value->pointer;
    struct rtl_acl_cursor cursor = {.offset = 0};
    struct rtl_ace ace;
    (void)kind;
    if (!acl) {
        text_append_string(text, "NULL");
        return;
    }
    text_append_string(text, "[");
    while (rtl_acl_next(acl, &cursor, &ace)) {
        text_append_string(text, cursor.index > 1 ? ", {" : "{");
        text_append_string(text, ace.type == ACCESS_ALLOWED_ACE_TYPE ? "allow: " : "deny: ");
        sid_print(run, ace.sid, text);
        text_append_string(text, ", access: ");
        access_print(run, ace.mask, &se_token_type, text);
        if (ace.flags) {
            text_append_string(text, ", flags: ");
            kind_print(run, KIND_ACE_FLAGS, &(struct value){.number = ace.flags}, text);
        }
        text_append_string(text, "}");
    }
    text_append_string(text, "]");
}

const struct kind_behaviour kind_dacl = {
    .parse = dacl_parse,
    .match = dacl_match,
    .print = dacl_print,
    .same = dacl_same,
};

/* ---- descriptors ---- */

/* What a mapping says; parts that it leaves out are not set. */
struct described {
    bool has_owner, has_group, has_dacl;
    SE_SID owner, group;
    ACL *dacl;
};

static bool described_parse(struct runner *run, const struct node *node,
                            struct described *described)
{
    struct keyed keys;
    if (!keys_collect(run, node, SPACE_DESCRIPTOR, &keys)) {
        return false;
    }
    const struct node *owner = key_value(keys, DESCRIPTOR, owner);
    const struct node *group = key_value(keys, DESCRIPTOR, group);
    const struct node *dacl = key_value(keys, DESCRIPTOR, dacl);
    described->has_owner = owner != NULL;
    described->has_group = group != NULL;
    described->has_dacl = dacl != NULL;
    return (!owner || sid_parse(run, owner, &described->owner)) &&
           (!group || sid_parse(run, group, &described->group)) &&
           (!dacl || acl_parse(run, dacl, &described->dacl));
}

bool descriptor_parse(struct runner *run, const struct node *node,
                      const struct rtl_descriptor *usual, struct rtl_descriptor **descriptor)
{
    struct described described = {.has_owner = false};
    *descriptor = NULL;
    if (node_is(node, "none")) {
        return true;
    }
    if (!described_parse(run, node, &described)) {
        return false;
    }
    if (run->dry) {
        return true;
    }
    struct rtl_acl *dacl = rtl_acl_reference(described.has_dacl ? NULL : usual->dacl);
    if (described.dacl) {
        dacl = rtl_acl_copy(run->world, described.dacl, described.dacl->AclSize);
    }
    const SE_SID *owner = described.has_owner ? &described.owner : &usual->owner;
    const SE_SID *group = described.has_group ? &described.group : &usual->group;
    *descriptor = rtl_descriptor_new(run->world, &owner->Sid, &group->Sid, dacl, usual->integrity);
    rtl_acl_dereference(run->world, dacl);
    return true;
}

static enum match descriptor_match(struct runner *run, const struct node *node, enum kind kind,
                                   const struct value *actual)
{
    const struct rtl_descriptor *descriptor = actual ? actual->pointer : NULL;
    struct described described = {.has_owner = false};
    (void)kind;
    if (node_is(node, "none")) {
        return descriptor ? MATCH_DIFFERENT : MATCH_SAME;
    }
    if (!described_parse(run, node, &described)) {
        return MATCH_BROKEN;
    }
    if (!descriptor) {
        return actual ? MATCH_DIFFERENT : MATCH_SAME;
    }
    struct value wanted = {.pointer = described.dacl};
    struct value dacl = {.pointer = descriptor->dacl ? &descriptor->dacl->bytes : NULL};
    bool same = (!described.has_owner ||
                 rtl_sid_equal(&described.owner.Sid, &descriptor->owner.Sid)) &&
                (!described.has_group ||
                 rtl_sid_equal(&described.group.Sid, &descriptor->group.Sid)) &&
                (!described.has_dacl || dacl_same(&wanted, &dacl));
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
    dacl_print(run, KIND_DACL, &dacl, text);
    text_append_string(text, "}");
}

const struct kind_behaviour kind_descriptor = {
    .parse = kind_descriptor_parse,
    .match = descriptor_match,
    .print = descriptor_print,
    .same = same_pointer, /* descriptors are replaced, never changed */
};

/* ---- what NtSetInformationToken takes ---- */

/* A list that announces an entry and has none. */
static const ACL malformed_acl = {
    .AclRevision = ACL_REVISION, .AclSize = sizeof malformed_acl, .AceCount = 1};

/* Lists that only a caller can have: never that of an object. */
static const struct bad_list {
    const char *word;
    const void *pointer;
} bad_lists[] = {
    {"MALFORMED", &malformed_acl},
    {"UNREADABLE", SRM_UNREADABLE},
};

static bool default_dacl_parse(struct runner *run, const struct node *node, PACL *acl)
{
    for (size_t i = 0; i < sizeof bad_lists / sizeof *bad_lists; i++) {
        if (node_is(node, bad_lists[i].word)) {
            *acl = (PACL)(uintptr_t)bad_lists[i].pointer;
            return true;
        }
    }
    return acl_parse(run, node, acl);
}

static bool token_information_parse(struct runner *run, const struct node *node, enum kind kind,
                                    struct value *value)
{
    struct keyed keys;
    (void)kind;
    if (!keys_collect(run, node, SPACE_INFORMATION, &keys)) {
        return false;
    }
    TOKEN_DEFAULT_DACL *information = arena_alloc(&run->arena, sizeof *information);
    const struct node *dacl = key_value(keys, INFORMATION, DefaultDacl);
    value->pointer = information;
    value->number = sizeof *information;
    return !dacl || default_dacl_parse(run, dacl, &information->DefaultDacl);
}

static void token_information_print(struct runner *run, enum kind kind, const struct value *value,
                                    struct text *text)
{
    const TOKEN_DEFAULT_DACL *information = value->pointer;
    const char *bad = NULL;
    (void)kind;
    for (size_t i = 0; i < sizeof bad_lists / sizeof *bad_lists; i++) {
        bad = information->DefaultDacl == bad_lists[i].pointer ? bad_lists[i].word : bad;
    }
    text_append_string(text, "{DefaultDacl: ");
    if (bad) {
        text_append_string(text, bad);
    } else {
        dacl_print(run, KIND_DACL, &(struct value){.pointer = information->DefaultDacl}, text);
    }
    text_append_string(text, "}");
}

const struct kind_behaviour kind_token_information = {
    .parse = token_information_parse,
    .print = token_information_print,
    .same = same_pointer,
};
