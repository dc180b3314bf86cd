/*
 * Looking for what is right and yet not meant (ntsrm check --lint). Internal to tools/scenario.
 *
 * While run->lint is set, whoever reads a node leaves a mark on what it found there: a dry run
 * marks what refers to what, a real one which expectations were met. Afterwards the files of this
 * folder look at the marks; findings.def has what they find.
 */
#ifndef NTSRM_TOOLS_SCENARIO_LINT_LINT_H
#define NTSRM_TOOLS_SCENARIO_LINT_LINT_H

#include "scenario/keys.h"
#include "scenario/nodes.h"
#include "scenario/runner.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum lint_finding {
#define FINDING(id, name, meaning) LINT_##id,
#include "scenario/lint/findings.def"
    LINT_FINDING_COUNT
};

/* "unused-token" */
const char *lint_finding_name(enum lint_finding finding);

enum lint_mark {
    MARK_NAME = 1 << 0,        /* looked up among the names of a case */
    MARK_SID = 1 << 1,         /* among the accounts */
    MARK_SESSION = 1 << 2,     /* among the logon sessions */
    MARK_SDDL = 1 << 3,        /* a text in which accounts may stand */
    MARK_ONLY_THREAD = 1 << 4, /* a call of a step that does not say whose it is */
    MARK_ANSWERS = 1 << 5,     /* a list of allowed answers */
    MARK_ANSWERED = 1 << 6,    /* one of its entries, which a run has met */
    MARK_VERSIONS = 1 << 7,    /* a mapping from versions to answers */
    MARK_CHOSEN = 1 << 8,      /* one of its keys, which some case goes by */
    MARK_DIFFERENT = 1 << 9,   /* the answers of such a mapping differ in some case */
    MARK_CAN_FAIL = 1 << 10,   /* a step whose answer or check can be wrong, in some case */
    MARK_MEANT = 1 << 11,      /* a key of `lint` for something that was found */
    MARK_COMPARED = 1 << 12,   /* a list of allowed answers that a run has come to */
    MARK_OPTIONAL = 1 << 13,   /* under `out`, a parameter that may be left out, in some case */
    MARK_SEVERAL = 1 << 14,    /* such a list of which one case can be answered several */
    MARK_SAID = 1 << 15,       /* a step or a list of which something worse was said */
    MARK_SET = 1 << 16,        /* a key of `policy` in a case that was run */
    MARK_ASKED = 1 << 17,      /* and that the case has come to */
};

/* The marks of one file's nodes. */
struct lint_marks {
    const struct nodes *nodes;
    uint32_t *of;
};

#define LISTS_LIMIT 16

/* Which entry of a list of allowed answers the case was answered first. */
struct first_answer {
    const struct node *list, *entry;
};

struct lint {
    struct lint_marks *marks; /* of the file, then of those that it uses */
    size_t count;
    bool comparing;                           /* what is read now is only compared with */
    struct first_answer answers[LISTS_LIMIT]; /* of the case */
    size_t answer_count;
    uint64_t tried;             /* steps of experiments without something, in this document */
    const struct node *without; /* a step, or a name under `out`, that is left out of a run */
};

/* ---- for those who read nodes; lint is NULL nearly always ---- */

void lint_mark_add(struct lint *lint, const struct node *node, unsigned marks);

static inline void lint_mark(struct lint *lint, const struct node *node, unsigned marks)
{
    if (lint)
        lint_mark_add(lint, node, marks);
}

/* `lint:` of a document or of a file of fixtures; NULL for none. False if something is wrong. */
bool lint_read_meant(struct runner *run, const struct node *node);

/* expectations.c: a list of allowed answers, which of them it is, what is expected by version. */
void lint_answers(struct runner *run, const struct node *list, const struct call *call);
void lint_answered(struct lint *lint, const struct node *list, const struct node *entry);
void lint_versions(struct runner *run, const struct node *versions, const struct node *chosen);

/* idle.c, in a dry run: a step, and a list of which there may be more. */
void lint_step(struct runner *run, const struct keyed *keys, const struct call *call);
void lint_part(struct runner *run, const struct node *list);

/* halves.c, the same: what a call of Win32 is expected to answer. */
void lint_halves(struct runner *run, const struct node *expect, const struct node *check,
                 const struct call *call);

/* dacl.c: of a list of entries, or of a text in SDDL. */
void lint_dacl(struct runner *run, const struct node *node, const ACL *dacl);

/* ---- between the files of this folder ---- */

/*
 * How many cases of it are run: all, unless they or their steps are very many. Some are then, far
 * from each other, and what only all of them would show is not said.
 */
size_t lint_case_count(const struct document *document);

static inline bool lint_runs_all(const struct document *document)
{
    return lint_case_count(document) == document->info.case_count;
}

unsigned lint_marks_of(const struct lint *lint, const struct node *node);

static inline bool lint_has(const struct lint *lint, const struct node *node, unsigned marks)
{
    return (lint_marks_of(lint, node) & marks) != 0;
}

/* The document that a node of the file stands in; NULL if it is another file's. */
struct document *lint_document_of(struct runner *run, const struct node *node);

/*
 * Says it. False if the scenario means it, or if it is about another file: there is nothing to add
 * then. A help and notes are for what was said last.
 */
bool lint_find(struct runner *run, struct document *document, enum lint_finding finding,
               const struct node *node, const char *format, ...);
bool lint_find_at(struct runner *run, struct document *document, enum lint_finding finding,
                  struct place place, unsigned width, const char *message);
void lint_help(struct runner *run, const char *format, ...);
void lint_note(struct runner *run, const struct node *node, const char *format, ...);

/* unused.c */
void lint_unused(struct runner *run, struct document *document);

/* same_cases.c */
void lint_same_cases(struct runner *run, struct document *document);

/* contested.c: runs the cases, also the other way at contested points. */
void lint_run_cases(struct runner *run, struct document *document);
/* Runs one case as an experiment, of which nothing is kept. Its findings live until the next. */
struct case_result lint_try(struct runner *run, const struct case_entry *entry,
                            const struct run_options *options);
/*
 * Does a case that passes fail without that step, or without that name for what comes back? True
 * too if it would take too long to know.
 */
bool lint_is_needed(struct runner *run, struct document *document, const struct node *node);

/* What the runs have shown: expectations.c and idle.c. */
void lint_expectations(struct runner *run, struct document *document);
void lint_idle_steps(struct runner *run, struct document *document);

#endif
