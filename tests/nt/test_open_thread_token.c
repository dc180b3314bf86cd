/* NtOpenThreadToken (impersonation.md 5.1). */
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ex/pool.h"
#include "rtl/luid.h"

#include <string.h>

#define BAD_LEVEL STATUS_BAD_IMPERSONATION_LEVEL
#define UNTOUCHED ((HANDLE)(uintptr_t)0x77)

static struct stage stage;
static PETHREAD caller; /* the server's */
static HANDLE opened;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    caller = stage.server_thread;
    opened = UNTOUCHED;
}

static void close_stage(void)
{
    stage_close(&stage);
}

static void reopen(const char *profile)
{
    stage_close(&stage);
    stage_open(&stage, profile);
    caller = stage.server_thread;
}

static void impersonate(BOOLEAN copy_on_open, BOOLEAN effective_only, int level)
{
    ck_assert_status(PsImpersonateClient(caller, stage.alice, copy_on_open, effective_only,
                                         (SECURITY_IMPERSONATION_LEVEL)level),
                     STATUS_SUCCESS);
}

static NTSTATUS open_own(ACCESS_MASK desired, BOOLEAN as_self)
{
    return NtOpenThreadToken(NtCurrentThread(), desired, as_self, &opened);
}

/* 7.5: the level summary, for a copy-on-open token. */
static const struct {
    int level; /* -1: none */
    NTSTATUS by_thread, as_self;
} levels[] = {
    {-1, STATUS_NO_TOKEN, STATUS_NO_TOKEN},
    {SecurityAnonymous, STATUS_CANT_OPEN_ANONYMOUS, STATUS_CANT_OPEN_ANONYMOUS},
    {SecurityIdentification, BAD_LEVEL, STATUS_SUCCESS},
    {SecurityImpersonation, STATUS_SUCCESS, STATUS_SUCCESS},
    {SecurityDelegation, STATUS_SUCCESS, STATUS_SUCCESS},
};

START_TEST(level_of_the_thread_decides)
{
    if (levels[_i].level >= 0)
        impersonate(TRUE, FALSE, levels[_i].level);
    ck_assert_status(open_own(TOKEN_QUERY, FALSE), levels[_i].by_thread);
    ck_assert_status(open_own(TOKEN_QUERY, TRUE), levels[_i].as_self);
}
END_TEST

START_TEST(checks_come_in_order)
{
    HANDLE handle = NULL, *out = SRM_UNREADABLE;
    ACCESS_MASK desired = SYNCHRONIZE;

#define OPEN NtOpenThreadToken(handle, desired, FALSE, out)
    ck_assert_status(OPEN, STATUS_ACCESS_VIOLATION);
    out = &opened;
    ck_assert_status(OPEN, STATUS_INVALID_HANDLE);
    handle = NtCurrentProcess();
    ck_assert_status(OPEN, STATUS_OBJECT_TYPE_MISMATCH);
    handle = handle_to(caller, caller, THREAD_SET_THREAD_TOKEN);
    ck_assert_status(OPEN, STATUS_ACCESS_DENIED);
    handle = handle_to(caller, caller, THREAD_QUERY_INFORMATION);
    ck_assert_status(OPEN, STATUS_NO_TOKEN);
    impersonate(FALSE, FALSE, SecurityAnonymous);
    ck_assert_status(OPEN, STATUS_CANT_OPEN_ANONYMOUS);
    impersonate(FALSE, FALSE, SecurityIdentification);
    ck_assert_status(OPEN, BAD_LEVEL);
    impersonate(FALSE, FALSE, SecurityImpersonation);
    ck_assert_status(OPEN, STATUS_ACCESS_DENIED);
    desired = TOKEN_QUERY;
    ck_assert(srm_pool_fail(stage.w, "Handle", 1, false));
    ck_assert_status(OPEN, STATUS_INSUFFICIENT_RESOURCES);
    ck_assert_status(OPEN, STATUS_SUCCESS);
#undef OPEN
}
END_TEST

static const struct {
    const char *profile;
    bool nulled;
} out_handles[] = {{"nt10.0", true}, {"nt6.1", true}, {"nt6.0", false}, {"nt5.2", false}};

