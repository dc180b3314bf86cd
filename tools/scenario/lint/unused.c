/*
 * Names that nothing uses. What a step or a row refers to is used, and so is what that needs: a
 * thread's process, a process's token, a token's user ...
 */
#include "scenario/lint/declared.h"

#include "scenario/sources.h"

#include <string.h>
#include <strings.h>

/* ---- what a node refers to ---- */

static bool is_name_character(char character)
{
    return strchr("abcdefghijklmnopqrstuvwxyz0123456789-_", character) != NULL;
}

/* Every word of a text in SDDL that is the name of an account. */
static void use_words(struct usage *usage, const struct node *node)
{
    for (const char *at = node->text; *at;) {
        const char *begin = at;
        while (*at && is_name_character(*at)) {
            at++;
        }
        size_t length = (size_t)(at - begin);
        if (length == 0) {
            at++;
        }
        usage_use_name(usage, begin, length, NAMES_ACCOUNTS);
    }
}

static void use_node(struct usage *usage, const struct node *node)
{
    const unsigned marks = lint_marks_of(usage->run->lint, node);
    if ((marks & MARK_NAME) && !usage_use_name(usage, node->text, node->length, NAMES_FLAT)) {
        const char *dot = memchr(node->text, '.', node->length);
        usage_use_name(usage, node->text, dot ? (size_t)(dot - node->text) : node->length,
                       NAMES_FLAT);
    }
    if ((marks & MARK_ONLY_THREAD) && usage->only_thread - 1 < usage->count) {
        usage_use(usage, usage->only_thread - 1);
    }
    if (marks & MARK_SID) {
        usage_use_name(usage, node->text, node->length, NAMES_ACCOUNTS);
    }
    if (marks & MARK_SESSION) {
        usage_use_name(usage, node->text, node->length, NAMES_SESSIONS);
    }
    if (marks & MARK_SDDL) {
        use_words(usage, node);
    }
}

/* What is said about a used one; threads of a process speak for themselves. */
static void use_inside(struct usage *usage, size_t place)
{
    const struct declared *declared = &usage->list[place];
    size_t inner = place + 1;
    for (const struct node *node = declared->key + 1; node < declared->end;) {
        bool of_thread = declared->kind == &declared_process && inner < usage->count &&
                         usage->list[inner].process == place + 1 && usage->list[inner].key == node;
        if (of_thread) {
            node = usage->list[inner++].end;
        } else {
            use_node(usage, node++);
        }
    }
    if (declared->process > 0) {
        usage_use(usage, declared->process - 1);
    }
}

static void use_pending(struct usage *usage)
{
    while (usage->pending_count > 0) {
        use_inside(usage, usage->pending[--usage->pending_count]);
    }
}

static void use_document(struct usage *usage)
{
    const struct nodes *nodes = &usage->run->main.nodes;
    const struct node *root = usage->document->root, *end = node_end(nodes, root);
    for (const struct node *key = node_first(root); key != end;) {
        const struct node *next = node_next(nodes, key + 1);
        for (const struct node *node = key + 1;
             node < next && !declared_is_section(usage->document, key + 1); node++) {
            use_node(usage, node);
        }
        key = next;
    }
    use_pending(usage);
}

/* ---- what is reached by a text ---- */

static bool holds_text(const char *text, const char *wanted, size_t length)
{
    for (; *text; text++) {
        if (strncasecmp(text, wanted, length) == 0) {
            return true;
        }
    }
    return false;
}

/* Does a step or a row hold the text, in any case of letters? whole: as all of a value. */
static bool is_said(const struct usage *usage, const char *text, size_t length, bool whole)
{
    const struct nodes *nodes = &usage->run->main.nodes;
    const struct node *const places[] = {key_value(usage->document->keys, DOCUMENT, steps),
                                         key_value(usage->document->keys, DOCUMENT, cases)};
    for (size_t i = 0; i < 2; i++) {
        const struct node *end = places[i] ? node_end(nodes, places[i]) : NULL;
        for (const struct node *node = places[i]; node != end; node++) {
            bool fits = whole ? node->length == length : node->length >= length;
            if (node->kind == NODE_SCALAR && fits && holds_text(node->text, text, length)) {
                return true;
            }
        }
    }
    return false;
}

static const struct node *path_of(const struct declared *declared)
{
    return declared->kind == &declared_object && declared->key + 1 < declared->end
               ? declared_value(declared->nodes, declared->key + 1, "path")
               : NULL;
}

/* An object is opened by its name, of which a step may write the last part only. */
static bool is_named(const struct usage *usage, const struct node *path)
{
    const char *last = strrchr(path->text, '\\');
    last = last ? last + 1 : path->text;
    return path->text[0] == '$' || *last == '\0' || is_said(usage, last, strlen(last), false);
}

