/*
 * The scripts that teach a shell to complete ntsrm's command line, made from the table of commands.
 */
#ifndef NTSRM_TOOLS_NTSRM_SHELL_SHELL_H
#define NTSRM_TOOLS_NTSRM_SHELL_SHELL_H

#include "scenario/text.h"

void shell_print_bash(struct text *out);
void shell_print_zsh(struct text *out);
void shell_print_fish(struct text *out);

/* Appends the text as it must stand between single quotes: each of `special` becomes `escape`. */
void shell_append_quoted(struct text *out, const char *text);

#endif
