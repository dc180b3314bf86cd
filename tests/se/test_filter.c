/* Filtering tokens (access-check.md 3.3, O-12 to O-19). */
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ex/pool.h"
#include "rtl/luid.h"
#include "se/filter.h"

#include <string.h>

#define BIT(privilege) SE_PRIVILEGE_BIT(SE_##privilege##_PRIVILEGE)
#define DENY           SE_GROUP_USE_FOR_DENY_ONLY
#define ORDINARY \
    (BIT(CHANGE_NOTIFY) | BIT(SHUTDOWN) | BIT(UNDOCK) | BIT(INC_WORKING_SET) | BIT(TIME_ZONE))

static struct srm_world *w;
static struct se_token *source, *result;
static SE_SID disabled[4], restricting[4];
static uint32_t zeroes[4];
static struct se_filter filter;

static void open_world(void)
{
    w = srm_world_new(NULL);
    source = result = NULL;
    filter = (struct se_filter){
        .disabled = disabled, .restricting = restricting, .restricting_attributes = zeroes};
}

/* What a test made is all that is alive; nothing else may be left. */
static void close_world(void)
{
    if (result)
        ob_dereference(result);
    if (source)
        ob_dereference(source);
    ck_assert_uint_eq(srm_world_take_down(w), 0);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}

static void from(struct token_words words)
{
    source = token_from(w, words);
}

static void disable(const char *word)
{
    disabled[filter.disabled_count++] = sid_from_word(word);
}

static void restrict_to(const char *word)
{
    restricting[filter.restricting_count++] = sid_from_word(word);
}

static void make(void)
{
    ck_assert_status(se_filter_check_flags(w, &filter.flags), STATUS_SUCCESS);
    ck_assert_status(se_filter_check(source, &filter), STATUS_SUCCESS);
    result = se_filter_make(source, &filter);
}

static uint32_t attributes_in(const struct se_token *token, const char *word)
{
    SE_SID sid = sid_from_word(word);

    for (uint32_t i = 0; i < token->body->count; i++)
        if (rtl_sid_equal(&token->body->sids[i].Sid, &sid.Sid))
            return token->attributes->values[i];
    ck_abort_msg("%s is not in the token", word);
}

static bool restricted_by(const struct se_token *token, const char *word)
{
    SE_SID sid = sid_from_word(word);

    for (uint32_t i = 0; i < token->body->restricting_count; i++)
        if (rtl_sid_equal(&se_token_restricting(token)[i].Sid, &sid.Sid))
            return true;
    return false;
}

/* O-12, O-17 */
START_TEST(empty_filter_gives_another_token_with_the_same_content)
{
    from((struct token_words){.like = "administrator",
                              .user = ALICE,
                              .type = TokenImpersonation,
                              .level = SecurityDelegation,
                              .restricted = {"RC", "WD"},
                              .authentication = 0x1234,
                              .package = "S-1-15-2-1-2-3"});
    source->copied_from = rtl_luid_from(77);
    make();
    ck_assert(!rtl_luid_equal(result->TokenId, source->TokenId));
    ck_assert(!rtl_luid_equal(result->ModifiedId, source->ModifiedId));
    ck_assert(rtl_luid_equal(result->ParentTokenId, source->TokenId));
    ck_assert(rtl_luid_is_zero(result->copied_from));
    ck_assert(result->filtered);
    ck_assert_int_eq(result->type, TokenImpersonation);
    ck_assert_int_eq(result->level, SecurityDelegation);
    ck_assert_uint_eq(result->SessionId, source->SessionId);
    ck_assert(rtl_luid_equal(result->AuthenticationId, source->AuthenticationId));
    ck_assert_int_eq(result->elevation, TokenElevationTypeFull);
    ck_assert(result->elevated);
    ck_assert_uint_eq(result->integrity, source->integrity);
    ck_assert_uint_eq(result->present, source->present);
    ck_assert_uint_eq(result->enabled, source->enabled);
    ck_assert_uint_eq(result->owner, source->owner);
    ck_assert_uint_eq(result->app_container_number, source->app_container_number);
    ck_assert_ptr_eq(result->default_dacl, source->default_dacl);
    ck_assert_ptr_eq(result->body, source->body);
    ck_assert_ptr_eq(result->attributes, source->attributes);
    ck_assert_uint_eq(result->header.references, 1);
    ck_assert_ptr_null(result->header.descriptor);
}
END_TEST

