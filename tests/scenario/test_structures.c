/* NT's structures: what a scenario writes lies in memory as NT has it. */
#include "support/suite.h"

#include "scenario/fields.h"
#include "scenario/runner.h"

#include "ntsrm/srm.h"
#include "rtl/descriptor.h"
#include "rtl/integrity.h"

#include <stdio.h>
#include <string.h>

static struct runner *runner;
static struct nodes nodes;

static void begin(void)
{
    static const char empty[] = "scenario: example\naccounts: {alice: S-1-5-21-1-2-3-1001}\n"
                                "steps: [pool: {fail: none}]\n";
    runner = runner_new();
    nodes = (struct nodes){.node = NULL};
    ck_assert_int_eq(runner_load_memory(runner, "t.yaml", empty, strlen(empty), NULL), LOAD_OK);
    ck_assert(runner_run(runner, NULL));
    runner->step.user_mode = true;
}

static void end(void)
{
    nodes_free(&nodes);
    runner_free(runner);
}

/* What a parameter of that kind is, written so. */
static const void *read_as(enum kind kind, const char *written, uint64_t *number)
{
    static struct diagnostics diagnostics;
    struct value value = {.number = 0};
    char text[256];
    int length = snprintf(text, sizeof text, "value: %s\n", written);
    ck_assert_int_eq(nodes_read_memory(&nodes, "v", text, (size_t)length, &diagnostics), READ_OK);
    runner->nodes = &nodes;
    ck_assert_msg(kind_parse(runner, node_first(node_root(&nodes, 0)) + 1, kind, &value), "%s",
                  written);
    *number = value.number;
    return value.pointer;
}

/* ---- lists ---- */

#define ENABLED (SE_GROUP_MANDATORY | SE_GROUP_ENABLED_BY_DEFAULT | SE_GROUP_ENABLED)

static const struct {
    enum kind kind;
    const char *written;
    DWORD attributes;
} groups[] = {
    {KIND_TOKEN_GROUPS, "[Everyone]", ENABLED},
    {KIND_TOKEN_GROUPS, "{Everyone: disabled}", 0},
    {KIND_TOKEN_GROUPS, "{Everyone: deny-only}", SE_GROUP_USE_FOR_DENY_ONLY},
    {KIND_TOKEN_GROUPS, "{Everyone: [SE_GROUP_ENABLED, SE_GROUP_OWNER]}",
     SE_GROUP_ENABLED | SE_GROUP_OWNER},
    {KIND_TOKEN_GROUPS, "{Everyone: 0x60}", SE_GROUP_INTEGRITY | SE_GROUP_INTEGRITY_ENABLED},
    {KIND_FILTER_GROUPS, "[Everyone]", 0},
    {KIND_FILTER_GROUPS, "{Everyone: enabled}", ENABLED},
};

START_TEST(groups_have_attributes)
{
    uint64_t number;
    const TOKEN_GROUPS *list = read_as(groups[_i].kind, groups[_i].written, &number);
    SE_SID everyone;
    ck_assert(rtl_sid_from_name("WD", 2, &everyone));
    ck_assert_uint_eq(list->GroupCount, 1);
    ck_assert(rtl_sid_equal(list->Groups[0].Sid, &everyone.Sid));
    ck_assert_uint_eq(list->Groups[0].Attributes, groups[_i].attributes);
}
END_TEST

START_TEST(arrays_have_a_count)
{
    uint64_t number;
    const SID_AND_ATTRIBUTES *sids = read_as(KIND_FILTER_SIDS, "[Everyone, alice]", &number);
    ck_assert_uint_eq(number, 2);
    ck_assert_uint_eq(sids[1].Attributes, 0);
    sids = read_as(KIND_CAPABILITIES, "[S-1-15-3-1, S-1-15-3-2, S-1-15-3-3]", &number);
    ck_assert_uint_eq(number, 3);
    ck_assert_uint_eq(sids[2].Attributes, SE_GROUP_ENABLED);
    read_as(KIND_HANDLES, "[4, 8]", &number);
    ck_assert_uint_eq(number, 2);
}
END_TEST

