/* LookupPrivilegeValue, LookupPrivilegeName and PrivilegeCheck. */
#include "support/native_calls.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ntsrm/windows.h"
#include "se/names.h"

#include <string.h>

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

START_TEST(names_and_numbers_go_both_ways)
{
    LUID luid;
    CHAR narrow[64];
    WCHAR wide[64];
    DWORD count = 64;

    ck_assert_done(LookupPrivilegeValueA(NULL, se_privilege_name(_i), &luid));
    ck_assert(luid.LowPart == (ULONG)_i && luid.HighPart == 0);
    ck_assert_done(LookupPrivilegeNameA(NULL, &luid, narrow, &count));
    ck_assert_str_eq(narrow, se_privilege_name(_i));
    ck_assert_uint_eq(count, strlen(narrow));
    count++;
    ck_assert_done(LookupPrivilegeNameW(NULL, &luid, wide, &count));
    ck_assert_uint_eq(wcslen(wide), strlen(narrow));
    luid.LowPart = 0;
    ck_assert_done(LookupPrivilegeValueW(NULL, wide, &luid));
    ck_assert_uint_eq(luid.LowPart, (ULONG)_i);
}
END_TEST

START_TEST(case_does_not_matter)
{
    LUID luid;

    ck_assert_done(LookupPrivilegeValueA("", "seSHUTDOWNprivilege", &luid));
    ck_assert_uint_eq(luid.LowPart, SE_SHUTDOWN_PRIVILEGE);
    ck_assert_done(LookupPrivilegeValueW(L".", L"SESHUTDOWNPRIVILEGE", &luid));
}
END_TEST

START_TEST(names_of_the_headers_follow_the_plain_function)
{
    LUID luid;

    ck_assert_done(LookupPrivilegeValue(NULL, SE_DEBUG_NAME, &luid));
    ck_assert_uint_eq(luid.LowPart, SE_DEBUG_PRIVILEGE);
}
END_TEST

START_TEST(what_does_not_exist)
{
    LUID luid = {.LowPart = 4711};
    CHAR name[64];
    DWORD count = sizeof name;

    ck_assert_refused(LookupPrivilegeValueA(NULL, "SeBogusPrivilege", &luid),
                      ERROR_NO_SUCH_PRIVILEGE);
    ck_assert_refused(LookupPrivilegeValueA(NULL, "SeTcbPrivileg", &luid), ERROR_NO_SUCH_PRIVILEGE);
    ck_assert_refused(LookupPrivilegeValueA(NULL, NULL, &luid), ERROR_NO_SUCH_PRIVILEGE);
    ck_assert_refused(LookupPrivilegeValueW(NULL, L"Se\x20ACPrivilege", &luid),
                      ERROR_NO_SUCH_PRIVILEGE);
    ck_assert_refused(LookupPrivilegeNameA(NULL, &luid, name, &count), ERROR_NO_SUCH_PRIVILEGE);
    ck_assert_refused(
        LookupPrivilegeNameA(NULL, &(LUID){.LowPart = 19, .HighPart = 1}, name, &count),
        ERROR_NO_SUCH_PRIVILEGE);
    ck_assert_uint_eq(luid.LowPart, 4711);
    ck_assert_uint_eq(count, sizeof name);
}
END_TEST

START_TEST(no_other_machine_can_be_reached)
{
    LUID luid = {.LowPart = SE_TCB_PRIVILEGE};
    DWORD count = 0;

    ck_assert_refused(LookupPrivilegeValueA("elsewhere", "SeTcbPrivilege", &luid),
                      RPC_S_SERVER_UNAVAILABLE);
    ck_assert_refused(LookupPrivilegeNameW(L"elsewhere", &luid, NULL, &count),
                      RPC_S_SERVER_UNAVAILABLE);
}
END_TEST

/* "SeTcbPrivilege" has 14 characters. */
static const struct {
    DWORD room, told;
    BOOL fits;
} buffers[] = {{0, 15, FALSE}, {14, 15, FALSE}, {15, 14, TRUE}, {16, 14, TRUE}};

START_TEST(buffer_needs_room_for_the_terminator)
{
    LUID luid = {.LowPart = SE_TCB_PRIVILEGE};
    CHAR name[17] = "################";
    DWORD count = buffers[_i].room;

    ck_assert_int_eq(LookupPrivilegeNameA(NULL, &luid, name, &count), buffers[_i].fits);
    ck_assert_uint_eq(count, buffers[_i].told);
    ck_assert_uint_eq(GetLastError(), buffers[_i].fits ? BEFORE : ERROR_INSUFFICIENT_BUFFER);
    ck_assert_str_eq(name, buffers[_i].fits ? "SeTcbPrivilege" : "################");
    ck_assert_int_eq(name[15], '#');
}
END_TEST

