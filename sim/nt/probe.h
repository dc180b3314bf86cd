/*
 * Pointers that user mode passed. Nothing of the first 64 KiB of an address space can be accessed,
 * which covers NULL and SRM_UNREADABLE. Kernel mode is trusted. What passes is copied in and out
 * byte by byte, since it may be misaligned.
 */
#ifndef NT_PROBE_H
#define NT_PROBE_H

#include "ex/rules.h"
#include "ps/thread.h"

#define NT_LOWEST_USER_ADDRESS 0x10000u

/* STATUS_ACCESS_VIOLATION if the memory cannot be accessed. */
static inline NTSTATUS nt_probe(PETHREAD caller, const void *memory)
{
    const struct srm_world *w = caller->header.world;

    return rule(w, probe, kernel_mode, caller->previous_mode == KernelMode) ||
                   rule(w, probe, accessible, (uintptr_t)memory >= NT_LOWEST_USER_ADDRESS)
               ? STATUS_SUCCESS
               : STATUS_ACCESS_VIOLATION;
}

/* The same, and before it STATUS_DATATYPE_MISALIGNMENT. */
NTSTATUS nt_probe_aligned(PETHREAD caller, const void *memory, size_t alignment);

/* Probes, then copies in. */
NTSTATUS nt_capture(PETHREAD caller, void *to, const void *memory, size_t size);

/* Writes a handle to where the caller wants it, after nt_probe. */
void nt_store_handle(PHANDLE to, HANDLE handle);

#endif
