/* The end of the report: what is missing, what is wrong, and how much is covered. */
#include "ntsrm/coverage/matrix.h"
#include "ntsrm/coverage/sides.h"
#include "ntsrm/coverage/text.h"

#include "ex/rules.h"

#include <string.h>

#define NAMES_COLUMN 23
#define WHEN_COLUMN  4

/* ---- names in lists: "gate      same_user, privilege_held" ---- */

struct names {
    struct page *page;
    const char *heading; /* NULL once it was printed */
    const char *label;   /* of the line; "" before the first */
};

static void name_put(struct names *names, const char *label, const char *name)
{
    struct page *page = names->page;
    if (names->heading != NULL) {
        page_put(page, STYLE_HEADING, "\n%s", names->heading);
        names->heading = NULL;
    }
    if (strcmp(names->label, label) != 0) {
        page_put(page, STYLE_NAME, "\n  %s", label);
        page_to(page, NAMES_COLUMN);
        names->label = label;
    } else {
        page_put(page, STYLE_PLAIN, ",");
    }
    page_item(page, STYLE_PLAIN, name, NAMES_COLUMN);
}

static void names_end(struct names *names)
{
    if (names->heading == NULL) {
        page_end(names->page);
    }
}

/* ---- rules ---- */

static enum side_state state_of(const struct record *record, size_t rule, bool answer)
{
    return side_state(record->answers, (enum ex_rule_id)rule, answer);
}

/* Neither side is seen, and one of them could be. */
static bool is_unasked(const struct record *record, size_t rule)
{
    enum side_state yes = state_of(record, rule, true), no = state_of(record, rule, false);
    return yes != SIDE_SEEN && no != SIDE_SEEN && (yes == SIDE_MISSING || no == SIDE_MISSING);
}

static void put_unasked_rules(struct names *names, const struct record *record, size_t first)
{
    for (size_t i = first; i < RULE_COUNT; i++) {
        const struct ex_rule_row *row = ex_rule_row((enum ex_rule_id)i);
        if (group_has(first, i) && is_unasked(record, i)) {
            name_put(names, row->group, row->id + strlen(row->group) + 1);
        }
    }
}

static void print_unasked_rules(struct page *page, const struct record *record)
{
    struct names names = {
        .page = page, .heading = "missing, no case asks these rules:", .label = ""};
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (group_begins(i)) {
            put_unasked_rules(&names, record, i);
        }
    }
    names_end(&names);
}

static void print_missing_sides(struct page *page, const struct record *record)
{
    bool any = false;
    for (size_t i = 0; i < 2 * (size_t)RULE_COUNT; i++) {
        const struct ex_rule_row *row = ex_rule_row((enum ex_rule_id)(i / 2));
        if (state_of(record, i / 2, i % 2 == 0) != SIDE_MISSING || is_unasked(record, i / 2)) {
            continue;
        }
        if (!any) {
            page_put(page, STYLE_HEADING, "\nmissing, no case makes the rule answer so:\n");
            any = true;
        }
        page_put(page, STYLE_NAME, "  %s", row->id);
        page_put(page, STYLE_PLAIN, ": %s\n", i % 2 == 0 ? "true" : "false");
        page_to(page, WHEN_COLUMN);
        page_words(page, STYLE_FAINT, row->sentence);
        page_end(page);
    }
}

/* ---- calls ---- */

static bool is_unasserted(const struct record *record, size_t call)
{
    struct result_counts counts = {0};
    matrix_add(&counts, &record->assertions, call);
    return counts.states[RESULT_ASSERTED] + counts.states[RESULT_REFUTED] +
                   counts.states[RESULT_SEEN] ==
               0 &&
           counts.states[RESULT_MISSING] > 0;
}

static void put_unasserted_calls(struct names *names, const struct record *record, size_t first)
{
    for (size_t i = first; call_at(i) != NULL; i++) {
        if (header_has(first, i) && is_unasserted(record, i)) {
            name_put(names, call_at(i)->header, call_at(i)->name);
        }
    }
}

static void print_unasserted_calls(struct page *page, const struct record *record)
{
    struct names names = {
        .page = page, .heading = "missing, no scenario sees a result of these calls:", .label = ""};
    for (size_t i = 0; call_at(i) != NULL; i++) {
        if (header_begins(i)) {
            put_unasserted_calls(&names, record, i);
        }
    }
    names_end(&names);
}

/* heading: NULL once it was printed. */
static void print_results_of(struct page *page, const struct record *record, size_t number,
                             enum result_state state, const char **heading)
{
    const struct call *call = call_at(number);
    for (size_t i = 0; i < CALL_RESULTS_LIMIT; i++) {
        if (assertion_result(call, i) == NULL ||
            result_state(&record->assertions, number, i) != state) {
            continue;
        }
        if (*heading != NULL) {
            page_put(page, STYLE_HEADING, "\n%s\n", *heading);
            *heading = NULL;
        }
        matrix_print_result(page, call, i);
    }
}

static void print_results(struct page *page, const struct record *record, enum result_state state,
                          const char *heading)
{
    for (size_t i = 0; call_at(i) != NULL; i++) {
        if (!is_unasserted(record, i)) {
            print_results_of(page, record, i, state, &heading);
        }
    }
}

static void print_unlisted(struct page *page, const struct assertions *assertions)
{
    for (size_t i = 0; i < assertions->unlisted_count; i++) {
        if (i == 0) {
            page_put(page, STYLE_HEADING, "\nasserted, but not in the call table:\n");
        }
        matrix_print_unlisted(page, &assertions->unlisted[i]);
    }
}

void coverage_print_gaps(struct page *page, const struct record *record)
{
    print_unasked_rules(page, record);
    print_missing_sides(page, record);
    print_unasserted_calls(page, record);
    print_results(page, record, RESULT_SEEN, "seen only, no scenario asserts it:");
    print_results(page, record, RESULT_MISSING, "missing, no scenario asserts it or even sees it:");
    print_results(page, record, RESULT_REFUTED,
                  "asserted, although the call table says why no scenario can show it:");
    print_unlisted(page, &record->assertions);
}

void coverage_print_totals(struct page *page, const struct record *record)
{
    struct result_counts counts = matrix_count(&record->assertions);
    unsigned percent = matrix_percent(&counts);
    size_t wrong = counts.states[RESULT_REFUTED] + counts.unlisted;
    coverage_print_percent(page, record->answers);
    page_put(page, percent < 10000 ? STYLE_BAD : STYLE_GOOD,
             "status coverage: %u.%02u %% (%zu of %zu results)", percent / 100, percent % 100,
             counts.states[RESULT_ASSERTED] + counts.states[RESULT_EXCUSED], counts.results);
    if (wrong > 0) {
        page_put(page, STYLE_BAD, "; the call table is wrong about %zu", wrong);
    }
    page_end(page);
}
