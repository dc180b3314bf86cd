#include "scenario/twins.h"

#include "scenario/cases.h"
#include "scenario/kinds.h"
#include "scenario/limits.h"
#include "scenario/problems.h"
#include "scenario/runner.h"

/* What can be a number of JSON is none of these texts. */
#define EXACT_LIMIT ((uint64_t)1 << 53)

/* ---- scalars: in JSON words have quotes, as texts have ---- */

static bool is_wide(const struct node *plain)
{
    uint64_t number;
    const char *digits = plain->text + (plain->text[0] == '-');
    if (digits[0] != '0' || digits[1] != 'x' || !number_read(plain, &number)) {
        return false;
    }
    return (plain->text[0] == '-' ? 0 - number : number) >= EXACT_LIMIT;
}

/* Would it be something else without its quotes? */
static bool needs_quotes(const struct node *node)
{
    static const char *const words[] = {"NULL", "null", "true", "false", "TRUE", "FALSE"};
    struct node plain = *node;
    uint64_t number;
    plain.quoted = false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (node_is(node, words[i])) {
            return true;
        }
    }
    return node->length == 0 || node->text[0] == '$' ||
           (number_read(&plain, &number) && !is_wide(&plain));
}

static void scalar_read(struct node *node)
{
    static const char null[] = "NULL";
    if (node->quoted) {
        node->quoted = needs_quotes(node);
    } else if (node_is(node, "null")) {
        node->text = null;
        node->length = sizeof null - 1;
        node->hash = word_hash(node->text, node->length);
    }
}

/* {"$text": "NULL"} is this very text. */
static bool is_mark(const struct node *node)
{
    return node->kind == NODE_MAPPING && node->count == 1 && node_is(node + 1, "$text") &&
           node[2].kind == NODE_SCALAR;
}

static void mark_read(struct node *node)
{
    const struct node *text = node + 2;
    node->kind = NODE_SCALAR;
    node->quoted = true;
    node->text = text->text;
    node->length = text->length;
    node->hash = text->hash;
    node->count = 0;
}

static void keys_read(const struct nodes *nodes, struct node *mapping)
{
    const uint32_t end = mapping->next;
    for (uint32_t key = (uint32_t)(mapping - nodes->node) + 1; key != end;) {
        nodes->node[key].quoted = false;
        key = nodes->node[nodes->node[key].next].next;
    }
}

static void scalars_read(struct nodes *nodes, const struct node *root)
{
    const uint32_t begin = (uint32_t)(root - nodes->node);
    for (uint32_t i = begin; i < root->next; i++) {
        struct node *node = &nodes->node[i];
        if (is_mark(node)) {
            mark_read(node);
            i = node->next - 1;
        } else if (node->kind == NODE_SCALAR) {
            scalar_read(node);
        }
    }
    for (uint32_t i = begin; i < root->next; i++) {
        if (nodes->node[i].kind == NODE_MAPPING) {
            keys_read(nodes, &nodes->node[i]);
        }
    }
}

/* ---- keys ---- */

/* What only twins have. */
enum twin_key { TWIN_TWIN, TWIN_SUITE, TWIN_FILE, TWIN_ID, TWIN_KEY_COUNT };

static const char *const twin_keys[] = {
    [TWIN_TWIN] = "twin", [TWIN_SUITE] = "suite", [TWIN_FILE] = "file", [TWIN_ID] = "id"};

struct twin {
    struct keyed keys;
    const struct node *own[TWIN_KEY_COUNT];
};

static bool stands_in_both(enum key_id key)
{
    switch ((int)key) {
    case KEY_DOCUMENT_title:
    case KEY_DOCUMENT_accounts:
    case KEY_DOCUMENT_settings:
    case KEY_DOCUMENT_logon_sessions:
    case KEY_DOCUMENT_tokens:
    case KEY_DOCUMENT_jobs:
    case KEY_DOCUMENT_objects:
    case KEY_DOCUMENT_processes:
    case KEY_DOCUMENT_steps:
        return true;
    default:
        return false;
    }
}

static bool stands_in_head(enum key_id key)
{
    return stands_in_both(key) || key == KEY_DOCUMENT_scenario || key == KEY_DOCUMENT_source ||
           key == KEY_DOCUMENT_tags || key == KEY_DOCUMENT_rules || key == KEY_DOCUMENT_cases;
}

