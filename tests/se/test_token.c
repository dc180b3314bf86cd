/* Tokens: what a copy shares, keeps and has of its own (impersonation.md 4.3 to 4.5). */
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ex/pool.h"
#include "ex/rules.h"
#include "rtl/luid.h"
#include "se/names.h"

#include <stdio.h>
#include <string.h>

#define SHUTDOWN      SE_PRIVILEGE_BIT(SE_SHUTDOWN_PRIVILEGE)
#define CHANGE_NOTIFY SE_PRIVILEGE_BIT(SE_CHANGE_NOTIFY_PRIVILEGE)
#define OFF           SE_PRIVILEGE_BIT(SE_TIME_ZONE_PRIVILEGE)

static struct srm_world *w;

static void open_world(void)
{
    w = srm_world_new(NULL);
}

static void close_world(void)
{
    ck_assert_uint_eq(srm_world_delete(w), 0);
}

static struct se_token *rich_token(void)
{
    return token_from(
        w,
        (struct token_words){
            .like = "administrator",
            .user = ALICE,
            .restricted = {"RC", "WD"},
            .groups = {{"BG", 0}, {"BO", SE_GROUP_USE_FOR_DENY_ONLY}, {"S-1-5-5-0-77", 0xC0000007}},
            .package = "S-1-15-2-1-2-3",
            .integrity = "Low",
            .origin = 0x3E7,
            .authentication = 0x1234,
        });
}

static void assert_same_content(const struct se_token *a, const struct se_token *b)
{
    ck_assert(rtl_luid_equal(a->AuthenticationId, b->AuthenticationId));
    ck_assert(rtl_luid_equal(a->ParentTokenId, b->ParentTokenId));
    ck_assert(rtl_luid_equal(a->OriginatingLogonSession, b->OriginatingLogonSession));
    ck_assert(rtl_luid_equal(a->ModifiedId, b->ModifiedId));
    ck_assert_mem_eq(&a->source, &b->source, sizeof a->source);
    ck_assert_int_eq(a->ExpirationTime.QuadPart, b->ExpirationTime.QuadPart);
    ck_assert_int_eq(a->elevation, b->elevation);
    ck_assert(a->elevated == b->elevated && a->filtered == b->filtered);
    ck_assert_uint_eq(a->integrity, b->integrity);
    ck_assert_uint_eq(a->mandatory_policy, b->mandatory_policy);
    ck_assert_uint_eq(a->SessionId, b->SessionId);
    ck_assert_uint_eq(a->dynamic_charged, b->dynamic_charged);
    ck_assert_uint_eq(a->present, b->present);
    ck_assert_uint_eq(a->enabled, b->enabled);
    ck_assert_uint_eq(a->enabled_by_default, b->enabled_by_default);
    ck_assert_uint_eq(a->owner, b->owner);
    ck_assert_uint_eq(a->primary_group, b->primary_group);
    ck_assert_ptr_eq(a->default_dacl, b->default_dacl);
}

START_TEST(copy_keeps_everything_but_its_identity)
{
    struct se_token *token = rich_token();
    struct se_token *copy = se_token_copy(token, TokenImpersonation, SecurityDelegation, false);

    assert_same_content(token, copy);
    ck_assert_ptr_eq(copy->body, token->body);
    ck_assert_ptr_eq(copy->attributes, token->attributes);
    ck_assert(!rtl_luid_equal(copy->TokenId, token->TokenId));
    ck_assert(rtl_luid_equal(copy->copied_from, token->TokenId));
    ck_assert_uint_eq(copy->header.id, rtl_luid_value(copy->TokenId));
    ck_assert_int_eq(copy->type, TokenImpersonation);
    ck_assert_int_eq(copy->level, SecurityDelegation);
    ck_assert_uint_eq(copy->header.references, 1);
    ck_assert_ptr_null(copy->header.descriptor);
    ob_dereference(token);
    ob_dereference(copy);
}
END_TEST

static const struct {
    TOKEN_TYPE type;
    SECURITY_IMPERSONATION_LEVEL level;
    bool differs;
} kinds[] = {
    {TokenPrimary, SecurityAnonymous, false},
    {TokenPrimary, SecurityImpersonation, true},
    {TokenImpersonation, SecurityAnonymous, true},
    {TokenImpersonation, SecurityImpersonation, true},
};

