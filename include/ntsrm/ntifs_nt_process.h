/*
 * Nt* and Zw*: processes and threads by handle and by id. Part of ntifs.h; include that one.
 *
 * What ntifs_nt.h says of previous mode and of the statuses that every call can return holds here
 * too.
 */
#ifndef NTSRM_NTIFS_NT_PROCESS_H
#define NTSRM_NTIFS_NT_PROCESS_H

#include "ntifs.h"

/* What NtSetInformationProcess sets; ntsrm models ProcessAccessToken. */
typedef enum _PROCESSINFOCLASS {
    ProcessBasicInformation = 0,
    ProcessAccessToken = 9,
    ProcessSessionInformation = 24
} PROCESSINFOCLASS;

/* The new primary token of a process; Thread is not used. */
typedef struct _PROCESS_ACCESS_TOKEN {
    HANDLE Token;
    NTSRM_UPPER_HALF(NtsrmTokenUpperHalf)
    HANDLE Thread;
    NTSRM_UPPER_HALF(NtsrmThreadUpperHalf)
} PROCESS_ACCESS_TOKEN, *PPROCESS_ACCESS_TOKEN;

/* One attribute of a process to be; ntsrm models PS_ATTRIBUTE_TOKEN, whose Value is a handle. */
typedef struct _PS_ATTRIBUTE {
    ULONG_PTR Attribute;
    SIZE_T Size;
    ULONG_PTR Value;
    SIZE_T *ReturnLength;
} PS_ATTRIBUTE, *PPS_ATTRIBUTE;

typedef struct _PS_ATTRIBUTE_LIST {
    SIZE_T TotalLength; /* of the whole structure, in bytes */
    PS_ATTRIBUTE Attributes[1];
} PS_ATTRIBUTE_LIST, *PPS_ATTRIBUTE_LIST;

#define PS_ATTRIBUTE_TOKEN                   0x60002u
#define PROCESS_CREATE_FLAGS_INHERIT_HANDLES 0x00000004u

NTSRM_BEGIN

/*
 * Opens a process by its id. DesiredAccess is checked for the caller's effective token, unless that
 * token has SeDebugPrivilege enabled, for which everything is granted.
 *
 * STATUS_INVALID_PARAMETER_MIX    no ClientId, or a name besides it
 * STATUS_INVALID_CID              no running process has this id
 * STATUS_INVALID_PARAMETER        a wrong length or attribute in ObjectAttributes
 * STATUS_BAD_IMPERSONATION_LEVEL  the caller impersonates below SecurityImpersonation
 * STATUS_PRIVILEGE_NOT_HELD       ACCESS_SYSTEM_SECURITY without SeSecurityPrivilege
 * STATUS_NOT_IMPLEMENTED          before Vista, a name alone: processes have none here
 * Page: ntddk ZwOpenProcess
 */
NTSTATUS NTAPI NtOpenProcess(_Out_ PHANDLE ProcessHandle, _In_ ACCESS_MASK DesiredAccess,
                             _In_ POBJECT_ATTRIBUTES ObjectAttributes,
                             _In_opt_ PCLIENT_ID ClientId);
NTSTATUS NTAPI ZwOpenProcess(_Out_ PHANDLE ProcessHandle, _In_ ACCESS_MASK DesiredAccess,
                             _In_ POBJECT_ATTRIBUTES ObjectAttributes,
                             _In_opt_ PCLIENT_ID ClientId);

/*
 * Opens a thread by its id, as NtOpenProcess does a process. A ClientId may name the process too,
 * which must then be that of the thread.
 *
 * The statuses are those of NtOpenProcess.
 * Header only: phnt
 */
NTSTATUS NTAPI NtOpenThread(_Out_ PHANDLE ThreadHandle, _In_ ACCESS_MASK DesiredAccess,
                            _In_ POBJECT_ATTRIBUTES ObjectAttributes, _In_opt_ PCLIENT_ID ClientId);

/*
 * Makes a process with one thread. Nothing is loaded and nothing runs: the process is there, with a
 * primary token of its own, which is a copy of the token in AttributeList, or of the primary token
 * of the caller's process, even while the caller impersonates. Both handles have what is asked for,
 * whatever the descriptors say. Descriptors that are not given come from the token in
 * AttributeList, or from that of the caller's process. The labels are that of the token, or those
 * in the descriptors.
 *
 * AttributeList   NULL, or one PS_ATTRIBUTE_TOKEN: a handle with TOKEN_ASSIGN_PRIMARY to a primary
 *                 token (Windows 7 and later: also to an impersonation token at
 *                 SecurityImpersonation or above)
 *
 * STATUS_BAD_TOKEN_TYPE           the token is of the other type
 * STATUS_PRIVILEGE_NOT_HELD       the token is neither a child nor a sibling of the caller's own,
 *                                 and SeAssignPrimaryTokenPrivilege or SeIncreaseQuotaPrivilege is
 *                                 not held; or a given label is above the caller's integrity and
 *                                 SeRelabelPrivilege is not
 * STATUS_INVALID_PARAMETER        a wrong length or attribute in an OBJECT_ATTRIBUTES
 * STATUS_INVALID_OWNER            the owner in a given descriptor may not be one
 * STATUS_INVALID_LABEL            the label in a given descriptor is no integrity level (inferred)
 * STATUS_NOT_IMPLEMENTED          another attribute, or another flag than
 *                                 PROCESS_CREATE_FLAGS_INHERIT_HANDLES
 * Header only: phnt
 */
