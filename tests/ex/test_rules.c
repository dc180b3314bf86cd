/* Rules: one spelling, one table, and an answer that mode, version and policy may decide. */
#include "support/suite.h"

#include "ex/rules.h"

#include "ntsrm/srm.h"

#include <ctype.h>
#include <string.h>

static struct srm_world *w;

static void open_world(void)
{
    w = srm_world_new(NULL);
}

static void close_world(void)
{
    srm_world_delete(w);
}

static uint32_t asked(enum ex_rule_id id, bool answer)
{
    return answer ? w->trace->answers[id].asked_true : w->trace->answers[id].asked_false;
}

START_TEST(id_is_group_dot_name_and_finds_its_rule)
{
    const struct ex_rule_row *row = ex_rule_row((enum ex_rule_id)_i);
    const size_t group = strlen(row->group);

    ck_assert_int_eq(ex_rule_by_name(row->id), _i);
    ck_assert_int_eq(strncmp(row->id, row->group, group), 0);
    ck_assert_int_eq(row->id[group], '.');
    for (const char *letter = row->id; *letter; letter++)
        ck_assert_msg(islower((unsigned char)*letter) || isdigit((unsigned char)*letter) ||
                          *letter == '_' || *letter == '.',
                      "%s", row->id);
}
END_TEST

START_TEST(row_is_complete)
{
    const struct ex_rule_row *row = ex_rule_row((enum ex_rule_id)_i);

    ck_assert_msg(row->source && *row->source, "%s", row->id);
    ck_assert_msg(row->sentence && *row->sentence, "%s", row->id);
    ck_assert_msg(row->from <= row->to && row->to < SRM_PROFILE_COUNT, "%s", row->id);
    ck_assert_uint_lt(row->group_index, EX_GROUP_MAX);
    ck_assert_str_ne(ex_confidence_name(row->confidence), "");
    ck_assert((row->yes == NULL) == (row->no == NULL));
}
END_TEST

START_TEST(rules_share_an_index_when_they_share_a_group)
{
    const struct ex_rule_row *row = ex_rule_row((enum ex_rule_id)_i);

    for (int i = 0; i < RULE_COUNT; i++) {
        const struct ex_rule_row *other = ex_rule_row((enum ex_rule_id)i);

        ck_assert((strcmp(row->group, other->group) == 0) ==
                  (row->group_index == other->group_index));
        ck_assert((strcmp(row->id, other->id) == 0) == (i == _i));
    }
}
END_TEST

START_TEST(other_spellings_are_no_rule)
{
    static const char *const spellings[] = {"",
                                            "gate",
                                            "gate.",
                                            "gate.same-user",
                                            "Gate.same_user",
                                            "same_user",
                                            "gate.same_user ",
                                            "policy.dynamic-remote"};

    for (int i = 0; i < ROWS(spellings); i++)
        ck_assert_msg(ex_rule_by_name(spellings[i]) == RULE_COUNT, "%s", spellings[i]);
}
END_TEST

START_TEST(policy_is_found_by_the_name_of_its_switch)
{
    const enum ex_rule_id id = (enum ex_rule_id)_i;
    const struct ex_rule_row *row = ex_rule_row(id);
    char name[64];

    if (!row->yes)
        return;
    ck_assert_str_eq(row->group, "policy");
    ck_assert_ptr_null(strchr(ex_policy_name(id, name, sizeof name), '_'));
    ck_assert_int_eq(ex_policy_by_name(name), id);
    ck_assert_str_ne(row->yes, row->no);
    name[strlen(name) - 1] = '\0';
    ck_assert_int_eq(ex_policy_by_name(name), RULE_COUNT);
}
END_TEST

START_TEST(no_other_word_is_a_policy)
{
    ck_assert_int_eq(ex_policy_by_name(""), RULE_COUNT);
    ck_assert_int_eq(ex_policy_by_name("dynamic-remote-"), RULE_COUNT);
    ck_assert_int_eq(ex_policy_by_name("same-user"), RULE_COUNT);
    ck_assert_int_eq(ex_policy_by_name("Dynamic-Remote"), RULE_COUNT);
}
END_TEST

