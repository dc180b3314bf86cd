/* Upper case, unit by unit: the pairs of Unicode 5.1 and no others. */
#include "support/suite.h"

#include "rtl/upcase.h"

static const struct {
    USHORT unit, upper;
    const char *why;
} units[] = {
    {'a', 'A', "the first letter"},
    {'z', 'Z', "the last letter"},
    {'A', 'A', "upper case stays"},
    {'`', '`', "in front of the letters"},
    {'{', '{', "behind the letters"},
    {'_', '_', "above upper-case and below lower-case letters"},
    {0x00E4, 0x00C4, "Latin 1"},
    {0x00F7, 0x00F7, "the division sign has no other half"},
    {0x00FF, 0x0178, "far away"},
    {0x0101, 0x0100, "every second one"},
    {0x0100, 0x0100, "the one between"},
    {0x03B1, 0x0391, "Greek"},
    {0x0430, 0x0410, "Cyrillic"},
    {0x10D0, 0x10D0, "Georgian got its pairs in Unicode 11"},
    {0x1E9E, 0x1E9E, "sharp s, upper case"},
    {0x00DF, 0x00DF, "sharp s has no upper case of its own"},
    {0x2C65, 0x023A, "Unicode 5.0"},
    {0x0371, 0x0370, "Unicode 5.1"},
    {0x2CEC, 0x2CEC, "Unicode 5.2"},
    {0x029E, 0x029E, "Unicode 6.0"},
    {0xA7A7, 0xA7A7, "Unicode 6.0"},
    {0x025C, 0x025C, "Unicode 7.0"},
    {0x0131, 0x0131, "dotless i maps one way only"},
    {0x017F, 0x017F, "long s maps one way only"},
    {0x03C2, 0x03C2, "final sigma maps one way only"},
    {0xFF41, 0xFF21, "full width"},
    {0xFFFF, 0xFFFF, "the last unit"},
};

START_TEST(unit_has_its_upper_case)
{
    ck_assert_msg(rtl_upcase(units[_i].unit) == units[_i].upper, "%s: %04X", units[_i].why,
                  rtl_upcase(units[_i].unit));
}
END_TEST

START_TEST(upper_case_is_final)
{
    unsigned folded = 0;

    for (unsigned unit = 0; unit <= 0xFFFF; unit++) {
        USHORT upper = rtl_upcase((USHORT)unit);

        ck_assert_uint_eq(rtl_upcase(upper), upper);
        folded += upper != unit;
    }
    ck_assert_uint_eq(folded, 973);
}
END_TEST

static const struct {
    const char *a, *b; /* UTF-16 */
    size_t a_size, b_size;
    bool fold;
    int sign;
    const char *why;
} texts[] = {
    {"", "", 0, 0, true, 0, "both are empty"},
    {"a\0", "A\0", 2, 2, true, 0, "case does not count"},
    {"a\0", "A\0", 2, 2, false, 1, "case counts"},
    {"a\0", "_\0", 2, 2, true, -1, "upper case is below the underscore"},
    {"a\0", "a\0b\0", 2, 4, true, -1, "the shorter one is less"},
    {"b\0", "a\0b\0", 2, 4, true, 1, "the first difference decides"},
    {"\x00\xD8\x00\xDC", "\x00\xF9", 4, 2, true, -1, "U+10000 is below U+F900: units decide"},
    {"a\0x", "A\0", 3, 2, true, 0, "an odd last byte does not count"},
};

START_TEST(texts_compare)
{
    int got = rtl_text_compare((const UCHAR *)texts[_i].a, texts[_i].a_size,
                               (const UCHAR *)texts[_i].b, texts[_i].b_size, texts[_i].fold);
    int back = rtl_text_compare((const UCHAR *)texts[_i].b, texts[_i].b_size,
                                (const UCHAR *)texts[_i].a, texts[_i].a_size, texts[_i].fold);

    ck_assert_msg(got == texts[_i].sign && back == -texts[_i].sign, "%s: %d, %d", texts[_i].why,
                  got, back);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("rtl/upcase");

    tcase_add_loop_test(tcase, unit_has_its_upper_case, 0, ROWS(units));
    tcase_add_test(tcase, upper_case_is_final);
    tcase_add_loop_test(tcase, texts_compare, 0, ROWS(texts));
    return suite_end();
}
