/*
 * One time that the cases of a command line run; with --watch there are many.
 */
#ifndef NTSRM_TOOLS_NTSRM_RUN_ROUND_H
#define NTSRM_TOOLS_NTSRM_RUN_ROUND_H

#include "ntsrm/command.h"
#include "ntsrm/run/outputs.h"
#include "ntsrm/run/selection.h"
#include "ntsrm/run/watch.h"
#include "ntsrm/settings.h"

#include <stdbool.h>
#include <stddef.h>

/* What the command line says. */
struct run {
    const struct invocation *invocation;
    struct settings settings;
    struct selection selection;
    struct outputs outputs;
    struct run_facts facts;
    struct run_options options; /* of every case */
    const char *profiles[SRM_PROFILE_COUNT + 1];
    struct text option_words;      /* "--policy=...", and others that are repeated; each with NUL */
    const char **repeated_options; /* these words, and NULL; see run_facts.options */
    const char **expected_paths;   /* of --expected-failures */
    size_t expected_count;
    bool fix, bless;
    struct text suite_version; /* see run_facts */
    unsigned jobs;
    size_t max_failures; /* SIZE_MAX: all */
    unsigned minimum;    /* coverage in hundredths of a percent */
    bool has_minimum;
    bool coverage, allow_empty, last_failed, watches, trace;
    struct watch *watch; /* of the folders that were looked at in the last round */
};

enum exit_code round_run(struct run *run);

#endif
