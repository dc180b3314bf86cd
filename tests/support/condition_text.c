#include "support/condition_text.h"

#include "support/suite.h"
#include "rtl/condition.h"
#include "rtl/sid.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Fuzz targets use this, too, which are no tests of Check. */
static void demand(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "this is not right: %s\n", what);
    abort();
}

static void put_long(struct rtl_bytes *out, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++)
        rtl_bytes_put(out, (int)(value >> 8 * i & 0xFF));
}

/* UTF-16 of what stands up to one of the ends. */
static const char *put_units(struct rtl_bytes *out, const char *text, const char *ends)
{
    while (*text && !strchr(ends, *text)) {
        unsigned unit = (unsigned char)*text++;

        if (unit == '\\' && *text == 'u') {
            char digits[5] = {0};

            memcpy(digits, text + 1, 4);
            unit = (unsigned)strtoul(digits, NULL, 16);
            text += 5;
        }
        put_long(out, unit, 2);
    }
    return text;
}

/* A code, a length, and what begins at `from` in *out: puts the first two in front. */
static void put_sized(struct rtl_bytes *out, int code, const struct rtl_bytes *content)
{
    rtl_bytes_put(out, code);
    put_long(out, content->size, 4);
    rtl_bytes_append(out, content->bytes, content->size);
}

static const char *put_integer(struct rtl_bytes *out, const char *text)
{
    char *end;
    bool negative = *text == '-', hex = strncmp(text, "0x", 2) == 0;
    uint64_t number = strtoull(text + (negative || *text == '+'), &end, 0);

    rtl_bytes_put(out, RTL_CONDITION_INT64);
    put_long(out, negative ? -number : number, 8);
    rtl_bytes_put(out, negative       ? RTL_CONDITION_NEGATIVE
                       : *text == '+' ? RTL_CONDITION_POSITIVE
                                      : RTL_CONDITION_UNSIGNED);
    rtl_bytes_put(out, hex ? RTL_CONDITION_HEXADECIMAL : RTL_CONDITION_DECIMAL);
    return end;
}

static unsigned octet_at(const char *text)
{
    const char digits[] = {text[0], text[1], 0};

    return (unsigned)strtoul(digits, NULL, 16);
}

static const char *octets(struct rtl_bytes *content, const char *text)
{
    for (; isxdigit((unsigned char)*text); text += 2)
        rtl_bytes_put(content, (int)octet_at(text));
    return text;
}

static const char *sid(struct rtl_bytes *content, const char *text)
{
    size_t length = strcspn(text, ")");
    SE_SID found;

    demand(rtl_sid_from_name(text, length, &found) || rtl_sid_from_text(text, length, &found),
           text);
    rtl_bytes_append(content, &found, rtl_sid_length(&found.Sid));
    return text + length + 1;
}

/* What a literal holds, behind its length; its code. */
static const char *content_of(struct rtl_bytes *content, const char *text, int *code)
{
    if (*text == '"') {
        *code = RTL_CONDITION_STRING;
        return put_units(content, text + 1, "\"") + 1;
    }
    if (*text == '#') {
        *code = RTL_CONDITION_OCTETS;
        return octets(content, text + 1);
    }
    *code = RTL_CONDITION_SID;
    return sid(content, text + strlen("SID("));
}

static const char *put_element(struct rtl_bytes *out, const char *text);

static const char *put_composite(struct rtl_bytes *out, const char *text)
{
    struct rtl_bytes members = {.size = 0};

    while (*text != '}')
        text = *text == ' ' ? text + 1 : put_element(&members, text);
    put_sized(out, RTL_CONDITION_COMPOSITE, &members);
    rtl_bytes_free(&members);
    return text + 1;
}

static const char *put_attribute(struct rtl_bytes *out, const char *text)
{
    struct rtl_bytes name = {.size = 0};
    int code = *text == 'l'   ? RTL_CONDITION_LOCAL_ATTRIBUTE
               : *text == 'u' ? RTL_CONDITION_USER_ATTRIBUTE
               : *text == 'd' ? RTL_CONDITION_DEVICE_ATTRIBUTE
                              : RTL_CONDITION_RESOURCE_ATTRIBUTE;

    text = put_units(&name, text + 2, " }");
    put_sized(out, code, &name);
    rtl_bytes_free(&name);
    return text;
}

static const char *put_operator(struct rtl_bytes *out, const char *text)
{
    size_t length = strcspn(text, " }");

    for (int code = 0x80; code <= 0xA2; code++) {
        const struct rtl_condition_row *row = rtl_condition_row((UCHAR)code);

        if (row && strlen(row->text) == length && strncmp(row->text, text, length) == 0) {
            rtl_bytes_put(out, code);
            return text + length;
        }
    }
    demand(false, text);
    return text;
}

