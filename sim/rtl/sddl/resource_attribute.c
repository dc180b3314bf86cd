/* Resource attributes: ("name",TS,0x0,"value","value") (access-check S-15, B-9). */
#include "rtl/claim.h"
#include "rtl/condition.h"
#include "rtl/sddl/literal.h"

#include "ex/pool.h"

#include <limits.h>

static const struct value_type {
    char letters[3];
    USHORT type;
} types[] = {
    {"TI", CLAIM_SECURITY_ATTRIBUTE_TYPE_INT64},
    {"TU", CLAIM_SECURITY_ATTRIBUTE_TYPE_UINT64},
    {"TS", CLAIM_SECURITY_ATTRIBUTE_TYPE_STRING},
    {"TD", CLAIM_SECURITY_ATTRIBUTE_TYPE_SID},
    {"TB", CLAIM_SECURITY_ATTRIBUTE_TYPE_BOOLEAN},
    {"TX", CLAIM_SECURITY_ATTRIBUTE_TYPE_OCTET_STRING},
};

/* An attribute that is being read. Strings, SIDs and octets lie in `texts`, the name first. */
struct attribute {
    struct rtl_claim claim;
    struct rtl_claim_value *values; /* their bytes are set when all of them are known */
    size_t room;
    struct rtl_bytes texts;
};

static bool read_integer(struct sddl_reader *reader, USHORT type, int64_t *number)
{
    const char *const first = reader->at;
    struct sddl_integer integer;
    bool fits;

    if (!sddl_read_integer(reader, &integer))
        return false;
    *number = integer.number;
    if (type == CLAIM_SECURITY_ATTRIBUTE_TYPE_UINT64)
        fits = integer.sign != RTL_CONDITION_NEGATIVE;
    else if (type == CLAIM_SECURITY_ATTRIBUTE_TYPE_BOOLEAN)
        fits = integer.number == 0 || integer.number == 1;
    else
        fits = integer.sign == RTL_CONDITION_NEGATIVE ? integer.number <= 0 : integer.number >= 0;
    return fits || sddl_fail(reader, first, (size_t)(reader->at - first), reader->error,
                             "the type of the attribute has no such number");
}

/* One record of Windows has numbers here; no source says what they stand for (B-9). */
static bool read_octets(struct sddl_reader *reader, struct rtl_bytes *to)
{
    const bool number = sddl_digit(sddl_peek(reader)) < 10 || sddl_peek(reader) == '-';

    if (!sddl_rule(reader->w, octets_modelled, !number))
        return sddl_fail(reader, reader->at, 1, ERROR_INVALID_FUNCTION,
                         "numbers in a resource attribute of octets (TX) are not modelled");
    if (!sddl_skip(reader, '#'))
        return sddl_fail_here(reader, "octets are written as #01020300");
    return sddl_read_octets(reader, to);
}

static bool read_value(struct sddl_reader *reader, struct attribute *attribute)
{
    const size_t size = attribute->texts.size;
    struct rtl_claim_value value = {.number = 0};
    bool read;

    switch (attribute->claim.type) {
    case CLAIM_SECURITY_ATTRIBUTE_TYPE_STRING:
        read = sddl_read_string(reader, &attribute->texts);
        break;
    case CLAIM_SECURITY_ATTRIBUTE_TYPE_SID:
        read = sddl_read_sid_literal(reader, &attribute->texts);
        break;
    case CLAIM_SECURITY_ATTRIBUTE_TYPE_OCTET_STRING:
        read = read_octets(reader, &attribute->texts);
        break;
    default:
        read = read_integer(reader, attribute->claim.type, &value.number);
        break;
    }
    value.size = attribute->texts.size - size;
    attribute->values = ex_host_grow(attribute->values, attribute->claim.count, &attribute->room,
                                     sizeof *attribute->values);
    attribute->values[attribute->claim.count++] = value;
    return read;
}

static bool skip_comma(struct sddl_reader *reader)
{
    sddl_skip_spaces(reader);
    if (!sddl_skip(reader, ','))
        return sddl_fail_here(reader, "a resource attribute has commas between name, type, flags "
                                      "and values: (\"name\",TS,0x0,\"value\")");
    sddl_skip_spaces(reader);
    return true;
}

static bool read_type(struct sddl_reader *reader, USHORT *type)
{
    for (size_t i = 0; i < sizeof types / sizeof *types && reader->end - reader->at >= 2; i++)
        if (sddl_letter(reader->at[0]) == LETTER_T &&
            sddl_letter(reader->at[1]) == sddl_letter(types[i].letters[1])) {
            *type = types[i].type;
            reader->at += 2;
            return true;
        }
    return sddl_fail(reader, reader->at, 2, reader->error,
                     "no type of an attribute; write one of TI TU TS TD TX TB");
}

