/* The manual pages that are made from the tables of the program. */
#ifndef NTSRM_TOOLS_NTSRM_MANUAL_PAGES_H
#define NTSRM_TOOLS_NTSRM_MANUAL_PAGES_H

#include "scenario/text.h"

void manual_print_program(struct text *out);  /* ntsrm(1), from the table of commands */
void manual_print_language(struct text *out); /* ntsrm-scenario(5), from those of the language */

#endif
