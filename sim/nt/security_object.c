/*
 * NtQuerySecurityObject: the descriptor of whatever a handle leads to.
 * Source: access-check.md T-23 and B-6, with the pages named there.
 */
#include "ex/rules.h"
#include "nt/probe.h"
#include "nt/security_parts.h"

#include <string.h>

static NTSTATUS query(PETHREAD caller, HANDLE handle, SECURITY_INFORMATION wanted, void *buffer,
                      ULONG length, PULONG length_needed)
{
    struct srm_world *w = caller->header.world;
    const struct nt_security_access access = nt_security_access(w, wanted, NT_SECURITY_READ);
    struct ob_header *object;
    NTSTATUS status = nt_probe(caller, length_needed);
    ULONG needed;

    if (NT_SUCCESS(status) && length > 0)
        status = nt_probe(caller, buffer);
    if (NT_SUCCESS(status))
        status = nt_described_object(caller, handle, access, &object);
    if (!NT_SUCCESS(status))
        return status;
    needed = (ULONG)rtl_descriptor_size(object->descriptor, access.parts);
    memcpy(length_needed, &needed, sizeof needed);
    if (!rule_on(w, security, buffer_fits, length >= needed, NUMBER_FACT("length", length),
                 NUMBER_FACT("needed", needed)))
        return STATUS_BUFFER_TOO_SMALL;
    rtl_descriptor_write(object->descriptor, access.parts, buffer);
    return STATUS_SUCCESS;
}

NTSTATUS NtQuerySecurityObject(HANDLE Handle, SECURITY_INFORMATION SecurityInformation,
                               PSECURITY_DESCRIPTOR SecurityDescriptor, ULONG Length,
                               PULONG LengthNeeded)
{
    PETHREAD caller = ps_current_thread();
    NTSTATUS status;

    call_enter(caller->header.world, HANDLE_FACT("Handle", Handle),
               NUMBER_FACT("SecurityInformation", SecurityInformation),
               NUMBER_FACT("Length", Length));
    status = query(caller, Handle, SecurityInformation, SecurityDescriptor, Length, LengthNeeded);
    leave_status(caller->header.world, status);
    return status;
}
