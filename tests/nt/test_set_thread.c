/* NtSetInformationThread and PsAssignImpersonationToken (impersonation.md 2.6, 6.1, 6.5). */
#include "support/stage.h"
#include "support/suite.h"

#include "rtl/luid.h"

static struct stage stage;
static PETHREAD caller; /* the server's */
static struct se_token *bob;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    caller = stage.server_thread;
    bob = token_from(stage.w, (struct token_words){.user = BOB,
                                                   .type = TokenImpersonation,
                                                   .level = SecurityImpersonation});
}

static void close_stage(void)
{
    srm_release(bob);
    stage_close(&stage);
}

static NTSTATUS set(HANDLE thread, HANDLE token)
{
    return NtSetInformationThread(thread, ThreadImpersonationToken, &token, sizeof token);
}

START_TEST(token_itself_is_set_at_its_own_level)
{
    HANDLE handle;

    bob->level = (SECURITY_IMPERSONATION_LEVEL)_i;
    handle = handle_to(caller, bob, TOKEN_IMPERSONATE);
    ck_assert_status(set(NtCurrentThread(), handle), STATUS_SUCCESS);
    ck_assert_ptr_eq(impersonated(caller), bob);
    ck_assert_int_eq(caller->block->level, _i);
    ck_assert(!caller->block->copy_on_open && !caller->block->effective_only);
    ck_assert_status(NtClose(handle), STATUS_SUCCESS);
    ck_assert_ptr_eq(impersonated(caller), bob);
}
END_TEST

START_TEST(gate_applies)
{
    caller = stage.client_thread;
    act_as(caller);
    ck_assert_status(set(NtCurrentThread(), handle_to(caller, bob, TOKEN_IMPERSONATE)),
                     STATUS_SUCCESS);
    ck_assert_int_eq(caller->block->level, SecurityIdentification);
    ck_assert(rtl_luid_equal(impersonated(caller)->copied_from, bob->TokenId));
}
END_TEST

START_TEST(null_handle_reverts)
{
    ck_assert_status(set(NtCurrentThread(), NULL), STATUS_SUCCESS);
    ck_assert_status(set(NtCurrentThread(), handle_to(caller, bob, TOKEN_IMPERSONATE)),
                     STATUS_SUCCESS);
    ck_assert_status(set(NtCurrentThread(), NULL), STATUS_SUCCESS);
    ck_assert(!PsIsThreadImpersonating(caller));
}
END_TEST

/* 6.1: length, then pointer, then handles; each step repairs what the one before died of. */
START_TEST(checks_come_in_order)
{
    HANDLE thread = NULL, token = (HANDLE)(uintptr_t)0x1234;
    unsigned char odd[2 * sizeof(HANDLE)];
    void *buffer = odd + 1;
    ULONG length = 2;

#define SET NtSetInformationThread(thread, ThreadImpersonationToken, buffer, length)
    ck_assert(srm_pool_fail(stage.w, "any", 1, true));
    ck_assert_status(SET, STATUS_INFO_LENGTH_MISMATCH);
    length = 0;
    ck_assert_status(SET, STATUS_INFO_LENGTH_MISMATCH);
    length = sizeof(HANDLE);
    ck_assert_status(SET, STATUS_DATATYPE_MISALIGNMENT);
    buffer = NULL;
    ck_assert_status(SET, STATUS_ACCESS_VIOLATION);
    buffer = SRM_UNREADABLE;
    ck_assert_status(SET, STATUS_ACCESS_VIOLATION);
    buffer = &token;
    ck_assert_status(SET, STATUS_INVALID_HANDLE);
    thread = NtCurrentProcess();
    ck_assert_status(SET, STATUS_OBJECT_TYPE_MISMATCH);
    thread = handle_to(caller, caller, THREAD_ALL_ACCESS & ~THREAD_SET_THREAD_TOKEN);
    ck_assert_status(SET, STATUS_ACCESS_DENIED);
    thread = handle_to(caller, caller, THREAD_SET_THREAD_TOKEN);
    ck_assert_status(SET, STATUS_INVALID_HANDLE);
    token = handle_to(caller, stage.server, PROCESS_ALL_ACCESS);
    ck_assert_status(SET, STATUS_OBJECT_TYPE_MISMATCH);
    token = handle_to(caller, stage.alice, TOKEN_ALL_ACCESS & ~TOKEN_IMPERSONATE);
    ck_assert_status(SET, STATUS_ACCESS_DENIED);
    token = handle_to(caller, stage.alice, TOKEN_IMPERSONATE);
    ck_assert_status(SET, STATUS_BAD_TOKEN_TYPE);
    token = handle_to(caller, bob, TOKEN_IMPERSONATE);
    ck_assert_status(SET, STATUS_NO_MEMORY);
    ck_assert(srm_pool_fail(stage.w, "any", 0, false));
    ck_assert(!PsIsThreadImpersonating(caller));
    ck_assert_status(SET, STATUS_SUCCESS);
#undef SET
}
END_TEST

START_TEST(refusal_keeps_the_old_impersonation)
{
    ck_assert_status(PsImpersonateClient(caller, bob, TRUE, TRUE, SecurityDelegation),
                     STATUS_SUCCESS);
    ck_assert_status(set(NtCurrentThread(), handle_to(caller, stage.alice, TOKEN_ALL_ACCESS)),
                     STATUS_BAD_TOKEN_TYPE);
    ck_assert_ptr_eq(impersonated(caller), bob);
    ck_assert(caller->block->copy_on_open && caller->block->effective_only);
    ck_assert_int_eq(caller->block->level, SecurityDelegation);
}
END_TEST

