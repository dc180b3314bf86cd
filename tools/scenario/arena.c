#include "scenario/arena.h"

#include "scenario/text.h"

#include <stdlib.h>
#include <string.h>

#define CHUNK_SIZE ((size_t)32 * 1024)
#define ALIGNMENT ((size_t)16)

struct arena_chunk {
    struct arena_chunk *next;
    size_t size;
    max_align_t bytes[];
};

static struct arena_chunk *chunk_new(size_t size)
{
    size_t room = size > CHUNK_SIZE ? size : CHUNK_SIZE;
    struct arena_chunk *chunk = memory_resize(NULL, sizeof *chunk + room);
    chunk->next = NULL;
    chunk->size = room;
    return chunk;
}

/* The next chunk that has room, or a new one at the end. */
static void move_on(struct arena *arena, size_t size)
{
    struct arena_chunk **link = arena->current ? &arena->current->next : &arena->first;
    while (*link && (*link)->size < size) {
        link = &(*link)->next;
    }
    if (!*link) {
        *link = chunk_new(size);
    }
    arena->current = *link;
    arena->used = 0;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size_t rounded = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (!arena->current || arena->current->size - arena->used < rounded) {
        move_on(arena, rounded);
    }
    void *memory = (char *)arena->current->bytes + arena->used;
    arena->used += rounded;
    memset(memory, 0, size);
    return memory;
}

char *arena_copy(struct arena *arena, const char *bytes, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);
    memcpy(copy, bytes, length);
    return copy;
}

void arena_reset(struct arena *arena)
{
    arena->current = arena->first;
    arena->used = 0;
}

void arena_free(struct arena *arena)
{
    for (struct arena_chunk *chunk = arena->first; chunk;) {
        struct arena_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
    *arena = (struct arena){.first = NULL};
}
