/* What scenarios assert: which result of a call a step counts for, and where it proves nothing. */
#include "support/suite.h"
#include "support/told.h"

#include "scenario/assertions.h"

#include <string.h>

#define SELF(level, expect)                                                                        \
    "  - {call: ImpersonateSelf, thread: c, in: {ImpersonationLevel: " level "}, expect: " expect  \
    "}\n"
#define CLOSE(expect) "  - {call: NtClose, thread: c, in: {Handle: 4}, expect: " expect "}\n"
#define ADJUST(expect)                                                                             \
    "  - {call: AdjustTokenPrivileges, thread: c, expect: " expect ",\n"                           \
    "     in: {TokenHandle: 4, DisableAllPrivileges: true}}\n"
#define REVERT "  - {call: PsRevertToSelf, thread: c, expect: VOID}\n"
#define TOKEN_OF(thread, expect)                                                                   \
    "  - {call: PsReferenceImpersonationToken, thread: c, in: {Thread: " thread                    \
    "}, expect: " expect "}\n"
#define IS_ADMIN(expect)                                                                           \
    "  - {call: SeTokenIsAdmin, thread: c, in: {Token: alice-token}, expect: " expect "}\n"

static const struct {
    const char *scenario;
    const char *counted; /* call, result, scenarios and cases; or where a result is unlisted */
    const char *why;
} rows[] = {
    {TOLD_STEPS(CLOSE("STATUS_INVALID_HANDLE")), "NtClose STATUS_INVALID_HANDLE 1 1\n", "a status"},
    {TOLD_STEPS(CLOSE("0xC0000008")), "NtClose STATUS_INVALID_HANDLE 1 1\n", "its number"},
    {TOLD_STEPS(CLOSE("STATUS_SUCCESS") CLOSE("STATUS_SUCCESS")), "NtClose STATUS_SUCCESS 1 1\n",
     "twice in one case"},
    {TOLD_STEPS(CLOSE("[STATUS_SUCCESS, STATUS_INVALID_HANDLE]")), "",
     "one of several proves none of them"},
    {TOLD_STEPS(CLOSE("[STATUS_SUCCESS]")), "NtClose STATUS_SUCCESS 1 1\n", "a list of one"},
    {TOLD_STEPS(CLOSE("STATUS_NO_MEMORY")), "NtClose STATUS_NO_MEMORY unlisted at 11:57\n",
     "a status that the table does not have"},
    {TOLD_STEPS(CLOSE("[STATUS_SUCCESS, STATUS_NO_MEMORY]")),
     "NtClose STATUS_NO_MEMORY unlisted at 11:74\n", "one of several"},
    {"profile: [nt5.0, nt5.2, nt10.0]\n" TOLD_STEPS(
         CLOSE("{nt5.0: STATUS_SUCCESS, nt6.0: STATUS_INVALID_HANDLE}")),
     "NtClose STATUS_SUCCESS 1 2\nNtClose STATUS_INVALID_HANDLE 1 1\n", "by version"},
    {TOLD_STEPS(CLOSE("$status")) "cases: [{status: [STATUS_SUCCESS, STATUS_INVALID_HANDLE]}]\n",
     "NtClose STATUS_SUCCESS 1 1\nNtClose STATUS_INVALID_HANDLE 1 1\n", "each row is a case"},
    {TOLD_STEPS(CLOSE("$status")) "cases:\n"
                                  "  - {status: STATUS_SUCCESS, skip: not now}\n"
                                  "  - {status: STATUS_PENDING, xfail: not yet}\n",
     "", "what is skipped, or expected to fail"},
    {TOLD_STEPS(CLOSE("STATUS_SUCCESS")) "---\nscenario: other\n" TOLD_PEOPLE
                                         "steps:\n" CLOSE("STATUS_SUCCESS"),
     "NtClose STATUS_SUCCESS 2 2\n", "two scenarios"},
    {TOLD_STEPS(REVERT "  - pool: {fail: any}\n"), "PsRevertToSelf VOID 1 1\n",
     "a call that answers nothing"},
    {TOLD_STEPS(IS_ADMIN("false")), "SeTokenIsAdmin FALSE 1 1\n", "a BOOLEAN"},
    {TOLD_STEPS(TOKEN_OF("c", "NULL")),
     "PsReferenceImpersonationToken NULL 1 1\n", "no token, which the row names"},
    {TOLD_STEPS(SELF("SecurityAnonymous", "TRUE")), "ImpersonateSelf TRUE 1 1\n", "a BOOL"},
    {TOLD_STEPS(SELF("7", "{returns: FALSE, error: ERROR_ACCESS_DENIED}")),
     "ImpersonateSelf ERROR_ACCESS_DENIED 1 1\n", "its last error"},
    {TOLD_STEPS(SELF("7", "{error: 5}")), "ImpersonateSelf ERROR_ACCESS_DENIED 1 1\n",
     "the error alone, as a number"},
    {TOLD_STEPS(SELF("7", "{returns: TRUE, error: ERROR_ACCESS_DENIED}")),
     "ImpersonateSelf TRUE 1 1\n", "a call that succeeds leaves the last error alone"},
    {TOLD_STEPS(SELF("7", "FALSE")), "", "FALSE does not say which error"},
    {TOLD_STEPS(SELF("7", "{returns: FALSE, error: ERROR_INVALID_HANDLE}")),
     "ImpersonateSelf ERROR_INVALID_HANDLE unlisted at 11:101\n", "an error that is not there"},
    {TOLD_STEPS(ADJUST("{returns: TRUE, error: ERROR_NOT_ALL_ASSIGNED}")),
     "AdjustTokenPrivileges ERROR_NOT_ALL_ASSIGNED 1 1\n", "where TRUE has errors, too"},
    {TOLD_STEPS("  - {call: OpenMutex, thread: c, in: {dwDesiredAccess: SYNCHRONIZE, lpName: m}, "
                "expect: {returns: NULL, error: ERROR_FILE_NOT_FOUND}}\n"),
     "OpenMutex ERROR_FILE_NOT_FOUND 1 1\n", "a handle is not TRUE or FALSE"},
    {TOLD_STEPS(ADJUST("TRUE")), "", "TRUE does not say which of them"},
};

