/* Native calls that change a thread, a process or a token: Nt* and Zw* of ntifs.h. */
#include "scenario/calls/rows.h"

static void set_information_thread(struct call_frame *frame)
{
    NTSTATUS (*call)(HANDLE, THREADINFOCLASS, PVOID, ULONG) =
        frame_is_zw(frame) ? ZwSetInformationThread : NtSetInformationThread;
    frame_returns_status(frame,
                         call(frame_handle(frame, 0), (THREADINFOCLASS)frame_number(frame, 1),
                              frame_pointer(frame, 2), frame_number(frame, 3)));
}

static void adjust_privileges_token(struct call_frame *frame)
{
    NTSTATUS (*call)(HANDLE, BOOLEAN, PTOKEN_PRIVILEGES, ULONG, PTOKEN_PRIVILEGES, PULONG) =
        frame_is_zw(frame) ? ZwAdjustPrivilegesToken : NtAdjustPrivilegesToken;
    frame_returns_status(frame, call(frame_handle(frame, 0), frame_flag(frame, 1),
                                     frame_pointer(frame, 2), frame_number(frame, 3),
                                     frame_pointer(frame, 4), frame_pointer(frame, 5)));
}

static void set_information_token(struct call_frame *frame)
{
    NTSTATUS (*call)(HANDLE, TOKEN_INFORMATION_CLASS, PVOID, ULONG) =
        frame_is_zw(frame) ? ZwSetInformationToken : NtSetInformationToken;
    frame_returns_status(
        frame, call(frame_handle(frame, 0), (TOKEN_INFORMATION_CLASS)frame_number(frame, 1),
                    frame_pointer(frame, 2), frame_number(frame, 3)));
}

static void terminate_thread(struct call_frame *frame)
{
    NTSTATUS (*call)(HANDLE, NTSTATUS) =
        frame_is_zw(frame) ? ZwTerminateThread : NtTerminateThread;
    frame_returns_status(frame, call(frame_handle(frame, 0), (NTSTATUS)frame_number(frame, 1)));
}

static void terminate_process(struct call_frame *frame)
{
    NTSTATUS (*call)(HANDLE, NTSTATUS) =
        frame_is_zw(frame) ? ZwTerminateProcess : NtTerminateProcess;
    frame_returns_status(frame, call(frame_handle(frame, 0), (NTSTATUS)frame_number(frame, 1)));
}

#define NO_SUCH_HANDLE                                                                             \
    GIVES(STATUS_INVALID_HANDLE, "no such handle"),                                                \
        GIVES(STATUS_OBJECT_TYPE_MISMATCH, "the handle is one of something else")

#define HANDLE_RESULTS(right) NO_SUCH_HANDLE, GIVES_USER_MODE(STATUS_ACCESS_DENIED, right)

