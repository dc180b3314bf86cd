/*
 * Trees of object types that access checks are passed, captured as lists are (nt/capture.h).
 */
#ifndef NT_OBJECT_TYPES_H
#define NT_OBJECT_TYPES_H

#include "ps/thread.h"
#include "se/access.h"

struct nt_object_types {
    struct se_object_type *nodes; /* NULL: no tree */
    uint32_t count;
};

/*
 * Captures the list and looks whether it is a tree. No elements are no tree.
 * STATUS_ACCESS_VIOLATION; STATUS_INVALID_PARAMETER; STATUS_INSUFFICIENT_RESOURCES.
 */
NTSTATUS nt_capture_object_types(PETHREAD caller, const void *list, ULONG count,
                                 struct nt_object_types *out);

/* Takes one without a tree, too. */
void nt_object_types_release(struct srm_world *w, struct nt_object_types *types);

#endif
