/*
 * Handles and rights: the only place where a handle is given its rights, and where the rights of a
 * handle are asked for.
 */
#ifndef NT_OPEN_H
#define NT_OPEN_H

#include "client/subject.h"

/*
 * The object behind a handle of the calling thread's process, and the rights that the handle has;
 * no reference. STATUS_INVALID_HANDLE; STATUS_OBJECT_TYPE_MISMATCH.
 */
NTSTATUS nt_find_object(PETHREAD caller, HANDLE handle, const struct ob_type *type, void **object,
                        ACCESS_MASK *granted);

/* STATUS_ACCESS_DENIED if the call comes from user mode and a right that it needs is missing. */
NTSTATUS nt_demand_rights(PETHREAD caller, const struct ob_type *type, ACCESS_MASK granted,
                          ACCESS_MASK needed);

/* Both. */
NTSTATUS nt_object_by_handle(PETHREAD caller, HANDLE handle, const struct ob_type *type,
                             ACCESS_MASK needed, void **object);

/* Both for a call that queries: since Vista the limited query right is enough. */
NTSTATUS nt_object_for_query(PETHREAD caller, HANDLE handle, const struct ob_type *type,
                             ACCESS_MASK query, ACCESS_MASK limited, void **object);

/*
 * May this subject open the object? The descriptor is given apart from it, because a copy that is
 * to be opened is made only afterwards; object is then what it will be a copy of. *granted is what
 * the handle will have. The statuses of se_access_check.
 */
NTSTATUS nt_check_open(PETHREAD caller, const SECURITY_SUBJECT_CONTEXT *subject,
                       const struct ob_header *object, const struct rtl_descriptor *descriptor,
                       ACCESS_MASK desired, ACCESS_MASK *granted);

/* Is there room for another handle? STATUS_INSUFFICIENT_RESOURCES if not. */
NTSTATUS nt_handle_granted(PETHREAD caller);

/* A handle in the caller's process, after nt_handle_granted. */
HANDLE nt_insert(PETHREAD caller, void *object, ACCESS_MASK granted);

/* nt_check_open for an object that is there, and the handle. */
NTSTATUS nt_open_object(PETHREAD caller, const SECURITY_SUBJECT_CONTEXT *subject, void *object,
                        ACCESS_MASK desired, PHANDLE handle);

#endif
