/*
 * Literals of conditions and resource attributes: integers, strings, octets, SIDs, and the names of
 * attributes (access-check S-13 to S-16).
 */
#ifndef RTL_SDDL_LITERAL_H
#define RTL_SDDL_LITERAL_H

#include "rtl/sddl/reader.h"

struct sddl_integer {
    int64_t number;   /* its 64 bits, with the sign in them */
    UCHAR sign, base; /* RTL_CONDITION_POSITIVE ..., RTL_CONDITION_OCTAL ... */
};

/* Which characters stand for themselves in a name. */
enum sddl_name {
    SDDL_NAME_LOCAL,    /* letters, digits and : / . _ */
    SDDL_NAME_PREFIXED, /* behind "@User." and the like: more */
    SDDL_NAME_QUOTED,   /* between quotation marks: all but those */
};

bool sddl_read_integer(struct sddl_reader *reader, struct sddl_integer *integer);
/* "...", appended as UTF-16. */
bool sddl_read_string(struct sddl_reader *reader, struct rtl_bytes *to);
/* Digits in hex behind "#". */
bool sddl_read_octets(struct sddl_reader *reader, struct rtl_bytes *to);
/* SID(...) */
bool sddl_read_sid_literal(struct sddl_reader *reader, struct rtl_bytes *to);
/* Up to the first character that cannot be in it; %XXXX is a unit of UTF-16. */
bool sddl_read_name(struct sddl_reader *reader, enum sddl_name form, struct rtl_bytes *to);

/* False for what has no text. */
bool sddl_write_integer(const struct sddl_integer *integer, struct rtl_bytes *out);
bool sddl_write_string(const UCHAR *from, size_t size, struct rtl_bytes *out);
void sddl_write_octets(const UCHAR *from, size_t size, struct rtl_bytes *out);
bool sddl_write_sid_literal(const UCHAR *from, size_t size, const struct rtl_sddl_domains *domains,
                            struct rtl_bytes *out);
bool sddl_write_name(enum sddl_name form, const UCHAR *from, size_t size, struct rtl_bytes *out);

#endif
