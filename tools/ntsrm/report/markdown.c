#include "ntsrm/report/markdown.h"

#include "ntsrm/report/words.h"
#include "ntsrm/shown.h"

#include <stdlib.h>
#include <string.h>

/* What the heading, the totals and the last remarks take at most. */
#define FRAME_SIZE 4096

struct state {
    struct text failures; /* with their details; the totals are known at the end and stand first */
    struct text others;   /* rows of a table: skipped, failed as expected */
    size_t limit;         /* of all bytes; 0: none */
    size_t left_out, others_left_out;
};

/* ---- texts ---- */

/* Words in a span of code, also inside of a table. */
static void append_code(struct text *out, const char *words)
{
    struct text shown = {0};
    size_t longest = 0;
    append_shown(&shown, words, false);
    for (const char *at = shown.bytes; *at != '\0';) {
        size_t run = strspn(at, "`");
        longest = run > longest ? run : longest;
        at += run > 0 ? run : 1;
    }
    for (size_t i = 0; i <= longest; i++) {
        text_append_string(out, "`");
    }
    /* One blank at each end is taken away again, and lets the words begin with a backtick. */
    const char *blank = longest > 0 || shown.length == 0 || *shown.bytes == ' ' ? " " : "";
    text_append_string(out, blank);
    for (const char *at = shown.bytes; *at != '\0'; at++) {
        text_append_string(out, *at == '|' ? "\\" : "");
        text_append(out, at, 1);
    }
    text_append_string(out, blank);
    for (size_t i = 0; i <= longest; i++) {
        text_append_string(out, "`");
    }
    text_free(&shown);
}

static void append_html(struct text *out, const char *words)
{
    struct text shown = {0};
    append_shown(&shown, words, false);
    for (const char *at = shown.bytes; *at != '\0'; at++) {
        switch (*at) {
        case '&':
            text_append_string(out, "&amp;");
            break;
        case '<':
            text_append_string(out, "&lt;");
            break;
        case '>':
            text_append_string(out, "&gt;");
            break;
        default:
            text_append(out, at, 1);
            break;
        }
    }
    text_free(&shown);
}

/* A block of code, whose fence is longer than any that stands in it. */
static void append_block(struct text *out, const char *lines)
{
    size_t fence = 3;
    for (const char *at = lines; *at != '\0';) {
        size_t run = strspn(at, "`");
        fence = run >= fence ? run + 1 : fence;
        at += run > 0 ? run : 1;
    }
    for (size_t i = 0; i < fence; i++) {
        text_append_string(out, "`");
    }
    text_append_format(out, "text\n%s\n", lines);
    for (size_t i = 0; i < fence; i++) {
        text_append_string(out, "`");
    }
    text_append_string(out, "\n");
}

/* ---- failures ---- */

/* Takes the last part away again if it makes the report too long, and counts it as left out. */
static void keep_short(const struct state *state, struct text *part, size_t before,
                       size_t *left_out)
{
    if (state->limit > 0 &&
        state->failures.length + state->others.length + FRAME_SIZE > state->limit) {
        part->length = before;
        part->bytes[before] = '\0';
        ++*left_out;
    }
}

/* A line to unfold, with everything below it. Without an outcome: of the file. */
static void put_failure(struct report *report, const char *word, const struct file_outcome *file,
                        const struct outcome *outcome)
{
    struct state *state = report->state;
    struct text *out = &state->failures;
    struct text body = {0};
    size_t before = out->length;
    append_body(&body, report->facts, file, outcome);
    text_append_format(out, "<details><summary>%s: <code>", word);
    append_html(out, outcome != NULL ? outcome->id : file->path);
    text_append_string(out, "</code></summary>\n\n");
    append_block(out, body.bytes);
    text_append_string(out, "\n</details>\n\n");
    keep_short(state, out, before, &state->left_out);
    text_free(&body);
}

/* A case that was not to pass, and why; or one that was not run. */
static void put_other(struct report *report, const struct outcome *outcome)
{
    struct state *state = report->state;
    struct text *out = &state->others;
    size_t before = out->length;
    text_append_format(out, "| %s | ", case_state_word(outcome->state));
    append_code(out, outcome->id);
    text_append_string(out, " | ");
    if (outcome->reason != NULL) {
        append_code(out, outcome->reason);
    }
    text_append_string(out, " |\n");
    keep_short(state, out, before, &state->others_left_out);
}

