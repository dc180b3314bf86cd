/* Native calls that open, duplicate and close: Nt* and Zw* of ntifs.h. */
#include "scenario/calls/rows.h"

static void open_process_token(struct call_frame *frame)
{
    NTSTATUS (*call)(HANDLE, ACCESS_MASK, PHANDLE) =
        frame_is_zw(frame) ? ZwOpenProcessToken : NtOpenProcessToken;
    frame_returns_status(
        frame, call(frame_handle(frame, 0), frame_number(frame, 1), frame_pointer(frame, 2)));
}

static void open_thread_token(struct call_frame *frame)
{
    NTSTATUS (*call)(HANDLE, ACCESS_MASK, BOOLEAN, PHANDLE) =
        frame_is_zw(frame) ? ZwOpenThreadToken : NtOpenThreadToken;
    frame_returns_status(frame, call(frame_handle(frame, 0), frame_number(frame, 1),
                                     frame_flag(frame, 2), frame_pointer(frame, 3)));
}

static void open_process_token_ex(struct call_frame *frame)
{
    NTSTATUS (*call)(HANDLE, ACCESS_MASK, ULONG, PHANDLE) =
        frame_is_zw(frame) ? ZwOpenProcessTokenEx : NtOpenProcessTokenEx;
    frame_returns_status(frame, call(frame_handle(frame, 0), frame_number(frame, 1),
                                     frame_number(frame, 2), frame_pointer(frame, 3)));
}

static void open_thread_token_ex(struct call_frame *frame)
{
    NTSTATUS (*call)(HANDLE, ACCESS_MASK, BOOLEAN, ULONG, PHANDLE) =
        frame_is_zw(frame) ? ZwOpenThreadTokenEx : NtOpenThreadTokenEx;
    frame_returns_status(frame, call(frame_handle(frame, 0), frame_number(frame, 1),
                                     frame_flag(frame, 2), frame_number(frame, 3),
                                     frame_pointer(frame, 4)));
}

static void duplicate_token(struct call_frame *frame)
{
    NTSTATUS (*call)(HANDLE, ACCESS_MASK, POBJECT_ATTRIBUTES, BOOLEAN, TOKEN_TYPE, PHANDLE) =
        frame_is_zw(frame) ? ZwDuplicateToken : NtDuplicateToken;
    frame_returns_status(frame, call(frame_handle(frame, 0), frame_number(frame, 1),
                                     frame_pointer(frame, 2), frame_flag(frame, 3),
                                     (TOKEN_TYPE)frame_number(frame, 4),
                                     frame_pointer(frame, 5)));
}

static void close_handle(struct call_frame *frame)
{
    NTSTATUS (*call)(HANDLE) = frame_is_zw(frame) ? ZwClose : NtClose;
    frame_returns_status(frame, call(frame_handle(frame, 0)));
}

#define HANDLE_RESULTS(right)                                                                      \
    GIVES(STATUS_INVALID_HANDLE, "no such handle"),                                                \
        GIVES(STATUS_OBJECT_TYPE_MISMATCH, "the handle is one of something else"),                 \
        GIVES_USER_MODE(STATUS_ACCESS_DENIED, right)

#define OPEN_RESULTS                                                                               \
    GIVES(STATUS_SUCCESS, "TokenHandle is open"),                                                  \
        GIVES_USER_MODE(STATUS_ACCESS_VIOLATION, "TokenHandle cannot be written"),                 \
        GIVES_USER_MODE(STATUS_BAD_IMPERSONATION_LEVEL,                                            \
                        "the caller impersonates below SecurityImpersonation"),                    \
        GIVES_USER_MODE(STATUS_PRIVILEGE_NOT_HELD,                                                 \
                        "ACCESS_SYSTEM_SECURITY without SeSecurityPrivilege"),                     \
        GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for the handle or a copy")

