/*
 * LPC ports: a server makes a port with a name, clients connect to it, and messages go to and fro.
 * Since Vista the same calls make ports of ALPC. Only community headers (phnt) declare them; of
 * their behaviour ntsrm keeps what matters to client contexts.
 *
 *     server                                      client
 *     NtCreatePort
 *                                                 NtConnectPort       STATUS_PENDING
 *     NtListenPort
 *     NtAcceptConnectPort, NtCompleteConnectPort                      now its handle is there
 *                                                 NtRequestWaitReplyPort  STATUS_PENDING
 *     NtReplyWaitReceivePort
 *     NtImpersonateClientOfPort
 *     NtReplyPort                                                     now the reply is there
 *
 * Nothing waits in ntsrm. Where NT's thread would wait, the call answers STATUS_PENDING, and a
 * later call of somebody else fills the memory that was given to it, which must stay there so long.
 * What the call came to then, srm_wait_status tells (srm.h). A thread waits for one thing at a
 * time: another call that would have to wait answers STATUS_UNSUCCESSFUL.
 *
 * Tracking is what the client wants in NtConnectPort. If it is static, the context of the thread
 * that connects is captured then, for all messages to come. If it is dynamic, the context of the
 * thread that waits for a reply is captured whenever the server impersonates it.
 */
#ifndef NTSRM_NTLPCAPI_H
#define NTSRM_NTLPCAPI_H

#include "ntifs.h"

typedef SHORT CSHORT;

#define PORT_CONNECT    0x0001u
#define PORT_ALL_ACCESS (STANDARD_RIGHTS_REQUIRED | SYNCHRONIZE | 0x1u)

/* The data follow. */
typedef struct _PORT_MESSAGE {
    union {
        struct {
            CSHORT DataLength;
            CSHORT TotalLength; /* with this header */
        } s1;
        ULONG Length;
    } u1;
    union {
        struct {
            CSHORT Type; /* LPC_*; 0 in a message to be sent */
            CSHORT DataInfoOffset;
        } s2;
        ULONG ZeroInit;
    } u2;
    __extension__ union {
        CLIENT_ID ClientId; /* who sent it */
        double DoNotUseThisField;
        ULONG NtsrmAsLong[4]; /* on a machine of 32 bits as well */
    };
    ULONG MessageId;
    NTSRM_UPPER_HALF(NtsrmPadding)
    __extension__ union {
        SIZE_T ClientViewSize;
        ULONG CallbackId;
    };
    NTSRM_UPPER_HALF(NtsrmUpperHalf)
} PORT_MESSAGE, *PPORT_MESSAGE;

#define LPC_REQUEST            1
#define LPC_REPLY              2
#define LPC_DATAGRAM           3
#define LPC_LOST_REPLY         4
#define LPC_PORT_CLOSED        5
#define LPC_CLIENT_DIED        6
#define LPC_EXCEPTION          7
#define LPC_DEBUG_EVENT        8
#define LPC_ERROR_EVENT        9
#define LPC_CONNECTION_REQUEST 10

/* Besides the type of a message */
#define LPC_NO_IMPERSONATE     0x4000
#define LPC_KERNELMODE_MESSAGE 0x8000

#define PORT_VALID_OBJECT_ATTRIBUTES OBJ_CASE_INSENSITIVE

#define PORT_MAXIMUM_MESSAGE_LENGTH  512u
#define LPC_MAX_CONNECTION_INFO_SIZE (16u * sizeof(ULONGLONG))
#define PORT_TOTAL_MAXIMUM_MESSAGE_LENGTH                                                         \
    ((PORT_MAXIMUM_MESSAGE_LENGTH + sizeof(PORT_MESSAGE) + LPC_MAX_CONNECTION_INFO_SIZE + 0xFu) & \
     ~(size_t)0xF)

/* Memory that client and server share: not modelled. */
typedef struct _PORT_VIEW {
    ULONG Length;
    HANDLE SectionHandle;
    ULONG SectionOffset;
    SIZE_T ViewSize;
    PVOID ViewBase;
    PVOID ViewRemoteBase;
} PORT_VIEW, *PPORT_VIEW;

typedef struct _REMOTE_PORT_VIEW {
    ULONG Length;
    SIZE_T ViewSize;
    PVOID ViewBase;
} REMOTE_PORT_VIEW, *PREMOTE_PORT_VIEW;

NTSRM_BEGIN

/*
 * Makes a port to which clients can connect, by name. Its descriptor says who may; without one it
 * is made as that of any other object.
 *
 * ObjectAttributes           with a name; OBJ_CASE_INSENSITIVE is the only attribute it can have
 * MaxConnectionInfoLength    of what a client sends along when it connects
 * MaxMessageLength           of a message with its header
 * MaxPoolUsage               not looked at
 *
 * STATUS_INVALID_PARAMETER       another attribute
 * STATUS_INVALID_PARAMETER_3     MaxConnectionInfoLength is above PORT_MAXIMUM_MESSAGE_LENGTH
 * STATUS_INVALID_PARAMETER_4     MaxMessageLength is above PORT_TOTAL_MAXIMUM_MESSAGE_LENGTH
 * STATUS_OBJECT_NAME_COLLISION   something has the name
 * STATUS_NOT_IMPLEMENTED         a port without a name
 * The statuses of NtCreateEvent for names and descriptors.
 * Declared by phnt only.
 */
