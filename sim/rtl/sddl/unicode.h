/* SDDL is UTF-8; what it says of names and strings lies in memory as UTF-16, little endian. */
#ifndef RTL_SDDL_UNICODE_H
#define RTL_SDDL_UNICODE_H

#include "rtl/bytes.h"

#include <stdbool.h>
#include <stdint.h>

/* How many bytes the first character takes; 0 if it is none. */
size_t sddl_character(const char *text, size_t length, uint32_t *character);

void sddl_put_unit(struct rtl_bytes *to, unsigned unit);
/* A character in UTF-16. */
void sddl_put_character(struct rtl_bytes *to, uint32_t character);

/* The character at the front of UTF-16, in units; 0 units if there is none or half of a pair. */
size_t sddl_units(const unsigned char *from, size_t size, uint32_t *character);
/* A character in UTF-8, and how many bytes that are. */
size_t sddl_encode(uint32_t character, char bytes[4]);
void sddl_write_character(uint32_t character, struct rtl_bytes *out);

#endif
