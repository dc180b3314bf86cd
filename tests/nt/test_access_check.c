/* NtAccessCheck and its forms by type: order and outputs (access-check.md 2.1, A-60). */
#include "support/stage.h"
#include "support/suite.h"

#include "rtl/sddl.h"

#include <string.h>

#define UNTOUCHED 0x5A5A5A5A
#define GOOD      "O:SYG:SYD:(A;;0x120089;;;WD)"

static const GENERIC_MAPPING file = {0x120089, 0x120116, 0x1200A0, 0x1F01FF};
static const GUID guid_of_object = {0xbf967aba, 0x0de6, 0x11d0, {0xa2, 0x85, 0, 0xaa, 0, 0x30}};
static const GUID guid_of_set = {0xbf967abb, 0x0de6, 0x11d0, {0xa2, 0x85, 0, 0xaa, 0, 0x30}};

static struct stage stage;
static struct se_token *client;
static struct rtl_bytes descriptor;

/* What one call is given, and where its answers go. */
static struct {
    PSECURITY_DESCRIPTOR descriptor;
    HANDLE token;
    ACCESS_MASK desired;
    POBJECT_TYPE_LIST list;
    ULONG list_length;
    PGENERIC_MAPPING mapping;
    PPRIVILEGE_SET set;
    PULONG length_at;
    ULONG length;
    PACCESS_MASK granted_at;
    ACCESS_MASK granted[3];
    PNTSTATUS answer_at;
    NTSTATUS answer[3];
    struct {
        DWORD count, control;
        LUID_AND_ATTRIBUTES rows[4];
    } room;
} call;

static OBJECT_TYPE_LIST tree[3];
static GENERIC_MAPPING mapping;

static PSECURITY_DESCRIPTOR described(const char *text)
{
    struct rtl_sddl_problem problem;

    rtl_bytes_free(&descriptor);
    descriptor = (struct rtl_bytes){.bytes = NULL};
    ck_assert_msg(rtl_sddl_parse(stage.w, text, strlen(text), NULL, &descriptor, &problem), "%s",
                  text);
    return descriptor.bytes;
}

static void open_stage(void)
{
    stage_open(&stage, NULL);
    act_as(stage.client_thread);
    client = token_from(stage.w, (struct token_words){
                                     .user = ALICE,
                                     .on = SE_PRIVILEGE_BIT(SE_SECURITY_PRIVILEGE) |
                                           SE_PRIVILEGE_BIT(SE_TAKE_OWNERSHIP_PRIVILEGE),
                                     .type = TokenImpersonation,
                                     .level = SecurityIdentification,
                                 });
    mapping = file;
    tree[0] = (OBJECT_TYPE_LIST){.Level = 0, .ObjectType = (GUID *)(uintptr_t)&guid_of_object};
    tree[1] = (OBJECT_TYPE_LIST){.Level = 1, .ObjectType = (GUID *)(uintptr_t)&guid_of_set};
    tree[2] = (OBJECT_TYPE_LIST){.Level = 1, .ObjectType = (GUID *)(uintptr_t)&guid_of_set};
    memset(&call, 0x5A, sizeof call);
    call.descriptor = described(GOOD);
    call.token = handle_to(stage.client_thread, client, TOKEN_QUERY);
    call.desired = 1;
    call.list = NULL;
    call.list_length = 0;
    call.mapping = &mapping;
    call.set = (PPRIVILEGE_SET)(void *)&call.room;
    call.length = sizeof call.room;
    call.length_at = &call.length;
    call.granted_at = call.granted;
    call.answer_at = call.answer;
}

static void close_stage(void)
{
    rtl_bytes_free(&descriptor);
    descriptor = (struct rtl_bytes){.bytes = NULL};
    srm_release(client);
    stage_close(&stage);
}

static NTSTATUS plain(void)
{
    return NtAccessCheck(call.descriptor, call.token, call.desired, call.mapping, call.set,
                         call.length_at, call.granted_at, call.answer_at);
}

static NTSTATUS by_type(void)
{
    return NtAccessCheckByType(call.descriptor, NULL, call.token, call.desired, call.list,
                               call.list_length, call.mapping, call.set, call.length_at,
                               call.granted_at, call.answer_at);
}

