/* The Win32 calls and the last error (impersonation.md 6.4, 6.5, 8). */
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ntsrm/windows.h"
#include "rtl/luid.h"

#define BEFORE 4711u

static struct stage stage;
static PETHREAD caller; /* the client's */
static HANDLE opened;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    caller = stage.client_thread;
    act_as(caller);
    SetLastError(BEFORE);
    opened = NULL;
}

static void close_stage(void)
{
    stage_close(&stage);
}

#define ck_assert_refused(call, error)            \
    do {                                          \
        ck_assert(!(call));                       \
        ck_assert_uint_eq(GetLastError(), error); \
    } while (0)

#define ck_assert_done(call)                       \
    do {                                           \
        ck_assert(call);                           \
        ck_assert_uint_eq(GetLastError(), BEFORE); \
    } while (0)

START_TEST(last_error_belongs_to_the_thread)
{
    SetLastError(1);
    act_as(stage.server_thread);
    ck_assert_uint_eq(GetLastError(), 0);
    SetLastError(2);
    act_as(caller);
    ck_assert_uint_eq(GetLastError(), 1);
}
END_TEST

START_TEST(native_calls_leave_it_alone)
{
    ck_assert_status(NtClose(NULL), STATUS_INVALID_HANDLE);
    ck_assert_uint_eq(GetLastError(), BEFORE);
}
END_TEST

START_TEST(pseudo_handles_are_nts)
{
    ck_assert_ptr_eq(GetCurrentProcess(), (HANDLE)(intptr_t)-1);
    ck_assert_ptr_eq(GetCurrentThread(), (HANDLE)(intptr_t)-2);
    ck_assert_done(CloseHandle(GetCurrentProcess()));
}
END_TEST

START_TEST(process_token_is_opened)
{
    ck_assert_done(OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &opened));
    ck_assert_ptr_eq(token_behind(caller, opened), stage.alice);
    ck_assert_refused(OpenProcessToken(NULL, TOKEN_QUERY, &opened), ERROR_INVALID_HANDLE);
    ck_assert_refused(OpenProcessToken(GetCurrentThread(), TOKEN_QUERY, &opened),
                      ERROR_INVALID_HANDLE);
    ck_assert_refused(OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, NULL), ERROR_NOACCESS);
    ck_assert_refused(OpenProcessToken(GetCurrentProcess(), ACCESS_SYSTEM_SECURITY, &opened),
                      ERROR_PRIVILEGE_NOT_HELD);
    ck_assert_refused(OpenProcessToken(GetCurrentProcess(), SYNCHRONIZE, &opened),
                      ERROR_ACCESS_DENIED);
}
END_TEST

START_TEST(thread_token_is_opened)
{
    ck_assert_refused(OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, FALSE, &opened),
                      ERROR_NO_TOKEN);
    ck_assert(ImpersonateSelf(SecurityAnonymous));
    ck_assert_refused(OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &opened),
                      ERROR_CANT_OPEN_ANONYMOUS);
    ck_assert(RevertToSelf() && ImpersonateSelf(SecurityIdentification));
    ck_assert_refused(OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, FALSE, &opened),
                      ERROR_BAD_IMPERSONATION_LEVEL);
    SetLastError(BEFORE);
    ck_assert_done(OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, 2, &opened));
    ck_assert_ptr_eq(token_behind(caller, opened), impersonated(caller));
}
END_TEST

START_TEST(handle_is_closed)
{
    HANDLE handle = handle_to(caller, stage.alice, TOKEN_QUERY);

    ck_assert_done(CloseHandle(handle));
    ck_assert_refused(CloseHandle(handle), ERROR_INVALID_HANDLE);
    ck_assert_refused(CloseHandle(NULL), ERROR_INVALID_HANDLE);
}
END_TEST

/* 6.4 step 5 */
START_TEST(thread_impersonates_a_copy_of_its_process)
{
    const SECURITY_IMPERSONATION_LEVEL level = (SECURITY_IMPERSONATION_LEVEL)_i;

    ck_assert_done(ImpersonateSelf(level));
    ck_assert(rtl_luid_equal(impersonated(caller)->copied_from, stage.alice->TokenId));
    ck_assert_int_eq(impersonated(caller)->type, TokenImpersonation);
    ck_assert_int_eq(impersonated(caller)->level, level);
    ck_assert_int_eq(caller->block->level, level);
    ck_assert_uint_eq(srm_references(impersonated(caller)), 1);
    ck_assert_uint_eq(stage.client->handles.count, 0);
    ck_assert_done(RevertToSelf());
    ck_assert(!PsIsThreadImpersonating(caller));
    ck_assert_done(RevertToSelf());
}
END_TEST

