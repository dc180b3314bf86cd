#include "scenario/id_products.h"

#include "scenario/cases.h"
#include "scenario/runner.h"

#include <stdlib.h>
#include <string.h>

/* A value of a key, as ids show it. */
struct id_value {
    uint64_t hash; /* of the text */
    size_t offset; /* from the product's first case to the first one that has it */
};

struct id_key {
    const char *text;
    struct id_value *values; /* sorted by hash; NULL: the key is in no id */
    size_t count;
};

/* A row as all its versions. */
struct product {
    struct id_key keys[ROW_LIMIT + 1];
    size_t key_count;
    size_t first_case;
};

/* ---- reading rows ---- */

/* Ids are taken apart at commas and equals signs, so that those of values must not mislead. */
static bool is_plain(const char *text)
{
    const char *comma = strchr(text, ',');
    return !comma || !strchr(comma, '=');
}

static bool is_plain_key(const struct node *key)
{
    return key->length > 0 && !strpbrk(key->text, ",=");
}

static int value_order(const void *left, const void *right)
{
    const struct id_value *a = left, *b = right;
    int order = (a->hash > b->hash) - (a->hash < b->hash);
    return order != 0 ? order : (a->offset > b->offset) - (a->offset < b->offset);
}

static struct id_key *add_key(struct product *product, const char *text, size_t count)
{
    struct id_key *key = &product->keys[product->key_count++];
    key->text = text;
    key->count = count;
    key->values = memory_resize(NULL, count * sizeof *key->values);
    return key;
}

/* What stands in the row for one of the id's keys. */
static bool read_key(struct runner *run, struct product *product, const struct row_key *row_key)
{
    struct id_key *key = add_key(product, row_key->key->text, row_key->count);
    bool plain = is_plain_key(row_key->key);
    struct text text = {.bytes = NULL}, escaped = {.bytes = NULL};
    for (uint32_t i = 0; plain && i < row_key->count; i++) {
        text_reset(&text);
        text_reset(&escaped);
        node_print(run, cases_choice(row_key, i), &text);
        text_append_escaped(&escaped, text.bytes, text.length);
        key->values[i].hash = id_hash(escaped.bytes, escaped.length);
        key->values[i].offset = (size_t)i * row_key->stride;
        plain = escaped.length == 0 || is_plain(escaped.bytes);
    }
    text_free(&text);
    text_free(&escaped);
    return plain;
}

/* The versions of the document that make cases of one row follow each other. */
static void read_versions(struct product *product, const struct case_range *range, size_t count)
{
    struct id_key *key = add_key(product, "profile", count);
    for (size_t i = 0; i < count; i++) {
        const char *name = ex_profile_name(range[i].info.profile);
        key->values[i].hash = id_hash(name, strlen(name));
        key->values[i].offset = range[i].first - range->first;
    }
}

static bool is_hidden(const struct row_key *key)
{
    return node_is(key->key, "skip") || node_is(key->key, "xfail");
}

/* False if ids of the row cannot be compared by their parts. */
static bool read_row(struct runner *run, struct product *product, const struct case_range *range,
                     size_t versions)
{
    const struct node *profile =
        key_value(run->documents[range->info.scenario].keys, DOCUMENT, profile);
    bool plain = true;
    product->first_case = range->first;
    if (profile && profile->kind == NODE_SEQUENCE && !range->row_names_profile) {
        read_versions(product, range, versions);
    }
    for (uint32_t i = 0; plain && i < range->key_count; i++) {
        if (!is_hidden(&range->keys[i])) {
            plain = read_key(run, product, &range->keys[i]);
        } else if (range->keys[i].count > 1) {
            ids_compare(run, range->first, range->first + range->keys[i].stride);
        }
    }
    for (size_t i = 0; i < product->key_count; i++) {
        struct id_key *key = &product->keys[i];
        qsort(key->values, plain ? key->count : 0, sizeof *key->values, value_order);
    }
    return plain;
}

/* ---- comparing ---- */

static void compare_values(struct runner *run, const struct product *product)
{
    for (size_t i = 0; i < product->key_count; i++) {
        const struct id_key *key = &product->keys[i];
        for (size_t j = 1; j < key->count; j++) {
            if (key->values[j].hash == key->values[j - 1].hash) {
                ids_compare(run, product->first_case + key->values[j - 1].offset,
                            product->first_case + key->values[j].offset);
            }
        }
    }
}

/* The first value that two keys have in common, as its place in either. */
static bool find_common(const struct id_key *a, const struct id_key *b, size_t *in_a, size_t *in_b)
{
    *in_a = *in_b = 0;
    while (*in_a < a->count && *in_b < b->count) {
        uint64_t left = a->values[*in_a].hash, right = b->values[*in_b].hash;
        if (left == right) {
            return true;
        }
        *(left < right ? in_a : in_b) += 1;
    }
    return false;
}

static void compare_products(struct runner *run, const struct product *a, const struct product *b)
{
    size_t in_a = a->first_case, in_b = b->first_case;
    if (a->key_count != b->key_count) {
        return;
    }
    for (size_t i = 0; i < a->key_count; i++) {
        size_t of_a, of_b;
        if (strcmp(a->keys[i].text, b->keys[i].text) != 0 ||
            !find_common(&a->keys[i], &b->keys[i], &of_a, &of_b)) {
            return;
        }
        in_a += a->keys[i].values[of_a].offset;
        in_b += b->keys[i].values[of_b].offset;
    }
    ids_compare(run, in_a, in_b);
}

static void compare_all(struct runner *run, const struct product *products, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        compare_values(run, &products[i]);
        for (size_t j = 0; j < i; j++) {
            compare_products(run, &products[j], &products[i]);
        }
    }
}

/* ---- a scenario ---- */

static size_t find_range(const struct runner *run, size_t first_case)
{
    size_t range = 0;
    while (run->ranges[range].first < first_case) {
        range++;
    }
    return range;
}

/* How many ranges from this one on are versions of one row. */
static size_t count_versions(const struct runner *run, size_t range)
{
    size_t end = range + 1;
    while (end < run->range_count && run->ranges[end].row == run->ranges[range].row &&
           run->ranges[end].info.scenario == run->ranges[range].info.scenario) {
        end++;
    }
    return end - range;
}

bool products_check(struct runner *run, const struct scenario_info *info, size_t limit)
{
    struct product *products = memory_resize(NULL, limit * sizeof *products);
    const size_t end_case = info->first_case + info->case_count;
    size_t range = find_range(run, info->first_case), count = 0;
    const struct nodes *nodes = run->nodes;
    bool plain = true;
    run->nodes = &run->main.nodes;
    while (plain && range < run->range_count && run->ranges[range].first < end_case) {
        size_t versions = count_versions(run, range);
        plain = count < limit;
        if (plain) {
            products[count] = (struct product){.key_count = 0};
            plain = read_row(run, &products[count++], &run->ranges[range], versions);
        }
        range += versions;
    }
    if (plain) {
        compare_all(run, products, count);
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < products[i].key_count; j++) {
            free(products[i].keys[j].values);
        }
    }
    free(products);
    run->nodes = nodes;
    return plain;
}
