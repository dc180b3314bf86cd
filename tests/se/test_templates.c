/* The templates of tokens (access-check T-11 to T-15). */
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

#include "rtl/luid.h"
#include "rtl/sid.h"
#include "se/templates.h"

#include <string.h>

#define BIT(name) SE_PRIVILEGE_BIT(SE_##name##_PRIVILEGE)
#define USUAL_OFF (BIT(SHUTDOWN) | BIT(UNDOCK) | BIT(INC_WORKING_SET) | BIT(TIME_ZONE))
#define USUAL_ON  (BIT(CHANGE_NOTIFY) | BIT(IMPERSONATE) | BIT(CREATE_GLOBAL))

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
    const char *name;
    const char *user;  /* NULL: given */
    const char *owner; /* NULL: the user */
    uint64_t on;       /* exactly */
    uint64_t off;      /* at least */
    ULONG integrity;
    ULONG session; /* AuthenticationId; 0: one of the world's */
    TOKEN_ELEVATION_TYPE elevation;
    TOKEN_TYPE type;
} templates[] = {
    {"user", NULL, NULL, BIT(CHANGE_NOTIFY), USUAL_OFF, 0x2000, 0, TokenElevationTypeDefault,
     TokenPrimary},
    {"administrator", NULL, "BA", USUAL_ON, BIT(DEBUG) | BIT(BACKUP) | BIT(SECURITY), 0x3000, 0,
     TokenElevationTypeFull, TokenPrimary},
    {"filtered-administrator", NULL, NULL, BIT(CHANGE_NOTIFY), USUAL_OFF, 0x2000, 0,
     TokenElevationTypeLimited, TokenPrimary},
    {"service", NULL, NULL, USUAL_ON, 0, 0x4000, 0, TokenElevationTypeDefault, TokenPrimary},
    {"system", "SY", "BA",
     USUAL_ON | BIT(TCB) | BIT(CREATE_PAGEFILE) | BIT(LOCK_MEMORY) | BIT(INC_BASE_PRIORITY) |
         BIT(CREATE_PERMANENT) | BIT(DEBUG) | BIT(AUDIT) | BIT(PROF_SINGLE_PROCESS),
     BIT(CREATE_TOKEN) | BIT(TAKE_OWNERSHIP) | BIT(ASSIGNPRIMARYTOKEN) | BIT(INCREASE_QUOTA) |
         BIT(SECURITY) | BIT(SYSTEM_ENVIRONMENT) | BIT(BACKUP) | BIT(RESTORE) | BIT(SHUTDOWN) |
         BIT(LOAD_DRIVER) | BIT(SYSTEMTIME),
     0x4000, 0x3E7, TokenElevationTypeDefault, TokenPrimary},
    {"local-service", "LS", NULL, USUAL_ON, 0, 0x4000, 0x3E5, TokenElevationTypeDefault,
     TokenPrimary},
    {"network-service", "NS", NULL, USUAL_ON, 0, 0x4000, 0x3E4, TokenElevationTypeDefault,
     TokenPrimary},
    {"anonymous", "AN", NULL, 0, 0, 0, 0x3E6, TokenElevationTypeDefault, TokenImpersonation},
    {"anonymous-with-everyone", "AN", NULL, 0, 0, 0, 0x3E6, TokenElevationTypeDefault,
     TokenImpersonation},
};

static struct se_token *token_like(const char *name)
{
    const struct se_template *row = se_template_by_name(name);

    ck_assert_ptr_nonnull(row);
    return token_from(w, (struct token_words){.like = name, .user = row->user ? NULL : ALICE});
}

static bool is(const SID *sid, const char *word)
{
    const SE_SID named = sid_from_word(word);

    return rtl_sid_equal(sid, &named.Sid);
}

START_TEST(token_is_as_the_template_says)
{
    struct se_token *token = token_like(templates[_i].name);
    const char *user = templates[_i].user ? templates[_i].user : ALICE;

    ck_assert(is(se_token_user(token), user));
    ck_assert(
        is(&token->body->sids[token->owner].Sid, templates[_i].owner ? templates[_i].owner : user));
    ck_assert(is(&token->body->sids[token->primary_group].Sid, user));
    ck_assert_uint_eq(token->enabled, templates[_i].on);
    ck_assert_uint_eq(token->enabled_by_default, templates[_i].on);
    ck_assert_uint_eq(token->present & token->enabled, token->enabled);
    ck_assert_uint_eq(templates[_i].off & (~token->present | token->enabled), 0);
    ck_assert_uint_eq(token->integrity, templates[_i].integrity);
    ck_assert_uint_eq(token->mandatory_policy, TOKEN_MANDATORY_POLICY_VALID_MASK);
    if (templates[_i].session)
        ck_assert_uint_eq(rtl_luid_value(token->AuthenticationId), templates[_i].session);
    else
        ck_assert_uint_ge(rtl_luid_value(token->AuthenticationId), 0x10000);
    ck_assert_int_eq(token->elevation, templates[_i].elevation);
    ck_assert_int_eq(token->type, templates[_i].type);
    ob_dereference(token);
}
END_TEST

