/*
 * Looking a word up in the tables: statuses and errors, rules and policies, calls. Each prints what
 * it finds and returns whether that was anything; explain asks all three.
 */
#ifndef NTSRM_TOOLS_NTSRM_LOOKUP_H
#define NTSRM_TOOLS_NTSRM_LOOKUP_H

#include "page.h"

#include <stdbool.h>
#include <stddef.h>

/* A name, with or without STATUS_ or ERROR_, or a number. */
bool status_look_up(struct page *page, const char *word);
/* "gate.same_user", "gate", "dynamic-remote". */
bool rules_look_up(struct page *page, const char *word);
bool calls_look_up(struct page *page, const char *word);

/* The words that are known, for proposing one; added to an array of LOOKUP_LIMIT. */
#define LOOKUP_LIMIT 1024
size_t status_words(const char **words, size_t count);
size_t rules_words(const char **words, size_t count);
size_t calls_words(const char **words, size_t count);

#endif
