#include "mutate_yaml.h"

#include "scenario/dictionary.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Part of the bytes. */
struct span {
    size_t begin, end;
};

struct yaml {
    char *bytes;
    size_t length, room;
    uint64_t state; /* of the random numbers */
};

/* Values that are of every kind, or of none. */
static const char *const values[] = {
    "NULL",
    "[]",
    "{}",
    "''",
    "-1",
    "0",
    "18446744073709551615",
    "true",
    "$a",
    "UNREADABLE",
    "MISALIGNED",
    "0xFFFFFFFF",
    "'D:(A;;GA;;;WD)'",
    "S-1-1-0",
    "[a, a]",
    "{a: b}",
    "{exactly: []}",
    "any",
    "~",
    "S-1-5-21-1-2-3-4",
};

static size_t below(struct yaml *yaml, size_t limit)
{
    yaml->state = yaml->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return limit == 0 ? 0 : (size_t)(yaml->state >> 33) % limit;
}

/* Puts the text in the span's place, if there is room. */
static void replace(struct yaml *yaml, struct span span, const char *text, size_t length)
{
    size_t left = yaml->length - (span.end - span.begin);
    if (left + length > yaml->room) {
        return;
    }
    memmove(yaml->bytes + span.begin + length, yaml->bytes + span.end, yaml->length - span.end);
    memcpy(yaml->bytes + span.begin, text, length);
    yaml->length = left + length;
}

static void replace_copy(struct yaml *yaml, struct span span, struct span from)
{
    size_t length = from.end - from.begin;
    char *copy = malloc(length + 1);
    if (copy) {
        memcpy(copy, yaml->bytes + from.begin, length);
        replace(yaml, span, copy, length);
    }
    free(copy);
}

/* ---- parts ---- */

static bool is_word(char byte)
{
    return byte != '\0' && !strchr(" \n\t,:[]{}'\"#", byte);
}

static struct span word_at(const struct yaml *yaml, size_t at)
{
    struct span span;
    while (at < yaml->length && !is_word(yaml->bytes[at])) {
        at++;
    }
    span.begin = span.end = at;
    while (span.begin > 0 && is_word(yaml->bytes[span.begin - 1])) {
        span.begin--;
    }
    while (span.end < yaml->length && is_word(yaml->bytes[span.end])) {
        span.end++;
    }
    return span;
}

static size_t line_begin(const struct yaml *yaml, size_t at)
{
    while (at > 0 && yaml->bytes[at - 1] != '\n') {
        at--;
    }
    return at;
}

static size_t line_end(const struct yaml *yaml, size_t at)
{
    while (at < yaml->length && yaml->bytes[at] != '\n') {
        at++;
    }
    return at < yaml->length ? at + 1 : at;
}

static size_t indentation(const struct yaml *yaml, size_t begin)
{
    size_t at = begin;
    while (at < yaml->length && yaml->bytes[at] == ' ') {
        at++;
    }
    return at - begin;
}

/* The line and those below it that are indented more. */
static struct span subtree_at(const struct yaml *yaml, size_t at)
{
    struct span span = {.begin = line_begin(yaml, at)};
    size_t depth = indentation(yaml, span.begin);
    span.end = line_end(yaml, span.begin);
    while (span.end < yaml->length && indentation(yaml, span.end) > depth) {
        span.end = line_end(yaml, span.end);
    }
    return span;
}

/* What stands between two commas or brackets of the same depth, with the comma behind it. */
static struct span entry_at(const struct yaml *yaml, size_t at)
{
    struct span span = {.begin = at, .end = at};
    int depth = 0;
    while (span.begin > 0 && !strchr("[{,\n", yaml->bytes[span.begin - 1])) {
        span.begin--;
    }
    while (span.end < yaml->length && yaml->bytes[span.end] != '\n' && depth >= 0) {
        char byte = yaml->bytes[span.end];
        depth += (byte == '[' || byte == '{') - (byte == ']' || byte == '}');
        if (depth < 0) {
            break;
        }
        span.end++;
        if (byte == ',' && depth == 0) {
            break;
        }
    }
    return span;
}

static struct span part(struct yaml *yaml)
{
    size_t at = below(yaml, yaml->length);
    return below(yaml, 2) == 0 ? subtree_at(yaml, at) : entry_at(yaml, at);
}

/* ---- changes ---- */

static const struct word *any_word(struct yaml *yaml)
{
    static struct dictionary dictionary;
    if (dictionary.count == 0) {
        dictionary_init(&dictionary);
    }
    return &dictionary.words[below(yaml, dictionary.count)];
}

static void word_change(struct yaml *yaml)
{
    struct span span = word_at(yaml, below(yaml, yaml->length));
    switch (below(yaml, 4)) {
    case 0: {
        const struct word *word = any_word(yaml);
        replace(yaml, span, word->text, word->length);
        break;
    }
    case 1: {
        const char *value = values[below(yaml, sizeof values / sizeof values[0])];
        replace(yaml, span, value, strlen(value));
        break;
    }
    default:
        replace_copy(yaml, span, word_at(yaml, below(yaml, yaml->length)));
        break;
    }
}

static void part_change(struct yaml *yaml)
{
    struct span span = part(yaml);
    switch (below(yaml, 4)) {
    case 0:
        replace(yaml, span, "", 0);
        break;
    case 1:
        replace_copy(yaml, (struct span){span.end, span.end}, span);
        break;
    case 2:
        replace_copy(yaml, span, part(yaml));
        break;
    default:
        replace_copy(yaml, (struct span){span.begin, span.begin}, part(yaml));
        break;
    }
}

size_t yaml_mutate(char *bytes, size_t length, size_t room, unsigned seed)
{
    struct yaml yaml = {.bytes = bytes, .length = length, .room = room, .state = seed};
    for (size_t i = 1 + below(&yaml, 4); i > 0; i--) {
        if (below(&yaml, 3) == 0) {
            part_change(&yaml);
        } else {
            word_change(&yaml);
        }
    }
    return yaml.length;
}
