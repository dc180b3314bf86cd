/*
 * The calling thread and process, and their tokens, for programs. Functions that return BOOL give
 * nonzero on success; after a zero, GetLastError says why.
 */
#ifndef NTSRM_PROCESSTHREADSAPI_H
#define NTSRM_PROCESSTHREADSAPI_H

#include "winnt.h"

NTSRM_BEGIN

/*
 * The pseudo handle of the calling thread: full access, need not be closed.
 * Page: processthreadsapi GetCurrentThread
 */
HANDLE WINAPI GetCurrentThread(VOID);

/*
 * The pseudo handle of the calling process: full access, need not be closed.
 * Page: processthreadsapi GetCurrentProcess
 */
HANDLE WINAPI GetCurrentProcess(VOID);

/*
 * Opens the primary token of a process (NtOpenProcessToken).
 *
 * ERROR_INVALID_HANDLE           no such handle, or not a process
 * ERROR_ACCESS_DENIED            ProcessHandle lacks PROCESS_QUERY_INFORMATION (Vista and later:
 *                                PROCESS_QUERY_LIMITED_INFORMATION), or the token denies the access
 * ERROR_BAD_IMPERSONATION_LEVEL  the caller impersonates below SecurityImpersonation
 * ERROR_PRIVILEGE_NOT_HELD       ACCESS_SYSTEM_SECURITY without SeSecurityPrivilege
 * ERROR_NOACCESS                 TokenHandle cannot be written
 * Page: processthreadsapi OpenProcessToken
 */
BOOL WINAPI OpenProcessToken(_In_ HANDLE ProcessHandle, _In_ DWORD DesiredAccess,
                             _Out_ PHANDLE TokenHandle);

/*
 * Opens the token that a thread impersonates (NtOpenThreadToken).
 *
 * OpenAsSelf   TRUE: the access is checked for the process token of the calling thread; FALSE: for
 *              its effective token
 *
 * ERROR_NO_TOKEN                 the thread does not impersonate
 * ERROR_CANT_OPEN_ANONYMOUS      the thread impersonates at SecurityAnonymous
 * ERROR_BAD_IMPERSONATION_LEVEL  OpenAsSelf is FALSE, and the caller impersonates below
 *                                SecurityImpersonation
 * ERROR_INVALID_HANDLE           no such handle, or not a thread
 * ERROR_ACCESS_DENIED            ThreadHandle lacks THREAD_QUERY_INFORMATION (Vista and later:
 *                                THREAD_QUERY_LIMITED_INFORMATION), or the token denies the access
 * ERROR_PRIVILEGE_NOT_HELD       ACCESS_SYSTEM_SECURITY without SeSecurityPrivilege
 * ERROR_NOACCESS                 TokenHandle cannot be written
 * Page: processthreadsapi OpenThreadToken
 */
BOOL WINAPI OpenThreadToken(_In_ HANDLE ThreadHandle, _In_ DWORD DesiredAccess,
                            _In_ BOOL OpenAsSelf, _Out_ PHANDLE TokenHandle);

NTSRM_END

#endif
