/*
 * Conditions and resource attributes in SDDL (access-check S-13 to S-16, B-8, B-9): canonical text,
 * byte code, and what is refused.
 */
#include "support/sddl.h"
#include "support/suite.h"

#include "rtl/condition.h"

#include <stdlib.h>
#include <string.h>

static struct srm_world *w;

static void open_world(void)
{
    w = srm_world_new(NULL);
}

static void close_world(void)
{
    ck_assert_uint_eq(srm_world_delete(w), 0);
}

static const struct {
    const char *text, *canonical, *why;
} conditions[] = {
    {"@User.a == 1", "@USER.a == 1", "S-15"},
    {"@user.a==1", "@USER.a == 1", "case and spaces"},
    {"  @Device.a   !=\"x y\" ", "@DEVICE.a != \"x y\"", "strings are verbatim"},
    {"@Resource.a < @User.b", "@RESOURCE.a < @USER.b", "two attributes"},
    {"a <= 1", "a <= 1", "a local attribute"},
    {"a > 1", "a > 1", ""},
    {"a >= 1", "a >= 1", ""},
    {"a", "a", "alone: A-64"},
    {"A || B && C", "(A) || ((B) && (C))", "S-13"},
    {"A && B || C", "((A) && (B)) || (C)", "S-13"},
    {"A && B && C", "((A) && (B)) && (C)", "S-13"},
    {"A && (B && C)", "(A) && ((B) && (C))", "parentheses bind"},
    {"(A || B) && C", "((A) || (B)) && (C)", "parentheses bind"},
    {"((((a))))", "a", "parentheses that say nothing"},
    {"!(a)", "!(a)", "S-13"},
    {"! ( a )", "!(a)", "spaces around !"},
    {"!(!(!(a)))", "!(!(!(a)))", ""},
    {"!(a) && !(b || c)", "(!(a)) && (!((b) || (c)))", "! binds closer than &&"},
    {"!(a == 1) || b", "(!(a == 1)) || (b)", ""},
    {"Exists a", "Exists a", ""},
    {"exists @User.a", "Exists @USER.a", ""},
    {"Not_Exists a", "Not_Exists a", ""},
    {"Existsa", "Existsa", "a name that begins like an operator"},
    {"Exists.a == 1", "Exists.a == 1", "the same"},
    {"Member_of {SID(BA)}", "Member_of {SID(BA)}", "S-15"},
    {"Member_of{SID(BA),SID(S-1-5-32-545)}", "Member_of {SID(BA), SID(BU)}", "S-15, S-16"},
    {"Member_of(SID(BA))", "Member_of SID(BA)", "S-16"},
    {"Member_of ({SID(BA)})", "Member_of {SID(BA)}", "S-16"},
    {"Member_of SID(BA)", "Member_of SID(BA)", "S-16"},
    {"Member_of {1,2,3}", "Member_of {1, 2, 3}", "S-16"},
    {"Member_of_Any{SID(BA)}", "Member_of_any {SID(BA)}", "S-15"},
    {"device_member_of{SID(BA)}", "Device_Member_of {SID(BA)}", ""},
    {"Device_Member_of_Any{SID(BA)}", "Device_Member_of_any {SID(BA)}", ""},
    {"Not_Member_of{SID(BA)}", "Not_Member_of {SID(BA)}", ""},
    {"Not_Member_of_Any{SID(BA)}", "Not_Member_of_any {SID(BA)}", ""},
    {"Not_Device_Member_of{SID(BA)}", "Not_Device_Member_of {SID(BA)}", ""},
    {"Not_Device_Member_of_Any{SID(BA)}", "Not_Device_Member_of_any {SID(BA)}", ""},
    {"!(Member_of{SID(BA)})", "!(Member_of {SID(BA)})", "S-13"},
    {"a Contains {1, \"x\", #0a, SID(WD)}", "a Contains {1, \"x\", #0a, SID(WD)}", ""},
    {"a Contains \"x\"", "a Contains \"x\"", ""},
    {"a Any_of \"pink\"", "a Any_of \"pink\"", "S-16"},
    {"a Any_of {\"x\",\"x\"}", "a Any_of {\"x\", \"x\"}", "S-16: repeated members"},
    {"a Not_Contains {}", "a Not_Contains {}", "an empty list"},
    {"a Not_Any_of { }", "a Not_Any_of {}", ""},
    {"a == #1020300", "a == #01020300", "S-15: an odd digit"},
    {"a == #", "a == #", "no octets"},
    {"a == 0xffffffffffffffff", "a == 0xffffffffffffffff", "S-16"},
    {"a == 18446744073709551615", "a == 18446744073709551615", ""},
    {"a == -1", "a == -1", "B-8"},
    {"a == +1", "a == +1", ""},
    {"a == -0x10", "a == -0x10", ""},
    {"a == 017", "a == 017", "octal"},
    {"a == 0", "a == 0", ""},
    {"a == \"\"", "a == \"\"", "an empty string"},
    {"a == \"(;)&&\"", "a == \"(;)&&\"", "what would be syntax elsewhere"},
    {"a == \"\xC3\x9F\xE2\x82\xAC\xF0\x90\x80\x80\"",
     "a == \"\xC3\x9F\xE2\x82\xAC\xF0\x90\x80\x80\"", "characters of 2, 3 and 4 bytes"},
    {"@User.ad://ext/AuthenticationSilo == \"x\"", "@USER.ad://ext/AuthenticationSilo == \"x\"",
     "S-14"},
    {"@User.... == 1", "@USER.... == 1", "S-14"},
    {"@User.a%0021b == 1", "@USER.a%0021b == 1", "an escape: S-14"},
    {"@User.%0061 == 1", "@USER.a == 1", "an escape that was not needed"},
    {"@User.a-b == 1", "@USER.a%002db == 1", "a character that only prefixed names take"},
    {"\xC3\x9F == 1", "\xC3\x9F == 1", "letters beyond ASCII"},
    {"%0045xists == 1", "%0045xists == 1", "a name that would be an operator"},
    {"%d800 == 1", "%d800 == 1", "half of a pair"},
    {"Contains Contains 1", "Contains Contains 1", "a name where no operator can stand"},
};

