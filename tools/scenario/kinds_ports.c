/* PORT_MESSAGE: the fields of its header, and the data behind it as a text. */
#include "scenario/fields.h"
#include "scenario/kinds_private.h"
#include "scenario/runner.h"

#include "ntsrm/ntlpcapi.h"

#include <string.h>

/* As much as any message holds, and what is behind too short ones. */
#define MESSAGE_ROOM (sizeof(PORT_MESSAGE) + 1024)

/* ---- what goes in ---- */

static bool data_parse(struct runner *run, const struct node *node, PORT_MESSAGE *message)
{
    if (node->kind != NODE_SCALAR || node->length > MESSAGE_ROOM - sizeof *message) {
        return problem_kind(run, node, "a text of at most 1024 bytes");
    }
    memcpy(message + 1, node->text, node->length);
    message->u1.s1.DataLength = (CSHORT)node->length;
    return true;
}

static bool copy_parse(struct runner *run, const struct node *node, PORT_MESSAGE *message)
{
    struct value other = {.number = 0};
    if (!bound_structure_parse(run, node, KIND_PORT_MESSAGE, &other)) {
        return false;
    }
    if (other.pointer) {
        memcpy(message, other.pointer, sizeof *message);
        message->u1.Length = 0;
        message->u2.ZeroInit = 0;
    }
    return true;
}

static bool part_parse(struct runner *run, const struct node *key, PORT_MESSAGE *message,
                       bool *total_given)
{
    const struct node *node = resolved(run, key + 1);
    if (node_is(key, "Data")) {
        return data_parse(run, node, message);
    }
    if (node_is(key, "copy-of")) {
        return copy_parse(run, node, message);
    }
    const struct field *field = field_find(run, SPACE_PORT_MESSAGE, key);
    *total_given = *total_given || node_is(key, "TotalLength");
    return field && field_parse(run, node, field, (char *)message);
}

/* The message to start from, then the data, then the fields, which are put over both. */
enum turn { TURN_COPY, TURN_DATA, TURN_FIELDS, TURN_COUNT };

static enum turn turn_of(const struct node *key)
{
    return node_is(key, "copy-of") ? TURN_COPY : node_is(key, "Data") ? TURN_DATA : TURN_FIELDS;
}

static bool message_parse(struct runner *run, const struct node *node, enum kind kind,
                          struct value *value)
{
    bool right = true, total_given = false;
    if (node->kind == NODE_SCALAR) {
        return bound_structure_parse(run, node, kind, value);
    }
    if (node->kind != NODE_MAPPING) {
        return problem_kind(run, node, kind_row(kind)->description);
    }
    PORT_MESSAGE *message = arena_alloc(&run->arena, MESSAGE_ROOM);
    const struct node *end = after(run, node);
    for (int turn = 0; turn < TURN_COUNT; turn++) {
        for (const struct node *key = node_first(node); key != end; key = after(run, key + 1)) {
            if ((int)turn_of(key) == turn) {
                right = part_parse(run, key, message, &total_given) && right;
            }
        }
    }
    if (!total_given) {
        message->u1.s1.TotalLength = (CSHORT)(sizeof *message + (USHORT)message->u1.s1.DataLength);
    }
    value->pointer = message;
    return right;
}

/* ---- what came back ---- */

static size_t data_length(const PORT_MESSAGE *message)
{
    const size_t length = (USHORT)message->u1.s1.DataLength;
    return length < MESSAGE_ROOM - sizeof *message ? length : 0;
}

static enum match data_match(struct runner *run, const struct node *node,
                             const PORT_MESSAGE *message)
{
    if (node->kind != NODE_SCALAR) {
        problem_kind(run, node, "a text");
        return MATCH_BROKEN;
    }
    bool same = !message || (data_length(message) == node->length &&
                             memcmp(message + 1, node->text, node->length) == 0);
    return same ? MATCH_SAME : MATCH_DIFFERENT;
}

static enum match part_match(struct runner *run, const struct node *key,
                             const PORT_MESSAGE *message)
{
    const struct node *node = resolved(run, key + 1);
    struct value actual = {.number = 0};
    if (node_is(key, "Data")) {
        return data_match(run, node, message);
    }
    const struct field *field = field_find(run, SPACE_PORT_MESSAGE, key);
    if (!field) {
        return MATCH_BROKEN;
    }
    if (message) {
        field_read(field, message, &actual);
    }
    return kind_match(run, node, field->kind, message ? &actual : NULL);
}

static enum match message_match(struct runner *run, const struct node *node, enum kind kind,
                                const struct value *actual)
{
    enum match match = MATCH_SAME;
    if (node->kind != NODE_MAPPING) {
        problem_kind(run, node, kind_row(kind)->description);
        return MATCH_BROKEN;
    }
    const struct node *end = after(run, node);
    for (const struct node *key = node_first(node); key != end; key = after(run, key + 1)) {
        match = match_combined(match, part_match(run, key, actual ? actual->pointer : NULL));
    }
    return match;
}

static void message_print(struct runner *run, enum kind kind, const struct value *value,
                          struct text *text)
{
    const PORT_MESSAGE *message = value->pointer;
    const char *separator = "{";
    (void)kind;
    for (const struct field *field = structure_fields(SPACE_PORT_MESSAGE);
         field->structure == SPACE_PORT_MESSAGE; field++) {
        struct value part = {.number = 0};
        field_read(field, message, &part);
        text_append_format(text, "%s%s: ", separator, field->name);
        separator = ", ";
        kind_print(run, field->kind, &part, text);
    }
    text_append_string(text, ", Data: ");
    text_append(text, (const char *)(message + 1), data_length(message));
    text_append_string(text, "}");
}

const struct kind_behaviour kind_port_message = {
    .parse = message_parse,
    .match = message_match,
    .print = message_print,
    .same = same_pointer,
};