START_TEST(modified_id_is_kept_unless_the_policy_says_otherwise)
{
    struct se_token *token = rich_token(), *copy;

    for (int policy = 0; policy < 2; policy++) {
        ck_assert(srm_world_set_policy(w, "modified-id", policy ? "new" : "keep"));
        copy = se_token_copy(token, kinds[_i].type, kinds[_i].level, false);
        ck_assert(rtl_luid_equal(copy->ModifiedId, token->ModifiedId) ==
                  !(policy && kinds[_i].differs));
        ob_dereference(copy);
    }
    ob_dereference(token);
}
END_TEST

/* A token with that many groups besides the usual ones. */
static struct se_token *token_with_groups(unsigned count)
{
    struct se_token_parts parts = {.count = count + 1};
    SE_SID *sids = srm_alloc(w, (count + 1) * sizeof *sids);
    uint32_t *attributes = srm_alloc(w, (count + 1) * sizeof *attributes);
    struct se_logon_session *session = se_logon_session_reference(w, rtl_luid_from(0x999));
    struct se_token *token;
    char text[64];

    for (unsigned i = 0; i <= count; i++) {
        snprintf(text, sizeof text, "S-1-5-21-9-9-9-%u", i);
        sids[i] = sid_from_word(text);
        attributes[i] = SE_GROUP_ENABLED;
    }
    parts.user_and_groups = sids;
    parts.attributes = attributes;
    token = se_token_new(w, &parts, session);
    se_logon_session_dereference(w, session);
    srm_free(w, sids);
    srm_free(w, attributes);
    return token;
}

static void count_all(size_t *counts)
{
    for (int kind = 0; kind < EX_KIND_COUNT; kind++)
        counts[kind] = ex_pool_alive(w->pool, (enum ex_kind)kind);
}

/* What a copy takes of the pool does not depend on what the token holds. */
START_TEST(copy_costs_one_token_whatever_it_holds)
{
    static const unsigned group_counts[] = {0, 9, 999};

    for (int i = 0; i < ROWS(group_counts); i++) {
        struct se_token *token = token_with_groups(group_counts[i]);
        size_t before[EX_KIND_COUNT], after[EX_KIND_COUNT];
        struct se_token *copy;

        count_all(before);
        copy = se_token_copy(token, TokenImpersonation, SecurityImpersonation, false);
        count_all(after);
        before[EX_KIND_Token]++;
        ck_assert_mem_eq(before, after, sizeof before);
        ck_assert_uint_eq(copy->body->references, 2);
        ck_assert_uint_eq(copy->attributes->references, 2);
        ob_dereference(token);
        ob_dereference(copy);
    }
}
END_TEST

static void set_attributes(struct se_token *token, uint32_t place, uint32_t attributes)
{
    uint32_t values[16];

    ck_assert_uint_le(token->body->count, 16);
    memcpy(values, token->attributes->values, token->body->count * sizeof *values);
    values[place] = attributes;
    se_token_set_attributes(token, values);
}

START_TEST(copy_and_source_are_independent)
{
    struct se_token *token = rich_token();
    struct se_token *copy = se_token_copy(token, TokenPrimary, SecurityAnonymous, false);
    struct rtl_acl *dacl = acl_from_text(w, "(A;;GA;;;WD)");

    se_token_set_privileges(copy, CHANGE_NOTIFY, 0);
    se_token_set_default_dacl(copy, dacl);
    set_attributes(copy, 1, 0);
    ck_assert_uint_ne(token->present, CHANGE_NOTIFY);
    ck_assert_ptr_ne(token->default_dacl, dacl);
    ck_assert_uint_ne(token->attributes->values[1], 0);
    ck_assert_uint_eq(copy->attributes->values[1], 0);
    ck_assert_ptr_ne(copy->attributes, token->attributes);
    ck_assert_uint_eq(token->attributes->references, 1);
    rtl_acl_dereference(w, dacl);
    ob_dereference(token);
    ob_dereference(copy);
}
END_TEST

START_TEST(attributes_of_one_token_are_changed_in_place)
{
    struct se_token *token = rich_token();
    const struct se_attributes *attributes = token->attributes;

    set_attributes(token, 2, SE_GROUP_USE_FOR_DENY_ONLY);
    ck_assert_ptr_eq(token->attributes, attributes);
    ck_assert_uint_eq(attributes->values[2], SE_GROUP_USE_FOR_DENY_ONLY);
    ob_dereference(token);
}
END_TEST

