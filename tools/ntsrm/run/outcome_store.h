/*
 * The memory of a file's outcome, which is used again for the next file.
 */
#ifndef NTSRM_TOOLS_NTSRM_RUN_OUTCOME_STORE_H
#define NTSRM_TOOLS_NTSRM_RUN_OUTCOME_STORE_H

#include "ntsrm/run/outcome.h"

#include "scenario/arena.h"
#include "scenario/diagnostic.h"
#include "scenario/text.h"

#include <stddef.h>

/* Where a scenario says its id. */
struct scenario_mark {
    const char *id;
    struct place place;
};

/* A zeroed one is empty. */
struct outcome_store {
    struct file_outcome file;
    size_t matched; /* cases that were wanted, in this part of the run or another */
    struct arena arena;
    struct outcome *outcomes;
    size_t capacity;
    struct scenario_mark *scenarios; /* of the file, so that an id is seen to be used twice */
    size_t scenario_count, scenario_capacity;
    struct complaint *complaints;
    size_t complaint_capacity;
    struct text explanation; /* of the complaints */
    const char **sources;    /* names of the files with fixtures that it uses; NULL ends them */
};

/* Forgets the file before. The path is borrowed. */
void outcome_store_begin(struct outcome_store *store, const char *path);

/* A copy that lives as long as the file's outcome; NULL of NULL. */
const char *outcome_store_keep(struct outcome_store *store, const char *string);

/* An outcome more; zeroed. It may move when another one is added. */
struct outcome *outcome_store_add(struct outcome_store *store);

/*
 * The file did not run, and its outcome is complaints: begin forgets what it was, each call of
 * complain adds what is wrong with one source.
 */
void outcome_store_refuse(struct outcome_store *store, enum exit_code code);
void outcome_store_complain(struct outcome_store *store, const struct diagnostics *diagnostics);
/* Of what is no file at all and has no lines that could be shown. */
void outcome_store_refuse_path(struct outcome_store *store, const char *trouble);

/* Makes room for that many elements of an array whose content may be lost. */
void *room_for(void *array, size_t *capacity, size_t count, size_t size);

void outcome_store_free(struct outcome_store *store);

#endif
