/* Privileges and integrity levels by name, against the public headers' constants. */
#include "support/suite.h"

#include "se/names.h"

#include <string.h>

static const struct {
    LONG number;
    const char *name;
} privileges[] = {
    {SE_CREATE_TOKEN_PRIVILEGE, SE_CREATE_TOKEN_NAME},
    {SE_ASSIGNPRIMARYTOKEN_PRIVILEGE, SE_ASSIGNPRIMARYTOKEN_NAME},
    {SE_LOCK_MEMORY_PRIVILEGE, SE_LOCK_MEMORY_NAME},
    {SE_INCREASE_QUOTA_PRIVILEGE, SE_INCREASE_QUOTA_NAME},
    {SE_MACHINE_ACCOUNT_PRIVILEGE, SE_MACHINE_ACCOUNT_NAME},
    {SE_TCB_PRIVILEGE, SE_TCB_NAME},
    {SE_SECURITY_PRIVILEGE, SE_SECURITY_NAME},
    {SE_TAKE_OWNERSHIP_PRIVILEGE, SE_TAKE_OWNERSHIP_NAME},
    {SE_LOAD_DRIVER_PRIVILEGE, SE_LOAD_DRIVER_NAME},
    {SE_SYSTEM_PROFILE_PRIVILEGE, SE_SYSTEM_PROFILE_NAME},
    {SE_SYSTEMTIME_PRIVILEGE, SE_SYSTEMTIME_NAME},
    {SE_PROF_SINGLE_PROCESS_PRIVILEGE, SE_PROF_SINGLE_PROCESS_NAME},
    {SE_INC_BASE_PRIORITY_PRIVILEGE, SE_INC_BASE_PRIORITY_NAME},
    {SE_CREATE_PAGEFILE_PRIVILEGE, SE_CREATE_PAGEFILE_NAME},
    {SE_CREATE_PERMANENT_PRIVILEGE, SE_CREATE_PERMANENT_NAME},
    {SE_BACKUP_PRIVILEGE, SE_BACKUP_NAME},
    {SE_RESTORE_PRIVILEGE, SE_RESTORE_NAME},
    {SE_SHUTDOWN_PRIVILEGE, SE_SHUTDOWN_NAME},
    {SE_DEBUG_PRIVILEGE, SE_DEBUG_NAME},
    {SE_AUDIT_PRIVILEGE, SE_AUDIT_NAME},
    {SE_SYSTEM_ENVIRONMENT_PRIVILEGE, SE_SYSTEM_ENVIRONMENT_NAME},
    {SE_CHANGE_NOTIFY_PRIVILEGE, SE_CHANGE_NOTIFY_NAME},
    {SE_REMOTE_SHUTDOWN_PRIVILEGE, SE_REMOTE_SHUTDOWN_NAME},
    {SE_UNDOCK_PRIVILEGE, SE_UNDOCK_NAME},
    {SE_SYNC_AGENT_PRIVILEGE, SE_SYNC_AGENT_NAME},
    {SE_ENABLE_DELEGATION_PRIVILEGE, SE_ENABLE_DELEGATION_NAME},
    {SE_MANAGE_VOLUME_PRIVILEGE, SE_MANAGE_VOLUME_NAME},
    {SE_IMPERSONATE_PRIVILEGE, SE_IMPERSONATE_NAME},
    {SE_CREATE_GLOBAL_PRIVILEGE, SE_CREATE_GLOBAL_NAME},
    {SE_TRUSTED_CREDMAN_ACCESS_PRIVILEGE, SE_TRUSTED_CREDMAN_ACCESS_NAME},
    {SE_RELABEL_PRIVILEGE, SE_RELABEL_NAME},
    {SE_INC_WORKING_SET_PRIVILEGE, SE_INC_WORKING_SET_NAME},
    {SE_TIME_ZONE_PRIVILEGE, SE_TIME_ZONE_NAME},
    {SE_CREATE_SYMBOLIC_LINK_PRIVILEGE, SE_CREATE_SYMBOLIC_LINK_NAME},
    {SE_DELEGATE_SESSION_USER_IMPERSONATE_PRIVILEGE, SE_DELEGATE_SESSION_USER_IMPERSONATE_NAME},
};

START_TEST(privilege_has_number_and_name_of_the_headers)
{
    const char *name = privileges[_i].name;

    ck_assert_int_eq(privileges[_i].number, SE_MIN_WELL_KNOWN_PRIVILEGE + _i);
    ck_assert_str_eq(se_privilege_name(privileges[_i].number), name);
    ck_assert_int_eq(se_privilege_by_name(name, strlen(name)), privileges[_i].number);
    ck_assert_int_eq(se_privilege_by_name(name, strlen(name) - 1), 0);
}
END_TEST

START_TEST(no_privilege_is_untested)
{
    ck_assert_int_eq(ROWS(privileges),
                     SE_MAX_WELL_KNOWN_PRIVILEGE - SE_MIN_WELL_KNOWN_PRIVILEGE + 1);
}
END_TEST

START_TEST(other_numbers_and_names_are_no_privilege)
{
    ck_assert_ptr_null(se_privilege_name(0));
    ck_assert_ptr_null(se_privilege_name(SE_PRIVILEGE_FIRST - 1));
    ck_assert_ptr_null(se_privilege_name(SE_PRIVILEGE_LAST + 1));
    ck_assert_ptr_null(se_privilege_name(-1));
    ck_assert_int_eq(se_privilege_by_name("", 0), 0);
    ck_assert_int_eq(se_privilege_by_name("seshutdownprivilege", 19), 0);
    ck_assert_int_eq(se_privilege_by_name("SeShutdownPrivilegeX", 19), SE_SHUTDOWN_PRIVILEGE);
}
END_TEST

/* access-check T-18 */
static const struct {
    const char *name;
    ULONG rid;
} levels[] = {
    {"Untrusted", 0x0000}, {"Low", 0x1000},    {"Medium", 0x2000},           {"MediumPlus", 0x2100},
    {"High", 0x3000},      {"System", 0x4000}, {"ProtectedProcess", 0x5000},
};

START_TEST(integrity_level_has_its_number)
{
    ULONG rid = 1;

    ck_assert(se_integrity_by_name(levels[_i].name, &rid));
    ck_assert_uint_eq(rid, levels[_i].rid);
}
END_TEST

START_TEST(other_names_are_no_level)
{
    ULONG rid = 77;

    ck_assert(!se_integrity_by_name("low", &rid));
    ck_assert(!se_integrity_by_name("", &rid));
    ck_assert_uint_eq(rid, 77);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("se/names");

    tcase_add_loop_test(tcase, privilege_has_number_and_name_of_the_headers, 0, ROWS(privileges));
    tcase_add_test(tcase, no_privilege_is_untested);
    tcase_add_test(tcase, other_numbers_and_names_are_no_privilege);
    tcase_add_loop_test(tcase, integrity_level_has_its_number, 0, ROWS(levels));
    tcase_add_test(tcase, other_names_are_no_level);
    return suite_end();
}
