/*
 * A random world and a driver that makes random calls in it, with good and bad arguments. After
 * each call the driver says what it was and what it answered, so that laws can be held against it.
 *
 * The driver is plain memory: a copy of it, made together with a snapshot of its world, goes back
 * together with that.
 */
#ifndef TESTS_SUPPORT_RANDOM_WORLD_H
#define TESTS_SUPPORT_RANDOM_WORLD_H

#include "support/graph.h"
#include "support/random.h"
#include "support/reference_gate.h"

#include "ntsrm/ntifs.h"

#define PROCESSES 5
#define THREADS   9
#define TOKENS    14
#define CONTEXTS  6
#define SUBJECTS  3
#define STATES    3
#define BORROWED  5

struct held_context {
    SECURITY_CLIENT_CONTEXT context;
    bool live;
};

struct held_subject {
    SECURITY_SUBJECT_CONTEXT subject;
    bool live;
};

struct held_state {
    SE_IMPERSONATION_STATE state;
    PETHREAD thread;
};

struct driver {
    struct random random;
    struct srm_world *w;
    struct reference_policies policies;

    /* one reference each */
    PEPROCESS processes[PROCESSES];
    PETHREAD threads[THREADS];
    PEJOB job;
    struct se_token *tokens[TOKENS];

    /* what calls gave */
    struct held_context contexts[CONTEXTS];
    struct held_subject subjects[SUBJECTS];
    struct held_state states[STATES];
    struct se_token *borrowed[BORROWED];
    uint32_t lists[4][160]; /* the caller's memory, for access control lists */

    /* the last call */
    PETHREAD caller;
    const char *call;
    NTSTATUS status; /* of calls that have one; a refused BOOL is STATUS_UNSUCCESSFUL */
    uint64_t target; /* TokenId of the token that it may change; 0 if none */
    bool restores;   /* gives back an impersonation without asking the gate */
    bool is_win32;
};

void driver_open(struct driver *driver, uint64_t seed, bool traced);
/* One more call. False if nobody is left to make one. */
bool driver_step(struct driver *driver);
/* Gives back everything; the number of things that are left is returned. */
size_t driver_close(struct driver *driver);

/* All that the driver holds, and all that follows. */
void driver_graph(const struct driver *driver, struct graph *graph);

#endif