/* O-14: user and mandatory groups too; what else an attribute says stays. */
START_TEST(disabled_sids_become_deny_only)
{
    from((struct token_words){.like = "administrator",
                              .user = ALICE,
                              .groups = {{"BG", SE_GROUP_ENABLED}, {"BO", DENY}}});
    disable("U");
    disable("WD");
    disable("BG");
    disable("SO"); /* not in the token */
    make();
    ck_assert_uint_eq(attributes_in(result, "U"), DENY);
    ck_assert_uint_eq(attributes_in(result, "WD"), SE_GROUP_MANDATORY | DENY);
    ck_assert_uint_eq(attributes_in(result, "BG"), DENY);
    ck_assert_uint_eq(attributes_in(result, "BO"), DENY);
    ck_assert_uint_eq(attributes_in(result, "BU"), 7);
    ck_assert_uint_eq(attributes_in(result, "BA"), 7 | SE_GROUP_OWNER);
    ck_assert_uint_eq(attributes_in(source, "WD"), 7);
    ck_assert_ptr_eq(result->body, source->body);
    ck_assert_ptr_ne(result->attributes, source->attributes);
    ck_assert_uint_eq(source->attributes->references, 1);
    ck_assert_uint_eq(result->owner, source->owner);
}
END_TEST

/* O-17 */
START_TEST(owner_that_becomes_deny_only_is_the_user)
{
    from((struct token_words){.like = "administrator", .user = ALICE});
    ck_assert_uint_ne(source->owner, 0);
    disable("BA");
    make();
    ck_assert_uint_eq(result->owner, 0);
    ck_assert_uint_ne(source->owner, 0);
    ck_assert_uint_eq(result->primary_group, source->primary_group);
}
END_TEST

static const struct {
    const char *why;
    ULONG flags;
    uint64_t removed, on, off, present, enabled;
} privileges[] = {
    {"named ones go, enabled or not", 0, BIT(DEBUG) | BIT(TCB) | BIT(BACKUP),
     BIT(CHANGE_NOTIFY) | BIT(DEBUG), BIT(TCB) | BIT(SHUTDOWN), BIT(CHANGE_NOTIFY) | BIT(SHUTDOWN),
     BIT(CHANGE_NOTIFY)},
    {"DISABLE_MAX_PRIVILEGE leaves one", DISABLE_MAX_PRIVILEGE, 0, BIT(CHANGE_NOTIFY) | BIT(DEBUG),
     BIT(TCB), BIT(CHANGE_NOTIFY), BIT(CHANGE_NOTIFY)},
    {"as it was", DISABLE_MAX_PRIVILEGE, 0, BIT(DEBUG), BIT(CHANGE_NOTIFY), BIT(CHANGE_NOTIFY), 0},
    {"also if the list names it", DISABLE_MAX_PRIVILEGE, BIT(CHANGE_NOTIFY), BIT(CHANGE_NOTIFY), 0,
     BIT(CHANGE_NOTIFY), BIT(CHANGE_NOTIFY)},
    {"if there is one", DISABLE_MAX_PRIVILEGE, 0, BIT(DEBUG), BIT(TCB), 0, 0},
};

/* O-13, O-15 */
START_TEST(privileges_are_removed)
{
    from((struct token_words){
        .like = "", .user = ALICE, .on = privileges[_i].on, .off = privileges[_i].off});
    source->enabled_by_default = source->present;
    filter.flags = privileges[_i].flags;
    filter.removed = privileges[_i].removed;
    make();
    ck_assert_msg(result->present == privileges[_i].present, "%s", privileges[_i].why);
    ck_assert_msg(result->enabled == privileges[_i].enabled, "%s", privileges[_i].why);
    ck_assert_uint_eq(result->enabled_by_default, privileges[_i].present);
}
END_TEST