NTSTATUS NTAPI NtCreatePort(_Out_ PHANDLE PortHandle, _In_opt_ POBJECT_ATTRIBUTES ObjectAttributes,
                            _In_ ULONG MaxConnectionInfoLength, _In_ ULONG MaxMessageLength,
                            _In_opt_ ULONG MaxPoolUsage);

/*
 * Connects to the port of that name, which must grant PORT_CONNECT to the caller, and waits for
 * NtCompleteConnectPort of the server, or its refusal. PortHandle, MaxMessageLength and the
 * information that the server gives back are written then.
 *
 * SecurityQos              what the server may do with the caller's context, and how it is tracked
 * ClientView, ServerView   NULL: sections are not shared here
 *
 * STATUS_PENDING                   the caller waits. srm_wait_status: STATUS_SUCCESS;
 *                                  STATUS_PORT_CONNECTION_REFUSED, by the server or because its
 *                                  port is gone; STATUS_INSUFFICIENT_RESOURCES, no memory for the
 *                                  handle
 * STATUS_BAD_IMPERSONATION_LEVEL   the caller impersonates below SecurityImpersonation, or tracking
 *                                  is static and it below the level that it would give
 * STATUS_NO_MEMORY                 no memory for the message that asks
 * STATUS_UNSUCCESSFUL              the thread waits already
 * STATUS_NOT_IMPLEMENTED           a view was given
 * The statuses of NtOpenEvent for names, and of SeCreateClientSecurity if tracking is static.
 * Declared by phnt only.
 */
NTSTATUS NTAPI NtConnectPort(_Out_ PHANDLE PortHandle, _In_ PUNICODE_STRING PortName,
                             _In_ PSECURITY_QUALITY_OF_SERVICE SecurityQos,
                             _Inout_opt_ PPORT_VIEW ClientView,
                             _Inout_opt_ PREMOTE_PORT_VIEW ServerView,
                             _Out_opt_ PULONG MaxMessageLength,
                             _Inout_opt_ PVOID ConnectionInformation,
                             _Inout_opt_ PULONG ConnectionInformationLength);

/*
 * The same, if the process that made the port runs as RequiredServerSid (which may be NULL), else
 * STATUS_SERVER_SID_MISMATCH. STATUS_INVALID_SID for one that is malformed.
 * Declared by phnt only.
 */
NTSTATUS NTAPI NtSecureConnectPort(_Out_ PHANDLE PortHandle, _In_ PUNICODE_STRING PortName,
                                   _In_ PSECURITY_QUALITY_OF_SERVICE SecurityQos,
                                   _Inout_opt_ PPORT_VIEW ClientView,
                                   _In_opt_ PSID RequiredServerSid,
                                   _Inout_opt_ PREMOTE_PORT_VIEW ServerView,
                                   _Out_opt_ PULONG MaxMessageLength,
                                   _Inout_opt_ PVOID ConnectionInformation,
                                   _Inout_opt_ PULONG ConnectionInformationLength);

/*
 * Receives the next request to connect; other messages that come before it are lost.
 * STATUS_PENDING: there is none yet, and the caller waits.
 * The statuses of NtReplyWaitReceivePort without a reply. Declared by phnt only.
 */
NTSTATUS NTAPI NtListenPort(_In_ HANDLE PortHandle, _Out_ PPORT_MESSAGE ConnectionRequest);

/*
 * Answers a request to connect. If it is accepted, PortHandle is the server's end for this client,
 * which still waits for NtCompleteConnectPort; else the client's call ends with
 * STATUS_PORT_CONNECTION_REFUSED. The data behind ConnectionRequest are the information that the
 * client gets back.
 *
 * PortContext               comes with every message of this client; NULL stands for the handle
 * ServerView, ClientView    NULL
 *
 * STATUS_INVALID_CID              the thread that asked is not there any more
 * STATUS_REPLY_MESSAGE_MISMATCH   it does not wait for the answer to this request, or the caller's
 *                                 process is not the one that made the port
 * STATUS_INSUFFICIENT_RESOURCES   no memory for the end or its handle
 * STATUS_NOT_IMPLEMENTED          a view was given
 * Declared by phnt only.
 */
NTSTATUS NTAPI NtAcceptConnectPort(_Out_ PHANDLE PortHandle, _In_opt_ PVOID PortContext,
                                   _In_ PPORT_MESSAGE ConnectionRequest,
                                   _In_ BOOLEAN AcceptConnection, _Inout_opt_ PPORT_VIEW ServerView,
                                   _Out_opt_ PREMOTE_PORT_VIEW ClientView);

