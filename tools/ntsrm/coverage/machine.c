#include "ntsrm/coverage/machine.h"

#include "ntsrm/coverage/matrix.h"
#include "ntsrm/coverage/sides.h"

#include "ex/rules.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Changes whenever a reader of the version before could be misled. */
#define FORMAT_VERSION 1

/* Making a value fails only where there is no memory. */
static json_t *check(json_t *made)
{
    if (made == NULL) {
        fprintf(stderr, "ntsrm: not enough memory\n");
        abort();
    }
    return made;
}

static void set(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, check(value)) != 0) {
        check(NULL);
    }
}

static void set_count(json_t *object, const char *key, size_t count)
{
    set(object, key, json_integer((json_int_t)count));
}

static void set_text(json_t *object, const char *key, const char *text)
{
    set(object, key, json_string(text));
}

/* Names of files need not be UTF-8; what is not stands escaped. */
static void set_path(json_t *object, const char *path)
{
    struct text shown = {0};
    json_t *value = json_string(path);
    if (value == NULL) {
        text_append_escaped(&shown, path, strlen(path));
        value = json_string(shown.bytes);
    }
    set(object, "path", value);
    text_free(&shown);
}

static void add(json_t *array, json_t *value)
{
    if (json_array_append_new(array, check(value)) != 0) {
        check(NULL);
    }
}

/* 9750 hundredths are 97.5. */
static void set_percent(json_t *object, unsigned hundredths)
{
    set(object, "percent", json_real(hundredths / 100.0));
}

static json_t *scenario_ids(const struct record *record, const struct covered *covered)
{
    json_t *ids = check(json_array());
    for (uint32_t i = 0; i < covered->count; i++) {
        add(ids, json_string(record->scenarios[covered->scenarios[i]].id));
    }
    return ids;
}

/* ---- rules ---- */

static void set_sides(json_t *object, const struct coverage *counts)
{
    set_count(object, "rules", counts->sides / 2);
    set_count(object, "sides", counts->sides);
    set_count(object, "seen", counts->seen);
    set_count(object, "one_sided", counts->excused);
    set_count(object, "missing", counts->sides - counts->seen - counts->excused);
}

static json_t *side_json(const struct record *record, enum ex_rule_id id, bool answer)
{
    static const char *const states[] = {
        [SIDE_SEEN] = "seen", [SIDE_EXCUSED] = "one-sided", [SIDE_MISSING] = "missing"};
    const struct ex_answers *answers = &record->answers[id];
    const struct covered *side = &record->sides[id][answer];
    enum side_state state = side_state(record->answers, id, answer);
    json_t *object = check(json_object());
    set_text(object, "state", states[state]);
    if (state == SIDE_EXCUSED) {
        set_text(object, "reason", ex_rule_one_sided(id, answer));
    }
    set_count(object, "times", answer ? answers->asked_true : answers->asked_false);
    set_count(object, "cases", side->cases);
    set(object, "scenarios", scenario_ids(record, side));
    return object;
}

static json_t *rule_json(const struct record *record, enum ex_rule_id id)
{
    const struct ex_rule_row *row = ex_rule_row(id);
    json_t *object = check(json_object());
    set_text(object, "id", row->id);
    set_text(object, "group", row->group);
    set_text(object, "sentence", row->sentence);
    set_text(object, "source", row->source);
    set_text(object, "confidence", ex_confidence_name(row->confidence));
    set(object, "true", side_json(record, id, true));
    set(object, "false", side_json(record, id, false));
    return object;
}

static json_t *group_json(const struct record *record, size_t first)
{
    const struct ex_rule_row *row = ex_rule_row((enum ex_rule_id)first);
    struct coverage counts = group_count(record->answers, first);
    json_t *object = check(json_object());
    set_text(object, "group", row->group);
    set_text(object, "title", ex_rule_group_title(row));
    set_sides(object, &counts);
    return object;
}

static void put_rules(json_t *top, const struct record *record)
{
    json_t *groups = check(json_array()), *rules = check(json_array());
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (group_begins(i)) {
            add(groups, group_json(record, i));
        }
        add(rules, rule_json(record, (enum ex_rule_id)i));
    }
    set(top, "groups", groups);
    set(top, "rules", rules);
}

/* ---- calls ---- */

