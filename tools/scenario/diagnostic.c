#include "scenario/diagnostic.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A message never fills more than a few lines of a terminal, whatever it quotes. */
#define MESSAGE_LIMIT 400

/* A snippet shows at most this many columns, and at most this many of them before the caret. */
#define SNIPPET_COLUMNS 100
#define SNIPPET_BEFORE  70

/* Finding the place in longer lines would take longer than it helps. */
#define SNIPPET_LINE_LIMIT 10000

void diagnostics_begin(struct diagnostics *diagnostics, const char *name, const char *source,
                       size_t source_length)
{
    diagnostics->name = name;
    diagnostics->source = source;
    diagnostics->source_length = source_length;
    diagnostics->errors = diagnostics->warnings = 0;
    diagnostics->count = diagnostics->kept = diagnostics->dropped = 0;
    diagnostics->dropping = false;
    diagnostics->texts.length = 0;
}

/* Adds a text to the list's texts and returns where it begins; 0 is kept for "no text". */
static size_t message_append(struct text *texts, const char *format, va_list arguments)
{
    char message[MESSAGE_LIMIT + 1];
    int wanted = vsnprintf(message, sizeof message, format, arguments);
    size_t length = wanted < 0 ? 0 : (size_t)wanted;
    bool cut = length > MESSAGE_LIMIT;
    if (cut) {
        length = MESSAGE_LIMIT - 1;
        /* Not in the middle of a character. */
        while (length > MESSAGE_LIMIT - 4 && ((unsigned char)message[length] & 0xC0) == 0x80) {
            length--;
        }
    }
    if (texts->length == 0) {
        text_append(texts, "", 1);
    }
    size_t begin = texts->length;
    text_append(texts, message, length);
    if (cut) {
        text_append_string(texts, "...");
    }
    text_append(texts, "", 1);
    return begin;
}

static bool is_known(const struct diagnostics *diagnostics, const struct diagnostic *wanted)
{
    const char *message = diagnostics->texts.bytes + wanted->message;
    for (uint32_t i = 0; i < diagnostics->count; i++) {
        const struct diagnostic *known = &diagnostics->list[i];
        if (known->place.line == wanted->place.line &&
            known->place.column == wanted->place.column && known->severity == wanted->severity &&
            strcmp(diagnostics->texts.bytes + known->message, message) == 0) {
            return true;
        }
    }
    return false;
}

static void list_append(struct diagnostics *diagnostics, const struct diagnostic *diagnostic)
{
    if (diagnostics->count == diagnostics->capacity) {
        diagnostics->capacity = diagnostics->capacity == 0 ? 8 : diagnostics->capacity * 2;
        diagnostics->list =
            memory_resize(diagnostics->list, diagnostics->capacity * sizeof *diagnostics->list);
    }
    diagnostics->list[diagnostics->count] = *diagnostic;
    diagnostics->list[diagnostics->count].order = diagnostics->count;
    diagnostics->count++;
}

void diagnostic_add(struct diagnostics *diagnostics, enum severity severity, struct place place,
                    unsigned width, const char *format, ...)
{
    uint32_t *total = severity == SEVERITY_ERROR ? &diagnostics->errors : &diagnostics->warnings;
    diagnostics->dropping = true;
    if (diagnostics->kept == DIAGNOSTICS_LIMIT) {
        diagnostics->dropped++;
        (*total)++;
        return;
    }
    size_t before = diagnostics->texts.length;
    va_list arguments;
    va_start(arguments, format);
    struct diagnostic diagnostic = {
        .place = place,
        .width = width,
        .severity = severity,
        .sorted_at = place,
        .message = message_append(&diagnostics->texts, format, arguments),
    };
    va_end(arguments);
    if (is_known(diagnostics, &diagnostic)) {
        diagnostics->texts.length = before;
        return;
    }
    diagnostics->last = diagnostics->count;
    list_append(diagnostics, &diagnostic);
    diagnostics->kept++;
    (*total)++;
    diagnostics->dropping = false;
}

void diagnostic_note(struct diagnostics *diagnostics, struct place place, unsigned width,
                     const char *format, ...)
{
    if (diagnostics->dropping || diagnostics->count == 0 ||
        diagnostics->count == 2 * DIAGNOSTICS_LIMIT) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    struct diagnostic note = {
        .place = place,
        .width = width,
        .severity = SEVERITY_NOTE,
        .sorted_at = diagnostics->list[diagnostics->last].place,
        .message = message_append(&diagnostics->texts, format, arguments),
    };
    va_end(arguments);
    list_append(diagnostics, &note);
}

