/* ntsrm coverage: which rules and results the scenarios show, and which scenarios show them. */
#include "command.h"
#include "coverage/matrix.h"
#include "coverage/output.h"
#include "coverage/sides.h"
#include "coverage/text.h"
#include "lookup.h"
#include "options.h"
#include "rules.h"
#include "settings.h"
#include "suite.h"
#include "terminal.h"

#include "ex/rules.h"

#include <stdlib.h>
#include <string.h>

enum coverage_option {
    COVERAGE_RULE = SETTING_COUNT,
    COVERAGE_CALL,
    COVERAGE_SCENARIO,
    COVERAGE_FORMAT,
    COVERAGE_OUTPUT,
    COVERAGE_MIN_COVERAGE,
    COVERAGE_MIN_STATUSES,
    COVERAGE_OPTION_COUNT
};

static const struct option options[] = {
    SETTING_OPTIONS,
    [COVERAGE_RULE] = {"rule", "ID",
                       "only this rule, group of rules or policy, with every scenario that asks "
                       "it; may be repeated, as the next two"},
    [COVERAGE_CALL] = {"call", "NAME", "only this call, with every scenario that asserts a result"},
    [COVERAGE_SCENARIO] = {"scenario", "SCENARIO", "only what this scenario asks and asserts"},
    [COVERAGE_FORMAT] = {"format", "text|json|html",
                         "what stdout gets; text is the default, and of it only the totals where "
                         "there is an --output"},
    [COVERAGE_OUTPUT] = {"output", "FORMAT:FILE",
                         "write a report to a file, too; may be repeated. html:FOLDER makes a "
                         "folder of pages, html:FILE.html one page with less in it"},
    [COVERAGE_MIN_COVERAGE] = {"min-coverage", "PERCENT",
                               "fail if fewer of the rules' sides were seen"},
    [COVERAGE_MIN_STATUSES] = {"min-statuses", "PERCENT",
                               "fail if fewer of the calls' results are asserted"},
    [COVERAGE_OPTION_COUNT] = {0},
};

/* All that one report needs to know. */
struct coverage_run {
    struct suite suite;
    const struct invocation *invocation;
    struct page *page;
    struct page talk; /* for stderr */
    struct settings settings;
    struct run_options options;
    struct record record;
    struct progress progress;
    struct coverage_outputs outputs;
    unsigned min_sides, min_results; /* in hundredths of a percent */
    bool chooses;                    /* --rule, --call or --scenario */
    size_t cases, bad;               /* that ran, that did not pass */
};

/* ---- options ---- */

static size_t call_number(const char *name)
{
    for (size_t i = 0; call_at(i) != NULL; i++) {
        if (strcmp(call_at(i)->name, name) == 0) {
            return i;
        }
    }
    return (size_t)-1;
}

static bool rule_is_known(const char *word)
{
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (rule_is_meant((enum ex_rule_id)i, word)) {
            return true;
        }
    }
    return false;
}

/* Are they words of the tables? Scenarios are known only when they have run. */
static bool choice_check(const struct given_option *given)
{
    const char *known[LOOKUP_LIMIT];
    if (given->option == COVERAGE_RULE && !rule_is_known(given->value)) {
        usage_error(&command_coverage, "unknown rule, group or policy '%s'", given->value);
        print_nearest("", given->value, known, rules_words(known, 0));
        return false;
    }
    if (given->option == COVERAGE_CALL && call_number(given->value) == (size_t)-1) {
        usage_error(&command_coverage, "unknown call '%s'", given->value);
        print_nearest("", given->value, known, calls_words(known, 0));
        return false;
    }
    return true;
}

/* *code: if there is something wrong with it. */
static bool option_read(struct coverage_run *run, const struct given_option *given,
                        enum exit_code *code)
{
    switch (given->option) {
    case COVERAGE_RULE:
    case COVERAGE_CALL:
    case COVERAGE_SCENARIO:
        *code = CODE_NOTHING;
        run->chooses = true;
        return choice_check(given);
    case COVERAGE_FORMAT:
        return coverage_outputs_format(&run->outputs, given->value);
    case COVERAGE_OUTPUT:
        return coverage_outputs_add(&run->outputs, given->value);
    case COVERAGE_MIN_COVERAGE:
        return percent_read(&command_coverage, "min-coverage", given->value, &run->min_sides);
    case COVERAGE_MIN_STATUSES:
        return percent_read(&command_coverage, "min-statuses", given->value, &run->min_results);
    default:
        return setting_read(&run->settings, (enum setting)given->option, given->value);
    }
}

