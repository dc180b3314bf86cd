/*
 * What the calls that adjust a token have in common: they give back the previous state of what
 * they change, if the caller wants it, and a buffer that is too small for it changes nothing.
 *
 *     status = nt_probe_previous(caller, &previous);
 *     status = nt_token_to_adjust(caller, handle, TOKEN_ADJUST_GROUPS, &previous, &token);
 *     ... work out what changes ...
 *     status = nt_previous_fits(w, &previous, needed);
 *     ... fill the buffer, change the token ...
 */
#ifndef NT_ADJUST_H
#define NT_ADJUST_H

#include "ps/thread.h"

/* Where the previous state goes; buffer is NULL if it is not wanted. */
struct nt_previous {
    void *buffer;
    ULONG length;
    PULONG return_length;
};

/* STATUS_ACCESS_VIOLATION. */
NTSTATUS nt_probe_previous(PETHREAD caller, const struct nt_previous *previous);

/*
 * The token behind a handle that needs this right, and TOKEN_QUERY too if the previous state is
 * wanted; no reference. The statuses of nt_object_by_handle.
 */
NTSTATUS nt_token_to_adjust(PETHREAD caller, HANDLE handle, ACCESS_MASK right,
                            const struct nt_previous *previous, struct se_token **token);

/*
 * Is there room for so many bytes of a previous state that is wanted? Tells the caller how many
 * are needed. STATUS_BUFFER_TOO_SMALL.
 */
NTSTATUS nt_previous_fits(const struct srm_world *w, const struct nt_previous *previous,
                          ULONG needed);

#endif
