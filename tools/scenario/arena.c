#include "scenario/arena.h"

#include "scenario/text.h"

#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_IS_WATCHED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_IS_WATCHED 1
#endif
#endif

/* What is written behind a caller's buffer is to be noticed: each block is followed by a gap. */
#ifdef ARENA_IS_WATCHED
#include <sanitizer/asan_interface.h>
#define arena_poison(memory, size)   __asan_poison_memory_region((memory), (size))
#define arena_unpoison(memory, size) __asan_unpoison_memory_region((memory), (size))
#define GAP                          ((size_t)16)
#else
#define arena_poison(memory, size)   ((void)(memory), (void)(size))
#define arena_unpoison(memory, size) ((void)(memory), (void)(size))
#define GAP                          ((size_t)0)
#endif

/* What one scenario takes; after that, what files with many of them take. */
#define FIRST_CHUNK ((size_t)4 * 1024)
#define CHUNK_SIZE  ((size_t)32 * 1024)
#define ALIGNMENT   ((size_t)16)

struct arena_chunk {
    struct arena_chunk *next;
    size_t size;
    max_align_t bytes[];
};

static struct arena_chunk *chunk_new(size_t size, size_t least)
{
    size_t room = size > least ? size : least;
    struct arena_chunk *chunk = memory_resize(NULL, sizeof *chunk + room);
    chunk->next = NULL;
    chunk->size = room;
    arena_poison(chunk->bytes, room);
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
        *link = chunk_new(size, arena->first ? CHUNK_SIZE : FIRST_CHUNK);
    }
    arena->passed += arena->used;
    arena->current = *link;
    arena->used = 0;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size_t rounded = (size + GAP + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (!arena->current || arena->current->size - arena->used < rounded) {
        move_on(arena, rounded);
    }
    void *memory = (char *)arena->current->bytes + arena->used;
    arena->used += rounded;
    arena_unpoison(memory, size);
    memset(memory, 0, size);
    return memory;
}

char *arena_copy(struct arena *arena, const char *bytes, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);
    memcpy(copy, bytes, length);
    return copy;
}

size_t arena_size(const struct arena *arena)
{
    return arena->passed + arena->used;
}

void arena_reset(struct arena *arena)
{
    for (struct arena_chunk *chunk = arena->first; GAP > 0 && chunk; chunk = chunk->next) {
        arena_poison(chunk->bytes, chunk->size);
    }
    arena->current = arena->first;
    arena->used = arena->passed = 0;
}

void arena_free(struct arena *arena)
{
    for (struct arena_chunk *chunk = arena->first; chunk;) {
        struct arena_chunk *next = chunk->next;
        arena_unpoison(chunk->bytes, chunk->size);
        free(chunk);
        chunk = next;
    }
    *arena = (struct arena){.first = NULL};
}
