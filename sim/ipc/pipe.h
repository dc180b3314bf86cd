/*
 * Named pipes. What makes them part of a security monitor: the client's security context travels
 * in them.
 *
 * A pipe is a name, a descriptor and its instances; each instance has a server end and, once a
 * client opened the pipe, a client end. What one end writes is queued until the other end reads
 * it. With static tracking the context is captured once, when the client opens the pipe. With
 * dynamic tracking each write of the client captures one anew; it waits beside the data, and is
 * what the server can impersonate when that data has been read (impersonation.md 6.8).
 *
 * Nothing blocks. What would wait stays with the instance as a request, if the end was opened for
 * asynchronous use, and is completed by whoever brings what it waits for. On a synchronous end the
 * call answers STATUS_PENDING too, and nothing stays.
 */
#ifndef IPC_PIPE_H
#define IPC_PIPE_H

#include "client/subject.h"
#include "ob/named.h"

#include "ntsrm/ntifs_pipe.h"

enum ipc_side { IPC_CLIENT, IPC_SERVER }; /* as FILE_PIPE_CLIENT_END, FILE_PIPE_SERVER_END */

/* What all instances of a pipe share. */
struct ipc_pipe {
    struct ob_named named; /* the descriptor is that of both ends of every instance */
    struct ipc_instance *instances;
    ULONG count;          /* of instances with a server end */
    ULONG limit;          /* FILE_PIPE_UNLIMITED_INSTANCES for none */
    ULONG type;           /* FILE_PIPE_MESSAGE_TYPE, FILE_PIPE_REJECT_REMOTE_CLIENTS */
    ULONG configuration;  /* FILE_PIPE_INBOUND ... */
    ULONG quota[2];       /* bytes for what that side reads */
    ULONG given_quota[2]; /* as they were asked for */
};

/* What waits in a queue: the bytes of one write. */
struct ipc_data {
    struct ipc_data *next;
    struct ipc_request *writer;     /* who waits until there is room; NULL: nobody */
    SECURITY_CLIENT_CONTEXT client; /* of the writer; ClientToken NULL: none, or taken */
    ULONG size, taken;
    unsigned char bytes[];
};

struct ipc_queue {
    struct ipc_data *first, *last;
    ULONG count, size; /* writes, bytes */
};

struct ipc_instance {
    struct ipc_pipe *pipe; /* a reference */
    struct ipc_instance *next;
    struct ipc_pipe_end *ends[2]; /* NULL: closed, or never there; no reference */
    struct ipc_request *requests; /* all that waits here, oldest first */
    ULONG state;                  /* FILE_PIPE_LISTENING_STATE ... */
    uint64_t process_ids[2];      /* of who opened the ends; 0: no client is known */
    bool dynamic;                 /* each write of the client brings a context */
    bool impersonation_disabled;
    bool was_read;                   /* the server has read what the client wrote */
    SECURITY_QUALITY_OF_SERVICE qos; /* that counts for this client */
    SECURITY_CLIENT_CONTEXT client;  /* whom the server can impersonate; ClientToken NULL: nobody */
};

/* What a handle leads to. */
struct ipc_pipe_end {
    struct ob_header header;
    struct ipc_instance *instance; /* NULL: the server disconnected, or it is closed */
    enum ipc_side side;
    bool synchronous;
    ULONG read_mode;         /* FILE_PIPE_MESSAGE_MODE */
    ULONG completion_mode;   /* FILE_PIPE_COMPLETE_OPERATION */
    struct ipc_queue unread; /* what the other end wrote */
};

extern const struct ob_type ipc_pipe_type; /* what a name leads to; nobody has a handle to it */
extern const struct ob_type ipc_pipe_end_type;
extern const struct ob_type ipc_pipe_device_type;

/* \Device\NamedPipe itself, or the root directory behind it. */
struct ipc_pipe_device {
    struct ob_header header;
    bool root;
};

