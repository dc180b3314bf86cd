#include "scenario/problems.h"

#include "scenario/inside.h"
#include "scenario/runner.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* More words than this are not listed where none is near. */
#define WORDS_LISTED 32

static bool stands_in(const struct nodes *nodes, const struct node *node)
{
    return nodes->count > 0 && node >= nodes->node && node < nodes->node + nodes->count;
}

size_t source_of(const struct runner *run, const struct node *node)
{
    for (size_t i = 0; i < run->used_count; i++) {
        if (stands_in(&run->used[i]->nodes, node)) {
            return i + 1;
        }
    }
    return 0;
}

static struct diagnostics *diagnostics_of(struct runner *run, const struct node *node)
{
    size_t source = source_of(run, node);
    return source == 0 ? &run->main.diagnostics : &run->used[source - 1]->diagnostics;
}

/* A $name without a value has been reported; what it is not is no news then. */
static bool is_reported(const struct diagnostics *diagnostics, const struct node *node)
{
    struct place place = node_place(node);
    if (node->kind != NODE_SCALAR || node->quoted || node->text[0] != '$') {
        return false;
    }
    for (uint32_t i = 0; i < diagnostics->count; i++) {
        const struct place *other = &diagnostics->list[i].place;
        if (other->line == place.line && other->column == place.column) {
            return true;
        }
    }
    return false;
}

static void add_problem(struct runner *run, const struct node *node, struct place place,
                        unsigned width, const char *format, va_list arguments)
{
    run->broken = true;
    run->last_diagnostics = NULL;
    if (is_reported(diagnostics_of(run, node), node)) {
        return;
    }
    run->problem_count++;
    struct diagnostics *diagnostics = diagnostics_of(run, node);
    if (diagnostics->kept == DIAGNOSTICS_LIMIT) {
        diagnostic_add(diagnostics, SEVERITY_ERROR, place, width, "%s", "");
        return;
    }
    text_reset(&run->print);
    text_append_arguments(&run->print, format, arguments);
    diagnostic_add(diagnostics, SEVERITY_ERROR, place, width, "%s", run->print.bytes);
    run->last_diagnostics = diagnostics->dropping ? NULL : diagnostics;
}

bool problem(struct runner *run, const struct node *node, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_problem(run, node, node_place(node), node_width(node), format, arguments);
    va_end(arguments);
    return false;
}

bool problem_inside(struct runner *run, const struct node *node, size_t offset, size_t length,
                    const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_problem(run, node, place_inside(diagnostics_of(run, node), node, offset),
                width_inside(node, offset, length), format, arguments);
    va_end(arguments);
    return false;
}

bool problem_help(struct runner *run, const char *format, ...)
{
    va_list arguments;
    if (!run->last_diagnostics) {
        return false;
    }
    va_start(arguments, format);
    text_reset(&run->print);
    text_append_arguments(&run->print, format, arguments);
    va_end(arguments);
    diagnostic_help(run->last_diagnostics, "%s", run->print.bytes);
    return false;
}

void problem_note(struct runner *run, const struct node *node, const char *format, ...)
{
    if (diagnostics_of(run, node) != run->last_diagnostics) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    text_reset(&run->print);
    text_append_arguments(&run->print, format, arguments);
    va_end(arguments);
    diagnostic_note(run->last_diagnostics, node_place(node), node_width(node), "%s",
                    run->print.bytes);
}

bool problem_known(struct runner *run, const char *const *words, size_t count)
{
    if (count == 0 || count > WORDS_LISTED) {
        return false;
    }
    struct text list = {.bytes = NULL};
    for (size_t i = 0; i < count; i++) {
        text_append_format(&list, "%s%s", i > 0 ? ", " : "", words[i]);
    }
    problem_help(run, "known %s: %s", count > 1 ? "are" : "is", list.bytes);
    text_free(&list);
    return false;
}

/* Where no word is near: all of them, or where they can be looked up. */
static bool help_words(struct runner *run, unsigned space)
{
    switch (space) {
    case SPACE_CALL:
        return problem_help(run, "'ntsrm calls' lists the calls");
    case SPACE_RULE:
        return problem_help(run, "'ntsrm rules' lists the rules");
    case SPACE_STATUS:
    case SPACE_ERROR:
        return problem_help(run, "'ntsrm status' lists statuses and errors");
    default:
        break;
    }
    if (space >= SPACE_PARAMETERS) {
        return problem_help(run, "'ntsrm calls %s' shows its parameters",
                            runner_call(run, space - SPACE_PARAMETERS)->name);
    }
    const char *words[WORDS_LISTED];
    size_t count = 0;
    dictionary_learn(run->dictionary, space);
    for (uint32_t i = 0; i < run->dictionary->count; i++) {
        const struct word *word = &run->dictionary->words[i];
        if (word->space == space && ++count <= WORDS_LISTED) {
            words[count - 1] = word->text;
        }
    }
    return problem_known(run, words, count);
}