START_TEST(wide_buffer_may_be_misaligned)
{
    LUID luid = {.LowPart = SE_TCB_PRIVILEGE};
    unsigned char memory[15 * sizeof(WCHAR) + 1];
    DWORD count = 15;

    ck_assert_done(LookupPrivilegeNameW(NULL, &luid, (LPWSTR)(void *)(memory + 1), &count));
    ck_assert_int_eq(memcmp(memory + 1, L"SeTcbPrivilege", 15 * sizeof(WCHAR)), 0);
}
END_TEST

static const struct {
    const char *profile;
    LONG privilege;
    BOOL exists;
} versions[] = {
    {"nt5.0", SE_MANAGE_VOLUME_PRIVILEGE, TRUE},
    {"nt5.0", SE_IMPERSONATE_PRIVILEGE, FALSE},
    {"nt5.0sp4", SE_IMPERSONATE_PRIVILEGE, TRUE},
    {"nt5.2", SE_TRUSTED_CREDMAN_ACCESS_PRIVILEGE, FALSE},
    {"nt6.0", SE_TRUSTED_CREDMAN_ACCESS_PRIVILEGE, TRUE},
    {"nt6.0", SE_CREATE_SYMBOLIC_LINK_PRIVILEGE, TRUE},
    {"nt6.2", SE_DELEGATE_SESSION_USER_IMPERSONATE_PRIVILEGE, FALSE},
    {"nt10.0", SE_DELEGATE_SESSION_USER_IMPERSONATE_PRIVILEGE, TRUE},
};

START_TEST(privileges_came_with_versions)
{
    struct srm_world *w = srm_world_new(versions[_i].profile);
    LUID luid;

    act_as(thread_of(w, (struct token_words){.user = ALICE}));
    ck_assert_int_eq(LookupPrivilegeValueA(NULL, se_privilege_name(versions[_i].privilege), &luid),
                     versions[_i].exists);
    ck_assert_uint_eq(GetLastError(), versions[_i].exists ? 0 : ERROR_NO_SUCH_PRIVILEGE);
    srm_world_delete(w);
}
END_TEST

/* ---- PrivilegeCheck ---- */

START_TEST(privileges_of_a_client_are_checked)
{
    PRIVILEGE_SET set = {.PrivilegeCount = 1,
                         .Control = PRIVILEGE_SET_ALL_NECESSARY,
                         .Privilege = {{{SE_CHANGE_NOTIFY_PRIVILEGE, 0}, 0}}};
    HANDLE handle = handle_to(caller, stage.alice, TOKEN_QUERY);
    HANDLE weak = handle_to(caller, stage.alice, TOKEN_ALL_ACCESS & ~TOKEN_QUERY);
    BOOL held = 4711;

    native_calls_watch(stage.w);
    ck_assert_done(PrivilegeCheck(handle, &set, &held));
    ck_assert_str_eq(native_calls(stage.w), "NtPrivilegeCheck");
    ck_assert_int_eq(held, TRUE);
    ck_assert_uint_eq(set.Privilege[0].Attributes, SE_PRIVILEGE_USED_FOR_ACCESS);
    set.Privilege[0].Luid.LowPart = SE_SHUTDOWN_PRIVILEGE;
    ck_assert_done(PrivilegeCheck(handle, &set, &held));
    ck_assert_int_eq(held, FALSE);
    held = 4711;
    ck_assert_refused(PrivilegeCheck(weak, &set, &held), ERROR_ACCESS_DENIED);
    ck_assert_refused(PrivilegeCheck(NULL, &set, &held), ERROR_INVALID_HANDLE);
    ck_assert_refused(PrivilegeCheck(handle, NULL, &held), ERROR_NOACCESS);
    ck_assert_int_eq(held, 4711);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("win32/privileges");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, names_and_numbers_go_both_ways, SE_PRIVILEGE_FIRST,
                        SE_PRIVILEGE_LAST + 1);
    tcase_add_test(tcase, case_does_not_matter);
    tcase_add_test(tcase, names_of_the_headers_follow_the_plain_function);
    tcase_add_test(tcase, what_does_not_exist);
    tcase_add_test(tcase, no_other_machine_can_be_reached);
    tcase_add_loop_test(tcase, buffer_needs_room_for_the_terminator, 0, ROWS(buffers));
    tcase_add_test(tcase, wide_buffer_may_be_misaligned);
    tcase_add_loop_test(tcase, privileges_came_with_versions, 0, ROWS(versions));
    tcase_add_test(tcase, privileges_of_a_client_are_checked);
    return suite_end();
}