static enum exit_code options_read(struct coverage_run *run)
{
    const struct invocation *invocation = run->invocation;
    for (size_t i = 0; i < invocation->option_count; i++) {
        enum exit_code code = CODE_USAGE;
        if (!option_read(run, &invocation->options[i], &code)) {
            return code;
        }
    }
    if (!coverage_outputs_check(&run->outputs, run->chooses)) {
        return CODE_USAGE;
    }
    return settings_apply(&run->settings, invocation, &run->suite, &run->options) ? CODE_PASSED
                                                                                  : CODE_USAGE;
}

/* ---- running ---- */

static void cases_count(struct coverage_run *run)
{
    struct suite *suite = &run->suite;
    for (size_t i = 0; i < runner_case_count(suite->runner); i++) {
        const struct case_result *result = runner_result(suite->runner, i);
        int code = case_exit_code(result);
        run->cases += result->state != CASE_NOT_RUN;
        run->bad += code != 0;
        suite->code = code_worst(suite->code, (enum exit_code)code);
    }
}

/* What comes next is as written, or as that one of the versions that were asked for. */
static void profile_choose(struct coverage_run *run, size_t at)
{
    const struct settings *settings = &run->settings;
    struct suite *suite = &run->suite;
    if (settings->profile_count > 0) {
        run->options.profile = suite->profile = settings->profiles[at];
        suite->profile_name = ex_profile_name(suite->profile);
    }
}

/* False if the file is invalid as one of the versions; no case of it counts then. */
static bool profiles_run(struct coverage_run *run)
{
    struct suite *suite = &run->suite;
    const size_t count = run->settings.profile_count > 0 ? run->settings.profile_count : 1;
    const size_t cases = run->cases, bad = run->bad;
    const enum exit_code code = suite->code;
    bool valid = true;
    for (size_t i = 0; i < count && valid; i++) {
        profile_choose(run, i);
        valid = record_run(&run->record, suite->runner, &run->options);
        cases_count(run);
    }
    if (!valid) {
        run->cases = cases;
        run->bad = bad;
        suite->code = code;
    }
    for (size_t i = 0; i < count && valid; i++) {
        profile_choose(run, i);
        record_assertions(&run->record, suite->runner, &run->options);
    }
    return valid;
}

static void files_run(struct coverage_run *run)
{
    struct suite *suite = &run->suite;
    run->options.context = suite;
    run->options.select = suite_wants;
    run->record.keeps_texts = coverage_outputs_want_texts(&run->outputs);
    progress_begin(&run->progress);
    for (size_t i = 0; i < suite->targets.count; i++) {
        if (!suite_load(suite, i, &run->talk)) {
            continue;
        }
        record_file(&run->record, suite->runner, suite->target->path);
        if (!profiles_run(run)) {
            suite_refuse(suite, &run->talk);
        }
        progress_show(&run->progress, i + 1, suite->targets.count, run->bad);
    }
    progress_clear(&run->progress);
}

/* ---- the report ---- */

static size_t scenario_find(const struct record *record, const char *id)
{
    size_t at = 0;
    while (at < record->scenario_count && strcmp(record->scenarios[at].id, id) != 0) {
        at++;
    }
    return at;
}

static enum exit_code unknown_scenario(const struct record *record, const char *id)
{
    const char **known = memory_resize(NULL, (record->scenario_count + 1) * sizeof *known);
    for (size_t i = 0; i < record->scenario_count; i++) {
        known[i] = record->scenarios[i].id;
    }
    usage_error(&command_coverage, "no scenario '%s' ran", id);
    print_nearest("", id, known, record->scenario_count);
    free((void *)known);
    return CODE_NOTHING;
}

static void print_gap(struct page *page)
{
    page_put_string(page, STYLE_PLAIN, page->text.length > 0 ? "\n" : "");
}

static void rules_print(struct coverage_run *run, const char *word)
{
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (rule_is_meant((enum ex_rule_id)i, word)) {
            print_gap(run->page);
            coverage_print_rule(run->page, &run->record, (enum ex_rule_id)i);
        }
    }
}

