#include "scenario/kinds_private.h"

#include "scenario/runner.h"

#include <string.h>

/* ---- texts as NT writes them: pointer is to wide characters, terminated ---- */

/* The next character of a text that is known to be UTF-8. */
static WCHAR next_character(const char **at)
{
    const unsigned char *bytes = (const unsigned char *)*at;
    uint32_t character = bytes[0];
    int more = character >= 0xF0 ? 3 : character >= 0xE0 ? 2 : character >= 0xC0 ? 1 : 0;
    if (more > 0) {
        character &= 0x3FU >> more;
    }
    for (int i = 1; i <= more; i++) {
        character = character << 6 | (bytes[i] & 0x3FU);
    }
    *at += more + 1;
    return (WCHAR)character;
}

static WCHAR *wide(struct runner *run, const struct node *node, size_t *length)
{
    WCHAR *text = arena_alloc(&run->arena, (node->length + 1) * sizeof *text);
    *length = 0;
    for (const char *at = node->text; *at;) {
        text[(*length)++] = next_character(&at);
    }
    return text;
}

static bool string_parse(struct runner *run, const struct node *node, enum kind kind,
                         struct value *value)
{
    size_t length;
    if (node->kind != NODE_SCALAR) {
        return problem_kind(run, node, kind_row(kind)->description);
    }
    value->pointer = wide(run, node, &length);
    value->number = length;
    return true;
}

static bool string_same(const struct value *a, const struct value *b)
{
    const WCHAR *one = a->pointer, *other = b->pointer;
    while (*one && *one == *other) {
        one++;
        other++;
    }
    return *one == *other;
}

static enum match string_match(struct runner *run, const struct node *node, enum kind kind,
                               const struct value *actual)
{
    struct value expected;
    if (!kind_parse(run, node, kind, &expected)) {
        return MATCH_BROKEN;
    }
    return !actual || string_same(&expected, actual) ? MATCH_SAME : MATCH_DIFFERENT;
}

static void string_print(struct runner *run, enum kind kind, const struct value *value,
                         struct text *text)
{
    (void)run;
    (void)kind;
    for (const WCHAR *at = value->pointer; *at; at++) {
        text_append_format(text, *at < 0x80 ? "%c" : "\\u%04X", (int)*at);
    }
}

const struct kind_behaviour kind_string = {
    .parse = string_parse,
    .match = string_match,
    .print = string_print,
    .same = string_same,
};

/* ---- bytes: pointer is to them, and a zero is behind them ---- */

static bool data_parse(struct runner *run, const struct node *node, enum kind kind,
                       struct value *value)
{
    if (node->kind != NODE_SCALAR) {
        return problem_kind(run, node, kind_row(kind)->description);
    }
    value->pointer = node->text;
    value->number = node->length;
    return true;
}

static enum match data_match(struct runner *run, const struct node *node, enum kind kind,
                             const struct value *actual)
{
    struct value expected;
    if (!kind_parse(run, node, kind, &expected)) {
        return MATCH_BROKEN;
    }
    return !actual || strcmp(expected.pointer, actual->pointer) == 0 ? MATCH_SAME : MATCH_DIFFERENT;
}

static void data_print(struct runner *run, enum kind kind, const struct value *value,
                       struct text *text)
{
    (void)run;
    (void)kind;
    text_append_string(text, value->pointer);
}

const struct kind_behaviour kind_data = {
    .parse = data_parse,
    .match = data_match,
    .print = data_print,
    .same = same_pointer,
};

/* ---- the counted form, which is only ever taken ---- */

static bool unicode_string_parse(struct runner *run, const struct node *node, enum kind kind,
                                 struct value *value)
{
    UNICODE_STRING *string = arena_alloc(&run->arena, sizeof *string);
    size_t length;
    if (node->kind != NODE_SCALAR || node->length > UINT16_MAX / sizeof(WCHAR)) {
        return problem_kind(run, node, kind_row(kind)->description);
    }
    string->Buffer = wide(run, node, &length);
    string->Length = string->MaximumLength = (USHORT)(length * sizeof(WCHAR));
    value->pointer = string;
    return true;
}

const struct kind_behaviour kind_unicode_string = {
    .parse = unicode_string_parse,
    .same = same_pointer,
};
