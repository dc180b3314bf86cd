/* What the functions of pipes have in common. */
#ifndef WIN32_PIPE_H
#define WIN32_PIPE_H

#include "nt/pipe.h"
#include "ntsrm/minwinbase.h"

/*
 * The block of a call: that of lpOverlapped, which has to be given where the end was opened for
 * asynchronous use, else `own`. STATUS_INVALID_PARAMETER; the statuses of nt_find_pipe.
 */
NTSTATUS win32_pipe_block(PETHREAD caller, HANDLE pipe, LPOVERLAPPED overlapped,
                          IO_STATUS_BLOCK *own, PIO_STATUS_BLOCK *block);

/* TRUE for success; FALSE and the error else, also for what waits and for what does not fit. */
BOOL win32_pipe_result(NTSTATUS status);

#endif
