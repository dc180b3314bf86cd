/* Files, events and mutexes as programs use them: fileapi.h, synchapi.h. */
#include "scenario/calls/rows.h"

#include "ntsrm/fileapi.h"
#include "ntsrm/synchapi.h"

static void create_file(struct call_frame *frame)
{
    HANDLE handle =
        CreateFileW(frame_pointer(frame, 0), frame_number(frame, 1), frame_number(frame, 2),
                    frame_pointer(frame, 3), frame_number(frame, 4), frame_number(frame, 5), NULL);
    frame_returns(frame, (uintptr_t)handle);
}

static void create_event(struct call_frame *frame)
{
    HANDLE handle = CreateEventW(frame_pointer(frame, 0), frame_flag(frame, 1),
                                 frame_flag(frame, 2), frame_pointer(frame, 3));
    frame_returns(frame, (uintptr_t)handle);
}

static void create_mutex(struct call_frame *frame)
{
    frame_returns(frame, (uintptr_t)CreateMutexW(frame_pointer(frame, 0), frame_flag(frame, 1),
                                                 frame_pointer(frame, 2)));
}

static void open_event(struct call_frame *frame)
{
    frame_returns(frame, (uintptr_t)OpenEventW(frame_number(frame, 0), frame_flag(frame, 1),
                                               frame_pointer(frame, 2)));
}

static void open_mutex(struct call_frame *frame)
{
    frame_returns(frame, (uintptr_t)OpenMutexW(frame_number(frame, 0), frame_flag(frame, 1),
                                               frame_pointer(frame, 2)));
}

static void read_file(struct call_frame *frame)
{
    frame_returns_bool(frame, ReadFile(frame_handle(frame, 0), frame_pointer(frame, 1),
                                  frame_number(frame, 2), frame_pointer(frame, 3),
                                  (LPOVERLAPPED)(void *)frame_block(frame, 4)));
}

static void write_file(struct call_frame *frame)
{
    frame_returns_bool(frame, WriteFile(frame_handle(frame, 0), frame_pointer(frame, 1),
                                   frame_number(frame, 2), frame_pointer(frame, 3),
                                   (LPOVERLAPPED)(void *)frame_block(frame, 4)));
}

static void flush_file_buffers(struct call_frame *frame)
{
    frame_returns_bool(frame, FlushFileBuffers(frame_handle(frame, 0)));
}

#define CHECK_ERRORS                                                               \
    GIVES(ERROR_ACCESS_DENIED, "the object, or what holds it, denies the access"), \
        GIVES(ERROR_BAD_IMPERSONATION_LEVEL,                                       \
              "the caller impersonates below SecurityImpersonation"),              \
        GIVES(ERROR_PATH_NOT_FOUND, "what should hold the object is not there"),   \
        GIVES(ERROR_NO_SYSTEM_RESOURCES, "no memory for a name, an object or a handle")

#define CREATE_ERRORS                                                    \
    GIVES(ERROR_INVALID_OWNER, "the descriptor's owner may not be one"), \
        GIVES(ERROR_PRIVILEGE_NOT_HELD,                                  \
              "ACCESS_SYSTEM_SECURITY, a SACL or a higher label without the privilege for it")

#define OPEN(function, how)                                                           \
    {                                                                                 \
        .name = function, .header = "synchapi.h", .source = "synchapi " function "W", \
        .family = CALL_WIN32, .returns = KIND_NEW_HANDLE,                             \
        PARAMETERS(TAKES(dwDesiredAccess, ACCESS), MAY_TAKE(bInheritHandle, BOOL),    \
                   TAKES(lpName, STRING)),                                            \
        RESULTS(GIVES(HANDLE, "the handle"),                                          \
                CHECK_ERRORS,                                                         \
                GIVES(ERROR_FILE_NOT_FOUND, "nothing has this name"),                 \
                GIVES(ERROR_INVALID_HANDLE, "it is an object of another type"),       \
                GIVES(ERROR_INVALID_PARAMETER, "no name"),                            \
                GIVES(ERROR_PRIVILEGE_NOT_HELD,                                       \
                      "ACCESS_SYSTEM_SECURITY without SeSecurityPrivilege")),         \
        .make = how,                                                                  \
    }

#define HANDLE_ERRORS                                                         \
    GIVES(ERROR_INVALID_HANDLE, "no handle, or one to something else"),       \
        GIVES(ERROR_ACCESS_DENIED, "the handle does not give this right")

