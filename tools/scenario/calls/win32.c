/* What programs call: securitybaseapi.h, processthreadsapi.h, handleapi.h, errhandlingapi.h. */
#include "scenario/calls/rows.h"

#include "ntsrm/errhandlingapi.h"
#include "ntsrm/handleapi.h"
#include "ntsrm/processthreadsapi.h"
#include "ntsrm/securitybaseapi.h"

static void impersonate_self(struct call_frame *frame)
{
    frame_returns(frame, (uint64_t)ImpersonateSelf(frame_level(frame, 0)));
}

static void revert_to_self(struct call_frame *frame)
{
    frame_returns(frame, (uint64_t)RevertToSelf());
}

static void adjust_token_privileges(struct call_frame *frame)
{
    BOOL result = AdjustTokenPrivileges(frame_handle(frame, 0), frame_flag(frame, 1),
                                        frame_pointer(frame, 2), frame_number(frame, 3),
                                        frame_pointer(frame, 4), frame_pointer(frame, 5));
    frame_returns(frame, (uint64_t)result);
}

static void set_token_information(struct call_frame *frame)
{
    DWORD length =
        frame_given(frame, 3) ? frame_number(frame, 3) : (DWORD)sizeof(TOKEN_DEFAULT_DACL);
    BOOL result = SetTokenInformation(frame_handle(frame, 0),
                                      (TOKEN_INFORMATION_CLASS)frame_number(frame, 1),
                                      frame_pointer(frame, 2), length);
    frame_returns(frame, (uint64_t)result);
}

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

static void close_handle(struct call_frame *frame)
{
    frame_returns(frame, (uint64_t)CloseHandle(frame_handle(frame, 0)));
}

static void get_last_error(struct call_frame *frame)
{
    frame_returns(frame, GetLastError());
}

static void set_last_error(struct call_frame *frame)
{
    SetLastError(frame_number(frame, 0));
}

#define HANDLE_ERRORS(right)                                                                       \
    GIVES(ERROR_INVALID_HANDLE, "no such handle, or one of something else"),                       \
        GIVES(ERROR_ACCESS_DENIED, right)

#define OPEN_ERRORS                                                                                \
    GIVES(ERROR_BAD_IMPERSONATION_LEVEL, "the caller impersonates below SecurityImpersonation"),   \
        GIVES(ERROR_PRIVILEGE_NOT_HELD, "ACCESS_SYSTEM_SECURITY without SeSecurityPrivilege"),     \
        GIVES(ERROR_NOACCESS, "TokenHandle cannot be written")

const struct call calls_win32[] = {
    {
        .name = "ImpersonateSelf",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi ImpersonateSelf",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        .parameters = {TAKES(ImpersonationLevel, LEVEL)},
        .results = {GIVES(ERROR_ACCESS_DENIED, "the process token does not grant TOKEN_DUPLICATE "
                                               "to the thread's effective token"),
                    GIVES(ERROR_BAD_IMPERSONATION_LEVEL,
                          "the level is none of the four, or the thread impersonates below "
                          "SecurityImpersonation")},
        .make = impersonate_self,
    },
    {
        .name = "RevertToSelf",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi RevertToSelf",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        .make = revert_to_self,
    },
    {
        .name = "AdjustTokenPrivileges",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi AdjustTokenPrivileges",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        .parameters = {TAKES(TokenHandle, HANDLE), TAKES(DisableAllPrivileges, BOOLEAN),
                       MAY_TAKE(NewState, NEW_STATE), MAY_TAKE(BufferLength, NUMBER),
                       MAY_FILL(PreviousState, NEW_STATE), MAY_FILL(ReturnLength, NUMBER)},
        .results = {GIVES(ERROR_SUCCESS, "it returns TRUE, and every privilege named was set"),
                    GIVES(ERROR_NOT_ALL_ASSIGNED, "it returns TRUE, but the token lacks some"),
                    GIVES(ERROR_INVALID_PARAMETER, "neither NewState nor DisableAllPrivileges"),
                    GIVES(ERROR_INSUFFICIENT_BUFFER, "PreviousState does not fit"),
                    GIVES(ERROR_NOACCESS, "a pointer cannot be read or written"),
                    HANDLE_ERRORS("the handle lacks TOKEN_ADJUST_PRIVILEGES, or TOKEN_QUERY while "
                                  "PreviousState is given")},
        .make = adjust_token_privileges,
    },
    {
        .name = "SetTokenInformation",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi SetTokenInformation",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        .parameters = {TAKES(TokenHandle, HANDLE), TAKES(TokenInformationClass, TOKEN_CLASS),
                       TAKES(TokenInformation, TOKEN_INFORMATION),
                       MAY_TAKE(TokenInformationLength, NUMBER)},
        .results = {GIVES(ERROR_INVALID_PARAMETER, "a class that cannot be set"),
                    GIVES(ERROR_BAD_LENGTH, "the length does not fit the class"),
                    GIVES(ERROR_INVALID_ACL, "the default DACL is malformed"),
                    GIVES(ERROR_ALLOTTED_SPACE_EXCEEDED, "the default DACL does not fit"),
                    GIVES(ERROR_NOACCESS, "a pointer cannot be read"),
                    HANDLE_ERRORS("the handle lacks TOKEN_ADJUST_DEFAULT")},
        .make = set_token_information,
    },
    {
        .name = "OpenProcessToken",
        .header = "processthreadsapi.h",
        .source = "processthreadsapi OpenProcessToken",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        .parameters = {TAKES(ProcessHandle, HANDLE), TAKES(DesiredAccess, ACCESS),
                       FILLS(TokenHandle, HANDLE)},
        .results = {OPEN_ERRORS,
                    HANDLE_ERRORS("the handle lacks PROCESS_QUERY_INFORMATION (Vista and later: "
                                  "PROCESS_QUERY_LIMITED_INFORMATION), or the token denies the "
                                  "access")},
        .make = open_process_token,
    },
    {
        .name = "OpenThreadToken",
        .header = "processthreadsapi.h",
        .source = "processthreadsapi OpenThreadToken",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        .parameters = {TAKES(ThreadHandle, HANDLE), TAKES(DesiredAccess, ACCESS),
                       TAKES(OpenAsSelf, BOOL), FILLS(TokenHandle, HANDLE)},
        .results = {GIVES(ERROR_NO_TOKEN, "the thread does not impersonate"),
                    GIVES(ERROR_CANT_OPEN_ANONYMOUS,
                          "the thread impersonates at SecurityAnonymous"),
                    OPEN_ERRORS,
                    HANDLE_ERRORS("the handle lacks THREAD_QUERY_INFORMATION (Vista and later: "
                                  "THREAD_QUERY_LIMITED_INFORMATION), or the token denies the "
                                  "access")},
        .make = open_thread_token,
    },
    {
        .name = "CloseHandle",
        .header = "handleapi.h",
        .source = "handleapi CloseHandle",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        .parameters = {TAKES(hObject, HANDLE)},
        .results = {GIVES(ERROR_INVALID_HANDLE, "no such handle in the calling process")},
        .make = close_handle,
    },
    {
        .name = "GetLastError",
        .header = "errhandlingapi.h",
        .source = "errhandlingapi GetLastError",
        .family = CALL_WIN32,
        .returns = KIND_ERROR,
        .make = get_last_error,
    },
    {
        .name = "SetLastError",
        .header = "errhandlingapi.h",
        .source = "errhandlingapi SetLastError",
        .family = CALL_WIN32,
        .returns = KIND_VOID,
        .parameters = {TAKES(dwErrCode, ERROR)},
        .make = set_last_error,
    },
    {.name = NULL},
};
