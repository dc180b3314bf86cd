/* The Zw twins: kernel mode for the call, and the mode of before after it. */
#include "support/stage.h"
#include "support/suite.h"

static struct stage stage;
static PETHREAD caller;
static HANDLE token, thread, process, opened;
static struct se_token *bob;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    caller = stage.client_thread;
    act_as(caller);
    bob = token_from(stage.w, (struct token_words){.user = BOB, .type = TokenImpersonation});
    token = handle_to(caller, bob, 0);
    thread = handle_to(caller, stage.server_thread, 0);
    process = handle_to(caller, stage.server, 0);
}

static void close_stage(void)
{
    srm_release(bob);
    stage_close(&stage);
}

static TOKEN_PRIVILEGES no_privileges;
static TOKEN_DEFAULT_DACL no_dacl;

static NTSTATUS open_process_token(bool zw)
{
    return (zw ? ZwOpenProcessToken : NtOpenProcessToken)(process, TOKEN_ALL_ACCESS, &opened);
}

static NTSTATUS open_thread_token(bool zw)
{
    PsImpersonateClient(stage.server_thread, stage.alice, FALSE, FALSE, SecurityIdentification);
    return (zw ? ZwOpenThreadToken : NtOpenThreadToken)(thread, TOKEN_ALL_ACCESS, FALSE, &opened);
}

static NTSTATUS duplicate(bool zw)
{
    return (zw ? ZwDuplicateToken : NtDuplicateToken)(token, TOKEN_ALL_ACCESS, NULL, FALSE,
                                                      TokenImpersonation, &opened);
}

static NTSTATUS set_thread(bool zw)
{
    return (zw ? ZwSetInformationThread : NtSetInformationThread)(thread, ThreadImpersonationToken,
                                                                  &token, sizeof token);
}

static NTSTATUS adjust(bool zw)
{
    return (zw ? ZwAdjustPrivilegesToken : NtAdjustPrivilegesToken)(token, FALSE, &no_privileges, 0,
                                                                    NULL, NULL);
}

static NTSTATUS query_token(bool zw)
{
    ULONG type, length;

    return (zw ? ZwQueryInformationToken : NtQueryInformationToken)(token, TokenType, &type,
                                                                    sizeof type, &length);
}

static NTSTATUS set_token(bool zw)
{
    return (zw ? ZwSetInformationToken : NtSetInformationToken)(token, TokenDefaultDacl, &no_dacl,
                                                                sizeof no_dacl);
}

static NTSTATUS terminate_thread(bool zw)
{
    return (zw ? ZwTerminateThread : NtTerminateThread)(thread, STATUS_SUCCESS);
}

static NTSTATUS terminate_process(bool zw)
{
    return (zw ? ZwTerminateProcess : NtTerminateProcess)(process, STATUS_SUCCESS);
}

static NTSTATUS (*const calls[])(bool zw) = {
    open_process_token, open_thread_token, duplicate,        set_thread,        adjust,
    query_token,        set_token,         terminate_thread, terminate_process,
};

START_TEST(kernel_needs_no_rights_where_user_mode_does)
{
    ck_assert_status(calls[_i](false), STATUS_ACCESS_DENIED);
    ck_assert_status(calls[_i](true), STATUS_SUCCESS);
    ck_assert_int_eq(caller->previous_mode, UserMode);
}
END_TEST

START_TEST(kernel_mode_stays_kernel_mode)
{
    srm_thread_set_kernel_mode(caller, true);
    ck_assert_status(calls[_i](true), STATUS_SUCCESS);
    ck_assert_int_eq(caller->previous_mode, KernelMode);
    srm_thread_set_kernel_mode(caller, false);
    ck_assert_int_eq(caller->previous_mode, UserMode);
}
END_TEST

START_TEST(handles_are_closed_in_either_mode)
{
    ck_assert_status(ZwClose(token), STATUS_SUCCESS);
    ck_assert_status(ZwClose(token), STATUS_INVALID_HANDLE);
    ck_assert_int_eq(caller->previous_mode, UserMode);
}
END_TEST

START_TEST(handle_must_be_right_all_the_same)
{
    ck_assert_status(ZwOpenProcessToken(token, TOKEN_QUERY, &opened), STATUS_OBJECT_TYPE_MISMATCH);
    ck_assert_status(ZwOpenThreadToken(NULL, TOKEN_QUERY, FALSE, &opened), STATUS_INVALID_HANDLE);
    ck_assert_int_eq(caller->previous_mode, UserMode);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/zw");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, kernel_needs_no_rights_where_user_mode_does, 0, ROWS(calls));
    tcase_add_loop_test(tcase, kernel_mode_stays_kernel_mode, 0, ROWS(calls));
    tcase_add_test(tcase, handles_are_closed_in_either_mode);
    tcase_add_test(tcase, handle_must_be_right_all_the_same);
    return suite_end();
}
