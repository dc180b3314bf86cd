/*
 * The cases that failed the last time, for --last-failed: a file of ids, one a line, in the user's
 * cache folder, one for each folder in which ntsrm is started.
 *
 *   failed_ids_read(&ids);
 *   ... failed_ids_note(&ids, id, failed) for each case that ran ...
 *   failed_ids_write(&ids);
 *
 * What did not run this time stays as it was. No cache folder, no memory: that is no error.
 */
#ifndef NTSRM_TOOLS_NTSRM_RUN_FAILED_IDS_H
#define NTSRM_TOOLS_NTSRM_RUN_FAILED_IDS_H

#include "ntsrm/ids.h"

#include "scenario/text.h"

#include <stdbool.h>

/* A zeroed one is empty. */
struct failed_ids {
    struct text path; /* of the file; empty if there is no place for one */
    struct ids known; /* that failed then or now */
    bool *failing;    /* for each of them: now as well */
    bool changed;
};

void failed_ids_read(struct failed_ids *ids);
bool failed_ids_has(const struct failed_ids *ids, const char *id);
/* Is there anything to forget or to run again? */
bool failed_ids_any(const struct failed_ids *ids);
/* A case ran: it is remembered if it failed, and forgotten if not. */
void failed_ids_note(struct failed_ids *ids, const char *id, bool failed);
/* Writes what is new, if anything is. */
void failed_ids_write(struct failed_ids *ids);
void failed_ids_free(struct failed_ids *ids);

#endif
