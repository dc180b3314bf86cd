#include "ntsrm/coverage/text.h"

#include "ntsrm/coverage/matrix.h"
#include "ntsrm/coverage/sides.h"
#include "ntsrm/lookup.h"

#include "ex/rules.h"

#include <inttypes.h>
#include <string.h>

#define SIDE_COLUMN   11
#define RESULT_COLUMN 38
#define LABEL_COLUMN  14

static uint32_t side_times(const struct record *record, enum ex_rule_id id, bool answer)
{
    const struct ex_answers *answers = &record->answers[id];
    return answer ? answers->asked_true : answers->asked_false;
}

/* " and 467 more", or nothing. */
static void append_rest(struct text *text, size_t rest)
{
    if (rest > 0) {
        text_append_format(text, " and %zu more", rest);
    }
}

/* "a, b and 2 more": the first one, and others as far as the line goes. */
static void print_names(struct page *page, const struct record *record,
                        const struct covered *covered)
{
    struct text names = {0}, more = {0};
    for (uint32_t i = 0; i < covered->count; i++) {
        size_t before = names.length;
        text_append_format(&names, "%s%s", i > 0 ? ", " : "",
                           record->scenarios[covered->scenarios[i]].id);
        text_reset(&more);
        append_rest(&more, covered->count - i - 1);
        if (i > 0 && page->column + names.length + more.length > page->width) {
            names.length = before;
            names.bytes[before] = '\0';
            append_rest(&names, covered->count - i);
            break;
        }
    }
    page_put(page, STYLE_PLAIN, "%s\n", names.bytes);
    text_free(&names);
    text_free(&more);
}

/* ---- rules ---- */

static void print_side(struct page *page, const struct record *record, enum ex_rule_id id,
                       bool answer)
{
    page_put(page, STYLE_PLAIN, "    %s", answer ? "true" : "false");
    page_to(page, SIDE_COLUMN);
    switch (side_state(record->answers, id, answer)) {
    case SIDE_SEEN:
        page_put(page, STYLE_PLAIN, "%7" PRIu32 " %7zu %10" PRIu32 "  ",
                 side_times(record, id, answer), record->sides[id][answer].cases,
                 record->sides[id][answer].count);
        print_names(page, record, &record->sides[id][answer]);
        return;
    case SIDE_EXCUSED:
        page_put(page, STYLE_FAINT, "one-sided:");
        page_flow(page, STYLE_FAINT, ex_rule_one_sided(id, answer), SIDE_COLUMN);
        break;
    case SIDE_MISSING:
        page_put(page, STYLE_BAD, "missing");
        break;
    }
    page_end(page);
}

static bool is_asked(const struct record *record, size_t rule)
{
    return record->answers[rule].asked_true + record->answers[rule].asked_false > 0;
}

static void print_group_head(struct page *page, const struct record *record, size_t first)
{
    const struct ex_rule_row *row = ex_rule_row((enum ex_rule_id)first);
    struct coverage counts = group_count(record->answers, first);
    size_t missing = counts.sides - counts.seen - counts.excused;
    page_put(page, STYLE_HEADING, "%s%s", page->text.length > 0 ? "\n" : "", row->group);
    page_put(page, STYLE_PLAIN, ": ");
    page_words(page, STYLE_PLAIN, ex_rule_group_title(row));
    page_put(page, STYLE_PLAIN, "\n  %zu sides: %zu seen, %zu one-sided, ", counts.sides,
             counts.seen, counts.excused);
    page_put(page, missing > 0 ? STYLE_BAD : STYLE_PLAIN, "%zu missing\n", missing);
    page_to(page, SIDE_COLUMN);
    page_put(page, STYLE_FAINT, "  times   cases  scenarios\n");
}

static void print_rule(struct page *page, const struct record *record, enum ex_rule_id id)
{
    page_put(page, STYLE_NAME, "  %s\n", ex_rule_row(id)->id);
    print_side(page, record, id, true);
    print_side(page, record, id, false);
}

/* Rules that no case asks are among the gaps. */
static void print_group(struct page *page, const struct record *record, size_t first)
{
    bool any = false;
    for (size_t i = first; i < RULE_COUNT; i++) {
        if (!group_has(first, i) || !is_asked(record, i)) {
            continue;
        }
        if (!any) {
            print_group_head(page, record, first);
            any = true;
        }
        print_rule(page, record, (enum ex_rule_id)i);
    }
}

/* ---- calls ---- */

