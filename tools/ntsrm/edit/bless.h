/*
 * Blessing: what failed cases showed is written into their file as what is expected from now on.
 *
 *   struct bless bless = {.page = ..., .talk = ..., .options = ...};
 *   bless_file(&bless, path, root, ids, count);
 *
 * Only values that were compared and differ are changed, in place: comments and layout stay. Each
 * change is tried out before anything is written: cases that passed go on to pass, and what was
 * blessed passes. What cannot be blessed is said, and stays.
 */
#ifndef NTSRM_TOOLS_NTSRM_EDIT_BLESS_H
#define NTSRM_TOOLS_NTSRM_EDIT_BLESS_H

#include "ntsrm/command.h"
#include "ntsrm/page.h"

#include "scenario/scenario.h"

#include <stdbool.h>
#include <stddef.h>

struct bless {
    struct page *page;                 /* gets the differences */
    struct page *talk;                 /* gets what could not be blessed, and why */
    const struct run_options *options; /* how cases run */
    size_t values, files;              /* that were written */
    enum exit_code code;               /* CODE_TROUBLE if a file cannot be written */
};

/*
 * The failed cases of one file, by their ids in the order of strcmp. Says for each of them whether
 * it passes now.
 */
void bless_file(struct bless *bless, const char *path, const char *root, const char *const *ids,
                bool *passes, size_t count);

#endif
