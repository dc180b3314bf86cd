/*
 * Claims and device groups of a token. Claims are, one behind the other, a length of 32 bits and so
 * many bytes, as the token has them (se/claims.h): pointer is where they begin, number their size.
 */
#include "scenario/kinds_private.h"

#include "scenario/runner.h"

#include "rtl/bytes.h"
#include "rtl/claim.h"

#include <string.h>

/* ---- reading ---- */

/* The claim that is read now, its values, and where their texts lie. */
struct reading {
    struct runner *run;
    struct rtl_claim claim;
    struct rtl_claim_value *values;
};

/* UTF-16, little endian, in the arena. */
static struct octets units_of(struct runner *run, const struct node *node)
{
    unsigned char *bytes = arena_alloc(&run->arena, 2 * (size_t)node->length + 2);
    size_t size = 0;
    for (size_t at = 0; at < node->length;) {
        uint32_t character, units[2] = {0};
        at += text_decode(node->text + at, node->length - at, &character);
        const bool pair = character > 0xFFFF;
        units[0] = pair ? 0xD800 + ((character - 0x10000) >> 10) : character;
        units[1] = 0xDC00 + ((character - 0x10000) & 0x3FF);
        for (int i = 0; i <= pair; i++) {
            bytes[size++] = (unsigned char)units[i];
            bytes[size++] = (unsigned char)(units[i] >> 8);
        }
    }
    return (struct octets){.bytes = bytes, .size = size};
}

static void put_bytes(struct rtl_claim_value *value, struct octets octets)
{
    value->bytes = octets.bytes;
    value->size = octets.size;
}

/* Does it begin like a number below zero, so that its highest bit is a sign? */
static bool is_negative(const struct node *node)
{
    return node->text[0] == '-';
}

static bool is_decimal(const struct node *node)
{
    const char *digits = node->text + is_negative(node);
    return *digits != '\0' && digits[strspn(digits, "0123456789")] == '\0';
}

static bool scalar_value(struct reading *reading, const struct node *node, USHORT *type,
                         struct rtl_claim_value *value)
{
    uint64_t number;
    if (number_read(node, &number)) {
        if (number > INT64_MAX && !is_negative(node)) {
            problem(reading->run, node, "%s is no number of 63 bits", node->text);
            return problem_help(reading->run, "write {uint64: %s}", node->text);
        }
        *type = CLAIM_SECURITY_ATTRIBUTE_TYPE_INT64;
        value->number = (int64_t)number;
    } else if (!node->quoted && (node_is(node, "true") || node_is(node, "false"))) {
        *type = CLAIM_SECURITY_ATTRIBUTE_TYPE_BOOLEAN;
        value->number = node_is(node, "true");
    } else if (!node->quoted && is_decimal(node)) {
        problem(reading->run, node, "%s is no number of 64 bits", node->text);
        return problem_help(reading->run, "a text of digits stands in quotes");
    } else {
        *type = CLAIM_SECURITY_ATTRIBUTE_TYPE_STRING;
        put_bytes(value, units_of(reading->run, node));
    }
    return true;
}

static bool sid_value(struct runner *run, const struct node *node, struct rtl_claim_value *value)
{
    SE_SID sid, *little = arena_alloc(&run->arena, sizeof *little);
    if (!sid_parse(run, node, &sid)) {
        return false;
    }
    rtl_sid_to_little(&sid.Sid, little);
    put_bytes(value, (struct octets){.bytes = little, .size = rtl_sid_length(&sid.Sid)});
    return true;
}

static bool octets_value(struct runner *run, const struct node *node, struct rtl_claim_value *value)
{
    struct octets octets;
    if (!hex_parse(run, node, node->length / 2, &octets)) {
        return false;
    }
    put_bytes(value, octets);
    return true;
}

static bool unsigned_value(struct runner *run, const struct node *node,
                           struct rtl_claim_value *value)
{
    uint64_t number;
    if (!number_read(node, &number) || is_negative(node)) {
        return problem_kind(run, node, "a number that is not below 0");
    }
    value->number = (int64_t)number;
    return true;
}

/* {sid: SID}, {octets: HEX}, {uint64: NUMBER} */
static bool typed_value(struct reading *reading, const struct node *node, USHORT *type,
                        struct rtl_claim_value *value)
{
    struct runner *run = reading->run;
    struct keyed keys;
    if (!keys_collect(run, node, SPACE_CLAIM, &keys)) {
        return false;
    }
    if (node->count != 1) {
        return problem(run, node, "a value of a claim has one type");
    }
    if (key_value(keys, CLAIM, sid)) {
        *type = CLAIM_SECURITY_ATTRIBUTE_TYPE_SID;
        return sid_value(run, key_value(keys, CLAIM, sid), value);
    }
    if (key_value(keys, CLAIM, octets)) {
        *type = CLAIM_SECURITY_ATTRIBUTE_TYPE_OCTET_STRING;
        return octets_value(run, key_value(keys, CLAIM, octets), value);
    }
    *type = CLAIM_SECURITY_ATTRIBUTE_TYPE_UINT64;
    return unsigned_value(run, key_value(keys, CLAIM, uint64), value);
}