/* 5.1 step 1 */
START_TEST(windows_7_nulls_the_handle_first)
{
    reopen(out_handles[_i].profile);
    ck_assert_status(open_own(TOKEN_QUERY, FALSE), STATUS_NO_TOKEN);
    ck_assert_ptr_eq(opened, out_handles[_i].nulled ? NULL : UNTOUCHED);
}
END_TEST

static const struct {
    const char *profile;
    ACCESS_MASK granted;
    NTSTATUS status;
} handle_rights[] = {
    {"nt10.0", THREAD_QUERY_INFORMATION, STATUS_SUCCESS},
    {"nt10.0", THREAD_QUERY_LIMITED_INFORMATION, STATUS_SUCCESS},
    {"nt6.0", THREAD_QUERY_LIMITED_INFORMATION, STATUS_SUCCESS},
    {"nt5.2", THREAD_QUERY_LIMITED_INFORMATION, STATUS_ACCESS_DENIED},
    {"nt10.0", 0, STATUS_ACCESS_DENIED},
};

START_TEST(thread_handle_needs_a_query_right)
{
    reopen(handle_rights[_i].profile);
    impersonate(TRUE, FALSE, SecurityImpersonation);
    ck_assert_status(NtOpenThreadToken(handle_to(caller, caller, handle_rights[_i].granted),
                                       TOKEN_QUERY, FALSE, &opened),
                     handle_rights[_i].status);
}
END_TEST

/* 5.1 step 7 */
START_TEST(direct_token_is_opened_itself)
{
    uint32_t references;

    impersonate(FALSE, TRUE, SecurityImpersonation);
    references = srm_references(stage.alice);
    ck_assert_status(open_own(TOKEN_QUERY, FALSE), STATUS_SUCCESS);
    ck_assert_ptr_eq(token_behind(caller, opened), stage.alice);
    ck_assert_ptr_eq(impersonated(caller), stage.alice);
    ck_assert_uint_eq(srm_references(stage.alice), references + 1);
}
END_TEST

/* 5.1 step 8.4, 2.10: the copy takes the token's place. */
START_TEST(copy_on_open_token_is_copied_once)
{
    const uint32_t references = srm_references(stage.alice);
    const struct se_token *copy;

    impersonate(TRUE, FALSE, SecurityImpersonation);
    ck_assert_status(open_own(TOKEN_QUERY, FALSE), STATUS_SUCCESS);
    copy = token_behind(caller, opened);
    ck_assert(rtl_luid_equal(copy->copied_from, stage.alice->TokenId));
    ck_assert_int_eq(copy->type, TokenImpersonation);
    ck_assert_int_eq(copy->level, SecurityImpersonation);
    ck_assert_ptr_eq(impersonated(caller), copy);
    ck_assert_uint_eq(srm_references(copy), 2);
    ck_assert_uint_eq(srm_references(stage.alice), references);
    ck_assert(!caller->block->copy_on_open);
    ck_assert_int_eq(caller->block->level, SecurityImpersonation);
    ck_assert_status(open_own(TOKEN_QUERY, TRUE), STATUS_SUCCESS);
    ck_assert_ptr_eq(token_behind(caller, opened), copy);
}
END_TEST

/* IMP-C12 */
START_TEST(copy_stays_apart_by_the_other_reading)
{
    const struct se_token *first;

    ck_assert(srm_world_set_policy(stage.w, "opened-copy", "apart"));
    impersonate(TRUE, FALSE, SecurityImpersonation);
    ck_assert_status(open_own(TOKEN_QUERY, FALSE), STATUS_SUCCESS);
    first = token_behind(caller, opened);
    ck_assert_ptr_eq(impersonated(caller), stage.alice);
    ck_assert(caller->block->copy_on_open);
    ck_assert_uint_eq(srm_references(first), 1);
    ck_assert_status(open_own(TOKEN_QUERY, FALSE), STATUS_SUCCESS);
    ck_assert_ptr_ne(token_behind(caller, opened), first);
}
END_TEST

/* 2.9: stripping happens when the token is opened. */
START_TEST(effective_only_token_is_stripped_when_opened)
{
    impersonate(TRUE, TRUE, SecurityImpersonation);
    ck_assert_uint_eq(impersonated(caller)->present, stage.alice->present);
    ck_assert_status(open_own(TOKEN_QUERY, FALSE), STATUS_SUCCESS);
    ck_assert_uint_eq(token_behind(caller, opened)->present, stage.alice->enabled);
    ck_assert(caller->block->effective_only);
}
END_TEST

