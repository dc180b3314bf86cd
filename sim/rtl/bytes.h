/*
 * Bytes that grow, outside any world: what text is made into, and text itself. Zero is empty.
 */
#ifndef RTL_BYTES_H
#define RTL_BYTES_H

#include <stddef.h>
#include <string.h>

struct rtl_bytes {
    unsigned char *bytes;
    size_t size, capacity;
};

/* Empties them and gives their memory back. */
void rtl_bytes_free(struct rtl_bytes *bytes);

/* Room for that many more. */
void rtl_bytes_grow(struct rtl_bytes *bytes, size_t more);

/* So many more of them, which the caller fills. The pointer lives until they grow again. */
static inline unsigned char *rtl_bytes_extend(struct rtl_bytes *bytes, size_t more)
{
    unsigned char *at;

    if (bytes->capacity - bytes->size < more)
        rtl_bytes_grow(bytes, more);
    at = bytes->bytes + bytes->size;
    bytes->size += more;
    return at;
}

static inline void rtl_bytes_append(struct rtl_bytes *bytes, const void *from, size_t size)
{
    if (size > 0)
        memcpy(rtl_bytes_extend(bytes, size), from, size);
}

static inline void rtl_bytes_put(struct rtl_bytes *bytes, int byte)
{
    *rtl_bytes_extend(bytes, 1) = (unsigned char)byte;
}

/* Text, without its terminator. */
static inline void rtl_bytes_text(struct rtl_bytes *bytes, const char *text)
{
    rtl_bytes_append(bytes, text, strlen(text));
}

#endif