const struct call calls_fileapi[] = {
    {
        .name = "CreateFile",
        .header = "fileapi.h",
        .source = "fileapi CreateFileW",
        .family = CALL_WIN32,
        .returns = KIND_NEW_HANDLE,
        PARAMETERS(TAKES(lpFileName, STRING), TAKES(dwDesiredAccess, ACCESS),
                   MAY_TAKE(dwShareMode, FILE_SHARE),
                   MAY_TAKE(lpSecurityAttributes, SECURITY_ATTRIBUTES),
                   TAKES(dwCreationDisposition, CREATION_DISPOSITION),
                   MAY_TAKE(dwFlagsAndAttributes, FILE_FLAGS)),
        RESULTS(GIVES(HANDLE, "the handle"),
                GIVES(ERROR_ALREADY_EXISTS,
                      "the handle, and it was there: CREATE_ALWAYS, OPEN_ALWAYS"),
                GIVES(ERROR_FILE_EXISTS, "CREATE_NEW, and it was there"),
                GIVES(ERROR_FILE_NOT_FOUND, "it is not there and is not to be made"),
                GIVES(ERROR_PIPE_BUSY, "no instance of the pipe listens"),
                GIVES(ERROR_INVALID_PARAMETER,
                      "no such disposition, or TRUNCATE_EXISTING without GENERIC_WRITE"),
                CHECK_ERRORS, CREATE_ERRORS),
        .make = create_file,
    },
    {
        .name = "CreateEvent",
        .header = "synchapi.h",
        .source = "synchapi CreateEventW",
        .family = CALL_WIN32,
        .returns = KIND_NEW_HANDLE,
        PARAMETERS(MAY_TAKE(lpEventAttributes, SECURITY_ATTRIBUTES),
                   MAY_TAKE(bManualReset, BOOL), MAY_TAKE(bInitialState, BOOL),
                   MAY_TAKE(lpName, STRING)),
        RESULTS(GIVES(HANDLE, "the handle"),
                GIVES(ERROR_ALREADY_EXISTS, "the handle, and it was there"),
                GIVES(ERROR_INVALID_HANDLE, "there is an object of another type"), CHECK_ERRORS,
                CREATE_ERRORS),
        .make = create_event,
    },
    {
        .name = "CreateMutex",
        .header = "synchapi.h",
        .source = "synchapi CreateMutexW",
        .family = CALL_WIN32,
        .returns = KIND_NEW_HANDLE,
        PARAMETERS(MAY_TAKE(lpMutexAttributes, SECURITY_ATTRIBUTES),
                   MAY_TAKE(bInitialOwner, BOOL), MAY_TAKE(lpName, STRING)),
        RESULTS(GIVES(HANDLE, "the handle"),
                GIVES(ERROR_ALREADY_EXISTS, "the handle, and it was there"),
                GIVES(ERROR_INVALID_HANDLE, "there is an object of another type"), CHECK_ERRORS,
                CREATE_ERRORS),
        .make = create_mutex,
    },
    OPEN("OpenEvent", open_event),
    OPEN("OpenMutex", open_mutex),
    {
        .name = "ReadFile",
        .header = "fileapi.h",
        .source = "fileapi ReadFile",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(TAKES(hFile, HANDLE), MAY_FILL_SIZED(lpBuffer, DATA, 3),
                   MAY_TAKE(nNumberOfBytesToRead, NUMBER),
                   FILLS_UNLESS_NULL(lpNumberOfBytesRead, NUMBER),
                   MAY_FILL(lpOverlapped, IO_STATUS)),
        RESULTS(GIVES(TRUE, "something was read"),
                GIVES(ERROR_MORE_DATA, "the message is longer"),
                GIVES(ERROR_IO_PENDING, "there is nothing to be read"),
                GIVES(ERROR_NO_DATA, "the same, with PIPE_NOWAIT"),
                GIVES(ERROR_BROKEN_PIPE, "the other end is closed, and all is read"),
                GIVES(ERROR_PIPE_LISTENING, "no client has opened this instance"),
                GIVES(ERROR_PIPE_NOT_CONNECTED, "the server has disconnected"),
                GIVES(ERROR_INVALID_PARAMETER,
                      "no lpOverlapped for an asynchronous end, or nowhere to put the count"),
                HANDLE_ERRORS),
        .make = read_file,
    },
    {
        .name = "WriteFile",
        .header = "fileapi.h",
        .source = "fileapi WriteFile",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(TAKES(hFile, HANDLE), MAY_TAKE_SIZED(lpBuffer, DATA, 3),
                   MAY_TAKE(nNumberOfBytesToWrite, NUMBER),
                   FILLS_UNLESS_NULL(lpNumberOfBytesWritten, NUMBER),
                   MAY_FILL(lpOverlapped, IO_STATUS)),
        RESULTS(GIVES(TRUE, "it was written"),
                GIVES(ERROR_IO_PENDING, "there is no room within the quota"),
                GIVES(ERROR_NO_DATA, "the other end is closed"),
                GIVES(ERROR_PIPE_LISTENING, "no client has opened this instance"),
                GIVES(ERROR_PIPE_NOT_CONNECTED, "the server has disconnected"),
                GIVES(ERROR_BAD_IMPERSONATION_LEVEL,
                      "the writer's context cannot be captured at the level of the pipe"),
                GIVES(ERROR_NO_SYSTEM_RESOURCES, "no memory for the data"),
                GIVES(ERROR_INVALID_PARAMETER,
                      "no lpOverlapped for an asynchronous end, or nowhere to put the count"),
                HANDLE_ERRORS),
        .make = write_file,
    },
    {
        .name = "FlushFileBuffers",
        .header = "fileapi.h",
        .source = "fileapi FlushFileBuffers",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(TAKES(hFile, HANDLE)),
        RESULTS(GIVES(TRUE, "all that was written has been read"),
                GIVES(ERROR_IO_PENDING, "something has not been read"),
                GIVES(ERROR_PIPE_NOT_CONNECTED, "the server has disconnected"),
                GIVES(ERROR_INVALID_PARAMETER, "the handle is that of the pipe device"),
                HANDLE_ERRORS),
        .make = flush_file_buffers,
    },
    {.name = NULL},
};
