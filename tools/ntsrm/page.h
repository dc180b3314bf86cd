/*
 * What is to be printed, laid out for people: columns, wrapped sentences, colours.
 *
 *   page_put_string(page, STYLE_NAME, rule->id);
 *   page_to(page, 30);
 *   page_words(page, STYLE_PLAIN, rule->sentence);    wraps under column 30
 *   page_end(page);
 *
 * Columns count from 0. Whatever a terminal must not see is escaped, so that names and titles of
 * any file can be shown as they are.
 */
#ifndef NTSRM_TOOLS_NTSRM_PAGE_H
#define NTSRM_TOOLS_NTSRM_PAGE_H

#include "scenario/text.h"

#include <stdbool.h>
#include <stdio.h>

enum style {
    STYLE_PLAIN,
    STYLE_HEADING,
    STYLE_NAME,  /* of a rule, call, status ... */
    STYLE_FAINT, /* what only some want to know */
    STYLE_GOOD,
    STYLE_BAD,
    STYLE_DOUBT, /* contested, skipped */
};

struct page {
    struct text text;
    bool color;
    unsigned width; /* where sentences wrap */
    unsigned column;
};

void page_put(struct page *page, enum style style, const char *format, ...);
void page_put_string(struct page *page, enum style style, const char *string);

/* Blanks up to the column; one blank if the line is that long already. */
void page_to(struct page *page, unsigned column);

/* Words that wrap at the width and go on under the column where they began. */
void page_words(struct page *page, enum style style, const char *words);
/* The same, after a blank and going on at that column; the first word may wrap too. */
void page_flow(struct page *page, enum style style, const char *words, unsigned column);

/* The same for a few words that are not torn apart, unless they are longer than a line. */
void page_item(struct page *page, enum style style, const char *words, unsigned column);

/* Whole lines of another page that has colours: with them or, where this one has none, without. */
void page_put_styled(struct page *page, const char *styled);

/* Ends the line. */
void page_end(struct page *page);

/* Writes and empties it. */
void page_print(struct page *page, FILE *stream);

void page_free(struct page *page);

#endif
