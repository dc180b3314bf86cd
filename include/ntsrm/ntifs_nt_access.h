/*
 * Nt* and Zw*: access checks for a client's token, as servers make them for objects of their own.
 * Part of ntifs.h; include that one.
 *
 * A call that succeeds has an answer in *AccessStatus: STATUS_SUCCESS, and *GrantedAccess holds
 * what was asked for; STATUS_ACCESS_DENIED; STATUS_PRIVILEGE_NOT_HELD for ACCESS_SYSTEM_SECURITY
 * without SeSecurityPrivilege. *GrantedAccess is 0 then. A call that fails has written nothing, but
 * for the length that STATUS_BUFFER_TOO_SMALL tells.
 *
 * SecurityDescriptor   of either form, with an owner and a group
 * ClientToken          an impersonation token, at SecurityIdentification at least; needs
 *                      TOKEN_QUERY. The level at which the calling thread impersonates is not asked
 * DesiredAccess        without generic rights; ask RtlMapGenericMask. 0 is denied. MAXIMUM_ALLOWED
 *                      asks for all that there is to have; beside it stands what must be there
 * GenericMapping       what generic rights in the descriptor's entries mean
 * PrivilegeSet         gets the privileges that were used, each with
 *                      SE_PRIVILEGE_USED_FOR_ACCESS (that attribute is inferred); a privilege that
 *                      grants a right is used even where an entry would have granted it
 * PrivilegeSetLength   of that buffer, at least sizeof(PRIVILEGE_SET); left as it is on success
 *
 * A call from kernel mode is granted everything, and writes no set of privileges. Unless said
 * otherwise each can return
 *
 * STATUS_SUCCESS                  *AccessStatus says whether access is granted
 * STATUS_ACCESS_VIOLATION         a pointer cannot be read or written; PrivilegeSet of length 0 is
 *                                 not looked at
 * STATUS_GENERIC_NOT_MAPPED       DesiredAccess has generic rights
 * STATUS_INVALID_HANDLE           no such handle
 * STATUS_OBJECT_TYPE_MISMATCH     ClientToken is no token
 * STATUS_ACCESS_DENIED            ClientToken lacks TOKEN_QUERY
 * STATUS_NO_IMPERSONATION_TOKEN   a primary token
 * STATUS_BAD_IMPERSONATION_LEVEL  a token at SecurityAnonymous
 * STATUS_BUFFER_TOO_SMALL         *PrivilegeSetLength is too little, and tells now what is needed
 * STATUS_INVALID_SECURITY_DESCR   SecurityDescriptor is NULL or malformed, or lacks owner or group
 * STATUS_UNKNOWN_REVISION         it is of no known revision
 * STATUS_INVALID_SID              its owner or group is no SID
 * STATUS_INVALID_ACL              one of its lists is malformed
 * STATUS_INSUFFICIENT_RESOURCES   no memory for what is captured
 * STATUS_NOT_IMPLEMENTED          what the model has not (docs/caveats.md)
 *
 * in the order of access-check.md 2.1.
 */
#ifndef NTSRM_NTIFS_NT_ACCESS_H
#define NTSRM_NTIFS_NT_ACCESS_H

#include "ntifs.h"

NTSRM_BEGIN

/*
 * Whether a client may have these rights on an object with this descriptor.
 * Header only: phnt ntseapi.h NtAccessCheck; securitybaseapi AccessCheck says what it does
 */
NTSTATUS NTAPI NtAccessCheck(_In_ PSECURITY_DESCRIPTOR SecurityDescriptor, _In_ HANDLE ClientToken,
                             _In_ ACCESS_MASK DesiredAccess, _In_ PGENERIC_MAPPING GenericMapping,
                             _Out_writes_bytes_(*PrivilegeSetLength) PPRIVILEGE_SET PrivilegeSet,
                             _Inout_ PULONG PrivilegeSetLength, _Out_ PACCESS_MASK GrantedAccess,
                             _Out_ PNTSTATUS AccessStatus);
NTSTATUS NTAPI ZwAccessCheck(_In_ PSECURITY_DESCRIPTOR SecurityDescriptor, _In_ HANDLE ClientToken,
                             _In_ ACCESS_MASK DesiredAccess, _In_ PGENERIC_MAPPING GenericMapping,
                             _Out_writes_bytes_(*PrivilegeSetLength) PPRIVILEGE_SET PrivilegeSet,
                             _Inout_ PULONG PrivilegeSetLength, _Out_ PACCESS_MASK GrantedAccess,
                             _Out_ PNTSTATUS AccessStatus);

