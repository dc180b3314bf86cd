/*
 * What the calls that open and make objects by name have in common.
 */
#ifndef NT_NAMED_H
#define NT_NAMED_H

#include "nt/name.h"

struct nt_named_request {
    PETHREAD caller;
    const struct ob_type *type;
    ACCESS_MASK desired;
    const OBJECT_ATTRIBUTES *given;
    PHANDLE handle;
};

/* What NtOpenEvent and its like do. The statuses of the calls. */
NTSTATUS nt_open_named(const struct nt_named_request *request);

#endif
