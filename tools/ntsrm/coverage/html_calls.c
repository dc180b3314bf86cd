/* The calls as HTML: a line for each header, the matrix of its calls and results, the calls. */
#include "ntsrm/coverage/html_private.h"
#include "ntsrm/coverage/matrix.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t asserted(const struct result_counts *counts)
{
    return counts->states[RESULT_ASSERTED] + counts->states[RESULT_REFUTED];
}

/* The first call of the header of which a result is missing. */
static size_t missing_call(const struct record *record, size_t first)
{
    size_t at = first;
    for (; call_at(at) != NULL; at++) {
        struct result_counts counts = {0};
        matrix_add(&counts, &record->assertions, at);
        if (header_has(first, at) && counts.states[RESULT_MISSING] > 0) {
            break;
        }
    }
    return at;
}

static void put_header_missing(struct html *html, const struct html_line *line)
{
    char count[24];
    snprintf(count, sizeof count, "%zu", line->missing);
    if (line->missing == 0) {
        html_put(html, "td", "n", count);
        return;
    }
    html_begin(html, "td", "n bad");
    html_link_call(html, missing_call(html->record, line->first), count);
    xml_end(html->xml);
}

static void put_header_row(struct html *html, const struct html_line *line)
{
    struct result_counts counts = header_count(&html->record->assertions, line->first);
    html_begin(html, "tr", "");
    html_begin(html, "td", "");
    html_link(html, "calls", line->name, NULL, line->name);
    xml_end(html->xml);
    html_put_count(html, "td", "n title", counts.calls);
    html_begin(html, "td", "");
    html_put_bar(html, asserted(&counts), counts.states[RESULT_EXCUSED], counts.states[RESULT_SEEN],
                 counts.results);
    xml_end(html->xml);
    html_put_count(html, "td", "n", asserted(&counts));
    html_put_count(html, "td", "n spare", counts.states[RESULT_EXCUSED]);
    html_put_count(html, "td", "n", counts.states[RESULT_SEEN]);
    put_header_missing(html, line);
    xml_end(html->xml);
}

static size_t lines_find(const struct html *html, struct html_line *lines)
{
    size_t count = 0;
    for (size_t i = 0; call_at(i) != NULL; i++) {
        if (header_begins(i)) {
            struct result_counts counts = header_count(&html->record->assertions, i);
            lines[count++] = (struct html_line){
                .first = i,
                .name = call_at(i)->header,
                .missing = counts.states[RESULT_MISSING],
            };
        }
    }
    return count;
}

void html_put_headers(struct html *html)
{
    static const char *const headings[] = {"",        "header",    "n title",  "calls",   "",
                                           "results", "n",         "asserted", "n spare", "excused",
                                           "n",       "seen only", "n",        "missing", NULL};
    size_t calls = 0;
    while (call_at(calls) != NULL) {
        calls++;
    }
    struct html_line *lines = memory_resize(NULL, (calls + 1) * sizeof *lines);
    size_t count = lines_find(html, lines);
    html_order(html, lines, count);
    html_put(html, "h2", "", "Calls by header");
    html_begin_table(html, "", headings);
    for (size_t i = 0; i < count; i++) {
        put_header_row(html, &lines[i]);
    }
    html_end_table(html);
    free(lines);
}

/* ---- the matrix ---- */

/* The names of the results of a header's calls, in the order in which they come first. */
struct columns {
    const char **names;
    size_t count;
};

static size_t result_named(const struct call *call, const char *name)
{
    for (size_t i = 0; i < CALL_RESULTS_LIMIT; i++) {
        const char *result = assertion_result(call, i);
        if (result != NULL && strcmp(result, name) == 0) {
            return i;
        }
    }
    return CALL_RESULTS_LIMIT;
}

static void column_add(struct columns *columns, const char *name)
{
    for (size_t i = 0; i < columns->count; i++) {
        if (strcmp(columns->names[i], name) == 0) {
            return;
        }
    }
    columns->names =
        memory_resize((void *)columns->names, (columns->count + 1) * sizeof *columns->names);
    columns->names[columns->count++] = name;
}

static struct columns columns_find(size_t first)
{
    struct columns columns = {0};
    for (size_t i = first; call_at(i) != NULL; i++) {
        for (size_t j = 0; j < CALL_RESULTS_LIMIT && header_has(first, i); j++) {
            if (assertion_result(call_at(i), j) != NULL) {
                column_add(&columns, assertion_result(call_at(i), j));
            }
        }
    }
    return columns;
}

static void put_cell(struct html *html, size_t call, size_t result)
{
    if (result == CALL_RESULTS_LIMIT) {
        html_put(html, "td", "", "");
        return;
    }
    enum result_state state = result_state(&html->record->assertions, call, result);
    if (state == RESULT_MISSING) {
        html_put(html, "td", "missing", "0");
    } else if (state == RESULT_SEEN) {
        html_put(html, "td", "seen", "seen");
    } else if (state == RESULT_EXCUSED) {
        html_put(html, "td", "excused", "-");
    } else {
        html_put_count(html, "td", result_state_word(state),
                       record_result(html->record, call, result)->count);
    }
}

static void put_matrix_row(struct html *html, size_t call, const struct columns *columns)
{
    html_begin(html, "tr", "");
    html_begin(html, "th", "");
    html_link_call(html, call, call_at(call)->name);
    xml_end(html->xml);
    for (size_t i = 0; i < columns->count; i++) {
        put_cell(html, call, result_named(call_at(call), columns->names[i]));
    }
    xml_end(html->xml);
}

