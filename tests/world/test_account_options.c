/* srm_account_new: what it takes, and what becomes of accounts with their world. */
#include "support/stage.h"
#include "support/suite.h"

#include "ntsrm/windows.h"
#include "se/accounts.h"

#include <string.h>

static struct srm_world *w;

static void open_world(void)
{
    w = srm_world_new(NULL);
}

static void close_world(void)
{
    ck_assert_uint_eq(srm_world_delete(w), 0);
}

static const char *problem_of(struct srm_account_options options)
{
    const char *problem = "none was set";
    bool made = srm_account_new(w, &options, &problem);

    ck_assert(made == (problem == NULL));
    return problem;
}

static const struct {
    const char *problem;
    struct srm_account_options options;
} refused[] = {
    {"there is an account of that name", {.name = "Alice", .token = {.user = BOB}}},
    {"an account needs a name", {.name = "", .token = {.user = BOB}}},
    {"an account needs a name", {.token = {.user = BOB}}},
    {"the name of an account has no \\ and no @", {.name = "X\\bob", .token = {.user = BOB}}},
    {"the name of an account has no \\ and no @", {.name = "bob@x", .token = {.user = BOB}}},
    {"the token has no user", {.name = "bob"}},
    {"the token has no user", {.name = "bob", .token = {.like = "administrator"}}},
    {"no such template", {.name = "bob", .token = {.like = "usher", .user = BOB}}},
    {"no such user SID", {.name = "bob", .token = {.user = "bob"}}},
};

START_TEST(options_must_make_sense)
{
    ck_assert_ptr_null(problem_of((struct srm_account_options){
        .name = "alice",
        .token = {.user = ALICE},
    }));
    ck_assert_str_eq(problem_of(refused[_i].options), refused[_i].problem);
    ck_assert(!srm_account_new(w, &refused[_i].options, NULL));
    ck_assert_ptr_null(problem_of((struct srm_account_options){
        .name = "bob",
        .token = {.user = BOB},
    }));
}
END_TEST

/* 256 characters of three bytes each. */
START_TEST(texts_are_not_longer_than_on_windows)
{
    static char most[769], more[770];
    struct srm_account_options options = {.name = most, .password = most, .token = {.user = BOB}};

    memset(most, 'a', sizeof most - 1);
    memset(more, 'a', sizeof more - 1);
    ck_assert_ptr_null(problem_of(options));
    options.name = more;
    ck_assert_str_eq(problem_of(options), "the name or password of an account is too long");
    options.name = "bob";
    options.password = more;
    ck_assert_str_eq(problem_of(options), "the name or password of an account is too long");
}
END_TEST

START_TEST(accounts_leave_with_their_world)
{
    ck_assert_ptr_null(problem_of((struct srm_account_options){
        .name = "alice",
        .token = {.like = "administrator", .user = ALICE},
    }));
    ck_assert_uint_gt(srm_world_alive(w, "Account"), 0);
    ck_assert_uint_eq(srm_world_alive(w, "Token"), 0);
    ck_assert_uint_eq(srm_world_take_down(w), 0);
    ck_assert_uint_eq(srm_world_alive(w, "Account"), 0);
}
END_TEST

START_TEST(snapshots_know_accounts)
{
    struct srm_snapshot *before = srm_snapshot_new(w);
    struct srm_snapshot *after;

    ck_assert_ptr_null(problem_of((struct srm_account_options){
        .name = "alice",
        .password = "secret",
        .token = {.like = "user", .user = ALICE},
    }));
    after = srm_snapshot_new(w);
    srm_snapshot_restore(w, before);
    ck_assert_ptr_null(se_account_find(w, "alice"));
    srm_snapshot_restore(w, after);
    ck_assert(se_account_password_matches(se_account_find(w, "alice"), "secret"));
    srm_snapshot_delete(before);
    srm_snapshot_delete(after);
}
END_TEST

/* Restricting SIDs and a group of one's own stay, the group of the wrong kind of logon goes, also
 * where the token's defaults name it. */
START_TEST(token_of_a_logon_has_what_was_written)
{
    static const char *const restricting[] = {"RestrictedCode"};
    static const struct srm_group groups[] = {
        {"PowerUsers", SE_GROUP_ENABLED},
        {"Service", SE_GROUP_ENABLED | SE_GROUP_OWNER},
    };
    static const struct srm_privilege privileges[] = {{"SeTcbPrivilege", SE_PRIVILEGE_ENABLED}};
    PETHREAD thread = thread_of(w, (struct token_words){.user = BOB});
    const struct se_token *token;
    HANDLE handle;

    ck_assert_ptr_null(problem_of((struct srm_account_options){
        .name = "alice",
        .token =
            {
                .user = ALICE,
                .groups = groups,
                .group_count = 2,
                .privileges = privileges,
                .privilege_count = 1,
                .restricting_sids = restricting,
                .restricting_sid_count = 1,
                .integrity = "Low",
                .impersonation = true,
            },
    }));
    act_as(thread);
    ck_assert(LogonUserA("alice", NULL, "", LOGON32_LOGON_INTERACTIVE, 0, &handle));
    token = token_behind(thread, handle);
    ck_assert_uint_eq(token->body->restricting_count, 1);
    ck_assert_uint_eq(token->enabled, SE_PRIVILEGE_BIT(SE_TCB_PRIVILEGE));
    ck_assert_uint_eq(token->integrity, SECURITY_MANDATORY_LOW_RID);
    ck_assert_int_eq(token->type, TokenPrimary);
    ck_assert_uint_eq(token->body->count, 4); /* alice, Power Users, Interactive, logon SID */
    ck_assert_uint_eq(token->attributes->values[1], SE_GROUP_ENABLED);
}
END_TEST

START_TEST(default_that_is_gone_becomes_the_user)
{
    struct se_design design;
    struct se_token *token, *by = token_from(w, (struct token_words){.user = BOB});
    const struct se_account *account;
    const char *problem;

    se_design_init(&design);
    ck_assert(se_design_like(&design, "local-service"));
    design.has_owner = design.has_primary_group = true;
    ck_assert(rtl_sid_from_name("SU", 2, &design.owner));
    design.primary_group = design.owner;
    account = se_account_new(w, "service", "", &design, &problem);
    se_design_free(&design);
    token = se_account_log_on(w, account, SE_LOGON_BATCH, by);
    ck_assert_uint_eq(token->owner, 0);
    ck_assert_uint_eq(token->primary_group, 0);
    srm_release(token);
    token = se_account_log_on(w, account, SE_LOGON_SERVICE, by);
    ck_assert_uint_ne(token->owner, 0);
    ck_assert_uint_eq(token->primary_group, token->owner);
    srm_release(token);
    srm_release(by);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("world/account_options");

    tcase_add_checked_fixture(tcase, open_world, close_world);
    tcase_add_loop_test(tcase, options_must_make_sense, 0, ROWS(refused));
    tcase_add_test(tcase, texts_are_not_longer_than_on_windows);
    tcase_add_test(tcase, accounts_leave_with_their_world);
    tcase_add_test(tcase, snapshots_know_accounts);
    tcase_add_test(tcase, token_of_a_logon_has_what_was_written);
    tcase_add_test(tcase, default_that_is_gone_becomes_the_user);
    return suite_end();
}