bool problem_nearest(struct runner *run, const struct node *node, unsigned space)
{
    if (!run->last_diagnostics) {
        return false;
    }
    const char *nearest = dictionary_nearest(run->dictionary, space, node->text, node->length);
    if (node_is(node, "UNREADABLE") || node_is(node, "MISALIGNED")) {
        return problem_help(run, "only a parameter that is a pointer can be %s", node->text);
    }
    return nearest ? problem_help(run, "did you mean '%s'?", nearest) : help_words(run, space);
}

bool problem_word(struct runner *run, const struct node *node, unsigned space)
{
    const char *noun = dictionary_noun(space);
    if (node->kind != NODE_SCALAR || node_is_absent(node)) {
        char what[80];
        snprintf(what, sizeof what, "%s %s", strchr("aeiou", noun[0]) ? "an" : "a", noun);
        return problem_kind(run, node, what);
    }
    problem(run, node, "unknown %s '%s'", noun, node->text);
    return problem_nearest(run, node, space);
}

/* To YAML, "user:alice" is one text where it stands alone. */
static bool help_blank(struct runner *run, const struct node *node)
{
    size_t key = strspn(node->text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    const char *value = node->text + key;
    if (key < 2 || value[0] != ':' || value[1] == '\0' || strchr("/\\:", value[1])) {
        return false;
    }
    return problem_help(run, "a blank is missing behind ':'; write '%.*s: %s'", (int)key,
                        node->text, value + 1);
}

bool problem_kind(struct runner *run, const struct node *node, const char *what)
{
    static const char *const kinds[] = {
        [NODE_SEQUENCE] = "list",
        [NODE_MAPPING] = "mapping",
    };
    if (node_is_absent(node)) {
        return problem(run, node, "expected %s, but nothing is there", what);
    }
    if (node->kind == NODE_SCALAR) {
        problem(run, node, "expected %s, not '%s'", what, node->text);
        return help_blank(run, node);
    }
    return problem(run, node, "expected %s, not %s%s", what, node->count == 0 ? "an empty " : "a ",
                   kinds[node->kind]);
}

bool problem_list(struct runner *run, const struct node *node, const char *what)
{
    return node->kind == NODE_SEQUENCE ? problem(run, node, "expected %s, not an empty one", what)
                                       : problem_kind(run, node, what);
}

/* A finding without texts, at the node; the case is over after this step. */
static struct finding *finding_add(struct runner *run, const struct node *node)
{
    run->findings = array_grow(run->findings, run->finding_count, &run->finding_capacity,
                               sizeof *run->findings);
    struct finding *finding = &run->findings[run->finding_count++];
    *finding = (struct finding){
        .source = source_of(run, node),
        .place = node_place(node),
        .width = node_width(node),
    };
    run->stopped = true;
    return finding;
}

static const char *kept(struct runner *run, const char *text)
{
    return arena_copy(&run->file_arena, text, strlen(text));
}

static void finding_message(struct runner *run, const struct node *node, const char *format,
                            va_list arguments)
{
    struct finding *finding = finding_add(run, node);
    text_reset(&run->print);
    text_append_arguments(&run->print, format, arguments);
    finding->message = kept(run, run->print.bytes);
}

/* What follows from an expectation that did not hold is no trouble of its own. */
bool trouble(struct runner *run, const struct node *node, const char *format, ...)
{
    if (run->dry || (run->stopped && run->trouble == TROUBLE_NONE)) {
        return false;
    }
    run->trouble = TROUBLE_SCENARIO;
    va_list arguments;
    va_start(arguments, format);
    finding_message(run, node, format, arguments);
    va_end(arguments);
    return false;
}

void finding_plain(struct runner *run, const struct node *node, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    finding_message(run, node, format, arguments);
    va_end(arguments);
}

void finding_compared(struct runner *run, const struct node *node, const char *what,
                      const char *expected, const char *actual)
{
    struct finding *finding = finding_add(run, node);
    text_reset(&run->print);
    text_append_format(&run->print, "%s%sexpected %s, but it is %s", what, *what ? ": " : "",
                       expected, actual);
    finding->message = kept(run, run->print.bytes);
    finding->expected = kept(run, expected);
    finding->actual = kept(run, actual);
}

static void collection_print(struct runner *run, const struct node *node, struct text *text)
{
    bool mapping = node->kind == NODE_MAPPING;
    text_append_string(text, mapping ? "{" : "[");
    const struct node *end = after(run, node);
    const char *separator = "";
    for (const struct node *entry = node_first(node); entry != end; entry = after(run, entry)) {
        text_append_string(text, separator);
        node_print(run, entry, text);
        if (mapping) {
            entry = after(run, entry);
            text_append_string(text, ": ");
            node_print(run, entry, text);
        }
        separator = ", ";
    }
    text_append_string(text, mapping ? "}" : "]");
}

void node_print(struct runner *run, const struct node *node, struct text *text)
{
    node = resolved(run, node);
    if (node->kind == NODE_SCALAR) {
        text_append(text, node->text, node->length);
    } else {
        collection_print(run, node, text);
    }
}
