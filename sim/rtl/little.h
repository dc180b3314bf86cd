/*
 * Numbers as NT's formats have them, low byte first: in conditions, in claims, and in descriptors
 * that come as bytes. Structures in memory have the order of the machine.
 */
#ifndef RTL_LITTLE_H
#define RTL_LITTLE_H

#include <stddef.h>
#include <stdint.h>

static inline uint64_t rtl_little_read(const unsigned char *from, size_t size)
{
    uint64_t number = 0;

    for (size_t i = 0; i < size; i++)
        number |= (uint64_t)from[i] << 8 * i;
    return number;
}

static inline void rtl_little_write(unsigned char *to, size_t size, uint64_t number)
{
    for (size_t i = 0; i < size; i++)
        to[i] = (unsigned char)(number >> 8 * i);
}

#endif
