#include "ntsrm/report/json_parts.h"

#include "ntsrm/coverage/sides.h"
#include "ntsrm/report/words.h"

#include "ex/rules.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Two digits after the point are there in all numbers that are no integers. */
#define REALS JSON_REAL_PRECISION(5)

/* Making a value fails only where there is no memory. */
static json_t *check(json_t *made)
{
    if (made == NULL) {
        fprintf(stderr, "ntsrm: not enough memory\n");
        abort();
    }
    return made;
}

/* Takes the value over. */
static void set(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, check(value)) != 0) {
        check(NULL);
    }
}

static void add(json_t *array, json_t *value)
{
    if (json_array_append_new(array, check(value)) != 0) {
        check(NULL);
    }
}

/* As it is, except for what is no UTF-8, as only names of files can be. */
static json_t *string_new(const char *words, size_t length)
{
    json_t *string = json_stringn(words, length);
    if (string != NULL) {
        return string;
    }
    struct text shown = {0};
    text_append_escaped(&shown, words, length);
    string = json_stringn(shown.bytes, shown.length);
    text_free(&shown);
    return check(string);
}

static void set_string(json_t *object, const char *key, const char *words)
{
    set(object, key, string_new(words, strlen(words)));
}

/* Nothing, if there is nothing to say. */
static void set_words(json_t *object, const char *key, const char *words)
{
    if (words != NULL && *words != '\0') {
        set_string(object, key, words);
    }
}

static void set_number(json_t *object, const char *key, size_t number)
{
    set(object, key, json_integer((json_int_t)number));
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
    json_t *lines = check(json_array());
    for (const char *at = plain.bytes, *end; *at != '\0'; at = *end != '\0' ? end + 1 : end) {
        end = at + strcspn(at, "\n");
        add(lines, string_new(at, (size_t)(end - at)));
    }
    set(object, key, lines);
    text_free(&plain);
}

static void set_words_list(json_t *object, const char *key, const char *const *words)
{
    json_t *list = check(json_array());
    for (; words != NULL && *words != NULL; words++) {
        add(list, string_new(*words, strlen(*words)));
    }
    set(object, key, list);
}

static void set_place(json_t *object, struct place place, unsigned width)
{
    if (place.line > 0) {
        set_number(object, "line", place.line);
        set_number(object, "column", place.column);
    }
    if (place.line > 0 && width > 0) {
        set_number(object, "width", width);
    }
}

/* ---- the run ---- */

json_t *json_head(const struct run_facts *facts)
{
    json_t *head = check(json_object());
    json_t *run = check(json_object());
    set_number(head, "format", JSON_FORMAT_VERSION);
    set_string(head, "program", "ntsrm");
    set_string(head, "version", NTSRM_VERSION);
    set_words(head, "suite_version", facts->suite_version);
    set_words_list(run, "profiles", facts->profiles);
    set_words_list(run, "options", facts->options);
    if (facts->shard_count > 1) {
        json_t *shard = check(json_object());
        set_number(shard, "index", facts->shard);
        set_number(shard, "count", facts->shard_count);
        set(run, "shard", shard);
    }
    if (facts->shuffled) {
        /* Words, since not every reader has numbers of 64 bits. */
        char seed[24];
        snprintf(seed, sizeof seed, "%" PRIu64, facts->seed);
        set_string(run, "seed", seed);
    }
    set_number(run, "repeat", facts->repeat > 0 ? facts->repeat : 1);
    set(run, "list", json_boolean(facts->list));
    set(head, "run", run);
    return head;
}

static json_t *states_new(const struct tally *tally)
{
    json_t *states = check(json_object());
    for (size_t i = 0; i < CASE_STATES; i++) {
        set_number(states, state_key(state_order[i]), tally->cases[state_order[i]]);
    }
    return states;
}

static json_t *totals_new(const struct tally *tally)
{
    json_t *totals = check(json_object());
    set_number(totals, "cases", tally_cases(tally));
    set(totals, "states", states_new(tally));
    set_number(totals, "files", tally->files);
    set_number(totals, "invalid_files", tally->invalid);
    set_number(totals, "unreadable_files", tally->unreadable);
    return totals;
}

/* The sides that nothing has seen, and that some case could see. */
static json_t *missing_new(const struct ex_answers *answers)
{
    json_t *missing = check(json_array());
    for (size_t i = 0; i < 2 * (size_t)RULE_COUNT; i++) {
        enum ex_rule_id id = (enum ex_rule_id)(i / 2);
        bool answer = i % 2 == 0;
        size_t seen = answer ? answers[id].asked_true : answers[id].asked_false;
        if (seen == 0 && ex_rule_one_sided(id, answer) == NULL) {
            json_t *side = check(json_object());
            set_string(side, "rule", ex_rule_row(id)->id);
            set(side, "answer", json_boolean(answer));
            add(missing, side);
        }
    }
    return missing;
}