/* 5.1 step 8.2 */
static const struct {
    const char *why, *dacl;
    struct token_words client, server;
} descriptors[] = {
    {"client, server, administrators, system",
     "(A;;GA;;;U)(A;;GA;;;LS)(A;;GA;;;BA)(A;;GA;;;SY)",
     {.user = ALICE},
     {.like = "local-service"}},
    {"a restricted client",
     "(A;;GA;;;U)(A;;GA;;;LS)(A;;GA;;;BA)(A;;GA;;;SY)(A;;GA;;;RC)",
     {.user = ALICE, .restricted = {"WD"}},
     {.like = "local-service"}},
    {"a restricted server",
     "(A;;GA;;;U)(A;;GA;;;LS)(A;;GA;;;BA)(A;;GA;;;SY)(A;;GA;;;RC)",
     {.user = ALICE},
     {.like = "local-service", .restricted = {"WD"}}},
};

START_TEST(copy_is_open_to_client_and_server)
{
    struct se_token *client = token_from(stage.w, descriptors[_i].client);
    struct rtl_acl *expected = acl_from_text(stage.w, descriptors[_i].dacl);
    const struct rtl_descriptor *descriptor;

    caller = thread_of(stage.w, descriptors[_i].server);
    act_as(caller);
    ck_assert_status(PsImpersonateClient(caller, client, TRUE, FALSE, SecurityImpersonation),
                     STATUS_SUCCESS);
    srm_thread_set_kernel_mode(caller, true);
    ck_assert_status(open_own(TOKEN_QUERY, TRUE), STATUS_SUCCESS);
    descriptor = token_behind(caller, opened)->header.descriptor;
    ck_assert_uint_eq(descriptor->dacl->size, expected->size);
    ck_assert_msg(memcmp(&descriptor->dacl->bytes, &expected->bytes, expected->size) == 0, "%s",
                  descriptors[_i].why);
    ck_assert(rtl_sid_equal(&descriptor->owner.Sid, se_token_user(client)));
    ck_assert_uint_eq(descriptor->integrity, client->integrity);
    rtl_acl_dereference(stage.w, expected);
    srm_release(client);
}
END_TEST

/* 5.1 step 5: "self" is the caller's process, also for another thread. */
START_TEST(as_self_is_the_process_of_the_caller)
{
    struct se_token *bob = token_from(stage.w, (struct token_words){.user = BOB});
    HANDLE other;

    impersonate(FALSE, FALSE, SecurityImpersonation);
    act_as(stage.client_thread);
    ck_assert_status(
        PsImpersonateClient(stage.client_thread, bob, FALSE, FALSE, SecurityIdentification),
        STATUS_SUCCESS);
    other = handle_to(stage.client_thread, caller, THREAD_QUERY_INFORMATION);
    ck_assert_status(NtOpenThreadToken(other, TOKEN_QUERY, FALSE, &opened), BAD_LEVEL);
    ck_assert_status(NtOpenThreadToken(other, TOKEN_QUERY, TRUE, &opened), STATUS_SUCCESS);
    ck_assert_ptr_eq(token_behind(stage.client_thread, opened), stage.alice);
    srm_release(bob);
}
END_TEST

static const struct {
    const char *allocation, *policy, *answer;
    ACCESS_MASK desired;
    NTSTATUS status;
} failures[] = {
    {"Token", NULL, NULL, TOKEN_QUERY, STATUS_INSUFFICIENT_RESOURCES},
    {"Handle", NULL, NULL, TOKEN_QUERY, STATUS_INSUFFICIENT_RESOURCES},
    {NULL, NULL, NULL, SYNCHRONIZE, STATUS_ACCESS_DENIED},
    {NULL, "gate-refusal", "access-denied", TOKEN_QUERY, STATUS_ACCESS_DENIED},
    {"ClientTokenCopy", "gate-refusal", "lowered", TOKEN_QUERY, STATUS_INSUFFICIENT_RESOURCES},
};

