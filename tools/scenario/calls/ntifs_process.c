/* Native calls about processes and threads by handle and by id: Nt* and Zw* of ntifs.h. */
#include "scenario/calls/rows.h"

static void open_process(struct call_frame *frame)
{
    NTSTATUS (*call)(PHANDLE, ACCESS_MASK, POBJECT_ATTRIBUTES, PCLIENT_ID) =
        frame_is_zw(frame) ? ZwOpenProcess : NtOpenProcess;
    frame_returns_status(frame, call(frame_pointer(frame, 0), frame_number(frame, 1),
                                     frame_pointer(frame, 2), frame_pointer(frame, 3)));
}

static void open_thread(struct call_frame *frame)
{
    frame_returns_status(frame, NtOpenThread(frame_pointer(frame, 0), frame_number(frame, 1),
                                             frame_pointer(frame, 2), frame_pointer(frame, 3)));
}

static void set_information_process(struct call_frame *frame)
{
    frame_returns_status(
        frame, NtSetInformationProcess(frame_handle(frame, 0),
                                       (PROCESSINFOCLASS)frame_number(frame, 1),
                                       frame_pointer(frame, 2), frame_number(frame, 3)));
}

static void create_user_process(struct call_frame *frame)
{
    NTSTATUS status = NtCreateUserProcess(
        frame_pointer(frame, 0), frame_pointer(frame, 1), frame_number(frame, 2),
        frame_number(frame, 3), frame_pointer(frame, 4), frame_pointer(frame, 5),
        frame_number(frame, 6), frame_number(frame, 7), NULL, NULL, frame_pointer(frame, 8));
    frame_returns_status(frame, status);
}

static void create_thread_ex(struct call_frame *frame)
{
    NTSTATUS status = NtCreateThreadEx(frame_pointer(frame, 0), frame_number(frame, 1),
                                       frame_pointer(frame, 2), frame_handle(frame, 3), NULL, NULL,
                                       frame_number(frame, 4), 0, 0, 0, NULL);
    frame_returns_status(frame, status);
}

static void impersonate_thread(struct call_frame *frame)
{
    frame_returns_status(frame, NtImpersonateThread(frame_handle(frame, 0), frame_handle(frame, 1),
                                                    frame_pointer(frame, 2)));
}

static void impersonate_anonymous_token(struct call_frame *frame)
{
    frame_returns_status(frame, NtImpersonateAnonymousToken(frame_handle(frame, 0)));
}

#define HANDLE_RESULTS(right)                                                                      \
    GIVES(STATUS_INVALID_HANDLE, "no such handle"),                                                \
        GIVES(STATUS_OBJECT_TYPE_MISMATCH, "the handle is one of something else"),                 \
        GIVES(STATUS_ACCESS_DENIED, right)

/* Kernel mode is refused only where it asks to be. */
#define IF_FORCED ", and OBJ_FORCE_ACCESS_CHECK is set"

