/*
 * Security descriptors for new objects that the object manager does not keep: those of drivers, and
 * of programs. Part of ntifs.h; include that one.
 */
#ifndef NTSRM_NTIFS_SE_OBJECT_H
#define NTSRM_NTIFS_SE_OBJECT_H

#include "ntifs.h"

NTSRM_BEGIN

/* Kinds of pool memory, of which there is one here. */
typedef enum _POOL_TYPE { NonPagedPool, PagedPool } POOL_TYPE;

/*
 * Makes the security descriptor of a new object: from what the creator gives, what the container
 * hands down, and what the subject's token has for new objects. The client's token counts where
 * there is one, else the primary token. Where the calling thread's previous mode is KernelMode, the
 * subject holds all privileges. SeAssignSecurity has no ObjectType and no flags. What comes back is
 * given to SeDeassignSecurity.
 *
 * ParentDescriptor    of the container; NULL if there is none
 * ExplicitDescriptor  by the creator; NULL: nothing
 * NewDescriptor       gets a self-relative descriptor in pool memory; stays if the call fails
 * ObjectType          which entries of the container are for the object; NULL: those for all types
 * AutoInheritFlags    SEF_*; SEF_MACL_* are not modelled
 * PoolType            means nothing
 *
 * STATUS_INVALID_OWNER            the owner is none that the token may own by, and the subject does
 *                                 not hold SeRestorePrivilege, which lets it name any
 * STATUS_PRIVILEGE_NOT_HELD       a SACL is given that has more than labels, and the subject does
 *                                 not hold SeSecurityPrivilege; or a label above the token's
 *                                 integrity, without SeRelabelPrivilege
 * STATUS_INVALID_LABEL            a label is given that is no integrity level
 * STATUS_INVALID_PARAMETER        the label's mask has bits that mean nothing
 * STATUS_INSUFFICIENT_RESOURCES   no memory for the descriptor (inferred)
 * STATUS_NOT_IMPLEMENTED          a descriptor that is malformed, which a driver never passes
 * Page: wdm SeAssignSecurity, SeAssignSecurityEx; labels and SeRestorePrivilege as in NtCreateFile
 */
NTSTATUS NTAPI SeAssignSecurityEx(_In_opt_ PSECURITY_DESCRIPTOR ParentDescriptor,
                                  _In_opt_ PSECURITY_DESCRIPTOR ExplicitDescriptor,
                                  _Out_ PSECURITY_DESCRIPTOR *NewDescriptor,
                                  _In_opt_ GUID *ObjectType, _In_ BOOLEAN IsDirectoryObject,
                                  _In_ ULONG AutoInheritFlags,
                                  _In_ PSECURITY_SUBJECT_CONTEXT SubjectContext,
                                  _In_ PGENERIC_MAPPING GenericMapping, _In_ POOL_TYPE PoolType);
NTSTATUS NTAPI SeAssignSecurity(_In_opt_ PSECURITY_DESCRIPTOR ParentDescriptor,
                                _In_opt_ PSECURITY_DESCRIPTOR ExplicitDescriptor,
                                _Out_ PSECURITY_DESCRIPTOR *NewDescriptor,
                                _In_ BOOLEAN IsDirectoryObject,
                                _In_ PSECURITY_SUBJECT_CONTEXT SubjectContext,
                                _In_ PGENERIC_MAPPING GenericMapping, _In_ POOL_TYPE PoolType);

/*
 * Gives back what SeAssignSecurity made, and sets the pointer to NULL.
 *
 * STATUS_SUCCESS   always
 * Page: wdm SeDeassignSecurity
 */
NTSTATUS NTAPI SeDeassignSecurity(_Inout_ PSECURITY_DESCRIPTOR *SecurityDescriptor);

/*
 * The same for programs, which pass a token: what CreatePrivateObjectSecurity and
 * CreatePrivateObjectSecurityEx of securitybaseapi.h call, whose pages tell what they do. What
 * comes back is given to RtlDeleteSecurityObject, which always succeeds.
 *
 * Token   a handle with TOKEN_QUERY, at SecurityIdentification or above; NULL with both
 *         SEF_AVOID_PRIVILEGE_CHECK and SEF_AVOID_OWNER_CHECK
 *
 * STATUS_INVALID_OWNER            nobody says the owner, or it is none that the token may own by
 * STATUS_INVALID_PRIMARY_GROUP    nobody says the primary group
 * STATUS_PRIVILEGE_NOT_HELD       a SACL is given that has more than labels, and the token has no
 *                                 SeSecurityPrivilege enabled; or a label above its integrity, and
 *                                 it has no SeRelabelPrivilege
 * STATUS_INVALID_LABEL            a label is given that is no integrity level
 * STATUS_INVALID_PARAMETER        the label's mask has bits that mean nothing
 * STATUS_NO_TOKEN                 no token where one is needed
 * STATUS_BAD_IMPERSONATION_LEVEL  the token is at SecurityAnonymous
 * STATUS_INVALID_HANDLE           Token is no handle
 * STATUS_OBJECT_TYPE_MISMATCH     it is one to something else
 * STATUS_ACCESS_DENIED            it lacks TOKEN_QUERY
 * Header only: phnt ntrtl.h
 */
NTSTATUS NTAPI RtlNewSecurityObjectEx(_In_opt_ PSECURITY_DESCRIPTOR ParentDescriptor,
                                      _In_opt_ PSECURITY_DESCRIPTOR CreatorDescriptor,
                                      _Out_ PSECURITY_DESCRIPTOR *NewDescriptor,
                                      _In_opt_ GUID *ObjectType, _In_ BOOLEAN IsDirectoryObject,
                                      _In_ ULONG AutoInheritFlags, _In_opt_ HANDLE Token,
                                      _In_ PGENERIC_MAPPING GenericMapping);
NTSTATUS NTAPI RtlNewSecurityObject(_In_opt_ PSECURITY_DESCRIPTOR ParentDescriptor,
                                    _In_opt_ PSECURITY_DESCRIPTOR CreatorDescriptor,
                                    _Out_ PSECURITY_DESCRIPTOR *NewDescriptor,
                                    _In_ BOOLEAN IsDirectoryObject, _In_opt_ HANDLE Token,
                                    _In_ PGENERIC_MAPPING GenericMapping);
NTSTATUS NTAPI RtlDeleteSecurityObject(_Inout_ PSECURITY_DESCRIPTOR *ObjectDescriptor);

NTSRM_END

#endif
