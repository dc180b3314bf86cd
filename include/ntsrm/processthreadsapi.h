/*
 * Processes and threads, and their tokens, for programs. Functions that return BOOL give nonzero on
 * success, those that return a handle something else than NULL; after a zero, GetLastError says
 * why.
 */
#ifndef NTSRM_PROCESSTHREADSAPI_H
#define NTSRM_PROCESSTHREADSAPI_H

#include "minwinbase.h"

/* How a program appears at first. ntsrm has no windows and looks at none of it. */
typedef struct _STARTUPINFOA {
    DWORD cb;
    LPSTR lpReserved;
    LPSTR lpDesktop;
    LPSTR lpTitle;
    DWORD dwX;
    DWORD dwY;
    DWORD dwXSize;
    DWORD dwYSize;
    DWORD dwXCountChars;
    DWORD dwYCountChars;
    DWORD dwFillAttribute;
    DWORD dwFlags;
    WORD wShowWindow;
    WORD cbReserved2;
    LPBYTE lpReserved2;
    HANDLE hStdInput;
    HANDLE hStdOutput;
    HANDLE hStdError;
} STARTUPINFOA, *LPSTARTUPINFOA;

typedef struct _STARTUPINFOW {
    DWORD cb;
    LPWSTR lpReserved;
    LPWSTR lpDesktop;
    LPWSTR lpTitle;
    DWORD dwX;
    DWORD dwY;
    DWORD dwXSize;
    DWORD dwYSize;
    DWORD dwXCountChars;
    DWORD dwYCountChars;
    DWORD dwFillAttribute;
    DWORD dwFlags;
    WORD wShowWindow;
    WORD cbReserved2;
    LPBYTE lpReserved2;
    HANDLE hStdInput;
    HANDLE hStdOutput;
    HANDLE hStdError;
} STARTUPINFOW, *LPSTARTUPINFOW;

/* A new process and its first thread; the handles have all access and are to be closed. */
typedef struct _PROCESS_INFORMATION {
    HANDLE hProcess;
    HANDLE hThread;
    DWORD dwProcessId;
    DWORD dwThreadId;
} PROCESS_INFORMATION, *PPROCESS_INFORMATION, *LPPROCESS_INFORMATION;

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
 * Pseudo handles of the caller's own tokens, from Windows 8 on: of its process, of what its thread
 * impersonates, and of the one of these that counts. They have TOKEN_QUERY and TOKEN_QUERY_SOURCE,
 * lead to the token that is there when they are used, and need not be closed. Inline functions of
 * the SDK; older versions know no such handles.
 * Page: processthreadsapi GetCurrentProcessToken
 */
HANDLE WINAPI GetCurrentProcessToken(VOID);
HANDLE WINAPI GetCurrentThreadToken(VOID);
HANDLE WINAPI GetCurrentThreadEffectiveToken(VOID);

/*
 * The id of the calling process.
 * Page: processthreadsapi GetCurrentProcessId
 */
DWORD WINAPI GetCurrentProcessId(VOID);

/*
 * The id of the calling thread.
 * Page: processthreadsapi GetCurrentThreadId
 */
DWORD WINAPI GetCurrentThreadId(VOID);

/*
 * The id of a process; 0 if the call fails.
 *
 * ERROR_INVALID_HANDLE   no such handle, or not a process
 * ERROR_ACCESS_DENIED    the handle lacks PROCESS_QUERY_INFORMATION (Vista and later:
 *                        PROCESS_QUERY_LIMITED_INFORMATION)
 * Page: processthreadsapi GetProcessId
 */
DWORD WINAPI GetProcessId(_In_ HANDLE Process);

/*
 * The id of a thread; 0 if the call fails.
 *
 * ERROR_INVALID_HANDLE   no such handle, or not a thread
 * ERROR_ACCESS_DENIED    the handle lacks THREAD_QUERY_INFORMATION (Vista and later:
 *                        THREAD_QUERY_LIMITED_INFORMATION)
 * Page: processthreadsapi GetThreadId
 */
DWORD WINAPI GetThreadId(_In_ HANDLE Thread);

/*
 * Opens a process by its id (NtOpenProcess). Returns NULL if it fails.
 *
 * ERROR_INVALID_PARAMETER        no running process has this id
 * ERROR_ACCESS_DENIED            the process denies the access; SeDebugPrivilege gets it
 * ERROR_BAD_IMPERSONATION_LEVEL  the caller impersonates below SecurityImpersonation
 * ERROR_PRIVILEGE_NOT_HELD       ACCESS_SYSTEM_SECURITY without SeSecurityPrivilege
 * ERROR_NO_SYSTEM_RESOURCES      no memory for the handle
 * Page: processthreadsapi OpenProcess
 */
