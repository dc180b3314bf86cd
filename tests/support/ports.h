/* Ports in tests: a server's port, a client that is connected to it, messages with a text. */
#ifndef TESTS_SUPPORT_PORTS_H
#define TESTS_SUPPORT_PORTS_H

#include "ntsrm/ntlpcapi.h"
#include "support/named.h"

struct letter {
    PORT_MESSAGE header;
    char text[80];
};

/* One to be sent; its lengths are those of the text. */
struct letter letter_of(const char *text);
/* An answer to it. */
struct letter reply_to(const struct letter *request, const char *text);

struct connection {
    PETHREAD server, client;
    HANDLE named, to_client; /* of the server */
    HANDLE to_server;        /* of the client */
};

/* A port by that name, to which everybody may connect. */
HANDLE port_made_by(PETHREAD server, const char *name);
SECURITY_QUALITY_OF_SERVICE port_qos(BOOLEAN tracking);

/* The client asks to be connected; *handle is written when it is. */
NTSTATUS port_ask(PETHREAD client, const char *name, BOOLEAN tracking, PHANDLE handle);
/* The server listens, accepts and completes. */
void port_accept(struct connection *connection);
/* All of it, at a port named \desk. */
void port_connect(struct connection *connection, PETHREAD server, PETHREAD client,
                  BOOLEAN tracking);

/* The client asks something, and the server receives it. */
struct letter port_request(const struct connection *connection, struct letter *reply);

#endif
