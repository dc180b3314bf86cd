/*
 * Why an access check decided as it did, told from its journal: stage by stage, entry by entry.
 */
#ifndef NTSRM_TOOLS_NTSRM_VERDICT_H
#define NTSRM_TOOLS_NTSRM_VERDICT_H

#include "page.h"

#include "scenario/scenario.h"

#include "rtl/mapping.h"
#include "se/access.h"

/* A check that was made. Everything is borrowed. */
struct verdict {
    const char *token; /* what the token is called */
    enum rtl_mapped_type type;
    const struct se_access_request *request; /* with its journal */
    const struct se_verdict *answer;
};

/* The runner gives SIDs and rights their names; it is inside a visit. */
void verdict_tell(struct page *page, struct runner *runner, const struct verdict *verdict);

#endif
