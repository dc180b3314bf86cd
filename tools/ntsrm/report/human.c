/* For people: what did not pass, and how many of what there were. */
#include "ntsrm/coverage/sides.h"
#include "ntsrm/report/words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SLOWEST_COUNT 10

/* The cases that took longest, the longest first; ids is their own. */
struct state {
    struct {
        uint64_t nanoseconds;
        char *id;
    } slowest[SLOWEST_COUNT];
    size_t count;
};

/* "failed: scenario[level=...]", and the reason of skip, xfail and xpass. */
static void put_line(struct page *page, const struct outcome *outcome)
{
    page_put(page, state_style(outcome->state), "%s:", case_state_word(outcome->state));
    page_put(page, STYLE_PLAIN, " %s", outcome->id);
    if (outcome->reason != NULL) {
        page_put(page, STYLE_FAINT, " (%s)", outcome->reason);
    }
    page_end(page);
}

static void put_trace(struct page *page, const struct outcome *outcome)
{
    page_put(page, STYLE_HEADING, "%s\n", outcome->id);
    page_put_styled(page, outcome->trace);
    page_end(page);
}

static void put_failure(struct page *page, const struct outcome *outcome)
{
    put_line(page, outcome);
    if (*outcome->title != '\0') {
        page_put(page, STYLE_PLAIN, "  %s\n", outcome->title);
    }
    page_put_styled(page, outcome->explanation);
    page_end(page);
}

static void put_outcome(struct report *report, const struct outcome *outcome)
{
    if (report->facts->list) {
        page_put(&report->page, STYLE_PLAIN, "%s\n", outcome->id);
        return;
    }
    if (outcome->trace != NULL) {
        put_trace(&report->page, outcome);
    }
    if (case_is_bad(outcome->state)) {
        put_failure(&report->page, outcome);
    } else if (report->facts->verbose) {
        put_line(&report->page, outcome);
    }
}

/* ---- the slowest ---- */

/* One that took as long as another comes after it. */
static void note_time(struct state *state, const struct outcome *outcome)
{
    size_t at = state->count;
    while (at > 0 && state->slowest[at - 1].nanoseconds < outcome->nanoseconds) {
        at--;
    }
    if (at == SLOWEST_COUNT) {
        return;
    }
    if (state->count == SLOWEST_COUNT) {
        free(state->slowest[--state->count].id);
    }
    memmove(&state->slowest[at + 1], &state->slowest[at],
            (state->count++ - at) * sizeof state->slowest[0]);
    size_t size = strlen(outcome->id) + 1;
    state->slowest[at].nanoseconds = outcome->nanoseconds;
    state->slowest[at].id = memory_resize(NULL, size);
    memcpy(state->slowest[at].id, outcome->id, size);
}

static void put_slowest(struct page *page, struct state *state)
{
    if (state->count > 0) {
        page_put(page, STYLE_HEADING, "the slowest, in milliseconds:\n");
    }
    for (size_t i = 0; i < state->count; i++) {
        uint64_t microseconds = state->slowest[i].nanoseconds / 1000;
        page_put(page, STYLE_PLAIN, "%8" PRIu64 ".%03" PRIu64 "  %s\n", microseconds / 1000,
                 microseconds % 1000, state->slowest[i].id);
        free(state->slowest[i].id);
    }
}

/* ---- the report ---- */

static void human_begin(struct report *report)
{
    struct state *state = memory_resize(NULL, sizeof *state);
    *state = (struct state){0};
    report->state = state;
}

static void human_file(struct report *report, const struct file_outcome *file)
{
    /* A list of ids is read by programs; what is wrong with a file goes to stderr then. */
    if (!report->facts->list) {
        page_put_styled(&report->page, file->explanation);
    }
    for (size_t i = 0; i < file->outcome_count; i++) {
        const struct outcome *outcome = &file->outcomes[i];
        put_outcome(report, outcome);
        if (report->facts->durations && outcome->state != CASE_SKIP &&
            outcome->state != CASE_NOT_RUN) {
            note_time(report->state, outcome);
        }
    }
}

static void put_coverage(struct page *page, const struct run_coverage *coverage)
{
    coverage_print(page, coverage->answers);
    if (!coverage_is_enough(coverage)) {
        page_put(page, STYLE_BAD, "that is less than the %u.%02u %% that are wanted\n",
                 coverage->minimum / 100, coverage->minimum % 100);
    }
    page_end(page);
}

/* That there is no such case is said on stderr. */
static void human_end(struct report *report, const struct run_end *end)
{
    if (end->coverage != NULL) {
        put_coverage(&report->page, end->coverage);
    }
    put_slowest(&report->page, report->state);
    if (!report->facts->list && (end->code != CODE_NOTHING || end->tally.files > 0)) {
        put_last_line(&report->page, report->facts, end);
    }
    free(report->state);
}

const struct report_format format_human = {
    .name = "human",
    .summary = "what did not pass, with the lines it is about and the rules that led to it",
    .begin = human_begin,
    .file = human_file,
    .end = human_end,
};
