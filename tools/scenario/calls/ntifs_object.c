/* Native calls about handles of any type, and descriptors: Nt* and Zw* of ntifs.h. */
#include "scenario/calls/rows.h"

static void duplicate_object(struct call_frame *frame)
{
    NTSTATUS (*call)(HANDLE, HANDLE, HANDLE, PHANDLE, ACCESS_MASK, ULONG, ULONG) =
        frame_is_zw(frame) ? ZwDuplicateObject : NtDuplicateObject;
    frame_returns_status(frame, call(frame_handle(frame, 0), frame_handle(frame, 1),
                                     frame_handle(frame, 2), frame_pointer(frame, 3),
                                     frame_number(frame, 4), frame_number(frame, 5),
                                     frame_number(frame, 6)));
}

static void query_security_object(struct call_frame *frame)
{
    NTSTATUS (*call)(HANDLE, SECURITY_INFORMATION, PSECURITY_DESCRIPTOR, ULONG, PULONG) =
        frame_is_zw(frame) ? ZwQuerySecurityObject : NtQuerySecurityObject;
    frame_returns_status(frame, call(frame_handle(frame, 0), frame_number(frame, 1),
                                     frame_pointer(frame, 2), frame_number(frame, 3),
                                     frame_pointer(frame, 4)));
}

static void set_security_object(struct call_frame *frame)
{
    NTSTATUS (*call)(HANDLE, SECURITY_INFORMATION, PSECURITY_DESCRIPTOR) =
        frame_is_zw(frame) ? ZwSetSecurityObject : NtSetSecurityObject;
    frame_returns_status(
        frame, call(frame_handle(frame, 0), frame_number(frame, 1), frame_pointer(frame, 2)));
}

