#include "ntsrm/run/gather.h"

#include "ntsrm/run/explanation.h"
#include "ntsrm/run/interruption.h"

#include "ex/rules.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Outcomes in a part of a file's. */
#define PART_SIZE 4096

/* ---- cases ---- */

static const char *case_id(struct gatherer *gatherer, size_t index)
{
    return selection_case_id(&gatherer->id, gatherer->runner, index, gatherer->profile);
}

static bool needs_id(const struct selection *selection)
{
    return selection->filter_count > 0 || selection->failed != NULL || selection->shard_count > 1;
}

static bool names_other_profile(const struct gatherer *gatherer, size_t index)
{
    const struct case_info info = runner_case(gatherer->runner, index);
    return gatherer->options.has_profile && info.names_profile &&
           info.profile != gatherer->options.profile;
}

static bool case_is_wanted(void *context, struct runner *runner, size_t index)
{
    struct gatherer *gatherer = context;
    const struct run_plan *plan = gatherer->plan;
    if (interruption_signal() != 0 || names_other_profile(gatherer, index) ||
        !selection_names(plan->targets, gatherer->target, runner, index)) {
        return false;
    }
    if (needs_id(plan->selection)) {
        const char *id = case_id(gatherer, index);
        if (!selection_matches(plan->selection, runner, index, id)) {
            return false;
        }
        gatherer->store->matched++;
        return selection_has_part(plan->selection, id);
    }
    gatherer->store->matched++;
    return true;
}

/* ---- the outcome of a case ---- */

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

