/* Nodes as JSON values, with the values of the case for its $names. */
#ifndef NTSRM_TOOLS_NTSRM_EXPORT_VALUES_H
#define NTSRM_TOOLS_NTSRM_EXPORT_VALUES_H

#include "scenario/nodes.h"

#include <jansson.h>
#include <stdbool.h>

struct runner;

/* What a scalar is where it stands. */
enum twin_place {
    TWIN_VALUE, /* a word, a number, true, false, NULL */
    TWIN_TEXT,  /* a text, even if it looks like a number; NULL and bad pointers if not quoted */
    TWIN_CLAIM, /* what a claim holds */
};

json_t *twin_value(struct runner *run, const struct node *node, enum twin_place place);

/* Is what stands behind this key a text, wherever that is? */
bool twin_key_is_text(const char *key);

/* Is there a $name in it? */
bool twin_names_values(struct runner *run, const struct node *node);

#endif
