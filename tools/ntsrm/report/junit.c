/*
 * JUnit XML, as Jenkins' schema has it (tests/schema/junit-10.xsd): a suite for each file. A schema
 * that knows no cases which fail as they should sees them as skipped, of the type "xfail".
 */
#include "ntsrm/report/spill.h"
#include "ntsrm/report/words.h"
#include "ntsrm/xml.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct counts {
    size_t tests, failures, errors, skipped, xfail;
    uint64_t nanoseconds;
};

/* The outermost element has counts of all, so that it is written when the rest is known. */
struct state {
    struct xml *xml;
    struct spill suites;
    struct counts all;
};

/* ---- names ---- */

/* "scenarios/gate/same-user.yaml" is scenarios.gate.same-user. */
static void append_dotted(struct text *out, const char *path)
{
    size_t length = strlen(path);
    size_t before = out->length;
    if (length > 5 && strcmp(path + length - 5, ".yaml") == 0) {
        length -= 5;
    }
    for (size_t at = 0; at < length;) {
        size_t end = at;
        while (end < length && path[end] != '/') {
            end++;
        }
        bool here = end == at || (end - at == 1 && path[at] == '.') ||
                    (end - at == 2 && path[at] == '.' && path[at + 1] == '.');
        if (!here) {
            text_append_string(out, out->length > before ? "." : "");
            text_append(out, path + at, end - at);
        }
        at = end + 1;
    }
}

static void set_text(struct xml *xml, const char *attribute, struct text *value)
{
    xml_set(xml, attribute, value->bytes != NULL ? value->bytes : "");
    text_free(value);
}

static void set_dotted(struct xml *xml, const char *attribute, const char *path)
{
    struct text name = {0};
    append_dotted(&name, path);
    set_text(xml, attribute, &name);
}

/* The schema wants no more than three digits after the point for suites. */
static void set_time(struct xml *xml, uint64_t nanoseconds, unsigned digits)
{
    char text[40];
    snprintf(text, sizeof text, "%" PRIu64 ".%09" PRIu64, nanoseconds / 1000000000,
             nanoseconds % 1000000000);
    text[strlen(text) - 9 + digits] = '\0';
    xml_set(xml, "time", text);
}

static void set_counts(struct xml *xml, const struct counts *counts)
{
    xml_set_number(xml, "tests", (long long)counts->tests);
    xml_set_number(xml, "failures", (long long)counts->failures);
    xml_set_number(xml, "errors", (long long)counts->errors);
}

static void put_property(struct xml *xml, const char *name, const char *value)
{
    xml_begin(xml, "property");
    xml_set(xml, "name", name);
    xml_set(xml, "value", value);
    xml_end(xml);
}

/* ---- cases ---- */

/* Without an outcome: of the file. */
static void put_body(struct report *report, const struct file_outcome *file,
                     const struct outcome *outcome)
{
    struct text body = {0};
    append_body(&body, report->facts, file, outcome);
    xml_put_lines(((struct state *)report->state)->xml, body.bytes);
    text_free(&body);
}

static const char *failure_type(const struct outcome *outcome)
{
    static const char *const troubles[] = {
        [TROUBLE_NONE] = "error",        [TROUBLE_SCENARIO] = "scenario",
        [TROUBLE_BUDGET] = "budget",     [TROUBLE_NOT_MODELLED] = "not-modelled",
        [TROUBLE_INTERNAL] = "internal",
    };
    return outcome->state == CASE_ERROR ? troubles[outcome->trouble] : state_key(outcome->state);
}

static void put_bad(struct report *report, const struct file_outcome *file,
                    const struct outcome *outcome)
{
    struct state *state = report->state;
    struct text message = {0};
    xml_begin(state->xml, outcome->state == CASE_ERROR ? "error" : "failure");
    append_message(&message, outcome);
    set_text(state->xml, "message", &message);
    xml_set(state->xml, "type", failure_type(outcome));
    put_body(report, file, outcome);
    xml_end(state->xml);
}

static void put_skipped(struct xml *xml, const struct outcome *outcome)
{
    xml_begin(xml, "skipped");
    if (outcome->state == CASE_XFAIL) {
        xml_set(xml, "type", "xfail");
    }
    xml_set(xml, "message",
            outcome->reason != NULL ? outcome->reason : case_state_word(outcome->state));
    xml_end(xml);
}

static void put_case(struct report *report, const struct file_outcome *file,
                     const struct outcome *outcome)
{
    struct xml *xml = ((struct state *)report->state)->xml;
    xml_begin(xml, "testcase");
    set_dotted(xml, "classname", file->path);
    xml_set(xml, "name", outcome->id);
    if (report->facts->durations) {
        set_time(xml, outcome->nanoseconds, 6);
    }
    if (case_is_bad(outcome->state)) {
        put_bad(report, file, outcome);
    } else if (outcome->state != CASE_PASS) {
        put_skipped(xml, outcome);
    }
    if (outcome->trace != NULL) {
        struct text trace = {0};
        append_plain(&trace, outcome->trace);
        xml_begin(xml, "system-out");
        xml_put_lines(xml, trace.bytes);
        xml_end(xml);
        text_free(&trace);
    }
    xml_end(xml);
}

/* A file that cannot run is one case, which stands for those that nobody knows. */
static void put_refusal(struct report *report, const struct file_outcome *file)
{
    struct xml *xml = ((struct state *)report->state)->xml;
    bool invalid = file->code == CODE_INVALID;
    xml_begin(xml, "testcase");
    set_dotted(xml, "classname", file->path);
    xml_set(xml, "name", invalid ? "(the file is valid)" : "(the file can be read)");
    xml_begin(xml, "error");
    xml_set(xml, "message",
            file->complaint_count > 0 ? file->complaints[0].message : "it could not be run");
    xml_set(xml, "type", invalid ? "invalid" : "unreadable");
    put_body(report, file, NULL);
    xml_end(xml);
    xml_end(xml);
}

