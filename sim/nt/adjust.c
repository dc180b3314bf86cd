/* Sources: access-check.md O-1, O-6, O-9. */
#include "nt/adjust.h"

#include "ex/rules.h"
#include "nt/open.h"
#include "nt/probe.h"

#include <string.h>

NTSTATUS nt_probe_previous(PETHREAD caller, const struct nt_previous *previous)
{
    NTSTATUS status = STATUS_SUCCESS;

    if (previous->buffer)
        status = nt_probe(caller, previous->buffer);
    if (previous->buffer && NT_SUCCESS(status))
        status = nt_probe(caller, previous->return_length);
    return status;
}

NTSTATUS nt_token_to_adjust(PETHREAD caller, HANDLE handle, ACCESS_MASK right,
                            const struct nt_previous *previous, struct se_token **token)
{
    struct srm_world *w = caller->header.world;
    ACCESS_MASK needed = right;
    void *object;
    NTSTATUS status;

    if (rule(w, adjust, previous_wanted, previous->buffer != NULL))
        needed |= TOKEN_QUERY;
    status = nt_object_by_handle(caller, handle, &se_token_type, needed, &object);
    if (NT_SUCCESS(status))
        *token = object;
    return status;
}

NTSTATUS nt_previous_fits(const struct srm_world *w, const struct nt_previous *previous,
                          ULONG needed)
{
    if (previous->return_length)
        memcpy(previous->return_length, &needed, sizeof needed);
    return rule_on(w, adjust, buffer_fits, previous->length >= needed,
                   NUMBER_FACT("length", previous->length), NUMBER_FACT("needed", needed))
               ? STATUS_SUCCESS
               : STATUS_BUFFER_TOO_SMALL;
}