HANDLE WINAPI OpenProcess(_In_ DWORD dwDesiredAccess, _In_ BOOL bInheritHandle,
                          _In_ DWORD dwProcessId);

/*
 * Opens a thread by its id (NtOpenThread). Returns NULL if it fails. The errors are those of
 * OpenProcess.
 * Page: processthreadsapi OpenThread
 */
HANDLE WINAPI OpenThread(_In_ DWORD dwDesiredAccess, _In_ BOOL bInheritHandle,
                         _In_ DWORD dwThreadId);

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

/*
 * Sets or takes away what a thread impersonates (NtSetInformationThread). The level is that of the
 * token, and is lowered without an error where PsImpersonateClient would.
 *
 * Thread   points to a handle with THREAD_SET_THREAD_TOKEN; NULL: the calling thread
 * Token    an impersonation token, with TOKEN_IMPERSONATE; NULL: none
 *
 * ERROR_BAD_TOKEN_TYPE       a primary token
 * ERROR_INVALID_HANDLE       no such handle, or one to something else
 * ERROR_ACCESS_DENIED        a handle lacks the right that it needs
 * ERROR_NOT_ENOUGH_MEMORY    no memory for the thread's impersonation block
 * ERROR_INVALID_FUNCTION     Thread cannot be read, which would raise an exception in the program:
 *                            not modelled
 * Page: processthreadsapi SetThreadToken
 */
BOOL WINAPI SetThreadToken(_In_opt_ PHANDLE Thread, _In_opt_ HANDLE Token);

/*
 * Makes a process with one thread (NtCreateUserProcess). It gets the primary token of the calling
 * process, also while the thread impersonates, and its thread impersonates nobody.
 *
 * ntsrm has no files, so that nothing is loaded and nothing runs. Program, command line,
 * environment, directory, startup information and flags are accepted and not looked at; all of them
 * may be NULL.
 *
 * bInheritHandles        TRUE: the new process has the caller's inheritable handles, too
 * lpProcessInformation   gets handles with all access, whatever the descriptors say
 *
 * ERROR_INVALID_OWNER        the owner in a given descriptor may not be one
 * ERROR_PRIVILEGE_NOT_HELD   a given descriptor has a SACL with more than a label, without
 *                            SeSecurityPrivilege; or a label above the caller's integrity, without
 *                            SeRelabelPrivilege
 * ERROR_INVALID_LABEL        the label in a given descriptor is no integrity level
 * ERROR_UNKNOWN_REVISION, ERROR_INVALID_SID, ERROR_INVALID_ACL, ERROR_INVALID_SECURITY_DESCR
 *                            a given descriptor is malformed
 * ERROR_NOACCESS             a given descriptor cannot be read
 * ERROR_NO_SYSTEM_RESOURCES  no memory for an object or a handle
 * ERROR_INVALID_FUNCTION     EXTENDED_STARTUPINFO_PRESENT, or a bad pointer, which would raise an
 *                            exception in the program: not modelled
 * Page: processthreadsapi CreateProcessW
 */
BOOL WINAPI CreateProcessA(_In_opt_ LPCSTR lpApplicationName, _Inout_opt_ LPSTR lpCommandLine,
                           _In_opt_ LPSECURITY_ATTRIBUTES lpProcessAttributes,
                           _In_opt_ LPSECURITY_ATTRIBUTES lpThreadAttributes,
                           _In_ BOOL bInheritHandles, _In_ DWORD dwCreationFlags,
                           _In_opt_ LPVOID lpEnvironment, _In_opt_ LPCSTR lpCurrentDirectory,
                           _In_ LPSTARTUPINFOA lpStartupInfo,
                           _Out_ LPPROCESS_INFORMATION lpProcessInformation);
BOOL WINAPI CreateProcessW(_In_opt_ LPCWSTR lpApplicationName, _Inout_opt_ LPWSTR lpCommandLine,
                           _In_opt_ LPSECURITY_ATTRIBUTES lpProcessAttributes,
                           _In_opt_ LPSECURITY_ATTRIBUTES lpThreadAttributes,
                           _In_ BOOL bInheritHandles, _In_ DWORD dwCreationFlags,
                           _In_opt_ LPVOID lpEnvironment, _In_opt_ LPCWSTR lpCurrentDirectory,
                           _In_ LPSTARTUPINFOW lpStartupInfo,
                           _Out_ LPPROCESS_INFORMATION lpProcessInformation);

