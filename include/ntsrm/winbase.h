/*
 * Logging users on, and privileges by name, for programs. Each function returns nonzero on success;
 * after a zero, GetLastError says why. The plain names stand for the wide forms where UNICODE is
 * defined, else for those that take strings of char, which ntsrm reads as UTF-8.
 */
#ifndef NTSRM_WINBASE_H
#define NTSRM_WINBASE_H

#include "minwinbase.h"

/* Kinds of logon */
#define LOGON32_LOGON_INTERACTIVE       2u
#define LOGON32_LOGON_NETWORK           3u
#define LOGON32_LOGON_BATCH             4u
#define LOGON32_LOGON_SERVICE           5u
#define LOGON32_LOGON_UNLOCK            7u
#define LOGON32_LOGON_NETWORK_CLEARTEXT 8u
#define LOGON32_LOGON_NEW_CREDENTIALS   9u

/* Who checks the credentials */
#define LOGON32_PROVIDER_DEFAULT 0u
#define LOGON32_PROVIDER_WINNT35 1u
#define LOGON32_PROVIDER_WINNT40 2u /* NTLM */
#define LOGON32_PROVIDER_WINNT50 3u /* negotiates */
#define LOGON32_PROVIDER_VIRTUAL 4u

/* How a process is created; of these ntsrm looks at the last one only, which it does not model */
#define CREATE_SUSPENDED             0x00000004u
#define CREATE_NEW_CONSOLE           0x00000010u
#define CREATE_NEW_PROCESS_GROUP     0x00000200u
#define CREATE_UNICODE_ENVIRONMENT   0x00000400u
#define CREATE_BREAKAWAY_FROM_JOB    0x01000000u
#define CREATE_NO_WINDOW             0x08000000u
#define EXTENDED_STARTUPINFO_PRESENT 0x00080000u

NTSRM_BEGIN

/*
 * Logs a user of this machine on, in a new logon session, and returns a handle with all access to
 * its token. OriginatingLogonSession of the token is the logon session of the calling process,
 * which may therefore impersonate it.
 *
 * The token is a primary one, but LOGON32_LOGON_NETWORK gives an impersonation token at
 * SecurityImpersonation. It has the group of its kind of logon and a logon SID, and belongs to the
 * session of the calling process. From Vista on LOGON32_LOGON_INTERACTIVE gives an administrator
 * the filtered one of two tokens, which are linked; other kinds give the full one.
 * LOGON32_LOGON_NEW_CREDENTIALS clones the caller's effective token in a new logon session, whoever
 * is named. It takes a provider that negotiates: LOGON32_PROVIDER_WINNT50 or, after Windows 2000,
 * LOGON32_PROVIDER_DEFAULT with a domain or a name of the form user@domain.
 *
 * Accounts are those of srm_account_new. What a domain says, here or as part of the name
 * (DOMAIN\user, user@domain), is not looked at. Any account may log on in any way, also with an
 * empty password.
 *
 * ERROR_LOGON_FAILURE            there is no such account, or the password is another one
 * ERROR_INVALID_PARAMETER        there is no such kind of logon or provider, or the provider does
 *                                not negotiate and is to use new credentials
 * ERROR_PRIVILEGE_NOT_HELD       in Windows 2000, the caller does not hold SeTcbPrivilege
 * ERROR_BAD_IMPERSONATION_LEVEL  new credentials for a token that the caller impersonates below
 *                                SecurityImpersonation (inferred)
 * ERROR_NO_SYSTEM_RESOURCES      no memory for token or handle
 * ERROR_INVALID_FUNCTION         LOGON32_PROVIDER_VIRTUAL, from Vista on; or a bad pointer, which
 *                                would raise an exception in the program: not modelled
 * Page: winbase LogonUserW
 */
BOOL WINAPI LogonUserA(_In_ LPCSTR lpszUsername, _In_opt_ LPCSTR lpszDomain,
                       _In_opt_ LPCSTR lpszPassword, _In_ DWORD dwLogonType,
                       _In_ DWORD dwLogonProvider, _Out_ PHANDLE phToken);
BOOL WINAPI LogonUserW(_In_ LPCWSTR lpszUsername, _In_opt_ LPCWSTR lpszDomain,
                       _In_opt_ LPCWSTR lpszPassword, _In_ DWORD dwLogonType,
                       _In_ DWORD dwLogonProvider, _Out_ PHANDLE phToken);

/*
 * The LUID of a privilege on a machine, by its name in upper or lower case.
 *
 * lpSystemName   NULL, "" or ".": this machine, the only one that there is
 *
 * ERROR_NO_SUCH_PRIVILEGE        this version has no privilege of that name; also for NULL
 * RPC_S_SERVER_UNAVAILABLE       another machine
 * ERROR_INVALID_FUNCTION         a bad pointer, which would raise an exception in the program: not
 *                                modelled
 * Page: winbase LookupPrivilegeValueW
 */
BOOL WINAPI LookupPrivilegeValueA(_In_opt_ LPCSTR lpSystemName, _In_ LPCSTR lpName,
                                  _Out_ PLUID lpLuid);
BOOL WINAPI LookupPrivilegeValueW(_In_opt_ LPCWSTR lpSystemName, _In_ LPCWSTR lpName,
                                  _Out_ PLUID lpLuid);

/*
 * The name of a privilege on a machine (lpSystemName as for LookupPrivilegeValue).
 *
 * cchName   in: the characters that fit into lpName; out: those of the name without its terminator,
 *           or, if they do not fit, with it
 *
 * ERROR_NO_SUCH_PRIVILEGE        this version has no privilege of that LUID
 * ERROR_INSUFFICIENT_BUFFER      the name does not fit; cchName tells the size
 * RPC_S_SERVER_UNAVAILABLE       another machine
 * ERROR_INVALID_FUNCTION         a bad pointer, which would raise an exception in the program: not
 *                                modelled
 * Page: winbase LookupPrivilegeNameW
 */
BOOL WINAPI LookupPrivilegeNameA(_In_opt_ LPCSTR lpSystemName, _In_ PLUID lpLuid,
                                 _Out_opt_ LPSTR lpName, _Inout_ LPDWORD cchName);
BOOL WINAPI LookupPrivilegeNameW(_In_opt_ LPCWSTR lpSystemName, _In_ PLUID lpLuid,
                                 _Out_opt_ LPWSTR lpName, _Inout_ LPDWORD cchName);

typedef HANDLE HLOCAL;

/*
 * Gives back what a function returned in memory of its own, such as a text of sddl.h; NULL does
 * nothing. Returns NULL. Only what was returned so may be given back, and only once.
 * Page: winbase LocalFree
 */
HLOCAL WINAPI LocalFree(_In_opt_ HLOCAL hMem);

NTSRM_END

#ifdef UNICODE
#define LogonUser            LogonUserW
#define LookupPrivilegeValue LookupPrivilegeValueW
#define LookupPrivilegeName  LookupPrivilegeNameW
#else
#define LogonUser            LogonUserA
#define LookupPrivilegeValue LookupPrivilegeValueA
#define LookupPrivilegeName  LookupPrivilegeNameA
#endif

#endif
