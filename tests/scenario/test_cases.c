/* Documents, rows, versions: which cases a file has, their ids, and which values they use. */
#include "support/suite.h"
#include "support/told.h"

#include "scenario/scenario.h"

#include <string.h>

#define SET_LAST "  - {call: SetLastError, thread: c, in: {dwErrCode: $number}, expect: VOID,\n"
#define STEPS "steps: [pool: {fail: none}]\n"
#define STEP SET_LAST "     check: {c: {last-error: $number}}}\n"

static const struct {
    const char *scenario;
    const char *told;
    const char *why;
} rows[] = {
    {TOLD_STEPS(STEP) "cases: [{number: [1, 2, 3]}]\n", "3 passed", "a list is a case for each"},
    {TOLD_STEPS(STEP) "cases: [{number: [1, 2], profile: [nt5.0, nt6.0, nt10.0]}]\n", "6 passed",
     "a row is the product of its lists"},
    {TOLD_STEPS(STEP) "profile: [nt5.0, nt6.0]\ncases: [{number: 1}, {number: 2}]\n", "4 passed",
     "every row is run as every version of the document"},
    {TOLD_STEPS(STEP) "cases: [{number: 1, skip: not today}, {number: 2}]\n",
     "example[number=1] skipped\n1 passed", "a row can be skipped"},
    {TOLD_STEPS(STEP), "no case gives '$number' a value", "a $name without rows"},
    {TOLD_STEPS(STEP) "cases: [{numbr: 1}]\n",
     "no case gives '$number' a value\nnothing in the scenario is '$numbr'",
     "a row's value that nothing uses is a mistake"},
    {TOLD_STEPS(STEP) "title: says $what\ncases: [{number: 1, what: one}]\n", "1 passed",
     "the title may use it"},
    {TOLD_STEPS(STEP) "cases: [{number: 1}, {number: 1}]\n",
     "there are two cases example[number=1]", "an id is unique"},
    {TOLD_STEPS(STEP) "cases: [{number: []}]\n", "a list without values makes no case",
     "an empty list"},
    {TOLD_STEPS(STEP) "cases: [{number: $number}]\n", "'$number' cannot stand inside a row",
     "rows do not refer to each other"},
    {TOLD_STEPS(STEP) "cases: [{number: 1, profile: nt4.0}]\n", "unknown version of NT 'nt4.0'",
     "a version that there is not"},
    {TOLD_STEPS(STEP) "cases: []\n", "expected a list of rows, not an empty one", "no rows"},
    {TOLD_STEPS(STEP) "cases: [{number: 1, xfail: known}]\n",
     "example[number=1] passed unexpectedly", "xfail is no part of the id"},
    {"scenario: Example\n" STEPS, "expected an id of lower case letters, digits and dashes",
     "ids are lower case"},
    {"title: no id\n" STEPS, "the document has no 'scenario:'", "every scenario has an id"},
    {"scenario: example\n", "the scenario has no 'steps:'", "and steps"},
    {"scenario: a\n" STEPS "---\nscenario: a\n" STEPS, "the file has a scenario 'a' already",
     "and one of its own"},
    {"scenario: a\n" STEPS "---\nscenario: b\n" STEPS, "2 passed", "several documents"},
    {"scenario: a\nsteps: []\n", "expected a list of steps, not an empty one", "a claim needs one"},
    {"scenario: a\nstep: []\n", "unknown key of a scenario 'step'\ndid you mean 'steps'?",
     "a key that is misspelt"},
    {"scenario: a\nxfail: known\n" STEPS, "a passed unexpectedly",
     "what is expected to fail must fail"},
};

START_TEST(case_is)
{
    told_must_hold(rows[_i].scenario, rows[_i].told);
}
END_TEST

START_TEST(id_and_title_hold_the_values)
{
    const char *text = TOLD_STEPS(STEP)
        "title: $number and $numbers\n"
        "cases: [{number: [7, 8], numbers: [[1, 2]], profile: nt6.0}]\n";
    struct runner *runner = runner_new();
    ck_assert_int_eq(runner_load_memory(runner, "t.yaml", text, strlen(text), NULL), LOAD_OK);
    ck_assert_uint_eq(runner_case_count(runner), 2);
    ck_assert_str_eq(runner_case_id(runner, 1), "example[number=8,numbers=[1, 2],profile=nt6.0]");
    ck_assert_str_eq(runner_case_title(runner, 1), "8 and [1, 2]");
    ck_assert_int_eq(runner_case(runner, 0)->profile, SRM_PROFILE_NT6_0);
    runner_free(runner);
}
END_TEST

START_TEST(one_version_is_chosen)
{
    const char *text =
        TOLD_STEPS(STEP) "cases: [{number: 1, profile: [nt5.0, nt6.0]}, {number: 2}]\n";
    struct run_options options = {.has_profile = true, .profile = SRM_PROFILE_NT6_0};
    struct runner *runner = runner_new();
    ck_assert_int_eq(runner_load_memory(runner, "t.yaml", text, strlen(text), NULL), LOAD_OK);
    ck_assert(runner_run(runner, &options));
    ck_assert_int_eq(runner_result(runner, 0)->state, CASE_NOT_RUN);
    ck_assert_int_eq(runner_result(runner, 1)->state, CASE_PASS);
    ck_assert_int_eq(runner_result(runner, 2)->state, CASE_PASS);
    ck_assert_int_eq(runner_world(runner)->profile, SRM_PROFILE_NT6_0);
    runner_free(runner);
}
END_TEST

int main(void)
{
    TCase *cases = suite_begin("cases");
    tcase_add_loop_test(cases, case_is, 0, ROWS(rows));
    tcase_add_test(cases, id_and_title_hold_the_values);
    tcase_add_test(cases, one_version_is_chosen);
    return suite_end();
}
