/* NtImpersonateThread and NtImpersonateAnonymousToken (impersonation.md 6.6, 6.7). */
#include "support/stage.h"
#include "support/suite.h"

static struct stage stage;
static PETHREAD caller;
static SECURITY_QUALITY_OF_SERVICE qos;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    caller = stage.server_thread;
    act_as(caller);
    qos = (SECURITY_QUALITY_OF_SERVICE){
        .Length = sizeof qos,
        .ImpersonationLevel = SecurityImpersonation,
        .ContextTrackingMode = SECURITY_STATIC_TRACKING,
    };
}

static void close_stage(void)
{
    stage_close(&stage);
}

static HANDLE client_handle(ACCESS_MASK granted)
{
    return handle_to(caller, stage.client_thread, granted);
}

static NTSTATUS impersonate_client(void)
{
    return NtImpersonateThread(NtCurrentThread(), client_handle(THREAD_DIRECT_IMPERSONATION), &qos);
}

START_TEST(static_tracking_gives_a_copy)
{
    ck_assert_status(impersonate_client(), STATUS_SUCCESS);
    ck_assert_ptr_ne(impersonated(caller), stage.alice);
    ck_assert(rtl_sid_equal(se_token_user(impersonated(caller)), se_token_user(stage.alice)));
    ck_assert_int_eq(caller->block->level, SecurityImpersonation);
    ck_assert(caller->block->copy_on_open);
}
END_TEST

START_TEST(dynamic_tracking_gives_the_token_itself)
{
    uint32_t before = stage.alice->header.references;

    qos.ContextTrackingMode = SECURITY_DYNAMIC_TRACKING;
    ck_assert_status(impersonate_client(), STATUS_SUCCESS);
    ck_assert_ptr_eq(impersonated(caller), stage.alice);
    ck_assert_uint_eq(stage.alice->header.references, before + 1);
}
END_TEST

/* Which thread needs which right: IMP-C15. */
static const struct {
    ACCESS_MASK server, client;
    NTSTATUS status;
} rights[] = {
    {THREAD_IMPERSONATE, THREAD_DIRECT_IMPERSONATION, STATUS_SUCCESS},
    {THREAD_ALL_ACCESS & ~THREAD_IMPERSONATE, THREAD_ALL_ACCESS, STATUS_ACCESS_DENIED},
    {THREAD_ALL_ACCESS, THREAD_ALL_ACCESS & ~THREAD_DIRECT_IMPERSONATION, STATUS_ACCESS_DENIED},
    {THREAD_IMPERSONATE, THREAD_IMPERSONATE, STATUS_ACCESS_DENIED},
};

START_TEST(handles_need_their_rights)
{
    ck_assert_status(NtImpersonateThread(handle_to(caller, caller, rights[_i].server),
                                         client_handle(rights[_i].client), &qos),
                     rights[_i].status);
    ck_assert_int_eq(caller->impersonating, NT_SUCCESS(rights[_i].status));
}
END_TEST

START_TEST(checks_come_in_order)
{
    SECURITY_QUALITY_OF_SERVICE *given = SRM_UNREADABLE;
    HANDLE server = NULL, client = NULL;

#define IMPERSONATE NtImpersonateThread(server, client, given)
    qos.Length--;
    ck_assert_status(IMPERSONATE, STATUS_ACCESS_VIOLATION);
    given = &qos;
    ck_assert_status(IMPERSONATE, STATUS_INVALID_PARAMETER);
    qos.Length++;
    ck_assert_status(IMPERSONATE, STATUS_INVALID_HANDLE);
    server = NtCurrentProcess();
    ck_assert_status(IMPERSONATE, STATUS_OBJECT_TYPE_MISMATCH);
    server = handle_to(caller, caller, THREAD_ALL_ACCESS & ~THREAD_IMPERSONATE);
    ck_assert_status(IMPERSONATE, STATUS_ACCESS_DENIED);
    server = NtCurrentThread();
    ck_assert_status(IMPERSONATE, STATUS_INVALID_HANDLE);
    client = NtCurrentProcess();
    ck_assert_status(IMPERSONATE, STATUS_OBJECT_TYPE_MISMATCH);
    client = client_handle(THREAD_ALL_ACCESS);
    qos.ImpersonationLevel = (SECURITY_IMPERSONATION_LEVEL)4;
    ck_assert_status(IMPERSONATE, STATUS_INVALID_PARAMETER);
    ck_assert(!caller->impersonating);
    qos.ImpersonationLevel = SecurityDelegation;
    ck_assert_status(IMPERSONATE, STATUS_SUCCESS);
#undef IMPERSONATE
}
END_TEST

START_TEST(client_that_can_only_be_identified_is_refused)
{
    struct se_token *bob = token_from(stage.w, (struct token_words){.user = BOB});

    ps_thread_make_block(stage.client_thread);
    ps_thread_impersonate(stage.client_thread,
                          (struct ps_impersonation){.token = bob, .level = SecurityIdentification});
    qos.ImpersonationLevel = SecurityIdentification;
    ck_assert_status(impersonate_client(), STATUS_BAD_IMPERSONATION_LEVEL);
    ck_assert(!caller->impersonating);
}
END_TEST

/* What the fact sheet has only of ReactOS: the impersonation's own failure does not show. */
static const struct {
    const char *answer;
    NTSTATUS status;
} failures[] = {
    {"ignored", STATUS_SUCCESS},
    {"reported", STATUS_NO_MEMORY},
};

