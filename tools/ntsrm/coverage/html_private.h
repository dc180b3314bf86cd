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

struct html {
    const struct record *record;
    struct xml *xml;
    bool folder; /* of pages; else all is one */
};

extern const char html_style[];

/* Opens an element of that class; "" is none. */
void html_begin(struct html *html, const char *element, const char *class_name);
/* An element with words. */
void html_put(struct html *html, const char *element, const char *class_name, const char *words);
void html_put_count(struct html *html, const char *element, const char *class_name, size_t count);
/* A link to a section, "rules" of "gate", or to what has that id in it. */
void html_link(struct html *html, const char *kind, const char *section, const char *id,
               const char *words);

/* A cell: how much is missing, which leads to what has that id in the section. */
void html_put_missing(struct html *html, size_t missing, const char *kind, const char *section,
                      const char *id);

/* A bar of these parts of a whole, and how much of it is the first two together. */
void html_put_bar(struct html *html, size_t good, size_t excused, size_t whole);

/* The scenarios that cover something; hint: the command that lists all of them. */
void html_put_scenarios(struct html *html, const struct covered *covered, const char *hint);

/* The lines of the overview, and the section of the group or header that begins there. */
void html_put_groups(struct html *html);
void html_put_group(struct html *html, size_t first);
void html_put_headers(struct html *html);
void html_put_header(struct html *html, size_t first);

#endif
