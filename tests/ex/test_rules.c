/*
 * Rules: one spelling, one table, and an answer that mode, version and policy may decide.
 *
 * What holds of every rule is asked of all of them in one test: a process for each would take far
 * longer than what it asks. The message names the rule instead.
 */
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

/* The tests of every rule call this with what one rule must satisfy. */
static void demand_of_each_rule(void (*demand)(enum ex_rule_id id))
{
    for (int i = 0; i < RULE_COUNT; i++)
        demand((enum ex_rule_id)i);
}

static const char *rule_name(enum ex_rule_id id)
{
    return ex_rule_row(id)->id;
}

static uint32_t asked(enum ex_rule_id id, bool answer)
{
    return answer ? w->trace->answers[id].asked_true : w->trace->answers[id].asked_false;
}

static void demand_good_name(enum ex_rule_id id)
{
    const struct ex_rule_row *row = ex_rule_row(id);
    const size_t group = strlen(row->group);

    ck_assert_msg(ex_rule_by_name(row->id) == id, "%s", row->id);
    ck_assert_msg(strncmp(row->id, row->group, group) == 0, "%s", row->id);
    ck_assert_msg(row->id[group] == '.', "%s", row->id);
    for (const char *letter = row->id; *letter; letter++)
        ck_assert_msg(islower((unsigned char)*letter) || isdigit((unsigned char)*letter) ||
                          *letter == '_' || *letter == '.',
                      "%s", row->id);
}

START_TEST(id_is_group_dot_name_and_finds_its_rule)
{
    demand_of_each_rule(demand_good_name);
}
END_TEST

static void demand_complete_row(enum ex_rule_id id)
{
    const struct ex_rule_row *row = ex_rule_row(id);

    ck_assert_msg(row->source && *row->source, "%s", row->id);
    ck_assert_msg(row->sentence && *row->sentence, "%s", row->id);
    ck_assert_msg(row->from <= row->to && row->to < SRM_PROFILE_COUNT, "%s", row->id);
    ck_assert_msg(row->group_index < EX_GROUP_MAX, "%s", row->id);
    ck_assert_msg(*ex_confidence_name(row->confidence), "%s", row->id);
    ck_assert_msg((row->yes == NULL) == (row->no == NULL), "%s", row->id);
    ck_assert_msg(*ex_rule_group_title(row), "%s", row->id);
}

START_TEST(row_is_complete)
{
    demand_of_each_rule(demand_complete_row);
}
END_TEST

static void demand_own_place(enum ex_rule_id id)
{
    const struct ex_rule_row *row = ex_rule_row(id);

    for (int i = 0; i < RULE_COUNT; i++) {
        const struct ex_rule_row *other = ex_rule_row((enum ex_rule_id)i);

        /* Check notes the place of every assertion in a file: too slow for each pair of rules. */
        if ((strcmp(row->group, other->group) == 0) != (row->group_index == other->group_index))
            ck_abort_msg("the groups of %s and %s", row->id, other->id);
        if ((strcmp(row->id, other->id) == 0) != (i == (int)id))
            ck_abort_msg("the names of %s and %s", row->id, other->id);
    }
}

