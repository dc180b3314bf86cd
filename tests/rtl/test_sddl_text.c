/*
 * SDDL and back: what text becomes, in bytes and in canonical text, and why other text is refused
 * (access-check section 4, B-4).
 */
#include "support/sddl.h"
#include "support/suite.h"

#include <string.h>

#define L(text)   "D:(A;;GA;;;" text ")"
#define R(rights) "D:(A;;" rights ";;;WD)"

static const struct {
    const char *text, *canonical, *why;
} texts[] = {
    {"", "", "nothing at all"},
    {"   ", "", "nothing but spaces"},
    {"O:BAG:SY", "O:BAG:SY", "owner and group"},
    {"G:SYO:BA", "O:BAG:SY", "in the other order"},
    {"D:", "D:", "an empty DACL"},
    {"S:D:P", "D:PS:", "S-1"},
    {"S:(AU;SA;GA;;;WD)D:(A;;GA;;;WD)", "D:(A;;GA;;;WD)S:(AU;SA;GA;;;WD)", "S-1"},
    {"D:(A;;GA;;;WD)S:(AU;SA;GA;;;WD)", "D:(A;;GA;;;WD)S:(AU;SA;GA;;;WD)", "S-1"},
    {" O:BA G:SY D:(A;;GA;;;WD) ", "O:BAG:SYD:(A;;GA;;;WD)", "spaces around sections: S-11"},
    {"O:S-1-5-32-544 D:", "O:BAD:", "behind numbers, outside of entries"},
    {"D:NO_ACCESS_CONTROL", "D:NO_ACCESS_CONTROL", "a NULL DACL: S-1"},
    {"D:PNO_ACCESS_CONTROL", "D:PNO_ACCESS_CONTROL", "with a flag"},
    {"S:NO_ACCESS_CONTROLD:", "D:S:NO_ACCESS_CONTROL", "a NULL SACL"},
    {"D:ARPAI", "D:PARAI", "S-2"},
    {"D:PPPP", "D:P", "S-2"},
    {"D:aiS:pAr", "D:AIS:PAR", "flags in any case: S-11"},
    {"D:(a;oicinpioidsafa;ga;;;wd)", "D:(A;OICINPIOIDSAFA;GA;;;WD)", "entries in any case: S-11"},
    {"D:(A;IDOI;GA;;;WD)", "D:(A;OIID;GA;;;WD)", "the order of flags: S-8"},
    {"D:(A;CR;GA;;;WD)", "D:(A;CR;GA;;;WD)", "S-5"},
    {"D:( A; OI; GA; ; ; WD)", "D:(A;OI;GA;;;WD)", "spaces in front of what a field says"},
    {"D:(A;;GA;;;WD) (A;;GA;;;BA)", "D:(A;;GA;;;WD)(A;;GA;;;BA)", "between entries"},
    {R(""), R(""), "no right: S-3"},
    {R(" "), R(""), "a space in place of rights"},
    {R("RPLCLORC"), R("LCRPLORC"), "S-8"},
    {R("GRGWGX"), R("GXGWGR"), "S-8"},
    {R("GR GW"), R("GWGR"), "spaces between rights: S-6"},
    {R("gr0xFFFFFFFF"), R("0xffffffff"), "letters and a number: S-6"},
    {R("0xFFFFFGR"), R("0x800fffff"), "a number and letters: S-6"},
    {R("0x1f01ff"), R("FA"), "S-8"},
    {R("FRFW"), R("0x12019f"), "S-8"},
    {R("0x201f01ff"), R("0x201f01ff"), "S-8"},
    {R("FR"), R("FR"), "S-8"},
    {R("FX"), R("FX"), "S-8"},
    {R("FW"), R("FW"), "S-8"},
    {R("KRKW"), R("CCDCLCSWRPRC"), "S-8"},
    {R("KA"), R("CCDCLCSWRPWPSDRCWDWO"), "S-6"},
    {R("KX"), R("CCSWRPRC"), "S-6"},
    {R("CCDCLCSWRPWPDTLOCRSDRCWDWOGAGXGWGR"), R("CCDCLCSWRPWPDTLOCRSDRCWDWOGAGXGWGR"), "S-8"},
    {R("0x123456789"), R("0xffffffff"), "S-7"},
    {R("100000000000000000000000"), R("0xffffffff"), "S-7"},
    {R("-99"), R("0xffffff9d"), "S-7"},
    {R("-9876543210"), R("CC"), "S-7"},
    {R("-0xffffff55"), R("CCDCSWWPLO"), "S-7: 0xab"},
    {R("017"), R("CCDCLCSW"), "octal: S-6"},
    {R("33"), R("CCWP"), "decimal: S-6"},
    {R("0"), R(""), "zero"},
    {"O:s-1-5-32-544", "O:BA", "a small s: S-9"},
    {"O:S-0x1-0-0-579", "O:S-1-0-0-1401", "S-9"},
    {"O:S-1-0x12A05F200-30-40", "O:S-1-0x12A05F200-30-40", "S-9"},
    {"O:S-1-21474836480-32-579", "O:S-1-0x500000000-32-579", "S-9"},
    {"O:S-1-5-99999999999", "O:S-1-5-4294967295", "S-9"},
    {"O:S- 1- 2-3", "O:S-1-2-3", "S-9"},
    {L("WD "), L("WD"), "a space behind an alias: S-9"},
    {L(" S-1-1-0"), L("WD"), "a space in front of numbers: S-9"},
    {"S:(ML;;NW;;;HI)", "S:(ML;;NW;;;HI)", "a label"},
    {"S:(ML;;NXNRNW;;;S-1-16-8192)", "S:(ML;;NWNRNX;;;ME)", "all policies of a label"},
    {"S:(ML;;0x9;;;ME)", "S:(ML;;0x9;;;ME)", "a label with something else"},
    {"D:(A;;0x7;;;WD)", "D:(A;;CCDCLC;;;WD)", "policies of a label in no label"},
    {"D:(OA;;CR;;;WD)(OD;;CR;;;WD)", "D:(A;;CR;;;WD)(D;;CR;;;WD)", "without GUIDs: S-3"},
    {"D:(OA;CI;RP;BF967ABA-0de6-11d0-a285-00aa003049e2;;WD)",
     "D:(OA;CI;RP;bf967aba-0de6-11d0-a285-00aa003049e2;;WD)", "a GUID"},
    {"D:(OD;;RP;;bf967aba-0de6-11d0-a285-00aa003049e2;WD)",
     "D:(OD;;RP;;bf967aba-0de6-11d0-a285-00aa003049e2;WD)", "the other GUID"},
    {"S:(OU;SA;RP;00000000-0000-0000-0000-000000000000;bf967aba-0de6-11d0-a285-00aa003049e2;WD)",
     "S:(OU;SA;RP;00000000-0000-0000-0000-000000000000;bf967aba-0de6-11d0-a285-00aa003049e2;WD)",
     "both"},
    {"S:(AL;;GA;;;WD)(OL;;GA;00000000-0000-0000-0000-000000000001;;WD)",
     "S:(AL;;GA;;;WD)(OL;;GA;00000000-0000-0000-0000-000000000001;;WD)", "alarms"},
    {"S:(SP;;;;;S-1-17-1)(TL;;0x1;;;S-1-19-512-8192)",
     "S:(SP;;;;;S-1-17-1)(TL;;CC;;;S-1-19-512-8192)", "policies and trust labels"},
    {"S:(FL;TP;GA;;;WD)(FL;FA;GA;;;WD)", "S:(FL;TP;GA;;;WD)(FL;FA;GA;;;WD)",
     "filters without conditions: S-5"},
};

