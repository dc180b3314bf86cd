/* Handles, for programs. */
#ifndef NTSRM_HANDLEAPI_H
#define NTSRM_HANDLEAPI_H

#include "winnt.h"

#define INVALID_HANDLE_VALUE NTSRM_HANDLE(-1)

NTSRM_BEGIN

/*
 * Makes another handle to the object behind a handle of the source process, in the target process
 * (NtDuplicateObject). A pseudo handle becomes a real one. Returns nonzero on success; after a
 * zero, GetLastError says why. Both process handles need PROCESS_DUP_HANDLE.
 *
 * lpTargetHandle    NULL with DUPLICATE_CLOSE_SOURCE: only the source handle is closed
 * dwDesiredAccess   not looked at with DUPLICATE_SAME_ACCESS; rights that the source handle lacks
 *                   are checked against the object's descriptor
 * dwOptions         DUPLICATE_CLOSE_SOURCE closes the source handle whatever becomes of the call
 *
 * The errors are those of the statuses of NtDuplicateObject: ERROR_INVALID_HANDLE,
 * ERROR_ACCESS_DENIED, ERROR_INVALID_PARAMETER, ERROR_NOACCESS, ERROR_BAD_IMPERSONATION_LEVEL,
 * ERROR_PRIVILEGE_NOT_HELD, ERROR_NO_SYSTEM_RESOURCES.
 * Page: handleapi DuplicateHandle
 */
BOOL WINAPI DuplicateHandle(_In_ HANDLE hSourceProcessHandle, _In_ HANDLE hSourceHandle,
                            _In_ HANDLE hTargetProcessHandle, _Out_opt_ LPHANDLE lpTargetHandle,
                            _In_ DWORD dwDesiredAccess, _In_ BOOL bInheritHandle,
                            _In_ DWORD dwOptions);

/*
 * Closes a handle. Returns nonzero on success. Closing a token's handle never ends an
 * impersonation.
 *
 * ERROR_INVALID_HANDLE   no such handle in the calling process
 * Page: handleapi CloseHandle
 */
BOOL WINAPI CloseHandle(_In_ HANDLE hObject);

NTSRM_END

#endif
