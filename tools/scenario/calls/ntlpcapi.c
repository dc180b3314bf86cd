/* LPC ports: Nt* of ntlpcapi.h. */
#include "scenario/calls/rows.h"

#include "ntsrm/ntlpcapi.h"

static void create_port(struct call_frame *frame)
{
    frame_returns_status(frame, NtCreatePort(frame_pointer(frame, 0), frame_pointer(frame, 1),
                                             frame_number(frame, 2), frame_number(frame, 3),
                                             frame_number(frame, 4)));
}

static void connect_port(struct call_frame *frame)
{
    frame_returns_status(frame, NtConnectPort(frame_pointer(frame, 0), frame_pointer(frame, 1),
                                              frame_pointer(frame, 2), NULL, NULL,
                                              frame_pointer(frame, 3), NULL, NULL));
}

static void secure_connect_port(struct call_frame *frame)
{
    frame_returns_status(
        frame, NtSecureConnectPort(frame_pointer(frame, 0), frame_pointer(frame, 1),
                                   frame_pointer(frame, 2), NULL, frame_pointer(frame, 3), NULL,
                                   frame_pointer(frame, 4), NULL, NULL));
}

static void listen_port(struct call_frame *frame)
{
    frame_returns_status(frame, NtListenPort(frame_handle(frame, 0), frame_pointer(frame, 1)));
}

static void accept_connect_port(struct call_frame *frame)
{
    frame_returns_status(
        frame, NtAcceptConnectPort(frame_pointer(frame, 0), frame_handle(frame, 1),
                                   frame_pointer(frame, 2), frame_flag(frame, 3), NULL, NULL));
}

static void complete_connect_port(struct call_frame *frame)
{
    frame_returns_status(frame, NtCompleteConnectPort(frame_handle(frame, 0)));
}

static void request_port(struct call_frame *frame)
{
    frame_returns_status(frame, NtRequestPort(frame_handle(frame, 0), frame_pointer(frame, 1)));
}

static void request_wait_reply_port(struct call_frame *frame)
{
    frame_returns_status(frame, NtRequestWaitReplyPort(frame_handle(frame, 0),
                                                       frame_pointer(frame, 1),
                                                       frame_pointer(frame, 2)));
}

static void reply_port(struct call_frame *frame)
{
    frame_returns_status(frame, NtReplyPort(frame_handle(frame, 0), frame_pointer(frame, 1)));
}

static void reply_wait_receive_port(struct call_frame *frame)
{
    frame_returns_status(frame, NtReplyWaitReceivePort(frame_handle(frame, 0),
                                                       frame_pointer(frame, 1),
                                                       frame_pointer(frame, 2),
                                                       frame_pointer(frame, 3)));
}

static void reply_wait_receive_port_ex(struct call_frame *frame)
{
    frame_returns_status(frame, NtReplyWaitReceivePortEx(frame_handle(frame, 0),
                                                         frame_pointer(frame, 1),
                                                         frame_pointer(frame, 2),
                                                         frame_pointer(frame, 3), NULL));
}

static void impersonate_client_of_port(struct call_frame *frame)
{
    frame_returns_status(
        frame, NtImpersonateClientOfPort(frame_handle(frame, 0), frame_pointer(frame, 1)));
}

/* ---- ALPC ---- */

static void alpc_create_port(struct call_frame *frame)
{
    frame_returns_status(frame, NtAlpcCreatePort(frame_pointer(frame, 0), frame_pointer(frame, 1),
                                                 frame_pointer(frame, 2)));
}

static void alpc_connect_port(struct call_frame *frame)
{
    frame_returns_status(frame, NtAlpcConnectPort(frame_pointer(frame, 0), frame_pointer(frame, 1),
                                                  NULL, frame_pointer(frame, 2),
                                                  frame_number(frame, 3), frame_pointer(frame, 4),
                                                  NULL, NULL, NULL, NULL, NULL));
}

static void alpc_accept_connect_port(struct call_frame *frame)
{
    frame_returns_status(frame, NtAlpcAcceptConnectPort(
                                    frame_pointer(frame, 0), frame_handle(frame, 1), 0, NULL,
                                    frame_pointer(frame, 2), frame_handle(frame, 3),
                                    frame_pointer(frame, 4), NULL, frame_flag(frame, 5)));
}

