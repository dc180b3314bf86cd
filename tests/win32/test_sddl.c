/* SIDs and descriptors as text, for programs: both widths, what is told, and whose memory it is. */
#include "support/native_calls.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ntsrm/windows.h"
#include "rtl/sid.h"

#include <string.h>
#include <wchar.h>

static struct stage stage;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    act_as(stage.client_thread);
    SetLastError(BEFORE);
}

static void close_stage(void)
{
    stage_close(&stage);
}

/* An attribute whose name and value take one to four bytes a character. */
#define NARROW "S:(RA;;;;;WD;(\"\xC3\x9F\",TS,0x0,\"\xE2\x82\xAC\xF0\x90\x80\x80\"))"
#define WIDE   L"S:(RA;;;;;WD;(\"\u00DF\",TS,0x0,\"\u20AC\U00010000\"))"

static const struct {
    const char *narrow;
    const wchar_t *wide;
} texts[] = {
    {"", L""},
    {"O:BAG:SYD:(A;;FA;;;WD)S:(ML;;NW;;;HI)", L"O:BAG:SYD:(A;;FA;;;WD)S:(ML;;NW;;;HI)"},
    {NARROW, WIDE},
};

#define WHOLE                                                                              \
    (OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION | \
     SACL_SECURITY_INFORMATION)

START_TEST(both_widths_say_the_same)
{
    PSECURITY_DESCRIPTOR first, second;
    ULONG first_size, second_size, length;
    LPSTR narrow;
    LPWSTR wide;

    ck_assert_done(ConvertStringSecurityDescriptorToSecurityDescriptorA(
        texts[_i].narrow, SDDL_REVISION_1, &first, &first_size));
    ck_assert_done(ConvertStringSecurityDescriptorToSecurityDescriptorW(
        texts[_i].wide, SDDL_REVISION_1, &second, &second_size));
    ck_assert_uint_eq(first_size, second_size);
    ck_assert_mem_eq(first, second, first_size);
    ck_assert_done(ConvertSecurityDescriptorToStringSecurityDescriptorA(first, SDDL_REVISION_1,
                                                                        WHOLE, &narrow, &length));
    ck_assert_str_eq(narrow, texts[_i].narrow);
    ck_assert_uint_eq(length, strlen(narrow) + 1);
    ck_assert_done(ConvertSecurityDescriptorToStringSecurityDescriptorW(first, SDDL_REVISION_1,
                                                                        WHOLE, &wide, &length));
    ck_assert(wcscmp(wide, texts[_i].wide) == 0);
    ck_assert_uint_eq(length, wcslen(wide) + 1);
    ck_assert_ptr_null(LocalFree(first));
    ck_assert_ptr_null(LocalFree(second));
    ck_assert_ptr_null(LocalFree(narrow));
    ck_assert_ptr_null(LocalFree(wide));
}
END_TEST

START_TEST(sizes_need_not_be_asked_for)
{
    PSECURITY_DESCRIPTOR descriptor;
    LPSTR text;

    ck_assert_done(ConvertStringSecurityDescriptorToSecurityDescriptorA("D:P", SDDL_REVISION_1,
                                                                        &descriptor, NULL));
    ck_assert_done(ConvertSecurityDescriptorToStringSecurityDescriptorA(
        descriptor, SDDL_REVISION_1, DACL_SECURITY_INFORMATION, &text, NULL));
    ck_assert_str_eq(text, "D:P");
    LocalFree(descriptor);
    LocalFree(text);
    ck_assert_ptr_null(LocalFree(NULL));
}
END_TEST

START_TEST(sids_go_both_ways)
{
    PSID first, second;
    LPSTR narrow;
    LPWSTR wide;

    ck_assert_done(ConvertStringSidToSidA("BA", &first));
    ck_assert_done(ConvertStringSidToSidW(L"S-1-5-32-544", &second));
    ck_assert(rtl_sid_equal(first, second));
    ck_assert_done(ConvertSidToStringSidA(first, &narrow));
    ck_assert_str_eq(narrow, "S-1-5-32-544");
    ck_assert_done(ConvertSidToStringSidW(first, &wide));
    ck_assert(wcscmp(wide, L"S-1-5-32-544") == 0);
    LocalFree(first);
    LocalFree(second);
    LocalFree(narrow);
    LocalFree(wide);
}
END_TEST

START_TEST(bad_sid_has_no_text)
{
    SE_SID sid = {.Sid = {.Revision = 2, .SubAuthorityCount = 1}};
    LPSTR text = NULL;

    ck_assert_refused(ConvertSidToStringSidA(&sid, &text), ERROR_INVALID_SID);
    ck_assert_ptr_null(text);
}
END_TEST

START_TEST(numbers_as_octets_are_not_modelled)
{
    PSECURITY_DESCRIPTOR descriptor = NULL;

    ck_assert_refused(ConvertStringSecurityDescriptorToSecurityDescriptorA(
                          "S:(RA;;;;;WD;(\"n\",TX,0x0,1))", SDDL_REVISION_1, &descriptor, NULL),
                      ERROR_INVALID_FUNCTION);
    ck_assert_ptr_nonnull(srm_world_not_modelled(stage.w));
}
END_TEST

/* Nothing is kept of what could not be converted. */
START_TEST(refused_calls_leave_no_memory)
{
    PSECURITY_DESCRIPTOR descriptor = NULL;
    ULONG size = 1;
    PSID sid = NULL;

    ck_assert_refused(ConvertStringSecurityDescriptorToSecurityDescriptorW(
                          L"D:(A;;GA;;;WD)(A;;GA;;;XX)", SDDL_REVISION_1, &descriptor, &size),
                      ERROR_INVALID_ACL);
    ck_assert_refused(
        ConvertStringSecurityDescriptorToSecurityDescriptorW(L"D:\x110000", 1, &descriptor, &size),
        ERROR_INVALID_PARAMETER);
    ck_assert_refused(ConvertStringSidToSidA("S-1-5", &sid), ERROR_INVALID_SID);
    ck_assert_ptr_null(descriptor);
    ck_assert_ptr_null(sid);
    ck_assert_uint_eq(size, 1);
    ck_assert_uint_eq(srm_world_alive(stage.w, "LocalMemory"), 0);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("win32/sddl");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, both_widths_say_the_same, 0, ROWS(texts));
    tcase_add_test(tcase, sizes_need_not_be_asked_for);
    tcase_add_test(tcase, sids_go_both_ways);
    tcase_add_test(tcase, bad_sid_has_no_text);
    tcase_add_test(tcase, numbers_as_octets_are_not_modelled);
    tcase_add_test(tcase, refused_calls_leave_no_memory);
    return suite_end();
}
