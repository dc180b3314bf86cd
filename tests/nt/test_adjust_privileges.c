/* NtAdjustPrivilegesToken (access-check.md 3.1, O-1 to O-8). */
#include "support/stage.h"
#include "support/suite.h"

#include "rtl/luid.h"

#include <string.h>

#define ENABLED  SE_PRIVILEGE_ENABLED
#define REMOVED  SE_PRIVILEGE_REMOVED
#define BIT(n)   SE_PRIVILEGE_BIT(SE_##n##_PRIVILEGE)
#define NOT_ALL  STATUS_NOT_ALL_ASSIGNED
#define SHUTDOWN SE_SHUTDOWN_PRIVILEGE
#define NOTIFY   SE_CHANGE_NOTIFY_PRIVILEGE
#define DEBUG    SE_DEBUG_PRIVILEGE

/* TOKEN_PRIVILEGES with room. */
struct privileges {
    DWORD count;
    LUID_AND_ATTRIBUTES rows[4];
};

static struct stage stage;
static struct se_token *token; /* ChangeNotify enabled; Shutdown, Undock ... disabled */
static HANDLE handle;
static struct privileges previous;
static ULONG length;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    token = stage.alice;
    act_as(stage.client_thread);
    handle = handle_to(stage.client_thread, token, TOKEN_ADJUST_PRIVILEGES | TOKEN_QUERY);
    memset(&previous, 0xEE, sizeof previous);
    length = 0xDEADBEEF;
}

static void close_stage(void)
{
    stage_close(&stage);
}

static PTOKEN_PRIVILEGES as_state(struct privileges *privileges)
{
    return (PTOKEN_PRIVILEGES)(void *)privileges;
}

static struct privileges one(ULONG privilege, ULONG attributes)
{
    return (struct privileges){
        .count = 1, .rows = {{.Luid = {.LowPart = privilege}, .Attributes = attributes}}};
}

static NTSTATUS adjust(struct privileges wanted)
{
    return NtAdjustPrivilegesToken(handle, FALSE, as_state(&wanted), sizeof previous,
                                   as_state(&previous), &length);
}

static const struct {
    const char *why;
    struct privileges wanted;
    NTSTATUS status;
    uint64_t gone, on, off; /* afterwards */
    DWORD reported;
} rows[] = {
    {"enabling", {1, {{{SHUTDOWN, 0}, ENABLED}}}, STATUS_SUCCESS, 0, BIT(SHUTDOWN), 0, 1},
    {"disabling", {1, {{{NOTIFY, 0}, 0}}}, STATUS_SUCCESS, 0, 0, BIT(CHANGE_NOTIFY), 1},
    {"what is so already",
     {1, {{{NOTIFY, 0}, ENABLED}}},
     STATUS_SUCCESS,
     0,
     BIT(CHANGE_NOTIFY),
     0,
     0},
    {"other bits mean nothing",
     {1, {{{SHUTDOWN, 0}, 0x80000001}}},
     STATUS_SUCCESS,
     0,
     0,
     BIT(SHUTDOWN),
     0},
    {"two at once",
     {2, {{{SHUTDOWN, 0}, ENABLED}, {{NOTIFY, 0}, 0}}},
     STATUS_SUCCESS,
     0,
     BIT(SHUTDOWN),
     BIT(CHANGE_NOTIFY),
     2},
    {"a missing one does not stop the others",
     {2, {{{DEBUG, 0}, ENABLED}, {{SHUTDOWN, 0}, ENABLED}}},
     NOT_ALL,
     0,
     BIT(SHUTDOWN),
     0,
     1},
    {"only missing ones", {1, {{{DEBUG, 0}, ENABLED}}}, NOT_ALL, 0, BIT(CHANGE_NOTIFY), 0, 0},
    {"a LUID with a high part", {1, {{{SHUTDOWN, 1}, ENABLED}}}, NOT_ALL, 0, 0, BIT(SHUTDOWN), 0},
    {"a LUID that is no privilege", {1, {{{77, 0}, ENABLED}}}, NOT_ALL, 0, 0, BIT(SHUTDOWN), 0},
    {"LUID 0", {1, {{{0, 0}, ENABLED}}}, NOT_ALL, 0, 0, BIT(SHUTDOWN), 0},
    {"removing, which wins over enabling",
     {1, {{{NOTIFY, 0}, REMOVED | ENABLED}}},
     STATUS_SUCCESS,
     BIT(CHANGE_NOTIFY),
     0,
     0,
     0},
    {"removed and then missing",
     {2, {{{NOTIFY, 0}, REMOVED}, {{NOTIFY, 0}, ENABLED}}},
     NOT_ALL,
     BIT(CHANGE_NOTIFY),
     0,
     0,
     0},
    {"the last row of a privilege wins",
     {2, {{{SHUTDOWN, 0}, ENABLED}, {{SHUTDOWN, 0}, 0}}},
     STATUS_SUCCESS,
     0,
     0,
     BIT(SHUTDOWN),
     0},
    {"nothing at all", {0, {{{0, 0}, 0}}}, STATUS_SUCCESS, 0, BIT(CHANGE_NOTIFY), 0, 0},
};