/*
 * Lets the client that was accepted go on: its handle is written. Succeeds without a client that
 * waits, too. PortHandle needs PORT_ALL_ACCESS.
 *
 * STATUS_INVALID_PORT_HANDLE   it is not the server's end of a connection
 * STATUS_INVALID_PARAMETER     the connection was completed before
 * Declared by phnt only.
 */
NTSTATUS NTAPI NtCompleteConnectPort(_In_ HANDLE PortHandle);

/*
 * Sends a message that nobody answers.
 *
 * STATUS_INVALID_PARAMETER       a type or an offset in the header, or lengths that do not fit
 * STATUS_PORT_MESSAGE_TOO_LONG   longer than the port takes
 * STATUS_NO_MEMORY               no memory for the message
 * STATUS_PORT_DISCONNECTED       the other end is gone
 * Declared by phnt only.
 */
NTSTATUS NTAPI NtRequestPort(_In_ HANDLE PortHandle, _In_ PPORT_MESSAGE RequestMessage);

/*
 * Sends a request and waits for the reply, for which ReplyMessage must have room. With
 * LPC_NO_IMPERSONATE in the type of the message, the server cannot impersonate its sender.
 *
 * STATUS_PENDING           the caller waits. srm_wait_status: STATUS_SUCCESS;
 *                          STATUS_LPC_REPLY_LOST, the server's end is gone;
 *                          STATUS_PORT_DISCONNECTED, its own was closed
 * STATUS_UNSUCCESSFUL      the thread waits already
 * STATUS_NOT_IMPLEMENTED   a request inside of another, or one with offsets to data
 * The statuses of NtRequestPort. Declared by phnt only.
 */
NTSTATUS NTAPI NtRequestWaitReplyPort(_In_ HANDLE PortHandle, _In_ PPORT_MESSAGE RequestMessage,
                                      _Out_ PPORT_MESSAGE ReplyMessage);

/*
 * Answers a request: ClientId and MessageId of ReplyMessage are those of the request.
 *
 * STATUS_INVALID_PARAMETER        lengths that do not go together, or the message id 0
 * STATUS_PORT_MESSAGE_TOO_LONG    longer than the port takes
 * STATUS_INVALID_CID              the thread that asked is not there any more
 * STATUS_NO_MEMORY                no memory for the message
 * STATUS_REPLY_MESSAGE_MISMATCH   it does not wait for the answer to this request at this port
 * Declared by phnt only.
 */
NTSTATUS NTAPI NtReplyPort(_In_ HANDLE PortHandle, _In_ PPORT_MESSAGE ReplyMessage);

/*
 * Answers a request if there is a ReplyMessage, then receives the next message. A server's end
 * receives what comes to the port that was made by name, a client's what the server sends to it.
 *
 * PortContext    what NtAcceptConnectPort was given for the client; NULL with a request to connect
 *
 * STATUS_PENDING             there is no message yet, and the caller waits
 * STATUS_PORT_DISCONNECTED   the other end is gone
 * STATUS_UNSUCCESSFUL        there is no message, and the thread waits already
 * The statuses of NtReplyPort. Declared by phnt only.
 */
NTSTATUS NTAPI NtReplyWaitReceivePort(_In_ HANDLE PortHandle, _Out_opt_ PVOID *PortContext,
                                      _In_opt_ PPORT_MESSAGE ReplyMessage,
                                      _Out_ PPORT_MESSAGE ReceiveMessage);

/* The same; a Timeout is not modelled: STATUS_NOT_IMPLEMENTED. Declared by phnt only. */
NTSTATUS NTAPI NtReplyWaitReceivePortEx(_In_ HANDLE PortHandle, _Out_opt_ PVOID *PortContext,
                                        _In_opt_ PPORT_MESSAGE ReplyMessage,
                                        _Out_ PPORT_MESSAGE ReceiveMessage,
                                        _In_opt_ PLARGE_INTEGER Timeout);

/*
 * The calling thread impersonates the client that waits for the reply to this message: with its
 * context as of the connection if tracking is static, else as it is now. PortHandle is the server's
 * end, with PORT_ALL_ACCESS. A refusal of the gate is no error (PsImpersonateClient).
 *
 * STATUS_ACCESS_VIOLATION         Message cannot be read; looked at before the handle
 * STATUS_INVALID_PORT_HANDLE      it is not the server's end of a connection
 * STATUS_INVALID_CID              the thread that sent the message is not there any more
 * STATUS_PORT_DISCONNECTED        the client's end is gone
 * STATUS_ACCESS_DENIED            the client forbade it: LPC_NO_IMPERSONATE; a job forbids it
 * STATUS_REPLY_MESSAGE_MISMATCH   the client does not wait for the reply to this message, or not at
 *                                 this connection
 * The statuses of SeCreateClientSecurity if tracking is dynamic, and of SeImpersonateClientEx.
 * Declared by phnt only.
 */
NTSTATUS NTAPI NtImpersonateClientOfPort(_In_ HANDLE PortHandle, _In_ PPORT_MESSAGE Message);

NTSRM_END

#include "ntlpcapi_alpc.h"

#endif
