/*
 * Finding a name in a table of names that is in byte order.
 *
 * The order is written down in the .def file and held to by a test; nothing is sorted at run time.
 * The name that is sought need not be terminated and may hold any bytes.
 */
#ifndef RTL_NAMES_H
#define RTL_NAMES_H

#include <stddef.h>
#include <string.h>

struct rtl_name {
    const char *text;
    size_t length;
};

/* An entry of such a table, from a string literal. */
#define RTL_NAME(literal)                                \
    {                                                    \
        .text = (literal), .length = sizeof(literal) - 1 \
    }

/* Byte order, and the shorter first where one is the beginning of the other. */
static inline int rtl_name_compare(const char *text, size_t length, const struct rtl_name *other)
{
    const int order = memcmp(text, other->text, length < other->length ? length : other->length);

    if (order != 0)
        return order;
    return (length > other->length) - (length < other->length);
}

/* The position of a name in a table, or `count` if it is not there. */
static inline size_t rtl_name_find(const struct rtl_name *names, size_t count, const char *text,
                                   size_t length)
{
    size_t low = 0;
    size_t high = count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = rtl_name_compare(text, length, &names[middle]);

        if (order == 0)
            return middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return count;
}

#endif
