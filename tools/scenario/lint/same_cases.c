/*
 * Cases that differ in nothing that is run. What makes one case another are the values that its
 * $names have, its version and its row's policies; a title, `skip` and `xfail` do not.
 */
#include "scenario/lint/lint.h"

#include "scenario/cases.h"
#include "scenario/steps.h"

#include <stdlib.h>
#include <string.h>

/* A $name in the document. */
struct place_of_name {
    const struct node *node;
    const struct node *versions; /* the mapping from versions that it stands in; NULL for none */
    const struct node *version;  /* and under which of its keys */
};

struct signature {
    uint64_t hash;
    size_t index; /* of the case */
    size_t like;  /* the first case that is run alike: the same one if it is the first */
};

struct comparison {
    struct runner *run;
    struct document *document;
    struct place_of_name *places;
    size_t place_count, place_capacity;
    struct signature *signatures;
    size_t count, capacity;
    const struct node **values[2]; /* of two cases that are compared */
};

/* ---- where there are $names ---- */

static void collect(struct comparison *comparison, const struct node *begin, const struct node *end)
{
    struct runner *run = comparison->run;
    struct place_of_name around = {.node = NULL};
    const struct node *versions_end = begin, *version_end = begin;
    for (const struct node *node = begin; node < end; node++) {
        if (node >= versions_end) {
            around = (struct place_of_name){.node = NULL};
        }
        if (lint_has(run->lint, node, MARK_VERSIONS) && !around.versions) {
            around.versions = node;
            versions_end = after(run, node);
            version_end = node + 1;
        } else if (around.versions && node == version_end) {
            around.version = node;
            version_end = after(run, node + 1);
        }
        if (node->kind == NODE_SCALAR && node->text[0] == '$' && !node->quoted &&
            node->length > 1) {
            comparison->places =
                array_grow(comparison->places, comparison->place_count, &comparison->place_capacity,
                           sizeof *comparison->places);
            around.node = node;
            comparison->places[comparison->place_count++] = around;
        }
    }
}

static void collect_all(struct comparison *comparison)
{
    static const size_t keys[] = {
        KEY_DOCUMENT_policy,         KEY_DOCUMENT_settings,  KEY_DOCUMENT_accounts,
        KEY_DOCUMENT_logon_sessions, KEY_DOCUMENT_tokens,    KEY_DOCUMENT_jobs,
        KEY_DOCUMENT_objects,        KEY_DOCUMENT_processes, KEY_DOCUMENT_rules,
        KEY_DOCUMENT_steps,
    };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        const struct node *value = comparison->document->keys.at[keys[i] - KEY_BEGIN_DOCUMENT];
        if (value) {
            collect(comparison, value, after(comparison->run, value));
        }
    }
}

/* ---- one case ---- */

/* The value that a $name has in the case; NULL where it stands for another version. */
static const struct node *value_at(struct comparison *comparison, const struct place_of_name *place)
{
    struct runner *run = comparison->run;
    if (place->versions && expect_version(run, place->versions) != place->version) {
        return NULL;
    }
    return resolved(run, place->node);
}

static void case_choose(struct runner *run, size_t index)
{
    const struct case_entry entry = cases_at(run, index);
    run->nodes = &run->main.nodes;
    run->profile = entry.info.profile;
    cases_choose_row(run, &entry);
}

static uint64_t hash_node(const struct runner *run, uint64_t hash, const struct node *node)
{
    const struct node *end = node ? after(run, node) : NULL;
    for (const struct node *at = node; at != end; at++) {
        hash = word_mix(hash, at->hash);
        hash = word_mix(hash, at->kind + 4U * at->quoted + 8U * at->count);
    }
    return word_mix(hash, node != NULL);
}

static uint64_t case_hash(struct comparison *comparison, size_t index)
{
    struct runner *run = comparison->run;
    case_choose(run, index);
    uint64_t hash = hash_node(run, run->profile, run->row.policy);
    for (size_t i = 0; i < comparison->place_count; i++) {
        hash = hash_node(run, hash, value_at(comparison, &comparison->places[i]));
    }
    return hash;
}

static bool same_node(const struct runner *run, const struct node *a, const struct node *b)
{
    if (!a || !b || a == b) {
        return a == b;
    }
    const struct node *end = after(run, a);
    for (; a != end; a++, b++) {
        if (a->kind != b->kind || a->quoted != b->quoted || a->count != b->count ||
            a->length != b->length || strcmp(a->text, b->text) != 0) {
            return false;
        }
    }
    return true;
}

/* The hashes are the same; are the cases? */
static bool same_case(struct comparison *comparison, size_t first, size_t second)
{
    struct runner *run = comparison->run;
    const size_t both[2] = {first, second};
    for (size_t i = 0; i < 2; i++) {
        case_choose(run, both[i]);
        comparison->values[i][comparison->place_count] = run->row.policy;
        for (size_t j = 0; j < comparison->place_count; j++) {
            comparison->values[i][j] = value_at(comparison, &comparison->places[j]);
        }
    }
    bool same = cases_at(run, first).info.profile == cases_at(run, second).info.profile;
    for (size_t j = 0; same && j <= comparison->place_count; j++) {
        same = same_node(run, comparison->values[0][j], comparison->values[1][j]);
    }
    return same;
}

