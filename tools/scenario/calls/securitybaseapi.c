/* Impersonation, tokens and descriptors as programs use them: securitybaseapi.h. */
#include "scenario/calls/rows.h"

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
    BOOL result = SetTokenInformation(frame_handle(frame, 0),
                                      (TOKEN_INFORMATION_CLASS)frame_number(frame, 1),
                                      frame_pointer(frame, 2), frame_number(frame, 3));
    frame_returns(frame, (uint64_t)result);
}

static void duplicate_token(struct call_frame *frame)
{
    frame_returns(frame, (uint64_t)DuplicateToken(frame_handle(frame, 0), frame_level(frame, 1),
                                                  frame_pointer(frame, 2)));
}

static void duplicate_token_ex(struct call_frame *frame)
{
    BOOL result = DuplicateTokenEx(frame_handle(frame, 0), frame_number(frame, 1),
                                   frame_pointer(frame, 2), frame_level(frame, 3),
                                   (TOKEN_TYPE)frame_number(frame, 4), frame_pointer(frame, 5));
    frame_returns(frame, (uint64_t)result);
}

static void create_restricted_token(struct call_frame *frame)
{
    BOOL result = CreateRestrictedToken(frame_handle(frame, 0), frame_number(frame, 1),
                                        frame_number(frame, 2), frame_pointer(frame, 3),
                                        frame_number(frame, 4), frame_pointer(frame, 5),
                                        frame_number(frame, 6), frame_pointer(frame, 7),
                                        frame_pointer(frame, 8));
    frame_returns(frame, (uint64_t)result);
}

static void impersonate_logged_on_user(struct call_frame *frame)
{
    frame_returns(frame, (uint64_t)ImpersonateLoggedOnUser(frame_handle(frame, 0)));
}

static void impersonate_anonymous_token(struct call_frame *frame)
{
    frame_returns(frame, (uint64_t)ImpersonateAnonymousToken(frame_handle(frame, 0)));
}

static void adjust_token_groups(struct call_frame *frame)
{
    BOOL result = AdjustTokenGroups(frame_handle(frame, 0), frame_flag(frame, 1),
                                    frame_pointer(frame, 2), frame_number(frame, 3),
                                    frame_pointer(frame, 4), frame_pointer(frame, 5));
    frame_returns(frame, (uint64_t)result);
}

static void get_token_information(struct call_frame *frame)
{
    BOOL result = GetTokenInformation(frame_handle(frame, 0),
                                      (TOKEN_INFORMATION_CLASS)frame_number(frame, 1),
                                      frame_pointer(frame, 2), frame_number(frame, 3),
                                      frame_pointer(frame, 4));
    frame_returns(frame, (uint64_t)result);
}

static void is_token_restricted(struct call_frame *frame)
{
    frame_returns(frame, (uint64_t)IsTokenRestricted(frame_handle(frame, 0)));
}

static void check_token_membership(struct call_frame *frame)
{
    frame_returns(frame,
                  (uint64_t)CheckTokenMembership(frame_handle(frame, 0), frame_pointer(frame, 1),
                                                 frame_pointer(frame, 2)));
}

static void privilege_check(struct call_frame *frame)
{
    frame_returns(frame, (uint64_t)PrivilegeCheck(frame_handle(frame, 0), frame_pointer(frame, 1),
                                                  frame_pointer(frame, 2)));
}

static void get_kernel_object_security(struct call_frame *frame)
{
    BOOL result = GetKernelObjectSecurity(frame_handle(frame, 0), frame_number(frame, 1),
                                          frame_pointer(frame, 2), frame_number(frame, 3),
                                          frame_pointer(frame, 4));
    frame_returns(frame, (uint64_t)result);
}

static void set_kernel_object_security(struct call_frame *frame)
{
    BOOL result = SetKernelObjectSecurity(frame_handle(frame, 0), frame_number(frame, 1),
                                          frame_pointer(frame, 2));
    frame_returns(frame, (uint64_t)result);
}

#define HANDLE_ERRORS(right)                                                                       \
    GIVES(ERROR_INVALID_HANDLE, "no such handle, or one of something else"),                       \
        GIVES(ERROR_ACCESS_DENIED, right)

#define PSEUDO_HANDLE                                                                              \
    GIVES(ERROR_NO_TOKEN, "the pseudo handle of a thread that does not impersonate")

#define EXCEPTION                                                                                  \
    GIVES_UNSEEN(ERROR_INVALID_FUNCTION,                                                           \
                 "what is not modelled; a bad pointer, which would raise an exception in the "     \
                 "program",                                                                        \
                 "a case that meets it is an error: not modelled")

