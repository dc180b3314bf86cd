/*
 * Ports of ALPC, since Vista. Part of ntlpcapi.h; include that one.
 *
 * What community headers tell of them is modelled as far as client contexts need it: who connects
 * with which quality of service, requests whose sender waits for the reply, and impersonation. What
 * is not public answers STATUS_NOT_IMPLEMENTED: message attributes, requests for whose reply nobody
 * waits, connections that are not waited for, timeouts, ports that mix LPC and ALPC, and container
 * impersonation. Versions before Vista have none of it.
 */
#ifndef NTSRM_NTLPCAPI_ALPC_H
#define NTSRM_NTLPCAPI_ALPC_H

#include "ntlpcapi.h"

#define ALPC_PORFLG_NONE                0x00000000u
#define ALPC_PORFLG_ALLOW_IMPERSONATION 0x00010000u
#define ALPC_PORFLG_ALLOW_LPC_REQUESTS  0x00020000u
#define ALPC_PORFLG_WAITABLE_PORT       0x00040000u
#define ALPC_PORFLG_ALLOW_DUP_OBJECT    0x00080000u

typedef struct _ALPC_PORT_ATTRIBUTES {
    ULONG Flags; /* ALPC_PORFLG_* */
    SECURITY_QUALITY_OF_SERVICE SecurityQos;
    SIZE_T MaxMessageLength;
    SIZE_T MemoryBandwidth;
    SIZE_T MaxPoolUsage;
    SIZE_T MaxSectionSize;
    SIZE_T MaxViewSize;
    SIZE_T MaxTotalSectionSize;
    ULONG DupObjectTypes;
#if UINTPTR_MAX > 0xFFFFFFFFu
    ULONG Reserved;
#endif
} ALPC_PORT_ATTRIBUTES, *PALPC_PORT_ATTRIBUTES;

typedef struct _ALPC_MESSAGE_ATTRIBUTES {
    ULONG AllocatedAttributes;
    ULONG ValidAttributes;
} ALPC_MESSAGE_ATTRIBUTES, *PALPC_MESSAGE_ATTRIBUTES;

#define ALPC_MSGFLG_RELEASE_MESSAGE 0x00010000u
#define ALPC_MSGFLG_SYNC_REQUEST    0x00020000u

/* Of NtAlpcImpersonateClientOfPort; the level required is shifted by two. */
#define ALPC_IMPERSONATEFLG_ANONYMOUS            0x00000001u
#define ALPC_IMPERSONATEFLG_REQUIRE_IMPERSONATE  0x00000002u
#define ALPC_IMPERSONATEFLG_LEVEL_ANONYMOUS      0x00000000u
#define ALPC_IMPERSONATEFLG_LEVEL_IDENTIFICATION 0x00000004u
#define ALPC_IMPERSONATEFLG_LEVEL_IMPERSONATION  0x00000008u
#define ALPC_IMPERSONATEFLG_LEVEL_DELEGATION     0x0000000Cu

NTSRM_BEGIN

/*
 * Makes a port by name, as NtCreatePort does.
 *
 * PortAttributes    MaxMessageLength counts; the rest is what a server says of itself
 *
 * STATUS_NOT_IMPLEMENTED    no PortAttributes, or flags that ntsrm does not know; a port without a
 *                           name
 * The other statuses of NtCreatePort. Declared by phnt only.
 */
NTSTATUS NTAPI NtAlpcCreatePort(_Out_ PHANDLE PortHandle,
                                _In_opt_ POBJECT_ATTRIBUTES ObjectAttributes,
                                _In_opt_ PALPC_PORT_ATTRIBUTES PortAttributes);

/*
 * Connects to a port and waits until the server accepts, which is when PortHandle is written.
 *
 * ObjectAttributes, ConnectionMessage, BufferLength, attributes, Timeout    NULL
 * PortAttributes    Flags: ALPC_PORFLG_ALLOW_IMPERSONATION lets the server impersonate the client,
 *                   by the quality of service that SecurityQos says
 * Flags             ALPC_MSGFLG_SYNC_REQUEST
 *
 * STATUS_PENDING and other statuses as of NtSecureConnectPort. Declared by phnt only.
 */
