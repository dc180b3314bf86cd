/* NtFilterToken and SeFilterToken: order of checks, lists, the new handle (O-12 to O-19). */
#include "support/dacl_text.h"
#include "support/lists.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ex/pool.h"
#include "rtl/luid.h"

#include <string.h>

#define OUT_OF_POOL STATUS_INSUFFICIENT_RESOURCES

static struct stage stage;
static PETHREAD caller;
static HANDLE result;
static struct group_list disabled, restricting;
static struct privilege_list removed;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    caller = stage.client_thread;
    act_as(caller);
    result = NULL;
}

static void close_stage(void)
{
    stage_close(&stage);
}

static HANDLE own_token(ACCESS_MASK granted)
{
    return handle_to(caller, stage.alice, granted);
}

static PTOKEN_GROUPS disable(const char *word)
{
    return groups_in(&disabled, (struct srm_group[]){{word, 0}, {NULL, 0}});
}

static PTOKEN_GROUPS restrict_to(const char *word, uint32_t attributes)
{
    return groups_in(&restricting, (struct srm_group[]){{word, attributes}, {NULL, 0}});
}

static uint32_t attributes_in(const struct se_token *token, const char *word)
{
    SE_SID sid = sid_from_word(word);

    for (uint32_t i = 0; i < token->body->count; i++)
        if (rtl_sid_equal(&token->body->sids[i].Sid, &sid.Sid))
            return token->attributes->values[i];
    ck_abort_msg("%s is not in the token", word);
}

/* O-12: nothing at all is asked for. */
START_TEST(nulls_make_a_copy_with_the_same_rights)
{
    struct se_token *token;

    ck_assert_status(
        NtFilterToken(own_token(TOKEN_DUPLICATE | TOKEN_QUERY), 0, NULL, NULL, NULL, &result),
        STATUS_SUCCESS);
    token = token_behind(caller, result);
    ck_assert_uint_eq(granted_to(caller, result), TOKEN_DUPLICATE | TOKEN_QUERY);
    ck_assert_uint_eq(srm_references(token), 1);
    ck_assert(rtl_luid_equal(token->ParentTokenId, stage.alice->TokenId));
    ck_assert_uint_eq(token->present, stage.alice->present);
    ck_assert(token->filtered);
    ck_assert_uint_eq(token->processes, 0);
}
END_TEST

/* T-28: the descriptor is that of any new token. */
START_TEST(descriptor_comes_from_the_callers_effective_token)
{
    const struct rtl_descriptor *descriptor;

    caller = stage.server_thread;
    act_as(caller);
    stage.alice->integrity = SECURITY_MANDATORY_LOW_RID;
    ck_assert_status(NtFilterToken(own_token(TOKEN_DUPLICATE), 0, NULL, NULL, NULL, &result),
                     STATUS_SUCCESS);
    descriptor = token_behind(caller, result)->header.descriptor;
    ck_assert(rtl_sid_equal(&descriptor->owner.Sid, se_token_user(stage.service)));
    ck_assert_uint_eq(descriptor->integrity, SECURITY_MANDATORY_LOW_RID);
}
END_TEST

START_TEST(lists_are_applied)
{
    struct se_token *token;

    ck_assert_status(
        NtFilterToken(own_token(TOKEN_ALL_ACCESS), WRITE_RESTRICTED, disable("WD"),
                      privilege_in(&removed, SE_CHANGE_NOTIFY_PRIVILEGE, SE_PRIVILEGE_ENABLED),
                      restrict_to("RC", 0), &result),
        STATUS_SUCCESS);
    token = token_behind(caller, result);
    ck_assert_uint_eq(attributes_in(token, "WD"), SE_GROUP_MANDATORY | SE_GROUP_USE_FOR_DENY_ONLY);
    ck_assert_uint_eq(token->present,
                      stage.alice->present & ~SE_PRIVILEGE_BIT(SE_CHANGE_NOTIFY_PRIVILEGE));
    ck_assert_uint_eq(token->enabled, 0);
    ck_assert(se_token_is_restricted(token));
    ck_assert(token->write_restricted);
    ck_assert_uint_eq(granted_to(caller, result), TOKEN_ALL_ACCESS);
}
END_TEST

