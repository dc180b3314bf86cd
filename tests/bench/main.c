#include "bench.h"
#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REPETITIONS 15

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
    for (size_t i = 0; bench_tables[i]; i++) {
        for (const struct bench *bench = bench_tables[i]; bench->name; bench++) {
            if (strcmp(bench->name, name) == 0) {
                bench->run(bench, strtoull(times, NULL, 10));
                return 0;
            }
        }
    }
    fprintf(stderr, "ntsrm-bench: there is no measurement '%s'\n", name);
    return 2;
}

int main(int count, char **arguments)
{
    if (count == 4 && strcmp(arguments[1], "--once") == 0)
        return once(arguments[2], arguments[3]);
    if (count != 1) {
        fprintf(stderr, "usage: ntsrm-bench [--once NAME TIMES]\n");
        return 2;
    }
    printf("%-32s %10s\n", "name", "ns");
    for (size_t i = 0; bench_tables[i]; i++)
        for (const struct bench *bench = bench_tables[i]; bench->name; bench++)
            measure(bench);
    return 0;
}
