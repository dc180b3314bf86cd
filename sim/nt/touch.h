/*
 * Memory that a function reads or writes which runs in the program itself, as those of ntdll and
 * the Win32 ones do: on Windows a bad pointer raises an exception there, and the call never
 * returns. The model has no exceptions, so that the call is not modelled then.
 */
#ifndef NT_TOUCH_H
#define NT_TOUCH_H

#include "nt/probe.h"

/* STATUS_NOT_IMPLEMENTED if touching the memory would raise an exception. */
static inline NTSTATUS nt_touch(PETHREAD caller, const void *memory)
{
    struct srm_world *w = caller->header.world;

    if (rule(w, win32, memory_accessible, NT_SUCCESS(nt_probe(caller, memory))))
        return STATUS_SUCCESS;
    return world_not_modelled(w, "an exception that a bad pointer raises in the program");
}

#endif