/* What is not in the token is ignored, LUIDs that name no privilege as well. */
START_TEST(what_the_token_lacks_is_ignored)
{
    const LUID_AND_ATTRIBUTES unknown[] = {
        {.Luid = {.LowPart = SE_DEBUG_PRIVILEGE}},
        {.Luid = {.LowPart = 1}},
        {.Luid = {.LowPart = SE_SHUTDOWN_PRIVILEGE, .HighPart = 1}},
        {.Luid = {.LowPart = 0xFFFFFFFF}},
    };

    ck_assert_status(NtFilterToken(own_token(TOKEN_DUPLICATE), 0, disable("SO"),
                                   privileges_in(&removed, unknown, ROWS(unknown)), NULL, &result),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(token_behind(caller, result)->present, stage.alice->present);
    ck_assert_ptr_eq(token_behind(caller, result)->attributes, stage.alice->attributes);
}
END_TEST

/* Each row repairs what the row before it died of: so the order of the checks shows. */
START_TEST(arguments_are_read_in_order)
{
    HANDLE *out = NULL;
    PTOKEN_GROUPS sids = SRM_UNREADABLE, restricting_sids = SRM_UNREADABLE;
    PTOKEN_PRIVILEGES privileges = SRM_UNREADABLE;
    ULONG flags = 0x10;

#define FILTER NtFilterToken(NULL, flags, sids, privileges, restricting_sids, out)
    ck_assert(srm_pool_fail(stage.w, "any", 1, true));
    ck_assert_status(FILTER, STATUS_ACCESS_VIOLATION);
    out = &result;
    ck_assert_status(FILTER, STATUS_INVALID_PARAMETER);
    flags = 0;
    ck_assert_status(FILTER, STATUS_ACCESS_VIOLATION);
    sids = disable("WD");
    disabled.count = 0x1001;
    ck_assert_status(FILTER, STATUS_INVALID_PARAMETER);
    disabled.count = 1;
    ck_assert_status(FILTER, OUT_OF_POOL);
    ck_assert(srm_pool_fail(stage.w, "CapturedList", 2, true));
    disabled.entries[0].Sid = SRM_UNREADABLE;
    ck_assert_status(FILTER, STATUS_ACCESS_VIOLATION);
    ck_assert(srm_pool_fail(stage.w, "CapturedList", 2, true));
    disabled.entries[0].Sid = &disabled.sids[0];
    disabled.sids[0].Sid.Revision = 2;
    ck_assert_status(FILTER, STATUS_INVALID_SID);
    ck_assert(srm_pool_fail(stage.w, "CapturedList", 2, true));
    disabled.sids[0].Sid.Revision = SID_REVISION;
    ck_assert_status(FILTER, STATUS_ACCESS_VIOLATION);
    ck_assert(srm_pool_fail(stage.w, "CapturedList", 2, true));
    privileges = privilege_in(&removed, SE_SHUTDOWN_PRIVILEGE, 0);
    removed.count = 0x10001;
    ck_assert_status(FILTER, STATUS_ACCESS_VIOLATION);
    ck_assert(srm_pool_fail(stage.w, "CapturedList", 2, true));
    removed.count = 1;
    ck_assert_status(FILTER, STATUS_ACCESS_VIOLATION);
    ck_assert(srm_pool_fail(stage.w, "CapturedList", 2, true));
    restricting_sids = restrict_to("RC", SE_GROUP_ENABLED);
    ck_assert_status(FILTER, OUT_OF_POOL);
    ck_assert(srm_pool_fail(stage.w, "any", 0, false));
    ck_assert_status(FILTER, STATUS_INVALID_HANDLE);
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_Captured), 0);
#undef FILTER
}
END_TEST

START_TEST(token_is_looked_at_after_the_arguments)
{
    HANDLE handle = NULL;
    PTOKEN_GROUPS restricting_sids = restrict_to("RC", SE_GROUP_ENABLED);
    const size_t tokens = ex_pool_alive(stage.w->pool, EX_KIND_Token);

#define FILTER NtFilterToken(handle, 0, disable("WD"), NULL, restricting_sids, &result)
    ck_assert_status(FILTER, STATUS_INVALID_HANDLE);
    handle = handle_to(caller, stage.client, PROCESS_ALL_ACCESS);
    ck_assert_status(FILTER, STATUS_OBJECT_TYPE_MISMATCH);
    handle = own_token(TOKEN_ALL_ACCESS & ~TOKEN_DUPLICATE);
    ck_assert_status(FILTER, STATUS_ACCESS_DENIED);
    handle = own_token(TOKEN_DUPLICATE);
    ck_assert_status(FILTER, STATUS_INVALID_PARAMETER);
    restricting_sids = restrict_to("RC", 0);
    ck_assert(srm_pool_fail(stage.w, "Token", 1, true));
    ck_assert_status(FILTER, OUT_OF_POOL);
    ck_assert(srm_pool_fail(stage.w, "Handle", 1, true));
    ck_assert_status(FILTER, OUT_OF_POOL);
    ck_assert_ptr_null(result);
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_Token), tokens);
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_Captured), 0);
    ck_assert(srm_pool_fail(stage.w, "any", 0, false));
    ck_assert_status(FILTER, STATUS_SUCCESS);
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_Captured), 0);
#undef FILTER
}
END_TEST

