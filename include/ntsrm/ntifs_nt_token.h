/*
 * Nt* and Zw*: the token services. Part of ntifs.h; include that one.
 *
 * What ntifs_nt.h says of previous mode and of the statuses that every call can return holds here
 * too.
 */
#ifndef NTSRM_NTIFS_NT_TOKEN_H
#define NTSRM_NTIFS_NT_TOKEN_H

#include "ntifs.h"

NTSRM_BEGIN

/* ---- making tokens ---- */

/*
 * Makes a token that may do less than an existing one, of the same type and level, in the same
 * logon session; its ParentTokenId is the TokenId of the existing one. That one's handle needs
 * TOKEN_DUPLICATE, and the new handle gets the rights that it has. Lists may be NULL.
 *
 * Flags                DISABLE_MAX_PRIVILEGE: every privilege but SeChangeNotifyPrivilege goes,
 *                      whatever PrivilegesToDelete says. LUA_TOKEN (Vista and later): the groups of
 *                      administrators become deny-only; then of the privileges those of an
 *                      ordinary user stay, or if there was no such group, all but the most powerful
 *                      ones. WRITE_RESTRICTED (Vista and later; Windows XP has it as 0x4): the
 *                      restricting SIDs are asked for write access only, and without such SIDs it
 *                      means nothing. SANDBOX_INERT: since Windows 7 without effect unless the
 *                      caller is LocalSystem or TrustedInstaller
 * SidsToDisable        become deny-only, mandatory groups and the user as well; attributes and SIDs
 *                      that the token does not have are ignored. An owner that becomes deny-only
 *                      leaves that to the user
 * PrivilegesToDelete   attributes and privileges that the token does not have are ignored
 * RestrictedSids       if the token is restricted already, those of them that it has
 *
 * STATUS_INVALID_PARAMETER        a flag that the version does not have, attributes in
 *                                 RestrictedSids, or a list of more than 4096 SIDs
 * STATUS_INVALID_SID              a list holds something that is no SID
 * STATUS_NOT_IMPLEMENTED          RestrictedSids of which the token has none, or another kind of
 *                                 restriction, for writing or for everything, than it has: not
 *                                 modelled
 * Header only: ntifs.h
 */
NTSTATUS NTAPI NtFilterToken(_In_ HANDLE ExistingTokenHandle, _In_ ULONG Flags,
                             _In_opt_ PTOKEN_GROUPS SidsToDisable,
                             _In_opt_ PTOKEN_PRIVILEGES PrivilegesToDelete,
                             _In_opt_ PTOKEN_GROUPS RestrictedSids, _Out_ PHANDLE NewTokenHandle);

/*
 * Makes a token of the caller's design. Takes SeCreateTokenPrivilege. Its level is that of the
 * quality of service in ObjectAttributes, else SecurityAnonymous; a primary token does not record
 * one that does not exist. It belongs to session 0 and is not elevated, and its mandatory policy is
 * off until it is set.
 *
 * AuthenticationId   a logon session that exists
 * Groups             mandatory ones are enabled, now and by default. One that is marked as
 *                    integrity (Vista and later) is the integrity level, S-1-16-n up to System;
 *                    without one it is Medium
 * Owner              of what the token creates: the user, or a group with SE_GROUP_OWNER; NULL
 *                    stands for the user
 * PrimaryGroup       the user or one of the groups
 * DefaultDacl        NULL, or one that holds NULL: none
 *
 * STATUS_PRIVILEGE_NOT_HELD       the caller lacks SeCreateTokenPrivilege; or
 *                                 ACCESS_SYSTEM_SECURITY without SeSecurityPrivilege
 * STATUS_BAD_TOKEN_TYPE           Type is neither of the two
 * STATUS_BAD_IMPERSONATION_LEVEL  an impersonation token of a level that does not exist; or the
 *                                 caller impersonates below SecurityImpersonation
 * STATUS_INVALID_PARAMETER        a Length or an attribute in ObjectAttributes is wrong, or there
 *                                 are more than 4096 groups
 * STATUS_INVALID_SID              a SID is none
 * STATUS_INVALID_LABEL            the integrity level is none, or above System
 * STATUS_INVALID_ACL              DefaultDacl is malformed
 * STATUS_INVALID_OWNER            Owner is neither the user nor a group that may be an owner; or
 *                                 the descriptor in ObjectAttributes has such an owner
 * STATUS_INVALID_PRIMARY_GROUP    PrimaryGroup is not among user and groups
 * STATUS_NO_SUCH_LOGON_SESSION    there is no logon session AuthenticationId
 * STATUS_NOT_IMPLEMENTED          a privilege that does not exist: not modelled
 * Header only: phnt
 */