START_TEST(rules_share_an_index_when_they_share_a_group)
{
    demand_of_each_rule(demand_own_place);
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

static void demand_switch(enum ex_rule_id id)
{
    const struct ex_rule_row *row = ex_rule_row(id);
    char name[64];

    if (!row->yes)
        return;
    ck_assert_msg(strcmp(row->group, "policy") == 0, "%s", row->id);
    ck_assert_msg(!strchr(ex_policy_name(id, name, sizeof name), '_'), "%s", row->id);
    ck_assert_msg(ex_policy_by_name(name) == id, "%s", row->id);
    ck_assert_msg(strcmp(row->yes, row->no) != 0, "%s", row->id);
    name[strlen(name) - 1] = '\0';
    ck_assert_msg(ex_policy_by_name(name) == RULE_COUNT, "%s", row->id);
}

START_TEST(policy_is_found_by_the_name_of_its_switch)
{
    demand_of_each_rule(demand_switch);
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

static void demand_reason(enum ex_rule_id id)
{
    for (int answer = 0; answer < 2; answer++) {
        const char *reason = ex_rule_one_sided(id, answer != 0);

        ck_assert_msg(!reason || *reason, "%s", rule_name(id));
    }
}

START_TEST(one_sided_rules_say_why)
{
    demand_of_each_rule(demand_reason);
}
END_TEST

static void demand_answer_by_version(enum ex_rule_id id)
{
    const struct ex_rule_row *row = ex_rule_row(id);

    for (int version = 0; version < SRM_PROFILE_COUNT; version++) {
        const bool has = version >= (int)row->from && version <= (int)row->to;

        ex_rules_set_profile(w, (enum srm_profile)version);
        for (int condition = 0; condition < 2; condition++) {
            const bool expected = row->yes ? row->standard : has ? condition != 0 : row->missing;

            ck_assert_msg(ex_rule(w, id, condition != 0) == expected, "%s in %s", row->id,
                          ex_profile_name((enum srm_profile)version));
        }
    }
}

START_TEST(version_has_a_rule_or_its_missing_answer)
{
    demand_of_each_rule(demand_answer_by_version);
}
END_TEST

static void demand_answer_as_set(enum ex_rule_id id)
{
    if (!ex_rule_row(id)->yes)
        return;
    for (int answer = 0; answer < 2; answer++) {
        ex_rules_set_policy(w, id, answer != 0);
        ck_assert_msg(ex_rule(w, id, true) == (answer != 0), "%s", rule_name(id));
        ex_rules_watch(w, id, true);
        ck_assert_msg(ex_rule(w, id, true) == (answer != 0), "%s", rule_name(id));
        ex_rules_set_policy(w, id, answer == 0);
        ck_assert_msg(ex_rule(w, id, true) == (answer == 0), "%s", rule_name(id));
        ck_assert_msg(asked(id, true) + asked(id, false) == 2 * ((uint32_t)answer + 1), "%s",
                      rule_name(id));
        ex_rules_watch(w, id, false);
    }
}

START_TEST(policy_answers_as_it_was_set)
{
    demand_of_each_rule(demand_answer_as_set);
}
END_TEST

static void demand_watch(enum ex_rule_id id)
{
    for (int condition = 0; condition < 2; condition++) {
        const bool plain = ex_rule(w, id, condition != 0);
        const uint32_t before = asked(id, plain);

        ex_rules_watch(w, id, true);
        ck_assert_msg(ex_rule(w, id, condition != 0) == plain, "%s", rule_name(id));
        ck_assert_msg(asked(id, plain) == before + 1, "%s", rule_name(id));
        ex_rules_watch(w, id, false);
        ck_assert_msg(ex_rule(w, id, condition != 0) == plain, "%s", rule_name(id));
        ck_assert_msg(asked(id, plain) == before + 1, "%s", rule_name(id));
    }
}

START_TEST(watching_counts_and_changes_no_answer)
{
    demand_of_each_rule(demand_watch);
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

static void demand_trace(enum ex_rule_id id)
{
    const bool plain = ex_rule(w, id, true);
    const size_t before = w->trace->event_count;

    ex_rules_watch(w, id, true);
    ex_rules_trace(w, true);
    ck_assert_msg(ex_rule(w, id, true) == plain, "%s", rule_name(id));
    ex_rules_trace(w, false);
    ck_assert_msg(ex_rule(w, id, true) == plain, "%s", rule_name(id));
    ck_assert_msg(asked(id, plain) == 2, "%s", rule_name(id));
    ck_assert_msg(w->trace->event_count == before + 1, "%s", rule_name(id));
}

START_TEST(tracing_keeps_watching_and_the_answers)
{
    demand_of_each_rule(demand_trace);
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
    tcase_add_test(tcase, id_is_group_dot_name_and_finds_its_rule);
    tcase_add_test(tcase, row_is_complete);
    tcase_add_test(tcase, rules_share_an_index_when_they_share_a_group);
    tcase_add_test(tcase, other_spellings_are_no_rule);
    tcase_add_test(tcase, policy_is_found_by_the_name_of_its_switch);
    tcase_add_test(tcase, no_other_word_is_a_policy);
    tcase_add_test(tcase, one_sided_rules_say_why);
    tcase_add_loop_test(tcase, profile_is_found_by_its_word, 0, SRM_PROFILE_COUNT);
    tcase_add_loop_test(tcase, standard_answer_is_the_best_supported_one, 0, ROWS(standards));
}

int main(void)
{
    TCase *table = suite_begin("ex/rules");
    TCase *asking = suite_add("asking");

    add_table_tests(table);
    tcase_add_checked_fixture(asking, open_world, close_world);
    tcase_add_test(asking, version_has_a_rule_or_its_missing_answer);
    tcase_add_test(asking, policy_answers_as_it_was_set);
    tcase_add_test(asking, watching_counts_and_changes_no_answer);
    tcase_add_test(asking, last_rule_of_a_group_is_remembered_until_the_mark);
    tcase_add_test(asking, tracing_keeps_watching_and_the_answers);
    return suite_end();
}
