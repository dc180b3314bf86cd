#include "ntsrm/run/explanation.h"

#include "ntsrm/events.h"

#include "ex/trace.h"

#include <string.h>

/* Tells the rules of one step, while the case runs again. */
struct rules_teller {
    struct page *page;
    struct failure *failure;
    size_t step;
    uint32_t line; /* that is shown: of the first finding */
    uint32_t row;  /* with which the case begins */
};

/* ---- the rules as data ---- */

static bool is_rule(const struct ex_trace *trace, size_t event)
{
    return trace->events[event].kind == EVENT_RULE;
}

static const char *facts_keep(struct failure *failure, struct runner *runner, size_t event)
{
    struct text facts = {0};
    events_append_facts(&facts, runner, event);
    const char *kept =
        arena_copy(failure->arena, facts.length > 0 ? facts.bytes : "", facts.length);
    text_free(&facts);
    return kept;
}

static void rules_keep(struct failure *failure, struct runner *runner, const struct step_view *step)
{
    const struct ex_trace *trace = runner_world(runner)->trace;
    size_t count = 0;
    for (size_t i = step->first_event; i < step->end_event; i++) {
        count += is_rule(trace, i);
    }
    struct outcome_rule *rules = arena_alloc(failure->arena, (count + 1) * sizeof *rules);
    failure->rules = rules;
    for (size_t i = step->first_event; i < step->end_event; i++) {
        if (is_rule(trace, i)) {
            rules[failure->rule_count++] = (struct outcome_rule){
                .rule = trace->events[i].id,
                .answer = trace->events[i].answer,
                .facts = facts_keep(failure, runner, i),
            };
        }
    }
}

static const char *word_keep(struct failure *failure, const char *word)
{
    return word != NULL ? arena_copy(failure->arena, word, strlen(word)) : NULL;
}

/* ---- a failure ---- */

/* Is what is shown a value of the case, and not the step? */
static bool is_elsewhere(const struct rules_teller *teller, const struct step_view *step)
{
    bool row_is_below = teller->row > step->place.line;
    return teller->line < step->place.line || (row_is_below && teller->line >= teller->row);
}

static void tell_rules(void *context, struct runner *runner, const struct step_view *step,
                       const struct change *changes, size_t change_count)
{
    struct rules_teller *teller = context;
    struct page *page = teller->page;
    (void)changes;
    (void)change_count;
    if (step->index != teller->step) {
        return;
    }
    teller->failure->call = word_keep(teller->failure, step->call);
    teller->failure->thread = word_keep(teller->failure, step->thread);
    rules_keep(teller->failure, runner, step);
    if (step->thread == NULL) {
        return;
    }
    bool any = teller->failure->rule_count > 0;
    page_put(page, STYLE_PLAIN, any ? "  the rules of step %zu" : "  step %zu", step->index + 1);
    if (is_elsewhere(teller, step)) {
        page_put(page, STYLE_PLAIN, " in line %u", (unsigned)step->place.line);
    }
    page_put(page, STYLE_PLAIN, ", %s by %s%s\n", step->call, step->thread,
             any ? ":" : ", asks no rule");
    events_tell(page, runner, step->first_event, step->end_event, TELLING_RULES, 4);
}

/* Runs a case once more, while somebody watches. */
static void run_again(struct runner *runner, size_t index, const struct run_options *options,
                      const struct run_observer *observer)
{
    struct run_options watched = *options;
    watched.trace = true;
    watched.observer = observer;
    runner_run_case(runner, index, &watched);
}

void explanation_put(struct page *page, struct runner *runner, size_t index,
                     const struct run_options *options, struct failure *failure)
{
    struct case_result result = *runner_result(runner, index);
    runner_print_findings(runner, index, &page->text, page->color);
    if (failure->remark != NULL) {
        page_put(page, STYLE_PLAIN, "  %s\n", failure->remark);
    }
    if (result.finding_count > 0) {
        const struct finding *first = runner_finding(runner, result.first_finding);
        struct rules_teller teller = {
            .page = page,
            .failure = failure,
            .step = result.step,
            .line = first->source == 0 ? first->place.line : 0,
            .row = runner_case(runner, index).place.line,
        };
        struct run_observer observer = {.context = &teller, .after = tell_rules};
        run_again(runner, index, options, &observer);
    }
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

void explanation_put_trace(struct page *page, struct runner *runner, size_t index,
                           const struct run_options *options)
{
    struct run_observer observer = {.context = page, .after = tell_step};
    run_again(runner, index, options, &observer);
}
