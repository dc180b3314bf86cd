#include "rtl/sddl/literal.h"

#include "rtl/condition.h"
#include "rtl/sddl/unicode.h"
#include "rtl/sid.h"

static UCHAR base_of(unsigned base)
{
    return base == 16  ? RTL_CONDITION_HEXADECIMAL
           : base == 8 ? RTL_CONDITION_OCTAL
                       : RTL_CONDITION_DECIMAL;
}

bool sddl_read_integer(struct sddl_reader *reader, struct sddl_integer *integer)
{
    const char *const first = reader->at;
    uint64_t number;
    unsigned base;
    bool clamped;

    integer->sign = RTL_CONDITION_UNSIGNED;
    if (sddl_skip(reader, '-'))
        integer->sign = RTL_CONDITION_NEGATIVE;
    else if (sddl_skip(reader, '+'))
        integer->sign = RTL_CONDITION_POSITIVE;
    base = sddl_read_base(reader);
    if (sddl_read_digits(reader, base, UINT64_MAX, &number, &clamped) == 0)
        return sddl_fail_here(reader, "a number has digits");
    if (clamped)
        return sddl_fail(reader, first, (size_t)(reader->at - first), reader->error,
                         "a number has 64 bits");
    integer->base = base_of(base);
    number = integer->sign == RTL_CONDITION_NEGATIVE ? 0 - number : number;
    memcpy(&integer->number, &number, sizeof number);
    return true;
}

bool sddl_write_integer(const struct sddl_integer *integer, struct rtl_bytes *out)
{
    static const char *const signs[] = {NULL, "+", "-", ""};
    static const char *const prefixes[] = {NULL, "0", "", "0x"};
    static const unsigned bases[] = {0, 8, 10, 16};
    uint64_t number;

    if (integer->sign < RTL_CONDITION_POSITIVE || integer->sign > RTL_CONDITION_UNSIGNED ||
        integer->base < RTL_CONDITION_OCTAL || integer->base > RTL_CONDITION_HEXADECIMAL)
        return false;
    memcpy(&number, &integer->number, sizeof number);
    rtl_bytes_text(out, signs[integer->sign]);
    rtl_bytes_text(out, prefixes[integer->base]);
    sddl_write_number(integer->sign == RTL_CONDITION_NEGATIVE ? 0 - number : number,
                      bases[integer->base], out);
    return true;
}

/* Appends the next character as UTF-16. */
static bool read_character(struct sddl_reader *reader, struct rtl_bytes *to)
{
    uint32_t character;
    const size_t length =
        sddl_character(reader->at, (size_t)(reader->end - reader->at), &character);

    if (length == 0)
        return sddl_fail_here(reader, "no character in UTF-8");
    sddl_put_character(to, character);
    reader->at += length;
    return true;
}

bool sddl_read_string(struct sddl_reader *reader, struct rtl_bytes *to)
{
    const char *const first = reader->at;

    if (!sddl_skip(reader, '"'))
        return sddl_fail_here(reader, "a string stands between quotation marks");
    while (!sddl_skip(reader, '"')) {
        if (reader->at == reader->end)
            return sddl_fail(reader, first, (size_t)(reader->at - first), reader->error,
                             "a string ends with a quotation mark");
        if (sddl_peek(reader) == '\0')
            return sddl_fail_here(reader, "no character of a string");
        if (!read_character(reader, to))
            return false;
    }
    return true;
}

bool sddl_write_string(const UCHAR *from, size_t size, struct rtl_bytes *out)
{
    rtl_bytes_put(out, '"');
    while (size > 0) {
        uint32_t character;
        const size_t units = sddl_units(from, size, &character);

        if (units == 0 || character == '"' || character == 0)
            return false;
        sddl_write_character(character, out);
        from += 2 * units;
        size -= 2 * units;
    }
    rtl_bytes_put(out, '"');
    return true;
}

/* An odd number of digits has a 0 in front (S-15). */
bool sddl_read_octets(struct sddl_reader *reader, struct rtl_bytes *to)
{
    const char *const first = reader->at;
    const char *at;
    unsigned byte = 0;

    while (sddl_digit(sddl_peek(reader)) < 16)
        reader->at++;
    for (at = first; at < reader->at; at++) {
        byte = byte << 4 | sddl_digit(*at);
        if ((reader->at - at) % 2 != 0) {
            rtl_bytes_put(to, (int)byte);
            byte = 0;
        }
    }
    return true;
}

