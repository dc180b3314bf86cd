/* Rows: which cases each makes, and the values that a case has for its $names. */
#include "scenario/cases.h"

#include "scenario/runner.h"
#include "scenario/words.h"

#include <string.h>

/* ---- a row's keys ---- */

/* Keys of a row that speak of the case and not of a $name. */
static bool is_about_case(const struct node *key)
{
    return node_is(key, "profile") || node_is(key, "policy") || node_is(key, "skip") ||
           node_is(key, "xfail");
}

uint32_t cases_choices(const struct node *value)
{
    return value->kind == NODE_SEQUENCE && value->count > 0 ? value->count : 1;
}

/* The entries of a list that holds more than scalars, which do not lie side by side. */
static const struct node **list_entries(struct runner *run, const struct node *list)
{
    const struct node *entry = node_first(list);
    if (after(run, list) == entry + list->count) {
        return NULL;
    }
    const struct node **entries =
        arena_alloc(&run->file_arena, list->count * sizeof(const struct node *));
    for (uint32_t i = 0; i < list->count; i++) {
        entries[i] = entry;
        entry = after(run, entry);
    }
    return entries;
}

struct row_key *cases_read_keys(struct runner *run, const struct node *row, uint32_t products)
{
    struct row_key *keys = arena_alloc(&run->file_arena, (row->count + 1) * sizeof *keys);
    const struct node *end = after(run, row);
    struct row_key *next = keys;
    for (const struct node *key = node_first(row); key != end; key = after(run, key + 1)) {
        *next = (struct row_key){
            .key = key,
            .value = key + 1,
            .count = cases_choices(key + 1),
            .about_case = is_about_case(key),
        };
        next->entries = next->count > 1 ? list_entries(run, key + 1) : NULL;
        products /= next->count;
        next->stride = products;
        next++;
    }
    return keys;
}

const struct node *cases_choice(const struct row_key *key, uint32_t number)
{
    if (key->value->kind != NODE_SEQUENCE || key->value->count == 0) {
        return key->value;
    }
    return key->entries ? key->entries[number] : node_first(key->value) + number;
}

uint32_t cases_choice_number(const struct row_key *key, uint32_t combination)
{
    return key->count == 1 ? 0 : combination / key->stride % key->count;
}

/* ---- the row of a case ---- */

void cases_choose_row(struct runner *run, const struct case_entry *entry)
{
    struct row *row = &run->row;
    const struct case_range *range = entry->range;
    row->node = range->row;
    row->count = range->key_count;
    row->policy = NULL;
    for (uint32_t i = 0; i < range->key_count; i++) {
        const struct row_key *key = &range->keys[i];
        row->values[i] = (struct row_value){
            .key = key->key,
            .value = cases_choice(key, cases_choice_number(key, entry->combination)),
            .used = key->about_case,
        };
        if (key->about_case && node_is(key->key, "policy")) {
            row->policy = row->values[i].value;
        }
    }
}

static void no_value(struct runner *run, const struct node *node, const char *name)
{
    const char *candidates[ROW_LIMIT];
    run->no_value_count++;
    problem(run, node, "no case gives '%s' a value", node->text);
    for (size_t i = 0; i < run->row.count; i++) {
        candidates[i] = run->row.values[i].key->text;
    }
    const char *nearest = words_nearest(name, strlen(name), candidates, run->row.count);
    if (nearest) {
        problem_help(run, "did you mean '$%s'?", nearest);
    }
    if (run->row.node) {
        problem_note(run, run->row.node, "in this row");
    }
}

const struct node *row_value(struct runner *run, const struct node *node)
{
    if (node->quoted || node->length < 2) {
        return node;
    }
    const char *name = node->text + 1;
    uint32_t hash = word_hash(name, node->length - 1);
    if (run->nodes != &run->main.nodes) {
        problem(run, node, "a file with fixtures has no cases, so that '%s' has no value",
                node->text);
        return node;
    }
    for (size_t i = 0; i < run->row.count; i++) {
        struct row_value *value = &run->row.values[i];
        if (value->key->hash == hash && strcmp(value->key->text, name) == 0) {
            value->used = true;
            return value->value;
        }
    }
    no_value(run, node, name);
    return node;
}

static bool title_names(const char *title, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = strchr(title, '$'); at; at = strchr(at + 1, '$')) {
        if (strncmp(at + 1, name, length) == 0) {
            return true;
        }
    }
    return false;
}

void cases_check_used(struct runner *run)
{
    for (size_t i = 0; i < run->row.count; i++) {
        const struct row_value *value = &run->row.values[i];
        if (!value->used && !title_names(run->document->info.title, value->key->text)) {
            problem(run, value->key, "nothing in the scenario is '$%s'", value->key->text);
        }
    }
}
