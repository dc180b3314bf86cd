/* What several formats say of outcomes in the same words. */
#ifndef NTSRM_TOOLS_NTSRM_REPORT_WORDS_H
#define NTSRM_TOOLS_NTSRM_REPORT_WORDS_H

#include "ntsrm/report/format.h"

#include "scenario/text.h"

#include <stdbool.h>
#include <stddef.h>

/* "pass", "fail", "error", "skip", "xfail", "xpass", "not_run": for programs. */
const char *state_key(enum case_state state);

/* In the order in which totals are told: what passed, what did not, what was not to. */
extern const enum case_state state_order[CASE_STATES];

/* A styled text without its colours. */
void append_plain(struct text *out, const char *styled);

/* In one line: what was not as expected, or why a case was not run, or why it may fail. */
void append_message(struct text *out, const struct outcome *outcome);

/* The command that brings the case back, as a shell takes it. Without an outcome: the file. */
void append_command(struct text *out, const struct run_facts *facts,
                    const struct file_outcome *file, const struct outcome *outcome);

/* That, and below it what there is to say to people; no line break at the end. */
void append_body(struct text *out, const struct run_facts *facts, const struct file_outcome *file,
                 const struct outcome *outcome);

/* Where one should look: at what was not as expected, else where the case begins. */
struct spot {
    const char *path;
    struct place place;
    unsigned width;
};
struct spot outcome_spot(const struct file_outcome *file, const struct outcome *outcome);

/* Did the file not run, because it or a file that it uses is wrong or cannot be read? */
bool file_is_refused(const struct file_outcome *file);

/* How many cases there were in all states. */
size_t tally_cases(const struct tally *tally);

/* "shard 2 of 4, shuffled with --seed=42, each case 3 times"; nothing if nothing is special. */
void append_circumstances(struct text *out, const struct run_facts *facts,
                          const struct run_end *end);

/* "97.53 % of the rules' sides were seen (1580 of 1620); at least 100.00 % are wanted". */
void append_coverage(struct text *out, const struct run_coverage *coverage);
#define COVERAGE_NAME "rule coverage" /* of a test that is none of the cases */
bool coverage_is_enough(const struct run_coverage *coverage);

/* "612 passed, 1 failed (in 123 files), 1 file invalid; shard 2 of 4". */
void put_last_line(struct page *page, const struct run_facts *facts, const struct run_end *end);

enum style state_style(enum case_state state);

#endif