void diagnostic_help(struct diagnostics *diagnostics, const char *format, ...)
{
    if (diagnostics->dropping || diagnostics->count == 0) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    size_t help = message_append(&diagnostics->texts, format, arguments);
    diagnostics->list[diagnostics->last].help = help;
    va_end(arguments);
}

/* What ends a line for libyaml, whose positions these are: CR, LF, CR LF, NEL, LS and PS. */
static size_t line_break(const char *at, const char *end)
{
    size_t left = (size_t)(end - at);
    if (*at == '\n') {
        return 1;
    }
    if (*at == '\r') {
        return left > 1 && at[1] == '\n' ? 2 : 1;
    }
    if (*at == '\xC2') {
        return left > 1 && at[1] == '\x85' ? 2 : 0;
    }
    if (*at == '\xE2') {
        return left > 2 && at[1] == '\x80' && (at[2] == '\xA8' || at[2] == '\xA9') ? 3 : 0;
    }
    return 0;
}

struct place diagnostics_place(const struct diagnostics *diagnostics, size_t offset)
{
    struct place place = {.line = 1, .column = 1};
    const char *at = diagnostics->source;
    const char *end = at + diagnostics->source_length;
    const char *wanted = offset < diagnostics->source_length ? at + offset : end;
    while (at < wanted) {
        size_t size = line_break(at, end);
        uint32_t code_point;
        if (size > 0) {
            place = (struct place){.line = place.line + 1, .column = 1};
        } else {
            size = text_decode(at, (size_t)(wanted - at), &code_point);
            place.column++;
        }
        at += size;
    }
    return place;
}

static int order_compare(const void *left, const void *right)
{
    const struct diagnostic *a = *(const struct diagnostic *const *)left;
    const struct diagnostic *b = *(const struct diagnostic *const *)right;
    if (a->sorted_at.line != b->sorted_at.line) {
        return a->sorted_at.line < b->sorted_at.line ? -1 : 1;
    }
    if (a->sorted_at.column != b->sorted_at.column) {
        return a->sorted_at.column < b->sorted_at.column ? -1 : 1;
    }
    return a->order < b->order ? -1 : a->order > b->order;
}

size_t diagnostics_sort(const struct diagnostics *diagnostics, const struct diagnostic **sorted)
{
    for (uint32_t i = 0; i < diagnostics->count; i++) {
        sorted[i] = &diagnostics->list[i];
    }
    qsort(sorted, diagnostics->count, sizeof *sorted, order_compare);
    return diagnostics->count;
}

const char *diagnostic_message(const struct diagnostics *diagnostics,
                               const struct diagnostic *diagnostic)
{
    return diagnostics->texts.bytes + diagnostic->message;
}

const char *diagnostic_help_text(const struct diagnostics *diagnostics,
                                 const struct diagnostic *diagnostic)
{
    return diagnostic->help == 0 ? NULL : diagnostics->texts.bytes + diagnostic->help;
}

/* The line that was shown last: the next one is nearly always this or further down. */
struct line {
    uint32_t number;
    const char *begin, *end;
};

static const char *line_end(const char *at, const char *end)
{
    while (at < end && line_break(at, end) == 0) {
        at++;
    }
    return at;
}

/* False if there is nothing to show. */
static bool line_find(const struct diagnostics *diagnostics, struct line *line, uint32_t number)
{
    if (diagnostics->source == NULL || number == 0) {
        return false;
    }
    const char *end = diagnostics->source + diagnostics->source_length;
    if (line->number == 0 || number < line->number) {
        line->number = 1;
        line->begin = diagnostics->source;
        line->end = line_end(line->begin, end);
    }
    while (line->number < number && line->end < end) {
        line->number++;
        line->begin = line->end + line_break(line->end, end);
        line->end = line_end(line->begin, end);
    }
    return line->number == number && line->end > line->begin;
}

/* The columns that the next code point takes in a snippet, and its size. A tab stays a tab. */
static unsigned glyph_append(struct text *out, const char *at, const char *end, size_t *size)
{
    uint32_t code_point;
    *size = text_decode(at, (size_t)(end - at), &code_point);
    if (code_point == '\t') {
        text_append(out, "\t", 1);
        return 1;
    }
    return text_append_visible(out, at, *size, code_point);
}

/* Where to begin so that the caret's column is among those shown. */
static const char *snippet_begin(const struct line *line, uint32_t column, struct text *out)
{
    size_t before = out->length;
    const char *begin = line->begin;
    const char *at = begin;
    unsigned columns = 0;
    for (uint32_t i = 1; i < column && at < line->end; i++) {
        size_t size;
        columns += glyph_append(out, at, line->end, &size);
        at += size;
        while (columns > SNIPPET_BEFORE) {
            columns -= glyph_append(out, begin, line->end, &size);
            begin += size;
        }
        out->length = before;
    }
    return begin;
}

