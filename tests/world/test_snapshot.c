/* Snapshots of a running world: objects, impersonation, handles, who runs, and policies. */
#include "support/stage.h"
#include "support/suite.h"

#include "ex/rules.h"
#include "ntsrm/windows.h"
#include "rtl/luid.h"

static struct stage stage;
static struct srm_snapshot *snapshot;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    snapshot = NULL;
}

static void close_stage(void)
{
    if (snapshot)
        srm_snapshot_delete(snapshot);
    stage_close(&stage);
}

static void take(void)
{
    snapshot = srm_snapshot_new(stage.w);
}

static void restore(void)
{
    srm_snapshot_restore(stage.w, snapshot);
}

START_TEST(impersonation_in_between_is_undone)
{
    const uint32_t references = srm_references(stage.alice);

    take();
    ck_assert_status(
        PsImpersonateClient(stage.server_thread, stage.alice, TRUE, FALSE, SecurityImpersonation),
        STATUS_SUCCESS);
    se_token_set_privileges(stage.alice, 0, 0);
    restore();
    ck_assert(!PsIsThreadImpersonating(stage.server_thread));
    ck_assert_ptr_null(stage.server_thread->block);
    ck_assert_uint_eq(srm_references(stage.alice), references);
    ck_assert_uint_ne(stage.alice->present, 0);
}
END_TEST

START_TEST(impersonation_of_before_comes_back)
{
    struct se_token *copy;

    act_as(stage.client_thread);
    ck_assert(ImpersonateSelf(SecurityImpersonation));
    copy = impersonated(stage.client_thread);
    take();
    ck_assert(RevertToSelf());
    ck_assert(ImpersonateSelf(SecurityIdentification));
    for (int i = 0; i < 2; i++) {
        restore();
        ck_assert_ptr_eq(impersonated(stage.client_thread), copy);
        ck_assert_int_eq(stage.client_thread->block->level, SecurityImpersonation);
        ck_assert_uint_eq(srm_references(copy), 1);
        ck_assert(RevertToSelf());
    }
}
END_TEST

START_TEST(handles_come_back)
{
    HANDLE handle = handle_to(stage.server_thread, stage.alice, TOKEN_QUERY);

    take();
    for (int i = 0; i < 50; i++)
        handle_to(stage.server_thread, stage.service, TOKEN_ALL_ACCESS);
    ck_assert_status(NtClose(handle), STATUS_SUCCESS);
    restore();
    ck_assert_uint_eq(stage.server->handles.count, 1);
    ck_assert_ptr_eq(token_behind(stage.server_thread, handle), stage.alice);
    ck_assert_status(NtClose(handle), STATUS_SUCCESS);
}
END_TEST

START_TEST(dead_process_lives_again)
{
    take();
    ps_process_exit(stage.client, STATUS_SUCCESS);
    ck_assert(stage.client_thread->exited);
    restore();
    ck_assert(!stage.client->exited && !stage.client_thread->exited);
    ck_assert_ptr_eq(stage.client->threads, stage.client_thread);
    ck_assert_ptr_eq(stage.w->processes, stage.client);
}
END_TEST

START_TEST(ids_are_handed_out_again)
{
    LUID next;

    take();
    next = rtl_luid_new(stage.w);
    rtl_luid_new(stage.w);
    restore();
    ck_assert(rtl_luid_equal(rtl_luid_new(stage.w), next));
}
END_TEST

START_TEST(who_ran_runs_again)
{
    take();
    act_as(stage.client_thread);
    restore();
    ck_assert_ptr_eq(PsGetCurrentThread(), stage.server_thread);
}
END_TEST

START_TEST(thread_of_afterwards_does_not_run_on)
{
    PETHREAD later;

    take();
    later = srm_thread_new(stage.client);
    act_as(later);
    restore();
    ck_assert_ptr_eq(PsGetCurrentThread(), stage.server_thread);
}
END_TEST

START_TEST(who_runs_elsewhere_goes_on_there)
{
    struct srm_world *other = srm_world_new(NULL);
    PETHREAD there = thread_of(other, (struct token_words){.user = BOB});

    take();
    act_as(there);
    restore();
    ck_assert_ptr_eq(PsGetCurrentThread(), there);
    ck_assert_uint_eq(srm_world_delete(other), 0);
}
END_TEST

/* The thread of the snapshot is the one that ran then; a deleted one never runs. */
START_TEST(deleted_thread_does_not_run_again)
{
    PETHREAD gone = srm_thread_new(stage.client);

    act_as(gone);
    srm_run_as(NULL);
    ps_thread_exit(gone, STATUS_SUCCESS);
    srm_release(gone);
    take();
    act_as(stage.server_thread);
    restore();
    ck_assert_ptr_null(srm_run_as(stage.server_thread));
}
END_TEST

START_TEST(memory_of_the_caller_comes_back)
{
    HANDLE *handle = srm_alloc(stage.w, sizeof *handle);
    SECURITY_CLIENT_CONTEXT *context;

    *handle = handle_to(stage.server_thread, stage.alice, TOKEN_QUERY);
    take();
    ck_assert_status(NtClose(*handle), STATUS_SUCCESS);
    *handle = NULL;
    context = srm_alloc(stage.w, sizeof *context);
    context->ServerIsRemote = TRUE;
    restore();
    ck_assert_ptr_eq(token_behind(stage.server_thread, *handle), stage.alice);
    ck_assert_uint_eq(srm_world_alive(stage.w, "CallerMemory"), 1);
}
END_TEST

START_TEST(policies_come_back_and_tracing_goes_on)
{
    take();
    ck_assert(srm_world_set_policy(stage.w, "gate-refusal", "access-denied"));
    srm_trace(stage.w, true);
    restore();
    ck_assert(policy(stage.w, gate_refusal));
    PsRevertToSelf();
    ck_assert_uint_gt(stage.w->trace->event_count, 0);
    srm_trace(stage.w, false);
    restore();
    srm_trace_clear(stage.w);
    PsRevertToSelf();
    ck_assert_uint_eq(stage.w->trace->event_count, 0);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("world/snapshot");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_test(tcase, impersonation_in_between_is_undone);
    tcase_add_test(tcase, impersonation_of_before_comes_back);
    tcase_add_test(tcase, handles_come_back);
    tcase_add_test(tcase, dead_process_lives_again);
    tcase_add_test(tcase, ids_are_handed_out_again);
    tcase_add_test(tcase, who_ran_runs_again);
    tcase_add_test(tcase, thread_of_afterwards_does_not_run_on);
    tcase_add_test(tcase, who_runs_elsewhere_goes_on_there);
    tcase_add_test(tcase, deleted_thread_does_not_run_again);
    tcase_add_test(tcase, memory_of_the_caller_comes_back);
    tcase_add_test(tcase, policies_come_back_and_tracing_goes_on);
    return suite_end();
}
