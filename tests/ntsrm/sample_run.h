/*
 * A run that never was: files with cases in all states, one that is invalid, one that cannot be
 * read, and texts as somebody would write them who wants to break a report.
 */
#ifndef TESTS_NTSRM_SAMPLE_RUN_H
#define TESTS_NTSRM_SAMPLE_RUN_H

#include "ntsrm/report/format.h"

struct sample_run {
    const struct file_outcome *files;
    size_t file_count;
    struct run_facts facts;
    bool cut;
    int signal;
};

/*
 * "plain", "hostile", "special" (every option), "unreadable", "list", "empty", "shard" (which is
 * empty), "cut", "interrupted"; NULL for others.
 */
const struct sample_run *sample_run_find(const char *name);

/*
 * The whole report of a run; the text is the caller's. Files are told in parts of that many
 * outcomes, or each at once (0).
 */
struct text sample_run_report(const struct sample_run *run, const struct report_format *format,
                              bool color, size_t part_size);

#endif
