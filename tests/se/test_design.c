/* Designing tokens: templates and tokens as a start, changes, and what contradicts itself. */
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ex/pool.h"
#include "rtl/luid.h"
#include "se/design.h"

#include <string.h>

static struct srm_world *w;
static struct se_design design;
static const char *problem;

static void open_design(void)
{
    w = srm_world_new(NULL);
    se_design_init(&design);
}

static void close_design(void)
{
    se_design_free(&design);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}

static void set_user(const char *word)
{
    const SE_SID sid = sid_from_word(word);

    se_design_set_user(&design, &sid.Sid, 0);
}

static void set_group(const char *word, uint32_t attributes)
{
    const SE_SID sid = sid_from_word(word);

    se_design_set_group(&design, &sid.Sid, attributes);
}

static void remove_group(const char *word)
{
    const SE_SID sid = sid_from_word(word);

    se_design_remove_group(&design, &sid.Sid);
}

static void add_to(struct se_sid_list *list, const char *word)
{
    const SE_SID sid = sid_from_word(word);

    se_sid_list_add(list, &sid.Sid, 0);
}

START_TEST(user_alone_is_enough)
{
    struct se_token *token;

    set_user("U");
    token = se_design_make(w, &design, &problem);
    ck_assert_ptr_nonnull(token);
    ck_assert_ptr_null(problem);
    ck_assert_uint_eq(token->body->count, 1);
    ck_assert_uint_eq(token->integrity, SECURITY_MANDATORY_MEDIUM_RID);
    ck_assert_uint_eq(token->SessionId, 1);
    ck_assert_uint_eq(token->header.references, 1);
    ck_assert_uint_eq(token->default_dacl->bytes.AceCount, 2);
    ob_dereference(token);
}
END_TEST

START_TEST(token_without_user_is_refused)
{
    set_group("WD", SE_GROUP_ENABLED);
    ck_assert_ptr_null(se_design_make(w, &design, &problem));
    ck_assert_str_eq(problem, "the token has no user");
}
END_TEST

START_TEST(owner_must_be_in_the_token)
{
    set_user("U");
    design.has_owner = true;
    design.owner = sid_from_word("BA");
    ck_assert_ptr_null(se_design_make(w, &design, &problem));
    ck_assert_str_eq(problem, "the owner is not in the token");
    set_group("BA", SE_GROUP_OWNER);
    struct se_token *token = se_design_make(w, &design, &problem);

    ck_assert_uint_eq(token->owner, 1);
    ob_dereference(token);
}
END_TEST

START_TEST(primary_group_must_be_in_the_token)
{
    set_user("U");
    design.has_primary_group = true;
    design.primary_group = sid_from_word("BU");
    ck_assert_ptr_null(se_design_make(w, &design, &problem));
    ck_assert_str_eq(problem, "the primary group is not in the token");
    design.primary_group = sid_from_word("U");
    struct se_token *token = se_design_make(w, &design, &problem);

    ck_assert_uint_eq(token->primary_group, 0);
    ob_dereference(token);
}
END_TEST

START_TEST(unknown_template_is_refused)
{
    ck_assert(!se_design_like(&design, "nobody"));
}
END_TEST

START_TEST(group_is_added_changed_and_removed)
{
    set_user("U");
    for (int i = 0; i < 100; i++)
        set_group(i % 2 ? "WD" : "BU", (uint32_t)i);
    ck_assert_uint_eq(design.groups.count, 3);
    ck_assert_uint_eq(design.groups.attributes[1], 98);
    ck_assert_uint_eq(design.groups.attributes[2], 99);
    remove_group("BU");
    ck_assert_uint_eq(design.groups.count, 2);
    ck_assert_uint_eq(design.groups.attributes[1], 99);
    remove_group("BU");
    remove_group("U");
    ck_assert_uint_eq(design.groups.count, 2);
}
END_TEST

START_TEST(many_groups_fit)
{
    struct se_token *token;

    set_user("U");
    for (ULONG i = 0; i < 1000; i++) {
        SE_SID sid = sid_from_word(BOB);

        sid.Sid.SubAuthority[0] = i;
        se_design_set_group(&design, &sid.Sid, i);
    }
    token = se_design_make(w, &design, &problem);
    ck_assert_uint_eq(token->body->count, 1001);
    ck_assert_uint_eq(token->attributes->values[1000], 999);
    ob_dereference(token);
}
END_TEST

