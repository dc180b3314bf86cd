#include "ntsrm/edit/wish.h"

#include "scenario/calls.h"

#include <stdlib.h>
#include <string.h>

struct planning {
    struct edits *edits;
    const struct manuscript *manuscript;
    const struct manuscript *actual;
    const struct node *row; /* of the case; NULL if it has none */
    struct wish *wish;
    size_t number;
};

static const char several_values[] = "it is in a list of values; give the case a row of its own";
static const char holds_comments[] = "comments stand in it";
static const char no_rule[] = "no rule of that group was asked; what stands there can only go";
static const char no_value[] = "what it is cannot be written there";

size_t manuscript_offset(const struct manuscript *manuscript, struct place place)
{
    if (place.line == 0 || place.line > manuscript->line_count) {
        return manuscript->length;
    }
    size_t start = manuscript->line[place.line - 1].start;
    return start + text_skip(manuscript->bytes + start, manuscript->length - start,
                             place.column > 0 ? place.column - 1 : 0);
}

static void refuse(struct wish *wish, const char *why)
{
    wish->state = WISH_REFUSED;
    wish->why = why;
}

/* "OpenProcess: expected ..." */
static bool tells_of(const char *message, const struct call *call)
{
    size_t length = strlen(call->name);
    return strncmp(message, call->name, length) == 0 && message[length] == ':';
}

static bool is_new_handle(const struct finding *finding)
{
    const struct call *call = NULL;
    if (strncmp(finding->actual, "0x", 2) == 0) {
        for (size_t i = 0; (call = call_at(i)) != NULL && !tells_of(finding->message, call); i++) {
        }
    }
    return call != NULL && call->returns == KIND_NEW_HANDLE;
}

char *wish_actual(const struct finding *finding)
{
    static const char copy[] = "a copy of ";
    struct text text = {0};
    const char *actual = finding->actual != NULL ? finding->actual : "";
    if (strncmp(actual, copy, sizeof copy - 1) == 0) {
        text_append_format(&text, "{copy-of: %s}", actual + sizeof copy - 1);
    } else {
        text_append_string(&text, *actual != '\0' && is_new_handle(finding) ? "HANDLE" : actual);
    }
    return text.bytes;
}

/* ---- nodes ---- */

/* The outermost node that begins there, which is the value; or the innermost, which may be a key.
 * NULL if there is none. */
static const struct node *node_at(const struct manuscript *manuscript, size_t start, bool innermost)
{
    const struct node *found = NULL;
    for (uint32_t i = 0; i < manuscript->nodes.count; i++) {
        if (manuscript->piece[i].start == start && (found == NULL || innermost)) {
            found = &manuscript->nodes.node[i];
        }
    }
    return found;
}

static bool is_key(const struct nodes *nodes, const struct node *node)
{
    for (uint32_t i = 0; i < nodes->count; i++) {
        const struct node *mapping = &nodes->node[i], *end = node_end(nodes, mapping);
        for (const struct node *key = node_first(mapping);
             mapping->kind == NODE_MAPPING && key != end; key = node_next(nodes, key + 1)) {
            if (key == node) {
                return true;
            }
        }
    }
    return false;
}

static const struct node *value_of(const struct nodes *nodes, const struct node *mapping,
                                   const char *text, size_t length)
{
    const struct node *end = node_end(nodes, mapping);
    for (const struct node *key = node_first(mapping); key != end;
         key = node_next(nodes, key + 1)) {
        if (key->length == length && memcmp(key->text, text, length) == 0) {
            return key + 1;
        }
    }
    return NULL;
}

/* What the row says of a $name; the node itself if it is none. NULL: it is not the row's only. */
static const struct node *cell_of(const struct planning *planning, const struct node *node)
{
    if (node->kind != NODE_SCALAR || node->quoted || node->text[0] != '$') {
        return node;
    }
    const struct nodes *nodes = &planning->manuscript->nodes;
    const struct node *cell = planning->row != NULL
                                  ? value_of(nodes, planning->row, node->text + 1, node->length - 1)
                                  : NULL;
    return cell != NULL && cell->kind != NODE_SEQUENCE ? cell : NULL;
}

/* ---- edits ---- */

