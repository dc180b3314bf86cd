#include "rtl/claim.h"

#include "rtl/sid.h"
#include "rtl/upcase.h"

#include <string.h>

#define FIXED_SIZE  offsetof(CLAIM_SECURITY_ATTRIBUTE_RELATIVE_V1, Values)
#define LENGTH_SIZE sizeof(ULONG) /* in front of octets */

static ULONG long_at(const UCHAR *at)
{
    return (ULONG)at[0] | (ULONG)at[1] << 8 | (ULONG)at[2] << 16 | (ULONG)at[3] << 24;
}

static USHORT short_at(const UCHAR *at)
{
    return (USHORT)(at[0] | at[1] << 8);
}

static int64_t number_at(const UCHAR *at)
{
    return (int64_t)((uint64_t)long_at(at) | (uint64_t)long_at(at + 4) << 32);
}

/* The size of the text at an offset, without its terminator; false if it has none. */
static bool text_size(const UCHAR *bytes, size_t size, ULONG offset, size_t most, size_t *out)
{
    size_t end = offset;

    while (end + 2 <= size && end - offset <= most) {
        if (short_at(bytes + end) == 0) {
            *out = end - offset;
            return true;
        }
        end += 2;
    }
    return false;
}

static bool is_number(USHORT type)
{
    return type == CLAIM_SECURITY_ATTRIBUTE_TYPE_INT64 ||
           type == CLAIM_SECURITY_ATTRIBUTE_TYPE_UINT64 ||
           type == CLAIM_SECURITY_ATTRIBUTE_TYPE_BOOLEAN;
}

static bool is_text(USHORT type)
{
    return type == CLAIM_SECURITY_ATTRIBUTE_TYPE_STRING;
}

static bool is_octets(USHORT type)
{
    return type == CLAIM_SECURITY_ATTRIBUTE_TYPE_SID ||
           type == CLAIM_SECURITY_ATTRIBUTE_TYPE_OCTET_STRING;
}

/* The value at an offset, of at most so many bytes; false if it does not lie in the claim. */
static bool value_at(const struct rtl_claim *claim, ULONG offset, size_t most,
                     struct rtl_claim_value *value)
{
    size_t room = offset <= claim->size ? claim->size - offset : 0;

    *value = (struct rtl_claim_value){.bytes = claim->bytes + (room ? offset : 0)};
    if (is_number(claim->type)) {
        value->size = sizeof value->number;
        if (room < value->size)
            return false;
        value->number = number_at(value->bytes);
        return true;
    }
    if (is_text(claim->type))
        return room > 0 && text_size(claim->bytes, claim->size, offset, most, &value->size);
    if (room < LENGTH_SIZE)
        return false;
    value->size = long_at(value->bytes);
    value->bytes += LENGTH_SIZE;
    return value->size <= room - LENGTH_SIZE;
}

static ULONG value_offset(const struct rtl_claim *claim, ULONG index)
{
    return long_at(claim->bytes + FIXED_SIZE + (size_t)index * sizeof(ULONG));
}

static bool values_are_valid(const struct rtl_claim *claim)
{
    size_t left = claim->size;
    struct rtl_claim_value value;
    SE_SID sid;

    for (ULONG i = 0; i < claim->count; i++) {
        if (!value_at(claim, value_offset(claim, i), left, &value) || value.size > left)
            return false;
        if (claim->type == CLAIM_SECURITY_ATTRIBUTE_TYPE_SID &&
            !rtl_sid_from_bytes(value.bytes, value.size, &sid))
            return false;
        left -= value.size;
    }
    return true;
}

bool rtl_claim_read(const void *bytes, size_t size, struct rtl_claim *claim)
{
    const UCHAR *at = bytes;

    if (size < FIXED_SIZE)
        return false;
    ULONG name = long_at(at);
    *claim = (struct rtl_claim){
        .type = short_at(at + offsetof(CLAIM_SECURITY_ATTRIBUTE_RELATIVE_V1, ValueType)),
        .flags = long_at(at + offsetof(CLAIM_SECURITY_ATTRIBUTE_RELATIVE_V1, Flags)),
        .count = long_at(at + offsetof(CLAIM_SECURITY_ATTRIBUTE_RELATIVE_V1, ValueCount)),
        .bytes = at,
        .size = size,
    };
    if (!is_number(claim->type) && !is_text(claim->type) && !is_octets(claim->type))
        return false;
    if (claim->count > (size - FIXED_SIZE) / sizeof(ULONG) || name > size)
        return false;
    claim->name = at + name;
    return text_size(at, size, name, size, &claim->name_size) && claim->name_size > 0 &&
           values_are_valid(claim);
}

