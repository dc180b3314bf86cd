/*
 * What people read about a run: each failure with the lines it is about and the rules that led to
 * it, and how many of what there were.
 */
#ifndef NTSRM_TOOLS_NTSRM_REPORT_H
#define NTSRM_TOOLS_NTSRM_REPORT_H

#include "page.h"
#include "run/outcome.h"

#include "scenario/scenario.h"

#include <stdbool.h>
#include <stddef.h>

/* One line: the state, the id, and the reason of skip and xfail. */
void report_line(struct page *page, struct runner *runner, size_t index);

/*
 * Why a case did not pass, and everything that a case did, line by line. Both run it again, with
 * the options of the run, to which the runner goes on referring.
 */
void report_failure(struct page *page, struct runner *runner, size_t index,
                    struct run_options *options);
void report_trace(struct page *page, struct runner *runner, size_t index,
                  struct run_options *options);

/* "612 passed, 1 failed, 2 skipped (in 123 files)". */
void report_tally(struct page *page, const struct tally *tally);

#endif
