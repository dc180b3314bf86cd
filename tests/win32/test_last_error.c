/* The last error (impersonation.md 8). */
#include "support/native_calls.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ntsrm/windows.h"

static struct stage stage;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    act_as(stage.client_thread);
    SetLastError(BEFORE);
}

static void close_stage(void)
{
    stage_close(&stage);
}

START_TEST(last_error_belongs_to_the_thread)
{
    SetLastError(1);
    act_as(stage.server_thread);
    ck_assert_uint_eq(GetLastError(), 0);
    SetLastError(2);
    act_as(stage.client_thread);
    ck_assert_uint_eq(GetLastError(), 1);
}
END_TEST

START_TEST(native_calls_leave_it_alone)
{
    ck_assert_status(NtClose(NULL), STATUS_INVALID_HANDLE);
    ck_assert_uint_eq(GetLastError(), BEFORE);
}
END_TEST

/* What the function itself reads; on Windows the program would get an exception. */
START_TEST(bad_pointer_of_the_program_is_not_modelled)
{
    const WCHAR *unreadable = SRM_UNREADABLE;
    SID everyone = {SID_REVISION, 1, SECURITY_WORLD_SID_AUTHORITY, {0}};
    PRIVILEGE_SET set = {.PrivilegeCount = 0};
    LUID luid = {.LowPart = SE_TCB_PRIVILEGE};
    DWORD room = 99;
    HANDLE out;

    ck_assert_refused(SetThreadToken(SRM_UNREADABLE, NULL), ERROR_INVALID_FUNCTION);
    ck_assert_str_eq(srm_world_not_modelled(stage.w),
                     "an exception that a bad pointer raises in the program");
    ck_assert_refused(
        DuplicateTokenEx(NULL, 0, SRM_UNREADABLE, SecurityAnonymous, TokenPrimary, &out),
        ERROR_INVALID_FUNCTION);
    ck_assert_refused(CheckTokenMembership(NULL, SRM_UNREADABLE, &(BOOL){0}),
                      ERROR_INVALID_FUNCTION);
    ck_assert_refused(CheckTokenMembership(NULL, &everyone, NULL), ERROR_INVALID_FUNCTION);
    ck_assert_refused(PrivilegeCheck(NULL, &set, NULL), ERROR_INVALID_FUNCTION);
    ck_assert_refused(LookupPrivilegeValueW(unreadable, L"x", &luid), ERROR_INVALID_FUNCTION);
    ck_assert_refused(LookupPrivilegeValueA(SRM_UNREADABLE, "x", &luid), ERROR_INVALID_FUNCTION);
    ck_assert_refused(LookupPrivilegeValueW(NULL, unreadable, &luid), ERROR_INVALID_FUNCTION);
    ck_assert_refused(LookupPrivilegeValueW(NULL, L"x", NULL), ERROR_INVALID_FUNCTION);
    ck_assert_refused(LookupPrivilegeNameW(NULL, NULL, NULL, &room), ERROR_INVALID_FUNCTION);
    ck_assert_refused(LookupPrivilegeNameW(NULL, &luid, NULL, NULL), ERROR_INVALID_FUNCTION);
    ck_assert_refused(LookupPrivilegeNameW(NULL, &luid, NULL, &room), ERROR_INVALID_FUNCTION);
    ck_assert_refused(LogonUserW(unreadable, NULL, NULL, 2, 0, &out), ERROR_INVALID_FUNCTION);
    ck_assert_refused(LogonUserW(L"x", NULL, unreadable, 2, 0, &out), ERROR_INVALID_FUNCTION);
    ck_assert_refused(LogonUserW(L"x", NULL, NULL, 2, 0, NULL), ERROR_INVALID_FUNCTION);
    ck_assert_refused(CreateRestrictedToken(NULL, 0, 1, NULL, 0, NULL, 0, NULL, &out),
                      ERROR_INVALID_FUNCTION);
    ck_assert_refused(CreateProcessW(NULL, NULL, NULL, NULL, FALSE, 0, NULL, NULL, NULL, NULL),
                      ERROR_INVALID_FUNCTION);
    ck_assert_refused(CreateThread(NULL, 0, NULL, NULL, 0, SRM_UNREADABLE), ERROR_INVALID_FUNCTION);
    ck_assert_ptr_nonnull(srm_world_not_modelled(stage.w));
    ck_assert_uint_eq(stage.client->handles.count, 0);
    ck_assert_uint_eq(srm_world_alive(stage.w, "Process"), 2);
    ck_assert_uint_eq(srm_world_alive(stage.w, "Thread"), 2);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("win32/last_error");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_test(tcase, last_error_belongs_to_the_thread);
    tcase_add_test(tcase, native_calls_leave_it_alone);
    tcase_add_test(tcase, bad_pointer_of_the_program_is_not_modelled);
    return suite_end();
}