void rtl_claim_value(const struct rtl_claim *claim, ULONG index, struct rtl_claim_value *value)
{
    bool inside = value_at(claim, value_offset(claim, index), claim->size, value);

    assert(inside);
    (void)inside;
}

static size_t padded(size_t size)
{
    return (size + 3) & ~(size_t)3;
}

static size_t value_size(const struct rtl_claim *claim, const struct rtl_claim_value *value)
{
    if (is_number(claim->type))
        return sizeof value->number;
    return padded(value->size + (is_text(claim->type) ? sizeof(USHORT) : LENGTH_SIZE));
}

size_t rtl_claim_size(const struct rtl_claim *claim, const struct rtl_claim_value *values)
{
    size_t size = FIXED_SIZE + claim->count * sizeof(ULONG);

    size += padded(claim->name_size + sizeof(USHORT));
    for (ULONG i = 0; i < claim->count; i++)
        size += value_size(claim, &values[i]);
    return size;
}

static void put_long(UCHAR *to, ULONG value)
{
    for (unsigned i = 0; i < sizeof value; i++)
        to[i] = (UCHAR)(value >> 8 * i);
}

/* A size of 0 may come with no address at all. */
static void put_bytes(UCHAR *to, const UCHAR *from, size_t size)
{
    if (size > 0)
        memcpy(to, from, size);
}

static void put_value(UCHAR *to, USHORT type, const struct rtl_claim_value *value)
{
    if (is_number(type)) {
        put_long(to, (ULONG)(uint64_t)value->number);
        put_long(to + sizeof(ULONG), (ULONG)((uint64_t)value->number >> 32));
    } else if (is_text(type)) {
        put_bytes(to, value->bytes, value->size);
    } else {
        put_long(to, (ULONG)value->size);
        put_bytes(to + LENGTH_SIZE, value->bytes, value->size);
    }
}

void rtl_claim_write(const struct rtl_claim *claim, const struct rtl_claim_value *values, void *to)
{
    UCHAR *bytes = to;
    size_t at = FIXED_SIZE + claim->count * sizeof(ULONG);

    memset(bytes, 0, rtl_claim_size(claim, values));
    put_long(bytes, (ULONG)at);
    put_long(bytes + offsetof(CLAIM_SECURITY_ATTRIBUTE_RELATIVE_V1, ValueType), claim->type);
    put_long(bytes + offsetof(CLAIM_SECURITY_ATTRIBUTE_RELATIVE_V1, Flags), claim->flags);
    put_long(bytes + offsetof(CLAIM_SECURITY_ATTRIBUTE_RELATIVE_V1, ValueCount), claim->count);
    put_bytes(bytes + at, claim->name, claim->name_size);
    at += padded(claim->name_size + sizeof(USHORT));
    for (ULONG i = 0; i < claim->count; i++) {
        put_long(bytes + FIXED_SIZE + i * sizeof(ULONG), (ULONG)at);
        put_value(bytes + at, claim->type, &values[i]);
        at += value_size(claim, &values[i]);
    }
}

bool rtl_claim_is_named(const struct rtl_claim *claim, const UCHAR *name, size_t size)
{
    return claim->name_size == size &&
           rtl_text_compare(claim->name, claim->name_size, name, size, true) == 0;
}

static bool same_value(const struct rtl_claim *claim, ULONG i, ULONG j)
{
    bool fold = !(claim->flags & CLAIM_SECURITY_ATTRIBUTE_VALUE_CASE_SENSITIVE);
    struct rtl_claim_value a, b;

    rtl_claim_value(claim, i, &a);
    rtl_claim_value(claim, j, &b);
    if (is_number(claim->type))
        return a.number == b.number;
    if (is_text(claim->type))
        return rtl_text_compare(a.bytes, a.size, b.bytes, b.size, fold) == 0;
    return a.size == b.size && memcmp(a.bytes, b.bytes, a.size) == 0;
}

bool rtl_claim_repeats_itself(const struct rtl_claim *claim)
{
    for (ULONG i = 1; i < claim->count; i++)
        for (ULONG j = 0; j < i; j++)
            if (same_value(claim, i, j))
                return true;
    return false;
}
