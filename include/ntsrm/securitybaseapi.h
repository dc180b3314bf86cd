/*
 * Impersonation and tokens for programs. Each function returns nonzero on success; after a zero,
 * GetLastError says why. The errors are the Win32 names of the native call's statuses.
 */
#ifndef NTSRM_SECURITYBASEAPI_H
#define NTSRM_SECURITYBASEAPI_H

#include "minwinbase.h"

NTSRM_BEGIN

/*
 * Gives the calling thread a copy of its process's token to impersonate, at the given level.
 * Privileges and defaults changed in that copy hold for this thread alone. Called again it starts
 * from the process token again.
 *
 * ERROR_ACCESS_DENIED            the process token does not grant TOKEN_DUPLICATE to the effective
 *                                token of the thread
 * ERROR_BAD_IMPERSONATION_LEVEL  the level is none of the four, or the thread impersonates below
 *                                SecurityImpersonation
 * Page: securitybaseapi ImpersonateSelf
 */
BOOL WINAPI ImpersonateSelf(_In_ SECURITY_IMPERSONATION_LEVEL ImpersonationLevel);

/*
 * Ends whatever the calling thread impersonates, in one call and without any right to the token; a
 * success also if that is nothing. A program whose call failed still acts as its client.
 * Page: securitybaseapi RevertToSelf
 */
BOOL WINAPI RevertToSelf(VOID);

/*
 * Lets the calling thread impersonate the user of a token, until RevertToSelf or its end. Of a
 * primary token, whose handle needs TOKEN_QUERY and TOKEN_DUPLICATE, it gets a copy at
 * SecurityImpersonation; an impersonation token, whose handle needs TOKEN_QUERY and
 * TOKEN_IMPERSONATE, is used itself at its own level. No privilege is needed to call it, but the
 * level is lowered without an error where PsImpersonateClient would.
 *
 * ERROR_INVALID_HANDLE           no such handle, or not a token
 * ERROR_ACCESS_DENIED            the handle lacks a right
 * ERROR_BAD_IMPERSONATION_LEVEL  a primary token, while the caller impersonates below
 *                                SecurityImpersonation
 * ERROR_NO_SYSTEM_RESOURCES      no memory for the copy or its handle
 * ERROR_NOT_ENOUGH_MEMORY        no memory for the thread's impersonation block
 * Page: securitybaseapi ImpersonateLoggedOnUser
 */
BOOL WINAPI ImpersonateLoggedOnUser(_In_ HANDLE hToken);

/*
 * Lets a thread impersonate the anonymous logon (NtImpersonateAnonymousToken).
 *
 * ERROR_INVALID_HANDLE      no such handle, or not a thread
 * ERROR_ACCESS_DENIED       the handle lacks THREAD_IMPERSONATE, or the process is restricted
 * ERROR_NOT_ENOUGH_MEMORY   no memory for the thread's impersonation block
 * Page: securitybaseapi ImpersonateAnonymousToken
 */
BOOL WINAPI ImpersonateAnonymousToken(_In_ HANDLE ThreadHandle);

/*
 * Makes an impersonation token like an existing one, whose handle needs TOKEN_DUPLICATE. The new
 * handle has TOKEN_IMPERSONATE and TOKEN_QUERY.
 *
 * ERROR_INVALID_HANDLE           no such handle, or not a token
 * ERROR_ACCESS_DENIED            the handle lacks TOKEN_DUPLICATE, or the caller's defaults give it
 *                                no access to the new token
 * ERROR_BAD_IMPERSONATION_LEVEL  the level is none of the four, or above that of an impersonation
 *                                token; or the caller impersonates below SecurityImpersonation
 * ERROR_NO_SYSTEM_RESOURCES      no memory for token or handle
 * ERROR_NOACCESS                 DuplicateTokenHandle cannot be written
 * Page: securitybaseapi DuplicateToken
 */
BOOL WINAPI DuplicateToken(_In_ HANDLE ExistingTokenHandle,
                           _In_ SECURITY_IMPERSONATION_LEVEL ImpersonationLevel,
                           _Out_ PHANDLE DuplicateTokenHandle);

