/* Locally unique ids: counted up by the world, so that every run hands out the same ones. */
#ifndef RTL_LUID_H
#define RTL_LUID_H

#include "world.h"

static inline LUID rtl_luid_new(struct srm_world *w)
{
    uint64_t value = w->next_luid++;

    return (LUID){.LowPart = (ULONG)value, .HighPart = (LONG)(value >> 32)};
}

static inline LUID rtl_luid_from(uint64_t value)
{
    return (LUID){.LowPart = (ULONG)value, .HighPart = (LONG)(value >> 32)};
}

static inline bool rtl_luid_equal(LUID a, LUID b)
{
    return a.LowPart == b.LowPart && a.HighPart == b.HighPart;
}

static inline bool rtl_luid_is_zero(LUID luid)
{
    return luid.LowPart == 0 && luid.HighPart == 0;
}

#endif
