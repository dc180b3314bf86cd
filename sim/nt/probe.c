#include "nt/probe.h"

#include "ex/rules.h"

#define LOWEST_USER_ADDRESS 0x10000u

NTSTATUS nt_probe(PETHREAD caller, const void *memory)
{
    struct srm_world *w = caller->header.world;

    if (caller->previous_mode == KernelMode)
        return STATUS_SUCCESS;
    if (!rule(w, probe, accessible, (uintptr_t)memory >= LOWEST_USER_ADDRESS))
        return STATUS_ACCESS_VIOLATION;
    return STATUS_SUCCESS;
}

NTSTATUS nt_probe_aligned(PETHREAD caller, const void *memory, size_t alignment)
{
    struct srm_world *w = caller->header.world;

    if (caller->previous_mode == KernelMode)
        return STATUS_SUCCESS;
    if (!rule(w, probe, aligned, (uintptr_t)memory % alignment == 0))
        return STATUS_DATATYPE_MISALIGNMENT;
    return nt_probe(caller, memory);
}