static const struct {
    const char *group;
    uint32_t attributes;
    bool elevated;
} groups[] = {
    {"BA", 7, true},
    {"PU", 7, true},
    {"AO", 7, true},
    {"SO", 7, true},
    {"PO", 7, true},
    {"BO", 7, true},
    {"S-1-5-32-553", 7, true},
    {"RU", 7, true},
    {"NO", 7, true},
    {"CY", 7, true},
    {"S-1-5-21-9-9-9-498", 7, true},
    {"S-1-5-21-9-9-9-512", 7, true},
    {"S-1-5-21-9-9-9-516", 7, true},
    {"S-1-5-21-9-9-9-517", 7, true},
    {"S-1-5-21-9-9-9-518", 7, true},
    {"S-1-5-21-9-9-9-519", 7, true},
    {"S-1-5-21-9-9-9-520", 7, true},
    {"S-1-5-21-9-9-9-521", 7, true},
    {"S-1-5-114", 7, true},
    {"BA", 0, true}, /* a disabled one as well */
    {"BA", DENY, false},
    {"BA", SE_GROUP_INTEGRITY, false},
    {"RE", 7, false},
    {"BG", 7, false},
    {"S-1-5-21-9-9-9-513", 7, false},
    {"S-1-5-80-1-2-3-4-544", 7, false},  /* a service */
    {"S-1-5-111-1-2-3-4-544", 7, false}, /* the last of that kind of SIDs */
    {"S-1-5-112-1-2-3-4-544", 7, true},
};

/* O-19: what LUA_TOKEN does depends on whether there is a group of administrators. */
START_TEST(lua_token_filters_administrators)
{
    uint32_t expected = groups[_i].attributes;

    from((struct token_words){.like = "",
                              .user = "S-1-5-21-9-9-9-544", /* the user is no group */
                              .groups = {{groups[_i].group, groups[_i].attributes}, {"WD", 7}},
                              .integrity = "High",
                              .on = UINT64_MAX >> 27 & ~(uint64_t)3});
    source->elevated = true;
    filter.flags = LUA_TOKEN;
    make();
    if (groups[_i].elevated)
        expected = (expected & ~(SE_GROUP_ENABLED | SE_GROUP_ENABLED_BY_DEFAULT)) | DENY;
    ck_assert_uint_eq(attributes_in(result, groups[_i].group), expected);
    ck_assert_uint_eq(attributes_in(result, "WD"), 7);
    ck_assert_uint_eq(result->attributes->values[0], 0);
    ck_assert_uint_eq(result->present,
                      groups[_i].elevated
                          ? ORDINARY
                          : source->present &
                                ~(BIT(CREATE_TOKEN) | BIT(TCB) | BIT(TAKE_OWNERSHIP) | BIT(BACKUP) |
                                  BIT(RESTORE) | BIT(DEBUG) | BIT(IMPERSONATE) | BIT(RELABEL)));
    ck_assert_uint_eq(result->integrity, SECURITY_MANDATORY_HIGH_RID);
    ck_assert_int_eq(result->elevation, TokenElevationTypeDefault);
    ck_assert(result->elevated);
}
END_TEST

static const struct {
    ULONG flags;
    uint64_t removed, present;
} weaker[] = {
    {LUA_TOKEN, BIT(SHUTDOWN), BIT(CHANGE_NOTIFY) | BIT(UNDOCK)},
    {LUA_TOKEN | DISABLE_MAX_PRIVILEGE, 0, BIT(CHANGE_NOTIFY)},
};

START_TEST(lua_token_leaves_nothing_that_goes_otherwise)
{
    from((struct token_words){.like = "",
                              .user = ALICE,
                              .groups = {{"BA", 7}},
                              .on = BIT(CHANGE_NOTIFY) | BIT(SHUTDOWN) | BIT(UNDOCK) | BIT(DEBUG)});
    filter.flags = weaker[_i].flags;
    filter.removed = weaker[_i].removed;
    make();
    ck_assert_uint_eq(result->present, weaker[_i].present);
}
END_TEST

/* O-16 */
START_TEST(restricting_sids_come)
{
    from((struct token_words){.user = ALICE, .package = "S-1-15-2-1-2-3"});
    restrict_to("RC");
    restrict_to("SO"); /* need not be a group */
    make();
    ck_assert_uint_eq(result->body->restricting_count, 2);
    ck_assert(restricted_by(result, "RC") && restricted_by(result, "SO"));
    ck_assert(!result->write_restricted);
    ck_assert(!se_token_is_restricted(source));
    ck_assert_uint_eq(result->body->count, source->body->count);
    ck_assert(rtl_sid_equal(se_token_user(result), se_token_user(source)));
    ck_assert(result->body->lowbox);
    ck_assert(rtl_sid_equal(&result->body->package.Sid, &source->body->package.Sid));
    ck_assert_uint_eq(result->app_container_number, source->app_container_number);
    ck_assert_ptr_eq(result->attributes, source->attributes);
}
END_TEST

