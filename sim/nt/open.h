/*
 * Handles and rights: the only place where a handle is given its rights, and where the rights of a
 * handle are asked for.
 */
#ifndef NT_OPEN_H
#define NT_OPEN_H

#include "client/subject.h"

/* What a handle leads to; no reference. */
struct nt_found {
    void *object;
    ACCESS_MASK granted;
    bool pseudo_token; /* a pseudo handle, which does nothing that its rights do not cover */
};

/*
 * What a handle of the calling thread's process leads to; type may be NULL for any.
 * STATUS_INVALID_HANDLE; STATUS_OBJECT_TYPE_MISMATCH; STATUS_NO_TOKEN for the pseudo handle of the
 * token that a thread impersonates, if it does not.
 */
NTSTATUS nt_find_object(PETHREAD caller, HANDLE handle, const struct ob_type *type,
                        struct nt_found *found);

/* STATUS_ACCESS_DENIED if the call comes from user mode and a right that it needs is missing. */
NTSTATUS nt_demand_rights(PETHREAD caller, const struct nt_found *found, ACCESS_MASK needed);

/* Both. */
NTSTATUS nt_object_by_handle(PETHREAD caller, HANDLE handle, const struct ob_type *type,
                             ACCESS_MASK needed, void **object);

/* Both for a call that queries: since Vista the limited query right is enough. */
NTSTATUS nt_object_for_query(PETHREAD caller, HANDLE handle, const struct ob_type *type,
                             ACCESS_MASK query, ACCESS_MASK limited, void **object);

/* Is it the pseudo handle of a process or thread? Asked as handle.stands_for_itself. */
bool nt_is_own_handle(HANDLE handle);

/* Is it the pseudo handle of a token? Asked as handle.stands_for_token. */
bool nt_is_own_token(HANDLE handle);

/* What nt_is_own_handle leads to, where `process` is the one that the caller works in. */
NTSTATUS nt_find_itself(PETHREAD caller, PEPROCESS process, HANDLE handle, struct nt_found *found);

/*
 * Is the value one of the kernel's own handles, which all processes share? If so, *in_table is what
 * it is in that table.
 */
bool nt_is_kernel_handle(HANDLE handle, HANDLE *in_table);

/* The table that a handle of that process stands in, and the value there; NULL if in none. */
struct ob_handle_table *nt_table_of(PETHREAD caller, PEPROCESS process, HANDLE *handle);

/* What is wanted of an object, and for whom. */
struct nt_wish {
    SECURITY_SUBJECT_CONTEXT subject;
    ACCESS_MASK desired;
    ULONG flags; /* OBJ_*, of the handle */
};

/*
 * May the subject have a handle with these rights? The descriptor is given apart from any object,
 * because a new token is made only afterwards. *granted is what the handle will have. The statuses
 * of se_access_check.
 */
NTSTATUS nt_check_open(PETHREAD caller, const struct nt_wish *wish, const struct ob_type *type,
                       const struct rtl_descriptor *descriptor, ACCESS_MASK *granted);

/* The same for an object that is there. */
NTSTATUS nt_check_object(PETHREAD caller, const struct nt_wish *wish,
                         const struct ob_header *object, ACCESS_MASK *granted);

/* The mode that such a check is made for: that of the call, or user mode if flags force it. */
KPROCESSOR_MODE nt_checked_mode(PETHREAD caller, ULONG flags);

/* Is there room for another handle? STATUS_INSUFFICIENT_RESOURCES if not. */
NTSTATUS nt_handle_granted(PETHREAD caller);

/* A handle in the caller's process, after nt_handle_granted; flags are OBJ_*. */
HANDLE nt_insert(PETHREAD caller, void *object, ACCESS_MASK granted, ULONG flags);

/* The same in a process of one's choice; flags may hold OB_NO_RIGHTS_UPGRADE too. */
HANDLE nt_insert_into(PETHREAD caller, PEPROCESS process, void *object, ACCESS_MASK granted,
                      ULONG flags);

/* nt_check_object, and the handle. */
NTSTATUS nt_open_object(PETHREAD caller, const struct nt_wish *wish, void *object, PHANDLE handle);

#endif