/* access-check O-7 */
START_TEST(modified_id_is_new_only_when_something_changed)
{
    struct se_token *token = rich_token();
    LUID before = token->ModifiedId;

    se_token_set_privileges(token, token->present, token->enabled);
    ck_assert(rtl_luid_equal(token->ModifiedId, before));
    se_token_set_attributes(token, token->attributes->values);
    ck_assert(rtl_luid_equal(token->ModifiedId, before));
    se_token_set_privileges(token, token->present, 0);
    ck_assert(!rtl_luid_equal(token->ModifiedId, before));
    before = token->ModifiedId;
    set_attributes(token, 1, 0);
    ck_assert(!rtl_luid_equal(token->ModifiedId, before));
    ob_dereference(token);
}
END_TEST

START_TEST(removed_privilege_is_no_longer_enabled_by_default)
{
    struct se_token *token = rich_token();

    ck_assert(token->enabled_by_default & CHANGE_NOTIFY);
    se_token_set_privileges(token, token->present, token->enabled & ~CHANGE_NOTIFY);
    ck_assert(token->enabled_by_default & CHANGE_NOTIFY);
    se_token_set_privileges(token, token->present & ~CHANGE_NOTIFY, token->enabled);
    ck_assert(!(token->enabled_by_default & CHANGE_NOTIFY));
    ob_dereference(token);
}
END_TEST

static bool has_sid(const struct se_token *token, const char *word)
{
    const SE_SID sid = sid_from_word(word);

    for (uint32_t i = 0; i < token->body->count; i++)
        if (rtl_sid_equal(&token->body->sids[i].Sid, &sid.Sid))
            return true;
    return false;
}

/* impersonation.md 4.4 */
START_TEST(effective_only_leaves_out_what_is_not_enabled)
{
    struct se_token *token = rich_token();
    struct se_token *copy = se_token_copy(token, TokenImpersonation, SecurityImpersonation, true);

    ck_assert(has_sid(token, "BG") && has_sid(token, "BO"));
    ck_assert(!has_sid(copy, "BG") && !has_sid(copy, "BO"));
    ck_assert(has_sid(copy, "BA") && has_sid(copy, "S-1-5-5-0-77"));
    ck_assert(rtl_sid_equal(se_token_user(copy), se_token_user(token)));
    ck_assert_uint_eq(copy->body->count, token->body->count - 2);
    ck_assert_uint_eq(copy->present, token->enabled);
    ck_assert_uint_eq(copy->enabled, token->enabled);
    ck_assert_uint_eq(copy->enabled_by_default & ~copy->present, 0);
    ck_assert_uint_eq(copy->integrity, token->integrity);
    ck_assert_ptr_eq(copy->default_dacl, token->default_dacl);
    ck_assert_uint_eq(copy->body->restricting_count, 2);
    ck_assert(
        rtl_sid_equal(&se_token_restricting(copy)[1].Sid, &se_token_restricting(token)[1].Sid));
    ck_assert(copy->body->lowbox);
    ck_assert(rtl_sid_equal(&copy->body->package.Sid, &token->body->package.Sid));
    ob_dereference(token);
    ob_dereference(copy);
}
END_TEST

START_TEST(stripped_copy_keeps_owner_and_group_that_stay)
{
    struct se_token *token = rich_token(), *copy;
    const SE_SID administrators = sid_from_word("BA");

    token->primary_group = token->owner;
    copy = se_token_copy(token, TokenImpersonation, SecurityImpersonation, true);
    ck_assert(rtl_sid_equal(&copy->body->sids[copy->owner].Sid, &administrators.Sid));
    ck_assert(rtl_sid_equal(&copy->body->sids[copy->primary_group].Sid, &administrators.Sid));
    ob_dereference(token);
    ob_dereference(copy);
}
END_TEST

