#include "ntsrm/run/expected_failures.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define FILE_BYTES_LIMIT ((size_t)64 << 20)

/* ---- finding ---- */

/* Does the text look like the pattern, in which a star stands for any text? */
static bool pattern_matches(const char *pattern, const char *text)
{
    const char *star = NULL, *retry = NULL;
    while (*text != '\0') {
        if (*pattern == '*') {
            star = pattern++;
            retry = text;
        } else if (*pattern == *text) {
            pattern++;
            text++;
        } else if (star != NULL) {
            pattern = star + 1;
            text = ++retry;
        } else {
            return false;
        }
    }
    return pattern[strspn(pattern, "*")] == '\0';
}

static struct expected_failure *entry_of_id(const struct expected_failures *list, const char *id)
{
    const struct used_id *used = ids_find(&list->ids, id);
    return used != NULL ? &list->entries[list->id_entries[used - list->ids.list]] : NULL;
}

const struct expected_failure *expected_failures_find(const struct expected_failures *list,
                                                      const char *id, const char *scenario)
{
    const struct expected_failure *found = entry_of_id(list, id);
    if (found == NULL) {
        found = entry_of_id(list, scenario);
    }
    for (size_t i = 0; found == NULL && i < list->count; i++) {
        const struct expected_failure *entry = &list->entries[i];
        found = entry->pattern && pattern_matches(entry->id, id) ? entry : NULL;
    }
    return found;
}

/* ---- noting ---- */

static void entry_note(struct expected_failure *entry, const char *id, enum case_state state)
{
    if (state == CASE_PASS || state == CASE_XPASS) {
        entry->passed++;
        return;
    }
    if (state == CASE_XFAIL || state == CASE_FAIL) {
        entry->failed++;
    } else {
        entry->undecided++;
    }
    text_append(&entry->others, id, strlen(id) + 1);
}

void expected_failures_note(struct expected_failures *list, const char *id, const char *scenario,
                            enum case_state state)
{
    struct expected_failure *of_case = entry_of_id(list, id);
    struct expected_failure *of_scenario = entry_of_id(list, scenario);
    if (of_case != NULL) {
        entry_note(of_case, id, state);
    }
    if (of_scenario != NULL && of_scenario != of_case) {
        entry_note(of_scenario, id, state);
    }
    for (size_t i = 0; i < list->count; i++) {
        struct expected_failure *entry = &list->entries[i];
        if (entry->pattern && pattern_matches(entry->id, id)) {
            entry_note(entry, id, state);
        }
    }
}

/* ---- reading ---- */

/* A part of a line. */
struct span {
    const char *begin, *end;
};

struct reading {
    struct expected_failures *list;
    struct diagnostics diagnostics;
    size_t file;
    uint32_t line;
    const char *line_begin;
};

static bool is_blank(char character)
{
    return character == ' ' || character == '\t' || character == '\r';
}

static struct span trimmed(struct span span)
{
    while (span.begin < span.end && is_blank(*span.begin)) {
        span.begin++;
    }
    while (span.begin < span.end && is_blank(span.end[-1])) {
        span.end--;
    }
    return span;
}

/* Up to the first blank that stands behind this character; all of the line if there is none. */
static struct span span_behind(struct span line, char last)
{
    struct span id = {line.begin, line.begin};
    do {
        id.end++;
    } while (id.end < line.end && !(id.end[-1] == last && is_blank(*id.end)));
    return id;
}

/*
 * An id ends at a blank. The values of a case may hold some, so that it ends at one behind "]" then
 * or, if there is none, behind a star.
 */
static struct span id_span(struct span line)
{
    struct span id = {line.begin, line.begin};
    while (id.end < line.end && !is_blank(*id.end) && *id.end != '[') {
        id.end++;
    }
    if (id.end == line.end || *id.end != '[') {
        return id;
    }
    id = span_behind(line, ']');
    return id.end < line.end || id.end[-1] == ']' ? id : span_behind(line, '*');
}

static bool is_id(struct span id)
{
    size_t length = (size_t)(id.end - id.begin), plain = 0;
    while (plain < length && id.begin[plain] != '\0' &&
           strchr("abcdefghijklmnopqrstuvwxyz0123456789-*", id.begin[plain]) != NULL) {
        plain++;
    }
    return plain > 0 && (plain == length || (id.begin[plain] == '[' && id.end[-1] == ']') ||
                         (id.begin[plain] == '[' && id.end[-1] == '*'));
}

/* In code points. */
static unsigned width_of(struct span span)
{
    unsigned width = 0;
    for (const char *at = span.begin; at < span.end; at++) {
        width += ((unsigned char)*at & 0xC0) != 0x80;
    }
    return width;
}

static struct place place_of(const struct reading *reading, const char *at)
{
    return (struct place){
        .line = reading->line,
        .column = 1 + width_of((struct span){reading->line_begin, at}),
    };
}

static char *span_copy(struct span span)
{
    const size_t length = (size_t)(span.end - span.begin);
    char *copy = memory_resize(NULL, length + 1);
    memcpy(copy, span.begin, length);
    copy[length] = '\0';
    return copy;
}

