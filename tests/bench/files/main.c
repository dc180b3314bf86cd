/*
 * ntsrm-bench-files [COUNT]: a whole run of scenario files (read, build, execute, compare) against
 * opening, reading and parsing the same files with bare libyaml. Both in turns, and the fastest of
 * each (bench_fastest). The files are made for it; 10,000 if no count is given.
 */
#include "bench/files/template.h"
#include "bench/measure.h"

#include "scenario/scenario.h"

#include <yaml.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REPETITIONS 31

static bool parse_bare(const char *path)
{
    static unsigned char bytes[65536];
    int file = open(path, O_RDONLY);
    ssize_t length = file < 0 ? -1 : read(file, bytes, sizeof bytes);
    yaml_parser_t parser;
    bool done = false;

    if (file >= 0)
        close(file);
    if (length < 0 || !yaml_parser_initialize(&parser))
        return false;
    yaml_parser_set_input_string(&parser, bytes, (size_t)length);
    while (!done) {
        yaml_event_t event;

        if (!yaml_parser_parse(&parser, &event))
            break;
        done = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return done;
}

static bool run_scenario(struct runner *runner, const char *path)
{
    if (runner_load(runner, path, NULL) != LOAD_OK)
        return false;
    runner_run(runner, &(struct run_options){.select = NULL});
    return runner_result(runner, 0)->state == CASE_PASS;
}

/* Seconds for all files, or less than 0 if one went wrong. */
static double seconds_for(const char *folder, size_t files, struct runner *runner)
{
    char path[256];
    double start = bench_seconds();

    for (size_t i = 0; i < files; i++) {
        template_path(path, sizeof path, folder, i);
        if (runner ? !run_scenario(runner, path) : !parse_bare(path)) {
            fprintf(stderr, "ntsrm-bench-files: %s did not pass\n", path);
            return -1;
        }
    }
    return bench_seconds() - start;
}

static int measure(const char *folder, size_t files)
{
    double bare[REPETITIONS], run[REPETITIONS];
    struct runner *runner = runner_new();
    int result = 0;

    for (size_t i = 0; i < REPETITIONS && result == 0; i++) {
        bare[i] = seconds_for(folder, files, NULL) * 1e9 / (double)files;
        run[i] = seconds_for(folder, files, runner) * 1e9 / (double)files;
        if (bare[i] < 0 || run[i] < 0)
            result = 1;
    }
    runner_free(runner);
    if (result == 0) {
        double least = bench_fastest(bare, REPETITIONS), taken = bench_fastest(run, REPETITIONS);
        printf("%-32s %10.1f\n", "file/bare-libyaml", least);
        printf("%-32s %10.1f\n", "file/run", taken);
        printf("%-32s %10.3f     (at most 1.25)\n", "file/ratio", taken / least);
    }
    return result;
}

int main(int count, char **arguments)
{
    char folder[] = "ntsrm-bench-XXXXXX";
    size_t files = count > 1 ? strtoul(arguments[1], NULL, 10) : 10000;
    int result = 1;

    if (files == 0 || count > 2) {
        fprintf(stderr, "usage: ntsrm-bench-files [COUNT]\n");
        return 2;
    }
    if (!mkdtemp(folder)) {
        perror("ntsrm-bench-files: a folder for the files");
        return 1;
    }
    if (template_write(folder, files))
        result = measure(folder, files);
    template_remove(folder, files);
    return result;
}