NTSTATUS NTAPI NtCreateUserProcess(
    _Out_ PHANDLE ProcessHandle, _Out_ PHANDLE ThreadHandle, _In_ ACCESS_MASK ProcessDesiredAccess,
    _In_ ACCESS_MASK ThreadDesiredAccess, _In_opt_ POBJECT_ATTRIBUTES ProcessObjectAttributes,
    _In_opt_ POBJECT_ATTRIBUTES ThreadObjectAttributes, _In_ ULONG ProcessFlags,
    _In_ ULONG ThreadFlags, _In_opt_ PVOID ProcessParameters, _Inout_opt_ PVOID CreateInfo,
    _In_opt_ PPS_ATTRIBUTE_LIST AttributeList);

/*
 * Makes a thread, which runs nothing and does not impersonate, whatever its creator does.
 * ProcessHandle needs PROCESS_CREATE_THREAD; the new handle has what is asked for.
 *
 * STATUS_PROCESS_IS_TERMINATING   the process has ended
 * STATUS_INVALID_PARAMETER        a wrong length or attribute in ObjectAttributes
 * STATUS_INVALID_OWNER            the owner in a given descriptor may not be one
 * STATUS_INVALID_LABEL            the label in it is no integrity level (inferred)
 * STATUS_PRIVILEGE_NOT_HELD       the label is above the caller's integrity, without
 *                                 SeRelabelPrivilege
 * Header only: phnt
 */
NTSTATUS NTAPI NtCreateThreadEx(_Out_ PHANDLE ThreadHandle, _In_ ACCESS_MASK DesiredAccess,
                                _In_opt_ POBJECT_ATTRIBUTES ObjectAttributes,
                                _In_ HANDLE ProcessHandle, _In_opt_ PVOID StartRoutine,
                                _In_opt_ PVOID Argument, _In_ ULONG CreateFlags,
                                _In_ SIZE_T ZeroBits, _In_ SIZE_T StackSize,
                                _In_ SIZE_T MaximumStackSize,
                                _In_opt_ PPS_ATTRIBUTE_LIST AttributeList);

/*
 * Sets something of a process. ntsrm models ProcessAccessToken: a PROCESS_ACCESS_TOKEN whose handle
 * has TOKEN_ASSIGN_PRIMARY, for a process that has no thread yet; the token gets its session.
 * ProcessHandle needs PROCESS_SET_INFORMATION.
 *
 * STATUS_INFO_LENGTH_MISMATCH     ProcessInformationLength does not fit the class
 * STATUS_PRIVILEGE_NOT_HELD       the token is neither a child nor a sibling of the caller's own,
 *                                 and SeAssignPrimaryTokenPrivilege is not held
 * STATUS_BAD_TOKEN_TYPE           an impersonation token
 * STATUS_TOKEN_ALREADY_IN_USE     another process's primary token
 * STATUS_PROCESS_IS_TERMINATING   the process has ended (inferred)
 * STATUS_NOT_IMPLEMENTED          another class; a process that has threads
 * Header only: phnt
 */
NTSTATUS NTAPI NtSetInformationProcess(_In_ HANDLE ProcessHandle,
                                       _In_ PROCESSINFOCLASS ProcessInformationClass,
                                       _In_reads_bytes_(ProcessInformationLength)
                                           PVOID ProcessInformation,
                                       _In_ ULONG ProcessInformationLength);

/*
 * Lets the server thread impersonate the client thread, at the quality of service given: the work
 * of SeCreateClientSecurity, SeImpersonateClientEx and SeDeleteClientSecurity in one call.
 * ServerThreadHandle needs THREAD_IMPERSONATE, ClientThreadHandle THREAD_DIRECT_IMPERSONATION.
 *
 * STATUS_SUCCESS                  also when the level was lowered: see PsImpersonateClient
 * STATUS_INVALID_PARAMETER        the length or the level in SecurityQos is wrong
 * STATUS_BAD_IMPERSONATION_LEVEL  the client cannot be impersonated at this level: see
 *                                 SeCreateClientSecurity
 * Header only: phnt
 */
NTSTATUS NTAPI NtImpersonateThread(_In_ HANDLE ServerThreadHandle, _In_ HANDLE ClientThreadHandle,
                                   _In_ PSECURITY_QUALITY_OF_SERVICE SecurityQos);

/*
 * Lets a thread impersonate the anonymous logon, at SecurityImpersonation. ThreadHandle needs
 * THREAD_IMPERSONATE.
 *
 * STATUS_ACCESS_DENIED            also: the caller's process has restricting SIDs
 * STATUS_NO_MEMORY                no memory for the thread's impersonation block
 * Page: ntifs NtImpersonateAnonymousToken
 */
NTSTATUS NTAPI NtImpersonateAnonymousToken(_In_ HANDLE ThreadHandle);

NTSRM_END

#endif