NTSTATUS NTAPI NtAlpcConnectPort(
    _Out_ PHANDLE PortHandle, _In_ PUNICODE_STRING PortName,
    _In_opt_ POBJECT_ATTRIBUTES ObjectAttributes, _In_opt_ PALPC_PORT_ATTRIBUTES PortAttributes,
    _In_ ULONG Flags, _In_opt_ PSID RequiredServerSid, _Inout_opt_ PPORT_MESSAGE ConnectionMessage,
    _Inout_opt_ PSIZE_T BufferLength, _Inout_opt_ PALPC_MESSAGE_ATTRIBUTES OutMessageAttributes,
    _Inout_opt_ PALPC_MESSAGE_ATTRIBUTES InMessageAttributes, _In_opt_ PLARGE_INTEGER Timeout);

/*
 * Answers a request to connect. A client that is accepted goes on at once: there is nothing to
 * complete.
 *
 * ConnectionPortHandle                             the port that was made by name
 * Flags                                            0
 * ObjectAttributes, ConnectionMessageAttributes    NULL
 * PortAttributes                                   not looked at
 *
 * STATUS_INVALID_PORT_HANDLE    ConnectionPortHandle is an end of a connection
 * The statuses of NtAcceptConnectPort. Declared by phnt only.
 */
NTSTATUS NTAPI NtAlpcAcceptConnectPort(
    _Out_ PHANDLE PortHandle, _In_ HANDLE ConnectionPortHandle, _In_ ULONG Flags,
    _In_opt_ POBJECT_ATTRIBUTES ObjectAttributes, _In_opt_ PALPC_PORT_ATTRIBUTES PortAttributes,
    _In_opt_ PVOID PortContext, _In_ PPORT_MESSAGE ConnectionRequest,
    _Inout_opt_ PALPC_MESSAGE_ATTRIBUTES ConnectionMessageAttributes,
    _In_ BOOLEAN AcceptConnection);

/*
 * Sends a message, or receives one, or both. With ALPC_MSGFLG_SYNC_REQUEST it is
 * NtRequestWaitReplyPort; a message with an id is a reply (NtReplyPort, NtReplyWaitReceivePort);
 * one without an id, with ALPC_MSGFLG_RELEASE_MESSAGE, needs no answer (NtRequestPort).
 *
 * Attributes, Timeout    NULL
 * BufferLength           not looked at: ReceiveMessage has room for what the port takes
 *
 * The statuses of those calls. Declared by phnt only.
 */
NTSTATUS NTAPI NtAlpcSendWaitReceivePort(
    _In_ HANDLE PortHandle, _In_ ULONG Flags, _In_opt_ PPORT_MESSAGE SendMessage,
    _Inout_opt_ PALPC_MESSAGE_ATTRIBUTES SendMessageAttributes,
    _Out_opt_ PPORT_MESSAGE ReceiveMessage, _Inout_opt_ PSIZE_T BufferLength,
    _Inout_opt_ PALPC_MESSAGE_ATTRIBUTES ReceiveMessageAttributes, _In_opt_ PLARGE_INTEGER Timeout);

/*
 * NtImpersonateClientOfPort, for a client that allowed it (ALPC_PORFLG_ALLOW_IMPERSONATION).
 *
 * Flags    with ALPC_IMPERSONATEFLG_REQUIRE_IMPERSONATE and a level, the call is refused where the
 *          server would come to a lower one; by which comparison is contested (policy
 *          alpc-required-level). With ALPC_IMPERSONATEFLG_ANONYMOUS the thread impersonates the
 *          anonymous logon where the client cannot be; in which cases is contested, too
 *          (alpc-anonymous-fallback)
 *
 * STATUS_BAD_IMPERSONATION_LEVEL    the level required is not reached
 * STATUS_ACCESS_DENIED              the client did not allow it (inferred)
 * STATUS_NOT_IMPLEMENTED            flags that are not known
 * The statuses of NtImpersonateClientOfPort. Declared by phnt only.
 */
NTSTATUS NTAPI NtAlpcImpersonateClientOfPort(_In_ HANDLE PortHandle, _In_ PPORT_MESSAGE Message,
                                             _In_ ULONG Flags);

NTSRM_END

#endif
