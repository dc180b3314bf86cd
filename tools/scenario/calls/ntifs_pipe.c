/* Native calls of pipes: Nt* of ntifs.h and phnt. */
#include "scenario/calls/rows.h"

#include "ntsrm/srm.h"

#include <string.h>

PIO_STATUS_BLOCK frame_block(const struct call_frame *frame, unsigned parameter)
{
    const IO_STATUS_BLOCK pending = {.Status = STATUS_PENDING};
    void *storage = frame_pointer(frame, parameter);
    if (storage && storage != SRM_UNREADABLE) {
        memcpy(storage, &pending, sizeof pending);
    }
    return storage;
}

static void create_named_pipe_file(struct call_frame *frame)
{
    LARGE_INTEGER usual = {.QuadPart = -500000}; /* 50 ms */
    IO_STATUS_BLOCK block = {.Information = 0};
    void *told = frame_pointer(frame, 3);
    NTSTATUS status = NtCreateNamedPipeFile(
        frame_pointer(frame, 0), frame_number(frame, 1), frame_pointer(frame, 2),
        told && told != SRM_UNREADABLE ? &block : told,
        frame_number_or(frame, 4, FILE_SHARE_READ | FILE_SHARE_WRITE),
        frame_number_or(frame, 5, FILE_OPEN_IF), frame_number(frame, 6), frame_number(frame, 7),
        frame_number(frame, 8), frame_number(frame, 9),
        frame_number_or(frame, 10, FILE_PIPE_UNLIMITED_INSTANCES), frame_number(frame, 11),
        frame_number(frame, 12), frame_given(frame, 13) ? frame_pointer(frame, 13) : &usual);
    const ULONG information = (ULONG)block.Information;
    if (NT_SUCCESS(status)) {
        memcpy(told, &information, sizeof information);
    }
    frame_returns_status(frame, status);
}

typedef NTSTATUS transfer_function(HANDLE, HANDLE, PIO_APC_ROUTINE, PVOID, PIO_STATUS_BLOCK, PVOID,
                                   ULONG, PLARGE_INTEGER, PULONG);

static void transfer(struct call_frame *frame, transfer_function *nt, transfer_function *zw)
{
    frame_returns_status(frame, (frame_is_zw(frame) ? zw : nt)(
                                    frame_handle(frame, 0), NULL, NULL, NULL, frame_block(frame, 1),
                                    frame_pointer(frame, 2), frame_number(frame, 3), NULL, NULL));
}

static void read_file(struct call_frame *frame)
{
    transfer(frame, NtReadFile, ZwReadFile);
}

static void write_file(struct call_frame *frame)
{
    transfer(frame, NtWriteFile, ZwWriteFile);
}

static void flush_buffers_file(struct call_frame *frame)
{
    frame_returns_status(frame, NtFlushBuffersFile(frame_handle(frame, 0), frame_block(frame, 1)));
}

static void fs_control_file(struct call_frame *frame)
{
    frame_returns_status(frame, (frame_is_zw(frame) ? ZwFsControlFile : NtFsControlFile)(
                                    frame_handle(frame, 0), NULL, NULL, NULL, frame_block(frame, 1),
                                    frame_number(frame, 2), frame_pointer(frame, 3),
                                    frame_number(frame, 4), frame_pointer(frame, 5),
                                    frame_number(frame, 6)));
}

static void query_modes(struct call_frame *frame)
{
    frame_returns_status(frame,
                         NtQueryInformationFile(frame_handle(frame, 0), frame_block(frame, 1),
                                                frame_pointer(frame, 2), frame_number(frame, 3),
                                                (FILE_INFORMATION_CLASS)frame_number(frame, 4)));
}

static void set_modes(struct call_frame *frame)
{
    frame_returns_status(
        frame, NtSetInformationFile(
                   frame_handle(frame, 0), frame_block(frame, 1), frame_pointer(frame, 2),
                   frame_number(frame, 3),
                   (FILE_INFORMATION_CLASS)frame_number_or(frame, 4, FilePipeInformation)));
}