const struct call calls_securitybaseapi[] = {
    {
        .name = "ImpersonateSelf",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi ImpersonateSelf",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(TAKES(ImpersonationLevel, LEVEL)),
        RESULTS(GIVES(TRUE, "the thread impersonates a copy of its process's token"),
                GIVES(ERROR_ACCESS_DENIED, "the process token does not grant TOKEN_DUPLICATE "
                                           "to the thread's effective token"),
                GIVES(ERROR_BAD_IMPERSONATION_LEVEL,
                      "the level is none of the four, or the thread impersonates below "
                      "SecurityImpersonation"),
                GIVES(ERROR_INVALID_PARAMETER,
                      "the level is none of the four, with policy invalid-level"),
                GIVES(ERROR_NO_SYSTEM_RESOURCES, "no memory for the copy or a handle"),
                GIVES(ERROR_NOT_ENOUGH_MEMORY,
                      "no memory for the thread's impersonation block")),
        .make = impersonate_self,
    },
    {
        .name = "RevertToSelf",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi RevertToSelf",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        NO_PARAMETERS,
        RESULTS(GIVES(TRUE, "the thread does not impersonate, whether it did or not"),
                GIVES(ERROR_ACCESS_DENIED,
                      "the thread has no THREAD_SET_THREAD_TOKEN to itself (Server 2003)")),
        .make = revert_to_self,
    },
    {
        .name = "AdjustTokenPrivileges",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi AdjustTokenPrivileges",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(TAKES(TokenHandle, HANDLE), TAKES(DisableAllPrivileges, BOOLEAN),
                   MAY_TAKE(NewState, NEW_STATE), MAY_TAKE(BufferLength, NUMBER),
                   MAY_FILL_SIZED(PreviousState, NEW_STATE, 4),
                   MAY_FILL_WITH(ReturnLength, NUMBER, 5)),
        RESULTS(GIVES(ERROR_SUCCESS, "it returns TRUE, and every privilege named was set"),
                GIVES(ERROR_NOT_ALL_ASSIGNED, "it returns TRUE, but the token lacks some"),
                GIVES(ERROR_INVALID_PARAMETER, "neither NewState nor DisableAllPrivileges"),
                GIVES(ERROR_INSUFFICIENT_BUFFER, "PreviousState does not fit"),
                GIVES(ERROR_NOACCESS, "a pointer cannot be read or written"),
                HANDLE_ERRORS("the handle lacks TOKEN_ADJUST_PRIVILEGES, or TOKEN_QUERY while "
                              "PreviousState is given")),
        .make = adjust_token_privileges,
    },
    {
        .name = "SetTokenInformation",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi SetTokenInformation",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(TAKES(TokenHandle, HANDLE), TAKES(TokenInformationClass, TOKEN_CLASS),
                   TAKES_INFORMATION(TokenInformation, 2, 4),
                   MAY_TAKE(TokenInformationLength, NUMBER)),
        RESULTS(GIVES(TRUE, "it is set"),
                GIVES(ERROR_INVALID_PARAMETER,
                      "no class of this version, or one that cannot be set; a policy with "
                      "unknown bits; virtualization is not allowed; a linked token of the same "
                      "logon session"),
                GIVES(ERROR_PRIVILEGE_NOT_HELD,
                      "the class takes a privilege that the caller lacks"),
                GIVES(ERROR_BAD_LENGTH, "the length does not fit the class"),
                GIVES(ERROR_INVALID_SID, "what stands for a SID is none"),
                GIVES(ERROR_INVALID_OWNER, "the token cannot own with this SID"),
                GIVES(ERROR_INVALID_PRIMARY_GROUP, "the SID is not in the token"),
                GIVES(ERROR_INVALID_LABEL, "the SID is no integrity level"),
                GIVES(ERROR_INVALID_ACL, "the default DACL is malformed"),
                GIVES(ERROR_ALLOTTED_SPACE_EXCEEDED, "the default DACL does not fit"),
                GIVES(ERROR_NOACCESS, "a pointer cannot be read"),
                GIVES(ERROR_NO_SYSTEM_RESOURCES, "no memory for the list or SID"),
                HANDLE_ERRORS("the handle lacks TOKEN_ADJUST_DEFAULT, or for TokenSessionId "
                              "TOKEN_ADJUST_SESSIONID")),
        .make = set_token_information,
    },
    {
        .name = "DuplicateToken",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi DuplicateToken",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(TAKES(ExistingTokenHandle, HANDLE), TAKES(ImpersonationLevel, LEVEL),
                   FILLS(DuplicateTokenHandle, HANDLE)),
        RESULTS(GIVES(TRUE, "DuplicateTokenHandle is a handle to the new token"),
                GIVES(ERROR_BAD_IMPERSONATION_LEVEL,
                      "the level is none of the four, or above that of an impersonation token; "
                      "or the caller impersonates below SecurityImpersonation"),
                GIVES(ERROR_NOACCESS, "DuplicateTokenHandle cannot be written"),
                GIVES(ERROR_NO_SYSTEM_RESOURCES, "no memory for the token or handle"),
                HANDLE_ERRORS("the handle lacks TOKEN_DUPLICATE, or the caller's defaults give "
                              "it no access to the new token")),
        .make = duplicate_token,
    },
    {
        .name = "DuplicateTokenEx",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi DuplicateTokenEx",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(TAKES(hExistingToken, HANDLE), TAKES(dwDesiredAccess, ACCESS),
                   MAY_TAKE(lpTokenAttributes, SECURITY_ATTRIBUTES),
                   TAKES(ImpersonationLevel, LEVEL), TAKES(TokenType, TOKEN_TYPE),
                   FILLS(phNewToken, HANDLE)),
        RESULTS(GIVES(TRUE, "phNewToken is a handle to the new token"),
                GIVES(ERROR_INVALID_PARAMETER, "TokenType is neither of the two"),
                GIVES(ERROR_BAD_IMPERSONATION_LEVEL,
                      "the level is none of the four, or above that of an impersonation token; "
                      "that one is below SecurityImpersonation and a primary token is wanted; "
                      "or the caller impersonates below SecurityImpersonation"),
                GIVES(ERROR_PRIVILEGE_NOT_HELD,
                      "ACCESS_SYSTEM_SECURITY or a SACL without SeSecurityPrivilege"),
                GIVES(ERROR_UNKNOWN_REVISION, "the descriptor is of no known revision"),
                GIVES(ERROR_INVALID_SECURITY_DESCR, "its parts are nowhere"),
                GIVES(ERROR_INVALID_SID, "its owner or group is no SID"),
                GIVES(ERROR_INVALID_ACL, "one of its lists is malformed"),
                GIVES(ERROR_INVALID_OWNER, "its owner may not be one"),
                GIVES(ERROR_NOACCESS,
                      "phNewToken cannot be written, or the descriptor or a part not read"),
                GIVES(ERROR_NO_SYSTEM_RESOURCES, "no memory for the token or handle"),
                EXCEPTION,
                HANDLE_ERRORS("the handle lacks TOKEN_DUPLICATE, or the new token's "
                              "descriptor denies the access")),
        .make = duplicate_token_ex,
    },
    {
        .name = "CreateRestrictedToken",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi CreateRestrictedToken",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(TAKES(ExistingTokenHandle, HANDLE), TAKES(Flags, FILTER_FLAGS),
                   MAY_TAKE(DisableSidCount, NUMBER),
                   MAY_TAKE_SIZED(SidsToDisable, FILTER_SIDS, 3),
                   MAY_TAKE(DeletePrivilegeCount, NUMBER),
                   MAY_TAKE_SIZED(PrivilegesToDelete, DELETED_PRIVILEGES, 5),
                   MAY_TAKE(RestrictedSidCount, NUMBER),
                   MAY_TAKE_SIZED(SidsToRestrict, FILTER_SIDS, 7),
                   FILLS(NewTokenHandle, HANDLE)),
        RESULTS(GIVES(TRUE, "NewTokenHandle is a handle to the new token"),
                GIVES(ERROR_INVALID_PARAMETER,
                      "a flag that the version does not have, attributes in SidsToRestrict, or "
                      "more than 4096 entries in a list"),
                GIVES(ERROR_INVALID_SID, "a list holds something that is no SID"),
                GIVES(ERROR_NOACCESS,
                      "a SID cannot be read, or NewTokenHandle cannot be written"),
                GIVES(ERROR_NO_SYSTEM_RESOURCES,
                      "no memory for a list, the token or the handle"),
                EXCEPTION, HANDLE_ERRORS("the handle lacks TOKEN_DUPLICATE")),
        .make = create_restricted_token,
    },
    {
        .name = "ImpersonateLoggedOnUser",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi ImpersonateLoggedOnUser",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(TAKES(hToken, HANDLE)),
        RESULTS(GIVES(TRUE, "the thread impersonates, perhaps at a lowered level"),
                GIVES(ERROR_BAD_IMPERSONATION_LEVEL,
                      "a primary token, while the caller impersonates below "
                      "SecurityImpersonation"),
                GIVES(ERROR_NO_SYSTEM_RESOURCES, "no memory for the copy or its handle"),
                GIVES(ERROR_NOT_ENOUGH_MEMORY,
                      "no memory for the thread's impersonation block"),
                PSEUDO_HANDLE,
                HANDLE_ERRORS("the handle lacks TOKEN_QUERY, or TOKEN_DUPLICATE or "
                              "TOKEN_IMPERSONATE")),
        .make = impersonate_logged_on_user,
    },
    {
        .name = "ImpersonateAnonymousToken",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi ImpersonateAnonymousToken",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(TAKES(ThreadHandle, HANDLE)),
        RESULTS(GIVES(TRUE, "the thread impersonates the anonymous logon"),
                GIVES(ERROR_NOT_ENOUGH_MEMORY,
                      "no memory for the thread's impersonation block"),
                GIVES(ERROR_NO_SYSTEM_RESOURCES,
                      "the same, with policy pool-failure; or no memory for the lowered copy, "
                      "with policy anonymous-token"),
                HANDLE_ERRORS("the handle lacks THREAD_IMPERSONATE, or the process is "
                              "restricted")),
        .make = impersonate_anonymous_token,
    },
    {
        .name = "AdjustTokenGroups",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi AdjustTokenGroups",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(TAKES(TokenHandle, HANDLE), TAKES(ResetToDefault, BOOL),
                   MAY_TAKE(NewState, TOKEN_GROUPS), MAY_TAKE(BufferLength, NUMBER),
                   MAY_FILL_SIZED(PreviousState, TOKEN_GROUPS, 4),
                   MAY_FILL_WITH(ReturnLength, NUMBER, 5)),
        RESULTS(GIVES(TRUE, "the groups that the token has were set"),
                GIVES(ERROR_INVALID_PARAMETER,
                      "neither NewState nor ResetToDefault, or more than 4096 groups"),
                GIVES(ERROR_INVALID_SID, "NewState holds something that is no SID"),
                GIVES(ERROR_CANT_DISABLE_MANDATORY,
                      "the user or a mandatory group is to be disabled"),
                GIVES(ERROR_CANT_ENABLE_DENY_ONLY, "a deny-only SID is to be enabled"),
                GIVES(ERROR_INSUFFICIENT_BUFFER, "PreviousState does not fit"),
                GIVES(ERROR_NOACCESS, "a pointer cannot be read or written"),
                GIVES(ERROR_NO_SYSTEM_RESOURCES, "no memory for the captured list"),
                HANDLE_ERRORS("the handle lacks TOKEN_ADJUST_GROUPS, or TOKEN_QUERY while "
                              "PreviousState is given")),
        .make = adjust_token_groups,
    },
    {
        .name = "GetTokenInformation",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi GetTokenInformation",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(TAKES(TokenHandle, HANDLE), TAKES(TokenInformationClass, TOKEN_CLASS),
                   FILLS_INFORMATION(TokenInformation, 2, 4),
                   MAY_TAKE(TokenInformationLength, NUMBER), FILLS(ReturnLength, NUMBER)),
        RESULTS(GIVES(TRUE, "TokenInformation holds it"),
                GIVES(ERROR_INSUFFICIENT_BUFFER,
                      "it does not fit; ReturnLength tells how long it is"),
                GIVES(ERROR_INVALID_PARAMETER,
                      "no class of this version, one that can only be set, or not one of this "
                      "token"),
                GIVES(ERROR_PRIVILEGE_NOT_HELD, "TokenAuditPolicy without SeSecurityPrivilege"),
                GIVES(ERROR_NOT_FOUND, "the token has no logon SID"),
                GIVES(ERROR_NO_SUCH_LOGON_SESSION, "the token has no linked one"),
                GIVES(ERROR_NOACCESS, "a pointer cannot be written"),
                GIVES(ERROR_NO_SYSTEM_RESOURCES,
                      "no memory for the copy of the linked token, or its handle"),
                PSEUDO_HANDLE,
                HANDLE_ERRORS("the handle lacks TOKEN_QUERY, for TokenSource "
                              "TOKEN_QUERY_SOURCE")),
        .make = get_token_information,
    },
    {
        .name = "IsTokenRestricted",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi IsTokenRestricted",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(TAKES(TokenHandle, HANDLE)),
        RESULTS(GIVES(TRUE, "the token has restricting SIDs"),
                GIVES(ERROR_SUCCESS, "it has none, and the last error stays as it was"),
                PSEUDO_HANDLE, HANDLE_ERRORS("the handle lacks TOKEN_QUERY")),
        .make = is_token_restricted,
    },
    {
        .name = "CheckTokenMembership",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi CheckTokenMembership",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(MAY_TAKE(TokenHandle, HANDLE), TAKES(SidToCheck, SID_POINTER),
                   FILLS(IsMember, BOOL)),
        RESULTS(GIVES(TRUE, "IsMember says whether the SID is enabled in the token"),
                GIVES(ERROR_NO_IMPERSONATION_TOKEN, "a primary token"),
                GIVES(ERROR_BAD_IMPERSONATION_LEVEL, "a token at SecurityAnonymous"),
                GIVES(ERROR_CANT_OPEN_ANONYMOUS,
                      "no handle, and the thread impersonates at SecurityAnonymous"),
                GIVES_UNSEEN(ERROR_INVALID_SID, "SidToCheck is no SID",
                             "a SID that stands alone is always written as one"),
                GIVES(ERROR_NO_SYSTEM_RESOURCES, "no memory for the copy or a handle"),
                EXCEPTION, PSEUDO_HANDLE,
                HANDLE_ERRORS("the handle lacks TOKEN_QUERY; or without one, the process may "
                              "not query or duplicate the token")),
        .make = check_token_membership,
    },
    {
        .name = "PrivilegeCheck",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi PrivilegeCheck",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(TAKES(ClientToken, HANDLE), CHANGES(RequiredPrivileges, PRIVILEGE_SET),
                   FILLS(pfResult, BOOL)),
        RESULTS(GIVES(TRUE, "pfResult says whether the token holds what is required"),
                GIVES(ERROR_BAD_IMPERSONATION_LEVEL,
                      "an impersonation token at SecurityAnonymous"),
                GIVES(ERROR_NOACCESS, "RequiredPrivileges cannot be read or written"),
                EXCEPTION, PSEUDO_HANDLE, HANDLE_ERRORS("the handle lacks TOKEN_QUERY")),
        .make = privilege_check,
    },
    {
        .name = "GetKernelObjectSecurity",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi GetKernelObjectSecurity",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(TAKES(Handle, HANDLE), TAKES(RequestedInformation, SECURITY_INFORMATION),
                   FILLS_SIZED(pSecurityDescriptor, SECURITY_DESCRIPTOR, 4),
                   MAY_TAKE(nLength, NUMBER), FILLS(lpnLengthNeeded, NUMBER)),
        RESULTS(GIVES(TRUE, "pSecurityDescriptor holds the parts that were named"),
                GIVES(ERROR_INSUFFICIENT_BUFFER,
                      "they do not fit; lpnLengthNeeded tells how long they are"),
                GIVES(ERROR_NOACCESS, "a pointer cannot be written"),
                GIVES(ERROR_PIPE_NOT_CONNECTED,
                      "the handle is the end of a client that the server disconnected"),
                HANDLE_ERRORS("the handle lacks the right that a part needs")),
        .make = get_kernel_object_security,
    },
    {
        .name = "SetKernelObjectSecurity",
        .header = "securitybaseapi.h",
        .source = "securitybaseapi SetKernelObjectSecurity",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(TAKES(Handle, HANDLE), TAKES(SecurityInformation, SECURITY_INFORMATION),
                   TAKES(SecurityDescriptor, SECURITY_DESCRIPTOR)),
        RESULTS(GIVES(TRUE, "the parts that were named are set"),
                GIVES(ERROR_UNKNOWN_REVISION, "the descriptor is of no known revision"),
                GIVES(ERROR_INVALID_SECURITY_DESCR,
                      "it is malformed, or lacks the owner or group that is named"),
                GIVES(ERROR_INVALID_SID, "its owner or group is no SID"),
                GIVES(ERROR_INVALID_ACL, "one of its lists is malformed"),
                GIVES(ERROR_INVALID_OWNER, "the caller may not make this SID the owner"),
                GIVES(ERROR_INVALID_LABEL, "the label's SID is no integrity level"),
                GIVES(ERROR_INVALID_PARAMETER, "the label's mask has bits that mean nothing"),
                GIVES(ERROR_PRIVILEGE_NOT_HELD,
                      "a label above the caller's integrity, without SeRelabelPrivilege"),
                GIVES(ERROR_NO_SECURITY_ON_OBJECT, "the object was made without a descriptor"),
                GIVES(ERROR_NOACCESS, "the descriptor or a part cannot be read"),
                GIVES(ERROR_NO_SYSTEM_RESOURCES, "no memory for the captured descriptor"),
                GIVES(ERROR_PIPE_NOT_CONNECTED,
                      "the handle is the end of a client that the server disconnected"),
                HANDLE_ERRORS("the handle lacks the right that a part needs")),
        .make = set_kernel_object_security,
    },
    {.name = NULL},
};
