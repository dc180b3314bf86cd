/*
 * Writing a file anew so that nothing is ever lost: into a file beside it, which takes its place.
 */
#ifndef NTSRM_TOOLS_NTSRM_EDIT_REPLACE_H
#define NTSRM_TOOLS_NTSRM_EDIT_REPLACE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Replaces the contents of a file that exists. A link is followed, the mode is kept. False if it
 * cannot be done: errno says why, and the file is as it was.
 */
bool file_replace(const char *path, const char *bytes, size_t length);

/* Makes a file that does not exist yet. False with errno, EEXIST if it does. */
bool file_make(const char *path, const char *bytes, size_t length);

#endif