NTSTATUS NTAPI NtCreateToken(_Out_ PHANDLE TokenHandle, _In_ ACCESS_MASK DesiredAccess,
                             _In_opt_ POBJECT_ATTRIBUTES ObjectAttributes, _In_ TOKEN_TYPE Type,
                             _In_ PLUID AuthenticationId, _In_ PLARGE_INTEGER ExpirationTime,
                             _In_ PTOKEN_USER User, _In_ PTOKEN_GROUPS Groups,
                             _In_ PTOKEN_PRIVILEGES Privileges, _In_opt_ PTOKEN_OWNER Owner,
                             _In_ PTOKEN_PRIMARY_GROUP PrimaryGroup,
                             _In_opt_ PTOKEN_DEFAULT_DACL DefaultDacl, _In_ PTOKEN_SOURCE Source);

/*
 * Makes the token of an AppContainer, from Windows 8 on: the existing token with a package and
 * capabilities, always primary and Low, with no privileges but SeChangeNotifyPrivilege and
 * SeIncreaseWorkingSetPrivilege (inferred: that these two stay). ExistingTokenHandle needs
 * TOKEN_DUPLICATE, although the page asks for TOKEN_QUERY (policy lowbox-source), and cannot be a
 * pseudo handle. Only a process of Medium integrity or above can make one.
 *
 * PackageSid     S-1-15-2-..., with 8 sub-authorities, or 12 for the child of a package
 * Capabilities   S-1-15-3-..., each with SE_GROUP_ENABLED; may be NULL if CapabilityCount is 0
 *
 * STATUS_INVALID_PARAMETER           PackageSid or a capability is not such a SID (inferred: which
 *                                    status that is), or there are more than 4096 of them; or a
 *                                    Length or an attribute in ObjectAttributes is wrong
 * STATUS_INVALID_SID                 one of them is no SID at all
 * STATUS_INVALID_PACKAGE_SID_LENGTH  PackageSid is too long or too short for a package
 * STATUS_ACCESS_DENIED               also: the caller's process is below Medium (inferred)
 * STATUS_BAD_IMPERSONATION_LEVEL     the existing token is an impersonation token below
 *                                    SecurityImpersonation, or the caller impersonates below it
 * STATUS_PRIVILEGE_NOT_HELD          ACCESS_SYSTEM_SECURITY without SeSecurityPrivilege
 * STATUS_INVALID_OWNER               the descriptor in ObjectAttributes has an owner that the
 *                                    caller may not make one
 * STATUS_NOT_IMPLEMENTED             handles, a capability that is not enabled, an existing token
 *                                    that is an AppContainer's, or a version before Windows 8: not
 *                                    modelled
 * Page: win32 NtCreateLowBoxToken
 */
NTSTATUS NTAPI NtCreateLowBoxToken(_Out_ PHANDLE TokenHandle, _In_ HANDLE ExistingTokenHandle,
                                   _In_ ACCESS_MASK DesiredAccess,
                                   _In_opt_ POBJECT_ATTRIBUTES ObjectAttributes,
                                   _In_ PSID PackageSid, _In_ ULONG CapabilityCount,
                                   _In_reads_opt_(CapabilityCount) PSID_AND_ATTRIBUTES Capabilities,
                                   _In_ ULONG HandleCount,
                                   _In_reads_opt_(HandleCount) HANDLE *Handles);

/* ---- changing tokens ---- */

/*
 * Enables and disables groups that a token has; it cannot add any. Of the attributes in NewState
 * only SE_GROUP_ENABLED counts. TokenHandle needs TOKEN_ADJUST_GROUPS, and TOKEN_QUERY too where
 * PreviousState is given. What cannot be changed here: the user, mandatory groups (the logon SID
 * and the integrity label are such), and SIDs that are for denials only. To ask for what is so
 * already is no error, except that the user and mandatory groups are never to be disabled.
 *
 * ResetToDefault   TRUE: enables the groups that are enabled by default and disables the others;
 *                  NewState is ignored
 * PreviousState    gets the groups that changed, as they were, with their SIDs behind the list: it
 *                  can be the NewState of a call that restores them
 * ReturnLength     written only where PreviousState is given
 *
 * STATUS_NOT_ALL_ASSIGNED         a success: the token lacks some, all others were set
 * STATUS_INVALID_PARAMETER        NewState is NULL and ResetToDefault FALSE, or NewState has more
 *                                 than 4096 entries
 * STATUS_INVALID_SID              NewState holds something that is no SID
 * STATUS_CANT_DISABLE_MANDATORY   a mandatory group is to be disabled, or the user (inferred: that
 *                                 it fails is documented, with which status is not)
 * STATUS_CANT_ENABLE_DENY_ONLY    a SID that is for denials only is to be enabled
 * STATUS_BUFFER_TOO_SMALL         PreviousState does not fit; ReturnLength tells the size
 * STATUS_INSUFFICIENT_RESOURCES   no memory for the captured list
 * Page: ntifs NtAdjustGroupsToken
 */
