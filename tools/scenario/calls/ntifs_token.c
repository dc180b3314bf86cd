/* Native calls that make tokens, adjust their groups and ask them: Nt* and Zw* of ntifs.h. */
#include "scenario/calls/rows.h"

static void create_token(struct call_frame *frame)
{
    frame_returns_status(
        frame, NtCreateToken(frame_pointer(frame, 0), frame_number(frame, 1),
                             frame_pointer(frame, 2), (TOKEN_TYPE)frame_number(frame, 3),
                             frame_pointer(frame, 4), frame_pointer(frame, 5),
                             frame_pointer(frame, 6), frame_pointer(frame, 7),
                             frame_pointer(frame, 8), frame_pointer(frame, 9),
                             frame_pointer(frame, 10), frame_pointer(frame, 11),
                             frame_pointer(frame, 12)));
}

static void filter_token(struct call_frame *frame)
{
    frame_returns_status(frame, NtFilterToken(frame_handle(frame, 0), frame_number(frame, 1),
                                              frame_pointer(frame, 2), frame_pointer(frame, 3),
                                              frame_pointer(frame, 4), frame_pointer(frame, 5)));
}

static void create_lowbox_token(struct call_frame *frame)
{
    frame_returns_status(
        frame, NtCreateLowBoxToken(frame_pointer(frame, 0), frame_handle(frame, 1),
                                   frame_number(frame, 2), frame_pointer(frame, 3),
                                   frame_pointer(frame, 4), frame_number(frame, 5),
                                   frame_pointer(frame, 6), frame_number(frame, 7),
                                   frame_pointer(frame, 8)));
}

static void adjust_groups_token(struct call_frame *frame)
{
    frame_returns_status(frame,
                         NtAdjustGroupsToken(frame_handle(frame, 0), frame_flag(frame, 1),
                                             frame_pointer(frame, 2), frame_number(frame, 3),
                                             frame_pointer(frame, 4), frame_pointer(frame, 5)));
}

static void query_information_token(struct call_frame *frame)
{
    NTSTATUS (*call)(HANDLE, TOKEN_INFORMATION_CLASS, PVOID, ULONG, PULONG) =
        frame_is_zw(frame) ? ZwQueryInformationToken : NtQueryInformationToken;
    frame_returns_status(
        frame, call(frame_handle(frame, 0), (TOKEN_INFORMATION_CLASS)frame_number(frame, 1),
                    frame_pointer(frame, 2), frame_number(frame, 3), frame_pointer(frame, 4)));
}

static void privilege_check(struct call_frame *frame)
{
    frame_returns_status(frame, NtPrivilegeCheck(frame_handle(frame, 0), frame_pointer(frame, 1),
                                                 frame_pointer(frame, 2)));
}

static void compare_tokens(struct call_frame *frame)
{
    frame_returns_status(frame, NtCompareTokens(frame_handle(frame, 0), frame_handle(frame, 1),
                                                frame_pointer(frame, 2)));
}

#define HANDLE_RESULTS(right)                                                                      \
    GIVES(STATUS_INVALID_HANDLE, "no such handle"),                                                \
        GIVES(STATUS_OBJECT_TYPE_MISMATCH, "the handle is one of something else"),                 \
        GIVES_USER_MODE(STATUS_ACCESS_DENIED, right)

#define BAD_POINTER                                                                                \
    GIVES_USER_MODE(STATUS_ACCESS_VIOLATION, "a pointer cannot be read or written")