#define OPEN_PROCESS_TOKEN(prefix, from)                                                       \
    {                                                                                          \
        .name = prefix "OpenProcessToken", .header = "ntifs.h",                                \
        .source = "ntifs NtOpenProcessToken", .family = (from), .returns = KIND_STATUS,        \
        PARAMETERS(TAKES(ProcessHandle, HANDLE), TAKES(DesiredAccess, ACCESS),                 \
                   FILLS(TokenHandle, HANDLE)),                                                \
        RESULTS(OPEN_RESULTS,                                                                  \
                HANDLE_RESULTS("the handle lacks PROCESS_QUERY_INFORMATION (Vista and later: " \
                               "PROCESS_QUERY_LIMITED_INFORMATION), or the token denies the "  \
                               "access")),                                                     \
        .make = open_process_token,                                                            \
    }

#define OPEN_THREAD_TOKEN(prefix, from)                                                       \
    {                                                                                         \
        .name = prefix "OpenThreadToken", .header = "ntifs.h",                                \
        .source = "ntifs NtOpenThreadToken", .family = (from), .returns = KIND_STATUS,        \
        PARAMETERS(TAKES(ThreadHandle, HANDLE), TAKES(DesiredAccess, ACCESS),                 \
                   TAKES(OpenAsSelf, BOOLEAN), FILLS(TokenHandle, HANDLE)),                   \
        RESULTS(OPEN_RESULTS, GIVES(STATUS_NO_TOKEN, "the thread does not impersonate"),      \
                GIVES(STATUS_CANT_OPEN_ANONYMOUS,                                             \
                      "the thread impersonates at SecurityAnonymous"),                        \
                HANDLE_RESULTS("the handle lacks THREAD_QUERY_INFORMATION (Vista and later: " \
                               "THREAD_QUERY_LIMITED_INFORMATION), or the token denies the "  \
                               "access")),                                                    \
        .make = open_thread_token,                                                            \
    }

#define OPEN_PROCESS_TOKEN_EX(prefix, from)                                                    \
    {                                                                                          \
        .name = prefix "OpenProcessTokenEx", .header = "ntifs.h",                              \
        .source = "ntifs NtOpenProcessTokenEx", .family = (from), .returns = KIND_STATUS,      \
        PARAMETERS(TAKES(ProcessHandle, HANDLE), TAKES(DesiredAccess, ACCESS),                 \
                   TAKES(HandleAttributes, HANDLE_FLAGS), FILLS(TokenHandle, HANDLE)),         \
        RESULTS(OPEN_RESULTS,                                                                  \
                GIVES(STATUS_INVALID_PARAMETER, "an attribute that does not exist"),           \
                HANDLE_RESULTS("the handle lacks PROCESS_QUERY_INFORMATION (Vista and later: " \
                               "PROCESS_QUERY_LIMITED_INFORMATION), or the token denies the "  \
                               "access")),                                                     \
        .make = open_process_token_ex,                                                         \
    }

#define OPEN_THREAD_TOKEN_EX(prefix, from)                                                    \
    {                                                                                         \
        .name = prefix "OpenThreadTokenEx", .header = "ntifs.h",                              \
        .source = "ntifs NtOpenThreadTokenEx", .family = (from), .returns = KIND_STATUS,      \
        PARAMETERS(TAKES(ThreadHandle, HANDLE), TAKES(DesiredAccess, ACCESS),                 \
                   TAKES(OpenAsSelf, BOOLEAN), TAKES(HandleAttributes, HANDLE_FLAGS),         \
                   FILLS(TokenHandle, HANDLE)),                                               \
        RESULTS(OPEN_RESULTS, GIVES(STATUS_NO_TOKEN, "the thread does not impersonate"),      \
                GIVES(STATUS_CANT_OPEN_ANONYMOUS,                                             \
                      "the thread impersonates at SecurityAnonymous"),                        \
                GIVES(STATUS_INVALID_PARAMETER, "an attribute that does not exist"),          \
                HANDLE_RESULTS("the handle lacks THREAD_QUERY_INFORMATION (Vista and later: " \
                               "THREAD_QUERY_LIMITED_INFORMATION), or the token denies the "  \
                               "access")),                                                    \
        .make = open_thread_token_ex,                                                         \
    }

