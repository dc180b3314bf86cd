/*
 * ntsrm-bench-files [COUNT]: a whole run of scenario files (read, build, execute, compare) against
 * opening, reading and parsing the same files with bare libyaml. Both in turns, so that a slow
 * moment hits both. The files are made for it; 10,000 if no count is given.
 */
#include "bench/measure.h"

#include "scenario/scenario.h"

#include <yaml.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REPETITIONS 9

/* About 45 lines and 1.5 KB, one case; its number makes it unique. */
static const char template[] =
    "scenario: dynamic-tracking-shows-later-changes-%zu\n"
    "title: With dynamic tracking the server sees what the client changes afterwards\n"
    "source: ntifs SeCreateClientSecurity, remarks\n"
    "rules: [client.dynamic_local_is_reference]\n"
    "\n"
    "accounts: {alice: S-1-5-21-1-2-3-%zu}\n"
    "tokens:\n"
    "  alice-token:\n"
    "    user: alice\n"
    "    groups: [Everyone, Users]\n"
    "    privileges: {SeShutdownPrivilege: enabled}\n"
    "    integrity: Medium\n"
    "  service:\n"
    "    user: LocalService\n"
    "    privileges: {SeImpersonatePrivilege: enabled}\n"
    "    integrity: System\n"
    "processes:\n"
    "  client: {token: alice-token, threads: [c]}\n"
    "  server: {token: service, threads: [s]}\n"
    "\n"
    "steps:\n"
    "  - call: SeCreateClientSecurity\n"
    "    thread: s\n"
    "    in:\n"
    "      ClientThread: c\n"
    "      RemoteSession: false\n"
    "      ClientSecurityQos:\n"
    "        ImpersonationLevel: SecurityImpersonation\n"
    "        ContextTrackingMode: SECURITY_DYNAMIC_TRACKING\n"
    "    out: {ClientContext: ctx}\n"
    "    expect: STATUS_SUCCESS\n"
    "    check:\n"
    "      ctx: {DirectlyAccessClientToken: true, ClientToken: client.token}\n"
    "  - call: NtAdjustPrivilegesToken\n"
    "    thread: c\n"
    "    in: {TokenHandle: client.token, DisableAllPrivileges: true}\n"
    "    expect: STATUS_SUCCESS\n"
    "  - call: SeImpersonateClientEx\n"
    "    thread: s\n"
    "    in: {ClientContext: ctx}\n"
    "    expect: STATUS_SUCCESS\n"
    "    because: gate.privilege_held\n"
    "    check:\n"
    "      s:\n"
    "        impersonates: client.token\n"
    "        level: SecurityImpersonation\n"
    "        privileges: {SeShutdownPrivilege: disabled}\n";

static void path_of(char *path, size_t size, const char *folder, size_t index)
{
    snprintf(path, size, "%s/s%05zu.yaml", folder, index);
}

static bool write_files(const char *folder, size_t files)
{
    char path[256];

    for (size_t i = 0; i < files; i++) {
        path_of(path, sizeof path, folder, i);
        FILE *file = fopen(path, "w");
        if (!file)
            return false;
        fprintf(file, template, i, 1000 + i);
        fclose(file);
    }
    return true;
}

static void remove_files(const char *folder, size_t files)
{
    char path[256];

    for (size_t i = 0; i < files; i++) {
        path_of(path, sizeof path, folder, i);
        unlink(path);
    }
    rmdir(folder);
}

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
        path_of(path, sizeof path, folder, i);
        if (runner ? !run_scenario(runner, path) : !parse_bare(path)) {
            fprintf(stderr, "ntsrm-bench-files: %s did not pass\n", path);
            return -1;
        }
    }
    return bench_seconds() - start;
}

static int measure(const char *folder, size_t files)
{
    double bare[REPETITIONS], run[REPETITIONS], ratio[REPETITIONS];
    struct runner *runner = runner_new();
    int result = 0;

    for (size_t i = 0; i < REPETITIONS && result == 0; i++) {
        bare[i] = seconds_for(folder, files, NULL) * 1e9 / (double)files;
        run[i] = seconds_for(folder, files, runner) * 1e9 / (double)files;
        ratio[i] = run[i] / bare[i];
        if (bare[i] < 0 || run[i] < 0)
            result = 1;
    }
    runner_free(runner);
    if (result == 0) {
        printf("%-32s %10.1f\n", "file/bare-libyaml", bench_median(bare, REPETITIONS));
        printf("%-32s %10.1f\n", "file/run", bench_median(run, REPETITIONS));
        printf("%-32s %10.3f\n", "file/ratio", bench_median(ratio, REPETITIONS));
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
    if (write_files(folder, files))
        result = measure(folder, files);
    remove_files(folder, files);
    return result;
}