static void print_counted(const struct assertions *assertions, struct text *out)
{
    const struct call *call;
    for (size_t i = 0; (call = call_at(i)) != NULL; i++) {
        for (size_t j = 0; j < CALL_RESULTS_LIMIT; j++) {
            const struct assertion *one = &assertions->calls[i].results[j];
            if (one->cases > 0) {
                text_append_format(out, "%s %s %zu %zu\n", call->name, assertion_result(call, j),
                                   one->scenarios, one->cases);
            }
        }
    }
    for (size_t i = 0; i < assertions->unlisted_count; i++) {
        const struct unlisted_result *one = &assertions->unlisted[i];
        text_append_format(out, "%s %s unlisted at %u:%u\n", one->call->name, one->name,
                           one->place.line, one->place.column);
    }
}

START_TEST(step_counts)
{
    struct text out = {0};
    struct assertions assertions = {0};
    struct runner *runner = runner_new();
    const char *scenario = rows[_i].scenario;
    ck_assert_int_eq(runner_load_memory(runner, "example.yaml", scenario, strlen(scenario), NULL),
                     LOAD_OK);
    ck_assert_msg(runner_validate(runner), "%s is not valid: %s", scenario, told(scenario));
    assertions_count(&assertions, runner, NULL);
    text_append_string(&out, "");
    print_counted(&assertions, &out);
    ck_assert_msg(strcmp(out.bytes, rows[_i].counted) == 0, "%s: expected\n%sbut it is\n%s",
                  rows[_i].why, rows[_i].counted, out.bytes);
    ck_assert_msg(runner_diagnostics(runner, 0)->errors == 0, "%s: counting spoils the file",
                  rows[_i].why);
    assertions_free(&assertions);
    runner_free(runner);
    text_free(&out);
}
END_TEST

