/*
 * The model's access check against a literal transcription of the published algorithm, on random
 * descriptors, tokens and requests. NTSRM_TEST_SEED and NTSRM_TEST_ROUNDS choose which and how
 * many; a difference is printed after everything was taken out that does not matter to it.
 */
#include "laws/access/compare.h"
#include "laws/access/plain_model.h"
#include "laws/access/plain_text.h"
#include "laws/access/random_question.h"
#include "laws/access/reference.h"
#include "support/random.h"
#include "support/suite.h"

#include "ntsrm/srm.h"

#define ROUNDS             (1000000u / TEST_ROUNDS_DIVISOR)
#define ROUNDS_OF_TOKENS   8
#define ROUNDS_OF_POLICIES 64

static void run(const char *profile, unsigned long rounds)
{
    const unsigned long seed = number_from_environment("NTSRM_TEST_SEED", 1);
    struct random random = random_from(seed);
    struct srm_world *w = srm_world_new(profile);
    struct plain_question question = {.system = plain_system_of(w)};

    for (unsigned long round = 0; round < rounds; round++) {
        const struct plain_way way = {.decide = random_once_in(&random, 2)};

        if (round % ROUNDS_OF_POLICIES == 0) {
            random_plain_policies(&random, &question.system);
            plain_system_set(w, &question.system);
        }
        if (round % ROUNDS_OF_TOKENS == 0) {
            question.token = random_plain_token(&random, &question.system);
            question.server = random_plain_token(&random, &question.system);
        }
        random_plain_rest(&random, &question);
        question.each_node &= way.decide;
        question.impersonating |= way.decide;
        if (plain_answers_agree(w, &question, &way))
            continue;
        plain_difference_print(w, question, &way);
        ck_abort_msg("seed %lu, round %lu, %s: model and transcription differ", seed, round,
                     way.decide ? "by handle" : "for an open");
    }
    ck_assert_uint_eq(srm_world_delete(w), 0);
}

static const struct {
    const char *profile;
    unsigned part; /* of all rounds, in percent */
} profiles[] = {{"nt10.0", 70}, {"nt6.2", 10}, {"nt6.1", 5},
                {"nt6.0", 5},   {"nt5.2", 5},  {"nt5.0", 5}};

START_TEST(model_and_transcription_agree)
{
    run(profiles[_i].profile,
        number_from_environment("NTSRM_TEST_ROUNDS", ROUNDS) * profiles[_i].part / 100);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("laws/access_reference");

    tcase_set_timeout(tcase, 600);
    tcase_add_loop_test(tcase, model_and_transcription_agree, 0, ROWS(profiles));
    return suite_end();
}
