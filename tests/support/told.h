/*
 * What the runner tells about a scenario that stands in a string, as lines:
 *
 *   7:5: unknown call 'SeCreatClientSecurity'         a problem, with its help below
 *     did you mean 'SeCreateClientSecurity'?
 *   example[level=SecurityAnonymous] failed           a case that did not pass, with its findings
 *     12:13: s.level: expected ..., but it is ...
 *   2 passed                                          how many did, if any
 */
#ifndef TESTS_SUPPORT_TOLD_H
#define TESTS_SUPPORT_TOLD_H

/* The lines; valid until the next call. */
const char *told(const char *scenario);

/* The same, run with these options. */
struct run_options;
const char *told_with(const char *scenario, const struct run_options *options);

/* Every line of `expected` must be part of what is told; the test fails with both if not. */
void told_must_hold(const char *scenario, const char *expected);
void told_with_must_hold(const char *scenario, const struct run_options *options,
                         const char *expected);

/* Two people and a service: threads c, d (process client), s (server), tokens alice-token,
 * bob-token, service-token. */
#define TOLD_PEOPLE                                                        \
    "accounts: {alice: S-1-5-21-1-2-3-1001, bob: S-1-5-21-1-2-3-1002}\n"   \
    "tokens:\n"                                                            \
    "  alice-token: {like: user, user: alice}\n"                           \
    "  bob-token: {like: user, user: bob, level: SecurityImpersonation}\n" \
    "  service-token: {like: local-service}\n"                             \
    "processes:\n"                                                         \
    "  client: {token: alice-token, threads: [c, d]}\n"                    \
    "  server: {token: service-token, threads: [s]}\n"

/* A scenario with these people and these steps. */
#define TOLD_STEPS(steps) "scenario: example\n" TOLD_PEOPLE "steps:\n" steps

#endif
