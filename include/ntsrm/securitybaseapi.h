/*
 * Impersonation and tokens for programs. Each function returns nonzero on success; after a zero,
 * GetLastError says why. The errors are the Win32 names of the native call's statuses.
 */
#ifndef NTSRM_SECURITYBASEAPI_H
#define NTSRM_SECURITYBASEAPI_H

#include "winnt.h"

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
 * Page: securitybaseapi SetTokenInformation
 */
BOOL WINAPI SetTokenInformation(_In_ HANDLE TokenHandle,
                                _In_ TOKEN_INFORMATION_CLASS TokenInformationClass,
                                _In_reads_bytes_(TokenInformationLength) LPVOID TokenInformation,
                                _In_ DWORD TokenInformationLength);

NTSRM_END

#endif
