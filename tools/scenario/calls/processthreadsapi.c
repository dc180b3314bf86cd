/* Processes, threads and their tokens as programs use them: processthreadsapi.h. */
#include "scenario/calls/rows.h"

#include "ntsrm/processthreadsapi.h"

static void open_process_token(struct call_frame *frame)
{
    frame_returns(frame, (uint64_t)OpenProcessToken(frame_handle(frame, 0), frame_number(frame, 1),
                                                    frame_pointer(frame, 2)));
}

static void open_thread_token(struct call_frame *frame)
{
    frame_returns(frame, (uint64_t)OpenThreadToken(frame_handle(frame, 0), frame_number(frame, 1),
                                                   frame_flag(frame, 2), frame_pointer(frame, 3)));
}

static void frame_returns_handle(struct call_frame *frame, HANDLE handle)
{
    frame_returns(frame, (uintptr_t)handle);
}

static void open_process(struct call_frame *frame)
{
    frame_returns_handle(frame, OpenProcess(frame_number(frame, 0), frame_flag(frame, 1),
                                            frame_number(frame, 2)));
}

static void open_thread(struct call_frame *frame)
{
    frame_returns_handle(frame, OpenThread(frame_number(frame, 0), frame_flag(frame, 1),
                                           frame_number(frame, 2)));
}

static void set_thread_token(struct call_frame *frame)
{
    frame_returns(frame, (uint64_t)SetThreadToken(frame_pointer(frame, 0), frame_handle(frame, 1)));
}

static void create_process(struct call_frame *frame)
{
    BOOL result = CreateProcessW(frame_pointer(frame, 0), frame_pointer(frame, 1),
                                 frame_pointer(frame, 2), frame_pointer(frame, 3),
                                 frame_flag(frame, 4), frame_number(frame, 5), NULL, NULL, NULL,
                                 frame_pointer(frame, 6));
    frame_returns(frame, (uint64_t)result);
}

static void create_process_as_user(struct call_frame *frame)
{
    BOOL result = CreateProcessAsUserW(frame_handle(frame, 0), frame_pointer(frame, 1),
                                       frame_pointer(frame, 2), frame_pointer(frame, 3),
                                       frame_pointer(frame, 4), frame_flag(frame, 5),
                                       frame_number(frame, 6), NULL, NULL, NULL,
                                       frame_pointer(frame, 7));
    frame_returns(frame, (uint64_t)result);
}

/* Where a thread would begin if it ran. */
static DWORD WINAPI beginning(LPVOID parameter)
{
    (void)parameter;
    return 0;
}

static void create_thread(struct call_frame *frame)
{
    frame_returns_handle(frame, CreateThread(frame_pointer(frame, 0), 0, beginning, NULL,
                                             frame_number(frame, 1), frame_pointer(frame, 2)));
}

static void get_current_process(struct call_frame *frame)
{
    frame_returns_handle(frame, GetCurrentProcess());
}

static void get_current_thread(struct call_frame *frame)
{
    frame_returns_handle(frame, GetCurrentThread());
}

static void get_current_process_token(struct call_frame *frame)
{
    frame_returns_handle(frame, GetCurrentProcessToken());
}

static void get_current_thread_token(struct call_frame *frame)
{
    frame_returns_handle(frame, GetCurrentThreadToken());
}

static void get_current_thread_effective_token(struct call_frame *frame)
{
    frame_returns_handle(frame, GetCurrentThreadEffectiveToken());
}

#define HANDLE_ERRORS(right)                                                                       \
    GIVES(ERROR_INVALID_HANDLE, "no such handle, or one of something else"),                       \
        GIVES(ERROR_ACCESS_DENIED, right)

#define TOKEN_OPEN_RESULTS                                                                         \
    GIVES(TRUE, "TokenHandle is open"),                                                            \
        GIVES(ERROR_BAD_IMPERSONATION_LEVEL,                                                       \
              "the caller impersonates below SecurityImpersonation"),                              \
        GIVES(ERROR_PRIVILEGE_NOT_HELD, "ACCESS_SYSTEM_SECURITY without SeSecurityPrivilege"),     \
        GIVES(ERROR_NOACCESS, "TokenHandle cannot be written"),                                    \
        GIVES(ERROR_NO_SYSTEM_RESOURCES, "no memory for the handle or a copy")

