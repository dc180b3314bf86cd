/*
 * A process's handle table. A handle is an object, and the rights that were granted when it was
 * opened; here those rights are only compared, never worked out.
 *
 * Handle values are multiples of four, the lowest free one first.
 */
#ifndef OB_HANDLES_H
#define OB_HANDLES_H

#include "ob/object.h"

struct ob_handle {
    void *object; /* NULL: this value is free */
    ACCESS_MASK granted;
    ULONG attributes; /* OBJ_INHERIT, OB_NO_RIGHTS_UPGRADE */
};

/* A duplicate of the handle cannot be given more rights than it has. */
#define OB_NO_RIGHTS_UPGRADE 0x80000000u

struct ob_handle_table {
    struct srm_world *world;
    struct ob_handle *entries;
    uint32_t capacity;
    uint32_t count;      /* of open handles */
    uint32_t first_free; /* no entry before it is free */
};

/* Takes a reference on the object. */
HANDLE ob_handle_new(struct ob_handle_table *table, void *object, ACCESS_MASK granted,
                     ULONG attributes);
/* A new table gets the inheritable handles of another one, with the same values. */
void ob_handles_inherit(struct ob_handle_table *table, const struct ob_handle_table *from);
/* NULL if the value is not open. */
const struct ob_handle *ob_handle_find(const struct ob_handle_table *table, HANDLE handle);
/* The handle must be open. */
void ob_handle_close(struct ob_handle_table *table, HANDLE handle);
void ob_handle_table_close(struct ob_handle_table *table);

#endif
