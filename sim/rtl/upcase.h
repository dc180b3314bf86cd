/*
 * Comparing UTF-16 without regard to case, as NT compares the names and strings of claims: code
 * unit by code unit, each made upper case (access-check A-66). Text is little endian, need not be
 * aligned, and is not terminated; sizes are in bytes, an odd last byte does not count.
 */
#ifndef RTL_UPCASE_H
#define RTL_UPCASE_H

#include "ntsrm/winnt.h"

#include <stdbool.h>
#include <stddef.h>

/* The upper-case form of a code unit: upcase.def. */
USHORT rtl_upcase(USHORT unit);

/* One unit of a text in memory. */
static inline USHORT rtl_unit_at(const UCHAR *text, size_t index)
{
    return (USHORT)(text[2 * index] | text[2 * index + 1] << 8);
}

/* Below, at or above 0, as the first text stands to the second; fold: case does not count. */
int rtl_text_compare(const UCHAR *a, size_t a_size, const UCHAR *b, size_t b_size, bool fold);

#endif
