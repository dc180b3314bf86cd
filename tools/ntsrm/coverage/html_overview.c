/* The overview: two numbers, a line for each group of rules and for each header of calls. */
#include "ntsrm/coverage/html_private.h"
#include "ntsrm/coverage/matrix.h"
#include "ntsrm/coverage/sides.h"

#include <string.h>

/* ---- order ---- */

static bool stands_before(enum html_order order, const struct html_line *one,
                          const struct html_line *other)
{
    if (order == ORDER_MISSING && one->missing != other->missing) {
        return one->missing > other->missing;
    }
    return order == ORDER_NAME && strcmp(one->name, other->name) < 0;
}

void html_order(const struct html *html, struct html_line *lines, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct html_line line = lines[i];
        size_t at = i;
        for (; at > 0 && stands_before(html->order, &line, &lines[at - 1]); at--) {
            lines[at] = lines[at - 1];
        }
        lines[at] = line;
    }
}

static void put_orders(struct html *html)
{
    static const char *const orders[HTML_ORDERS][2] = {
        [ORDER_BOOK] = {"index.html", "as in the rule book"},
        [ORDER_NAME] = {"index-by-name.html", "by name"},
        [ORDER_MISSING] = {"index-by-missing.html", "most missing first"},
    };
    html_begin(html, "p", "orders");
    html_put(html, "span", "faint", "Order:");
    for (int i = 0; i < HTML_ORDERS; i++) {
        if (html->order == (enum html_order)i) {
            html_put(html, "strong", "", orders[i][1]);
        } else {
            html_put_link(html, orders[i][0], orders[i][1]);
        }
    }
    xml_end(html->xml);
}

/* ---- numbers ---- */

static void put_total(struct html *html, const char *what, unsigned percent, const char *of,
                      const size_t counts[4])
{
    struct text words = {0};
    html_begin(html, "div", "");
    html_put(html, "span", "", what);
    text_append_format(&words, "%u.%02u %%", percent / 100, percent % 100);
    html_put(html, "strong", percent < 10000 ? "bad" : "", words.bytes);
    html_put_bar(html, counts[0], counts[1], counts[2], counts[3]);
    text_reset(&words);
    text_append_format(&words, "%zu of %zu %s", counts[0] + counts[1], counts[3], of);
    html_put(html, "p", "faint", words.bytes);
    xml_end(html->xml);
    text_free(&words);
}

static void put_totals(struct html *html)
{
    const struct record *record = html->record;
    struct coverage sides = coverage_count(record->answers);
    struct result_counts results = matrix_count(&record->assertions);
    const size_t of_sides[] = {sides.seen, sides.excused, 0, sides.sides};
    const size_t of_results[] = {results.states[RESULT_ASSERTED], results.states[RESULT_EXCUSED],
                                 results.states[RESULT_SEEN], results.results + results.unlisted};
    html_begin(html, "div", "totals");
    put_total(html, "Rules", coverage_percent(&sides), "sides", of_sides);
    put_total(html, "Statuses", matrix_percent(&results), "results of calls", of_results);
    xml_end(html->xml);
}

static void put_words(struct html *html)
{
    html_put(html, "p", "faint",
             "A rule has two sides: a case makes it answer true, and a case makes it answer false. "
             "A result that the call table lists is to be asserted by a step. What no scenario can "
             "show is grey, stands with its reason, and counts as covered. What a call "
             "answers somewhere, and no step asserts, is yellow; what is missing is red.");
}

void html_put_overview(struct html *html)
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
    html_begin(html, "p", "");
    html_put_link(html, html->folder ? "scenarios.html" : "#scenarios", words.bytes);
    xml_end(html->xml);
    put_totals(html);
    put_words(html);
    if (html->folder) {
        put_orders(html);
    }
    html_put_groups(html);
    html_put_headers(html);
    text_free(&words);
}