START_TEST(entries_may_be_bad)
{
    uint64_t number;
    const SID_AND_ATTRIBUTES *sids =
        read_as(KIND_FILTER_SIDS, "[UNREADABLE, MALFORMED, NULL]", &number);
    const SID *malformed = sids[1].Sid;
    ck_assert_ptr_eq(sids[0].Sid, SRM_UNREADABLE);
    ck_assert(!rtl_sid_valid(malformed));
    ck_assert_ptr_null(sids[2].Sid);
}
END_TEST

START_TEST(sets_of_privileges_have_a_control)
{
    uint64_t number;
    const PRIVILEGE_SET *set = read_as(KIND_PRIVILEGE_SET, "[SeTcbPrivilege, 99]", &number);
    const LUID_AND_ATTRIBUTES *entries = set->Privilege;
    ck_assert_uint_eq(set->Control, 0);
    ck_assert_uint_eq(set->PrivilegeCount, 2);
    ck_assert_uint_eq(entries[0].Luid.LowPart, SE_TCB_PRIVILEGE);
    ck_assert_uint_eq(entries[1].Luid.LowPart, 99);
    set = read_as(KIND_PRIVILEGE_SET,
                  "{Control: PRIVILEGE_SET_ALL_NECESSARY, Privileges: [SeTcbPrivilege]}", &number);
    ck_assert_uint_eq(set->Control, PRIVILEGE_SET_ALL_NECESSARY);
}
END_TEST

/* ---- descriptors ---- */

START_TEST(descriptor_is_absolute)
{
    uint64_t number;
    const SECURITY_DESCRIPTOR *descriptor =
        read_as(KIND_SECURITY_DESCRIPTOR, "{owner: alice, dacl: NULL, label: Low}", &number);
    ck_assert_uint_eq(descriptor->Revision, SECURITY_DESCRIPTOR_REVISION);
    ck_assert_uint_eq(descriptor->Control, SE_DACL_PRESENT | SE_SACL_PRESENT);
    ck_assert(rtl_sid_valid(descriptor->Owner));
    ck_assert_ptr_null(descriptor->Group);
    ck_assert_ptr_null(descriptor->Dacl);
    ck_assert_uint_eq(descriptor->Sacl->AceCount, 1);
    ck_assert(rtl_acl_valid(descriptor->Sacl, descriptor->Sacl->AclSize));
}
END_TEST

START_TEST(descriptor_is_self_relative)
{
    uint64_t number;
    const char *bytes =
        read_as(KIND_SECURITY_DESCRIPTOR,
                "{group: alice, dacl: [{allow: alice, access: 1}], form: self-relative}", &number);
    SECURITY_DESCRIPTOR_RELATIVE head;
    ACL dacl;
    memcpy(&head, bytes, sizeof head);
    ck_assert_uint_eq(head.Control, SE_DACL_PRESENT | SE_SELF_RELATIVE);
    ck_assert_uint_eq(head.Owner, 0);
    ck_assert_uint_eq(head.Sacl, 0);
    memcpy(&dacl, bytes + head.Dacl, sizeof dacl);
    ck_assert_uint_eq(dacl.AceCount, 1);
    ck_assert_int_eq(bytes[head.Group], SID_REVISION);
}
END_TEST

static const struct {
    const char *written;
    NTSTATUS status;
    bool label, level, others; /* is there one, and is it that of a level; entries beside it */
    ACCESS_MASK mask;
} sacls[] = {
    {.written = "{label: Low}", .label = true, .level = true, .mask = 1},
    {.written = "{label: {level: 0x1000}}", .label = true, .level = true, .mask = 1},
    {.written = "{label: {level: alice, access: 0x18}}", .label = true, .mask = 0x18},
    {.written = "{label: {level: Low, access: SYSTEM_MANDATORY_LABEL_VALID_MASK}}",
     .label = true,
     .level = true,
     .mask = 7},
    {.written = "{sacl: NULL}"},
    {.written = "{sacl: []}"},
    {.written = "{sacl: [{audit: alice, access: 1}]}", .others = true},
    {.written = "{sacl: [{audit: alice, access: 1}, {audit: Everyone, access: 2}], label: Low}",
     .label = true,
     .level = true,
     .others = true,
     .mask = 1},
    {.written = "{sacl: MALFORMED}", .status = STATUS_INVALID_ACL},
};

