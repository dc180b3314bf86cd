/*
 * For a step of GitHub Actions: annotations at the lines that are wrong, explanations to unfold,
 * and a summary in the file that GITHUB_STEP_SUMMARY names.
 *
 * GitHub takes commands from what a step prints: "::name::" at the beginning of a line, also after
 * blanks, and "##[name]" anywhere in it. No text of a file may look like one. It shows ten errors
 * of a step, and refuses a summary of more than a mebibyte.
 */
#include "ntsrm/report/markdown.h"
#include "ntsrm/report/words.h"
#include "ntsrm/shown.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ANNOTATION_LIMIT 10
#define SUMMARY_LIMIT    (1024 * 1024)

struct state {
    size_t errors, warnings; /* also those that are no annotations */
    struct text prefix;      /* from the workspace to where paths begin: "tests/", or nothing */
    const char *workspace;   /* without the slash at its end; NULL if nobody says */
    struct report summary;   /* its format is NULL if none is wanted */
    const char *summary_path;
};

/* ---- texts ---- */

/* The value of a property (in which more stands for something), or a message. */
static void append_data(struct text *out, const char *words, bool property)
{
    for (; *words != '\0'; words++) {
        if (*words == '%' || *words == '\r' || *words == '\n' ||
            (property && (*words == ':' || *words == ','))) {
            text_append_format(out, "%%%02X", (unsigned)(unsigned char)*words);
        } else {
            text_append(out, words, 1);
        }
    }
}

static void append_property(struct text *out, const char *separator, const char *name,
                            const char *words)
{
    struct text shown = {0};
    append_shown(&shown, words, false);
    text_append_format(out, "%s%s=", separator, name);
    append_data(out, shown.bytes, true);
    text_free(&shown);
}

/* Lines that GitHub takes for nothing but text. */
static void append_harmless(struct text *out, const char *lines)
{
    bool blank = true; /* so far in this line, for whoever takes more than blanks for blank */
    for (const char *at = lines; *at != '\0'; at++) {
        if (blank && at[0] == ':' && at[1] == ':') {
            text_append_string(out, "\\x3a");
        } else if (strncmp(at, "##[", 3) == 0) {
            text_append_string(out, "\\x23");
        } else {
            text_append(out, at, 1);
        }
        blank = *at == '\n' || (blank && ((unsigned char)*at <= ' ' || (unsigned char)*at >= 0x80));
    }
}

static void put_styled(struct report *report, const char *styled)
{
    struct text plain = {0};
    append_plain(&plain, styled);
    append_harmless(&report->page.text, plain.bytes);
    text_free(&plain);
}

static void put_words(struct report *report, const char *words)
{
    struct text shown = {0};
    append_shown(&shown, words, false);
    append_harmless(&report->page.text, shown.bytes);
    text_free(&shown);
}

/* ---- annotations ---- */

/* As GitHub wants it: from the root of what was checked out. */
static void append_path(struct text *out, const struct state *state, const char *path)
{
    size_t length = state->workspace != NULL ? strlen(state->workspace) : 0;
    struct text full = {0};
    if (length > 0 && strncmp(path, state->workspace, length) == 0 && path[length] == '/') {
        text_append_string(&full, path + length + 1);
    } else {
        while (strncmp(path, "./", 2) == 0) {
            path += 2;
        }
        text_append_format(&full, "%s%s",
                           *path != '/' && state->prefix.bytes != NULL ? state->prefix.bytes : "",
                           path);
    }
    append_property(out, " ", "file", full.bytes);
    text_free(&full);
}

static void annotate(struct report *report, const char *command, struct spot spot,
                     const char *title, const char *message)
{
    struct text *out = &report->page.text;
    text_append_format(out, "::%s", command);
    append_path(out, report->state, spot.path);
    if (spot.place.line > 0) {
        text_append_format(out, ",line=%u,endLine=%u,col=%u", (unsigned)spot.place.line,
                           (unsigned)spot.place.line, (unsigned)spot.place.column);
    }
    if (spot.place.line > 0 && spot.width > 0) {
        text_append_format(out, ",endColumn=%u", (unsigned)spot.place.column + spot.width);
    }
    append_property(out, ",", "title", title);
    text_append_string(out, "::");
    append_data(out, message, false);
    text_append_string(out, "\n");
}

