/* Every case has an id of its own. */
#include "scenario/cases.h"

#include "scenario/runner.h"

#include <stdlib.h>
#include <string.h>

static int hash_order(const void *left, const void *right)
{
    const struct case_entry *a = *(const struct case_entry *const *)left;
    const struct case_entry *b = *(const struct case_entry *const *)right;
    int order = (a->hash > b->hash) - (a->hash < b->hash);
    return order != 0 ? order : (a > b) - (a < b);
}

static void compare_ids(struct runner *run, const struct case_entry *first,
                        const struct case_entry *again)
{
    const char *id = runner_case_id(run, (size_t)(first - run->cases));
    const char *kept = arena_copy(&run->file_arena, id, strlen(id));
    if (strcmp(kept, runner_case_id(run, (size_t)(again - run->cases))) == 0) {
        problem(run, again->row ? again->row : run->documents[again->info.scenario].root,
                "there are two cases %s", kept);
    }
}

void cases_check_ids(struct runner *run)
{
    if (run->case_count < 2) {
        return;
    }
    const struct case_entry **sorted =
        arena_alloc(&run->file_arena, run->case_count * sizeof(const struct case_entry *));
    for (size_t i = 0; i < run->case_count; i++) {
        sorted[i] = &run->cases[i];
    }
    qsort((void *)sorted, run->case_count, sizeof *sorted, hash_order);
    size_t first = 0;
    for (size_t i = 1; i < run->case_count; i++) {
        if (sorted[i]->hash == sorted[first]->hash) {
            compare_ids(run, sorted[first], sorted[i]);
        } else {
            first = i;
        }
    }
}
