/* Descriptors that calls are given, in every form, right and wrong. */
#include "scenario/kinds_private.h"

#include "scenario/descriptor_bytes.h"
#include "scenario/runner.h"

#include "ntsrm/srm.h"

#include <string.h>

/* ---- the SACL: a label, and entries that log ---- */

struct label {
    const SID *sid; /* NULL: there is none */
    ACCESS_MASK access;
};

/* A level or a SID, or a mapping that says more. */
static bool label_read(struct runner *run, const struct node *node, struct label *label)
{
    const struct node *level = node, *access = NULL;
    struct value sid = {.number = 0}, mask = {.number = SYSTEM_MANDATORY_LABEL_NO_WRITE_UP};
    struct keyed keys;
    if (node->kind == NODE_MAPPING) {
        if (!keys_collect(run, node, SPACE_LABEL, &keys)) {
            return false;
        }
        level = key_value(keys, LABEL, level);
        access = key_value(keys, LABEL, access);
    }
    if (!level) {
        return problem(run, node, "a label has a 'level'");
    }
    if (!kind_parse(run, level, KIND_LABEL, &sid) ||
        (access && !kind_parse(run, access, KIND_LABEL_POLICY, &mask))) {
        return false;
    }
    *label = (struct label){.sid = sid.pointer, .access = (ACCESS_MASK)mask.number};
    return true;
}

/* The label goes in front of the entries, of which there may be none. */
static ACL *with_label(struct runner *run, const struct label *label, const ACL *entries)
{
    const struct rtl_ace ace = {
        .type = SYSTEM_MANDATORY_LABEL_ACE_TYPE,
        .mask = label->access,
        .sid = label->sid,
    };
    struct rtl_acl_cursor cursor = {.offset = 0};
    struct rtl_ace entry;
    ACL *acl = acl_begin(run, 1U + (entries ? entries->AceCount : 0U));
    acl_append(acl, &ace);
    while (entries && rtl_acl_next(entries, &cursor, &entry)) {
        acl_append(acl, &entry);
    }
    return acl;
}

static bool sacl_read(struct runner *run, const struct described *described, const ACL **sacl)
{
    struct value entries = {.pointer = NULL};
    struct label label = {.sid = NULL};
    if (described->sacl && !inner_parse(run, described->sacl, KIND_SACL, &entries)) {
        return false;
    }
    *sacl = entries.pointer;
    if (!described->label) {
        return true;
    }
    if (described->sacl && described->sacl->kind != NODE_SEQUENCE) {
        return problem(run, described->sacl,
                       "a label is an entry of the SACL, which has to be a list");
    }
    if (!label_read(run, described->label, &label)) {
        return false;
    }
    *sacl = with_label(run, &label, *sacl);
    return true;
}

/* ---- the forms ---- */

static SECURITY_DESCRIPTOR *make_absolute(struct runner *run, const struct described *described,
                                          const ACL *sacl)
{
    SECURITY_DESCRIPTOR *descriptor = arena_alloc(&run->arena, sizeof *descriptor);
    const bool has_sacl = described->sacl || described->label;
    *descriptor = (SECURITY_DESCRIPTOR){
        .Revision = SECURITY_DESCRIPTOR_REVISION,
        .Control = (SECURITY_DESCRIPTOR_CONTROL)((described->has_dacl ? SE_DACL_PRESENT : 0) |
                                                 (has_sacl ? SE_SACL_PRESENT : 0)),
        .Owner = unconst(described->owner),
        .Group = unconst(described->group),
        .Dacl = unconst(described->dacl),
        .Sacl = unconst(sacl),
    };
    return descriptor;
}

/* Appends a part, and says where it is: 0 for none. */
static DWORD append_part(char *bytes, DWORD *length, const void *part, size_t size)
{
    const DWORD offset = *length;
    if (!part) {
        return 0;
    }
    memcpy(bytes + offset, part, size);
    *length += (DWORD)((size + sizeof(DWORD) - 1) / sizeof(DWORD) * sizeof(DWORD));
    return offset;
}

static SECURITY_DESCRIPTOR_RELATIVE *make_self_relative(struct runner *run,
                                                        const SECURITY_DESCRIPTOR *absolute)
{
    const SID *owner = absolute->Owner, *group = absolute->Group;
    const ACL *sacl = absolute->Sacl, *dacl = absolute->Dacl;
    const size_t lists = (size_t)(sacl ? sacl->AclSize : 0) + (dacl ? dacl->AclSize : 0);
    SECURITY_DESCRIPTOR_RELATIVE *head = arena_alloc(
        &run->arena, sizeof *head + 2 * SECURITY_MAX_SID_SIZE + lists + 4 * sizeof(DWORD));
    char *bytes = (char *)head;
    DWORD length = sizeof *head;
    head->Revision = absolute->Revision;
    head->Control = (SECURITY_DESCRIPTOR_CONTROL)(absolute->Control | SE_SELF_RELATIVE);
    head->Sacl = append_part(bytes, &length, sacl, sacl ? sacl->AclSize : 0);
    head->Dacl = append_part(bytes, &length, dacl, dacl ? dacl->AclSize : 0);
    head->Owner = append_part(bytes, &length, owner, owner ? rtl_sid_length(owner) : 0);
    head->Group = append_part(bytes, &length, group, group ? rtl_sid_length(group) : 0);
    return head;
}

