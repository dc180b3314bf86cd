/* Data in pipes: ReadFile, WriteFile and what else moves it. Sources: fileapi, namedpipeapi. */
#include "ex/pool.h"
#include "ex/rules.h"
#include "ntsrm/fileapi.h"
#include "ntsrm/namedpipeapi.h"
#include "ntsrm/winerror.h"
#include "win32/last_error.h"
#include "win32/memory.h"
#include "win32/pipe.h"

#include <stddef.h>
#include <string.h>

/* Where the count goes: the pointer may be NULL. */
static void tell(LPDWORD to, ULONG_PTR count)
{
    const DWORD number = (DWORD)count;

    if (to)
        memcpy(to, &number, sizeof number);
}

static NTSTATUS touch_count(PETHREAD caller, LPDWORD count)
{
    return count ? win32_touch(caller, count) : STATUS_SUCCESS;
}

/* ---- reading and writing ---- */

struct transfer {
    PETHREAD caller;
    HANDLE file;
    LPVOID buffer;
    DWORD length;
    LPDWORD count;
    LPOVERLAPPED overlapped;
};

typedef NTSTATUS native_transfer(HANDLE, HANDLE, PIO_APC_ROUTINE, PVOID, PIO_STATUS_BLOCK, PVOID,
                                 ULONG, PLARGE_INTEGER, PULONG);

static NTSTATUS move(const struct transfer *transfer, native_transfer *native)
{
    PIO_STATUS_BLOCK block;
    IO_STATUS_BLOCK own;
    NTSTATUS status = touch_count(transfer->caller, transfer->count);

    tell(NT_SUCCESS(status) ? transfer->count : NULL, 0);
    if (NT_SUCCESS(status) && !rule(transfer->caller->header.world, win32_pipe,
                                    count_goes_somewhere, transfer->count || transfer->overlapped))
        status = STATUS_INVALID_PARAMETER;
    if (NT_SUCCESS(status))
        status =
            win32_pipe_block(transfer->caller, transfer->file, transfer->overlapped, &own, &block);
    if (!NT_SUCCESS(status))
        return status;
    status = native(transfer->file, NULL, NULL, NULL, block, transfer->buffer, transfer->length,
                    NULL, NULL);
    if (status != STATUS_PENDING)
        tell(transfer->count, block->Information);
    return status;
}

BOOL ReadFile(HANDLE hFile, LPVOID lpBuffer, DWORD nNumberOfBytesToRead,
              LPDWORD lpNumberOfBytesRead, LPOVERLAPPED lpOverlapped)
{
    const struct transfer transfer = {
        .caller = ps_current_thread(),
        .file = hFile,
        .buffer = lpBuffer,
        .length = nNumberOfBytesToRead,
        .count = lpNumberOfBytesRead,
        .overlapped = lpOverlapped,
    };
    struct srm_world *w = transfer.caller->header.world;
    BOOL result;

    call_enter(w, HANDLE_FACT("hFile", hFile),
               NUMBER_FACT("nNumberOfBytesToRead", nNumberOfBytesToRead));
    result = win32_pipe_result(move(&transfer, NtReadFile));
    leave_flag(w, result);
    return result;
}

BOOL WriteFile(HANDLE hFile, LPCVOID lpBuffer, DWORD nNumberOfBytesToWrite,
               LPDWORD lpNumberOfBytesWritten, LPOVERLAPPED lpOverlapped)
{
    union {
        LPCVOID constant;
        LPVOID variable; /* NtWriteFile changes nothing there */
    } buffer = {.constant = lpBuffer};
    const struct transfer transfer = {
        .caller = ps_current_thread(),
        .file = hFile,
        .buffer = buffer.variable,
        .length = nNumberOfBytesToWrite,
        .count = lpNumberOfBytesWritten,
        .overlapped = lpOverlapped,
    };
    struct srm_world *w = transfer.caller->header.world;
    BOOL result;

    call_enter(w, HANDLE_FACT("hFile", hFile),
               NUMBER_FACT("nNumberOfBytesToWrite", nNumberOfBytesToWrite));
    result = win32_pipe_result(move(&transfer, NtWriteFile));
    leave_flag(w, result);
    return result;
}

