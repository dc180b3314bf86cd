/* NtCompareTokens (access-check.md O-25). What makes tokens equal is in se/test_compare.c. */
#include "support/stage.h"
#include "support/suite.h"

static struct stage stage;
static HANDLE alice, service;
static BOOLEAN equal;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    act_as(stage.client_thread);
    alice = handle_to(stage.client_thread, stage.alice, TOKEN_QUERY);
    service = handle_to(stage.client_thread, stage.service, TOKEN_QUERY);
    equal = 0x55;
}

static void close_stage(void)
{
    stage_close(&stage);
}

START_TEST(one_token_is_itself)
{
    HANDLE again = handle_to(stage.client_thread, stage.alice, TOKEN_ALL_ACCESS);

    ck_assert_status(NtCompareTokens(alice, alice, &equal), STATUS_SUCCESS);
    ck_assert_uint_eq(equal, TRUE);
    equal = 0x55;
    ck_assert_status(NtCompareTokens(alice, again, &equal), STATUS_SUCCESS);
    ck_assert_uint_eq(equal, TRUE);
}
END_TEST

START_TEST(different_tokens_differ_in_both_orders)
{
    ck_assert_status(NtCompareTokens(alice, service, &equal), STATUS_SUCCESS);
    ck_assert_uint_eq(equal, FALSE);
    equal = 0x55;
    ck_assert_status(NtCompareTokens(service, alice, &equal), STATUS_SUCCESS);
    ck_assert_uint_eq(equal, FALSE);
}
END_TEST

START_TEST(copy_is_equal_until_its_privileges_change)
{
    HANDLE copy;

    alice = handle_to(stage.client_thread, stage.alice, TOKEN_QUERY | TOKEN_DUPLICATE);
    ck_assert_status(
        NtDuplicateToken(alice, TOKEN_ALL_ACCESS, NULL, FALSE, TokenImpersonation, &copy),
        STATUS_SUCCESS);
    ck_assert_status(NtCompareTokens(alice, copy, &equal), STATUS_SUCCESS);
    ck_assert_uint_eq(equal, TRUE);
    ck_assert_status(NtAdjustPrivilegesToken(copy, TRUE, NULL, 0, NULL, NULL), STATUS_SUCCESS);
    ck_assert_status(NtCompareTokens(alice, copy, &equal), STATUS_SUCCESS);
    ck_assert_uint_eq(equal, FALSE);
}
END_TEST

START_TEST(checks_come_in_order)
{
    HANDLE first = NULL, second = NULL;
    BOOLEAN *out = NULL;

#define COMPARE NtCompareTokens(first, second, out)
    ck_assert_status(COMPARE, STATUS_ACCESS_VIOLATION);
    out = SRM_UNREADABLE;
    ck_assert_status(COMPARE, STATUS_ACCESS_VIOLATION);
    out = &equal;
    ck_assert_status(COMPARE, STATUS_INVALID_HANDLE);
    first = NtCurrentProcess();
    ck_assert_status(COMPARE, STATUS_OBJECT_TYPE_MISMATCH);
    first = handle_to(stage.client_thread, stage.alice, TOKEN_ALL_ACCESS & ~TOKEN_QUERY);
    ck_assert_status(COMPARE, STATUS_ACCESS_DENIED);
    first = alice;
    ck_assert_status(COMPARE, STATUS_INVALID_HANDLE);
    second = NtCurrentThread();
    ck_assert_status(COMPARE, STATUS_OBJECT_TYPE_MISMATCH);
    second = handle_to(stage.client_thread, stage.alice, TOKEN_ALL_ACCESS & ~TOKEN_QUERY);
    ck_assert_status(COMPARE, STATUS_ACCESS_DENIED);
    ck_assert_uint_eq(equal, 0x55);
    second = alice;
    ck_assert_status(COMPARE, STATUS_SUCCESS);
#undef COMPARE
}
END_TEST

START_TEST(levels_do_not_matter)
{
    struct se_token *anonymous = token_from(stage.w, (struct token_words){
                                                         .user = ALICE,
                                                         .type = TokenImpersonation,
                                                         .level = SecurityAnonymous,
                                                     });
    HANDLE other = handle_to(stage.client_thread, anonymous, TOKEN_QUERY);

    ck_assert_status(NtCompareTokens(alice, other, &equal), STATUS_SUCCESS);
    ck_assert_uint_eq(equal, TRUE);
    srm_release(anonymous);
}
END_TEST

START_TEST(kernel_mode_needs_no_rights)
{
    HANDLE bare = handle_to(stage.client_thread, stage.alice, 0);

    srm_thread_set_kernel_mode(stage.client_thread, true);
    ck_assert_status(NtCompareTokens(bare, alice, &equal), STATUS_SUCCESS);
    ck_assert_uint_eq(equal, TRUE);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/compare_tokens");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_test(tcase, one_token_is_itself);
    tcase_add_test(tcase, different_tokens_differ_in_both_orders);
    tcase_add_test(tcase, copy_is_equal_until_its_privileges_change);
    tcase_add_test(tcase, checks_come_in_order);
    tcase_add_test(tcase, levels_do_not_matter);
    tcase_add_test(tcase, kernel_mode_needs_no_rights);
    return suite_end();
}
