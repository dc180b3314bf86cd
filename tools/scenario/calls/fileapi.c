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

#define OPEN(function, how)                                                            \
    {                                                                                  \
        .name = function, .header = "synchapi.h", .source = "synchapi " function "W",  \
        .family = CALL_WIN32, .returns = KIND_NEW_HANDLE,                              \
        .parameters = {TAKES(dwDesiredAccess, ACCESS), MAY_TAKE(bInheritHandle, BOOL), \
                       TAKES(lpName, STRING)},                                         \
        .results = {GIVES(HANDLE, "the handle"),                                       \
                    CHECK_ERRORS,                                                      \
                    GIVES(ERROR_FILE_NOT_FOUND, "nothing has this name"),              \
                    GIVES(ERROR_INVALID_HANDLE, "it is an object of another type"),    \
                    GIVES(ERROR_INVALID_PARAMETER, "no name"),                         \
                    GIVES(ERROR_PRIVILEGE_NOT_HELD,                                    \
                          "ACCESS_SYSTEM_SECURITY without SeSecurityPrivilege")},      \
        .make = how,                                                                   \
    }

const struct call calls_fileapi[] = {
    {
        .name = "CreateFile",
        .header = "fileapi.h",
        .source = "fileapi CreateFileW",
        .family = CALL_WIN32,
        .returns = KIND_NEW_HANDLE,
        .parameters = {TAKES(lpFileName, STRING), TAKES(dwDesiredAccess, ACCESS),
                       MAY_TAKE(dwShareMode, FILE_SHARE),
                       MAY_TAKE(lpSecurityAttributes, SECURITY_ATTRIBUTES),
                       TAKES(dwCreationDisposition, CREATION_DISPOSITION),
                       MAY_TAKE(dwFlagsAndAttributes, FILE_FLAGS)},
        .results = {GIVES(HANDLE, "the handle"),
                    GIVES(ERROR_ALREADY_EXISTS,
                          "the handle, and it was there: CREATE_ALWAYS, OPEN_ALWAYS"),
                    GIVES(ERROR_FILE_EXISTS, "CREATE_NEW, and it was there"),
                    GIVES(ERROR_FILE_NOT_FOUND, "it is not there and is not to be made"),
                    GIVES(ERROR_INVALID_PARAMETER,
                          "no such disposition, or TRUNCATE_EXISTING without GENERIC_WRITE"),
                    CHECK_ERRORS, CREATE_ERRORS},
        .make = create_file,
    },
    {
        .name = "CreateEvent",
        .header = "synchapi.h",
        .source = "synchapi CreateEventW",
        .family = CALL_WIN32,
        .returns = KIND_NEW_HANDLE,
        .parameters = {MAY_TAKE(lpEventAttributes, SECURITY_ATTRIBUTES),
                       MAY_TAKE(bManualReset, BOOL), MAY_TAKE(bInitialState, BOOL),
                       MAY_TAKE(lpName, STRING)},
        .results = {GIVES(HANDLE, "the handle"),
                    GIVES(ERROR_ALREADY_EXISTS, "the handle, and it was there"),
                    GIVES(ERROR_INVALID_HANDLE, "there is an object of another type"), CHECK_ERRORS,
                    CREATE_ERRORS},
        .make = create_event,
    },
    {
        .name = "CreateMutex",
        .header = "synchapi.h",
        .source = "synchapi CreateMutexW",
        .family = CALL_WIN32,
        .returns = KIND_NEW_HANDLE,
        .parameters = {MAY_TAKE(lpMutexAttributes, SECURITY_ATTRIBUTES),
                       MAY_TAKE(bInitialOwner, BOOL), MAY_TAKE(lpName, STRING)},
        .results = {GIVES(HANDLE, "the handle"),
                    GIVES(ERROR_ALREADY_EXISTS, "the handle, and it was there"),
                    GIVES(ERROR_INVALID_HANDLE, "there is an object of another type"), CHECK_ERRORS,
                    CREATE_ERRORS},
        .make = create_mutex,
    },
    OPEN("OpenEvent", open_event),
    OPEN("OpenMutex", open_mutex),
    {.name = NULL},
};