#define OPEN_RESULTS                                                                               \
    GIVES(HANDLE, "a handle with the access asked for"),                                           \
        GIVES(ERROR_INVALID_PARAMETER, "nothing that runs has this id"),                           \
        GIVES(ERROR_ACCESS_DENIED, "the object denies the access"),                                \
        GIVES(ERROR_BAD_IMPERSONATION_LEVEL,                                                       \
              "the caller impersonates below SecurityImpersonation"),                              \
        GIVES(ERROR_PRIVILEGE_NOT_HELD, "ACCESS_SYSTEM_SECURITY without SeSecurityPrivilege"),     \
        GIVES(ERROR_NO_SYSTEM_RESOURCES, "no memory for the handle")

#define CREATE_RESULTS                                                                             \
    GIVES(ERROR_UNKNOWN_REVISION, "a descriptor is of no known revision"),                         \
        GIVES(ERROR_INVALID_SECURITY_DESCR, "its parts are nowhere"),                              \
        GIVES(ERROR_INVALID_SID, "its owner or group is no SID"),                                  \
        GIVES(ERROR_INVALID_ACL, "one of its lists is malformed"),                                 \
        GIVES(ERROR_INVALID_OWNER, "the owner in a descriptor may not be one"),                    \
        GIVES(ERROR_INVALID_LABEL, "the label in a descriptor is no integrity level"),             \
        GIVES(ERROR_INVALID_PARAMETER, "its mask has bits that mean nothing"),                     \
        GIVES(ERROR_NOACCESS, "a descriptor cannot be read"),                                      \
        GIVES(ERROR_NO_SYSTEM_RESOURCES, "no memory for an object or a handle"),                   \
        GIVES_UNSEEN(ERROR_INVALID_FUNCTION,                                                       \
                     "what is not modelled; a bad pointer, which would raise an exception in the " \
                     "program",                                                                    \
                     "a case that meets it is an error: not modelled")

#define LABEL_TOO_HIGH                                                                             \
    "a descriptor has a label above the caller's integrity, without SeRelabelPrivilege, or a "     \
    "SACL, without SeSecurityPrivilege"

#define PROCESS_PARAMETERS                                                                         \
    MAY_TAKE(lpApplicationName, STRING), MAY_TAKE(lpCommandLine, STRING),                          \
        MAY_TAKE(lpProcessAttributes, SECURITY_ATTRIBUTES),                                        \
        MAY_TAKE(lpThreadAttributes, SECURITY_ATTRIBUTES), MAY_TAKE(bInheritHandles, BOOL),        \
        MAY_TAKE(dwCreationFlags, CREATION_FLAGS),                                                 \
        FILLS(lpProcessInformation, PROCESS_INFORMATION)

#define GET(what, how)                                                                            \
    {                                                                                             \
        .name = #what, .header = "processthreadsapi.h", .source = "processthreadsapi " #what,     \
        .family = CALL_WIN32, .returns = KIND_NEW_HANDLE, NO_PARAMETERS, NO_RESULTS, .make = how, \
    }

