/* srm_token_new: what the options make, and what they may not say. */
#include "support/stage.h"
#include "support/suite.h"

#include "rtl/sid.h"

static struct srm_world *w;
static const char *problem;

static void open_world(void)
{
    w = srm_world_new(NULL);
}

static void close_world(void)
{
    ck_assert_uint_eq(srm_world_delete(w), 0);
}

START_TEST(user_alone_is_an_ordinary_primary_token)
{
    struct se_token *token = srm_token_new(w, &(struct srm_token_options){.user = ALICE}, &problem);

    ck_assert_ptr_nonnull(token);
    ck_assert_ptr_null(problem);
    ck_assert_uint_eq(token->body->count, 1);
    ck_assert_uint_eq(token->present, 0);
    ck_assert_int_eq(token->type, TokenPrimary);
    ck_assert_uint_eq(token->integrity, SECURITY_MANDATORY_MEDIUM_RID);
    ck_assert_uint_eq(srm_references(token), 1);
    srm_release(token);
}
END_TEST

START_TEST(everything_can_be_said)
{
    static const struct srm_group groups[] = {{"Everyone", 7}, {"S-1-5-32-544", 16}};
    static const struct srm_privilege privileges[] = {
        {"SeImpersonatePrivilege", SE_PRIVILEGE_ENABLED},
        {"SeShutdownPrivilege", 0},
        {"SeChangeNotifyPrivilege", SE_PRIVILEGE_REMOVED},
    };
    static const char *const restricting[] = {"RC", "S-1-5-7"};
    struct se_token *token = srm_token_new(w,
                                           &(struct srm_token_options){
                                               .like = "user",
                                               .user = ALICE,
                                               .groups = groups,
                                               .group_count = 2,
                                               .privileges = privileges,
                                               .privilege_count = 3,
                                               .restricting_sids = restricting,
                                               .restricting_sid_count = 2,
                                               .integrity = "High",
                                               .level = SecurityDelegation,
                                               .impersonation = true,
                                           },
                                           &problem);

    ck_assert_msg(token != NULL, "%s", problem);
    ck_assert_uint_eq(token->body->count, 6);
    ck_assert_uint_eq(token->attributes->values[5], 16);
    ck_assert(se_token_has_enabled(token, SE_IMPERSONATE_PRIVILEGE));
    ck_assert(!se_token_has_enabled(token, SE_SHUTDOWN_PRIVILEGE));
    ck_assert(!(token->present & SE_PRIVILEGE_BIT(SE_CHANGE_NOTIFY_PRIVILEGE)));
    ck_assert_uint_eq(token->body->restricting_count, 2);
    ck_assert(token->filtered);
    ck_assert_uint_eq(token->integrity, SECURITY_MANDATORY_HIGH_RID);
    ck_assert_int_eq(token->type, TokenImpersonation);
    ck_assert_int_eq(token->level, SecurityDelegation);
    srm_release(token);
}
END_TEST

START_TEST(template_may_name_the_user)
{
    struct se_token *token =
        srm_token_new(w, &(struct srm_token_options){.like = "system"}, &problem);

    ck_assert_str_eq(rtl_sid_name(se_token_user(token)), "LocalSystem");
    srm_release(token);
    token = srm_token_new(w, &(struct srm_token_options){.like = "anonymous"}, &problem);
    ck_assert_int_eq(token->type, TokenImpersonation);
    ck_assert_int_eq(token->level, SecurityImpersonation);
    srm_release(token);
}
END_TEST

static const struct srm_group no_group[] = {{"Nobody at all", 7}};
static const struct srm_privilege no_privilege[] = {{"SeFlyPrivilege", 0}};
static const char *const no_sid[] = {"S-1"};

static const struct {
    const char *problem;
    struct srm_token_options options;
} refused[] = {
    {"the token has no user", {.integrity = "Low"}},
    {"the token has no user", {.like = "user"}},
    {"no such template", {.like = "king", .user = ALICE}},
    {"no such user SID", {.user = "alice"}},
    {"no such user SID", {.user = ""}},
    {"no such group SID", {.user = ALICE, .groups = no_group, .group_count = 1}},
    {"no such group SID", {.user = ALICE, .restricting_sids = no_sid, .restricting_sid_count = 1}},
    {"no such privilege", {.user = ALICE, .privileges = no_privilege, .privilege_count = 1}},
    {"no such integrity level", {.user = ALICE, .integrity = "medium"}},
};

START_TEST(what_does_not_exist_is_told)
{
    ck_assert_ptr_null(srm_token_new(w, &refused[_i].options, &problem));
    ck_assert_str_eq(problem, refused[_i].problem);
    ck_assert_uint_eq(srm_world_alive(w, "Token"), 0);
}
END_TEST

START_TEST(nobody_need_hear_of_the_problem)
{
    void *token = srm_token_new(w, &(struct srm_token_options){.user = ALICE}, NULL);

    ck_assert_ptr_nonnull(token);
    srm_release(token);
    ck_assert_ptr_null(srm_token_new(w, &(struct srm_token_options){.user = "alice"}, NULL));
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("world/token_options");

    tcase_add_checked_fixture(tcase, open_world, close_world);
    tcase_add_test(tcase, user_alone_is_an_ordinary_primary_token);
    tcase_add_test(tcase, everything_can_be_said);
    tcase_add_test(tcase, template_may_name_the_user);
    tcase_add_loop_test(tcase, what_does_not_exist_is_told, 0, ROWS(refused));
    tcase_add_test(tcase, nobody_need_hear_of_the_problem);
    return suite_end();
}