/* ---- suites ---- */

static void put_properties(struct report *report, const struct counts *counts)
{
    const struct run_facts *facts = report->facts;
    struct xml *xml = ((struct state *)report->state)->xml;
    char number[24];
    xml_begin(xml, "properties");
    put_property(xml, "ntsrm", NTSRM_VERSION);
    for (size_t i = 0; facts->profiles != NULL && facts->profiles[i] != NULL; i++) {
        put_property(xml, "profile", facts->profiles[i]);
    }
    for (size_t i = 0; facts->options != NULL && facts->options[i] != NULL; i++) {
        put_property(xml, "option", facts->options[i]);
    }
    if (facts->shuffled) {
        snprintf(number, sizeof number, "%" PRIu64, facts->seed);
        put_property(xml, "seed", number);
    }
    if (facts->shard_count > 1) {
        snprintf(number, sizeof number, "%u/%u", facts->shard, facts->shard_count);
        put_property(xml, "shard", number);
    }
    if (counts->xfail > 0) {
        snprintf(number, sizeof number, "%zu", counts->xfail);
        put_property(xml, "xfail", number);
    }
    xml_end(xml);
}

static void add_counts(struct counts *all, const struct counts *counts)
{
    all->tests += counts->tests;
    all->failures += counts->failures;
    all->errors += counts->errors;
    all->nanoseconds += counts->nanoseconds;
}

static struct counts counts_of(const struct file_outcome *file)
{
    const size_t *cases = file->tally.cases;
    bool refused = file_is_refused(file);
    return (struct counts){
        .tests = tally_cases(&file->tally) + refused,
        .failures = cases[CASE_FAIL] + cases[CASE_XPASS],
        .errors = cases[CASE_ERROR] + refused,
        .skipped = cases[CASE_SKIP] + cases[CASE_XFAIL] + cases[CASE_NOT_RUN],
        .xfail = cases[CASE_XFAIL],
        .nanoseconds = file->nanoseconds,
    };
}

static void suite_begin(struct report *report, const struct file_outcome *file)
{
    struct state *state = report->state;
    const struct counts counts = counts_of(file);
    xml_begin(state->xml, "testsuite");
    set_dotted(state->xml, "name", file->path);
    xml_set(state->xml, "file", file->path);
    set_counts(state->xml, &counts);
    xml_set_number(state->xml, "skipped", (long long)counts.skipped);
    if (report->facts->durations) {
        set_time(state->xml, counts.nanoseconds, 3);
    }
    put_properties(report, &counts);
    add_counts(&state->all, &counts);
}

static void junit_file(struct report *report, const struct file_outcome *file)
{
    struct state *state = report->state;
    if (file->outcome_count == 0 && !file_is_refused(file) && !file->goes_on) {
        return;
    }
    if (!file->goes_on) {
        suite_begin(report, file);
    }
    for (size_t i = 0; i < file->outcome_count; i++) {
        put_case(report, file, &file->outcomes[i]);
    }
    if (file_is_refused(file)) {
        put_refusal(report, file);
    }
    if (!file->more) {
        xml_end(state->xml);
    }
    xml_flush(state->xml, &state->suites.text);
    spill_keep(&state->suites);
}

static void junit_begin(struct report *report)
{
    struct state *state = memory_resize(NULL, sizeof *state);
    *state = (struct state){.xml = xml_new("testsuites")};
    report->state = state;
}

/* A suite for what is no file: of one case, which is right if there is no message. */
static void put_own_suite(struct report *report, const char *name, const char *message)
{
    struct state *state = report->state;
    struct counts counts = {.tests = 1, .failures = message != NULL};
    xml_begin(state->xml, "testsuite");
    xml_set(state->xml, "name", name);
    set_counts(state->xml, &counts);
    xml_set_number(state->xml, "skipped", 0);
    put_properties(report, &counts);
    xml_begin(state->xml, "testcase");
    xml_set(state->xml, "classname", "ntsrm");
    xml_set(state->xml, "name", name);
    if (message != NULL) {
        xml_begin(state->xml, "failure");
        xml_set(state->xml, "message", message);
        xml_set(state->xml, "type", "fail");
        xml_end(state->xml);
    }
    xml_end(state->xml);
    xml_end(state->xml);
    xml_flush(state->xml, &state->suites.text);
    add_counts(&state->all, &counts);
}

static void put_coverage(struct report *report, const struct run_coverage *coverage)
{
    struct text words = {0};
    append_coverage(&words, coverage);
    put_own_suite(report, COVERAGE_NAME, coverage_is_enough(coverage) ? NULL : words.bytes);
    text_free(&words);
}

static void junit_end(struct report *report, const struct run_end *end)
{
    struct state *state = report->state;
    if (end->coverage != NULL && end->coverage->has_minimum) {
        put_coverage(report, end->coverage);
    }
    if (end->signal != 0) {
        put_own_suite(report, "the run comes to its end", "it was interrupted");
    }
    xml_set(state->xml, "name", "ntsrm");
    set_counts(state->xml, &state->all);
    if (report->facts->durations) {
        set_time(state->xml, state->all.nanoseconds, 3);
    }
    xml_put_head(state->xml, &report->page.text);
    spill_pour(&state->suites, report);
    xml_put_tail(state->xml, &report->page.text);
    free(state);
}

const struct report_format format_junit = {
    .name = "junit",
    .summary = "JUnit XML, which most systems for continuous integration read",
    .wants_all = true,
    .begin = junit_begin,
    .file = junit_file,
    .end = junit_end,
};