static void check_text(const char *text, const char *canonical, const char *why)
{
    struct rtl_bytes program = {.bytes = NULL}, again = {.bytes = NULL}, printed = {.bytes = NULL};
    struct rtl_sddl_problem problem = {.what = ""};

    ck_assert_msg(rtl_sddl_parse_condition(w, text, strlen(text), NULL, &program, &problem),
                  "%s (%s): %zu: %s", text, why, problem.offset, problem.what);
    ck_assert(rtl_sddl_print_condition(program.bytes, program.size, NULL, &printed));
    rtl_bytes_put(&printed, '\0');
    ck_assert_msg(strcmp((char *)printed.bytes, canonical) == 0, "%s (%s) became %s", text, why,
                  printed.bytes);
    ck_assert(rtl_sddl_parse_condition(w, canonical, strlen(canonical), NULL, &again, &problem));
    ck_assert_uint_eq(program.size, again.size);
    ck_assert_mem_eq(program.bytes, again.bytes, program.size);
    rtl_bytes_free(&program);
    rtl_bytes_free(&again);
    rtl_bytes_free(&printed);
}

START_TEST(condition_becomes_canonical)
{
    check_text(conditions[_i].text, conditions[_i].canonical, conditions[_i].why);
}
END_TEST

/* Behind the signature, in hex. */
static const struct {
    const char *text, *hex;
} programs[] = {
    {"a == -1", "61727478f802000000610004ffffffffffffffff020280"},
    {"a == 0x10", "61727478f80200000061000410000000000000000303"
                  "80"},
    {"a == +8", "61727478f802000000610004080000000000000001"
                "0280"},
    {"@User.a Contains \"b\"", "61727478f90200000061001002000000620086"},
    {"@Device.a Any_of {1}", "61727478fb020000006100500b00000004010000000000000003"
                             "0288"},
    {"Member_of{SID(BA)}", "6172747850150000005110000000010200000000000520000000200200008"
                           "9"},
    {"@Resource.a == #0102", "61727478fa0200000061001802000000010280"},
    {"a || !(b) && Exists c", "61727478f8020000006100f8020000006200a2f802000000630087a0a1"},
};

START_TEST(condition_becomes_byte_code)
{
    struct rtl_bytes program = {.bytes = NULL};
    struct rtl_sddl_problem problem;

    ck_assert(rtl_sddl_parse_condition(w, programs[_i].text, strlen(programs[_i].text), NULL,
                                       &program, &problem));
    sddl_check_hex(&program, programs[_i].hex);
    rtl_bytes_free(&program);
}
END_TEST

