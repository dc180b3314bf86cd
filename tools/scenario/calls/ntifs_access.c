/* Access checks: SeAccessCheck and the native ones of ntifs.h. */
#include "scenario/calls/rows.h"

static void se_access_check(struct call_frame *frame)
{
    PPRIVILEGE_SET privileges = NULL;
    frame_returns(frame,
                  SeAccessCheck(frame_pointer(frame, 0), frame_pointer(frame, 1),
                                frame_flag(frame, 2), frame_number(frame, 3),
                                frame_number(frame, 4), frame->in[5].pointer ? &privileges : NULL,
                                frame_pointer(frame, 6), (KPROCESSOR_MODE)frame_number(frame, 7),
                                frame_pointer(frame, 8), frame_pointer(frame, 9)));
    if (privileges) {
        frame->in[5].pointer = frame->owed = privileges;
    }
}

static void rtl_map_generic_mask(struct call_frame *frame)
{
    RtlMapGenericMask(frame_pointer(frame, 0), frame_pointer(frame, 1));
}

static void access_check(struct call_frame *frame)
{
    NTSTATUS (*call)
    (PSECURITY_DESCRIPTOR, HANDLE, ACCESS_MASK, PGENERIC_MAPPING, PPRIVILEGE_SET, PULONG,
     PACCESS_MASK, PNTSTATUS) = frame_is_zw(frame) ? ZwAccessCheck : NtAccessCheck;
    frame_returns_status(frame, call(frame_pointer(frame, 0), frame_handle(frame, 1),
                                     frame_number(frame, 2), frame_pointer(frame, 3),
                                     frame_pointer(frame, 4), frame_pointer(frame, 5),
                                     frame_pointer(frame, 6), frame_pointer(frame, 7)));
}

typedef NTSTATUS check_by_type(PSECURITY_DESCRIPTOR, PSID, HANDLE, ACCESS_MASK, POBJECT_TYPE_LIST,
                               ULONG, PGENERIC_MAPPING, PPRIVILEGE_SET, PULONG, PACCESS_MASK,
                               PNTSTATUS);

static void by_type(struct call_frame *frame, check_by_type *call)
{
    frame_returns_status(
        frame, call(frame_pointer(frame, 0), frame_pointer(frame, 1), frame_handle(frame, 2),
                    frame_number(frame, 3), frame_pointer(frame, 4), frame_number(frame, 5),
                    frame_pointer(frame, 6), frame_pointer(frame, 7), frame_pointer(frame, 8),
                    frame_pointer(frame, 9), frame_pointer(frame, 10)));
}

static void access_check_by_type(struct call_frame *frame)
{
    by_type(frame, frame_is_zw(frame) ? ZwAccessCheckByType : NtAccessCheckByType);
}

static void access_check_by_type_result_list(struct call_frame *frame)
{
    by_type(frame,
            frame_is_zw(frame) ? ZwAccessCheckByTypeResultList : NtAccessCheckByTypeResultList);
}

#define CAPTURED_RESULTS                                                                        \
    GIVES_USER_MODE(STATUS_GENERIC_NOT_MAPPED, "DesiredAccess has generic rights"),             \
        GIVES_USER_MODE(STATUS_NO_IMPERSONATION_TOKEN, "ClientToken is a primary token"),       \
        GIVES_USER_MODE(STATUS_BAD_IMPERSONATION_LEVEL, "ClientToken is at SecurityAnonymous"), \
        GIVES_USER_MODE(STATUS_BUFFER_TOO_SMALL,                                                \
                        "PrivilegeSetLength is too little, and tells how much is needed"),      \
        GIVES_USER_MODE(STATUS_INVALID_SECURITY_DESCR,                                          \
                        "the descriptor is NULL or malformed, or lacks owner or group"),        \
        GIVES_USER_MODE(STATUS_UNKNOWN_REVISION, "the descriptor is of no known revision"),     \
        GIVES_USER_MODE(STATUS_INVALID_ACL, "a list of the descriptor is malformed"),           \
        GIVES_USER_MODE(STATUS_INSUFFICIENT_RESOURCES, "no memory for what is captured"),       \
        GIVES_USER_MODE(STATUS_ACCESS_VIOLATION, "a pointer cannot be read or written"),        \
        GIVES_USER_MODE(STATUS_INVALID_HANDLE, "no such handle"),                               \
        GIVES_USER_MODE(STATUS_OBJECT_TYPE_MISMATCH, "the handle is one of something else"),    \
        GIVES_USER_MODE(STATUS_ACCESS_DENIED, "the handle lacks TOKEN_QUERY"),                  \
        GIVES_USER_MODE(STATUS_NO_TOKEN, "the pseudo handle of a thread that does not "         \
                                         "impersonate")