#define SET_INFORMATION_THREAD(prefix, from)                                                  \
    {                                                                                         \
        .name = prefix "SetInformationThread", .header = "ntifs.h",                           \
        .source = "ntifs ZwSetInformationThread", .family = (from), .returns = KIND_STATUS,   \
        PARAMETERS(TAKES(ThreadHandle, HANDLE), TAKES(ThreadInformationClass, THREAD_CLASS),  \
                   TAKES_SIZED(ThreadInformation, THREAD_INFORMATION, 4),                     \
                   MAY_TAKE(ThreadInformationLength, NUMBER)),                                \
        RESULTS(GIVES(STATUS_SUCCESS, "the thread impersonates, perhaps at a lowered level"), \
                GIVES(STATUS_INFO_LENGTH_MISMATCH, "the length is not that of a HANDLE"),     \
                GIVES_USER_MODE(STATUS_DATATYPE_MISALIGNMENT,                                 \
                                "ThreadInformation is not aligned"),                          \
                GIVES_USER_MODE(STATUS_ACCESS_VIOLATION,                                      \
                                "ThreadInformation cannot be read"),                          \
                GIVES(STATUS_BAD_TOKEN_TYPE, "a primary token"),                              \
                GIVES(STATUS_NO_MEMORY, "no memory for the thread's impersonation block"),    \
                GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for the lowered copy"),       \
                NO_SUCH_HANDLE,                                                               \
                GIVES(STATUS_ACCESS_DENIED, "a handle lacks THREAD_SET_THREAD_TOKEN or "      \
                                            "TOKEN_IMPERSONATE, or limits of the job")),      \
        .make = set_information_thread,                                                       \
    }

#define ADJUST_PRIVILEGES_TOKEN(prefix, from)                                                 \
    {                                                                                         \
        .name = prefix "AdjustPrivilegesToken", .header = "ntifs.h",                          \
        .source = "ntifs NtAdjustPrivilegesToken", .family = (from), .returns = KIND_STATUS,  \
        PARAMETERS(TAKES(TokenHandle, HANDLE), TAKES(DisableAllPrivileges, BOOLEAN),          \
                   MAY_TAKE(NewState, NEW_STATE), MAY_TAKE(BufferLength, NUMBER),             \
                   MAY_FILL_SIZED(PreviousState, NEW_STATE, 4),                               \
                   MAY_FILL_WITH(ReturnLength, NUMBER, 5)),                                   \
        RESULTS(GIVES(STATUS_SUCCESS, "every privilege named was set"),                       \
                GIVES(STATUS_NOT_ALL_ASSIGNED, "the token lacks some, all others were set"),  \
                GIVES(STATUS_INVALID_PARAMETER, "neither NewState nor DisableAllPrivileges"), \
                GIVES(STATUS_BUFFER_TOO_SMALL, "PreviousState does not fit"),                 \
                GIVES_USER_MODE(STATUS_ACCESS_VIOLATION,                                      \
                                "a pointer cannot be read or written"),                       \
                HANDLE_RESULTS("the handle lacks TOKEN_ADJUST_PRIVILEGES, or TOKEN_QUERY "    \
                               "while PreviousState is given")),                              \
        .make = adjust_privileges_token,                                                      \
    }

#define SET_INFORMATION_TOKEN(prefix, from)                                                    \
    {                                                                                          \
        .name = prefix "SetInformationToken", .header = "ntifs.h",                             \
        .source = "ntifs NtSetInformationToken", .family = (from), .returns = KIND_STATUS,     \
        PARAMETERS(TAKES(TokenHandle, HANDLE), TAKES(TokenInformationClass, TOKEN_CLASS),      \
                   TAKES_INFORMATION(TokenInformation, 2, 4),                                  \
                   MAY_TAKE(TokenInformationLength, NUMBER)),                                  \
        RESULTS(GIVES(STATUS_SUCCESS, "it is set"),                                            \
                GIVES(STATUS_INVALID_INFO_CLASS,                                               \
                      "no class of this version, or one that cannot be set"),                  \
                GIVES_USER_MODE(STATUS_PRIVILEGE_NOT_HELD,                                     \
                                "the class takes a privilege that the caller lacks"),          \
                GIVES(STATUS_INFO_LENGTH_MISMATCH, "the length does not fit the class"),       \
                GIVES(STATUS_INVALID_SID, "what stands for a SID is none"),                    \
                GIVES(STATUS_INVALID_OWNER, "the token cannot own with this SID"),             \
                GIVES(STATUS_INVALID_PRIMARY_GROUP, "the SID is not in the token"),            \
                GIVES(STATUS_INVALID_LABEL, "the SID is no integrity level"),                  \
                GIVES(STATUS_INVALID_PARAMETER,                                                \
                      "a policy with unknown bits; virtualization is not allowed; a linked "   \
                      "token of the same logon session"),                                      \
                GIVES(STATUS_INVALID_ACL, "the default DACL is malformed"),                    \
                GIVES(STATUS_ALLOTTED_SPACE_EXCEEDED,                                          \
                      "the default DACL does not fit the space the token has for it"),         \
                GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for the list or SID"),         \
                GIVES_USER_MODE(STATUS_ACCESS_VIOLATION, "a pointer cannot be read"),          \
                HANDLE_RESULTS("the handle lacks TOKEN_ADJUST_DEFAULT, or for TokenSessionId " \
                               "TOKEN_ADJUST_SESSIONID")),                                     \
        .make = set_information_token,                                                         \
    }

#define TERMINATE(prefix, word, from, exited, how)                                                \
    {                                                                                             \
        .name = prefix "Terminate" #word, .header = "ntifs.h",                                    \
        .source = "ntddk ZwTerminateProcess; IMP 2.10", .family = (from), .returns = KIND_STATUS, \
        PARAMETERS(TAKES(word##Handle, HANDLE), TAKES(ExitStatus, STATUS)),                       \
        RESULTS(GIVES(STATUS_SUCCESS, "it has ended"),                                            \
                GIVES(STATUS_##exited, "it has ended already"),                                   \
                HANDLE_RESULTS("the handle lacks the right to terminate")),                       \
        .make = how,                                                                              \
    }

const struct call calls_ntifs_set[] = {
    SET_INFORMATION_THREAD("Nt", CALL_NT),
    SET_INFORMATION_THREAD("Zw", CALL_ZW),
    ADJUST_PRIVILEGES_TOKEN("Nt", CALL_NT),
    ADJUST_PRIVILEGES_TOKEN("Zw", CALL_ZW),
    SET_INFORMATION_TOKEN("Nt", CALL_NT),
    SET_INFORMATION_TOKEN("Zw", CALL_ZW),
    TERMINATE("Nt", Thread, CALL_NT, THREAD_IS_TERMINATING, terminate_thread),
    TERMINATE("Zw", Thread, CALL_ZW, THREAD_IS_TERMINATING, terminate_thread),
    TERMINATE("Nt", Process, CALL_NT, PROCESS_IS_TERMINATING, terminate_process),
    TERMINATE("Zw", Process, CALL_ZW, PROCESS_IS_TERMINATING, terminate_process),
    {.name = NULL},
};
