/*
 * NtReadFile, NtWriteFile, NtFlushBuffersFile: of pipes, since other files have no data here.
 * Sources: ntifs NtReadFile, NtWriteFile, NtFlushBuffersFile; impersonation.md 6.8.
 */
#include "ex/rules.h"
#include "nt/pipe.h"
#include "nt/probe.h"

#include <string.h>

NTSTATUS nt_find_pipe(PETHREAD caller, HANDLE handle, ACCESS_MASK needed, PIO_STATUS_BLOCK block,
                      struct nt_pipe_found *found)
{
    const struct ob_header *header;
    void *object;
    NTSTATUS status = nt_probe(caller, block);

    if (NT_SUCCESS(status))
        status = nt_object_by_handle(caller, handle, &ipc_pipe_end_type, needed, &object);
    if (!NT_SUCCESS(status))
        return status;
    header = object;
    *found = (struct nt_pipe_found){.end = NULL};
    if (rule_on(header->world, pipe, end_of_pipe, header->type == &ipc_pipe_end_type,
                ob_fact("object", header)))
        found->end = object;
    else if (rule_on(header->world, pipe, of_device, header->type == &ipc_pipe_device_type,
                     ob_fact("object", header)))
        found->device = object;
    return STATUS_SUCCESS;
}

NTSTATUS nt_no_end(struct srm_world *w, const struct nt_pipe_found *found)
{
    return rule(w, pipe, without_data, found->device != NULL)
               ? STATUS_INVALID_PARAMETER
               : world_not_modelled(w, "what is in a file");
}

void nt_store_block(PIO_STATUS_BLOCK block, NTSTATUS status, ULONG_PTR information)
{
    const IO_STATUS_BLOCK result = {.Status = status, .Information = information};

    memcpy(block, &result, sizeof result);
}

NTSTATUS nt_pipe_answer(const struct ipc_pipe_io *io, NTSTATUS status)
{
    if ((NT_SUCCESS(status) && status != STATUS_PENDING) || status == STATUS_BUFFER_OVERFLOW)
        nt_store_block(io->block, status, io->information);
    return status;
}

NTSTATUS nt_pipe_of_end(struct ob_header *object, struct ob_header **described)
{
    const struct ipc_pipe_end *end = (void *)object;

    *described = object;
    if (object->type != &ipc_pipe_end_type)
        return STATUS_SUCCESS;
    if (rule(object->world, pipe, detached, end->instance == NULL))
        return STATUS_PIPE_DISCONNECTED;
    *described = &end->instance->pipe->named.header;
    return STATUS_SUCCESS;
}

/* ---- the calls ---- */

typedef NTSTATUS transfer_function(struct ipc_pipe_end *end, struct ipc_pipe_io *io);

static NTSTATUS transfer(HANDLE handle, ACCESS_MASK needed, struct ipc_pipe_io *io,
                         transfer_function *move)
{
    struct nt_pipe_found found;
    NTSTATUS status = nt_find_pipe(io->thread, handle, needed, io->block, &found);

    if (NT_SUCCESS(status) && io->length > 0)
        status = nt_probe(io->thread, io->buffer);
    if (!NT_SUCCESS(status))
        return status;
    return found.end ? nt_pipe_answer(io, move(found.end, io))
                     : nt_no_end(io->thread->header.world, &found);
}

/* Nobody waits for events here, and pipes have no offsets. */
static bool is_plain(const struct srm_world *w, HANDLE event, PIO_APC_ROUTINE routine)
{
    return rule(w, pipe, told_by_block, event == NULL && routine == NULL);
}

NTSTATUS NtReadFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine, PVOID ApcContext,
                    PIO_STATUS_BLOCK IoStatusBlock, PVOID Buffer, ULONG Length,
                    PLARGE_INTEGER ByteOffset, PULONG Key)
{
    struct ipc_pipe_io io = {
        .thread = ps_current_thread(),
        .buffer = Buffer,
        .length = Length,
        .block = IoStatusBlock,
    };
    struct srm_world *w = io.thread->header.world;
    NTSTATUS status;

    (void)ApcContext;
    (void)ByteOffset;
    (void)Key;
    call_enter(w, HANDLE_FACT("FileHandle", FileHandle), NUMBER_FACT("Length", Length));
    status = is_plain(w, Event, ApcRoutine)
                 ? transfer(FileHandle, FILE_READ_DATA, &io, ipc_pipe_read)
                 : world_not_modelled(w, "events and APCs of files");
    leave_status(w, status);
    return status;
}

NTSTATUS NtWriteFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine, PVOID ApcContext,
                     PIO_STATUS_BLOCK IoStatusBlock, PVOID Buffer, ULONG Length,
                     PLARGE_INTEGER ByteOffset, PULONG Key)
{
    struct ipc_pipe_io io = {
        .thread = ps_current_thread(),
        .buffer = Buffer,
        .length = Length,
        .block = IoStatusBlock,
    };
    struct srm_world *w = io.thread->header.world;
    NTSTATUS status;

    (void)ApcContext;
    (void)ByteOffset;
    (void)Key;
    call_enter(w, HANDLE_FACT("FileHandle", FileHandle), NUMBER_FACT("Length", Length));
    status = is_plain(w, Event, ApcRoutine)
                 ? transfer(FileHandle, FILE_WRITE_DATA, &io, ipc_pipe_write)
                 : world_not_modelled(w, "events and APCs of files");
    leave_status(w, status);
    return status;
}

NTSTATUS NtFlushBuffersFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock)
{
    struct ipc_pipe_io io = {.thread = ps_current_thread(), .block = IoStatusBlock};
    struct srm_world *w = io.thread->header.world;
    NTSTATUS status;

    call_enter(w, HANDLE_FACT("FileHandle", FileHandle));
    status = transfer(FileHandle, FILE_WRITE_DATA, &io, ipc_pipe_flush);
    leave_status(w, status);
    return status;
}
