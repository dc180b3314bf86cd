#include "support/told.h"

#include "scenario/scenario.h"

#include <check.h>
#include <string.h>

static void tell_problems(const struct runner *runner, struct text *out)
{
    const struct diagnostic *list[2 * DIAGNOSTICS_LIMIT];
    for (size_t source = 0; source < runner_source_count(runner); source++) {
        const struct diagnostics *diagnostics = runner_diagnostics(runner, source);
        size_t count = diagnostics_sort(diagnostics, list);
        for (size_t i = 0; i < count; i++) {
            const char *help = diagnostic_help_text(diagnostics, list[i]);
            text_append_format(out, "%u:%u: %s\n", list[i]->place.line, list[i]->place.column,
                               diagnostic_message(diagnostics, list[i]));
            if (help) {
                text_append_format(out, "  %s\n", help);
            }
        }
    }
}

static void tell_case(struct runner *runner, size_t index, struct text *out)
{
    const struct case_result *result = runner_result(runner, index);
    text_append_format(out, "%s %s\n", runner_case_id(runner, index),
                       case_state_word(result->state));
    for (size_t i = 0; i < result->finding_count; i++) {
        const struct finding *finding = runner_finding(runner, result->first_finding + i);
        text_append_format(out, "  %u:%u: %s\n", finding->place.line, finding->place.column,
                           finding->message);
    }
}

static void tell_results(struct runner *runner, struct text *out)
{
    size_t passed = 0;
    for (size_t i = 0; i < runner_case_count(runner); i++) {
        if (runner_result(runner, i)->state == CASE_PASS) {
            passed++;
        } else {
            tell_case(runner, i, out);
        }
    }
    if (passed > 0) {
        text_append_format(out, "%zu passed\n", passed);
    }
}

const char *told_with(const char *scenario, const struct run_options *options)
{
    static struct text out;
    struct runner *runner = runner_new();
    text_reset(&out);
    text_append_string(&out, "");
    enum load_result loaded =
        runner_load_memory(runner, "example.yaml", scenario, strlen(scenario), NULL);
    if (loaded == LOAD_OK && runner_run(runner, options)) {
        tell_results(runner, &out);
    } else {
        tell_problems(runner, &out);
    }
    runner_free(runner);
    return out.bytes;
}

const char *told(const char *scenario)
{
    return told_with(scenario, NULL);
}

void told_must_hold(const char *scenario, const char *expected)
{
    told_with_must_hold(scenario, NULL, expected);
}

void told_with_must_hold(const char *scenario, const struct run_options *options,
                         const char *expected)
{
    const char *is = told_with(scenario, options);
    char line[256];
    for (const char *at = expected; *at;) {
        size_t length = strcspn(at, "\n");
        ck_assert_uint_lt(length, sizeof line);
        memcpy(line, at, length);
        line[length] = '\0';
        ck_assert_msg(strstr(is, line) != NULL, "\n%s\nis told\n%s\nand not\n%s", scenario, is,
                      line);
        at += length + (at[length] == '\n');
    }
}