static void entry_add(struct reading *reading, struct span id, struct span reason)
{
    struct expected_failures *list = reading->list;
    if (list->count == list->capacity) {
        list->capacity = list->capacity == 0 ? 64 : 2 * list->capacity;
        list->entries = memory_resize(list->entries, list->capacity * sizeof *list->entries);
    }
    struct expected_failure *entry = &list->entries[list->count];
    *entry = (struct expected_failure){
        .file = reading->file,
        .place = place_of(reading, id.begin),
        .width = width_of(id),
        .id = span_copy(id),
        .reason = span_copy(reason),
    };
    entry->pattern = strchr(entry->id, '*') != NULL;
    list->count++;
    if (entry->pattern) {
        return;
    }
    const struct used_id *used =
        ids_add(&list->ids, entry->id, list->files[reading->file].path, entry->place);
    if (used != NULL) {
        diagnostic_add(&reading->diagnostics, SEVERITY_ERROR, entry->place, entry->width,
                       "'%s' is there already", entry->id);
        diagnostic_help(&reading->diagnostics, "it stands at %s:%u:%u", used->path,
                        (unsigned)used->place.line, (unsigned)used->place.column);
        return;
    }
    list->id_entries =
        memory_resize(list->id_entries, list->ids.capacity * sizeof *list->id_entries);
    list->id_entries[list->ids.count - 1] = list->count - 1;
}

/* A line that holds an entry. */
static void entry_read(struct reading *reading, struct span line)
{
    struct diagnostics *diagnostics = &reading->diagnostics;
    const struct span id = id_span(line);
    const struct span rest = trimmed((struct span){id.end, line.end});
    const struct place place = place_of(reading, line.begin);
    if (!is_id(id)) {
        diagnostic_add(diagnostics, SEVERITY_ERROR, place, width_of(id),
                       "expected the id of a case or of a scenario, not '%.*s'",
                       (int)(id.end - id.begin), id.begin);
        diagnostic_help(diagnostics, "'ntsrm run --list' prints ids; a star stands for any text");
        return;
    }
    struct span reason = {rest.end, rest.end};
    if (rest.begin < rest.end && *rest.begin == '#') {
        reason = trimmed((struct span){rest.begin + 1, rest.end});
    }
    if (reason.begin < reason.end) {
        entry_add(reading, id, reason);
        return;
    }
    diagnostic_add(diagnostics, SEVERITY_ERROR, place, width_of(id),
                   "there is no reason why this is expected to fail");
    diagnostic_help(diagnostics, "write it behind the id: %.*s  # why", (int)(id.end - id.begin),
                    id.begin);
}

static void lines_read(struct reading *reading)
{
    const struct text *source = &reading->list->files[reading->file].source;
    const char *end = source->bytes + source->length;
    const char *begin = source->bytes;
    if (source->length >= 3 && memcmp(begin, "\xEF\xBB\xBF", 3) == 0) {
        begin += 3; /* editors of Windows begin files with it */
    }
    for (reading->line = 1; begin < end; reading->line++) {
        reading->line_begin = begin;
        const char *line_end = memchr(begin, '\n', (size_t)(end - begin));
        line_end = line_end != NULL ? line_end : end;
        const struct span line = trimmed((struct span){begin, line_end});
        if (line.begin < line.end && *line.begin != '#') {
            entry_read(reading, line);
        }
        begin = line_end + 1;
    }
}

static const char *file_trouble(enum text_file result)
{
    if (result == TEXT_FILE_FAILED) {
        return strerror(errno);
    }
    return result == TEXT_FILE_IRREGULAR ? "is not a regular file" : "is too large";
}

enum exit_code expected_failures_read(struct expected_failures *list, const char *path,
                                      struct page *page)
{
    list->files = memory_resize(list->files, (list->file_count + 1) * sizeof *list->files);
    struct failure_file *file = &list->files[list->file_count++];
    *file = (struct failure_file){.path = path};
    const enum text_file result = text_read_file(&file->source, path, FILE_BYTES_LIMIT);
    if (result != TEXT_FILE_READ) {
        page_put(page, STYLE_PLAIN, "ntsrm run: --expected-failures: %s: %s\n", path,
                 file_trouble(result));
        return CODE_TROUBLE;
    }
    if (file->source.length == 0) {
        return CODE_PASSED;
    }
    struct reading reading = {.list = list, .file = list->file_count - 1};
    diagnostics_begin(&reading.diagnostics, path, file->source.bytes, file->source.length);
    lines_read(&reading);
    diagnostics_print(&reading.diagnostics, &page->text, page->color);
    const bool right = reading.diagnostics.errors == 0;
    diagnostics_free(&reading.diagnostics);
    return right ? CODE_PASSED : CODE_INVALID;
}

void expected_failures_free(struct expected_failures *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free((void *)list->entries[i].id);
        free((void *)list->entries[i].reason);
        text_free(&list->entries[i].others);
    }
    for (size_t i = 0; i < list->file_count; i++) {
        text_free(&list->files[i].source);
    }
    free(list->files);
    free(list->entries);
    free(list->id_entries);
    ids_free(&list->ids);
    *list = (struct expected_failures){0};
}