START_TEST(text_becomes_canonical)
{
    struct rtl_bytes bytes = sddl_bytes(texts[_i].text);
    struct rtl_bytes text = sddl_text(&bytes);

    ck_assert_msg(strcmp((char *)text.bytes, texts[_i].canonical) == 0, "%s: %s became %s",
                  texts[_i].why, texts[_i].text, text.bytes);
    rtl_bytes_free(&text);
    rtl_bytes_free(&bytes);
}
END_TEST

START_TEST(canonical_text_becomes_the_same_bytes)
{
    struct rtl_bytes bytes = sddl_bytes(texts[_i].text);
    struct rtl_bytes again = sddl_bytes(texts[_i].canonical);

    ck_assert_uint_eq(bytes.size, again.size);
    ck_assert_mem_eq(bytes.bytes, again.bytes, bytes.size);
    rtl_bytes_free(&again);
    rtl_bytes_free(&bytes);
}
END_TEST

/* Self-relative, in hex. */
static const struct {
    const char *text, *hex;
} layouts[] = {
    {"", "0100008000000000000000000000000000000000"},
    {"D:", "01000480000000000000000000000000140000000200080000000000"},
    {"D:NO_ACCESS_CONTROL", "0100048000000000000000000000000000000000"},
    {"D:PARAIS:PARAI", "010014bf0000000000000000140000001c00000002000800000000000200080000000000"},
    {"O:BAG:SYD:(A;;KR;;;WD)(A;;KA;;;BA)(A;;KA;;;SY)",
     "010004805c0000006c000000000000001400000002004800030000000000140019000200010100000000000100000"
     "000"
     "000018003f000f00010200000000000520000000200200000000140"
     "03f000f0001010000000000051200000001020000000000052000000020020000010100000000000512000000"},
    {"D:(OA;;CR;00112233-4455-6677-8899-aabbccddeeff;;WD)",
     "010004800000000000000000000000001400000004003000010000000500280000010000010000003322110055447"
     "7"
     "668899aabbccddeeff010100000000000100000000"},
};