static void print_result(struct page *page, const struct record *record, size_t call, size_t result)
{
    enum result_state state = result_state(&record->assertions, call, result);
    page_put(page, STYLE_PLAIN, "    %s", assertion_result(call_at(call), result));
    page_to(page, RESULT_COLUMN);
    if (state == RESULT_EXCUSED) {
        page_put(page, STYLE_FAINT, "no scenario can show it:");
        page_flow(page, STYLE_FAINT, result_reason(call_at(call), result), RESULT_COLUMN);
    } else if (state == RESULT_MISSING) {
        page_put(page, STYLE_BAD, "missing");
    } else if (state == RESULT_SEEN) {
        page_put(page, STYLE_BAD, "seen only  ");
        print_names(page, record, record_answer(record, call, result));
        return;
    } else {
        page_put(page, STYLE_PLAIN, "%6zu %10" PRIu32 "  ",
                 record->assertions.calls[call].results[result].cases,
                 record_result(record, call, result)->count);
        print_names(page, record, record_result(record, call, result));
        return;
    }
    page_end(page);
}

static bool is_asserted(const struct record *record, size_t call)
{
    struct result_counts counts = {0};
    matrix_add(&counts, &record->assertions, call);
    return counts.states[RESULT_ASSERTED] + counts.states[RESULT_REFUTED] +
               counts.states[RESULT_SEEN] >
           0;
}

static void print_header_head(struct page *page, const struct record *record, size_t first)
{
    struct result_counts counts = header_count(&record->assertions, first);
    const size_t *states = counts.states;
    page_put(page, STYLE_HEADING, "\n%s\n", call_at(first)->header);
    page_put(page, STYLE_PLAIN, "  %zu results: %zu asserted, %zu that no scenario can show, ",
             counts.results, states[RESULT_ASSERTED] + states[RESULT_REFUTED],
             states[RESULT_EXCUSED]);
    page_put(page, states[RESULT_SEEN] > 0 ? STYLE_BAD : STYLE_PLAIN, "%zu seen only, ",
             states[RESULT_SEEN]);
    page_put(page, states[RESULT_MISSING] > 0 ? STYLE_BAD : STYLE_PLAIN, "%zu missing\n",
             states[RESULT_MISSING]);
    page_to(page, RESULT_COLUMN);
    page_put(page, STYLE_FAINT, " cases  scenarios\n");
}

static void print_call(struct page *page, const struct record *record, size_t call)
{
    page_put(page, STYLE_NAME, "  %s\n", call_at(call)->name);
    for (size_t i = 0; i < CALL_RESULTS_LIMIT; i++) {
        if (assertion_result(call_at(call), i) != NULL) {
            print_result(page, record, call, i);
        }
    }
}

/* Calls of which nothing is asserted are among the gaps. */
static void print_header(struct page *page, const struct record *record, size_t first)
{
    bool any = false;
    for (size_t i = first; call_at(i) != NULL; i++) {
        if (!header_has(first, i) || !is_asserted(record, i)) {
            continue;
        }
        if (!any) {
            print_header_head(page, record, first);
            any = true;
        }
        print_call(page, record, i);
    }
}

void coverage_print_all(struct page *page, const struct record *record)
{
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (group_begins(i)) {
            print_group(page, record, i);
        }
    }
    for (size_t i = 0; call_at(i) != NULL; i++) {
        if (header_begins(i)) {
            print_header(page, record, i);
        }
    }
    coverage_print_gaps(page, record);
    coverage_print_totals(page, record);
}

/* ---- one of them ---- */

static void print_scenarios(struct page *page, const struct record *record,
                            const struct covered *covered)
{
    for (uint32_t i = 0; i < covered->count; i++) {
        const struct recorded_scenario *scenario = &record->scenarios[covered->scenarios[i]];
        page_put(page, STYLE_NAME, "    %s", scenario->id);
        page_put(page, STYLE_FAINT, "  %s:%u\n", scenario->path, (unsigned)scenario->place.line);
    }
}

/* "31 times in 12 cases of 4 scenarios"; without times if they are 0. */
static void append_counts(struct text *text, uint32_t times, size_t cases, size_t scenarios)
{
    if (times > 0) {
        text_append_format(text, "%" PRIu32 " time%s in ", times, times == 1 ? "" : "s");
    }
    text_append_format(text, "%zu case%s of %zu scenario%s", cases, cases == 1 ? "" : "s",
                       scenarios, scenarios == 1 ? "" : "s");
}

static void print_all_of(struct page *page, const struct record *record,
                         const struct covered *covered, uint32_t times, size_t cases)
{
    struct text counts = {0};
    append_counts(&counts, times, cases, covered->count);
    page_put(page, STYLE_PLAIN, "%s\n", counts.bytes);
    print_scenarios(page, record, covered);
    text_free(&counts);
}