/* T-7: the user's SID is longer than that of the group whose place it takes. */
START_TEST(stripped_copy_has_room_for_what_it_keeps)
{
    struct se_token *token = rich_token(), *copy;

    set_attributes(token, token->owner, SE_GROUP_OWNER);
    token->primary_group = token->owner;
    token->dynamic_charged = (ULONG)se_token_dynamic_size(token, token->default_dacl->size);
    copy = se_token_copy(token, TokenImpersonation, SecurityImpersonation, true);
    ck_assert_uint_gt(copy->dynamic_charged, token->dynamic_charged);
    ck_assert_uint_eq(copy->dynamic_charged, se_token_dynamic_size(copy, copy->default_dacl->size));
    ob_dereference(token);
    ob_dereference(copy);
}
END_TEST

static const struct {
    const char *sid;
    uint32_t user_attributes;
    bool possible;
} owners[] = {
    {ALICE, 0, true},
    {ALICE, SE_GROUP_USE_FOR_DENY_ONLY, true},
    {"BA", 0, true},
    {"SO", 0, true}, /* not enabled */
    {"BG", 0, false},
    {"BO", 0, false},
    {BOB, 0, false},
    {"S-1-16-12288", 0, false},
};

/* O-30 and O-17 */
START_TEST(token_owns_with_its_user_and_some_groups)
{
    const SE_SID sid = sid_from_word(owners[_i].sid);
    struct se_token *token =
        token_from(w, (struct token_words){
                          .like = "administrator",
                          .user = ALICE,
                          .user_attributes = owners[_i].user_attributes,
                          .groups = {{"BG", SE_GROUP_ENABLED},
                                     {"BO", SE_GROUP_OWNER | SE_GROUP_USE_FOR_DENY_ONLY},
                                     {"SO", SE_GROUP_OWNER}},
                          .integrity = "High",
                      });

    ck_assert(se_token_can_own(token, &sid.Sid) == owners[_i].possible);
    ob_dereference(token);
}
END_TEST

START_TEST(stripped_copy_falls_back_on_the_user)
{
    struct se_token *token = rich_token(), *copy;

    set_attributes(token, token->owner, SE_GROUP_OWNER);
    token->primary_group = token->owner;
    copy = se_token_copy(token, TokenImpersonation, SecurityImpersonation, true);
    ck_assert_uint_eq(copy->owner, 0);
    ck_assert_uint_eq(copy->primary_group, 0);
    ob_dereference(token);
    ob_dereference(copy);
}
END_TEST

START_TEST(disabled_user_is_never_stripped)
{
    struct se_token *token = token_from(
        w, (struct token_words){.user = ALICE, .user_attributes = SE_GROUP_USE_FOR_DENY_ONLY});
    struct se_token *copy = se_token_copy(token, TokenPrimary, SecurityAnonymous, true);

    ck_assert(rtl_sid_equal(se_token_user(copy), se_token_user(token)));
    ck_assert_uint_eq(copy->attributes->values[0], SE_GROUP_USE_FOR_DENY_ONLY);
    ob_dereference(token);
    ob_dereference(copy);
}
END_TEST

/* access-check T-24, T-28: owner, group and DACL are those that the token gives new objects. */
START_TEST(default_descriptor_is_made_of_the_defaults)
{
    struct se_token *token = rich_token();
    struct rtl_descriptor *descriptor =
        se_token_default_descriptor(token, SECURITY_MANDATORY_HIGH_RID);
    const SE_SID administrators = sid_from_word("BA");

    ck_assert(rtl_sid_equal(&descriptor->owner.Sid, &administrators.Sid));
    ck_assert(rtl_sid_equal(&descriptor->group.Sid, se_token_user(token)));
    ck_assert_ptr_eq(descriptor->dacl, token->default_dacl);
    ck_assert_uint_eq(descriptor->integrity, SECURITY_MANDATORY_HIGH_RID);
    rtl_descriptor_dereference(w, descriptor);
    ob_dereference(token);
}
END_TEST

START_TEST(dynamic_size_is_primary_group_and_dacl)
{
    struct se_token *token = rich_token();

    ck_assert_uint_eq(se_token_dynamic_size(token, 52), rtl_sid_length(se_token_user(token)) + 52);
    ob_dereference(token);
}
END_TEST

