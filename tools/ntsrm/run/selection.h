/*
 * Which cases are wanted: by what the command line says of their file, by id, title and tags, by
 * what failed the last time, and by the part of the run that this program does.
 *
 * A part is chosen by a hash of the case's id, so that it depends neither on the order of files nor
 * on what else is selected; the parts together are the whole, and no case is in two.
 */
#ifndef NTSRM_TOOLS_NTSRM_RUN_SELECTION_H
#define NTSRM_TOOLS_NTSRM_RUN_SELECTION_H

#include "ntsrm/command.h"
#include "ntsrm/discover.h"

#include "scenario/scenario.h"

#include <regex.h>
#include <stdbool.h>
#include <stddef.h>

struct failed_ids;

/* Those of the command line, and what a build tool asks for. */
#define SELECTION_FILTERS 9

/* A zeroed one selects all. Not changed while cases run, so that several threads may ask it. */
struct selection {
    regex_t filters[SELECTION_FILTERS];
    const char *exact[SELECTION_FILTERS]; /* an id that matches as it is; NULL: only the regex */
    size_t filter_count;
    unsigned shard, shard_count;     /* from 1; 0 of 0: the whole */
    const struct failed_ids *failed; /* only these; NULL: all */
};

/*
 * Adds an expression (POSIX extended). False if it is none; that is said on stderr then, name being
 * where it comes from ("--filter"). as_id: an id is taken as well, whatever its brackets mean.
 */
bool selection_filter(struct selection *selection, const struct command *command, const char *name,
                      const char *expression, bool as_id);

/* "2/4". False if it is none; said on stderr. */
bool selection_shard(struct selection *selection, const struct command *command, const char *name,
                     const char *text);

/*
 * Is a case of a file that was loaded among what its operands say? Each part that has it is met.
 * profile: see below.
 */
bool selection_names(struct targets *targets, struct target *target, struct runner *runner,
                     size_t index, const char *profile);

/*
 * The id of a case. Where a file leaves the version open and the run chooses one, that is another
 * case than the one that the file means, and its id names the version like any other value.
 * profile: that version; NULL if the run chooses none. Valid until the scratch is used again.
 */
const char *selection_case_id(struct text *scratch, struct runner *runner, size_t index,
                              const char *profile);

/* Does a case match, leaving its part aside? id: as the run calls it. */
bool selection_matches(const struct selection *selection, struct runner *runner, size_t index,
                       const char *id);
/* Is it in this part? */
bool selection_has_part(const struct selection *selection, const char *id);

void selection_free(struct selection *selection);

#endif
