/* What every benchmark measures with. */
#ifndef MEASURE_H
#define MEASURE_H

#include <stddef.h>

/* Seconds of this process's time on a processor. */
double bench_seconds(void);
/* Sorts the values. */
double bench_median(double *values, size_t count);
/*
 * What else a machine does only ever slows, whoever needs more memory or both processors the most:
 * of many turns the fastest tells best what a program takes.
 */
double bench_fastest(const double *seconds, size_t count);

#endif
