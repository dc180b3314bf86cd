/* For people: what did not pass, and how many of what there were. */
#include "ntsrm/report/format.h"

static enum style state_style(enum case_state state)
{
    switch (state) {
    case CASE_PASS:
        return STYLE_GOOD;
    case CASE_FAIL:
    case CASE_XPASS:
    case CASE_ERROR:
        return STYLE_BAD;
    case CASE_SKIP:
    case CASE_XFAIL:
    case CASE_NOT_RUN:
    default:
        return STYLE_DOUBT;
    }
}

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

static void human_file(struct report *report, const struct file_outcome *file)
{
    /* A list of ids is read by programs; what is wrong with a file goes to stderr then. */
    if (!report->facts->list) {
        page_put_styled(&report->page, file->explanation);
    }
    for (size_t i = 0; i < file->outcome_count; i++) {
        put_outcome(report, &file->outcomes[i]);
    }
}

/* ---- the tally ---- */

static void put_tally(struct page *page, const struct tally *tally)
{
    static const struct {
        enum case_state state;
        const char *words;
    } order[] = {
        {CASE_PASS, "passed"},
        {CASE_FAIL, "failed"},
        {CASE_ERROR, "undecided"},
        {CASE_XPASS, "passed unexpectedly"},
        {CASE_XFAIL, "failed as expected"},
        {CASE_SKIP, "skipped"},
    };
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        size_t count = tally->cases[order[i].state];
        if (count > 0 || i == 0) {
            page_put(page, STYLE_PLAIN, "%s", i > 0 ? ", " : "");
            page_put(page, count > 0 ? state_style(order[i].state) : STYLE_PLAIN, "%zu %s", count,
                     order[i].words);
        }
    }
    page_put(page, STYLE_PLAIN, " (in %zu file%s)", tally->files, tally->files == 1 ? "" : "s");
    if (tally->invalid > 0) {
        page_put(page, STYLE_PLAIN, ", ");
        page_put(page, STYLE_BAD, "%zu file%s invalid", tally->invalid,
                 tally->invalid == 1 ? "" : "s");
    }
    page_end(page);
}

static void human_end(struct report *report, const struct tally *tally, enum exit_code code)
{
    (void)code;
    if (!report->facts->list && tally->files + tally->invalid > 0) {
        put_tally(&report->page, tally);
    }
}

const struct report_format format_human = {
    .name = "human",
    .summary = "what did not pass, with the lines it is about and the rules that led to it",
    .file = human_file,
    .end = human_end,
};
