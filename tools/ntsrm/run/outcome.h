/*
 * What became of the cases of one file: everything that a report may say of them. It is gathered
 * by whoever ran the file, refers to nothing of the runner, and is read by all reports of the run,
 * one file after the other in the order in which the files were found.
 *
 * Texts called styled hold the colours of page.h; page_put_styled shows them with or without.
 */
#ifndef NTSRM_TOOLS_NTSRM_RUN_OUTCOME_H
#define NTSRM_TOOLS_NTSRM_RUN_OUTCOME_H

#include "ntsrm/command.h"

#include "scenario/diagnostic.h"
#include "scenario/scenario.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CASE_STATES (CASE_ERROR + 1)

/* How many there were. */
struct tally {
    size_t cases[CASE_STATES];
    size_t files;      /* with cases that were asked for */
    size_t invalid;    /* files */
    size_t unreadable; /* files */
};

/* A rule that was asked in the step that failed, in the order in which they were asked. */
struct outcome_rule {
    enum ex_rule_id rule;
    bool answer;
    const char *facts; /* what it was asked about, for people; "" if nothing */
};

/* Something that was not as expected. */
struct outcome_finding {
    const char *path; /* the file itself or one with fixtures */
    struct place place;
    unsigned width;
    const char *message;           /* one line: "s.level: expected ..., but it is ..." */
    const char *expected, *actual; /* NULL where nothing was compared */
};

struct outcome {
    const char *scenario;     /* its id */
    const char *id;           /* the case's, unique in the run */
    const char *title;        /* with the case's values; "" if it has none */
    const char *source;       /* "" if it has none */
    const char *const *tags;  /* ends with NULL */
    struct place place;       /* of its row, or of the scenario */
    enum srm_profile profile; /* as which it ran */
    enum case_state state;
    enum case_trouble trouble;
    const char *reason; /* of skip, xfail and xpass; else NULL */
    const char *remark; /* what one should know of it beside the findings; NULL if nothing */
    size_t step;        /* that failed, from 1; 0 if none did */
    const char *call;   /* of that step; NULL if none failed */
    const char *thread; /* that made it; NULL if nobody did */
    const struct outcome_finding *findings;
    size_t finding_count;
    const struct outcome_rule *rules;
    size_t rule_count;
    const char *explanation; /* styled: findings with the lines they are about, and the rules */
    const char *trace;       /* styled: everything the case did; NULL unless --trace */
    uint64_t nanoseconds;    /* how long it took; 0 unless --durations */
};

/* What is wrong with a file itself, or a file that it uses. */
struct complaint {
    const char *path;
    struct place place; /* line 0: the file as a whole */
    unsigned width;
    enum severity severity;
    const char *message;
    const char *help; /* NULL if there is none */
};

/*
 * The outcome of one file. That of a file with many cases may come in several parts, one after the
 * other, which differ in their outcomes; what is wrong with it is in the first.
 */
struct file_outcome {
    const char *path;
    bool goes_on;        /* is not the first part */
    bool more;           /* is not the last part */
    enum exit_code code; /* CODE_INVALID, CODE_TROUBLE: it did not run, and complaints say why */
    const struct complaint *complaints;
    size_t complaint_count;
    const char *explanation; /* styled: the complaints with the lines they are about; "" if none */
    const struct outcome *outcomes; /* those that passed only if a report wants all */
    size_t outcome_count;
    struct tally tally;   /* of all its cases */
    uint64_t nanoseconds; /* that all of them took; 0 unless --durations */
};

/* Does a case in this state make the run fail? */
static inline bool case_is_bad(enum case_state state)
{
    return state == CASE_FAIL || state == CASE_XPASS || state == CASE_ERROR;
}

#endif
