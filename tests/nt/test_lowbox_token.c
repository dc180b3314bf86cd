/* NtCreateLowBoxToken: order of checks, what the new token is (access-check O-33, A-51). */
#include "support/dacl_text.h"
#include "support/lists.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ex/pool.h"
#include "ex/rules.h"
#include "rtl/luid.h"

#define OUT_OF_POOL STATUS_INSUFFICIENT_RESOURCES
#define PACKAGE     "S-1-15-2-1-2-3-4-5-6-7"
#define LEFT \
    (SE_PRIVILEGE_BIT(SE_CHANGE_NOTIFY_PRIVILEGE) | SE_PRIVILEGE_BIT(SE_INC_WORKING_SET_PRIVILEGE))

static struct stage stage;
static PETHREAD caller;
static HANDLE result;
static SE_SID package;
static struct group_list capabilities;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    caller = stage.client_thread;
    act_as(caller);
    result = NULL;
    package = sid_from_word(PACKAGE);
    groups_in(&capabilities, (struct srm_group[]){{"S-1-15-3-1", SE_GROUP_ENABLED},
                                                  {"S-1-15-3-2", SE_GROUP_ENABLED},
                                                  {NULL, 0}});
}

static void close_stage(void)
{
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_Captured), 0);
    stage_close(&stage);
}

static NTSTATUS create(HANDLE source, ACCESS_MASK desired)
{
    return NtCreateLowBoxToken(&result, source, desired, NULL, &package, capabilities.count,
                               capabilities.entries, 0, NULL);
}

static HANDLE handle_of(struct token_words words, ACCESS_MASK granted)
{
    struct se_token *token = token_from(stage.w, words);
    HANDLE handle = handle_to(caller, token, granted);

    srm_release(token);
    return handle;
}

static HANDLE own_token(ACCESS_MASK granted)
{
    return handle_to(caller, stage.alice, granted);
}

START_TEST(token_is_low_primary_and_weak)
{
    HANDLE source = handle_of((struct token_words){.like = "administrator",
                                                   .user = ALICE,
                                                   .type = TokenImpersonation,
                                                   .level = SecurityDelegation,
                                                   .restricted = {"RC"}},
                              TOKEN_DUPLICATE);
    const struct se_token *before = token_behind(caller, source), *token;

    ck_assert_status(create(source, TOKEN_QUERY | TOKEN_DUPLICATE), STATUS_SUCCESS);
    token = token_behind(caller, result);
    ck_assert_int_eq(token->type, TokenPrimary);
    ck_assert_int_eq(token->level, SecurityDelegation);
    ck_assert_uint_eq(token->integrity, SECURITY_MANDATORY_LOW_RID);
    ck_assert_uint_eq(token->header.descriptor->integrity, SECURITY_MANDATORY_LOW_RID);
    ck_assert(token->body->lowbox);
    ck_assert(rtl_sid_equal(&token->body->package.Sid, &package.Sid));
    ck_assert_uint_eq(token->body->capability_count, 2);
    ck_assert(rtl_sid_equal(&se_token_capabilities(token)[1].Sid, &capabilities.sids[1].Sid));
    ck_assert_uint_eq(token->present, before->present & LEFT);
    ck_assert_uint_eq(token->enabled, before->enabled & LEFT);
    ck_assert_uint_eq(token->enabled_by_default, before->enabled_by_default & LEFT);
    ck_assert(rtl_sid_equal(se_token_user(token), se_token_user(before)));
    ck_assert_ptr_eq(token->attributes, before->attributes);
    ck_assert_uint_eq(token->body->count, before->body->count);
    ck_assert_uint_eq(token->body->restricting_count, 1);
    ck_assert(rtl_luid_equal(token->AuthenticationId, before->AuthenticationId));
    ck_assert(!rtl_luid_equal(token->TokenId, before->TokenId));
    ck_assert(!rtl_luid_equal(token->ModifiedId, before->ModifiedId));
    ck_assert(rtl_luid_equal(token->ParentTokenId, before->ParentTokenId));
    ck_assert(rtl_luid_is_zero(token->copied_from));
    ck_assert(!before->body->lowbox);
    ck_assert_uint_eq(granted_to(caller, result), TOKEN_QUERY | TOKEN_DUPLICATE);
    ck_assert_uint_eq(srm_references(token), 1);
}
END_TEST

