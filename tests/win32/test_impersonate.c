/* Starting and ending impersonation: what happens, and by which native calls (IMP 6.2 to 6.6). */
#include "support/native_calls.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ntsrm/windows.h"
#include "rtl/luid.h"

static struct stage stage;
static PETHREAD caller; /* the client's */

static void open_stage(void)
{
    stage_open(&stage, NULL);
    caller = stage.client_thread;
    act_as(caller);
    SetLastError(BEFORE);
}

static void close_stage(void)
{
    stage_close(&stage);
}

/* 6.4 step 5 */
START_TEST(thread_impersonates_a_copy_of_its_process)
{
    const SECURITY_IMPERSONATION_LEVEL level = (SECURITY_IMPERSONATION_LEVEL)_i;

    native_calls_watch(stage.w);
    ck_assert_done(ImpersonateSelf(level));
    ck_assert_str_eq(native_calls(stage.w), "NtOpenProcessToken NtDuplicateToken "
                                            "NtSetInformationThread NtClose NtClose");
    ck_assert(rtl_luid_equal(impersonated(caller)->copied_from, stage.alice->TokenId));
    ck_assert_int_eq(impersonated(caller)->type, TokenImpersonation);
    ck_assert_int_eq(impersonated(caller)->level, level);
    ck_assert_int_eq(caller->block->level, level);
    ck_assert_uint_eq(srm_references(impersonated(caller)), 1);
    ck_assert_uint_eq(stage.client->handles.count, 0);
    native_calls_watch(stage.w);
    ck_assert_done(RevertToSelf());
    ck_assert_str_eq(native_calls(stage.w), "NtSetInformationThread");
    ck_assert(!PsIsThreadImpersonating(caller));
    ck_assert_done(RevertToSelf());
}
END_TEST

START_TEST(level_that_does_not_exist_is_refused)
{
    native_calls_watch(stage.w);
    ck_assert_refused(ImpersonateSelf((SECURITY_IMPERSONATION_LEVEL)4),
                      ERROR_BAD_IMPERSONATION_LEVEL);
    ck_assert_str_eq(native_calls(stage.w), "NtOpenProcessToken NtDuplicateToken="
                                            "STATUS_BAD_IMPERSONATION_LEVEL NtClose");
    ck_assert_refused(ImpersonateSelf((SECURITY_IMPERSONATION_LEVEL)-1),
                      ERROR_BAD_IMPERSONATION_LEVEL);
    ck_assert(!PsIsThreadImpersonating(caller));
}
END_TEST

START_TEST(process_token_must_be_within_reach)
{
    struct se_token *bob = token_from(stage.w, (struct token_words){.user = BOB});

    act_as(caller = stage.server_thread);
    ck_assert_status(PsImpersonateClient(caller, bob, TRUE, FALSE, SecurityImpersonation),
                     STATUS_SUCCESS);
    native_calls_watch(stage.w);
    ck_assert_refused(ImpersonateSelf(SecurityImpersonation), ERROR_ACCESS_DENIED);
    ck_assert_str_eq(native_calls(stage.w), "NtOpenProcessToken=STATUS_ACCESS_DENIED");
    ck_assert_ptr_eq(impersonated(caller), bob);
    ck_assert_status(PsImpersonateClient(caller, bob, TRUE, FALSE, SecurityIdentification),
                     STATUS_SUCCESS);
    ck_assert_refused(ImpersonateSelf(SecurityImpersonation), ERROR_BAD_IMPERSONATION_LEVEL);
    srm_release(bob);
}
END_TEST

START_TEST(second_call_starts_from_the_process_again)
{
    TOKEN_DEFAULT_DACL none = {NULL};
    HANDLE token;

    ck_assert(ImpersonateSelf(SecurityImpersonation));
    ck_assert(OpenThreadToken(GetCurrentThread(), TOKEN_ADJUST_DEFAULT, FALSE, &token));
    ck_assert(SetTokenInformation(token, TokenDefaultDacl, &none, sizeof none));
    ck_assert_ptr_null(impersonated(caller)->default_dacl);
    ck_assert_ptr_nonnull(stage.alice->default_dacl);
    ck_assert(ImpersonateSelf(SecurityDelegation));
    ck_assert_ptr_nonnull(impersonated(caller)->default_dacl);
    ck_assert_int_eq(caller->block->level, SecurityDelegation);
}
END_TEST

