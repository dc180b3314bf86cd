/* Adjusting tokens, asking and setting what they are (access-check.md 3.1, 3.2, O-28, O-30). */
#include "support/dacl_text.h"
#include "support/native_calls.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ntsrm/windows.h"

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

/* Success sets the last error too: it tells whether all were assigned. */
START_TEST(adjusting_privileges_always_tells_in_the_last_error)
{
    TOKEN_PRIVILEGES wanted = {1, {{{SE_SHUTDOWN_PRIVILEGE, 0}, SE_PRIVILEGE_ENABLED}}};
    HANDLE handle = handle_to(caller, stage.alice, TOKEN_ADJUST_PRIVILEGES | TOKEN_QUERY);
    HANDLE weak = handle_to(caller, stage.alice, TOKEN_ADJUST_PRIVILEGES);
    TOKEN_PRIVILEGES previous;
    DWORD length;

    native_calls_watch(stage.w);
    ck_assert(AdjustTokenPrivileges(handle, FALSE, &wanted, 0, NULL, NULL));
    ck_assert_str_eq(native_calls(stage.w), "NtAdjustPrivilegesToken");
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

/* Of groups the page says no such thing. */
START_TEST(adjusting_groups_tells_failures_only)
{
    SE_SID users = sid_from_word("BU"), power_users = sid_from_word("PU");
    TOKEN_GROUPS wanted = {1, {{&power_users.Sid, SE_GROUP_ENABLED}}};
    HANDLE handle = handle_to(caller, stage.alice, TOKEN_ADJUST_GROUPS | TOKEN_QUERY);
    HANDLE weak = handle_to(caller, stage.alice, TOKEN_ADJUST_GROUPS);
    TOKEN_GROUPS previous;
    DWORD length;

    native_calls_watch(stage.w);
    ck_assert_done(AdjustTokenGroups(handle, FALSE, &wanted, 0, NULL, NULL));
    ck_assert_str_eq(native_calls(stage.w), "NtAdjustGroupsToken=STATUS_NOT_ALL_ASSIGNED");
    ck_assert_done(AdjustTokenGroups(handle, 2, NULL, 0, NULL, NULL));
    wanted.Groups[0].Sid = &users.Sid;
    wanted.Groups[0].Attributes = 0;
    ck_assert_refused(AdjustTokenGroups(handle, FALSE, &wanted, 0, NULL, NULL),
                      ERROR_CANT_DISABLE_MANDATORY);
    ck_assert_refused(AdjustTokenGroups(weak, TRUE, NULL, sizeof previous, &previous, &length),
                      ERROR_ACCESS_DENIED);
    ck_assert_refused(AdjustTokenGroups(handle, FALSE, NULL, 0, NULL, NULL),
                      ERROR_INVALID_PARAMETER);
}
END_TEST

START_TEST(setting_information_tells_why_not)
{
    TOKEN_DEFAULT_DACL none = {NULL};
    HANDLE handle = handle_to(caller, stage.alice, TOKEN_ADJUST_DEFAULT);

    native_calls_watch(stage.w);
    ck_assert_done(SetTokenInformation(handle, TokenDefaultDacl, &none, sizeof none));
    ck_assert_str_eq(native_calls(stage.w), "NtSetInformationToken");
    ck_assert_refused(SetTokenInformation(handle, TokenDefaultDacl, NULL, 0), ERROR_BAD_LENGTH);
    ck_assert_refused(SetTokenInformation(handle, TokenDefaultDacl, NULL, sizeof none),
                      ERROR_NOACCESS);
    ck_assert_refused(SetTokenInformation(handle, TokenUser, &none, sizeof none),
                      ERROR_INVALID_PARAMETER);
    ck_assert_refused(SetTokenInformation(NULL, TokenDefaultDacl, &none, sizeof none),
                      ERROR_INVALID_HANDLE);
}
END_TEST

START_TEST(asking_for_information_tells_why_not)
{
    HANDLE handle = handle_to(caller, stage.alice, TOKEN_QUERY);
    HANDLE weak = handle_to(caller, stage.alice, TOKEN_ALL_ACCESS & ~TOKEN_QUERY);
    TOKEN_TYPE type;
    DWORD length;

    native_calls_watch(stage.w);
    ck_assert_done(GetTokenInformation(handle, TokenType, &type, sizeof type, &length));
    ck_assert_str_eq(native_calls(stage.w), "NtQueryInformationToken");
    ck_assert_int_eq(type, TokenPrimary);
    ck_assert_uint_eq(length, sizeof type);
    ck_assert_refused(GetTokenInformation(handle, TokenUser, NULL, 0, &length),
                      ERROR_INSUFFICIENT_BUFFER);
    ck_assert_uint_gt(length, sizeof(TOKEN_USER));
    ck_assert_refused(GetTokenInformation(weak, TokenType, &type, sizeof type, &length),
                      ERROR_ACCESS_DENIED);
    ck_assert_refused(GetTokenInformation(NULL, TokenType, &type, sizeof type, &length),
                      ERROR_INVALID_HANDLE);
    ck_assert_refused(GetTokenInformation(handle, TokenType, &type, sizeof type, NULL),
                      ERROR_NOACCESS);
    ck_assert_refused(
        GetTokenInformation(handle, (TOKEN_INFORMATION_CLASS)0, &type, sizeof type, &length),
        ERROR_INVALID_PARAMETER);
    ck_assert_refused(
        GetTokenInformation(GetCurrentThreadToken(), TokenType, &type, sizeof type, &length),
        ERROR_NO_TOKEN);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("win32/adjust");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_test(tcase, adjusting_privileges_always_tells_in_the_last_error);
    tcase_add_test(tcase, adjusting_groups_tells_failures_only);
    tcase_add_test(tcase, setting_information_tells_why_not);
    tcase_add_test(tcase, asking_for_information_tells_why_not);
    return suite_end();
}
