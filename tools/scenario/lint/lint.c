#include "scenario/lint/lint.h"

#include "scenario/cases.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

const char *lint_finding_name(enum lint_finding finding)
{
    static const char *const names[] = {
#define FINDING(id, name, meaning) [LINT_##id] = (name),
#include "scenario/lint/findings.def"
    };
    return names[finding];
}

/* ---- marks ---- */

static uint32_t *place_of_marks(const struct lint *lint, const struct node *node)
{
    for (size_t i = 0; i < lint->count; i++) {
        const struct nodes *nodes = lint->marks[i].nodes;
        if (nodes->count > 0 && node >= nodes->node && node < nodes->node + nodes->count) {
            return &lint->marks[i].of[node - nodes->node];
        }
    }
    return NULL;
}

void lint_mark_add(struct lint *lint, const struct node *node, unsigned marks)
{
    uint32_t *place = place_of_marks(lint, node);
    if (place) {
        *place |= marks;
    }
}

unsigned lint_marks_of(const struct lint *lint, const struct node *node)
{
    const uint32_t *place = place_of_marks(lint, node);
    return place ? *place : 0;
}

static void marks_begin(struct lint_marks *marks, const struct nodes *nodes)
{
    const size_t size = (nodes->count + (size_t)1) * sizeof *marks->of;
    marks->nodes = nodes;
    marks->of = memory_resize(NULL, size);
    memset(marks->of, 0, size);
}

static void lint_begin(struct runner *run, struct lint *lint)
{
    *lint = (struct lint){.count = run->used_count + 1};
    lint->marks = memory_resize(NULL, lint->count * sizeof *lint->marks);
    marks_begin(&lint->marks[0], &run->main.nodes);
    for (size_t i = 0; i < run->used_count; i++) {
        marks_begin(&lint->marks[i + 1], &run->used[i]->nodes);
    }
    run->lint = lint;
}

static void lint_end(struct runner *run, struct lint *lint)
{
    for (size_t i = 0; i < lint->count; i++) {
        free(lint->marks[i].of);
    }
    free(lint->marks);
    run->lint = NULL;
}

struct document *lint_document_of(struct runner *run, const struct node *node)
{
    for (size_t i = run->document_count; i-- > 0;) {
        const struct node *root = run->documents[i].root;
        if (node >= root && node < node_next(&run->main.nodes, root)) {
            return &run->documents[i];
        }
    }
    return NULL;
}

/* ---- what a scenario means ---- */

bool lint_read_meant(struct runner *run, const struct node *node)
{
    if (!node) {
        return true;
    }
    if (node->kind != NODE_MAPPING) {
        return problem_kind(run, node, "a mapping from findings to reasons");
    }
    bool right = true;
    const struct node *end = after(run, node);
    for (const struct node *key = node_first(node); key != end; key = after(run, key + 1)) {
        const struct node *reason = key + 1;
        if (!word_of(run, SPACE_FINDING, key)) {
            right = problem_word(run, key, SPACE_FINDING);
        }
        bool boolean = !reason->quoted && word_of(run, SPACE_BOOLEAN, reason);
        if (reason->kind != NODE_SCALAR || reason->length == 0 || boolean) {
            right = problem_kind(run, reason, "a reason");
        }
    }
    return right;
}

/* Its key under `lint`; NULL if the scenario does not mean it. */
static const struct node *key_of(struct runner *run, const struct document *document,
                                 enum lint_finding finding)
{
    const struct node *meant = key_value(document->keys, DOCUMENT, lint);
    if (!meant) {
        return NULL;
    }
    const struct node *end = node_next(&run->main.nodes, meant);
    for (const struct node *key = node_first(meant); key != end;
         key = node_next(&run->main.nodes, key + 1)) {
        if (node_is(key, lint_finding_name(finding))) {
            return key;
        }
    }
    return NULL;
}