START_TEST(failing_impersonation_is_a_contested_point)
{
    ck_assert(
        srm_world_set_policy(stage.w, "impersonate-thread-failure", failures[_i].answer));
    ck_assert(srm_pool_fail(stage.w, "ImpersonationBlock", 1, false));
    ck_assert_status(impersonate_client(), failures[_i].status);
    ck_assert(!caller->impersonating);
}
END_TEST

/* ---- nobody ---- */

START_TEST(anonymous_logon_is_impersonated_in_full)
{
    ck_assert_status(NtImpersonateAnonymousToken(NtCurrentThread()), STATUS_SUCCESS);
    ck_assert_int_eq(caller->block->level, SecurityImpersonation);
    ck_assert(caller->block->copy_on_open);
    ck_assert(!caller->block->effective_only);
    ck_assert_uint_eq(impersonated(caller)->AuthenticationId.LowPart, 0x3E6);
    ck_assert_uint_eq(impersonated(caller)->body->count, 1);
    ck_assert_uint_eq(impersonated(caller)->integrity, SECURITY_MANDATORY_UNTRUSTED_RID);
}
END_TEST

static const struct {
    const char *profile;
    uint32_t setting, sids;
} everyone[] = {
    {"nt10.0", 0, 1}, {"nt10.0", 1, 2}, {"nt5.1sp2", 0, 1}, {"nt5.0sp4", 0, 2}, {"nt5.0", 0, 2},
};

START_TEST(setting_puts_everyone_into_it)
{
    stage_close(&stage);
    stage_open(&stage, everyone[_i].profile);
    caller = stage.server_thread;
    act_as(caller);
    ck_assert(srm_world_set(stage.w, "EveryoneIncludesAnonymous", everyone[_i].setting));
    ck_assert_status(NtImpersonateAnonymousToken(NtCurrentThread()), STATUS_SUCCESS);
    ck_assert_uint_eq(impersonated(caller)->body->count, everyone[_i].sids);
}
END_TEST

START_TEST(other_settings_are_unknown)
{
    ck_assert(!srm_world_set(stage.w, "RestrictAnonymous", 1));
}
END_TEST

START_TEST(system_has_one_token_of_each_kind)
{
    struct se_token *first;

    ck_assert_status(NtImpersonateAnonymousToken(NtCurrentThread()), STATUS_SUCCESS);
    first = impersonated(caller);
    ck_assert_status(NtImpersonateAnonymousToken(NtCurrentThread()), STATUS_SUCCESS);
    ck_assert_ptr_eq(impersonated(caller), first);
    ck_assert(srm_world_set(stage.w, "EveryoneIncludesAnonymous", 1));
    ck_assert_status(NtImpersonateAnonymousToken(NtCurrentThread()), STATUS_SUCCESS);
    ck_assert_ptr_ne(impersonated(caller), first);
}
END_TEST

START_TEST(restricted_process_cannot_become_anonymous)
{
    caller = thread_of(stage.w,
                       (struct token_words){.user = ALICE, .restricted = {"RestrictedCode"}});
    act_as(caller);
    ck_assert_status(NtImpersonateAnonymousToken(NtCurrentThread()), STATUS_ACCESS_DENIED);
    ck_assert(!caller->impersonating);
}
END_TEST

START_TEST(thread_handle_needs_the_right_to_impersonate)
{
    HANDLE handle = handle_to(caller, caller, THREAD_ALL_ACCESS & ~THREAD_IMPERSONATE);

    ck_assert_status(NtImpersonateAnonymousToken(NULL), STATUS_INVALID_HANDLE);
    ck_assert_status(NtImpersonateAnonymousToken(NtCurrentProcess()), STATUS_OBJECT_TYPE_MISMATCH);
    ck_assert_status(NtImpersonateAnonymousToken(handle), STATUS_ACCESS_DENIED);
    handle = handle_to(caller, caller, THREAD_IMPERSONATE);
    ck_assert(srm_pool_fail(stage.w, "ImpersonationBlock", 1, false));
    ck_assert_status(NtImpersonateAnonymousToken(handle), STATUS_NO_MEMORY);
    ck_assert_status(NtImpersonateAnonymousToken(handle), STATUS_SUCCESS);
}
END_TEST

int main(void)
{
    TCase *tests = suite_begin("nt/impersonate");

    tcase_add_checked_fixture(tests, open_stage, close_stage);
    tcase_add_test(tests, static_tracking_gives_a_copy);
    tcase_add_test(tests, dynamic_tracking_gives_the_token_itself);
    tcase_add_loop_test(tests, handles_need_their_rights, 0, ROWS(rights));
    tcase_add_test(tests, checks_come_in_order);
    tcase_add_test(tests, client_that_can_only_be_identified_is_refused);
    tcase_add_loop_test(tests, failing_impersonation_is_a_contested_point, 0, ROWS(failures));
    tcase_add_test(tests, anonymous_logon_is_impersonated_in_full);
    tcase_add_loop_test(tests, setting_puts_everyone_into_it, 0, ROWS(everyone));
    tcase_add_test(tests, other_settings_are_unknown);
    tcase_add_test(tests, system_has_one_token_of_each_kind);
    tcase_add_test(tests, restricted_process_cannot_become_anonymous);
    tcase_add_test(tests, thread_handle_needs_the_right_to_impersonate);
    return suite_end();
}
