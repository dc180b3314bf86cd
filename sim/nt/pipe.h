/* What the calls that take handles of pipes have in common. */
#ifndef NT_PIPE_H
#define NT_PIPE_H

#include "ipc/pipe.h"
#include "nt/file.h"

/* What a handle of a file leads to: one of them, or neither if it is no pipe. */
struct nt_pipe_found {
    struct ipc_pipe_end *end;
    struct ipc_pipe_device *device;
};

/*
 * What the handle leads to, if it has the rights that are needed, after probing the block.
 * STATUS_INVALID_HANDLE; STATUS_OBJECT_TYPE_MISMATCH; STATUS_ACCESS_DENIED;
 * STATUS_ACCESS_VIOLATION.
 */
NTSTATUS nt_find_pipe(PETHREAD caller, HANDLE handle, ACCESS_MASK needed, PIO_STATUS_BLOCK block,
                      struct nt_pipe_found *found);

/*
 * What a call about ends answers where there is none: STATUS_INVALID_PARAMETER for the device. Not
 * modelled: other files.
 */
NTSTATUS nt_no_end(struct srm_world *w, const struct nt_pipe_found *found);

/* Writes the block, if the call moved something and is over. Returns the status. */
NTSTATUS nt_pipe_answer(const struct ipc_pipe_io *io, NTSTATUS status);
/* Writes the block of a call that is over. */
void nt_store_block(PIO_STATUS_BLOCK block, NTSTATUS status, ULONG_PTR information);

/*
 * The object whose descriptor is asked for: of an end that of its pipe. STATUS_PIPE_DISCONNECTED
 * where the server has disconnected.
 */
NTSTATUS nt_pipe_of_end(struct ob_header *object, struct ob_header **described);

/* How a client opens what is at a place of pipes. */
struct nt_pipe_opening {
    const struct nt_seeker *seeker;
    const struct nt_attributes *attributes;
    const struct nt_place *place;
    ACCESS_MASK desired;
    ULONG options; /* FILE_* */
};

/*
 * Opens a pipe, or the device. STATUS_OBJECT_NAME_NOT_FOUND; STATUS_OBJECT_NAME_INVALID;
 * STATUS_ACCESS_DENIED; STATUS_PIPE_NOT_AVAILABLE; the statuses of nt_check_object and of
 * SeCreateClientSecurity.
 */
NTSTATUS nt_open_pipe(const struct nt_pipe_opening *opening, PHANDLE handle);

#endif
