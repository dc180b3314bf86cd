/* What the files of a round share; see round.h. */
#ifndef NTSRM_TOOLS_NTSRM_RUN_ROUND_PRIVATE_H
#define NTSRM_TOOLS_NTSRM_RUN_ROUND_PRIVATE_H

#include "ntsrm/ids.h"
#include "ntsrm/run/blessing.h"
#include "ntsrm/run/expected_failures.h"
#include "ntsrm/run/failed_ids.h"
#include "ntsrm/run/gather.h"
#include "ntsrm/run/round.h"

#include "ex/trace.h"

struct round {
    struct run *run;
    struct targets targets;
    struct run_plan plan;
    struct failed_ids failed;
    struct expected_failures expected;
    struct blessing blessing;
    struct ids ids;
    struct tally tally;
    struct page talk; /* for stderr */
    uint32_t *order;  /* of the files, if they are shuffled */
    size_t matched;   /* cases, in this part of the run or another */
    size_t failures;
    size_t done; /* files */
    struct ex_answers *answers; /* of RULE_COUNT rules; NULL unless --coverage */
    enum exit_code code; /* the worst so far */
    bool stop, cut;
};

/* ---- before it, in round_begin.c ---- */

/* The version of the suite, where all files belong to one. */
void round_find_suite(struct round *round);
/* Selects what failed the last time, if any of it is among what is to run. */
void round_choose_failed(struct round *round);
/* Begins to watch, before anything is read, so that no change is missed. */
bool round_begin_watch(struct round *round);
bool round_read_expected(struct round *round);

/* ---- each file of it, in round_file.c ---- */

/* Cases of a tally that make a run fail. */
size_t tally_bad(const struct tally *tally);
/* Notes and reports what became of a file, or of a part of it. */
void round_take(struct round *round, struct outcome_store *store);

/* ---- after it, in round_end.c ---- */

/* Says what is to be said of all together, and closes the reports. */
void round_finish(struct round *round);

#endif
