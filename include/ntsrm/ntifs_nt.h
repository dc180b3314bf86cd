/*
 * Nt* and Zw*: the native calls that take handles. Part of ntifs.h; include that one.
 *
 * Nt* answer for the previous mode of the calling thread, Zw* for the kernel: pointers are not
 * probed and access is not checked. Handles belong to the calling process. Unless said otherwise
 * each call can return
 *
 * STATUS_SUCCESS
 * STATUS_INVALID_HANDLE           no such handle
 * STATUS_OBJECT_TYPE_MISMATCH     a handle to something else
 * STATUS_ACCESS_DENIED            the handle lacks the right, or the opened object denies it
 * STATUS_ACCESS_VIOLATION         a pointer cannot be read or written
 * STATUS_INSUFFICIENT_RESOURCES   no memory for a new object
 */
#ifndef NTSRM_NTIFS_NT_H
#define NTSRM_NTIFS_NT_H

#include "ntifs.h"

/* Pseudo handles: full access to the calling process and thread, resolved when used. */
#define NtCurrentProcess() NTSRM_HANDLE(-1)
#define ZwCurrentProcess() NtCurrentProcess()
#define NtCurrentThread()  NTSRM_HANDLE(-2)
#define ZwCurrentThread()  NtCurrentThread()

/*
 * From Windows 8 on: the caller's own tokens, for TOKEN_QUERY and TOKEN_QUERY_SOURCE only, resolved
 * when used. A call that needs more answers STATUS_INVALID_HANDLE, one about a thread that does not
 * impersonate STATUS_NO_TOKEN.
 */
#define NtCurrentProcessToken()         NTSRM_HANDLE(-4)
#define NtCurrentThreadToken()          NTSRM_HANDLE(-5)
#define NtCurrentThreadEffectiveToken() NTSRM_HANDLE(-6)

NTSRM_BEGIN

/*
 * Opens the primary token of a process. ProcessHandle needs PROCESS_QUERY_INFORMATION (Vista and
 * later: PROCESS_QUERY_LIMITED_INFORMATION); DesiredAccess is checked for the caller's effective
 * token.
 *
 * STATUS_BAD_IMPERSONATION_LEVEL  the caller impersonates below SecurityImpersonation
 * STATUS_PRIVILEGE_NOT_HELD       ACCESS_SYSTEM_SECURITY without SeSecurityPrivilege
 * Page: ntifs NtOpenProcessToken
 */
NTSTATUS NTAPI NtOpenProcessToken(_In_ HANDLE ProcessHandle, _In_ ACCESS_MASK DesiredAccess,
                                  _Out_ PHANDLE TokenHandle);
NTSTATUS NTAPI ZwOpenProcessToken(_In_ HANDLE ProcessHandle, _In_ ACCESS_MASK DesiredAccess,
                                  _Out_ PHANDLE TokenHandle);

/*
 * The same with attributes of the new handle: 0 or OBJ_*, of which OBJ_INHERIT has a meaning and,
 * from kernel mode, OBJ_KERNEL_HANDLE and OBJ_FORCE_ACCESS_CHECK.
 *
 * STATUS_INVALID_PARAMETER        an attribute that does not exist
 * Page: ntifs NtOpenProcessTokenEx
 */
NTSTATUS NTAPI NtOpenProcessTokenEx(_In_ HANDLE ProcessHandle, _In_ ACCESS_MASK DesiredAccess,
                                    _In_ ULONG HandleAttributes, _Out_ PHANDLE TokenHandle);
NTSTATUS NTAPI ZwOpenProcessTokenEx(_In_ HANDLE ProcessHandle, _In_ ACCESS_MASK DesiredAccess,
                                    _In_ ULONG HandleAttributes, _Out_ PHANDLE TokenHandle);

/*
 * Opens the token that a thread impersonates, or a duplicate of it where it was set with
 * CopyOnOpen. ThreadHandle needs THREAD_QUERY_INFORMATION (Vista and later:
 * THREAD_QUERY_LIMITED_INFORMATION).
 *
 * OpenAsSelf   TRUE: DesiredAccess is checked for the process token of the calling thread; FALSE:
 *              for its effective token
 *
 * From Windows 7 on, a failed call has set *TokenHandle to NULL.
 *
 * STATUS_NO_TOKEN                 the thread does not impersonate
 * STATUS_CANT_OPEN_ANONYMOUS      the thread impersonates at SecurityAnonymous
 * STATUS_BAD_IMPERSONATION_LEVEL  OpenAsSelf is FALSE, and the caller impersonates below
 *                                 SecurityImpersonation
 * STATUS_PRIVILEGE_NOT_HELD       ACCESS_SYSTEM_SECURITY without SeSecurityPrivilege
 * Page: ntifs NtOpenThreadToken
 */