#define OPEN(prefix, word, from, page, how, checked)                                          \
    {                                                                                         \
        .name = prefix "Open" #word, .header = "ntifs.h", .source = (page), .family = (from), \
        .returns = KIND_STATUS,                                                               \
        PARAMETERS(FILLS(word##Handle, HANDLE), TAKES(DesiredAccess, ACCESS),                 \
                   MAY_TAKE(ObjectAttributes, OBJECT_ATTRIBUTES),                             \
                   MAY_TAKE(ClientId, CLIENT_ID)),                                            \
        RESULTS(GIVES(STATUS_SUCCESS, "the handle is open"),                                  \
                GIVES(STATUS_INVALID_PARAMETER_MIX, "no ClientId, or a name besides it"),     \
                GIVES(STATUS_INVALID_CID, "nothing that runs has this id"),                   \
                GIVES(STATUS_INVALID_PARAMETER, "a Length or an attribute is wrong"),         \
                GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for the handle"),             \
                GIVES(STATUS_ACCESS_DENIED, "the object denies the access" checked),          \
                GIVES(STATUS_BAD_IMPERSONATION_LEVEL,                                         \
                      "the caller impersonates below SecurityImpersonation" checked),         \
                GIVES(STATUS_PRIVILEGE_NOT_HELD,                                              \
                      "ACCESS_SYSTEM_SECURITY without SeSecurityPrivilege" checked),          \
                GIVES_USER_MODE(STATUS_ACCESS_VIOLATION,                                      \
                                "a pointer cannot be read or written")),                      \
        .make = how,                                                                          \
    }

#define CREATE_RESULTS                                                                             \
    GIVES(STATUS_INVALID_PARAMETER,                                                                \
          "a Length or an attribute is wrong, or a label's mask has bits that mean nothing"),      \
        GIVES(STATUS_UNKNOWN_REVISION, "a descriptor is of no known revision"),                    \
        GIVES(STATUS_INVALID_SECURITY_DESCR, "its parts are nowhere"),                             \
        GIVES(STATUS_INVALID_SID, "its owner or group is no SID"),                                 \
        GIVES(STATUS_INVALID_ACL, "one of its lists is malformed"),                                \
        GIVES(STATUS_INVALID_OWNER, "its owner may not be one"),                                   \
        GIVES(STATUS_INVALID_LABEL, "its label is no integrity level"),                            \
        GIVES(STATUS_ACCESS_VIOLATION, "a pointer cannot be read or written"),                     \
        GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for an object or a handle")

#define NOT_HELD_FOR_DESCRIPTOR                                                                    \
    "a descriptor has a label above the caller's integrity, without SeRelabelPrivilege, or a "     \
    "SACL, without SeSecurityPrivilege"

const struct call calls_ntifs_process[] = {
    OPEN("Nt", Process, CALL_NT, "ntddk ZwOpenProcess", open_process, ""),
    OPEN("Zw", Process, CALL_ZW, "ntddk ZwOpenProcess", open_process, IF_FORCED),
    OPEN("Nt", Thread, CALL_NT, "phnt NtOpenThread", open_thread, ""),
    {
        .name = "NtCreateUserProcess",
        .header = "ntifs.h",
        .source = "phnt NtCreateUserProcess; processthreadsapi CreateProcessAsUserW",
        .family = CALL_NT,
        .returns = KIND_STATUS,
        PARAMETERS(FILLS_NEW(ProcessHandle, PROCESS), FILLS_NEW(ThreadHandle, THREAD),
                   TAKES(ProcessDesiredAccess, ACCESS), TAKES(ThreadDesiredAccess, ACCESS),
                   MAY_TAKE(ProcessObjectAttributes, OBJECT_ATTRIBUTES),
                   MAY_TAKE(ThreadObjectAttributes, OBJECT_ATTRIBUTES),
                   MAY_TAKE(ProcessFlags, PROCESS_FLAGS), MAY_TAKE(ThreadFlags, NUMBER),
                   MAY_TAKE(AttributeList, ATTRIBUTE_LIST)),
        RESULTS(GIVES(STATUS_SUCCESS, "the process is there, with one thread"),
                GIVES(STATUS_BAD_TOKEN_TYPE,
                      "an impersonation token; from Windows 7 on, one below "
                      "SecurityImpersonation"),
                GIVES(STATUS_PRIVILEGE_NOT_HELD,
                      "the token is a stranger, and SeAssignPrimaryTokenPrivilege or "
                      "SeIncreaseQuotaPrivilege is not held; or " NOT_HELD_FOR_DESCRIPTOR),
                CREATE_RESULTS, HANDLE_RESULTS("the handle lacks TOKEN_ASSIGN_PRIMARY")),
        .make = create_user_process,
    },
    {
        .name = "NtCreateThreadEx",
        .header = "ntifs.h",
        .source = "phnt NtCreateThreadEx; processthreadsapi CreateThread",
        .family = CALL_NT,
        .returns = KIND_STATUS,
        PARAMETERS(FILLS_NEW(ThreadHandle, THREAD), TAKES(DesiredAccess, ACCESS),
                   MAY_TAKE(ObjectAttributes, OBJECT_ATTRIBUTES), TAKES(ProcessHandle, HANDLE),
                   MAY_TAKE(CreateFlags, NUMBER)),
        RESULTS(GIVES(STATUS_SUCCESS, "the thread is there, and impersonates nobody"),
                GIVES(STATUS_PROCESS_IS_TERMINATING, "the process has ended"),
                GIVES(STATUS_PRIVILEGE_NOT_HELD, NOT_HELD_FOR_DESCRIPTOR), CREATE_RESULTS,
                HANDLE_RESULTS("the handle lacks PROCESS_CREATE_THREAD")),
        .make = create_thread_ex,
    },
    {
        .name = "NtSetInformationProcess",
        .header = "ntifs.h",
        .source = "phnt NtSetInformationProcess; ACC T-8",
        .family = CALL_NT,
        .returns = KIND_STATUS,
        PARAMETERS(TAKES(ProcessHandle, HANDLE), TAKES(ProcessInformationClass, PROCESS_CLASS),
                   TAKES_SIZED(ProcessInformation, SET_PROCESS_INFORMATION, 4),
                   MAY_TAKE(ProcessInformationLength, NUMBER)),
        RESULTS(GIVES(STATUS_SUCCESS, "the process has the token"),
                GIVES(STATUS_INFO_LENGTH_MISMATCH, "the length does not fit the class"),
                GIVES(STATUS_PRIVILEGE_NOT_HELD,
                      "the token is neither a child nor a sibling of the caller's own, and "
                      "SeAssignPrimaryTokenPrivilege is not held"),
                GIVES(STATUS_BAD_TOKEN_TYPE, "an impersonation token"),
                GIVES(STATUS_PROCESS_IS_TERMINATING, "the process has ended"),
                GIVES(STATUS_TOKEN_ALREADY_IN_USE, "another process's primary token"),
                GIVES(STATUS_ACCESS_VIOLATION, "ProcessInformation cannot be read"),
                HANDLE_RESULTS("a handle lacks PROCESS_SET_INFORMATION or "
                               "TOKEN_ASSIGN_PRIMARY")),
        .make = set_information_process,
    },
    {
        .name = "NtImpersonateThread",
        .header = "ntifs.h",
        .source = "phnt NtImpersonateThread; IMP 6.7",
        .family = CALL_NT,
        .returns = KIND_STATUS,
        PARAMETERS(TAKES(ServerThreadHandle, HANDLE), TAKES(ClientThreadHandle, HANDLE),
                   TAKES(SecurityQos, QOS)),
        RESULTS(GIVES(STATUS_SUCCESS, "the server impersonates, perhaps at a lowered level"),
                GIVES(STATUS_INVALID_PARAMETER, "the length or the level is wrong"),
                GIVES(STATUS_BAD_IMPERSONATION_LEVEL,
                      "the client cannot be impersonated at this level"),
                GIVES(STATUS_ACCESS_VIOLATION, "SecurityQos cannot be read"),
                GIVES(STATUS_NO_MEMORY, "no memory for the server's impersonation block"),
                GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for a copy of the token"),
                HANDLE_RESULTS("a handle lacks THREAD_IMPERSONATE or "
                               "THREAD_DIRECT_IMPERSONATION, or limits of the job")),
        .make = impersonate_thread,
    },
    {
        .name = "NtImpersonateAnonymousToken",
        .header = "ntifs.h",
        .source = "ntifs NtImpersonateAnonymousToken",
        .family = CALL_NT,
        .returns = KIND_STATUS,
        PARAMETERS(TAKES(ThreadHandle, HANDLE)),
        RESULTS(GIVES(STATUS_SUCCESS, "the thread impersonates the anonymous logon"),
                GIVES(STATUS_NO_MEMORY, "no memory for the thread's impersonation block"),
                GIVES(STATUS_INSUFFICIENT_RESOURCES,
                      "the same, with policy pool-failure; or no memory for the lowered copy, "
                      "with policy anonymous-token"),
                HANDLE_RESULTS("the handle lacks THREAD_IMPERSONATE, or the caller's process "
                               "is restricted")),
        .make = impersonate_anonymous_token,
    },
    {.name = NULL},
};