START_TEST(restricting_sids_intersect)
{
    from((struct token_words){.user = ALICE, .restricted = {"WD", "RC", "BU"}});
    restrict_to("RC");
    restrict_to("SO");
    restrict_to("WD");
    make();
    ck_assert_uint_eq(result->body->restricting_count, 2);
    ck_assert(restricted_by(result, "RC") && restricted_by(result, "WD"));
}
END_TEST

/* The oldest version can do it. */
START_TEST(restricting_sids_intersect_in_windows_2000)
{
    ck_assert(srm_world_reset(w, "nt5.0"));
    from((struct token_words){.user = ALICE, .restricted = {"WD", "RC"}});
    restrict_to("RC");
    make();
    ck_assert_uint_eq(result->body->restricting_count, 1);
    ck_assert(restricted_by(result, "RC"));
}
END_TEST

START_TEST(restricting_sids_have_no_attributes)
{
    static const uint32_t attributes[] = {0, SE_GROUP_ENABLED};

    from((struct token_words){.user = ALICE});
    restrict_to("RC");
    restrict_to("WD");
    filter.restricting_attributes = attributes;
    ck_assert_status(se_filter_check(source, &filter), STATUS_INVALID_PARAMETER);
}
END_TEST

START_TEST(nothing_in_common_is_not_modelled)
{
    from((struct token_words){.user = ALICE, .restricted = {"WD"}});
    restrict_to("RC");
    ck_assert_status(se_filter_check(source, &filter), STATUS_NOT_IMPLEMENTED);
    ck_assert_ptr_nonnull(srm_world_not_modelled(w));
}
END_TEST

static const struct {
    bool restricted, for_writing;
    ULONG flags;
    bool list;
    NTSTATUS status;
    bool result_restricted, result_for_writing;
} ways[] = {
    {false, false, WRITE_RESTRICTED, true, STATUS_SUCCESS, true, true},
    {false, false, WRITE_RESTRICTED, false, STATUS_SUCCESS, false, false},
    {true, true, WRITE_RESTRICTED, true, STATUS_SUCCESS, true, true},
    {true, true, WRITE_RESTRICTED, false, STATUS_SUCCESS, true, true},
    {true, true, 0, false, STATUS_SUCCESS, true, true},
    {true, false, 0, false, STATUS_SUCCESS, true, false},
    {true, false, 0, true, STATUS_SUCCESS, true, false},
    {true, true, 0, true, STATUS_NOT_IMPLEMENTED, false, false},
    {true, false, WRITE_RESTRICTED, true, STATUS_NOT_IMPLEMENTED, false, false},
    {true, false, WRITE_RESTRICTED, false, STATUS_NOT_IMPLEMENTED, false, false},
};

START_TEST(write_restricted_and_wholly_restricted_do_not_mix)
{
    from((struct token_words){.user = ALICE, .restricted = {ways[_i].restricted ? "RC" : NULL}});
    source->write_restricted = ways[_i].for_writing;
    filter.flags = ways[_i].flags;
    if (ways[_i].list)
        restrict_to("RC");
    if (ways[_i].status != STATUS_SUCCESS) {
        ck_assert_status(se_filter_check(source, &filter), ways[_i].status);
        ck_assert_ptr_nonnull(srm_world_not_modelled(w));
        return;
    }
    make();
    ck_assert(se_token_is_restricted(result) == ways[_i].result_restricted);
    ck_assert(result->write_restricted == ways[_i].result_for_writing);
}
END_TEST

