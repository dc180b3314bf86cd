/* Processes, threads and jobs: who refers to whom, and what ends with whom. */
#include "support/stage.h"
#include "support/suite.h"

#include "ex/pool.h"
#include "rtl/sid.h"

static struct stage stage;

static void open_stage(void)
{
    stage_open(&stage, NULL);
}

static void close_stage(void)
{
    stage_close(&stage);
}

START_TEST(process_refers_to_token_and_job)
{
    PEJOB job = srm_job_new(stage.w, JOB_OBJECT_SECURITY_NO_ADMIN);
    PEJOB other = srm_job_new(stage.w, 0);
    const uint32_t tokens = srm_references(stage.alice);
    PEPROCESS process = srm_process_new(stage.w, stage.alice, job);

    ck_assert_ptr_eq(process->token, stage.alice);
    ck_assert_uint_eq(stage.alice->processes, 2);
    ck_assert_ptr_eq(process->job, job);
    ck_assert_uint_ne(job->header.id, process->header.id);
    ck_assert_uint_ne(job->header.id, other->header.id);
    srm_release(other);
    ck_assert_uint_eq(srm_references(stage.alice), tokens + 1);
    ck_assert_uint_eq(srm_references(job), 2);
    ck_assert_uint_eq(srm_references(process), 2);
    ps_process_exit(process, STATUS_SUCCESS);
    ck_assert_uint_eq(srm_references(process), 1);
    ck_assert_uint_eq(srm_references(stage.alice), tokens + 1);
    srm_release(process);
    ck_assert_uint_eq(srm_references(stage.alice), tokens);
    ck_assert_uint_eq(stage.alice->processes, 1);
    ck_assert_uint_eq(srm_references(job), 1);
    srm_release(job);
}
END_TEST

START_TEST(thread_refers_to_its_process)
{
    const uint32_t references = srm_references(stage.client);
    PETHREAD thread = srm_thread_new(stage.client);

    ck_assert_ptr_eq(thread->process, stage.client);
    ck_assert_uint_eq(srm_references(stage.client), references + 1);
    ck_assert_uint_eq(srm_references(thread), 2);
    ck_assert_int_eq(thread->previous_mode, UserMode);
    ck_assert(!thread->impersonating);
    ps_thread_exit(thread, STATUS_SUCCESS);
    ck_assert_uint_eq(srm_references(thread), 1);
    srm_release(thread);
    ck_assert_uint_eq(srm_references(stage.client), references);
}
END_TEST

START_TEST(ids_are_unique_multiples_of_four)
{
    const struct ob_header *const objects[] = {&stage.client->header, &stage.server->header,
                                               &stage.client_thread->header,
                                               &stage.server_thread->header};

    for (int i = 0; i < ROWS(objects); i++) {
        ck_assert_uint_eq(objects[i]->id % 4, 0);
        ck_assert_uint_ne(objects[i]->id, 0);
        for (int k = 0; k < i; k++)
            ck_assert_uint_ne(objects[i]->id, objects[k]->id);
    }
}
END_TEST

/* access-check T-27: from the primary token of the process, with its integrity as the label. */
START_TEST(descriptors_come_from_the_primary_token)
{
    const struct rtl_descriptor *of_process = stage.client->header.descriptor;
    const struct rtl_descriptor *of_thread = stage.client_thread->header.descriptor;

    ck_assert(rtl_sid_equal(&of_process->owner.Sid, se_token_user(stage.alice)));
    ck_assert_ptr_eq(of_process->dacl, stage.alice->default_dacl);
    ck_assert_uint_eq(of_process->integrity, stage.alice->integrity);
    ck_assert(rtl_sid_equal(&of_thread->owner.Sid, se_token_user(stage.alice)));
    ck_assert_ptr_eq(of_thread->dacl, stage.alice->default_dacl);
}
END_TEST

START_TEST(exit_of_a_process_ends_its_threads_and_closes_its_handles)
{
    PETHREAD second = srm_thread_new(stage.client);
    const uint32_t references = srm_references(stage.service);

    handle_to(stage.client_thread, stage.service, TOKEN_QUERY);
    handle_to(stage.client_thread, stage.client, PROCESS_ALL_ACCESS);
    handle_to(stage.client_thread, second, THREAD_ALL_ACCESS);
    ps_process_exit(stage.client, STATUS_ACCESS_DENIED);
    ck_assert(stage.client->exited && second->exited && stage.client_thread->exited);
    ck_assert_status(stage.client->exit_status, STATUS_ACCESS_DENIED);
    ck_assert_status(second->exit_status, STATUS_ACCESS_DENIED);
    ck_assert_ptr_null(stage.client->threads);
    ck_assert_ptr_eq(stage.w->processes, stage.server);
    ck_assert_uint_eq(srm_references(stage.service), references);
    ck_assert_uint_eq(srm_references(second), 1);
    srm_release(second);
}
END_TEST

START_TEST(exit_happens_once)
{
    ps_thread_exit(stage.client_thread, STATUS_ACCESS_DENIED);
    ps_thread_exit(stage.client_thread, STATUS_SUCCESS);
    ck_assert_status(stage.client_thread->exit_status, STATUS_ACCESS_DENIED);
    ck_assert_uint_eq(srm_references(stage.client_thread), 1);
    ps_process_exit(stage.client, STATUS_ACCESS_DENIED);
    ps_process_exit(stage.client, STATUS_SUCCESS);
    ck_assert_status(stage.client->exit_status, STATUS_ACCESS_DENIED);
}
END_TEST

