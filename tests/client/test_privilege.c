/* Who holds a privilege (impersonation.md 7.1 and 7.3, access-check.md O-26 and O-27). */
#include "support/stage.h"
#include "support/suite.h"

#include "client/privilege.h"

#include <string.h>

#define BIT(n)   SE_PRIVILEGE_BIT(SE_##n##_PRIVILEGE)
#define NOTIFY   SE_CHANGE_NOTIFY_PRIVILEGE
#define SHUTDOWN SE_SHUTDOWN_PRIVILEGE
#define TCB      SE_TCB_PRIVILEGE

static struct stage stage;
static PETHREAD thread; /* its process holds all that this test asks for; alice does not */

static void open_stage(void)
{
    stage_open(&stage, NULL);
    thread = thread_of(stage.w, (struct token_words){.like = "system", .on = BIT(SHUTDOWN)});
    act_as(thread);
}

static void close_stage(void)
{
    stage_close(&stage);
}

static void impersonate(struct se_token *token, SECURITY_IMPERSONATION_LEVEL level)
{
    ck_assert_status(PsImpersonateClient(thread, token, FALSE, FALSE, level), STATUS_SUCCESS);
}

static BOOLEAN single(ULONG privilege, KPROCESSOR_MODE mode)
{
    return SeSinglePrivilegeCheck((LUID){.LowPart = privilege}, mode);
}

static BOOLEAN set_held(ULONG privilege, KPROCESSOR_MODE mode, DWORD *attributes)
{
    PRIVILEGE_SET set = {.PrivilegeCount = 1,
                         .Control = PRIVILEGE_SET_ALL_NECESSARY,
                         .Privilege = {{.Luid = {.LowPart = privilege}}}};
    SECURITY_SUBJECT_CONTEXT subject = client_subject_of(PsGetCurrentThread(), false);
    BOOLEAN held = SePrivilegeCheck(&set, &subject, mode);

    *attributes = set.Privilege[0].Attributes;
    return held;
}

/* At -1 the thread does not impersonate; else alice, who has ChangeNotify alone enabled. */
static const struct {
    const char *why;
    int level;
    ULONG privilege;
    BOOLEAN held;
} rows[] = {
    {"the process has it", -1, SHUTDOWN, TRUE},
    {"the process has it disabled", -1, SE_BACKUP_PRIVILEGE, FALSE},
    {"the process does not have it", -1, SE_MACHINE_ACCOUNT_PRIVILEGE, FALSE},
    {"no such privilege", -1, 77, FALSE},
    {"no privilege at all", -1, 0, FALSE},
    {"the client has it disabled", SecurityImpersonation, SHUTDOWN, FALSE},
    {"the client does not have it", SecurityDelegation, TCB, FALSE},
    {"the client has it", SecurityImpersonation, NOTIFY, TRUE},
    {"the client has it, delegated", SecurityDelegation, NOTIFY, TRUE},
    {"at Identification nothing counts", SecurityIdentification, NOTIFY, FALSE},
    {"nor at Anonymous", SecurityAnonymous, NOTIFY, FALSE},
};

START_TEST(subject_holds_what_the_row_says)
{
    DWORD attributes;

    if (rows[_i].level >= 0)
        impersonate(stage.alice, (SECURITY_IMPERSONATION_LEVEL)rows[_i].level);
    ck_assert_msg(single(rows[_i].privilege, UserMode) == rows[_i].held, "%s", rows[_i].why);
    ck_assert_msg(set_held(rows[_i].privilege, UserMode, &attributes) == rows[_i].held, "%s",
                  rows[_i].why);
    ck_assert_uint_eq(attributes, rows[_i].held ? SE_PRIVILEGE_USED_FOR_ACCESS : 0);
    ck_assert(single(rows[_i].privilege, KernelMode));
    ck_assert(set_held(rows[_i].privilege, KernelMode, &attributes));
    ck_assert_uint_eq(attributes, SE_PRIVILEGE_USED_FOR_ACCESS);
}
END_TEST

START_TEST(high_part_of_the_luid_counts)
{
    ck_assert(single(SHUTDOWN, UserMode));
    ck_assert(!SeSinglePrivilegeCheck((LUID){.LowPart = SHUTDOWN, .HighPart = 1}, UserMode));
}
END_TEST

static bool is_told(const char *text)
{
    char line[256];
    bool found = false;

    for (size_t i = 0; !found && srm_trace_line(stage.w, i, line, sizeof line); i++)
        found = strstr(line, text) != NULL;
    return found;
}

START_TEST(trace_names_the_privilege)
{
    srm_trace(stage.w, true);
    single(SHUTDOWN, UserMode);
    ck_assert(is_told("SeShutdownPrivilege true"));
    single(SE_BACKUP_PRIVILEGE, UserMode);
    ck_assert(is_told("SeBackupPrivilege false"));
    single(77, UserMode);
    ck_assert(is_told("unknown privilege false"));
}
END_TEST

