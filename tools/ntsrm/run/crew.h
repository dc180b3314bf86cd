/*
 * Files run by several workers at once, and their outcomes taken in the order of the files:
 *
 *   struct crew *crew = crew_new(&plan, jobs);
 *   while ((store = crew_next(crew)) != NULL)
 *       ... store->file is valid until the next call ...
 *   crew_free(crew);
 *
 * Whoever asks for an outcome runs files himself until it is there; the jobs beyond the first are
 * threads that run ahead. What is taken is the same for any number of jobs. The crew can be freed
 * before it is done.
 */
#ifndef NTSRM_TOOLS_NTSRM_RUN_CREW_H
#define NTSRM_TOOLS_NTSRM_RUN_CREW_H

#include "ntsrm/run/gather.h"

#include "ex/trace.h"

struct crew;

/*
 * jobs: 0 for as many as there are processors. order: numbers of the targets in the order in which
 * they run; NULL: as they are listed.
 */
struct crew *crew_new(const struct run_plan *plan, unsigned jobs, const uint32_t *order);
struct outcome_store *crew_next(struct crew *crew);

/* Adds how often each rule answered, of RULE_COUNT, once crew_next has returned NULL. */
void crew_add_coverage(const struct crew *crew, struct ex_answers *answers);

void crew_free(struct crew *crew);

#endif
