/* The table of byte codes of conditions, and reading a program element by element (B-8). */
#include "support/suite.h"

#include "rtl/condition.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *program; /* in hex */
    const char *why;
    unsigned elements;
    bool whole;
} programs[] = {
    {"", "no element", 0, true},
    {"00000000", "padding only", 4, true},
    {"04fffffffffffffffff0", "an integer without its base", 0, false},
    {"04ffffffffffffffff0202", "-1", 1, true},
    {"f80200000061000402000000000000000302800000", "a == 2, padded", 5, true},
    {"1000000000", "an empty string", 1, true},
    {"10ffffffff", "a string longer than what is there", 0, false},
    {"100100", "half a length", 0, false},
    {"a0ff", "a code that nobody knows, behind one that is", 1, false},
};

static size_t bytes_of(const char *hex, UCHAR *bytes)
{
    size_t size = strlen(hex) / 2;

    for (size_t i = 0; i < size; i++) {
        unsigned byte = 0;

        ck_assert_int_eq(sscanf(hex + 2 * i, "%2x", &byte), 1);
        bytes[i] = (UCHAR)byte;
    }
    return size;
}

START_TEST(a_program_is_read_to_its_end_or_to_what_is_wrong)
{
    UCHAR bytes[64];
    size_t size = bytes_of(programs[_i].program, bytes);
    struct rtl_condition_token token;
    unsigned elements = 0;
    size_t at = 0;

    while (rtl_condition_next(bytes, size, &at, &token))
        elements++;
    ck_assert_msg(elements == programs[_i].elements, "%s: %u", programs[_i].why, elements);
    ck_assert_msg((at == size) == programs[_i].whole, "%s: ends at %zu", programs[_i].why, at);
}
END_TEST

START_TEST(an_element_has_its_value)
{
    UCHAR bytes[64];
    size_t size = bytes_of("04ffffffffffffffff0203f9020000006100", bytes);
    struct rtl_condition_token token;
    size_t at = 0;

    ck_assert(rtl_condition_next(bytes, size, &at, &token));
    ck_assert_uint_eq(token.row->code, RTL_CONDITION_INT64);
    ck_assert_int_eq(token.number, -1);
    ck_assert_uint_eq(token.sign, RTL_CONDITION_NEGATIVE);
    ck_assert_uint_eq(token.base, RTL_CONDITION_HEXADECIMAL);
    ck_assert(rtl_condition_next(bytes, size, &at, &token));
    ck_assert_int_eq(token.row->shape, RTL_CONDITION_SHAPE_ATTRIBUTE);
    ck_assert_str_eq(token.row->text, "@USER.");
    ck_assert_uint_eq(token.size, 2);
    ck_assert_uint_eq(token.bytes[0], 'a');
}
END_TEST

START_TEST(a_row_is_found_by_its_code_alone)
{
    const struct rtl_condition_row *row = rtl_condition_row((UCHAR)_i);

    ck_assert(!row || row->code == _i);
}
END_TEST

START_TEST(the_signature_says_what_is_a_condition)
{
    ck_assert(rtl_condition_signed((const UCHAR *)"artx", 4));
    ck_assert(!rtl_condition_signed((const UCHAR *)"artx", 3));
    ck_assert(!rtl_condition_signed((const UCHAR *)"Artx", 4));
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("rtl/condition");

    tcase_add_loop_test(tcase, a_program_is_read_to_its_end_or_to_what_is_wrong, 0, ROWS(programs));
    tcase_add_test(tcase, an_element_has_its_value);
    tcase_add_loop_test(tcase, a_row_is_found_by_its_code_alone, 0, 256);
    tcase_add_test(tcase, the_signature_says_what_is_a_condition);
    return suite_end();
}
