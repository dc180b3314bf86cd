/* Access checks as programs make them: securitybaseapi.h. */
#include "scenario/calls/rows.h"

#include "ntsrm/securitybaseapi.h"

static void access_check(struct call_frame *frame)
{
    BOOL result =
        AccessCheck(frame_pointer(frame, 0), frame_handle(frame, 1), frame_number(frame, 2),
                    frame_pointer(frame, 3), frame_pointer(frame, 4), frame_pointer(frame, 5),
                    frame_pointer(frame, 6), frame_pointer(frame, 7));
    frame_returns(frame, (uint64_t)result);
}

static void access_check_by_type(struct call_frame *frame)
{
    BOOL result =
        AccessCheckByType(frame_pointer(frame, 0), frame_pointer(frame, 1), frame_handle(frame, 2),
                          frame_number(frame, 3), frame_pointer(frame, 4), frame_number(frame, 5),
                          frame_pointer(frame, 6), frame_pointer(frame, 7), frame_pointer(frame, 8),
                          frame_pointer(frame, 9), frame_pointer(frame, 10));
    frame_returns(frame, (uint64_t)result);
}

static void access_check_by_type_result_list(struct call_frame *frame)
{
    BOOL result = AccessCheckByTypeResultList(
        frame_pointer(frame, 0), frame_pointer(frame, 1), frame_handle(frame, 2),
        frame_number(frame, 3), frame_pointer(frame, 4), frame_number(frame, 5),
        frame_pointer(frame, 6), frame_pointer(frame, 7), frame_pointer(frame, 8),
        frame_pointer(frame, 9), frame_pointer(frame, 10));
    frame_returns(frame, (uint64_t)result);
}

static void map_generic_mask(struct call_frame *frame)
{
    MapGenericMask(frame_pointer(frame, 0), frame_pointer(frame, 1));
}

static void are_all_accesses_granted(struct call_frame *frame)
{
    frame_returns(frame,
                  (uint64_t)AreAllAccessesGranted(frame_number(frame, 0), frame_number(frame, 1)));
}

static void are_any_accesses_granted(struct call_frame *frame)
{
    frame_returns(frame,
                  (uint64_t)AreAnyAccessesGranted(frame_number(frame, 0), frame_number(frame, 1)));
}

static void check_token_membership_ex(struct call_frame *frame)
{
    frame_returns(
        frame, (uint64_t)CheckTokenMembershipEx(frame_handle(frame, 0), frame_pointer(frame, 1),
                                                frame_number(frame, 2), frame_pointer(frame, 3)));
}

static void check_token_capability(struct call_frame *frame)
{
    frame_returns(frame,
                  (uint64_t)CheckTokenCapability(frame_handle(frame, 0), frame_pointer(frame, 1),
                                                 frame_pointer(frame, 2)));
}

#define MEMBERSHIP_ERRORS                                                                       \
    GIVES(ERROR_NO_IMPERSONATION_TOKEN, "a primary token"),                                     \
        GIVES(ERROR_BAD_IMPERSONATION_LEVEL, "a token at SecurityAnonymous"),                   \
        GIVES(ERROR_CANT_OPEN_ANONYMOUS,                                                        \
              "no handle, and the thread impersonates at SecurityAnonymous"),                   \
        GIVES_UNSEEN(ERROR_INVALID_SID, "what is asked about is no SID",                        \
                     "a SID that stands alone is always written as one"),                       \
        GIVES(ERROR_NO_SYSTEM_RESOURCES, "no memory for the copy or a handle"),                 \
        GIVES(ERROR_INVALID_HANDLE, "no such handle, or one of something else"),                \
        GIVES(ERROR_ACCESS_DENIED, "the handle lacks TOKEN_QUERY; or without one, the process " \
                                   "may not query or duplicate the token"),                     \
        GIVES(ERROR_NO_TOKEN, "the pseudo handle of a thread that does not impersonate"),       \
        GIVES_UNSEEN(ERROR_INVALID_FUNCTION,                                                    \
                     "before Windows 8; a bad pointer, which would raise an exception in the "  \
                     "program",                                                                 \
                     "a case that meets it is an error: not modelled")

#define CHECK_ERRORS                                                                 \
    GIVES(ERROR_GENERIC_NOT_MAPPED, "DesiredAccess has generic rights"),             \
        GIVES(ERROR_NO_IMPERSONATION_TOKEN, "ClientToken is a primary token"),       \
        GIVES(ERROR_BAD_IMPERSONATION_LEVEL, "ClientToken is at SecurityAnonymous"), \
        GIVES(ERROR_INSUFFICIENT_BUFFER,                                             \
              "PrivilegeSetLength is too little, and tells how much is needed"),     \
        GIVES(ERROR_INVALID_SECURITY_DESCR,                                          \
              "the descriptor is NULL or malformed, or lacks owner or group"),       \
        GIVES(ERROR_UNKNOWN_REVISION, "the descriptor is of no known revision"),     \
        GIVES(ERROR_INVALID_ACL, "a list of the descriptor is malformed"),           \
        GIVES(ERROR_NO_SYSTEM_RESOURCES, "no memory for what is captured"),          \
        GIVES(ERROR_NOACCESS, "a pointer cannot be read or written"),                \
        GIVES(ERROR_INVALID_HANDLE, "no such handle, or one of something else"),     \
        GIVES(ERROR_ACCESS_DENIED, "the handle lacks TOKEN_QUERY"),                  \
        GIVES(ERROR_NO_TOKEN, "the pseudo handle of a thread that does not impersonate")

