/*
 * Pointers that user mode passed. Nothing of the first 64 KiB of an address space can be accessed,
 * which covers NULL and SRM_UNREADABLE. Kernel mode is trusted. What passes is copied in and out
 * byte by byte, since it may be misaligned.
 */
#ifndef NT_PROBE_H
#define NT_PROBE_H

#include "ps/thread.h"

/* STATUS_ACCESS_VIOLATION if the memory cannot be accessed. */
NTSTATUS nt_probe(PETHREAD caller, const void *memory);

/* The same, and before it STATUS_DATATYPE_MISALIGNMENT. */
NTSTATUS nt_probe_aligned(PETHREAD caller, const void *memory, size_t alignment);

/* Probes, then copies in. */
NTSTATUS nt_capture(PETHREAD caller, void *to, const void *memory, size_t size);

/* Writes a handle to where the caller wants it, after nt_probe. */
void nt_store_handle(PHANDLE to, HANDLE handle);

#endif