START_TEST(level_that_does_not_exist_is_refused)
{
    ck_assert_refused(ImpersonateSelf((SECURITY_IMPERSONATION_LEVEL)4),
                      ERROR_BAD_IMPERSONATION_LEVEL);
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
    ck_assert_refused(ImpersonateSelf(SecurityImpersonation), ERROR_ACCESS_DENIED);
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

/* Success sets the last error too: it tells whether all were assigned. */
START_TEST(adjusting_always_tells_in_the_last_error)
{
    TOKEN_PRIVILEGES wanted = {1, {{{SE_SHUTDOWN_PRIVILEGE, 0}, SE_PRIVILEGE_ENABLED}}};
    HANDLE handle = handle_to(caller, stage.alice, TOKEN_ADJUST_PRIVILEGES | TOKEN_QUERY);
    HANDLE weak = handle_to(caller, stage.alice, TOKEN_ADJUST_PRIVILEGES);
    TOKEN_PRIVILEGES previous;
    DWORD length;

    ck_assert(AdjustTokenPrivileges(handle, FALSE, &wanted, 0, NULL, NULL));
    ck_assert_uint_eq(GetLastError(), ERROR_SUCCESS);
    wanted.Privileges[0].Luid.LowPart = SE_DEBUG_PRIVILEGE;
    ck_assert(AdjustTokenPrivileges(handle, FALSE, &wanted, 0, NULL, NULL));
    ck_assert_uint_eq(GetLastError(), ERROR_NOT_ALL_ASSIGNED);
    ck_assert_refused(AdjustTokenPrivileges(handle, TRUE, NULL, 0, &previous, &length),
                      ERROR_INSUFFICIENT_BUFFER);
    ck_assert_refused(AdjustTokenPrivileges(weak, TRUE, NULL, 64, &previous, &length),
                      ERROR_ACCESS_DENIED);
    ck_assert_refused(AdjustTokenPrivileges(handle, FALSE, NULL, 0, NULL, NULL),
                      ERROR_INVALID_PARAMETER);
    ck_assert(AdjustTokenPrivileges(handle, 2, NULL, 0, NULL, NULL));
    ck_assert_uint_eq(stage.alice->enabled, 0);
}
END_TEST

START_TEST(setting_information_tells_why_not)
{
    TOKEN_DEFAULT_DACL none = {NULL};
    HANDLE handle = handle_to(caller, stage.alice, TOKEN_ADJUST_DEFAULT);

    ck_assert_done(SetTokenInformation(handle, TokenDefaultDacl, &none, sizeof none));
    ck_assert_refused(SetTokenInformation(handle, TokenDefaultDacl, NULL, 0), ERROR_BAD_LENGTH);
    ck_assert_refused(SetTokenInformation(handle, TokenDefaultDacl, NULL, sizeof none),
                      ERROR_NOACCESS);
    ck_assert_refused(SetTokenInformation(handle, TokenUser, &none, sizeof none),
                      ERROR_INVALID_PARAMETER);
    ck_assert_refused(SetTokenInformation(NULL, TokenDefaultDacl, &none, sizeof none),
                      ERROR_INVALID_HANDLE);
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

int main(void)
{
    TCase *tcase = suite_begin("win32/token");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_test(tcase, last_error_belongs_to_the_thread);
    tcase_add_test(tcase, native_calls_leave_it_alone);
    tcase_add_test(tcase, pseudo_handles_are_nts);
    tcase_add_test(tcase, process_token_is_opened);
    tcase_add_test(tcase, thread_token_is_opened);
    tcase_add_test(tcase, handle_is_closed);
    tcase_add_loop_test(tcase, thread_impersonates_a_copy_of_its_process, SecurityAnonymous,
                        SecurityDelegation + 1);
    tcase_add_test(tcase, level_that_does_not_exist_is_refused);
    tcase_add_test(tcase, process_token_must_be_within_reach);
    tcase_add_test(tcase, second_call_starts_from_the_process_again);
    tcase_add_test(tcase, adjusting_always_tells_in_the_last_error);
    tcase_add_test(tcase, setting_information_tells_why_not);
    tcase_add_test(tcase, revert_can_fail);
    return suite_end();
}