BOOL FlushFileBuffers(HANDLE hFile)
{
    struct srm_world *w = ps_current_world();
    IO_STATUS_BLOCK block;
    BOOL result;

    call_enter(w, HANDLE_FACT("hFile", hFile));
    result = win32_pipe_result(NtFlushBuffersFile(hFile, &block));
    leave_flag(w, result);
    return result;
}

BOOL TransactNamedPipe(HANDLE hNamedPipe, LPVOID lpInBuffer, DWORD nInBufferSize,
                       LPVOID lpOutBuffer, DWORD nOutBufferSize, LPDWORD lpBytesRead,
                       LPOVERLAPPED lpOverlapped)
{
    PETHREAD caller = ps_current_thread();
    PIO_STATUS_BLOCK block;
    IO_STATUS_BLOCK own;
    NTSTATUS status;
    BOOL result;

    call_enter(caller->header.world, HANDLE_FACT("hNamedPipe", hNamedPipe),
               NUMBER_FACT("nInBufferSize", nInBufferSize));
    status = touch_count(caller, lpBytesRead);
    if (NT_SUCCESS(status))
        status = win32_pipe_block(caller, hNamedPipe, lpOverlapped, &own, &block);
    if (NT_SUCCESS(status)) {
        status = NtFsControlFile(hNamedPipe, NULL, NULL, NULL, block, FSCTL_PIPE_TRANSCEIVE,
                                 lpInBuffer, nInBufferSize, lpOutBuffer, nOutBufferSize);
        tell(lpBytesRead, status == STATUS_PENDING ? 0 : block->Information);
    }
    result = win32_pipe_result(status);
    leave_flag(caller->header.world, result);
    return result;
}

/* ---- looking ahead ---- */

struct look {
    PETHREAD caller;
    HANDLE pipe;
    LPVOID buffer;
    DWORD size;
    LPDWORD read, available, left;
};

static NTSTATUS touch_all(const struct look *look)
{
    NTSTATUS status = look->size > 0 ? win32_touch(look->caller, look->buffer) : STATUS_SUCCESS;

    if (NT_SUCCESS(status))
        status = touch_count(look->caller, look->read);
    if (NT_SUCCESS(status))
        status = touch_count(look->caller, look->available);
    return NT_SUCCESS(status) ? touch_count(look->caller, look->left) : status;
}

/* A message that is longer than the room is no failure here. */
static NTSTATUS peek(const struct look *look)
{
    const ULONG header = offsetof(FILE_PIPE_PEEK_BUFFER, Data), size = header + look->size;
    struct ex_pool *pool = look->caller->header.world->pool;
    FILE_PIPE_PEEK_BUFFER *seen = ex_alloc(pool, EX_KIND_Captured, size + sizeof *seen);
    IO_STATUS_BLOCK block;
    NTSTATUS status =
        NtFsControlFile(look->pipe, NULL, NULL, NULL, &block, FSCTL_PIPE_PEEK, NULL, 0, seen, size);

    if (NT_SUCCESS(status) || status == STATUS_BUFFER_OVERFLOW) {
        const ULONG count = (ULONG)block.Information - header;

        if (count > 0)
            memcpy(look->buffer, seen->Data, count);
        tell(look->read, count);
        tell(look->available, seen->ReadDataAvailable);
        tell(look->left, seen->MessageLength - count);
        status = STATUS_SUCCESS;
    }
    ex_free(pool, seen);
    return status;
}

BOOL PeekNamedPipe(HANDLE hNamedPipe, LPVOID lpBuffer, DWORD nBufferSize, LPDWORD lpBytesRead,
                   LPDWORD lpTotalBytesAvail, LPDWORD lpBytesLeftThisMessage)
{
    const struct look look = {
        .caller = ps_current_thread(),
        .pipe = hNamedPipe,
        .buffer = lpBuffer,
        .size = lpBuffer ? nBufferSize : 0,
        .read = lpBytesRead,
        .available = lpTotalBytesAvail,
        .left = lpBytesLeftThisMessage,
    };
    struct srm_world *w = look.caller->header.world;
    NTSTATUS status;
    BOOL result;

    call_enter(w, HANDLE_FACT("hNamedPipe", hNamedPipe), NUMBER_FACT("nBufferSize", nBufferSize));
    status = touch_all(&look);
    if (NT_SUCCESS(status))
        status = peek(&look);
    result = win32_result(status);
    leave_flag(w, result);
    return result;
}