NTSTATUS NTAPI NtOpenThreadToken(_In_ HANDLE ThreadHandle, _In_ ACCESS_MASK DesiredAccess,
                                 _In_ BOOLEAN OpenAsSelf, _Out_ PHANDLE TokenHandle);
NTSTATUS NTAPI ZwOpenThreadToken(_In_ HANDLE ThreadHandle, _In_ ACCESS_MASK DesiredAccess,
                                 _In_ BOOLEAN OpenAsSelf, _Out_ PHANDLE TokenHandle);

/*
 * The same with attributes of the new handle: see NtOpenProcessTokenEx.
 *
 * STATUS_INVALID_PARAMETER        an attribute that does not exist
 * Page: ntifs NtOpenThreadTokenEx
 */
NTSTATUS NTAPI NtOpenThreadTokenEx(_In_ HANDLE ThreadHandle, _In_ ACCESS_MASK DesiredAccess,
                                   _In_ BOOLEAN OpenAsSelf, _In_ ULONG HandleAttributes,
                                   _Out_ PHANDLE TokenHandle);
NTSTATUS NTAPI ZwOpenThreadTokenEx(_In_ HANDLE ThreadHandle, _In_ ACCESS_MASK DesiredAccess,
                                   _In_ BOOLEAN OpenAsSelf, _In_ ULONG HandleAttributes,
                                   _Out_ PHANDLE TokenHandle);

/*
 * Makes a new token like an existing one, whose handle needs TOKEN_DUPLICATE. The level of the copy
 * is that of the quality of service in ObjectAttributes; without one, the level recorded in the
 * existing token, which is SecurityAnonymous in an ordinary primary token.
 *
 * DesiredAccess   0: the rights of the existing handle
 * EffectiveOnly   TRUE: disabled groups and privileges are left out of the copy
 *
 * STATUS_INVALID_PARAMETER        TokenType is neither of the two, or a Length is wrong
 * STATUS_BAD_IMPERSONATION_LEVEL  the existing token is an impersonation token: its level is below
 *                                 the requested one, or below SecurityImpersonation while a primary
 *                                 token is wanted; or the requested level is none of the four;
 *                                 or the caller impersonates below SecurityImpersonation and
 *                                 DesiredAccess is not 0
 * STATUS_PRIVILEGE_NOT_HELD       ACCESS_SYSTEM_SECURITY without SeSecurityPrivilege
 * STATUS_INVALID_OWNER            the owner in the descriptor of ObjectAttributes may not be one
 * Page: ntifs NtDuplicateToken
 */
NTSTATUS NTAPI NtDuplicateToken(_In_ HANDLE ExistingTokenHandle, _In_ ACCESS_MASK DesiredAccess,
                                _In_opt_ POBJECT_ATTRIBUTES ObjectAttributes,
                                _In_ BOOLEAN EffectiveOnly, _In_ TOKEN_TYPE TokenType,
                                _Out_ PHANDLE NewTokenHandle);
NTSTATUS NTAPI ZwDuplicateToken(_In_ HANDLE ExistingTokenHandle, _In_ ACCESS_MASK DesiredAccess,
                                _In_opt_ POBJECT_ATTRIBUTES ObjectAttributes,
                                _In_ BOOLEAN EffectiveOnly, _In_ TOKEN_TYPE TokenType,
                                _Out_ PHANDLE NewTokenHandle);

/*
 * Sets something of a thread. ntsrm models ThreadImpersonationToken: ThreadInformation points to a
 * handle to an impersonation token with TOKEN_IMPERSONATE, or to NULL, which ends the
 * impersonation; ThreadHandle needs THREAD_SET_THREAD_TOKEN. Length, pointer and handle are checked
 * in this order.
 *
 * STATUS_SUCCESS                  also when the level was lowered: see PsImpersonateClient
 * STATUS_INFO_LENGTH_MISMATCH     ThreadInformationLength is not the size of a HANDLE
 * STATUS_DATATYPE_MISALIGNMENT    ThreadInformation is not aligned
 * STATUS_BAD_TOKEN_TYPE           a primary token
 * STATUS_NO_MEMORY                no memory for the thread's impersonation block
 * STATUS_INVALID_INFO_CLASS       a class that is no class of a thread, or cannot be set
 * STATUS_NOT_IMPLEMENTED          a class that ntsrm does not model
 * Page: ntifs ZwSetInformationThread
 */
NTSTATUS NTAPI NtSetInformationThread(_In_ HANDLE ThreadHandle,
                                      _In_ THREADINFOCLASS ThreadInformationClass,
                                      _In_reads_bytes_(ThreadInformationLength)
                                          PVOID ThreadInformation,
                                      _In_ ULONG ThreadInformationLength);