/* The mode that counts is the one given, not that of the thread. */
START_TEST(mode_is_the_one_given)
{
    srm_thread_set_kernel_mode(thread, true);
    ck_assert(!single(SE_MACHINE_ACCOUNT_PRIVILEGE, UserMode));
    ck_assert(!client_holds_privilege(
        stage.w, &(SECURITY_SUBJECT_CONTEXT){.PrimaryToken = stage.alice}, TCB, UserMode));
    ck_assert(client_caller_holds(thread, SE_MACHINE_ACCOUNT_PRIVILEGE));
    srm_thread_set_kernel_mode(thread, false);
    ck_assert(!client_caller_holds(thread, SE_MACHINE_ACCOUNT_PRIVILEGE));
}
END_TEST

/* Any, and what is left alone: the marks themselves are in nt/test_privilege_check.c. */
START_TEST(one_of_the_set_is_enough_unless_all_are_necessary)
{
    struct {
        DWORD count, control;
        LUID_AND_ATTRIBUTES rows[2];
    } set = {2, 0, {{{NOTIFY, 0}, 0}, {{SE_MACHINE_ACCOUNT_PRIVILEGE, 0}, 0}}};
    SECURITY_SUBJECT_CONTEXT subject = client_subject_of(thread, false);
    PPRIVILEGE_SET given = (PPRIVILEGE_SET)(void *)&set;

    ck_assert(SePrivilegeCheck(given, &subject, UserMode));
    set.control = PRIVILEGE_SET_ALL_NECESSARY;
    ck_assert(!SePrivilegeCheck(given, &subject, UserMode));
    ck_assert_uint_eq(set.rows[0].Attributes, SE_PRIVILEGE_USED_FOR_ACCESS);
    ck_assert_uint_eq(set.rows[1].Attributes, 0);
}
END_TEST

/* IMP-C18: who acts as part of the system is a process. */
static const struct {
    const char *policy;
    bool process_has, client_has, held;
} system_callers[] = {
    {"primary", true, false, true},
    {"primary", false, true, false},
    {"effective", true, false, false},
    {"effective", false, true, true},
};

START_TEST(tcb_is_looked_for_where_the_policy_says)
{
    struct se_token *with =
        token_from(stage.w, (struct token_words){.user = ALICE, .on = BIT(TCB)});
    struct se_token *without = token_from(stage.w, (struct token_words){.user = BOB});
    uint64_t wanted = system_callers[_i].process_has ? BIT(TCB) : 0;

    ck_assert(srm_world_set_policy(stage.w, "tcb-privilege", system_callers[_i].policy));
    thread = thread_of(stage.w, (struct token_words){.like = "local-service", .on = wanted});
    act_as(thread);
    ck_assert(client_caller_holds(thread, TCB) == system_callers[_i].process_has);
    impersonate(system_callers[_i].client_has ? with : without, SecurityImpersonation);
    ck_assert(client_caller_holds(thread, TCB) == system_callers[_i].held);
    ck_assert(single(TCB, UserMode) == system_callers[_i].client_has);
    PsRevertToSelf();
    srm_release(with);
    srm_release(without);
}
END_TEST

START_TEST(other_privileges_are_those_of_the_client)
{
    ck_assert(client_caller_holds(thread, SHUTDOWN));
    impersonate(stage.alice, SecurityImpersonation);
    ck_assert(!client_caller_holds(thread, SHUTDOWN));
    ck_assert(client_caller_holds(thread, NOTIFY));
    impersonate(stage.alice, SecurityIdentification);
    ck_assert(!client_caller_holds(thread, NOTIFY));
    ck_assert(client_caller_holds(thread, TCB));
}
END_TEST

/* Before the second service pack of XP there are no such tokens. */
static const struct {
    const char *profile;
    bool restricted, answer;
} writes[] = {{"nt5.0sp4", true, false},
              {"nt5.1sp2", true, true},
              {"nt6.0", true, true},
              {"nt10.0", true, true},
              {"nt10.0", false, false}};

START_TEST(write_restricted_token_says_so)
{
    stage_close(&stage);
    stage_open(&stage, writes[_i].profile);
    stage.alice->write_restricted = writes[_i].restricted;
    ck_assert(SeTokenIsWriteRestricted(stage.alice) == writes[_i].answer);
    ck_assert(!SeTokenIsRestricted(stage.alice));
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("client/privilege");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, subject_holds_what_the_row_says, 0, ROWS(rows));
    tcase_add_test(tcase, high_part_of_the_luid_counts);
    tcase_add_test(tcase, trace_names_the_privilege);
    tcase_add_test(tcase, mode_is_the_one_given);
    tcase_add_test(tcase, one_of_the_set_is_enough_unless_all_are_necessary);
    tcase_add_loop_test(tcase, tcb_is_looked_for_where_the_policy_says, 0, ROWS(system_callers));
    tcase_add_test(tcase, other_privileges_are_those_of_the_client);
    tcase_add_loop_test(tcase, write_restricted_token_says_so, 0, ROWS(writes));
    return suite_end();
}
