/*
 * The files that a scenario brings in with `use`. Each is read once and kept for the next file that
 * uses it. Nothing outside the root folder is read.
 */
#ifndef NTSRM_TOOLS_SCENARIO_SOURCES_H
#define NTSRM_TOOLS_SCENARIO_SOURCES_H

#include "scenario/nodes.h"

#include <stdbool.h>

struct runner;
struct document;
struct source;

/*
 * Adds the files that `use` names, and those that they use, to the document: what is used first.
 * False if one of them cannot be used; it was reported.
 */
bool sources_use(struct runner *run, const struct node *use, struct document *document);

/* The file that such an entry, which stands in the file `from`, has brought in; NULL for none. */
struct source *sources_find(struct runner *run, const char *from, const struct node *use);

/* Forgets every file. */
void sources_free(struct runner *run);

/* Nothing is wrong in the file, and in those that it uses, as far as was seen. */
bool sources_are_right(const struct runner *run);

#endif
