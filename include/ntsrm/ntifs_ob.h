/*
 * Ob*: objects by pointer, as drivers have them. Part of ntifs.h; include that one.
 */
#ifndef NTSRM_NTIFS_OB_H
#define NTSRM_NTIFS_OB_H

#include "ntifs.h"

/* The type of an object; opaque. */
typedef const struct ob_type *POBJECT_TYPE;

/* Access to an object while it is being opened; ntsrm takes none. */
typedef struct _ACCESS_STATE *PACCESS_STATE;

NTSRM_BEGIN

/* The types that drivers know. Header: wdm.h, ntifs.h */
extern const POBJECT_TYPE *const PsProcessType;
extern const POBJECT_TYPE *const PsThreadType;
extern const POBJECT_TYPE *const PsJobType;
extern const POBJECT_TYPE *const SeTokenObjectType;
extern const POBJECT_TYPE *const IoFileObjectType;
extern const POBJECT_TYPE *const CmKeyObjectType;
extern const POBJECT_TYPE *const ExEventObjectType;
extern const POBJECT_TYPE *const ExSemaphoreObjectType;
extern const POBJECT_TYPE *const MmSectionObjectType;

/*
 * A handle to an object that the caller has a pointer to, of any type.
 *
 * HandleAttributes    OBJ_*: OBJ_INHERIT, OBJ_KERNEL_HANDLE ...
 * PassedAccessState   NULL only
 * ObjectType          NULL: any
 * AccessMode          UserMode checks DesiredAccess for the calling thread's effective token;
 *                     KernelMode grants all
 *
 * STATUS_OBJECT_TYPE_MISMATCH     the object is of another type
 * STATUS_INVALID_PARAMETER        an attribute that does not exist
 * STATUS_ACCESS_DENIED            the object denies the access
 * STATUS_BAD_IMPERSONATION_LEVEL  the caller impersonates below SecurityImpersonation
 * STATUS_PRIVILEGE_NOT_HELD       ACCESS_SYSTEM_SECURITY without SeSecurityPrivilege
 * STATUS_INSUFFICIENT_RESOURCES   no memory for the handle
 * STATUS_NOT_IMPLEMENTED          an access state
 * Page: ntifs ObOpenObjectByPointer
 */
NTSTATUS NTAPI ObOpenObjectByPointer(_In_ PVOID Object, _In_ ULONG HandleAttributes,
                                     _In_opt_ PACCESS_STATE PassedAccessState,
                                     _In_ ACCESS_MASK DesiredAccess,
                                     _In_opt_ POBJECT_TYPE ObjectType,
                                     _In_ KPROCESSOR_MODE AccessMode, _Out_ PHANDLE Handle);

NTSRM_END

#endif