/* Server 2003: a thread may lack the right to set its own token. */
START_TEST(revert_can_fail)
{
    struct srm_world *w = srm_world_new("nt5.2");
    struct se_token *alice = token_from(w, (struct token_words){.user = ALICE});
    struct se_token *bob = token_from(w, (struct token_words){.user = BOB});
    PEPROCESS process = srm_process_new(w, alice, NULL);
    PETHREAD thread = ps_thread_new(process, se_token_default_descriptor(bob, bob->integrity));

    act_as(thread);
    ck_assert_refused(RevertToSelf(), ERROR_ACCESS_DENIED);
    ck_assert_refused(ImpersonateSelf(SecurityImpersonation), ERROR_ACCESS_DENIED);
    ck_assert_uint_eq(process->handles.count, 0);
    srm_release(thread);
    srm_release(process);
    srm_release(alice);
    srm_release(bob);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}
END_TEST

/* ---- SetThreadToken ---- */

static struct se_token *token_of_alice(TOKEN_TYPE type, SECURITY_IMPERSONATION_LEVEL level)
{
    return token_from(stage.w, (struct token_words){.user = ALICE, .type = type, .level = level});
}

START_TEST(handle_sets_the_token_of_a_thread)
{
    struct se_token *token = token_of_alice(TokenImpersonation, SecurityImpersonation);
    HANDLE handle = handle_to(caller, token, TOKEN_IMPERSONATE);
    HANDLE thread = handle_to(caller, stage.server_thread, THREAD_SET_THREAD_TOKEN);

    native_calls_watch(stage.w);
    ck_assert_done(SetThreadToken(NULL, handle));
    ck_assert_str_eq(native_calls(stage.w), "NtSetInformationThread");
    ck_assert_ptr_eq(impersonated(caller), token);
    ck_assert_done(SetThreadToken(NULL, NULL));
    ck_assert_ptr_null(impersonated(caller));
    ck_assert_done(SetThreadToken(&thread, handle));
    ck_assert_ptr_eq(impersonated(stage.server_thread), token);
    ck_assert_ptr_null(impersonated(caller));
    ck_assert_done(SetThreadToken(&thread, NULL));
    srm_release(token);
}
END_TEST

static const struct {
    const char *why;
    TOKEN_TYPE type;
    ACCESS_MASK token_access, thread_access;
    DWORD error;
} unsettable[] = {
    {"a primary token", TokenPrimary, TOKEN_ALL_ACCESS, THREAD_ALL_ACCESS, ERROR_BAD_TOKEN_TYPE},
    {"a weak token handle", TokenImpersonation, TOKEN_ALL_ACCESS & ~TOKEN_IMPERSONATE,
     THREAD_ALL_ACCESS, ERROR_ACCESS_DENIED},
    {"a weak thread handle", TokenImpersonation, TOKEN_IMPERSONATE,
     THREAD_ALL_ACCESS & ~THREAD_SET_THREAD_TOKEN, ERROR_ACCESS_DENIED},
};

START_TEST(token_is_not_set)
{
    struct se_token *token = token_of_alice(unsettable[_i].type, SecurityImpersonation);
    HANDLE thread = handle_to(caller, stage.server_thread, unsettable[_i].thread_access);
    HANDLE handle = handle_to(caller, token, unsettable[_i].token_access);

    ck_assert(!SetThreadToken(&thread, handle));
    ck_assert_msg(GetLastError() == unsettable[_i].error, "%s", unsettable[_i].why);
    ck_assert_ptr_null(impersonated(stage.server_thread));
    srm_release(token);
}
END_TEST

START_TEST(one_argument_is_a_handle_the_other_points_to_one)
{
    HANDLE process = GetCurrentProcess();

    ck_assert_refused(SetThreadToken(&process, NULL), ERROR_INVALID_HANDLE);
    ck_assert_refused(SetThreadToken(NULL, process), ERROR_INVALID_HANDLE);
}
END_TEST

/* ---- ImpersonateLoggedOnUser ---- */

START_TEST(primary_token_is_copied)
{
    HANDLE handle = handle_to(caller, stage.alice, TOKEN_QUERY | TOKEN_DUPLICATE);

    native_calls_watch(stage.w);
    ck_assert_done(ImpersonateLoggedOnUser(handle));
    ck_assert_str_eq(native_calls(stage.w), "NtQueryInformationToken NtDuplicateToken "
                                            "NtSetInformationThread NtClose");
    ck_assert(rtl_luid_equal(impersonated(caller)->copied_from, stage.alice->TokenId));
    ck_assert_int_eq(caller->block->level, SecurityImpersonation);
    ck_assert_uint_eq(srm_references(impersonated(caller)), 1);
}
END_TEST

