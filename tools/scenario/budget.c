/* For clock_gettime. */
#define _POSIX_C_SOURCE 200809L

#include "scenario/budgets.h"

#include "scenario/runner.h"

#include "ex/pool.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

static const struct budget_row {
    const char *noun;
    struct unit {
        const char *text;
        uint64_t size;
    } units[5];
} rows[] = {
    [BUDGET_CASES] = {"a number of cases", {{"", 1}}},
    [BUDGET_STEPS] = {"a number of steps", {{"", 1}}},
    [BUDGET_MEMORY] = {"a size such as 64MiB",
                       {{"B", 1}, {"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}}},
    [BUDGET_TIME] = {"a time such as 2s or 500ms", {{"ms", 1}, {"s", 1000}, {"min", 60000}}},
};

/* Where nobody says anything. Time has none: how long something takes depends on where it runs. */
static const struct budget usual = {
    .limits =
        {
            [BUDGET_CASES] = CASES_LIMIT,
            [BUDGET_STEPS] = UINT64_C(1000000000),
            [BUDGET_MEMORY] = UINT64_C(256) << 20,
        },
};

const char *budget_kind_word(enum budget_kind kind)
{
    return key_at((enum key_id)(KEY_BEGIN_BUDGET + (int)kind))->text;
}

const char *budget_kind_noun(enum budget_kind kind)
{
    return rows[kind].noun;
}

const char *budget_unit(enum budget_kind kind, size_t index)
{
    return rows[kind].units[index].text;
}

bool budget_read(enum budget_kind kind, const char *text, uint64_t *limit)
{
    const char *unit = text;
    uint64_t number = 0;
    for (; *unit >= '0' && *unit <= '9'; unit++) {
        uint64_t digit = (uint64_t)(*unit - '0');
        if (number > (UINT64_MAX - digit) / 10) {
            return false;
        }
        number = number * 10 + digit;
    }
    for (const struct unit *row = rows[kind].units; row->text; row++) {
        if (strcmp(unit, row->text) == 0 && number > 0 && number <= UINT64_MAX / row->size) {
            *limit = number * row->size;
            return true;
        }
    }
    return false;
}

/* ---- reading `budget` ---- */

bool budgets_read(struct runner *run, struct document *document)
{
    const struct node *budget = key_value(document->keys, DOCUMENT, budget);
    bool right = !budget || keys_collect(run, budget, SPACE_BUDGET, &document->budget_keys);
    for (size_t i = 0; budget && i < BUDGET_KIND_COUNT; i++) {
        const struct node *node = document->budget_keys.at[i];
        uint64_t *limit = &document->budget.limits[i];
        bool good = !node || (node->kind == NODE_SCALAR &&
                              budget_read((enum budget_kind)i, node->text, limit));
        right = (good || problem_kind(run, node, rows[i].noun)) && right;
    }
    return right;
}

/* ---- who set the limit that counts ---- */

struct limit {
    uint64_t value;
    const char *whose;       /* for messages */
    const struct node *node; /* where the scenario says it */
};

static struct limit limit_of(const struct runner *run, const struct document *document,
                             enum budget_kind kind)
{
    const struct budget *caller = run->options->budget;
    uint64_t own = document->budget.limits[kind], given = caller ? caller->limits[kind] : 0;
    if (own != 0 && (given == 0 || own <= given)) {
        return (struct limit){
            .value = own,
            .whose = "its budget",
            .node = document->budget_keys.at[kind],
        };
    }
    if (given != 0) {
        return (struct limit){.value = given, .whose = "the budget of the run"};
    }
    return (struct limit){.value = usual.limits[kind], .whose = "the usual budget"};
}

/* ---- cases and steps: before anything runs ---- */

static bool refuse(struct runner *run, const struct node *node, const struct limit *limit,
                   enum budget_kind kind, uint64_t count)
{
    problem(run, node, "the scenario has %" PRIu64 " %s, and %s is %" PRIu64, count,
            budget_kind_word(kind), limit->whose, limit->value);
    if (limit->node) {
        problem_note(run, limit->node, "its budget");
    }
    return false;
}

/* The row with which the cases are more than the limit. */
static const struct node *row_above(const struct runner *run, const struct document *document,
                                    uint64_t limit)
{
    const size_t end = document->info.first_case + document->info.case_count;
    for (size_t i = 0; i < run->range_count; i++) {
        const struct case_range *range = &run->ranges[i];
        size_t after_it = range->first + range->count;
        if (after_it <= end && range->first >= document->info.first_case && range->row &&
            after_it - document->info.first_case > limit) {
            return range->row;
        }
    }
    return document->root;
}

static bool check_document(struct runner *run, const struct document *document)
{
    const struct node *steps = key_value(document->keys, DOCUMENT, steps);
    const struct limit cases = limit_of(run, document, BUDGET_CASES);
    const struct limit moves = limit_of(run, document, BUDGET_STEPS);
    const uint64_t case_count = document->info.case_count;
    if (case_count > cases.value) {
        return refuse(run, row_above(run, document, cases.value), &cases, BUDGET_CASES, case_count);
    }
    if (steps && steps->kind == NODE_SEQUENCE && case_count * steps->count > moves.value) {
        return refuse(run, steps, &moves, BUDGET_STEPS, case_count * steps->count);
    }
    return true;
}

bool budgets_check(struct runner *run)
{
    bool right = true;
    run->nodes = &run->main.nodes;
    for (size_t i = 0; i < run->document_count; i++) {
        right = check_document(run, &run->documents[i]) && right;
    }
    return right;
}

/* ---- memory and time: while a case runs ---- */

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * UINT64_C(1000000000) + (uint64_t)time.tv_nsec;
}

void budgets_forget(struct runner *run)
{
    for (size_t i = 0; i < run->document_count; i++) {
        run->documents[i].spent = 0;
        run->documents[i].overdue = false;
    }
}

bool budgets_begin(struct runner *run)
{
    struct document *document = &run->documents[run->entry.info.scenario];
    uint64_t limit = limit_of(run, document, BUDGET_TIME).value;
    run->memory_limit = limit_of(run, document, BUDGET_MEMORY).value;
    run->has_time_limit = limit != 0;
    if (run->has_time_limit) {
        run->time_limit = limit < UINT64_MAX / 1000000 ? limit * 1000000 : UINT64_MAX;
        run->time_begin = now();
    }
    /* Where the time ended after the last step of a case, the next one says so. */
    return !document->overdue;
}

void budgets_end(struct runner *run)
{
    if (run->has_time_limit) {
        run->documents[run->entry.info.scenario].spent += now() - run->time_begin;
    }
}

static bool exceeded(struct runner *run, const struct node *node, enum budget_kind kind,
                     const char *what, const char *consequence)
{
    const struct limit limit = limit_of(run, run->document, kind);
    const struct unit *unit = rows[kind].units;
    while (unit[1].text && limit.value % unit[1].size == 0) {
        unit++;
    }
    finding_plain(run, node, "%s than %s of %" PRIu64 "%s%s", what, limit.whose,
                  limit.value / unit->size, unit->text, consequence);
    run->trouble = TROUBLE_BUDGET;
    return false;
}

bool budgets_hold(struct runner *run, const struct node *node)
{
    if (ex_pool_size(run->world->pool) + arena_size(&run->arena) > run->memory_limit) {
        return exceeded(run, node, BUDGET_MEMORY, "the case takes more memory", "");
    }
    if (run->has_time_limit && run->document->spent + (now() - run->time_begin) > run->time_limit) {
        run->documents[run->entry.info.scenario].overdue = true;
        return exceeded(run, node, BUDGET_TIME, "the scenario takes longer",
                        "; its cases after this one are not run");
    }
    return true;
}