#define ACCESS_CHECK(prefix, from)                                                              \
    {                                                                                           \
        .name = prefix "AccessCheck", .header = "ntifs.h",                                      \
        .source = "phnt NtAccessCheck; securitybaseapi AccessCheck; ACC 2.1", .family = (from), \
        .returns = KIND_STATUS,                                                                 \
        PARAMETERS(TAKES(SecurityDescriptor, SECURITY_DESCRIPTOR),                              \
                   TAKES(ClientToken, HANDLE),                                                  \
                   TAKES(DesiredAccess, ACCESS),                                                \
                   TAKES(GenericMapping, GENERIC_MAPPING),                                      \
                   FILLS_SIZED(PrivilegeSet, PRIVILEGE_SET, 6),                                 \
                   MAY_CHANGE(PrivilegeSetLength, NUMBER),                                      \
                   FILLS(GrantedAccess, ACCESS),                                                \
                   FILLS(AccessStatus, STATUS)),                                                \
        RESULTS(GIVES(STATUS_SUCCESS, "AccessStatus says whether access is granted"),           \
                GIVES_USER_MODE(STATUS_INVALID_SID, "the owner or group is no SID"),            \
                CAPTURED_RESULTS),                                                              \
        .make = access_check,                                                                   \
    }

#define BY_TYPE(call_name, page, from, granted, answers, list_is_wrong, function)     \
    {                                                                                 \
        .name = (call_name), .header = "ntifs.h", .source = (page), .family = (from), \
        .returns = KIND_STATUS,                                                       \
        PARAMETERS(TAKES(SecurityDescriptor, SECURITY_DESCRIPTOR),                    \
                   MAY_TAKE(PrincipalSelfSid, SID_POINTER),                           \
                   TAKES(ClientToken, HANDLE),                                        \
                   TAKES(DesiredAccess, ACCESS),                                      \
                   MAY_TAKE_SIZED(ObjectTypeList, OBJECT_TYPE_LIST, 6),               \
                   MAY_TAKE(ObjectTypeListLength, NUMBER),                            \
                   TAKES(GenericMapping, GENERIC_MAPPING),                            \
                   FILLS_SIZED(PrivilegeSet, PRIVILEGE_SET, 9),                       \
                   MAY_CHANGE(PrivilegeSetLength, NUMBER),                            \
                   granted,                                                           \
                   answers),                                                          \
        RESULTS(GIVES(STATUS_SUCCESS, "AccessStatus says whether access is granted"), \
                GIVES_USER_MODE(STATUS_INVALID_PARAMETER, list_is_wrong),             \
                GIVES_USER_MODE(STATUS_INVALID_SID,                                   \
                                "PrincipalSelfSid, the owner or group is no SID"),    \
                CAPTURED_RESULTS),                                                    \
        .make = (function),                                                           \
    }

#define CHECK_BY_TYPE(prefix, from)                                                             \
    BY_TYPE(prefix "AccessCheckByType",                                                         \
            "phnt NtAccessCheckByType; securitybaseapi AccessCheckByType; ACC 2.1, 2.10", from, \
            FILLS(GrantedAccess, ACCESS), FILLS(AccessStatus, STATUS),                          \
            "ObjectTypeList is no tree", access_check_by_type)

#define CHECK_RESULT_LIST(prefix, from)                                                         \
    BY_TYPE(prefix "AccessCheckByTypeResultList",                                               \
            "phnt NtAccessCheckByTypeResultList; securitybaseapi AccessCheckByTypeResultList; " \
            "ACC A-60",                                                                         \
            from, FILLS_EACH(GrantedAccess, ACCESS_LIST, 6),                                    \
            FILLS_EACH(AccessStatus, STATUS_LIST, 6), "ObjectTypeList is no tree, or is empty", \
            access_check_by_type_result_list)

const struct call calls_ntifs_access[] = {
    {
        .name = "SeAccessCheck",
        .header = "ntifs.h",
        .source = "wdm SeAccessCheck; ACC 2.2",
        .returns = KIND_BOOLEAN,
        PARAMETERS(MAY_TAKE(SecurityDescriptor, SECURITY_DESCRIPTOR),
                   TAKES(SubjectSecurityContext, SUBJECT_CONTEXT),
                   MAY_TAKE(SubjectContextLocked, BOOLEAN), TAKES(DesiredAccess, ACCESS),
                   MAY_TAKE(PreviouslyGrantedAccess, ACCESS),
                   MAY_FILL(Privileges, PRIVILEGE_SET), TAKES(GenericMapping, GENERIC_MAPPING),
                   TAKES(AccessMode, MODE), FILLS(GrantedAccess, ACCESS),
                   FILLS(AccessStatus, STATUS)),
        RESULTS(GIVES(TRUE, "GrantedAccess holds what was asked for, and what was before"),
                GIVES(FALSE, "AccessStatus says why not")),
        .make = se_access_check,
    },
    {
        .name = "RtlMapGenericMask",
        .header = "ntifs.h",
        .source = "wdm RtlMapGenericMask",
        .returns = KIND_VOID,
        PARAMETERS(CHANGES(AccessMask, ACCESS), TAKES(GenericMapping, GENERIC_MAPPING)),
        NO_RESULTS,
        .make = rtl_map_generic_mask,
    },
    ACCESS_CHECK("Nt", CALL_NT),
    ACCESS_CHECK("Zw", CALL_ZW),
    CHECK_BY_TYPE("Nt", CALL_NT),
    CHECK_BY_TYPE("Zw", CALL_ZW),
    CHECK_RESULT_LIST("Nt", CALL_NT),
    CHECK_RESULT_LIST("Zw", CALL_ZW),
    {.name = NULL},
};