static json_t *coverage_new(const struct run_coverage *coverage)
{
    struct coverage counted = coverage_count(coverage->answers);
    json_t *object = check(json_object());
    set_number(object, "sides", counted.sides);
    set_number(object, "seen", counted.seen);
    set_number(object, "one_sided", counted.excused);
    set(object, "percent", json_real(coverage_percent(&counted) / 100.0));
    if (coverage->has_minimum) {
        set(object, "minimum", json_real(coverage->minimum / 100.0));
    }
    set(object, "missing", missing_new(coverage->answers));
    return object;
}

json_t *json_tail(const struct run_end *end)
{
    json_t *tail = check(json_object());
    set(tail, "totals", totals_new(&end->tally));
    if (end->coverage != NULL) {
        set(tail, "coverage", coverage_new(end->coverage));
    }
    if (end->cut) {
        set(tail, "cut", json_true());
    }
    if (end->signal != 0) {
        set(tail, "signal", json_integer(end->signal));
    }
    /* What a shell sees of a program that a signal ended. */
    set(tail, "exit_code", json_integer(end->signal != 0 ? 128 + end->signal : (int)end->code));
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
    json_t *object = check(json_object());
    set_string(object, "path", complaint->path);
    set_place(object, complaint->place, complaint->width);
    set_string(object, "severity", severities[complaint->severity]);
    set_string(object, "message", complaint->message);
    set_words(object, "help", complaint->help);
    return object;
}

json_t *json_file(const struct file_outcome *file)
{
    json_t *object = check(json_object());
    set_string(object, "path", file->path);
    set_string(object, "state", file_state(file));
    if (file->complaint_count > 0) {
        json_t *complaints = check(json_array());
        for (size_t i = 0; i < file->complaint_count; i++) {
            add(complaints, complaint_new(&file->complaints[i]));
        }
        set(object, "complaints", complaints);
        set_lines(object, "explanation", file->explanation);
    }
    set(object, "states", states_new(&file->tally));
    return object;
}

/* ---- cases ---- */

static json_t *finding_new(const struct outcome_finding *finding)
{
    json_t *object = check(json_object());
    set_string(object, "path", finding->path);
    set_place(object, finding->place, finding->width);
    set_string(object, "message", finding->message);
    if (finding->expected != NULL) {
        set_string(object, "expected", finding->expected);
    }
    if (finding->actual != NULL) {
        set_string(object, "actual", finding->actual);
    }
    return object;
}

static json_t *rule_new(const struct outcome_rule *asked)
{
    const struct ex_rule_row *row = ex_rule_row(asked->rule);
    json_t *object = check(json_object());
    set_string(object, "id", row->id);
    set(object, "answer", json_boolean(asked->answer));
    set_words(object, "facts", asked->facts);
    set_string(object, "sentence", row->sentence);
    set_string(object, "source", row->source);
    set_string(object, "confidence", ex_confidence_name(row->confidence));
    return object;
}

static void set_failure(json_t *object, const struct outcome *outcome)
{
    if (outcome->step > 0) {
        set_number(object, "step", outcome->step);
    }
    set_words(object, "call", outcome->call);
    set_words(object, "thread", outcome->thread);
    if (outcome->finding_count > 0) {
        json_t *findings = check(json_array());
        for (size_t i = 0; i < outcome->finding_count; i++) {
            add(findings, finding_new(&outcome->findings[i]));
        }
        set(object, "findings", findings);
    }
    if (outcome->rule_count > 0) {
        json_t *rules = check(json_array());
        for (size_t i = 0; i < outcome->rule_count; i++) {
            add(rules, rule_new(&outcome->rules[i]));
        }
        set(object, "rules", rules);
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
    json_t *object = check(json_object());
    set_string(object, "path", file->path);
    set_place(object, outcome->place, 0);
    set_string(object, "id", outcome->id);
    set_string(object, "scenario", outcome->scenario);
    set_words(object, "title", outcome->title);
    set_words(object, "source", outcome->source);
    if (outcome->tags != NULL && outcome->tags[0] != NULL) {
        set_words_list(object, "tags", outcome->tags);
    }
    set_string(object, "profile", ex_profile_name(outcome->profile));
    set_string(object, "state", state_key(outcome->state));
    set_words(object, "trouble", trouble_key(outcome));
    set_words(object, "reason", outcome->reason);
    if (case_is_bad(outcome->state)) {
        struct text command = {0};
        append_command(&command, facts, file, outcome);
        set_string(object, "command", command.bytes);
        text_free(&command);
    }
    set_failure(object, outcome);
    set_lines(object, "trace", outcome->trace);
    if (facts->durations) {
        set(object, "nanoseconds", json_integer((json_int_t)outcome->nanoseconds));
    }
    return object;
}

static void append_as(struct text *out, json_t *value, size_t flags)
{
    char *dumped = json_dumps(check(value), flags);
    if (dumped == NULL) {
        check(NULL);
    }
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