static void put_matrix(struct html *html, size_t first)
{
    struct columns columns = columns_find(first);
    html_put(
        html, "p", "faint",
        "How many scenarios assert which result; - where none can, 'seen' where one only meets "
        "it, 0 where not even that.");
    html_begin(html, "div", "wide");
    html_begin(html, "table", "matrix");
    html_begin(html, "thead", "");
    html_begin(html, "tr", "");
    html_put(html, "th", "corner", "");
    for (size_t i = 0; i < columns.count; i++) {
        html_begin(html, "th", "");
        html_put(html, "span", "", columns.names[i]);
        xml_end(html->xml);
    }
    xml_end(html->xml);
    xml_end(html->xml);
    html_begin(html, "tbody", "");
    for (size_t i = first; call_at(i) != NULL; i++) {
        if (header_has(first, i)) {
            put_matrix_row(html, i, &columns);
        }
    }
    xml_end(html->xml);
    xml_end(html->xml);
    xml_end(html->xml);
    free((void *)columns.names);
}

/* ---- one call ---- */

static void put_asserted(struct html *html, size_t call, size_t result)
{
    const struct covered *covered = record_result(html->record, call, result);
    size_t cases = html->record->assertions.calls[call].results[result].cases;
    struct text words = {0};
    text_append_format(&words, "%zu case%s of %" PRIu32 " scenario%s", cases, cases == 1 ? "" : "s",
                       covered->count, covered->count == 1 ? "" : "s");
    html_put(html, "p", "", words.bytes);
    text_reset(&words);
    text_append_format(&words, "ntsrm coverage --call %s", call_at(call)->name);
    html_put_scenarios(html, covered, words.bytes);
    text_free(&words);
}

static void put_seen(struct html *html, size_t call, size_t result)
{
    struct text hint = {0};
    text_append_format(&hint, "ntsrm coverage --call %s", call_at(call)->name);
    html_put_scenarios(html, record_answer(html->record, call, result), hint.bytes);
    text_free(&hint);
}

static void put_reason(struct html *html, const char *reason)
{
    html_begin(html, "p", "faint");
    html_put(html, "span", "", "no scenario can show it:");
    html_put(html, "span", "", reason);
    xml_end(html->xml);
}

static void put_result(struct html *html, size_t call, size_t result)
{
    enum result_state state = result_state(&html->record->assertions, call, result);
    const char *when = result_when(call_at(call), result);
    html_begin(html, "tr", "");
    html_begin(html, "td", "");
    html_put(html, "code", "", assertion_result(call_at(call), result));
    if (*when != '\0') {
        html_put(html, "p", "faint", when);
    }
    xml_end(html->xml);
    html_begin(html, "td", "");
    if (result_reason(call_at(call), result) != NULL) {
        put_reason(html, result_reason(call_at(call), result));
    }
    if (state == RESULT_REFUTED) {
        html_put(html, "p", "bad", "but scenarios assert it");
    }
    if (state == RESULT_MISSING) {
        html_put(html, "p", "bad", "missing");
    } else if (state == RESULT_SEEN) {
        html_put(html, "p", "seen", "seen only, asserted by none of these scenarios");
        put_seen(html, call, result);
    } else if (state != RESULT_EXCUSED) {
        put_asserted(html, call, result);
    }
    xml_end(html->xml);
    xml_end(html->xml);
}

static void put_unlisted(struct html *html, const struct call *call)
{
    const struct assertions *assertions = &html->record->assertions;
    for (size_t i = 0; i < assertions->unlisted_count; i++) {
        const struct unlisted_result *one = &assertions->unlisted[i];
        if (one->call != call) {
            continue;
        }
        struct text place = {0};
        text_append_format(&place, "%s:%u:%u", one->path, (unsigned)one->place.line,
                           (unsigned)one->place.column);
        html_begin(html, "tr", "");
        html_begin(html, "td", "");
        html_put(html, "code", "", one->name);
        xml_end(html->xml);
        html_begin(html, "td", "");
        html_put(html, "p", "bad", "asserted, but not in the call table");
        html_put(html, "p", "faint", place.bytes);
        xml_end(html->xml);
        xml_end(html->xml);
        text_free(&place);
    }
}

void html_put_call(struct html *html, size_t call)
{
    html_begin(html, "article", "");
    xml_set(html->xml, "id", call_at(call)->name);
    html_put(html, html->folder ? "h1" : "h3", "", call_at(call)->name);
    html_begin(html, "table", "results");
    html_begin(html, "tbody", "");
    for (size_t i = 0; i < CALL_RESULTS_LIMIT; i++) {
        if (assertion_result(call_at(call), i) != NULL) {
            put_result(html, call, i);
        }
    }
    put_unlisted(html, call_at(call));
    xml_end(html->xml);
    xml_end(html->xml);
    xml_end(html->xml);
}

void html_put_header(struct html *html, size_t first)
{
    struct text id = {0};
    text_append_format(&id, "calls-%s", call_at(first)->header);
    html_begin(html, "section", "");
    xml_set(html->xml, "id", id.bytes);
    html_put(html, "h2", "", call_at(first)->header);
    put_matrix(html, first);
    for (size_t i = first; call_at(i) != NULL; i++) {
        if (header_has(first, i) && !html->folder) {
            html_put_call(html, i);
        }
    }
    xml_end(html->xml);
    text_free(&id);
}