static void set_states(json_t *object, const struct result_counts *counts)
{
    set_count(object, "results", counts->results);
    for (int i = 0; i < RESULT_STATES; i++) {
        set_count(object, result_state_word((enum result_state)i), counts->states[i]);
    }
}

static json_t *result_json(const struct record *record, size_t call, size_t result)
{
    enum result_state state = result_state(&record->assertions, call, result);
    const char *reason = result_reason(call_at(call), result);
    json_t *object = check(json_object());
    set_text(object, "result", assertion_result(call_at(call), result));
    set_text(object, "when", result_when(call_at(call), result));
    set_text(object, "state", result_state_word(state));
    if (reason != NULL) {
        set_text(object, "reason", reason);
    }
    set_count(object, "cases", record->assertions.calls[call].results[result].cases);
    set(object, "scenarios", scenario_ids(record, record_result(record, call, result)));
    set_count(object, "answered", record->assertions.calls[call].results[result].answered);
    set(object, "answered_in", scenario_ids(record, record_answer(record, call, result)));
    return object;
}

static json_t *call_json(const struct record *record, size_t call)
{
    json_t *object = check(json_object()), *results = check(json_array());
    set_text(object, "call", call_at(call)->name);
    set_text(object, "header", call_at(call)->header);
    for (size_t i = 0; i < CALL_RESULTS_LIMIT; i++) {
        if (assertion_result(call_at(call), i) != NULL) {
            add(results, result_json(record, call, i));
        }
    }
    set(object, "results", results);
    return object;
}

static json_t *unlisted_json(const struct unlisted_result *one)
{
    json_t *object = check(json_object());
    set_text(object, "call", one->call->name);
    set_text(object, "result", one->name);
    set_path(object, one->path);
    set_count(object, "line", one->place.line);
    set_count(object, "column", one->place.column);
    return object;
}

static void put_calls(json_t *top, const struct record *record)
{
    json_t *calls = check(json_array()), *unlisted = check(json_array());
    for (size_t i = 0; call_at(i) != NULL; i++) {
        add(calls, call_json(record, i));
    }
    for (size_t i = 0; i < record->assertions.unlisted_count; i++) {
        add(unlisted, unlisted_json(&record->assertions.unlisted[i]));
    }
    set(top, "calls", calls);
    set(top, "unlisted", unlisted);
}

/* ---- the whole ---- */

static json_t *totals_json(const struct record *record)
{
    struct coverage sides = coverage_count(record->answers);
    struct result_counts counts = matrix_count(&record->assertions);
    json_t *totals = check(json_object());
    json_t *rules = check(json_object()), *calls = check(json_object());
    size_t cases = 0;
    for (size_t i = 0; i < record->scenario_count; i++) {
        cases += record->scenarios[i].cases;
    }
    set_count(totals, "scenarios", record->scenario_count);
    set_count(totals, "cases", cases);
    set_sides(rules, &sides);
    set_percent(rules, coverage_percent(&sides));
    set_count(calls, "calls", counts.calls);
    set_states(calls, &counts);
    set_count(calls, "unlisted", counts.unlisted);
    set_percent(calls, matrix_percent(&counts));
    set(totals, "rules", rules);
    set(totals, "calls", calls);
    return totals;
}

static void put_scenarios(json_t *top, const struct record *record)
{
    json_t *scenarios = check(json_array());
    for (size_t i = 0; i < record->scenario_count; i++) {
        const struct recorded_scenario *one = &record->scenarios[i];
        json_t *object = check(json_object());
        set_text(object, "id", one->id);
        set_path(object, one->path);
        set_count(object, "line", one->place.line);
        set_count(object, "cases", one->cases);
        add(scenarios, object);
    }
    set(top, "scenarios", scenarios);
}

static int append(const char *bytes, size_t length, void *out)
{
    text_append(out, bytes, length);
    return 0;
}

void coverage_put_json(struct text *out, const struct record *record)
{
    json_t *top = check(json_object());
    set_count(top, "format", FORMAT_VERSION);
    set_text(top, "program", "ntsrm");
    set_text(top, "version", NTSRM_VERSION);
    set_text(top, "report", "coverage");
    set(top, "totals", totals_json(record));
    put_rules(top, record);
    put_calls(top, record);
    put_scenarios(top, record);
    json_dump_callback(top, append, out, JSON_INDENT(1) | JSON_REAL_PRECISION(5));
    text_append_string(out, "\n");
    json_decref(top);
}
