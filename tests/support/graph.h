/*
 * Who refers to whom: every object that can be reached from a world and from what a test holds,
 * with the references that it should have. Counting them again, from the other side, is the test.
 */
#ifndef TESTS_SUPPORT_GRAPH_H
#define TESTS_SUPPORT_GRAPH_H

#include "ex/pool.h"
#include "ps/thread.h"

#define GRAPH_MAX 2048

struct graph_node {
    const void *object;
    enum ex_kind kind;
    uint32_t expected; /* references that were found */
};

struct graph {
    const struct srm_world *w;
    struct graph_node nodes[GRAPH_MAX];
    size_t count;
};

/* Starts with what the world itself refers to. */
void graph_begin(struct graph *graph, const struct srm_world *w);
/* One reference of the test's own, on a process, thread, token or job; NULL is none. */
void graph_hold(struct graph *graph, const void *object);
/* Follows everything to its end. */
void graph_finish(struct graph *graph);

/* NULL if every count is as it should be, else what is not. The text lasts until the next call. */
const char *graph_problem(const struct graph *graph);

#endif
