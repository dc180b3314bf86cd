/* Claims in memory: writing them, reading what is right, refusing what is not (B-9). */
#include "support/suite.h"

#include "rtl/claim.h"

#include <stdlib.h>
#include <string.h>

#define UTF16(text) ((const UCHAR *)(text)), sizeof(text) - 1

static const UCHAR everyone[] = {1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0};

/* What is written; values of one type. */
static const struct {
    USHORT type;
    ULONG count;
    struct rtl_claim_value values[2];
    size_t size;
} written[] = {
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_INT64, 2, {{.number = -1}, {.number = 5}}, 16 + 8 + 8 + 16},
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_UINT64, 1, {{.number = -1}}, 16 + 4 + 8 + 8},
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_BOOLEAN, 1, {{.number = 1}}, 16 + 4 + 8 + 8},
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_STRING,
     2,
     {{.bytes = (const UCHAR *)"a\0b", .size = 4}, {.size = 0}},
     16 + 8 + 8 + 8 + 4},
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_SID,
     1,
     {{.bytes = everyone, .size = sizeof everyone}},
     16 + 4 + 8 + 16},
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_OCTET_STRING,
     2,
     {{.bytes = everyone, .size = 1}, {.size = 0}},
     16 + 8 + 8 + 8 + 4},
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_STRING, 0, {{.size = 0}}, 16 + 8},
};

START_TEST(claim_is_read_as_it_was_written)
{
    const struct rtl_claim claim = {.name = (const UCHAR *)"c\0l\0r",
                                    .name_size = 6,
                                    .type = written[_i].type,
                                    .flags = CLAIM_SECURITY_ATTRIBUTE_MANDATORY,
                                    .count = written[_i].count};
    size_t size = rtl_claim_size(&claim, written[_i].values);
    UCHAR *bytes = malloc(size + 1);
    struct rtl_claim read;
    struct rtl_claim_value value;

    ck_assert_uint_eq(size, written[_i].size);
    rtl_claim_write(&claim, written[_i].values, bytes + 1);
    ck_assert(rtl_claim_read(bytes + 1, size, &read));
    ck_assert_uint_eq(read.type, claim.type);
    ck_assert_uint_eq(read.flags, claim.flags);
    ck_assert_uint_eq(read.count, claim.count);
    ck_assert(rtl_claim_is_named(&read, UTF16("C\0L\0R\0")));
    ck_assert(!rtl_claim_is_named(&read, UTF16("C\0L\0")));
    ck_assert(!rtl_claim_is_named(&read, UTF16("C\0L\0X\0")));
    for (ULONG i = 0; i < read.count; i++) {
        rtl_claim_value(&read, i, &value);
        ck_assert_int_eq(value.number, written[_i].values[i].number);
        if (written[_i].values[i].bytes)
            ck_assert_mem_eq(value.bytes, written[_i].values[i].bytes, written[_i].values[i].size);
    }
    free(bytes);
}
END_TEST

/* A claim "n" of one value whose bytes are changed at one place. */
static const struct {
    USHORT type;
    int cut; /* bytes that are missing at the end */
    int at;  /* -1: nothing is changed */
    UCHAR to;
    bool right;
    const char *why;
} changes[] = {
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_INT64, 0, -1, 0, true, "nothing is wrong"},
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_INT64, 1, -1, 0, false, "the number is cut off"},
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_INT64, 17, -1, 0, false, "the header is cut off"},
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_INT64, 0, 4, 7, false, "a type that nobody knows"},
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_INT64, 0, 4, 0, false, "no type"},
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_INT64, 0, 12, 9, false, "more offsets than bytes"},
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_INT64, 0, 15, 0xFF, false, "far more offsets than bytes"},
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_INT64, 0, 0, 0xFF, false, "the name lies outside"},
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_INT64, 0, 3, 0xFF, false, "the name lies far outside"},
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_INT64, 0, 0, 22, false, "the name is empty"},
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_INT64, 0, 16, 25, false, "the number reaches outside"},
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_INT64, 0, 19, 0x80, false, "the number lies outside"},
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_STRING, 0, -1, 0, true, "nothing is wrong"},
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_STRING, 0, 30, 'x', false, "the text has no terminator"},
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_STRING, 0, 16, 32, false, "the text lies outside"},
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_STRING, 0, 16, 33, false, "the text lies behind the end"},
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_SID, 0, -1, 0, true, "nothing is wrong"},
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_SID, 0, 28, 2, false, "a SID of another revision"},
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_SID, 0, 24, 11, false, "a SID that is too short"},
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_OCTET_STRING, 0, 24, 13, false, "octets reach outside"},
    {CLAIM_SECURITY_ATTRIBUTE_TYPE_OCTET_STRING, 0, 27, 0xFF, false, "octets reach far outside"},
};