void coverage_print_rule(struct page *page, const struct record *record, enum ex_rule_id id)
{
    rules_look_up(page, ex_rule_row(id)->id);
    for (int answer = 1; answer >= 0; answer--) {
        page_put(page, STYLE_FAINT, "  %s", answer ? "true" : "false");
        page_to(page, LABEL_COLUMN);
        switch (side_state(record->answers, id, answer != 0)) {
        case SIDE_SEEN:
            print_all_of(page, record, &record->sides[id][answer],
                         side_times(record, id, answer != 0), record->sides[id][answer].cases);
            break;
        case SIDE_EXCUSED:
            page_put(page, STYLE_PLAIN, "never, see above\n");
            break;
        case SIDE_MISSING:
            page_put(page, STYLE_BAD, "missing\n");
            break;
        }
    }
}

/* It is the answer somewhere, and no scenario says that it has to be. */
static void print_seen(struct page *page, const struct record *record, size_t call, size_t result)
{
    const struct covered *covered = record_answer(record, call, result);
    page_put(page, STYLE_BAD, "seen only");
    page_put(page, STYLE_PLAIN, ": %zu time%s in %" PRIu32 " scenario%s\n",
             record->assertions.calls[call].results[result].answered,
             record->assertions.calls[call].results[result].answered == 1 ? "" : "s",
             covered->count, covered->count == 1 ? "" : "s");
    print_scenarios(page, record, covered);
}

static void print_result_whole(struct page *page, const struct record *record, size_t number,
                               size_t result)
{
    const struct call *call = call_at(number);
    enum result_state state = result_state(&record->assertions, number, result);
    page_put(page, STYLE_HEADING, "  %s\n", assertion_result(call, result));
    page_to(page, 4);
    page_words(page, STYLE_PLAIN, result_when(call, result));
    page_put(page, STYLE_PLAIN, *result_when(call, result) != '\0' ? "\n    " : "");
    if (result_reason(call, result) != NULL) {
        page_put(page, STYLE_FAINT, "no scenario can show it:");
        page_flow(page, STYLE_FAINT, result_reason(call, result), 4);
        page_put(page, STYLE_PLAIN, state == RESULT_REFUTED ? "\n    " : "\n");
    }
    if (state == RESULT_MISSING) {
        page_put(page, STYLE_BAD, "missing\n");
    } else if (state == RESULT_SEEN) {
        print_seen(page, record, number, result);
    } else if (state != RESULT_EXCUSED) {
        print_all_of(page, record, record_result(record, number, result), 0,
                     record->assertions.calls[number].results[result].cases);
    }
}

void coverage_print_call(struct page *page, const struct record *record, size_t call)
{
    page_put_string(page, STYLE_NAME, call_at(call)->name);
    page_put(page, STYLE_PLAIN, "  (%s)\n", call_at(call)->header);
    for (size_t i = 0; i < CALL_RESULTS_LIMIT; i++) {
        if (assertion_result(call_at(call), i) != NULL) {
            print_result_whole(page, record, call, i);
        }
    }
}

static void print_scenario_rules(struct page *page, const struct record *record, size_t scenario)
{
    for (size_t i = 0; i < RULE_COUNT; i++) {
        bool yes = covered_by(&record->sides[i][true], scenario);
        bool no = covered_by(&record->sides[i][false], scenario);
        if (yes || no) {
            page_put(page, STYLE_NAME, "    %s", ex_rule_row((enum ex_rule_id)i)->id);
            page_to(page, RESULT_COLUMN);
            page_put(page, STYLE_PLAIN, "%s\n", yes && no ? "true, false" : yes ? "true" : "false");
        }
    }
}

void coverage_print_scenario(struct page *page, const struct record *record, size_t scenario)
{
    const struct recorded_scenario *one = &record->scenarios[scenario];
    page_put(page, STYLE_NAME, "%s\n", one->id);
    page_put(page, STYLE_FAINT, "  %s:%u, %zu case%s\n", one->path, (unsigned)one->place.line,
             one->cases, one->cases == 1 ? "" : "s");
    page_put(page, STYLE_HEADING, "  rules that it asks\n");
    print_scenario_rules(page, record, scenario);
    page_put(page, STYLE_HEADING, "  results that it asserts\n");
    for (size_t i = 0; call_at(i) != NULL; i++) {
        for (size_t j = 0; j < CALL_RESULTS_LIMIT; j++) {
            const char *result = assertion_result(call_at(i), j);
            if (result != NULL && covered_by(record_result(record, i, j), scenario)) {
                page_put(page, STYLE_NAME, "    %s", call_at(i)->name);
                page_to(page, RESULT_COLUMN);
                page_put(page, STYLE_PLAIN, "%s\n", result);
            }
        }
    }
}
