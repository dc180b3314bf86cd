/* Expectations that allow more than there is. */
#include "scenario/lint/lint.h"

#include "scenario/steps.h"

#include <string.h>

static bool same_node(const struct runner *run, const struct node *a, const struct node *b)
{
    const ptrdiff_t size = after(run, a) - a;
    bool same = after(run, b) - b == size;
    for (ptrdiff_t i = 0; same && i < size; i++) {
        same =
            a[i].kind == b[i].kind && a[i].count == b[i].count && strcmp(a[i].text, b[i].text) == 0;
    }
    return same;
}

/* ---- lists of answers ---- */

/* A status has a name and a number, so that what is written can differ. */
static bool same_answer(struct runner *run, const struct node *a, const struct node *b,
                        enum kind kind)
{
    struct value one, other;
    if (a->kind != NODE_SCALAR || b->kind != NODE_SCALAR || a->text[0] == '$' ||
        b->text[0] == '$' || kind_row(kind)->words == SPACE_NONE) {
        return same_node(run, a, b);
    }
    return kind_parse(run, a, kind, &one) && kind_parse(run, b, kind, &other) &&
           kind_same(kind, &one, &other);
}

static void find_repeated(struct runner *run, const struct node *list, enum kind kind)
{
    const struct node *end = after(run, list);
    for (const struct node *entry = node_first(list); entry != end; entry = after(run, entry)) {
        for (const struct node *other = node_first(list); other != entry;
             other = after(run, other)) {
            const struct node *value = resolved(run, entry);
            if (same_answer(run, resolved(run, other), value, kind) &&
                lint_find(run, lint_document_of(run, list), LINT_REPEATED_ANSWER, entry,
                          "this answer stands in the list already")) {
                lint_note(run, other, "here");
                lint_help(run, "leave one of them out");
            }
        }
    }
}

/* More answers than a list can sensibly have. */
#define ANSWERS_LIMIT 100U

void lint_answers(struct runner *run, const struct node *list, const struct call *call)
{
    lint_mark(run->lint, list, run->dry ? MARK_ANSWERS : MARK_COMPARED);
    if (run->dry && list->count <= ANSWERS_LIMIT) {
        find_repeated(run, list, call->returns);
    }
}

void lint_answered(struct lint *lint, const struct node *list, const struct node *entry)
{
    size_t i = 0;
    lint_mark(lint, entry, MARK_ANSWERED);
    while (i < lint->answer_count && lint->answers[i].list != list) {
        i++;
    }
    if (i == LISTS_LIMIT || (i < lint->answer_count && lint->answers[i].entry != entry)) {
        lint_mark(lint, list, MARK_SEVERAL);
    } else if (i == lint->answer_count) {
        lint->answers[lint->answer_count++] = (struct first_answer){.list = list, .entry = entry};
    }
}

static bool any_given(const struct runner *run, const struct node *list)
{
    const struct node *end = after(run, list);
    for (const struct node *entry = node_first(list); entry != end; entry = after(run, entry)) {
        if (lint_has(run->lint, entry, MARK_ANSWERED)) {
            return true;
        }
    }
    return false;
}

static void find_never_given(struct runner *run, struct document *document,
                             const struct node *entry)
{
    if (lint_find(run, document, LINT_WIDE_EXPECTATION, entry, "no case is ever answered %s here",
                  entry->kind == NODE_SCALAR && entry->text[0] != '$' ? entry->text : "so")) {
        lint_help(run, "leave it out: neither the cases nor the contested points that they come "
                       "to lead to it");
    }
}

/* Where none is given the cases fail, which is not for us to say. */
static void look_at_list(struct runner *run, struct document *document, const struct node *list)
{
    bool all = true;
    if (list->count < 2 || lint_has(run->lint, list, MARK_SAID) || !any_given(run, list)) {
        return;
    }
    const struct node *end = after(run, list);
    for (const struct node *entry = node_first(list); entry != end; entry = after(run, entry)) {
        if (!lint_has(run->lint, entry, MARK_ANSWERED)) {
            find_never_given(run, document, entry);
            all = false;
        }
    }
    if (all && !lint_has(run->lint, list, MARK_SEVERAL) &&
        lint_find(run, document, LINT_WIDE_EXPECTATION, list,
                  "each case is only ever answered one of these")) {
        lint_help(run, "let each case say which: 'expect: $status'");
    }
}

/* ---- by version ---- */

void lint_versions(struct runner *run, const struct node *versions, const struct node *chosen)
{
    const struct node *end = after(run, versions), *first = node_first(versions);
    unsigned marks = MARK_VERSIONS;
    for (const struct node *key = first; run->dry && key != end; key = after(run, key + 1)) {
        if (!same_node(run, resolved(run, first + 1), resolved(run, key + 1))) {
            marks |= MARK_DIFFERENT;
        }
    }
    lint_mark(run->lint, versions, marks);
    lint_mark(run->lint, chosen, MARK_CHOSEN);
}

/* Whoever runs a case that names no version chooses one. */
static bool all_name_versions(const struct runner *run, const struct document *document)
{
    const size_t end = document->info.first_case + document->info.case_count;
    for (size_t i = 0; i < run->range_count; i++) {
        const struct case_range *range = &run->ranges[i];
        const bool here = range->first >= document->info.first_case && range->first < end;
        if (here && !range->info.names_profile && !range->row_names_profile) {
            return false;
        }
    }
    return true;
}

static void find_unused_versions(struct runner *run, struct document *document,
                                 const struct node *versions)
{
    const struct node *end = after(run, versions);
    for (const struct node *key = node_first(versions); key != end; key = after(run, key + 1)) {
        if (!lint_has(run->lint, key, MARK_CHOSEN) &&
            lint_find(run, document, LINT_UNUSED_VERSION, key,
                      "no case runs as a version that goes by this")) {
            lint_help(run, "leave it out, or let 'profile:' name such a version");
        }
    }
}

/* ---- the document ---- */

void lint_expectations(struct runner *run, struct document *document)
{
    const bool named = all_name_versions(run, document);
    const struct node *end = after(run, document->root);
    for (const struct node *node = document->root; node != end; node++) {
        const unsigned marks = lint_marks_of(run->lint, node);
        if ((marks & MARK_COMPARED) && lint_runs_all(document)) {
            look_at_list(run, document, node);
        }
        if (!(marks & MARK_VERSIONS)) {
            continue;
        }
        if (!(marks & MARK_DIFFERENT) && node->count > 1) {
            if (lint_find(run, document, LINT_EQUAL_VERSIONS, node,
                          "every version expects the same")) {
                lint_help(run, "write it once, without the versions");
            }
        } else if (named) {
            find_unused_versions(run, document, node);
        }
    }
}
