#include "ntsrm/coverage/html.h"

#include "ntsrm/coverage/html_private.h"
#include "ntsrm/coverage/matrix.h"
#include "ntsrm/coverage/sides.h"

#include "ex/rules.h"

#include <stdio.h>
#include <string.h>

#define SHOWN_AT_ONCE 8  /* scenarios, before a fold */
#define SHOWN_ON_PAGE 20 /* where everything is one page */

const char html_mark[] = "ntsrm coverage";

/* ---- elements ---- */

void html_begin(struct html *html, const char *element, const char *class_name)
{
    xml_begin(html->xml, element);
    if (*class_name != '\0') {
        xml_set(html->xml, "class", class_name);
    }
}

void html_put(struct html *html, const char *element, const char *class_name, const char *words)
{
    html_begin(html, element, class_name);
    xml_put(html->xml, words);
    xml_end(html->xml);
}

void html_put_count(struct html *html, const char *element, const char *class_name, size_t count)
{
    char text[24];
    snprintf(text, sizeof text, "%zu", count);
    html_put(html, element, class_name, text);
}

void html_link(struct html *html, const char *kind, const char *section, const char *id,
               const char *words)
{
    struct text target = {0};
    if (html->folder) {
        text_append_format(&target, "%s-%s.html", kind, section);
    }
    if (id != NULL) {
        text_append_format(&target, "#%s", id);
    } else if (!html->folder) {
        text_append_format(&target, "#%s-%s", kind, section);
    }
    html_begin(html, "a", "");
    xml_set(html->xml, "href", target.bytes);
    xml_put(html->xml, words);
    xml_end(html->xml);
    text_free(&target);
}

void html_put_missing(struct html *html, size_t missing, const char *kind, const char *section,
                      const char *id)
{
    char count[24];
    snprintf(count, sizeof count, "%zu", missing);
    if (missing == 0) {
        html_put(html, "td", "n", count);
        return;
    }
    html_begin(html, "td", "n bad");
    html_link(html, kind, section, id, count);
    xml_end(html->xml);
}

static void put_part(struct html *html, const char *class_name, size_t part, size_t whole)
{
    char width[32];
    size_t hundredths = whole > 0 ? part * 10000 / whole : 0;
    snprintf(width, sizeof width, "width:%zu.%02zu%%", hundredths / 100, hundredths % 100);
    html_begin(html, "span", class_name);
    xml_set(html->xml, "style", width);
    xml_put(html->xml, "");
    xml_end(html->xml);
}

void html_put_bar(struct html *html, size_t good, size_t excused, size_t whole)
{
    html_begin(html, "span", "bar");
    put_part(html, "good", good, whole);
    put_part(html, "excused", excused, whole);
    xml_end(html->xml);
}

/* ---- scenarios ---- */

