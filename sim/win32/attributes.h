/* SECURITY_ATTRIBUTES of Win32 as the OBJECT_ATTRIBUTES of the native call. */
#ifndef WIN32_ATTRIBUTES_H
#define WIN32_ATTRIBUTES_H

#include "ntsrm/minwinbase.h"
#include "win32/memory.h"

/* Reads `given`, which may be NULL: the defaults then, and a handle that is not inherited. */
NTSTATUS win32_read_attributes(PETHREAD caller, const SECURITY_ATTRIBUTES *given,
                               OBJECT_ATTRIBUTES *out);

#endif
