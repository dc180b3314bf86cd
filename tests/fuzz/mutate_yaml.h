/*
 * Changes of scenario files that leave them YAML, mostly: words become others of the language or of
 * the file, and what stands below a line, or between two commas, is doubled, moved or left out.
 */
#ifndef TESTS_FUZZ_MUTATE_YAML_H
#define TESTS_FUZZ_MUTATE_YAML_H

#include <stddef.h>

/* Changes the bytes in place, of which there is room for `room`; returns how many there are now. */
size_t yaml_mutate(char *bytes, size_t length, size_t room, unsigned seed);

#endif
