/*
 * Handles and rights: the only place where a handle is given its rights, and where the rights of a
 * handle are asked for.
 */
#ifndef NT_OPEN_H
#define NT_OPEN_H

#include "client/subject.h"

/*
 * The object behind a handle of the calling thread's process; no reference.
 * STATUS_INVALID_HANDLE; STATUS_OBJECT_TYPE_MISMATCH; STATUS_ACCESS_DENIED if the call comes from
 * user mode and the handle lacks a right. granted may be NULL.
 */
NTSTATUS nt_reference(PETHREAD caller, HANDLE handle, const struct ob_type *type,
                      ACCESS_MASK access, void **object, ACCESS_MASK *granted);

/* The same for calls that query: since Vista the limited query right is enough. */
NTSTATUS nt_reference_for_query(PETHREAD caller, HANDLE handle, const struct ob_type *type,
                                ACCESS_MASK query, ACCESS_MASK limited, void **object);

/*
 * May this subject open the object, whose descriptor is given because the object may not be made
 * yet? *granted is what its handle will have. The statuses of se_access_check.
 */
NTSTATUS nt_check_open(PETHREAD caller, const SECURITY_SUBJECT_CONTEXT *subject,
                       const struct ob_type *type, const struct rtl_descriptor *descriptor,
                       ACCESS_MASK desired, ACCESS_MASK *granted);

/* Is there room for another handle? STATUS_INSUFFICIENT_RESOURCES if not. */
NTSTATUS nt_handle_granted(PETHREAD caller);

/* A handle in the caller's process, after nt_handle_granted. */
HANDLE nt_insert(PETHREAD caller, void *object, ACCESS_MASK granted);

/* nt_check_open for an object that is there, and the handle. */
NTSTATUS nt_open_object(PETHREAD caller, const SECURITY_SUBJECT_CONTEXT *subject, void *object,
                        ACCESS_MASK desired, PHANDLE handle);

#endif
