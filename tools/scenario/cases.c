#include "scenario/cases.h"

#include "scenario/runner.h"
#include "scenario/sources.h"
#include "scenario/words.h"

#include "ex/rules.h"

#include <stdlib.h>
#include <string.h>

/* Of one file. */
#define CASES_LIMIT 100000U

/* ---- rows ---- */

/* Keys of a row that speak of the case and not of a $name. */
static bool is_about_case(const struct node *key)
{
    return node_is(key, "profile") || node_is(key, "policy") || node_is(key, "skip") ||
           node_is(key, "xfail");
}

/* How many values a row's key stands for. */
static uint32_t choices(const struct node *value)
{
    return value->kind == NODE_SEQUENCE && value->count > 0 ? value->count : 1;
}

static const struct node *choice(const struct runner *run, const struct node *value,
                                 uint32_t number)
{
    if (value->kind != NODE_SEQUENCE || value->count == 0) {
        return value;
    }
    const struct node *entry = node_first(value);
    if (after(run, value) == entry + value->count) {
        return entry + number; /* all of them are scalars */
    }
    while (number-- > 0) {
        entry = after(run, entry);
    }
    return entry;
}

void cases_choose_row(struct runner *run, const struct case_entry *entry)
{
    struct row *row = &run->row;
    row->node = entry->row;
    row->count = 0;
    row->policy = NULL;
    if (!entry->row) {
        return;
    }
    uint32_t rest = entry->combination, product = 1;
    const struct node *end = after(run, entry->row);
    for (const struct node *key = node_first(entry->row); key != end; key = after(run, key + 1)) {
        product *= choices(key + 1);
    }
    for (const struct node *key = node_first(entry->row); key != end; key = after(run, key + 1)) {
        product /= choices(key + 1);
        row->values[row->count++] = (struct row_value){
            .key = key,
            .value = choice(run, key + 1, rest / product),
            .used = is_about_case(key),
        };
        rest %= product;
        if (node_is(key, "policy")) {
            row->policy = row->values[row->count - 1].value;
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

/* ---- one case ---- */

static bool read_profile(struct runner *run, const struct node *node, struct case_entry *entry)
{
    const struct word *word =
        node->kind == NODE_SCALAR ? word_of(run, SPACE_PROFILE, node) : NULL;
    if (!word) {
        return problem_word(run, node, SPACE_PROFILE);
    }
    entry->info.profile = (enum srm_profile)word->value;
    entry->info.names_profile = true;
    return true;
}

/* Block texts have line breaks, the last one behind them. */
static const char *one_line(struct runner *run, const struct node *node)
{
    if (!strpbrk(node->text, "\n\t")) {
        return node->text;
    }
    size_t length = node->length;
    while (length > 0 && (node->text[length - 1] == '\n' || node->text[length - 1] == ' ')) {
        length--;
    }
    char *line = arena_copy(&run->file_arena, node->text, length);
    for (char *at = line; (at = strpbrk(at, "\n\t")) != NULL;) {
        *at = ' ';
    }
    return line;
}

static bool read_reason(struct runner *run, const struct node *node, const char **reason)
{
    if (!node) {
        return true;
    }
    bool boolean = node->kind == NODE_SCALAR && !node->quoted && word_of(run, SPACE_BOOLEAN, node);
    if (node->kind != NODE_SCALAR || node->length == 0 || boolean) {
        return problem_kind(run, node, "a reason");
    }
    *reason = one_line(run, node);
    return true;
}

/* What the row says about the case itself, and the hash of its id. */
static bool read_row(struct runner *run, struct case_entry *entry)
{
    uint64_t hash = entry->info.scenario;
    bool right = true;
    cases_choose_row(run, entry);
    for (size_t i = 0; i < run->row.count; i++) {
        const struct node *key = run->row.values[i].key, *value = run->row.values[i].value;
        if (node_is(key, "profile")) {
            right = read_profile(run, value, entry) && right;
        } else if (node_is(key, "skip")) {
            right = read_reason(run, value, &entry->info.skip) && right;
        } else if (node_is(key, "xfail")) {
            right = read_reason(run, value, &entry->info.xfail) && right;
        }
        hash = word_mix(hash, key->hash);
        hash = word_mix(hash, value->kind == NODE_SCALAR ? value->hash : value->line);
    }
    entry->hash = (uint32_t)(hash ^ (uint64_t)entry->info.profile << 24);
    return right;
}

static void add_case(struct runner *run, struct document *document, const struct case_entry *entry)
{
    run->cases = array_grow(run->cases, run->case_count, &run->case_capacity, sizeof *run->cases);
    run->cases[run->case_count++] = *entry;
    document->info.case_count++;
}

/* ---- one row ---- */

static uint32_t last_line(const struct runner *run, const struct node *node)
{
    const struct node *last = after(run, node) - 1;
    return last->line > node->line ? last->line : node->line;
}

static bool has_key(const struct runner *run, const struct node *row, const char *word)
{
    const struct node *end = after(run, row);
    for (const struct node *key = node_first(row); key != end; key = after(run, key + 1)) {
        if (node_is(key, word)) {
            return true;
        }
    }
    return false;
}

/* A value is what it is; it does not depend on another. */
static bool refuse_names_in(struct runner *run, const struct node *row)
{
    const struct node *end = after(run, row);
    for (const struct node *node = row + 1; node < end; node++) {
        if (node->text[0] == '$' && !node->quoted) {
            problem(run, node, "'%s' cannot stand inside a row", node->text);
            return problem_help(run, "write the value");
        }
    }
    return true;
}

static bool count_products(struct runner *run, const struct node *row, uint32_t *count)
{
    const struct node *end = after(run, row);
    uint64_t product = 1;
    if (row->count > ROW_LIMIT) {
        return problem(run, row, "a row has at most %d values", ROW_LIMIT);
    }
    for (const struct node *key = node_first(row); key != end; key = after(run, key + 1)) {
        if (key[1].kind == NODE_SEQUENCE && key[1].count == 0) {
            return problem(run, key + 1, "a list without values makes no case");
        }
        product *= choices(key + 1);
        if (product > CASES_LIMIT) {
            return problem(run, row, "the row makes more than %u cases", CASES_LIMIT);
        }
    }
    *count = (uint32_t)product;
    return refuse_names_in(run, row);
}

/* The row's cases, each as every version that the document names, unless the row names its own. */
static bool add_row(struct runner *run, struct document *document, const struct node *row,
                    const struct case_entry *base)
{
    const struct node *profile = key_value(document->keys, DOCUMENT, profile);
    uint32_t count = 1;
    bool right = true;
    if (row && !count_products(run, row, &count)) {
        return false;
    }
    if (row && has_key(run, row, "profile")) {
        profile = NULL;
    }
    uint32_t profiles = profile ? choices(profile) : 1;
    if (run->case_count + (uint64_t)count * profiles > CASES_LIMIT) {
        return problem(run, row ? row : document->root, "the file makes more than %u cases",
                       CASES_LIMIT);
    }
    for (uint32_t i = 0; right && i < profiles; i++) {
        struct case_entry entry = *base;
        entry.row = row;
        if (profile && !read_profile(run, choice(run, profile, i), &entry)) {
            return false;
        }
        for (uint32_t j = 0; right && j < count; j++) {
            struct case_entry one = entry;
            one.combination = j;
            right = read_row(run, &one);
            add_case(run, document, &one);
        }
    }
    return right;
}

static bool add_rows(struct runner *run, struct document *document)
{
    const struct node *cases = key_value(document->keys, DOCUMENT, cases);
    struct case_entry base = {
        .info = {.scenario = run->document_count - 1,
                 .place = document->info.place,
                 .end_line = last_line(run, document->root),
                 .profile = SRM_PROFILE_LAST},
    };
    if (!read_reason(run, key_value(document->keys, DOCUMENT, skip), &base.info.skip) ||
        !read_reason(run, key_value(document->keys, DOCUMENT, xfail), &base.info.xfail)) {
        return false;
    }
    if (!cases) {
        return add_row(run, document, NULL, &base);
    }
    if (cases->kind != NODE_SEQUENCE || cases->count == 0) {
        return problem_list(run, cases, "a list of rows");
    }
    bool right = true;
    const struct node *end = after(run, cases);
    for (const struct node *row = node_first(cases); row != end; row = after(run, row)) {
        base.info.place = node_place(row);
        base.info.end_line = last_line(run, row);
        right = (row->kind == NODE_MAPPING ? add_row(run, document, row, &base)
                                           : problem_kind(run, row, "a mapping of values")) &&
                right;
    }
    return right;
}

/* ---- documents ---- */

static bool is_id(const struct node *node)
{
    for (const char *at = node->text; *at; at++) {
        bool right = (*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9') || *at == '-';
        if (!right) {
            return false;
        }
    }
    return node->kind == NODE_SCALAR && node->length > 0;
}

static bool read_text(struct runner *run, const struct node *node, const char **text)
{
    *text = "";
    if (!node) {
        return true;
    }
    *text = one_line(run, node);
    return node->kind == NODE_SCALAR || problem_kind(run, node, "a sentence");
}

static bool find_id(struct runner *run, struct document *document)
{
    const struct node *end = after(run, document->root);
    const struct node *id = key_value(document->keys, DOCUMENT, scenario);
    if (!id) {
        return problem(run, document->root, "the document has no 'scenario:', its id");
    }
    if (!is_id(id)) {
        return problem_kind(run, id, "an id of lower case letters, digits and dashes");
    }
    for (const struct node *key = node_first(document->root); key != end;
         key = after(run, key + 1)) {
        if (key + 1 == id) {
            document->info.place = node_place(key);
        }
    }
    document->info.id = id->text;
    for (size_t i = 0; i + 1 < run->document_count; i++) {
        if (strcmp(run->documents[i].info.id, id->text) == 0) {
            return problem(run, id, "the file has a scenario '%s' already", id->text);
        }
    }
    return true;
}

static bool read_tags(struct runner *run, const struct node *tags)
{
    if (!tags) {
        return true;
    }
    if (tags->kind != NODE_SEQUENCE) {
        return problem_kind(run, tags, "a list of words");
    }
    bool right = true;
    const struct node *end = after(run, tags);
    for (const struct node *tag = node_first(tags); tag != end; tag = after(run, tag)) {
        right = (tag->kind == NODE_SCALAR || problem_kind(run, tag, "a word")) && right;
    }
    return right;
}

static bool read_document(struct runner *run, struct document *document)
{
    const struct node *use = key_value(document->keys, DOCUMENT, use);
    bool right = find_id(run, document);
    right = read_text(run, key_value(document->keys, DOCUMENT, title), &document->info.title) &&
            right;
    right = read_text(run, key_value(document->keys, DOCUMENT, source), &document->info.source) &&
            right;
    right = read_tags(run, key_value(document->keys, DOCUMENT, tags)) && right;
    if (!key_value(document->keys, DOCUMENT, steps)) {
        right = problem(run, document->root, "the scenario has no 'steps:'");
    }
    if (use && !sources_use(run, use, document)) {
        document->incomplete = true;
        right = false;
    }
    return add_rows(run, document) && right;
}

/* Whether a key that is not known may be one of those that hold fixtures, misspelt. */
static bool misses_fixtures(struct runner *run, const struct node *root)
{
    const struct node *end = after(run, root);
    for (const struct node *key = node_first(root); key != end; key = after(run, key + 1)) {
        if (key[1].kind == NODE_MAPPING && !word_of(run, SPACE_DOCUMENT, key)) {
            return true;
        }
    }
    return false;
}

static struct document *new_document(struct runner *run, const struct node *root)
{
    run->documents = array_grow(run->documents, run->document_count, &run->document_capacity,
                                sizeof *run->documents);
    struct document *document = &run->documents[run->document_count++];
    *document = (struct document){
        .root = root,
        .first_source = run->use_order_count,
        .info = {.id = "", .title = "", .source = "", .place = node_place(root)},
    };
    document->info.first_case = run->case_count;
    run->row.count = 0;
    return document;
}

static bool add_document(struct runner *run, const struct node *root)
{
    struct document *document = new_document(run, root);
    bool right = keys_collect(run, root, SPACE_DOCUMENT, &document->keys);
    if (root->kind != NODE_MAPPING) {
        return false;
    }
    document->incomplete = !right && misses_fixtures(run, root);
    return read_document(run, document) && right;
}

bool cases_find(struct runner *run)
{
    bool right = true;
    run->nodes = &run->main.nodes;
    for (uint32_t i = 0; i < run->main.nodes.root_count; i++) {
        right = add_document(run, node_root(&run->main.nodes, i)) && right;
    }
    if (run->main.nodes.root_count == 0 && run->main.result == READ_OK) {
        diagnostic_add(&run->main.diagnostics, SEVERITY_ERROR, (struct place){.line = 0}, 0,
                       "the file is empty");
        right = false;
    }
    return right;
}

bool cases_find_fixtures(struct runner *run)
{
    run->nodes = &run->main.nodes;
    struct document *document = new_document(run, node_root(&run->main.nodes, 0));
    bool right = keys_collect(run, document->root, SPACE_DOCUMENT, &document->keys);
    const struct node *use = key_value(document->keys, DOCUMENT, use);
    return (!use || sources_use(run, use, document)) && right;
}
