#include "ntsrm/coverage/machine.h"

#include "ntsrm/coverage/matrix.h"
#include "ntsrm/coverage/sides.h"
#include "ntsrm/json.h"

#include "ex/rules.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Changes whenever a reader of the version before could be misled. */
#define FORMAT_VERSION 1

/* 9750 hundredths are 97.5. */
static void set_percent(json_t *object, unsigned hundredths)
{
    json_object_set_new(object, "percent", json_real(hundredths / 100.0));
}

static json_t *scenario_ids(const struct record *record, const struct covered *covered)
{
    json_t *ids = json_array();
    for (uint32_t i = 0; i < covered->count; i++) {
        json_array_append_new(ids, json_string(record->scenarios[covered->scenarios[i]].id));
    }
    return ids;
}

/* ---- rules ---- */

static void set_sides(json_t *object, const struct coverage *counts)
{
    json_set_count(object, "rules", counts->sides / 2);
    json_set_count(object, "sides", counts->sides);
    json_set_count(object, "seen", counts->seen);
    json_set_count(object, "one_sided", counts->excused);
    json_set_count(object, "missing", counts->sides - counts->seen - counts->excused);
}

static json_t *side_json(const struct record *record, enum ex_rule_id id, bool answer)
{
    static const char *const states[] = {
        [SIDE_SEEN] = "seen", [SIDE_EXCUSED] = "one-sided", [SIDE_MISSING] = "missing"};
    const struct ex_answers *answers = &record->answers[id];
    const struct covered *side = &record->sides[id][answer];
    enum side_state state = side_state(record->answers, id, answer);
    json_t *object = json_object();
    json_set_words(object, "state", states[state]);
    if (state == SIDE_EXCUSED) {
        json_set_words(object, "reason", ex_rule_one_sided(id, answer));
    }
    json_set_count(object, "times", answer ? answers->asked_true : answers->asked_false);
    json_set_count(object, "cases", side->cases);
    json_object_set_new(object, "scenarios", scenario_ids(record, side));
    return object;
}

static json_t *rule_json(const struct record *record, enum ex_rule_id id)
{
    const struct ex_rule_row *row = ex_rule_row(id);
    json_t *object = json_object();
    json_set_words(object, "id", row->id);
    json_set_words(object, "group", row->group);
    json_set_words(object, "sentence", row->sentence);
    json_set_words(object, "source", row->source);
    json_set_words(object, "confidence", ex_confidence_name(row->confidence));
    json_object_set_new(object, "true", side_json(record, id, true));
    json_object_set_new(object, "false", side_json(record, id, false));
    return object;
}

static json_t *group_json(const struct record *record, size_t first)
{
    const struct ex_rule_row *row = ex_rule_row((enum ex_rule_id)first);
    struct coverage counts = group_count(record->answers, first);
    json_t *object = json_object();
    json_set_words(object, "group", row->group);
    json_set_words(object, "title", ex_rule_group_title(row));
    set_sides(object, &counts);
    return object;
}

static void put_rules(json_t *top, const struct record *record)
{
    json_t *groups = json_array(), *rules = json_array();
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (group_begins(i)) {
            json_array_append_new(groups, group_json(record, i));
        }
        json_array_append_new(rules, rule_json(record, (enum ex_rule_id)i));
    }
    json_object_set_new(top, "groups", groups);
    json_object_set_new(top, "rules", rules);
}

/* ---- calls ---- */

static void set_states(json_t *object, const struct result_counts *counts)
{
    json_set_count(object, "results", counts->results);
    for (int i = 0; i < RESULT_STATES; i++) {
        json_set_count(object, result_state_word((enum result_state)i), counts->states[i]);
    }
}

