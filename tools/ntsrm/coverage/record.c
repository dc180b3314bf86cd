#include "ntsrm/coverage/record.h"

#include <stdlib.h>
#include <string.h>

/* What the observer of a file needs to know. */
struct watch {
    struct record *record;
    const struct runner *runner;
};

static char *bytes_copy(const char *bytes, size_t length)
{
    char *copy = memcpy(memory_resize(NULL, length + 1), bytes, length);
    copy[length] = '\0';
    return copy;
}

static char *string_copy(const char *string)
{
    return bytes_copy(string, strlen(string));
}

/* Where a line begins, counted from 1; the end if there are not so many. */
static const char *line_find(const struct diagnostics *file, uint32_t line)
{
    const char *at = file->source, *end = file->source + file->source_length;
    for (; line > 1 && at < end; line--) {
        const char *next = memchr(at, '\n', (size_t)(end - at));
        at = next != NULL ? next + 1 : end;
    }
    return at;
}

/* The lines of a scenario go on until the next one begins. */
static void text_keep(struct recorded_scenario *recorded, const struct runner *runner,
                      size_t scenario)
{
    const struct diagnostics *file = runner_diagnostics(runner, 0);
    const char *end = file->source + file->source_length;
    recorded->text_line = scenario > 0 ? (uint32_t)recorded->place.line : 1;
    if (scenario + 1 < runner_scenario_count(runner)) {
        end = line_find(file, (uint32_t)runner_scenario(runner, scenario + 1)->place.line);
    }
    const char *begin = line_find(file, recorded->text_line);
    recorded->title = string_copy(runner_scenario(runner, scenario)->title);
    recorded->text = bytes_copy(begin, end > begin ? (size_t)(end - begin) : 0);
}

/* The record's number of a scenario of the file, which is added when it is met first. */
static size_t scenario_number(const struct watch *watch, size_t scenario)
{
    struct record *record = watch->record;
    if (record->numbers[scenario] == 0) {
        const struct scenario_info *info = runner_scenario(watch->runner, scenario);
        if (record->scenario_count == record->scenario_capacity) {
            record->scenario_capacity = record->scenario_capacity * 2 + 64;
            record->scenarios = memory_resize(record->scenarios, record->scenario_capacity *
                                                                     sizeof *record->scenarios);
        }
        record->scenarios[record->scenario_count++] = (struct recorded_scenario){
            .id = string_copy(info->id),
            .path = string_copy(record->path),
            .place = info->place,
        };
        if (record->keeps_texts) {
            text_keep(&record->scenarios[record->scenario_count - 1], watch->runner, scenario);
        }
        record->numbers[scenario] = record->scenario_count;
    }
    return record->numbers[scenario] - 1;
}

bool covered_by(const struct covered *covered, size_t scenario)
{
    size_t first = 0, end = covered->count;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        if (covered->scenarios[middle] < scenario) {
            first = middle + 1;
        } else {
            end = middle;
        }
    }
    return first < covered->count && covered->scenarios[first] == scenario;
}

static void covered_add(struct covered *covered, size_t scenario)
{
    if (covered_by(covered, scenario)) {
        return;
    }
    if (covered->count == covered->capacity) {
        covered->capacity = covered->capacity * 2 + 4;
        covered->scenarios =
            memory_resize(covered->scenarios, covered->capacity * sizeof *covered->scenarios);
    }
    uint32_t at = covered->count++;
    for (; at > 0 && covered->scenarios[at - 1] > scenario; at--) {
        covered->scenarios[at] = covered->scenarios[at - 1];
    }
    covered->scenarios[at] = (uint32_t)scenario;
}

/* ---- rules ---- */

static void side_add(struct record *record, size_t rule, bool answer, size_t scenario)
{
    struct covered *side = &record->sides[rule][answer];
    side->cases++;
    covered_add(side, scenario);
}

