/*
 * Writing a manual page in the macros of man(7): headings, paragraphs, lists of terms. Text is
 * wrapped and escaped here, so that no word of a table can become a request.
 */
#ifndef NTSRM_TOOLS_NTSRM_MANUAL_ROFF_H
#define NTSRM_TOOLS_NTSRM_MANUAL_ROFF_H

#include "scenario/text.h"

#include <stddef.h>

/* ".TH" with date and version, and the page's name and what it is in one line. */
void roff_begin(struct text *out, const char *name, int section, const char *summary);

void roff_heading(struct text *out, const char *heading);
void roff_subheading(struct text *out, const char *heading);

/* A paragraph of its own. */
void roff_paragraph(struct text *out, const char *words);
/* Paragraphs, with a newline between them. */
void roff_paragraphs(struct text *out, const char *words);

/* A term and what it means. The term is bold; what follows it, which may be NULL, is in italics. */
void roff_term(struct text *out, const char *term, const char *value, const char *words);

/* Names, with commas between them, wrapped. */
void roff_names(struct text *out, const char *const *names, size_t count);

/* Lines as they are. */
void roff_example(struct text *out, const char *const *lines, size_t count);

/* The last section; `pages` are written like "ntsrm(1)". */
void roff_see_also(struct text *out, const char *const *pages, size_t count);

#endif
