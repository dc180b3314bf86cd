/* What a pipe is like, and who is at its other end. Source: namedpipeapi. */
#include "ex/rules.h"
#include "ntsrm/namedpipeapi.h"
#include "ntsrm/winerror.h"
#include "se/accounts.h"
#include "win32/last_error.h"
#include "win32/memory.h"
#include "win32/pipe.h"

#include <string.h>

static NTSTATUS tell(PETHREAD caller, LPDWORD to, DWORD number)
{
    NTSTATUS status = to ? win32_touch(caller, to) : STATUS_SUCCESS;

    if (to && NT_SUCCESS(status))
        memcpy(to, &number, sizeof number);
    return status;
}

static NTSTATUS query(HANDLE pipe, FILE_INFORMATION_CLASS class, void *buffer, ULONG length)
{
    IO_STATUS_BLOCK block;

    return NtQueryInformationFile(pipe, &block, buffer, length, class);
}

static DWORD instances_of(ULONG count)
{
    return count > PIPE_UNLIMITED_INSTANCES ? PIPE_UNLIMITED_INSTANCES : count;
}

/* ---- what the pipe is like ---- */

BOOL GetNamedPipeInfo(HANDLE hNamedPipe, LPDWORD lpFlags, LPDWORD lpOutBufferSize,
                      LPDWORD lpInBufferSize, LPDWORD lpMaxInstances)
{
    PETHREAD caller = ps_current_thread();
    FILE_PIPE_LOCAL_INFORMATION local;
    NTSTATUS status;
    BOOL result;

    call_enter(caller->header.world, HANDLE_FACT("hNamedPipe", hNamedPipe));
    status = query(hNamedPipe, FilePipeLocalInformation, &local, sizeof local);
    if (NT_SUCCESS(status))
        status = tell(caller, lpFlags,
                      (local.NamedPipeEnd == FILE_PIPE_SERVER_END ? PIPE_SERVER_END : 0) |
                          (local.NamedPipeType == FILE_PIPE_MESSAGE_TYPE ? PIPE_TYPE_MESSAGE : 0));
    if (NT_SUCCESS(status))
        status = tell(caller, lpOutBufferSize, local.OutboundQuota);
    if (NT_SUCCESS(status))
        status = tell(caller, lpInBufferSize, local.InboundQuota);
    if (NT_SUCCESS(status))
        status = tell(caller, lpMaxInstances, instances_of(local.MaximumInstances));
    result = win32_result(status);
    leave_flag(caller->header.world, result);
    return result;
}

/* ---- how an end reads and waits ---- */

BOOL SetNamedPipeHandleState(HANDLE hNamedPipe, LPDWORD lpMode, LPDWORD lpMaxCollectionCount,
                             LPDWORD lpCollectDataTimeout)
{
    PETHREAD caller = ps_current_thread();
    const struct srm_world *w = caller->header.world;
    NTSTATUS status = STATUS_SUCCESS;
    IO_STATUS_BLOCK block;
    DWORD mode = 0;
    BOOL result;

    call_enter(w, HANDLE_FACT("hNamedPipe", hNamedPipe));
    if (!rule(w, win32_pipe, of_local_pipe, !lpMaxCollectionCount && !lpCollectDataTimeout))
        status = STATUS_INVALID_PARAMETER;
    if (NT_SUCCESS(status) && lpMode)
        status = win32_read(caller, &mode, lpMode, sizeof mode);
    if (NT_SUCCESS(status) && !rule_on(w, win32_pipe, modes_known,
                                       (mode & ~(DWORD)(PIPE_NOWAIT | PIPE_READMODE_MESSAGE)) == 0,
                                       NUMBER_FACT("Mode", mode)))
        status = STATUS_INVALID_PARAMETER;
    if (NT_SUCCESS(status) && lpMode) {
        FILE_PIPE_INFORMATION modes = {
            .ReadMode = mode & PIPE_READMODE_MESSAGE ? FILE_PIPE_MESSAGE_MODE : 0,
            .CompletionMode = mode & PIPE_NOWAIT ? FILE_PIPE_COMPLETE_OPERATION : 0,
        };
        status =
            NtSetInformationFile(hNamedPipe, &block, &modes, sizeof modes, FilePipeInformation);
    }
    result = win32_result(status);
    leave_flag(w, result);
    return result;
}

/* ---- who the client is ---- */

/* Of whom the thread impersonates: the last of what becomes of a client's context. */
static NTSTATUS user_name(PETHREAD caller, LPWSTR to, DWORD size)
{
    struct srm_world *w = caller->header.world;
    const char *name;
    size_t length = 0;

    if (!rule_on(w, win32_pipe, client_shows_itself, caller->block->level >= SecurityImpersonation,
                 LEVEL_FACT("level", caller->block->level)))
        return caller->block->level == SecurityAnonymous ? STATUS_CANT_OPEN_ANONYMOUS
                                                         : STATUS_BAD_IMPERSONATION_LEVEL;
    name = se_account_name_of(w, se_token_user(caller->block->token));
    if (!rule(w, win32_pipe, user_known, name != NULL))
        return world_not_modelled(w, "the name of a user who has no account");
    if (!rule(w, win32_pipe, user_name_fits, strlen(name) < size))
        return STATUS_BUFFER_TOO_SMALL;
    for (; name[length]; length++)
        to[length] = (WCHAR)(unsigned char)name[length];
    to[length] = 0;
    return STATUS_SUCCESS;
}