static const char *type_name(USHORT type)
{
    switch (type) {
    case CLAIM_SECURITY_ATTRIBUTE_TYPE_INT64:
        return "a number";
    case CLAIM_SECURITY_ATTRIBUTE_TYPE_UINT64:
        return "a uint64";
    case CLAIM_SECURITY_ATTRIBUTE_TYPE_BOOLEAN:
        return "true or false";
    case CLAIM_SECURITY_ATTRIBUTE_TYPE_SID:
        return "a SID";
    case CLAIM_SECURITY_ATTRIBUTE_TYPE_OCTET_STRING:
        return "octets";
    default:
        return "a text";
    }
}

static bool add_value(struct reading *reading, const struct node *node)
{
    struct runner *run = reading->run;
    struct rtl_claim_value *value = &reading->values[reading->claim.count];
    USHORT type = 0;
    node = resolved(run, node);
    if (node->kind == NODE_SEQUENCE) {
        return problem_kind(run, node,
                            "a number, true, false, a text, {sid: SID}, {octets: HEX} "
                            "or {uint64: NUMBER}");
    }
    if (!(node->kind == NODE_MAPPING ? typed_value(reading, node, &type, value)
                                     : scalar_value(reading, node, &type, value))) {
        return false;
    }
    if (reading->claim.count > 0 && type != reading->claim.type) {
        return problem(run, node, "the values of a claim are of one type: the first is %s, this %s",
                       type_name(reading->claim.type), type_name(type));
    }
    reading->claim.type = type;
    reading->claim.count++;
    return true;
}

static bool add_values(struct reading *reading, const struct node *node)
{
    struct runner *run = reading->run;
    const bool list = node->kind == NODE_SEQUENCE;
    bool right = true;
    reading->values =
        arena_alloc(&run->arena, (list ? node->count + 1 : 1) * sizeof *reading->values);
    reading->claim.type = CLAIM_SECURITY_ATTRIBUTE_TYPE_STRING; /* of none at all */
    if (!list) {
        return add_value(reading, node);
    }
    for (const struct node *at = node_first(node); at != after(run, node); at = after(run, at)) {
        right = add_value(reading, at) && right;
    }
    return right;
}

static bool append(struct reading *reading, const struct node *node, struct rtl_bytes *out)
{
    const uint32_t size = (uint32_t)rtl_claim_size(&reading->claim, reading->values);
    struct rtl_claim written;
    rtl_bytes_append(out, &size, sizeof size);
    unsigned char *at = rtl_bytes_extend(out, size);
    rtl_claim_write(&reading->claim, reading->values, at);
    if (!rtl_claim_read(at, size, &written)) {
        return problem(reading->run, node, "this is no claim"); /* a name or text with a NUL */
    }
    return !rtl_claim_repeats_itself(&written) ||
           problem(reading->run, node, "NT takes no claim that has a value twice");
}

static bool add_claim(struct runner *run, const struct node *name, const struct node *node,
                      struct rtl_bytes *out)
{
    struct reading reading = {.run = run};
    if (name->length == 0) {
        return problem(run, name, "a claim has a name");
    }
    const struct octets units = units_of(run, name);
    reading.claim.name = units.bytes;
    reading.claim.name_size = units.size;
    node = resolved(run, node);
    return add_values(&reading, node) && append(&reading, node, out);
}

static bool claims_parse(struct runner *run, const struct node *node, enum kind kind,
                         struct value *value)
{
    struct rtl_bytes bytes = {.size = 0};
    bool right = true;
    if (node->kind != NODE_MAPPING) {
        return problem_kind(run, node, kind_row(kind)->description);
    }
    const struct node *end = after(run, node);
    for (const struct node *name = node_first(node); name != end;) {
        const struct node *values = name + 1;
        right = add_claim(run, resolved(run, name), values, &bytes) && right;
        name = after(run, values);
    }
    value->number = bytes.size;
    if (bytes.size > 0) {
        value->pointer = memcpy(arena_alloc(&run->arena, bytes.size), bytes.bytes, bytes.size);
    }
    rtl_bytes_free(&bytes);
    return right;
}

/* ---- comparing ---- */

