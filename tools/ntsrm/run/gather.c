#include "ntsrm/run/gather_private.h"
#include "ntsrm/run/interruption.h"
#include "ntsrm/run/order.h"

#include "ex/rules.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Outcomes in a part of a file's. */
#define PART_SIZE 4096

/* ---- cases ---- */

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
        !selection_names(plan->targets, gatherer->target, runner, index, gatherer->profile)) {
        return false;
    }
    if (needs_id(plan->selection)) {
        const char *id = gatherer_case_id(gatherer, index);
        if (!selection_matches(plan->selection, runner, index, id)) {
            return false;
        }
        gatherer->store->matched++;
        return selection_has_part(plan->selection, id);
    }
    gatherer->store->matched++;
    return true;
}

/* ---- outcomes ---- */

static void states_note(struct gatherer *gatherer, bool first)
{
    for (size_t i = 0; i < runner_case_count(gatherer->runner); i++) {
        uint8_t state = (uint8_t)runner_result(gatherer->runner, i)->state;
        gatherer->states[i] = first || gatherer->states[i] == state ? state : FICKLE;
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
            gatherer_case(gatherer, at);
        } else if (gatherer->states[at] != 0) {
            gatherer_add(gatherer, at)->state = CASE_NOT_RUN;
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
        const enum case_state state = gatherer_result(gatherer, i, &entry).state;
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
        memset(gatherer->states, 0, count);
    }
    if (plan->durations) {
        gatherer->nanoseconds = room_for(gatherer->nanoseconds, &gatherer->nanoseconds_capacity,
                                         count, sizeof *gatherer->nanoseconds);
        memset(gatherer->nanoseconds, 0, count * sizeof *gatherer->nanoseconds);
    }
}

/* Time runs out sooner or later from one repetition to the next; that says nothing of the case. */
static bool is_over_budget(const struct gatherer *gatherer)
{
    const size_t count = runner_case_count(gatherer->runner);
    size_t i = 0;
    while (i < count && runner_result(gatherer->runner, i)->trouble != TROUBLE_BUDGET) {
        i++;
    }
    return i < count;
}

static bool runs_all(struct gatherer *gatherer)
{
    unsigned repeat = gatherer->plan->repeat;
    bool valid = runner_run(gatherer->runner, &gatherer->options);
    for (unsigned done = 1; repeat > 1 && valid && !is_over_budget(gatherer); done++) {
        states_note(gatherer, done == 1);
        if (done == repeat) {
            break;
        }
        gatherer->store->matched = 0;
        valid = runner_run(gatherer->runner, &gatherer->options);
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
        gatherer->profile = ex_profile_name(settings->profiles[i]);
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
    struct target *target = &gatherer->plan->targets->list[index];
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
