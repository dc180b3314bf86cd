/*
 * A fact: one value that a rule was asked about, a call was made with, or a call returned. Values
 * and ids only, so that a trace outlives what it speaks of; a SID is copied when it is recorded.
 */
#ifndef EX_FACT_H
#define EX_FACT_H

#include "ntsrm/winnt.h"

#include <stdint.h>

enum ex_fact_kind {
    FACT_NULL, /* no object where there could be one */
    FACT_NUMBER,
    FACT_FLAG,
    FACT_LEVEL,
    FACT_TOKEN_TYPE,
    FACT_TRACKING,
    FACT_STATUS,
    FACT_ERROR,
    FACT_ACCESS,
    FACT_INTEGRITY,
    FACT_LUID,
    FACT_HANDLE,
    FACT_CONTROL, /* FsControlCode */
    FACT_TOKEN,   /* TokenId */
    FACT_THREAD,  /* thread id */
    FACT_PROCESS, /* process id */
    FACT_JOB,
    FACT_OBJECT, /* its number */
    FACT_SID,
    FACT_NOTHING, /* a routine that returns nothing */
};

struct ex_fact {
    const char *label;
    enum ex_fact_kind kind;
    uint64_t value;
    const SID *sid;
};

#define EX_FACT(name, fact_kind, content) \
    ((struct ex_fact){.label = (name), .kind = (fact_kind), .value = (uint64_t)(content)})

#define NUMBER_FACT(label, n)      EX_FACT(label, FACT_NUMBER, n)
#define FLAG_FACT(label, b)        EX_FACT(label, FACT_FLAG, (b) ? 1 : 0)
#define LEVEL_FACT(label, l)       EX_FACT(label, FACT_LEVEL, (int64_t)(l))
/* Rights to a token, and to objects of other types: the type (enum rtl_mapped_type) is above the
 * mask. */
#define ACCESS_FACT(label, mask)   EX_FACT(label, FACT_ACCESS, mask)
#define RIGHTS_FACT(label, type, mask) EX_FACT(label, FACT_ACCESS, (uint64_t)(type) << 32 | (mask))
#define INTEGRITY_FACT(label, rid) EX_FACT(label, FACT_INTEGRITY, rid)
#define HANDLE_FACT(label, h)      EX_FACT(label, FACT_HANDLE, (uintptr_t)(h))
#define CONTROL_FACT(label, code)  EX_FACT(label, FACT_CONTROL, code)
#define LUID_FACT(label, luid)     EX_FACT(label, FACT_LUID, rtl_luid_value(luid))
#define SID_FACT(name, s) \
    ((struct ex_fact){.label = (name), .kind = FACT_SID, .value = 0, .sid = (s)})

static inline uint64_t rtl_luid_value(LUID luid)
{
    return (uint64_t)(uint32_t)luid.HighPart << 32 | luid.LowPart;
}

#endif
