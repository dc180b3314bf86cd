/*
 * What the scenarios of a run covered: how each rule answered, which results of calls were
 * asserted, and by which scenarios.
 *
 *   for each file that is loaded:
 *       record_file(&record, runner, path);
 *       record_run(&record, runner, &options);          as often as it runs
 *       record_assertions(&record, runner, &options);   as often, if it was valid each time
 *   const struct covered *side = &record.sides[RULE_gate_same_user][true];
 *
 * A rule's side is covered by a case that made the rule answer so, whatever became of the case. A
 * result is covered as scenario/assertions.h says. A zeroed record is ready.
 */
#ifndef NTSRM_TOOLS_NTSRM_COVERAGE_RECORD_H
#define NTSRM_TOOLS_NTSRM_COVERAGE_RECORD_H

#include "scenario/assertions.h"
#include "scenario/scenario.h"

#include "ex/trace.h"

#include <stddef.h>
#include <stdint.h>

/* A scenario that ran, whole or in part. */
struct recorded_scenario {
    char *id, *path;
    struct place place;
    size_t cases; /* that ran */
    /* Where the record keeps texts: its title, what its file says of it, and from which line on. */
    char *title, *text;
    uint32_t text_line;
};

/* A side of a rule, or a result of a call, and who covers it. */
struct covered {
    size_t cases;
    uint32_t *scenarios; /* numbers of the record's, ascending */
    uint32_t count, capacity;
};

struct record {
    bool keeps_texts;
    struct recorded_scenario *scenarios; /* in the order in which they ran */
    size_t scenario_count, scenario_capacity;
    struct ex_answers answers[RULE_COUNT];
    struct covered sides[RULE_COUNT][2]; /* [false], [true] */
    struct covered *results; /* by record_result; their cases are counted in assertions */
    struct covered *given;   /* by record_answer; the same */
    struct assertions assertions;

    /* of the file that is loaded */
    const char *path;
    size_t *numbers; /* by number in the file: number of the record's, from 1; 0: did not run yet */
    size_t numbers_capacity;
};

/* What runs from now on is of this file, which the runner has loaded. */
void record_file(struct record *record, const struct runner *runner, const char *path);
/* Runs the cases that are selected, and adds what they see. False if the file is invalid. */
bool record_run(struct record *record, struct runner *runner, const struct run_options *options);
/* Adds what they assert. The file is valid. */
void record_assertions(struct record *record, struct runner *runner,
                       const struct run_options *options);

/* Who asserts that result of the call with that number; results as in assertions.h. */
const struct covered *record_result(const struct record *record, size_t call, size_t result);

/* Who makes the call answer so, whether that is asserted or not. */
const struct covered *record_answer(const struct record *record, size_t call, size_t result);

/* Is the scenario among those? */
bool covered_by(const struct covered *covered, size_t scenario);

void record_free(struct record *record);

#endif
