#include "measure.h"

#include <stdlib.h>
#include <time.h>

double bench_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

double bench_median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, by_size);
    return values[count / 2];
}

double bench_fastest(const double *seconds, size_t count)
{
    double fastest = seconds[0];

    for (size_t i = 1; i < count; i++)
        fastest = seconds[i] < fastest ? seconds[i] : fastest;
    return fastest;
}