static void alpc_send_wait_receive_port(struct call_frame *frame)
{
    frame_returns_status(frame, NtAlpcSendWaitReceivePort(
                                    frame_handle(frame, 0), frame_number(frame, 1),
                                    frame_pointer(frame, 2), NULL, frame_pointer(frame, 3), NULL,
                                    NULL, NULL));
}

static void alpc_impersonate_client_of_port(struct call_frame *frame)
{
    frame_returns_status(frame, NtAlpcImpersonateClientOfPort(frame_handle(frame, 0),
                                                              frame_pointer(frame, 1),
                                                              frame_number(frame, 2)));
}

#define NATIVE(call)                                                                               \
    .name = (call), .header = "ntlpcapi.h", .source = "phnt " call, .family = CALL_NT,             \
    .returns = KIND_STATUS

#define HANDLE_RESULTS                                                                             \
    GIVES(STATUS_INVALID_HANDLE, "no such handle"),                                                \
        GIVES(STATUS_OBJECT_TYPE_MISMATCH, "the handle is to something else")

#define SENDING_RESULTS                                                                            \
    GIVES(STATUS_INVALID_PARAMETER, "a type, an offset, or lengths that do not go together"),      \
        GIVES(STATUS_PORT_MESSAGE_TOO_LONG, "the message is longer than the port takes"),          \
        GIVES(STATUS_PORT_DISCONNECTED, "the other end is gone"),                                  \
        GIVES(STATUS_NO_MEMORY, "no memory for the message"),                                      \
        GIVES(STATUS_ACCESS_VIOLATION, "a message cannot be read or written"), HANDLE_RESULTS

#define REPLYING_RESULTS                                                                           \
    GIVES(STATUS_INVALID_PARAMETER, "lengths that do not go together, or the message id 0"),       \
        GIVES(STATUS_PORT_MESSAGE_TOO_LONG, "the reply is longer than the port takes"),            \
        GIVES(STATUS_INVALID_CID, "the thread that asked is not there any more"),                  \
        GIVES(STATUS_NO_MEMORY, "no memory for the message"),                                      \
        GIVES(STATUS_REPLY_MESSAGE_MISMATCH,                                                       \
              "that thread does not wait for the answer to this request at this port")

#define RECEIVES                                                                           \
    PARAMETERS(TAKES(PortHandle, HANDLE), MAY_FILL(PortContext, PORT_CONTEXT),             \
               MAY_TAKE(ReplyMessage, PORT_MESSAGE), FILLS(ReceiveMessage, PORT_MESSAGE)), \
    RESULTS(GIVES(STATUS_SUCCESS, "ReceiveMessage is one that came before"),               \
            GIVES(STATUS_PENDING, "the caller waits for one"),                             \
            GIVES(STATUS_PORT_DISCONNECTED, "the other end is gone"),                      \
            GIVES(STATUS_UNSUCCESSFUL, "the thread waits at a port already"),              \
            REPLYING_RESULTS,                                                              \
            GIVES(STATUS_ACCESS_VIOLATION, "a pointer cannot be read or written"),         \
            HANDLE_RESULTS)

#define NAME_RESULTS                                                                               \
    GIVES(STATUS_OBJECT_NAME_NOT_FOUND, "nothing has the name"),                                   \
        GIVES(STATUS_OBJECT_PATH_NOT_FOUND, "what should hold it is not there"),                   \
        GIVES(STATUS_OBJECT_PATH_SYNTAX_BAD, "the name does not begin with a separator"),          \
        GIVES(STATUS_OBJECT_NAME_INVALID, "a part of the name is empty"),                          \
        GIVES(STATUS_OBJECT_TYPE_MISMATCH, "something else has the name"),                         \
        GIVES(STATUS_ACCESS_DENIED, "the port does not grant PORT_CONNECT"),                       \
        GIVES(STATUS_BAD_IMPERSONATION_LEVEL,                                                      \
              "the caller impersonates below SecurityImpersonation, or below the level that it "   \
              "would give"),                                                                       \
        GIVES(STATUS_INVALID_PARAMETER, "static tracking with a level that does not exist"),       \
        GIVES(STATUS_UNSUCCESSFUL, "the thread waits at a port already"),                          \
        GIVES(STATUS_NO_MEMORY, "no memory for the message that asks"),                            \
        GIVES(STATUS_INSUFFICIENT_RESOURCES,                                                       \
              "no memory for the name, the client's end, or a copy of its token"),                 \
        GIVES(STATUS_ACCESS_VIOLATION, "a pointer cannot be read or written")