/*
 * Makes a token of either type like an existing one (NtDuplicateToken), with nothing left out.
 *
 * dwDesiredAccess     0: the rights of the existing handle
 * lpTokenAttributes   NULL: the usual descriptor, and a handle that is not inherited. A SACL in the
 *                     descriptor, beyond a label, gives the handle ACCESS_SYSTEM_SECURITY, too
 *
 * ERROR_INVALID_HANDLE           no such handle, or not a token
 * ERROR_INVALID_PARAMETER        TokenType is neither of the two
 * ERROR_ACCESS_DENIED            the handle lacks TOKEN_DUPLICATE, or the new token's descriptor
 *                                denies the access
 * ERROR_BAD_IMPERSONATION_LEVEL  as NtDuplicateToken says
 * ERROR_PRIVILEGE_NOT_HELD       ACCESS_SYSTEM_SECURITY, or a descriptor with a SACL, without
 *                                SeSecurityPrivilege
 * ERROR_INVALID_OWNER            the owner in the descriptor may not be one
 * ERROR_UNKNOWN_REVISION, ERROR_INVALID_SID, ERROR_INVALID_ACL, ERROR_INVALID_SECURITY_DESCR
 *                                the descriptor is malformed
 * ERROR_NO_SYSTEM_RESOURCES      no memory for token or handle
 * ERROR_NOACCESS                 phNewToken cannot be written, or the descriptor cannot be read
 * ERROR_INVALID_FUNCTION         lpTokenAttributes cannot be read, which would raise an exception
 *                                in the program: not modelled
 * Page: securitybaseapi DuplicateTokenEx
 */
BOOL WINAPI DuplicateTokenEx(_In_ HANDLE hExistingToken, _In_ DWORD dwDesiredAccess,
                             _In_opt_ LPSECURITY_ATTRIBUTES lpTokenAttributes,
                             _In_ SECURITY_IMPERSONATION_LEVEL ImpersonationLevel,
                             _In_ TOKEN_TYPE TokenType, _Out_ PHANDLE phNewToken);

/*
 * Makes a token that may do less than an existing one (NtFilterToken): some SIDs for denials only,
 * privileges removed, a list of restricting SIDs. The handle needs TOKEN_DUPLICATE; the new one has
 * the same rights. Arrays may be NULL if their count is 0. With DISABLE_MAX_PRIVILEGE
 * PrivilegesToDelete is not looked at, nor its count.
 *
 * ERROR_INVALID_HANDLE      no such handle, or not a token
 * ERROR_ACCESS_DENIED       the handle lacks TOKEN_DUPLICATE
 * ERROR_INVALID_PARAMETER   a flag that the version does not have, attributes in SidsToRestrict, or
 *                           more than 4096 entries in a list
 * ERROR_INVALID_SID         a list holds something that is no SID
 * ERROR_NO_SYSTEM_RESOURCES no memory for a list, token or handle
 * ERROR_NOACCESS            a SID cannot be read, or NewTokenHandle cannot be written
 * ERROR_INVALID_FUNCTION    what NtFilterToken does not model; an array that cannot be read, which
 *                           would raise an exception in the program
 * Page: securitybaseapi CreateRestrictedToken
 */
BOOL WINAPI CreateRestrictedToken(_In_ HANDLE ExistingTokenHandle, _In_ DWORD Flags,
                                  _In_ DWORD DisableSidCount,
                                  _In_reads_opt_(DisableSidCount) PSID_AND_ATTRIBUTES SidsToDisable,
                                  _In_ DWORD DeletePrivilegeCount,
                                  _In_reads_opt_(DeletePrivilegeCount)
                                      PLUID_AND_ATTRIBUTES PrivilegesToDelete,
                                  _In_ DWORD RestrictedSidCount,
                                  _In_reads_opt_(RestrictedSidCount)
                                      PSID_AND_ATTRIBUTES SidsToRestrict,
                                  _Out_ PHANDLE NewTokenHandle);

/*
 * Whether a token has restricting SIDs; CreateRestrictedToken makes tokens without them, too. Zero
 * also if the call fails: the last error stays as it is if it does not. TokenHandle needs
 * TOKEN_QUERY.
 *
 * ERROR_INVALID_HANDLE   no such handle, or not a token
 * ERROR_ACCESS_DENIED    the handle lacks TOKEN_QUERY
 * Page: securitybaseapi IsTokenRestricted
 */
BOOL WINAPI IsTokenRestricted(_In_ HANDLE TokenHandle);