static void case_ended(void *context, struct runner *runner, size_t index)
{
    const struct watch *watch = context;
    struct record *record = watch->record;
    const struct ex_answers *answers = runner_world(runner)->trace->answers;
    size_t scenario = scenario_number(watch, runner_case(runner, index).scenario);
    record->scenarios[scenario].cases++;
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (answers[i].asked_true > 0) {
            record->answers[i].asked_true += answers[i].asked_true;
            side_add(record, i, true, scenario);
        }
        if (answers[i].asked_false > 0) {
            record->answers[i].asked_false += answers[i].asked_false;
            side_add(record, i, false, scenario);
        }
    }
}

/* ---- results ---- */

static size_t results_count(void)
{
    return calls_count() * CALL_RESULTS_LIMIT;
}

static void result_asserted(void *context, size_t call, size_t result, size_t scenario)
{
    const struct watch *watch = context;
    covered_add(&watch->record->results[call * CALL_RESULTS_LIMIT + result],
                scenario_number(watch, scenario));
}

static void call_answered(void *context, size_t scenario, size_t call, size_t result)
{
    const struct watch *watch = context;
    struct record *record = watch->record;
    if (result < CALL_RESULTS_LIMIT) {
        record->assertions.calls[call].results[result].answered++;
        covered_add(&record->given[call * CALL_RESULTS_LIMIT + result],
                    scenario_number(watch, scenario));
    }
}

const struct covered *record_answer(const struct record *record, size_t call, size_t result)
{
    return &record->given[call * CALL_RESULTS_LIMIT + result];
}

const struct covered *record_result(const struct record *record, size_t call, size_t result)
{
    return &record->results[call * CALL_RESULTS_LIMIT + result];
}

/* ---- files ---- */

static void room_make(struct record *record, size_t scenarios)
{
    if (record->results == NULL) {
        size_t size = results_count() * sizeof *record->results;
        record->results = memset(memory_resize(NULL, size), 0, size);
        record->given = memset(memory_resize(NULL, size), 0, size);
        assertions_begin(&record->assertions);
    }
    if (scenarios > record->numbers_capacity) {
        record->numbers_capacity = scenarios;
        record->numbers = memory_resize(record->numbers, scenarios * sizeof *record->numbers);
    }
    for (size_t i = 0; i < scenarios; i++) {
        record->numbers[i] = 0;
    }
}

void record_file(struct record *record, const struct runner *runner, const char *path)
{
    room_make(record, runner_scenario_count(runner));
    record->path = path;
}

bool record_run(struct record *record, struct runner *runner, const struct run_options *options)
{
    struct watch watch = {.record = record, .runner = runner};
    const struct run_observer observer = {
        .context = &watch, .answered = call_answered, .end = case_ended};
    struct run_options watched = *options;
    watched.watch_all = true;
    watched.observer = &observer;
    return runner_run(runner, &watched);
}

void record_assertions(struct record *record, struct runner *runner,
                       const struct run_options *options)
{
    struct watch watch = {.record = record, .runner = runner};
    record->assertions.first = result_asserted;
    record->assertions.context = &watch;
    assertions_count(&record->assertions, runner, options);
}

void record_free(struct record *record)
{
    for (size_t i = 0; i < record->scenario_count; i++) {
        free(record->scenarios[i].id);
        free(record->scenarios[i].path);
        free(record->scenarios[i].title);
        free(record->scenarios[i].text);
    }
    for (size_t i = 0; i < RULE_COUNT; i++) {
        free(record->sides[i][0].scenarios);
        free(record->sides[i][1].scenarios);
    }
    size_t results = record->results != NULL ? results_count() : 0;
    for (size_t i = 0; i < results; i++) {
        free(record->results[i].scenarios);
        free(record->given[i].scenarios);
    }
    free(record->scenarios);
    free(record->results);
    free(record->given);
    free(record->numbers);
    assertions_free(&record->assertions);
    *record = (struct record){0};
}