static void put_group(struct report *report, const char *word, const char *name, const char *title,
                      const char *explanation)
{
    struct text *out = &report->page.text;
    text_append_format(out, "::group::%s: ", word);
    put_words(report, name);
    text_append_string(out, "\n");
    if (*title != '\0') {
        text_append_string(out, "  ");
        put_words(report, title);
        text_append_string(out, "\n");
    }
    put_styled(report, explanation);
    text_append_string(out, "::endgroup::\n");
}

/* All findings, a line each; then what else there is to say. */
static void append_findings(struct text *out, const struct outcome *outcome)
{
    if (outcome->finding_count == 0) {
        struct text message = {0};
        append_message(&message, outcome);
        append_shown(out, message.bytes, false);
        text_free(&message);
    }
    for (size_t i = 0; i < outcome->finding_count; i++) {
        text_append_format(out, "%s", i > 0 ? "\n" : "");
        append_shown(out, outcome->findings[i].message, false);
    }
    if (outcome->remark != NULL) {
        text_append_string(out, "\n");
        append_shown(out, outcome->remark, false);
    }
}

static void put_failure(struct report *report, const struct file_outcome *file,
                        const struct outcome *outcome)
{
    struct state *state = report->state;
    const char *word = case_state_word(outcome->state);
    if (++state->errors <= ANNOTATION_LIMIT) {
        struct text title = {0}, message = {0};
        text_append_format(&title, "%s: %s", word, outcome->id);
        append_findings(&message, outcome);
        annotate(report, "error", outcome_spot(file, outcome), title.bytes, message.bytes);
        text_free(&title);
        text_free(&message);
    }
    put_group(report, word, outcome->id, outcome->title, outcome->explanation);
}

static void put_complaints(struct report *report, const struct file_outcome *file)
{
    struct state *state = report->state;
    bool refused = file_is_refused(file);
    const char *word = file->code == CODE_INVALID ? "invalid" : "cannot be read";
    for (size_t i = 0; i < file->complaint_count; i++) {
        const struct complaint *complaint = &file->complaints[i];
        bool error = complaint->severity == SEVERITY_ERROR;
        size_t *count = error ? &state->errors : &state->warnings;
        if (complaint->severity != SEVERITY_NOTE && ++*count <= ANNOTATION_LIMIT) {
            struct text message = {0};
            append_shown(&message, complaint->message, false);
            if (complaint->help != NULL) {
                text_append_string(&message, "\nhelp: ");
                append_shown(&message, complaint->help, false);
            }
            annotate(report, error ? "error" : "warning",
                     (struct spot){complaint->path, complaint->place, complaint->width},
                     refused && error ? word : "warning", message.bytes);
            text_free(&message);
        }
    }
    if (file->complaint_count > 0 || refused) {
        put_group(report, refused ? word : "warning", file->path, "", file->explanation);
    }
}

/* ---- the summary ---- */

static void summary_begin(struct report *report)
{
    struct state *state = report->state;
    state->summary_path = getenv("GITHUB_STEP_SUMMARY");
    if (state->summary_path == NULL || *state->summary_path == '\0' || report->facts->list) {
        return;
    }
    state->summary = (struct report){.format = &format_markdown, .facts = report->facts};
    state->summary.format->begin(&state->summary);
    markdown_limit(&state->summary, SUMMARY_LIMIT);
}