static enum exit_code choice_print(struct coverage_run *run, const struct given_option *given)
{
    if (given->option == COVERAGE_RULE) {
        rules_print(run, given->value);
    } else if (given->option == COVERAGE_CALL) {
        print_gap(run->page);
        coverage_print_call(run->page, &run->record, call_number(given->value));
    } else if (given->option == COVERAGE_SCENARIO) {
        size_t scenario = scenario_find(&run->record, given->value);
        if (scenario == run->record.scenario_count) {
            return unknown_scenario(&run->record, given->value);
        }
        print_gap(run->page);
        coverage_print_scenario(run->page, &run->record, scenario);
    }
    return CODE_PASSED;
}

static enum exit_code choices_print(struct coverage_run *run)
{
    enum exit_code code = CODE_PASSED;
    for (size_t i = 0; i < run->invocation->option_count; i++) {
        code = code_worst(code, choice_print(run, &run->invocation->options[i]));
    }
    return code;
}

static enum exit_code minimum_check(struct page *talk, const char *what, unsigned percent,
                                    unsigned minimum)
{
    if (percent >= minimum) {
        return CODE_PASSED;
    }
    page_put(talk, STYLE_BAD,
             "%s coverage is %u.%02u %%, less than the %u.%02u %% that are wanted\n", what,
             percent / 100, percent % 100, minimum / 100, minimum % 100);
    return CODE_FAILED;
}

static enum exit_code minima_check(struct coverage_run *run)
{
    struct coverage sides = coverage_count(run->record.answers);
    struct result_counts results = matrix_count(&run->record.assertions);
    enum exit_code code =
        minimum_check(&run->talk, "rule", coverage_percent(&sides), run->min_sides);
    return code_worst(
        code, minimum_check(&run->talk, "status", matrix_percent(&results), run->min_results));
}

static enum exit_code run_report(struct coverage_run *run)
{
    enum exit_code code = run->suite.code, chosen = CODE_PASSED;
    if (code == CODE_PASSED && !targets_are_met(&run->suite.targets, &command_coverage)) {
        return CODE_NOTHING;
    }
    if (run->cases == 0 && code == CODE_PASSED) {
        usage_error(&command_coverage, "there is no such case");
        return CODE_NOTHING;
    }
    if (run->cases == 0) {
        return code;
    }
    if (run->chooses) {
        chosen = choices_print(run);
    } else {
        code = code_worst(code, coverage_outputs_put(&run->outputs, run->page, &run->record));
    }
    if (run->bad > 0) {
        page_put(&run->talk, STYLE_BAD, "%zu of %zu cases did not pass; 'ntsrm run' says why\n",
                 run->bad, run->cases);
    }
    code = code_worst(code, minima_check(run));
    return code != CODE_PASSED ? code : chosen;
}

static enum exit_code coverage_run(const struct invocation *invocation)
{
    struct coverage_run run = {
        .invocation = invocation,
        .page = invocation->page,
        .talk = {.color = invocation->stderr_color, .width = invocation->page->width},
        .settings = {.command = &command_coverage},
        .outputs = {.command = &command_coverage},
    };
    enum exit_code code = options_read(&run);
    if (code == CODE_PASSED) {
        files_run(&run);
        code = run_report(&run);
    }
    page_print(run.page, stdout);
    page_print(&run.talk, stderr);
    page_free(&run.talk);
    coverage_outputs_free(&run.outputs);
    record_free(&run.record);
    suite_close(&run.suite);
    return code;
}

const struct command command_coverage = {
    .name = "coverage",
    .operands = "PATH...",
    .least = 1,
    .most = (size_t)-1,
    .summary = "which rules and results of calls scenarios show, and which scenarios show them",
    .details =
        "PATH as for run. A rule has two sides: a case makes it answer true, and a case makes it "
        "answer false. A result that the call table lists for a call is to be asserted by a "
        "step. What no scenario can show is listed with the reason and counts as covered.\n"
        "Exit code as for run: 1 a case failed, or less is covered than --min-coverage or "
        "--min-statuses want; 5 there is no such case, rule, call or scenario.",
    .options = options,
    .run = coverage_run,
};