/* What stands under one column of the snippet: a blank, the caret or its tail. */
static char mark_under(const char *at, const char *caret, const char *tail_end, bool first)
{
    if (at < caret) {
        return *at == '\t' ? '\t' : ' ';
    }
    return at == caret && first ? '^' : at < tail_end ? '~' : '\0';
}

static void snippet_print(struct text *out, const struct line *line,
                          const struct diagnostic *diagnostic, bool color)
{
    char marks[SNIPPET_COLUMNS + 16] = "";
    size_t marked = 0;
    unsigned columns = 0;
    const char *at = snippet_begin(line, diagnostic->place.column, out);
    const char *caret = line->begin + text_skip(line->begin, (size_t)(line->end - line->begin),
                                                diagnostic->place.column - 1);
    const char *tail_end = caret + text_skip(caret, (size_t)(line->end - caret), diagnostic->width);
    size_t gutter = out->length;
    text_append_format(out, "%5u", (unsigned)line->number);
    gutter = out->length - gutter;
    text_append_string(out, " | ");
    if (at > line->begin) {
        text_append_string(out, "...");
        memset(marks, ' ', marked = 3);
    }
    while (at < line->end && columns < SNIPPET_COLUMNS) {
        size_t size;
        unsigned shown = glyph_append(out, at, line->end, &size);
        for (unsigned i = 0; i < shown; i++) {
            char mark = mark_under(at, caret, tail_end, i == 0);
            if (mark != '\0') {
                marks[marked++] = mark;
            }
        }
        columns += shown;
        at += size;
    }
    if (caret == line->end) {
        marks[marked++] = '^';
    }
    text_append_format(out, "%s\n%*s | ", at < line->end ? "..." : "", (int)gutter, "");
    text_append_string(out, color ? "\033[1;32m" : "");
    text_append(out, marks, marked);
    text_append_string(out, color ? "\033[0m\n" : "\n");
}

static void heading_print(const struct diagnostics *diagnostics, struct text *out,
                          const struct diagnostic *diagnostic, bool color)
{
    static const char *const names[] = {
        [SEVERITY_ERROR] = "error", [SEVERITY_WARNING] = "warning", [SEVERITY_NOTE] = "note"};
    static const char *const colors[] = {[SEVERITY_ERROR] = "\033[1;31m",
                                         [SEVERITY_WARNING] = "\033[1;35m",
                                         [SEVERITY_NOTE] = "\033[1;36m"};
    text_append_string(out, color ? "\033[1m" : "");
    text_append_escaped(out, diagnostics->name, strlen(diagnostics->name));
    if (diagnostic->place.line > 0) {
        text_append_format(out, ":%u:%u", (unsigned)diagnostic->place.line,
                           (unsigned)diagnostic->place.column);
    }
    text_append_format(out, ": %s%s:%s ", color ? colors[diagnostic->severity] : "",
                       names[diagnostic->severity], color ? "\033[0m" : "");
    const char *message = diagnostic_message(diagnostics, diagnostic);
    text_append_escaped(out, message, strlen(message));
    text_append(out, "\n", 1);
}

void diagnostics_print(const struct diagnostics *diagnostics, struct text *out, bool color)
{
    const struct diagnostic *sorted[2 * DIAGNOSTICS_LIMIT];
    size_t count = diagnostics_sort(diagnostics, sorted);
    struct line line = {0};
    for (size_t i = 0; i < count; i++) {
        heading_print(diagnostics, out, sorted[i], color);
        struct place place = sorted[i]->place;
        if (place.column > 0 && place.column <= SNIPPET_LINE_LIMIT &&
            line_find(diagnostics, &line, place.line)) {
            snippet_print(out, &line, sorted[i], color);
        }
        const char *help = diagnostic_help_text(diagnostics, sorted[i]);
        if (help != NULL) {
            text_append_string(out, color ? "\033[1mhelp:\033[0m " : "help: ");
            text_append_escaped(out, help, strlen(help));
            text_append(out, "\n", 1);
        }
    }
    if (diagnostics->dropped > 0) {
        text_append_escaped(out, diagnostics->name, strlen(diagnostics->name));
        text_append_format(out, ": and %u more\n", (unsigned)diagnostics->dropped);
    }
}

void diagnostics_free(struct diagnostics *diagnostics)
{
    free(diagnostics->list);
    text_free(&diagnostics->texts);
    *diagnostics = (struct diagnostics){0};
}
