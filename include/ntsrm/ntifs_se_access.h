/*
 * The access check of drivers. Part of ntifs.h; include that one.
 */
#ifndef NTSRM_NTIFS_SE_ACCESS_H
#define NTSRM_NTIFS_SE_ACCESS_H

#include "ntifs.h"

NTSRM_BEGIN

/*
 * Whether the subject may have these rights on an object with this descriptor. The client's token
 * counts where there is one, and has to be impersonated at SecurityImpersonation at least; else the
 * primary token. Generic rights are mapped.
 *
 * SubjectContextLocked      means nothing here: nothing else runs
 * DesiredAccess             0 is denied, unless something was granted before. MAXIMUM_ALLOWED asks
 *                           for all that there is to have, without what only privileges give;
 *                           beside it stands what must be there
 * PreviouslyGrantedAccess   added to what is granted; DesiredAccess should not have it any more
 * Privileges                NULL, or gets the privileges that were used, in pool memory that
 *                           SeFreePrivileges takes back; NULL if there were none
 * AccessMode                KernelMode is granted everything; of MAXIMUM_ALLOWED GenericAll
 * GrantedAccess             0 if access is refused
 *
 * AccessStatus gets
 * STATUS_SUCCESS                  with TRUE
 * STATUS_ACCESS_DENIED            also for SecurityDescriptor NULL
 * STATUS_BAD_IMPERSONATION_LEVEL  the client is impersonated below SecurityImpersonation
 * STATUS_PRIVILEGE_NOT_HELD       ACCESS_SYSTEM_SECURITY without SeSecurityPrivilege
 * STATUS_INSUFFICIENT_RESOURCES   no memory for the privileges (inferred)
 * STATUS_NOT_IMPLEMENTED          what the model has not; a descriptor that is malformed, which a
 *                                 driver never passes
 * Page: wdm SeAccessCheck
 */
BOOLEAN NTAPI SeAccessCheck(_In_ PSECURITY_DESCRIPTOR SecurityDescriptor,
                            _In_ PSECURITY_SUBJECT_CONTEXT SubjectSecurityContext,
                            _In_ BOOLEAN SubjectContextLocked, _In_ ACCESS_MASK DesiredAccess,
                            _In_ ACCESS_MASK PreviouslyGrantedAccess,
                            _Outptr_opt_ PPRIVILEGE_SET *Privileges,
                            _In_ PGENERIC_MAPPING GenericMapping, _In_ KPROCESSOR_MODE AccessMode,
                            _Out_ PACCESS_MASK GrantedAccess, _Out_ PNTSTATUS AccessStatus);

/*
 * Gives back what SeAccessCheck left in Privileges; not NULL.
 * Page: ntifs SeFreePrivileges
 */
VOID NTAPI SeFreePrivileges(_In_ PPRIVILEGE_SET Privileges);

/*
 * Replaces generic rights in a mask by what they mean for a type of object.
 * Page: wdm RtlMapGenericMask
 */
VOID NTAPI RtlMapGenericMask(_Inout_ PACCESS_MASK AccessMask,
                             _In_ const GENERIC_MAPPING *GenericMapping);

NTSRM_END

#endif
