#include "scenario/kinds_private.h"

#include "scenario/lint/lint.h"
#include "scenario/runner.h"

#include "rtl/sddl.h"

#include <string.h>

/* ---- making them ---- */

/* Entries that allow, deny, log and label all have this form. */
#define ACE_SIZE_LIMIT (offsetof(ACCESS_ALLOWED_ACE, SidStart) + SECURITY_MAX_SID_SIZE)

ACL *acl_begin(struct runner *run, size_t entries)
{
    ACL *acl = arena_alloc(&run->arena, sizeof *acl + entries * ACE_SIZE_LIMIT);
    *acl = (ACL){.AclRevision = ACL_REVISION, .AclSize = sizeof *acl};
    return acl;
}

void acl_append(ACL *acl, const struct rtl_ace *entry)
{
    const size_t head = offsetof(ACCESS_ALLOWED_ACE, SidStart);
    const size_t size = head + rtl_sid_length(entry->sid);
    const ACCESS_ALLOWED_ACE ace = {
        .Header = {.AceType = entry->type, .AceFlags = entry->flags, .AceSize = (USHORT)size},
        .Mask = entry->mask,
    };
    char *place = (char *)acl + acl->AclSize;
    memcpy(place, &ace, head);
    memcpy(place + head, entry->sid, size - head);
    acl->AclSize = (USHORT)(acl->AclSize + size);
    acl->AceCount++;
}

/* Who it is about, and so its type; NULL if it does not say one of the words of its list. */
static const struct node *whom(const struct keyed *keys, enum kind kind, UCHAR *type)
{
    const struct node *allow = key_value(*keys, ACE, allow), *deny = key_value(*keys, ACE, deny);
    const struct node *audit = key_value(*keys, ACE, audit);
    if (kind == KIND_SACL) {
        *type = SYSTEM_AUDIT_ACE_TYPE;
        return allow || deny ? NULL : audit;
    }
    *type = allow ? ACCESS_ALLOWED_ACE_TYPE : ACCESS_DENIED_ACE_TYPE;
    return audit || (allow && deny) ? NULL : allow ? allow : deny;
}

static bool ace_parse(struct runner *run, const struct node *node, enum kind kind, ACL *acl)
{
    struct value mask = {.number = 0}, inheritance = {.number = 0};
    struct rtl_ace ace = {.mask = 0};
    struct keyed keys;
    if (!keys_collect(run, node, SPACE_ACE, &keys)) {
        return false;
    }
    const struct node *access = key_value(keys, ACE, access), *flags = key_value(keys, ACE, flags);
    const struct node *who = whom(&keys, kind, &ace.type);
    if (!who || !access) {
        return problem(run, node,
                       kind == KIND_SACL ? "an entry of a SACL has 'audit' and 'access'"
                                         : "an entry has either 'allow' or 'deny', and 'access'");
    }
    SE_SID sid;
    if (!sid_parse(run, who, &sid) || !kind_parse(run, access, KIND_ACCESS, &mask) ||
        (flags && !kind_parse(run, flags, KIND_ACE_FLAGS, &inheritance))) {
        return false;
    }
    ace.flags = (UCHAR)inheritance.number;
    ace.mask = (ACCESS_MASK)mask.number;
    ace.sid = &sid.Sid;
    acl_append(acl, &ace);
    return true;
}

static bool list_parse(struct runner *run, const struct node *node, enum kind kind, ACL **acl)
{
    *acl = NULL;
    if (node_is(node, "NULL")) {
        return true;
    }
    if (node->kind != NODE_SEQUENCE) {
        return problem_kind(run, node, kind_row(kind)->description);
    }
    const size_t entries = node->count + (kind == KIND_SACL ? 1U : 0U); /* perhaps a label too */
    if (sizeof(ACL) + entries * ACE_SIZE_LIMIT > UINT16_MAX) {
        return problem(run, node, "a list of %u entries does not fit into an ACL", node->count);
    }
    ACL *list = acl_begin(run, node->count);
    bool right = true;
    const struct node *end = after(run, node);
    for (const struct node *entry = node_first(node); entry != end; entry = after(run, entry)) {
        right = ace_parse(run, resolved(run, entry), kind, list) && right;
    }
    *acl = list;
    if (run->lint && right && kind != KIND_SACL) {
        lint_dacl(run, node, list);
    }
    return right;
}