static bool never(void *context, struct runner *runner, size_t index)
{
    (void)runner;
    *(size_t *)context += index + 1;
    return false;
}

START_TEST(cases_can_be_left_out)
{
    struct assertions assertions = {0};
    struct runner *runner = runner_new();
    const char *scenario = TOLD_STEPS(REVERT);
    size_t asked = 0;
    runner_load_memory(runner, "example.yaml", scenario, strlen(scenario), NULL);
    assertions_count(&assertions, runner,
                     &(struct run_options){.select = never, .context = &asked});
    ck_assert_uint_eq(asked, 1);
    ck_assert_uint_eq(assertions.case_count, 0);
    ck_assert_ptr_nonnull(assertions.calls);
    assertions_free(&assertions);
    runner_free(runner);
}
END_TEST

START_TEST(expectations_are_of_the_version_that_runs)
{
    const char *scenario = TOLD_STEPS(CLOSE("{nt5.0: STATUS_SUCCESS, nt6.0: STATUS_NO_MEMORY}"));
    const struct run_options options = {.has_profile = true, .profile = SRM_PROFILE_NT5_2};
    struct assertions assertions = {0};
    struct text out = {0};
    struct runner *runner = runner_new();
    runner_load_memory(runner, "example.yaml", scenario, strlen(scenario), NULL);
    assertions_count(&assertions, runner, &options);
    print_counted(&assertions, &out);
    ck_assert_str_eq(out.bytes, "NtClose STATUS_SUCCESS 1 1\n");
    assertions_free(&assertions);
    runner_free(runner);
    text_free(&out);
}
END_TEST

static void tell_first(void *context, size_t call, size_t result, size_t scenario)
{
    text_append_format(context, "%s %s in %zu\n", call_at(call)->name,
                       assertion_result(call_at(call), result), scenario);
}

START_TEST(scenarios_are_told_once_for_each_result)
{
    const char *scenario =
        TOLD_STEPS(CLOSE("STATUS_SUCCESS") CLOSE("$status"))
        "cases: [{status: [STATUS_SUCCESS, STATUS_INVALID_HANDLE]}]\n"
        "---\nscenario: other\n" TOLD_PEOPLE "steps:\n" CLOSE("STATUS_SUCCESS");
    struct text out = {0};
    struct assertions assertions = {.first = tell_first, .context = &out};
    struct runner *runner = runner_new();
    runner_load_memory(runner, "example.yaml", scenario, strlen(scenario), NULL);
    assertions_count(&assertions, runner, NULL);
    ck_assert_str_eq(out.bytes, "NtClose STATUS_SUCCESS in 0\n"
                                "NtClose STATUS_INVALID_HANDLE in 0\n"
                                "NtClose STATUS_SUCCESS in 1\n");
    assertions_free(&assertions);
    runner_free(runner);
    text_free(&out);
}
END_TEST

/* What only user mode is refused with has no scenario from kernel mode, and that is no gap. */
START_TEST(zw_calls_are_excused)
{
    const struct call_result result = {.name = "STATUS_ACCESS_DENIED", .user_mode = true};
    const struct call_result never_seen = {.name = "STATUS_NO_MEMORY", .unseen = "it never is"};
    ck_assert_ptr_nonnull(call_result_unseen(&(struct call){.family = CALL_ZW}, &result));
    ck_assert_ptr_null(call_result_unseen(&(struct call){.family = CALL_NT}, &result));
    ck_assert_str_eq(call_result_unseen(&(struct call){.family = CALL_NT}, &never_seen),
                     "it never is");
}
END_TEST

int main(void)
{
    TCase *cases = suite_begin("assertions");
    tcase_add_loop_test(cases, step_counts, 0, ROWS(rows));
    tcase_add_test(cases, cases_can_be_left_out);
    tcase_add_test(cases, expectations_are_of_the_version_that_runs);
    tcase_add_test(cases, scenarios_are_told_once_for_each_result);
    tcase_add_test(cases, zw_calls_are_excused);
    return suite_end();
}