/* ---- saying it ---- */

/* Two cases of one row: the keys in which they differ say nothing. */
static void find_idle_keys(struct comparison *comparison, size_t first, size_t second)
{
    struct runner *run = comparison->run;
    case_choose(run, first);
    const struct row row = run->row;
    case_choose(run, second);
    for (size_t i = 0; i < row.count; i++) {
        const struct node *key = row.values[i].key;
        const struct node *one = row.values[i].value, *other = run->row.values[i].value;
        if (one != other && lint_find(run, comparison->document, LINT_SAME_CASE, key,
                                      "values of '%s' make cases that are run alike", key->text)) {
            lint_note(run, other, "as with this one");
            lint_help(run, "leave one of them out, or let a step depend on it");
        }
    }
}

static void find_same(struct comparison *comparison, size_t first, size_t second)
{
    struct runner *run = comparison->run;
    const struct node *one = cases_at(run, first).range->row;
    const struct node *other = cases_at(run, second).range->row;
    if (one == other) {
        find_idle_keys(comparison, first, second);
    } else if (lint_find(run, comparison->document, LINT_SAME_CASE, other,
                         "this row makes a case that is run like one of line %u",
                         (unsigned)one->line)) {
        lint_note(run, one, "of this row");
        lint_help(run, "leave one of them out, or let a step depend on what they differ in");
    }
}

/* An order of hashes differs between byte orders, so that nothing is said in it. */
static int hash_order(const void *left, const void *right)
{
    const struct signature *a = left, *b = right;
    if (a->hash != b->hash) {
        return a->hash < b->hash ? -1 : 1;
    }
    return (a->index > b->index) - (a->index < b->index);
}

static int case_order(const void *left, const void *right)
{
    const struct signature *a = left, *b = right;
    return (a->index > b->index) - (a->index < b->index);
}

static void compare_neighbours(struct comparison *comparison)
{
    struct signature *signatures = comparison->signatures;
    size_t first = 0;
    for (size_t i = 1; i < comparison->count; i++) {
        if (signatures[i].hash != signatures[first].hash) {
            first = i;
        } else if (same_case(comparison, signatures[first].index, signatures[i].index)) {
            signatures[i].like = signatures[first].index;
        }
    }
}

/* ---- which cases ---- */

/* Of a scenario with more cases only those are compared that differ from others in one value. */
#define COMPARED_LIMIT 100000U

static void add_case(struct comparison *comparison, size_t index)
{
    comparison->signatures = array_grow(comparison->signatures, comparison->count,
                                        &comparison->capacity, sizeof *comparison->signatures);
    comparison->signatures[comparison->count++] =
        (struct signature){.hash = case_hash(comparison, index), .index = index, .like = index};
}

static void add_range(struct comparison *comparison, const struct case_range *range)
{
    if (comparison->document->info.case_count <= COMPARED_LIMIT) {
        for (size_t i = 0; i < range->count; i++) {
            add_case(comparison, range->first + i);
        }
        return;
    }
    add_case(comparison, range->first);
    for (uint32_t i = 0; i < range->key_count; i++) {
        for (uint32_t j = 1; j < range->keys[i].count; j++) {
            add_case(comparison, range->first + (size_t)j * range->keys[i].stride);
        }
    }
}

static void add_cases(struct comparison *comparison)
{
    const struct scenario_info *info = &comparison->document->info;
    for (size_t i = 0; i < comparison->run->range_count; i++) {
        const struct case_range *range = &comparison->run->ranges[i];
        if (range->first >= info->first_case &&
            range->first - info->first_case < info->case_count) {
            add_range(comparison, range);
        }
    }
}

static void compare_all(struct comparison *comparison)
{
    qsort(comparison->signatures, comparison->count, sizeof *comparison->signatures, hash_order);
    for (size_t i = 0; i < 2; i++) {
        comparison->values[i] =
            memory_resize(NULL, (comparison->place_count + 1) * sizeof *comparison->values[i]);
    }
    compare_neighbours(comparison);
    qsort(comparison->signatures, comparison->count, sizeof *comparison->signatures, case_order);
    for (size_t i = 0; i < comparison->count; i++) {
        const struct signature *signature = &comparison->signatures[i];
        if (signature->like != signature->index) {
            find_same(comparison, signature->like, signature->index);
        }
    }
}

void lint_same_cases(struct runner *run, struct document *document)
{
    struct comparison comparison = {.run = run, .document = document};
    if (document->info.case_count < 2 || !key_value(document->keys, DOCUMENT, cases)) {
        return;
    }
    collect_all(&comparison);
    add_cases(&comparison);
    compare_all(&comparison);
    free((void *)comparison.values[0]);
    free((void *)comparison.values[1]);
    free(comparison.places);
    free(comparison.signatures);
}