START_TEST(app_containers_are_numbered)
{
    HANDLE source = own_token(TOKEN_DUPLICATE);

    ck_assert_uint_eq(stage.alice->app_container_number, 0);
    for (ULONG number = 1; number <= 2; number++) {
        ck_assert_status(create(source, TOKEN_QUERY), STATUS_SUCCESS);
        ck_assert_uint_eq(token_behind(caller, result)->app_container_number, number);
    }
}
END_TEST

START_TEST(capabilities_may_be_left_out)
{
    ck_assert_status(NtCreateLowBoxToken(&result, own_token(TOKEN_DUPLICATE), TOKEN_QUERY, NULL,
                                         &package, 0, NULL, 0, NULL),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(token_behind(caller, result)->body->capability_count, 0);
    ck_assert_status(NtCreateLowBoxToken(&result, own_token(TOKEN_DUPLICATE), TOKEN_QUERY, NULL,
                                         &package, 1, NULL, 0, NULL),
                     STATUS_ACCESS_VIOLATION);
}
END_TEST

/* What filtering it makes is the same box. */
START_TEST(filtered_box_keeps_what_it_is)
{
    SE_SID restricted = sid_from_word("RC");
    TOKEN_GROUPS restricting = {.GroupCount = 1, .Groups = {{&restricted, 0}}};
    const struct se_token *box, *token;

    ck_assert_status(create(own_token(TOKEN_DUPLICATE), TOKEN_DUPLICATE), STATUS_SUCCESS);
    box = token_behind(caller, result);
    ck_assert_status(NtFilterToken(result, 0, NULL, NULL, &restricting, &result), STATUS_SUCCESS);
    token = token_behind(caller, result);
    ck_assert(token != box && token->body->lowbox);
    ck_assert_uint_eq(token->body->capability_count, 2);
    ck_assert_mem_eq(se_token_capabilities(token), se_token_capabilities(box), 2 * sizeof(SE_SID));
    ck_assert_uint_eq(token->app_container_number, box->app_container_number);
}
END_TEST

/* OBJECT_ATTRIBUTES count. */
START_TEST(box_is_protected_as_asked)
{
    struct rtl_acl *dacl = acl_from_text(stage.w, "(A;;GA;;;U)(A;;GR;;;BG)");
    SECURITY_DESCRIPTOR descriptor = {
        .Revision = SECURITY_DESCRIPTOR_REVISION,
        .Control = SE_DACL_PRESENT,
        .Dacl = &dacl->bytes,
    };
    OBJECT_ATTRIBUTES attributes = {
        .Length = sizeof attributes,
        .Attributes = OBJ_INHERIT,
        .SecurityDescriptor = &descriptor,
    };
    const struct rtl_acl *made;

    ck_assert_status(NtCreateLowBoxToken(&result, own_token(TOKEN_DUPLICATE), TOKEN_QUERY,
                                         &attributes, &package, 0, NULL, 0, NULL),
                     STATUS_SUCCESS);
    made = token_behind(caller, result)->header.descriptor->dacl;
    ck_assert_uint_eq(made->size, dacl->size);
    ck_assert_mem_eq(&made->bytes, &dacl->bytes, dacl->size);
    ck_assert_uint_eq(ob_handle_find(&caller->process->handles, result)->attributes, OBJ_INHERIT);
    rtl_acl_dereference(stage.w, dacl);
}
END_TEST

static const struct {
    const char *package;
    NTSTATUS status;
} packages[] = {
    {PACKAGE, STATUS_SUCCESS},
    {PACKAGE "-8-9-10-11", STATUS_SUCCESS},
    {PACKAGE "-8", STATUS_INVALID_PACKAGE_SID_LENGTH},
    {"S-1-15-2-1", STATUS_INVALID_PACKAGE_SID_LENGTH},
    {"S-1-15-3-1-2-3-4-5-6-7", STATUS_INVALID_PARAMETER},
    {"S-1-16-2-1-2-3-4-5-6-7", STATUS_INVALID_PARAMETER},
    {ALICE, STATUS_INVALID_PARAMETER},
};

START_TEST(package_must_be_one)
{
    package = sid_from_word(packages[_i].package);
    ck_assert_status(create(own_token(TOKEN_DUPLICATE), TOKEN_QUERY), packages[_i].status);
    ck_assert((result != NULL) == NT_SUCCESS(packages[_i].status));
}
END_TEST

START_TEST(capability_must_be_one)
{
    HANDLE source = own_token(TOKEN_DUPLICATE);

    capabilities.sids[1] = sid_from_word("S-1-15-2-1");
    ck_assert_status(create(source, TOKEN_QUERY), STATUS_INVALID_PARAMETER);
    capabilities.sids[1].Sid.Revision = 0;
    ck_assert_status(create(source, TOKEN_QUERY), STATUS_INVALID_SID);
    capabilities.entries[1].Sid = SRM_UNREADABLE;
    ck_assert_status(create(source, TOKEN_QUERY), STATUS_ACCESS_VIOLATION);
    capabilities.count = 0x1001;
    ck_assert_status(create(source, TOKEN_QUERY), STATUS_INVALID_PARAMETER);
    ck_assert_ptr_null(result);
}
END_TEST

/* Each row repairs what the row before it died of: so the order of the checks shows. */
START_TEST(checks_come_in_order)
{
    HANDLE handle = NULL, *out = SRM_UNREADABLE;
    OBJECT_ATTRIBUTES attributes = {.Length = 1};
    PSID sid = SRM_UNREADABLE;
    ACCESS_MASK desired = SYNCHRONIZE;

#define CREATE                                                                      \
    NtCreateLowBoxToken(out, handle, desired, &attributes, sid, capabilities.count, \
                        capabilities.entries, 0, NULL)
    package.Sid.Revision = 0;
    capabilities.sids[0] = sid_from_word("WD");
    stage.alice->integrity = SECURITY_MANDATORY_LOW_RID;
    ck_assert_status(CREATE, STATUS_ACCESS_VIOLATION);
    out = &result;
    ck_assert_status(CREATE, STATUS_INVALID_PARAMETER);
    attributes.Length = sizeof attributes;
    ck_assert_status(CREATE, STATUS_ACCESS_VIOLATION);
    sid = &package;
    ck_assert_status(CREATE, STATUS_INVALID_SID);
    package = sid_from_word(PACKAGE "-1");
    ck_assert_status(CREATE, STATUS_INVALID_PACKAGE_SID_LENGTH);
    package = sid_from_word(PACKAGE);
    ck_assert_status(CREATE, STATUS_INVALID_PARAMETER);
    capabilities.sids[0] = sid_from_word("S-1-15-3-1");
    ck_assert_status(CREATE, STATUS_ACCESS_DENIED);
    stage.alice->integrity = SECURITY_MANDATORY_MEDIUM_RID;
    ck_assert_status(CREATE, STATUS_INVALID_HANDLE);
    handle = handle_to(caller, stage.client, PROCESS_ALL_ACCESS);
    ck_assert_status(CREATE, STATUS_OBJECT_TYPE_MISMATCH);
    handle = own_token(TOKEN_ALL_ACCESS & ~TOKEN_DUPLICATE);
    ck_assert_status(CREATE, STATUS_ACCESS_DENIED);
    handle = handle_of((struct token_words){.user = ALICE,
                                            .type = TokenImpersonation,
                                            .level = SecurityIdentification},
                       TOKEN_DUPLICATE);
    ck_assert_status(CREATE, STATUS_BAD_IMPERSONATION_LEVEL);
    handle = own_token(TOKEN_DUPLICATE);
    ck_assert_status(CREATE, STATUS_ACCESS_DENIED);
    desired = TOKEN_QUERY;
    ck_assert_ptr_null(result);
    ck_assert_status(CREATE, STATUS_SUCCESS);
#undef CREATE
}
END_TEST

static const char *const allocations[] = {"CapturedList", "Token", "Handle"};

START_TEST(every_allocation_may_fail)
{
    const size_t tokens = ex_pool_alive(stage.w->pool, EX_KIND_Token);
    HANDLE source = own_token(TOKEN_DUPLICATE);

    ck_assert(srm_pool_fail(stage.w, allocations[_i], 1, false));
    ck_assert_status(create(source, TOKEN_QUERY), OUT_OF_POOL);
    ck_assert_ptr_null(result);
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_Token), tokens);
    ck_assert_status(create(source, TOKEN_QUERY), STATUS_SUCCESS);
}
END_TEST

