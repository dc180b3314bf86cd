/*
 * RPC as far as it impersonates: a server's endpoints, a client's bindings with their quality of
 * service, and impersonating the caller. Below are named pipes (ncacn_np) and LPC ports (ncalrpc).
 *
 * A call has neither interface nor arguments here. One is made, taken and answered with
 * srm_rpc_call and the functions beside it (srm.h). Each function returns an error of Win32,
 * RPC_S_OK for none. RPC_S_CANNOT_SUPPORT stands for what is not modelled.
 */
#ifndef NTSRM_RPCDCE_H
#define NTSRM_RPCDCE_H

#include "winnt.h"

#define RPC_ENTRY WINAPI

typedef LONG RPC_STATUS;
typedef void *RPC_BINDING_HANDLE;
typedef void *RPC_AUTH_IDENTITY_HANDLE;
typedef WCHAR *RPC_WSTR;

#define RPC_C_PROTSEQ_MAX_REQS_DEFAULT 10u

/* Who vouches for the client (AuthnSvc). */
#define RPC_C_AUTHN_NONE          0u
#define RPC_C_AUTHN_GSS_NEGOTIATE 9u
#define RPC_C_AUTHN_WINNT         10u
#define RPC_C_AUTHN_GSS_SCHANNEL  14u
#define RPC_C_AUTHN_GSS_KERBEROS  16u
#define RPC_C_AUTHN_DEFAULT       0xFFFFFFFFu

/* How well what is sent is protected (AuthnLevel). */
#define RPC_C_AUTHN_LEVEL_DEFAULT       0u
#define RPC_C_AUTHN_LEVEL_NONE          1u
#define RPC_C_AUTHN_LEVEL_CONNECT       2u
#define RPC_C_AUTHN_LEVEL_CALL          3u
#define RPC_C_AUTHN_LEVEL_PKT           4u
#define RPC_C_AUTHN_LEVEL_PKT_INTEGRITY 5u
#define RPC_C_AUTHN_LEVEL_PKT_PRIVACY   6u

#define RPC_C_AUTHZ_NONE 0u

#define RPC_C_SECURITY_QOS_VERSION 1u

#define RPC_C_QOS_CAPABILITIES_DEFAULT                 0x0u
#define RPC_C_QOS_CAPABILITIES_MUTUAL_AUTH             0x1u
#define RPC_C_QOS_CAPABILITIES_IGNORE_DELEGATE_FAILURE 0x8u

#define RPC_C_QOS_IDENTITY_STATIC  0u
#define RPC_C_QOS_IDENTITY_DYNAMIC 1u

#define RPC_C_IMP_LEVEL_DEFAULT     0u
#define RPC_C_IMP_LEVEL_ANONYMOUS   1u
#define RPC_C_IMP_LEVEL_IDENTIFY    2u
#define RPC_C_IMP_LEVEL_IMPERSONATE 3u
#define RPC_C_IMP_LEVEL_DELEGATE    4u

typedef struct _RPC_SECURITY_QOS {
    ULONG Version;           /* RPC_C_SECURITY_QOS_VERSION */
    ULONG Capabilities;      /* RPC_C_QOS_CAPABILITIES_* */
    ULONG IdentityTracking;  /* RPC_C_QOS_IDENTITY_* */
    ULONG ImpersonationType; /* RPC_C_IMP_LEVEL_* */
} RPC_SECURITY_QOS, *PRPC_SECURITY_QOS;

NTSRM_BEGIN

/* ---- servers ---- */

/*
 * The process takes calls at an endpoint from now on, until it exits.
 *
 * Protseq             ncacn_np or ncalrpc
 * MaxCalls            a hint, which nobody heeds
 * Endpoint            \pipe\NAME for a named pipe (CreateNamedPipe); for ncalrpc the name of a port
 *                     in \RPC Control (NtCreatePort), at most 53 characters without a backslash
 * SecurityDescriptor  of the pipe or the port; may be NULL: the usual one of a pipe, that of the
 *                     caller's token for a port
 *
 * RPC_S_INVALID_RPC_PROTSEQ      there is no such protocol
 * RPC_S_INVALID_ENDPOINT_FORMAT  the endpoint is none of this protocol
 * RPC_S_DUPLICATE_ENDPOINT       the process takes calls there already, or another has the port
 * RPC_S_OUT_OF_MEMORY            no memory for the pipe or the port
 * Other errors of CreateNamedPipe or NtCreatePort.
 * Page: rpcdce RpcServerUseProtseqEpW
 */
RPC_STATUS RPC_ENTRY RpcServerUseProtseqEpW(_In_ RPC_WSTR Protseq, _In_ ULONG MaxCalls,
                                            _In_ RPC_WSTR Endpoint,
                                            _In_opt_ PVOID SecurityDescriptor);
#define RpcServerUseProtseqEp RpcServerUseProtseqEpW

/* ---- bindings ---- */