static void misplace(DWORD *offset)
{
    *offset = *offset ? offsetof(SECURITY_DESCRIPTOR_RELATIVE, Owner) : 0;
}

static bool misplace_parts(struct runner *run, const struct node *form,
                           SECURITY_DESCRIPTOR_RELATIVE *head)
{
    misplace(&head->Owner);
    misplace(&head->Group);
    misplace(&head->Sacl);
    misplace(&head->Dacl);
    return head->Owner || head->Group || head->Sacl || head->Dacl ||
           problem(run, form, "there is no part that could be misplaced");
}

static bool read_form(struct runner *run, const struct described *described, const ACL *sacl,
                      enum descriptor_form usual, enum descriptor_form *form)
{
    const struct node *node = described->form;
    const void *bad = SRM_UNREADABLE;
    const struct word *word;
    *form = usual;
    if (!node) {
        return true;
    }
    if (node->kind != NODE_SCALAR || !(word = word_of(run, SPACE_DESCRIPTOR_FORM, node))) {
        return problem_word(run, node, SPACE_DESCRIPTOR_FORM);
    }
    *form = (enum descriptor_form)word->value;
    return *form == FORM_ABSOLUTE ||
           (described->owner != bad && described->group != bad && described->dacl != bad &&
            sacl != bad) ||
           problem(run, node, "a self-relative descriptor has no pointers that could be bad");
}

/* ---- the whole as text ---- */

static SECURITY_DESCRIPTOR *make_absolute_from(struct runner *run, const void *bytes)
{
    const struct parts parts = parts_of(bytes);
    SECURITY_DESCRIPTOR_RELATIVE head;
    SECURITY_DESCRIPTOR *descriptor = arena_alloc(&run->arena, sizeof *descriptor);
    memcpy(&head, bytes, sizeof head);
    *descriptor = (SECURITY_DESCRIPTOR){
        .Revision = head.Revision,
        .Sbz1 = head.Sbz1,
        .Control = (SECURITY_DESCRIPTOR_CONTROL)(head.Control & ~SE_SELF_RELATIVE),
        .Owner = unconst(parts.owner),
        .Group = unconst(parts.group),
        .Dacl = unconst(parts.dacl),
        .Sacl = unconst(parts.sacl),
    };
    return descriptor;
}

static bool given_sddl_parse(struct runner *run, const struct node *node,
                             const struct described *described, const void **descriptor)
{
    enum descriptor_form form;
    struct octets bytes;
    if (!read_form(run, described, NULL, FORM_SELF_RELATIVE, &form) ||
        !sddl_parse(run, node, &bytes)) {
        return false;
    }
    *descriptor = bytes.bytes;
    if (form == FORM_ABSOLUTE) {
        *descriptor = make_absolute_from(run, bytes.bytes);
    }
    return form != FORM_MISPLACED || misplace_parts(run, described->form, unconst(bytes.bytes));
}

/* An absolute one would be full of pointers, and those lead nowhere. */
static bool has_pointers(const struct octets *bytes)
{
    const unsigned char *at = bytes->bytes;
    bool any = false;
    for (size_t i = offsetof(SECURITY_DESCRIPTOR_RELATIVE, Owner); i < bytes->size; i++) {
        any = any || at[i] != 0;
    }
    return any &&
           !(at[offsetof(SECURITY_DESCRIPTOR_RELATIVE, Control) + 1] & SE_SELF_RELATIVE >> 8);
}

static bool given_hex_parse(struct runner *run, const struct described *described,
                            const void **descriptor)
{
    struct octets bytes;
    if (described->form) {
        return problem(run, described->form, "bytes have the form that they say");
    }
    if (!hex_parse(run, described->hex, RTL_DESCRIPTOR_MOST, &bytes)) {
        return false;
    }
    if (has_pointers(&bytes)) {
        return problem(run, described->hex,
                       "these bytes are no self-relative descriptor; others would "
                       "hold pointers");
    }
    *descriptor = bytes.bytes;
    descriptor_bytes_to_memory(unconst(bytes.bytes), bytes.size);
    return true;
}

bool given_descriptor_parse(struct runner *run, const struct node *node, const void **descriptor)
{
    struct described described = {.dacl = NULL};
    enum descriptor_form form;
    const ACL *sacl;
    if (node_is_sddl(node)) {
        return given_sddl_parse(run, node, &described, descriptor);
    }
    if (!described_parse(run, node, true, &described)) {
        return false;
    }
    if (described.sddl) {
        return given_sddl_parse(run, described.sddl, &described, descriptor);
    }
    if (described.hex) {
        return given_hex_parse(run, &described, descriptor);
    }
    if (!sacl_read(run, &described, &sacl) ||
        !read_form(run, &described, sacl, FORM_ABSOLUTE, &form)) {
        return false;
    }
    const SECURITY_DESCRIPTOR *absolute = make_absolute(run, &described, sacl);
    *descriptor = absolute;
    if (form == FORM_ABSOLUTE) {
        return true;
    }
    SECURITY_DESCRIPTOR_RELATIVE *head = make_self_relative(run, absolute);
    *descriptor = head;
    return form == FORM_SELF_RELATIVE || misplace_parts(run, described.form, head);
}