static bool read_flags(struct sddl_reader *reader, ULONG *flags)
{
    const char *const first = reader->at;
    uint64_t number;
    bool clamped;
    const unsigned base = sddl_read_base(reader);

    if (sddl_read_digits(reader, base, UINT32_MAX, &number, &clamped) == 0 || clamped)
        return sddl_fail(reader, first, (size_t)(reader->at - first) + 1, reader->error,
                         "the flags of an attribute are a number of 32 bits, such as 0x0");
    *flags = (ULONG)number;
    return true;
}

static bool read_quoted_name(struct sddl_reader *reader, struct attribute *attribute)
{
    sddl_skip_spaces(reader);
    if (!sddl_skip(reader, '"'))
        return sddl_fail_here(reader, "the name of an attribute stands between quotation marks");
    if (!sddl_read_name(reader, SDDL_NAME_QUOTED, &attribute->texts))
        return false;
    attribute->claim.name_size = attribute->texts.size;
    return sddl_skip(reader, '"') ||
           sddl_fail_here(reader, "the name of an attribute ends with a quotation mark");
}

static bool read_parts(struct sddl_reader *reader, struct attribute *attribute)
{
    if (!read_quoted_name(reader, attribute) || !skip_comma(reader) ||
        !read_type(reader, &attribute->claim.type) || !skip_comma(reader) ||
        !read_flags(reader, &attribute->claim.flags))
        return false;
    for (sddl_skip_spaces(reader); !sddl_skip(reader, ')'); sddl_skip_spaces(reader))
        if (!skip_comma(reader) || !read_value(reader, attribute))
            return false;
    return true;
}

/* The texts do not move any more. */
static void place_texts(struct attribute *attribute)
{
    const UCHAR *at = attribute->texts.bytes;

    attribute->claim.name = at;
    at += attribute->claim.name_size;
    for (ULONG i = 0; i < attribute->claim.count; i++) {
        attribute->values[i].bytes = at;
        at += attribute->values[i].size;
    }
}

bool sddl_read_attribute(struct sddl_reader *reader)
{
    struct attribute attribute = {.values = NULL};
    bool read;

    if (!sddl_skip(reader, '('))
        return sddl_fail_here(reader, "a resource attribute stands in parentheses");
    read = read_parts(reader, &attribute);
    if (read) {
        place_texts(&attribute);
        rtl_claim_write(
            &attribute.claim, attribute.values,
            rtl_bytes_extend(reader->out, rtl_claim_size(&attribute.claim, attribute.values)));
        sddl_skip_spaces(reader);
    }
    rtl_bytes_free(&attribute.texts);
    ex_host_free(attribute.values);
    return read;
}

static const char *letters_of(USHORT type)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (types[i].type == type)
            return types[i].letters;
    return NULL;
}

static bool write_value(USHORT type, const struct rtl_claim_value *value,
                        const struct rtl_sddl_domains *domains, struct rtl_bytes *out)
{
    const bool negative = type == CLAIM_SECURITY_ATTRIBUTE_TYPE_INT64 && value->number < 0;

    switch (type) {
    case CLAIM_SECURITY_ATTRIBUTE_TYPE_STRING:
        return sddl_write_string(value->bytes, value->size, out);
    case CLAIM_SECURITY_ATTRIBUTE_TYPE_SID:
        return sddl_write_sid_literal(value->bytes, value->size, domains, out);
    case CLAIM_SECURITY_ATTRIBUTE_TYPE_OCTET_STRING:
        sddl_write_octets(value->bytes, value->size, out);
        return true;
    default:
        return sddl_write_integer(&(struct sddl_integer){.number = value->number,
                                                         .sign = negative ? RTL_CONDITION_NEGATIVE
                                                                          : RTL_CONDITION_UNSIGNED,
                                                         .base = RTL_CONDITION_DECIMAL},
                                  out);
    }
}

bool sddl_write_attribute(const UCHAR *data, size_t size, const struct rtl_sddl_domains *domains,
                          struct rtl_bytes *out)
{
    struct rtl_claim claim;

    if (!rtl_claim_read(data, size, &claim) || !letters_of(claim.type))
        return false;
    rtl_bytes_text(out, "(\"");
    if (!sddl_write_name(SDDL_NAME_QUOTED, claim.name, claim.name_size, out))
        return false;
    rtl_bytes_text(out, "\",");
    rtl_bytes_text(out, letters_of(claim.type));
    rtl_bytes_text(out, ",0x");
    sddl_write_number(claim.flags, 16, out);
    for (ULONG i = 0; i < claim.count; i++) {
        struct rtl_claim_value value;

        rtl_claim_value(&claim, i, &value);
        rtl_bytes_put(out, ',');
        if (!write_value(claim.type, &value, domains, out))
            return false;
    }
    rtl_bytes_put(out, ')');
    return true;
}