START_TEST(processes_and_threads_leave_from_any_place)
{
    PEPROCESS processes[3];
    PETHREAD threads[3];

    for (int i = 0; i < 3; i++) {
        processes[i] = srm_process_new(stage.w, stage.alice, NULL);
        threads[i] = srm_thread_new(stage.client);
    }
    ps_thread_exit(threads[1], STATUS_SUCCESS);
    ps_process_exit(processes[1], STATUS_SUCCESS);
    ck_assert_ptr_eq(stage.client->threads, stage.client_thread);
    ck_assert_ptr_eq(stage.client_thread->next, threads[0]);
    ck_assert_ptr_eq(threads[0]->next, threads[2]);
    ck_assert_ptr_eq(processes[0]->next, processes[2]);
    for (int i = 0; i < 3; i++) {
        srm_release(processes[i]);
        srm_release(threads[i]);
    }
}
END_TEST

/* impersonation.md 2.10: thread exit drops the block's token and frees the block. */
START_TEST(exit_of_a_thread_ends_its_impersonation)
{
    const uint32_t references = srm_references(stage.alice);

    ck_assert_status(
        PsImpersonateClient(stage.server_thread, stage.alice, TRUE, FALSE, SecurityImpersonation),
        STATUS_SUCCESS);
    ck_assert_uint_eq(srm_references(stage.alice), references + 1);
    ps_thread_exit(stage.server_thread, STATUS_SUCCESS);
    ck_assert_uint_eq(srm_references(stage.alice), references);
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_ImpersonationBlock), 0);
    ck_assert(!stage.server_thread->impersonating);
}
END_TEST

START_TEST(what_is_set_after_exit_goes_with_the_object)
{
    PETHREAD thread = srm_thread_new(stage.server);

    ps_thread_exit(thread, STATUS_SUCCESS);
    ck_assert_status(PsImpersonateClient(thread, stage.alice, FALSE, FALSE, SecurityImpersonation),
                     STATUS_SUCCESS);
    srm_release(thread);
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_ImpersonationBlock), 0);
}
END_TEST

START_TEST(handle_of_after_exit_goes_with_the_process)
{
    ps_process_exit(stage.client, STATUS_SUCCESS);
    handle_to(stage.client_thread, stage.service, TOKEN_QUERY);
    ck_assert_uint_eq(stage.client->handles.count, 1);
}
END_TEST

START_TEST(job_may_hold_a_token)
{
    const uint32_t references = srm_references(stage.alice);
    PEJOB job = ps_job_new(stage.w, JOB_OBJECT_SECURITY_ONLY_TOKEN, stage.alice);

    ck_assert_uint_eq(srm_references(stage.alice), references + 1);
    srm_release(job);
    ck_assert_uint_eq(srm_references(stage.alice), references);
}
END_TEST

START_TEST(current_thread_is_the_one_that_was_set)
{
    ck_assert_ptr_eq(PsGetCurrentThread(), stage.server_thread);
    ck_assert_ptr_eq(PsGetCurrentProcess(), stage.server);
    ck_assert_ptr_eq(srm_run_as(stage.client_thread), stage.server_thread);
    ck_assert_ptr_eq(PsGetCurrentThread(), stage.client_thread);
    ck_assert_ptr_eq(stage.w->current_thread, stage.client_thread);
    ck_assert(ps_runs_in(stage.w));
    ck_assert_ptr_eq(srm_run_as(NULL), stage.client_thread);
    ck_assert(!ps_runs_in(stage.w));
}
END_TEST

START_TEST(deleted_thread_is_no_longer_current)
{
    PETHREAD thread = srm_thread_new(stage.client);

    srm_run_as(thread);
    ps_thread_exit(thread, STATUS_SUCCESS);
    ck_assert_ptr_eq(PsGetCurrentThread(), thread);
    srm_release(thread);
    ck_assert(!ps_runs_in(stage.w));
    ck_assert_ptr_null(stage.w->current_thread);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("ps/process");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_test(tcase, process_refers_to_token_and_job);
    tcase_add_test(tcase, thread_refers_to_its_process);
    tcase_add_test(tcase, ids_are_unique_multiples_of_four);
    tcase_add_test(tcase, descriptors_come_from_the_primary_token);
    tcase_add_test(tcase, exit_of_a_process_ends_its_threads_and_closes_its_handles);
    tcase_add_test(tcase, exit_happens_once);
    tcase_add_test(tcase, processes_and_threads_leave_from_any_place);
    tcase_add_test(tcase, exit_of_a_thread_ends_its_impersonation);
    tcase_add_test(tcase, what_is_set_after_exit_goes_with_the_object);
    tcase_add_test(tcase, handle_of_after_exit_goes_with_the_process);
    tcase_add_test(tcase, job_may_hold_a_token);
    tcase_add_test(tcase, current_thread_is_the_one_that_was_set);
    tcase_add_test(tcase, deleted_thread_is_no_longer_current);
    return suite_end();
}
