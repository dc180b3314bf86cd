/*
 * The JSON twin of a scenario: all that a program needs that runs it and has no reader of YAML.
 * Cases are made from rows, each with its id, its $names replaced and its version of NT; what `use`
 * brings in is there, and every scalar has the type that the language gives it.
 * scenarios/INTERPRETING.md tells how a twin is read.
 */
#ifndef NTSRM_TOOLS_NTSRM_EXPORT_TWIN_H
#define NTSRM_TOOLS_NTSRM_EXPORT_TWIN_H

#include "scenario/scenario.h"
#include "scenario/twins.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct twin_facts {
    const char *file;  /* what the twin calls the file that the scenario stands in */
    const char *suite; /* the version of the suite, "" if it has none */
    bool lines;        /* each key and each case on a line of its own; else one line for all */
};

/*
 * Writes the twin of a scenario of the file that the runner has loaded and that is valid. Cases are
 * written one by one, so that many of them take no memory.
 */
void twin_write(struct runner *run, size_t scenario, const struct twin_facts *facts, FILE *stream);

/* What the words of twins mean: numbers of constants, SIDs, templates, calls, defaults. */
json_t *twin_tables(void);

#endif