START_TEST(bytes_lie_as_windows_lays_them_out)
{
    struct rtl_bytes bytes = sddl_bytes(layouts[_i].text);

    sddl_check_hex(&bytes, layouts[_i].hex);
    rtl_bytes_free(&bytes);
}
END_TEST

static const struct {
    const char *text;
    size_t offset, length;
    ULONG error;
} refused[] = {
    {"ERROR:(D;;GA;;;WD)", 0, 1, ERROR_INVALID_PARAMETER},
    {"d:", 0, 1, ERROR_INVALID_PARAMETER},
    {"D :S:", 0, 1, ERROR_INVALID_PARAMETER},
    {"D:P:S:", 3, 1, ERROR_INVALID_PARAMETER},
    {"D:X", 2, 1, ERROR_INVALID_PARAMETER},
    {"D", 0, 1, ERROR_INVALID_PARAMETER},
    {"D:D:", 2, 2, ERROR_INVALID_PARAMETER},
    {"O:BAO:BA", 4, 2, ERROR_INVALID_PARAMETER},
    {"O:BAX", 4, 1, ERROR_INVALID_PARAMETER},
    {"\tO:BA", 0, 1, ERROR_INVALID_PARAMETER},
    {"D:(A;;GA;;;WD)x", 14, 1, ERROR_INVALID_PARAMETER},
    {"O:", 2, 0, ERROR_INVALID_SID},
    {"O:S", 2, 1, ERROR_INVALID_SID},
    {"O:S-1", 5, 0, ERROR_INVALID_SID},
    {"O:S-1-", 6, 0, ERROR_INVALID_SID},
    {"O:S-1-5", 7, 0, ERROR_INVALID_SID},
    {"O:S-10", 4, 1, ERROR_INVALID_SID},
    {"O:S-0x1", 7, 0, ERROR_INVALID_SID},
    {"O:S-2-1-0", 4, 1, ERROR_INVALID_SID},
    {"O:S-1-0x1000000000000-1", 6, 15, ERROR_INVALID_SID},
    {"O:S-1-281474976710656-1", 6, 15, ERROR_INVALID_SID},
    {"O:S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16", 44, 1, ERROR_INVALID_SID},
    {"O:XX", 2, 2, ERROR_INVALID_SID},
    {"O:DA", 2, 2, ERROR_INVALID_SID},
    {L("SA"), 11, 2, ERROR_INVALID_SID},
    {L("CA"), 11, 2, ERROR_INVALID_SID},
    {L("RS"), 11, 2, ERROR_INVALID_SID},
    {L("EA"), 11, 2, ERROR_INVALID_SID},
    {L("PA"), 11, 2, ERROR_INVALID_SID},
    {L("RO"), 11, 2, ERROR_INVALID_SID},
    {L("CN"), 11, 2, ERROR_INVALID_SID},
    {L("XX"), 11, 2, ERROR_INVALID_ACL},
    {L("S-1-1-0 "), 18, 1, ERROR_INVALID_ACL},
    {L("WDX"), 11, 3, ERROR_INVALID_ACL},
    {"D:(A;;GA;;;WD;)", 13, 1, ERROR_INVALID_ACL},
    {"D:(A;;GA;;)", 10, 1, ERROR_INVALID_ACL},
    {"D:(A;;GA)", 8, 1, ERROR_INVALID_ACL},
    {"D:(A;;GA;;;WD", 13, 0, ERROR_INVALID_ACL},
    {"D:((A;;GA;;;WD))", 3, 1, ERROR_INVALID_ACL},
    {"D:(A;;GA;;;WD))", 14, 1, ERROR_INVALID_PARAMETER},
    {"D:A;;GA;;;WD)", 2, 1, ERROR_INVALID_PARAMETER},
    {"D:(", 3, 0, ERROR_INVALID_ACL},
    {"D:()", 3, 1, ERROR_INVALID_ACL},
    {"D:(A", 3, 1, ERROR_INVALID_ACL},
    {"D:(D ;;GA;;;WD)", 3, 1, ERROR_INVALID_ACL},
    {"D:(Q;;GA;;;WD)", 3, 1, ERROR_INVALID_ACL},
    {"D:(AAA;;GA;;;WD)", 3, 3, ERROR_INVALID_ACL},
    {"D:(AU;SA;GA;;;WD)", 3, 2, ERROR_INVALID_ACL},
    {"D:(ML;;NW;;;HI)", 3, 2, ERROR_INVALID_ACL},
    {"D:(A;OIX;GA;;;WD)", 7, 2, ERROR_INVALID_ACL},
    {"D:(A;TP;GA;;;WD)", 5, 2, ERROR_INVALID_ACL},
    {"D:(A;NW;GA;;;WD)", 5, 2, ERROR_INVALID_ACL},
    {R("ROB"), 6, 2, ERROR_INVALID_ACL},
    {L("Nonexistent account"), 11, 11, ERROR_INVALID_ACL},
    {L("Roberta"), 11, 7, ERROR_INVALID_ACL},
    {"O:SYA", 4, 1, ERROR_INVALID_PARAMETER},
    {R("GA "), 8, 1, ERROR_INVALID_ACL},
    {R("\tGA"), 6, 2, ERROR_INVALID_ACL},
    {R("0x 75bcd15"), 6, 3, ERROR_INVALID_ACL},
    {R("-"), 6, 2, ERROR_INVALID_ACL},
    {R("09"), 7, 1, ERROR_INVALID_ACL},
    {R("G"), 6, 2, ERROR_INVALID_ACL},
    {"D:(OA;;CR;{00112233-4455-6677-8899-aabbccddeeff};;WD)", 10, 1, ERROR_INVALID_ACL},
    {"D:(OA;;CR;00112233445566778899aabbccddeeff;;WD)", 18, 1, ERROR_INVALID_ACL},
    {"D:(OA;;CR; 00112233-4455-6677-8899-aabbccddeeff;;WD)", 11, 1, ERROR_INVALID_ACL},
    {"D:(OA;;CR;00112233-4455-6677-8899-aabbccddeeff ;;WD)", 46, 1, ERROR_INVALID_ACL},
    {"D:(OA;;CR;00112233-4455-6677-8899-aabbccddeef;;WD)", 45, 1, ERROR_INVALID_ACL},
    {"D:(A;;CR;00112233-4455-6677-8899-aabbccddeeff;;WD)", 9, 37, ERROR_INVALID_ACL},
    {"S:(RA;;;;;WD;(\"n\",TX,0x0,1))", 25, 1, ERROR_INVALID_FUNCTION},
    {"S:(RA;;;;;WD;(\"n\",TX,0x0,#0,-1))", 28, 1, ERROR_INVALID_FUNCTION},
    {"S:(RA;;;;;WD;(\"n\",TX,0x0,\"a\"))", 25, 1, ERROR_INVALID_ACL},
};

