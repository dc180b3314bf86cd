/*
 * Access checks for objects of one's own. Part of securitybaseapi.h; include that one.
 *
 * A check that succeeds has its answer in *AccessStatus: TRUE; or FALSE, and then the last error
 * says why and *GrantedAccess is 0. What parameters mean is said in ntifs_nt_access.h.
 * The checks can fail with
 *
 * ERROR_NOACCESS                 a pointer cannot be read or written
 * ERROR_GENERIC_NOT_MAPPED       DesiredAccess has generic rights; ask MapGenericMask
 * ERROR_INVALID_HANDLE           no such handle, or not a token
 * ERROR_ACCESS_DENIED            the handle lacks TOKEN_QUERY
 * ERROR_NO_IMPERSONATION_TOKEN   a primary token
 * ERROR_BAD_IMPERSONATION_LEVEL  a token at SecurityAnonymous
 * ERROR_INSUFFICIENT_BUFFER      *PrivilegeSetLength is too little and tells now how much is needed
 * ERROR_INVALID_SECURITY_DESCR   pSecurityDescriptor is NULL or malformed, or lacks owner or group
 * ERROR_UNKNOWN_REVISION         it is of no known revision
 * ERROR_INVALID_SID              its owner or group is no SID
 * ERROR_INVALID_ACL              one of its lists is malformed
 * ERROR_NO_SYSTEM_RESOURCES      no memory for what is captured
 * ERROR_INVALID_FUNCTION         what ntsrm does not model; AccessStatus cannot be written, which
 *                                would raise an exception in the program
 */
#ifndef NTSRM_SECURITYBASEAPI_ACCESS_H
#define NTSRM_SECURITYBASEAPI_ACCESS_H

#include "securitybaseapi.h"

NTSRM_BEGIN

/*
 * Whether a client may have these rights on an object with this descriptor (NtAccessCheck).
 * Page: securitybaseapi AccessCheck
 */
BOOL WINAPI AccessCheck(_In_ PSECURITY_DESCRIPTOR pSecurityDescriptor, _In_ HANDLE ClientToken,
                        _In_ DWORD DesiredAccess, _In_ PGENERIC_MAPPING GenericMapping,
                        _Out_writes_bytes_(*PrivilegeSetLength) PPRIVILEGE_SET PrivilegeSet,
                        _Inout_ LPDWORD PrivilegeSetLength, _Out_ LPDWORD GrantedAccess,
                        _Out_ LPBOOL AccessStatus);

/*
 * The same for a tree of object types (NtAccessCheckByType).
 *
 * ERROR_INVALID_PARAMETER        ObjectTypeList is no tree
 * ERROR_INVALID_SID              PrincipalSelfSid is no SID, either
 * Page: securitybaseapi AccessCheckByType
 */
BOOL WINAPI AccessCheckByType(_In_ PSECURITY_DESCRIPTOR pSecurityDescriptor,
                              _In_opt_ PSID PrincipalSelfSid, _In_ HANDLE ClientToken,
                              _In_ DWORD DesiredAccess,
                              _In_reads_opt_(ObjectTypeListLength) POBJECT_TYPE_LIST ObjectTypeList,
                              _In_ DWORD ObjectTypeListLength, _In_ PGENERIC_MAPPING GenericMapping,
                              _Out_writes_bytes_(*PrivilegeSetLength) PPRIVILEGE_SET PrivilegeSet,
                              _Inout_ LPDWORD PrivilegeSetLength, _Out_ LPDWORD GrantedAccess,
                              _Out_ LPBOOL AccessStatus);

/*
 * The same with an answer for each node (NtAccessCheckByTypeResultList). An element of
 * AccessStatusList is 0 for success, else the Win32 error that says why not (that it is a Win32
 * error is inferred).
 *
 * ERROR_INVALID_PARAMETER        ObjectTypeList is no tree, or has no element
 * ERROR_INVALID_SID              PrincipalSelfSid is no SID, either
 * Page: securitybaseapi AccessCheckByTypeResultList
 */
BOOL WINAPI AccessCheckByTypeResultList(
    _In_ PSECURITY_DESCRIPTOR pSecurityDescriptor, _In_opt_ PSID PrincipalSelfSid,
    _In_ HANDLE ClientToken, _In_ DWORD DesiredAccess,
    _In_reads_opt_(ObjectTypeListLength) POBJECT_TYPE_LIST ObjectTypeList,
    _In_ DWORD ObjectTypeListLength, _In_ PGENERIC_MAPPING GenericMapping,
    _Out_writes_bytes_(*PrivilegeSetLength) PPRIVILEGE_SET PrivilegeSet,
    _Inout_ LPDWORD PrivilegeSetLength, _Out_ LPDWORD GrantedAccessList,
    _Out_ LPDWORD AccessStatusList);

/*
 * Replaces generic rights in a mask by what they mean for a type of object. A bad pointer would
 * raise an exception in the program: not modelled.
 * Page: securitybaseapi MapGenericMask
 */
VOID WINAPI MapGenericMask(_Inout_ PDWORD AccessMask, _In_ PGENERIC_MAPPING GenericMapping);

/*
 * Whether GrantedAccess has every right of DesiredAccess.
 * Page: securitybaseapi AreAllAccessesGranted
 */
BOOL WINAPI AreAllAccessesGranted(_In_ DWORD GrantedAccess, _In_ DWORD DesiredAccess);

/*
 * Whether GrantedAccess has any right of DesiredAccess.
 * Page: securitybaseapi AreAnyAccessesGranted
 */
BOOL WINAPI AreAnyAccessesGranted(_In_ DWORD GrantedAccess, _In_ DWORD DesiredAccess);

/*
 * CheckTokenMembership, from Windows 8 on, which can be told not to refuse AppContainers. Errors as
 * there, and
 *
 * ERROR_INVALID_PARAMETER        a flag that there is not (inferred)
 * ERROR_INVALID_FUNCTION         before Windows 8, too
 * Page: securitybaseapi CheckTokenMembershipEx
 */
BOOL WINAPI CheckTokenMembershipEx(_In_opt_ HANDLE TokenHandle, _In_ PSID SidToCheck,
                                   _In_ DWORD Flags, _Out_ PBOOL IsMember);

/*
 * Whether a token has a capability, which only those of AppContainers have; from Windows 8 on.
 * Handles and errors as for CheckTokenMembership.
 * Page: securitybaseapi CheckTokenCapability
 */
BOOL WINAPI CheckTokenCapability(_In_opt_ HANDLE TokenHandle, _In_ PSID CapabilitySidToCheck,
                                 _Out_ PBOOL HasCapability);

NTSRM_END

#endif
