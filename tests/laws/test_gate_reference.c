/* The model's gate against a literal transcription of its table, on random pairs of tokens. */
#include "support/random.h"
#include "support/reference_gate.h"
#include "support/stage.h"
#include "support/suite.h"

#include "se/gate.h"

#define ROUNDS 60000u
#define TOKENS 160

static const char *const likes[] = {
    "user",   "user",      "administrator", "filtered-administrator",
    "system", "anonymous", "local-service"};
static const char *const integrities[] = {"Low", "Medium", "Medium", "High", "System"};
static const char *const packages[] = {"S-1-15-2-1-2-3", "S-1-15-2-4-5-6"};

static struct se_token *random_token(struct srm_world *w, struct random *random)
{
    struct token_words words = {
        .like = likes[random_below(random, ROWS(likes))],
        .user = random_once_in(random, 4) ? BOB : ALICE,
        .integrity = random_once_in(random, 2)
                         ? integrities[random_below(random, ROWS(integrities))]
                         : "Medium",
        .authentication = random_once_in(random, 3) ? 0x500 + random_below(random, 3) : 0,
        .origin = random_once_in(random, 4) ? 0x500 + random_below(random, 3) : 0,
        .elevated = random_once_in(random, 4),
    };

    if (random_once_in(random, 3))
        words.restricted[0] = "RC";
    if (random_once_in(random, 4))
        words.package = packages[random_below(random, ROWS(packages))];
    if (random_once_in(random, 20))
        words.authentication = 0x3E6;
    if (random_once_in(random, 4))
        words.on = SE_PRIVILEGE_BIT(SE_IMPERSONATE_PRIVILEGE);
    else if (random_once_in(random, 3))
        words.off = SE_PRIVILEGE_BIT(SE_IMPERSONATE_PRIVILEGE);
    else
        words.without = SE_PRIVILEGE_BIT(SE_IMPERSONATE_PRIVILEGE);
    return token_from(w, words);
}

static struct reference_policies random_policies(struct srm_world *w, struct random *random)
{
    const struct reference_policies policies = {
        .anonymous_refused = random_once_in(random, 3),
        .restricted_refused = random_once_in(random, 3),
        .presence_counts = random_once_in(random, 3),
        .lowbox_off = random_once_in(random, 3),
        .elevation_off = random_once_in(random, 3),
    };

    srm_world_set_policy(w, "anonymous-token", policies.anonymous_refused ? "refuse" : "allow");
    srm_world_set_policy(w, "restricted-token", policies.restricted_refused ? "refuse" : "allow");
    srm_world_set_policy(w, "privilege-state", policies.presence_counts ? "present" : "enabled");
    srm_world_set_policy(w, "lowbox-gate", policies.lowbox_off ? "off" : "on");
    srm_world_set_policy(w, "elevation-gate", policies.elevation_off ? "off" : "on");
    return policies;
}

START_TEST(gate_and_transcription_agree)
{
    const unsigned long seed = number_from_environment("NTSRM_TEST_SEED", 1);
    const unsigned long rounds = number_from_environment("NTSRM_TEST_ROUNDS", ROUNDS);
    struct random random = random_from(seed);
    struct srm_world *w = srm_world_new(NULL);
    struct reference_policies policies = {0};
    struct se_token *tokens[TOKENS];
    unsigned long allowed = 0;

    ck_assert(srm_world_reset(w, ((const char *[]){"nt5.0", "nt5.0sp4", "nt5.1sp2", "nt5.2",
                                                   "nt6.0", "nt6.1", "nt6.2", "nt10.0"})[_i]));
    for (int i = 0; i < TOKENS; i++)
        tokens[i] = random_token(w, &random);
    for (unsigned long round = 0; round < rounds; round++) {
        const struct se_token *process = tokens[random_below(&random, TOKENS)];
        const struct se_token *token = tokens[random_below(&random, TOKENS)];
        const SECURITY_IMPERSONATION_LEVEL level =
            (SECURITY_IMPERSONATION_LEVEL)random_below(&random, 4);
        bool expected;

        if (round % 64 == 0)
            policies = random_policies(w, &random);
        expected = reference_gate_allows(w->profile, &policies, process, token, level);
        allowed += expected;
        require((se_gate(w, process, token, level) == SE_GATE_ALLOWS) == expected,
                "seed %lu, round %lu, version %d", seed, round, _i);
    }
    ck_assert(rounds < 1000 || _i == 0 || (allowed > rounds / 10 && allowed < rounds));
    for (int i = 0; i < TOKENS; i++)
        srm_release(tokens[i]);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("laws/gate_reference");

    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, gate_and_transcription_agree, 0, SRM_PROFILE_COUNT);
    return suite_end();
}
