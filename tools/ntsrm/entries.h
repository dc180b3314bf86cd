/*
 * Reading back a mapping as the scenario language prints it, "{Users: enabled, staff: disabled}",
 * so that a story can tell of it what matters.
 */
#ifndef NTSRM_TOOLS_NTSRM_ENTRIES_H
#define NTSRM_TOOLS_NTSRM_ENTRIES_H

#include <stdbool.h>
#include <stddef.h>

struct entry {
    const char *key, *value;
    size_t key_length, value_length;
};

/* Is it such a mapping, not an empty one? */
bool entries_are(const char *text);

/* The entry at *at, which is the whole text at first; moves on. False past the last. */
bool entry_next(const char **at, struct entry *entry);

/* The entry with the same key; false if there is none. */
bool entry_find(const char *text, const struct entry *like, struct entry *found);

bool entry_value_is(const struct entry *entry, const char *value, size_t length);

#endif
