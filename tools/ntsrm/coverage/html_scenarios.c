/* Scenarios as HTML: links to them, the list, and a page for each. */
#include "ntsrm/coverage/html_private.h"

#include "ex/rules.h"

#include <stdio.h>
#include <string.h>

#define SHOWN_AT_ONCE 8   /* scenarios, before a fold */
#define SHOWN_ON_PAGE 20  /* where everything is one page */
#define NAME_LIMIT    100 /* of an id that is the name of a file */

static void append_name(struct text *name, const struct record *record, size_t scenario)
{
    const char *id = record->scenarios[scenario].id;
    if (strlen(id) <= NAME_LIMIT) {
        text_append_format(name, "scenario-%s", id);
    } else {
        text_append_format(name, "scenario-%.*s--%zu", NAME_LIMIT, id, scenario);
    }
}

void html_append_scenario_page(struct text *name, const struct record *record, size_t scenario)
{
    append_name(name, record, scenario);
    text_append_string(name, ".html");
}

void html_link_scenario(struct html *html, size_t scenario)
{
    struct text target = {0};
    if (html->folder) {
        html_append_scenario_page(&target, html->record, scenario);
    } else {
        text_append_string(&target, "#");
        append_name(&target, html->record, scenario);
    }
    html_put_link(html, target.bytes, html->record->scenarios[scenario].id);
    text_free(&target);
}

/* ---- who covers something ---- */

static void put_ids(struct html *html, const struct covered *covered, uint32_t from, uint32_t to)
{
    html_begin(html, "ul", "ids");
    for (uint32_t i = from; i < to; i++) {
        html_begin(html, "li", "");
        html_link_scenario(html, covered->scenarios[i]);
        xml_end(html->xml);
    }
    xml_end(html->xml);
}

void html_put_scenarios(struct html *html, const struct covered *covered, const char *hint)
{
    uint32_t shown = html->folder ? SHOWN_AT_ONCE : SHOWN_ON_PAGE;
    char words[64];
    if (covered->count <= shown) {
        put_ids(html, covered, 0, covered->count);
        return;
    }
    put_ids(html, covered, 0, shown);
    snprintf(words, sizeof words, "and %lu more", (unsigned long)(covered->count - shown));
    if (html->folder) {
        html_begin(html, "details", "");
        html_put(html, "summary", "", words);
        put_ids(html, covered, shown, covered->count);
    } else {
        html_begin(html, "p", "faint");
        html_put(html, "span", "", words);
        html_put(html, "code", "", hint);
    }
    xml_end(html->xml);
}

/* ---- the list ---- */

static void append_place(struct text *place, const struct recorded_scenario *scenario)
{
    text_append_format(place, "%s:%u", scenario->path, (unsigned)scenario->place.line);
}

static void put_row(struct html *html, size_t number)
{
    const struct recorded_scenario *scenario = &html->record->scenarios[number];
    struct text name = {0}, place = {0};
    append_name(&name, html->record, number);
    append_place(&place, scenario);
    html_begin(html, "tr", "");
    xml_set(html->xml, "id", name.bytes);
    html_begin(html, "td", "");
    html_begin(html, "p", "");
    if (html->folder) {
        html_link_scenario(html, number);
    } else {
        html_put(html, "span", "", scenario->id);
    }
    xml_end(html->xml);
    html_put(html, "small", "", place.bytes);
    xml_end(html->xml);
    html_put_count(html, "td", "n", scenario->cases);
    xml_end(html->xml);
    text_free(&name);
    text_free(&place);
}

void html_put_scenario_list(struct html *html)
{
    static const char *const headings[] = {"", "scenario", "n", "cases", NULL};
    html_begin(html, "h2", "");
    xml_set(html->xml, "id", "scenarios");
    xml_put(html->xml, "Scenarios");
    xml_end(html->xml);
    if (!html->folder) {
        html_put(html, "p", "faint", "What one of them shows: ntsrm coverage --scenario ID");
    }
    html_begin_table(html, "", headings);
    for (size_t i = 0; i < html->record->scenario_count; i++) {
        put_row(html, i);
    }
    html_end_table(html);
}

/* ---- one scenario ---- */

static void put_rule(struct html *html, const struct ex_rule_row *row, bool yes, bool no)
{
    html_begin(html, "tr", "");
    html_begin(html, "td", "");
    html_link(html, "rules", row->group, row->id, row->id);
    xml_end(html->xml);
    html_put(html, "td", "n", yes && no ? "true, false" : yes ? "true" : "false");
    xml_end(html->xml);
}

static void put_rules(struct html *html, size_t scenario)
{
    static const char *const headings[] = {"", "rule", "n", "answered", NULL};
    html_begin_table(html, "short", headings);
    for (size_t i = 0; i < RULE_COUNT; i++) {
        bool yes = covered_by(&html->record->sides[i][true], scenario);
        bool no = covered_by(&html->record->sides[i][false], scenario);
        if (yes || no) {
            put_rule(html, ex_rule_row((enum ex_rule_id)i), yes, no);
        }
    }
    html_end_table(html);
}

static void put_result(struct html *html, size_t call, const char *result)
{
    html_begin(html, "tr", "");
    html_begin(html, "td", "");
    html_link_call(html, call, call_at(call)->name);
    xml_end(html->xml);
    html_put(html, "td", "", result);
    xml_end(html->xml);
}

static void put_results(struct html *html, size_t scenario)
{
    static const char *const headings[] = {"", "call", "", "asserted result", NULL};
    html_begin_table(html, "short", headings);
    for (size_t i = 0; call_at(i) != NULL; i++) {
        for (size_t j = 0; j < CALL_RESULTS_LIMIT; j++) {
            const char *result = assertion_result(call_at(i), j);
            if (result != NULL && covered_by(record_result(html->record, i, j), scenario)) {
                put_result(html, i, result);
            }
        }
    }
    html_end_table(html);
}

/* Numbered as in the file, with an id for each line: #L12. */
static void put_text(struct html *html, const struct recorded_scenario *scenario)
{
    struct text line = {0};
    char id[24];
    uint32_t number = scenario->text_line;
    html_begin(html, "ol", "text");
    snprintf(id, sizeof id, "%lu", (unsigned long)number);
    xml_set(html->xml, "start", id);
    for (const char *at = scenario->text; *at != '\0'; number++) {
        size_t length = strcspn(at, "\r\n");
        text_reset(&line);
        text_append(&line, at, length);
        snprintf(id, sizeof id, "L%lu", (unsigned long)number);
        html_begin(html, "li", "");
        xml_set(html->xml, "id", id);
        xml_put(html->xml, line.bytes);
        xml_end(html->xml);
        at += length;
        at += *at == '\r';
        at += *at == '\n';
    }
    xml_end(html->xml);
    text_free(&line);
}

void html_put_scenario(struct html *html, size_t number)
{
    const struct recorded_scenario *scenario = &html->record->scenarios[number];
    struct text words = {0};
    html_put(html, "h1", "", scenario->id);
    if (scenario->title[0] != '\0') {
        html_put(html, "p", "", scenario->title);
    }
    append_place(&words, scenario);
    text_append_format(&words, ", %zu case%s", scenario->cases, scenario->cases == 1 ? "" : "s");
    html_put(html, "p", "faint", words.bytes);
    put_text(html, scenario);
    html_put(html, "h2", "", "Results that it asserts");
    put_results(html, number);
    html_put(html, "h2", "", "Rules that it asks");
    put_rules(html, number);
    text_free(&words);
}
