#include "ex/pool.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define POOL_POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POOL_POISONS 1
#endif
#endif

#ifdef POOL_POISONS
#include <sanitizer/asan_interface.h>
#define pool_poison(memory, size)   __asan_poison_memory_region((memory), (size))
#define pool_unpoison(memory, size) __asan_unpoison_memory_region((memory), (size))
#else
#define pool_poison(memory, size)   ((void)(memory), (void)(size))
#define pool_unpoison(memory, size) ((void)(memory), (void)(size))
#endif

#define UNIT       16u
#define CHUNK_SIZE (64u * 1024u)
#define CLASS_COUNT \
    129u /* blocks of 0 to 128 units have a free list each, larger ones share list 0 */

/* In front of every block; the blocks of a chunk follow one another without a gap. */
struct block {
    uint32_t units; /* of the memory behind this header */
    uint16_t kind;
    uint16_t live;
    struct block *next; /* while free */
};

static_assert(sizeof(struct block) <= UNIT, "a block's header is one unit");

struct chunk {
    unsigned char *bytes;
    size_t size;
    size_t used;
};

/* What a snapshot has to bring back besides the bytes of the chunks. */
struct pool_state {
    struct block *free[CLASS_COUNT];
    size_t alive[EX_KIND_COUNT];
    size_t size; /* of all blocks */
    size_t current; /* the chunk that new blocks are cut from */
    enum ex_allocation failing;
    uint32_t fail_at; /* 0: nothing fails */
    bool fail_onwards;
};

struct ex_pool {
    struct pool_state state;
    struct chunk *chunks;
    size_t chunk_count;
};

struct ex_snapshot {
    struct pool_state state;
    struct chunk *chunks; /* copies of the used part */
    size_t chunk_count;
};

/* The host has no memory left: nothing that a status of the model could say. */
static void *host_memory(void *memory)
{
    if (!memory)
        abort(); /* unreachable: needs a host without memory */
    return memory;
}

void *ex_host_alloc(size_t size)
{
    return host_memory(calloc(1, size));
}

void *ex_host_grow(void *array, size_t count, size_t *capacity, size_t element_size)
{
    if (count < *capacity)
        return array;
    *capacity = *capacity ? *capacity * 2 : 16;
    return host_memory(realloc(array, *capacity * element_size));
}

void ex_host_free(void *memory)
{
    free(memory);
}

struct ex_pool *ex_pool_new(void)
{
    return ex_host_alloc(sizeof(struct ex_pool));
}

void ex_pool_delete(struct ex_pool *pool)
{
    for (size_t i = 0; i < pool->chunk_count; i++) {
        pool_unpoison(pool->chunks[i].bytes, pool->chunks[i].size);
        free(pool->chunks[i].bytes);
    }
    free(pool->chunks);
    free(pool);
}

void ex_pool_reset(struct ex_pool *pool)
{
    memset(&pool->state, 0, sizeof pool->state);
    for (size_t i = 0; i < pool->chunk_count; i++) {
        pool->chunks[i].used = 0;
        pool_poison(pool->chunks[i].bytes, pool->chunks[i].size);
    }
}

static void add_chunk(struct ex_pool *pool, size_t size)
{
    size_t bytes = (pool->chunk_count + 1) * sizeof *pool->chunks;

    pool->chunks = host_memory(realloc(pool->chunks, bytes));
    pool->chunks[pool->chunk_count] = (struct chunk){
        .bytes = host_memory(malloc(size)),
        .size = size,
    };
    pool_poison(pool->chunks[pool->chunk_count].bytes, size);
    pool->chunk_count++;
}

__attribute__((noinline)) static struct block *cut_block(struct ex_pool *pool, size_t units)
{
    size_t bytes = (units + 1) * UNIT;

    while (pool->state.current < pool->chunk_count) {
        struct chunk *chunk = &pool->chunks[pool->state.current];

        if (chunk->size - chunk->used >= bytes) {
            struct block *block = (struct block *)(void *)(chunk->bytes + chunk->used);

            pool_unpoison(block, sizeof *block);
            chunk->used += bytes;
            pool->state.size += bytes;
            block->units = (uint32_t)units;
            return block;
        }
        pool->state.current++;
    }
    add_chunk(pool, bytes > CHUNK_SIZE ? bytes : CHUNK_SIZE);
    return cut_block(pool, units);
}

static size_t class_of(size_t units)
{
    return units < CLASS_COUNT ? units : 0;
}

static struct block *take_block(struct ex_pool *pool, size_t units)
{
    struct block **link = &pool->state.free[class_of(units)];

    while (*link && (*link)->units != units)
        link = &(*link)->next;
    if (!*link)
        return cut_block(pool, units);

    struct block *block = *link;
    *link = block->next;
    return block;
}

