/* RPC in tests: a server with an endpoint, a client with a binding to it. */
#ifndef TESTS_SUPPORT_RPC_H
#define TESTS_SUPPORT_RPC_H

#include "ntsrm/rpc.h"
#include "support/stage.h"

#define RPC_PROTOCOLS 2

/* What each protocol is written with, by its number. */
struct rpc_words {
    WCHAR protocol[16], endpoint[16], binding[32];
};
extern struct rpc_words rpc_words[RPC_PROTOCOLS];

/* The thread's process takes calls of everybody. */
DWORD rpc_offer(PETHREAD server, int protocol);
/* A binding of the thread's process. */
RPC_BINDING_HANDLE rpc_bound(PETHREAD client, int protocol);
/* The client calls, and the server takes it: the call's handle. */
RPC_BINDING_HANDLE rpc_called(PETHREAD client, RPC_BINDING_HANDLE binding, PETHREAD server);

#endif
