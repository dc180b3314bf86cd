/* Documents, rows, versions: which cases a file has, their ids, and which values they use. */
#include "support/suite.h"
#include "support/told.h"

#include "scenario/scenario.h"

#include <string.h>

#define SET_LAST "  - {call: SetLastError, thread: c, in: {dwErrCode: $number}, expect: VOID,\n"
#define STEPS    "steps: [pool: {fail: none}]\n"
#define STEP     SET_LAST "     check: {c: {last-error: $number}}}\n"

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
    {TOLD_STEPS(STEP) "cases: [{number: [1, 2, 1]}]\n", "there are two cases example[number=1]",
     "unique within a list"},
    {TOLD_STEPS(STEP) "title: $a $b\ncases: [{number: 1, a: 'x,b=y', b: z},\n"
                      "        {number: 1, a: x, b: 'y,b=z'}]\n",
     "there are two cases example[number=1,a=x,b=y,b=z]", "as the string that it is"},
    {TOLD_STEPS(STEP) "cases: [{number: 1, skip: [one, two]}]\n",
     "there are two cases example[number=1]", "skip is no part of the id"},
    {TOLD_STEPS(STEP) "cases: [{number: [1, 2], skip: [one, two], profile: [nt5.0, nt6.0]}]\n",
     "there are two cases", "nor beside other lists"},
    {TOLD_STEPS(STEP) "cases: [{number: [1, 2], policy: [{dynamic-remote: reference}, {}]}]\n",
     "4 passed", "a list of policies"},
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

/* ---- large products ---- */

static const struct {
    const char *rows; /* of lists that %s stands for */
    const char *told;
    const char *why;
} products[] = {
    {"- {number: [%s], x: [%s]}\n", "10000 passed", "values that differ"},
    {"- {number: [%s], x: [%s, 7]}\n", "there are two cases example[number=0,x=7]",
     "one that stands there twice"},
    {"- {number: [%s], x: [%s, '7']}\n", "there are two cases example[number=0,x=7]",
     "or is written alike"},
    {"- {number: [%s], x: [%s]}\n- {number: 1, x: [5, 100]}\n",
     "there are two cases example[number=1,x=5]", "rows that share a case"},
    {"- {number: [%s], x: [%s]}\n- {number: 1, x: [100, 101]}\n", "10002 passed",
     "rows that share values but no case"},
    {"- {number: [%s], x: [%s]}\n- {x: 1, number: 1}\n", "10001 passed",
     "the order of keys is part of the id"},
    {"- {number: [%s], x: [%s], y: a}\n- {number: 1, x: '1,y=a'}\n",
     "there are two cases example[number=1,x=1,y=a]", "values that look like keys"},
    {"- {number: [%s], x: [%s], profile: [nt5.0, nt5.0]}\n",
     "there are two cases example[number=0,x=0,profile=nt5.0]", "a version twice"},
    {"- {number: [%s], x: [%s], skip: [a, b]}\n", "there are two cases example[number=0,x=0]",
     "a reason is no difference"},
    {"- {number: [%s], x: [[1], %s, [2]]}\n", "10200 passed", "lists among the values"},
    {"- {number: [%s], x: [{a: 1}, %s, {a: '1'}]}\n",
     "there are two cases example[number=0,x={a: 1}]", "that are written alike"},
};

static void append_numbers(struct text *text, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        text_append_format(text, "%s%zu", i > 0 ? ", " : "", i);
    }
}

static void append_rows(struct text *text, const char *pattern, size_t count)
{
    for (const char *at = pattern; *at; at++) {
        if (at[0] == '%') {
            append_numbers(text, count);
            at++;
        } else {
            text_append(text, at, 1);
        }
    }
}

START_TEST(large_product_is)
{
    struct text text = {0};
    text_append_string(&text, TOLD_STEPS(STEP) "title: $x $y\ncases:\n");
    append_rows(&text, products[_i].rows, 100);
    told_must_hold(text.bytes, products[_i].told);
    text_free(&text);
}
END_TEST

START_TEST(versions_of_a_document_are_part_of_large_products)
{
    struct text text = {0};
    text_append_string(&text, TOLD_STEPS(STEP) "title: $x\nprofile: [nt5.0, nt6.0]\ncases:\n");
    append_rows(&text, "- {number: [%s], x: [%s]}\n", 70);
    told_must_hold(text.bytes, "9800 passed");
    text_append_string(&text, "- {profile: [nt6.0, nt10.0], number: 3, x: 4}\n");
    told_must_hold(text.bytes, "there are two cases example[profile=nt6.0,number=3,x=4]");
    text_free(&text);
}
END_TEST