#define HANDLE_RESULTS                                                                \
    GIVES(STATUS_INVALID_HANDLE, "no handle"),                                        \
        GIVES(STATUS_OBJECT_TYPE_MISMATCH, "it is a handle to something else"),       \
        GIVES_USER_MODE(STATUS_ACCESS_DENIED, "the handle does not give this right"), \
        GIVES_USER_MODE(STATUS_ACCESS_VIOLATION, "a pointer cannot be read or written")

#define STATE_RESULTS                                                   \
    GIVES(STATUS_PIPE_LISTENING, "no client has opened this instance"), \
        GIVES(STATUS_PIPE_DISCONNECTED, "the server has disconnected"), \
        GIVES(STATUS_INVALID_PARAMETER, "the handle is that of the pipe device")

#define READ_FILE(prefix, who)                                                           \
    {                                                                                    \
        .name = prefix "ReadFile", .header = "ntifs.h", .source = "ntifs NtReadFile",    \
        .family = (who), .returns = KIND_STATUS,                                         \
        PARAMETERS(TAKES(FileHandle, HANDLE), FILLS(IoStatusBlock, IO_STATUS),           \
                   MAY_FILL_SIZED(Buffer, DATA, 4), MAY_TAKE(Length, NUMBER)),           \
        RESULTS(GIVES(STATUS_SUCCESS, "something was read"),                             \
                GIVES(STATUS_BUFFER_OVERFLOW, "the message is longer"),                  \
                GIVES(STATUS_PENDING, "there is nothing to be read"),                    \
                GIVES(STATUS_PIPE_EMPTY, "the same, with FILE_PIPE_COMPLETE_OPERATION"), \
                GIVES(STATUS_PIPE_BROKEN, "the other end is closed, and all is read"),   \
                STATE_RESULTS,                                                           \
                HANDLE_RESULTS),                                                         \
        .make = read_file,                                                               \
    }

