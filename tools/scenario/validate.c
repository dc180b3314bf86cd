/*
 * Looking for everything that is wrong without running.
 *
 * A case that runs and passes has been read as a whole, so this is for the rest. All cases of a row
 * are walked through, unless they are too many: then each value of each list is, together with the
 * first values of the others, a spread of combinations, and cases that ran and did not pass.
 */
#include "scenario/cases.h"
#include "scenario/limits.h"
#include "scenario/one_case.h"
#include "scenario/runner.h"
#include "scenario/sources.h"

/* Of a row; if the file makes more than ten times as many, all rows share those. */
#define WALKED_LIMIT ((size_t)10000)

/* How much is read for a case: its scenario without the rows, and the files that it uses. */
static uint64_t nodes_of_case(const struct runner *run, const struct document *document)
{
    const struct nodes *nodes = &run->main.nodes;
    const struct node *rows = key_value(document->keys, DOCUMENT, cases);
    uint64_t count = (uint64_t)(node_next(nodes, document->root) - document->root);
    count -= rows ? (uint64_t)(node_next(nodes, rows) - rows) : 0;
    for (size_t i = 0; i < document->source_count; i++) {
        count += run->use_order[document->first_source + i]->nodes.count;
    }
    return count;
}

static void walk(struct runner *run, size_t index)
{
    const struct case_entry entry = cases_at(run, index);
    const struct document *document = &run->documents[entry.info.scenario];
    if (run->walked_nodes > WALKED_NODES_LIMIT) {
        return;
    }
    run->walked_nodes += nodes_of_case(run, document);
    case_begin(run, &entry);
    case_walk(run);
}

static size_t walked_limit(const struct runner *run)
{
    if (run->case_count <= 10 * WALKED_LIMIT) {
        return WALKED_LIMIT;
    }
    size_t share = 10 * WALKED_LIMIT / run->range_count;
    return share == 0 ? 1 : share < WALKED_LIMIT ? share : WALKED_LIMIT;
}

static void walk_spread(struct runner *run, const struct case_range *range, size_t limit)
{
    const size_t stride = cases_spread(range->count);
    for (size_t i = 0, at = 0; i < limit; i++) {
        walk(run, range->first + at);
        at = (at + stride) % range->count;
    }
}

static void walk_each_value(struct runner *run, const struct case_range *range)
{
    for (uint32_t i = 0; i < range->key_count; i++) {
        const struct row_key *key = &range->keys[i];
        for (uint32_t j = 1; j < key->count; j++) {
            walk(run, range->first + (size_t)j * key->stride);
        }
    }
}

static void walk_failed(struct runner *run, const struct case_range *range, size_t limit)
{
    for (size_t i = 0, walked = 0; i < range->count && walked < limit; i++) {
        if (run->states[range->first + i] > CASE_SKIP) {
            walk(run, range->first + i);
            walked++;
        }
    }
}

static void validate_range(struct runner *run, const struct case_range *range)
{
    size_t limit = walked_limit(run);
    if (range->count > limit) {
        walk_spread(run, range, limit);
        walk_each_value(run, range);
        walk_failed(run, range, limit);
        return;
    }
    for (size_t i = 0; i < range->count; i++) {
        walk(run, range->first + i);
    }
}

bool runner_validate(struct runner *run)
{
    size_t finding_count = run->finding_count;
    run->dry = true;
    run->walked_nodes = 0;
    for (size_t i = 0; i < run->range_count; i++) {
        validate_range(run, &run->ranges[i]);
    }
    cases_check_ids(run);
    run->dry = false;
    run->finding_count = finding_count;
    return sources_are_right(run);
}