/* What a used object's path leads through is used, too. */
static void use_folders(struct usage *usage, const struct node *path)
{
    for (size_t i = 0; i < usage->count; i++) {
        const struct node *folder = path_of(&usage->list[i]);
        if (folder && !usage->list[i].used && folder->length < path->length &&
            strncasecmp(folder->text, path->text, folder->length) == 0) {
            usage_use(usage, i);
        }
    }
}

/* Either half of a split token may say which is the other. */
static void use_halves(struct usage *usage)
{
    for (size_t i = 0; i < usage->count; i++) {
        const struct declared *declared = &usage->list[i];
        const struct node *linked =
            declared->kind == &declared_token && !declared->used
                ? declared_value(declared->nodes, declared->key + 1, "linked")
                : NULL;
        for (size_t j = 0; linked && j < usage->count; j++) {
            const struct declared *other = &usage->list[j];
            if (other->used && other->kind == &declared_token &&
                node_is(linked, other->key->text)) {
                usage_use(usage, i);
            }
        }
    }
    use_pending(usage);
}

/* More would take too long to compare with one another. */
#define PATHS_LIMIT 1000U

static void use_by_text(struct usage *usage)
{
    for (size_t i = 0; i < usage->count; i++) {
        const struct declared *declared = &usage->list[i];
        const struct node *path = path_of(declared);
        bool can_log_on = declared->kind == &declared_account &&
                          declared->key + 1 < declared->end &&
                          declared->key[1].kind == NODE_MAPPING;
        if ((path && (usage->count > PATHS_LIMIT || is_named(usage, path))) ||
            (can_log_on && is_said(usage, declared->key->text, declared->key->length, true))) {
            usage_use(usage, i);
        }
    }
    use_pending(usage);
    for (size_t i = 0; i < usage->count && usage->count <= PATHS_LIMIT; i++) {
        const struct node *path = path_of(&usage->list[i]);
        if (path && usage->list[i].used) {
            use_folders(usage, path);
        }
    }
    use_pending(usage);
}

/* ---- the document ---- */

static void use_all(struct usage *usage)
{
    use_document(usage);
    use_by_text(usage);
    if (usage->count <= PATHS_LIMIT) {
        use_halves(usage);
    }
}

/* Is anything used of the file, or of those that it uses itself? */
static bool gives_anything(const struct usage *usage, const struct source *source, unsigned depth)
{
    for (size_t i = 0; i < usage->count; i++) {
        if (usage->list[i].used && usage->list[i].nodes == &source->nodes) {
            return true;
        }
    }
    const struct node *use = key_value(source->keys, DOCUMENT, use);
    const struct node *end = use ? node_end(&source->nodes, use) : NULL;
    for (const struct node *node = use; node != end && depth < NODES_DEPTH_LIMIT; node++) {
        const struct source *inner =
            node->kind == NODE_SCALAR ? sources_find(usage->run, source->path, node) : NULL;
        if (inner && gives_anything(usage, inner, depth + 1)) {
            return true;
        }
    }
    return false;
}

static void find_unused_files(struct usage *usage)
{
    struct runner *run = usage->run;
    const struct node *use = key_value(usage->document->keys, DOCUMENT, use);
    const struct node *end = use ? node_end(&run->main.nodes, use) : NULL;
    for (const struct node *node = use; node != end; node++) {
        const struct source *source =
            node->kind == NODE_SCALAR ? sources_find(run, run->main.name, node) : NULL;
        if (source && !gives_anything(usage, source, 0) &&
            lint_find(run, usage->document, LINT_UNUSED_USE, node,
                      "the scenario uses nothing of '%s'", node->text)) {
            lint_help(run, "leave it out");
        }
    }
}

void lint_unused(struct runner *run, struct document *document)
{
    struct usage usage;
    usage_read(&usage, run, document);
    use_all(&usage);
    for (size_t i = 0; i < usage.count; i++) {
        const struct declared *declared = &usage.list[i];
        bool with_process = declared->process > 0 && !usage.list[declared->process - 1].used;
        /* Of a name one may also be told by what it holds: {copy-of: ...} looks at all of them. */
        if (declared->used || with_process ||
            (declared->kind == &declared_out && lint_is_needed(run, document, declared->key))) {
            continue;
        }
        if (lint_find(run, document, declared->kind->finding, declared->key, "%s '%s'",
                      declared->kind->before, declared->key->text)) {
            lint_help(run, "%s", declared->kind->help);
        }
    }
    find_unused_files(&usage);
    usage_free(&usage);
}
