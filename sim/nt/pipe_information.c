/* What a pipe is like, and how an end reads and waits. Sources: ntifs FILE_PIPE_INFORMATION,
 * FILE_PIPE_LOCAL_INFORMATION; Wine's tests of pipes. */
#include "ex/rules.h"
#include "nt/pipe.h"
#include "nt/probe.h"

#include <string.h>

struct information_request {
    PETHREAD caller;
    PIO_STATUS_BLOCK block;
    void *buffer;
    ULONG length;
    FILE_INFORMATION_CLASS class;
};

static FILE_PIPE_LOCAL_INFORMATION local_information(const struct ipc_pipe_end *end)
{
    const struct ipc_instance *instance = end->instance;
    const struct ipc_pipe *pipe = instance->pipe;
    const enum ipc_side other = ipc_other_side(end->side);
    const ULONG waiting = instance->ends[other] ? instance->ends[other]->unread.size : 0;

    return (FILE_PIPE_LOCAL_INFORMATION){
        .NamedPipeType = pipe->type & FILE_PIPE_MESSAGE_TYPE,
        .NamedPipeConfiguration = pipe->configuration,
        .MaximumInstances = pipe->limit,
        .CurrentInstances = pipe->count,
        .InboundQuota = pipe->given_quota[IPC_SERVER],
        .ReadDataAvailable = end->unread.size,
        .OutboundQuota = pipe->given_quota[IPC_CLIENT],
        .WriteQuotaAvailable = pipe->quota[other] > waiting ? pipe->quota[other] - waiting : 0,
        .NamedPipeState = instance->state,
        .NamedPipeEnd = end->side == IPC_SERVER ? FILE_PIPE_SERVER_END : FILE_PIPE_CLIENT_END,
    };
}

/* The end, if the class is one of pipes, and the buffer as long as it says. */
static NTSTATUS find_end(const struct information_request *request, HANDLE handle,
                         ACCESS_MASK needed, size_t length, struct ipc_pipe_end **end)
{
    struct srm_world *w = request->caller->header.world;
    struct nt_pipe_found found;
    NTSTATUS status;

    *end = NULL;
    if (!rule_on(w, file, information_modelled, length > 0,
                 NUMBER_FACT("FileInformationClass", request->class)))
        return world_not_modelled(w, "this class of information about a file");
    if (!rule_on(w, information, length_matches, request->length >= length,
                 NUMBER_FACT("Length", request->length)))
        return STATUS_INFO_LENGTH_MISMATCH;
    status = nt_probe(request->caller, request->buffer);
    if (NT_SUCCESS(status))
        status = nt_find_pipe(request->caller, handle, needed, request->block, &found);
    if (!NT_SUCCESS(status))
        return status;
    if (!found.end)
        return nt_no_end(w, &found);
    *end = found.end;
    return rule(w, pipe, detached, found.end->instance == NULL) ? STATUS_PIPE_DISCONNECTED
                                                                : STATUS_SUCCESS;
}

static size_t length_of(FILE_INFORMATION_CLASS class)
{
    switch ((int)class) {
    case FilePipeInformation:
        return sizeof(FILE_PIPE_INFORMATION);
    case FilePipeLocalInformation:
        return sizeof(FILE_PIPE_LOCAL_INFORMATION);
    default:
        return 0;
    }
}

static NTSTATUS query(const struct information_request *request, HANDLE handle)
{
    const size_t length = length_of(request->class);
    struct ipc_pipe_end *end;
    NTSTATUS status = find_end(request, handle, FILE_READ_ATTRIBUTES, length, &end);

    if (!NT_SUCCESS(status))
        return status;
    if (request->class == FilePipeInformation) {
        const FILE_PIPE_INFORMATION modes = {
            .ReadMode = end->read_mode,
            .CompletionMode = end->completion_mode,
        };
        memcpy(request->buffer, &modes, sizeof modes);
    } else {
        const FILE_PIPE_LOCAL_INFORMATION local = local_information(end);

        memcpy(request->buffer, &local, sizeof local);
    }
    nt_store_block(request->block, status, length);
    return status;
}

static NTSTATUS set(const struct information_request *request, HANDLE handle)
{
    const struct srm_world *w = request->caller->header.world;
    const size_t length = request->class == FilePipeInformation ? sizeof(FILE_PIPE_INFORMATION) : 0;
    FILE_PIPE_INFORMATION modes;
    struct ipc_pipe_end *end;
    NTSTATUS status = find_end(request, handle, FILE_WRITE_ATTRIBUTES, length, &end);

    if (!NT_SUCCESS(status))
        return status;
    memcpy(&modes, request->buffer, sizeof modes);
    if (!rule_on(w, pipe_create, modes_known,
                 modes.ReadMode <= FILE_PIPE_MESSAGE_MODE &&
                     modes.CompletionMode <= FILE_PIPE_COMPLETE_OPERATION &&
                     (modes.ReadMode == FILE_PIPE_BYTE_STREAM_MODE ||
                      (end->instance->pipe->type & FILE_PIPE_MESSAGE_TYPE)),
                 NUMBER_FACT("ReadMode", modes.ReadMode),
                 NUMBER_FACT("CompletionMode", modes.CompletionMode)))
        return STATUS_INVALID_PARAMETER;
    end->read_mode = modes.ReadMode;
    end->completion_mode = modes.CompletionMode;
    nt_store_block(request->block, status, 0);
    return status;
}

NTSTATUS NtQueryInformationFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock,
                                PVOID FileInformation, ULONG Length,
                                FILE_INFORMATION_CLASS FileInformationClass)
{
    const struct information_request request = {
        .caller = ps_current_thread(),
        .block = IoStatusBlock,
        .buffer = FileInformation,
        .length = Length,
        .class = FileInformationClass,
    };
    struct srm_world *w = request.caller->header.world;
    NTSTATUS status;

    call_enter(w, HANDLE_FACT("FileHandle", FileHandle),
               NUMBER_FACT("FileInformationClass", FileInformationClass));
    status = query(&request, FileHandle);
    leave_status(w, status);
    return status;
}

NTSTATUS NtSetInformationFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock,
                              PVOID FileInformation, ULONG Length,
                              FILE_INFORMATION_CLASS FileInformationClass)
{
    const struct information_request request = {
        .caller = ps_current_thread(),
        .block = IoStatusBlock,
        .buffer = FileInformation,
        .length = Length,
        .class = FileInformationClass,
    };
    struct srm_world *w = request.caller->header.world;
    NTSTATUS status;

    call_enter(w, HANDLE_FACT("FileHandle", FileHandle),
               NUMBER_FACT("FileInformationClass", FileInformationClass));
    status = set(&request, FileHandle);
    leave_status(w, status);
    return status;
}
