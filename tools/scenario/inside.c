#include "scenario/inside.h"

#include <string.h>

/* Two readers that move together: one in the file, one in the text that libyaml made of it. */
struct walk {
    const char *source, *end; /* in the file */
    const char *text;         /* in the scalar */
    char quote;               /* " or '; 0 for plain scalars and blocks */
};

/* The code point that begins there, in bytes. */
static size_t character(const char *at)
{
    const unsigned char first = (unsigned char)*at;
    return first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
}

static const char *find(const struct diagnostics *diagnostics, struct place place)
{
    const char *at = diagnostics->source, *end = at + diagnostics->source_length;
    for (uint32_t line = 1; line < place.line && at < end; line++) {
        const char *next = memchr(at, '\n', (size_t)(end - at));
        at = next ? next + 1 : end;
    }
    for (uint32_t column = 1; column < place.column && at < end; column++) {
        at += character(at);
    }
    return at < end ? at : end;
}

/* Behind the white space there, if a line ends in it; else NULL. */
static const char *folded(const struct walk *walk)
{
    const char *at = walk->source;
    bool line = false;
    while (at < walk->end && strchr(" \t\r\n", *at)) {
        line = line || *at == '\n';
        at++;
    }
    return line ? at : NULL;
}

/* What a backslash in double quotes takes. */
static size_t escape(const struct walk *walk)
{
    switch (walk->end - walk->source > 1 ? walk->source[1] : '\0') {
    case 'x':
        return 4;
    case 'u':
        return 6;
    case 'U':
        return 10;
    default:
        return 2;
    }
}

/* One character of the text, and all of the file that it was made of. */
static void step(struct walk *walk)
{
    const char *behind = folded(walk);
    if (behind) {
        walk->source = behind;
        if (*walk->text == ' ') {
            walk->text++;
        }
        while (*walk->text == '\n') {
            walk->text++;
        }
        return;
    }
    size_t taken = character(walk->source);
    if (walk->quote == '"' && *walk->source == '\\') {
        taken = escape(walk);
    } else if (walk->quote == '\'' && *walk->source == '\'') {
        taken = 2;
    }
    walk->source += taken;
    walk->text += character(walk->text);
}

struct place place_inside(const struct diagnostics *diagnostics, const struct node *node,
                          size_t offset)
{
    if (!diagnostics->source) {
        return node_place(node);
    }
    struct walk walk = {
        .source = find(diagnostics, node_place(node)),
        .end = diagnostics->source + diagnostics->source_length,
        .text = node->text,
    };
    if (walk.source < walk.end && (*walk.source == '"' || *walk.source == '\'')) {
        walk.quote = *walk.source++;
    } else if (walk.source < walk.end && (*walk.source == '|' || *walk.source == '>')) {
        const char *line = memchr(walk.source, '\n', (size_t)(walk.end - walk.source));
        walk.source = line ? line : walk.end;
        walk.source = folded(&walk) ? folded(&walk) : walk.source;
    }
    while (walk.text < node->text + offset && *walk.text && walk.source < walk.end) {
        step(&walk);
    }
    return diagnostics_place(diagnostics, (size_t)(walk.source - diagnostics->source));
}

unsigned width_inside(const struct node *node, size_t offset, size_t length)
{
    unsigned width = 0;
    for (size_t at = offset; at < node->length && at < offset + length;
         at += character(node->text + at)) {
        width++;
    }
    return width > 0 ? width : 1;
}
