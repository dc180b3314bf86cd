/*
 * What the program knows of where its output goes, and the line that shows how far it is.
 */
#ifndef NTSRM_TOOLS_NTSRM_TERMINAL_H
#define NTSRM_TOOLS_NTSRM_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <time.h>

enum color_choice {
    COLOR_AUTO,
    COLOR_ALWAYS,
    COLOR_NEVER,
};

/*
 * AUTO: a terminal gets colours, unless NO_COLOR is set or TERM is "dumb"; CLICOLOR_FORCE and
 * FORCE_COLOR ask for them elsewhere too. A variable that is empty is as if it were not set.
 */
bool terminal_color(enum color_choice choice, FILE *stream);

/* Where sentences wrap; 100 where no terminal says otherwise. */
unsigned terminal_width(FILE *stream);

/* A line on stderr that is overwritten; only on a terminal, and only after a second. */
struct progress {
    bool wanted, shown;
    struct timespec begin, last;
};

void progress_begin(struct progress *progress);
void progress_show(struct progress *progress, size_t done, size_t total, size_t failed);
/* Takes the line away, before something else is printed. */
void progress_clear(struct progress *progress);

#endif
