/*
 * OBJECT_ATTRIBUTES as a caller passes it: what the calls that open and make objects take from it,
 * read once. What a name leads to is found by those that look for one (nt/name.h).
 */
#ifndef NT_ATTRIBUTES_H
#define NT_ATTRIBUTES_H

#include "nt/security.h"

struct nt_attributes {
    ULONG flags; /* OBJ_* */
    bool named;
    HANDLE root;                /* what the name begins in; NULL: nothing */
    const UNICODE_STRING *name; /* the caller's, of one that is named (nt/name.h) */
    bool qos_given, descriptor_given;
    SECURITY_QUALITY_OF_SERVICE qos; /* undefined if none was given */
    struct rtl_described descriptor; /* undefined if none was given */
};

/* Are there only flags that exist? STATUS_INVALID_PARAMETER if not. */
NTSTATUS nt_check_flags(PETHREAD caller, ULONG flags);

/*
 * Reads what `given` points to, which may be NULL: all empty then. After a success
 * nt_attributes_release must follow. STATUS_ACCESS_VIOLATION; STATUS_INVALID_PARAMETER for a wrong
 * length or flag; STATUS_INSUFFICIENT_RESOURCES; the statuses of nt_capture_descriptor.
 */
NTSTATUS nt_capture_attributes(PETHREAD caller, const OBJECT_ATTRIBUTES *given,
                               struct nt_attributes *out);
void nt_attributes_release(struct srm_world *w, struct nt_attributes *attributes);

/* The same for a quality of service alone. */
NTSTATUS nt_capture_qos(PETHREAD caller, const void *given, SECURITY_QUALITY_OF_SERVICE *qos);

#endif