#define DUPLICATE_TOKEN(prefix, from)                                                             \
    {                                                                                             \
        .name = prefix "DuplicateToken", .header = "ntifs.h", .source = "ntifs NtDuplicateToken", \
        .family = (from), .returns = KIND_STATUS,                                                 \
        PARAMETERS(TAKES(ExistingTokenHandle, HANDLE), TAKES(DesiredAccess, ACCESS),              \
                   MAY_TAKE(ObjectAttributes, OBJECT_ATTRIBUTES),                                 \
                   TAKES(EffectiveOnly, BOOLEAN), TAKES(TokenType, TOKEN_TYPE),                   \
                   FILLS(NewTokenHandle, HANDLE)),                                                \
        RESULTS(GIVES(STATUS_SUCCESS, "NewTokenHandle is a handle to the new token"),             \
                GIVES(STATUS_INVALID_PARAMETER,                                                   \
                      "TokenType is neither of the two, or a Length is wrong"),                   \
                GIVES(STATUS_BAD_IMPERSONATION_LEVEL,                                             \
                      "the level is none of the four, or above that of the existing "             \
                      "impersonation token; or that one is below SecurityImpersonation and a "    \
                      "primary token is wanted"),                                                 \
                GIVES_USER_MODE(STATUS_PRIVILEGE_NOT_HELD,                                        \
                                "ACCESS_SYSTEM_SECURITY or a SACL without "                       \
                                "SeSecurityPrivilege"),                                           \
                GIVES_USER_MODE(STATUS_ACCESS_VIOLATION,                                          \
                                "a pointer cannot be read or written"),                           \
                GIVES(STATUS_UNKNOWN_REVISION, "the descriptor is of no known revision"),         \
                GIVES(STATUS_INVALID_SECURITY_DESCR, "its parts are nowhere"),                    \
                GIVES(STATUS_INVALID_SID, "its owner or group is no SID"),                        \
                GIVES(STATUS_INVALID_ACL, "one of its lists is malformed"),                       \
                GIVES_USER_MODE(STATUS_INVALID_OWNER, "its owner may not be one"),                \
                GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for the token or handle"),        \
                HANDLE_RESULTS("the handle lacks TOKEN_DUPLICATE, or the access is denied")),     \
        .make = duplicate_token,                                                                  \
    }

#define CLOSE(prefix, from)                                                                       \
    {                                                                                             \
        .name = prefix "Close", .header = "ntifs.h", .source = "ntifs NtClose", .family = (from), \
        .returns = KIND_STATUS, PARAMETERS(TAKES(Handle, HANDLE)),                                \
        RESULTS(GIVES(STATUS_SUCCESS, "the handle is closed"),                                    \
                GIVES(STATUS_INVALID_HANDLE, "no such handle")),                                  \
        .make = close_handle,                                                                     \
    }

const struct call calls_ntifs_open[] = {
    OPEN_PROCESS_TOKEN("Nt", CALL_NT),
    OPEN_PROCESS_TOKEN("Zw", CALL_ZW),
    OPEN_PROCESS_TOKEN_EX("Nt", CALL_NT),
    OPEN_PROCESS_TOKEN_EX("Zw", CALL_ZW),
    OPEN_THREAD_TOKEN("Nt", CALL_NT),
    OPEN_THREAD_TOKEN("Zw", CALL_ZW),
    OPEN_THREAD_TOKEN_EX("Nt", CALL_NT),
    OPEN_THREAD_TOKEN_EX("Zw", CALL_ZW),
    DUPLICATE_TOKEN("Nt", CALL_NT),
    DUPLICATE_TOKEN("Zw", CALL_ZW),
    CLOSE("Nt", CALL_NT),
    CLOSE("Zw", CALL_ZW),
    {.name = NULL},
};
