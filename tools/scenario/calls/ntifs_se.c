/* Client security contexts, and questions about tokens: Se* of ntifs.h. */
#include "scenario/calls/rows.h"

#include "rtl/luid.h"

#include <string.h>

static void se_create_client_security(struct call_frame *frame)
{
    frame_returns_status(frame, SeCreateClientSecurity(frame_pointer(frame, 0),
                                                       frame_pointer(frame, 1),
                                                       frame_flag(frame, 2),
                                                       frame_pointer(frame, 3)));
}

static void se_create_client_security_from_subject_context(struct call_frame *frame)
{
    frame_returns_status(frame, SeCreateClientSecurityFromSubjectContext(
                                    frame_pointer(frame, 0), frame_pointer(frame, 1),
                                    frame_flag(frame, 2), frame_pointer(frame, 3)));
}

static void se_delete_client_security(struct call_frame *frame)
{
    SeDeleteClientSecurity(frame_pointer(frame, 0));
}

static void se_impersonate_client(struct call_frame *frame)
{
    SeImpersonateClient(frame_pointer(frame, 0), frame_pointer(frame, 1));
}

static void se_impersonate_client_ex(struct call_frame *frame)
{
    frame_returns_status(frame,
                         SeImpersonateClientEx(frame_pointer(frame, 0), frame_pointer(frame, 1)));
}

static void se_stop_impersonating_client(struct call_frame *frame)
{
    (void)frame;
    SeStopImpersonatingClient();
}

static void se_token_type(struct call_frame *frame)
{
    frame_returns(frame, SeTokenType(frame_pointer(frame, 0)));
}

static void se_token_is_admin(struct call_frame *frame)
{
    frame_returns(frame, SeTokenIsAdmin(frame_pointer(frame, 0)));
}

static void se_token_is_restricted(struct call_frame *frame)
{
    frame_returns(frame, SeTokenIsRestricted(frame_pointer(frame, 0)));
}

static void se_token_impersonation_level(struct call_frame *frame)
{
    frame_returns(frame, SeTokenImpersonationLevel(frame_pointer(frame, 0)));
}

static void se_token_is_write_restricted(struct call_frame *frame)
{
    frame_returns(frame, SeTokenIsWriteRestricted(frame_pointer(frame, 0)));
}

static void se_privilege_check(struct call_frame *frame)
{
    frame_returns(frame, SePrivilegeCheck(frame_pointer(frame, 0), frame_pointer(frame, 1),
                                          (KPROCESSOR_MODE)frame_number(frame, 2)));
}

static void se_single_privilege_check(struct call_frame *frame)
{
    frame_returns(frame, SeSinglePrivilegeCheck(rtl_luid_from(frame->in[0].number),
                                                (KPROCESSOR_MODE)frame_number(frame, 1)));
}

static void se_filter_token(struct call_frame *frame)
{
    frame_returns_status(frame, SeFilterToken(frame_pointer(frame, 0), frame_number(frame, 1),
                                              frame_pointer(frame, 2), frame_pointer(frame, 3),
                                              frame_pointer(frame, 4), frame_pointer(frame, 5)));
}

/* Two classes are given as a number, which is put back into the structure of the class. */
static void se_query_information_token(struct call_frame *frame)
{
    const TOKEN_INFORMATION_CLASS class = (TOKEN_INFORMATION_CLASS)frame_number(frame, 1);
    PVOID information = NULL;
    NTSTATUS status = SeQueryInformationToken(frame_pointer(frame, 0), class, &information);
    frame_returns_status(frame, status);
    if (!NT_SUCCESS(status)) {
        return;
    }
    if (class == TokenSessionId || class == TokenIntegrityLevel) {
        ULONG number;
        memcpy(&number, &information, sizeof number);
        information_from_number(frame->run, class, number, &frame->in[2]);
    } else {
        frame->in[2].pointer = frame->owed = information;
    }
}