static bool is_plain(const char *text)
{
    static const char inside[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                 "0123456789_-.$+ ";
    size_t length = strlen(text);
    return length > 0 && strspn(text, inside) == length && text[0] != ' ' && text[0] != '-' &&
           text[length - 1] != ' ';
}

static void append_value(struct text *text, const char *value, bool quoted)
{
    if (!quoted && (value[0] == '{' || value[0] == '[' || is_plain(value))) {
        text_append_string(text, value);
        return;
    }
    text_append_string(text, "'");
    for (; *value != '\0'; value++) {
        text_append_string(text, *value == '\'' ? "'" : "");
        text_append(text, value, 1);
    }
    text_append_string(text, "'");
}

static bool has_comments(const struct manuscript *manuscript, size_t start, size_t end)
{
    for (uint32_t i = 0; i < manuscript->comment_count; i++) {
        if (manuscript->comment[i].start >= start && manuscript->comment[i].start < end) {
            return true;
        }
    }
    return false;
}

/* The text is the edit's then. */
static void edit_add(struct planning *planning, size_t start, size_t end, struct text *with)
{
    if (has_comments(planning->manuscript, start, end)) {
        refuse(planning->wish, holds_comments);
    }
    edits_add(planning->edits, start, end, with->bytes, planning->number);
}

/* "{returns: TRUE, error: ERROR_SUCCESS}" is simply TRUE. */
static const char *plainest(const char *actual)
{
    return strncmp(actual, "{returns: TRUE,", 15) == 0 ? "TRUE" : actual;
}

static void node_edit(struct planning *planning, const struct node *node, const char *value)
{
    const struct piece *piece = piece_of(planning->manuscript, node);
    struct text with = {0};
    append_value(&with, plainest(value), node->quoted);
    edit_add(planning, piece->start, piece->end, &with);
}

static bool has_names(const struct planning *planning, const struct node *node)
{
    const struct node *end = node_end(&planning->manuscript->nodes, node);
    for (; node < end; node++) {
        if (node->kind == NODE_SCALAR && !node->quoted && node->text[0] == '$') {
            return true;
        }
    }
    return false;
}

/* All of it, unless the cases say parts of it. */
static void whole_plan(struct planning *planning, const struct node *node)
{
    if (has_names(planning, node)) {
        refuse(planning->wish, no_value);
    } else {
        planning->wish->state = WISH_WHOLE;
        node_edit(planning, node, planning->wish->actual);
    }
}

/* ---- parts of mappings ---- */

static void parts_plan(struct planning *planning, const struct node *wanted, const struct node *is);

static void part_plan(struct planning *planning, const struct node *wanted, const struct node *is)
{
    const struct node *cell = cell_of(planning, wanted);
    if (cell == NULL) {
        refuse(planning->wish, several_values);
    } else if (is == NULL) {
        node_edit(planning, cell, "absent");
    } else if (cell->kind == NODE_MAPPING && is->kind == NODE_MAPPING) {
        parts_plan(planning, cell, is);
    } else if (cell->kind != NODE_SCALAR || is->kind != NODE_SCALAR || cell->length != is->length ||
               memcmp(cell->text, is->text, is->length) != 0) {
        const struct piece *piece = piece_of(planning->actual, is);
        struct text value = {0};
        text_append(&value, planning->actual->bytes + piece->start, piece->end - piece->start);
        node_edit(planning, cell, value.bytes);
        text_free(&value);
    }
}

static void parts_plan(struct planning *planning, const struct node *wanted, const struct node *is)
{
    const struct nodes *nodes = &planning->manuscript->nodes;
    const struct node *end = node_end(nodes, wanted);
    for (const struct node *key = node_first(wanted); key != end; key = node_next(nodes, key + 1)) {
        const struct node *name = cell_of(planning, key);
        if (name == NULL) {
            refuse(planning->wish, several_values);
            return;
        }
        part_plan(planning, key + 1,
                  value_of(&planning->actual->nodes, is, name->text, name->length));
    }
}

/* False if both are no mappings, or nothing in them differs. */
static bool mapping_plan(struct planning *planning, const struct node *node)
{
    struct manuscript actual = {0};
    const char *text = planning->wish->actual;
    size_t before = planning->edits->count;
    if (node->kind == NODE_MAPPING && plainest(text) == text &&
        manuscript_read(&actual, "-", text, strlen(text)) &&
        node_root(&actual.nodes, 0)->kind == NODE_MAPPING) {
        planning->actual = &actual;
        parts_plan(planning, node, node_root(&actual.nodes, 0));
    }
    manuscript_free(&actual);
    return planning->edits->count > before || planning->wish->state == WISH_REFUSED;
}

/* ---- rules ---- */

/* The actual is "group.rule: true"; a scalar is a rule that answers true, a key has its answer. */
static void rule_plan(struct planning *planning, const struct node *node)
{
    const char *actual = planning->wish->actual;
    const char *colon = strchr(actual, ':');
    struct text with = {0};
    if (colon == NULL) {
        refuse(planning->wish, no_rule);
        return;
    }
    const struct piece *piece = piece_of(planning->manuscript, node);
    if (is_key(&planning->manuscript->nodes, node)) {
        text_append_string(&with, actual);
        edit_add(planning, piece->start, piece_of(planning->manuscript, node + 1)->end, &with);
        return;
    }
    bool yes = strcmp(colon, ": true") == 0;
    if (yes) {
        text_append(&with, actual, (size_t)(colon - actual));
    } else {
        text_append_format(&with, "{%s}", actual);
    }
    edit_add(planning, piece->start, piece->end, &with);
}

void wish_plan(struct edits *edits, struct wish *wish, size_t number,
               const struct manuscript *manuscript)
{
    struct planning planning = {
        .edits = edits, .manuscript = manuscript, .wish = wish, .number = number};
    const struct node *node = node_at(manuscript, wish->start, wish->rule);
    planning.row = node_at(manuscript, manuscript_offset(manuscript, wish->row), false);
    if (planning.row != NULL && planning.row->kind != NODE_MAPPING) {
        planning.row = NULL;
    }
    if (node == NULL) {
        refuse(wish, no_value);
    } else if (wish->rule) {
        rule_plan(&planning, node);
    } else if (wish->state != WISH_PARTS || !mapping_plan(&planning, node)) {
        whole_plan(&planning, node);
    }
}
