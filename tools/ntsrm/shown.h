/* Texts of users in formats that programs read. */
#ifndef NTSRM_TOOLS_NTSRM_SHOWN_H
#define NTSRM_TOOLS_NTSRM_SHOWN_H

#include "scenario/text.h"

#include <stdbool.h>

/*
 * Appends words so that every reader takes them: control characters, what reorders or hides text,
 * what is no UTF-8 and what neither XML nor YAML can have stand there as escapes. Line breaks stay
 * if `lines` says so.
 */
void append_shown(struct text *out, const char *words, bool lines);

#endif
