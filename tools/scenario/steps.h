/*
 * Steps: a call with its parameters, what it answers, and what the world is like afterwards; or a
 * failing pool.
 */
#ifndef NTSRM_TOOLS_SCENARIO_STEPS_H
#define NTSRM_TOOLS_SCENARIO_STEPS_H

#include "scenario/calls.h"
#include "scenario/keys.h"
#include "scenario/nodes.h"

#include "ps/thread.h"

#include <stdbool.h>

struct runner;

/* All steps in order; ends with the first that fails. A dry run looks at every one. */
void steps_run(struct runner *run, const struct node *steps);

/* ---- between the files of the steps ---- */

/* A call that is about to be made, as its step says. */
struct step_call {
    const struct node *node; /* of `call` */
    const struct call *call;
    size_t number; /* in the call table */
    const struct node *in[CALL_PARAMETERS_LIMIT];
    const struct node *out[CALL_PARAMETERS_LIMIT];
    const struct node *returns;
    struct name *used[CALL_PARAMETERS_LIMIT]; /* that the call uses up or gives back */
    size_t sizes[CALL_PARAMETERS_LIMIT];      /* of the storage for what comes back */
    PEPROCESS target; /* in which a handle that comes back is; NULL: the caller's */
};

/* What storage for small values holds until a call writes it. */
#define UNWRITTEN 0xCC

/* arguments.c: sorts `in` and `out` by parameter, and reads the values into the frame. */
bool arguments_sort(struct runner *run, const struct node *in, const struct node *out,
                    struct step_call *step);
bool arguments_read(struct runner *run, struct step_call *step, struct call_frame *frame);

/* bind.c: gives names to what came back, and forgets what was used up. */
bool bind_results(struct runner *run, const struct step_call *step, const struct call_frame *frame);
/* What earlier calls owed, as far as this one made it come. */
void bind_late(struct runner *run);
/* Is there a reference that this call may give back? */
bool bind_owes(struct runner *run, const struct step_call *step, const struct call_frame *frame);

/* expect.c: compares the answer. */
void expect_compare(struct runner *run, const struct node *expect, const struct call *call,
                    const struct call_frame *frame);
/* {nt5.0: A, nt6.0: B}, and what it says of the version that the case runs as: NULL for nothing. */
bool expect_is_by_version(struct runner *run, const struct node *expect);
const struct node *expect_of_version(struct runner *run, const struct node *expect);
/* The key of that: the last version that is not after the case's. */
const struct node *expect_version(struct runner *run, const struct node *expect);
/* Does the last error tell why the call fails, where what it returns only says that it does? */
bool expect_tells_why(const struct call *call);
/*
 * The name by which the call table lists the call's answer: that of the error where one tells why
 * it failed. False if the answer has none, as a handle or a token.
 */
bool expect_print_answer(struct runner *run, const struct call_frame *frame, struct text *name);
/* Appends the call's answer as the language writes it. */
void expect_print_result(struct runner *run, const struct call *call,
                         const struct call_frame *frame, struct text *text);

/* because.c: before the call, watches the groups of the rules; after it, compares. */
bool because_watch(struct runner *run, const struct node *because);
void because_compare(struct runner *run, const struct node *because);

/* check.c: compares what `check` says with the world. */
void check_compare(struct runner *run, const struct node *check);
/* Does `check` say anything about what was before the step? */
bool check_wants_before(struct runner *run, const struct node *check);

#endif