static NTSTATUS by_node(void)
{
    return NtAccessCheckByTypeResultList(call.descriptor, NULL, call.token, call.desired, call.list,
                                         call.list_length, call.mapping, call.set, call.length_at,
                                         call.granted_at, call.answer_at);
}

/* ---- faults, in the order in which they count ---- */

static void bad_pointer(void)
{
    call.mapping = NULL;
}

static void no_set(void)
{
    call.set = NULL;
}

static void nowhere_to_answer(void)
{
    call.answer_at = NULL;
}

static void generic_right(void)
{
    call.desired = GENERIC_READ;
}

static void bad_handle(void)
{
    call.token = NTSRM_HANDLE(0x7777);
}

static void another_type(void)
{
    call.token = handle_to(stage.client_thread, stage.client, PROCESS_ALL_ACCESS);
}

static void without_right(void)
{
    call.token = handle_to(stage.client_thread, client, TOKEN_DUPLICATE);
}

static void primary(void)
{
    call.token = handle_to(stage.client_thread, stage.alice, TOKEN_QUERY);
}

static void anonymous(void)
{
    client->level = SecurityAnonymous;
}

static void no_tree(void)
{
    tree[0].Level = 1;
}

static void small_set(void)
{
    call.length = 19;
}

static void no_descriptor(void)
{
    call.descriptor = NULL;
}

static void no_group(void)
{
    call.descriptor = described("O:SYD:(A;;FA;;;WD)");
}

#define NOT NULL

static const struct {
    const char *why;
    void (*faults[2])(void);
    NTSTATUS status;
} orders[] = {
    {"nothing wrong", {NOT, NOT}, STATUS_SUCCESS},
    {"a bad pointer", {bad_pointer, NOT}, STATUS_ACCESS_VIOLATION},
    {"no set", {no_set, NOT}, STATUS_ACCESS_VIOLATION},
    {"no set comes before generic rights", {no_set, generic_right}, STATUS_ACCESS_VIOLATION},
    {"nowhere to answer", {nowhere_to_answer, NOT}, STATUS_ACCESS_VIOLATION},
    {"nor before generic rights", {nowhere_to_answer, generic_right}, STATUS_ACCESS_VIOLATION},
    {"a generic right", {generic_right, NOT}, STATUS_GENERIC_NOT_MAPPED},
    {"comes before the level", {generic_right, anonymous}, STATUS_GENERIC_NOT_MAPPED},
    {"before the length", {generic_right, small_set}, STATUS_GENERIC_NOT_MAPPED},
    {"before the descriptor", {generic_right, no_descriptor}, STATUS_GENERIC_NOT_MAPPED},
    {"a bad handle", {bad_handle, NOT}, STATUS_INVALID_HANDLE},
    {"comes before the descriptor", {bad_handle, no_descriptor}, STATUS_INVALID_HANDLE},
    {"another type", {another_type, no_descriptor}, STATUS_OBJECT_TYPE_MISMATCH},
    {"without TOKEN_QUERY", {without_right, no_descriptor}, STATUS_ACCESS_DENIED},
    {"a primary token", {primary, NOT}, STATUS_NO_IMPERSONATION_TOKEN},
    {"comes before the descriptor, too", {primary, no_descriptor}, STATUS_NO_IMPERSONATION_TOKEN},
    {"the level", {anonymous, NOT}, STATUS_BAD_IMPERSONATION_LEVEL},
    {"comes before the descriptor as well",
     {anonymous, no_descriptor},
     STATUS_BAD_IMPERSONATION_LEVEL},
    {"a small buffer", {small_set, NOT}, STATUS_BUFFER_TOO_SMALL},
    {"no descriptor", {no_descriptor, NOT}, STATUS_INVALID_SECURITY_DESCR},
    {"no group", {no_group, NOT}, STATUS_INVALID_SECURITY_DESCR},
};

static void assert_untouched(NTSTATUS status)
{
    for (int i = 0; i < 3; i++) {
        ck_assert_uint_eq(call.granted[i], UNTOUCHED);
        ck_assert_int_eq(call.answer[i], UNTOUCHED);
    }
    ck_assert_uint_eq(call.room.count, UNTOUCHED);
    if (status == STATUS_BUFFER_TOO_SMALL)
        ck_assert_uint_eq(call.length, sizeof(PRIVILEGE_SET));
}