/*
 * CreateProcess with another token, of which the process gets a copy. hToken NULL is CreateProcess.
 * hToken needs TOKEN_QUERY and TOKEN_ASSIGN_PRIMARY, before Windows 7 TOKEN_DUPLICATE, too.
 *
 * A token that is neither a restricted version of the caller's own nor shares its parent and logon
 * session takes SeAssignPrimaryTokenPrivilege and SeIncreaseQuotaPrivilege. If the process has them
 * and they are not enabled, the thread impersonates its process with both enabled during the call.
 *
 * ERROR_PRIVILEGE_NOT_HELD       the process lacks one of the two privileges
 * ERROR_ACCESS_DENIED            hToken lacks a right; or the caller impersonates somebody who may
 *                                not open the token of the process to enable a privilege
 * ERROR_INVALID_HANDLE           no such handle, not a token, or a pseudo handle of a token
 * ERROR_BAD_TOKEN_TYPE           an impersonation token; from Windows 7 on, one below
 *                                SecurityImpersonation
 * ERROR_BAD_IMPERSONATION_LEVEL  as ERROR_ACCESS_DENIED, of a caller that impersonates below
 *                                SecurityImpersonation
 * ERROR_INVALID_FUNCTION         handles are to be inherited by a process of another terminal
 *                                session, which is not modelled
 *
 * The other errors are those of CreateProcess.
 * Page: processthreadsapi CreateProcessAsUserW
 */
BOOL WINAPI CreateProcessAsUserA(_In_opt_ HANDLE hToken, _In_opt_ LPCSTR lpApplicationName,
                                 _Inout_opt_ LPSTR lpCommandLine,
                                 _In_opt_ LPSECURITY_ATTRIBUTES lpProcessAttributes,
                                 _In_opt_ LPSECURITY_ATTRIBUTES lpThreadAttributes,
                                 _In_ BOOL bInheritHandles, _In_ DWORD dwCreationFlags,
                                 _In_opt_ LPVOID lpEnvironment, _In_opt_ LPCSTR lpCurrentDirectory,
                                 _In_ LPSTARTUPINFOA lpStartupInfo,
                                 _Out_ LPPROCESS_INFORMATION lpProcessInformation);
BOOL WINAPI CreateProcessAsUserW(_In_opt_ HANDLE hToken, _In_opt_ LPCWSTR lpApplicationName,
                                 _Inout_opt_ LPWSTR lpCommandLine,
                                 _In_opt_ LPSECURITY_ATTRIBUTES lpProcessAttributes,
                                 _In_opt_ LPSECURITY_ATTRIBUTES lpThreadAttributes,
                                 _In_ BOOL bInheritHandles, _In_ DWORD dwCreationFlags,
                                 _In_opt_ LPVOID lpEnvironment, _In_opt_ LPCWSTR lpCurrentDirectory,
                                 _In_ LPSTARTUPINFOW lpStartupInfo,
                                 _Out_ LPPROCESS_INFORMATION lpProcessInformation);

/*
 * Makes a thread in the calling process (NtCreateThreadEx), which impersonates nobody, whatever its
 * creator does. Nothing runs: to make calls as that thread, give its object to srm_run_as. Returns
 * a handle with all access, or NULL.
 *
 * lpThreadId   gets the id; may be NULL
 *
 * ERROR_NO_SYSTEM_RESOURCES  no memory for the thread or the handle
 * ERROR_INVALID_FUNCTION     a bad pointer, which would raise an exception in the program: not
 *                            modelled
 *
 * A given descriptor has the errors that it has for CreateProcess.
 * Page: processthreadsapi CreateThread
 */
HANDLE WINAPI CreateThread(_In_opt_ LPSECURITY_ATTRIBUTES lpThreadAttributes,
                           _In_ SIZE_T dwStackSize, _In_ LPTHREAD_START_ROUTINE lpStartAddress,
                           _In_opt_ LPVOID lpParameter, _In_ DWORD dwCreationFlags,
                           _Out_opt_ LPDWORD lpThreadId);

NTSRM_END

/* The plain names stand for the wide forms where UNICODE is defined. */
#ifdef UNICODE
typedef STARTUPINFOW STARTUPINFO, *LPSTARTUPINFO;
#define CreateProcess       CreateProcessW
#define CreateProcessAsUser CreateProcessAsUserW
#else
typedef STARTUPINFOA STARTUPINFO, *LPSTARTUPINFO;
#define CreateProcess       CreateProcessA
#define CreateProcessAsUser CreateProcessAsUserA
#endif

#endif
