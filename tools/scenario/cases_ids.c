/*
 * Every case has an id of its own.
 *
 * The ids of a few cases are made and compared. Those of a large product are not: they differ if
 * and only if the values in each of its lists do, and two products have one in common if and only
 * if they have the same keys and, for each of them, a value in common. That holds as long as an id
 * can be read in one way only, see is_plain; ids of which it does not are made after all.
 */
#include "scenario/cases.h"

#include "scenario/id_products.h"
#include "scenario/runner.h"

#include <stdlib.h>
#include <string.h>

/* More cases, of not more rows than that, are compared as products. */
#define MADE_LIMIT     4096U
#define PRODUCTS_LIMIT 64U

/* More cases with an id that others have too are not looked at. */
#define ALIKE_LIMIT 10000U

struct alike {
    uint64_t hash;
    size_t index;
};

uint64_t id_hash(const char *bytes, size_t length)
{
    uint64_t hash = length;
    for (; length >= 8; bytes += 8, length -= 8) {
        hash = word_mix(hash, word_load64(bytes));
    }
    for (; length > 0; bytes++, length--) {
        hash = word_mix(hash, (unsigned char)*bytes);
    }
    return hash;
}

bool ids_compare(struct runner *run, size_t first, size_t again)
{
    const char *id = runner_case_id(run, first);
    const char *kept = arena_copy(&run->file_arena, id, strlen(id));
    if (strcmp(kept, runner_case_id(run, again)) != 0) {
        return false;
    }
    const struct case_entry entry = cases_at(run, again);
    const struct node *row = entry.range->row;
    problem(run, row ? row : run->documents[entry.info.scenario].root, "there are two cases %s",
            kept);
    return true;
}

static uint64_t case_hash(struct runner *run, size_t index)
{
    const char *id = runner_case_id(run, index);
    return id_hash(id, strlen(id));
}

/* ---- many ids ---- */

static int hash_order(const void *left, const void *right)
{
    const uint64_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

static int alike_order(const void *left, const void *right)
{
    const struct alike *a = left, *b = right;
    int order = hash_order(&a->hash, &b->hash);
    return order != 0 ? order : (a->index > b->index) - (a->index < b->index);
}

/* Leaves those that stand there more than once, sorted; returns how many they are. */
static size_t keep_repeated(uint64_t *hashes, size_t count)
{
    size_t kept = 0;
    qsort(hashes, count, sizeof *hashes, hash_order);
    for (size_t i = 1; i < count; i++) {
        bool known = kept > 0 && hashes[kept - 1] == hashes[i];
        if (hashes[i] == hashes[i - 1] && !known) {
            hashes[kept++] = hashes[i];
        }
    }
    return kept;
}

/* Each of them is compared with those before it that have the same hash. */
static void compare_alike(struct runner *run, const struct alike *alike, size_t count)
{
    size_t first = 0;
    for (size_t i = 0; i < count; i++) {
        first = alike[i].hash == alike[first].hash ? first : i;
        for (size_t j = first; j < i; j++) {
            if (ids_compare(run, alike[j].index, alike[i].index)) {
                break;
            }
        }
    }
}

static void find_alike(struct runner *run, const struct scenario_info *info,
                       const uint64_t *repeated, size_t repeated_count)
{
    struct alike *alike = memory_resize(NULL, ALIKE_LIMIT * sizeof *alike);
    size_t count = 0;
    for (size_t i = 0; i < info->case_count && count < ALIKE_LIMIT; i++) {
        size_t index = info->first_case + i;
        uint64_t hash = case_hash(run, index);
        if (bsearch(&hash, repeated, repeated_count, sizeof hash, hash_order)) {
            alike[count++] = (struct alike){.hash = hash, .index = index};
        }
    }
    qsort(alike, count, sizeof *alike, alike_order);
    compare_alike(run, alike, count);
    free(alike);
}

static void check_made(struct runner *run, const struct scenario_info *info)
{
    uint64_t *hashes = memory_resize(NULL, info->case_count * sizeof *hashes);
    for (size_t i = 0; i < info->case_count; i++) {
        hashes[i] = case_hash(run, info->first_case + i);
    }
    size_t repeated = keep_repeated(hashes, info->case_count);
    if (repeated > 0) {
        find_alike(run, info, hashes, repeated);
    }
    free(hashes);
}

/* ---- all ---- */

void cases_check_ids(struct runner *run)
{
    for (size_t i = 0; i < run->document_count; i++) {
        const struct scenario_info *info = &run->documents[i].info;
        bool large = info->case_count > MADE_LIMIT;
        if (info->case_count > 1 && !(large && products_check(run, info, PRODUCTS_LIMIT))) {
            check_made(run, info);
        }
    }
}
