/* ntsrm run. */
#include "command.h"
#include "coverage.h"
#include "options.h"
#include "report.h"
#include "settings.h"
#include "suite.h"
#include "terminal.h"

#include <stdlib.h>

enum run_option {
    RUN_LIST = SETTING_COUNT,
    RUN_FAIL_FAST,
    RUN_TRACE,
    RUN_VERBOSE,
    RUN_COVERAGE,
    RUN_MIN_COVERAGE,
    RUN_OPTION_COUNT
};

static const struct option options[] = {
    SETTING_OPTIONS,
    [RUN_LIST] = {"list", NULL, "print the ids of the cases instead of running them"},
    [RUN_FAIL_FAST] = {"fail-fast", NULL, "stop after the first case that does not pass"},
    [RUN_TRACE] = {"trace", NULL, "print every call, rule and change of the cases"},
    [RUN_VERBOSE] = {"verbose", NULL, "print a line for each case, passed ones too"},
    [RUN_COVERAGE] = {"coverage", NULL, "print which rules were seen true and seen false"},
    [RUN_MIN_COVERAGE] = {"min-coverage", "PERCENT",
                          "fail if fewer of the rules' sides were seen; implies --coverage"},
    [RUN_OPTION_COUNT] = {0},
};

/* All that one run needs to know. */
struct run {
    struct suite suite;
    struct page *page;
    struct page talk; /* for stderr: what is wrong with files, where stdout is a list of ids */
    struct settings settings;
    struct run_options options;
    struct tally tally;
    struct progress progress;
    unsigned minimum; /* coverage in hundredths of a percent */
    bool list, trace, verbose, coverage;
    bool stop;
};

/* ---- options ---- */

/* "100", "97.5". */
static bool minimum_read(struct run *run, const char *text)
{
    char *end;
    double percent = strtod(text, &end);
    if (end == text || *end != '\0' || !(percent >= 0 && percent <= 100)) {
        usage_error(&command_run, "--min-coverage is a number from 0 to 100, not '%s'", text);
        return false;
    }
    run->minimum = (unsigned)(percent * 100 + 0.5);
    run->coverage = true;
    return true;
}

static bool option_read(struct run *run, const struct given_option *given)
{
    switch (given->option) {
    case RUN_LIST:
        return run->list = true;
    case RUN_FAIL_FAST:
        return run->options.fail_fast = true;
    case RUN_TRACE:
        return run->trace = true;
    case RUN_VERBOSE:
        return run->verbose = true;
    case RUN_COVERAGE:
        return run->coverage = true;
    case RUN_MIN_COVERAGE:
        return minimum_read(run, given->value);
    default:
        return setting_read(&run->settings, (enum setting)given->option, given->value);
    }
}

static bool options_read(struct run *run, const struct invocation *invocation)
{
    run->settings.command = &command_run;
    for (size_t i = 0; i < invocation->option_count; i++) {
        if (!option_read(run, &invocation->options[i])) {
            return false;
        }
    }
    run->options.watch_all = run->coverage;
    return settings_apply(&run->settings, invocation, &run->suite, &run->options);
}

/* ---- running ---- */

/* What was found so far, and the line that shows how far it is. */
static void print_now(struct run *run)
{
    if (run->page->text.length + run->talk.text.length > 0) {
        progress_clear(&run->progress);
        page_print(run->page, stdout);
        page_print(&run->talk, stderr);
    }
}

static void file_list(struct run *run)
{
    size_t before = run->tally.cases[CASE_NOT_RUN];
    for (size_t i = 0; i < runner_case_count(run->suite.runner); i++) {
        if (suite_wants(&run->suite, run->suite.runner, i)) {
            page_put(run->page, STYLE_PLAIN, "%s\n", runner_case_id(run->suite.runner, i));
            run->tally.cases[CASE_NOT_RUN]++;
        }
    }
    run->tally.files += run->tally.cases[CASE_NOT_RUN] > before;
}