static const struct {
    const char *word; /* NULL: as it is */
    ACCESS_MASK needed;
} sources[] = {
    {NULL, TOKEN_DUPLICATE},
    {"duplicate", TOKEN_DUPLICATE},
    {"query", TOKEN_QUERY},
};

/* ACC-C14 */
START_TEST(policy_says_which_right_the_source_needs)
{
    const ACCESS_MASK needed = sources[_i].needed;

    if (sources[_i].word)
        ck_assert(srm_world_set_policy(stage.w, "lowbox-source", sources[_i].word));
    ck_assert_status(create(own_token(TOKEN_ALL_ACCESS & ~needed), TOKEN_QUERY),
                     STATUS_ACCESS_DENIED);
    ck_assert_status(create(own_token(needed), TOKEN_QUERY), STATUS_SUCCESS);
}
END_TEST

/* NtDoc: a pseudo handle does not do, although it may query. */
START_TEST(pseudo_handle_is_invalid)
{
    ck_assert_status(create(NtCurrentProcessToken(), TOKEN_QUERY), STATUS_INVALID_HANDLE);
    ck_assert(srm_world_set_policy(stage.w, "lowbox-source", "query"));
    ck_assert_status(create(NtCurrentProcessToken(), TOKEN_QUERY), STATUS_INVALID_HANDLE);
    ck_assert_ptr_null(result);
}
END_TEST