START_TEST(sacl_has_label_and_entries)
{
    char whole[160];
    uint64_t number;
    struct rtl_described described = {.control = 0};
    struct rtl_ace label;
    ULONG level = 0;
    struct srm_world *w = srm_world_new(NULL);
    snprintf(whole, sizeof whole, "{form: self-relative, %s", sacls[_i].written + 1);
    const void *bytes = read_as(KIND_SECURITY_DESCRIPTOR, whole, &number);
    ck_assert_int_eq(rtl_described_from_bytes(w, bytes, RTL_DESCRIPTOR_MOST, &described),
                     sacls[_i].status);
    ck_assert(((described.control & SE_SACL_PRESENT) != 0) == (sacls[_i].status == STATUS_SUCCESS));
    ck_assert(rtl_described_has_label(&described) == sacls[_i].label);
    ck_assert((described.sacl && !described.sacl->has_only_labels) == sacls[_i].others);
    if (sacls[_i].label) {
        ck_assert(rtl_sacl_label(&described.sacl->bytes, &label));
        ck_assert(rtl_integrity_from_sid(label.sid, &level) == sacls[_i].level);
        ck_assert_uint_eq(level, sacls[_i].level ? SECURITY_MANDATORY_LOW_RID : 0);
        ck_assert_uint_eq(label.mask, sacls[_i].mask);
    }
    srm_world_delete(w);
}
END_TEST

START_TEST(misplaced_parts_are_in_the_header)
{
    uint64_t number;
    struct rtl_described described;
    struct srm_world *w = srm_world_new(NULL);
    const SECURITY_DESCRIPTOR_RELATIVE *head =
        read_as(KIND_SECURITY_DESCRIPTOR, "{owner: alice, label: Low, form: misplaced}", &number);
    ck_assert_uint_eq(head->Control, SE_SELF_RELATIVE | SE_SACL_PRESENT);
    ck_assert(head->Owner > 0 && head->Owner < sizeof *head);
    ck_assert(head->Sacl > 0 && head->Sacl < sizeof *head);
    ck_assert(head->Group == 0 && head->Dacl == 0);
    ck_assert_int_eq(rtl_described_from_bytes(w, head, RTL_DESCRIPTOR_MOST, &described),
                     STATUS_INVALID_SECURITY_DESCR);
    srm_world_delete(w);
}
END_TEST

START_TEST(list_for_a_process_holds_its_token)
{
    uint64_t number;
    const PS_ATTRIBUTE_LIST *list = read_as(KIND_ATTRIBUTE_LIST, "{Token: 0x1230}", &number);
    ck_assert_uint_eq(list->TotalLength, sizeof *list);
    ck_assert_uint_eq(list->Attributes[0].Attribute, PS_ATTRIBUTE_TOKEN);
    ck_assert_uint_eq(list->Attributes[0].Size, sizeof(HANDLE));
    ck_assert_uint_eq(list->Attributes[0].Value, 0x1230);
}
END_TEST

START_TEST(descriptor_may_be_bad)
{
    uint64_t number;
    const SECURITY_DESCRIPTOR *descriptor = read_as(KIND_SECURITY_DESCRIPTOR, "MALFORMED", &number);
    ck_assert_uint_ne(descriptor->Revision, SECURITY_DESCRIPTOR_REVISION);
    descriptor = read_as(KIND_SECURITY_DESCRIPTOR,
                         "{owner: MALFORMED, group: UNREADABLE, dacl: MALFORMED}", &number);
    ck_assert(!rtl_sid_valid(descriptor->Owner));
    ck_assert_ptr_eq(descriptor->Group, SRM_UNREADABLE);
    ck_assert(!rtl_acl_valid(descriptor->Dacl, descriptor->Dacl->AclSize));
}
END_TEST

/* ---- structures by their fields ---- */

