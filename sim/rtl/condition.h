/*
 * The byte code of conditions in callback entries: postfix, behind the signature "artx"
 * (access-check B-8). One table, condition.def, says what every byte means; SDDL text is made from
 * and into it (sddl.h), and the access check evaluates it (se/access_condition.h).
 */
#ifndef RTL_CONDITION_H
#define RTL_CONDITION_H

#include "ntsrm/winnt.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the application data of a condition begins with (access-check A-62). */
#define RTL_CONDITION_SIGNATURE      "artx"
#define RTL_CONDITION_SIGNATURE_SIZE 4

enum rtl_condition_code {
#define TOKEN_CODE(name, code, shape, text) RTL_CONDITION_##name = (code),
#include "rtl/condition.def"
};

/* What stands behind a code, and what it takes. */
enum rtl_condition_shape {
    RTL_CONDITION_SHAPE_PADDING,
    RTL_CONDITION_SHAPE_INTEGER,   /* 8 bytes, sign, base */
    RTL_CONDITION_SHAPE_BYTES,     /* a length of 32 bits, and so many bytes */
    RTL_CONDITION_SHAPE_ATTRIBUTE, /* the same: a name in UTF-16 */
    RTL_CONDITION_SHAPE_UNARY,     /* an operator on the last operand: Exists, Member_of ... */
    RTL_CONDITION_SHAPE_RELATION,  /* on the last two operands */
    RTL_CONDITION_SHAPE_LOGICAL,   /* on the last two results; ! on the last */
};

/* The sign and the base of an integer, as its text had them (access-check B-8). */
enum rtl_condition_sign {
    RTL_CONDITION_POSITIVE = 1,
    RTL_CONDITION_NEGATIVE = 2,
    RTL_CONDITION_UNSIGNED = 3, /* there was none */
};
enum rtl_condition_base {
    RTL_CONDITION_OCTAL = 1,
    RTL_CONDITION_DECIMAL = 2,
    RTL_CONDITION_HEXADECIMAL = 3,
};

struct rtl_condition_row {
    UCHAR code;
    enum rtl_condition_shape shape;
    const char *text; /* in SDDL; "" if it has none */
};

/* The row of a code; NULL if there is none. */
const struct rtl_condition_row *rtl_condition_row(UCHAR code);

/* One element of a program. */
struct rtl_condition_token {
    const struct rtl_condition_row *row;
    int64_t number;     /* of an integer, */
    UCHAR sign, base;   /* with these */
    const UCHAR *bytes; /* of strings, octets, SIDs, names, and the members of composites */
    size_t size;
};

/* Is it the application data of a condition? */
bool rtl_condition_signed(const UCHAR *data, size_t size);

/*
 * Reads the element at *at and moves on; false at the end, and where it is malformed: then *at
 * stays below size. The first element stands behind the signature. Padding is an element, too.
 */
bool rtl_condition_next(const UCHAR *data, size_t size, size_t *at,
                        struct rtl_condition_token *token);

#endif
