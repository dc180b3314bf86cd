#include "nt/probe.h"

#include <string.h>

NTSTATUS nt_probe_aligned(PETHREAD caller, const void *memory, size_t alignment)
{
    struct srm_world *w = caller->header.world;

    if (rule(w, probe, kernel_mode, caller->previous_mode == KernelMode))
        return STATUS_SUCCESS;
    if (!rule(w, probe, aligned, (uintptr_t)memory % alignment == 0))
        return STATUS_DATATYPE_MISALIGNMENT;
    return nt_probe(caller, memory);
}

NTSTATUS nt_capture(PETHREAD caller, void *to, const void *memory, size_t size)
{
    NTSTATUS status = nt_probe(caller, memory);

    if (NT_SUCCESS(status))
        memcpy(to, memory, size);
    return status;
}

void nt_store_handle(PHANDLE to, HANDLE handle)
{
    memcpy(to, &handle, sizeof handle);
}
