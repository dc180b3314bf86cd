/* Steps as JSON values, with what they leave unsaid. */
#ifndef NTSRM_TOOLS_NTSRM_EXPORT_STEPS_H
#define NTSRM_TOOLS_NTSRM_EXPORT_STEPS_H

#include "scenario/nodes.h"

#include <jansson.h>
#include <stdbool.h>

struct runner;

/* thread: the only one of the world, which makes the calls that do not say who does; or NULL. */
json_t *twin_steps(struct runner *run, const struct node *steps, const char *thread);

/* Do they expect something else of another version? */
bool twin_expects_by_version(struct runner *run, const struct node *steps);

#endif