#define EXCEPTION                                                                             \
    GIVES_UNSEEN(ERROR_INVALID_FUNCTION,                                                      \
                 "what is not modelled; AccessStatus is a bad pointer, which would raise an " \
                 "exception in the program",                                                  \
                 "a case that meets it is an error: not modelled")

#define BY_TYPE(granted, answers)                                                             \
    TAKES(pSecurityDescriptor, SECURITY_DESCRIPTOR), MAY_TAKE(PrincipalSelfSid, SID_POINTER), \
    TAKES(ClientToken, HANDLE), TAKES(DesiredAccess, ACCESS),                                 \
    MAY_TAKE_SIZED(ObjectTypeList, OBJECT_TYPE_LIST, 6),                                      \
    MAY_TAKE(ObjectTypeListLength, NUMBER), TAKES(GenericMapping, GENERIC_MAPPING),           \
    FILLS_SIZED(PrivilegeSet, PRIVILEGE_SET, 9), MAY_CHANGE(PrivilegeSetLength, NUMBER),      \
    granted, answers

const struct call calls_securitybaseapi_access[] = {
    {
        .name = "AccessCheck",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi AccessCheck",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(TAKES(pSecurityDescriptor, SECURITY_DESCRIPTOR), TAKES(ClientToken, HANDLE),
                   TAKES(DesiredAccess, ACCESS), TAKES(GenericMapping, GENERIC_MAPPING),
                   FILLS_SIZED(PrivilegeSet, PRIVILEGE_SET, 6),
                   MAY_CHANGE(PrivilegeSetLength, NUMBER), FILLS(GrantedAccess, ACCESS),
                   FILLS(AccessStatus, BOOL)),
        RESULTS(GIVES(TRUE, "AccessStatus says whether access is granted; if not, the last "
                            "error says why"),
                GIVES(ERROR_INVALID_SID, "the owner or group is no SID"), CHECK_ERRORS,
                EXCEPTION),
        .make = access_check,
    },
    {
        .name = "AccessCheckByType",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi AccessCheckByType",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(BY_TYPE(FILLS(GrantedAccess, ACCESS), FILLS(AccessStatus, BOOL))),
        RESULTS(GIVES(TRUE, "AccessStatus says whether access is granted; if not, the last "
                            "error says why"),
                GIVES(ERROR_INVALID_PARAMETER, "ObjectTypeList is no tree"),
                GIVES(ERROR_INVALID_SID, "PrincipalSelfSid, the owner or group is no SID"),
                CHECK_ERRORS, EXCEPTION),
        .make = access_check_by_type,
    },
    {
        .name = "AccessCheckByTypeResultList",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi AccessCheckByTypeResultList",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(BY_TYPE(FILLS_EACH(GrantedAccessList, ACCESS_LIST, 6),
                           FILLS_EACH(AccessStatusList, ERROR_LIST, 6))),
        RESULTS(GIVES(TRUE, "AccessStatusList says of each element whether access is granted"),
                GIVES(ERROR_INVALID_PARAMETER, "ObjectTypeList is no tree, or is empty"),
                GIVES(ERROR_INVALID_SID, "PrincipalSelfSid, the owner or group is no SID"),
                CHECK_ERRORS,
                GIVES_UNSEEN(ERROR_INVALID_FUNCTION, "what is not modelled",
                             "a case that meets it is an error: not modelled")),
        .make = access_check_by_type_result_list,
    },
    {
        .name = "MapGenericMask",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi MapGenericMask",
        .family = CALL_WIN32,
        .returns = KIND_VOID,
        PARAMETERS(CHANGES(AccessMask, ACCESS), TAKES(GenericMapping, GENERIC_MAPPING)),
        NO_RESULTS,
        .make = map_generic_mask,
    },
    {
        .name = "AreAllAccessesGranted",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi AreAllAccessesGranted",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(TAKES(GrantedAccess, ACCESS), TAKES(DesiredAccess, ACCESS)),
        RESULTS(GIVES(TRUE, "all of DesiredAccess is granted"),
                GIVES(FALSE, "some of it is not")),
        .make = are_all_accesses_granted,
    },
    {
        .name = "AreAnyAccessesGranted",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi AreAnyAccessesGranted",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(TAKES(GrantedAccess, ACCESS), TAKES(DesiredAccess, ACCESS)),
        RESULTS(GIVES(TRUE, "some of DesiredAccess is granted"), GIVES(FALSE, "none of it is")),
        .make = are_any_accesses_granted,
    },
    {
        .name = "CheckTokenMembershipEx",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi CheckTokenMembershipEx",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(MAY_TAKE(TokenHandle, HANDLE), TAKES(SidToCheck, SID_POINTER),
                   TAKES(Flags, MEMBERSHIP_FLAGS), FILLS(IsMember, BOOL)),
        RESULTS(GIVES(TRUE, "IsMember says whether the SID is enabled in the token"),
                GIVES(ERROR_INVALID_PARAMETER, "a flag that there is not"), MEMBERSHIP_ERRORS),
        .make = check_token_membership_ex,
    },
    {
        .name = "CheckTokenCapability",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi CheckTokenCapability",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(MAY_TAKE(TokenHandle, HANDLE), TAKES(CapabilitySidToCheck, SID_POINTER),
                   FILLS(HasCapability, BOOL)),
        RESULTS(GIVES(TRUE, "HasCapability says whether the token has it"), MEMBERSHIP_ERRORS),
        .make = check_token_capability,
    },
    {.name = NULL},
};