#define CREATE_RESULTS                                                                     \
    GIVES(STATUS_SUCCESS, "the context holds the client's token, or a copy of it"),        \
    GIVES(STATUS_INVALID_PARAMETER, "the level asked for is none of the four"),            \
    GIVES(STATUS_BAD_IMPERSONATION_LEVEL,                                                  \
          "the client impersonates at Anonymous or Identification, below the level asked " \
          "for, or below Delegation while the server is remote"),                          \
    GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for the copy of the token")

const struct call calls_ntifs_se[] = {
    {
        .name = "SeCreateClientSecurity",
        .header = "ntifs.h",
        .source = "ntifs SeCreateClientSecurity",
        .returns = KIND_STATUS,
        PARAMETERS(TAKES(ClientThread, THREAD), TAKES(ClientSecurityQos, QOS),
                   TAKES(RemoteSession, BOOLEAN), FILLS(ClientContext, CLIENT_CONTEXT)),
        RESULTS(CREATE_RESULTS),
        .make = se_create_client_security,
    },
    {
        .name = "SeCreateClientSecurityFromSubjectContext",
        .header = "ntifs.h",
        .source = "ntifs SeCreateClientSecurityFromSubjectContext",
        .returns = KIND_STATUS,
        PARAMETERS(TAKES(SubjectContext, SUBJECT_CONTEXT), TAKES(ClientSecurityQos, QOS),
                   TAKES(ServerIsRemote, BOOLEAN), FILLS(ClientContext, CLIENT_CONTEXT)),
        RESULTS(CREATE_RESULTS),
        .make = se_create_client_security_from_subject_context,
    },
    {
        .name = "SeDeleteClientSecurity",
        .header = "ntifs.h",
        .source = "ntifs SeDeleteClientSecurity",
        .returns = KIND_VOID,
        PARAMETERS(USES_UP(ClientContext, CLIENT_CONTEXT)),
        NO_RESULTS,
        .make = se_delete_client_security,
    },
    {
        .name = "SeImpersonateClientEx",
        .header = "ntifs.h",
        .source = "ntifs SeImpersonateClientEx",
        .returns = KIND_STATUS,
        PARAMETERS(TAKES(ClientContext, CLIENT_CONTEXT), MAY_TAKE(ServerThread, THREAD)),
        RESULTS(GIVES(STATUS_SUCCESS, "the thread impersonates, perhaps at a lowered level"),
                GIVES(STATUS_ACCESS_DENIED, "limits of the thread's job forbid the token"),
                GIVES(STATUS_NO_MEMORY, "no memory for the thread's impersonation block"),
                GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for the lowered copy")),
        .make = se_impersonate_client_ex,
    },
    {
        .name = "SeImpersonateClient",
        .header = "ntifs.h",
        .source = "ntifs SeImpersonateClient",
        .returns = KIND_VOID,
        PARAMETERS(TAKES(ClientContext, CLIENT_CONTEXT), MAY_TAKE(ServerThread, THREAD)),
        NO_RESULTS,
        .make = se_impersonate_client,
    },
    {
        .name = "SeStopImpersonatingClient",
        .header = "ntifs.h",
        .source = "ntifs SeStopImpersonatingClient",
        .returns = KIND_VOID,
        NO_PARAMETERS,
        NO_RESULTS,
        .make = se_stop_impersonating_client,
    },
    {
        .name = "SeTokenType",
        .header = "ntifs.h",
        .source = "ntifs SeTokenType",
        .returns = KIND_TOKEN_TYPE,
        PARAMETERS(TAKES(Token, TOKEN)),
        NO_RESULTS,
        .make = se_token_type,
    },
    {
        .name = "SeTokenIsAdmin",
        .header = "ntifs.h",
        .source = "ntifs SeTokenIsAdmin",
        .returns = KIND_BOOLEAN,
        PARAMETERS(TAKES(Token, TOKEN)),
        RESULTS(GIVES(TRUE, "Administrators is among its groups, and not deny-only"),
                GIVES(FALSE, "it is not")),
        .make = se_token_is_admin,
    },
    {
        .name = "SeTokenIsRestricted",
        .header = "ntifs.h",
        .source = "ntifs SeTokenIsRestricted",
        .returns = KIND_BOOLEAN,
        PARAMETERS(TAKES(Token, TOKEN)),
        RESULTS(GIVES(TRUE, "it has restricting SIDs"), GIVES(FALSE, "it has none")),
        .make = se_token_is_restricted,
    },
    {
        .name = "SeTokenIsWriteRestricted",
        .header = "ntifs.h",
        .source = "ntifs SeTokenIsWriteRestricted",
        .returns = KIND_BOOLEAN,
        PARAMETERS(TAKES(Token, TOKEN)),
        RESULTS(GIVES(TRUE, "its restricting SIDs are asked for write access only"),
                GIVES(FALSE, "they are asked for every access, or there are none")),
        .make = se_token_is_write_restricted,
    },
    {
        .name = "SePrivilegeCheck",
        .header = "ntifs.h",
        .source = "ntifs SePrivilegeCheck",
        .returns = KIND_BOOLEAN,
        PARAMETERS(CHANGES(RequiredPrivileges, PRIVILEGE_SET),
                   TAKES(SubjectSecurityContext, SUBJECT_CONTEXT), TAKES(AccessMode, MODE)),
        RESULTS(GIVES(TRUE, "the subject holds what is required, or AccessMode is KernelMode"),
                GIVES(FALSE, "it does not, or it impersonates below SecurityImpersonation")),
        .make = se_privilege_check,
    },
    {
        .name = "SeSinglePrivilegeCheck",
        .header = "ntifs.h",
        .source = "ntddk SeSinglePrivilegeCheck",
        .returns = KIND_BOOLEAN,
        PARAMETERS(TAKES(PrivilegeValue, PRIVILEGE), TAKES(PreviousMode, MODE)),
        RESULTS(GIVES(TRUE, "the calling thread holds it, or PreviousMode is KernelMode"),
                GIVES(FALSE, "it does not, or it impersonates below SecurityImpersonation")),
        .make = se_single_privilege_check,
    },
    {
        .name = "SeFilterToken",
        .header = "ntifs.h",
        .source = "ntifs SeFilterToken",
        .returns = KIND_STATUS,
        PARAMETERS(TAKES(ExistingToken, TOKEN), TAKES(Flags, FILTER_FLAGS),
                   MAY_TAKE(SidsToDisable, FILTER_GROUPS),
                   MAY_TAKE(PrivilegesToDelete, TOKEN_PRIVILEGES),
                   MAY_TAKE(RestrictedSids, FILTER_GROUPS), FILLS(FilteredToken, TOKEN)),
        RESULTS(GIVES(STATUS_SUCCESS, "FilteredToken is a new token, with a reference"),
                GIVES(STATUS_INVALID_PARAMETER,
                      "a flag that the version does not have, attributes in RestrictedSids, "
                      "more than 4096 SIDs, or a type of token that policy filter-primary "
                      "refuses"),
                GIVES(STATUS_INVALID_SID, "a list holds something that is no SID"),
                GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for the token or a list")),
        .make = se_filter_token,
    },
    {
        .name = "SeQueryInformationToken",
        .header = "ntifs.h",
        .source = "ntifs SeQueryInformationToken",
        .returns = KIND_STATUS,
        PARAMETERS(TAKES(Token, TOKEN), TAKES(TokenInformationClass, TOKEN_CLASS),
                   FILLS_INFORMATION(TokenInformation, 2, 0)),
        RESULTS(GIVES(STATUS_SUCCESS, "TokenInformation leads to it"),
                GIVES(STATUS_INVALID_INFO_CLASS,
                      "no class of this version, or one that drivers are not told; or the "
                      "level of a primary token"),
                GIVES(STATUS_NOT_FOUND, "the token has no logon SID"),
                GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for the information")),
        .make = se_query_information_token,
    },
    {
        .name = "SeTokenImpersonationLevel",
        .header = "ntifs.h",
        .source = "ntifs SeTokenImpersonationLevel",
        .returns = KIND_LEVEL,
        PARAMETERS(TAKES(Token, TOKEN)),
        NO_RESULTS,
        .make = se_token_impersonation_level,
    },
    {.name = NULL},
};
