/*
 * What RPC's run time keeps in a process: a client's bindings, a server's endpoints and the
 * connections to them. It is memory of the program and goes with it; of NT are only the handles of
 * pipes and ports in it.
 *
 * RPC has no impersonation of its own: whom a server impersonates is what the pipe or the port has
 * (ipc/). The run time says with which quality of service a client connects, and as whom.
 *
 * Binding handles are numbers, which are looked up. So one that is none is found out.
 */
#ifndef WIN32_RPC_H
#define WIN32_RPC_H

#include "ntsrm/ntifs_pipe.h"
#include "ntsrm/ntlpcapi.h"
#include "ntsrm/rpc.h"
#include "ps/thread.h"
#include "world.h"

#define RPC_NAME_MOST 256u

enum rpc_protocol {
    RPC_OVER_PIPES, /* ncacn_np */
    RPC_OVER_PORTS, /* ncalrpc */
};

struct rpc_address {
    enum rpc_protocol protocol;
    WCHAR computer[RPC_NAME_MOST]; /* empty: this one */
    WCHAR endpoint[RPC_NAME_MOST]; /* \pipe\NAME, or the name of a port */
};

/* Of a client. */
struct rpc_binding {
    struct rpc_binding *next;
    uint64_t id;
    struct rpc_address address;
    SECURITY_QUALITY_OF_SERVICE transport; /* as the string binding has it */
    SECURITY_QUALITY_OF_SERVICE qos;       /* that counts */
    bool authenticated;                    /* it has a quality of service of its own */
    bool undelegated;                      /* it asks for a delegation that cannot be had */
    SECURITY_CLIENT_CONTEXT identity;      /* who calls; ClientToken NULL: whoever calls */

    HANDLE connection; /* NULL: none yet */
    uint64_t caller;   /* id of the thread that called last; 0: nobody did */
    NTSTATUS outcome;  /* of its call; STATUS_PENDING while it is in progress */
    bool asked;        /* the request is at the port; before, the thread waits to be connected */
    IO_STATUS_BLOCK written, answered; /* of the pipe */
    unsigned char answer;
    PORT_MESSAGE request, reply; /* at the port */
};

/* Of a server. */
struct rpc_endpoint {
    struct rpc_endpoint *next;
    struct rpc_address address;
    HANDLE port; /* over ports, the named one */
};

/* The server's end of a connection, and the call that it brought. */
struct rpc_connection {
    struct rpc_connection *next;
    uint64_t id;
    const struct rpc_endpoint *endpoint;
    HANDLE end;
    bool listening;  /* the pipe's instance has no client yet */
    uint64_t call;   /* its id; 0: none is served */
    uint64_t server; /* id of the thread that serves it */
    PORT_MESSAGE request;
};

struct rpc_runtime {
    struct ps_memory memory; /* first: a process refers to it */
    struct srm_world *world;
    uint64_t last_id;
    struct rpc_binding *bindings;
    struct rpc_endpoint *endpoints;
    struct rpc_connection *connections;
};

/* That of the process, which is made when it is first needed. */
struct rpc_runtime *rpc_runtime_of(PEPROCESS process);

/* One of the process's bindings or calls; NULL if there is none with this handle. */
struct rpc_binding *rpc_binding_find(const struct _EPROCESS *process, RPC_BINDING_HANDLE handle);
struct rpc_connection *rpc_call_find(const struct _EPROCESS *process, RPC_BINDING_HANDLE handle);

/* The call that the thread serves; NULL if it serves none. */
struct rpc_connection *rpc_call_of(const struct _ETHREAD *thread);

/* A client's binding. RPC_S_INVALID_BINDING; RPC_S_WRONG_KIND_OF_BINDING. */
DWORD rpc_binding_by_handle(PETHREAD caller, RPC_BINDING_HANDLE handle,
                            struct rpc_binding **binding);
/* A call that is served; NULL stands for the caller's. RPC_S_NO_CALL_ACTIVE too. */
DWORD rpc_call_by_handle(PETHREAD caller, RPC_BINDING_HANDLE handle,
                         struct rpc_connection **connection);

static inline RPC_BINDING_HANDLE rpc_handle(uint64_t id)
{
    return (RPC_BINDING_HANDLE)(uintptr_t)id;
}

/* ---- addresses (win32/rpc_address.c) ---- */

/* RPC_S_INVALID_RPC_PROTSEQ; RPC_S_INVALID_ENDPOINT_FORMAT. */
DWORD rpc_address_read(struct srm_world *w, const WCHAR *protocol, const WCHAR *endpoint,
                       struct rpc_address *address);
/* The errors of RpcBindingFromStringBinding. */
DWORD rpc_string_binding_read(struct srm_world *w, const WCHAR *text, struct rpc_address *address,
                              SECURITY_QUALITY_OF_SERVICE *qos);

/* \\COMPUTER\pipe\NAME, or \RPC Control\NAME. */
#define RPC_PATH_MOST (2 * RPC_NAME_MOST)
void rpc_address_path(const struct rpc_address *address, WCHAR path[RPC_PATH_MOST]);

/* ---- endpoints (win32/rpc_endpoint.c) ---- */

/* The server's end of a connection to be, which has no handle yet. */
struct rpc_connection *rpc_connection_new(struct rpc_runtime *runtime,
                                          const struct rpc_endpoint *endpoint);
/* An instance of the pipe that listens. Further ones have the descriptor of the first: NULL. */
DWORD rpc_instance_new(struct rpc_runtime *runtime, const struct rpc_endpoint *endpoint,
                       void *descriptor);

/* ---- calls (win32/rpc_client.c) ---- */

/* What the last call through the binding came to by now. */
NTSTATUS rpc_binding_outcome(const struct srm_world *w, struct rpc_binding *binding);
/* Ends the connection, if there is one. */
void rpc_binding_disconnect(struct rpc_binding *binding);
/* The thread is connected to a port: it sends the request that it wanted to. */
void rpc_client_go_on(PETHREAD client);

/* ---- what went wrong ---- */

/* As RPC tells it. */
DWORD rpc_status(NTSTATUS status);
DWORD rpc_error(DWORD error);

/* A call came to something that RPC has and the model has not. */
static inline DWORD rpc_not_modelled(struct srm_world *w, const char *what)
{
    (void)world_not_modelled(w, what);
    return RPC_S_CANNOT_SUPPORT;
}

#endif
