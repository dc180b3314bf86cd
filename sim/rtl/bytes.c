#include "rtl/bytes.h"

#include "ex/pool.h"

void rtl_bytes_free(struct rtl_bytes *bytes)
{
    ex_host_free(bytes->bytes);
    *bytes = (struct rtl_bytes){.bytes = NULL};
}

/* The host's array doubles: it is told a capacity of which the double is enough. */
void rtl_bytes_grow(struct rtl_bytes *bytes, size_t more)
{
    size_t capacity = bytes->capacity ? bytes->capacity : 128;

    while (capacity * 2 < bytes->size + more)
        capacity *= 2;
    bytes->bytes = ex_host_grow(bytes->bytes, capacity, &capacity, 1);
    bytes->capacity = capacity;
}
