/* Client security contexts, and questions about tokens: Se* of ntifs.h. */
#include "scenario/calls/rows.h"

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

#define CREATE_RESULTS                                                                             \
    {                                                                                              \
        GIVES(STATUS_SUCCESS, "the context holds the client's token, or a copy of it"),            \
            GIVES(STATUS_INVALID_PARAMETER, "the level asked for is none of the four"),            \
            GIVES(STATUS_BAD_IMPERSONATION_LEVEL,                                                  \
                  "the client impersonates at Anonymous or Identification, below the level asked " \
                  "for, or below Delegation while the server is remote"),                          \
            GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for the copy of the token"),           \
    }

const struct call calls_ntifs_se[] = {
    {
        .name = "SeCreateClientSecurity",
        .header = "ntifs.h",
        .source = "ntifs SeCreateClientSecurity",
        .returns = KIND_STATUS,
        .parameters = {TAKES(ClientThread, THREAD), TAKES(ClientSecurityQos, QOS),
                       TAKES(RemoteSession, BOOLEAN), FILLS(ClientContext, CLIENT_CONTEXT)},
        .results = CREATE_RESULTS,
        .make = se_create_client_security,
    },
    {
        .name = "SeCreateClientSecurityFromSubjectContext",
        .header = "ntifs.h",
        .source = "ntifs SeCreateClientSecurityFromSubjectContext",
        .returns = KIND_STATUS,
        .parameters = {TAKES(SubjectContext, SUBJECT_CONTEXT), TAKES(ClientSecurityQos, QOS),
                       TAKES(ServerIsRemote, BOOLEAN), FILLS(ClientContext, CLIENT_CONTEXT)},
        .results = CREATE_RESULTS,
        .make = se_create_client_security_from_subject_context,
    },
    {
        .name = "SeDeleteClientSecurity",
        .header = "ntifs.h",
        .source = "ntifs SeDeleteClientSecurity",
        .returns = KIND_VOID,
        .parameters = {USES_UP(ClientContext, CLIENT_CONTEXT)},
        .make = se_delete_client_security,
    },
    {
        .name = "SeImpersonateClientEx",
        .header = "ntifs.h",
        .source = "ntifs SeImpersonateClientEx",
        .returns = KIND_STATUS,
        .parameters = {TAKES(ClientContext, CLIENT_CONTEXT), MAY_TAKE(ServerThread, THREAD)},
        .results = {GIVES(STATUS_SUCCESS, "the thread impersonates, perhaps at a lowered level"),
                    GIVES(STATUS_ACCESS_DENIED, "limits of the thread's job forbid the token"),
                    GIVES(STATUS_NO_MEMORY, "no memory for the thread's impersonation block"),
                    GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for the lowered copy")},
        .make = se_impersonate_client_ex,
    },
    {
        .name = "SeImpersonateClient",
        .header = "ntifs.h",
        .source = "ntifs SeImpersonateClient",
        .returns = KIND_VOID,
        .parameters = {TAKES(ClientContext, CLIENT_CONTEXT), MAY_TAKE(ServerThread, THREAD)},
        .make = se_impersonate_client,
    },
    {
        .name = "SeStopImpersonatingClient",
        .header = "ntifs.h",
        .source = "ntifs SeStopImpersonatingClient",
        .returns = KIND_VOID,
        .make = se_stop_impersonating_client,
    },
    {
        .name = "SeTokenType",
        .header = "ntifs.h",
        .source = "ntifs SeTokenType",
        .returns = KIND_TOKEN_TYPE,
        .parameters = {TAKES(Token, TOKEN)},
        .make = se_token_type,
    },
    {
        .name = "SeTokenIsAdmin",
        .header = "ntifs.h",
        .source = "ntifs SeTokenIsAdmin",
        .returns = KIND_BOOLEAN,
        .parameters = {TAKES(Token, TOKEN)},
        .make = se_token_is_admin,
    },
    {
        .name = "SeTokenIsRestricted",
        .header = "ntifs.h",
        .source = "ntifs SeTokenIsRestricted",
        .returns = KIND_BOOLEAN,
        .parameters = {TAKES(Token, TOKEN)},
        .make = se_token_is_restricted,
    },
    {
        .name = "SeTokenImpersonationLevel",
        .header = "ntifs.h",
        .source = "ntifs SeTokenImpersonationLevel",
        .returns = KIND_LEVEL,
        .parameters = {TAKES(Token, TOKEN)},
        .make = se_token_impersonation_level,
    },
    {.name = NULL},
};