START_TEST(wrong_text_is_refused_where_it_is_wrong)
{
    struct rtl_bytes out = {.bytes = NULL};
    struct rtl_sddl_problem problem = {.what = NULL};
    struct srm_world *w = srm_world_new(NULL);

    ck_assert_msg(
        !rtl_sddl_parse(w, refused[_i].text, strlen(refused[_i].text), NULL, &out, &problem), "%s",
        refused[_i].text);
    ck_assert_ptr_null(out.bytes);
    ck_assert_ptr_nonnull(problem.what);
    ck_assert_msg(problem.offset == refused[_i].offset && problem.length == refused[_i].length,
                  "%s: %zu, %zu: %s", refused[_i].text, problem.offset, problem.length,
                  problem.what);
    ck_assert_msg(problem.error == refused[_i].error, "%s: error %u", refused[_i].text,
                  (unsigned)problem.error);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("rtl/sddl/text");

    tcase_add_loop_test(tcase, text_becomes_canonical, 0, ROWS(texts));
    tcase_add_loop_test(tcase, canonical_text_becomes_the_same_bytes, 0, ROWS(texts));
    tcase_add_loop_test(tcase, bytes_lie_as_windows_lays_them_out, 0, ROWS(layouts));
    tcase_add_loop_test(tcase, wrong_text_is_refused_where_it_is_wrong, 0, ROWS(refused));
    return suite_end();
}