START_TEST(privileges_become_what_the_row_says)
{
    const LUID modified = token->ModifiedId;
    const uint64_t present = token->present, enabled = token->enabled;

    ck_assert_msg(adjust(rows[_i].wanted) == rows[_i].status, "%s", rows[_i].why);
    ck_assert_uint_eq(token->present, present & ~rows[_i].gone);
    ck_assert_msg((token->enabled & rows[_i].on) == rows[_i].on, "%s", rows[_i].why);
    ck_assert_msg((token->enabled & (rows[_i].off | rows[_i].gone)) == 0, "%s", rows[_i].why);
    ck_assert_uint_eq(previous.count, rows[_i].reported);
    ck_assert_uint_eq(length, 4 + 12 * rows[_i].reported);
    ck_assert(rtl_luid_equal(token->ModifiedId, modified) ==
              (token->present == present && token->enabled == enabled));
}
END_TEST

START_TEST(previous_state_restores)
{
    const uint64_t enabled = token->enabled;
    struct privileges wanted = {2, {{{SHUTDOWN, 0}, ENABLED}, {{NOTIFY, 0}, 0}}}, back;

    ck_assert_status(adjust(wanted), STATUS_SUCCESS);
    ck_assert_uint_eq(previous.rows[0].Luid.LowPart, SHUTDOWN);
    ck_assert_uint_eq(previous.rows[0].Attributes, 0);
    ck_assert_uint_eq(previous.rows[1].Luid.LowPart, NOTIFY);
    ck_assert_uint_eq(previous.rows[1].Attributes, ENABLED | SE_PRIVILEGE_ENABLED_BY_DEFAULT);
    back = previous;
    ck_assert_status(adjust(back), STATUS_SUCCESS);
    ck_assert_uint_eq(token->enabled, enabled);
}
END_TEST

START_TEST(one_buffer_serves_for_both_states)
{
    struct privileges both = one(SHUTDOWN, ENABLED);

    ck_assert_status(NtAdjustPrivilegesToken(handle, FALSE, as_state(&both), sizeof both,
                                             as_state(&both), &length),
                     STATUS_SUCCESS);
    ck_assert(se_token_has_enabled(token, SHUTDOWN));
    ck_assert_uint_eq(both.rows[0].Attributes, 0);
}
END_TEST

