/*
 * What the generated documents have in common.
 */
#ifndef NTSRM_TOOLS_NTSRM_MARKDOWN_H
#define NTSRM_TOOLS_NTSRM_MARKDOWN_H

#include "scenario/text.h"

/* Appends a cell of a table, " text |"; a bar in it is escaped, since it would end the cell. */
void markdown_cell(struct text *out, const char *cell);

#endif
