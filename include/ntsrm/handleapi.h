/* Handles, for programs. */
#ifndef NTSRM_HANDLEAPI_H
#define NTSRM_HANDLEAPI_H

#include "winnt.h"

#define INVALID_HANDLE_VALUE NTSRM_HANDLE(-1)

NTSRM_BEGIN

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
