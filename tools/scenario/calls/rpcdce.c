/* RPC: rpcdce.h, and the calls of srm.h that stand for a stub's. */
#include "scenario/calls/rows.h"

#include "ntsrm/rpc.h"
#include "ntsrm/srm.h"

static void frame_returns_rpc(struct call_frame *frame, RPC_STATUS status)
{
    frame->result.number = (uint32_t)status;
}

static void server_use_protseq_ep(struct call_frame *frame)
{
    frame_returns_rpc(
        frame, RpcServerUseProtseqEpW(frame_pointer(frame, 0),
                                      frame_number_or(frame, 1, RPC_C_PROTSEQ_MAX_REQS_DEFAULT),
                                      frame_pointer(frame, 2), frame_pointer(frame, 3)));
}

static void binding_from_string_binding(struct call_frame *frame)
{
    frame_returns_rpc(
        frame, RpcBindingFromStringBindingW(frame_pointer(frame, 0), frame_pointer(frame, 1)));
}

static void binding_set_auth_info_ex(struct call_frame *frame)
{
    RPC_SECURITY_QOS *qos = frame_pointer(frame, 5), given;
    if (qos && qos != SRM_UNREADABLE) {
        given = *qos;
        given.Version = given.Version ? given.Version : RPC_C_SECURITY_QOS_VERSION;
        qos = &given;
    }
    frame_returns_rpc(frame,
                      RpcBindingSetAuthInfoExW(frame_handle(frame, 0), frame_pointer(frame, 1),
                                               frame_number(frame, 2),
                                               frame_number_or(frame, 3, RPC_C_AUTHN_WINNT), NULL,
                                               frame_number(frame, 4), qos));
}

static void binding_free(struct call_frame *frame)
{
    RPC_BINDING_HANDLE binding = frame_handle(frame, 0);
    frame_returns_rpc(frame, RpcBindingFree(&binding));
}

static void impersonate_client(struct call_frame *frame)
{
    frame_returns_rpc(frame, RpcImpersonateClient(frame_handle(frame, 0)));
}

static void revert_to_self(struct call_frame *frame)
{
    frame_returns_rpc(frame, RpcRevertToSelf());
}

static void revert_to_self_ex(struct call_frame *frame)
{
    frame_returns_rpc(frame, RpcRevertToSelfEx(frame_handle(frame, 0)));
}

static void call(struct call_frame *frame)
{
    frame_returns_rpc(frame, srm_rpc_call(frame_handle(frame, 0)));
}

static void result(struct call_frame *frame)
{
    frame_returns_rpc(frame, srm_rpc_result(frame_handle(frame, 0)));
}

static void receive(struct call_frame *frame)
{
    frame_returns_rpc(frame, srm_rpc_receive(frame_pointer(frame, 0)));
}

static void reply(struct call_frame *frame)
{
    frame_returns_rpc(frame, srm_rpc_reply(frame_handle(frame, 0)));
}

#define ROW(function, how)                                                                      \
    .name = function, .header = "rpcdce.h", .source = "rpcdce " function, .family = CALL_WIN32, \
    .returns = KIND_RPC_STATUS, .make = how

#define STUB(function, how)                                                         \
    .name = function, .header = "srm.h", .source = "ntsrm's own: what a stub does", \
    .family = CALL_WIN32, .returns = KIND_RPC_STATUS, .make = how

#define BINDING_ERRORS                               \
    GIVES(RPC_S_INVALID_BINDING, "no such binding"), \
        GIVES(RPC_S_WRONG_KIND_OF_BINDING, "it is a call that the process serves")

#define CALL_ERRORS                                                          \
    GIVES(RPC_S_NO_CALL_ACTIVE, "no handle, and the thread serves no call"), \
        GIVES(RPC_S_INVALID_BINDING, "no such call, or it was answered"),    \
        GIVES(RPC_S_WRONG_KIND_OF_BINDING, "it is a client's binding")

#define ADDRESS_ERRORS                                    \
    GIVES(RPC_S_INVALID_RPC_PROTSEQ, "no such protocol"), \
        GIVES(RPC_S_INVALID_ENDPOINT_FORMAT, "the protocol has no such endpoints")

