/* Elements and pages, whatever is in them. */
#include "ntsrm/coverage/html.h"
#include "ntsrm/coverage/html_private.h"

#include "scenario/calls.h"

#include <stdio.h>
#include <string.h>

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

void html_put_link(struct html *html, const char *target, const char *words)
{
    html_begin(html, "a", "");
    xml_set(html->xml, "href", target);
    xml_put(html->xml, words);
    xml_end(html->xml);
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
    html_put_link(html, target.bytes, words);
    text_free(&target);
}

void html_link_call(struct html *html, size_t call, const char *words)
{
    struct text target = {0};
    text_append_format(&target, html->folder ? "call-%s.html" : "#%s", call_at(call)->name);
    html_put_link(html, target.bytes, words);
    text_free(&target);
}

void html_begin_table(struct html *html, const char *class_name, const char *const *headings)
{
    html_begin(html, "table", class_name);
    html_begin(html, "thead", "");
    html_begin(html, "tr", "");
    for (; headings[0] != NULL; headings += 2) {
        html_put(html, "th", headings[0], headings[1]);
    }
    xml_end(html->xml);
    xml_end(html->xml);
    html_begin(html, "tbody", "");
}

void html_end_table(struct html *html)
{
    xml_end(html->xml);
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

void html_put_bar(struct html *html, size_t good, size_t excused, size_t seen, size_t whole)
{
    html_begin(html, "span", "bar");
    put_part(html, "good", good, whole);
    put_part(html, "excused", excused, whole);
    put_part(html, "seen", seen, whole);
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

static void put_style(struct html *html)
{
    if (html->folder) {
        html_begin(html, "link", "");
        xml_set(html->xml, "rel", "stylesheet");
        xml_set(html->xml, "href", HTML_STYLE_FILE);
    } else {
        struct text style = {0};
        text_append_string(&style, "\n");
        html_append_style(&style);
        html_begin(html, "style", "");
        xml_put_lines(html->xml, style.bytes);
        text_free(&style);
    }
    xml_end(html->xml);
}

void html_begin_page(struct html *html, const char *title, const char *up, const char *up_words)
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
    put_style(html);
    xml_end(html->xml);
    html_begin(html, "body", "");
    if (title != NULL) {
        html_begin(html, "p", "up");
        html_put_link(html, "index.html", "Coverage");
        if (up != NULL) {
            html_put_link(html, up, up_words);
        }
        xml_end(html->xml);
    }
    text_free(&whole);
}

/* A document for browsers: with a type of theirs, without the line that says XML. */
void html_finish_page(struct html *html, struct text *out)
{
    struct text document = {0};
    xml_finish(html->xml, &document);
    const char *begin = strchr(document.bytes, '\n');
    text_append_string(out, "<!DOCTYPE html>");
    text_append_string(out, begin);
    text_free(&document);
}