const struct call calls_processthreadsapi[] = {
    {
        .name = "OpenProcessToken",
        .header = "processthreadsapi.h",
        .source = "processthreadsapi OpenProcessToken",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(TAKES(ProcessHandle, HANDLE), TAKES(DesiredAccess, ACCESS),
                   FILLS(TokenHandle, HANDLE)),
        RESULTS(TOKEN_OPEN_RESULTS,
                HANDLE_ERRORS("the handle lacks PROCESS_QUERY_INFORMATION (Vista and later: "
                              "PROCESS_QUERY_LIMITED_INFORMATION), or the token denies the "
                              "access")),
        .make = open_process_token,
    },
    {
        .name = "OpenThreadToken",
        .header = "processthreadsapi.h",
        .source = "processthreadsapi OpenThreadToken",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(TAKES(ThreadHandle, HANDLE), TAKES(DesiredAccess, ACCESS),
                   TAKES(OpenAsSelf, BOOL), FILLS(TokenHandle, HANDLE)),
        RESULTS(TOKEN_OPEN_RESULTS, GIVES(ERROR_NO_TOKEN, "the thread does not impersonate"),
                GIVES(ERROR_CANT_OPEN_ANONYMOUS,
                      "the thread impersonates at SecurityAnonymous"),
                HANDLE_ERRORS("the handle lacks THREAD_QUERY_INFORMATION (Vista and later: "
                              "THREAD_QUERY_LIMITED_INFORMATION), or the token denies the "
                              "access")),
        .make = open_thread_token,
    },
    {
        .name = "OpenProcess",
        .header = "processthreadsapi.h",
        .source = "processthreadsapi OpenProcess",
        .family = CALL_WIN32,
        .returns = KIND_NEW_HANDLE,
        PARAMETERS(TAKES(dwDesiredAccess, ACCESS), MAY_TAKE(bInheritHandle, BOOL),
                   TAKES(dwProcessId, PROCESS_ID)),
        RESULTS(OPEN_RESULTS),
        .make = open_process,
    },
    {
        .name = "OpenThread",
        .header = "processthreadsapi.h",
        .source = "processthreadsapi OpenThread",
        .family = CALL_WIN32,
        .returns = KIND_NEW_HANDLE,
        PARAMETERS(TAKES(dwDesiredAccess, ACCESS), MAY_TAKE(bInheritHandle, BOOL),
                   TAKES(dwThreadId, THREAD_ID)),
        RESULTS(OPEN_RESULTS),
        .make = open_thread,
    },
    {
        .name = "SetThreadToken",
        .header = "processthreadsapi.h",
        .source = "processthreadsapi SetThreadToken",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(MAY_TAKE(Thread, HANDLE_POINTER), MAY_TAKE(Token, HANDLE)),
        RESULTS(GIVES(TRUE, "the thread impersonates, perhaps at a lowered level, or no more"),
                GIVES(ERROR_BAD_TOKEN_TYPE, "a primary token"),
                GIVES(ERROR_INVALID_HANDLE, "no such handle, or one of something else"),
                GIVES(ERROR_ACCESS_DENIED,
                      "a handle lacks THREAD_SET_THREAD_TOKEN or TOKEN_IMPERSONATE, or limits "
                      "of the job"),
                GIVES(ERROR_NOT_ENOUGH_MEMORY,
                      "no memory for the thread's impersonation block"),
                GIVES(ERROR_NO_SYSTEM_RESOURCES, "no memory for the lowered copy"),
                GIVES_UNSEEN(ERROR_INVALID_FUNCTION,
                             "Thread cannot be read, which would raise an exception in the "
                             "program",
                             "a case that meets it is an error: not modelled")),
        .make = set_thread_token,
    },
    {
        .name = "CreateProcess",
        .header = "processthreadsapi.h",
        .source = "processthreadsapi CreateProcessW",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(PROCESS_PARAMETERS),
        RESULTS(GIVES(TRUE, "the process is there, with one thread"),
                GIVES(ERROR_PRIVILEGE_NOT_HELD, LABEL_TOO_HIGH), CREATE_RESULTS),
        .make = create_process,
    },
    {
        .name = "CreateProcessAsUser",
        .header = "processthreadsapi.h",
        .source = "processthreadsapi CreateProcessAsUserW",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(MAY_TAKE(hToken, HANDLE), PROCESS_PARAMETERS),
        RESULTS(GIVES(TRUE, "the process is there, with a copy of the token"),
                GIVES(ERROR_PRIVILEGE_NOT_HELD,
                      "the token is a stranger, and the process lacks "
                      "SeAssignPrimaryTokenPrivilege or SeIncreaseQuotaPrivilege; or "
                      LABEL_TOO_HIGH),
                GIVES(ERROR_INVALID_HANDLE, "no such handle, one of something else, or a "
                                            "pseudo handle"),
                GIVES(ERROR_ACCESS_DENIED,
                      "the handle lacks TOKEN_QUERY or TOKEN_ASSIGN_PRIMARY, or whom the "
                      "caller impersonates may not enable a privilege"),
                GIVES(ERROR_BAD_TOKEN_TYPE,
                      "an impersonation token; from Windows 7 on, one below "
                      "SecurityImpersonation"),
                GIVES(ERROR_BAD_IMPERSONATION_LEVEL,
                      "the caller impersonates below SecurityImpersonation, and a privilege "
                      "has to be enabled"),
                CREATE_RESULTS),
        .make = create_process_as_user,
    },
    {
        .name = "CreateThread",
        .header = "processthreadsapi.h",
        .source = "processthreadsapi CreateThread",
        .family = CALL_WIN32,
        .returns = KIND_NEW_HANDLE,
        PARAMETERS(MAY_TAKE(lpThreadAttributes, SECURITY_ATTRIBUTES),
                   MAY_TAKE(dwCreationFlags, CREATION_FLAGS), MAY_FILL(lpThreadId, THREAD_ID)),
        RESULTS(GIVES(HANDLE, "a handle to the new thread, which impersonates nobody"),
                GIVES(ERROR_PRIVILEGE_NOT_HELD, LABEL_TOO_HIGH), CREATE_RESULTS),
        .make = create_thread,
    },
    GET(GetCurrentProcess, get_current_process),
    GET(GetCurrentThread, get_current_thread),
    GET(GetCurrentProcessToken, get_current_process_token),
    GET(GetCurrentThreadToken, get_current_thread_token),
    GET(GetCurrentThreadEffectiveToken, get_current_thread_effective_token),
    {.name = NULL},
};
