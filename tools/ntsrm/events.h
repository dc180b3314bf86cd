/*
 * The trace in words. Rules can be told in two ways: as a line of a table (for a failure, for a
 * trace) or as a sentence with what it rests on (for a story).
 */
#ifndef NTSRM_TOOLS_NTSRM_EVENTS_H
#define NTSRM_TOOLS_NTSRM_EVENTS_H

#include "page.h"

#include "scenario/scenario.h"

#include <stddef.h>

enum telling {
    TELLING_RULES, /* only the rules, one line each, not indented by calls */
    TELLING_TRACE, /* everything, one line each */
    TELLING_STORY, /* everything, with sentences and sources */
};

/* The arguments of the call that an event begins: "Thread: s, Token: client.token". */
void events_tell_arguments(struct page *page, struct runner *runner, size_t index);

/* The facts of any event as one line without colours; nothing if it has none. */
void events_append_facts(struct text *out, struct runner *runner, size_t index);

/* Tells the events first to end - 1 of the runner's world; lines begin at that column. */
void events_tell(struct page *page, struct runner *runner, size_t first, size_t end,
                 enum telling telling, unsigned column);

#endif
