/*
 * Waiting until a file changes that a run reads, through what the system has for it.
 *
 *   struct watch *watch = watch_new();
 *   watch_folder(watch, "scenarios");
 *   watch_file(watch, "fixtures/accounts.yml");
 *   watch_wait(watch);
 *   watch_free(watch);
 *
 * What changes after it was added and before it is waited for counts, too. Several changes in a
 * row, as editors make them when they save a file, are one. Other files in the same folders, the
 * reports of the run among them, wake nobody.
 */
#ifndef NTSRM_TOOLS_NTSRM_RUN_WATCH_H
#define NTSRM_TOOLS_NTSRM_RUN_WATCH_H

#include <stdbool.h>

struct watch;

/* NULL if the system does not let us; errno says why. */
struct watch *watch_new(void);
/* Its *.yaml files and its folders, not what is in these. What cannot be watched is left out. */
void watch_folder(struct watch *watch, const char *path);
/* A file of any name, which need not be there yet. */
void watch_file(struct watch *watch, const char *path);
/* False if waiting failed; errno says why. */
bool watch_wait(struct watch *watch);
/* NULL is fine. */
void watch_free(struct watch *watch);

#endif
