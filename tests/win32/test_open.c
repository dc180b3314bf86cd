/* Pseudo handles, ids, and opening processes, threads and tokens (impersonation.md 5). */
#include "support/native_calls.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ntsrm/windows.h"

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

START_TEST(pseudo_handles_are_nts)
{
    ck_assert_ptr_eq(GetCurrentProcess(), (HANDLE)(intptr_t)-1);
    ck_assert_ptr_eq(GetCurrentThread(), (HANDLE)(intptr_t)-2);
    ck_assert_ptr_eq(GetCurrentProcessToken(), (HANDLE)(intptr_t)-4);
    ck_assert_ptr_eq(GetCurrentThreadToken(), (HANDLE)(intptr_t)-5);
    ck_assert_ptr_eq(GetCurrentThreadEffectiveToken(), (HANDLE)(intptr_t)-6);
}
END_TEST

START_TEST(ids_are_those_of_the_objects)
{
    HANDLE weak = handle_to(caller, stage.server, PROCESS_TERMINATE);
    HANDLE weak_thread = handle_to(caller, stage.server_thread, THREAD_TERMINATE);

    ck_assert_uint_eq(GetCurrentProcessId(), stage.client->header.id);
    ck_assert_uint_eq(GetCurrentThreadId(), caller->header.id);
    ck_assert_uint_eq(GetProcessId(GetCurrentProcess()), stage.client->header.id);
    ck_assert_uint_eq(GetThreadId(GetCurrentThread()), caller->header.id);
    ck_assert_uint_eq(GetLastError(), BEFORE);
    ck_assert_refused(GetProcessId(weak), ERROR_ACCESS_DENIED);
    ck_assert_refused(GetThreadId(weak_thread), ERROR_ACCESS_DENIED);
    ck_assert_refused(GetProcessId(GetCurrentThread()), ERROR_INVALID_HANDLE);
    ck_assert_refused(GetThreadId(NULL), ERROR_INVALID_HANDLE);
}
END_TEST

START_TEST(process_is_opened_by_its_id)
{
    native_calls_watch(stage.w);
    opened = OpenProcess(PROCESS_QUERY_INFORMATION, TRUE, GetCurrentProcessId());
    ck_assert_str_eq(native_calls(stage.w), "NtOpenProcess");
    ck_assert_uint_eq(GetLastError(), BEFORE);
    ck_assert_uint_eq(granted_to(caller, opened) & PROCESS_QUERY_INFORMATION,
                      PROCESS_QUERY_INFORMATION);
    ck_assert_uint_eq(ob_handle_find(&stage.client->handles, opened)->attributes, OBJ_INHERIT);
    ck_assert_uint_eq(GetProcessId(opened), GetCurrentProcessId());
    ck_assert_refused(OpenProcess(PROCESS_TERMINATE, FALSE, (DWORD)stage.server->header.id),
                      ERROR_ACCESS_DENIED);
    ck_assert_refused(OpenProcess(PROCESS_TERMINATE, FALSE, 0), ERROR_INVALID_PARAMETER);
    ck_assert_refused(OpenProcess(PROCESS_TERMINATE, FALSE, 4711), ERROR_INVALID_PARAMETER);
    ck_assert_refused(OpenProcess(ACCESS_SYSTEM_SECURITY, FALSE, GetCurrentProcessId()),
                      ERROR_PRIVILEGE_NOT_HELD);
    ck_assert(ImpersonateSelf(SecurityIdentification));
    ck_assert_refused(OpenProcess(PROCESS_TERMINATE, FALSE, GetCurrentProcessId()),
                      ERROR_BAD_IMPERSONATION_LEVEL);
}
END_TEST

START_TEST(thread_is_opened_by_its_id)
{
    native_calls_watch(stage.w);
    opened = OpenThread(THREAD_IMPERSONATE, FALSE, GetCurrentThreadId());
    ck_assert_str_eq(native_calls(stage.w), "NtOpenThread");
    ck_assert_uint_eq(GetLastError(), BEFORE);
    ck_assert_uint_eq(granted_to(caller, opened), THREAD_IMPERSONATE);
    ck_assert_uint_eq(ob_handle_find(&stage.client->handles, opened)->attributes, 0);
    ck_assert_refused(OpenThread(THREAD_TERMINATE, FALSE, (DWORD)stage.server_thread->header.id),
                      ERROR_ACCESS_DENIED);
    ck_assert_refused(OpenThread(THREAD_TERMINATE, FALSE, GetCurrentProcessId()),
                      ERROR_INVALID_PARAMETER);
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

int main(void)
{
    TCase *tcase = suite_begin("win32/open");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_test(tcase, pseudo_handles_are_nts);
    tcase_add_test(tcase, ids_are_those_of_the_objects);
    tcase_add_test(tcase, process_is_opened_by_its_id);
    tcase_add_test(tcase, thread_is_opened_by_its_id);
    tcase_add_test(tcase, process_token_is_opened);
    tcase_add_test(tcase, thread_token_is_opened);
    return suite_end();
}