static bool stands_in_case(enum key_id key)
{
    return stands_in_both(key) || key == KEY_DOCUMENT_profile || key == KEY_DOCUMENT_policy ||
           key == KEY_DOCUMENT_skip || key == KEY_DOCUMENT_xfail;
}

static bool key_collect(struct runner *run, const struct node *key, bool in_case, struct twin *twin)
{
    const struct word *word = word_of(run, SPACE_DOCUMENT, key);
    for (size_t i = 0; i < TWIN_KEY_COUNT; i++) {
        if (node_is(key, twin_keys[i]) && in_case == (i == TWIN_ID)) {
            twin->own[i] = key + 1;
            return true;
        }
    }
    if (word != NULL) {
        const enum key_id id = (enum key_id)(KEY_BEGIN_DOCUMENT + word->value);
        if (in_case ? stands_in_case(id) : stands_in_head(id)) {
            twin->keys.at[word->value] = key + 1;
            return true;
        }
    }
    return problem(run, key, "%s of a twin has no key '%s'", in_case ? "a case" : "the head",
                   key->text);
}

static bool twin_collect(struct runner *run, const struct node *mapping, bool in_case,
                         struct twin *twin)
{
    *twin = (struct twin){.own = {NULL}};
    if (mapping->kind != NODE_MAPPING) {
        return problem_kind(run, mapping, "a mapping");
    }
    bool right = true;
    const struct node *end = after(run, mapping);
    for (const struct node *key = node_first(mapping); key != end; key = after(run, key + 1)) {
        right = key_collect(run, key, in_case, twin) && right;
    }
    return right;
}

/* ---- cases ---- */

static bool case_add(struct runner *run, const struct twin *head, const struct node *mapping)
{
    struct twin twin;
    if (!twin_collect(run, mapping, true, &twin)) {
        return false;
    }
    if (twin.own[TWIN_ID] == NULL || key_value(twin.keys, DOCUMENT, profile) == NULL) {
        return problem(run, mapping, "a case of a twin has an id and a profile");
    }
    for (unsigned i = 0; i < KEYS_LIMIT; i++) {
        if (twin.keys.at[i] == NULL) {
            twin.keys.at[i] = head->keys.at[i];
        }
    }
    twin.keys.at[KEY_DOCUMENT_scenario - KEY_BEGIN_DOCUMENT] = twin.own[TWIN_ID];
    twin.keys.at[KEY_DOCUMENT_cases - KEY_BEGIN_DOCUMENT] = NULL;
    return cases_add_twin(run, mapping, &twin.keys);
}

static bool version_check(struct runner *run, const struct node *version)
{
    uint64_t number;
    return (number_read(version, &number) && number == TWIN_VERSION) ||
           problem(run, version, "this is a twin of format '%s', and only format %d is known",
                   version->text, TWIN_VERSION);
}

bool twin_begins(const struct runner *run)
{
    const struct nodes *nodes = &run->main.nodes;
    const struct node *root = nodes->root_count > 0 ? node_root(nodes, 0) : NULL;
    return root != NULL && root->kind == NODE_MAPPING && root->count > 0 &&
           node_is(root + 1, twin_keys[TWIN_TWIN]);
}

bool twin_add(struct runner *run, const struct node *root)
{
    struct twin head;
    scalars_read(&run->main.nodes, root);
    bool right = twin_collect(run, root, false, &head);
    const struct node *cases = key_value(head.keys, DOCUMENT, cases);
    if (head.own[TWIN_TWIN] == NULL || !version_check(run, head.own[TWIN_TWIN])) {
        return false;
    }
    if (cases == NULL || cases->kind != NODE_SEQUENCE || cases->count == 0) {
        return problem(run, cases ? cases : root, "a twin has a list of cases");
    }
    if (cases->count > DOCUMENTS_LIMIT) {
        return problem(run, cases, "a twin of more than %u cases is not read", DOCUMENTS_LIMIT);
    }
    const struct node *end = after(run, cases);
    for (const struct node *at = node_first(cases); at != end; at = after(run, at)) {
        right = case_add(run, &head, at) && right;
    }
    return right;
}