/*
 * The same for an object that is a tree of property sets and properties: who is refused something
 * anywhere is refused everything. Without elements it is NtAccessCheck.
 *
 * PrincipalSelfSid   whom entries for PRINCIPAL SELF mean; NULL: nobody
 * ObjectTypeList     the nodes in order: the object itself at level 0, each further one at most one
 *                    level below the one in front of it, and not below level 4
 *
 * STATUS_INVALID_PARAMETER        the list is no such tree
 * STATUS_INVALID_SID              PrincipalSelfSid is no SID, either
 * Header only: phnt ntseapi.h NtAccessCheckByType; securitybaseapi AccessCheckByType
 */
NTSTATUS NTAPI
NtAccessCheckByType(_In_ PSECURITY_DESCRIPTOR SecurityDescriptor, _In_opt_ PSID PrincipalSelfSid,
                    _In_ HANDLE ClientToken, _In_ ACCESS_MASK DesiredAccess,
                    _In_reads_opt_(ObjectTypeListLength) POBJECT_TYPE_LIST ObjectTypeList,
                    _In_ ULONG ObjectTypeListLength, _In_ PGENERIC_MAPPING GenericMapping,
                    _Out_writes_bytes_(*PrivilegeSetLength) PPRIVILEGE_SET PrivilegeSet,
                    _Inout_ PULONG PrivilegeSetLength, _Out_ PACCESS_MASK GrantedAccess,
                    _Out_ PNTSTATUS AccessStatus);
NTSTATUS NTAPI
ZwAccessCheckByType(_In_ PSECURITY_DESCRIPTOR SecurityDescriptor, _In_opt_ PSID PrincipalSelfSid,
                    _In_ HANDLE ClientToken, _In_ ACCESS_MASK DesiredAccess,
                    _In_reads_opt_(ObjectTypeListLength) POBJECT_TYPE_LIST ObjectTypeList,
                    _In_ ULONG ObjectTypeListLength, _In_ PGENERIC_MAPPING GenericMapping,
                    _Out_writes_bytes_(*PrivilegeSetLength) PPRIVILEGE_SET PrivilegeSet,
                    _Inout_ PULONG PrivilegeSetLength, _Out_ PACCESS_MASK GrantedAccess,
                    _Out_ PNTSTATUS AccessStatus);

/*
 * The same with an answer for each node: GrantedAccess and AccessStatus have an element for each
 * element of ObjectTypeList. A node that is refused something keeps the rights that it got.
 *
 * STATUS_INVALID_PARAMETER        the list is no such tree, or has no element
 * STATUS_INVALID_SID              PrincipalSelfSid is no SID, either
 * Header only: phnt ntseapi.h NtAccessCheckByTypeResultList; securitybaseapi
 *     AccessCheckByTypeResultList
 */
NTSTATUS NTAPI NtAccessCheckByTypeResultList(
    _In_ PSECURITY_DESCRIPTOR SecurityDescriptor, _In_opt_ PSID PrincipalSelfSid,
    _In_ HANDLE ClientToken, _In_ ACCESS_MASK DesiredAccess,
    _In_reads_opt_(ObjectTypeListLength) POBJECT_TYPE_LIST ObjectTypeList,
    _In_ ULONG ObjectTypeListLength, _In_ PGENERIC_MAPPING GenericMapping,
    _Out_writes_bytes_(*PrivilegeSetLength) PPRIVILEGE_SET PrivilegeSet,
    _Inout_ PULONG PrivilegeSetLength, _Out_ PACCESS_MASK GrantedAccess,
    _Out_ PNTSTATUS AccessStatus);
NTSTATUS NTAPI ZwAccessCheckByTypeResultList(
    _In_ PSECURITY_DESCRIPTOR SecurityDescriptor, _In_opt_ PSID PrincipalSelfSid,
    _In_ HANDLE ClientToken, _In_ ACCESS_MASK DesiredAccess,
    _In_reads_opt_(ObjectTypeListLength) POBJECT_TYPE_LIST ObjectTypeList,
    _In_ ULONG ObjectTypeListLength, _In_ PGENERIC_MAPPING GenericMapping,
    _Out_writes_bytes_(*PrivilegeSetLength) PPRIVILEGE_SET PrivilegeSet,
    _Inout_ PULONG PrivilegeSetLength, _Out_ PACCESS_MASK GrantedAccess,
    _Out_ PNTSTATUS AccessStatus);

NTSRM_END

#endif
