/* Handles as programs use them: handleapi.h. */
#include "scenario/calls/rows.h"

#include "ntsrm/handleapi.h"

static void close_handle(struct call_frame *frame)
{
    frame_returns(frame, (uint64_t)CloseHandle(frame_handle(frame, 0)));
}

static void duplicate_handle(struct call_frame *frame)
{
    BOOL result = DuplicateHandle(frame_handle(frame, 0), frame_handle(frame, 1),
                                  frame_handle(frame, 2), frame_pointer(frame, 3),
                                  frame_number(frame, 4), frame_flag(frame, 5),
                                  frame_number(frame, 6));
    frame_returns(frame, (uint64_t)result);
}

const struct call calls_handleapi[] = {
    {
        .name = "CloseHandle",
        .header = "handleapi.h",
        .source = "handleapi CloseHandle",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(TAKES(hObject, HANDLE)),
        RESULTS(GIVES(TRUE, "the handle is closed"),
                GIVES(ERROR_INVALID_HANDLE, "no such handle in the calling process")),
        .make = close_handle,
    },
    {
        .name = "DuplicateHandle",
        .header = "handleapi.h",
        .source = "handleapi DuplicateHandle",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(TAKES(hSourceProcessHandle, HANDLE), TAKES_HANDLE_IN(hSourceHandle, 1),
                   MAY_TAKE(hTargetProcessHandle, HANDLE),
                   MAY_FILL_HANDLE_IN(lpTargetHandle, 3), MAY_TAKE(dwDesiredAccess, ACCESS),
                   MAY_TAKE(bInheritHandle, BOOL), MAY_TAKE(dwOptions, DUPLICATE_OPTIONS)),
        RESULTS(GIVES(TRUE, "lpTargetHandle is open in the target process, or the source "
                            "handle is closed"),
                GIVES(ERROR_INVALID_HANDLE, "no such handle, or a process handle is one of "
                                            "something else"),
                GIVES(ERROR_ACCESS_DENIED,
                      "a process handle lacks PROCESS_DUP_HANDLE, the object denies the rights "
                      "that the source handle lacks, or a process has ended"),
                GIVES(ERROR_INVALID_PARAMETER, "an option that does not exist"),
                GIVES(ERROR_BAD_IMPERSONATION_LEVEL,
                      "more rights are wanted, and the caller impersonates below "
                      "SecurityImpersonation"),
                GIVES(ERROR_PRIVILEGE_NOT_HELD,
                      "ACCESS_SYSTEM_SECURITY without SeSecurityPrivilege"),
                GIVES(ERROR_NOACCESS, "lpTargetHandle cannot be written"),
                GIVES(ERROR_NO_SYSTEM_RESOURCES, "no memory for the handle")),
        .make = duplicate_handle,
    },
    {.name = NULL},
};
