/*
 * Laws that hold after every call, whatever the world, the call and its arguments are. A failure
 * names the seed: NTSRM_TEST_SEED=<seed> NTSRM_TEST_WORLDS=1 runs that world alone. More worlds and
 * longer ones: NTSRM_TEST_WORLDS, NTSRM_TEST_CALLS.
 */
#include "support/random_world.h"
#include "support/state.h"
#include "support/suite.h"

#include "ntsrm/srm.h"

#include <stdlib.h>

#define WORLDS 60ul
#define CALLS  250ul

static struct driver driver;
static struct graph graph;
static struct state states[3];
static struct state *before = &states[0], *after = &states[1];

/* What a thread impersonated before the call. */
struct seen {
    uint64_t token;
    SECURITY_IMPERSONATION_LEVEL level;
    DWORD last_error;
    KPROCESSOR_MODE mode;
};

static struct seen seen[THREADS];
static unsigned long seed, call_number;

#define require_law(condition, law, detail)                                                     \
    require((condition), "seed %lu, call %lu, %s (%s): %s: %s", seed, call_number, driver.call, \
            status_text(driver.status), (law), (detail) ? (detail) : "")

static void record(struct state *state)
{
    const char *problem;

    driver_graph(&driver, &graph);
    problem = graph_problem(&graph);
    require_law(problem == NULL, "references are counted", problem);
    state_record(state, &graph);
}

static uint64_t impersonated_id(const struct _ETHREAD *thread)
{
    return thread->impersonating ? thread->block->token->header.id : 0;
}

static void look_at_threads(void)
{
    for (int i = 0; i < THREADS; i++) {
        const struct _ETHREAD *thread = driver.threads[i];

        seen[i] = (struct seen){
            .token = impersonated_id(thread),
            .level = thread->impersonating ? thread->block->level : SecurityAnonymous,
            .last_error = thread->last_error,
            .mode = thread->previous_mode,
        };
    }
}

/* No call but the undo of another gives a thread more than the gate's table allows. */
static void check_gate(const struct _ETHREAD *thread, const struct seen *was)
{
    const struct ps_impersonation *block = thread->block;

    if (!thread->impersonating || driver.restores)
        return;
    if (block->token->header.id == was->token && block->level == was->level)
        return;
    require_law(reference_gate_allows(driver.w->profile, &driver.policies, thread->process->token,
                                      block->token, block->level),
                "the gate's table allows what a thread impersonates", NULL);
}

static void check_threads(void)
{
    for (int i = 0; i < THREADS; i++) {
        const struct _ETHREAD *thread = driver.threads[i];

        check_gate(thread, &seen[i]);
        require_law(thread->last_error == seen[i].last_error ||
                        (driver.is_win32 && thread == driver.caller),
                    "native calls and other threads leave the last error alone", NULL);
        require_law(thread->previous_mode == seen[i].mode || driver.call[0] == '(',
                    "calls come back to the mode that they came from", NULL);
    }
    require_law(PsGetCurrentThread() == driver.caller, "calls do not switch threads", NULL);
}

/* Copies are independent: only the token that a call was aimed at can change. */
static void check_tokens(void)
{
    const char *difference = state_token_difference(before, after, driver.target);

    require_law(difference == NULL, "only the token of the call changes", difference);
}

static void check_contexts(void)
{
    for (int i = 0; i < CONTEXTS; i++) {
        const SECURITY_CLIENT_CONTEXT *context = &driver.contexts[i].context;
        const struct se_token *token = context->ClientToken;

        if (driver.contexts[i].live && !context->DirectlyAccessClientToken)
            require_law(token->type == TokenImpersonation &&
                            token->level == context->SecurityQos.ImpersonationLevel,
                        "a static context holds a copy at its level", NULL);
    }
}

static bool step(void)
{
    struct state *was = before;
    const char *difference;

    look_at_threads();
    call_number++;
    if (!driver_step(&driver))
        return false;
    record(after);
    difference = state_difference(before, after);
    if (!NT_SUCCESS(driver.status))
        require_law(difference == NULL, "a refused call changes nothing", difference);
    check_tokens();
    check_threads();
    check_contexts();
    before = after;
    after = was;
    return true;
}

/* A few calls, and all of them undone. */
static void step_back_and_forth(void)
{
    const struct driver saved = driver;
    struct srm_snapshot *snapshot = srm_snapshot_new(driver.w);
    const char *difference;

    record(&states[2]);
    for (int i = 0; i < 5 && step(); i++)
        continue;
    srm_snapshot_restore(driver.w, snapshot);
    srm_snapshot_delete(snapshot);
    driver = saved;
    record(before);
    difference = state_difference(&states[2], before);
    require_law(difference == NULL, "a restored world is as it was", difference);
}

static void run_world(bool traced)
{
    const unsigned long calls = number_from_environment("NTSRM_TEST_CALLS", CALLS);
    char line[512];

    call_number = 0;
    driver_open(&driver, seed, traced);
    driver.call = "driver_open";
    record(before);
    while (call_number < calls && step())
        if (random_once_in(&driver.random, 60))
            step_back_and_forth();
    for (size_t i = 0; srm_trace_line(driver.w, i, line, sizeof line); i++)
        require_law(line[0] != '\0', "every event can be told", NULL);
    ck_assert_uint_eq(driver_close(&driver), 0);
}

START_TEST(laws_hold_after_every_call)
{
    const unsigned long first = number_from_environment("NTSRM_TEST_SEED", 1);
    const unsigned long worlds = number_from_environment("NTSRM_TEST_WORLDS", WORLDS);

    for (seed = first; seed < first + worlds; seed++)
        run_world(seed % 2 == 0);
}
END_TEST

/* Same input, same world: calls, statuses and what can be seen of the end. */
START_TEST(world_of_a_seed_is_always_the_same)
{
    uint64_t statuses[2] = {0, 0};

    seed = number_from_environment("NTSRM_TEST_SEED", 1) + (unsigned long)_i;
    for (int run = 0; run < 2; run++) {
        driver_open(&driver, seed, run == 1);
        driver.call = "driver_open";
        for (int i = 0; i < 300 && driver_step(&driver); i++)
            statuses[run] = statuses[run] * 31 + (uint32_t)driver.status;
        record(&states[run]);
        ck_assert_uint_eq(driver_close(&driver), 0);
    }
    ck_assert_uint_eq(statuses[0], statuses[1]);
    ck_assert_ptr_null(state_difference(&states[0], &states[1]));
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("laws/random_worlds");

    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, laws_hold_after_every_call);
    tcase_add_loop_test(tcase, world_of_a_seed_is_always_the_same, 0, 4);
    return suite_end();
}
