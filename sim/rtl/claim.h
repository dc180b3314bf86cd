/*
 * Claims: named, typed lists of values that conditions ask for. They lie in memory as
 * CLAIM_SECURITY_ATTRIBUTE_RELATIVE_V1, in resource attribute entries and in tokens alike
 * (access-check B-9). What is read may be anything at all and need not be aligned: a claim passes
 * rtl_claim_read once, after which every value of it is safe to take.
 */
#ifndef RTL_CLAIM_H
#define RTL_CLAIM_H

#include "ntsrm/winnt.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One value. Which of the members count, the claim's type says. */
struct rtl_claim_value {
    int64_t number;     /* of integers and booleans; of unsigned ones, the bits */
    const UCHAR *bytes; /* of strings, SIDs and octets, with */
    size_t size;        /* strings are UTF-16, little endian, without terminator */
};

/* A claim that was read, or one that is to be written. */
struct rtl_claim {
    const UCHAR *name; /* UTF-16, little endian, without terminator */
    size_t name_size;  /* in bytes */
    USHORT type;       /* CLAIM_SECURITY_ATTRIBUTE_TYPE_* */
    ULONG flags, count;
    const UCHAR *bytes; /* of one that was read: where it begins */
    size_t size;
};

/*
 * False if it is malformed: something lies outside of the bytes, or has no terminator; a type that
 * has no relative form (MS-DTYP 2.4.10.1 has none for FQBN); no name; a SID that is none; values
 * that together are longer than the claim, which only overlapping ones can be.
 */
bool rtl_claim_read(const void *bytes, size_t size, struct rtl_claim *claim);

/* The index-th value, from 0 to count - 1, of a claim that was read. */
void rtl_claim_value(const struct rtl_claim *claim, ULONG index, struct rtl_claim_value *value);

/* The bytes that a claim with these values takes, a multiple of 4. */
size_t rtl_claim_size(const struct rtl_claim *claim, const struct rtl_claim_value *values);
/* Writes them: header, offsets, name, values, each from a multiple of 4. */
void rtl_claim_write(const struct rtl_claim *claim, const struct rtl_claim_value *values, void *to);

/* Is this the claim's name? Case does not count (access-check A-66). */
bool rtl_claim_is_named(const struct rtl_claim *claim, const UCHAR *name, size_t size);

/* Does a value stand in it twice? NT takes no such claim (access-check A-66). */
bool rtl_claim_repeats_itself(const struct rtl_claim *claim);

#endif
