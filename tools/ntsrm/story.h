/*
 * The story of a case: the world it begins with, then step by step who calls what, every rule that
 * is asked, what it answers and why one may believe it, what changes, and what comes back.
 */
#ifndef NTSRM_TOOLS_NTSRM_STORY_H
#define NTSRM_TOOLS_NTSRM_STORY_H

#include "page.h"

#include "scenario/scenario.h"

#include <stddef.h>

/*
 * Runs the case and tells it. Its result can be looked at afterwards. The runner goes on referring
 * to the options, which must live as long as it is used.
 */
void story_tell(struct page *page, struct runner *runner, size_t index, const char *path,
                struct run_options *options);

#endif