#define MAKING_RESULTS                                                                             \
    GIVES(STATUS_SUCCESS, "the port is made"),                                                     \
        GIVES(STATUS_INVALID_PARAMETER, "a length or an attribute that it cannot have"),           \
        GIVES(STATUS_INVALID_PARAMETER_4, "MaxMessageLength is too large"),                        \
        GIVES(STATUS_OBJECT_NAME_COLLISION, "something has the name"),                             \
        GIVES(STATUS_OBJECT_PATH_NOT_FOUND, "what should hold it is not there"),                   \
        GIVES(STATUS_OBJECT_PATH_SYNTAX_BAD, "the name does not begin with a separator"),          \
        GIVES(STATUS_OBJECT_NAME_INVALID, "a part of the name is empty"),                          \
        GIVES(STATUS_OBJECT_TYPE_MISMATCH, "RootDirectory is no directory"),                       \
        GIVES(STATUS_INVALID_HANDLE, "RootDirectory is not open"),                                 \
        GIVES(STATUS_ACCESS_DENIED, "the directory does not let the caller make it"),              \
        GIVES(STATUS_BAD_IMPERSONATION_LEVEL,                                                      \
              "the caller impersonates below SecurityImpersonation"),                              \
        GIVES(STATUS_PRIVILEGE_NOT_HELD, "a SACL without SeSecurityPrivilege"),                    \
        GIVES(STATUS_INVALID_OWNER, "the caller may not make this SID the owner"),                 \
        GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for the name, the port or its handle"),    \
        GIVES(STATUS_ACCESS_VIOLATION, "a pointer cannot be read or written")

#define ACCEPTING_RESULTS                                                                          \
    GIVES(STATUS_SUCCESS,                                                                          \
          "accepted: PortHandle is the server's end; or refused: the client's call ends"),         \
        GIVES(STATUS_INVALID_CID, "the thread that asked is not there any more"),                  \
        GIVES(STATUS_REPLY_MESSAGE_MISMATCH,                                                       \
              "it does not wait for the answer to this, or not from this process"),                \
        GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for the end or its handle"),               \
        GIVES(STATUS_ACCESS_VIOLATION, "a pointer cannot be read or written")

#define IMPERSONATING_RESULTS                                                                      \
    GIVES(STATUS_SUCCESS, "the thread impersonates the client, maybe at a lower level"),           \
        GIVES(STATUS_ACCESS_VIOLATION, "Message cannot be read"),                                  \
        GIVES(STATUS_INVALID_PORT_HANDLE, "the port is not the server's end"),                     \
        GIVES(STATUS_INVALID_CID, "the thread that sent it is not there any more"),                \
        GIVES(STATUS_PORT_DISCONNECTED, "the client's end is gone"),                               \
        GIVES(STATUS_ACCESS_DENIED, "the handle lacks a right of PORT_ALL_ACCESS, the client "     \
                                    "forbade it, or a job does"),                                  \
        GIVES(STATUS_REPLY_MESSAGE_MISMATCH,                                                       \
              "the client does not wait for the reply to this message, or not here"),              \
        GIVES(STATUS_INVALID_PARAMETER, "tracking is dynamic, with a level that does not exist"),  \
        GIVES(STATUS_NO_MEMORY, "no memory for the impersonation block"),                          \
        GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for a lowered copy"), HANDLE_RESULTS

static const char connection_waits[] =
    "the caller waits for the server's answer; PortHandle is written with it";

