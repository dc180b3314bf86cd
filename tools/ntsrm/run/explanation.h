/*
 * What happened in a case, for people: why it did not pass, and everything that it did, line by
 * line. Both run the case again while somebody watches.
 */
#ifndef NTSRM_TOOLS_NTSRM_RUN_EXPLANATION_H
#define NTSRM_TOOLS_NTSRM_RUN_EXPLANATION_H

#include "ntsrm/page.h"
#include "ntsrm/run/outcome.h"

#include "scenario/arena.h"
#include "scenario/scenario.h"

#include <stddef.h>

/* What a failure is about; the caller gives the first two, zeroed otherwise. */
struct failure {
    struct arena *arena;
    const char *remark;        /* see struct outcome */
    const char *call, *thread; /* of the step that failed; NULL if none did */
    const struct outcome_rule *rules;
    size_t rule_count;
};

/* The findings with their lines, the remark, and the rules of the step that failed. */
void explanation_put(struct page *page, struct runner *runner, size_t index,
                     const struct run_options *options, struct failure *failure);

void explanation_put_trace(struct page *page, struct runner *runner, size_t index,
                           const struct run_options *options);

#endif
