/*
 * Files, and folders of pages, as they are written to disk. What fails leaves its reason in errno.
 */
#ifndef NTSRM_TOOLS_NTSRM_COVERAGE_FOLDER_H
#define NTSRM_TOOLS_NTSRM_COVERAGE_FOLDER_H

#include "ntsrm/coverage/record.h"

#include <stdbool.h>

bool folder_exists(const char *path);
/* A pipe, a device, or a link, which /dev/stdout may be: it is written to and stays what it is. */
bool file_is_special(const char *path);

/*
 * Whole or not at all: what was there before stays until all of it is written. Folders are made.
 */
bool file_write(const char *path, const struct text *text);

/* Has it something in it, and is that no report of ours? */
bool folder_is_foreign(const char *path);
/* Writes the pages. failed: the one that could not be written. */
bool folder_write(const char *path, const struct record *record, struct text *failed);

#endif