const struct call calls_ntlpcapi[] = {
    {
        NATIVE("NtCreatePort"),
        PARAMETERS(FILLS_NEW(PortHandle, PORT), MAY_TAKE(ObjectAttributes, OBJECT_ATTRIBUTES),
                   MAY_TAKE(MaxConnectionInfoLength, NUMBER), TAKES(MaxMessageLength, NUMBER),
                   MAY_TAKE(MaxPoolUsage, NUMBER)),
        RESULTS(GIVES(STATUS_INVALID_PARAMETER_3, "MaxConnectionInfoLength is too large"),
                MAKING_RESULTS),
        .make = create_port,
    },
    {
        NATIVE("NtConnectPort"),
        PARAMETERS(FILLS_NEW(PortHandle, PORT), TAKES(PortName, UNICODE_STRING),
                   TAKES(SecurityQos, QOS), MAY_FILL(MaxMessageLength, NUMBER)),
        RESULTS(GIVES(STATUS_PENDING, connection_waits), NAME_RESULTS),
        .make = connect_port,
    },
    {
        NATIVE("NtSecureConnectPort"),
        PARAMETERS(FILLS_NEW(PortHandle, PORT), TAKES(PortName, UNICODE_STRING),
                   TAKES(SecurityQos, QOS), MAY_TAKE(RequiredServerSid, SID_POINTER),
                   MAY_FILL(MaxMessageLength, NUMBER)),
        RESULTS(GIVES(STATUS_PENDING, connection_waits),
                GIVES(STATUS_SERVER_SID_MISMATCH, "the server does not run as that user"),
                GIVES_UNSEEN(STATUS_INVALID_SID, "RequiredServerSid is malformed",
                             "scenarios write malformed SIDs only inside of structures"),
                NAME_RESULTS),
        .make = secure_connect_port,
    },
    {
        NATIVE("NtListenPort"),
        PARAMETERS(TAKES(PortHandle, HANDLE), FILLS(ConnectionRequest, PORT_MESSAGE)),
        RESULTS(GIVES(STATUS_SUCCESS, "ConnectionRequest is one that came before"),
                GIVES(STATUS_PENDING, "the caller waits for one"),
                GIVES(STATUS_PORT_DISCONNECTED, "the other end is gone"),
                GIVES(STATUS_UNSUCCESSFUL, "the thread waits at a port already"),
                GIVES(STATUS_ACCESS_VIOLATION, "ConnectionRequest cannot be written"),
                HANDLE_RESULTS),
        .make = listen_port,
    },
    {
        NATIVE("NtAcceptConnectPort"),
        PARAMETERS(FILLS_NEW(PortHandle, PORT), MAY_TAKE(PortContext, PORT_CONTEXT),
                   TAKES(ConnectionRequest, PORT_MESSAGE), TAKES(AcceptConnection, BOOLEAN)),
        RESULTS(ACCEPTING_RESULTS),
        .make = accept_connect_port,
    },
    {
        NATIVE("NtCompleteConnectPort"),
        PARAMETERS(TAKES(PortHandle, HANDLE)),
        RESULTS(GIVES(STATUS_SUCCESS, "the client goes on, if it still waits"),
                GIVES(STATUS_INVALID_PORT_HANDLE, "the port is not the server's end"),
                GIVES(STATUS_INVALID_PARAMETER, "the connection was completed before"),
                GIVES(STATUS_ACCESS_DENIED, "the handle lacks a right of PORT_ALL_ACCESS"),
                HANDLE_RESULTS),
        .make = complete_connect_port,
    },
    {
        NATIVE("NtRequestPort"),
        PARAMETERS(TAKES(PortHandle, HANDLE), TAKES(RequestMessage, PORT_MESSAGE)),
        RESULTS(GIVES(STATUS_SUCCESS, "the message is sent"), SENDING_RESULTS),
        .make = request_port,
    },
    {
        NATIVE("NtRequestWaitReplyPort"),
        PARAMETERS(TAKES(PortHandle, HANDLE), TAKES(RequestMessage, PORT_MESSAGE),
                   FILLS(ReplyMessage, PORT_MESSAGE)),
        RESULTS(GIVES(STATUS_PENDING, "the caller waits for the reply"),
                GIVES(STATUS_UNSUCCESSFUL, "the thread waits at a port already"),
                SENDING_RESULTS),
        .make = request_wait_reply_port,
    },
    {
        NATIVE("NtReplyPort"),
        PARAMETERS(TAKES(PortHandle, HANDLE), TAKES(ReplyMessage, PORT_MESSAGE)),
        RESULTS(GIVES(STATUS_SUCCESS, "whoever asked has the reply"), REPLYING_RESULTS,
                GIVES(STATUS_ACCESS_VIOLATION, "ReplyMessage cannot be read"), HANDLE_RESULTS),
        .make = reply_port,
    },
    {
        NATIVE("NtReplyWaitReceivePort"),
        RECEIVES,
        .make = reply_wait_receive_port,
    },
    {
        NATIVE("NtReplyWaitReceivePortEx"),
        RECEIVES,
        .make = reply_wait_receive_port_ex,
    },
    {
        NATIVE("NtImpersonateClientOfPort"),
        PARAMETERS(TAKES(PortHandle, HANDLE), TAKES(Message, PORT_MESSAGE)),
        RESULTS(GIVES(STATUS_BAD_IMPERSONATION_LEVEL,
                      "tracking is dynamic, and the client impersonates at too low a level"),
                IMPERSONATING_RESULTS),
        .make = impersonate_client_of_port,
    },
    {
        NATIVE("NtAlpcCreatePort"),
        PARAMETERS(FILLS_NEW(PortHandle, PORT), MAY_TAKE(ObjectAttributes, OBJECT_ATTRIBUTES),
                   TAKES(PortAttributes, ALPC_PORT_ATTRIBUTES)),
        RESULTS(MAKING_RESULTS),
        .make = alpc_create_port,
    },
    {
        NATIVE("NtAlpcConnectPort"),
        PARAMETERS(FILLS_NEW(PortHandle, PORT), TAKES(PortName, UNICODE_STRING),
                   TAKES(PortAttributes, ALPC_PORT_ATTRIBUTES),
                   TAKES(Flags, ALPC_MESSAGE_FLAGS), MAY_TAKE(RequiredServerSid, SID_POINTER)),
        RESULTS(GIVES(STATUS_PENDING, connection_waits),
                GIVES(STATUS_SERVER_SID_MISMATCH, "the server does not run as that user"),
                GIVES_UNSEEN(STATUS_INVALID_SID, "RequiredServerSid is malformed",
                             "scenarios write malformed SIDs only inside of structures"),
                NAME_RESULTS),
        .make = alpc_connect_port,
    },
    {
        NATIVE("NtAlpcAcceptConnectPort"),
        PARAMETERS(FILLS_NEW(PortHandle, PORT), TAKES(ConnectionPortHandle, HANDLE),
                   MAY_TAKE(PortAttributes, ALPC_PORT_ATTRIBUTES),
                   MAY_TAKE(PortContext, PORT_CONTEXT), TAKES(ConnectionRequest, PORT_MESSAGE),
                   TAKES(AcceptConnection, BOOLEAN)),
        RESULTS(GIVES(STATUS_INVALID_PORT_HANDLE,
                      "ConnectionPortHandle is an end of a connection"),
                ACCEPTING_RESULTS, HANDLE_RESULTS),
        .make = alpc_accept_connect_port,
    },
    {
        NATIVE("NtAlpcSendWaitReceivePort"),
        PARAMETERS(TAKES(PortHandle, HANDLE), MAY_TAKE(Flags, ALPC_MESSAGE_FLAGS),
                   MAY_TAKE(SendMessage, PORT_MESSAGE), MAY_FILL(ReceiveMessage, PORT_MESSAGE)),
        RESULTS(GIVES(STATUS_SUCCESS, "the message is sent or received, the reply given"),
                GIVES(STATUS_PENDING, "the caller waits for a reply or a message"),
                GIVES(STATUS_PORT_DISCONNECTED, "the other end is gone"),
                GIVES(STATUS_UNSUCCESSFUL, "the thread waits at a port already"),
                REPLYING_RESULTS,
                GIVES(STATUS_ACCESS_VIOLATION, "a message cannot be read or written"),
                HANDLE_RESULTS),
        .make = alpc_send_wait_receive_port,
    },
    {
        NATIVE("NtAlpcImpersonateClientOfPort"),
        PARAMETERS(TAKES(PortHandle, HANDLE), TAKES(Message, PORT_MESSAGE),
                   MAY_TAKE(Flags, ALPC_IMPERSONATE_FLAGS)),
        RESULTS(GIVES(STATUS_BAD_IMPERSONATION_LEVEL,
                      "the level that the flags require is not reached, or tracking is "
                      "dynamic, and the client impersonates at too low a level"),
                IMPERSONATING_RESULTS),
        .make = alpc_impersonate_client_of_port,
    },
    {.name = NULL},
};
