/* What a token gives to the objects it makes, and to its copies (access-check.md T-24, IMP 4.4). */
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

#define SHUTDOWN SE_PRIVILEGE_BIT(SE_SHUTDOWN_PRIVILEGE)

static struct srm_world *w;
static struct se_token *token;

static void open_world(void)
{
    w = srm_world_new(NULL);
    token = token_from(w, (struct token_words){.user = ALICE, .off = SHUTDOWN});
}

static void close_world(void)
{
    ob_dereference(token);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}

static const SID *sid_at(uint32_t place)
{
    return &token->body->sids[place].Sid;
}

/* What is made next has the defaults of now. */
START_TEST(changed_defaults_go_into_the_next_descriptor)
{
    struct rtl_descriptor *first = se_token_default_descriptor(token, 0x2000);
    struct rtl_descriptor *second, *third, *fourth;
    struct rtl_acl *dacl = acl_from_text(w, "(A;;GA;;;WD)");

    se_token_set_owner(token, 1);
    second = se_token_default_descriptor(token, 0x2000);
    se_token_set_primary_group(token, 2);
    third = se_token_default_descriptor(token, 0x2000);
    se_token_set_default_dacl(token, dacl);
    fourth = se_token_default_descriptor(token, 0x1000);
    ck_assert(rtl_sid_equal(&first->owner.Sid, sid_at(0)));
    ck_assert(rtl_sid_equal(&second->owner.Sid, sid_at(1)));
    ck_assert(!rtl_sid_equal(&second->group.Sid, sid_at(2)));
    ck_assert(rtl_sid_equal(&third->group.Sid, sid_at(2)));
    ck_assert_ptr_ne(third->dacl, dacl);
    ck_assert_ptr_eq(fourth->dacl, dacl);
    ck_assert_uint_eq(third->integrity, 0x2000);
    ck_assert_uint_eq(fourth->integrity, 0x1000);
    rtl_acl_dereference(w, dacl);
    rtl_descriptor_dereference(w, first);
    rtl_descriptor_dereference(w, second);
    rtl_descriptor_dereference(w, third);
    rtl_descriptor_dereference(w, fourth);
}
END_TEST

START_TEST(unchanged_defaults_are_made_once)
{
    struct rtl_descriptor *first = se_token_default_descriptor(token, 0x2000);
    struct rtl_descriptor *second = se_token_default_descriptor(token, 0x2000);

    ck_assert_ptr_eq(first, second);
    rtl_descriptor_dereference(w, first);
    rtl_descriptor_dereference(w, second);
}
END_TEST

/* Copies share the DACL, and hold it; the descriptor that was made is the source's own. */
START_TEST(copy_holds_what_it_shares)
{
    struct rtl_descriptor *made = se_token_default_descriptor(token, 0x2000);
    uint32_t references = token->default_dacl->references;
    struct se_token *copy = se_token_copy(token, TokenPrimary, SecurityAnonymous, false);

    ck_assert_uint_eq(token->default_dacl->references, references + 1);
    ck_assert_ptr_null(copy->made);
    ob_dereference(copy);
    ck_assert_uint_eq(token->default_dacl->references, references);
    rtl_descriptor_dereference(w, made);
}
END_TEST

/* Groups keep their own attributes when others before them are left out. */
START_TEST(stripped_copy_keeps_attributes_with_their_groups)
{
    const uint32_t count = token->body->count;
    uint32_t attributes[16] = {0};
    struct se_token *copy;

    ck_assert_uint_gt(count, 3);
    ck_assert_uint_le(count, 16);
    for (uint32_t i = 0; i < count; i++)
        attributes[i] = SE_GROUP_ENABLED;
    attributes[1] = 0;
    attributes[count - 1] |= SE_GROUP_OWNER;
    se_token_set_attributes(token, attributes);
    copy = se_token_copy(token, TokenImpersonation, SecurityImpersonation, true);
    ck_assert_uint_eq(copy->body->count, count - 1);
    ck_assert_uint_eq(copy->attributes->values[1], SE_GROUP_ENABLED);
    ck_assert_uint_eq(copy->attributes->values[count - 2], SE_GROUP_ENABLED | SE_GROUP_OWNER);
    ob_dereference(copy);
}
END_TEST

/* A privilege that is left out is not enabled by default either. */
START_TEST(stripped_copy_has_no_default_of_what_is_gone)
{
    struct se_token *copy;

    token->enabled_by_default |= SHUTDOWN;
    copy = se_token_copy(token, TokenImpersonation, SecurityImpersonation, true);
    ck_assert_uint_eq(copy->present & SHUTDOWN, 0);
    ck_assert_uint_eq(copy->enabled_by_default & SHUTDOWN, 0);
    ob_dereference(copy);
}
END_TEST

int main(void)
{
    TCase *tests = suite_begin("se/token_defaults");

    tcase_add_checked_fixture(tests, open_world, close_world);
    tcase_add_test(tests, changed_defaults_go_into_the_next_descriptor);
    tcase_add_test(tests, unchanged_defaults_are_made_once);
    tcase_add_test(tests, copy_holds_what_it_shares);
    tcase_add_test(tests, stripped_copy_keeps_attributes_with_their_groups);
    tcase_add_test(tests, stripped_copy_has_no_default_of_what_is_gone);
    return suite_end();
}