/*
 * Whether a SID is enabled in a token, and among its restricting SIDs if it has some. The token
 * must be an impersonation token, its handle needs TOKEN_QUERY. AppContainers are members of
 * nothing; ask CheckTokenMembershipEx about them.
 *
 * TokenHandle   NULL: what the calling thread impersonates, or a copy of the process's token
 * IsMember      gets FALSE also if the call fails after its arguments were read
 *
 * ERROR_NO_IMPERSONATION_TOKEN   a primary token
 * ERROR_BAD_IMPERSONATION_LEVEL  a token at SecurityAnonymous
 * ERROR_CANT_OPEN_ANONYMOUS      no handle, and the thread impersonates at SecurityAnonymous
 * ERROR_INVALID_HANDLE           no such handle, or not a token
 * ERROR_ACCESS_DENIED            the handle lacks TOKEN_QUERY; or without one, the process may not
 *                                query or duplicate the token
 * ERROR_INVALID_SID              SidToCheck is no SID
 * ERROR_NO_SYSTEM_RESOURCES      no memory for the copy or a handle
 * ERROR_INVALID_FUNCTION         a bad pointer, which would raise an exception in the program: not
 *                                modelled
 * Page: securitybaseapi CheckTokenMembership
 */
BOOL WINAPI CheckTokenMembership(_In_opt_ HANDLE TokenHandle, _In_ PSID SidToCheck,
                                 _Out_ PBOOL IsMember);

/*
 * Whether a token holds privileges, enabled: all of a set, or any of them (NtPrivilegeCheck). Those
 * that it has get SE_PRIVILEGE_USED_FOR_ACCESS. ClientToken needs TOKEN_QUERY.
 *
 * ERROR_BAD_IMPERSONATION_LEVEL  an impersonation token at SecurityAnonymous
 * ERROR_INVALID_HANDLE           no such handle, or not a token
 * ERROR_ACCESS_DENIED            the handle lacks TOKEN_QUERY
 * ERROR_NOACCESS                 RequiredPrivileges cannot be read or written
 * ERROR_INVALID_FUNCTION         pfResult cannot be written, which would raise an exception in the
 *                                program: not modelled
 * Page: securitybaseapi PrivilegeCheck
 */
BOOL WINAPI PrivilegeCheck(_In_ HANDLE ClientToken, _Inout_ PPRIVILEGE_SET RequiredPrivileges,
                           _Out_ LPBOOL pfResult);

/*
 * Enables, disables or removes privileges that a token has (NtAdjustPrivilegesToken).
 *
 * ERROR_NOT_ALL_ASSIGNED     with a nonzero result: the token lacks some, all others were set; the
 *                            last error is ERROR_SUCCESS where it lacks none
 * ERROR_INVALID_HANDLE       no such handle, or not a token
 * ERROR_ACCESS_DENIED        the handle lacks TOKEN_ADJUST_PRIVILEGES, or TOKEN_QUERY while
 *                            PreviousState is given
 * ERROR_INVALID_PARAMETER    NewState is NULL and DisableAllPrivileges FALSE
 * ERROR_INSUFFICIENT_BUFFER  PreviousState does not fit; ReturnLength tells the size
 * ERROR_NOACCESS             a pointer cannot be read or written
 * Page: securitybaseapi AdjustTokenPrivileges
 */
BOOL WINAPI AdjustTokenPrivileges(_In_ HANDLE TokenHandle, _In_ BOOL DisableAllPrivileges,
                                  _In_opt_ PTOKEN_PRIVILEGES NewState, _In_ DWORD BufferLength,
                                  _Out_writes_bytes_opt_(BufferLength)
                                      PTOKEN_PRIVILEGES PreviousState,
                                  _Out_opt_ PDWORD ReturnLength);

/*
 * Enables or disables groups that a token has, or resets them all to their defaults
 * (NtAdjustGroupsToken). Groups that the token lacks are not told, unlike privileges.
 *
 * ERROR_CANT_DISABLE_MANDATORY  a mandatory group, or the user, cannot be disabled
 * ERROR_CANT_ENABLE_DENY_ONLY   a group that is used for denials only
 * ERROR_INVALID_HANDLE          no such handle, or not a token
 * ERROR_ACCESS_DENIED           the handle lacks TOKEN_ADJUST_GROUPS, or TOKEN_QUERY while
 *                               PreviousState is given
 * ERROR_INVALID_PARAMETER       NewState is NULL and ResetToDefault FALSE, or too long
 * ERROR_INVALID_SID             NewState holds something that is no SID
 * ERROR_INSUFFICIENT_BUFFER     PreviousState does not fit; ReturnLength tells the size
 * ERROR_NO_SYSTEM_RESOURCES     no memory for the list
 * ERROR_NOACCESS                a pointer cannot be read or written
 * Page: securitybaseapi AdjustTokenGroups
 */
