/*
 * What can be seen of a world, as a list of facts that two moments can be compared by. Counters,
 * and the impersonation block that NT keeps after a failure, are not among them.
 */
#ifndef TESTS_SUPPORT_STATE_H
#define TESTS_SUPPORT_STATE_H

#include "support/graph.h"

#define STATE_MAX 32768

struct state_entry {
    const char *type; /* of object */
    const char *what;
    uint64_t id;
    uint64_t value;
};

struct state {
    struct state_entry entries[STATE_MAX];
    size_t count;
};

/* Of a finished graph. */
void state_record(struct state *state, const struct graph *graph);

/* The first difference as text, or NULL; the text lasts until the next call. */
const char *state_difference(const struct state *before, const struct state *after);

/* The same for tokens that were there before and still are, but for the one with that TokenId. */
const char *state_token_difference(const struct state *before, const struct state *after,
                                   uint64_t except);

#endif
