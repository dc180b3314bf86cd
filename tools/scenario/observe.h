/*
 * Telling an observer what happens, and knowing the names of objects for the trace.
 */
#ifndef NTSRM_TOOLS_SCENARIO_OBSERVE_H
#define NTSRM_TOOLS_SCENARIO_OBSERVE_H

#include "scenario/calls.h"
#include "scenario/keys.h"

#include <stdbool.h>
#include <stdint.h>

struct runner;

/* The name that an object of the trace was first known by: it may be gone when somebody asks. */
struct label {
    uint64_t id;
    int kind; /* enum ex_fact_kind */
    const char *text;
};

bool observe_wants_changes(const struct runner *run);

void observe_begin(struct runner *run);
/* keys and frame are NULL for a pool step. */
void observe_before(struct runner *run, const struct keyed *keys);
void observe_after(struct runner *run, const struct keyed *keys, const struct call_frame *frame);
void observe_end(struct runner *run, size_t index);

#endif
