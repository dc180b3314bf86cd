/* NtSetInformationProcess: another token for a process that has not started (ACC T-8). */
#include "support/stage.h"
#include "support/suite.h"

#include "rtl/luid.h"

static struct stage stage;
static PETHREAD caller;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    caller = stage.client_thread;
    act_as(caller);
}

static void close_stage(void)
{
    stage_close(&stage);
}

/* A token of the words, and a handle to it in the caller's process. */
static HANDLE handle_to_new(struct token_words words, ACCESS_MASK granted)
{
    struct se_token *token = token_from(stage.w, words);
    HANDLE handle = handle_to(caller, token, granted);

    ob_dereference(token);
    return handle;
}

/* A process without a thread, and what is to become its token. */
static PEPROCESS bare_process(void)
{
    struct se_token *token = token_from(stage.w, (struct token_words){.user = ALICE});
    PEPROCESS process = srm_process_new(stage.w, token, NULL);

    token->SessionId = 7;
    ob_dereference(token);
    return process;
}

static NTSTATUS assign(HANDLE process, HANDLE token)
{
    PROCESS_ACCESS_TOKEN information = {.Token = token};

    return NtSetInformationProcess(process, ProcessAccessToken, &information, sizeof information);
}

START_TEST(assigned_token_gets_the_session_of_the_process)
{
    PEPROCESS process = bare_process();
    HANDLE handle = handle_to(caller, process, PROCESS_SET_INFORMATION);
    HANDLE token = handle_to_new((struct token_words){.user = ALICE}, TOKEN_ASSIGN_PRIMARY);
    struct se_token *before = ob_reference(process->token);

    ck_assert_status(assign(handle, token), STATUS_SUCCESS);
    ck_assert_uint_eq(before->processes, 0);
    ck_assert_uint_eq(before->header.references, 1);
    ob_dereference(before);
    ck_assert_ptr_eq(process->token, token_behind(caller, token));
    ck_assert_uint_eq(process->token->SessionId, 7);
    ck_assert_status(assign(handle, token), STATUS_SUCCESS);
    ck_assert_uint_eq(process->token->processes, 1);
    srm_release(process);
}
END_TEST

START_TEST(assignment_takes_no_quota)
{
    PEPROCESS process = bare_process();

    caller = thread_of(stage.w, (struct token_words){
                                    .user = "LocalService",
                                    .on = SE_PRIVILEGE_BIT(SE_ASSIGNPRIMARYTOKEN_PRIVILEGE)});
    act_as(caller);
    ck_assert_status(
        assign(handle_to(caller, process, PROCESS_SET_INFORMATION),
               handle_to_new((struct token_words){.user = BOB}, TOKEN_ASSIGN_PRIMARY)),
        STATUS_SUCCESS);
    srm_release(process);
}
END_TEST

/* A token whose session changes is another one to those who look at its ModifiedId. */
START_TEST(token_of_the_same_session_is_not_changed)
{
    PEPROCESS process = bare_process();
    HANDLE handle = handle_to(caller, process, PROCESS_SET_INFORMATION);
    HANDLE token = handle_to_new((struct token_words){.user = ALICE}, TOKEN_ASSIGN_PRIMARY);
    LUID before = token_behind(caller, token)->ModifiedId;

    process->token->SessionId = token_behind(caller, token)->SessionId + (ULONG)_i;
    ck_assert_status(assign(handle, token), STATUS_SUCCESS);
    ck_assert_int_eq(rtl_luid_equal(process->token->ModifiedId, before), !_i);
    srm_release(process);
}
END_TEST

START_TEST(ended_process_gets_no_token)
{
    PEPROCESS process = bare_process();
    HANDLE handle = handle_to(caller, process, PROCESS_SET_INFORMATION);
    HANDLE token = handle_to_new((struct token_words){.user = ALICE}, TOKEN_ASSIGN_PRIMARY);

    ps_process_exit(process, STATUS_SUCCESS);
    ck_assert_status(assign(handle, token), STATUS_PROCESS_IS_TERMINATING);
    ck_assert_ptr_ne(process->token, token_behind(caller, token));
    srm_release(process);
}
END_TEST

START_TEST(assignment_is_judged)
{
    PEPROCESS process = bare_process();
    HANDLE handle = handle_to(caller, process, PROCESS_SET_INFORMATION);
    HANDLE own = handle_to(caller, stage.alice, TOKEN_ASSIGN_PRIMARY);

    ck_assert_status(assign(NULL, own), STATUS_INVALID_HANDLE);
    ck_assert_status(assign(NtCurrentThread(), own), STATUS_OBJECT_TYPE_MISMATCH);
    ck_assert_status(assign(handle_to(caller, process,
                                      PROCESS_ALL_ACCESS & ~PROCESS_SET_INFORMATION), own),
                     STATUS_ACCESS_DENIED);
    ck_assert_status(assign(handle, NULL), STATUS_INVALID_HANDLE);
    ck_assert_status(
        assign(handle, handle_to(caller, stage.alice, TOKEN_ALL_ACCESS & ~TOKEN_ASSIGN_PRIMARY)),
        STATUS_ACCESS_DENIED);
    ck_assert_status(
        assign(handle, handle_to_new((struct token_words){.user = BOB}, TOKEN_ALL_ACCESS)),
        STATUS_PRIVILEGE_NOT_HELD);
    ck_assert_status(
        assign(handle, handle_to_new((struct token_words){.user = ALICE,
                                                          .type = TokenImpersonation,
                                                          .level = SecurityImpersonation},
                                     TOKEN_ALL_ACCESS)),
        STATUS_BAD_TOKEN_TYPE);
    ck_assert_status(assign(handle, own), STATUS_TOKEN_ALREADY_IN_USE);
    ck_assert_status(assign(NtCurrentProcess(), own), STATUS_NOT_IMPLEMENTED);
    ck_assert_ptr_nonnull(srm_world_not_modelled(stage.w));
    ck_assert_status(NtSetInformationProcess(handle, ProcessAccessToken, &own, sizeof own),
                     STATUS_INFO_LENGTH_MISMATCH);
    ck_assert_status(NtSetInformationProcess(handle, ProcessAccessToken, SRM_UNREADABLE,
                                             sizeof(PROCESS_ACCESS_TOKEN)),
                     STATUS_ACCESS_VIOLATION);
    ck_assert_status(NtSetInformationProcess(handle, ProcessSessionInformation, &own, sizeof own),
                     STATUS_NOT_IMPLEMENTED);
    ck_assert_ptr_nonnull(srm_world_not_modelled(stage.w));
    srm_release(process);
}
END_TEST

int main(void)
{
    TCase *tests = suite_begin("nt/set_process");

    tcase_add_checked_fixture(tests, open_stage, close_stage);
    tcase_add_test(tests, assigned_token_gets_the_session_of_the_process);
    tcase_add_test(tests, assignment_takes_no_quota);
    tcase_add_loop_test(tests, token_of_the_same_session_is_not_changed, 0, 2);
    tcase_add_test(tests, ended_process_gets_no_token);
    tcase_add_test(tests, assignment_is_judged);
    return suite_end();
}