static void find_unused_reasons(struct runner *run, struct document *document)
{
    const struct node *meant = key_value(document->keys, DOCUMENT, lint);
    if (!meant) {
        return;
    }
    const struct node *end = node_next(&run->main.nodes, meant);
    for (const struct node *key = node_first(meant); key != end;
         key = node_next(&run->main.nodes, key + 1)) {
        if (!lint_has(run->lint, key, MARK_MEANT)) {
            lint_find(run, document, LINT_UNUSED_LINT, key,
                      "nothing is found here that '%s' gives a reason for", key->text);
            lint_help(run, "leave the line out");
        }
    }
}

/* ---- saying it ---- */

bool lint_find_at(struct runner *run, struct document *document, enum lint_finding finding,
                  struct place place, unsigned width, const char *message)
{
    const struct node *meant = key_of(run, document, finding);
    if (meant && finding != LINT_UNUSED_LINT) {
        lint_mark(run->lint, meant, MARK_MEANT);
        return false;
    }
    diagnostic_add(&run->main.diagnostics, SEVERITY_WARNING, place, width, "%s [%s]", message,
                   lint_finding_name(finding));
    return true;
}

bool lint_find(struct runner *run, struct document *document, enum lint_finding finding,
               const struct node *node, const char *format, ...)
{
    struct text message = {.bytes = NULL};
    va_list arguments;
    if (!document || lint_document_of(run, node) != document) {
        return false;
    }
    va_start(arguments, format);
    text_append_arguments(&message, format, arguments);
    va_end(arguments);
    bool said =
        lint_find_at(run, document, finding, node_place(node), node_width(node), message.bytes);
    text_free(&message);
    return said;
}

void lint_help(struct runner *run, const char *format, ...)
{
    struct text help = {.bytes = NULL};
    va_list arguments;
    va_start(arguments, format);
    text_append_arguments(&help, format, arguments);
    va_end(arguments);
    diagnostic_help(&run->main.diagnostics, "%s", help.bytes);
    text_free(&help);
}

void lint_note(struct runner *run, const struct node *node, const char *format, ...)
{
    struct text note = {.bytes = NULL};
    va_list arguments;
    va_start(arguments, format);
    text_append_arguments(&note, format, arguments);
    va_end(arguments);
    diagnostic_note(&run->main.diagnostics, node_place(node), node_width(node), "%s", note.bytes);
    text_free(&note);
}

/* ---- the file ---- */

static bool is_right(const struct runner *run)
{
    bool right = true;
    for (size_t i = 0; i < runner_source_count(run); i++) {
        right = right && runner_diagnostics(run, i)->errors == 0;
    }
    return right;
}

static void document_look(struct runner *run, struct document *document)
{
    run->nodes = &run->main.nodes;
    run->lint->tried = 0;
    lint_unused(run, document);
    lint_same_cases(run, document);
    lint_run_cases(run, document);
    run->nodes = &run->main.nodes;
    lint_expectations(run, document);
    lint_idle_steps(run, document);
    run->nodes = &run->main.nodes;
    find_unused_reasons(run, document);
}

static void nothing_more(void *context, struct runner *run)
{
    (void)context;
    (void)run;
}

/* Of a file for others only what it says by itself can be looked at. */
static void fixtures_look(struct runner *run)
{
    struct lint lint;
    if (run->document_count == 0 && !cases_find_fixtures(run)) {
        return;
    }
    lint_begin(run, &lint);
    if (runner_visit_fixtures(run, NULL, NULL, nothing_more)) {
        run->nodes = &run->main.nodes;
        find_unused_reasons(run, &run->documents[0]);
    }
    lint_end(run, &lint);
}

bool runner_lint(struct runner *run)
{
    struct lint lint;
    if (run->case_count == 0) {
        if (run->main.result == READ_OK && is_right(run)) {
            fixtures_look(run);
        }
        return is_right(run);
    }
    lint_begin(run, &lint);
    bool right = runner_validate(run);
    for (size_t i = 0; right && i < run->document_count; i++) {
        document_look(run, &run->documents[i]);
    }
    lint_end(run, &lint);
    return right;
}