static const struct {
    uint32_t attributes;
    bool present, enabled, by_default;
} privileges[] = {
    {0, true, false, false},
    {SE_PRIVILEGE_ENABLED, true, true, false},
    {SE_PRIVILEGE_ENABLED_BY_DEFAULT, true, false, true},
    {SE_PRIVILEGE_ENABLED | SE_PRIVILEGE_ENABLED_BY_DEFAULT, true, true, true},
    {SE_PRIVILEGE_REMOVED, false, false, false},
    {SE_PRIVILEGE_REMOVED | SE_PRIVILEGE_ENABLED | SE_PRIVILEGE_ENABLED_BY_DEFAULT, false, false,
     false},
};

START_TEST(privilege_is_as_its_attributes_say)
{
    const uint64_t bit = SE_PRIVILEGE_BIT(SE_DEBUG_PRIVILEGE);

    for (int before = 0; before < 2; before++) {
        se_design_set_privilege(&design, SE_DEBUG_PRIVILEGE, before ? 3 : SE_PRIVILEGE_REMOVED);
        se_design_set_privilege(&design, SE_DEBUG_PRIVILEGE, privileges[_i].attributes);
        ck_assert(((design.present & bit) != 0) == privileges[_i].present);
        ck_assert(((design.enabled & bit) != 0) == privileges[_i].enabled);
        ck_assert(((design.enabled_by_default & bit) != 0) == privileges[_i].by_default);
    }
}
END_TEST

static const struct {
    enum se_design_dacl dacl;
    const char *expected; /* NULL: none */
} dacls[] = {
    {SE_DACL_USUAL, "(A;;GA;;;U)(A;;GA;;;SY)"},
    {SE_DACL_SYSTEM, "(A;;0xA0020000;;;BA)(A;;GA;;;SY)"},
    {SE_DACL_NONE, NULL},
    {SE_DACL_GIVEN, "(D;;0x1;;;WD)"},
};

START_TEST(default_dacl_is_the_one_asked_for)
{
    struct rtl_acl *expected = dacls[_i].expected ? acl_from_text(w, dacls[_i].expected) : NULL;
    struct se_token *token;

    set_user("U");
    design.dacl = dacls[_i].dacl;
    if (design.dacl == SE_DACL_GIVEN)
        design.default_dacl = rtl_acl_reference(expected);
    token = se_design_make(w, &design, &problem);
    ck_assert((token->default_dacl != NULL) == (expected != NULL));
    if (expected)
        ck_assert_mem_eq(&token->default_dacl->bytes, &expected->bytes, expected->size);
    rtl_acl_dereference(w, expected);
    ob_dereference(token);
}
END_TEST

START_TEST(space_is_charged_for_a_large_dacl)
{
    SE_SID everyone = sid_from_word("WD");
    struct rtl_ace rows[40];
    struct se_token *token;

    for (int i = 0; i < ROWS(rows); i++)
        rows[i] = (struct rtl_ace){.sid = &everyone.Sid};
    set_user("U");
    design.dacl = SE_DACL_GIVEN;
    design.default_dacl = rtl_acl_new(w, rows, ROWS(rows));
    token = se_design_make(w, &design, &problem);
    ck_assert_uint_eq(token->dynamic_charged, se_token_dynamic_size(token, 808));
    ob_dereference(token);
}
END_TEST

static struct se_token *rich_token(void)
{
    return token_from(w, (struct token_words){
                             .like = "administrator",
                             .user = BOB,
                             .restricted = {"RC"},
                             .groups = {{"BG", 0}, {"BO", SE_GROUP_USE_FOR_DENY_ONLY}},
                             .package = "S-1-15-2-1-2-3",
                             .integrity = "Low",
                             .origin = 0x3E7,
                             .authentication = 0x1234,
                             .type = TokenImpersonation,
                             .level = SecurityDelegation,
                         });
}

START_TEST(design_from_a_token_makes_one_like_it)
{
    struct se_token *token = rich_token(), *made;

    for (int round = 0; round < 2; round++) {
        se_design_clear(&design);
        se_design_from(&design, token);
        made = se_design_make(w, &design, &problem);
        ck_assert_ptr_nonnull(made);
        ck_assert_uint_eq(made->body->count, token->body->count);
        ck_assert_uint_eq(made->body->restricting_count, 1);
        ck_assert(made->body->lowbox);
        ck_assert_mem_eq(made->attributes->values, token->attributes->values,
                         token->body->count * sizeof(uint32_t));
        ck_assert(rtl_luid_equal(made->AuthenticationId, token->AuthenticationId));
        ck_assert(rtl_luid_equal(made->OriginatingLogonSession, token->OriginatingLogonSession));
        ck_assert(rtl_luid_equal(made->copied_from, token->TokenId));
        ck_assert_uint_eq(made->present, token->present);
        ck_assert_uint_eq(made->enabled, token->enabled);
        ck_assert_int_eq(made->type, TokenImpersonation);
        ck_assert_int_eq(made->level, SecurityDelegation);
        ck_assert_uint_eq(made->owner, token->owner);
        ck_assert_ptr_eq(made->default_dacl, token->default_dacl);
        ob_dereference(made);
    }
    ob_dereference(token);
}
END_TEST

