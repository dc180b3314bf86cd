/*
 * Lists of cases that are known to fail, each with the reason: for those who run scenarios against
 * something that is not finished, or not meant to be like NT. One entry a line:
 *
 *   # until tokens have claims
 *   claims-are-copied                     # https://bugs.example/7
 *   a-level-is-kept[level=SecurityDelegation,profile=nt5.2]   # there is no delegation
 *   alpc-*                                # no ALPC
 *
 * An entry is the id of a case, the id of a scenario (all of its cases), or has stars that stand
 * for any text. A case of an entry that fails is an xfail; one that passes is an xpass, which fails
 * the run, so that a list never says more than is true.
 *
 *   expected_failures_read(&list, path) for each file, then
 *   expected_failures_find(&list, ...) while cases run, from any thread,
 *   expected_failures_note(&list, ...) for each outcome, from one thread, and in the end
 *   expected_failures_check(&list, ...) or, to have the files say what is true, _fix.
 */
#ifndef NTSRM_TOOLS_NTSRM_RUN_EXPECTED_FAILURES_H
#define NTSRM_TOOLS_NTSRM_RUN_EXPECTED_FAILURES_H

#include "ntsrm/command.h"
#include "ntsrm/ids.h"
#include "ntsrm/page.h"

#include "scenario/diagnostic.h"
#include "scenario/scenario.h"

#include <stdbool.h>
#include <stddef.h>

struct expected_failure {
    size_t file;
    struct place place;
    unsigned width;
    const char *id, *reason;
    bool pattern;
    size_t passed, failed, undecided; /* cases of it in this run */
    struct text others;               /* ids of those that did not pass; each ends with NUL */
};

struct failure_file {
    const char *path; /* as given */
    struct text source;
};

/* A zeroed one is empty. */
struct expected_failures {
    struct failure_file *files;
    size_t file_count;
    struct expected_failure *entries;
    size_t count, capacity;
    struct ids ids;     /* of entries that are no patterns */
    size_t *id_entries; /* which entry each of these is */
    bool fix;           /* cases that pass are to lose their entries: no xpass for them */
};

/* How much of what there is did run, which decides what a list can be blamed for. */
enum run_extent {
    RUN_PART,  /* some cases were left out: filters, shards, a run that ended early */
    RUN_PATHS, /* all of what was named */
    RUN_SUITE, /* all of a suite: the folder that holds .ntsrm-root */
};

/* Adds a file. Anything but CODE_PASSED was said on the page. */
enum exit_code expected_failures_read(struct expected_failures *list, const char *path,
                                      struct page *page);

/* The entry that is about a case; NULL if none is. */
const struct expected_failure *expected_failures_find(const struct expected_failures *list,
                                                      const char *id, const char *scenario);
/* What became of a case. */
void expected_failures_note(struct expected_failures *list, const char *id, const char *scenario,
                            enum case_state state);

/*
 * Says which entries are about nothing. CODE_FAILED if all of a suite did run; else they may be
 * about what did not.
 */
enum exit_code expected_failures_check(const struct expected_failures *list, enum run_extent extent,
                                       struct page *page);

/*
 * Removes from the files what passes now or, if all of a suite did run, is about nothing, and puts
 * the cases that fail in the place of an entry of which others pass. All else stays as it is
 * written. Says what it did.
 */
enum exit_code expected_failures_fix(struct expected_failures *list, enum run_extent extent,
                                     struct page *page);

void expected_failures_free(struct expected_failures *list);

#endif