/* What the step wrote before counts too. */
static void summary_end(struct state *state, const struct run_end *end)
{
    FILE *file = fopen(state->summary_path, "ab");
    bool written = file != NULL;
    state->summary.format->end(&state->summary, end);
    if (file != NULL) {
        const struct text *text = &state->summary.page.text;
        written = fseek(file, 0, SEEK_END) == 0;
        long before = written ? ftell(file) : 0;
        if (written && (size_t)before + text->length <= SUMMARY_LIMIT) {
            written = fwrite(text->bytes, 1, text->length, file) == text->length;
        } else if (written) {
            errno = EFBIG;
            written = false;
        }
        written = fclose(file) == 0 && written;
    }
    if (!written) {
        fprintf(stderr, "ntsrm: the summary cannot be added to GITHUB_STEP_SUMMARY: %s\n",
                strerror(errno));
    }
    page_free(&state->summary.page);
}

/* ---- the report ---- */

static void find_workspace(struct state *state)
{
    char folder[PATH_MAX];
    const char *workspace = getenv("GITHUB_WORKSPACE");
    if (workspace == NULL || *workspace != '/' || getcwd(folder, sizeof folder) == NULL) {
        return;
    }
    size_t length = strlen(workspace);
    state->workspace = workspace;
    if (strncmp(folder, workspace, length) == 0 && folder[length] == '/') {
        text_append_format(&state->prefix, "%s/", folder + length + 1);
    }
}

static void github_begin(struct report *report)
{
    struct state *state = memory_resize(NULL, sizeof *state);
    *state = (struct state){0};
    report->state = state;
    find_workspace(state);
    summary_begin(report);
}

static void github_file(struct report *report, const struct file_outcome *file)
{
    struct state *state = report->state;
    put_complaints(report, file);
    for (size_t i = 0; i < file->outcome_count; i++) {
        const struct outcome *outcome = &file->outcomes[i];
        if (outcome->trace != NULL) {
            put_group(report, "trace", outcome->id, "", outcome->trace);
        }
        if (case_is_bad(outcome->state)) {
            put_failure(report, file, outcome);
        } else if (report->facts->list) {
            put_words(report, outcome->id);
            text_append_string(&report->page.text, "\n");
        }
    }
    if (state->summary.format != NULL) {
        state->summary.format->file(&state->summary, file);
    }
}

static void put_limit(struct text *out, size_t count, const char *what)
{
    if (count > ANNOTATION_LIMIT) {
        text_append_format(out,
                           "The first %d of %zu %s are annotations; GitHub shows no more of a "
                           "step.\n",
                           ANNOTATION_LIMIT, count, what);
    }
}

/* What is wrong with the run, and no case or file is guilty of. */
static void put_run_errors(struct report *report, const struct run_end *end)
{
    struct text *out = &report->page.text;
    if (end->coverage != NULL) {
        struct text words = {0};
        append_coverage(&words, end->coverage);
        if (coverage_is_enough(end->coverage)) {
            text_append_string(out, words.bytes);
        } else {
            text_append_string(out, "::error title=" COVERAGE_NAME "::");
            append_data(out, words.bytes, false);
        }
        text_append_string(out, "\n");
        text_free(&words);
    }
    if (end->signal != 0) {
        text_append_string(out, "::error title=interrupted::The run was interrupted; what follows "
                                "is not all.\n");
    }
    if (end->code == CODE_NOTHING) {
        text_append_string(out, "::error title=nothing to run::There is no such case.\n");
    }
}

static void github_end(struct report *report, const struct run_end *end)
{
    struct state *state = report->state;
    struct text *out = &report->page.text;
    put_run_errors(report, end);
    put_limit(out, state->errors, "errors");
    put_limit(out, state->warnings, "warnings");
    if (!report->facts->list) {
        put_last_line(&report->page, report->facts, end);
    }
    if (state->summary.format != NULL) {
        summary_end(state, end);
    }
    text_free(&state->prefix);
    free(state);
}

const struct report_format format_github = {
    .name = "github",
    .summary = "annotations and a summary for GitHub Actions",
    .begin = github_begin,
    .file = github_file,
    .end = github_end,
};
