/*
 * Markdown, as GitHub has it: totals, then what did not pass. Texts of users stand in code only,
 * where neither a mark nor a name of somebody means anything.
 */
#ifndef NTSRM_TOOLS_NTSRM_REPORT_MARKDOWN_H
#define NTSRM_TOOLS_NTSRM_REPORT_MARKDOWN_H

#include "ntsrm/report/format.h"

/* Keeps a report of this format shorter than that; what is left out of it is counted. */
void markdown_limit(struct report *report, size_t bytes);

#endif
