/* Pipes in tests: a server's end, a client that opens it, data with a text. */
#ifndef TESTS_SUPPORT_PIPES_H
#define TESTS_SUPPORT_PIPES_H

#include "ntsrm/ntifs.h"
#include "support/named.h"

/* How a client opens a pipe. */
struct pipe_qos {
    SECURITY_IMPERSONATION_LEVEL level;
    BOOLEAN tracking, effective_only;
    bool none; /* no quality of service at all */
};

#define PIPE_STATIC  ((struct pipe_qos){.level = SecurityImpersonation})
#define PIPE_DYNAMIC ((struct pipe_qos){.level = SecurityImpersonation, .tracking = TRUE})
#define PIPE_NO_QOS  ((struct pipe_qos){.none = true})

/* An instance, of messages, for asynchronous use, which everybody may open. */
NTSTATUS pipe_make(PETHREAD server, const char *name, PHANDLE handle);
NTSTATUS pipe_open(PETHREAD client, const char *name, struct pipe_qos qos, PHANDLE handle);

struct pipe_ends {
    PETHREAD server_thread, client_thread;
    HANDLE server, client;
};

/* Both, named \??\pipe\door. The server is the current thread afterwards. */
struct pipe_ends pipe_connect(PETHREAD server, PETHREAD client, struct pipe_qos qos);

NTSTATUS pipe_write(PETHREAD thread, HANDLE end, const char *text, PIO_STATUS_BLOCK block);
NTSTATUS pipe_read(PETHREAD thread, HANDLE end, void *buffer, ULONG length, PIO_STATUS_BLOCK block);
NTSTATUS pipe_control(PETHREAD thread, HANDLE end, ULONG code, PIO_STATUS_BLOCK block);

#endif