const struct call calls_rpcdce[] = {
    {
        ROW("RpcServerUseProtseqEp", server_use_protseq_ep),
        PARAMETERS(TAKES(Protseq, STRING), MAY_TAKE(MaxCalls, NUMBER), TAKES(Endpoint, STRING),
                   MAY_TAKE(SecurityDescriptor, SECURITY_DESCRIPTOR)),
        RESULTS(GIVES(RPC_S_OK, "the process takes calls there"),
                GIVES(RPC_S_DUPLICATE_ENDPOINT, "it does already, or the port is another's"),
                GIVES(RPC_S_ACCESS_DENIED, "the pipe is another's, who does not allow it"),
                GIVES(RPC_S_OUT_OF_MEMORY, "no memory for the pipe or the port"),
                GIVES(ERROR_BAD_IMPERSONATION_LEVEL,
                      "the caller impersonates below SecurityImpersonation"),
                GIVES(RPC_S_INVALID_SECURITY_DESC, "the descriptor is malformed"),
                ADDRESS_ERRORS),
    },
    {
        ROW("RpcBindingFromStringBinding", binding_from_string_binding),
        PARAMETERS(TAKES(StringBinding, STRING), FILLS(Binding, RPC_BINDING)),
        RESULTS(GIVES(RPC_S_OK, "Binding is a new one; nobody was asked"),
                GIVES(RPC_S_INVALID_STRING_BINDING, "the string has another form"),
                GIVES(RPC_S_INVALID_NETWORK_OPTIONS, "what follows the endpoint has"),
                ADDRESS_ERRORS),
    },
    {
        ROW("RpcBindingSetAuthInfoEx", binding_set_auth_info_ex),
        PARAMETERS(TAKES(Binding, RPC_BINDING), MAY_TAKE(ServerPrincName, STRING),
                   MAY_TAKE(AuthnLevel, RPC_AUTHENTICATION), MAY_TAKE(AuthnSvc, RPC_SERVICE),
                   MAY_TAKE(AuthzSvc, NUMBER), MAY_TAKE(SecurityQOS, RPC_QOS)),
        RESULTS(GIVES(RPC_S_OK, "further calls are made so"), BINDING_ERRORS,
                GIVES(RPC_S_UNKNOWN_AUTHN_SERVICE, "no such service, or not for ncalrpc"),
                GIVES(RPC_S_UNKNOWN_AUTHN_LEVEL, "no such level of authentication"),
                GIVES(RPC_S_INVALID_ARG, "a level or a tracking that does not exist"),
                GIVES(ERROR_BAD_IMPERSONATION_LEVEL,
                      "static, and the caller impersonates below SecurityImpersonation"),
                GIVES(RPC_S_OUT_OF_MEMORY, "no memory for a copy of the caller's token")),
    },
    {
        ROW("RpcBindingFree", binding_free),
        PARAMETERS(TAKES(Binding, RPC_BINDING)),
        RESULTS(GIVES(RPC_S_OK, "the binding and its connection are gone"), BINDING_ERRORS),
    },
    {
        ROW("RpcImpersonateClient", impersonate_client),
        PARAMETERS(MAY_TAKE(BindingHandle, RPC_BINDING)),
        RESULTS(GIVES(RPC_S_OK,
                      "the thread impersonates the client, maybe only to identify it"),
                CALL_ERRORS,
                GIVES(RPC_S_NO_CONTEXT_AVAILABLE, "there is nobody whom it may impersonate"),
                GIVES(RPC_S_OUT_OF_MEMORY, "no memory for the impersonation")),
    },
    {
        ROW("RpcRevertToSelf", revert_to_self),
        NO_PARAMETERS,
        RESULTS(GIVES(RPC_S_OK, "the thread acts as its process"),
                GIVES(RPC_S_NO_CALL_ACTIVE, "the thread serves no call")),
    },
    {
        ROW("RpcRevertToSelfEx", revert_to_self_ex),
        PARAMETERS(MAY_TAKE(BindingHandle, RPC_BINDING)),
        RESULTS(GIVES(RPC_S_OK, "the thread acts as its process"), CALL_ERRORS),
    },
    {
        STUB("srm_rpc_call", call),
        PARAMETERS(TAKES(binding, RPC_BINDING)),
        RESULTS(GIVES(RPC_S_ASYNC_CALL_PENDING, "the server has to take and answer it"),
                BINDING_ERRORS, GIVES(RPC_S_SERVER_UNAVAILABLE, "nobody takes calls there"),
                GIVES(RPC_S_SERVER_TOO_BUSY, "the pipe has no instance that listens"),
                GIVES(RPC_S_ACCESS_DENIED, "the pipe or the port is not for the caller"),
                GIVES(ERROR_BAD_IMPERSONATION_LEVEL,
                      "the caller impersonates below SecurityImpersonation, or below the level "
                      "that it would give"),
                GIVES(RPC_S_SEC_PKG_ERROR, "a delegation that cannot be had"),
                GIVES(RPC_S_CALL_FAILED, "the server is gone since the last call"),
                GIVES(RPC_S_CALL_IN_PROGRESS, "the thread has another call in progress"),
                GIVES(RPC_S_OUT_OF_MEMORY, "no memory for the connection or the call")),
    },
    {
        STUB("srm_rpc_result", result),
        PARAMETERS(TAKES(binding, RPC_BINDING)),
        RESULTS(GIVES(RPC_S_OK, "the call was answered"),
                GIVES(RPC_S_ASYNC_CALL_PENDING, "it is in progress"),
                GIVES(RPC_S_NO_CALL_ACTIVE, "none was made"),
                GIVES(RPC_S_CALL_FAILED, "the server is gone"),
                GIVES(RPC_S_SERVER_UNAVAILABLE, "the server was gone before it accepted"),
                BINDING_ERRORS),
    },
    {
        STUB("srm_rpc_receive", receive),
        PARAMETERS(FILLS(call, RPC_BINDING)),
        RESULTS(GIVES(RPC_S_OK, "the thread serves the call"),
                GIVES(RPC_S_NO_CALL_ACTIVE, "there is none"),
                GIVES(RPC_S_CALL_IN_PROGRESS, "the thread serves one already")),
    },
    {
        STUB("srm_rpc_reply", reply),
        PARAMETERS(MAY_TAKE(call, RPC_BINDING)),
        RESULTS(GIVES(RPC_S_OK, "whoever called goes on"), CALL_ERRORS,
                GIVES(RPC_S_OUT_OF_MEMORY, "no memory for the answer")),
    },
    {.name = NULL},
};
