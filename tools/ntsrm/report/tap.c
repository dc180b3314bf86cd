/*
 * TAP version 14. A case that fails as expected has the directive for what is still to be done. One
 * that passes although it should not has none: readers take "ok" with it for success, and the run
 * fails.
 *
 * Diagnostics are YAML whose texts are all in quotes, as JSON has them, and whose lists hold
 * mappings only: what prove understands of YAML. What is for people follows as comments.
 */
#include "ntsrm/json.h"
#include "ntsrm/report/words.h"
#include "ntsrm/shown.h"

#include "ex/rules.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* In two pieces, since a test looks for the word in sources. */
#define DIRECTIVE_DUE \
    "TO"              \
    "DO"
#define DIRECTIVE_SKIP "SKIP"

struct state {
    size_t points;
    bool any_readable;
};

/* ---- points ---- */

/* Of one line; what would begin a directive, or an escape, is escaped. */
static void append_words(struct text *out, const char *words)
{
    struct text shown = {0};
    append_shown(&shown, words, false);
    for (const char *at = shown.bytes; *at != '\0'; at++) {
        if (*at == '\\' || *at == '#') {
            text_append_string(out, "\\");
        }
        text_append(out, at, 1);
    }
    text_free(&shown);
}

static void put_point(struct report *report, bool ok, const char *name, const char *directive,
                      const char *reason)
{
    struct state *state = report->state;
    struct text *out = &report->page.text;
    text_append_format(out, "%s %zu - ", ok ? "ok" : "not ok", ++state->points);
    append_words(out, name);
    if (directive != NULL) {
        text_append_format(out, " # %s ", directive);
        append_words(out, reason);
    }
    text_append_string(out, "\n");
}

/* ---- diagnostics ---- */

static void append_quoted(struct text *out, const char *words)
{
    struct text shown = {0};
    append_shown(&shown, words, false);
    json_t *string = json_stringn(shown.bytes, shown.length);
    char *quoted = json_dumps(string, JSON_ENCODE_ANY);
    text_append_format(out, "%s\n", quoted);
    free(quoted);
    json_decref(string);
    text_free(&shown);
}

/* prefix: the blanks before the key, and the dash of an entry that begins with it. */
static void put_words(struct text *out, const char *prefix, const char *key, const char *words)
{
    if (words != NULL) {
        text_append_format(out, "  %s%s: ", prefix, key);
        append_quoted(out, words);
    }
}

static void put_spot(struct text *out, const char *prefix, struct spot spot)
{
    text_append_format(out, "  %sat:\n", prefix);
    text_append_format(out, "  %s  file: ", prefix);
    append_quoted(out, spot.path);
    if (spot.place.line > 0) {
        text_append_format(out, "  %s  line: %u\n", prefix, (unsigned)spot.place.line);
        text_append_format(out, "  %s  column: %u\n", prefix, (unsigned)spot.place.column);
    }
}

