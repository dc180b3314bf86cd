/* NtPrivilegeCheck (impersonation.md 7.3, access-check.md O-26). */
#include "support/stage.h"
#include "support/suite.h"

#include <string.h>

#define ALL  PRIVILEGE_SET_ALL_NECESSARY
#define USED SE_PRIVILEGE_USED_FOR_ACCESS
#define ON   SE_CHANGE_NOTIFY_PRIVILEGE /* enabled */
#define OFF  SE_SHUTDOWN_PRIVILEGE      /* there, but not enabled */
#define NO   SE_DEBUG_PRIVILEGE         /* not there */

/* PRIVILEGE_SET with room. */
struct set {
    DWORD count, control;
    LUID_AND_ATTRIBUTES rows[3];
};

static struct stage stage;
static HANDLE handle;
static BOOLEAN held;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    act_as(stage.client_thread);
    handle = handle_to(stage.client_thread, stage.alice, TOKEN_QUERY);
    held = 0x55;
}

static void close_stage(void)
{
    stage_close(&stage);
}

static NTSTATUS check(struct set *set)
{
    return NtPrivilegeCheck(handle, (PPRIVILEGE_SET)(void *)set, &held);
}

static const struct {
    const char *why;
    struct set set;
    BOOLEAN held;
    DWORD used[3];
} rows[] = {
    {"one that is enabled", {1, ALL, {{{ON, 0}, 0}}}, TRUE, {USED}},
    {"one that is not enabled", {1, ALL, {{{OFF, 0}, 0}}}, FALSE, {0}},
    {"one that is missing", {1, ALL, {{{NO, 0}, 0}}}, FALSE, {0}},
    {"all are necessary", {2, ALL, {{{ON, 0}, 0}, {{OFF, 0}, 0}}}, FALSE, {USED, 0}},
    {"all are necessary, and twice is all",
     {2, ALL, {{{ON, 0}, 0}, {{ON, 0}, 0}}},
     TRUE,
     {USED, USED}},
    {"any suffices", {2, 0, {{{OFF, 0}, 0}, {{ON, 0}, 0}}}, TRUE, {0, USED}},
    {"every one that is enabled is marked",
     {3, 0, {{{ON, 0}, 0}, {{NO, 0}, 0}, {{ON, 0}, 0}}},
     TRUE,
     {USED, 0, USED}},
    {"none of any", {2, 0, {{{OFF, 0}, 0}, {{NO, 0}, 0}}}, FALSE, {0, 0}},
    {"a LUID that is no privilege", {1, 0, {{{77, 0}, 0}}}, FALSE, {0}},
    {"LUID 0", {1, 0, {{{0, 0}, 0}}}, FALSE, {0}},
    {"LUID 1, below the first", {1, 0, {{{1, 0}, 0}}}, FALSE, {0}},
    {"a LUID with a high part", {1, 0, {{{ON, 1}, 0}}}, FALSE, {0}},
    {"other attributes stay", {1, ALL, {{{ON, 0}, 3}}}, TRUE, {USED | 3}},
    {"also those of a privilege that is not held", {1, ALL, {{{OFF, 0}, 2}}}, FALSE, {2}},
    {"other bits of Control mean nothing",
     {2, 0xFFFFFFFE, {{{OFF, 0}, 0}, {{ON, 0}, 0}}},
     TRUE,
     {0, USED}},
    {"also beside the one that does",
     {2, 0xFFFFFFFF, {{{OFF, 0}, 0}, {{ON, 0}, 0}}},
     FALSE,
     {0, USED}},
    {"all of nothing", {0, ALL, {{{ON, 0}, 0}}}, TRUE, {0}},
    {"any of nothing", {0, 0, {{{ON, 0}, 0}}}, FALSE, {0}},
};

START_TEST(set_is_held_as_the_row_says)
{
    struct set set = rows[_i].set;

    ck_assert_status(check(&set), STATUS_SUCCESS);
    ck_assert_msg(held == rows[_i].held, "%s", rows[_i].why);
    for (int i = 0; i < 3; i++)
        ck_assert_msg(set.rows[i].Attributes == rows[_i].used[i], "%s", rows[_i].why);
    ck_assert_uint_eq(set.count, rows[_i].set.count);
    ck_assert_uint_eq(set.control, rows[_i].set.control);
}
END_TEST

/* The level of the token counts, not how somebody impersonates it. */
static const struct {
    TOKEN_TYPE type;
    SECURITY_IMPERSONATION_LEVEL level;
    NTSTATUS status;
} levels[] = {
    {TokenImpersonation, SecurityAnonymous, STATUS_BAD_IMPERSONATION_LEVEL},
    {TokenImpersonation, SecurityIdentification, STATUS_SUCCESS},
    {TokenImpersonation, SecurityImpersonation, STATUS_SUCCESS},
    {TokenImpersonation, SecurityDelegation, STATUS_SUCCESS},
    {TokenPrimary, SecurityAnonymous, STATUS_SUCCESS},
};