BOOL WINAPI AdjustTokenGroups(_In_ HANDLE TokenHandle, _In_ BOOL ResetToDefault,
                              _In_opt_ PTOKEN_GROUPS NewState, _In_ DWORD BufferLength,
                              _Out_writes_bytes_opt_(BufferLength) PTOKEN_GROUPS PreviousState,
                              _Out_opt_ PDWORD ReturnLength);

/*
 * Asks for something of a token (NtQueryInformationToken). The handle needs TOKEN_QUERY, for
 * TokenSource TOKEN_QUERY_SOURCE.
 *
 * ReturnLength   gets the bytes that the answer has, also if they do not fit
 *
 * ERROR_INSUFFICIENT_BUFFER      the answer does not fit
 * ERROR_INVALID_HANDLE           no such handle, or not a token
 * ERROR_ACCESS_DENIED            the handle lacks the right
 * ERROR_INVALID_PARAMETER        no such class, or not of this token
 * ERROR_NO_TOKEN                 the pseudo handle of a thread that does not impersonate
 * ERROR_NOACCESS                 a pointer cannot be written
 * ERROR_INVALID_FUNCTION         a class that ntsrm does not model
 *
 * Others are the Win32 names of the statuses that NtQueryInformationToken has for single classes.
 * Page: securitybaseapi GetTokenInformation
 */
BOOL WINAPI GetTokenInformation(_In_ HANDLE TokenHandle,
                                _In_ TOKEN_INFORMATION_CLASS TokenInformationClass,
                                _Out_writes_bytes_opt_(TokenInformationLength)
                                    LPVOID TokenInformation,
                                _In_ DWORD TokenInformationLength, _Out_ PDWORD ReturnLength);

/*
 * Sets something of a token (NtSetInformationToken).
 *
 * ERROR_INVALID_HANDLE            no such handle, or not a token
 * ERROR_ACCESS_DENIED             the handle lacks the right the class needs
 * ERROR_INVALID_PARAMETER         a class that cannot be set
 * ERROR_BAD_LENGTH                TokenInformationLength does not fit the class
 * ERROR_INVALID_ACL               the list is malformed
 * ERROR_ALLOTTED_SPACE_EXCEEDED   the default DACL does not fit
 * ERROR_NO_SYSTEM_RESOURCES       no memory for the list
 * ERROR_INVALID_FUNCTION          a class that ntsrm does not model
 * ERROR_NOACCESS                  a pointer cannot be read
 *
 * Others are the Win32 names of the statuses that NtSetInformationToken has for single classes.
 * Page: securitybaseapi SetTokenInformation
 */
BOOL WINAPI SetTokenInformation(_In_ HANDLE TokenHandle,
                                _In_ TOKEN_INFORMATION_CLASS TokenInformationClass,
                                _In_reads_bytes_(TokenInformationLength) LPVOID TokenInformation,
                                _In_ DWORD TokenInformationLength);

/*
 * Reads the descriptor of a kernel object in self-relative form (NtQuerySecurityObject): the parts
 * named by RequestedInformation, each of which needs its right.
 *
 * ERROR_INVALID_HANDLE            no such handle
 * ERROR_ACCESS_DENIED             the handle lacks the right that a part needs
 * ERROR_INSUFFICIENT_BUFFER       the descriptor does not fit; lpnLengthNeeded tells the size
 * ERROR_NOACCESS                  a pointer cannot be written
 * ERROR_PIPE_NOT_CONNECTED        the handle is the end of a client that the server disconnected
 * Page: securitybaseapi GetKernelObjectSecurity
 */
BOOL WINAPI GetKernelObjectSecurity(_In_ HANDLE Handle,
                                    _In_ SECURITY_INFORMATION RequestedInformation,
                                    _Out_writes_bytes_opt_(nLength)
                                        PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                    _In_ DWORD nLength, _Out_ LPDWORD lpnLengthNeeded);