/* The process counts, not what its thread impersonates. */
START_TEST(process_must_be_medium)
{
    struct se_token *low =
        token_from(stage.w, (struct token_words){.user = ALICE,
                                                 .integrity = "Low",
                                                 .type = TokenImpersonation,
                                                 .level = SecurityImpersonation});
    HANDLE source = own_token(TOKEN_DUPLICATE);

    ck_assert_status(PsImpersonateClient(caller, low, FALSE, FALSE, SecurityImpersonation),
                     STATUS_SUCCESS);
    ck_assert_status(create(source, TOKEN_QUERY), STATUS_SUCCESS);
    srm_release(low);
}
END_TEST

static const struct {
    SECURITY_IMPERSONATION_LEVEL level;
    TOKEN_TYPE type;
    NTSTATUS status;
} levels[] = {
    {SecurityAnonymous, TokenImpersonation, STATUS_BAD_IMPERSONATION_LEVEL},
    {SecurityIdentification, TokenImpersonation, STATUS_BAD_IMPERSONATION_LEVEL},
    {SecurityImpersonation, TokenImpersonation, STATUS_SUCCESS},
    {SecurityAnonymous, TokenPrimary, STATUS_SUCCESS},
};

START_TEST(weak_impersonation_tokens_do_not_do)
{
    HANDLE source = handle_of(
        (struct token_words){.user = ALICE, .type = levels[_i].type, .level = levels[_i].level},
        TOKEN_DUPLICATE);

    ck_assert_status(create(source, TOKEN_QUERY), levels[_i].status);
}
END_TEST

static void expect_not_modelled(NTSTATUS status)
{
    ck_assert_status(status, STATUS_NOT_IMPLEMENTED);
    ck_assert_ptr_nonnull(srm_world_not_modelled(stage.w));
    ck_assert_ptr_null(result);
}

START_TEST(what_is_not_modelled_says_so)
{
    HANDLE source = own_token(TOKEN_DUPLICATE);

    expect_not_modelled(
        NtCreateLowBoxToken(&result, source, TOKEN_QUERY, NULL, &package, 0, NULL, 1, &source));
    expect_not_modelled(
        create(handle_of((struct token_words){.user = ALICE, .package = PACKAGE}, TOKEN_DUPLICATE),
               TOKEN_QUERY));
    capabilities.entries[0].Attributes = 0;
    expect_not_modelled(create(source, TOKEN_QUERY));
    ex_rules_set_profile(stage.w, SRM_PROFILE_NT6_1);
    expect_not_modelled(
        NtCreateLowBoxToken(SRM_UNREADABLE, source, TOKEN_QUERY, NULL, &package, 0, NULL, 0, NULL));
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/lowbox_token");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_test(tcase, token_is_low_primary_and_weak);
    tcase_add_test(tcase, app_containers_are_numbered);
    tcase_add_test(tcase, capabilities_may_be_left_out);
    tcase_add_test(tcase, filtered_box_keeps_what_it_is);
    tcase_add_test(tcase, box_is_protected_as_asked);
    tcase_add_loop_test(tcase, package_must_be_one, 0, ROWS(packages));
    tcase_add_test(tcase, capability_must_be_one);
    tcase_add_test(tcase, checks_come_in_order);
    tcase_add_loop_test(tcase, every_allocation_may_fail, 0, ROWS(allocations));
    tcase_add_loop_test(tcase, policy_says_which_right_the_source_needs, 0, ROWS(sources));
    tcase_add_test(tcase, pseudo_handle_is_invalid);
    tcase_add_test(tcase, process_must_be_medium);
    tcase_add_loop_test(tcase, weak_impersonation_tokens_do_not_do, 0, ROWS(levels));
    tcase_add_test(tcase, what_is_not_modelled_says_so);
    return suite_end();
}