/* NtDoc: a pseudo handle does not do. */
START_TEST(pseudo_handle_is_invalid)
{
    ck_assert_status(NtFilterToken(NtCurrentProcessToken(), 0, NULL, NULL, NULL, &result),
                     STATUS_INVALID_HANDLE);
    ck_assert_ptr_null(result);
}
END_TEST

START_TEST(lists_of_nothing_are_no_lists)
{
    disabled.count = restricting.count = removed.count = 0;
    ck_assert_status(NtFilterToken(own_token(TOKEN_DUPLICATE), 0, (PTOKEN_GROUPS)(void *)&disabled,
                                   (PTOKEN_PRIVILEGES)(void *)&removed,
                                   (PTOKEN_GROUPS)(void *)&restricting, &result),
                     STATUS_SUCCESS);
    ck_assert(!se_token_is_restricted(token_behind(caller, result)));
}
END_TEST

/* As long as they may be at all. */
START_TEST(lists_may_be_long)
{
    static struct {
        DWORD count;
        SID_AND_ATTRIBUTES entries[0x1000];
    } groups;
    static struct {
        DWORD count;
        LUID_AND_ATTRIBUTES entries[0x10000];
    } privileges;
    SE_SID everyone = sid_from_word("WD");

    groups.count = ROWS(groups.entries);
    for (DWORD i = 0; i < groups.count; i++)
        groups.entries[i].Sid = &everyone;
    privileges.count = ROWS(privileges.entries);
    privileges.entries[privileges.count - 1].Luid.LowPart = SE_CHANGE_NOTIFY_PRIVILEGE;
    ck_assert_status(NtFilterToken(own_token(TOKEN_DUPLICATE), 0, (PTOKEN_GROUPS)(void *)&groups,
                                   (PTOKEN_PRIVILEGES)(void *)&privileges, NULL, &result),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(attributes_in(token_behind(caller, result), "WD"),
                      SE_GROUP_MANDATORY | SE_GROUP_USE_FOR_DENY_ONLY);
    ck_assert_uint_eq(token_behind(caller, result)->enabled, 0);
}
END_TEST

START_TEST(lists_may_be_misaligned)
{
    unsigned char bytes[sizeof disabled + 1];

    disable("WD");
    memcpy(bytes + 1, &disabled, sizeof disabled);
    ck_assert_status(NtFilterToken(own_token(TOKEN_DUPLICATE), 0,
                                   (PTOKEN_GROUPS)(void *)(bytes + 1), NULL, NULL, &result),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(attributes_in(token_behind(caller, result), "WD"),
                      SE_GROUP_MANDATORY | SE_GROUP_USE_FOR_DENY_ONLY);
}
END_TEST

/* The handle needs no right in kernel mode, and the kernel may make tokens inert. */
START_TEST(kernel_mode_is_trusted)
{
    HANDLE source = own_token(TOKEN_QUERY);

    srm_thread_set_kernel_mode(caller, true);
    ck_assert_status(NtFilterToken(source, SANDBOX_INERT, NULL, NULL, NULL, &result),
                     STATUS_SUCCESS);
    ck_assert(token_behind(caller, result)->sandbox_inert);
    ck_assert_uint_eq(granted_to(caller, result), TOKEN_QUERY);
    ck_assert_status(NtFilterToken(NULL, 0, NULL, NULL, NULL, &result), STATUS_INVALID_HANDLE);
}
END_TEST

/* O-18: the effective token counts. */
START_TEST(sandbox_inert_is_for_system_callers)
{
    PETHREAD system = thread_of(stage.w, (struct token_words){.like = "system"});

    ck_assert_status(
        NtFilterToken(own_token(TOKEN_DUPLICATE), SANDBOX_INERT, NULL, NULL, NULL, &result),
        STATUS_SUCCESS);
    ck_assert(!token_behind(caller, result)->sandbox_inert);
    caller = system;
    act_as(system);
    ck_assert_status(
        NtFilterToken(own_token(TOKEN_DUPLICATE), SANDBOX_INERT, NULL, NULL, NULL, &result),
        STATUS_SUCCESS);
    ck_assert(token_behind(caller, result)->sandbox_inert);
    ck_assert_status(PsImpersonateClient(caller, stage.alice, FALSE, FALSE, SecurityImpersonation),
                     STATUS_SUCCESS);
    ck_assert_status(
        NtFilterToken(own_token(TOKEN_DUPLICATE), SANDBOX_INERT, NULL, NULL, NULL, &result),
        STATUS_SUCCESS);
    ck_assert(!token_behind(caller, result)->sandbox_inert);
}
END_TEST

/* No descriptor of its own is checked: who may open nothing can filter what it has. */
START_TEST(caller_below_impersonation_may_filter)
{
    ck_assert_status(PsImpersonateClient(caller, stage.alice, FALSE, FALSE, SecurityIdentification),
                     STATUS_SUCCESS);
    ck_assert_status(NtFilterToken(own_token(TOKEN_DUPLICATE), 0, NULL, NULL, NULL, &result),
                     STATUS_SUCCESS);
}
END_TEST

START_TEST(driver_gets_a_token_without_a_handle)
{
    PACCESS_TOKEN filtered = NULL;
    struct se_token *token;

    srm_trace(stage.w, true);
    ck_assert_status(SeFilterToken(stage.alice, SANDBOX_INERT | DISABLE_MAX_PRIVILEGE,
                                   disable("WD"), NULL, restrict_to("RC", 0), &filtered),
                     STATUS_SUCCESS);
    srm_trace(stage.w, false);
    ck_assert_uint_eq(srm_rule_answers(stage.w, "probe.kernel_mode", false), 0);
    token = filtered;
    ck_assert_uint_eq(srm_references(token), 1);
    ck_assert_ptr_null(token->header.descriptor);
    ck_assert(token->sandbox_inert);
    ck_assert_uint_eq(token->present, SE_PRIVILEGE_BIT(SE_CHANGE_NOTIFY_PRIVILEGE));
    ck_assert_uint_eq(attributes_in(token, "WD"), SE_GROUP_MANDATORY | SE_GROUP_USE_FOR_DENY_ONLY);
    ck_assert(se_token_is_restricted(token));
    ck_assert_int_eq(caller->previous_mode, UserMode);
    srm_release(token);
}
END_TEST

START_TEST(driver_may_be_refused)
{
    PACCESS_TOKEN filtered = NULL;

    ck_assert_status(SeFilterToken(stage.alice, 0x10, NULL, NULL, NULL, &filtered),
                     STATUS_INVALID_PARAMETER);
    ck_assert_status(SeFilterToken(stage.alice, 0, NULL, NULL, restrict_to("RC", 1), &filtered),
                     STATUS_INVALID_PARAMETER);
    disable("WD");
    disabled.sids[0].Sid.SubAuthorityCount = 16;
    ck_assert_status(
        SeFilterToken(stage.alice, 0, (PTOKEN_GROUPS)(void *)&disabled, NULL, NULL, &filtered),
        STATUS_INVALID_SID);
    ck_assert(srm_pool_fail(stage.w, "CapturedList", 1, false));
    ck_assert_status(SeFilterToken(stage.alice, 0, disable("WD"), NULL, NULL, &filtered),
                     OUT_OF_POOL);
    ck_assert(srm_pool_fail(stage.w, "Token", 1, false));
    ck_assert_status(SeFilterToken(stage.alice, 0, disable("WD"), NULL, NULL, &filtered),
                     OUT_OF_POOL);
    ck_assert_ptr_null(filtered);
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_Captured), 0);
    ck_assert_int_eq(caller->previous_mode, UserMode);
}
END_TEST