/* The design holds a reference on the list, and se_design_make drops it, whatever it answers. */
START_TEST(refused_design_leaves_no_reference)
{
    struct se_token *token = rich_token();
    const uint32_t references = token->default_dacl->references;

    se_design_from(&design, token);
    design.owner = sid_from_word("SY");
    ck_assert_ptr_null(se_design_make(w, &design, &problem));
    ck_assert_uint_eq(token->default_dacl->references, references);
    ob_dereference(token);
}
END_TEST

START_TEST(design_from_a_token_without_dacl_has_none)
{
    struct se_token *token = token_from(w, (struct token_words){.user = ALICE, .no_dacl = true});
    struct se_token *made;

    se_design_from(&design, token);
    made = se_design_make(w, &design, &problem);
    ck_assert_ptr_null(made->default_dacl);
    ob_dereference(made);
    ob_dereference(token);
}
END_TEST

START_TEST(cleared_design_is_as_new)
{
    struct se_token *token;

    ck_assert(se_design_like(&design, "administrator"));
    set_user("U");
    add_to(&design.restricting, "RC");
    add_to(&design.capabilities, "S-1-15-3-1");
    se_design_clear(&design);
    ck_assert_uint_eq(design.groups.count, 1);
    ck_assert_ptr_null(se_design_make(w, &design, &problem));
    set_user("U");
    token = se_design_make(w, &design, &problem);
    ck_assert_uint_eq(token->body->count, 1);
    ck_assert_uint_eq(token->body->restricting_count, 0);
    ck_assert_uint_eq(token->body->capability_count, 0);
    ck_assert_uint_eq(token->present, 0);
    ob_dereference(token);
}
END_TEST

START_TEST(capabilities_stand_behind_the_restricting_sids)
{
    const SE_SID capability = sid_from_word("S-1-15-3-1"), code = sid_from_word("RC");
    struct se_token *token, *copy;

    set_user("U");
    se_sid_list_add(&design.restricting, &code.Sid, 0);
    se_sid_list_add(&design.capabilities, &capability.Sid, SE_GROUP_ENABLED);
    token = se_design_make(w, &design, &problem);
    copy = se_token_copy(token, TokenPrimary, SecurityAnonymous, true);
    ck_assert(rtl_sid_equal(&se_token_restricting(copy)->Sid, &code.Sid));
    ck_assert(rtl_sid_equal(&se_token_capabilities(copy)->Sid, &capability.Sid));
    se_design_clear(&design);
    se_design_from(&design, token);
    ck_assert_uint_eq(design.capabilities.count, 1);
    rtl_acl_dereference(w, design.default_dacl);
    ob_dereference(token);
    ob_dereference(copy);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("se/design");

    tcase_add_checked_fixture(tcase, open_design, close_design);
    tcase_add_test(tcase, user_alone_is_enough);
    tcase_add_test(tcase, token_without_user_is_refused);
    tcase_add_test(tcase, owner_must_be_in_the_token);
    tcase_add_test(tcase, primary_group_must_be_in_the_token);
    tcase_add_test(tcase, unknown_template_is_refused);
    tcase_add_test(tcase, group_is_added_changed_and_removed);
    tcase_add_test(tcase, many_groups_fit);
    tcase_add_loop_test(tcase, privilege_is_as_its_attributes_say, 0, ROWS(privileges));
    tcase_add_loop_test(tcase, default_dacl_is_the_one_asked_for, 0, ROWS(dacls));
    tcase_add_test(tcase, space_is_charged_for_a_large_dacl);
    tcase_add_test(tcase, design_from_a_token_makes_one_like_it);
    tcase_add_test(tcase, refused_design_leaves_no_reference);
    tcase_add_test(tcase, design_from_a_token_without_dacl_has_none);
    tcase_add_test(tcase, cleared_design_is_as_new);
    tcase_add_test(tcase, capabilities_stand_behind_the_restricting_sids);
    return suite_end();
}