#define DUPLICATE_OBJECT(prefix, from)                                                         \
    {                                                                                          \
        .name = prefix "DuplicateObject", .header = "ntifs.h",                                 \
        .source = "ntifs ZwDuplicateObject", .family = (from), .returns = KIND_STATUS,         \
        PARAMETERS(TAKES(SourceProcessHandle, HANDLE), TAKES_HANDLE_IN(SourceHandle, 1),       \
                   MAY_TAKE(TargetProcessHandle, HANDLE),                                      \
                   MAY_FILL_HANDLE_IN(TargetHandle, 3), MAY_TAKE(DesiredAccess, ACCESS),       \
                   MAY_TAKE(HandleAttributes, HANDLE_FLAGS),                                   \
                   MAY_TAKE(Options, DUPLICATE_OPTIONS)),                                      \
        RESULTS(GIVES(STATUS_SUCCESS, "TargetHandle is open in the target process, or the "    \
                                      "source handle is closed"),                              \
                GIVES(STATUS_INVALID_HANDLE, "no such handle"),                                \
                GIVES(STATUS_OBJECT_TYPE_MISMATCH, "a process handle is one of something "     \
                                                   "else"),                                    \
                GIVES(STATUS_INVALID_PARAMETER, "an option or attribute that does not exist"), \
                GIVES(STATUS_PROCESS_IS_TERMINATING, "one of the processes has ended"),        \
                GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for the handle"),              \
                GIVES_USER_MODE(STATUS_ACCESS_DENIED,                                          \
                                "a process handle lacks PROCESS_DUP_HANDLE, or the object "    \
                                "denies the rights that the source handle lacks"),             \
                GIVES_USER_MODE(STATUS_BAD_IMPERSONATION_LEVEL,                                \
                                "more rights are wanted, and the caller impersonates below "   \
                                "SecurityImpersonation"),                                      \
                GIVES_USER_MODE(STATUS_PRIVILEGE_NOT_HELD,                                     \
                                "ACCESS_SYSTEM_SECURITY without SeSecurityPrivilege"),         \
                GIVES_USER_MODE(STATUS_ACCESS_VIOLATION, "TargetHandle cannot be written")),   \
        .make = duplicate_object,                                                              \
    }

#define HANDLE_RESULTS                                                                             \
    GIVES(STATUS_INVALID_HANDLE, "no such handle"),                                                \
        GIVES(STATUS_PIPE_DISCONNECTED, "it is the end of a client that the server disconnected"), \
        GIVES_USER_MODE(STATUS_ACCESS_DENIED, "the handle lacks the right that a part needs"),     \
        GIVES_USER_MODE(STATUS_ACCESS_VIOLATION, "a pointer cannot be read or written")

#define QUERY_SECURITY_OBJECT(prefix, from)                                                    \
    {                                                                                          \
        .name = prefix "QuerySecurityObject", .header = "ntifs.h",                             \
        .source = "ntifs NtQuerySecurityObject", .family = (from), .returns = KIND_STATUS,     \
        PARAMETERS(TAKES(Handle, HANDLE), TAKES(SecurityInformation, SECURITY_INFORMATION),    \
                   FILLS_SIZED(SecurityDescriptor, SECURITY_DESCRIPTOR, 4),                    \
                   MAY_TAKE(Length, NUMBER), FILLS(LengthNeeded, NUMBER)),                     \
        RESULTS(GIVES(STATUS_SUCCESS, "SecurityDescriptor holds the parts that were named"),   \
                GIVES(STATUS_BUFFER_TOO_SMALL, "they do not fit; LengthNeeded tells how long " \
                                               "they are"),                                    \
                HANDLE_RESULTS),                                                               \
        .make = query_security_object,                                                         \
    }

#define SET_SECURITY_OBJECT(prefix, from)                                                   \
    {                                                                                       \
        .name = prefix "SetSecurityObject", .header = "ntifs.h",                            \
        .source = "ntifs NtSetSecurityObject", .family = (from), .returns = KIND_STATUS,    \
        PARAMETERS(TAKES(Handle, HANDLE), TAKES(SecurityInformation, SECURITY_INFORMATION), \
                   TAKES(SecurityDescriptor, SECURITY_DESCRIPTOR)),                         \
        RESULTS(GIVES(STATUS_SUCCESS, "the parts that were named are set"),                 \
                GIVES(STATUS_UNKNOWN_REVISION, "the descriptor is of no known revision"),   \
                GIVES(STATUS_INVALID_SECURITY_DESCR,                                        \
                      "it is malformed, or lacks the owner or group that is named"),        \
                GIVES(STATUS_INVALID_SID, "its owner or group is no SID"),                  \
                GIVES(STATUS_INVALID_ACL, "one of its lists is malformed"),                 \
                GIVES_USER_MODE(STATUS_INVALID_OWNER,                                       \
                                "the caller may not make this SID the owner"),              \
                GIVES(STATUS_INVALID_LABEL, "the label's SID is no integrity level"),       \
                GIVES(STATUS_INVALID_PARAMETER,                                             \
                      "the label's mask has bits that mean nothing"),                       \
                GIVES_USER_MODE(STATUS_PRIVILEGE_NOT_HELD,                                  \
                                "a label above the caller's integrity, without "            \
                                "SeRelabelPrivilege"),                                      \
                GIVES(STATUS_NO_SECURITY_ON_OBJECT, "the object was made without a "        \
                                                    "descriptor"),                          \
                GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for the captured "          \
                                                     "descriptor"),                         \
                HANDLE_RESULTS),                                                            \
        .make = set_security_object,                                                        \
    }

const struct call calls_ntifs_object[] = {
    DUPLICATE_OBJECT("Nt", CALL_NT),
    DUPLICATE_OBJECT("Zw", CALL_ZW),
    QUERY_SECURITY_OBJECT("Nt", CALL_NT),
    QUERY_SECURITY_OBJECT("Zw", CALL_ZW),
    SET_SECURITY_OBJECT("Nt", CALL_NT),
    SET_SECURITY_OBJECT("Zw", CALL_ZW),
    {.name = NULL},
};