START_TEST(disable_all_ignores_the_new_state)
{
    const uint64_t present = token->present;

    ck_assert_status(NtAdjustPrivilegesToken(handle, TRUE, SRM_UNREADABLE, sizeof previous,
                                             as_state(&previous), &length),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(token->enabled, 0);
    ck_assert_uint_eq(token->present, present);
    ck_assert_uint_eq(token->enabled_by_default, BIT(CHANGE_NOTIFY));
    ck_assert_uint_eq(previous.count, 1);
    ck_assert_status(NtAdjustPrivilegesToken(handle, TRUE, NULL, 0, NULL, NULL), STATUS_SUCCESS);
}
END_TEST

/* O-6: nothing changes; the size is told. */
static const struct {
    ULONG size;
    NTSTATUS status;
} buffers[] = {{0, STATUS_BUFFER_TOO_SMALL},
               {4, STATUS_BUFFER_TOO_SMALL},
               {15, STATUS_BUFFER_TOO_SMALL},
               {16, STATUS_SUCCESS}};

START_TEST(buffer_must_hold_what_changes)
{
    struct privileges wanted = one(SHUTDOWN, ENABLED);
    const uint64_t enabled = token->enabled;

    ck_assert_status(NtAdjustPrivilegesToken(handle, FALSE, as_state(&wanted), buffers[_i].size,
                                             as_state(&previous), &length),
                     buffers[_i].status);
    ck_assert_uint_eq(length, 16);
    ck_assert((token->enabled == enabled) == !NT_SUCCESS(buffers[_i].status));
    ck_assert((previous.count == 0xEEEEEEEE) == !NT_SUCCESS(buffers[_i].status));
}
END_TEST

START_TEST(without_previous_state_no_length_is_written)
{
    struct privileges wanted = one(SHUTDOWN, ENABLED);

    ck_assert_status(NtAdjustPrivilegesToken(handle, FALSE, as_state(&wanted), 0, NULL, &length),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(length, 0xDEADBEEF);
    ck_assert_status(
        NtAdjustPrivilegesToken(handle, FALSE, as_state(&wanted), 0, NULL, SRM_UNREADABLE),
        STATUS_SUCCESS);
}
END_TEST

START_TEST(checks_come_in_order)
{
    struct privileges wanted = one(SHUTDOWN, ENABLED);
    PTOKEN_PRIVILEGES state = NULL, old = SRM_UNREADABLE;
    ULONG *returned = NULL;
    HANDLE target = NULL;

#define ADJUST NtAdjustPrivilegesToken(target, FALSE, state, sizeof previous, old, returned)
    ck_assert_status(ADJUST, STATUS_INVALID_PARAMETER);
    state = SRM_UNREADABLE;
    ck_assert_status(ADJUST, STATUS_ACCESS_VIOLATION);
    state = as_state(&wanted);
    ck_assert_status(ADJUST, STATUS_ACCESS_VIOLATION);
    old = as_state(&previous);
    ck_assert_status(ADJUST, STATUS_ACCESS_VIOLATION);
    returned = &length;
    ck_assert_status(ADJUST, STATUS_INVALID_HANDLE);
    target = NtCurrentThread();
    ck_assert_status(ADJUST, STATUS_OBJECT_TYPE_MISMATCH);
    target = handle_to(stage.client_thread, token, TOKEN_QUERY);
    ck_assert_status(ADJUST, STATUS_ACCESS_DENIED);
    target = handle_to(stage.client_thread, token, TOKEN_ADJUST_PRIVILEGES);
    ck_assert_status(ADJUST, STATUS_ACCESS_DENIED);
    old = NULL;
    ck_assert_status(ADJUST, STATUS_SUCCESS);
    old = as_state(&previous);
    target = handle;
    ck_assert_status(ADJUST, STATUS_SUCCESS);
#undef ADJUST
}
END_TEST

/* Nobody has a list of that length in memory. */
START_TEST(impossible_count_is_memory_that_is_not_there)
{
    struct privileges wanted = {.count = 0xFFFFFFFF};

    ck_assert_status(adjust(wanted), STATUS_ACCESS_VIOLATION);
    wanted.count = 0x10001;
    ck_assert_status(adjust(wanted), STATUS_ACCESS_VIOLATION);
}
END_TEST

/* O-4: the bit came with XP SP2 and Server 2003. */
static const struct {
    const char *profile;
    bool removes;
} removals[] = {
    {"nt5.0", false}, {"nt5.0sp4", false}, {"nt5.1sp2", true}, {"nt5.2", true}, {"nt10.0", true}};

START_TEST(removing_depends_on_the_version)
{
    struct privileges wanted = one(NOTIFY, REMOVED);

    stage_close(&stage);
    stage_open(&stage, removals[_i].profile);
    token = stage.alice;
    act_as(stage.client_thread);
    handle = handle_to(stage.client_thread, token, TOKEN_ALL_ACCESS);
    ck_assert_status(adjust(wanted), STATUS_SUCCESS);
    ck_assert(((token->present & BIT(CHANGE_NOTIFY)) == 0) == removals[_i].removes);
    ck_assert(!se_token_has_enabled(token, NOTIFY));
}
END_TEST

START_TEST(all_who_share_the_token_see_it)
{
    ck_assert_status(
        PsImpersonateClient(stage.server_thread, token, FALSE, FALSE, SecurityImpersonation),
        STATUS_SUCCESS);
    ck_assert_status(adjust(one(SHUTDOWN, ENABLED)), STATUS_SUCCESS);
    ck_assert(se_token_has_enabled(impersonated(stage.server_thread), SHUTDOWN));
}
END_TEST

START_TEST(kernel_mode_is_trusted)
{
    struct privileges wanted = one(SHUTDOWN, ENABLED);

    handle = handle_to(stage.client_thread, token, 0);
    srm_thread_set_kernel_mode(stage.client_thread, true);
    ck_assert_status(NtAdjustPrivilegesToken(handle, FALSE, as_state(&wanted), sizeof previous,
                                             as_state(&previous), NULL),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(previous.count, 1);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/adjust_privileges");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, privileges_become_what_the_row_says, 0, ROWS(rows));
    tcase_add_test(tcase, previous_state_restores);
    tcase_add_test(tcase, one_buffer_serves_for_both_states);
    tcase_add_test(tcase, disable_all_ignores_the_new_state);
    tcase_add_loop_test(tcase, buffer_must_hold_what_changes, 0, ROWS(buffers));
    tcase_add_test(tcase, without_previous_state_no_length_is_written);
    tcase_add_test(tcase, impossible_count_is_memory_that_is_not_there);
    tcase_add_test(tcase, checks_come_in_order);
    tcase_add_loop_test(tcase, removing_depends_on_the_version, 0, ROWS(removals));
    tcase_add_test(tcase, all_who_share_the_token_see_it);
    tcase_add_test(tcase, kernel_mode_is_trusted);
    return suite_end();
}