START_TEST(token_must_be_at_identification)
{
    struct se_token *token = token_from(
        stage.w,
        (struct token_words){.user = ALICE, .type = levels[_i].type, .level = levels[_i].level});
    struct set set = {1, ALL, {{{ON, 0}, 0}}};
    const bool answered = NT_SUCCESS(levels[_i].status);

    handle = handle_to(stage.client_thread, token, TOKEN_QUERY);
    ck_assert_status(check(&set), levels[_i].status);
    ck_assert_uint_eq(held, answered ? TRUE : 0x55);
    ck_assert_uint_eq(set.rows[0].Attributes, answered ? USED : 0);
    srm_release(token);
}
END_TEST

START_TEST(checks_come_in_order)
{
    struct set set = {1, ALL, {{{ON, 0}, 0}}}, endless = {0x10001, ALL, {{{ON, 0}, 0}}};
    struct se_token *anonymous = token_from(
        stage.w, (struct token_words){
                     .user = ALICE, .type = TokenImpersonation, .level = SecurityAnonymous});
    PPRIVILEGE_SET given = NULL;
    BOOLEAN *out = NULL;

    handle = NULL;
#define CHECK NtPrivilegeCheck(handle, given, out)
    ck_assert_status(CHECK, STATUS_ACCESS_VIOLATION);
    given = SRM_UNREADABLE;
    ck_assert_status(CHECK, STATUS_ACCESS_VIOLATION);
    given = (PPRIVILEGE_SET)(void *)&set;
    ck_assert_status(CHECK, STATUS_ACCESS_VIOLATION);
    out = SRM_UNREADABLE;
    ck_assert_status(CHECK, STATUS_ACCESS_VIOLATION);
    out = &held;
    given = (PPRIVILEGE_SET)(void *)&endless;
    ck_assert_status(CHECK, STATUS_ACCESS_VIOLATION);
    given = (PPRIVILEGE_SET)(void *)&set;
    ck_assert_status(CHECK, STATUS_INVALID_HANDLE);
    handle = NtCurrentProcess();
    ck_assert_status(CHECK, STATUS_OBJECT_TYPE_MISMATCH);
    handle = handle_to(stage.client_thread, anonymous, TOKEN_ALL_ACCESS & ~TOKEN_QUERY);
    ck_assert_status(CHECK, STATUS_ACCESS_DENIED);
    handle = handle_to(stage.client_thread, anonymous, TOKEN_QUERY);
    ck_assert_status(CHECK, STATUS_BAD_IMPERSONATION_LEVEL);
#undef CHECK
    ck_assert_uint_eq(held, 0x55);
    ck_assert_uint_eq(set.rows[0].Attributes, 0);
    srm_release(anonymous);
}
END_TEST

START_TEST(set_may_be_misaligned)
{
    const struct set set = {2, ALL, {{{OFF, 0}, 0}, {{ON, 0}, 0}}};
    struct set back;
    unsigned char odd[sizeof set + 1];

    memcpy(odd + 1, &set, sizeof set);
    ck_assert_status(NtPrivilegeCheck(handle, (PPRIVILEGE_SET)(void *)(odd + 1), &held),
                     STATUS_SUCCESS);
    memcpy(&back, odd + 1, sizeof back);
    ck_assert_uint_eq(held, FALSE);
    ck_assert_uint_eq(back.rows[0].Attributes, 0);
    ck_assert_uint_eq(back.rows[1].Attributes, USED);
}
END_TEST

START_TEST(kernel_mode_holds_everything)
{
    struct set set = {3, ALL, {{{OFF, 0}, 0}, {{NO, 0}, 0}, {{77, 0}, 0}}};

    handle = handle_to(stage.client_thread, stage.alice, 0);
    srm_thread_set_kernel_mode(stage.client_thread, true);
    ck_assert_status(check(&set), STATUS_SUCCESS);
    ck_assert_uint_eq(held, TRUE);
    for (int i = 0; i < 3; i++)
        ck_assert_uint_eq(set.rows[i].Attributes, USED);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/privilege_check");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, set_is_held_as_the_row_says, 0, ROWS(rows));
    tcase_add_loop_test(tcase, token_must_be_at_identification, 0, ROWS(levels));
    tcase_add_test(tcase, checks_come_in_order);
    tcase_add_test(tcase, set_may_be_misaligned);
    tcase_add_test(tcase, kernel_mode_holds_everything);
    return suite_end();
}
