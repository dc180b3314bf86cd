/*
 * Memory that is given back all at once: what a case needs until it ends. It never moves, is
 * zeroed, and is aligned for everything. A zeroed struct is an empty arena; arena_reset keeps the
 * memory.
 */
#ifndef NTSRM_TOOLS_SCENARIO_ARENA_H
#define NTSRM_TOOLS_SCENARIO_ARENA_H

#include <stddef.h>

struct arena_chunk;

struct arena {
    struct arena_chunk *first, *current;
    size_t used;   /* of the current chunk */
    size_t passed; /* bytes of the chunks before it */
};

void *arena_alloc(struct arena *arena, size_t size);
/* A NUL-terminated copy. */
char *arena_copy(struct arena *arena, const char *bytes, size_t length);
/* How much memory it has taken since it was empty, up to the last allocation. */
size_t arena_size(const struct arena *arena);
void arena_reset(struct arena *arena);
void arena_free(struct arena *arena);

#endif
