/* NtTerminateThread, NtTerminateProcess and NtClose. */
#include "support/stage.h"
#include "support/suite.h"

#include "ex/pool.h"

static struct stage stage;
static PETHREAD caller; /* the server's */

static void open_stage(void)
{
    stage_open(&stage, NULL);
    caller = stage.server_thread;
}

static void close_stage(void)
{
    stage_close(&stage);
}

START_TEST(thread_ends_with_its_impersonation)
{
    HANDLE handle = handle_to(caller, stage.client_thread, THREAD_TERMINATE);

    ck_assert_status(
        PsImpersonateClient(stage.client_thread, stage.alice, TRUE, FALSE, SecurityImpersonation),
        STATUS_SUCCESS);
    ck_assert_status(NtTerminateThread(handle, STATUS_UNSUCCESSFUL), STATUS_SUCCESS);
    ck_assert(stage.client_thread->exited);
    ck_assert_status(stage.client_thread->exit_status, STATUS_UNSUCCESSFUL);
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_ImpersonationBlock), 0);
    ck_assert(!stage.client->exited);
    ck_assert_status(NtTerminateThread(handle, STATUS_SUCCESS), STATUS_THREAD_IS_TERMINATING);
    ck_assert_status(stage.client_thread->exit_status, STATUS_UNSUCCESSFUL);
}
END_TEST

START_TEST(no_thread_handle_means_oneself)
{
    ck_assert_status(NtTerminateThread(NULL, STATUS_SUCCESS), STATUS_SUCCESS);
    ck_assert(caller->exited);
}
END_TEST

START_TEST(process_ends_with_all_it_has)
{
    HANDLE handle = handle_to(caller, stage.client, PROCESS_TERMINATE);

    handle_to(stage.client_thread, stage.service, TOKEN_QUERY);
    ck_assert_status(NtTerminateProcess(handle, STATUS_ACCESS_DENIED), STATUS_SUCCESS);
    ck_assert(stage.client->exited && stage.client_thread->exited);
    ck_assert_uint_eq(stage.client->handles.count, 0);
    ck_assert_status(NtTerminateProcess(handle, STATUS_SUCCESS), STATUS_PROCESS_IS_TERMINATING);
    ck_assert_status(stage.client->exit_status, STATUS_ACCESS_DENIED);
}
END_TEST

START_TEST(process_may_end_itself)
{
    handle_to(caller, stage.server, PROCESS_ALL_ACCESS);
    handle_to(caller, caller, THREAD_ALL_ACCESS);
    ck_assert_status(NtTerminateProcess(NtCurrentProcess(), STATUS_SUCCESS), STATUS_SUCCESS);
    ck_assert(stage.server->exited && caller->exited);
    ck_assert_uint_eq(srm_references(stage.server), 2);
}
END_TEST

START_TEST(last_reference_may_go_with_the_call)
{
    PETHREAD thread = thread_of(stage.w, (struct token_words){.user = BOB});

    act_as(thread);
    ck_assert_status(_i ? NtTerminateProcess(NtCurrentProcess(), STATUS_SUCCESS)
                        : NtTerminateThread(NULL, STATUS_SUCCESS),
                     STATUS_SUCCESS);
    ck_assert(!ps_runs_in(stage.w));
}
END_TEST

START_TEST(last_reference_may_go_with_the_zw_call)
{
    PETHREAD thread = thread_of(stage.w, (struct token_words){.user = BOB});

    act_as(thread);
    ck_assert_status(_i ? ZwTerminateProcess(NtCurrentProcess(), STATUS_SUCCESS)
                        : ZwTerminateThread(NULL, STATUS_SUCCESS),
                     STATUS_SUCCESS);
    ck_assert(!ps_runs_in(stage.w));
}
END_TEST

START_TEST(handles_are_checked)
{
    HANDLE weak_thread =
        handle_to(caller, stage.client_thread, THREAD_ALL_ACCESS & ~THREAD_TERMINATE);
    HANDLE weak_process = handle_to(caller, stage.client, PROCESS_ALL_ACCESS & ~PROCESS_TERMINATE);
    HANDLE token = handle_to(caller, stage.alice, TOKEN_ALL_ACCESS);
    HANDLE closed = (HANDLE)(uintptr_t)0x1234;

    ck_assert_status(NtTerminateThread(closed, STATUS_SUCCESS), STATUS_INVALID_HANDLE);
    ck_assert_status(NtTerminateThread(token, STATUS_SUCCESS), STATUS_OBJECT_TYPE_MISMATCH);
    ck_assert_status(NtTerminateThread(weak_thread, STATUS_SUCCESS), STATUS_ACCESS_DENIED);
    ck_assert_status(NtTerminateProcess(closed, STATUS_SUCCESS), STATUS_INVALID_HANDLE);
    ck_assert_status(NtTerminateProcess(token, STATUS_SUCCESS), STATUS_OBJECT_TYPE_MISMATCH);
    ck_assert_status(NtTerminateProcess(weak_process, STATUS_SUCCESS), STATUS_ACCESS_DENIED);
    ck_assert(!stage.client->exited && !stage.client_thread->exited);
}
END_TEST

START_TEST(no_process_handle_is_not_modelled)
{
    ck_assert_status(NtTerminateProcess(NULL, STATUS_SUCCESS), STATUS_NOT_IMPLEMENTED);
    ck_assert_ptr_nonnull(srm_world_not_modelled(stage.w));
    ck_assert(!stage.server->exited);
}
END_TEST

START_TEST(closed_handle_is_invalid)
{
    const uint32_t references = srm_references(stage.alice);
    HANDLE handle = handle_to(caller, stage.alice, TOKEN_QUERY);

    ck_assert_status(NtClose(handle), STATUS_SUCCESS);
    ck_assert_uint_eq(srm_references(stage.alice), references);
    ck_assert_status(NtClose(handle), STATUS_INVALID_HANDLE);
    ck_assert_status(NtClose(NULL), STATUS_INVALID_HANDLE);
    ck_assert_status(NtClose((HANDLE)(uintptr_t)3), STATUS_INVALID_HANDLE);
}
END_TEST

START_TEST(pseudo_handles_need_not_be_closed)
{
    ck_assert_status(NtClose(NtCurrentProcess()), STATUS_SUCCESS);
    ck_assert_status(NtClose(NtCurrentThread()), STATUS_SUCCESS);
}
END_TEST

START_TEST(handle_of_another_process_is_not_ones_own)
{
    handle_to(stage.client_thread, stage.alice, TOKEN_QUERY);
    ck_assert_status(NtClose((HANDLE)(uintptr_t)4), STATUS_INVALID_HANDLE);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/terminate");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_test(tcase, thread_ends_with_its_impersonation);
    tcase_add_test(tcase, no_thread_handle_means_oneself);
    tcase_add_test(tcase, process_ends_with_all_it_has);
    tcase_add_test(tcase, process_may_end_itself);
    tcase_add_loop_test(tcase, last_reference_may_go_with_the_call, 0, 2);
    tcase_add_loop_test(tcase, last_reference_may_go_with_the_zw_call, 0, 2);
    tcase_add_test(tcase, handles_are_checked);
    tcase_add_test(tcase, no_process_handle_is_not_modelled);
    tcase_add_test(tcase, closed_handle_is_invalid);
    tcase_add_test(tcase, pseudo_handles_need_not_be_closed);
    tcase_add_test(tcase, handle_of_another_process_is_not_ones_own);
    return suite_end();
}
