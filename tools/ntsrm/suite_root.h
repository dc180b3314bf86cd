/*
 * The suite that a file belongs to: the folder that is its root, and the version that the file
 * VERSION there tells.
 */
#ifndef NTSRM_TOOLS_NTSRM_SUITE_ROOT_H
#define NTSRM_TOOLS_NTSRM_SUITE_ROOT_H

#include "scenario/text.h"

/*
 * The name of a file below its root: the nearest folder from its own upwards that holds
 * ".ntsrm-root", else the given one (NULL: nobody said), else its own. root is that folder.
 */
void suite_root_name(const char *path, const char *given_root, struct text *root,
                     struct text *name);

/* The version of the suite with that root; an empty text if it has none. */
void suite_root_version(const char *root, struct text *version);

#endif
