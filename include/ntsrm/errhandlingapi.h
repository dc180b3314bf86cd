/* The last error: one number for each simulated thread. */
#ifndef NTSRM_ERRHANDLINGAPI_H
#define NTSRM_ERRHANDLINGAPI_H

#include "winnt.h"

NTSRM_BEGIN

/*
 * The last error of the calling thread. Functions set it when they fail; few touch it on success.
 * Page: errhandlingapi GetLastError
 */
DWORD WINAPI GetLastError(VOID);

/*
 * Sets the last error of the calling thread.
 * Page: errhandlingapi SetLastError
 */
VOID WINAPI SetLastError(_In_ DWORD dwErrCode);

NTSRM_END

#endif