static json_t *result_json(const struct record *record, size_t call, size_t result)
{
    enum result_state state = result_state(&record->assertions, call, result);
    const char *reason = result_reason(call_at(call), result);
    json_t *object = json_object();
    json_set_words(object, "result", assertion_result(call_at(call), result));
    json_set_words(object, "when", result_when(call_at(call), result));
    json_set_words(object, "state", result_state_word(state));
    if (reason != NULL) {
        json_set_words(object, "reason", reason);
    }
    json_set_count(object, "cases", record->assertions.calls[call].results[result].cases);
    json_object_set_new(object, "scenarios",
                        scenario_ids(record, record_result(record, call, result)));
    json_set_count(object, "answered", record->assertions.calls[call].results[result].answered);
    json_object_set_new(object, "answered_in",
                        scenario_ids(record, record_answer(record, call, result)));
    return object;
}

static json_t *call_json(const struct record *record, size_t call)
{
    json_t *object = json_object(), *results = json_array();
    json_set_words(object, "call", call_at(call)->name);
    json_set_words(object, "header", call_at(call)->header);
    for (size_t i = 0; i < CALL_RESULTS_LIMIT; i++) {
        if (assertion_result(call_at(call), i) != NULL) {
            json_array_append_new(results, result_json(record, call, i));
        }
    }
    json_object_set_new(object, "results", results);
    return object;
}

static json_t *unlisted_json(const struct unlisted_result *one)
{
    json_t *object = json_object();
    json_set_words(object, "call", one->call->name);
    json_set_words(object, "result", one->name);
    json_set_words(object, "path", one->path);
    json_set_count(object, "line", one->place.line);
    json_set_count(object, "column", one->place.column);
    return object;
}

static void put_calls(json_t *top, const struct record *record)
{
    json_t *calls = json_array(), *unlisted = json_array();
    for (size_t i = 0; call_at(i) != NULL; i++) {
        json_array_append_new(calls, call_json(record, i));
    }
    for (size_t i = 0; i < record->assertions.unlisted_count; i++) {
        json_array_append_new(unlisted, unlisted_json(&record->assertions.unlisted[i]));
    }
    json_object_set_new(top, "calls", calls);
    json_object_set_new(top, "unlisted", unlisted);
}

/* ---- the whole ---- */

static json_t *totals_json(const struct record *record)
{
    struct coverage sides = coverage_count(record->answers);
    struct result_counts counts = matrix_count(&record->assertions);
    json_t *totals = json_object();
    json_t *rules = json_object(), *calls = json_object();
    size_t cases = 0;
    for (size_t i = 0; i < record->scenario_count; i++) {
        cases += record->scenarios[i].cases;
    }
    json_set_count(totals, "scenarios", record->scenario_count);
    json_set_count(totals, "cases", cases);
    set_sides(rules, &sides);
    set_percent(rules, coverage_percent(&sides));
    json_set_count(calls, "calls", counts.calls);
    set_states(calls, &counts);
    json_set_count(calls, "unlisted", counts.unlisted);
    set_percent(calls, matrix_percent(&counts));
    json_object_set_new(totals, "rules", rules);
    json_object_set_new(totals, "calls", calls);
    return totals;
}

static void put_scenarios(json_t *top, const struct record *record)
{
    json_t *scenarios = json_array();
    for (size_t i = 0; i < record->scenario_count; i++) {
        const struct recorded_scenario *one = &record->scenarios[i];
        json_t *object = json_object();
        json_set_words(object, "id", one->id);
        json_set_words(object, "path", one->path);
        json_set_count(object, "line", one->place.line);
        json_set_count(object, "cases", one->cases);
        json_array_append_new(scenarios, object);
    }
    json_object_set_new(top, "scenarios", scenarios);
}

static int append(const char *bytes, size_t length, void *out)
{
    text_append(out, bytes, length);
    return 0;
}

void coverage_put_json(struct text *out, const struct record *record)
{
    json_memory_begin();
    json_t *top = json_object();
    json_set_count(top, "format", FORMAT_VERSION);
    json_set_words(top, "program", "ntsrm");
    json_set_words(top, "version", NTSRM_VERSION);
    json_set_words(top, "report", "coverage");
    json_object_set_new(top, "totals", totals_json(record));
    put_rules(top, record);
    put_calls(top, record);
    put_scenarios(top, record);
    json_dump_callback(top, append, out, JSON_INDENT(1) | JSON_REAL_PRECISION(5));
    text_append_string(out, "\n");
    json_decref(top);
}