static void assert_order(NTSTATUS (*make)(void), int row)
{
    NTSTATUS status;

    for (int i = 0; i < 2; i++)
        if (orders[row].faults[i])
            orders[row].faults[i]();
    status = make();
    ck_assert_msg(status == orders[row].status, "%s: %s", orders[row].why, status_text(status));
    if (!NT_SUCCESS(status))
        assert_untouched(status);
}

START_TEST(first_fault_counts)
{
    assert_order(plain, _i);
}
END_TEST

START_TEST(first_fault_counts_by_type)
{
    call.list = tree;
    call.list_length = 3;
    assert_order(by_type, _i);
}
END_TEST

START_TEST(first_fault_counts_by_node)
{
    call.list = tree;
    call.list_length = 3;
    assert_order(by_node, _i);
}
END_TEST

static void (*const behind_the_tree[])(void) = {NOT, no_descriptor, no_group};

START_TEST(tree_comes_before_descriptor)
{
    call.list = tree;
    call.list_length = 3;
    no_tree();
    if (behind_the_tree[_i])
        behind_the_tree[_i]();
    ck_assert_status(by_type(), STATUS_INVALID_PARAMETER);
    ck_assert_status(by_node(), STATUS_INVALID_PARAMETER);
    assert_untouched(STATUS_INVALID_PARAMETER);
}
END_TEST

static const struct {
    const char *why;
    USHORT levels[3];
    NTSTATUS status;
} trees[] = {
    {"three in a row", {0, 1, 2}, STATUS_SUCCESS},
    {"two under one", {0, 1, 1}, STATUS_SUCCESS},
    {"the first is no root", {1, 1, 1}, STATUS_INVALID_PARAMETER},
    {"a second root", {0, 0, 1}, STATUS_INVALID_PARAMETER},
    {"a third root", {0, 1, 0}, STATUS_INVALID_PARAMETER},
    {"a gap", {0, 2, 2}, STATUS_INVALID_PARAMETER},
    {"a gap further on", {0, 1, 3}, STATUS_INVALID_PARAMETER},
    {"too deep", {0, 5, 1}, STATUS_INVALID_PARAMETER},
    {"the highest number", {0, 0xFFFF, 1}, STATUS_INVALID_PARAMETER},
};

START_TEST(levels_make_a_tree)
{
    unsigned char odd[sizeof tree + 1];

    for (int i = 0; i < 3; i++)
        tree[i].Level = trees[_i].levels[i];
    memcpy(odd + 1, tree, sizeof tree);
    call.list = (POBJECT_TYPE_LIST)(void *)(odd + 1);
    call.list_length = 3;
    ck_assert_msg(by_type() == trees[_i].status, "%s", trees[_i].why);
    ck_assert_msg(by_node() == trees[_i].status, "%s", trees[_i].why);
}
END_TEST

/* ---- outputs ---- */

START_TEST(denial_writes_everything_too)
{
    call.desired = FILE_WRITE_DATA;
    ck_assert_status(plain(), STATUS_SUCCESS);
    ck_assert_status(call.answer[0], STATUS_ACCESS_DENIED);
    ck_assert_uint_eq(call.granted[0], 0);
    ck_assert_uint_eq(call.granted[1], UNTOUCHED);
    ck_assert_uint_eq(call.room.count, 0);
    ck_assert_uint_eq(call.room.control, 0);
    ck_assert_uint_eq(call.room.rows[0].Attributes, UNTOUCHED);
    ck_assert_uint_eq(call.length, sizeof call.room);
}
END_TEST

START_TEST(used_privileges_are_in_the_order_of_their_numbers)
{
    call.desired = WRITE_OWNER | ACCESS_SYSTEM_SECURITY;
    call.length = 32;
    ck_assert_status(plain(), STATUS_SUCCESS);
    ck_assert_status(call.answer[0], STATUS_SUCCESS);
    ck_assert_uint_eq(call.granted[0], WRITE_OWNER | ACCESS_SYSTEM_SECURITY);
    ck_assert_uint_eq(call.room.count, 2);
    ck_assert_uint_eq(call.room.rows[0].Luid.LowPart, SE_SECURITY_PRIVILEGE);
    ck_assert_uint_eq(call.room.rows[0].Attributes, SE_PRIVILEGE_USED_FOR_ACCESS);
    ck_assert_uint_eq(call.room.rows[1].Luid.LowPart, SE_TAKE_OWNERSHIP_PRIVILEGE);
    ck_assert_uint_eq(call.room.rows[2].Attributes, UNTOUCHED);
}
END_TEST