static const struct {
    const char *text;
    size_t offset;
    ULONG error;
} refused[] = {
    {"", 0, ERROR_INVALID_ACL},
    {"a == ", 5, ERROR_INVALID_ACL},
    {"a == SID(ernie)", 9, ERROR_INVALID_ACL},
    {"Member_of{SID(ernie)}", 14, ERROR_INVALID_ACL},
    {"Member_of{SID(DA)}", 14, ERROR_INVALID_SID},
    {"Member_of_AnySID(BA)", 16, ERROR_INVALID_ACL},
    {"!a", 1, ERROR_INVALID_ACL},
    {"! Member_of{SID(BA)}", 2, ERROR_INVALID_ACL},
    {"!!(a)", 1, ERROR_INVALID_ACL},
    {"a == a", 5, ERROR_INVALID_ACL},
    {"x == !(y)", 5, ERROR_INVALID_ACL},
    {"\"x\" == @User.a", 0, ERROR_INVALID_ACL},
    {"a == 0x10000000000000000", 5, ERROR_INVALID_ACL},
    {"a == 18446744073709551616", 5, ERROR_INVALID_ACL},
    {"a == -", 6, ERROR_INVALID_ACL},
    {"a == \"x", 5, ERROR_INVALID_ACL},
    {"a == \"\xC0\x80\"", 6, ERROR_INVALID_ACL},
    {"a == \"\xED\xA0\x80\"", 6, ERROR_INVALID_ACL},
    {"a == {1", 7, ERROR_INVALID_ACL},
    {"a == {1 2}", 8, ERROR_INVALID_ACL},
    {"a == {1,}", 8, ERROR_INVALID_ACL},
    {"a == {{1}}", 6, ERROR_INVALID_ACL},
    {"a = 1", 2, ERROR_INVALID_ACL},
    {"a & b", 2, ERROR_INVALID_ACL},
    {"a b", 2, ERROR_INVALID_ACL},
    {"(a", 2, ERROR_INVALID_ACL},
    {"a)", 1, ERROR_INVALID_ACL},
    {"()", 1, ERROR_INVALID_ACL},
    {"a &&", 4, ERROR_INVALID_ACL},
    {"&& a", 0, ERROR_INVALID_ACL},
    {"a == 1 == 2", 7, ERROR_INVALID_ACL},
    {"Exists", 6, ERROR_INVALID_ACL},
    {"Exists 1 2", 9, ERROR_INVALID_ACL},
    {"Member_of", 9, ERROR_INVALID_ACL},
    {"Member_of(SID(BA)", 17, ERROR_INVALID_ACL},
    {"@Users.a == 1", 0, ERROR_INVALID_ACL},
    {"@User. == 1", 6, ERROR_INVALID_ACL},
    {"@User.%00g1 == 1", 9, ERROR_INVALID_ACL},
    {"@User.%0000 == 1", 7, ERROR_INVALID_ACL},
};

START_TEST(wrong_condition_is_refused_where_it_is_wrong)
{
    struct rtl_bytes program = {.bytes = NULL};
    struct rtl_sddl_problem problem = {.what = NULL};

    ck_assert_msg(!rtl_sddl_parse_condition(w, refused[_i].text, strlen(refused[_i].text), NULL,
                                            &program, &problem),
                  "%s", refused[_i].text);
    ck_assert_ptr_null(program.bytes);
    ck_assert_msg(problem.offset == refused[_i].offset, "%s: %zu: %s", refused[_i].text,
                  problem.offset, problem.what);
    ck_assert_uint_eq(problem.error, refused[_i].error);
}
END_TEST

/* Byte code that no text could say. */
static const char *const unspeakable[] = {
    "",
    "61727478",
    "61727478a0",
    "61727478a2",
    "6172747887",
    "6172747804010000000000000003"
    "02",
    "61727478f8020000006100f8020000006200",
    "61727478f8020000006100f802000000620080",
    "61727478f8020000006100f8020000006200ff",
    "61727478f8020000006100f8020000006200a0a0",
    "61727478f800000000",
    "61727478f80100000061",
    "61727478f802000000610089",
    "61727478f802000000610010020000002200"
    "80",
    "61727478f802000000610010020000000000"
    "80",
    "61727478f80200000061001002000000"
    "00d880",
    "61727478f80200000061000401000000000000000502"
    "80",
    "61727478f80200000061000401000000000000000304"
    "80",
    "61727478f8020000006100500500000050000000"
    "0080",
    "61727478f802000000610050010000000080",
    "61727478f802000000610051040000000102030480",
    "00000000",
};