START_TEST(names_are_those_of_the_table)
{
    ck_assert_str_eq(se_template_name((size_t)_i), templates[_i].name);
    ck_assert_str_eq(se_template_by_name(templates[_i].name)->name, templates[_i].name);
    ck_assert_ptr_null(se_template_name((size_t)ROWS(templates)));
    ck_assert_ptr_null(se_template_by_name("users"));
    ck_assert_ptr_null(se_template_by_name(""));
}
END_TEST

static uint32_t attributes_of(const struct se_token *token, const char *word)
{
    for (uint32_t i = 1; i < token->body->count; i++)
        if (is(&token->body->sids[i].Sid, word))
            return token->attributes->values[i];
    return UINT32_MAX;
}

static const struct {
    const char *template, *group;
    uint32_t attributes; /* UINT32_MAX: not in it */
} groups[] = {
    {"user", "WD", 7},
    {"user", "BU", 7},
    {"user", "AU", 7},
    {"user", "IU", 7},
    {"user", "BA", UINT32_MAX},
    {"administrator", "BA", 15},
    {"system", "BA", 14},
    {"system", "WD", 7},
    {"system", "AU", 7},
    {"filtered-administrator", "BA", 16},
    {"service", "SU", 7},
    {"local-service", "SU", 7},
    {"network-service", "SU", 7},
    {"anonymous", "WD", UINT32_MAX},
    {"anonymous-with-everyone", "WD", 7},
};

START_TEST(group_has_its_attributes)
{
    struct se_token *token = token_like(groups[_i].template);

    ck_assert_uint_eq(attributes_of(token, groups[_i].group), groups[_i].attributes);
    ob_dereference(token);
}
END_TEST

/* access-check T-25: the owner and LocalSystem have all; T-11: administrators only read. */
static const struct {
    const char *template, *expected;
} default_dacls[] = {
    {"user", "(A;;GA;;;U)(A;;GA;;;SY)"},
    {"administrator", "(A;;GA;;;BA)(A;;GA;;;SY)"},
    {"local-service", "(A;;GA;;;LS)(A;;GA;;;SY)"},
    {"system", "(A;;0xA0020000;;;BA)(A;;GA;;;SY)"},
};

START_TEST(default_dacl_is_the_usual_one)
{
    struct se_token *token = token_like(default_dacls[_i].template);
    struct rtl_acl *expected = acl_from_text(w, default_dacls[_i].expected);

    ck_assert_uint_eq(token->default_dacl->size, expected->size);
    ck_assert_mem_eq(&token->default_dacl->bytes, &expected->bytes, expected->size);
    ck_assert_ptr_eq(token->header.descriptor->dacl, token->default_dacl);
    ck_assert_uint_eq(token->header.descriptor->integrity, token->integrity);
    rtl_acl_dereference(w, expected);
    ob_dereference(token);
}
END_TEST

START_TEST(only_filtered_and_full_tokens_are_marked)
{
    struct se_token *token = token_like(templates[_i].name);

    ck_assert(token->filtered == (templates[_i].elevation == TokenElevationTypeLimited));
    ck_assert(token->elevated == (templates[_i].elevation == TokenElevationTypeFull));
    ck_assert_mem_eq(token->source.SourceName, "User32\0", 8);
    ob_dereference(token);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("se/templates");

    tcase_add_checked_fixture(tcase, open_world, close_world);
    tcase_add_loop_test(tcase, token_is_as_the_template_says, 0, ROWS(templates));
    tcase_add_loop_test(tcase, names_are_those_of_the_table, 0, ROWS(templates));
    tcase_add_loop_test(tcase, group_has_its_attributes, 0, ROWS(groups));
    tcase_add_loop_test(tcase, default_dacl_is_the_usual_one, 0, ROWS(default_dacls));
    tcase_add_loop_test(tcase, only_filtered_and_full_tokens_are_marked, 0, ROWS(templates));
    return suite_end();
}
