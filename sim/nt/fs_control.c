/*
 * NtFsControlFile: what only pipes do. Sources: ntifs NtFsControlFile; MS-FSCC 2.3;
 * impersonation.md 6.8/6.
 */
#include "ex/rules.h"
#include "nt/pipe.h"
#include "nt/probe.h"

#include <stddef.h>
#include <string.h>

#define PIPE_DEVICE L"\\Device\\NamedPipe\\"
#define NAME_MOST   256u

struct control {
    struct ipc_pipe_io io; /* the output buffer */
    ULONG code;
    void *input;
    ULONG input_length;
};

/* ---- on the device ---- */

/* Is there a pipe of that name, and does it listen? */
static NTSTATUS wait_for(struct srm_world *w, const WCHAR *name, uint32_t length)
{
    const size_t before = sizeof PIPE_DEVICE / sizeof(WCHAR) - 1;
    WCHAR text[sizeof PIPE_DEVICE / sizeof(WCHAR) + NAME_MOST];
    const struct ob_named *object;

    memcpy(text, PIPE_DEVICE, before * sizeof *text);
    memcpy(text + before, name, length * sizeof *text);
    object = ob_named_find(w, (struct ob_path){.text = text, .length = (uint32_t)before + length});
    if (!rule_on(w, pipe_open, pipe_there, object && object->header.type == &ipc_pipe_type,
                 ob_fact("pipe", object)))
        return STATUS_OBJECT_NAME_NOT_FOUND;
    return ipc_pipe_wait_for_instance((const struct ipc_pipe *)(const void *)object);
}

static NTSTATUS wait_on_root(const struct control *control)
{
    const ULONG header = offsetof(FILE_PIPE_WAIT_FOR_BUFFER, Name);
    struct srm_world *w = control->io.thread->header.world;
    FILE_PIPE_WAIT_FOR_BUFFER given;
    NTSTATUS status;

    if (!rule(w, fs_control, wait_names_pipe, control->input_length >= header))
        return STATUS_INVALID_PARAMETER;
    status = nt_capture(control->io.thread, &given, control->input, header);
    if (!NT_SUCCESS(status))
        return status;
    if (!rule(w, fs_control, wait_names_pipe,
              given.NameLength <= control->input_length - header &&
                  given.NameLength / sizeof(WCHAR) <= NAME_MOST))
        return STATUS_INVALID_PARAMETER;
    return wait_for(w, (const WCHAR *)(const void *)((const char *)control->input + header),
                    given.NameLength / (uint32_t)sizeof(WCHAR));
}

static NTSTATUS on_device(const struct control *control, const struct ipc_pipe_device *device)
{
    const struct srm_world *w = control->io.thread->header.world;

    if (rule(w, fs_control, waits_on_root, control->code == FSCTL_PIPE_WAIT && device->root))
        return wait_on_root(control);
    if (rule(w, fs_control, peeks_device, control->code == FSCTL_PIPE_PEEK))
        return STATUS_INVALID_PARAMETER;
    return rule(w, fs_control, wants_connection,
                control->code == FSCTL_PIPE_DISCONNECT || control->code == FSCTL_PIPE_TRANSCEIVE)
               ? STATUS_PIPE_DISCONNECTED
               : STATUS_ILLEGAL_FUNCTION;
}

/* ---- on an end ---- */

static NTSTATUS transceive(struct control *control, struct ipc_pipe_end *end)
{
    struct ipc_pipe_io out = {
        .thread = control->io.thread,
        .buffer = control->input,
        .length = control->input_length,
    };

    return ipc_pipe_transceive(end, &out, &control->io);
}

static NTSTATUS on_end(struct control *control, struct ipc_pipe_end *end)
{
    switch (control->code) {
    case FSCTL_PIPE_LISTEN:
        return ipc_pipe_listen(end, &control->io);
    case FSCTL_PIPE_DISCONNECT:
        return ipc_pipe_disconnect(end);
    case FSCTL_PIPE_PEEK:
        return ipc_pipe_peek(end, &control->io);
    case FSCTL_PIPE_TRANSCEIVE:
        return transceive(control, end);
    case FSCTL_PIPE_IMPERSONATE:
        return ipc_pipe_impersonate(end);
    case FSCTL_PIPE_DISABLE_IMPERSONATE:
        return ipc_pipe_disable_impersonation(end);
    default:
        return STATUS_ILLEGAL_FUNCTION;
    }
}

/* ---- the call ---- */

static bool is_known(const struct srm_world *w, ULONG code)
{
    static const ULONG codes[] = {
        FSCTL_PIPE_LISTEN,     FSCTL_PIPE_DISCONNECT, FSCTL_PIPE_PEEK,
        FSCTL_PIPE_TRANSCEIVE, FSCTL_PIPE_WAIT,       FSCTL_PIPE_IMPERSONATE,
    };

    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (codes[i] == code)
            return rule_on(w, fs_control, code_known, true, CONTROL_FACT("FsControlCode", code));
    return rule_on(w, fs_control, disables_impersonation, code == FSCTL_PIPE_DISABLE_IMPERSONATE,
                   CONTROL_FACT("FsControlCode", code)) ||
           rule_on(w, fs_control, code_known, false, CONTROL_FACT("FsControlCode", code));
}

/* The rights stand in the code itself. */
static ACCESS_MASK rights_of(ULONG code)
{
    return code >> 14 & (FILE_READ_DATA | FILE_WRITE_DATA);
}

static NTSTATUS fs_control(struct control *control, HANDLE handle)
{
    PETHREAD caller = control->io.thread;
    struct nt_pipe_found found;
    NTSTATUS status =
        nt_find_pipe(caller, handle, rights_of(control->code), control->io.block, &found);

    if (NT_SUCCESS(status) && control->input_length > 0)
        status = nt_probe(caller, control->input);
    if (NT_SUCCESS(status) && control->io.length > 0)
        status = nt_probe(caller, control->io.buffer);
    if (!NT_SUCCESS(status))
        return status;
    if (!is_known(caller->header.world, control->code))
        return STATUS_NOT_SUPPORTED;
    if (!rule(caller->header.world, fs_control, of_pipe, found.end || found.device))
        return STATUS_INVALID_DEVICE_REQUEST;
    status = found.end ? on_end(control, found.end) : on_device(control, found.device);
    return nt_pipe_answer(&control->io, status);
}

NTSTATUS NtFsControlFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine,
                         PVOID ApcContext, PIO_STATUS_BLOCK IoStatusBlock, ULONG FsControlCode,
                         PVOID InputBuffer, ULONG InputBufferLength, PVOID OutputBuffer,
                         ULONG OutputBufferLength)
{
    struct control control = {
        .io = {.thread = ps_current_thread(),
               .buffer = OutputBuffer,
               .length = OutputBufferLength,
               .block = IoStatusBlock},
        .code = FsControlCode,
        .input = InputBuffer,
        .input_length = InputBufferLength,
    };
    struct srm_world *w = control.io.thread->header.world;
    NTSTATUS status;

    (void)ApcContext;
    call_enter(w, HANDLE_FACT("FileHandle", FileHandle),
               CONTROL_FACT("FsControlCode", FsControlCode));
    status = rule(w, pipe, told_by_block, Event == NULL && ApcRoutine == NULL)
                 ? fs_control(&control, FileHandle)
                 : world_not_modelled(w, "events and APCs of files");
    leave_status(w, status);
    return status;
}