START_TEST(attributes_have_their_length)
{
    uint64_t number;
    const OBJECT_ATTRIBUTES *attributes =
        read_as(KIND_OBJECT_ATTRIBUTES,
                "{Attributes: [OBJ_INHERIT], ObjectName: pipe, SecurityDescriptor: {owner: alice}, "
                "SecurityQualityOfService: UNREADABLE}",
                &number);
    ck_assert_uint_eq(attributes->Length, sizeof *attributes);
    ck_assert_uint_eq(attributes->Attributes, OBJ_INHERIT);
    ck_assert_uint_eq(attributes->ObjectName->Length, 4 * sizeof(WCHAR));
    ck_assert_ptr_nonnull(attributes->SecurityDescriptor);
    ck_assert_ptr_eq(attributes->SecurityQualityOfService, SRM_UNREADABLE);
    attributes = read_as(KIND_OBJECT_ATTRIBUTES, "{Length: 7}", &number);
    ck_assert_uint_eq(attributes->Length, 7);
    ck_assert_uint_eq(number, sizeof *attributes);
}
END_TEST

static const struct {
    TOKEN_INFORMATION_CLASS about;
    const char *written;
    uint64_t number; /* of the first field, as it is read back */
    size_t size;
} information[] = {
    {TokenSessionId, "{SessionId: 3}", 3, sizeof(ULONG)},
    {TokenUIAccess, "{UIAccess: true}", 1, sizeof(ULONG)},
    {TokenOrigin, "{OriginatingLogonSession: SYSTEM}", 0x3E7, sizeof(TOKEN_ORIGIN)},
    {TokenIntegrityLevel, "{Label: Low}", SE_GROUP_INTEGRITY, sizeof(TOKEN_MANDATORY_LABEL)},
    {TokenMandatoryPolicy, "{Policy: [TOKEN_MANDATORY_POLICY_NO_WRITE_UP]}", 1,
     sizeof(TOKEN_MANDATORY_POLICY)},
    {TokenLinkedToken, "{LinkedToken: 0x44}", 0x44, sizeof(TOKEN_LINKED_TOKEN)},
    {TokenOwner, "{Owner: alice}", 0, sizeof(TOKEN_OWNER)},
    {TokenAuditPolicy, "{}", 0, sizeof(ULONG)},
};

START_TEST(information_is_that_of_its_class)
{
    const enum word_space structure = information_structure(information[_i].about);
    struct value value = {.number = 0};
    uint64_t size;
    runner->step.information_class = information[_i].about;
    const void *bytes = read_as(KIND_TOKEN_INFORMATION, information[_i].written, &size);
    ck_assert_uint_eq(size, information[_i].size);
    if (structure != SPACE_NONE) {
        field_read(structure_fields(structure), bytes, &value);
        ck_assert_uint_eq(value.number, information[_i].number);
    }
}
END_TEST

/* Every field is read from inside its structure. */
START_TEST(fields_lie_in_their_structures)
{
    const struct field *field;
    for (size_t i = 0; (field = field_at(i)) != NULL; i++) {
        ck_assert_uint_lt(field->offset, structure_size(field->structure));
    }
    ck_assert_uint_gt(field_at(0) ? structure_size(field_at(0)->structure) : 0, 0);
}
END_TEST

int main(void)
{
    TCase *cases = suite_begin("structures");
    tcase_add_checked_fixture(cases, begin, end);
    tcase_add_loop_test(cases, groups_have_attributes, 0, ROWS(groups));
    tcase_add_test(cases, arrays_have_a_count);
    tcase_add_test(cases, entries_may_be_bad);
    tcase_add_test(cases, sets_of_privileges_have_a_control);
    tcase_add_test(cases, descriptor_is_absolute);
    tcase_add_test(cases, descriptor_is_self_relative);
    tcase_add_loop_test(cases, sacl_has_label_and_entries, 0, ROWS(sacls));
    tcase_add_test(cases, misplaced_parts_are_in_the_header);
    tcase_add_test(cases, list_for_a_process_holds_its_token);
    tcase_add_test(cases, descriptor_may_be_bad);
    tcase_add_test(cases, attributes_have_their_length);
    tcase_add_loop_test(cases, information_is_that_of_its_class, 0, ROWS(information));
    tcase_add_test(cases, fields_lie_in_their_structures);
    return suite_end();
}
