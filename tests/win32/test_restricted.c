/* CreateRestrictedToken and IsTokenRestricted (access-check.md 3.3). */
#include "support/dacl_text.h"
#include "support/native_calls.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ntsrm/windows.h"
#include "rtl/luid.h"

static struct stage stage;
static PETHREAD caller; /* the client's */
static HANDLE handle, made;
static SE_SID users;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    caller = stage.client_thread;
    act_as(caller);
    SetLastError(BEFORE);
    handle = handle_to(caller, stage.alice, TOKEN_DUPLICATE | TOKEN_QUERY);
    made = NULL;
    users = sid_from_word("BU");
}

static void close_stage(void)
{
    stage_close(&stage);
}

START_TEST(arrays_become_lists)
{
    SID_AND_ATTRIBUTES denied[] = {{&users.Sid, 0}}, restricting[] = {{&users.Sid, 0}};
    LUID_AND_ATTRIBUTES privileges[] = {{{SE_SHUTDOWN_PRIVILEGE, 0}, 0},
                                        {{SE_UNDOCK_PRIVILEGE, 0}, 0}};
    const struct se_token *token;

    native_calls_watch(stage.w);
    ck_assert_done(
        CreateRestrictedToken(handle, 0, 1, denied, 2, privileges, 1, restricting, &made));
    ck_assert_str_eq(native_calls(stage.w), "NtFilterToken");
    token = token_behind(caller, made);
    ck_assert_uint_eq(granted_to(caller, made), TOKEN_DUPLICATE | TOKEN_QUERY);
    ck_assert(rtl_luid_equal(token->ParentTokenId, stage.alice->TokenId));
    ck_assert_uint_eq(stage.alice->present & ~token->present,
                      SE_PRIVILEGE_BIT(SE_SHUTDOWN_PRIVILEGE) |
                          SE_PRIVILEGE_BIT(SE_UNDOCK_PRIVILEGE));
    ck_assert_uint_eq(token->body->restricting_count, 1);
    ck_assert_uint_eq(token->attributes->values[2] & SE_GROUP_USE_FOR_DENY_ONLY,
                      SE_GROUP_USE_FOR_DENY_ONLY);
}
END_TEST

START_TEST(without_arrays_it_is_a_copy)
{
    ck_assert_done(
        CreateRestrictedToken(handle, DISABLE_MAX_PRIVILEGE, 0, NULL, 0, NULL, 0, NULL, &made));
    ck_assert_uint_eq(token_behind(caller, made)->present,
                      SE_PRIVILEGE_BIT(SE_CHANGE_NOTIFY_PRIVILEGE));
    ck_assert(!IsTokenRestricted(made));
}
END_TEST

/* The page: with this flag the parameters about privileges are ignored. */
START_TEST(privileges_are_not_looked_at_if_all_go)
{
    LUID_AND_ATTRIBUTES nothing = {{SE_CHANGE_NOTIFY_PRIVILEGE, 0}, 0};

    native_calls_watch(stage.w);
    ck_assert_done(CreateRestrictedToken(handle, DISABLE_MAX_PRIVILEGE, 0, NULL, 0xFFFFFFFF,
                                         SRM_UNREADABLE, 0, NULL, &made));
    ck_assert_str_eq(native_calls(stage.w), "NtFilterToken");
    ck_assert_done(
        CreateRestrictedToken(handle, DISABLE_MAX_PRIVILEGE, 0, NULL, 1, &nothing, 0, NULL, &made));
    ck_assert_uint_eq(token_behind(caller, made)->present,
                      SE_PRIVILEGE_BIT(SE_CHANGE_NOTIFY_PRIVILEGE));
    ck_assert_refused(CreateRestrictedToken(handle, 0, 0, NULL, 1, SRM_UNREADABLE, 0, NULL, &made),
                      ERROR_INVALID_FUNCTION);
    (void)srm_world_not_modelled(stage.w);
}
END_TEST

START_TEST(refusals)
{
    SID_AND_ATTRIBUTES one = {&users.Sid, 0}, with_attributes = {&users.Sid, SE_GROUP_ENABLED};
    LUID_AND_ATTRIBUTES privilege = {{SE_SHUTDOWN_PRIVILEGE, 0}, 0};
    HANDLE weak = handle_to(caller, stage.alice, TOKEN_ALL_ACCESS & ~TOKEN_DUPLICATE);

    ck_assert_refused(CreateRestrictedToken(weak, 0, 1, &one, 0, NULL, 0, NULL, &made),
                      ERROR_ACCESS_DENIED);
    ck_assert_refused(CreateRestrictedToken(NULL, 0, 1, &one, 0, NULL, 0, NULL, &made),
                      ERROR_INVALID_HANDLE);
    ck_assert_refused(
        CreateRestrictedToken(handle, 0, 0, NULL, 0, NULL, 1, &with_attributes, &made),
        ERROR_INVALID_PARAMETER);
    ck_assert_refused(CreateRestrictedToken(handle, 0x100, 0, NULL, 0, NULL, 0, NULL, &made),
                      ERROR_INVALID_PARAMETER);
    ck_assert_refused(CreateRestrictedToken(handle, 0, 0x1001, &one, 0, NULL, 0, NULL, &made),
                      ERROR_INVALID_PARAMETER);
    ck_assert_refused(CreateRestrictedToken(handle, 0, 1, &one, 0x1001, &privilege, 0, NULL, &made),
                      ERROR_INVALID_PARAMETER);
    ck_assert_refused(CreateRestrictedToken(handle, 0, 0, NULL, 0, NULL, 0xFFFFFFFF, &one, &made),
                      ERROR_INVALID_PARAMETER);
    ck_assert_refused(CreateRestrictedToken(handle, 0, 1, &one, 0, NULL, 0, NULL, NULL),
                      ERROR_NOACCESS);
    ck_assert_ptr_null(made);
}
END_TEST

START_TEST(restricting_sids_make_a_token_restricted)
{
    struct se_token *restricted =
        token_from(stage.w, (struct token_words){.user = ALICE, .restricted = {"RC", "BU"}});
    HANDLE to_restricted = handle_to(caller, restricted, TOKEN_QUERY);
    HANDLE weak = handle_to(caller, restricted, TOKEN_ALL_ACCESS & ~TOKEN_QUERY);

    native_calls_watch(stage.w);
    ck_assert_done(IsTokenRestricted(to_restricted));
    ck_assert_str_eq(native_calls(stage.w),
                     "NtQueryInformationToken=STATUS_BUFFER_TOO_SMALL NtQueryInformationToken");
    ck_assert_done(!IsTokenRestricted(handle));
    ck_assert_refused(IsTokenRestricted(weak), ERROR_ACCESS_DENIED);
    ck_assert_refused(IsTokenRestricted(NULL), ERROR_INVALID_HANDLE);
    srm_release(restricted);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("win32/restricted");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_test(tcase, arrays_become_lists);
    tcase_add_test(tcase, without_arrays_it_is_a_copy);
    tcase_add_test(tcase, privileges_are_not_looked_at_if_all_go);
    tcase_add_test(tcase, refusals);
    tcase_add_test(tcase, restricting_sids_make_a_token_restricted);
    return suite_end();
}