/* The page says both. */
START_TEST(policy_may_refuse_primary_tokens_to_drivers)
{
    struct se_token *token = token_from(stage.w, (struct token_words){.user = ALICE,
                                                                      .type = TokenImpersonation,
                                                                      .level = SecurityDelegation});
    PACCESS_TOKEN filtered = NULL;

    ck_assert(srm_world_set_policy(stage.w, "filter-primary", "refuse"));
    ck_assert_status(SeFilterToken(stage.alice, 0, NULL, NULL, NULL, &filtered),
                     STATUS_INVALID_PARAMETER);
    ck_assert_ptr_null(filtered);
    ck_assert_status(SeFilterToken(token, 0, NULL, NULL, NULL, &filtered), STATUS_SUCCESS);
    srm_release(filtered);
    srm_release(token);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/filter_token");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_test(tcase, nulls_make_a_copy_with_the_same_rights);
    tcase_add_test(tcase, descriptor_comes_from_the_callers_effective_token);
    tcase_add_test(tcase, lists_are_applied);
    tcase_add_test(tcase, what_the_token_lacks_is_ignored);
    tcase_add_test(tcase, arguments_are_read_in_order);
    tcase_add_test(tcase, token_is_looked_at_after_the_arguments);
    tcase_add_test(tcase, pseudo_handle_is_invalid);
    tcase_add_test(tcase, lists_of_nothing_are_no_lists);
    tcase_add_test(tcase, lists_may_be_long);
    tcase_add_test(tcase, lists_may_be_misaligned);
    tcase_add_test(tcase, kernel_mode_is_trusted);
    tcase_add_test(tcase, sandbox_inert_is_for_system_callers);
    tcase_add_test(tcase, caller_below_impersonation_may_filter);
    tcase_add_test(tcase, driver_gets_a_token_without_a_handle);
    tcase_add_test(tcase, driver_may_be_refused);
    tcase_add_test(tcase, policy_may_refuse_primary_tokens_to_drivers);
    return suite_end();
}