START_TEST(token_can_be_set_on_another_thread)
{
    HANDLE thread = handle_to(caller, stage.client_thread, THREAD_SET_THREAD_TOKEN);

    ck_assert_status(set(thread, handle_to(caller, bob, TOKEN_IMPERSONATE)), STATUS_SUCCESS);
    ck_assert(!PsIsThreadImpersonating(caller));
    ck_assert_int_eq(stage.client_thread->block->level, SecurityIdentification);
}
END_TEST

START_TEST(other_classes_are_not_modelled)
{
    ck_assert_status(NtSetInformationThread(NtCurrentThread(), (THREADINFOCLASS)_i, &bob, 8),
                     STATUS_NOT_IMPLEMENTED);
    ck_assert_ptr_nonnull(srm_world_not_modelled(stage.w));
}
END_TEST

/* ntifs_nt.h: a class that is none of a thread, or cannot be set. */
START_TEST(class_that_cannot_be_set_is_invalid)
{
    static const int classes[] = {ThreadBasicInformation, ThreadTimes, ThreadPerformanceCount,
                                  256};

    ck_assert_status(
        NtSetInformationThread(NtCurrentThread(), (THREADINFOCLASS)classes[_i], &bob, 8),
        STATUS_INVALID_INFO_CLASS);
}
END_TEST

START_TEST(assigning_takes_the_same_steps)
{
    HANDLE process = handle_to(caller, stage.server, PROCESS_ALL_ACCESS);
    HANDLE primary = handle_to(caller, stage.alice, TOKEN_IMPERSONATE);
    HANDLE weak = handle_to(caller, bob, TOKEN_QUERY);
    HANDLE strong = handle_to(caller, bob, TOKEN_IMPERSONATE);
    PETHREAD thread = stage.client_thread;

    ck_assert_status(PsAssignImpersonationToken(thread, (HANDLE)(uintptr_t)0x1234),
                     STATUS_INVALID_HANDLE);
    ck_assert_status(PsAssignImpersonationToken(thread, process), STATUS_OBJECT_TYPE_MISMATCH);
    ck_assert_status(PsAssignImpersonationToken(thread, weak), STATUS_ACCESS_DENIED);
    ck_assert_status(PsAssignImpersonationToken(thread, primary), STATUS_BAD_TOKEN_TYPE);
    ck_assert(!PsIsThreadImpersonating(thread));
    ck_assert_status(PsAssignImpersonationToken(thread, strong), STATUS_SUCCESS);
    ck_assert(PsIsThreadImpersonating(thread));
    ck_assert_status(PsAssignImpersonationToken(thread, NULL), STATUS_SUCCESS);
    ck_assert(!PsIsThreadImpersonating(thread));
}
END_TEST

START_TEST(kernel_mode_needs_no_rights)
{
    HANDLE thread = handle_to(caller, caller, 0), token = handle_to(caller, bob, 0);

    ck_assert_status(set(thread, token), STATUS_ACCESS_DENIED);
    srm_thread_set_kernel_mode(caller, true);
    ck_assert_status(set(thread, token), STATUS_SUCCESS);
    ck_assert_ptr_eq(impersonated(caller), bob);
}
END_TEST

/* access-check T-27: Server 2003 works out what a thread may do to itself. */
static const struct {
    const char *profile;
    bool foreign; /* the thread's descriptor is somebody else's */
    NTSTATUS status;
} own_threads[] = {
    {"nt5.2", false, STATUS_SUCCESS},
    {"nt5.2", true, STATUS_ACCESS_DENIED},
    {"nt5.1sp2", true, STATUS_SUCCESS},
    {"nt6.0", true, STATUS_SUCCESS},
};

START_TEST(thread_has_its_own_rights_to_itself)
{
    struct srm_world *w = srm_world_new(own_threads[_i].profile);
    struct se_token *alice = token_from(w, (struct token_words){.user = ALICE});
    struct se_token *other = token_from(w, (struct token_words){.user = BOB});
    PEPROCESS process = srm_process_new(w, alice, NULL);
    struct se_token *maker = own_threads[_i].foreign ? other : alice;
    PETHREAD thread = ps_thread_new(process, se_token_default_descriptor(maker, maker->integrity));

    act_as(thread);
    ck_assert_status(set(NtCurrentThread(), NULL), own_threads[_i].status);
    srm_release(thread);
    srm_release(process);
    srm_release(alice);
    srm_release(other);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/set_thread");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, token_itself_is_set_at_its_own_level, SecurityAnonymous,
                        SecurityDelegation + 1);
    tcase_add_test(tcase, gate_applies);
    tcase_add_test(tcase, null_handle_reverts);
    tcase_add_test(tcase, checks_come_in_order);
    tcase_add_test(tcase, refusal_keeps_the_old_impersonation);
    tcase_add_test(tcase, token_can_be_set_on_another_thread);
    tcase_add_loop_test(tcase, other_classes_are_not_modelled, ThreadPriority, ThreadAffinityMask);
    tcase_add_loop_test(tcase, class_that_cannot_be_set_is_invalid, 0, 4);
    tcase_add_test(tcase, assigning_takes_the_same_steps);
    tcase_add_test(tcase, kernel_mode_needs_no_rights);
    tcase_add_loop_test(tcase, thread_has_its_own_rights_to_itself, 0, ROWS(own_threads));
    return suite_end();
}
