/*
 * The model's access check against a literal transcription of the published algorithm, on random
 * descriptors, tokens and requests. NTSRM_TEST_SEED and NTSRM_TEST_ROUNDS choose which and how
 * many; a difference is printed after everything was taken out that does not matter to it. And the
 * other way round: a model that is wrong about any one rule is found out.
 */
#include "laws/access/compare.h"
#include "laws/access/plain_model.h"
#include "laws/access/plain_text.h"
#include "laws/access/random_question.h"
#include "laws/access/reference.h"
#include "support/random.h"
#include "support/suite.h"

#include "ex/rules.h"
#include "ntsrm/srm.h"

#include <string.h>

#define ROUNDS             (1000000u / TEST_ROUNDS_DIVISOR)
#define ROUNDS_OF_TOKENS   8
#define ROUNDS_OF_POLICIES 64
#define ROUNDS_OF_A_RULE   20000

/* Where questions come from: one after the other, for a world. */
struct source {
    struct random random;
    struct srm_world *w;
    unsigned long asked;
    struct plain_question question;
    struct plain_way way;
};

static struct source source_of(const char *profile, unsigned long seed)
{
    struct source source = {
        .random = random_from(seed),
        .w = srm_world_new(profile),
    };

    source.question.system = plain_system_of(source.w);
    return source;
}

static void next_question(struct source *source)
{
    struct random *random = &source->random;
    struct plain_question *question = &source->question;

    if (source->asked % ROUNDS_OF_POLICIES == 0) {
        random_plain_policies(random, &question->system);
        plain_system_set(source->w, &question->system);
    }
    if (source->asked % ROUNDS_OF_TOKENS == 0) {
        question->token = random_plain_token(random, &question->system);
        question->server = random_plain_token(random, &question->system);
    }
    source->way.decide = random_once_in(random, 2);
    random_plain_rest(random, question);
    question->each_node &= source->way.decide;
    question->impersonating |= source->way.decide;
    source->asked++;
}

/* Asks until the answers differ; false if they never do. */
static bool find_difference(struct source *source, unsigned long rounds)
{
    while (source->asked < rounds) {
        next_question(source);
        if (!plain_answers_agree(source->w, &source->question, &source->way))
            return true;
    }
    return false;
}

static const struct {
    const char *profile;
    unsigned part; /* of all rounds, in percent */
} profiles[] = {{"nt10.0", 70}, {"nt6.2", 10}, {"nt6.1", 5},
                {"nt6.0", 5},   {"nt5.2", 5},  {"nt5.0", 5}};

START_TEST(model_and_transcription_agree)
{
    const unsigned long seed = number_from_environment("NTSRM_TEST_SEED", 1);
    struct source source = source_of(profiles[_i].profile, seed);

    if (find_difference(&source, number_from_environment("NTSRM_TEST_ROUNDS", ROUNDS) *
                                     profiles[_i].part / 100)) {
        plain_difference_print(source.w, source.question, &source.way);
        ck_abort_msg("seed %lu, question %lu, %s: model and transcription differ", seed,
                     source.asked, source.way.decide ? "by handle" : "for an open");
    }
    ck_assert_uint_eq(srm_world_delete(source.w), 0);
}
END_TEST

/* Answers that no question shows to be wrong, and why. */
static const struct {
    enum ex_rule_id id;
    bool answer;
    const char *why;
} unseen[] = {
    {RULE_access_without_descriptor, false, "questions have a descriptor"},
    {RULE_access_without_descriptor, true, "the same"},
    {RULE_access_no_descriptor, false, "the same"},
    {RULE_access_no_descriptor, true, "the same, and nothing else would be right"},
    {RULE_access_central_policy, false, "questions have no central policy"},
    {RULE_access_central_policy, true, "what is not modelled is not compared"},
    {RULE_access_privileges_suffice, false, "a short cut: the DACL is not asked for anything"},
    {RULE_access_owner_implied, true, "there is nothing to be implied then"},
    {RULE_access_dacl_grants, true, "what is missing is refused at the end"},
    {RULE_access_restricting_sids_grant, true, "the same"},
    {RULE_access_package_grants, true, "the same"},
    {RULE_entry_means_owner, true, "questions have an owner"},
    {RULE_entry_names_type, true, "there is no type to look for then"},
    {RULE_entry_type_listed, true, "there is no such node then"},
    {RULE_entry_means_self, true, "there is nobody to be meant then"},
};

static bool is_seen(enum ex_rule_id id, bool answer)
{
    for (int i = 0; i < ROWS(unseen); i++)
        if (unseen[i].id == id && unseen[i].answer == answer)
            return false;
    return true;
}

static bool decides(enum ex_rule_id id)
{
    const char *group = ex_rule_row(id)->group;

    return strcmp(group, "access") == 0 || strcmp(group, "entry") == 0;
}

/* A rule that always answers the same is noticed: the questions reach every rule both ways. */
START_TEST(no_rule_can_be_wrong)
{
    const enum ex_rule_id id = (enum ex_rule_id)_i;

    for (int answer = 0; decides(id) && answer < 2; answer++) {
        struct source source;

        if (!is_seen(id, answer))
            continue;
        source = source_of(NULL, 1);
        source.way.lenient = true;
        source.w->plain_groups = 0;
        source.w->rule_modes[id] = (uint8_t)(answer ? RULE_FIXED | RULE_ANSWER : RULE_FIXED);
        ck_assert_msg(find_difference(&source, ROUNDS_OF_A_RULE),
                      "nobody notices that %s is always %s", ex_rule_row(id)->id,
                      answer ? "true" : "false");
        ck_assert_uint_eq(srm_world_delete(source.w), 0);
    }
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("laws/access_reference");

    tcase_set_timeout(tcase, 600);
    tcase_add_loop_test(tcase, model_and_transcription_agree, 0, ROWS(profiles));
    tcase_add_loop_test(tcase, no_rule_can_be_wrong, 0, RULE_COUNT);
    return suite_end();
}
