#include "coverage.h"

#include "ex/rules.h"

#include <string.h>

#define ID_COLUMN     8
#define REASON_COLUMN 40

enum side_state {
    SIDE_SEEN,
    SIDE_EXCUSED,
    SIDE_MISSING,
};

static enum side_state side_state(const struct ex_answers *answers, enum ex_rule_id id, bool answer)
{
    if ((answer ? answers[id].asked_true : answers[id].asked_false) > 0) {
        return SIDE_SEEN;
    }
    return ex_rule_one_sided(id, answer) != NULL ? SIDE_EXCUSED : SIDE_MISSING;
}

static void rule_count(struct coverage *coverage, const struct ex_answers *answers,
                       enum ex_rule_id id)
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
        rule_count(&coverage, answers, (enum ex_rule_id)i);
    }
    return coverage;
}

unsigned coverage_percent(const struct coverage *coverage)
{
    return (unsigned)((coverage->seen + coverage->excused) * 10000 / coverage->sides);
}

static void print_group(struct page *page, const char *group, const struct coverage *coverage)
{
    size_t missing = coverage->sides - coverage->seen - coverage->excused;
    page_put(page, STYLE_NAME, "%s", group);
    page_to(page, 14);
    page_put(page, STYLE_PLAIN, "%5zu  %5zu  %5zu  %8zu  ", coverage->sides / 2, coverage->sides,
             coverage->seen, coverage->excused);
    page_put(page, missing > 0 ? STYLE_BAD : STYLE_PLAIN, "%7zu", missing);
    page_end(page);
}

static void print_groups(struct page *page, const struct ex_answers *answers)
{
    struct coverage coverage = {0};
    page_put(page, STYLE_HEADING, "group         rules  sides   seen  one-sided  missing\n");
    for (size_t i = 0; i < RULE_COUNT; i++) {
        const char *group = ex_rule_row((enum ex_rule_id)i)->group;
        rule_count(&coverage, answers, (enum ex_rule_id)i);
        if (i + 1 == RULE_COUNT ||
            strcmp(group, ex_rule_row((enum ex_rule_id)(i + 1))->group) != 0) {
            print_group(page, group, &coverage);
            coverage = (struct coverage){0};
        }
    }
}

/* "true    gate.same_user    the token's user is ...". */
static void print_side(struct page *page, enum ex_rule_id id, bool answer, const char *words)
{
    page_put(page, STYLE_PLAIN, "  %s", answer ? "true" : "false");
    page_to(page, ID_COLUMN);
    page_put(page, STYLE_NAME, "%s", ex_rule_row(id)->id);
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

void coverage_print(struct page *page, const struct ex_answers *answers)
{
    struct coverage coverage = coverage_count(answers);
    unsigned percent = coverage_percent(&coverage);
    print_groups(page, answers);
    print_sides(page, answers, SIDE_EXCUSED, "one-sided, so nothing is missing:");
    print_sides(page, answers, SIDE_MISSING, "missing, no case makes the rule answer so:");
    page_put(page, percent < 10000 ? STYLE_BAD : STYLE_GOOD,
             "\nrule coverage: %u.%02u %% (%zu of %zu sides)\n", percent / 100, percent % 100,
             coverage.seen + coverage.excused, coverage.sides);
}