START_TEST(new_token_is_an_ordinary_primary_one)
{
    struct se_token *token = token_with_groups(1);

    ck_assert_int_eq(token->type, TokenPrimary);
    ck_assert_int_eq(token->level, SecurityAnonymous);
    ck_assert_uint_eq(token->integrity, SECURITY_MANDATORY_MEDIUM_RID);
    ck_assert_uint_eq(token->present, 0);
    ck_assert_ptr_null(token->default_dacl);
    ck_assert_ptr_null(token->header.descriptor);
    ck_assert_uint_eq(token->dynamic_charged, 500);
    ck_assert(!token->filtered && !token->elevated);
    ck_assert_int_eq(token->elevation, TokenElevationTypeDefault);
    ck_assert_uint_eq(token->mandatory_policy, TOKEN_MANDATORY_POLICY_VALID_MASK);
    ck_assert_int_eq(token->ExpirationTime.QuadPart, INT64_MAX);
    ck_assert_uint_ne(rtl_luid_value(token->ModifiedId), 0);
    ck_assert(!rtl_luid_equal(token->TokenId, token->ModifiedId));
    ob_dereference(token);
}
END_TEST

static const struct {
    const char *why;
    bool admin, restricted;
    struct token_words words;
} questions[] = {
    {"a user", false, false, {.user = ALICE}},
    {"an administrator", true, false, {.like = "administrator", .user = ALICE}},
    {"the system", true, false, {.like = "system"}},
    {"a filtered administrator", false, false, {.like = "filtered-administrator", .user = ALICE}},
    {"a disabled group is there all the same", true, false, {.user = ALICE, .groups = {{"BA", 0}}}},
    {"restricting SIDs", false, true, {.user = ALICE, .restricted = {"BA"}}},
};

/* access-check O-27 */
START_TEST(token_tells_what_it_is)
{
    struct se_token *token = token_from(w, questions[_i].words);

    ck_assert_msg(SeTokenIsAdmin(token) == questions[_i].admin, "%s", questions[_i].why);
    ck_assert_msg(SeTokenIsRestricted(token) == questions[_i].restricted, "%s", questions[_i].why);
    ck_assert(token->filtered || !questions[_i].restricted);
    ck_assert_int_eq(SeTokenType(token), TokenPrimary);
    ck_assert_int_eq(SeTokenImpersonationLevel(token), SecurityAnonymous);
    ob_dereference(token);
}
END_TEST

START_TEST(client_copy_may_find_no_pool)
{
    ck_assert_status(se_client_copy_granted(w), STATUS_SUCCESS);
    ck_assert(srm_pool_fail(w, "ClientTokenCopy", 1, false));
    ck_assert_status(se_client_copy_granted(w), STATUS_INSUFFICIENT_RESOURCES);
    ck_assert_status(se_client_copy_granted(w), STATUS_SUCCESS);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("se/token");

    tcase_add_checked_fixture(tcase, open_world, close_world);
    tcase_add_test(tcase, copy_keeps_everything_but_its_identity);
    tcase_add_loop_test(tcase, modified_id_is_kept_unless_the_policy_says_otherwise, 0,
                        ROWS(kinds));
    tcase_add_test(tcase, copy_costs_one_token_whatever_it_holds);
    tcase_add_test(tcase, copy_and_source_are_independent);
    tcase_add_test(tcase, attributes_of_one_token_are_changed_in_place);
    tcase_add_test(tcase, modified_id_is_new_only_when_something_changed);
    tcase_add_test(tcase, removed_privilege_is_no_longer_enabled_by_default);
    tcase_add_test(tcase, effective_only_leaves_out_what_is_not_enabled);
    tcase_add_test(tcase, stripped_copy_keeps_owner_and_group_that_stay);
    tcase_add_test(tcase, stripped_copy_falls_back_on_the_user);
    tcase_add_test(tcase, stripped_copy_has_room_for_what_it_keeps);
    tcase_add_loop_test(tcase, token_owns_with_its_user_and_some_groups, 0, ROWS(owners));
    tcase_add_test(tcase, disabled_user_is_never_stripped);
    tcase_add_test(tcase, default_descriptor_is_made_of_the_defaults);
    tcase_add_test(tcase, dynamic_size_is_primary_group_and_dacl);
    tcase_add_test(tcase, new_token_is_an_ordinary_primary_one);
    tcase_add_loop_test(tcase, token_tells_what_it_is, 0, ROWS(questions));
    tcase_add_test(tcase, client_copy_may_find_no_pool);
    return suite_end();
}
