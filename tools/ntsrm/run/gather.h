/*
 * Running a file and gathering what became of its cases.
 *
 *   gatherer_begin(&gatherer, &plan);
 *   ... gatherer_file(&gatherer, target, &store): store.file is valid until its next use ...
 *   ... gatherer_go_on(&gatherer, &store), while store.file.more ...
 *   gatherer_end(&gatherer);
 *
 * A gatherer has a runner of its own, so that each thread uses one; the plan is shared and never
 * changed.
 */
#ifndef NTSRM_TOOLS_NTSRM_RUN_GATHER_H
#define NTSRM_TOOLS_NTSRM_RUN_GATHER_H

#include "ntsrm/discover.h"
#include "ntsrm/run/expected_failures.h"
#include "ntsrm/run/outcome_store.h"
#include "ntsrm/run/selection.h"
#include "ntsrm/settings.h"

#include "scenario/scenario.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is to be run, and how. */
struct run_plan {
    const struct command *command;
    struct targets *targets;
    const struct selection *selection;
    const struct settings *settings; /* the versions and policies */
    struct run_options options;      /* for every case */
    unsigned repeat;                 /* how often each case runs; its worst result counts */
    bool shuffled;                   /* the cases of a file in an order that the seed gives */
    uint64_t seed;
    const struct expected_failures *expected;
    bool all;       /* outcomes of cases that passed, too */
    bool list;      /* nothing runs */
    bool whole;     /* the outcomes of a file are all needed at the same time */
    bool trace;     /* outcomes have traces */
    bool durations; /* outcomes have times */
    unsigned width; /* where sentences of explanations wrap */
};

struct gatherer {
    const struct run_plan *plan;
    struct runner *runner;
    struct run_options options;
    struct target *target;
    const char *profile; /* of --profile, see selection_case_id; NULL without one */
    struct text id;
    struct page page; /* scratch for styled texts */
    struct outcome_store *store;
    struct outcome model; /* what the outcomes of a scenario have in common */
    size_t model_scenario;
    uint32_t *order; /* of the cases, if they are shuffled */
    size_t order_capacity;
    bool in_parts;   /* the outcomes of a file are asked for part by part */
    size_t next;     /* case with which the next part begins */
    uint8_t *states; /* of the first repetition; of a list, which cases are in it */
    size_t state_capacity;
    uint64_t *nanoseconds;
    size_t nanoseconds_capacity;
};

void gatherer_begin(struct gatherer *gatherer, const struct run_plan *plan);
void gatherer_file(struct gatherer *gatherer, size_t target, struct outcome_store *store);
void gatherer_go_on(struct gatherer *gatherer, struct outcome_store *store);
void gatherer_end(struct gatherer *gatherer);

#endif