void *ex_alloc_raw(struct ex_pool *pool, enum ex_kind kind, size_t size)
{
    if (size > UINT32_MAX)
        host_memory(NULL);

    size_t units = (size + UNIT - 1) / UNIT;
    struct block *block = take_block(pool, units);
    void *memory = (unsigned char *)block + UNIT;

    block->kind = (uint16_t)kind;
    block->live = 1;
    pool->state.alive[kind]++;
    pool_unpoison(memory, units * UNIT);
    return memory;
}

void *ex_alloc(struct ex_pool *pool, enum ex_kind kind, size_t size)
{
    return memset(ex_alloc_raw(pool, kind, size), 0, size);
}

void ex_free(struct ex_pool *pool, void *memory)
{
    struct block *block = (struct block *)(void *)((unsigned char *)memory - UNIT);
    struct block **head = &pool->state.free[class_of(block->units)];

    assert(block->live);
    block->live = 0;
    block->next = *head;
    *head = block;
    pool->state.alive[block->kind]--;
    pool_poison(memory, (size_t)block->units * UNIT);
}

size_t ex_pool_size(const struct ex_pool *pool)
{
    return pool->state.size;
}

size_t ex_pool_alive(const struct ex_pool *pool, enum ex_kind kind)
{
    return pool->state.alive[kind];
}

const char *ex_kind_name(enum ex_kind kind)
{
    static const char *const names[] = {
#define KIND(name) [EX_KIND_##name] = #name,
#include "ex/kinds.def"
    };
    return names[kind];
}

bool ex_pool_grants(struct ex_pool *pool, enum ex_allocation allocation)
{
    struct pool_state *state = &pool->state;

    if (state->fail_at == 0)
        return true;
    if (state->failing != EX_ALLOCATION_ANY && state->failing != allocation)
        return true;
    if (state->fail_at > 1) {
        state->fail_at--;
        return true;
    }
    if (!state->fail_onwards)
        state->fail_at = 0;
    return false;
}

void ex_pool_fail(struct ex_pool *pool, enum ex_allocation allocation, uint32_t at, bool onwards)
{
    pool->state.failing = allocation;
    pool->state.fail_at = at;
    pool->state.fail_onwards = onwards;
}

static const char *const allocation_names[] = {
    [EX_ALLOCATION_ANY] = "any",
#define ALLOCATION(name, caller) [EX_ALLOCATION_##name] = #name,
#include "ex/allocations.def"
};

enum ex_allocation ex_allocation_by_name(const char *name)
{
    for (size_t i = 0; i < EX_ALLOCATION_COUNT; i++)
        if (strcmp(allocation_names[i], name) == 0)
            return (enum ex_allocation)i;
    return EX_ALLOCATION_COUNT;
}

/* Calls the sanitizer's hooks for every block of a chunk as it stands now. */
static void poison_by_state(const struct chunk *chunk)
{
    size_t at = 0;

    while (at < chunk->used) {
        const struct block *block = (const struct block *)(const void *)(chunk->bytes + at);
        size_t bytes = (size_t)block->units * UNIT;

        if (!block->live)
            pool_poison(chunk->bytes + at + UNIT, bytes);
        at += UNIT + bytes;
    }
    pool_poison(chunk->bytes + chunk->used, chunk->size - chunk->used);
}

struct ex_snapshot *ex_pool_snapshot(const struct ex_pool *pool)
{
    struct ex_snapshot *snapshot = ex_host_alloc(sizeof *snapshot);

    snapshot->state = pool->state;
    snapshot->chunk_count = pool->chunk_count;
    snapshot->chunks = ex_host_alloc((pool->chunk_count + 1) * sizeof *snapshot->chunks);
    for (size_t i = 0; i < pool->chunk_count; i++) {
        const struct chunk *chunk = &pool->chunks[i];

        snapshot->chunks[i] = (struct chunk){
            .bytes = host_memory(malloc(chunk->used + 1)),
            .size = chunk->used,
            .used = chunk->used,
        };
        pool_unpoison(chunk->bytes, chunk->used);
        memcpy(snapshot->chunks[i].bytes, chunk->bytes, chunk->used);
        poison_by_state(chunk);
    }
    return snapshot;
}

void ex_pool_restore(struct ex_pool *pool, const struct ex_snapshot *snapshot)
{
    assert(snapshot->chunk_count <= pool->chunk_count);
    pool->state = snapshot->state;
    for (size_t i = 0; i < pool->chunk_count; i++) {
        struct chunk *chunk = &pool->chunks[i];

        chunk->used = i < snapshot->chunk_count ? snapshot->chunks[i].used : 0;
        pool_unpoison(chunk->bytes, chunk->size);
        if (chunk->used > 0)
            memcpy(chunk->bytes, snapshot->chunks[i].bytes, chunk->used);
        poison_by_state(chunk);
    }
}

void ex_snapshot_delete(struct ex_snapshot *snapshot)
{
    for (size_t i = 0; i < snapshot->chunk_count; i++)
        free(snapshot->chunks[i].bytes);
    free(snapshot->chunks);
    free(snapshot);
}
