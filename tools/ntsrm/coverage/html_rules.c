/* The rules as HTML: a line for each group, and an article for each rule. */
#include "ntsrm/coverage/html_private.h"
#include "ntsrm/coverage/sides.h"
#include "ntsrm/rules.h"

#include "ex/rules.h"

#include <inttypes.h>
#include <stdio.h>

/* The first rule of the group of which a side is missing. */
static const char *missing_rule(const struct record *record, size_t first)
{
    size_t at = first;
    for (struct coverage counts = {0}; at < RULE_COUNT; at++, counts = (struct coverage){0}) {
        coverage_add(&counts, record->answers, (enum ex_rule_id)at);
        if (group_has(first, at) && counts.seen + counts.excused < counts.sides) {
            break;
        }
    }
    return at < RULE_COUNT ? ex_rule_row((enum ex_rule_id)at)->id : NULL;
}

static void put_group_missing(struct html *html, const struct html_line *line)
{
    char count[24];
    snprintf(count, sizeof count, "%zu", line->missing);
    if (line->missing == 0) {
        html_put(html, "td", "n", count);
        return;
    }
    html_begin(html, "td", "n bad");
    html_link(html, "rules", line->name, missing_rule(html->record, line->first), count);
    xml_end(html->xml);
}

static void put_group_row(struct html *html, const struct html_line *line)
{
    const struct ex_rule_row *row = ex_rule_row((enum ex_rule_id)line->first);
    struct coverage counts = group_count(html->record->answers, line->first);
    html_begin(html, "tr", "");
    html_begin(html, "td", "");
    html_link(html, "rules", row->group, NULL, row->group);
    xml_end(html->xml);
    html_put(html, "td", "title", ex_rule_group_title(row));
    html_begin(html, "td", "");
    html_put_bar(html, counts.seen, counts.excused, 0, counts.sides);
    xml_end(html->xml);
    html_put_count(html, "td", "n", counts.seen);
    html_put_count(html, "td", "n spare", counts.excused);
    put_group_missing(html, line);
    xml_end(html->xml);
}

void html_put_groups(struct html *html)
{
    static const char *const headings[] = {
        "",        "group",     "title", "what they decide", "",  "sides", "n", "seen",
        "n spare", "one-sided", "n",     "missing",          NULL};
    struct html_line lines[RULE_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (group_begins(i)) {
            struct coverage counts = group_count(html->record->answers, i);
            lines[count++] = (struct html_line){
                .first = i,
                .name = ex_rule_row((enum ex_rule_id)i)->group,
                .missing = counts.sides - counts.seen - counts.excused,
            };
        }
    }
    html_order(html, lines, count);
    html_put(html, "h2", "", "Rules by group");
    html_begin_table(html, "", headings);
    for (size_t i = 0; i < count; i++) {
        put_group_row(html, &lines[i]);
    }
    html_end_table(html);
}

/* ---- one rule ---- */

static void put_seen(struct html *html, enum ex_rule_id id, bool answer)
{
    const struct ex_answers *answers = &html->record->answers[id];
    const struct covered *side = &html->record->sides[id][answer];
    uint32_t times = answer ? answers->asked_true : answers->asked_false;
    struct text words = {0};
    text_append_format(&words, "%" PRIu32 " time%s in %zu case%s of %" PRIu32 " scenario%s", times,
                       times == 1 ? "" : "s", side->cases, side->cases == 1 ? "" : "s", side->count,
                       side->count == 1 ? "" : "s");
    html_put(html, "p", "", words.bytes);
    text_reset(&words);
    text_append_format(&words, "ntsrm coverage --rule %s", ex_rule_row(id)->id);
    html_put_scenarios(html, side, words.bytes);
    text_free(&words);
}

static void put_side(struct html *html, enum ex_rule_id id, bool answer)
{
    html_put(html, "dt", "", answer ? "true" : "false");
    html_begin(html, "dd", "");
    switch (side_state(html->record->answers, id, answer)) {
    case SIDE_SEEN:
        put_seen(html, id, answer);
        break;
    case SIDE_EXCUSED:
        html_begin(html, "p", "faint");
        html_put(html, "span", "", "one-sided:");
        html_put(html, "span", "", ex_rule_one_sided(id, answer));
        xml_end(html->xml);
        break;
    case SIDE_MISSING:
        html_put(html, "p", "bad", "missing");
        break;
    }
    xml_end(html->xml);
}

static void put_rule(struct html *html, enum ex_rule_id id)
{
    const struct ex_rule_row *row = ex_rule_row(id);
    struct text words = {0};
    html_begin(html, "article", "");
    xml_set(html->xml, "id", row->id);
    html_put(html, "h3", "", row->id);
    html_put(html, "p", "", row->sentence);
    text_append_format(&words, "%s: %s. Versions: ", ex_confidence_name(row->confidence),
                       row->source);
    rule_print_versions(row, &words);
    html_put(html, "p", "faint", words.bytes);
    html_begin(html, "dl", "");
    put_side(html, id, true);
    put_side(html, id, false);
    xml_end(html->xml);
    xml_end(html->xml);
    text_free(&words);
}

void html_put_group(struct html *html, size_t first)
{
    const struct ex_rule_row *row = ex_rule_row((enum ex_rule_id)first);
    struct coverage counts = group_count(html->record->answers, first);
    struct text words = {0};
    text_append_format(&words, "rules-%s", row->group);
    html_begin(html, "section", "");
    xml_set(html->xml, "id", words.bytes);
    html_put(html, "h2", "", row->group);
    html_put(html, "p", "", ex_rule_group_title(row));
    html_begin(html, "p", "");
    html_put_bar(html, counts.seen, counts.excused, 0, counts.sides);
    text_reset(&words);
    text_append_format(&words, "%zu sides: %zu seen, %zu one-sided, %zu missing", counts.sides,
                       counts.seen, counts.excused, counts.sides - counts.seen - counts.excused);
    html_put(html, "span", "", words.bytes);
    xml_end(html->xml);
    for (size_t i = first; i < RULE_COUNT; i++) {
        if (group_has(first, i)) {
            put_rule(html, (enum ex_rule_id)i);
        }
    }
    xml_end(html->xml);
    text_free(&words);
}
