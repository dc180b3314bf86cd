/*
 * A record as HTML to look around in, with nothing from elsewhere and no scripts: one page, or a
 * folder of pages that has every scenario of every rule and result.
 */
#ifndef NTSRM_TOOLS_NTSRM_COVERAGE_HTML_H
#define NTSRM_TOOLS_NTSRM_COVERAGE_HTML_H

#include "ntsrm/coverage/record.h"

#include <stdbool.h>

/* Stands at the head of every page. */
extern const char html_mark[];

void coverage_put_html(struct text *out, const struct record *record);

/* Calls `write` for each page with the name of its file; ends where that returns false. */
bool coverage_put_pages(const struct record *record, void *context,
                        bool (*write)(void *context, const char *name, const struct text *page));

#endif
