/*
 * Self-relative descriptors as bytes in hex, whose numbers have their low byte first, and as they
 * lie in the memory of this machine. Where that has its low byte first, too, nothing changes.
 */
#ifndef NTSRM_TOOLS_SCENARIO_DESCRIPTOR_BYTES_H
#define NTSRM_TOOLS_SCENARIO_DESCRIPTOR_BYTES_H

#include <stddef.h>

/* They may be anything at all; what is no number, or lies outside, stays as it is. */
void descriptor_bytes_to_memory(void *bytes, size_t size);
void descriptor_bytes_from_memory(void *bytes, size_t size);

#endif
