#include "ntsrm/report/json_parts.h"

#include "ntsrm/coverage/sides.h"
#include "ntsrm/json.h"
#include "ntsrm/report/words.h"

#include "ex/rules.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Two digits after the point are there in all numbers that are no integers. */
#define REALS JSON_REAL_PRECISION(5)

/* Nothing, if there is nothing to say. */
static void set_if_any(json_t *object, const char *key, const char *words)
{
    if (words != NULL && *words != '\0') {
        json_set_words(object, key, words);
    }
}

/* Lines of a styled text, without its colours and without empty lines at the end. */
static void set_lines(json_t *object, const char *key, const char *styled)
{
    if (styled == NULL || *styled == '\0') {
        return;
    }
    struct text plain = {0};
    append_plain(&plain, styled);
    while (plain.length > 0 && plain.bytes[plain.length - 1] == '\n') {
        plain.bytes[--plain.length] = '\0';
    }
    json_t *lines = json_array();
    for (const char *at = plain.bytes, *end; *at != '\0'; at = *end != '\0' ? end + 1 : end) {
        end = at + strcspn(at, "\n");
        json_array_append_new(lines, json_words(at, (size_t)(end - at)));
    }
    json_object_set_new(object, key, lines);
    text_free(&plain);
}

static void set_words_list(json_t *object, const char *key, const char *const *words)
{
    json_t *list = json_array();
    for (; words != NULL && *words != NULL; words++) {
        json_array_append_new(list, json_words(*words, strlen(*words)));
    }
    json_object_set_new(object, key, list);
}

static void set_place(json_t *object, struct place place, unsigned width)
{
    if (place.line > 0) {
        json_set_count(object, "line", place.line);
        json_set_count(object, "column", place.column);
    }
    if (place.line > 0 && width > 0) {
        json_set_count(object, "width", width);
    }
}

/* ---- the run ---- */

json_t *json_head(const struct run_facts *facts)
{
    json_t *head = json_object();
    json_t *run = json_object();
    json_set_count(head, "format", JSON_FORMAT_VERSION);
    json_set_words(head, "program", "ntsrm");
    json_set_words(head, "version", NTSRM_VERSION);
    set_if_any(head, "suite_version", facts->suite_version);
    set_words_list(run, "profiles", facts->profiles);
    set_words_list(run, "options", facts->options);
    if (facts->shard_count > 1) {
        json_t *shard = json_object();
        json_set_count(shard, "index", facts->shard);
        json_set_count(shard, "count", facts->shard_count);
        json_object_set_new(run, "shard", shard);
    }
    if (facts->shuffled) {
        /* Words, since not every reader has numbers of 64 bits. */
        char seed[24];
        snprintf(seed, sizeof seed, "%" PRIu64, facts->seed);
        json_set_words(run, "seed", seed);
    }
    json_set_count(run, "repeat", facts->repeat > 0 ? facts->repeat : 1);
    json_object_set_new(run, "list", json_boolean(facts->list));
    json_object_set_new(head, "run", run);
    return head;
}

static json_t *states_new(const struct tally *tally)
{
    json_t *states = json_object();
    for (size_t i = 0; i < CASE_STATES; i++) {
        json_set_count(states, state_key(state_order[i]), tally->cases[state_order[i]]);
    }
    return states;
}

static json_t *totals_new(const struct tally *tally)
{
    json_t *totals = json_object();
    json_set_count(totals, "cases", tally_cases(tally));
    json_object_set_new(totals, "states", states_new(tally));
    json_set_count(totals, "files", tally->files);
    json_set_count(totals, "invalid_files", tally->invalid);
    json_set_count(totals, "unreadable_files", tally->unreadable);
    return totals;
}

/* The sides that nothing has seen, and that some case could see. */
static json_t *missing_new(const struct ex_answers *answers)
{
    json_t *missing = json_array();
    for (size_t i = 0; i < 2 * (size_t)RULE_COUNT; i++) {
        enum ex_rule_id id = (enum ex_rule_id)(i / 2);
        bool answer = i % 2 == 0;
        if (side_state(answers, id, answer) == SIDE_MISSING) {
            json_t *side = json_object();
            json_set_words(side, "rule", ex_rule_row(id)->id);
            json_object_set_new(side, "answer", json_boolean(answer));
            json_array_append_new(missing, side);
        }
    }
    return missing;
}

static json_t *coverage_new(const struct run_coverage *coverage)
{
    struct coverage counted = coverage_count(coverage->answers);
    json_t *object = json_object();
    json_set_count(object, "sides", counted.sides);
    json_set_count(object, "seen", counted.seen);
    json_set_count(object, "one_sided", counted.excused);
    json_object_set_new(object, "percent", json_real(coverage_percent(&counted) / 100.0));
    if (coverage->has_minimum) {
        json_object_set_new(object, "minimum", json_real(coverage->minimum / 100.0));
    }
    json_object_set_new(object, "missing", missing_new(coverage->answers));
    return object;
}

json_t *json_tail(const struct run_end *end)
{
    json_t *tail = json_object();
    json_object_set_new(tail, "totals", totals_new(&end->tally));
    if (end->coverage != NULL) {
        json_object_set_new(tail, "coverage", coverage_new(end->coverage));
    }
    if (end->cut) {
        json_object_set_new(tail, "cut", json_true());
    }
    if (end->signal != 0) {
        json_object_set_new(tail, "signal", json_integer(end->signal));
    }
    /* What a shell sees of a program that a signal ended. */
    json_object_set_new(tail, "exit_code",
                        json_integer(end->signal != 0 ? 128 + end->signal : (int)end->code));
    return tail;
}

