#include "scenario/cases.h"

#include "scenario/budgets.h"
#include "scenario/limits.h"
#include "scenario/lint/lint.h"
#include "scenario/runner.h"
#include "scenario/sources.h"
#include "scenario/words.h"
#include "scenario/twins.h"

#include "ex/rules.h"

#include <stdlib.h>
#include <string.h>

/* ---- one case ---- */

/* What is no version of NT leaves the one that was there. */
static void set_profile(const struct runner *run, const struct node *node, struct case_info *info)
{
    const struct word *word = node->kind == NODE_SCALAR ? word_of(run, SPACE_PROFILE, node) : NULL;
    if (word) {
        info->profile = (enum srm_profile)word->value;
        info->names_profile = true;
    }
}

/* What the row says of the case itself. */
static void ask_row(const struct runner *run, struct case_entry *entry)
{
    for (uint32_t i = 0; i < entry->range->key_count; i++) {
        const struct row_key *key = &entry->range->keys[i];
        if (!key->about_case) {
            continue;
        }
        uint32_t number = cases_choice_number(key, entry->combination);
        if (node_is(key->key, "profile")) {
            set_profile(run, cases_choice(key, number), &entry->info);
        } else if (node_is(key->key, "skip")) {
            entry->skipped = &key->told[number];
            entry->info.skip = entry->skipped->reason;
        } else if (node_is(key->key, "xfail")) {
            entry->info.xfail = key->told[number].reason;
        }
    }
}

static const struct case_range *range_of(const struct runner *run, size_t index)
{
    size_t low = 0, high = run->range_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (run->ranges[middle].first <= index) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return &run->ranges[low];
}

struct case_entry cases_at(const struct runner *run, size_t index)
{
    const struct case_range *range = range_of(run, index);
    struct case_entry entry = {
        .info = range->info,
        .range = range,
        .index = index,
        .combination = (uint32_t)(index - range->first),
        .skipped = range->skipped,
    };
    if (range->asks_row) {
        ask_row(run, &entry);
    }
    return entry;
}

