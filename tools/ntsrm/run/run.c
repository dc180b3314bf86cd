/* ntsrm run. */
#include "ntsrm/coverage/sides.h"
#include "ntsrm/options.h"
#include "ntsrm/run/crew.h"
#include "ntsrm/run/environment.h"
#include "ntsrm/run/interruption.h"
#include "ntsrm/run/round.h"

#include "ex/rules.h"

#include <errno.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum run_option {
    RUN_FORMAT = SETTING_COUNT,
    RUN_OUTPUT,
    RUN_LIST,
    RUN_ALLOW_EMPTY,
    RUN_LAST_FAILED,
    RUN_SHARD,
    RUN_JOBS,
    RUN_FAIL_FAST,
    RUN_MAX_FAILURES,
    RUN_SHUFFLE,
    RUN_SEED,
    RUN_REPEAT,
    RUN_WATCH,
    RUN_TRACE,
    RUN_VERBOSE,
    RUN_DURATIONS,
    RUN_EXPECTED_FAILURES,
    RUN_FIX,
    RUN_BLESS,
    RUN_COVERAGE,
    RUN_MIN_COVERAGE,
    RUN_OPTION_COUNT
};

static const struct option options[] = {
    SETTING_OPTIONS,
    [RUN_FORMAT] = {"format", "FORMAT", "what stdout gets, see below; human is the default"},
    [RUN_OUTPUT] = {"output", "FORMAT:FILE", "write a report to a file, too; may be repeated"},
    [RUN_LIST] = {"list", NULL, "print the ids of the cases instead of running them"},
    [RUN_ALLOW_EMPTY] = {"allow-empty", NULL, "it is no failure if there is no such case"},
    [RUN_LAST_FAILED] = {"last-failed", NULL,
                         "only cases that failed when they ran last; all of them if none did"},
    [RUN_SHARD] = {"shard", "I/N", "run shard I of N: a part that the ids of the cases choose"},
    [RUN_JOBS] = {"jobs", "N",
                  "run N files at a time; without it, as many as there are processors"},
    [RUN_FAIL_FAST] = {"fail-fast", NULL, "stop after the first case that does not pass"},
    [RUN_MAX_FAILURES] = {"max-failures", "N", "stop after N cases that do not pass"},
    [RUN_SHUFFLE] = {"shuffle", NULL, "run files, and the cases of each, in an arbitrary order"},
    [RUN_SEED] = {"seed", "NUMBER", "of the order; implies --shuffle"},
    [RUN_REPEAT] = {"repeat", "N", "run each case N times; it must have the same result each time"},
    [RUN_WATCH] = {"watch", NULL, "run again whenever a file changes, until interrupted"},
    [RUN_TRACE] = {"trace", NULL, "print every call, rule and change of the cases"},
    [RUN_VERBOSE] = {"verbose", NULL, "print a line for each case, passed ones too"},
    [RUN_DURATIONS] = {"durations", NULL, "say how long cases took, in all reports"},
    [RUN_EXPECTED_FAILURES] =
        {"expected-failures", "FILE",
         "cases that are known to fail: a line each, an id (of a scenario: all of its cases; * "
         "stands for any text), #, and why; may be repeated"},
    [RUN_FIX] = {"fix", NULL, "remove from these files what passes"},
    [RUN_BLESS] = {"bless", NULL, "have failed cases expect what they showed, see docs/bless.md"},
    [RUN_COVERAGE] = {"coverage", NULL, "print which rules were seen true and seen false"},
    [RUN_MIN_COVERAGE] = {"min-coverage", "PERCENT",
                          "fail if fewer of the rules' sides were seen; implies --coverage"},
    [RUN_OPTION_COUNT] = {0},
};

/* ---- options ---- */

/* It asks for coverage, too. */
static bool minimum_read(struct run *run, const char *text)
{
    run->has_minimum = true;
    run->coverage = true;
    return percent_read(&command_run, "min-coverage", text, &run->minimum);
}

static bool number_read_from(const char *name, const char *text, uint64_t least, uint64_t most,
                             uint64_t *number)
{
    char *end = NULL;
    errno = 0;
    uint64_t value = *text >= '0' && *text <= '9' ? strtoull(text, &end, 10) : 0;
    if (end == NULL || *end != '\0' || errno != 0 || value < least || value > most) {
        usage_error(&command_run, "--%s is a number from %" PRIu64 " to %" PRIu64 ", not '%s'",
                    name, least, most, text);
        return false;
    }
    *number = value;
    return true;
}

