/* What came of the cases: a byte for each, and all of it only for those that did not just pass. */
#include "scenario/results.h"

#include "scenario/cases.h"
#include "scenario/runner.h"

#include <stdlib.h>
#include <string.h>

void results_forget(struct runner *run)
{
    if (run->case_count > run->state_capacity) {
        run->state_capacity = run->case_count;
        run->states = memory_resize(run->states, run->case_count * sizeof *run->states);
    }
    if (run->case_count > 0) {
        memset(run->states, CASE_NOT_RUN, run->case_count * sizeof *run->states);
    }
    run->kept_count = 0;
}

/* Where the result of a case is among those that are kept, or would be. */
static size_t kept_place(const struct runner *run, size_t index)
{
    size_t low = 0, high = run->kept_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (run->kept[middle].index < index) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

void results_add(struct runner *run, size_t index, const struct case_result *result)
{
    run->states[index] = (uint8_t)result->state;
    if (result->state == CASE_PASS || result->state == CASE_SKIP) {
        return;
    }
    run->kept = array_grow(run->kept, run->kept_count, &run->kept_capacity, sizeof *run->kept);
    run->kept[run->kept_count++] = (struct kept_result){.index = index, .result = *result};
}

static int index_order(const void *left, const void *right)
{
    const struct kept_result *a = left, *b = right;
    return (a->index > b->index) - (a->index < b->index);
}

void results_sort(struct runner *run)
{
    for (size_t i = 1; i < run->kept_count; i++) {
        if (run->kept[i].index < run->kept[i - 1].index) {
            qsort(run->kept, run->kept_count, sizeof *run->kept, index_order);
            return;
        }
    }
}

void results_replace(struct runner *run, size_t index, const struct case_result *result)
{
    size_t place = kept_place(run, index);
    bool kept = place < run->kept_count && run->kept[place].index == index;
    if (kept && result->state != CASE_PASS && result->state != CASE_SKIP) {
        run->states[index] = (uint8_t)result->state;
        run->kept[place].result = *result;
        return;
    }
    if (kept) {
        run->kept_count--;
        memmove(&run->kept[place], &run->kept[place + 1],
                (run->kept_count - place) * sizeof *run->kept);
    }
    results_add(run, index, result);
    results_sort(run);
}

const struct case_result *runner_result(const struct runner *run, size_t index)
{
    static const struct case_result alike[] = {
        [CASE_NOT_RUN] = {.state = CASE_NOT_RUN},
        [CASE_PASS] = {.state = CASE_PASS},
    };
    enum case_state state = (enum case_state)run->states[index];
    if (state <= CASE_PASS) {
        return &alike[state];
    }
    if (state == CASE_SKIP) {
        return cases_at(run, index).skipped;
    }
    return &run->kept[kept_place(run, index)].result;
}