/* ---- the report ---- */

static void markdown_begin(struct report *report)
{
    struct state *state = memory_resize(NULL, sizeof *state);
    *state = (struct state){0};
    report->state = state;
}

void markdown_limit(struct report *report, size_t bytes)
{
    ((struct state *)report->state)->limit = bytes;
}

static void markdown_file(struct report *report, const struct file_outcome *file)
{
    for (size_t i = 0; i < file->outcome_count; i++) {
        const struct outcome *outcome = &file->outcomes[i];
        if (case_is_bad(outcome->state)) {
            put_failure(report, case_state_word(outcome->state), file, outcome);
        } else if (outcome->state != CASE_PASS) {
            put_other(report, outcome);
        }
    }
    if (file_is_refused(file)) {
        put_failure(report, file->code == CODE_INVALID ? "invalid" : "cannot be read", file, NULL);
    }
}

static const char *verdict(const struct run_facts *facts, const struct run_end *end)
{
    if (end->signal != 0) {
        return "interrupted";
    }
    switch (end->code) {
    case CODE_PASSED:
        return facts->list ? "listed" : "passed";
    case CODE_NOTHING:
        return "there was no such case";
    case CODE_INVALID:
        return "some are invalid";
    case CODE_TROUBLE:
        return "there were errors";
    case CODE_FAILED:
    case CODE_USAGE:
    case CODE_REFUSED:
    default:
        return "failed";
    }
}

static void put_heading(struct text *out, const struct run_facts *facts, const struct run_end *end)
{
    struct text circumstances = {0};
    text_append_format(out, "## Scenarios: %s\n\n", verdict(facts, end));
    append_circumstances(&circumstances, facts, end);
    if (circumstances.length > 0) {
        text_append_format(out, "How it ran: %s.\n\n", circumstances.bytes);
    }
    text_free(&circumstances);
}

static void put_bad_files(struct text *out, size_t count, const char *how)
{
    if (count > 0) {
        text_append_format(out, "; %zu file%s %s", count, count == 1 ? " is" : "s are", how);
    }
}

static void put_table(struct text *out, const struct tally *tally)
{
    text_append_string(out, "| | cases |\n|:--|--:|\n");
    for (size_t i = 0; i < CASE_STATES; i++) {
        size_t count = tally->cases[state_order[i]];
        if (count > 0 || i == 0) {
            text_append_format(out, "| %s | %zu |\n", case_state_word(state_order[i]), count);
        }
    }
    text_append_format(out, "\nThey stand in %zu file%s", tally->files,
                       tally->files == 1 ? "" : "s");
    put_bad_files(out, tally->invalid, "invalid");
    put_bad_files(out, tally->unreadable, "unreadable");
    text_append_string(out, ".\n\n");
}

static void put_left_out(struct text *out, size_t count, const char *what)
{
    if (count > 0) {
        text_append_format(out, "%zu more %s not shown here, for want of room.\n\n", count, what);
    }
}

static void put_coverage(struct text *out, const struct run_coverage *coverage)
{
    append_coverage(out, coverage);
    text_append_string(out, ".\n\n");
}

static void markdown_end(struct report *report, const struct run_end *end)
{
    struct state *state = report->state;
    struct text *out = &report->page.text;
    put_heading(out, report->facts, end);
    put_table(out, &end->tally);
    if (end->coverage != NULL) {
        put_coverage(out, end->coverage);
    }
    if (state->failures.length > 0) {
        text_append_string(out, state->failures.bytes);
    }
    put_left_out(out, state->left_out, "that did not pass are");
    if (state->others.length > 0) {
        text_append_format(out, "| | case | why |\n|:--|:--|:--|\n%s\n", state->others.bytes);
    }
    put_left_out(out, state->others_left_out, "are");
    out->length--; /* the empty line at the end */
    out->bytes[out->length] = '\0';
    text_free(&state->failures);
    text_free(&state->others);
    free(state);
}

const struct report_format format_markdown = {
    .name = "markdown",
    .summary = "Markdown, for pages and comments: totals, and what did not pass to unfold",
    .begin = markdown_begin,
    .file = markdown_file,
    .end = markdown_end,
};