static struct outcome *outcome_add(struct gatherer *gatherer, size_t index)
{
    struct outcome_store *store = gatherer->store;
    struct runner *runner = gatherer->runner;
    const struct case_info info = runner_case(runner, index);
    const struct outcome *model = model_of(gatherer, info.scenario);
    struct outcome *outcome = outcome_store_add(store);
    *outcome = *model;
    outcome->id = outcome_store_keep(store, case_id(gatherer, index));
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

static void failure_explain(struct gatherer *gatherer, size_t index, struct outcome *outcome,
                            const struct case_result *result)
{
    struct failure failure = {.arena = &gatherer->store->arena};
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

/* Every repetition has to say the same: what does not is a fault of the program. */
#define FICKLE 0xFF

static void states_note(struct gatherer *gatherer, bool first)
{
    for (size_t i = 0; i < runner_case_count(gatherer->runner); i++) {
        uint8_t state = (uint8_t)runner_result(gatherer->runner, i)->state;
        gatherer->states[i] = first || gatherer->states[i] == state ? state : FICKLE;
    }
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
    const struct expected_failure *entry = expected_failures_find(
        expected, case_id(gatherer, index), runner_scenario(gatherer->runner, scenario)->id);
    if (entry == NULL || (result->state == CASE_PASS && expected->fix)) {
        return NULL;
    }
    result->state = result->state == CASE_FAIL ? CASE_XFAIL : CASE_XPASS;
    result->reason = entry->reason;
    return entry;
}

/* Where a case that passes is expected to fail, the list is what is wrong. */
static void xpass_explain(struct gatherer *gatherer, struct outcome *outcome,
                          const struct expected_failure *entry)
{
    const char *path = gatherer->plan->expected->files[entry->file].path;
    page_put(&gatherer->page, STYLE_PLAIN,
             "  it passes now, and %s:%u:%u still expects it to fail; --fix mends the list\n", path,
             (unsigned)entry->place.line, (unsigned)entry->place.column);
    outcome->explanation = keep_page(gatherer);
}

/* entry: of a list of expected failures, on which the result rests; NULL if there is none. */
static struct case_result result_of(struct gatherer *gatherer, size_t index,
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

static void case_gather(struct gatherer *gatherer, size_t index)
{
    const struct run_plan *plan = gatherer->plan;
    const struct expected_failure *entry;
    const struct case_result result = result_of(gatherer, index, &entry);
    if (result.state == CASE_NOT_RUN || (!plan->all && result.state == CASE_PASS && !plan->trace)) {
        return;
    }
    struct outcome *outcome = outcome_add(gatherer, index);
    outcome->state = result.state;
    outcome->trouble = result.trouble;
    outcome->reason = outcome_store_keep(gatherer->store, result.reason);
    outcome->nanoseconds = plan->durations ? gatherer->nanoseconds[index] : 0;
    if (entry != NULL && result.state == CASE_XPASS) {
        xpass_explain(gatherer, outcome, entry);
    } else if (result.state != CASE_PASS && result.state != CASE_SKIP) {
        failure_explain(gatherer, index, outcome, &result);
    }
    if (plan->trace && result.state != CASE_SKIP) {
        explanation_put_trace(&gatherer->page, gatherer->runner, index, &gatherer->options);
        outcome->trace = keep_page(gatherer);
    }
}

/* The outcomes from where the last part ended: all, or as many as a part has. */
static void cases_gather(struct gatherer *gatherer)
{
    struct file_outcome *file = &gatherer->store->file;
    const size_t count = runner_case_count(gatherer->runner);
    const size_t most = gatherer->in_parts ? PART_SIZE : SIZE_MAX;
    size_t at = gatherer->next;
    for (; at < count && file->outcome_count < most; at++) {
        if (!gatherer->plan->list) {
            case_gather(gatherer, at);
        } else if (gatherer->states[at] != 0) {
            outcome_add(gatherer, at)->state = CASE_NOT_RUN;
        }
    }
    gatherer->next = at;
    file->more = at < count;
}

static void cases_count(struct gatherer *gatherer)
{
    struct file_outcome *file = &gatherer->store->file;
    for (size_t i = 0; i < runner_case_count(gatherer->runner); i++) {
        const struct expected_failure *entry;
        const enum case_state state = result_of(gatherer, i, &entry).state;
        file->tally.cases[state] += state != CASE_NOT_RUN;
        file->nanoseconds += gatherer->plan->durations ? gatherer->nanoseconds[i] : 0;
    }
}

static void cases_choose(struct gatherer *gatherer)
{
    struct file_outcome *file = &gatherer->store->file;
    size_t count = runner_case_count(gatherer->runner);
    gatherer->states = room_for(gatherer->states, &gatherer->state_capacity, count, 1);
    for (size_t i = 0; i < count; i++) {
        gatherer->states[i] = case_is_wanted(gatherer, gatherer->runner, i);
        file->tally.cases[CASE_NOT_RUN] += gatherer->states[i];
    }
}

/* ---- running a file ---- */

static void file_refuse(struct gatherer *gatherer, enum exit_code code)
{
    outcome_store_refuse(gatherer->store, code);
    for (size_t i = 0; i < runner_source_count(gatherer->runner); i++) {
        outcome_store_complain(gatherer->store, runner_diagnostics(gatherer->runner, i));
    }
}

static size_t case_in_order(void *context, size_t number, size_t count)
{
    const struct gatherer *gatherer = context;
    (void)count;
    return gatherer->order[number];
}

/* Numbers that follow from a seed: splitmix64, published by Steele, Lea and Flood. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t value = *state += UINT64_C(0x9E3779B97F4A7C15);
    value = (value ^ value >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    value = (value ^ value >> 27) * UINT64_C(0x94D049BB133111EB);
    return value ^ value >> 31;
}

void numbers_shuffle(uint32_t *numbers, size_t count, uint64_t seed)
{
    for (size_t i = 0; i < count; i++) {
        numbers[i] = (uint32_t)i;
    }
    for (size_t i = count; i > 1; i--) {
        size_t other = (size_t)(next_random(&seed) % i);
        uint32_t number = numbers[i - 1];
        numbers[i - 1] = numbers[other];
        numbers[other] = number;
    }
}

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000U + (uint64_t)time.tv_nsec;
}

static void case_is_timed(void *context, struct runner *runner, size_t index, bool over)
{
    struct gatherer *gatherer = context;
    (void)runner;
    /* Between the two it holds the difference to zero, which unsigned numbers can. */
    gatherer->nanoseconds[index] += over ? now() : 0 - now();
}

/* Makes room for what is known of each case of the file, and clears it. */
static void notes_clear(struct gatherer *gatherer, size_t count)
{
    const struct run_plan *plan = gatherer->plan;
    if (plan->shuffled) {
        gatherer->order =
            room_for(gatherer->order, &gatherer->order_capacity, count, sizeof *gatherer->order);
        numbers_shuffle(gatherer->order, count, plan->seed + count);
    }
    if (plan->repeat > 1) {
        gatherer->states = room_for(gatherer->states, &gatherer->state_capacity, count, 1);
    }
    if (plan->durations) {
        gatherer->nanoseconds = room_for(gatherer->nanoseconds, &gatherer->nanoseconds_capacity,
                                         count, sizeof *gatherer->nanoseconds);
        memset(gatherer->nanoseconds, 0, count * sizeof *gatherer->nanoseconds);
    }
}

static bool runs_all(struct gatherer *gatherer)
{
    unsigned repeat = gatherer->plan->repeat;
    bool valid = runner_run(gatherer->runner, &gatherer->options);
    for (unsigned done = 1; done < repeat && valid; done++) {
        states_note(gatherer, done == 1);
        gatherer->store->matched = 0;
        valid = runner_run(gatherer->runner, &gatherer->options);
    }
    if (repeat > 1 && valid) {
        states_note(gatherer, false);
    }
    return valid;
}

static bool cases_run(struct gatherer *gatherer)
{
    if (gatherer->plan->list) {
        cases_choose(gatherer);
    } else {
        notes_clear(gatherer, runner_case_count(gatherer->runner));
        if (!runs_all(gatherer)) {
            return false;
        }
        cases_count(gatherer);
    }
    gatherer->next = 0;
    cases_gather(gatherer);
    return true;
}

/* As written, or once as each of the versions that were asked for. */
static bool profiles_run(struct gatherer *gatherer)
{
    const struct settings *settings = gatherer->plan->settings;
    gatherer->profile = NULL;
    gatherer->options.has_profile = false;
    if (settings->profile_count == 0) {
        return cases_run(gatherer);
    }
    bool valid = true;
    gatherer->options.has_profile = true;
    for (size_t i = 0; i < settings->profile_count && valid; i++) {
        gatherer->options.profile = settings->profiles[i];
        if (settings->profile_count > 1) {
            gatherer->profile = ex_profile_name(settings->profiles[i]);
        }
        valid = cases_run(gatherer);
    }
    return valid;
}

static void scenarios_mark(struct gatherer *gatherer)
{
    struct outcome_store *store = gatherer->store;
    size_t count = runner_scenario_count(gatherer->runner);
    store->scenarios =
        room_for(store->scenarios, &store->scenario_capacity, count, sizeof *store->scenarios);
    store->scenario_count = count;
    for (size_t i = 0; i < count; i++) {
        const struct scenario_info *info = runner_scenario(gatherer->runner, i);
        store->scenarios[i] =
            (struct scenario_mark){.id = outcome_store_keep(store, info->id), .place = info->place};
    }
}

static void sources_mark(struct gatherer *gatherer)
{
    size_t count = runner_source_count(gatherer->runner);
    const char **names = arena_alloc(&gatherer->store->arena, count * sizeof(const char *));
    for (size_t i = 1; i < count; i++) {
        names[i - 1] =
            outcome_store_keep(gatherer->store, runner_diagnostics(gatherer->runner, i)->name);
    }
    gatherer->store->sources = names;
}

static void file_gather(struct gatherer *gatherer, enum load_result result)
{
    struct file_outcome *file = &gatherer->store->file;
    const char *trouble = result != LOAD_OK ? target_trouble(gatherer->target) : NULL;
    if (trouble != NULL) {
        outcome_store_refuse_path(gatherer->store, trouble);
    } else if (result == LOAD_IO) {
        file_refuse(gatherer, CODE_TROUBLE);
    } else if (result == LOAD_INVALID || !profiles_run(gatherer)) {
        file_refuse(gatherer, CODE_INVALID);
    }
    for (size_t i = 0; i < CASE_STATES; i++) {
        file->tally.files |= file->tally.cases[i] > 0;
    }
}

void gatherer_file(struct gatherer *gatherer, size_t index, struct outcome_store *store)
{
    const struct target *target = &gatherer->plan->targets->list[index];
    gatherer->target = target;
    gatherer->store = store;
    outcome_store_begin(store, target->path);
    if (target->repeated) {
        return;
    }
    if (target->trouble != NULL) {
        outcome_store_refuse_path(store, target->trouble);
        return;
    }
    enum load_result result = runner_load(gatherer->runner, target->path, target->root);
    sources_mark(gatherer);
    if (result == LOAD_FIXTURES) {
        return;
    }
    if (result == LOAD_OK) {
        scenarios_mark(gatherer);
    }
    file_gather(gatherer, result);
}

void gatherer_go_on(struct gatherer *gatherer, struct outcome_store *store)
{
    const struct file_outcome before = store->file;
    outcome_store_begin(store, before.path);
    store->file.goes_on = true;
    store->file.tally = before.tally;
    store->file.nanoseconds = before.nanoseconds;
    cases_gather(gatherer);
}

void gatherer_begin(struct gatherer *gatherer, const struct run_plan *plan)
{
    *gatherer = (struct gatherer){
        .plan = plan,
        .runner = runner_new(),
        .options = plan->options,
        .page = {.color = true, .width = plan->width},
    };
    gatherer->options.select = case_is_wanted;
    gatherer->options.order = plan->shuffled ? case_in_order : NULL;
    gatherer->options.timed = plan->durations ? case_is_timed : NULL;
    gatherer->options.context = gatherer;
}

void gatherer_end(struct gatherer *gatherer)
{
    runner_free(gatherer->runner);
    text_free(&gatherer->id);
    page_free(&gatherer->page);
    free(gatherer->order);
    free(gatherer->states);
    free(gatherer->nanoseconds);
}
