/*
 * ntsrm-bench: how long things take, one line each, in a fixed order:
 *
 *     name                                ns
 *     static-cycle/10                     35.1
 *
 * A measurement is a function that does its operation n times; the figure is the median over the
 * repetitions of the time for one. `ntsrm-bench --once NAME N` does NAME n times and prints
 * nothing, for counting instructions (tests/bench/instructions). ntsrm-bench-pipes is the same for
 * pipes.
 */
#ifndef BENCH_H
#define BENCH_H

#include <stddef.h>
#include <stdint.h>

struct bench {
    const char *name;
    uint64_t operations; /* in one repetition */
    int sids;            /* groups of the client's token, where that matters */
    uint32_t desired;    /* rights that are asked for, where that matters */
    void (*run)(const struct bench *bench, uint64_t times);
};

/* Each ends with one without a name. */
extern const struct bench bench_impersonation[], bench_tokens[], bench_access[], bench_sddl[];

/* Of the program, up to NULL. What pipes call is inlined less elsewhere, so they are one apart. */
extern const struct bench *const bench_tables[];

#endif
