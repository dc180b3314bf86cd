/* Making random worlds, and taking them down. The calls are in random_calls.c. */
#include "support/random_world.h"

#include "support/random_calls.h"
#include "support/stage.h"
#include "support/suite.h"

static const char *const profiles[] = {"nt5.0", "nt5.0sp4", "nt5.1sp2", "nt5.2",
                                       "nt6.0", "nt6.1",    "nt6.2",    "nt10.0"};

static const char *const switches[][2] = {
    {"dynamic-remote", "reference"},
    {"pool-failure", "insufficient-resources"},
    {"gate-refusal", "access-denied"},
    {"job-restricted-token", "never-restricted"},
    {"restricted-process", "access-denied"},
    {"modified-id", "new"},
    {"opened-copy", "apart"},
    {"primary-above-source", "allow"},
    {"invalid-level", "invalid-parameter"},
    {"tcb-privilege", "effective"},
};

static bool flip(struct driver *driver, const char *policy, const char *answer)
{
    const bool flipped = random_once_in(&driver->random, 5);

    if (flipped)
        ck_assert(srm_world_set_policy(driver->w, policy, answer));
    return flipped;
}

static void choose_policies(struct driver *driver)
{
    for (int i = 0; i < ROWS(switches); i++)
        flip(driver, switches[i][0], switches[i][1]);
    driver->policies = (struct reference_policies){
        .anonymous_refused = flip(driver, "anonymous-token", "refuse"),
        .restricted_refused = flip(driver, "restricted-token", "refuse"),
        .presence_counts = flip(driver, "privilege-state", "present"),
        .lowbox_off = flip(driver, "lowbox-gate", "off"),
        .elevation_off = flip(driver, "elevation-gate", "off"),
    };
}

static struct se_token *random_token(struct driver *driver)
{
    static const char *const likes[] = {"user",
                                        "user",
                                        "user",
                                        "administrator",
                                        "filtered-administrator",
                                        "service",
                                        "system",
                                        "local-service",
                                        "network-service",
                                        "anonymous",
                                        "anonymous-with-everyone"};
    struct random *random = &driver->random;
    struct token_words words = {
        .like = likes[random_below(random, ROWS(likes))],
        .user = random_once_in(random, 2) ? ALICE : BOB,
        .no_dacl = random_once_in(random, 8),
        .filtered = random_once_in(random, 8),
        .origin = random_once_in(random, 8) ? 0x10000 + random_below(random, 8) : 0,
    };

    if (random_once_in(random, 5))
        words.groups[0] = (struct srm_group){"BA", random_below(random, 32)};
    if (random_once_in(random, 8))
        words.restricted[0] = random_once_in(random, 2) ? "RC" : ALICE;
    if (random_once_in(random, 25))
        words.package = "S-1-15-2-1-2-3";
    if (random_once_in(random, 4))
        words.integrity = random_once_in(random, 2) ? "Low" : "High";
    if (random_once_in(random, 2)) {
        words.type = TokenImpersonation;
        words.level = (SECURITY_IMPERSONATION_LEVEL)random_below(random, 4);
    }
    return token_from(driver->w, words);
}

static struct se_token *random_primary(struct driver *driver)
{
    for (;;) {
        struct se_token *token = random_token(driver);

        if (token->type == TokenPrimary)
            return token;
        srm_release(token);
    }
}

void driver_open(struct driver *driver, uint64_t seed, bool traced)
{
    *driver = (struct driver){.random = random_from(seed)};
    driver->w = srm_world_new(profiles[random_below(&driver->random, ROWS(profiles))]);
    srm_trace(driver->w, traced);
    choose_policies(driver);
    driver->job = srm_job_new(driver->w, random_below(&driver->random, 8));
    for (int i = 0; i < PROCESSES; i++) {
        driver->tokens[i] = random_primary(driver);
        driver->processes[i] = srm_process_new(
            driver->w, driver->tokens[i], random_once_in(&driver->random, 4) ? driver->job : NULL);
    }
    for (int i = PROCESSES; i < TOKENS; i++)
        driver->tokens[i] = random_token(driver);
    for (int i = 0; i < THREADS; i++)
        driver->threads[i] = srm_thread_new(driver->processes[i % PROCESSES]);
}