START_TEST(byte_code_without_text_is_not_written)
{
    UCHAR bytes[64];
    struct rtl_bytes text = {.bytes = NULL};
    const size_t size = strlen(unspeakable[_i]) / 2;

    for (size_t i = 0; i < size; i++) {
        const char digits[] = {unspeakable[_i][2 * i], unspeakable[_i][2 * i + 1], '\0'};

        bytes[i] = (UCHAR)strtoul(digits, NULL, 16);
    }
    ck_assert_msg(!rtl_sddl_print_condition(bytes, size, NULL, &text), "%s", unspeakable[_i]);
    rtl_bytes_free(&text);
}
END_TEST

/* Whole entries. */
static const struct {
    const char *text, *canonical;
} entries[] = {
    {"D:(XA;;FA;;;WD;(@User.clr == 1))", "D:(XA;;FA;;;WD;(@USER.clr == 1))"},
    {"D:(xd;;fa;;;wd; ( (a) && (b) ) )", "D:(XD;;FA;;;WD;((a) && (b)))"},
    {"D:(ZA;;CR;00112233-4455-6677-8899-aabbccddeeff;;WD;(a))",
     "D:(ZA;;CR;00112233-4455-6677-8899-aabbccddeeff;;WD;(a))"},
    {"S:(XU;SAFA;FA;;;WD;(a))", "S:(XU;SAFA;FA;;;WD;(a))"},
    {"S:(FL;TP;FA;;;WD;(Exists a))", "S:(FL;TP;FA;;;WD;(Exists a))"},
    {"S:(RA;;;;;WD;(\"colour\",TS,0x0,\"red\",\"blue\"))",
     "S:(RA;;;;;WD;(\"colour\",TS,0x0,\"red\",\"blue\"))"},
    {"S:(RA;CI;;;;WD;( \"n\" , ti , 0 , -1 , 0x10 ) )", "S:(RA;CI;;;;WD;(\"n\",TI,0x0,-1,16))"},
    {"S:(RA;;;;;WD;(\"n\",TU,0x10000,18446744073709551615))",
     "S:(RA;;;;;WD;(\"n\",TU,0x10000,18446744073709551615))"},
    {"S:(RA;;;;;WD;(\"n\",TI,0x0,-9223372036854775808,9223372036854775807))",
     "S:(RA;;;;;WD;(\"n\",TI,0x0,-9223372036854775808,9223372036854775807))"},
    {"S:(RA;;;;;WD;(\"n\",TB,0x1,1,0))", "S:(RA;;;;;WD;(\"n\",TB,0x1,1,0))"},
    {"S:(RA;;;;;WD;(\"n\",TX,0x0,#010203,#))", "S:(RA;;;;;WD;(\"n\",TX,0x0,#010203,#))"},
    {"S:(RA;;;;;WD;(\"n\",TD,0x0,SID(BA),SID(S-1-5-7)))",
     "S:(RA;;;;;WD;(\"n\",TD,0x0,SID(BA),SID(AN)))"},
    {"S:(RA;;;;;WD;(\"a%0022b c%0025\",TS,0x0,\"100%\"))",
     "S:(RA;;;;;WD;(\"a%0022b c%0025\",TS,0x0,\"100%\"))"},
    {"S:(RA;;;;;WD;(\"n\",TS,0x0))", "S:(RA;;;;;WD;(\"n\",TS,0x0))"},
};

START_TEST(entry_becomes_canonical)
{
    struct rtl_bytes bytes = sddl_bytes(entries[_i].text), text = sddl_text(&bytes);
    struct rtl_bytes again = sddl_bytes(entries[_i].canonical);

    ck_assert_str_eq((char *)text.bytes, entries[_i].canonical);
    ck_assert_uint_eq(bytes.size, again.size);
    ck_assert_mem_eq(bytes.bytes, again.bytes, bytes.size);
    rtl_bytes_free(&again);
    rtl_bytes_free(&text);
    rtl_bytes_free(&bytes);
}
END_TEST

