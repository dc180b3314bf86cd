/*
 * ntsrm-bench-program [COUNT]: the program from outside. One scenario against the start of an empty
 * program with the same libraries; two workers against one with COUNT files (10,000), and what two
 * programs at once reach on this machine; a million cases of one product. Stands beside the
 * programs that it starts.
 */
#include "bench/files/template.h"
#include "bench/measure.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define STARTS      301
#define ROUNDS      31
#define REPETITIONS 11
#define PATH_SIZE   4096

extern char **environ;

static double wall_seconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

struct taken {
    double wall, processor; /* seconds; less than 0 if the program failed */
    long memory;            /* KiB */
};

/* The system call, which every system has and POSIX has not. */
pid_t wait4(pid_t pid, int *status, int options, struct rusage *usage);

/* -1 if it can't be started. */
static pid_t start(char **arguments)
{
    posix_spawn_file_actions_t actions;
    pid_t child;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    int error = posix_spawn(&child, arguments[0], &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    return error == 0 ? child : -1;
}

static struct taken end(pid_t child, double begin)
{
    struct taken taken = {.wall = -1, .processor = -1};
    struct rusage usage;
    int status = 1;

    if (child > 0 && wait4(child, &status, 0, &usage) == child && status == 0) {
        taken.wall = wall_seconds() - begin;
        taken.processor = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                          (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
        taken.memory = usage.ru_maxrss;
    }
    return taken;
}

static struct taken run(char **arguments)
{
    double begin = wall_seconds();

    return end(start(arguments), begin);
}

static bool print(const char *name, double value, const char *unit, double limit, bool at_least)
{
    bool right = at_least ? value >= limit : value <= limit;
    printf("%-32s %10.3f %-3s (%s %g)%s\n", name, value, unit, at_least ? "at least" : "at most",
           limit, right ? "" : "  <-- not reached");
    return right;
}

struct programs {
    char ntsrm[PATH_SIZE], empty[PATH_SIZE], file[PATH_SIZE], million[PATH_SIZE];
    char *folder;
};

/* In turns, so that a slow moment hits both; the median of the ratios. */
static bool measure_start(struct programs *programs)
{
    char *scenario[] = {programs->ntsrm, "run", programs->file, NULL};
    char *empty[] = {programs->empty, NULL};
    double ratios[STARTS];

    for (size_t i = 0; i < STARTS; i++) {
        struct taken a = run(scenario), b = run(empty);
        if (a.wall < 0 || b.wall < 0)
            return false;
        ratios[i] = a.wall / b.wall;
    }
    return print("start/one-scenario-to-empty", bench_median(ratios, STARTS), "", 1.3, false);
}

/* From the start of two programs at once until both have ended; less than 0 if one failed. */
static double run_twice(char **arguments)
{
    double begin = wall_seconds();
    pid_t first = start(arguments), second = start(arguments);
    double first_wall = end(first, begin).wall, second_wall = end(second, begin).wall;
    double longer = first_wall > second_wall ? first_wall : second_wall;

    return first_wall < 0 || second_wall < 0 ? -1 : longer;
}

/* In turns, and the fastest of each; two programs do what the machine can give to two workers. */
static bool measure_workers(struct programs *programs)
{
    char *one_job[] = {programs->ntsrm, "run", "--jobs=1", programs->folder, NULL};
    char *two_jobs[] = {programs->ntsrm, "run", "--jobs=2", programs->folder, NULL};
    double one[ROUNDS], two[ROUNDS], twice[ROUNDS];

    for (size_t i = 0; i < ROUNDS; i++) {
        one[i] = run(one_job).wall;
        two[i] = run(two_jobs).wall;
        twice[i] = run_twice(one_job);
        if (one[i] < 0 || two[i] < 0 || twice[i] < 0)
            return false;
    }
    double least = bench_fastest(one, ROUNDS);
    printf("%-32s %10.3f     (for comparison)\n", "programs/one-to-two",
           2 * least / bench_fastest(twice, ROUNDS));
    return print("workers/one-to-two", least / bench_fastest(two, ROUNDS), "", 1.8, true);
}

static bool measure_million(struct programs *programs)
{
    char *million[] = {programs->ntsrm, "run", "--jobs=1", programs->million, NULL};
    double seconds[REPETITIONS];
    long memory = 0;

    for (size_t i = 0; i < REPETITIONS; i++) {
        struct taken taken = run(million);
        if (taken.processor < 0)
            return false;
        seconds[i] = taken.processor;
        memory = taken.memory > memory ? taken.memory : memory;
    }
    bool quick = print("million/seconds", bench_median(seconds, REPETITIONS), "s", 3, false);
    return print("million/memory", (double)memory / 1024, "MiB", 100, false) && quick;
}

/* A thousand values each for two names. */
static bool write_million(const char *path)
{
    FILE *file = fopen(path, "w");
    if (!file)
        return false;
    fputs("scenario: a-million-cases\n"
          "title: The last error is what was set, $a and $b\n"
          "tokens: {t: {user: LocalService}}\n"
          "processes: {p: {token: t, threads: [c]}}\n"
          "steps:\n"
          "  - {call: SetLastError, in: {dwErrCode: $b}, expect: VOID, check: {c: {last-error: "
          "$b}}}\n"
          "cases:\n",
          file);
    for (unsigned i = 0; i < 2000; i++)
        fprintf(file, "%s%u", i == 0 ? "  - {a: [" : i == 1000 ? "], b: [" : ", ", i % 1000);
    fputs("]}\n", file);
    return fclose(file) == 0;
}

static bool prepare(struct programs *programs, const char *self, char *folder)
{
    const char *slash = strrchr(self, '/');
    int length = slash ? (int)(slash - self) : 1;
    const char *from = slash ? self : ".";

    snprintf(programs->ntsrm, PATH_SIZE, "%.*s/ntsrm", length, from);
    snprintf(programs->empty, PATH_SIZE, "%.*s/ntsrm-bench-empty", length, from);
    snprintf(programs->million, PATH_SIZE, "%s.yaml", folder);
    template_path(programs->file, PATH_SIZE, folder, 0);
    programs->folder = folder;
    return write_million(programs->million);
}

int main(int count, char **arguments)
{
    char folder[] = "ntsrm-bench-XXXXXX";
    size_t files = count > 1 ? strtoul(arguments[1], NULL, 10) : 10000;
    struct programs programs;
    bool right = false;

    if (files == 0 || count > 2) {
        fprintf(stderr, "usage: ntsrm-bench-program [COUNT]\n");
        return 2;
    }
    if (!mkdtemp(folder)) {
        perror("ntsrm-bench-program: a folder for the files");
        return 1;
    }
    if (prepare(&programs, arguments[0], folder) && template_write(folder, files)) {
        right = measure_start(&programs);
        right = measure_workers(&programs) && right;
        right = measure_million(&programs) && right;
    }
    unlink(programs.million);
    template_remove(folder, files);
    return !right;
}
