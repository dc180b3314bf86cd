/* CheckTokenMembership (access-check.md A-72). */
#include "support/dacl_text.h"
#include "support/native_calls.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ntsrm/windows.h"

static struct stage stage;
static PETHREAD caller; /* the client's */
static BOOL member;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    caller = stage.client_thread;
    act_as(caller);
    SetLastError(BEFORE);
    member = 4711;
}

static void close_stage(void)
{
    stage_close(&stage);
}

#define LOWBOX "S-1-15-2-1-2-3-4-5-6-7"

static const struct {
    const char *why, *sid;
    struct token_words words;
    BOOL member;
} answers[] = {
    {"an enabled group", "BU", {.user = ALICE}, TRUE},
    {"the user, which has no attributes", "U", {.user = ALICE}, TRUE},
    {"a group that is not there", "PU", {.user = ALICE}, FALSE},
    {"a disabled group", "PU", {.user = ALICE, .groups = {{"PU", 0}}}, FALSE},
    {"a group for denials",
     "BA",
     {.user = ALICE, .groups = {{"BA", SE_GROUP_USE_FOR_DENY_ONLY}}},
     FALSE},
    {"a user for denials",
     "U",
     {.user = ALICE, .user_attributes = SE_GROUP_USE_FOR_DENY_ONLY},
     FALSE},
    {"a restricting SID, too", "BU", {.user = ALICE, .restricted = {"RC", "BU"}}, TRUE},
    {"no restricting SID", "BU", {.user = ALICE, .restricted = {"RC"}}, FALSE},
    {"a restricting SID alone", "RC", {.user = ALICE, .restricted = {"RC"}}, FALSE},
    {"an AppContainer", "BU", {.user = ALICE, .package = LOWBOX}, FALSE},
};

START_TEST(sid_must_be_enabled)
{
    struct token_words words = answers[_i].words;
    struct se_token *token;
    SE_SID sid = sid_from_word(answers[_i].sid);

    words.type = TokenImpersonation;
    words.level = SecurityIdentification;
    token = token_from(stage.w, words);
    ck_assert_done(CheckTokenMembership(handle_to(caller, token, TOKEN_QUERY), &sid.Sid, &member));
    ck_assert_msg(member == answers[_i].member, "%s", answers[_i].why);
    srm_release(token);
}
END_TEST

START_TEST(app_containers_came_with_windows_8)
{
    struct srm_world *w = srm_world_new("nt6.2");
    PETHREAD thread = thread_of(w, (struct token_words){.user = ALICE});
    struct se_token *token = token_from(w, (struct token_words){.user = ALICE,
                                                                .package = LOWBOX,
                                                                .type = TokenImpersonation,
                                                                .level = SecurityIdentification});
    SE_SID users = sid_from_word("BU");

    act_as(thread);
    ck_assert(CheckTokenMembership(handle_to(thread, token, TOKEN_QUERY), &users.Sid, &member));
    ck_assert_int_eq(member, FALSE);
    srm_release(token);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}
END_TEST

START_TEST(without_a_token_the_process_is_asked)
{
    SE_SID users = sid_from_word("BU");

    native_calls_watch(stage.w);
    ck_assert_done(CheckTokenMembership(NULL, &users.Sid, &member));
    ck_assert_str_eq(native_calls(stage.w),
                     "NtOpenThreadToken=STATUS_NO_TOKEN NtOpenProcessToken NtDuplicateToken "
                     "NtClose NtClose");
    ck_assert_int_eq(member, TRUE);
    ck_assert_uint_eq(stage.client->handles.count, 0);
}
END_TEST

START_TEST(process_token_is_opened_to_be_copied_only)
{
    SE_SID users = sid_from_word("BU");

    protect(&stage.alice->header, "(A;;0x2;;;U)");
    ck_assert_done(CheckTokenMembership(NULL, &users.Sid, &member));
    ck_assert_int_eq(member, TRUE);
    protect(&stage.alice->header, "(A;;0xC;;;U)");
    ck_assert_refused(CheckTokenMembership(NULL, &users.Sid, &member), ERROR_ACCESS_DENIED);
    ck_assert_int_eq(member, FALSE);
}
END_TEST

START_TEST(without_a_token_the_client_is_asked)
{
    const SECURITY_IMPERSONATION_LEVEL level = (SECURITY_IMPERSONATION_LEVEL)_i;
    SE_SID service = sid_from_word("SU");

    ck_assert(ImpersonateSelf(level));
    native_calls_watch(stage.w);
    ck_assert_done(CheckTokenMembership(NULL, &service.Sid, &member));
    ck_assert_str_eq(native_calls(stage.w), "NtOpenThreadToken NtClose");
    ck_assert_int_eq(member, FALSE);
}
END_TEST

START_TEST(anonymous_client_cannot_be_asked)
{
    SE_SID users = sid_from_word("BU");

    ck_assert(ImpersonateSelf(SecurityAnonymous));
    ck_assert_refused(CheckTokenMembership(NULL, &users.Sid, &member), ERROR_CANT_OPEN_ANONYMOUS);
    ck_assert_int_eq(member, FALSE);
}
END_TEST

static const struct {
    TOKEN_TYPE type;
    SECURITY_IMPERSONATION_LEVEL level;
    ACCESS_MASK access;
    DWORD error;
} refusals[] = {
    {TokenPrimary, SecurityAnonymous, TOKEN_ALL_ACCESS, ERROR_NO_IMPERSONATION_TOKEN},
    {TokenImpersonation, SecurityAnonymous, TOKEN_ALL_ACCESS, ERROR_BAD_IMPERSONATION_LEVEL},
    {TokenImpersonation, SecurityImpersonation, TOKEN_ALL_ACCESS & ~TOKEN_QUERY,
     ERROR_ACCESS_DENIED},
};

START_TEST(refused_call_answers_false)
{
    struct se_token *token = token_from(stage.w, (struct token_words){.user = ALICE,
                                                                      .type = refusals[_i].type,
                                                                      .level = refusals[_i].level});
    SE_SID users = sid_from_word("BU");

    ck_assert_refused(
        CheckTokenMembership(handle_to(caller, token, refusals[_i].access), &users.Sid, &member),
        refusals[_i].error);
    ck_assert_int_eq(member, FALSE);
    srm_release(token);
}
END_TEST

START_TEST(malformed_sid_is_none)
{
    SE_SID users = sid_from_word("BU");

    users.Sid.Revision = 9;
    ck_assert_refused(CheckTokenMembership(NULL, &users.Sid, &member), ERROR_INVALID_SID);
    ck_assert_int_eq(member, 4711);
    users.Sid.Revision = SID_REVISION;
    ck_assert_refused(CheckTokenMembership(GetCurrentProcess(), &users.Sid, &member),
                      ERROR_INVALID_HANDLE);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("win32/membership");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, sid_must_be_enabled, 0, ROWS(answers));
    tcase_add_test(tcase, app_containers_came_with_windows_8);
    tcase_add_test(tcase, without_a_token_the_process_is_asked);
    tcase_add_test(tcase, process_token_is_opened_to_be_copied_only);
    tcase_add_loop_test(tcase, without_a_token_the_client_is_asked, SecurityIdentification,
                        SecurityDelegation + 1);
    tcase_add_test(tcase, anonymous_client_cannot_be_asked);
    tcase_add_loop_test(tcase, refused_call_answers_false, 0, ROWS(refusals));
    tcase_add_test(tcase, malformed_sid_is_none);
    return suite_end();
}
