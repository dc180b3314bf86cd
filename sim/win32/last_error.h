/* How the Win32 layer answers: BOOL, and the reason in the thread's last error. */
#ifndef WIN32_LAST_ERROR_H
#define WIN32_LAST_ERROR_H

#include "ps/thread.h"

/* TRUE for success; else FALSE, with the status's Win32 error as the last error. */
BOOL win32_result(NTSTATUS status);

#endif