#define QUERY_INFORMATION_TOKEN(prefix, from)                                                  \
    {                                                                                          \
        .name = prefix "QueryInformationToken", .header = "ntifs.h",                           \
        .source = "ntifs NtQueryInformationToken", .family = (from), .returns = KIND_STATUS,   \
        PARAMETERS(TAKES(TokenHandle, HANDLE), TAKES(TokenInformationClass, TOKEN_CLASS),      \
                   FILLS_INFORMATION(TokenInformation, 2, 4),                                  \
                   MAY_TAKE(TokenInformationLength, NUMBER), FILLS(ReturnLength, NUMBER)),     \
        RESULTS(GIVES(STATUS_SUCCESS, "TokenInformation holds it"),                            \
                GIVES(STATUS_BUFFER_TOO_SMALL, "it does not fit; ReturnLength tells how long " \
                                               "it is"),                                       \
                GIVES(STATUS_INVALID_INFO_CLASS,                                               \
                      "no class of this version, or one that can only be set; or the level "   \
                      "of a primary token"),                                                   \
                GIVES_USER_MODE(STATUS_PRIVILEGE_NOT_HELD,                                     \
                                "TokenAuditPolicy without SeSecurityPrivilege"),               \
                GIVES(STATUS_NOT_FOUND, "the token has no logon SID"),                         \
                GIVES(STATUS_NO_SUCH_LOGON_SESSION, "the token has no linked one"),            \
                GIVES(STATUS_NO_TOKEN, "the pseudo handle of a thread that does not "          \
                                       "impersonate"),                                         \
                GIVES(STATUS_INSUFFICIENT_RESOURCES,                                           \
                      "no memory for the copy of the linked token, or its handle"),            \
                BAD_POINTER,                                                                   \
                HANDLE_RESULTS("the handle lacks TOKEN_QUERY, for TokenSource "                \
                               "TOKEN_QUERY_SOURCE")),                                         \
        .make = query_information_token,                                                       \
    }

