#include "rtl/sddl/unicode.h"

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0u) == 0x80u;
}

static bool is_surrogate(uint32_t character)
{
    return character >= 0xD800 && character <= 0xDFFF;
}

size_t sddl_character(const char *text, size_t length, uint32_t *character)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char first = length > 0 ? (unsigned char)*text : 0xFF;
    const size_t count = first < 0x80                    ? 1
                         : first >= 0xC2 && first < 0xE0 ? 2
                         : first >= 0xE0 && first < 0xF0 ? 3
                         : first >= 0xF0 && first < 0xF5 ? 4
                                                         : 0;
    uint32_t value = count > 1 ? first & (0x7Fu >> count) : first;

    if (count == 0 || count > length)
        return 0;
    for (size_t i = 1; i < count; i++) {
        if (!is_continuation(text[i]))
            return 0;
        value = value << 6 | ((unsigned char)text[i] & 0x3Fu);
    }
    if (value < least[count] || value > 0x10FFFF || is_surrogate(value))
        return 0;
    *character = value;
    return count;
}

void sddl_put_unit(struct rtl_bytes *to, unsigned unit)
{
    unsigned char *at = rtl_bytes_extend(to, 2);

    at[0] = (unsigned char)(unit & 0xFF);
    at[1] = (unsigned char)(unit >> 8);
}

void sddl_put_character(struct rtl_bytes *to, uint32_t character)
{
    if (character < 0x10000) {
        sddl_put_unit(to, character);
    } else {
        sddl_put_unit(to, 0xD800 + ((character - 0x10000) >> 10));
        sddl_put_unit(to, 0xDC00 + ((character - 0x10000) & 0x3FF));
    }
}

size_t sddl_units(const unsigned char *from, size_t size, uint32_t *character)
{
    const uint32_t first = size >= 2 ? from[0] | (uint32_t)from[1] << 8 : 0xDFFF;
    const uint32_t second = size >= 4 ? from[2] | (uint32_t)from[3] << 8 : 0;

    *character = first;
    if (!is_surrogate(first))
        return 1;
    if (first >= 0xDC00 || second < 0xDC00 || second > 0xDFFF)
        return 0;
    *character = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
    return 2;
}

size_t sddl_encode(uint32_t character, char bytes[4])
{
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    const size_t count = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;

    for (size_t i = count; i-- > 1; character >>= 6)
        bytes[i] = (char)(0x80 | (character & 0x3F));
    bytes[0] = (char)(lead[count > 1 ? count : 0] | character);
    return count;
}

void sddl_write_character(uint32_t character, struct rtl_bytes *out)
{
    char bytes[4];

    rtl_bytes_append(out, bytes, sddl_encode(character, bytes));
}