START_TEST(what_is_malformed_is_refused)
{
    const struct rtl_claim claim = {
        .name = (const UCHAR *)"n\0", .name_size = 2, .type = changes[_i].type, .count = 1};
    struct rtl_claim_value value = {.number = 5, .bytes = (const UCHAR *)"a\0b\0c\0", .size = 6};
    struct rtl_claim read;
    UCHAR *bytes;
    size_t size;

    if (claim.type != CLAIM_SECURITY_ATTRIBUTE_TYPE_STRING)
        value = (struct rtl_claim_value){.number = 5, .bytes = everyone, .size = sizeof everyone};
    size = rtl_claim_size(&claim, &value);
    UCHAR *whole = malloc(size);
    rtl_claim_write(&claim, &value, whole);
    if (changes[_i].at >= 0)
        whole[changes[_i].at] = changes[_i].to;
    size -= (size_t)changes[_i].cut;
    bytes = malloc(size); /* as long as it is, so that a look behind it is found */
    memcpy(bytes, whole, size);
    ck_assert_msg(rtl_claim_read(bytes, size, &read) == changes[_i].right, "%s", changes[_i].why);
    free(bytes);
    free(whole);
}
END_TEST

/* 2000 offsets to one text of 2000 bytes. */
START_TEST(values_do_not_overlap)
{
    enum { COUNT = 2000, TEXT = 16 + 4 * COUNT, NAME = TEXT + 2002, SIZE = NAME + 4 };
    UCHAR *bytes = calloc(1, SIZE);
    const ULONG name = NAME, count = COUNT, text = TEXT;
    struct rtl_claim claim;

    memset(bytes + TEXT, 'x', 2000);
    memcpy(bytes, &name, 4);
    bytes[4] = CLAIM_SECURITY_ATTRIBUTE_TYPE_STRING;
    memcpy(bytes + 12, &count, 4);
    for (size_t i = 0; i < COUNT; i++)
        memcpy(bytes + 16 + 4 * i, &text, 4);
    bytes[NAME] = 'n';
    ck_assert(!rtl_claim_read(bytes, SIZE, &claim));
    bytes[12] = 1;
    bytes[13] = 0;
    ck_assert(rtl_claim_read(bytes, SIZE, &claim));
    free(bytes);
}
END_TEST

START_TEST(a_value_that_stands_twice_is_found)
{
    const struct rtl_claim_value values[] = {{.bytes = (const UCHAR *)"r\0", .size = 2},
                                             {.bytes = (const UCHAR *)"b\0", .size = 2},
                                             {.bytes = (const UCHAR *)"R\0", .size = 2}};
    struct rtl_claim claim = {.name = (const UCHAR *)"n\0",
                              .name_size = 2,
                              .type = CLAIM_SECURITY_ATTRIBUTE_TYPE_STRING,
                              .count = 3};
    struct rtl_claim read;
    UCHAR bytes[128];

    rtl_claim_write(&claim, values, bytes);
    ck_assert(rtl_claim_read(bytes, sizeof bytes, &read));
    ck_assert(rtl_claim_repeats_itself(&read));
    read.count = 2;
    ck_assert(!rtl_claim_repeats_itself(&read));
    read.count = 3;
    read.flags = CLAIM_SECURITY_ATTRIBUTE_VALUE_CASE_SENSITIVE;
    ck_assert(!rtl_claim_repeats_itself(&read));
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("rtl/claim");

    tcase_add_loop_test(tcase, claim_is_read_as_it_was_written, 0, ROWS(written));
    tcase_add_loop_test(tcase, what_is_malformed_is_refused, 0, ROWS(changes));
    tcase_add_test(tcase, values_do_not_overlap);
    tcase_add_test(tcase, a_value_that_stands_twice_is_found);
    return suite_end();
}