static void put_ids(struct html *html, const struct covered *covered, uint32_t from, uint32_t to)
{
    html_begin(html, "ul", "ids");
    for (uint32_t i = from; i < to; i++) {
        html_put(html, "li", "", html->record->scenarios[covered->scenarios[i]].id);
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

/* ---- pages ---- */

static void put_meta(struct html *html, const char *name, const char *content)
{
    html_begin(html, "meta", "");
    xml_set(html->xml, "name", name);
    xml_set(html->xml, "content", content);
    xml_end(html->xml);
}

/* title: NULL for the first page of a folder, and for the only one. */
static void page_begin(struct html *html, const char *title)
{
    struct text whole = {0};
    text_append_format(&whole, "%s%s%s", title ? title : "", title ? " - " : "", html_mark);
    html->xml = xml_new("html");
    xml_set(html->xml, "lang", "en");
    html_begin(html, "head", "");
    html_begin(html, "meta", "");
    xml_set(html->xml, "charset", "utf-8");
    xml_end(html->xml);
    put_meta(html, "viewport", "width=device-width, initial-scale=1");
    put_meta(html, "color-scheme", "light dark");
    put_meta(html, "generator", html_mark);
    html_put(html, "title", "", whole.bytes);
    html_begin(html, "style", "");
    xml_put_lines(html->xml, html_style);
    xml_end(html->xml);
    xml_end(html->xml);
    html_begin(html, "body", "");
    if (title != NULL) {
        html_begin(html, "p", "");
        html_begin(html, "a", "");
        xml_set(html->xml, "href", "index.html");
        xml_put(html->xml, "Coverage of everything");
        xml_end(html->xml);
        xml_end(html->xml);
    }
    text_free(&whole);
}

/* A document for browsers: with a type of theirs, without the line that says XML. */
static void page_finish(struct html *html, struct text *out)
{
    struct text document = {0};
    xml_finish(html->xml, NULL, &document);
    const char *begin = strchr(document.bytes, '\n');
    text_append_string(out, "<!DOCTYPE html>");
    text_append_string(out, begin);
    text_free(&document);
}

/* ---- the overview ---- */

static void put_total(struct html *html, const char *what, unsigned percent, const char *of,
                      const size_t counts[3])
{
    struct text words = {0};
    html_begin(html, "div", "");
    html_put(html, "span", "", what);
    text_append_format(&words, "%u.%02u %%", percent / 100, percent % 100);
    html_put(html, "strong", percent < 10000 ? "bad" : "", words.bytes);
    html_put_bar(html, counts[0], counts[1], counts[2]);
    text_reset(&words);
    text_append_format(&words, "%zu of %zu %s", counts[0] + counts[1], counts[2], of);
    html_put(html, "p", "faint", words.bytes);
    xml_end(html->xml);
    text_free(&words);
}

static void put_totals(struct html *html)
{
    const struct record *record = html->record;
    struct coverage sides = coverage_count(record->answers);
    struct result_counts results = matrix_count(&record->assertions);
    const size_t of_sides[] = {sides.seen, sides.excused, sides.sides};
    const size_t of_results[] = {results.states[RESULT_ASSERTED], results.states[RESULT_EXCUSED],
                                 results.results + results.unlisted};
    html_begin(html, "div", "totals");
    put_total(html, "Rules", coverage_percent(&sides), "sides", of_sides);
    put_total(html, "Statuses", matrix_percent(&results), "results of calls", of_results);
    xml_end(html->xml);
}

static void put_words(struct html *html)
{
    html_put(
        html, "p", "faint",
        "A rule has two sides: a case makes it answer true, and a case makes it answer false. "
        "A result that the call table lists is to be asserted by a step. What no scenario can "
        "show is grey, stands with its reason, and counts as covered; what is missing is red.");
}

static void put_overview(struct html *html)
{
    const struct record *record = html->record;
    struct text words = {0};
    size_t cases = 0;
    for (size_t i = 0; i < record->scenario_count; i++) {
        cases += record->scenarios[i].cases;
    }
    text_append_format(&words, "%zu case%s of %zu scenario%s", cases, cases == 1 ? "" : "s",
                       record->scenario_count, record->scenario_count == 1 ? "" : "s");
    html_put(html, "h1", "", "Coverage");
    html_put(html, "p", "", words.bytes);
    put_totals(html);
    put_words(html);
    html_put_groups(html);
    html_put_headers(html);
    text_free(&words);
}

static void put_scenario(struct html *html, const struct recorded_scenario *scenario)
{
    struct text place = {0};
    text_append_format(&place, "%s:%u", scenario->path, (unsigned)scenario->place.line);
    html_begin(html, "tr", "");
    html_begin(html, "td", "");
    html_put(html, "p", "", scenario->id);
    html_put(html, "small", "", place.bytes);
    xml_end(html->xml);
    html_put_count(html, "td", "n", scenario->cases);
    xml_end(html->xml);
    text_free(&place);
}

static void put_scenario_list(struct html *html)
{
    html_begin(html, "h2", "");
    xml_set(html->xml, "id", "scenarios");
    xml_put(html->xml, "Scenarios");
    xml_end(html->xml);
    html_put(html, "p", "faint", "What one of them shows: ntsrm coverage --scenario ID");
    html_begin(html, "table", "");
    html_begin(html, "thead", "");
    html_begin(html, "tr", "");
    html_put(html, "th", "", "scenario");
    html_put(html, "th", "n", "cases");
    xml_end(html->xml);
    xml_end(html->xml);
    html_begin(html, "tbody", "");
    for (size_t i = 0; i < html->record->scenario_count; i++) {
        put_scenario(html, &html->record->scenarios[i]);
    }
    xml_end(html->xml);
    xml_end(html->xml);
}

void coverage_put_html(struct text *out, const struct record *record)
{
    struct html html = {.record = record};
    page_begin(&html, NULL);
    put_overview(&html);
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (group_begins(i)) {
            html_put_group(&html, i);
        }
    }
    for (size_t i = 0; call_at(i) != NULL; i++) {
        if (header_begins(i)) {
            html_put_header(&html, i);
        }
    }
    put_scenario_list(&html);
    page_finish(&html, out);
}

/* ---- the folder ---- */

struct folder {
    struct html html;
    struct text page;
    void *context;
    bool (*write)(void *context, const char *name, const struct text *page);
};

static bool page_write(struct folder *folder, const char *kind, const char *section)
{
    struct text name = {0};
    text_reset(&folder->page);
    page_finish(&folder->html, &folder->page);
    text_append_format(&name, "%s%s%s.html", kind, *section != '\0' ? "-" : "", section);
    bool written = folder->write(folder->context, name.bytes, &folder->page);
    text_free(&name);
    return written;
}

static bool groups_write(struct folder *folder)
{
    bool written = true;
    for (size_t i = 0; i < RULE_COUNT && written; i++) {
        if (!group_begins(i)) {
            continue;
        }
        const char *group = ex_rule_row((enum ex_rule_id)i)->group;
        page_begin(&folder->html, group);
        html_put_group(&folder->html, i);
        written = page_write(folder, "rules", group);
    }
    return written;
}

static bool headers_write(struct folder *folder)
{
    bool written = true;
    for (size_t i = 0; call_at(i) != NULL && written; i++) {
        if (!header_begins(i)) {
            continue;
        }
        page_begin(&folder->html, call_at(i)->header);
        html_put_header(&folder->html, i);
        written = page_write(folder, "calls", call_at(i)->header);
    }
    return written;
}

bool coverage_put_pages(const struct record *record, void *context,
                        bool (*write)(void *context, const char *name, const struct text *page))
{
    struct folder folder = {
        .html = {.record = record, .folder = true}, .context = context, .write = write};
    page_begin(&folder.html, NULL);
    put_overview(&folder.html);
    put_scenario_list(&folder.html);
    bool written =
        page_write(&folder, "index", "") && groups_write(&folder) && headers_write(&folder);
    text_free(&folder.page);
    return written;
}
