/* Access masks in SDDL: letters, numbers, and how Windows writes them (access-check S-6 to S-8). */
#include "rtl/sddl/reader.h"

static const ACCESS_MASK masks[SDDL_PAIR_COUNT] = {
#define RIGHT(first, second, use, mask) [SDDL_PAIR(first, second)] = (mask),
#include "rtl/sddl/rights.def"
};

enum right_use { BIT, WHOLE, READ, LABEL };

static const struct right {
    char letters[2];
    enum right_use use;
    ACCESS_MASK mask;
} rights[] = {
#define RIGHT(first, second, how, bits) \
    {.letters = SDDL_LETTERS(first, second), .use = (how), .mask = (bits)},
#include "rtl/sddl/rights.def"
};

/* The magnitude ends at 32 bits; the sign counts after that (S-7). */
static bool read_number(struct sddl_reader *reader, ACCESS_MASK *mask)
{
    const char *first = reader->at;
    const bool negative = sddl_skip(reader, '-');
    const unsigned base = sddl_read_base(reader);
    uint64_t number;
    bool clamped;

    if (sddl_read_digits(reader, base, UINT32_MAX, &number, &clamped) == 0)
        return sddl_fail(reader, first, (size_t)(reader->at - first) + 1, reader->error,
                         "a number has digits");
    if (base == 8 && sddl_digit(sddl_peek(reader)) < 10)
        return sddl_fail_here(reader, "a number that begins with 0 is octal");
    *mask |= negative ? 0 - (ACCESS_MASK)number : (ACCESS_MASK)number;
    return true;
}

static bool read_letters(struct sddl_reader *reader, ACCESS_MASK *mask)
{
    const unsigned pair = sddl_pair(reader);

    if (pair == SDDL_PAIR_COUNT || masks[pair] == 0)
        return sddl_fail(reader, reader->at, 2, reader->error,
                         "no right; rights are pairs of letters such as GA or FR, or a number");
    *mask |= masks[pair];
    reader->at += 2;
    return true;
}

bool sddl_read_rights(struct sddl_reader *reader, ACCESS_MASK *mask)
{
    bool any = false;

    *mask = 0;
    for (;; any = true) {
        const char *spaces = reader->at;

        sddl_skip_spaces(reader);
        if (sddl_peek(reader) == ';') {
            if (any && reader->at != spaces)
                return sddl_fail(reader, spaces, (size_t)(reader->at - spaces), reader->error,
                                 "no space stands behind rights");
            return true;
        }
        if (sddl_digit(sddl_peek(reader)) < 10 || sddl_peek(reader) == '-') {
            if (!read_number(reader, mask))
                return false;
        } else if (!read_letters(reader, mask)) {
            return false;
        }
    }
}

/* All letters of one use; false, with nothing written, if a right has none. */
static bool write_letters(enum right_use use, ACCESS_MASK mask, struct rtl_bytes *out)
{
    const size_t size = out->size;

    for (size_t i = 0; i < sizeof rights / sizeof *rights; i++)
        if (rights[i].use == use && mask & rights[i].mask) {
            rtl_bytes_append(out, rights[i].letters, sizeof rights[i].letters);
            mask &= ~rights[i].mask;
        }
    if (mask != 0)
        out->size = size;
    return mask == 0;
}

static bool write_whole(ACCESS_MASK mask, struct rtl_bytes *out)
{
    for (size_t i = 0; i < sizeof rights / sizeof *rights; i++)
        if (rights[i].use == WHOLE && rights[i].mask == mask) {
            rtl_bytes_append(out, rights[i].letters, sizeof rights[i].letters);
            return true;
        }
    return false;
}

void sddl_write_number(uint64_t number, unsigned base, struct rtl_bytes *out)
{
    char digits[24];
    size_t at = sizeof digits;

    do {
        digits[--at] = "0123456789abcdef"[number % base];
        number /= base;
    } while (number > 0);
    rtl_bytes_append(out, digits + at, sizeof digits - at);
}

void sddl_write_rights(UCHAR type, ACCESS_MASK mask, struct rtl_bytes *out)
{
    const enum right_use use = type == SYSTEM_MANDATORY_LABEL_ACE_TYPE ? LABEL : BIT;

    if ((use == BIT && write_whole(mask, out)) || write_letters(use, mask, out))
        return;
    rtl_bytes_text(out, "0x");
    sddl_write_number(mask, 16, out);
}
