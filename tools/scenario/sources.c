/* For realpath. */
#define _XOPEN_SOURCE 700

#include "scenario/sources.h"

#include "scenario/limits.h"
#include "scenario/runner.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The length of a path's folder, with the last slash; 0 if it has none. */
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) + 1 : 0;
}

static char *copied(const char *bytes, size_t length)
{
    char *copy = memory_resize(NULL, length + 1);
    memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

static char *joined(const char *folder, size_t folder_size, const char *path)
{
    size_t length = strlen(path);
    bool absolute = path[0] == '/';
    size_t before = absolute ? 0 : folder_size;
    char *whole = memory_resize(NULL, before + length + 1);
    memcpy(whole, folder, before);
    memcpy(whole + before, path, length + 1);
    return whole;
}

/* ---- the root ---- */

static bool holds_root_mark(const char *folder)
{
    char *mark = joined(folder, strlen(folder), "");
    char *path = memory_resize(mark, strlen(folder) + sizeof "/.ntsrm-root");
    memcpy(path + strlen(folder), "/.ntsrm-root", sizeof "/.ntsrm-root");
    bool there = access(path, F_OK) == 0;
    free(path);
    return there;
}

/* The real path of the folder outside of which nothing is read; owned by the caller. */
static char *find_root(const struct runner *run, const char *path)
{
    if (run->root_given) {
        return realpath(run->root_given, NULL);
    }
    char *folder = copied(path, folder_length(path));
    char *own = realpath(folder[0] ? folder : ".", NULL);
    free(folder);
    if (!own) {
        return NULL;
    }
    char *root = copied(own, strlen(own));
    while (!holds_root_mark(root)) {
        char *slash = strrchr(root, '/');
        if (!slash || slash == root) {
            free(root);
            return own;
        }
        *slash = '\0';
    }
    free(own);
    return root;
}

static bool is_inside(const char *path, const char *root)
{
    size_t length = strlen(root);
    return strncmp(path, root, length) == 0 &&
           (path[length] == '/' || path[length] == '\0' || length == 1);
}

/* ---- reading one ---- */

static void source_free(struct source *source)
{
    nodes_free(&source->nodes);
    diagnostics_free(&source->diagnostics);
    free(source->directory);
    free(source->use);
    free(source->path);
    free(source->real);
    free(source);
}

void sources_free(struct runner *run)
{
    for (size_t i = 0; i < run->fixture_count; i++) {
        source_free(run->fixtures[i]);
    }
    free(run->fixtures);
    free(run->used);
    free(run->use_order);
}

/* The same file by another path. */
static struct source *find_same(const struct runner *run, const char *real)
{
    for (size_t i = 0; i < run->fixture_count && real; i++) {
        if (run->fixtures[i]->real && strcmp(run->fixtures[i]->real, real) == 0) {
            return run->fixtures[i];
        }
    }
    return NULL;
}

static struct source *find_kept(const struct runner *run, const char *from, const char *use)
{
    size_t length = folder_length(from);
    for (size_t i = 0; i < run->fixture_count; i++) {
        struct source *source = run->fixtures[i];
        if (strcmp(source->use, use) == 0 && strncmp(source->directory, from, length) == 0 &&
            source->directory[length] == '\0') {
            return source;
        }
    }
    return NULL;
}

/* The path as it is shown: without what "../" undoes, and without "." in front of it. */
static void tidy(char *path)
{
    char *up;
    while ((up = strstr(path, "/../")) != NULL) {
        char *before = up;
        while (before > path && before[-1] != '/') {
            before--;
        }
        const size_t length = (size_t)(up - before);
        if (length == 0 || (length == 2 && memcmp(before, "..", 2) == 0)) {
            return;
        }
        const char *rest = length == 1 && *before == '.' ? up + 1 : up + 4;
        memmove(before, rest, strlen(rest) + 1);
    }
}

/* The real path, or that of the folder if there is no such file. */
static char *real_path(const char *path)
{
    char *real = realpath(path, NULL);
    if (!real) {
        char *folder = copied(path, folder_length(path));
        real = realpath(folder[0] ? folder : ".", NULL);
        free(folder);
    }
    return real;
}

static bool may_read(struct runner *run, const struct node *use, const char *path)
{
    char *real = real_path(path);
    char *root = find_root(run, run->main.name);
    bool inside = real && root && is_inside(real, root);
    if (real && !inside) {
        problem(run, use, "'%s' is outside of the folder that scenarios may read", use->text);
        problem_help(run, "that folder is %s", root ? root : "unknown");
    }
    free(real);
    free(root);
    if (inside && access(path, R_OK) == 0) {
        return true;
    }
    return real && !inside ? false
                           : problem(run, use, "cannot read '%s': %s", path, strerror(errno));
}

static struct source *read_source(struct runner *run, const char *from, const struct node *use)
{
    char *path = joined(from, folder_length(from), use->text);
    tidy(path);
    if (!may_read(run, use, path)) {
        free(path);
        return NULL;
    }
    char *real = realpath(path, NULL);
    struct source *same = find_same(run, real);
    if (same) {
        free(path);
        free(real);
        return same;
    }
    struct source *source = memory_resize(NULL, sizeof *source);
    *source = (struct source){.name = path, .path = path, .real = real};
    source->directory = copied(from, folder_length(from));
    source->use = copied(use->text, use->length);
    source->result = nodes_read_file(&source->nodes, path, &source->diagnostics);
    run->fixtures = array_grow(run->fixtures, run->fixture_count, &run->fixture_capacity,
                               sizeof(struct source *));
    run->fixtures[run->fixture_count++] = source;
    return source;
}

/* What was found in it for another file is forgotten, what is wrong with it in itself is not. */
static void refresh(struct source *source)
{
    if (source->diagnostics.errors > 0) {
        source->result = nodes_read_file(&source->nodes, source->path, &source->diagnostics);
    }
}

/* ---- using it ---- */

static bool is_in(struct source *const *list, size_t first, size_t count,
                  const struct source *source)
{
    for (size_t i = first; i < first + count; i++) {
        if (list[i] == source) {
            return true;
        }
    }
    return false;
}

static void add_used(struct runner *run, struct source *source)
{
    if (is_in(run->used, 0, run->used_count, source)) {
        return;
    }
    refresh(source);
    run->used =
        array_grow(run->used, run->used_count, &run->used_capacity, sizeof(struct source *));
    run->used[run->used_count++] = source;
}

static void add_to_document(struct runner *run, struct document *document, struct source *source)
{
    run->use_order = array_grow(run->use_order, run->use_order_count, &run->use_order_capacity,
                                sizeof(struct source *));
    run->use_order[run->use_order_count++] = source;
    document->source_count++;
}

/* A file of fixtures has these keys and nothing else. */
static bool only_fixtures(struct runner *run, const struct node *root)
{
    static const uint32_t allowed[] = {
        KEY_DOCUMENT_use,  KEY_DOCUMENT_accounts,  KEY_DOCUMENT_logon_sessions, KEY_DOCUMENT_tokens,
        KEY_DOCUMENT_jobs, KEY_DOCUMENT_processes, KEY_DOCUMENT_objects,        KEY_DOCUMENT_lint,
    };
    bool right = true;
    const struct node *end = after(run, root);
    for (const struct node *key = node_first(root); key != end; key = after(run, key + 1)) {
        const struct word *word = word_of(run, SPACE_DOCUMENT, key);
        bool found = false;
        for (size_t i = 0; word && i < sizeof allowed / sizeof allowed[0]; i++) {
            found = found || word->value + KEY_BEGIN_DOCUMENT == allowed[i];
        }
        if (word && !found) {
            right = problem(run, key, "a file that others use holds fixtures, not '%s'", key->text);
        }
    }
    return right;
}

static bool use_list(struct runner *run, const struct node *use, struct document *document,
                     const char *from);

/* Looks at its keys, and uses what it uses itself. */
static bool use_source(struct runner *run, struct source *source, struct document *document)
{
    const struct nodes *nodes = run->nodes;
    const struct node *root = node_root(&source->nodes, 0);
    run->nodes = &source->nodes;
    bool right = keys_collect(run, root, SPACE_DOCUMENT, &source->keys) && only_fixtures(run, root);
    const struct node *more = key_value(source->keys, DOCUMENT, use);
    if (right && more) {
        source->visiting = true;
        right = use_list(run, more, document, source->path);
        source->visiting = false;
    }
    run->nodes = nodes;
    return right;
}

/* Once for each document, however often files that it uses name this one. */
static bool source_is_usable(struct runner *run, const struct node *use, struct source *source,
                             struct document *document)
{
    if (source->used_for == run->use_number) {
        return source->usable;
    }
    add_used(run, source);
    if (source->result == READ_OK && source->nodes.root_count != 1) {
        return problem(run, use, "a file that others use holds one document");
    }
    source->usable = source->result == READ_OK && use_source(run, source, document);
    source->used_for = run->use_number;
    if (source->usable) {
        add_to_document(run, document, source);
    }
    return source->usable || problem(run, use, "'%s' cannot be used", use->text);
}

static bool use_one(struct runner *run, const struct node *use, struct document *document,
                    const char *from)
{
    if (use->kind != NODE_SCALAR || use->length == 0) {
        return problem_kind(run, use, "the path of a file");
    }
    if (use->length >= PATH_MAX) {
        return problem(run, use, "a path is shorter than %d bytes", PATH_MAX);
    }
    if (run->use_depth > USE_DEPTH_LIMIT) {
        return problem(run, use, "files use each other more than %u deep", USE_DEPTH_LIMIT);
    }
    struct source *source = find_kept(run, from, use->text);
    if (!source && !(source = read_source(run, from, use))) {
        return false;
    }
    if (source->visiting) {
        return problem(run, use, "'%s' uses this file: they go in a circle", source->path);
    }
    return source_is_usable(run, use, source, document);
}

static bool use_list(struct runner *run, const struct node *use, struct document *document,
                     const char *from)
{
    bool right = true, list = use->kind == NODE_SEQUENCE;
    const struct node *end = after(run, use);
    run->use_depth++;
    for (const struct node *entry = list ? node_first(use) : use; entry != end;
         entry = after(run, entry)) {
        if (++run->uses_of_document > USES_LIMIT) {
            right = problem(run, entry, "the scenario uses more than %u files", USES_LIMIT);
            break;
        }
        right = use_one(run, entry, document, from) && right;
    }
    run->use_depth--;
    return right;
}

bool sources_use(struct runner *run, const struct node *use, struct document *document)
{
    run->use_number++;
    run->uses_of_document = run->use_depth = 0;
    return use_list(run, use, document, run->main.name);
}

struct source *sources_find(struct runner *run, const char *from, const struct node *use)
{
    struct source *source = find_kept(run, from, use->text);
    if (!source) {
        char *path = joined(from, folder_length(from), use->text);
        char *real = realpath(path, NULL);
        source = find_same(run, real);
        free(real);
        free(path);
    }
    return source;
}

bool sources_are_right(const struct runner *run)
{
    for (size_t i = 0; i < runner_source_count(run); i++) {
        if (runner_diagnostics(run, i)->errors > 0) {
            return false;
        }
    }
    return true;
}
