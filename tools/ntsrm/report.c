#include "report.h"

#include "events.h"

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

void report_line(struct page *page, struct runner *runner, size_t index)
{
    const struct case_result *result = runner_result(runner, index);
    page_put(page, state_style(result->state), "%s:", case_state_word(result->state));
    page_put(page, STYLE_PLAIN, " %s", runner_case_id(runner, index));
    if (result->reason != NULL) {
        page_put(page, STYLE_FAINT, " (%s)", result->reason);
    }
    page_end(page);
}

/* ---- a failure ---- */

/* Tells the rules of one step, while the case runs again. */
struct rules_teller {
    struct page *page;
    size_t step;
};

static void tell_rules(void *context, struct runner *runner, const struct step_view *step,
                       const struct change *changes, size_t change_count)
{
    struct rules_teller *teller = context;
    (void)changes;
    (void)change_count;
    if (step->index != teller->step || step->thread == NULL) {
        return;
    }
    size_t before = teller->page->text.length;
    page_put(teller->page, STYLE_PLAIN, "  the rules of step %zu, %s by %s:\n", step->index + 1,
             step->call, step->thread);
    size_t heading_end = teller->page->text.length;
    events_tell(teller->page, runner, step->first_event, step->end_event, TELLING_RULES, 4);
    if (teller->page->text.length == heading_end) {
        teller->page->text.length = before;
    }
}

/* What one should know beside the findings. */
static void put_remark(struct page *page, const struct case_result *result)
{
    static const char *const troubles[] = {
        [TROUBLE_NONE] = NULL,
        [TROUBLE_SCENARIO] = NULL,
        [TROUBLE_NOT_MODELLED] = "NT has this, the model has not",
        [TROUBLE_INTERNAL] = "this is a bug of ntsrm, please report it",
    };
    if (result->state == CASE_XPASS) {
        page_put(page, STYLE_PLAIN, "  it passes now, so it needs no xfail\n");
    } else if (troubles[result->trouble] != NULL) {
        page_put(page, STYLE_PLAIN, "  %s\n", troubles[result->trouble]);
    }
}

/* Runs a case once more, while somebody watches. */
static void run_again(struct runner *runner, size_t index, struct run_options *options,
                      const struct run_observer *observer)
{
    bool trace = options->trace;
    options->trace = true;
    options->observer = observer;
    runner_run_case(runner, index, options);
    options->trace = trace;
    options->observer = NULL;
}

void report_failure(struct page *page, struct runner *runner, size_t index,
                    struct run_options *options)
{
    struct case_result result = *runner_result(runner, index);
    const char *title = runner_case_title(runner, index);
    report_line(page, runner, index);
    if (*title != '\0') {
        page_put(page, STYLE_PLAIN, "  %s\n", title);
    }
    runner_print_findings(runner, index, &page->text, page->color);
    put_remark(page, &result);
    if (result.finding_count > 0) {
        struct rules_teller teller = {.page = page, .step = result.step};
        struct run_observer observer = {.context = &teller, .after = tell_rules};
        run_again(runner, index, options, &observer);
    }
    page_end(page);
}

/* ---- a trace ---- */

static void tell_step(void *context, struct runner *runner, const struct step_view *step,
                      const struct change *changes, size_t change_count)
{
    struct page *page = context;
    (void)changes;
    (void)change_count;
    page_put(page, STYLE_FAINT, "  step %zu, line %u\n", step->index + 1,
             (unsigned)step->place.line);
    events_tell(page, runner, step->first_event, step->end_event, TELLING_TRACE, 4);
}

void report_trace(struct page *page, struct runner *runner, size_t index,
                  struct run_options *options)
{
    struct run_observer observer = {.context = page, .after = tell_step};
    page_put(page, STYLE_HEADING, "%s\n", runner_case_id(runner, index));
    run_again(runner, index, options, &observer);
    page_end(page);
}

/* ---- the tally ---- */

void report_tally(struct page *page, const struct tally *tally)
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