/* Who makes the next call; the dead make none. */
static PETHREAD choose_caller(struct driver *driver)
{
    const uint32_t first = random_below(&driver->random, THREADS);

    for (uint32_t i = 0; i < THREADS; i++) {
        PETHREAD thread = driver->threads[(first + i) % THREADS];

        if (!thread->exited)
            return thread;
    }
    return NULL;
}

/* Now and then NT's pool is out of memory, for this call alone. */
static void set_pool(struct driver *driver)
{
    static const char *const names[] = {
        "any",    "any",         "ImpersonationBlock", "ClientTokenCopy", "Token",
        "Handle", "CapturedQos", "CapturedList",       "DynamicPart"};
    const char *name = names[random_below(&driver->random, ROWS(names))];
    const bool fails = random_once_in(&driver->random, 6);

    srm_pool_fail(driver->w, name, fails ? 1 + random_below(&driver->random, 3) : 0,
                  random_once_in(&driver->random, 2));
}

bool driver_step(struct driver *driver)
{
    driver->caller = choose_caller(driver);
    if (!driver->caller)
        return false;
    srm_run_as(driver->caller);
    set_pool(driver);
    driver->status = STATUS_SUCCESS;
    driver->target = 0;
    driver->restores = driver->is_win32 = false;
    random_call(driver);
    srm_pool_fail(driver->w, "any", 0, false);
    srm_world_not_modelled(driver->w);
    return true;
}

static void release_held(struct driver *driver)
{
    for (int i = 0; i < CONTEXTS; i++)
        if (driver->contexts[i].live)
            SeDeleteClientSecurity(&driver->contexts[i].context);
    for (int i = 0; i < SUBJECTS; i++)
        if (driver->subjects[i].live)
            SeReleaseSubjectContext(&driver->subjects[i].subject);
    for (int i = 0; i < STATES; i++)
        if (driver->states[i].thread)
            PsDereferenceImpersonationToken(driver->states[i].state.Token);
    for (int i = 0; i < BORROWED; i++)
        PsDereferenceImpersonationToken(driver->borrowed[i]);
}

size_t driver_close(struct driver *driver)
{
    srm_run_as(NULL);
    release_held(driver);
    for (int i = 0; i < THREADS; i++)
        srm_release(driver->threads[i]);
    for (int i = 0; i < PROCESSES; i++)
        srm_release(driver->processes[i]);
    for (int i = 0; i < TOKENS; i++)
        srm_release(driver->tokens[i]);
    srm_release(driver->job);
    return srm_world_delete(driver->w);
}

void driver_graph(const struct driver *driver, struct graph *graph)
{
    graph_begin(graph, driver->w);
    for (int i = 0; i < PROCESSES; i++)
        graph_hold(graph, driver->processes[i]);
    for (int i = 0; i < THREADS; i++)
        graph_hold(graph, driver->threads[i]);
    for (int i = 0; i < TOKENS; i++)
        graph_hold(graph, driver->tokens[i]);
    graph_hold(graph, driver->job);
    for (int i = 0; i < CONTEXTS; i++)
        if (driver->contexts[i].live)
            graph_hold(graph, driver->contexts[i].context.ClientToken);
    for (int i = 0; i < SUBJECTS; i++) {
        graph_hold(graph, driver->subjects[i].subject.ClientToken);
        graph_hold(graph, driver->subjects[i].subject.PrimaryToken);
    }
    for (int i = 0; i < STATES; i++)
        if (driver->states[i].thread)
            graph_hold(graph, driver->states[i].state.Token);
    for (int i = 0; i < BORROWED; i++)
        graph_hold(graph, driver->borrowed[i]);
    graph_finish(graph);
}