static bool count_read(const struct given_option *given, uint64_t most, uint64_t *count)
{
    return number_read_from(options[given->option].name, given->value, 1, most, count);
}

static bool jobs_read(struct run *run, const struct given_option *given)
{
    uint64_t count = 0;
    bool right = count_read(given, 256, &count);
    run->jobs = (unsigned)count;
    return right;
}

static bool repeat_read(struct run *run, const struct given_option *given)
{
    uint64_t count = 1;
    bool right = count_read(given, 1000000, &count);
    run->facts.repeat = (unsigned)count;
    return right;
}

static bool max_failures_read(struct run *run, const struct given_option *given)
{
    uint64_t count = 0;
    bool right = count_read(given, 1000000000, &count);
    if (right && count < run->max_failures) {
        run->max_failures = (size_t)count;
    }
    return right;
}

static bool seed_read(struct run *run, const char *text)
{
    run->facts.shuffled = true;
    return number_read_from("seed", text, 0, UINT64_MAX, &run->facts.seed);
}

/* A seed that differs from run to run, short enough to be typed. */
static bool shuffle_choose(struct run *run)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    if (!run->facts.shuffled) {
        run->facts.seed = ((uint64_t)time.tv_nsec + (uint64_t)time.tv_sec * 7919) % 1000000;
    }
    return run->facts.shuffled = true;
}

static bool expected_add(struct run *run, const char *path)
{
    run->expected_paths = memory_resize((void *)run->expected_paths,
                                        (run->expected_count + 1) * sizeof *run->expected_paths);
    run->expected_paths[run->expected_count++] = path;
    return true;
}

static bool option_read(struct run *run, const struct given_option *given)
{
    switch (given->option) {
    case RUN_FORMAT:
        return outputs_format(&run->outputs, given->value);
    case RUN_OUTPUT:
        return outputs_add(&run->outputs, given->value);
    case RUN_LIST:
        return run->facts.list = true;
    case RUN_ALLOW_EMPTY:
        return run->allow_empty = true;
    case RUN_LAST_FAILED:
        return run->last_failed = true;
    case RUN_SHARD:
        return selection_shard(&run->selection, &command_run, "--shard", given->value);
    case RUN_JOBS:
        return jobs_read(run, given);
    case RUN_FAIL_FAST:
        return (run->max_failures = 1) != 0;
    case RUN_MAX_FAILURES:
        return max_failures_read(run, given);
    case RUN_SHUFFLE:
        return shuffle_choose(run);
    case RUN_SEED:
        return seed_read(run, given->value);
    case RUN_REPEAT:
        return repeat_read(run, given);
    case RUN_WATCH:
        return run->watches = true;
    case RUN_TRACE:
        return run->trace = true;
    case RUN_VERBOSE:
        return run->facts.verbose = true;
    case RUN_DURATIONS:
        return run->facts.durations = true;
    case RUN_EXPECTED_FAILURES:
        return expected_add(run, given->value);
    case RUN_FIX:
        return run->fix = true;
    case RUN_BLESS:
        return run->bless = true;
    case RUN_COVERAGE:
        return run->coverage = true;
    case RUN_MIN_COVERAGE:
        return minimum_read(run, given->value);
    default:
        return setting_read(&run->settings, (enum setting)given->option, given->value);
    }
}

/* What else a command line needs that is to bring back a case. */
static void options_keep(struct run *run)
{
    const struct invocation *invocation = run->invocation;
    size_t count = 0;
    for (size_t i = 0; i < invocation->option_count; i++) {
        const struct given_option *given = &invocation->options[i];
        if (given->option == SETTING_POLICY || given->option == RUN_EXPECTED_FAILURES) {
            text_append_format(&run->option_words, "--%s=%s", options[given->option].name,
                               given->value);
            text_append(&run->option_words, "", 1);
            count++;
        }
    }
    run->repeated_options = memory_resize(NULL, (count + 1) * sizeof(const char *));
    const char *at = run->option_words.bytes;
    for (size_t i = 0; i < count; i++) {
        run->repeated_options[i] = at;
        at += strlen(at) + 1;
    }
    run->repeated_options[count] = NULL;
    run->facts.options = run->repeated_options;
}