NTSTATUS NTAPI ZwSetInformationThread(_In_ HANDLE ThreadHandle,
                                      _In_ THREADINFOCLASS ThreadInformationClass,
                                      _In_reads_bytes_(ThreadInformationLength)
                                          PVOID ThreadInformation,
                                      _In_ ULONG ThreadInformationLength);

/*
 * Enables, disables or removes privileges that a token has; it cannot add any. TokenHandle needs
 * TOKEN_ADJUST_PRIVILEGES, and TOKEN_QUERY too where PreviousState is given.
 *
 * DisableAllPrivileges   TRUE: disables every one; NewState is ignored
 * PreviousState          gets the privileges that changed, as they were
 * ReturnLength           written only where PreviousState is given
 *
 * STATUS_NOT_ALL_ASSIGNED         a success: the token lacks some, all others were set
 * STATUS_INVALID_PARAMETER        NewState is NULL and DisableAllPrivileges FALSE
 * STATUS_BUFFER_TOO_SMALL         PreviousState does not fit; ReturnLength tells the size
 * Page: ntifs NtAdjustPrivilegesToken
 */
NTSTATUS NTAPI NtAdjustPrivilegesToken(_In_ HANDLE TokenHandle, _In_ BOOLEAN DisableAllPrivileges,
                                       _In_opt_ PTOKEN_PRIVILEGES NewState, _In_ ULONG BufferLength,
                                       _Out_writes_bytes_opt_(BufferLength)
                                           PTOKEN_PRIVILEGES PreviousState,
                                       _Out_opt_ PULONG ReturnLength);
NTSTATUS NTAPI ZwAdjustPrivilegesToken(_In_ HANDLE TokenHandle, _In_ BOOLEAN DisableAllPrivileges,
                                       _In_opt_ PTOKEN_PRIVILEGES NewState, _In_ ULONG BufferLength,
                                       _Out_writes_bytes_opt_(BufferLength)
                                           PTOKEN_PRIVILEGES PreviousState,
                                       _Out_opt_ PULONG ReturnLength);

/*
 * Sets the information of one class in a token. The handle needs TOKEN_ADJUST_DEFAULT, and for
 * TokenSessionId TOKEN_ADJUST_SESSIONID too. Each class exists from some version on.
 *
 * TokenOwner                    the user, or a group that can own and is not for denials only
 * TokenPrimaryGroup             the user or a group of the token
 * TokenDefaultDacl              NULL: new objects get no list
 * TokenSessionId                takes SeTcbPrivilege
 * TokenOrigin                   takes SeTcbPrivilege
 * TokenLinkedToken              takes SeCreateTokenPrivilege. The buffer holds a handle to the
 *                               other token, which needs no right (inferred); each becomes the
 *                               linked one of the other's session
 * TokenVirtualizationAllowed    takes SeCreateTokenPrivilege; 0 disables it too
 * TokenVirtualizationEnabled    only where it is allowed
 * TokenIntegrityLevel           above the token's own takes SeTcbPrivilege (inferred). The label of
 *                               the token object is the same from then on
 * TokenUIAccess                 takes SeTcbPrivilege
 * TokenMandatoryPolicy          takes SeTcbPrivilege
 *
 * TokenSessionReference, TokenAuditPolicy, TokenSecurityAttributes, TokenPrivateNameSpace and
 * TokenChildProcessFlags take SeTcbPrivilege and are not modelled beyond that. The handle is judged
 * first, then class, rights, privilege, length, pointer and what it points to.
 *
 * TokenInformationLength   the size of the structure; where it holds a pointer also more
 *
 * STATUS_INVALID_INFO_CLASS       no class of this version, or one that cannot be set
 * STATUS_PRIVILEGE_NOT_HELD       the caller lacks the privilege
 * STATUS_INFO_LENGTH_MISMATCH     TokenInformationLength does not fit the class
 * STATUS_INVALID_SID              what stands for a SID is none
 * STATUS_INVALID_OWNER            the token cannot own with this SID
 * STATUS_INVALID_PRIMARY_GROUP    the SID is not in the token
 * STATUS_INVALID_ACL              the list is malformed (ReactOS; the page says that it is not
 *                                 validated)
 * STATUS_INVALID_LABEL            the SID is no integrity level (inferred)
 * STATUS_INVALID_PARAMETER        a mandatory policy with unknown bits; virtualization is not
 *                                 allowed; a linked token of the same logon session (all inferred)
 * STATUS_ALLOTTED_SPACE_EXCEEDED  primary group and default DACL do not fit the space that the
 *                                 token has for them
 * STATUS_INSUFFICIENT_RESOURCES   no memory for the list, or for the SID
 * STATUS_NOT_IMPLEMENTED          a class that ntsrm does not model
 * Page: ntifs NtSetInformationToken
 */
