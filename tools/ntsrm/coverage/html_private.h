/*
 * What the files of html.h share. An element holds text or elements, never both (see xml.h), so
 * that words beside a link or another element are elements of their own.
 */
#ifndef NTSRM_TOOLS_NTSRM_COVERAGE_HTML_PRIVATE_H
#define NTSRM_TOOLS_NTSRM_COVERAGE_HTML_PRIVATE_H

#include "ntsrm/coverage/record.h"
#include "ntsrm/xml.h"

#include <stdbool.h>
#include <stddef.h>

/* The order of groups and headers in the overview; a folder has a page for each. */
enum html_order { ORDER_BOOK, ORDER_NAME, ORDER_MISSING, HTML_ORDERS };

struct html {
    const struct record *record;
    struct xml *xml;
    bool folder; /* of pages; else all is one */
    enum html_order order;
};

/* A line of the overview. */
struct html_line {
    size_t first; /* rule or call */
    const char *name;
    size_t missing;
};

void html_append_style(struct text *style);
#define HTML_STYLE_FILE "style.css"

/* Opens an element of that class; "" is none. */
void html_begin(struct html *html, const char *element, const char *class_name);
/* An element with words. */
void html_put(struct html *html, const char *element, const char *class_name, const char *words);
void html_put_count(struct html *html, const char *element, const char *class_name, size_t count);
void html_put_link(struct html *html, const char *target, const char *words);
/* A link to a section, "rules" of "gate", or to what has that id in it. */
void html_link(struct html *html, const char *kind, const char *section, const char *id,
               const char *words);
void html_link_call(struct html *html, size_t call, const char *words);
void html_link_scenario(struct html *html, size_t scenario);
/* The name of its page in a folder. */
void html_append_scenario_page(struct text *name, const struct record *record, size_t scenario);

/* A row of headings; class names and words by turns, NULL ends them. The body of rows follows. */
void html_begin_table(struct html *html, const char *class_name, const char *const *headings);
void html_end_table(struct html *html);

/* Puts lines into the order. */
void html_order(const struct html *html, struct html_line *lines, size_t count);

/* A bar of these parts of a whole: what is covered, what is excused, what is only seen. */
void html_put_bar(struct html *html, size_t good, size_t excused, size_t seen, size_t whole);

/* The scenarios that cover something; hint: the command that lists all of them. */
void html_put_scenarios(struct html *html, const struct covered *covered, const char *hint);

/* The lines of the overview, and the section of the group or header that begins there. */
void html_put_groups(struct html *html);
void html_put_group(struct html *html, size_t first);
void html_put_headers(struct html *html);
void html_put_header(struct html *html, size_t first);
void html_put_call(struct html *html, size_t call);
void html_put_overview(struct html *html);

/* All scenarios; one of them, with all that it covers and its text. */
void html_put_scenario_list(struct html *html);
void html_put_scenario(struct html *html, size_t scenario);

/* A document. title: NULL for the overview; up, or NULL: a page above it besides the overview. */
void html_begin_page(struct html *html, const char *title, const char *up, const char *up_words);
void html_finish_page(struct html *html, struct text *out);

#endif