static const struct {
    const char *text;
    size_t offset;
} wrong_entries[] = {
    {"D:(XA;;FA;;;WD)", 14},
    {"D:(XA;;FA;;;WD;)", 15},
    {"D:(XA;;FA;;;WD;a)", 15},
    {"D:(XA;;FA;;;WD;(a)", 18},
    {"D:(XA;;FA;;;WD;(a);)", 18},
    {"D:(XA;;FA;;;WD;(a", 17},
    {"D:(A;;FA;;;WD;(a))", 13},
    {"S:(RA;;;;;WD)", 12},
    {"S:(RA;;;;;WD;(a))", 14},
    {"S:(RA;;;;;WD;(\"\",TS,0x0))", 15},
    {"S:(RA;;;;;WD;(\"n\",TZ,0x0))", 18},
    {"S:(RA;;;;;WD;(\"n\"TS,0x0))", 17},
    {"S:(RA;;;;;WD;(\"n\",TS,x))", 21},
    {"S:(RA;;;;;WD;(\"n\",TS,0x100000000))", 21},
    {"S:(RA;;;;;WD;(\"n\",TS,0x0,1))", 25},
    {"S:(RA;;;;;WD;(\"n\",TI,0x0,\"1\"))", 25},
    {"S:(RA;;;;;WD;(\"n\",TI,0x0,9223372036854775808))", 25},
    {"S:(RA;;;;;WD;(\"n\",TU,0x0,-1))", 25},
    {"S:(RA;;;;;WD;(\"n\",TB,0x0,2))", 25},
    {"S:(RA;;;;;WD;(\"n\",TX,0x0,x01))", 25},
    {"S:(RA;;;;;WD;(\"n\",TD,0x0,BA))", 25},
    {"S:(RA;;;;;WD;(\"n\",TS,0x0,))", 25},
};

START_TEST(wrong_entry_is_refused_where_it_is_wrong)
{
    struct rtl_bytes out = {.bytes = NULL};
    struct rtl_sddl_problem problem = {.what = NULL};
    const char *text = wrong_entries[_i].text;

    ck_assert_msg(!rtl_sddl_parse(w, text, strlen(text), NULL, &out, &problem), "%s", text);
    ck_assert_msg(problem.offset == wrong_entries[_i].offset, "%s: %zu: %s", text, problem.offset,
                  problem.what);
    ck_assert_uint_eq(problem.error, ERROR_INVALID_ACL);
}
END_TEST

/* Nesting needs no stack of the machine. */
START_TEST(parentheses_nest_as_deep_as_one_likes)
{
    enum { DEPTH = 20000 };
    struct rtl_bytes text = {.bytes = NULL}, program = {.bytes = NULL}, printed = {.bytes = NULL};
    struct rtl_sddl_problem problem;

    for (int i = 0; i < DEPTH; i++)
        rtl_bytes_text(&text, "!(");
    rtl_bytes_put(&text, 'a');
    for (int i = 0; i < DEPTH; i++)
        rtl_bytes_put(&text, ')');
    ck_assert(rtl_sddl_parse_condition(w, (char *)text.bytes, text.size, NULL, &program, &problem));
    ck_assert(rtl_sddl_print_condition(program.bytes, program.size, NULL, &printed));
    ck_assert_uint_eq(printed.size, text.size);
    ck_assert_mem_eq(printed.bytes, text.bytes, text.size);
    rtl_bytes_free(&printed);
    rtl_bytes_free(&program);
    rtl_bytes_free(&text);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("rtl/sddl/conditions");

    tcase_add_checked_fixture(tcase, open_world, close_world);
    tcase_add_loop_test(tcase, condition_becomes_canonical, 0, ROWS(conditions));
    tcase_add_loop_test(tcase, condition_becomes_byte_code, 0, ROWS(programs));
    tcase_add_loop_test(tcase, wrong_condition_is_refused_where_it_is_wrong, 0, ROWS(refused));
    tcase_add_loop_test(tcase, byte_code_without_text_is_not_written, 0, ROWS(unspeakable));
    tcase_add_loop_test(tcase, entry_becomes_canonical, 0, ROWS(entries));
    tcase_add_loop_test(tcase, wrong_entry_is_refused_where_it_is_wrong, 0, ROWS(wrong_entries));
    tcase_add_test(tcase, parentheses_nest_as_deep_as_one_likes);
    return suite_end();
}