static const char *put_element(struct rtl_bytes *out, const char *text)
{
    struct rtl_bytes content = {.size = 0};
    int code;

    if (isdigit((unsigned char)*text) || *text == '-' || *text == '+')
        return put_integer(out, text);
    if (*text == '{')
        return put_composite(out, text + 1);
    if (*text == 'x') {
        rtl_bytes_put(out, (int)octet_at(text + 1));
        return text + 3;
    }
    if (text[1] == '.')
        return put_attribute(out, text);
    if (*text != '"' && *text != '#' && strncmp(text, "SID(", 4) != 0)
        return put_operator(out, text);
    text = content_of(&content, text, &code);
    put_sized(out, code, &content);
    rtl_bytes_free(&content);
    return text;
}

void put_condition(struct rtl_bytes *out, const char *text)
{
    rtl_bytes_append(out, RTL_CONDITION_SIGNATURE, RTL_CONDITION_SIGNATURE_SIZE);
    while (*text)
        text = *text == ' ' ? text + 1 : put_element(out, text);
}

static USHORT type_of(const char *text, size_t length)
{
    static const struct {
        const char *name;
        USHORT type;
    } types[] = {
        {"BOOLEAN", CLAIM_SECURITY_ATTRIBUTE_TYPE_BOOLEAN},
        {"UINT64", CLAIM_SECURITY_ATTRIBUTE_TYPE_UINT64},
        {"INT64", CLAIM_SECURITY_ATTRIBUTE_TYPE_INT64},
        {"STRING", CLAIM_SECURITY_ATTRIBUTE_TYPE_STRING},
    };

    for (int i = 0; i < ROWS(types); i++)
        if (strlen(types[i].name) == length && strncmp(types[i].name, text, length) == 0)
            return types[i].type;
    return *text == '"'   ? CLAIM_SECURITY_ATTRIBUTE_TYPE_STRING
           : *text == 'S' ? CLAIM_SECURITY_ATTRIBUTE_TYPE_SID
           : *text == '#' ? CLAIM_SECURITY_ATTRIBUTE_TYPE_OCTET_STRING
                          : CLAIM_SECURITY_ATTRIBUTE_TYPE_INT64;
}

enum { VALUES_MOST = 64 };

/* Values apart by spaces, up to the end of the line. */
static ULONG read_values(const char *text, struct rtl_bytes *contents,
                         struct rtl_claim_value *values)
{
    ULONG count = 0;
    int code;

    while (*text && *text != '\n') {
        if (*text == ' ') {
            text++;
            continue;
        }
        demand(count < VALUES_MOST, text);
        if (isdigit((unsigned char)*text) || *text == '-') {
            char *end;

            values[count] = (struct rtl_claim_value){.number = (int64_t)strtoull(text, &end, 0)};
            text = end;
        } else {
            text = content_of(&contents[count], text, &code);
            values[count] = (struct rtl_claim_value){.bytes = contents[count].bytes,
                                                     .size = contents[count].size};
        }
        count++;
    }
    return count;
}

void put_claim(struct rtl_bytes *out, const char *text)
{
    const char *equals = strchr(text, '=');
    struct rtl_claim_value values[VALUES_MOST];
    struct rtl_bytes contents[VALUES_MOST] = {{.size = 0}}, name = {.size = 0};
    const char *behind = put_units(&name, text, ":!=");
    struct rtl_claim claim = {.name = name.bytes, .name_size = name.size};

    if (*behind == '!')
        claim.flags = (ULONG)strtoul(behind + 1, NULL, 16);
    claim.type = *behind == ':' ? type_of(behind + 1, (size_t)(equals - behind - 1))
                                : type_of(equals + 1, 0);
    claim.count = read_values(equals + 1, contents, values);
    rtl_claim_write(&claim, values, rtl_bytes_extend(out, rtl_claim_size(&claim, values)));
    rtl_bytes_free(&name);
    for (int i = 0; i < VALUES_MOST; i++)
        rtl_bytes_free(&contents[i]);
}

void add_claims_from(struct se_design *design, enum se_claims_source source, const char *lines)
{
    while (*lines) {
        struct rtl_bytes *list = &design->claims[source], claim = {.size = 0};
        uint32_t size;

        put_claim(&claim, lines);
        size = (uint32_t)claim.size;
        rtl_bytes_append(list, &size, sizeof size);
        rtl_bytes_append(list, claim.bytes, claim.size);
        rtl_bytes_free(&claim);
        lines += strcspn(lines, "\n");
        lines += *lines == '\n';
    }
}