/* One of them, with its length. */
static struct octets next_claim(const struct value *value, size_t *at)
{
    const unsigned char *bytes = (const unsigned char *)value->pointer + *at;
    uint32_t size;
    memcpy(&size, bytes, sizeof size);
    *at += sizeof size + size;
    return (struct octets){.bytes = bytes, .size = sizeof size + size};
}

static bool has_claim(const struct value *claims, struct octets wanted)
{
    for (size_t at = 0; at < claims->number;) {
        const struct octets one = next_claim(claims, &at);
        if (one.size == wanted.size && memcmp(one.bytes, wanted.bytes, one.size) == 0) {
            return true;
        }
    }
    return false;
}

/* There may be more than is named, unless it says exactly. */
static enum match claims_match(struct runner *run, const struct node *node, enum kind kind,
                               const struct value *actual)
{
    struct value expected;
    bool exactly;
    if (!kind_parse(run, without_exactly(run, node, &exactly), kind, &expected)) {
        return MATCH_BROKEN;
    }
    if (!actual) {
        return MATCH_SAME;
    }
    for (size_t at = 0; at < expected.number;) {
        if (!has_claim(actual, next_claim(&expected, &at))) {
            return MATCH_DIFFERENT;
        }
    }
    return exactly && expected.number != actual->number ? MATCH_DIFFERENT : MATCH_SAME;
}

static bool claims_same(const struct value *a, const struct value *b)
{
    return a->number == b->number &&
           (a->number == 0 || memcmp(a->pointer, b->pointer, (size_t)a->number) == 0);
}

/* ---- printing ---- */

static void print_units(struct text *text, const unsigned char *units, size_t size)
{
    for (size_t at = 0; at + 1 < size; at += 2) {
        uint32_t unit = units[at] | (uint32_t)units[at + 1] << 8;
        if (unit >= 0x20 && unit < 0x7F) {
            text_append_format(text, "%c", (int)unit);
        } else {
            text_append_format(text, "\\u%04X", unit);
        }
    }
}

static void print_octets(struct text *text, const struct rtl_claim_value *value)
{
    text_append_string(text, "{octets: \"");
    for (size_t i = 0; i < value->size; i++) {
        text_append_format(text, "%02x", value->bytes[i]);
    }
    text_append_string(text, "\"}");
}

static void print_sid(struct runner *run, struct text *text, const struct rtl_claim_value *value)
{
    SE_SID sid;
    rtl_sid_from_little(value->bytes, value->size, &sid);
    text_append_string(text, "{sid: ");
    sid_print(run, &sid.Sid, text);
    text_append_string(text, "}");
}

static void print_value(struct runner *run, struct text *text, const struct rtl_claim *claim,
                        ULONG index)
{
    struct rtl_claim_value value;
    rtl_claim_value(claim, index, &value);
    switch (claim->type) {
    case CLAIM_SECURITY_ATTRIBUTE_TYPE_INT64:
        text_append_format(text, "%lld", (long long)value.number);
        break;
    case CLAIM_SECURITY_ATTRIBUTE_TYPE_UINT64:
        text_append_format(text, "{uint64: %llu}", (unsigned long long)value.number);
        break;
    case CLAIM_SECURITY_ATTRIBUTE_TYPE_BOOLEAN:
        text_append_string(text, value.number ? "true" : "false");
        break;
    case CLAIM_SECURITY_ATTRIBUTE_TYPE_SID:
        print_sid(run, text, &value);
        break;
    case CLAIM_SECURITY_ATTRIBUTE_TYPE_OCTET_STRING:
        print_octets(text, &value);
        break;
    default:
        text_append_string(text, "\"");
        print_units(text, value.bytes, value.size);
        text_append_string(text, "\"");
    }
}

static void claims_print(struct runner *run, enum kind kind, const struct value *value,
                         struct text *text)
{
    (void)kind;
    text_append_string(text, "{");
    for (size_t at = 0; at < value->number;) {
        const bool first = at == 0;
        const struct octets one = next_claim(value, &at);
        struct rtl_claim claim;
        rtl_claim_read((const unsigned char *)one.bytes + sizeof(uint32_t),
                       one.size - sizeof(uint32_t), &claim);
        text_append_string(text, first ? "" : ", ");
        print_units(text, claim.name, claim.name_size);
        text_append_string(text, claim.count == 1 ? ": " : ": [");
        for (ULONG i = 0; i < claim.count; i++) {
            text_append_string(text, i > 0 ? ", " : "");
            print_value(run, text, &claim, i);
        }
        text_append_string(text, claim.count == 1 ? "" : "]");
    }
    text_append_string(text, "}");
}

const struct kind_behaviour kind_claims = {
    .parse = claims_parse,
    .match = claims_match,
    .print = claims_print,
    .same = claims_same,
};