/* The gate is run again when the copy is put on the thread; bob is refused by then. */
START_TEST(failure_changes_nothing)
{
    struct se_token *bob = token_from(stage.w, (struct token_words){.user = BOB});
    size_t tokens, descriptors_before;

    ck_assert_status(PsImpersonateClient(caller, bob, TRUE, FALSE, SecurityImpersonation),
                     STATUS_SUCCESS);
    se_token_set_privileges(stage.service, 0, 0);
    if (failures[_i].policy)
        ck_assert(srm_world_set_policy(stage.w, failures[_i].policy, failures[_i].answer));
    if (failures[_i].allocation)
        ck_assert(srm_pool_fail(stage.w, failures[_i].allocation, 1, false));
    tokens = ex_pool_alive(stage.w->pool, EX_KIND_Token);
    descriptors_before = ex_pool_alive(stage.w->pool, EX_KIND_Descriptor);
    ck_assert_status(open_own(failures[_i].desired, FALSE), failures[_i].status);
    ck_assert_ptr_null(opened);
    ck_assert_ptr_eq(impersonated(caller), bob);
    ck_assert(caller->block->copy_on_open);
    ck_assert_uint_eq(stage.server->handles.count, 0);
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_Token), tokens);
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_Descriptor), descriptors_before);
    srm_release(bob);
}
END_TEST

START_TEST(gate_that_refuses_by_now_lowers_the_thread)
{
    struct se_token *bob = token_from(stage.w, (struct token_words){.user = BOB});

    ck_assert_status(PsImpersonateClient(caller, bob, TRUE, FALSE, SecurityImpersonation),
                     STATUS_SUCCESS);
    se_token_set_privileges(stage.service, 0, 0);
    ck_assert_status(open_own(TOKEN_QUERY, FALSE), STATUS_SUCCESS);
    ck_assert_int_eq(caller->block->level, SecurityIdentification);
    ck_assert_int_eq(token_behind(caller, opened)->level, SecurityImpersonation);
    srm_release(bob);
}
END_TEST

/* Of the handle, be the token a copy or not. */
START_TEST(attributes_must_exist)
{
    impersonate((BOOLEAN)_i, FALSE, SecurityImpersonation);
    ck_assert_status(NtOpenThreadTokenEx(NtCurrentThread(), TOKEN_QUERY, FALSE, 1, &opened),
                     STATUS_INVALID_PARAMETER);
    ck_assert_ptr_null(opened);
    ck_assert_status(
        NtOpenThreadTokenEx(NtCurrentThread(), TOKEN_QUERY, FALSE, OBJ_INHERIT, &opened),
        STATUS_SUCCESS);
    ck_assert_uint_eq(ob_handle_find(&caller->process->handles, opened)->attributes, OBJ_INHERIT);
}
END_TEST

START_TEST(closing_the_handle_ends_nothing)
{
    impersonate(TRUE, FALSE, SecurityImpersonation);
    ck_assert_status(open_own(TOKEN_QUERY, FALSE), STATUS_SUCCESS);
    ck_assert_status(NtClose(opened), STATUS_SUCCESS);
    ck_assert(PsIsThreadImpersonating(caller));
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/open_thread_token");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, level_of_the_thread_decides, 0, ROWS(levels));
    tcase_add_test(tcase, checks_come_in_order);
    tcase_add_loop_test(tcase, windows_7_nulls_the_handle_first, 0, ROWS(out_handles));
    tcase_add_loop_test(tcase, thread_handle_needs_a_query_right, 0, ROWS(handle_rights));
    tcase_add_test(tcase, direct_token_is_opened_itself);
    tcase_add_test(tcase, copy_on_open_token_is_copied_once);
    tcase_add_test(tcase, copy_stays_apart_by_the_other_reading);
    tcase_add_test(tcase, effective_only_token_is_stripped_when_opened);
    tcase_add_loop_test(tcase, copy_is_open_to_client_and_server, 0, ROWS(descriptors));
    tcase_add_test(tcase, as_self_is_the_process_of_the_caller);
    tcase_add_loop_test(tcase, failure_changes_nothing, 0, ROWS(failures));
    tcase_add_test(tcase, gate_that_refuses_by_now_lowers_the_thread);
    tcase_add_loop_test(tcase, attributes_must_exist, 0, 2);
    tcase_add_test(tcase, closing_the_handle_ends_nothing);
    return suite_end();
}