const struct call calls_ntifs_token[] = {
    {
        .name = "NtCreateToken",
        .header = "ntifs.h",
        .source = "phnt NtCreateToken; ACC O-32",
        .family = CALL_NT,
        .returns = KIND_STATUS,
        PARAMETERS(FILLS(TokenHandle, HANDLE), TAKES(DesiredAccess, ACCESS),
                   MAY_TAKE(ObjectAttributes, OBJECT_ATTRIBUTES), TAKES(TokenType, TOKEN_TYPE),
                   TAKES(AuthenticationId, SESSION_POINTER),
                   TAKES(ExpirationTime, EXPIRATION_POINTER), TAKES(User, USER_POINTER),
                   TAKES(Groups, TOKEN_GROUPS), TAKES(Privileges, TOKEN_PRIVILEGES),
                   MAY_TAKE(Owner, OWNER_POINTER), TAKES(PrimaryGroup, PRIMARY_GROUP_POINTER),
                   MAY_TAKE(DefaultDacl, DEFAULT_DACL_POINTER),
                   TAKES(Source, SOURCE_POINTER)),
        RESULTS(GIVES(STATUS_SUCCESS, "TokenHandle is a handle to the new token"),
                GIVES(STATUS_PRIVILEGE_NOT_HELD,
                      "SeCreateTokenPrivilege is not held; or ACCESS_SYSTEM_SECURITY or a SACL "
                      "without SeSecurityPrivilege"),
                GIVES(STATUS_BAD_TOKEN_TYPE, "TokenType is neither of the two"),
                GIVES(STATUS_BAD_IMPERSONATION_LEVEL,
                      "the level of the quality of service is none of the four; or the caller "
                      "impersonates below SecurityImpersonation"),
                GIVES(STATUS_INVALID_PARAMETER,
                      "a Length or an attribute is wrong, or there are more than 4096 groups"),
                GIVES(STATUS_INVALID_SID, "a SID is none"),
                GIVES(STATUS_INVALID_LABEL, "the integrity level is none, or above System"),
                GIVES(STATUS_UNKNOWN_REVISION, "the descriptor is of no known revision"),
                GIVES(STATUS_INVALID_SECURITY_DESCR, "its parts are nowhere"),
                GIVES(STATUS_INVALID_ACL,
                      "DefaultDacl is malformed, or a list of the descriptor"),
                GIVES(STATUS_INVALID_OWNER,
                      "the owner, of the token or its descriptor, may not be one"),
                GIVES(STATUS_INVALID_PRIMARY_GROUP, "PrimaryGroup is not in the token"),
                GIVES(STATUS_NO_SUCH_LOGON_SESSION, "there is no session AuthenticationId"),
                GIVES(STATUS_ACCESS_VIOLATION, "a pointer cannot be read or written"),
                GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for the token or handle"),
                GIVES(STATUS_ACCESS_DENIED, "the new token's descriptor denies the access")),
        .make = create_token,
    },
    {
        .name = "NtFilterToken",
        .header = "ntifs.h",
        .source = "ntifs SeFilterToken; ACC O-12",
        .family = CALL_NT,
        .returns = KIND_STATUS,
        PARAMETERS(TAKES(ExistingTokenHandle, HANDLE), TAKES(Flags, FILTER_FLAGS),
                   MAY_TAKE(SidsToDisable, FILTER_GROUPS),
                   MAY_TAKE(PrivilegesToDelete, TOKEN_PRIVILEGES),
                   MAY_TAKE(RestrictedSids, FILTER_GROUPS), FILLS(NewTokenHandle, HANDLE)),
        RESULTS(GIVES(STATUS_SUCCESS, "NewTokenHandle is a handle to the new token"),
                GIVES(STATUS_INVALID_PARAMETER,
                      "a flag that the version does not have, attributes in RestrictedSids, or "
                      "more than 4096 SIDs"),
                GIVES(STATUS_INVALID_SID, "a list holds something that is no SID"),
                GIVES(STATUS_ACCESS_VIOLATION, "a pointer cannot be read or written"),
                GIVES(STATUS_INSUFFICIENT_RESOURCES,
                      "no memory for a list, the token or the handle"),
                HANDLE_RESULTS("the handle lacks TOKEN_DUPLICATE")),
        .make = filter_token,
    },
    {
        .name = "NtCreateLowBoxToken",
        .header = "ntifs.h",
        .source = "win32 NtCreateLowBoxToken",
        .family = CALL_NT,
        .returns = KIND_STATUS,
        PARAMETERS(FILLS(TokenHandle, HANDLE), TAKES(ExistingTokenHandle, HANDLE),
                   TAKES(DesiredAccess, ACCESS), MAY_TAKE(ObjectAttributes, OBJECT_ATTRIBUTES),
                   TAKES(PackageSid, SID_POINTER), MAY_TAKE(CapabilityCount, NUMBER),
                   MAY_TAKE_SIZED(Capabilities, CAPABILITIES, 6),
                   MAY_TAKE(HandleCount, NUMBER), MAY_TAKE_SIZED(Handles, HANDLES, 8)),
        RESULTS(GIVES(STATUS_SUCCESS, "TokenHandle is a handle to the new token"),
                GIVES(STATUS_INVALID_PARAMETER,
                      "PackageSid or a capability is none, there are more than 4096 of them, "
                      "or a Length or an attribute is wrong"),
                GIVES(STATUS_INVALID_SID, "something is no SID at all"),
                GIVES(STATUS_INVALID_PACKAGE_SID_LENGTH,
                      "PackageSid is too long or too short for a package"),
                GIVES(STATUS_BAD_IMPERSONATION_LEVEL,
                      "the existing token, or what the caller impersonates, is below "
                      "SecurityImpersonation"),
                GIVES(STATUS_PRIVILEGE_NOT_HELD,
                      "ACCESS_SYSTEM_SECURITY or a SACL without SeSecurityPrivilege"),
                GIVES(STATUS_UNKNOWN_REVISION, "the descriptor is of no known revision"),
                GIVES(STATUS_INVALID_SECURITY_DESCR, "its parts are nowhere"),
                GIVES(STATUS_INVALID_ACL, "one of its lists is malformed"),
                GIVES(STATUS_INVALID_OWNER, "its owner may not be one"),
                GIVES(STATUS_ACCESS_VIOLATION, "a pointer cannot be read or written"),
                GIVES(STATUS_INSUFFICIENT_RESOURCES,
                      "no memory for a list, the token or the handle"),
                HANDLE_RESULTS("the handle lacks the right, the new token's descriptor denies "
                               "the access, or the caller's process is below Medium")),
        .make = create_lowbox_token,
    },
    {
        .name = "NtAdjustGroupsToken",
        .header = "ntifs.h",
        .source = "ntifs NtAdjustGroupsToken",
        .family = CALL_NT,
        .returns = KIND_STATUS,
        PARAMETERS(TAKES(TokenHandle, HANDLE), TAKES(ResetToDefault, BOOLEAN),
                   MAY_TAKE(NewState, TOKEN_GROUPS), MAY_TAKE(BufferLength, NUMBER),
                   MAY_FILL_SIZED(PreviousState, TOKEN_GROUPS, 4),
                   MAY_FILL_WITH(ReturnLength, NUMBER, 5)),
        RESULTS(GIVES(STATUS_SUCCESS, "every group named was set"),
                GIVES(STATUS_NOT_ALL_ASSIGNED, "the token lacks some, all others were set"),
                GIVES(STATUS_INVALID_PARAMETER,
                      "neither NewState nor ResetToDefault, or more than 4096 groups"),
                GIVES(STATUS_INVALID_SID, "NewState holds something that is no SID"),
                GIVES(STATUS_CANT_DISABLE_MANDATORY,
                      "the user or a mandatory group is to be disabled"),
                GIVES(STATUS_CANT_ENABLE_DENY_ONLY, "a deny-only SID is to be enabled"),
                GIVES(STATUS_BUFFER_TOO_SMALL, "PreviousState does not fit"),
                GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for the captured list"),
                BAD_POINTER,
                HANDLE_RESULTS("the handle lacks TOKEN_ADJUST_GROUPS, or TOKEN_QUERY while "
                               "PreviousState is given")),
        .make = adjust_groups_token,
    },
    QUERY_INFORMATION_TOKEN("Nt", CALL_NT),
    QUERY_INFORMATION_TOKEN("Zw", CALL_ZW),
    {
        .name = "NtPrivilegeCheck",
        .header = "ntifs.h",
        .source = "ntifs NtPrivilegeCheck",
        .family = CALL_NT,
        .returns = KIND_STATUS,
        PARAMETERS(TAKES(ClientToken, HANDLE), CHANGES(RequiredPrivileges, PRIVILEGE_SET),
                   FILLS(Result, BOOLEAN)),
        RESULTS(GIVES(STATUS_SUCCESS, "Result says whether the token holds what is required"),
                GIVES(STATUS_BAD_IMPERSONATION_LEVEL,
                      "an impersonation token at SecurityAnonymous"),
                GIVES(STATUS_NO_TOKEN,
                      "the pseudo handle of a thread that does not impersonate"),
                BAD_POINTER, HANDLE_RESULTS("the handle lacks TOKEN_QUERY")),
        .make = privilege_check,
    },
    {
        .name = "NtCompareTokens",
        .header = "ntifs.h",
        .source = "win32 NtCompareTokens",
        .family = CALL_NT,
        .returns = KIND_STATUS,
        PARAMETERS(TAKES(FirstTokenHandle, HANDLE), TAKES(SecondTokenHandle, HANDLE),
                   FILLS(Equal, BOOLEAN)),
        RESULTS(GIVES(STATUS_SUCCESS, "Equal says whether they are the same to an access "
                                      "check"),
                GIVES(STATUS_NO_TOKEN,
                      "the pseudo handle of a thread that does not impersonate"),
                BAD_POINTER, HANDLE_RESULTS("a handle lacks TOKEN_QUERY")),
        .make = compare_tokens,
    },
    {.name = NULL},
};