#define WRITE_FILE(prefix, who)                                                              \
    {                                                                                        \
        .name = prefix "WriteFile", .header = "ntifs.h", .source = "ntifs NtWriteFile",      \
        .family = (who), .returns = KIND_STATUS,                                             \
        PARAMETERS(TAKES(FileHandle, HANDLE), FILLS(IoStatusBlock, IO_STATUS),               \
                   MAY_TAKE_SIZED(Buffer, DATA, 4), MAY_TAKE(Length, NUMBER)),               \
        RESULTS(GIVES(STATUS_SUCCESS, "it was written, or there is no room and no waiting"), \
                GIVES(STATUS_PENDING, "there is no room within the quota"),                  \
                GIVES(STATUS_PIPE_CLOSING, "the other end is closed"),                       \
                GIVES(STATUS_BAD_IMPERSONATION_LEVEL,                                        \
                      "the writer's context cannot be captured at the level of the pipe"),   \
                GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for the data"),              \
                STATE_RESULTS,                                                               \
                HANDLE_RESULTS),                                                             \
        .make = write_file,                                                                  \
    }

#define FS_CONTROL_FILE(prefix, who)                                                             \
    {                                                                                            \
        .name = prefix "FsControlFile", .header = "ntifs.h",                                     \
        .source = "ntifs NtFsControlFile; MS-FSCC 2.3", .family = (who), .returns = KIND_STATUS, \
        PARAMETERS(TAKES(FileHandle, HANDLE),           FILLS(IoStatusBlock, IO_STATUS),         \
                   TAKES(FsControlCode, FS_CONTROL),    MAY_TAKE_SIZED(InputBuffer, DATA, 5),    \
                   MAY_TAKE(InputBufferLength, NUMBER), MAY_FILL_SIZED(OutputBuffer, DATA, 7),   \
                   MAY_TAKE(OutputBufferLength, NUMBER)),                                        \
        RESULTS(GIVES(STATUS_SUCCESS, "it is done"),                                             \
                GIVES(STATUS_PENDING, "no client has opened it; there is no answer yet"),        \
                GIVES(STATUS_BUFFER_OVERFLOW, "the message is longer"),                          \
                GIVES(STATUS_ILLEGAL_FUNCTION, "this end cannot do that"),                       \
                GIVES(STATUS_CANNOT_IMPERSONATE,                                                 \
                      "nothing has been read, nobody is connected, or the client forbids it"),   \
                GIVES(STATUS_PIPE_CONNECTED, "FSCTL_PIPE_LISTEN, and a client is there"),        \
                GIVES(STATUS_PIPE_LISTENING,                                                     \
                      "FSCTL_PIPE_LISTEN, with FILE_PIPE_COMPLETE_OPERATION"),                   \
                GIVES(STATUS_PIPE_CLOSING, "FSCTL_PIPE_LISTEN, and the client has closed"),      \
                GIVES(STATUS_PIPE_DISCONNECTED, "the server has disconnected"),                  \
                GIVES(STATUS_INVALID_PIPE_STATE,                                                 \
                      "FSCTL_PIPE_PEEK, FSCTL_PIPE_TRANSCEIVE: not connected, or no "            \
                      "messages in both directions"),                                            \
                GIVES(STATUS_PIPE_BUSY, "FSCTL_PIPE_TRANSCEIVE, and something is unread"),       \
                GIVES(STATUS_PIPE_BROKEN, "FSCTL_PIPE_PEEK, closed and all is read"),            \
                GIVES(STATUS_INVALID_PARAMETER, "a buffer is too short"),                        \
                GIVES(STATUS_NOT_SUPPORTED, "no such code, or not in this version"),             \
                GIVES(STATUS_INVALID_DEVICE_REQUEST, "the file is no pipe"),                     \
                GIVES(STATUS_BAD_IMPERSONATION_LEVEL,                                            \
                      "FSCTL_PIPE_TRANSCEIVE: the writer's context cannot be captured"),         \
                GIVES(STATUS_NO_MEMORY, "FSCTL_PIPE_IMPERSONATE: no memory"),                    \
                GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for data, or for a token"),      \
                HANDLE_RESULTS),                                                                 \
        .make = fs_control_file,                                                                 \
    }

const struct call calls_ntifs_pipe[] = {
    {
        .name = "NtCreateNamedPipeFile",
        .header = "ntifs.h",
        .source = "phnt NtCreateNamedPipeFile",
        .family = CALL_NT,
        .returns = KIND_STATUS,
        PARAMETERS(FILLS_NEW(FileHandle, PIPE_END), TAKES(DesiredAccess, ACCESS),
                   MAY_TAKE(ObjectAttributes, OBJECT_ATTRIBUTES), FILLS(IoStatusBlock, FILE_RESULT),
                   MAY_TAKE(ShareAccess, FILE_SHARE), MAY_TAKE(CreateDisposition, FILE_DISPOSITION),
                   MAY_TAKE(CreateOptions, FILE_OPTIONS), MAY_TAKE(NamedPipeType, PIPE_TYPE),
                   MAY_TAKE(ReadMode, PIPE_READ_MODE),
                   MAY_TAKE(CompletionMode, PIPE_COMPLETION_MODE),
                   MAY_TAKE(MaximumInstances, PIPE_INSTANCES), MAY_TAKE(InboundQuota, NUMBER),
                   MAY_TAKE(OutboundQuota, NUMBER), MAY_TAKE(DefaultTimeout, EXPIRATION_POINTER)),
        RESULTS(GIVES(STATUS_SUCCESS, "the instance is there, and listens"),
                GIVES(STATUS_INVALID_PARAMETER,
                      "a disposition, sharing, type, mode, number or timeout that means "
                      "nothing, or no ObjectAttributes"),
                GIVES(STATUS_OBJECT_NAME_NOT_FOUND, "FILE_OPEN, and there is no such pipe"),
                GIVES(STATUS_ACCESS_DENIED,
                      "FILE_CREATE, and there is one; no right to another instance; it shares "
                      "otherwise; a descriptor once more"),
                GIVES(STATUS_INSTANCE_NOT_AVAILABLE, "there cannot be another instance"),
                GIVES(STATUS_BAD_IMPERSONATION_LEVEL,
                      "the caller impersonates below SecurityImpersonation"),
                GIVES(STATUS_PRIVILEGE_NOT_HELD,
                      "ACCESS_SYSTEM_SECURITY, a SACL or a higher label without the "
                      "privilege for it"),
                GIVES(STATUS_INVALID_OWNER, "the descriptor's owner may not be one"),
                GIVES(STATUS_OBJECT_TYPE_MISMATCH, "the name is that of another object"),
                GIVES(STATUS_OBJECT_NAME_INVALID,
                      "RootDirectory is the device of all pipes, not its root directory"),
                GIVES(STATUS_INSUFFICIENT_RESOURCES,
                      "no memory for the name, the object or the handle"),
                GIVES_USER_MODE(STATUS_ACCESS_VIOLATION,
                                "a pointer cannot be read or written")),
        .make = create_named_pipe_file,
    },
    READ_FILE("Nt", CALL_NT),
    READ_FILE("Zw", CALL_ZW),
    WRITE_FILE("Nt", CALL_NT),
    WRITE_FILE("Zw", CALL_ZW),
    FS_CONTROL_FILE("Nt", CALL_NT),
    FS_CONTROL_FILE("Zw", CALL_ZW),
    {
        .name = "NtFlushBuffersFile",
        .header = "ntifs.h",
        .source = "ntifs NtFlushBuffersFile",
        .family = CALL_NT,
        .returns = KIND_STATUS,
        PARAMETERS(TAKES(FileHandle, HANDLE), FILLS(IoStatusBlock, IO_STATUS)),
        RESULTS(GIVES(STATUS_SUCCESS, "all that was written has been read"),
                GIVES(STATUS_PENDING, "something has not been read"),
                GIVES(STATUS_PIPE_DISCONNECTED, "the server has disconnected"),
                GIVES(STATUS_INVALID_PARAMETER, "the handle is that of the pipe device"),
                HANDLE_RESULTS),
        .make = flush_buffers_file,
    },
    {
        .name = "NtQueryInformationFile",
        .header = "ntifs.h",
        .source = "ntifs NtQueryInformationFile",
        .family = CALL_NT,
        .returns = KIND_STATUS,
        PARAMETERS(TAKES(FileHandle, HANDLE), FILLS(IoStatusBlock, IO_STATUS),
                   FILLS_OF_CLASS(FileInformation, FILE_INFORMATION, 5, 4),
                   MAY_TAKE(Length, NUMBER), TAKES(FileInformationClass, FILE_CLASS)),
        RESULTS(GIVES(STATUS_SUCCESS, "it is known"),
                GIVES(STATUS_INFO_LENGTH_MISMATCH, "the buffer is too short"),
                GIVES(STATUS_PIPE_DISCONNECTED, "the server has disconnected"),
                GIVES(STATUS_INVALID_PARAMETER, "the handle is that of the pipe device"),
                HANDLE_RESULTS),
        .make = query_modes,
    },
    {
        .name = "NtSetInformationFile",
        .header = "ntifs.h",
        .source = "ntifs NtSetInformationFile",
        .family = CALL_NT,
        .returns = KIND_STATUS,
        PARAMETERS(TAKES(FileHandle, HANDLE), FILLS(IoStatusBlock, IO_STATUS),
                   TAKES_SIZED(FileInformation, PIPE_MODES, 4), MAY_TAKE(Length, NUMBER),
                   MAY_TAKE(FileInformationClass, FILE_CLASS)),
        RESULTS(GIVES(STATUS_SUCCESS, "the end reads and waits so from now on"),
                GIVES(STATUS_INFO_LENGTH_MISMATCH, "the buffer is too short"),
                GIVES(STATUS_PIPE_DISCONNECTED, "the server has disconnected"),
                GIVES(STATUS_INVALID_PARAMETER,
                      "a mode that does not exist, messages of a pipe of bytes, or the "
                      "handle is that of the pipe device"),
                HANDLE_RESULTS),
        .make = set_modes,
    },
    {.name = NULL},
};
