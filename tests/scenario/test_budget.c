/* Budgets: what they look like, which of two counts, and what comes of one that is exceeded. */
#include "support/suite.h"
#include "support/told.h"

#include "scenario/scenario.h"

#include <string.h>

#define KIB UINT64_C(1024)

/* ---- limits ---- */

static const struct {
    enum budget_kind kind;
    const char *text;
    uint64_t limit; /* 0: it is none */
} limits[] = {
    {BUDGET_CASES, "1", 1},
    {BUDGET_CASES, "18446744073709551615", UINT64_MAX},
    {BUDGET_CASES, "18446744073709551616", 0},
    {BUDGET_CASES, "0", 0},
    {BUDGET_CASES, "", 0},
    {BUDGET_CASES, "-1", 0},
    {BUDGET_CASES, "1,000", 0},
    {BUDGET_CASES, " 1", 0},
    {BUDGET_CASES, "1B", 0},
    {BUDGET_STEPS, "007", 7},
    {BUDGET_MEMORY, "1B", 1},
    {BUDGET_MEMORY, "3KiB", 3 * KIB},
    {BUDGET_MEMORY, "64MiB", 64 * KIB *KIB},
    {BUDGET_MEMORY, "16GiB", 16 * KIB *KIB *KIB},
    {BUDGET_MEMORY, "17179869183GiB", 17179869183 * KIB *KIB *KIB},
    {BUDGET_MEMORY, "17179869184GiB", 0},
    {BUDGET_MEMORY, "1", 0},
    {BUDGET_MEMORY, "1MB", 0},
    {BUDGET_MEMORY, "1kib", 0},
    {BUDGET_MEMORY, "1.5MiB", 0},
    {BUDGET_MEMORY, "KiB", 0},
    {BUDGET_TIME, "1ms", 1},
    {BUDGET_TIME, "2s", 2000},
    {BUDGET_TIME, "3min", 180000},
    {BUDGET_TIME, "0s", 0},
    {BUDGET_TIME, "1 s", 0},
    {BUDGET_TIME, "1h", 0},
};

START_TEST(limit_is)
{
    uint64_t limit = 0;
    ck_assert_int_eq(budget_read(limits[_i].kind, limits[_i].text, &limit), limits[_i].limit != 0);
    ck_assert_uint_eq(limit, limits[_i].limit);
}
END_TEST

/* ---- which counts ---- */

#define STEP "  - {call: SetLastError, thread: c, in: {dwErrCode: $number}, expect: VOID}\n"
#define SIX  TOLD_STEPS(STEP STEP) "cases: [{number: [1, 2, 3, 4, 5, 6]}]\n"

static const struct {
    const char *scenario;
    struct budget given;
    const char *told;
    const char *why;
} rows[] = {
    {SIX "budget: {cases: 6, steps: 12, memory: 1GiB, time: 60min}\n",
     {{0}},
     "6 passed",
     "what is just enough"},
    {SIX "budget: {}\n", {{0}}, "6 passed", "a budget that says nothing"},
    {SIX "budget: {cases: 5}\n",
     {{0}},
     "the scenario has 6 cases, and its budget is 5",
     "one case too many"},
    {SIX "budget: {steps: 11}\n",
     {{0}},
     "the scenario has 12 steps, and its budget is 11",
     "one step too many"},
    {SIX,
     {{[BUDGET_CASES] = 5}},
     "the scenario has 6 cases, and the budget of the run is 5",
     "the run's own"},
    {SIX, {{[BUDGET_CASES] = 6, [BUDGET_STEPS] = 12}}, "6 passed", "the run's is just enough"},
    {SIX "budget: {cases: 4}\n",
     {{[BUDGET_CASES] = 5}},
     "the scenario has 6 cases, and its budget is 4",
     "the file's is smaller"},
    {SIX "budget: {cases: 100}\n",
     {{[BUDGET_CASES] = 5}},
     "the scenario has 6 cases, and the budget of the run is 5",
     "the run's is smaller"},
    {SIX "budget: {steps: 100}\n",
     {{[BUDGET_STEPS] = 5}},
     "the scenario has 12 steps, and the budget of the run is 5",
     "of steps, too"},
    {SIX "budget: {memory: 1GiB}\n",
     {{[BUDGET_MEMORY] = KIB}},
     "the case takes more memory than the budget of the run of 1KiB",
     "of memory, too"},
    {SIX "budget: {memory: 1B}\n",
     {{[BUDGET_MEMORY] = 64 * KIB * KIB}},
     "example[number=1] error\nmore memory than its budget of 1B\nexample[number=6] error",
     "each case has what there is"},
    {SIX "budget: {cases: 20000000}\n", {{0}}, "6 passed", "more than there can be is no mistake"},
    {SIX "budget: {cases: none}\n", {{0}}, "expected a number of cases, not 'none'", "no number"},
    {SIX "budget: {memory: [1KiB]}\n",
     {{0}},
     "expected a size such as 64MiB, not a list",
     "no limit"},
    {SIX "budget: {time: null}\n", {{0}}, "expected a time such as 2s or 500ms", "null"},
    {SIX "budget: 7\n", {{0}}, "expected a mapping", "no mapping"},
    {SIX "budget: {case: 7}\n",
     {{0}},
     "unknown kind of budget 'case'\ndid you mean 'cases'?",
     "a misspelt kind"},
    {SIX "budget: {cases: 7, cases: 8}\n", {{0}}, "the key 'cases' is repeated", "given twice"},
    {SIX "---\nscenario: small\nbudget: {cases: 1}\nsteps: [pool: {fail: none}]\n",
     {{0}},
     "7 passed",
     "each scenario has its own"},
    {"scenario: a\nbudget: {steps: 1}\nskip: no\nsteps: [pool: {fail: none}, pool: {fail: none}]\n",
     {{0}},
     "the scenario has 2 steps, and its budget is 1",
     "skipped or not"},
};

START_TEST(budget_holds)
{
    const struct run_options options = {.budget = &rows[_i].given};
    told_with_must_hold(rows[_i].scenario, &options, rows[_i].told);
}
END_TEST

START_TEST(budget_of_one_run_is_not_that_of_the_next)
{
    static const char scenario[] = SIX;
    const struct budget small = {{[BUDGET_MEMORY] = KIB}};
    const struct run_options tight = {.budget = &small};
    struct runner *runner = runner_new();
    ck_assert_int_eq(runner_load_memory(runner, "a.yaml", scenario, strlen(scenario), NULL),
                     LOAD_OK);
    ck_assert(runner_run(runner, &tight));
    ck_assert_int_eq(runner_result(runner, 0)->state, CASE_ERROR);
    ck_assert_int_eq(runner_result(runner, 0)->trouble, TROUBLE_BUDGET);
    ck_assert_int_eq(case_exit_code(runner_result(runner, 5)), 4);
    ck_assert(runner_run(runner, NULL));
    ck_assert_int_eq(runner_result(runner, 0)->state, CASE_PASS);
    ck_assert_int_eq(runner_result(runner, 5)->state, CASE_PASS);
    runner_free(runner);
}
END_TEST

int main(void)
{
    TCase *cases = suite_begin("budget");
    tcase_add_loop_test(cases, limit_is, 0, ROWS(limits));
    tcase_add_loop_test(cases, budget_holds, 0, ROWS(rows));
    tcase_add_test(cases, budget_of_one_run_is_not_that_of_the_next);
    return suite_end();
}