/* What is written has to be what every later run sees. */
static bool bless_is_right(const struct run *run)
{
    const struct settings *settings = &run->settings;
    const char *other = settings->profile_count > 0  ? "profile"
                        : settings->policy_count > 0 ? "policy"
                        : run->watches               ? "watch"
                        : run->facts.list            ? "list"
                                                     : NULL;
    if (other != NULL) {
        usage_error(&command_run, "--bless writes what cases show as they stand: not with --%s",
                    other);
    }
    return other == NULL;
}

/* What follows from several options together. */
static bool options_settle(struct run *run)
{
    const struct settings *settings = &run->settings;
    if (run->watches && run->facts.list) {
        usage_error(&command_run, "--watch runs the cases again, and --list does not run them");
        return false;
    }
    if (run->fix && (run->expected_count == 0 || run->facts.list)) {
        usage_error(&command_run,
                    "--fix mends what --expected-failures names, by running the cases");
        return false;
    }
    if (run->bless && !bless_is_right(run)) {
        return false;
    }
    if (!settings_filter(settings, &run->selection) ||
        !environment_read(&command_run, &run->selection, &run->outputs)) {
        return false;
    }
    for (size_t i = 0; i < settings->profile_count; i++) {
        run->profiles[i] = ex_profile_name(settings->profiles[i]);
    }
    run->facts.profiles = run->profiles;
    run->facts.shard = run->selection.shard_count > 0 ? run->selection.shard : 1;
    run->facts.shard_count = run->selection.shard_count > 0 ? run->selection.shard_count : 1;
    run->options.watch_all = run->coverage;
    settings_options(settings, &run->options);
    options_keep(run);
    return true;
}

static bool options_read(struct run *run)
{
    for (size_t i = 0; i < run->invocation->option_count; i++) {
        if (!option_read(run, &run->invocation->options[i])) {
            return false;
        }
    }
    return options_settle(run);
}

/* ---- the command ---- */

/* Again and again, until the user has enough. */
static enum exit_code rounds_run(struct run *run)
{
    enum exit_code code = round_run(run);
    while (run->watch != NULL && interruption_signal() == 0) {
        fflush(stdout);
        fprintf(stderr, "ntsrm run: waiting for a change\n");
        if (!watch_wait(run->watch)) {
            usage_error(&command_run, "--watch: %s", strerror(errno));
            return CODE_TROUBLE;
        }
        code = round_run(run);
    }
    return code;
}

static enum exit_code run_run(const struct invocation *invocation)
{
    struct run run = {
        .invocation = invocation,
        .settings = {.command = &command_run},
        .outputs = {.command = &command_run},
        .facts = {.repeat = 1},
        .max_failures = SIZE_MAX,
    };
    enum exit_code code = options_read(&run) ? rounds_run(&run) : CODE_USAGE;
    watch_free(run.watch);
    text_free(&run.option_words);
    free((void *)run.repeated_options);
    free((void *)run.expected_paths);
    text_free(&run.suite_version);
    outputs_free(&run.outputs);
    selection_free(&run.selection);
    interruption_end();
    return code;
}

static void print_formats(struct page *page)
{
    const struct report_format *format;
    page_put(page, STYLE_HEADING, "formats:\n");
    for (size_t i = 0; (format = report_format_at(i)) != NULL; i++) {
        page_put(page, STYLE_NAME, "  %s", format->name);
        page_to(page, 26);
        page_words(page, STYLE_PLAIN, format->summary);
        page_end(page);
    }
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
        "Under several versions (--profile may be repeated) each case that does not name one runs "
        "as each of them. What is printed does not depend on --jobs: it is in the order of the "
        "files or, with --shuffle, in that of the seed. A build tool may choose a part of the run: "
        "TEST_TOTAL_SHARDS and "
        "TEST_SHARD_INDEX, or CI_NODE_TOTAL and CI_NODE_INDEX, count like --shard, "
        "TESTBRIDGE_TEST_ONLY like --filter, XML_OUTPUT_FILE like --output=junit:FILE.\n"
        "Exit code: 0 all passed, 1 a case failed or too little was covered, 2 the command line is "
        "wrong, 3 a scenario is invalid, 4 a file cannot be read, a case takes more than its "
        "budget or meets what is not "
        "modelled, or ntsrm is wrong, 5 there is no such case. The worst counts: 4, then 3, then "
        "1.",
    .options = options,
    .more = print_formats,
    .run = run_run,
};
