/*
 * The formats in which a run is reported, each a row of the table in formats.c. One run may have
 * several outputs; each is a report of its own, which is told what happened in the order of the
 * files and writes to its page. What stands on the page is written out after every call.
 */
#ifndef NTSRM_TOOLS_NTSRM_REPORT_FORMAT_H
#define NTSRM_TOOLS_NTSRM_REPORT_FORMAT_H

#include "ntsrm/page.h"
#include "ntsrm/run/outcome.h"

#include "ex/trace.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* What was run, and how; the same for all reports of the run. */
struct run_facts {
    const char *const *profiles; /* names of --profile; NULL ends them; empty: as written */
    unsigned shard, shard_count; /* from 1; 1 of 1 if the run is not cut */
    bool shuffled;
    uint64_t seed;   /* if shuffled */
    unsigned repeat; /* how often each case ran */
    bool verbose;    /* human: a line for each case */
    bool durations;  /* outcomes have times */
    bool list;       /* the cases were not run, all are CASE_NOT_RUN */
    /* What else changes what cases do, as given ("--policy=..."); NULL if nothing does. */
    const char *const *options; /* NULL ends them */
    const char *suite_version;  /* NULL: the files belong to no suite that has one */
};

/* Which sides of rules the cases of the run have seen; see coverage/sides.h. */
struct run_coverage {
    const struct ex_answers *answers; /* of RULE_COUNT rules */
    bool has_minimum;
    unsigned minimum; /* in hundredths of a percent */
};

/* How the run ended. */
struct run_end {
    struct tally tally;
    enum exit_code code;                 /* with which the program ends */
    const struct run_coverage *coverage; /* NULL unless it was asked for */
    bool cut;   /* --max-failures was reached, and what came after did not run */
    int signal; /* that interrupted the run; 0 if none did */
};

struct report {
    const struct report_format *format;
    const struct run_facts *facts;
    struct page page;
    FILE *sink; /* gets what stands on the page, after each call at the latest; NULL: nobody does */
    int trouble; /* errno of what kept the report from being whole; 0 if nothing did */
    void *state; /* the format's own, from begin to end */
};

/* Lets go of what stands on the page, so that it does not grow. */
static inline void report_flush(struct report *report)
{
    if (report->sink != NULL) {
        page_print(&report->page, report->sink);
    }
}

struct report_format {
    const char *name;    /* as --format and --output take it */
    const char *summary; /* for help */
    bool wants_all;      /* outcomes of cases that passed too; see report_wants_all */
    bool wants_suite;    /* the version of the suite */
    void (*begin)(struct report *report); /* NULL: nothing to do */
    /* A file, or a part of one that has many cases. */
    void (*file)(struct report *report, const struct file_outcome *file);
    /* The last call, which frees the state. */
    void (*end)(struct report *report, const struct run_end *end);
};

extern const struct report_format format_human;
extern const struct report_format format_tap;
extern const struct report_format format_tap13;
extern const struct report_format format_junit;
extern const struct report_format format_json;
extern const struct report_format format_jsonl;
extern const struct report_format format_github;
extern const struct report_format format_markdown;

/* Does the report need the outcomes of cases that passed? */
static inline bool report_wants_all(const struct report_format *format,
                                    const struct run_facts *facts)
{
    return format->wants_all || facts->verbose || facts->durations || facts->list;
}

/* NULL past the last; the first one is the default. */
const struct report_format *report_format_at(size_t index);
/* NULL if there is none. */
const struct report_format *report_format_find(const char *name);

#endif
