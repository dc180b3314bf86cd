/* What waits at an instance of a pipe, and the queues of what has not been read. */
#ifndef IPC_PIPE_QUEUE_H
#define IPC_PIPE_QUEUE_H

#include "ipc/pipe.h"

enum ipc_operation { IPC_LISTEN, IPC_READ, IPC_WRITE };

/* A call that waits. Its caller's memory stays where it is until then. */
struct ipc_request {
    struct ipc_request *next;
    enum ipc_operation operation;
    enum ipc_side side; /* the end that it was made at */
    PETHREAD thread;    /* a reference; once it has exited nobody is told */
    PIO_STATUS_BLOCK block;
    void *buffer;
    ULONG length;
};

/*
 * The call waits: STATUS_PENDING. On a synchronous end *request is NULL, since nothing stays there;
 * request may be NULL.
 */
NTSTATUS ipc_await(struct ipc_pipe_end *end, enum ipc_operation operation,
                   const struct ipc_pipe_io *io, struct ipc_request **request);
/* The oldest of them at that side; NULL if none waits. */
struct ipc_request *ipc_request_find(const struct ipc_instance *instance,
                                     enum ipc_operation operation, enum ipc_side side);
/* It ends, and its caller is told. */
void ipc_complete(struct ipc_instance *instance, struct ipc_request *request, NTSTATUS status,
                  ULONG_PTR information);
/* All that wait at that side, but for writes, which end with their data. */
void ipc_complete_all(struct ipc_instance *instance, enum ipc_side side, NTSTATUS status);

/* The server is ready for another client. */
void ipc_instance_listens(struct ipc_instance *instance);

/* The bytes of a write, of nobody yet. */
struct ipc_data *ipc_data_new(struct srm_world *w, const struct ipc_pipe_io *io);
void ipc_data_delete(struct srm_world *w, struct ipc_data *data);
/* It is to be read at that end, and passes; reads that wait for it are served. */
void ipc_queue_data(struct ipc_pipe_end *reader, struct ipc_data *data);
/*
 * Moves what fits into the buffer, and makes the writer's context the one to impersonate. Something
 * is there. STATUS_BUFFER_OVERFLOW if a message is longer.
 */
NTSTATUS ipc_take(struct ipc_pipe_end *end, void *buffer, ULONG length, ULONG_PTR *moved);
/* What nobody will read any more. */
void ipc_queue_drop(struct ipc_pipe_end *reader, NTSTATUS status);

/* What was written beyond the quota and is still waited for: it was never accepted. */
void ipc_cancel_writes(struct ipc_pipe_end *reader);

/* The server can impersonate this client from now on; the context passes, if there is one. */
void ipc_make_current(struct ipc_instance *instance, SECURITY_CLIENT_CONTEXT *client);
/* And this is given up. */
static inline void ipc_drop_client(SECURITY_CLIENT_CONTEXT *client)
{
    if (client->ClientToken)
        SeDeleteClientSecurity(client);
    client->ClientToken = NULL;
}

#endif