static void case_report(struct run *run, size_t index)
{
    struct runner *runner = run->suite.runner;
    const struct case_result *result = runner_result(runner, index);
    int code = case_exit_code(result);
    run->suite.code = code_worst(run->suite.code, (enum exit_code)code);
    if (run->trace && result->state != CASE_SKIP) {
        report_trace(run->page, runner, index, &run->options);
    }
    if (code != 0) {
        report_failure(run->page, runner, index, &run->options);
        run->stop = run->options.fail_fast;
    } else if (run->verbose) {
        report_line(run->page, runner, index);
    }
}

/* The results count only if the file is valid, so they are looked at afterwards. */
static void file_report(struct run *run)
{
    struct runner *runner = run->suite.runner;
    bool any = false;
    for (size_t i = 0; i < runner_case_count(runner) && !run->stop; i++) {
        enum case_state state = runner_result(runner, i)->state;
        if (state != CASE_NOT_RUN) {
            any = true;
            run->tally.cases[state]++;
            case_report(run, i);
        }
    }
    run->tally.files += any;
}

static void file_run(struct run *run)
{
    run->options.select = suite_selects(&run->suite) ? suite_wants : NULL;
    run->options.context = &run->suite;
    if (runner_run(run->suite.runner, &run->options)) {
        file_report(run);
    } else {
        suite_refuse(&run->suite, run->page);
    }
}

static size_t tally_bad(const struct tally *tally)
{
    return tally->cases[CASE_FAIL] + tally->cases[CASE_XPASS] + tally->cases[CASE_ERROR];
}

static void files_run(struct run *run)
{
    struct suite *suite = &run->suite;
    progress_begin(&run->progress);
    for (size_t i = 0; i < suite->targets.count && !run->stop; i++) {
        bool loaded = suite_load(suite, i, run->list ? &run->talk : run->page);
        if (loaded && run->list) {
            file_list(run);
        } else if (loaded) {
            file_run(run);
        }
        run->stop |= run->options.fail_fast && suite->code != CODE_PASSED;
        print_now(run);
        progress_show(&run->progress, i + 1, suite->targets.count, tally_bad(&run->tally));
    }
    progress_clear(&run->progress);
    run->tally.invalid = suite->invalid;
}

static enum exit_code coverage_check(struct run *run, enum exit_code code)
{
    const struct ex_answers *answers = runner_coverage(run->suite.runner);
    struct coverage coverage = coverage_count(answers);
    coverage_print(run->page, answers);
    if (coverage_percent(&coverage) >= run->minimum) {
        return code;
    }
    page_put(run->page, STYLE_BAD, "that is less than the %u.%02u %% that are wanted\n",
             run->minimum / 100, run->minimum % 100);
    return code_worst(code, CODE_FAILED);
}

static enum exit_code run_finish(struct run *run)
{
    enum exit_code code = run->suite.code;
    if (run->tally.files == 0 && code == CODE_PASSED) {
        usage_error(&command_run, "there is no such case");
        return CODE_NOTHING;
    }
    if (run->list || run->tally.files + run->tally.invalid == 0) {
        return code;
    }
    if (run->coverage) {
        code = coverage_check(run, code);
        page_end(run->page);
    }
    report_tally(run->page, &run->tally);
    return code;
}

static enum exit_code run_run(const struct invocation *invocation)
{
    struct run run = {
        .page = invocation->page,
        .talk = {.color = invocation->stderr_color, .width = invocation->page->width},
    };
    enum exit_code code = CODE_USAGE;
    if (options_read(&run, invocation)) {
        files_run(&run);
        code = run_finish(&run);
    }
    suite_close(&run.suite);
    page_free(&run.talk);
    return code;
}

const struct command command_run = {
    .name = "run",
    .operands = "PATH...",
    .least = 1,
    .most = (size_t)-1,
    .summary = "run scenarios",
    .details =
        "PATH is a file, a folder (all *.yaml in it), file.yaml:LINE or file.yaml:ID. Only what "
        "does not pass is printed, then how many cases there were.\n"
        "Exit code: 0 all passed, 1 a case failed or too little was covered, 2 the command line is "
        "wrong, 3 a scenario is invalid, 4 a file cannot be read, a case meets what is not "
        "modelled, or ntsrm is wrong, 5 there is no such case. The worst counts: 4, then 3, then "
        "1.",
    .options = options,
    .run = run_run,
};