START_TEST(impersonation_token_is_used_itself)
{
    const SECURITY_IMPERSONATION_LEVEL level = (SECURITY_IMPERSONATION_LEVEL)_i;
    struct se_token *token = token_of_alice(TokenImpersonation, level);
    HANDLE handle = handle_to(caller, token, TOKEN_QUERY | TOKEN_IMPERSONATE);

    native_calls_watch(stage.w);
    ck_assert_done(ImpersonateLoggedOnUser(handle));
    ck_assert_str_eq(native_calls(stage.w), "NtQueryInformationToken NtSetInformationThread");
    ck_assert_ptr_eq(impersonated(caller), token);
    ck_assert_int_eq(caller->block->level, level);
    srm_release(token);
}
END_TEST

/* Which call of the sequence misses the right. */
static const struct {
    TOKEN_TYPE type;
    ACCESS_MASK missing;
    const char *calls;
} too_weak[] = {
    {TokenPrimary, TOKEN_QUERY, "NtQueryInformationToken=STATUS_ACCESS_DENIED"},
    {TokenPrimary, TOKEN_DUPLICATE,
     "NtQueryInformationToken NtDuplicateToken=STATUS_ACCESS_DENIED"},
    {TokenImpersonation, TOKEN_QUERY, "NtQueryInformationToken=STATUS_ACCESS_DENIED"},
    {TokenImpersonation, TOKEN_IMPERSONATE,
     "NtQueryInformationToken NtSetInformationThread=STATUS_ACCESS_DENIED"},
};

START_TEST(handle_lacks_a_right)
{
    struct se_token *token = token_of_alice(too_weak[_i].type, SecurityImpersonation);
    HANDLE handle = handle_to(caller, token, TOKEN_ALL_ACCESS & ~too_weak[_i].missing);

    native_calls_watch(stage.w);
    ck_assert_refused(ImpersonateLoggedOnUser(handle), ERROR_ACCESS_DENIED);
    ck_assert_str_eq(native_calls(stage.w), too_weak[_i].calls);
    ck_assert_ptr_null(impersonated(caller));
    srm_release(token);
}
END_TEST

START_TEST(nobody_is_impersonated_by_a_handle_to_something_else)
{
    ck_assert_refused(ImpersonateLoggedOnUser(NULL), ERROR_INVALID_HANDLE);
    ck_assert_refused(ImpersonateLoggedOnUser(GetCurrentProcess()), ERROR_INVALID_HANDLE);
}
END_TEST

START_TEST(gate_lowers_the_level)
{
    struct se_token *bob = token_from(stage.w, (struct token_words){.user = BOB});
    HANDLE handle = handle_to(caller, bob, TOKEN_QUERY | TOKEN_DUPLICATE);

    ck_assert_done(ImpersonateLoggedOnUser(handle));
    ck_assert_int_eq(caller->block->level, SecurityIdentification);
    srm_release(bob);
}
END_TEST

/* ---- ImpersonateAnonymousToken ---- */

START_TEST(thread_becomes_anonymous)
{
    HANDLE weak = handle_to(caller, stage.server_thread, THREAD_ALL_ACCESS & ~THREAD_IMPERSONATE);

    native_calls_watch(stage.w);
    ck_assert_done(ImpersonateAnonymousToken(GetCurrentThread()));
    ck_assert_str_eq(native_calls(stage.w), "NtImpersonateAnonymousToken");
    ck_assert_uint_eq(impersonated(caller)->AuthenticationId.LowPart, 0x3E6);
    ck_assert_int_eq(caller->block->level, SecurityImpersonation);
    ck_assert_done(RevertToSelf());
    ck_assert_refused(ImpersonateAnonymousToken(weak), ERROR_ACCESS_DENIED);
    ck_assert_refused(ImpersonateAnonymousToken(NULL), ERROR_INVALID_HANDLE);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("win32/impersonate");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, thread_impersonates_a_copy_of_its_process, SecurityAnonymous,
                        SecurityDelegation + 1);
    tcase_add_test(tcase, level_that_does_not_exist_is_refused);
    tcase_add_test(tcase, process_token_must_be_within_reach);
    tcase_add_test(tcase, second_call_starts_from_the_process_again);
    tcase_add_test(tcase, revert_can_fail);
    tcase_add_test(tcase, handle_sets_the_token_of_a_thread);
    tcase_add_loop_test(tcase, token_is_not_set, 0, ROWS(unsettable));
    tcase_add_test(tcase, one_argument_is_a_handle_the_other_points_to_one);
    tcase_add_test(tcase, primary_token_is_copied);
    tcase_add_loop_test(tcase, impersonation_token_is_used_itself, SecurityAnonymous,
                        SecurityDelegation + 1);
    tcase_add_loop_test(tcase, handle_lacks_a_right, 0, ROWS(too_weak));
    tcase_add_test(tcase, nobody_is_impersonated_by_a_handle_to_something_else);
    tcase_add_test(tcase, gate_lowers_the_level);
    tcase_add_test(tcase, thread_becomes_anonymous);
    return suite_end();
}
