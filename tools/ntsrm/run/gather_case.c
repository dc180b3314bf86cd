/* What became of one case, in all words that reports need. */
#include "ntsrm/run/explanation.h"
#include "ntsrm/run/gather_private.h"

const char *gatherer_case_id(struct gatherer *gatherer, size_t index)
{
    return selection_case_id(&gatherer->id, gatherer->runner, index, gatherer->profile);
}

static const char *const *keep_tags(struct outcome_store *store, const struct runner *runner,
                                    size_t scenario)
{
    size_t count = 0;
    while (runner_scenario_tag(runner, scenario, count) != NULL) {
        count++;
    }
    const char **tags = arena_alloc(&store->arena, (count + 1) * sizeof(const char *));
    for (size_t i = 0; i < count; i++) {
        tags[i] = outcome_store_keep(store, runner_scenario_tag(runner, scenario, i));
    }
    return tags;
}

static const struct outcome *model_of(struct gatherer *gatherer, size_t index)
{
    struct outcome_store *store = gatherer->store;
    if (index != gatherer->model_scenario || store->file.outcome_count == 0) {
        const struct scenario_info *scenario = runner_scenario(gatherer->runner, index);
        gatherer->model_scenario = index;
        gatherer->model = (struct outcome){
            .scenario = outcome_store_keep(store, scenario->id),
            .source = outcome_store_keep(store, scenario->source),
            .tags = keep_tags(store, gatherer->runner, index),
            .explanation = "",
        };
    }
    return &gatherer->model;
}

struct outcome *gatherer_add(struct gatherer *gatherer, size_t index)
{
    struct outcome_store *store = gatherer->store;
    struct runner *runner = gatherer->runner;
    const struct case_info info = runner_case(runner, index);
    const struct outcome *model = model_of(gatherer, info.scenario);
    struct outcome *outcome = outcome_store_add(store);
    *outcome = *model;
    outcome->id = outcome_store_keep(store, gatherer_case_id(gatherer, index));
    outcome->title = outcome_store_keep(store, runner_case_title(runner, index));
    outcome->place = info.place;
    outcome->profile = gatherer->options.has_profile ? gatherer->options.profile : info.profile;
    return outcome;
}

static const struct outcome_finding *keep_findings(struct gatherer *gatherer,
                                                   const struct case_result *result)
{
    struct outcome_store *store = gatherer->store;
    struct outcome_finding *kept =
        arena_alloc(&store->arena, (result->finding_count + 1) * sizeof *kept);
    for (size_t i = 0; i < result->finding_count; i++) {
        const struct finding *finding = runner_finding(gatherer->runner, result->first_finding + i);
        kept[i] = (struct outcome_finding){
            .path = outcome_store_keep(store,
                                       runner_diagnostics(gatherer->runner, finding->source)->name),
            .place = finding->place,
            .width = finding->width,
            .message = outcome_store_keep(store, finding->message),
            .expected = outcome_store_keep(store, finding->expected),
            .actual = outcome_store_keep(store, finding->actual),
        };
    }
    return kept;
}

static const char *keep_page(struct gatherer *gatherer)
{
    struct page *page = &gatherer->page;
    const char *text =
        outcome_store_keep(gatherer->store, page->text.length > 0 ? page->text.bytes : "");
    text_reset(&page->text);
    return text;
}

/* Where a list expects a case to fail that passes, the list is what is wrong. */
static const char *list_remark(struct gatherer *gatherer, const struct expected_failure *entry)
{
    struct text words = {0};
    text_append_format(&words,
                       "it passes now, and %s:%u:%u still expects it to fail; --fix mends the list",
                       gatherer->plan->expected->files[entry->file].path,
                       (unsigned)entry->place.line, (unsigned)entry->place.column);
    const char *kept = outcome_store_keep(gatherer->store, words.bytes);
    text_free(&words);
    return kept;
}