NTSTATUS NTAPI NtSetInformationToken(_In_ HANDLE TokenHandle,
                                     _In_ TOKEN_INFORMATION_CLASS TokenInformationClass,
                                     _In_reads_bytes_(TokenInformationLength)
                                         PVOID TokenInformation,
                                     _In_ ULONG TokenInformationLength);
NTSTATUS NTAPI ZwSetInformationToken(_In_ HANDLE TokenHandle,
                                     _In_ TOKEN_INFORMATION_CLASS TokenInformationClass,
                                     _In_reads_bytes_(TokenInformationLength)
                                         PVOID TokenInformation,
                                     _In_ ULONG TokenInformationLength);

/*
 * Copies a handle into another process, or the same one. Both process handles need
 * PROCESS_DUP_HANDLE. Rights that the old handle lacks are checked for what the calling thread
 * impersonates, or else for the target process. From kernel mode both handles may be the kernel's.
 *
 * SourceHandle          NtCurrentProcess() is the source process here
 * TargetProcessHandle   NULL with DUPLICATE_CLOSE_SOURCE: the handle is only closed
 * TargetHandle          may be NULL, where nobody wants to know the new handle
 * HandleAttributes      see NtOpenProcessTokenEx; not used where Options has
 *                       DUPLICATE_SAME_ATTRIBUTES
 * Options               DUPLICATE_CLOSE_SOURCE closes the old handle even if the call fails;
 *                       DUPLICATE_SAME_ACCESS takes its rights instead of DesiredAccess;
 *                       DUPLICATE_NO_RIGHTS_UPGRADE: no copy of the new handle can have more rights
 *
 * STATUS_INVALID_PARAMETER        an option or attribute that does not exist; neither a target
 *                                 process nor DUPLICATE_CLOSE_SOURCE (inferred)
 * STATUS_PROCESS_IS_TERMINATING   one of the processes has ended
 * STATUS_BAD_IMPERSONATION_LEVEL  more rights are wanted, and the caller impersonates below
 *                                 SecurityImpersonation
 * STATUS_PRIVILEGE_NOT_HELD       ACCESS_SYSTEM_SECURITY without SeSecurityPrivilege
 * Page: ntifs ZwDuplicateObject
 */
NTSTATUS NTAPI NtDuplicateObject(_In_ HANDLE SourceProcessHandle, _In_ HANDLE SourceHandle,
                                 _In_opt_ HANDLE TargetProcessHandle,
                                 _Out_opt_ PHANDLE TargetHandle, _In_ ACCESS_MASK DesiredAccess,
                                 _In_ ULONG HandleAttributes, _In_ ULONG Options);
NTSTATUS NTAPI ZwDuplicateObject(_In_ HANDLE SourceProcessHandle, _In_ HANDLE SourceHandle,
                                 _In_opt_ HANDLE TargetProcessHandle,
                                 _Out_opt_ PHANDLE TargetHandle, _In_ ACCESS_MASK DesiredAccess,
                                 _In_ ULONG HandleAttributes, _In_ ULONG Options);

/*
 * Closes a handle. Closing a token's handle never ends an impersonation, and closing a pseudo
 * handle does nothing.
 * Page: ntifs NtClose
 */
NTSTATUS NTAPI NtClose(_In_ HANDLE Handle);
NTSTATUS NTAPI ZwClose(_In_ HANDLE Handle);

/*
 * Ends a thread, which drops what it impersonates. ThreadHandle needs THREAD_TERMINATE; NULL is the
 * calling thread.
 *
 * STATUS_THREAD_IS_TERMINATING    it has ended already
 * Header only: ntifs.h
 */
NTSTATUS NTAPI NtTerminateThread(_In_opt_ HANDLE ThreadHandle, _In_ NTSTATUS ExitStatus);
NTSTATUS NTAPI ZwTerminateThread(_In_opt_ HANDLE ThreadHandle, _In_ NTSTATUS ExitStatus);

/*
 * Ends the threads of a process. ProcessHandle needs PROCESS_TERMINATE.
 *
 * STATUS_PROCESS_IS_TERMINATING   it has ended already
 * STATUS_NOT_IMPLEMENTED          no handle (end all other threads): not modelled
 * Page: ntddk ZwTerminateProcess
 */
NTSTATUS NTAPI NtTerminateProcess(_In_opt_ HANDLE ProcessHandle, _In_ NTSTATUS ExitStatus);
NTSTATUS NTAPI ZwTerminateProcess(_In_opt_ HANDLE ProcessHandle, _In_ NTSTATUS ExitStatus);

NTSRM_END

#endif
