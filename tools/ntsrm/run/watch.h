/*
 * Waiting until something in some folders changes, through what the system has for it.
 *
 *   struct watch *watch = watch_new();
 *   watch_folder(watch, "scenarios");
 *   watch_wait(watch);
 *   watch_free(watch);
 *
 * What changes after a folder was added and before it is waited for counts, too. Several changes in
 * a row, as editors make them when they save a file, are one.
 */
#ifndef NTSRM_TOOLS_NTSRM_RUN_WATCH_H
#define NTSRM_TOOLS_NTSRM_RUN_WATCH_H

#include <stdbool.h>

struct watch;

/* NULL if the system does not let us; errno says why. */
struct watch *watch_new(void);
/* Not what is in the folders below. A folder that cannot be watched is left out. */
void watch_folder(struct watch *watch, const char *path);
/* False if waiting failed; errno says why. */
bool watch_wait(struct watch *watch);
/* NULL is fine. */
void watch_free(struct watch *watch);

#endif