/* The client is impersonated to find out; what the thread impersonated before, it does again. */
static NTSTATUS client_name(PETHREAD caller, HANDLE pipe, LPWSTR to, DWORD size)
{
    SE_IMPERSONATION_STATE before;
    IO_STATUS_BLOCK block;
    NTSTATUS status = win32_touch(caller, to);

    if (!NT_SUCCESS(status))
        return status;
    PsDisableImpersonation(caller, &before);
    status =
        NtFsControlFile(pipe, NULL, NULL, NULL, &block, FSCTL_PIPE_IMPERSONATE, NULL, 0, NULL, 0);
    if (NT_SUCCESS(status))
        status = user_name(caller, to, size);
    PsRevertToSelf();
    PsRestoreImpersonation(caller, &before);
    return status;
}

BOOL GetNamedPipeHandleStateW(HANDLE hNamedPipe, LPDWORD lpState, LPDWORD lpCurInstances,
                              LPDWORD lpMaxCollectionCount, LPDWORD lpCollectDataTimeout,
                              LPWSTR lpUserName, DWORD nMaxUserNameSize)
{
    PETHREAD caller = ps_current_thread();
    const struct srm_world *w = caller->header.world;
    FILE_PIPE_LOCAL_INFORMATION local;
    FILE_PIPE_INFORMATION modes;
    NTSTATUS status = STATUS_SUCCESS;
    BOOL result;

    call_enter(w, HANDLE_FACT("hNamedPipe", hNamedPipe), FLAG_FACT("lpUserName given", lpUserName));
    if (!rule(w, win32_pipe, of_local_pipe, !lpMaxCollectionCount && !lpCollectDataTimeout))
        status = STATUS_INVALID_PARAMETER;
    if (NT_SUCCESS(status))
        status = query(hNamedPipe, FilePipeInformation, &modes, sizeof modes);
    if (NT_SUCCESS(status))
        status = query(hNamedPipe, FilePipeLocalInformation, &local, sizeof local);
    if (NT_SUCCESS(status) && lpUserName)
        status = client_name(caller, hNamedPipe, lpUserName, nMaxUserNameSize);
    if (NT_SUCCESS(status))
        status = tell(caller, lpState,
                      (modes.CompletionMode == FILE_PIPE_COMPLETE_OPERATION ? PIPE_NOWAIT : 0) |
                          (modes.ReadMode == FILE_PIPE_MESSAGE_MODE ? PIPE_READMODE_MESSAGE : 0));
    if (NT_SUCCESS(status))
        status = tell(caller, lpCurInstances, instances_of(local.CurrentInstances));
    result = win32_result(status);
    leave_flag(w, result);
    return result;
}

/* ---- which processes ---- */

static NTSTATUS process_of(PETHREAD caller, HANDLE pipe, enum ipc_side side, PULONG to)
{
    const struct srm_world *w = caller->header.world;
    struct nt_pipe_found found;
    IO_STATUS_BLOCK block;
    uint64_t id;
    NTSTATUS status = nt_find_pipe(caller, pipe, 0, &block, &found);

    if (!NT_SUCCESS(status))
        return status;
    if (!found.end)
        return found.device ? STATUS_INVALID_PARAMETER : STATUS_INVALID_DEVICE_REQUEST;
    if (rule(w, pipe, detached, found.end->instance == NULL))
        return STATUS_PIPE_DISCONNECTED;
    id = found.end->instance->process_ids[side];
    if (!rule(w, win32_pipe, client_there, id != 0))
        return STATUS_NOT_FOUND;
    return to ? tell(caller, to, (DWORD)id) : STATUS_BUFFER_TOO_SMALL;
}

BOOL GetNamedPipeClientProcessId(HANDLE Pipe, PULONG ClientProcessId)
{
    PETHREAD caller = ps_current_thread();
    BOOL result;

    call_enter(caller->header.world, HANDLE_FACT("Pipe", Pipe));
    result = win32_result(process_of(caller, Pipe, IPC_CLIENT, ClientProcessId));
    leave_flag(caller->header.world, result);
    return result;
}

BOOL GetNamedPipeServerProcessId(HANDLE Pipe, PULONG ServerProcessId)
{
    PETHREAD caller = ps_current_thread();
    BOOL result;

    call_enter(caller->header.world, HANDLE_FACT("Pipe", Pipe));
    result = win32_result(process_of(caller, Pipe, IPC_SERVER, ServerProcessId));
    leave_flag(caller->header.world, result);
    return result;
}