START_TEST(each_node_has_its_place)
{
    call.descriptor = described("O:SYG:SYD:(OA;;RC;bf967abb-0de6-11d0-a285-00aa00300000;;WD)");
    call.desired = READ_CONTROL;
    call.list = tree;
    call.list_length = 2;
    ck_assert_status(by_node(), STATUS_SUCCESS);
    ck_assert_uint_eq(call.granted[1], READ_CONTROL);
    ck_assert_status(call.answer[1], STATUS_SUCCESS);
    ck_assert_uint_eq(call.granted[2], UNTOUCHED);
    ck_assert_int_eq(call.answer[2], UNTOUCHED);
}
END_TEST

START_TEST(kernel_mode_writes_its_answers_only)
{
    call.descriptor = NULL;
    call.token = NULL;
    call.set = NULL;
    call.desired = MAXIMUM_ALLOWED | ACCESS_SYSTEM_SECURITY;
    ck_assert_status(
        ZwAccessCheck(NULL, NULL, call.desired, &mapping, NULL, NULL, call.granted, call.answer),
        STATUS_SUCCESS);
    ck_assert_uint_eq(call.granted[0], 0x1F01FF | ACCESS_SYSTEM_SECURITY);
    ck_assert_status(call.answer[0], STATUS_SUCCESS);
    ck_assert_uint_eq(call.granted[1], UNTOUCHED);
    ck_assert_int_eq(stage.client_thread->previous_mode, UserMode);
    ck_assert_status(ZwAccessCheckByTypeResultList(NULL, NULL, NULL, 1, NULL, 2, &mapping, NULL,
                                                   NULL, call.granted, call.answer),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(call.granted[1], 1);
    ck_assert_uint_eq(call.granted[2], UNTOUCHED);
}
END_TEST

START_TEST(descriptor_need_not_be_aligned)
{
    unsigned char odd[256];

    ck_assert_uint_lt(descriptor.size, sizeof odd);
    memcpy(odd + 1, descriptor.bytes, descriptor.size);
    call.descriptor = odd + 1;
    ck_assert_status(plain(), STATUS_SUCCESS);
    ck_assert_status(call.answer[0], STATUS_SUCCESS);
    ck_assert_uint_eq(call.granted[0], 1);
}
END_TEST

static const char *const allocations[] = {"CapturedDescriptor", "CapturedObjectTypes"};

START_TEST(without_pool_nothing_is_written)
{
    call.list = tree;
    call.list_length = 2;
    ck_assert(srm_pool_fail(stage.w, allocations[_i], 1, false));
    ck_assert_status(by_node(), STATUS_INSUFFICIENT_RESOURCES);
    assert_untouched(STATUS_INSUFFICIENT_RESOURCES);
}
END_TEST

/* Nothing of a call stays in the pool: stage_close looks. */
START_TEST(client_token_is_not_changed)
{
    const uint32_t references = client->header.references;
    const LUID modified = client->ModifiedId;

    call.desired = MAXIMUM_ALLOWED | WRITE_OWNER;
    ck_assert_status(plain(), STATUS_SUCCESS);
    ck_assert_uint_eq(client->header.references, references);
    ck_assert_uint_eq(client->ModifiedId.LowPart, modified.LowPart);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/access_check");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, first_fault_counts, 0, ROWS(orders));
    tcase_add_loop_test(tcase, first_fault_counts_by_type, 0, ROWS(orders));
    tcase_add_loop_test(tcase, first_fault_counts_by_node, 0, ROWS(orders));
    tcase_add_loop_test(tcase, tree_comes_before_descriptor, 0, ROWS(behind_the_tree));
    tcase_add_loop_test(tcase, levels_make_a_tree, 0, ROWS(trees));
    tcase_add_test(tcase, denial_writes_everything_too);
    tcase_add_test(tcase, used_privileges_are_in_the_order_of_their_numbers);
    tcase_add_test(tcase, each_node_has_its_place);
    tcase_add_test(tcase, kernel_mode_writes_its_answers_only);
    tcase_add_test(tcase, descriptor_need_not_be_aligned);
    tcase_add_loop_test(tcase, without_pool_nothing_is_written, 0, ROWS(allocations));
    tcase_add_test(tcase, client_token_is_not_changed);
    return suite_end();
}