START_TEST(one_sided_rules_say_why)
{
    for (int answer = 0; answer < 2; answer++) {
        const char *reason = ex_rule_one_sided((enum ex_rule_id)_i, answer != 0);

        ck_assert_msg(!reason || *reason, "%s", ex_rule_row((enum ex_rule_id)_i)->id);
    }
    ck_assert_str_ne(ex_rule_group_title(ex_rule_row((enum ex_rule_id)_i)), "");
}
END_TEST

START_TEST(version_has_a_rule_or_its_missing_answer)
{
    for (int version = 0; version < SRM_PROFILE_COUNT; version++) {
        const enum ex_rule_id id = (enum ex_rule_id)_i;
        const struct ex_rule_row *row = ex_rule_row(id);
        const bool has = version >= (int)row->from && version <= (int)row->to;

        ex_rules_set_profile(w, (enum srm_profile)version);
        for (int condition = 0; condition < 2; condition++) {
            const bool expected = row->yes ? row->standard : has ? condition != 0 : row->missing;

            ck_assert_msg(ex_rule(w, id, condition != 0) == expected, "%s in %s", row->id,
                          ex_profile_name((enum srm_profile)version));
        }
    }
}
END_TEST

START_TEST(policy_answers_as_it_was_set)
{
    const enum ex_rule_id id = (enum ex_rule_id)_i;

    if (!ex_rule_row(id)->yes)
        return;
    for (int answer = 0; answer < 2; answer++) {
        ex_rules_set_policy(w, id, answer != 0);
        ck_assert(ex_rule(w, id, true) == (answer != 0));
        ex_rules_watch(w, id, true);
        ck_assert(ex_rule(w, id, true) == (answer != 0));
        ex_rules_set_policy(w, id, answer == 0);
        ck_assert(ex_rule(w, id, true) == (answer == 0));
        ck_assert_uint_eq(asked(id, true) + asked(id, false), 2 * ((uint32_t)answer + 1));
        ex_rules_watch(w, id, false);
    }
}
END_TEST

START_TEST(watching_counts_and_changes_no_answer)
{
    const enum ex_rule_id id = (enum ex_rule_id)_i;

    for (int condition = 0; condition < 2; condition++) {
        const bool plain = ex_rule(w, id, condition != 0);
        const uint32_t before = asked(id, plain);

        ex_rules_watch(w, id, true);
        ck_assert(ex_rule(w, id, condition != 0) == plain);
        ck_assert_uint_eq(asked(id, plain), before + 1);
        ex_rules_watch(w, id, false);
        ck_assert(ex_rule(w, id, condition != 0) == plain);
        ck_assert_uint_eq(asked(id, plain), before + 1);
    }
}
END_TEST

START_TEST(last_rule_of_a_group_is_remembered_until_the_mark)
{
    const uint8_t gate = ex_rule_row(RULE_gate_same_user)->group_index;
    const uint8_t job = ex_rule_row(RULE_job_no_admin)->group_index;

    ex_rules_watch(w, RULE_gate_same_user, true);
    ex_rules_watch(w, RULE_gate_higher_integrity, true);
    rule(w, gate, higher_integrity, true);
    rule(w, gate, same_user, false);
    ck_assert_uint_eq(w->trace->last_rule[gate], RULE_gate_same_user + 1);
    ck_assert(!w->trace->last_answer[gate]);
    ck_assert_uint_eq(w->trace->last_rule[job], 0);
    rule(w, gate, higher_integrity, true);
    ck_assert_uint_eq(w->trace->last_rule[gate], RULE_gate_higher_integrity + 1);
    ck_assert(w->trace->last_answer[gate]);
    ex_trace_mark(w->trace);
    ck_assert_uint_eq(w->trace->last_rule[gate], 0);
}
END_TEST