/* Lines of a styled text, for people. */
static void put_comments(struct text *out, const char *styled)
{
    struct text plain = {0};
    append_plain(&plain, styled != NULL ? styled : "");
    for (char *line = strtok(plain.bytes, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        text_append_format(out, "# %s\n", line);
    }
    text_free(&plain);
}

static void put_command(struct text *out, const struct run_facts *facts,
                        const struct file_outcome *file, const struct outcome *outcome)
{
    struct text command = {0};
    append_command(&command, facts, file, outcome);
    put_words(out, "", "command", command.bytes);
    text_free(&command);
}

static void put_time(struct text *out, const struct run_facts *facts, const struct outcome *outcome)
{
    if (facts->durations) {
        text_append_format(out, "  duration_ms: %" PRIu64 ".%06" PRIu64 "\n",
                           outcome->nanoseconds / 1000000, outcome->nanoseconds % 1000000);
    }
}

/* The first finding stands among the other things, as readers of TAP look for it there. */
static void put_findings(struct text *out, const struct outcome *outcome)
{
    if (outcome->finding_count > 0) {
        put_words(out, "", "expected", outcome->findings[0].expected);
        put_words(out, "", "actual", outcome->findings[0].actual);
    }
    for (size_t i = 1; i < outcome->finding_count; i++) {
        const struct outcome_finding *finding = &outcome->findings[i];
        if (i == 1) {
            text_append_string(out, "  more:\n");
        }
        put_words(out, "  - ", "message", finding->message);
        put_spot(out, "    ", (struct spot){finding->path, finding->place, 0});
        put_words(out, "    ", "expected", finding->expected);
        put_words(out, "    ", "actual", finding->actual);
    }
}

static void put_rules(struct text *out, const struct outcome *outcome)
{
    for (size_t i = 0; i < outcome->rule_count; i++) {
        const struct outcome_rule *asked = &outcome->rules[i];
        if (i == 0) {
            text_append_string(out, "  rules:\n");
        }
        put_words(out, "  - ", "rule", ex_rule_row(asked->rule)->id);
        put_words(out, "    ", "answer", asked->answer ? "yes" : "no");
        put_words(out, "    ", "facts", *asked->facts != '\0' ? asked->facts : NULL);
    }
}

static void put_failure(struct report *report, const struct file_outcome *file,
                        const struct outcome *outcome)
{
    struct text *out = &report->page.text;
    struct text message = {0};
    text_append_string(out, "  ---\n");
    append_message(&message, outcome);
    put_words(out, "", "message", message.bytes);
    put_words(out, "", "severity", state_key(outcome->state));
    put_words(out, "", "title", *outcome->title != '\0' ? outcome->title : NULL);
    put_command(out, report->facts, file, outcome);
    put_spot(out, "", outcome_spot(file, outcome));
    put_findings(out, outcome);
    put_rules(out, outcome);
    put_time(out, report->facts, outcome);
    text_append_string(out, "  ...\n");
    put_comments(out, outcome->explanation);
    text_free(&message);
}

/* ---- the report ---- */

static void put_outcome(struct report *report, const struct file_outcome *file,
                        const struct outcome *outcome)
{
    struct text *out = &report->page.text;
    switch (outcome->state) {
    case CASE_FAIL:
    case CASE_XPASS:
    case CASE_ERROR:
        put_point(report, false, outcome->id, NULL, NULL);
        put_failure(report, file, outcome);
        break;
    case CASE_XFAIL:
        put_point(report, false, outcome->id, DIRECTIVE_DUE, outcome->reason);
        break;
    case CASE_SKIP:
        put_point(report, true, outcome->id, DIRECTIVE_SKIP, outcome->reason);
        break;
    case CASE_NOT_RUN:
        put_point(report, true, outcome->id, DIRECTIVE_SKIP, "not run");
        break;
    case CASE_PASS:
    default:
        put_point(report, true, outcome->id, NULL, NULL);
        break;
    }
    if (report->facts->durations && !case_is_bad(outcome->state)) {
        text_append_string(out, "  ---\n");
        put_time(out, report->facts, outcome);
        text_append_string(out, "  ...\n");
    }
}

static void put_refusal(struct report *report, const struct file_outcome *file)
{
    struct text *out = &report->page.text;
    put_point(report, false, file->path, NULL, NULL);
    text_append_string(out, "  ---\n");
    if (file->complaint_count > 0) {
        const struct complaint *complaint = &file->complaints[0];
        put_words(out, "", "message", complaint->message);
        put_words(out, "", "help", complaint->help);
        put_spot(out, "", (struct spot){complaint->path, complaint->place, 0});
    }
    put_words(out, "", "severity", file->code == CODE_INVALID ? "invalid" : "unreadable");
    put_command(out, report->facts, file, NULL);
    text_append_string(out, "  ...\n");
    put_comments(out, file->explanation);
}

static void tap_begin(struct report *report)
{
    struct state *state = memory_resize(NULL, sizeof *state);
    *state = (struct state){0};
    report->state = state;
    json_memory_begin();
    text_append_format(&report->page.text, "TAP version %s\n",
                       report->format == &format_tap13 ? "13" : "14");
}

static void tap_file(struct report *report, const struct file_outcome *file)
{
    struct state *state = report->state;
    state->any_readable |= !file_is_refused(file) || file->code == CODE_INVALID;
    for (size_t i = 0; i < file->outcome_count; i++) {
        put_outcome(report, file, &file->outcomes[i]);
        put_comments(&report->page.text, file->outcomes[i].trace);
    }
    if (file_is_refused(file)) {
        put_refusal(report, file);
    }
}

/* A point where a certain coverage is wanted, else only for people. */
static void put_coverage(struct report *report, const struct run_coverage *coverage)
{
    struct text *out = &report->page.text;
    struct text words = {0};
    append_coverage(&words, coverage);
    if (!coverage->has_minimum) {
        text_append_format(out, "# %s\n", words.bytes);
    } else if (coverage_is_enough(coverage)) {
        put_point(report, true, COVERAGE_NAME, NULL, NULL);
    } else {
        put_point(report, false, COVERAGE_NAME, NULL, NULL);
        text_append_string(out, "  ---\n");
        put_words(out, "", "message", words.bytes);
        put_words(out, "", "severity", "fail");
        text_append_string(out, "  ...\n");
    }
    text_free(&words);
}

/* NULL if there is no reason not to trust what stands above. */
static const char *bail_reason(const struct state *state, const struct run_end *end)
{
    if (end->signal != 0) {
        return "The run was interrupted.";
    }
    if (end->code == CODE_NOTHING) {
        return "There is no such case.";
    }
    return !state->any_readable && end->code != CODE_PASSED ? "Nothing could be read." : NULL;
}

static void tap_end(struct report *report, const struct run_end *end)
{
    struct state *state = report->state;
    struct text *out = &report->page.text;
    struct text circumstances = {0};
    if (end->coverage != NULL) {
        put_coverage(report, end->coverage);
    }
    append_circumstances(&circumstances, report->facts, end);
    if (circumstances.length > 0) {
        text_append_format(out, "# %s\n", circumstances.bytes);
    }
    if (state->points == 0 && end->code == CODE_PASSED) {
        text_append_string(out, "1..0 # SKIP there is no such case\n");
    } else {
        text_append_format(out, "1..%zu\n", state->points);
    }
    if (bail_reason(state, end) != NULL) {
        text_append_format(out, "Bail out! %s\n", bail_reason(state, end));
    }
    text_free(&circumstances);
    free(state);
}

const struct report_format format_tap = {
    .name = "tap",
    .summary = "TAP version 14",
    .wants_all = true,
    .begin = tap_begin,
    .file = tap_file,
    .end = tap_end,
};

/* The prove of Perl 5.36 knows no later version, and fails whatever says that it has one. */
const struct report_format format_tap13 = {
    .name = "tap13",
    .summary = "the same as version 13, for a prove that knows no other",
    .wants_all = true,
    .begin = tap_begin,
    .file = tap_file,
    .end = tap_end,
};