START_TEST(a_million_cases_are_there_at_once)
{
    struct text text = {0};
    struct runner *runner = runner_new();
    text_append_string(&text, TOLD_STEPS(STEP) "title: $number of $x\ncases:\n");
    append_rows(&text, "- {number: [%s], x: [%s]}\n", 1000);
    ck_assert_int_eq(runner_load_memory(runner, "t.yaml", text.bytes, text.length, NULL), LOAD_OK);
    ck_assert_uint_eq(runner_case_count(runner), 1000000);
    ck_assert_str_eq(runner_case_id(runner, 999998), "example[number=999,x=998]");
    ck_assert_str_eq(runner_case_title(runner, 345678), "345 of 678");
    ck_assert(runner_validate(runner));
    runner_free(runner);
    text_free(&text);
}
END_TEST

/* ---- one value that is wrong among very many ---- */

START_TEST(each_value_of_a_large_product_is_looked_at)
{
    struct text text = {0};
    struct runner *runner = runner_new();
    text_append_string(&text, "scenario: example\n" TOLD_PEOPLE "steps:\n"
                              "  - {call: $x, thread: c, in: {dwErrCode: $number}, expect: VOID}\n"
                              "title: $y\ncases:\n");
    append_rows(&text, "- {y: [%s], number: [%s], x: [SetLastError, SetLastErrors]}\n", 300);
    ck_assert_int_eq(runner_load_memory(runner, "t.yaml", text.bytes, text.length, NULL), LOAD_OK);
    ck_assert(!runner_validate(runner));
    runner_free(runner);
    text_free(&text);
}
END_TEST

/* ---- in another order ---- */

static size_t backwards(void *context, size_t i, size_t count)
{
    size_t *calls = context;
    ++*calls;
    return count - 1 - i;
}

START_TEST(results_do_not_depend_on_the_order)
{
    const char *text = TOLD_STEPS(STEP) SET_LAST
        "     check: {c: {last-error: 2}}}\n"
        "title: $x\n"
        "cases: [{number: [1, 2, 3], x: [5, 6]}, {number: 4, x: [7, 8], skip: later},\n"
        "        {number: 4, x: [1, 2], xfail: known}]\n";
    size_t calls = 0;
    struct run_options options = {.order = backwards, .context = &calls};
    struct runner *runner = runner_new(), *other = runner_new();
    ck_assert_int_eq(runner_load_memory(runner, "t.yaml", text, strlen(text), NULL), LOAD_OK);
    ck_assert_int_eq(runner_load_memory(other, "t.yaml", text, strlen(text), NULL), LOAD_OK);
    ck_assert_int_eq(runner_run(runner, NULL), runner_run(other, &options));
    ck_assert_uint_eq(calls, runner_case_count(runner));
    for (size_t i = 0; i < runner_case_count(runner); i++) {
        const struct case_result *one = runner_result(runner, i);
        const struct case_result *two = runner_result(other, i);
        ck_assert_int_eq(one->state, two->state);
        ck_assert_int_eq(one->trouble, two->trouble);
        ck_assert_uint_eq(one->finding_count, two->finding_count);
        ck_assert_int_eq(!one->reason, !two->reason);
    }
    runner_free(runner);
    runner_free(other);
}
END_TEST

START_TEST(id_and_title_hold_the_values)
{
    const char *text =
        TOLD_STEPS(STEP) "title: $number and $numbers\n"
                         "cases: [{number: [7, 8], numbers: [[1, 2]], profile: nt6.0}]\n";
    struct runner *runner = runner_new();
    ck_assert_int_eq(runner_load_memory(runner, "t.yaml", text, strlen(text), NULL), LOAD_OK);
    ck_assert_uint_eq(runner_case_count(runner), 2);
    ck_assert_str_eq(runner_case_id(runner, 1), "example[number=8,numbers=[1, 2],profile=nt6.0]");
    ck_assert_str_eq(runner_case_title(runner, 1), "8 and [1, 2]");
    ck_assert_int_eq(runner_case(runner, 0).profile, SRM_PROFILE_NT6_0);
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
    tcase_add_loop_test(cases, large_product_is, 0, ROWS(products));
    tcase_add_test(cases, versions_of_a_document_are_part_of_large_products);
    tcase_add_test(cases, a_million_cases_are_there_at_once);
    tcase_add_test(cases, each_value_of_a_large_product_is_looked_at);
    tcase_add_test(cases, results_do_not_depend_on_the_order);
    tcase_add_test(cases, id_and_title_hold_the_values);
    tcase_add_test(cases, one_version_is_chosen);
    return suite_end();
}