START_TEST(tracing_keeps_watching_and_the_answers)
{
    const enum ex_rule_id id = (enum ex_rule_id)_i;
    const bool plain = ex_rule(w, id, true);

    ex_rules_watch(w, id, true);
    ex_rules_trace(w, true);
    ck_assert(ex_rule(w, id, true) == plain);
    ex_rules_trace(w, false);
    ck_assert(ex_rule(w, id, true) == plain);
    ck_assert_uint_eq(asked(id, plain), 2);
    ck_assert_uint_eq(w->trace->event_count, 1);
}
END_TEST

START_TEST(profile_is_found_by_its_word)
{
    const enum srm_profile profile = (enum srm_profile)_i;

    ck_assert_int_eq(ex_profile_by_name(ex_profile_name(profile)), profile);
    ck_assert_int_eq(ex_profile_by_name("nt4.0"), SRM_PROFILE_COUNT);
    ck_assert_int_eq(ex_profile_by_name(""), SRM_PROFILE_COUNT);
}
END_TEST

/* The rule book as the design fixes it: what a contested point answers unless somebody says so. */
static const struct {
    const char *policy, *standard;
} standards[] = {
    {"dynamic-remote", "copy"},
    {"pool-failure", "no-memory"},
    {"gate-refusal", "lowered"},
    {"anonymous-token", "allow"},
    {"restricted-token", "allow"},
    {"job-restricted-token", "only-filtered"},
    {"restricted-process", "lowered"},
    {"network-logon-origin", "set"},
    {"modified-id", "keep"},
    {"opened-copy", "replaces"},
    {"privilege-state", "enabled"},
    {"primary-above-source", "refuse"},
    {"invalid-level", "bad-impersonation-level"},
    {"lowbox-gate", "on"},
    {"elevation-gate", "on"},
};

START_TEST(standard_answer_is_the_best_supported_one)
{
    const enum ex_rule_id id = ex_policy_by_name(standards[_i].policy);

    ck_assert_msg(id != RULE_COUNT, "%s", standards[_i].policy);
    ck_assert_str_eq(ex_rule_row(id)->standard ? ex_rule_row(id)->yes : ex_rule_row(id)->no,
                     standards[_i].standard);
}
END_TEST

static void add_table_tests(TCase *tcase)
{
    tcase_add_loop_test(tcase, id_is_group_dot_name_and_finds_its_rule, 0, RULE_COUNT);
    tcase_add_loop_test(tcase, row_is_complete, 0, RULE_COUNT);
    tcase_add_loop_test(tcase, rules_share_an_index_when_they_share_a_group, 0, RULE_COUNT);
    tcase_add_test(tcase, other_spellings_are_no_rule);
    tcase_add_loop_test(tcase, policy_is_found_by_the_name_of_its_switch, 0, RULE_COUNT);
    tcase_add_test(tcase, no_other_word_is_a_policy);
    tcase_add_loop_test(tcase, one_sided_rules_say_why, 0, RULE_COUNT);
    tcase_add_loop_test(tcase, profile_is_found_by_its_word, 0, SRM_PROFILE_COUNT);
    tcase_add_loop_test(tcase, standard_answer_is_the_best_supported_one, 0, ROWS(standards));
}

int main(void)
{
    TCase *table = suite_begin("ex/rules");
    TCase *asking = suite_add("asking");

    add_table_tests(table);
    tcase_add_checked_fixture(asking, open_world, close_world);
    tcase_add_loop_test(asking, version_has_a_rule_or_its_missing_answer, 0, RULE_COUNT);
    tcase_add_loop_test(asking, policy_answers_as_it_was_set, 0, RULE_COUNT);
    tcase_add_loop_test(asking, watching_counts_and_changes_no_answer, 0, RULE_COUNT);
    tcase_add_test(asking, last_rule_of_a_group_is_remembered_until_the_mark);
    tcase_add_loop_test(asking, tracing_keeps_watching_and_the_answers, 0, RULE_COUNT);
    return suite_end();
}
