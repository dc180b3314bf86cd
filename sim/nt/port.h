/*
 * LPC ports by handle: what the calls about them have in common.
 */
#ifndef NT_PORT_H
#define NT_PORT_H

#include "ipc/port.h"
#include "nt/open.h"

/* The port behind a handle; no reference. The statuses of nt_object_by_handle. */
NTSTATUS nt_port_by_handle(PETHREAD caller, HANDLE handle, ACCESS_MASK needed,
                           struct ipc_port **port);
/* The same for the server's end of a connection. STATUS_INVALID_PORT_HANDLE too. */
NTSTATUS nt_port_of_server(PETHREAD caller, HANDLE handle, struct ipc_port **port);

/* A message as a caller passed it: the header is copied. STATUS_ACCESS_VIOLATION. */
NTSTATUS nt_capture_message(PETHREAD caller, const void *message, struct ipc_parcel *parcel);

/* The thread that a message says it comes from; no reference. NULL if it is not there. */
PETHREAD nt_sender_of(const struct srm_world *w, const PORT_MESSAGE *header);

/* Can the thread wait? STATUS_UNSUCCESSFUL if it does already. */
NTSTATUS nt_thread_may_wait(PETHREAD caller);

/* What a client asks for when it connects, and where it wants to hear of it. */
struct nt_connection {
    PETHREAD caller;
    PUNICODE_STRING name;
    SECURITY_QUALITY_OF_SERVICE qos;
    PSID server_given;  /* NULL: any */
    const ULONG *flags; /* of an ALPC client's end; NULL: an LPC client */
    PHANDLE handle;
    PULONG longest;
    void *information;
    PULONG information_length;
    ULONG given_length;
};

/* STATUS_PENDING: the caller waits. The statuses of NtSecureConnectPort. */
NTSTATUS nt_connect_port(struct nt_connection *wanted);

/* A server's answer to a request to connect. */
struct nt_answer {
    PETHREAD caller;
    struct ipc_parcel parcel;
    PHANDLE handle;
    void *context;
    BOOLEAN accept;
    struct ipc_port *end; /* set: the server's, if the client is accepted */
};

/* The statuses of NtAcceptConnectPort. */
NTSTATUS nt_answer_client(struct nt_answer *answer);
/* The client that was accepted goes on. The statuses of NtCompleteConnectPort. */
NTSTATUS nt_complete_connection(struct ipc_port *end);

/* What these calls do: NtRequestPort, NtRequestWaitReplyPort, NtReplyPort. */
NTSTATUS nt_send_message(PETHREAD caller, HANDLE handle, const void *message);
NTSTATUS nt_ask(PETHREAD caller, HANDLE handle, const void *message, void *reply);
NTSTATUS nt_reply(PETHREAD caller, HANDLE handle, const void *message);
/* message: a reply to be given first, or NULL. The statuses of NtReplyWaitReceivePort. */
NTSTATUS nt_reply_and_receive(PETHREAD caller, HANDLE handle, const void *message,
                              const struct ipc_receipt *receipt);

/*
 * The client that a server may impersonate because of this message; no references. The refusals of
 * NtImpersonateClientOfPort up to its last steps.
 */
NTSTATUS nt_find_client(PETHREAD caller, HANDLE handle, const void *message, struct ipc_port **port,
                        PETHREAD *client);

/* What NtCreatePort does. */
NTSTATUS nt_create_port(PETHREAD caller, const OBJECT_ATTRIBUTES *given,
                        struct ipc_port_limits limits, PHANDLE handle);

/* Do the lengths of a message go together? STATUS_INVALID_PARAMETER if not. */
NTSTATUS nt_message_lengths(const struct srm_world *w, const PORT_MESSAGE *header);
/* Does the port take one of that length? STATUS_PORT_MESSAGE_TOO_LONG if not. */
NTSTATUS nt_message_length_for(const struct ipc_port *port, const PORT_MESSAGE *header);

/* Is there room for a message? STATUS_NO_MEMORY if not. */
NTSTATUS nt_message_granted(const struct srm_world *w);

#endif
