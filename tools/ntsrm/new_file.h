/*
 * A file that replaces another one when it is whole, or never: it is written beside its place and
 * moved there in the end.
 *
 *   if (new_file_begin(&file, path)) {
 *       ... file.stream ...
 *       written = new_file_end(&file);
 *   }
 *
 * Where either says false, errno says why, nothing has changed and nothing is left to be freed.
 */
#ifndef NTSRM_TOOLS_NTSRM_NEW_FILE_H
#define NTSRM_TOOLS_NTSRM_NEW_FILE_H

#include "scenario/text.h"

#include <stdbool.h>
#include <stdio.h>

struct new_file {
    FILE *stream;
    struct text path, scratch;
};

/* Folders are made; a link to a file stays one, and a file keeps its permissions. */
bool new_file_begin(struct new_file *file, const char *path);
bool new_file_end(struct new_file *file);
/* Instead of end: nothing changes. */
void new_file_abandon(struct new_file *file);

#endif
