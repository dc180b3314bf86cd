/*
 * Ports: the one that a server makes by name, and for each connection an end of the client's and an
 * end of the server's. Messages of clients queue at the named port, messages of the server at the
 * client's end. The client's end keeps the quality of service that the client wants, and its
 * context if tracking is static.
 *
 * A thread that waits refers to a port (ps/thread.h); whoever sends, answers or closes looks for it
 * among the threads of the world. Nothing here knows handles.
 */
#ifndef IPC_PORT_H
#define IPC_PORT_H

#include "ntsrm/ntlpcapi.h"
#include "ob/named.h"
#include "ps/thread.h"

enum ipc_port_role {
    IPC_PORT_NAMED,  /* to which clients connect */
    IPC_PORT_CLIENT, /* a connection's ends */
    IPC_PORT_SERVER,
};

/* In a queue, with its data behind the header. */
struct ipc_message {
    struct ipc_message *next;
    void *context; /* the server's, for the connection that it came through */
    PORT_MESSAGE header;
};

struct ipc_port {
    struct ob_named named; /* without a name if it is an end */
    enum ipc_port_role role;
    struct ipc_message *queue;
    uint32_t queued;
    ULONG longest_message, longest_information;
    bool alpc;

    PEPROCESS server; /* of the named port: who made it; one reference */

    /* of an end */
    struct ipc_port *origin; /* the named port, one reference; NULL: the other end is gone */
    struct ipc_port *other;  /* no reference; NULL: not connected, or not any more */

    /* of the client's end */
    CLIENT_ID client; /* who connected */
    SECURITY_QUALITY_OF_SERVICE qos;
    bool captured; /* tracking is static, so that the context is kept here */
    bool allows;   /* it may be impersonated */
    SECURITY_CLIENT_CONTEXT security;

    /* of the server's end */
    void *context;
    uint64_t accepted; /* id of the client's thread, until the connection is complete */
};

extern const struct ob_type ipc_port_type;

/* What a named port is like. */
struct ipc_port_limits {
    ULONG message, information;
    bool alpc;
};

/* With one reference, which the maker owns. descriptor: its reference passes. */
struct ipc_port *ipc_port_new(PEPROCESS server, struct ob_path path, struct ipc_port_limits limits,
                              struct rtl_descriptor *descriptor);
/* The client's end of a connection to be. security: passes; NULL if tracking is dynamic. */
struct ipc_port *ipc_port_new_client(struct ipc_port *origin, const struct _ETHREAD *client,
                                     const SECURITY_QUALITY_OF_SERVICE *qos,
                                     const SECURITY_CLIENT_CONTEXT *security);
/* The server's end, connected with it. */
struct ipc_port *ipc_port_new_server(struct ipc_port *client, uint64_t client_thread,
                                     void *context);

/* What the flags of an ALPC client's end say: ALPC_PORFLG_*. */
void ipc_port_allow(struct ipc_port *client, ULONG flags);

static inline CLIENT_ID ipc_client_id(const struct _ETHREAD *thread)
{
    return (CLIENT_ID){
        .UniqueProcess = (HANDLE)(uintptr_t)thread->process->header.id,
        .UniqueThread = (HANDLE)(uintptr_t)thread->header.id,
    };
}

/* ---- messages (ipc/message.c) ---- */

/* A message that a caller passed: its header was copied, its data are where they were. */
struct ipc_parcel {
    PORT_MESSAGE header;
    const void *data;
};

/*
 * Hands a message to a thread that waits for one at the port, else queues it. Sets its id; `from`
 * is who it says that it comes from. Returns the id.
 */
ULONG ipc_port_post(struct ipc_port *port, void *context, const struct ipc_parcel *parcel,
                    CLIENT_ID from, CSHORT type);

/* What a thread waits for at a queue, or takes from it. */
struct ipc_receipt {
    void *message;
    PVOID *context; /* NULL: not wanted */
    bool only_connections;
};

/* Is there a message of the kind that is wanted? */
bool ipc_port_has(const struct ipc_port *port, const struct ipc_receipt *receipt);
/* Takes the first one, if there is one. Others before it are lost. */
bool ipc_port_take(struct ipc_port *port, const struct ipc_receipt *receipt);
/* A request to connect that was not received yet is received no more. */
void ipc_port_withdraw(struct ipc_port *port, ULONG message_id);

/* Does the thread wait for the reply to that message, at this port or its other end? */
bool ipc_port_owes(const struct ipc_port *port, const struct _ETHREAD *thread, ULONG message_id);
/* The reply, for a thread that waits for it. */
void ipc_port_reply(PETHREAD thread, const struct ipc_parcel *parcel);

/* ---- clients (ipc/port_client.c) ---- */

/*
 * May the server impersonate that client, who sent that message? STATUS_PORT_DISCONNECTED;
 * STATUS_ACCESS_DENIED; STATUS_REPLY_MESSAGE_MISMATCH.
 */
NTSTATUS ipc_port_check_client(const struct ipc_port *port, const struct _ETHREAD *client,
                               ULONG message_id);
/* Then the calling thread does. The statuses of SeCreateClientSecurity, SeImpersonateClientEx. */
NTSTATUS ipc_port_impersonate(const struct ipc_port *port, PETHREAD client);

/* What NtAlpcImpersonateClientOfPort wants besides. */
struct ipc_demand {
    bool required; /* at least this level */
    SECURITY_IMPERSONATION_LEVEL level;
    bool or_anonymous; /* rather than not at all */
};
NTSTATUS ipc_port_impersonate_alpc(const struct ipc_port *port, PETHREAD client,
                                   const struct ipc_demand *demand);

#endif