static const struct {
    const char *profile;
    ULONG flags;
    bool known;
    ULONG meaning; /* by the names of today */
} flags[] = {
    {"nt10.0", 0xF, true, 0xF},
    {"nt10.0", 0x10, false, 0x10},
    {"nt10.0", 0x80000001, false, 0x80000001},
    {"nt6.0", LUA_TOKEN, true, LUA_TOKEN},
    {"nt6.0", WRITE_RESTRICTED, true, WRITE_RESTRICTED},
    {"nt5.2", LUA_TOKEN, false, LUA_TOKEN},
    {"nt5.2", WRITE_RESTRICTED, false, WRITE_RESTRICTED},
    {"nt5.2", 3, true, 3},
    {"nt5.1sp2", 0x4, true, WRITE_RESTRICTED},
    {"nt5.1sp2", 0x7, true, 3 | WRITE_RESTRICTED},
    {"nt5.1sp2", 3, true, 3},
    {"nt5.1sp2", 0x8, false, 0x8},
    {"nt5.1sp2", 0xC, false, 0xC},
    {"nt5.0sp4", 0x4, false, 0x4},
    {"nt5.0", 0, true, 0},
};

/* O-12 */
START_TEST(flags_depend_on_the_version)
{
    ULONG given = flags[_i].flags;

    ck_assert(srm_world_reset(w, flags[_i].profile));
    ck_assert_status(se_filter_check_flags(w, &given),
                     flags[_i].known ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER);
    ck_assert_uint_eq(given, flags[_i].meaning);
}
END_TEST

#define INSTALLER "TrustedInstaller"

static const struct {
    const char *profile;
    struct token_words caller; /* the kernel if like is "kernel" */
    bool honoured;
} inert[] = {
    {"nt6.1", {.like = "kernel"}, true},
    {"nt6.1", {.like = "system"}, true},
    {"nt6.1", {.like = "administrator", .user = ALICE}, false},
    {"nt6.1", {.user = ALICE, .groups = {{INSTALLER, SE_GROUP_ENABLED}}}, true},
    {"nt6.1", {.user = ALICE, .groups = {{INSTALLER, 0}}}, false},
    {"nt10.0", {.user = INSTALLER}, true},
    {"nt10.0", {.user = ALICE}, false},
    {"nt6.0", {.user = ALICE}, true},
    {"nt5.1sp2", {.user = ALICE}, true},
};

/* O-18 */
START_TEST(sandbox_inert_is_for_the_system)
{
    struct se_token *caller = NULL;

    ck_assert(srm_world_reset(w, inert[_i].profile));
    from((struct token_words){.user = ALICE});
    if (!inert[_i].caller.like || strcmp(inert[_i].caller.like, "kernel") != 0)
        caller = token_from(w, inert[_i].caller);
    filter.caller = caller;
    make();
    ck_assert(!result->sandbox_inert);
    ob_dereference(result);
    filter.flags = SANDBOX_INERT;
    make();
    ck_assert(result->sandbox_inert == inert[_i].honoured);
    if (caller)
        ob_dereference(caller);
}
END_TEST

START_TEST(sandbox_inert_stays)
{
    from((struct token_words){.user = ALICE});
    source->sandbox_inert = true;
    filter.caller = source;
    make();
    ck_assert(result->sandbox_inert);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("se/filter");

    tcase_add_checked_fixture(tcase, open_world, close_world);
    tcase_add_test(tcase, empty_filter_gives_another_token_with_the_same_content);
    tcase_add_test(tcase, disabled_sids_become_deny_only);
    tcase_add_test(tcase, owner_that_becomes_deny_only_is_the_user);
    tcase_add_loop_test(tcase, privileges_are_removed, 0, ROWS(privileges));
    tcase_add_loop_test(tcase, lua_token_filters_administrators, 0, ROWS(groups));
    tcase_add_loop_test(tcase, lua_token_leaves_nothing_that_goes_otherwise, 0, ROWS(weaker));
    tcase_add_test(tcase, restricting_sids_come);
    tcase_add_test(tcase, restricting_sids_intersect);
    tcase_add_test(tcase, restricting_sids_intersect_in_windows_2000);
    tcase_add_test(tcase, restricting_sids_have_no_attributes);
    tcase_add_test(tcase, nothing_in_common_is_not_modelled);
    tcase_add_loop_test(tcase, write_restricted_and_wholly_restricted_do_not_mix, 0, ROWS(ways));
    tcase_add_loop_test(tcase, flags_depend_on_the_version, 0, ROWS(flags));
    tcase_add_loop_test(tcase, sandbox_inert_is_for_the_system, 0, ROWS(inert));
    tcase_add_test(tcase, sandbox_inert_stays);
    return suite_end();
}