static inline enum ipc_side ipc_other_side(enum ipc_side side)
{
    return side == IPC_SERVER ? IPC_CLIENT : IPC_SERVER;
}

/* FILE_PIPE_CONNECTED_STATE ...; that of an end whose instance is gone is disconnected. */
static inline ULONG ipc_pipe_end_state(const struct ipc_pipe_end *end)
{
    return end->instance ? end->instance->state : FILE_PIPE_DISCONNECTED_STATE;
}

/* ---- making and opening ---- */

/* A pipe without instances, with one reference for its maker. descriptor: its reference passes. */
struct ipc_pipe *ipc_pipe_new(struct srm_world *w, struct ob_path path,
                              struct rtl_descriptor *descriptor);
/* Another instance, which listens: its server end, with one reference for its maker. */
struct ipc_pipe_end *ipc_instance_new(struct ipc_pipe *pipe, PETHREAD thread);

struct ipc_pipe_device *ipc_pipe_device_new(struct srm_world *w, bool root);

/* How a client opens a pipe. */
struct ipc_pipe_opening {
    PETHREAD thread;
    ACCESS_MASK granted;
    const SECURITY_QUALITY_OF_SERVICE *qos; /* NULL: none given */
    bool remote;                            /* the client is on another computer */
    bool synchronous;
};

/*
 * May it, as far as the pipe itself decides? *instance is the one that would be opened.
 * STATUS_ACCESS_DENIED for data in the wrong direction, or a remote client that is rejected;
 * STATUS_PIPE_NOT_AVAILABLE if no instance listens.
 */
NTSTATUS ipc_pipe_admit_client(const struct ipc_pipe *pipe, const struct ipc_pipe_opening *opening,
                               struct ipc_instance **instance);

/*
 * The client end, with one reference for its maker. With static tracking, captures the context:
 * the statuses of SeCreateClientSecurity, after which nothing has changed.
 */
NTSTATUS ipc_pipe_connect(struct ipc_instance *instance, const struct ipc_pipe_opening *opening,
                          struct ipc_pipe_end **end);

/* ---- using ---- */

/* One call's data. */
struct ipc_pipe_io {
    PETHREAD thread;
    void *buffer;
    ULONG length;
    bool unlimited;         /* of a write: the quota does not count */
    PIO_STATUS_BLOCK block; /* where the result goes of what waits; NULL: nowhere */
    ULONG_PTR information;  /* set: how much was moved */
};

/* Each answers the statuses that NtReadFile, NtWriteFile ... document (ntifs_pipe.h). */
NTSTATUS ipc_pipe_read(struct ipc_pipe_end *end, struct ipc_pipe_io *io);
/* Does not change what the buffer holds. */
NTSTATUS ipc_pipe_write(struct ipc_pipe_end *end, struct ipc_pipe_io *io);
NTSTATUS ipc_pipe_transceive(struct ipc_pipe_end *end, struct ipc_pipe_io *out,
                             struct ipc_pipe_io *in);
/* Until what it wrote has been read. */
NTSTATUS ipc_pipe_flush(struct ipc_pipe_end *end, struct ipc_pipe_io *io);
/* FILE_PIPE_PEEK_BUFFER. */
NTSTATUS ipc_pipe_peek(struct ipc_pipe_end *end, struct ipc_pipe_io *io);
NTSTATUS ipc_pipe_listen(struct ipc_pipe_end *end, struct ipc_pipe_io *io);
NTSTATUS ipc_pipe_disconnect(struct ipc_pipe_end *end);
/* The calling thread impersonates the client. */
NTSTATUS ipc_pipe_impersonate(struct ipc_pipe_end *end);
NTSTATUS ipc_pipe_disable_impersonation(struct ipc_pipe_end *end);

/* Is there an instance that a client could open? STATUS_IO_TIMEOUT if not. */
NTSTATUS ipc_pipe_wait_for_instance(const struct ipc_pipe *pipe);

#endif
