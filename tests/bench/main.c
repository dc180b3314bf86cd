#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define REPETITIONS 15

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

static void measure(const struct bench *bench)
{
    double nanoseconds[REPETITIONS];

    bench->run(bench, bench->operations / 10);
    for (size_t i = 0; i < REPETITIONS; i++) {
        double start = bench_seconds();

        bench->run(bench, bench->operations);
        nanoseconds[i] = (bench_seconds() - start) * 1e9 / (double)bench->operations;
    }
    printf("%-32s %10.1f\n", bench->name, bench_median(nanoseconds, REPETITIONS));
}

static int once(const char *name, const char *times)
{
    for (size_t i = 0; i < bench_impersonation_count; i++) {
        if (strcmp(bench_impersonation[i].name, name) == 0) {
            bench_impersonation[i].run(&bench_impersonation[i], strtoull(times, NULL, 10));
            return 0;
        }
    }
    fprintf(stderr, "ntsrm-bench: there is no measurement '%s'\n", name);
    return 2;
}

int main(int count, char **arguments)
{
    if (count == 4 && strcmp(arguments[1], "--once") == 0)
        return once(arguments[2], arguments[3]);
    if (count == 3 && strcmp(arguments[1], "--files") == 0)
        return bench_files(strtoul(arguments[2], NULL, 10));
    if (count != 1) {
        fprintf(stderr, "usage: ntsrm-bench [--once NAME TIMES | --files COUNT]\n");
        return 2;
    }
    printf("%-32s %10s\n", "name", "ns");
    for (size_t i = 0; i < bench_impersonation_count; i++)
        measure(&bench_impersonation[i]);
    return bench_files(10000);
}
