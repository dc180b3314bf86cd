/*
 * Two worlds on two host threads at once, and more: worlds share nothing, so that the thread
 * sanitizer has nothing to say and each sees what it would see alone.
 */
#include "support/random_world.h"
#include "support/state.h"
#include "support/suite.h"

#include "ntsrm/srm.h"
#include "ntsrm/windows.h"

#include <pthread.h>
#include <stdlib.h>

#define CALLS 3000

/* What one host thread does and sees. Checks come afterwards, in the thread that Check knows. */
struct work {
    uint64_t seed;
    uint64_t statuses;
    size_t left;
    bool kept_its_thread;
};

static void *run_world(void *argument)
{
    struct work *work = argument;
    struct driver *driver = malloc(sizeof *driver);

    if (!driver)
        return NULL;
    driver_open(driver, work->seed, work->seed % 2 == 0);
    work->kept_its_thread = true;
    for (int i = 0; i < CALLS && driver_step(driver); i++) {
        work->statuses = work->statuses * 31 + (uint32_t)driver->status;
        work->kept_its_thread &= driver->caller->exited || PsGetCurrentThread() == driver->caller;
        if (i % 500 == 0)
            srm_trace_clear(driver->w);
    }
    work->left = driver_close(driver);
    free(driver);
    return work;
}

static void run_at_once(struct work *works, size_t count)
{
    pthread_t threads[8];
    void *result;

    for (size_t i = 0; i < count; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, run_world, &works[i]), 0);
    for (size_t i = 0; i < count; i++) {
        ck_assert_int_eq(pthread_join(threads[i], &result), 0);
        ck_assert_ptr_eq(result, &works[i]);
        ck_assert_uint_eq(works[i].left, 0);
        ck_assert(works[i].kept_its_thread);
    }
}

START_TEST(worlds_at_once_are_like_worlds_alone)
{
    struct work together[4], alone[4];

    for (size_t i = 0; i < 4; i++)
        together[i] = alone[i] = (struct work){.seed = 100 + (uint64_t)_i * 4 + i};
    run_at_once(together, 4);
    for (size_t i = 0; i < 4; i++) {
        run_at_once(&alone[i], 1);
        ck_assert_uint_eq(alone[i].statuses, together[i].statuses);
    }
}
END_TEST

START_TEST(two_of_the_same_seed_are_the_same)
{
    struct work works[2] = {{.seed = 7}, {.seed = 7}};

    run_at_once(works, 2);
    ck_assert_uint_eq(works[0].statuses, works[1].statuses);
}
END_TEST

/* Each host thread runs as a simulated thread of its own, or as none. */
static void *look_who_runs(void *argument)
{
    PETHREAD *thread = argument;
    PETHREAD was = srm_run_as(*thread);
    BOOL impersonating = ImpersonateSelf(SecurityImpersonation);

    *thread = impersonating && PsGetCurrentThread() == *thread ? was : *thread;
    return thread;
}

START_TEST(current_thread_is_of_the_host_thread)
{
    struct srm_world *here = srm_world_new(NULL), *there = srm_world_new(NULL);
    const char *problem;
    void *token = srm_token_new(here, &(struct srm_token_options){.like = "system"}, &problem);
    void *other = srm_token_new(there, &(struct srm_token_options){.like = "system"}, &problem);
    PEPROCESS process = srm_process_new(here, token, NULL);
    PEPROCESS elsewhere = srm_process_new(there, other, NULL);
    PETHREAD mine = srm_thread_new(process), its = srm_thread_new(elsewhere), seen = its;
    pthread_t thread;

    srm_run_as(mine);
    ck_assert_int_eq(pthread_create(&thread, NULL, look_who_runs, &seen), 0);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    ck_assert_ptr_null(seen);
    ck_assert(PsIsThreadImpersonating(its));
    ck_assert_ptr_eq(PsGetCurrentThread(), mine);
    ck_assert(!PsIsThreadImpersonating(mine));
    srm_release(mine);
    srm_release(its);
    srm_release(process);
    srm_release(elsewhere);
    srm_release(token);
    srm_release(other);
    ck_assert_uint_eq(srm_world_delete(here), 0);
    ck_assert_uint_eq(srm_world_delete(there), 0);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("world/two_host_threads");

    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, worlds_at_once_are_like_worlds_alone, 0, 2);
    tcase_add_test(tcase, two_of_the_same_seed_are_the_same);
    tcase_add_test(tcase, current_thread_is_of_the_host_thread);
    return suite_end();
}
