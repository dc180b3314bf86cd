#include "ntsrm/coverage/sides.h"

#include "ntsrm/options.h"

#include "ex/rules.h"

#include <stdlib.h>

#define ID_COLUMN     8
#define REASON_COLUMN 40

enum side_state side_state(const struct ex_answers *answers, enum ex_rule_id id, bool answer)
{
    if ((answer ? answers[id].asked_true : answers[id].asked_false) > 0) {
        return SIDE_SEEN;
    }
    return ex_rule_one_sided(id, answer) != NULL ? SIDE_EXCUSED : SIDE_MISSING;
}

void coverage_add(struct coverage *coverage, const struct ex_answers *answers, enum ex_rule_id id)
{
    for (int answer = 0; answer < 2; answer++) {
        enum side_state state = side_state(answers, id, answer != 0);
        coverage->sides++;
        coverage->seen += state == SIDE_SEEN;
        coverage->excused += state == SIDE_EXCUSED;
    }
}

struct coverage coverage_count(const struct ex_answers *answers)
{
    struct coverage coverage = {0};
    for (size_t i = 0; i < RULE_COUNT; i++) {
        coverage_add(&coverage, answers, (enum ex_rule_id)i);
    }
    return coverage;
}

unsigned coverage_percent(const struct coverage *coverage)
{
    return (unsigned)((coverage->seen + coverage->excused) * 10000 / coverage->sides);
}

bool group_has(size_t first, size_t rule)
{
    return ex_rule_row((enum ex_rule_id)first)->group_index ==
           ex_rule_row((enum ex_rule_id)rule)->group_index;
}

bool group_begins(size_t rule)
{
    size_t first = 0;
    while (!group_has(first, rule)) {
        first++;
    }
    return first == rule;
}

struct coverage group_count(const struct ex_answers *answers, size_t first)
{
    struct coverage counts = {0};
    for (size_t i = first; i < RULE_COUNT; i++) {
        if (group_has(first, i)) {
            coverage_add(&counts, answers, (enum ex_rule_id)i);
        }
    }
    return counts;
}

bool percent_read(const struct command *command, const char *option, const char *text,
                  unsigned *hundredths)
{
    char *end;
    double percent = strtod(text, &end);
    if (end == text || *end != '\0' || !(percent >= 0 && percent <= 100)) {
        usage_error(command, "--%s is a number from 0 to 100, not '%s'", option, text);
        return false;
    }
    *hundredths = (unsigned)(percent * 100 + 0.5);
    return true;
}

static void print_group(struct page *page, const char *group, const struct coverage *coverage)
{
    size_t missing = coverage->sides - coverage->seen - coverage->excused;
    page_put_string(page, STYLE_NAME, group);
    page_to(page, 14);
    page_put(page, STYLE_PLAIN, "%5zu  %5zu  %5zu  %8zu  ", coverage->sides / 2, coverage->sides,
             coverage->seen, coverage->excused);
    page_put(page, missing > 0 ? STYLE_BAD : STYLE_PLAIN, "%7zu", missing);
    page_end(page);
}

static void print_groups(struct page *page, const struct ex_answers *answers)
{
    page_put(page, STYLE_HEADING, "group         rules  sides   seen  one-sided  missing\n");
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (group_begins(i)) {
            struct coverage counts = group_count(answers, i);
            print_group(page, ex_rule_row((enum ex_rule_id)i)->group, &counts);
        }
    }
}

/* "true    gate.same_user    the token's user is ...". */
static void print_side(struct page *page, enum ex_rule_id id, bool answer, const char *words)
{
    page_put(page, STYLE_PLAIN, "  %s", answer ? "true" : "false");
    page_to(page, ID_COLUMN);
    page_put_string(page, STYLE_NAME, ex_rule_row(id)->id);
    page_to(page, REASON_COLUMN);
    page_words(page, STYLE_PLAIN, words);
    page_end(page);
}

static void print_sides(struct page *page, const struct ex_answers *answers, enum side_state wanted,
                        const char *heading)
{
    bool any = false;
    for (size_t i = 0; i < 2 * (size_t)RULE_COUNT; i++) {
        enum ex_rule_id id = (enum ex_rule_id)(i / 2);
        bool answer = i % 2 == 0;
        if (side_state(answers, id, answer) != wanted) {
            continue;
        }
        if (!any) {
            page_put(page, STYLE_HEADING, "\n%s\n", heading);
            any = true;
        }
        print_side(page, id, answer,
                   wanted == SIDE_EXCUSED ? ex_rule_one_sided(id, answer)
                                          : ex_rule_row(id)->sentence);
    }
}

void coverage_print_percent(struct page *page, const struct ex_answers *answers)
{
    struct coverage coverage = coverage_count(answers);
    unsigned percent = coverage_percent(&coverage);
    page_put(page, percent < 10000 ? STYLE_BAD : STYLE_GOOD,
             "\nrule coverage: %u.%02u %% (%zu of %zu sides)\n", percent / 100, percent % 100,
             coverage.seen + coverage.excused, coverage.sides);
}

void coverage_print(struct page *page, const struct ex_answers *answers)
{
    print_groups(page, answers);
    print_sides(page, answers, SIDE_EXCUSED, "one-sided, so nothing is missing:");
    print_sides(page, answers, SIDE_MISSING, "missing, no case makes the rule answer so:");
    coverage_print_percent(page, answers);
}
