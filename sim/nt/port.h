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

/* Do the lengths of a message go together? STATUS_INVALID_PARAMETER if not. */
NTSTATUS nt_message_lengths(const struct srm_world *w, const PORT_MESSAGE *header);
/* Does the port take one of that length? STATUS_PORT_MESSAGE_TOO_LONG if not. */
NTSTATUS nt_message_length_for(const struct ipc_port *port, const PORT_MESSAGE *header);

/* Is there room for a message? STATUS_NO_MEMORY if not. */
NTSTATUS nt_message_granted(const struct srm_world *w);

#endif