bool acl_parse(struct runner *run, const struct node *node, ACL **acl)
{
    return list_parse(run, node, KIND_DACL, acl);
}

/* ---- as values ---- */

static bool kind_list_parse(struct runner *run, const struct node *node, enum kind kind,
                            struct value *value)
{
    ACL *acl;
    bool right = list_parse(run, node, kind, &acl);
    value->pointer = acl;
    return right;
}

static bool same_bytes(const void *first, const void *second, size_t size)
{
    return first && second ? memcmp(first, second, size) == 0 : first == second;
}

static bool ace_same(const struct rtl_ace *a, const struct rtl_ace *b)
{
    return a->type == b->type && a->flags == b->flags && a->mask == b->mask &&
           (a->sid && b->sid ? rtl_sid_equal(a->sid, b->sid) : a->sid == b->sid) &&
           (a->server && b->server ? rtl_sid_equal(a->server, b->server)
                                   : a->server == b->server) &&
           same_bytes(a->object_type, b->object_type, sizeof(GUID)) &&
           same_bytes(a->inherited_type, b->inherited_type, sizeof(GUID)) &&
           a->data_size == b->data_size &&
           (a->data_size == 0 || memcmp(a->data, b->data, a->data_size) == 0);
}

bool acl_same(const ACL *first, const ACL *second)
{
    struct rtl_acl_cursor here = {.offset = 0}, there = {.offset = 0};
    struct rtl_ace one, other;
    if (!first || !second) {
        return first == second;
    }
    if (first->AceCount != second->AceCount) {
        return false;
    }
    while (rtl_acl_next(first, &here, &one) && rtl_acl_next(second, &there, &other)) {
        if (!ace_same(&one, &other)) {
            return false;
        }
    }
    return true;
}

static bool dacl_same(const struct value *a, const struct value *b)
{
    return acl_same(a->pointer, b->pointer);
}

static enum match dacl_match(struct runner *run, const struct node *node, enum kind kind,
                             const struct value *actual)
{
    struct value expected = {.number = 0};
    if (!kind_list_parse(run, node, kind, &expected)) {
        return MATCH_BROKEN;
    }
    return !actual || dacl_same(&expected, actual) ? MATCH_SAME : MATCH_DIFFERENT;
}

/* What only SDDL has words for. */
static void special_print(struct runner *run, const struct rtl_ace *ace, struct text *text)
{
    struct rtl_bytes bytes = {.bytes = NULL};
    if (rtl_sddl_print_ace(runner_scratch(run), ace, NULL, &bytes)) {
        text_append_format(text, "\"%.*s\"", (int)bytes.size, (const char *)bytes.bytes);
    } else {
        text_append_format(text, "an entry of type 0x%X", ace->type);
    }
    rtl_bytes_free(&bytes);
}

static void plain_print(struct runner *run, const struct rtl_ace *ace, struct text *text)
{
    text_append_string(text, ace->type == ACCESS_ALLOWED_ACE_TYPE ? "{allow: " : "{deny: ");
    sid_print(run, ace->sid, text);
    text_append_string(text, ", access: ");
    access_print(run, ace->mask, &se_token_type, text);
    if (ace->flags) {
        text_append_string(text, ", flags: ");
        kind_print(run, KIND_ACE_FLAGS, &(struct value){.number = ace->flags}, text);
    }
    text_append_string(text, "}");
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
        const bool plain =
            ace.type == ACCESS_ALLOWED_ACE_TYPE || ace.type == ACCESS_DENIED_ACE_TYPE;
        text_append_string(text, cursor.index > 1 ? ", " : "");
        (plain ? plain_print : special_print)(run, &ace, text);
    }
    text_append_string(text, "]");
}

const struct kind_behaviour kind_dacl = {
    .parse = kind_list_parse,
    .match = dacl_match,
    .print = dacl_print,
    .same = dacl_same,
};

/* Calls take SACLs; of what comes back only the label is compared. */
const struct kind_behaviour kind_sacl = {.parse = kind_list_parse};
