/* How the Win32 layer answers: BOOL or a handle, and the reason in the thread's last error. */
#ifndef WIN32_LAST_ERROR_H
#define WIN32_LAST_ERROR_H

#include "ps/thread.h"

/* TRUE for success; else FALSE, with the status's Win32 error as the last error. */
BOOL win32_result(NTSTATUS status);

/* The same for an error that is no status; TRUE for ERROR_SUCCESS. */
BOOL win32_error(DWORD error);

#endif
