/*
 * What scenarios assert of calls: which results of the call table they expect, and how many do.
 * Nothing runs; steps are read case by case as the runner reads them.
 *
 *   for each valid file: assertions_count(&assertions, runner, NULL);
 *   const struct assertion *assertion = &assertions.calls[number].results[result];
 *
 * A step counts for the one result that it expects in its case. A list of several results proves
 * none of them, and a FALSE without its error proves none of the errors. Cases that are skipped, or
 * expected to fail, do not count.
 */
#ifndef NTSRM_TOOLS_SCENARIO_ASSERTIONS_H
#define NTSRM_TOOLS_SCENARIO_ASSERTIONS_H

#include "scenario/calls.h"
#include "scenario/scenario.h"

#include <stdbool.h>
#include <stddef.h>

/* The number of what no row lists: nothing, a token, a level ... */
#define RESULT_UNNAMED (CALL_RESULTS_LIMIT - 1)

struct assertion {
    size_t scenarios, cases;
    size_t last_scenario, last_case; /* that was counted, from 1 */
    size_t answered;                 /* how often it was the answer, for who counts that, too */
};

/* By the results of the call's row, and RESULT_UNNAMED. */
struct call_assertions {
    struct assertion results[CALL_RESULTS_LIMIT];
};

/* A result that a step expects although the row of its call has none of that name. */
struct unlisted_result {
    const struct call *call;
    char *name;
    char *path; /* of the first such step */
    struct place place;
};

/* A zeroed one is ready. */
struct assertions {
    struct call_assertions *calls; /* by number in the call table; NULL until something counted */
    struct unlisted_result *unlisted;
    size_t unlisted_count, unlisted_capacity;
    size_t scenario_count, case_count;

    /* Called when a scenario of the file asserts a result for the first time; NULL: nobody asks. */
    void (*first)(void *context, size_t call, size_t result, size_t scenario);
    void *context;
};

/*
 * Adds what the cases assert that these options would run, as the version that they would run as
 * (NULL: all as they stand). The file must be valid.
 */
void assertions_count(struct assertions *assertions, struct runner *runner,
                      const struct run_options *options);

/* Makes room before anything is counted. */
void assertions_begin(struct assertions *assertions);

/* Which result the call has given, whatever was expected; CALL_RESULTS_LIMIT: no row has it. */
size_t assertion_answered(struct runner *runner, const struct call_frame *frame);

/*
 * What the result is called: a name of the row, or for RESULT_UNNAMED the kind that the call
 * returns. NULL if the call has no result of that number.
 */
const char *assertion_result(const struct call *call, size_t result);

void assertions_free(struct assertions *assertions);

#endif