/*
 * Sets parts of the descriptor of a kernel object (NtSetSecurityObject), each of which needs its
 * right: owner, group and label WRITE_OWNER, the DACL WRITE_DAC, audit entries
 * ACCESS_SYSTEM_SECURITY.
 *
 * ERROR_INVALID_HANDLE            no such handle
 * ERROR_ACCESS_DENIED             the handle lacks the right that a part needs
 * ERROR_NOACCESS                  the descriptor is NULL, or it or a part cannot be read
 * ERROR_UNKNOWN_REVISION          the descriptor is of no known revision
 * ERROR_INVALID_SECURITY_DESCR    it is malformed, or lacks the owner or group that is named
 * ERROR_INVALID_SID               its owner or group is no SID
 * ERROR_INVALID_ACL               one of its lists is malformed
 * ERROR_INVALID_OWNER             the caller may not make this SID the owner
 * ERROR_INVALID_LABEL             the label's SID is no integrity level
 * ERROR_INVALID_PARAMETER         the label's mask has bits that mean nothing
 * ERROR_PRIVILEGE_NOT_HELD        a label above the caller's integrity
 * ERROR_NO_SECURITY_ON_OBJECT     the object was made without a descriptor
 * ERROR_NO_SYSTEM_RESOURCES       no memory for the captured descriptor
 * ERROR_PIPE_NOT_CONNECTED        the handle is the end of a client that the server disconnected
 * ERROR_INVALID_FUNCTION          the SACL would be longer than 64 KiB: not modelled
 * Page: securitybaseapi SetKernelObjectSecurity
 */
BOOL WINAPI SetKernelObjectSecurity(_In_ HANDLE Handle,
                                    _In_ SECURITY_INFORMATION SecurityInformation,
                                    _In_ PSECURITY_DESCRIPTOR SecurityDescriptor);

/*
 * Makes the security descriptor of a new object of the program's own: from what the creator gives,
 * what the container hands down, and what the token has for new objects. Returns nonzero on
 * success; after a zero, GetLastError says why. CreatePrivateObjectSecurity has no ObjectType and
 * no flags. What comes back is given to DestroyPrivateObjectSecurity.
 *
 * AutoInheritFlags    SEF_*; SEF_MACL_* are not modelled
 * Token               a handle with TOKEN_QUERY, at SecurityIdentification or above; NULL with
 *                     both SEF_AVOID_PRIVILEGE_CHECK and SEF_AVOID_OWNER_CHECK
 *
 * ERROR_INVALID_OWNER            nobody says the owner, or it is none that the token may own by
 * ERROR_INVALID_PRIMARY_GROUP    nobody says the primary group
 * ERROR_PRIVILEGE_NOT_HELD       a SACL is given, and the token has no SeSecurityPrivilege enabled;
 *                                or a label above its integrity, and it has no SeRelabelPrivilege
 * ERROR_NO_TOKEN                 no token where one is needed
 * ERROR_BAD_IMPERSONATION_LEVEL  the token is at SecurityAnonymous
 * Page: securitybaseapi CreatePrivateObjectSecurityEx
 */
BOOL WINAPI CreatePrivateObjectSecurityEx(
    _In_opt_ PSECURITY_DESCRIPTOR ParentDescriptor, _In_opt_ PSECURITY_DESCRIPTOR CreatorDescriptor,
    _Out_ PSECURITY_DESCRIPTOR *NewDescriptor, _In_opt_ GUID *ObjectType,
    _In_ BOOL IsContainerObject, _In_ ULONG AutoInheritFlags, _In_opt_ HANDLE Token,
    _In_ PGENERIC_MAPPING GenericMapping);
BOOL WINAPI CreatePrivateObjectSecurity(_In_opt_ PSECURITY_DESCRIPTOR ParentDescriptor,
                                        _In_opt_ PSECURITY_DESCRIPTOR CreatorDescriptor,
                                        _Out_ PSECURITY_DESCRIPTOR *NewDescriptor,
                                        _In_ BOOL IsDirectoryObject, _In_opt_ HANDLE Token,
                                        _In_ PGENERIC_MAPPING GenericMapping);
BOOL WINAPI DestroyPrivateObjectSecurity(_Inout_ PSECURITY_DESCRIPTOR *ObjectDescriptor);

NTSRM_END

#include "securitybaseapi_access.h"
#include "securitybaseapi_library.h"

#endif
