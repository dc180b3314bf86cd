/*
 * The pool: every byte of a world, in chunks that never move.
 *
 * Memory for the model never runs out: ex_alloc always succeeds. Whether NT's own pool would
 * have had room is a question of its own, ex_pool_grants, asked before anything changes and only
 * for the allocations that NT is documented to make (allocations.def). So a refusal leaves
 * nothing to undo.
 *
 * Because chunks never move, a snapshot is a copy of them, and pointers stay valid across a
 * restore.
 */
#ifndef EX_POOL_H
#define EX_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ex_kind {
#define KIND(name) EX_KIND_##name,
#include "ex/kinds.def"
    EX_KIND_COUNT
};

enum ex_allocation {
    EX_ALLOCATION_ANY,
#define ALLOCATION(name, caller) EX_ALLOCATION_##name,
#include "ex/allocations.def"
    EX_ALLOCATION_COUNT
};

struct ex_pool;
struct ex_snapshot;

struct ex_pool *ex_pool_new(void);
void ex_pool_delete(struct ex_pool *pool);

/* Forgets everything that is in the pool, keeps the chunks for the next world. */
void ex_pool_reset(struct ex_pool *pool);

/* Zeroed memory, aligned for any object; never NULL. */
void *ex_alloc(struct ex_pool *pool, enum ex_kind kind, size_t size);
/* The same, not zeroed: for what is overwritten at once. */
void *ex_alloc_raw(struct ex_pool *pool, enum ex_kind kind, size_t size);
void ex_free(struct ex_pool *pool, void *memory);

/* The bytes that were cut for blocks, free ones too, since the pool was new or reset. */
size_t ex_pool_size(const struct ex_pool *pool);
size_t ex_pool_alive(const struct ex_pool *pool, enum ex_kind kind);
const char *ex_kind_name(enum ex_kind kind);

/* Would NT's pool serve this allocation? Counts the request. */
bool ex_pool_grants(struct ex_pool *pool, enum ex_allocation allocation);
/*
 * Lets requests of this name (EX_ALLOCATION_ANY: of any name) fail: the at-th from now, or with
 * onwards the at-th and all later ones. at 0 ends it.
 */
void ex_pool_fail(struct ex_pool *pool, enum ex_allocation allocation, uint32_t at, bool onwards);
/* EX_ALLOCATION_COUNT if there is no such name. */
enum ex_allocation ex_allocation_by_name(const char *name);

struct ex_snapshot *ex_pool_snapshot(const struct ex_pool *pool);
void ex_pool_restore(struct ex_pool *pool, const struct ex_snapshot *snapshot);
void ex_snapshot_delete(struct ex_snapshot *snapshot);

/*
 * Memory of the host, outside the world: for what a restore must not undo. Never NULL: a host
 * without memory ends the program.
 */
void *ex_host_alloc(size_t size);
/* An array with room for one more element than count. */
void *ex_host_grow(void *array, size_t count, size_t *capacity, size_t element_size);
void ex_host_free(void *memory);

#endif
