/* What makes two tokens equal (access-check.md O-25). */
#include "support/stage.h"
#include "support/suite.h"

#include "se/compare.h"

#define BIT(n) SE_PRIVILEGE_BIT(SE_##n##_PRIVILEGE)
#define GROUP  (SE_GROUP_MANDATORY | SE_GROUP_ENABLED_BY_DEFAULT | SE_GROUP_ENABLED)
#define DENY   SE_GROUP_USE_FOR_DENY_ONLY

static struct srm_world *w;

static void open_world(void)
{
    w = srm_world_new(NULL);
}

static void close_world(void)
{
    ck_assert_uint_eq(srm_world_delete(w), 0);
}

static const struct {
    const char *why;
    struct token_words a, b;
    bool equal;
} rows[] = {
    {"the same words", {.user = ALICE}, {.user = ALICE}, true},
    {"another user", {.user = ALICE}, {.user = BOB}, false},
    {"a user for denials only", {.user = ALICE}, {.user = ALICE, .user_attributes = DENY}, false},
    {"one group more", {.user = ALICE}, {.user = ALICE, .groups = {{"BG", GROUP}}}, false},
    {"groups in another order",
     {.user = ALICE, .groups = {{"BG", GROUP}, {"BO", GROUP}}},
     {.user = ALICE, .groups = {{"BO", GROUP}, {"BG", GROUP}}},
     true},
    {"a group with other attributes",
     {.user = ALICE, .groups = {{"BG", GROUP}}},
     {.user = ALICE, .groups = {{"BG", DENY}}},
     false},
    {"attributes the other way round",
     {.user = ALICE, .groups = {{"BG", GROUP}, {"BO", DENY}}},
     {.user = ALICE, .groups = {{"BG", DENY}, {"BO", GROUP}}},
     false},
    {"only one is restricted", {.user = ALICE}, {.user = ALICE, .restricted = {"RC"}}, false},
    {"both are restricted",
     {.user = ALICE, .restricted = {"RC", "WD"}},
     {.user = ALICE, .restricted = {"WD", "RC"}},
     true},
    {"restricted by other SIDs",
     {.user = ALICE, .restricted = {"RC"}},
     {.user = ALICE, .restricted = {"WD"}},
     false},
    {"restricted by more SIDs",
     {.user = ALICE, .restricted = {"RC"}},
     {.user = ALICE, .restricted = {"RC", "WD"}},
     false},
    {"one privilege more", {.user = ALICE}, {.user = ALICE, .off = BIT(DEBUG)}, false},
    {"a privilege that is enabled",
     {.user = ALICE, .off = BIT(DEBUG)},
     {.user = ALICE, .on = BIT(DEBUG)},
     false},
    {"another label",
     {.user = ALICE, .integrity = "Medium"},
     {.user = ALICE, .integrity = "Low"},
     false},
    {"type, level and session do not count",
     {.user = ALICE},
     {.user = ALICE,
      .type = TokenImpersonation,
      .level = SecurityDelegation,
      .authentication = 0x777,
      .elevated = true,
      .no_dacl = true},
     true},
};

START_TEST(tokens_are_equal_as_the_row_says)
{
    struct se_token *a = token_from(w, rows[_i].a), *b = token_from(w, rows[_i].b);

    ck_assert_msg(se_tokens_equal(a, b) == rows[_i].equal, "%s", rows[_i].why);
    ck_assert_msg(se_tokens_equal(b, a) == rows[_i].equal, "%s, the other way", rows[_i].why);
    ck_assert(se_tokens_equal(a, a) && se_tokens_equal(b, b));
    srm_release(a);
    srm_release(b);
}
END_TEST

START_TEST(what_is_enabled_by_default_counts)
{
    struct se_token *a = token_from(w, (struct token_words){.user = ALICE});
    struct se_token *b = se_token_copy(a, TokenPrimary, SecurityAnonymous, false);

    ck_assert(se_tokens_equal(a, b));
    b->enabled_by_default ^= BIT(CHANGE_NOTIFY);
    ck_assert(!se_tokens_equal(a, b));
    srm_release(a);
    srm_release(b);
}
END_TEST

/* Labels came with Vista. */
static const struct {
    const char *profile;
    bool equal;
} labels[] = {{"nt5.2", true}, {"nt6.0", false}, {"nt10.0", false}};

START_TEST(label_counts_since_vista)
{
    struct se_token *a, *b;

    ck_assert(srm_world_reset(w, labels[_i].profile));
    a = token_from(w, (struct token_words){.user = ALICE, .integrity = "Medium"});
    b = token_from(w, (struct token_words){.user = ALICE, .integrity = "High"});
    ck_assert(se_tokens_equal(a, b) == labels[_i].equal);
    srm_release(a);
    srm_release(b);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("se/compare");

    tcase_add_checked_fixture(tcase, open_world, close_world);
    tcase_add_loop_test(tcase, tokens_are_equal_as_the_row_says, 0, ROWS(rows));
    tcase_add_test(tcase, what_is_enabled_by_default_counts);
    tcase_add_loop_test(tcase, label_counts_since_vista, 0, ROWS(labels));
    return suite_end();
}
