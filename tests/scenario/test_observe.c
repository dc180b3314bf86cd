/* Looking on: what an observer is told about steps, changes, and the names of objects. */
#include "support/suite.h"
#include "support/told.h"

#include "scenario/scenario.h"

#include <string.h>

static const char scenario[] =
    TOLD_STEPS("  - call: NtAdjustPrivilegesToken\n"
               "    thread: c\n"
               "    in: {TokenHandle: client.token, DisableAllPrivileges: true}\n"
               "    expect: STATUS_SUCCESS\n"
               "  - call: ImpersonateSelf\n"
               "    thread: c\n"
               "    in: {ImpersonationLevel: $level}\n"
               "    expect: TRUE\n")
    "cases: [{level: SecurityImpersonation}]\n";

static struct text seen;

static void tell_begin(void *context, struct runner *runner)
{
    (void)context;
    (void)runner;
    text_append_string(&seen, "begin\n");
}

static void tell_before(void *context, struct runner *runner, const struct step_view *step)
{
    (void)context;
    (void)runner;
    text_append_format(&seen, "%zu: %s by %s, line %u, expects %s\n", step->index, step->call,
                       step->thread, step->place.line, step->expect);
}

static void tell_after(void *context, struct runner *runner, const struct step_view *step,
                       const struct change *changes, size_t count)
{
    const struct ex_trace *trace = runner_world(runner)->trace;
    (void)context;
    text_append_format(&seen, "answers %s%s\n", step->result, step->passed ? "" : ", wrong");
    for (size_t i = 0; i < count; i++) {
        text_append_format(&seen, "%s.%s: %s -> %s\n", changes[i].object, changes[i].property,
                           changes[i].before ? changes[i].before : "",
                           changes[i].after ? changes[i].after : "");
    }
    for (size_t i = step->first_event; i < step->end_event; i++) {
        const struct ex_event *event = &trace->events[i];
        text_append_format(&seen, "event %d %s", (int)event->kind,
                           event->name ? event->name : "");
        for (uint32_t j = 0; j < event->fact_count; j++) {
            const struct ex_fact *fact = &trace->facts[event->first_fact + j];
            text_append_format(&seen, " %s ", fact->label);
            runner_print_fact(runner, fact, &seen);
        }
        text_append_string(&seen, "\n");
    }
}

static void observe(void)
{
    const struct run_observer observer = {
        .begin = tell_begin, .before = tell_before, .after = tell_after};
    struct runner *runner = runner_new();
    text_reset(&seen);
    ck_assert_int_eq(runner_load_memory(runner, "t.yaml", scenario, strlen(scenario), NULL),
                     LOAD_OK);
    runner_run_case(runner, 0, &(struct run_options){.observer = &observer, .trace = true});
    ck_assert_int_eq(runner_result(runner, 0)->state, CASE_PASS);
    runner_free(runner);
}

static const char *const lines[] = {
    "begin\n",
    "0: NtAdjustPrivilegesToken by c, line 11, expects STATUS_SUCCESS\n",
    "answers STATUS_SUCCESS\n",
    "SeChangeNotifyPrivilege: enabled",
    "client.token.modified-id: ",
    "TokenHandle 0x4 (client.token)",
    " object client.token",
    "1: ImpersonateSelf by c, line 15, expects TRUE\n",
    "answers TRUE\n",
    "c.impersonates: none -> a copy of client.token\n",
    "c.level: none -> SecurityImpersonation\n",
    "a copy of client.token.type:  -> TokenImpersonation\n",
    " ImpersonationLevel SecurityImpersonation",
};

START_TEST(observer_is_told)
{
    observe();
    ck_assert_msg(strstr(seen.bytes, lines[_i]) != NULL, "%s\nlacks\n%s", seen.bytes, lines[_i]);
}
END_TEST

static size_t dumped;

static void count_property(void *context, const char *object, const char *property,
                           const char *value)
{
    const char *wanted = context;
    (void)value;
    dumped += strcmp(object, wanted) == 0 && strcmp(property, "integrity") == 0;
}

static void dump_begin(void *context, struct runner *runner)
{
    runner_dump(runner, context, count_property);
}

START_TEST(dump_has_every_object_once)
{
    static char token[] = "client.token";
    const struct run_observer observer = {.context = token, .begin = dump_begin};
    struct runner *runner = runner_new();
    dumped = 0;
    ck_assert_int_eq(runner_load_memory(runner, "t.yaml", scenario, strlen(scenario), NULL),
                     LOAD_OK);
    runner_run_case(runner, 0, &(struct run_options){.observer = &observer});
    ck_assert_uint_eq(dumped, 1);
    runner_free(runner);
}
END_TEST

START_TEST(coverage_counts_both_answers)
{
    struct runner *runner = runner_new();
    ck_assert_int_eq(runner_load_memory(runner, "t.yaml", scenario, strlen(scenario), NULL),
                     LOAD_OK);
    ck_assert(runner_run(runner, &(struct run_options){.watch_all = true}));
    const struct ex_answers *answers = runner_coverage(runner);
    ck_assert_uint_gt(answers[RULE_gate_same_user].asked_true, 0);
    ck_assert_uint_eq(answers[RULE_gate_same_user].asked_false, 0);
    ck_assert_uint_gt(answers[RULE_gate_privilege_held].asked_false, 0);
    runner_free(runner);
}
END_TEST

static void tell_end(void *context, struct runner *runner, size_t index)
{
    const struct ex_answers *gate = &runner_world(runner)->trace->answers[RULE_gate_same_user];
    text_append_format(context, "%zu: %u\n", index, (unsigned)gate->asked_true);
}

START_TEST(end_of_a_case_has_its_own_answers)
{
    const char *two = TOLD_STEPS("  - call: ImpersonateSelf\n"
                                 "    thread: c\n"
                                 "    in: {ImpersonationLevel: $level}\n"
                                 "    expect: TRUE\n")
        "cases:\n"
        "  - {level: SecurityImpersonation}\n"
        "  - {level: SecurityIdentification, skip: not now}\n"
        "  - {level: SecurityDelegation}\n";
    struct text ends = {0};
    const struct run_observer observer = {.context = &ends, .end = tell_end};
    struct runner *runner = runner_new();
    ck_assert_int_eq(runner_load_memory(runner, "t.yaml", two, strlen(two), NULL), LOAD_OK);
    ck_assert(runner_run(runner, &(struct run_options){.watch_all = true, .observer = &observer}));
    ck_assert_str_eq(ends.bytes, "0: 1\n2: 1\n");
    text_free(&ends);
    runner_free(runner);
}
END_TEST

int main(void)
{
    TCase *cases = suite_begin("observe");
    tcase_add_loop_test(cases, observer_is_told, 0, ROWS(lines));
    tcase_add_test(cases, dump_has_every_object_once);
    tcase_add_test(cases, coverage_counts_both_answers);
    tcase_add_test(cases, end_of_a_case_has_its_own_answers);
    return suite_end();
}
