/*
 * The difference of two texts as `diff -u` shows it.
 */
#ifndef NTSRM_TOOLS_NTSRM_EDIT_DIFFERENCE_H
#define NTSRM_TOOLS_NTSRM_EDIT_DIFFERENCE_H

#include "ntsrm/page.h"

#include <stddef.h>

/* Adds nothing if there is none. */
void difference_print(struct page *page, const char *name, const char *before, size_t before_length,
                      const char *after, size_t after_length);

#endif
