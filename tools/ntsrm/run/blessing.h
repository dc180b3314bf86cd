/*
 * --bless: what a run saw fail is noted, file by file, and written into the files when it is over.
 */
#ifndef NTSRM_TOOLS_NTSRM_RUN_BLESSING_H
#define NTSRM_TOOLS_NTSRM_RUN_BLESSING_H

#include "ntsrm/discover.h"
#include "ntsrm/page.h"
#include "ntsrm/run/failed_ids.h"

#include "scenario/scenario.h"

#include <stddef.h>

struct blessing_file;

/* A zeroed one is empty. */
struct blessing {
    struct blessing_file *files;
    size_t count, capacity;
};

/* A case failed; files come one after the other. */
void blessing_note(struct blessing *blessing, const char *path, const char *id);

/*
 * Shows the differences on the page, or with whatever else is to be said on the other one, and
 * writes the files. What passes now is forgotten among the failed cases. Returns what is left as
 * exit code.
 */
enum exit_code blessing_finish(const struct blessing *blessing, const struct targets *targets,
                               const struct run_options *options, struct failed_ids *failed,
                               struct page *page, struct page *talk);

void blessing_free(struct blessing *blessing);

#endif