static const char *remark_of(struct gatherer *gatherer, const struct case_result *result,
                             const struct expected_failure *entry)
{
    static const char *const troubles[] = {
        [TROUBLE_NONE] = NULL,
        [TROUBLE_SCENARIO] = NULL,
        [TROUBLE_BUDGET] = NULL,
        [TROUBLE_NOT_MODELLED] = "NT has this, the model has not",
        [TROUBLE_INTERNAL] = "this is a bug of ntsrm, please report it",
    };
    if (result->state != CASE_XPASS) {
        return troubles[result->trouble];
    }
    return entry != NULL ? list_remark(gatherer, entry) : "it passes now, so it needs no xfail";
}

static void failure_explain(struct gatherer *gatherer, size_t index, struct outcome *outcome,
                            const struct case_result *result)
{
    struct failure failure = {.arena = &gatherer->store->arena, .remark = outcome->remark};
    outcome->findings = keep_findings(gatherer, result);
    outcome->finding_count = result->finding_count;
    explanation_put(&gatherer->page, gatherer->runner, index, &gatherer->options, &failure);
    outcome->explanation = keep_page(gatherer);
    outcome->step = result->finding_count > 0 ? result->step + 1 : 0;
    outcome->call = failure.call;
    outcome->thread = failure.thread;
    outcome->rules = failure.rules;
    outcome->rule_count = failure.rule_count;
}

static bool is_fickle(const struct gatherer *gatherer, size_t index)
{
    return gatherer->plan->repeat > 1 && gatherer->states[index] == FICKLE;
}

/* What a list of expected failures makes of a result. An error is no failure, listed or not. */
static const struct expected_failure *expectation_apply(struct gatherer *gatherer, size_t index,
                                                        struct case_result *result)
{
    const struct expected_failures *expected = gatherer->plan->expected;
    if (expected->count == 0 || (result->state != CASE_FAIL && result->state != CASE_PASS)) {
        return NULL;
    }
    const size_t scenario = runner_case(gatherer->runner, index).scenario;
    const struct expected_failure *entry =
        expected_failures_find(expected, gatherer_case_id(gatherer, index),
                               runner_scenario(gatherer->runner, scenario)->id);
    if (entry == NULL || (result->state == CASE_PASS && expected->fix)) {
        return NULL;
    }
    result->state = result->state == CASE_FAIL ? CASE_XFAIL : CASE_XPASS;
    result->reason = entry->reason;
    return entry;
}

struct case_result gatherer_result(struct gatherer *gatherer, size_t index,
                                   const struct expected_failure **entry)
{
    struct case_result result = *runner_result(gatherer->runner, index);
    if (is_fickle(gatherer, index)) {
        result.state = CASE_ERROR;
        result.trouble = TROUBLE_INTERNAL;
    }
    *entry = expectation_apply(gatherer, index, &result);
    return result;
}

void gatherer_case(struct gatherer *gatherer, size_t index)
{
    const struct run_plan *plan = gatherer->plan;
    const struct expected_failure *entry;
    const struct case_result result = gatherer_result(gatherer, index, &entry);
    if (result.state == CASE_NOT_RUN || (!plan->all && result.state == CASE_PASS && !plan->trace)) {
        return;
    }
    struct outcome *outcome = gatherer_add(gatherer, index);
    outcome->state = result.state;
    outcome->trouble = result.trouble;
    outcome->reason = outcome_store_keep(gatherer->store, result.reason);
    outcome->nanoseconds = plan->durations ? gatherer->nanoseconds[index] : 0;
    outcome->remark = remark_of(gatherer, &result, entry);
    if (result.state != CASE_PASS && result.state != CASE_SKIP) {
        failure_explain(gatherer, index, outcome, &result);
    }
    if (plan->trace && result.state != CASE_SKIP) {
        explanation_put_trace(&gatherer->page, gatherer->runner, index, &gatherer->options);
        outcome->trace = keep_page(gatherer);
    }
}