NTSTATUS NTAPI NtAdjustGroupsToken(_In_ HANDLE TokenHandle, _In_ BOOLEAN ResetToDefault,
                                   _In_opt_ PTOKEN_GROUPS NewState, _In_ ULONG BufferLength,
                                   _Out_writes_bytes_opt_(BufferLength) PTOKEN_GROUPS PreviousState,
                                   _Out_opt_ PULONG ReturnLength);

/* ---- asking tokens ---- */

/*
 * Asks a token for the information of one class. TokenHandle needs TOKEN_QUERY, for TokenSource
 * TOKEN_QUERY_SOURCE. TokenInformation gets the structure of the class and behind it the SIDs and
 * lists that it points to. Each class exists from some version on.
 *
 * TokenInformation   may be NULL where TokenInformationLength is 0: this asks for the length
 * ReturnLength       the length of the information, also where it does not fit; never NULL. Without
 *                    a default DACL TokenDefaultDacl is a NULL pointer, as long as the structure:
 *                    so it was recorded, while the page speaks of a length of 0
 *
 * TokenGroups lists, from Vista on, the integrity level as a group (that it is the last one is
 * inferred). TokenLinkedToken opens a handle with all rights to a new copy of the other token: a
 * primary one for a caller that holds SeTcbPrivilege, else an impersonation token at
 * SecurityIdentification. TokenIsRestricted, which the page reserves for the system, tells whether
 * there are restricting SIDs (inferred).
 *
 * Pointers are judged first, then the handle, class, rights and privilege, whether this token has
 * such information, and the length.
 *
 * STATUS_INVALID_INFO_CLASS       no class of this version, or one that can only be set; or
 *                                 TokenImpersonationLevel of a primary token
 * STATUS_PRIVILEGE_NOT_HELD       TokenAuditPolicy without SeSecurityPrivilege
 * STATUS_NOT_FOUND                TokenLogonSid of a token without one (inferred)
 * STATUS_NO_SUCH_LOGON_SESSION    TokenLinkedToken of a token without one (inferred)
 * STATUS_BUFFER_TOO_SMALL         it does not fit; ReturnLength tells the length
 * STATUS_INSUFFICIENT_RESOURCES   TokenLinkedToken: no memory for the copy or its handle
 * STATUS_NOT_IMPLEMENTED          a class that ntsrm does not model (docs/caveats.md)
 * Page: ntifs NtQueryInformationToken
 */
NTSTATUS NTAPI NtQueryInformationToken(_In_ HANDLE TokenHandle,
                                       _In_ TOKEN_INFORMATION_CLASS TokenInformationClass,
                                       _Out_writes_bytes_opt_(TokenInformationLength)
                                           PVOID TokenInformation,
                                       _In_ ULONG TokenInformationLength,
                                       _Out_ PULONG ReturnLength);
NTSTATUS NTAPI ZwQueryInformationToken(_In_ HANDLE TokenHandle,
                                       _In_ TOKEN_INFORMATION_CLASS TokenInformationClass,
                                       _Out_writes_bytes_opt_(TokenInformationLength)
                                           PVOID TokenInformation,
                                       _In_ ULONG TokenInformationLength,
                                       _Out_ PULONG ReturnLength);

/*
 * Whether a token has privileges of the set enabled: all of them if Control has
 * PRIVILEGE_SET_ALL_NECESSARY, else at least one; other bits of Control mean nothing. Each one that
 * is enabled gets SE_PRIVILEGE_USED_FOR_ACCESS, also if the answer is FALSE. ClientToken needs
 * TOKEN_QUERY; a primary token is taken too. Unlike SePrivilegeCheck this asks the token, not who
 * impersonates it at what level. A call from kernel mode holds every privilege.
 *
 * STATUS_BAD_IMPERSONATION_LEVEL  an impersonation token at SecurityAnonymous
 * Page: ntifs NtPrivilegeCheck
 */
NTSTATUS NTAPI NtPrivilegeCheck(_In_ HANDLE ClientToken, _Inout_ PPRIVILEGE_SET RequiredPrivileges,
                                _Out_ PBOOLEAN Result);

/*
 * Whether two tokens are the same to an access check: the same SIDs with the same attributes, among
 * them the integrity label; the same restricting SIDs or none; the same privileges in the same
 * state. Both handles need TOKEN_QUERY. Package and capabilities are not compared, nor whether
 * restricting SIDs count for write access only: the page says nothing of them.
 *
 * STATUS_ACCESS_VIOLATION         Equal is NULL, whatever the handles are
 * Page: win32 NtCompareTokens
 */
NTSTATUS NTAPI NtCompareTokens(_In_ HANDLE FirstTokenHandle, _In_ HANDLE SecondTokenHandle,
                               _Out_ PBOOLEAN Equal);

NTSRM_END

#endif