static size_t common_divisor(size_t a, size_t b)
{
    while (b != 0) {
        size_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* Steps of the golden section never meet early. */
size_t cases_spread(size_t count)
{
    size_t stride = (size_t)((uint64_t)count * 618 / 1000) + 1;
    while (common_divisor(stride, count) != 1) {
        stride++;
    }
    return stride;
}

/* ---- what is said of cases ---- */

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

static bool check_profile(struct runner *run, const struct node *node)
{
    bool right = node->kind == NODE_SCALAR && word_of(run, SPACE_PROFILE, node);
    return right || problem_word(run, node, SPACE_PROFILE);
}

/* The reasons of a row's `skip` or `xfail`, read once for all its cases. */
static bool read_reasons(struct runner *run, struct row_key *key)
{
    bool right = true;
    key->told = arena_alloc(&run->file_arena, key->count * sizeof *key->told);
    for (uint32_t i = 0; right && i < key->count; i++) {
        key->told[i].state = CASE_SKIP;
        right = read_reason(run, cases_choice(key, i), &key->told[i].reason);
    }
    return right;
}

/* What the row's keys say about cases, each of their values once. */
static bool read_row(struct runner *run, struct row_key *keys, struct case_range *range)
{
    bool right = true;
    for (uint32_t i = 0; i < range->key_count; i++) {
        struct row_key *key = &keys[i];
        if (node_is(key->key, "skip") || node_is(key->key, "xfail")) {
            right = read_reasons(run, key) && right;
            range->asks_row = true;
        } else if (node_is(key->key, "profile")) {
            for (uint32_t j = 0; j < key->count; j++) {
                right = check_profile(run, cases_choice(key, j)) && right;
            }
            range->asks_row = range->row_names_profile = true;
        }
    }
    return right;
}

static void add_range(struct runner *run, struct document *document, struct case_range range)
{
    run->ranges =
        array_grow(run->ranges, run->range_count, &run->range_capacity, sizeof *run->ranges);
    range.first = run->case_count;
    run->ranges[run->range_count++] = range;
    run->case_count += range.count;
    document->info.case_count += range.count;
}

/* ---- one row ---- */

static uint32_t last_line(const struct runner *run, const struct node *node)
{
    const struct node *last = after(run, node) - 1;
    return last->line > node->line ? last->line : node->line;
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
        product *= cases_choices(key + 1);
        if (product > CASES_LIMIT) {
            return problem(run, row, "the row makes more than %u cases", (unsigned)CASES_LIMIT);
        }
    }
    *count = (uint32_t)product;
    return refuse_names_in(run, row);
}

/* The row's cases as every version that the document names. */
static bool add_versions(struct runner *run, struct document *document, struct case_range range,
                         const struct node *profiles)
{
    bool list = profiles->kind == NODE_SEQUENCE && profiles->count > 0;
    if (list && profiles->count > SRM_PROFILE_COUNT) {
        return problem(run, profiles, "these are more versions than there are");
    }
    const struct node *profile = list ? node_first(profiles) : profiles;
    bool right = true;
    for (uint32_t i = 0; right && i < cases_choices(profiles); i++) {
        right = check_profile(run, profile);
        if (right) {
            set_profile(run, profile, &range.info);
            add_range(run, document, range);
            profile = after(run, profile);
        }
    }
    return right;
}

/* The row's cases, each as every version that the document names, unless the row names its own. */
static bool add_row(struct runner *run, struct document *document, const struct node *row,
                    const struct case_range *base)
{
    const struct node *profile = key_value(document->keys, DOCUMENT, profile);
    struct case_range range = *base;
    uint32_t count = 1;
    bool right = true;
    if (row && !count_products(run, row, &count)) {
        return false;
    }
    range.row = row;
    range.count = count;
    if (row) {
        struct row_key *keys = cases_read_keys(run, row, count);
        range.keys = keys;
        range.key_count = row->count;
        right = read_row(run, keys, &range);
    }
    profile = range.row_names_profile ? NULL : profile;
    uint64_t versions = profile ? cases_choices(profile) : 1;
    if (run->case_count + range.count * versions > CASES_LIMIT) {
        return problem(run, row ? row : document->root, "the file makes more than %u cases",
                       (unsigned)CASES_LIMIT);
    }
    if (profile) {
        return add_versions(run, document, range, profile) && right;
    }
    add_range(run, document, range);
    return right;
}

static bool add_rows(struct runner *run, struct document *document)
{
    const struct node *cases = key_value(document->keys, DOCUMENT, cases);
    struct case_result *skipped = arena_alloc(&run->file_arena, sizeof *skipped);
    struct case_range base = {
        .info = {.scenario = run->document_count - 1,
                 .place = document->info.place,
                 .end_line = last_line(run, document->root),
                 .profile = SRM_PROFILE_LAST},
        .skipped = skipped,
    };
    if (!read_reason(run, key_value(document->keys, DOCUMENT, skip), &base.info.skip) ||
        !read_reason(run, key_value(document->keys, DOCUMENT, xfail), &base.info.xfail)) {
        return false;
    }
    *skipped = (struct case_result){.state = CASE_SKIP, .reason = base.info.skip};
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
    if (document->is_twin ? id->kind != NODE_SCALAR || id->length == 0 : !is_id(id)) {
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
    right =
        read_text(run, key_value(document->keys, DOCUMENT, title), &document->info.title) && right;
    right = read_text(run, key_value(document->keys, DOCUMENT, source), &document->info.source) &&
            right;
    right = read_tags(run, key_value(document->keys, DOCUMENT, tags)) && right;
    right = budgets_read(run, document) && right;
    right = lint_read_meant(run, key_value(document->keys, DOCUMENT, lint)) && right;
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

bool cases_add_twin(struct runner *run, const struct node *root, const struct keyed *keys)
{
    struct document *document = new_document(run, root);
    document->keys = *keys;
    document->is_twin = true;
    return read_document(run, document);
}

bool cases_find(struct runner *run)
{
    bool right = true;
    run->nodes = &run->main.nodes;
    if (run->main.nodes.root_count > DOCUMENTS_LIMIT) {
        return problem(run, node_root(&run->main.nodes, DOCUMENTS_LIMIT),
                       "the file has more than %u documents", DOCUMENTS_LIMIT);
    }
    for (uint32_t i = 0; i < run->main.nodes.root_count; i++) {
        const struct node *root = node_root(&run->main.nodes, i);
        right = (twin_begins(run) ? twin_add(run, root) : add_document(run, root)) && right;
    }
    if (run->main.nodes.root_count == 0 && run->main.result == READ_OK) {
        diagnostic_add(&run->main.diagnostics, SEVERITY_ERROR, (struct place){.line = 0}, 0,
                       "the file is empty");
        right = false;
    }
    return budgets_check(run) && right;
}

bool cases_find_fixtures(struct runner *run)
{
    run->nodes = &run->main.nodes;
    struct document *document = new_document(run, node_root(&run->main.nodes, 0));
    bool right = keys_collect(run, document->root, SPACE_DOCUMENT, &document->keys);
    const struct node *use = key_value(document->keys, DOCUMENT, use);
    right = lint_read_meant(run, key_value(document->keys, DOCUMENT, lint)) && right;
    return (!use || sources_use(run, use, document)) && right;
}