/*
 * A binding, through which a client calls. The server is not asked: it need not be there yet.
 *
 * StringBinding  PROTOCOL:COMPUTER[ENDPOINT,Security=LEVEL TRACKING EFFECTIVE]
 *                COMPUTER may be missing, and is for ncacn_np alone. A backslash is written as two.
 *                LEVEL is Anonymous, Identification or Impersonation, TRACKING Static or Dynamic,
 *                EFFECTIVE True or False: the quality of service for the transport, which counts
 *                while the binding has none of its own (RpcBindingSetAuthInfoEx). Without it:
 *                Impersonation and Dynamic; True for ncalrpc, False for ncacn_np
 *
 * RPC_S_INVALID_STRING_BINDING   the string has another form
 * RPC_S_INVALID_RPC_PROTSEQ, RPC_S_INVALID_ENDPOINT_FORMAT  as above
 * RPC_S_INVALID_NETWORK_OPTIONS  what follows the endpoint has another form
 * Not modelled: objects, other protocols, finding an endpoint that is not written.
 * Page: rpcdce RpcBindingFromStringBindingW; Rpc string-binding
 */
RPC_STATUS RPC_ENTRY RpcBindingFromStringBindingW(_In_ RPC_WSTR StringBinding,
                                                  _Out_ RPC_BINDING_HANDLE *Binding);
#define RpcBindingFromStringBinding RpcBindingFromStringBindingW

/*
 * Who calls through the binding, and what the server may do with it. With static identity tracking
 * it is whom the calling thread acts as now, for all calls; with dynamic tracking it is whoever
 * calls, each time.
 *
 * AuthnSvc      RPC_C_AUTHN_WINNT, RPC_C_AUTHN_DEFAULT (the same), or RPC_C_AUTHN_NONE: the
 *               transport's own security from now on
 * AuthIdentity  NULL: the caller; a name and a password are not modelled
 * SecurityQOS   NULL: static tracking at the default level, which is RPC_C_IMP_LEVEL_IMPERSONATE.
 *               Over ncacn_np RPC_C_AUTHN_WINNT takes lower levels for that, too (policy
 *               package-levels)
 *
 * RPC_S_INVALID_BINDING        there is no such binding
 * RPC_S_WRONG_KIND_OF_BINDING  it is a call that the process serves
 * RPC_S_UNKNOWN_AUTHN_SERVICE  there is no such service, or not for ncalrpc
 * RPC_S_UNKNOWN_AUTHN_LEVEL    there is no such level of authentication
 * RPC_S_INVALID_ARG            SecurityQOS asks for a level or a tracking that does not exist
 * RPC_S_OUT_OF_MEMORY          no memory for a copy of the caller's token
 * ERROR_BAD_IMPERSONATION_LEVEL  with static tracking, if the thread impersonates below
 *                              SecurityImpersonation
 * Page: rpcdce RpcBindingSetAuthInfoExW, RPC_SECURITY_QOS; Rpc quality-of-service
 */
RPC_STATUS RPC_ENTRY RpcBindingSetAuthInfoExW(_In_ RPC_BINDING_HANDLE Binding,
                                              _In_opt_ RPC_WSTR ServerPrincName,
                                              _In_ ULONG AuthnLevel, _In_ ULONG AuthnSvc,
                                              _In_opt_ RPC_AUTH_IDENTITY_HANDLE AuthIdentity,
                                              _In_ ULONG AuthzSvc,
                                              _In_opt_ RPC_SECURITY_QOS *SecurityQOS);
#define RpcBindingSetAuthInfoEx RpcBindingSetAuthInfoExW

/*
 * Ends a binding and its connection; *Binding becomes NULL. Not while a call is in progress.
 * RPC_S_INVALID_BINDING, RPC_S_WRONG_KIND_OF_BINDING.
 * Page: rpcdce RpcBindingFree
 */
RPC_STATUS RPC_ENTRY RpcBindingFree(_Inout_ RPC_BINDING_HANDLE *Binding);

/* ---- impersonating ---- */

/*
 * The calling thread impersonates the client of a call. Look at the level: where the gate refuses
 * (PsImpersonateClient), the call succeeds at SecurityIdentification.
 *
 * BindingHandle  a call that the process serves, from whichever of its threads; NULL: the one that
 *                the calling thread serves
 *
 * RPC_S_NO_CALL_ACTIVE         NULL, and the thread serves none
 * RPC_S_INVALID_BINDING        there is no such call, or it has been answered
 * RPC_S_WRONG_KIND_OF_BINDING  it is a client's binding
 * RPC_S_NO_CONTEXT_AVAILABLE   the transport has no context that the thread may impersonate
 * RPC_S_OUT_OF_MEMORY          no memory for the impersonation
 * Page: rpcdce RpcImpersonateClient; Rpc client-impersonation
 */
RPC_STATUS RPC_ENTRY RpcImpersonateClient(_In_opt_ RPC_BINDING_HANDLE BindingHandle);

/*
 * The calling thread acts as its process again. It serves a call, or BindingHandle is one.
 * RPC_S_NO_CALL_ACTIVE, RPC_S_INVALID_BINDING, RPC_S_WRONG_KIND_OF_BINDING as RpcImpersonateClient.
 * Page: rpcdce RpcRevertToSelf, RpcRevertToSelfEx
 */
RPC_STATUS RPC_ENTRY RpcRevertToSelf(void);
RPC_STATUS RPC_ENTRY RpcRevertToSelfEx(_In_opt_ RPC_BINDING_HANDLE BindingHandle);

NTSRM_END

#endif
