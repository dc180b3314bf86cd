#include "rtl/condition.h"

#include "rtl/little.h"

#include <limits.h>
#include <string.h>

static const struct rtl_condition_row rows[UCHAR_MAX + 1] = {
#define TOKEN_CODE(row, value, form, words) \
    [value] = {.code = (value), .shape = RTL_CONDITION_SHAPE_##form, .text = (words)},
#include "rtl/condition.def"
};

const struct rtl_condition_row *rtl_condition_row(UCHAR code)
{
    return rows[code].text ? &rows[code] : NULL;
}

bool rtl_condition_signed(const UCHAR *data, size_t size)
{
    return size >= RTL_CONDITION_SIGNATURE_SIZE &&
           memcmp(data, RTL_CONDITION_SIGNATURE, RTL_CONDITION_SIGNATURE_SIZE) == 0;
}

static bool take(const UCHAR *data, size_t size, size_t *at, size_t wanted, uint64_t *number)
{
    if (size - *at < wanted)
        return false;
    *number = rtl_little_read(data + *at, wanted);
    *at += wanted;
    return true;
}

static bool take_bytes(const UCHAR *data, size_t size, size_t *at,
                       struct rtl_condition_token *token)
{
    uint64_t length;

    if (!take(data, size, at, sizeof(ULONG), &length) || size - *at < length)
        return false;
    token->bytes = data + *at;
    token->size = (size_t)length;
    *at += token->size;
    return true;
}

static bool take_integer(const UCHAR *data, size_t size, size_t *at,
                         struct rtl_condition_token *token)
{
    uint64_t number, sign, base;

    if (!take(data, size, at, sizeof number, &number) ||
        !take(data, size, at, sizeof token->sign, &sign) ||
        !take(data, size, at, sizeof token->base, &base))
        return false;
    token->number = (int64_t)number;
    token->sign = (UCHAR)sign;
    token->base = (UCHAR)base;
    return true;
}

/* What stands behind the code, if it is all there. */
static bool take_literal(const UCHAR *data, size_t size, size_t *at,
                         struct rtl_condition_token *token)
{
    switch (token->row->shape) {
    case RTL_CONDITION_SHAPE_INTEGER:
        return take_integer(data, size, at, token);
    case RTL_CONDITION_SHAPE_BYTES:
    case RTL_CONDITION_SHAPE_ATTRIBUTE:
        return take_bytes(data, size, at, token);
    case RTL_CONDITION_SHAPE_PADDING:
    case RTL_CONDITION_SHAPE_UNARY:
    case RTL_CONDITION_SHAPE_RELATION:
    case RTL_CONDITION_SHAPE_LOGICAL:
        break;
    }
    return true;
}

bool rtl_condition_next(const UCHAR *data, size_t size, size_t *at,
                        struct rtl_condition_token *token)
{
    size_t behind = *at;

    if (behind >= size)
        return false;
    *token = (struct rtl_condition_token){.row = rtl_condition_row(data[behind])};
    behind++;
    if (!token->row || !take_literal(data, size, &behind, token))
        return false;
    *at = behind;
    return true;
}
