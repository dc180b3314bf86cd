/*
 * Text that is wanted later, and may be more than one likes to keep in memory: then it stands in a
 * file without a name.
 *
 *   text_append...(&spill.text, ...);
 *   spill_keep(&spill);              now and then
 *   spill_pour(&spill, report);      gives all of it to the report, and frees it
 */
#ifndef NTSRM_TOOLS_NTSRM_REPORT_SPILL_H
#define NTSRM_TOOLS_NTSRM_REPORT_SPILL_H

#include "ntsrm/report/format.h"

#include <stdio.h>

/* A zeroed one is empty. */
struct spill {
    struct text text; /* what came last */
    FILE *file;       /* what came before; NULL if nothing did */
    bool refused;     /* there can be no file */
    int trouble;      /* errno of writing to it */
};

void spill_keep(struct spill *spill);
void spill_pour(struct spill *spill, struct report *report);

#endif