void sddl_write_octets(const UCHAR *from, size_t size, struct rtl_bytes *out)
{
    rtl_bytes_put(out, '#');
    for (size_t i = 0; i < size; i++) {
        rtl_bytes_put(out, "0123456789abcdef"[from[i] >> 4]);
        rtl_bytes_put(out, "0123456789abcdef"[from[i] & 0xF]);
    }
}

bool sddl_read_sid_literal(struct sddl_reader *reader, struct rtl_bytes *to)
{
    SE_SID sid;
    size_t length;
    bool alias, open;

    open = sddl_skip_word(reader, "SID");
    if (open) {
        sddl_skip_spaces(reader);
        open = sddl_skip(reader, '(');
    }
    if (!open)
        return sddl_fail_here(reader, "a SID is written as SID(BA) or SID(S-1-5-32-544)");
    length = sddl_read_sid(reader, sid.Buffer, &alias);
    if (length == 0)
        return false;
    sddl_skip_spaces(reader);
    if (!sddl_skip(reader, ')'))
        return sddl_fail_here(reader, "a parenthesis ends SID(...)");
    rtl_sid_to_little(&sid.Sid, rtl_bytes_extend(to, length));
    return true;
}

bool sddl_write_sid_literal(const UCHAR *from, size_t size, const struct rtl_sddl_domains *domains,
                            struct rtl_bytes *out)
{
    SE_SID sid;

    if (!rtl_sid_from_little(from, size, &sid))
        return false;
    rtl_bytes_text(out, "SID(");
    rtl_sddl_print_sid(&sid.Sid, domains, out);
    rtl_bytes_put(out, ')');
    return true;
}

static bool is_name_character(enum sddl_name form, uint32_t character)
{
    if (character >= 0x80)
        return true;
    if (form == SDDL_NAME_QUOTED)
        return character != '"' && character >= ' ';
    if (sddl_digit((char)character) < 36)
        return true;
    return character != 0 &&
           strchr(form == SDDL_NAME_LOCAL ? ":/._" : ":/._#$'*+-;?@[\\]^`{}~", (int)character);
}

/* %XXXX: behind the sign. */
static bool read_escape(struct sddl_reader *reader, struct rtl_bytes *to)
{
    unsigned unit = 0;

    for (int i = 0; i < 4; i++) {
        const unsigned digit = sddl_digit(sddl_peek(reader));

        if (digit >= 16)
            return sddl_fail_here(reader, "%XXXX is a character of a name, in four hex digits");
        unit = unit << 4 | digit;
        reader->at++;
    }
    if (unit == 0)
        return sddl_fail(reader, reader->at - 4, 4, reader->error, "no character of a name");
    sddl_put_unit(to, unit);
    return true;
}

bool sddl_read_name(struct sddl_reader *reader, enum sddl_name form, struct rtl_bytes *to)
{
    const size_t size = to->size;

    while (reader->at < reader->end) {
        if (sddl_skip(reader, '%')) {
            if (!read_escape(reader, to))
                return false;
        } else if (!is_name_character(form, (unsigned char)*reader->at)) {
            break;
        } else if (!read_character(reader, to)) {
            return false;
        }
    }
    return to->size > size ||
           sddl_fail_here(reader, "an attribute has a name of letters, digits and : / . _");
}

static void write_escape(unsigned unit, struct rtl_bytes *out)
{
    rtl_bytes_put(out, '%');
    for (unsigned shift = 16; shift > 0; shift -= 4)
        rtl_bytes_put(out, "0123456789abcdef"[unit >> (shift - 4) & 0xF]);
}

bool sddl_write_name(enum sddl_name form, const UCHAR *from, size_t size, struct rtl_bytes *out)
{
    /* A wider set is read than is written. */
    const enum sddl_name written = form == SDDL_NAME_PREFIXED ? SDDL_NAME_LOCAL : form;

    if (size == 0 || size % 2 != 0)
        return false;
    while (size > 0) {
        uint32_t character;
        const size_t units = sddl_units(from, size, &character);
        const size_t taken = units ? units : 1; /* half of a pair */

        if (character == 0) /* which no text can say */
            return false;
        if (units > 0 && is_name_character(written, character) && character != '%')
            sddl_write_character(character, out);
        else
            write_escape(character, out);
        from += 2 * taken;
        size -= 2 * taken;
    }
    return true;
}