/* ---- files ---- */

static const char *file_state(const struct file_outcome *file)
{
    if (!file_is_refused(file)) {
        return "valid";
    }
    return file->code == CODE_INVALID ? "invalid" : "unreadable";
}

static json_t *complaint_new(const struct complaint *complaint)
{
    static const char *const severities[] = {
        [SEVERITY_ERROR] = "error",
        [SEVERITY_WARNING] = "warning",
        [SEVERITY_NOTE] = "note",
    };
    json_t *object = json_object();
    json_set_words(object, "path", complaint->path);
    set_place(object, complaint->place, complaint->width);
    json_set_words(object, "severity", severities[complaint->severity]);
    json_set_words(object, "message", complaint->message);
    set_if_any(object, "help", complaint->help);
    return object;
}

json_t *json_file(const struct file_outcome *file)
{
    json_t *object = json_object();
    json_set_words(object, "path", file->path);
    json_set_words(object, "state", file_state(file));
    if (file->complaint_count > 0) {
        json_t *complaints = json_array();
        for (size_t i = 0; i < file->complaint_count; i++) {
            json_array_append_new(complaints, complaint_new(&file->complaints[i]));
        }
        json_object_set_new(object, "complaints", complaints);
        set_lines(object, "explanation", file->explanation);
    }
    json_object_set_new(object, "states", states_new(&file->tally));
    return object;
}

/* ---- cases ---- */

static json_t *finding_new(const struct outcome_finding *finding)
{
    json_t *object = json_object();
    json_set_words(object, "path", finding->path);
    set_place(object, finding->place, finding->width);
    json_set_words(object, "message", finding->message);
    if (finding->expected != NULL) {
        json_set_words(object, "expected", finding->expected);
    }
    if (finding->actual != NULL) {
        json_set_words(object, "actual", finding->actual);
    }
    return object;
}

static json_t *rule_new(const struct outcome_rule *asked)
{
    const struct ex_rule_row *row = ex_rule_row(asked->rule);
    json_t *object = json_object();
    json_set_words(object, "id", row->id);
    json_object_set_new(object, "answer", json_boolean(asked->answer));
    set_if_any(object, "facts", asked->facts);
    json_set_words(object, "sentence", row->sentence);
    json_set_words(object, "source", row->source);
    json_set_words(object, "confidence", ex_confidence_name(row->confidence));
    return object;
}

static void set_failure(json_t *object, const struct outcome *outcome)
{
    if (outcome->step > 0) {
        json_set_count(object, "step", outcome->step);
    }
    set_if_any(object, "call", outcome->call);
    set_if_any(object, "thread", outcome->thread);
    if (outcome->finding_count > 0) {
        json_t *findings = json_array();
        for (size_t i = 0; i < outcome->finding_count; i++) {
            json_array_append_new(findings, finding_new(&outcome->findings[i]));
        }
        json_object_set_new(object, "findings", findings);
    }
    if (outcome->rule_count > 0) {
        json_t *rules = json_array();
        for (size_t i = 0; i < outcome->rule_count; i++) {
            json_array_append_new(rules, rule_new(&outcome->rules[i]));
        }
        json_object_set_new(object, "rules", rules);
    }
    set_lines(object, "explanation", outcome->explanation);
}

static const char *trouble_key(const struct outcome *outcome)
{
    static const char *const keys[] = {
        [TROUBLE_NONE] = NULL,           [TROUBLE_SCENARIO] = "scenario",
        [TROUBLE_BUDGET] = "budget",     [TROUBLE_NOT_MODELLED] = "not_modelled",
        [TROUBLE_INTERNAL] = "internal",
    };
    return keys[outcome->trouble];
}

json_t *json_case(const struct run_facts *facts, const struct file_outcome *file,
                  const struct outcome *outcome)
{
    json_t *object = json_object();
    json_set_words(object, "path", file->path);
    set_place(object, outcome->place, 0);
    json_set_words(object, "id", outcome->id);
    json_set_words(object, "scenario", outcome->scenario);
    set_if_any(object, "title", outcome->title);
    set_if_any(object, "source", outcome->source);
    if (outcome->tags != NULL && outcome->tags[0] != NULL) {
        set_words_list(object, "tags", outcome->tags);
    }
    json_set_words(object, "profile", ex_profile_name(outcome->profile));
    json_set_words(object, "state", state_key(outcome->state));
    set_if_any(object, "trouble", trouble_key(outcome));
    set_if_any(object, "reason", outcome->reason);
    if (case_is_bad(outcome->state)) {
        struct text command = {0};
        append_command(&command, facts, file, outcome);
        json_set_words(object, "command", command.bytes);
        text_free(&command);
    }
    set_failure(object, outcome);
    set_lines(object, "trace", outcome->trace);
    if (facts->durations) {
        json_object_set_new(object, "nanoseconds", json_integer((json_int_t)outcome->nanoseconds));
    }
    return object;
}

static void append_as(struct text *out, json_t *value, size_t flags)
{
    char *dumped = json_dumps(value, flags);
    text_append_string(out, dumped);
    free(dumped);
    json_decref(value);
}

void json_append(struct text *out, json_t *value)
{
    append_as(out, value, JSON_COMPACT | REALS);
}

void json_append_members(struct text *out, json_t *object)
{
    append_as(out, object, JSON_COMPACT | JSON_EMBED | REALS);
}
