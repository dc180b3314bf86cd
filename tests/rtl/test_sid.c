/* SIDs: written forms, comparing, and the table of well-known ones. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "rtl/sid.h"

/* From text, which has to be right. */
static SE_SID sid(const char *text)
{
    SE_SID out;

    ck_assert_msg(rtl_sid_from_text(text, strlen(text), &out), "%s", text);
    return out;
}

#define FIFTEEN_SUB_AUTHORITIES "-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15"
#define LONGEST_TAIL \
    "-4294967295-4294967295-4294967295-4294967295-4294967295-4294967295-4294967295-4294967295" \
    "-4294967295-4294967295-4294967295-4294967295-4294967295-4294967295-4294967295"

static const struct {
    const char *text;
    const char *printed;
} texts[] = {
    {"S-1-5-18", "S-1-5-18"},
    {"S-1-0-0", "S-1-0-0"},
    {"S-1-5-21-1-2-3-1001", "S-1-5-21-1-2-3-1001"},
    {"S-1-5-32-4294967295", "S-1-5-32-4294967295"},
    {"S-1-0x5-18", "S-1-5-18"},
    {"S-1-0x00000000000F-2-1", "S-1-15-2-1"},
    {"S-1-4294967295-1", "S-1-4294967295-1"},
    {"S-1-21474836480-32-579", "S-1-0x500000000-32-579"},
    {"S-1-0x12a05F200-30-40", "S-1-0x12A05F200-30-40"},
    {"S-1-281474976710655-1", "S-1-0xFFFFFFFFFFFF-1"},
    {"S-1-5" FIFTEEN_SUB_AUTHORITIES, "S-1-5" FIFTEEN_SUB_AUTHORITIES},
    {"S-1-0xFFFFFFFFFFFF" LONGEST_TAIL, "S-1-0xFFFFFFFFFFFF" LONGEST_TAIL},
};

START_TEST(text_is_read_and_printed)
{
    char buffer[RTL_SID_TEXT_SIZE];
    const SE_SID read = sid(texts[_i].text);

    ck_assert(rtl_sid_valid(&read.Sid));
    ck_assert_uint_eq(rtl_sid_to_text(&read.Sid, buffer, sizeof(buffer)),
                      strlen(texts[_i].printed));
    ck_assert_str_eq(buffer, texts[_i].printed);
}
END_TEST

static const struct {
    const char *why;
    const char *text;
} malformed[] = {
    {"empty", ""},
    {"no dash", "S"},
    {"no revision", "S-"},
    {"no authority", "S-1"},
    {"empty authority", "S-1-"},
    {"no sub-authority", "S-1-5"},
    {"empty sub-authority", "S-1-5-"},
    {"empty sub-authority inside", "S-1-5--18"},
    {"empty sub-authority at the end", "S-1-5-18-"},
    {"another revision", "S-2-5-18"},
    {"revision of two digits", "S-10-5-18"},
    {"revision in hex", "S-0x1-5-18"},
    {"lower case", "s-1-5-18"},
    {"another letter", "T-1-5-18"},
    {"space before", " S-1-5-18"},
    {"space behind", "S-1-5-18 "},
    {"space inside", "S-1-5- 18"},
    {"sign", "S-1-5-+18"},
    {"letter behind a number", "S-1-5-18x"},
    {"hex sub-authority", "S-1-5-0x12"},
    {"sub-authority above 32 bits", "S-1-5-4294967296"},
    {"sub-authority above 64 bits", "S-1-5-18446744073709551616"},
    {"authority above 48 bits", "S-1-281474976710656-1"},
    {"hex authority above 48 bits", "S-1-0x1000000000000-1"},
    {"empty hex authority", "S-1-0x-18"},
    {"hex digits without 0x", "S-1-F-2-1"},
    {"leading zero in the authority", "S-1-05-18"},
    {"leading zero", "S-1-5-018"},
    {"sixteen sub-authorities", "S-1-5" FIFTEEN_SUB_AUTHORITIES "-16"},
};

START_TEST(malformed_text_is_refused)
{
    SE_SID out = sid("S-1-5-18");
    const SE_SID before = out;

    ck_assert_msg(!rtl_sid_from_text(malformed[_i].text, strlen(malformed[_i].text), &out), "%s",
                  malformed[_i].why);
    ck_assert_msg(memcmp(&out, &before, sizeof(out)) == 0, "%s: out was changed",
                  malformed[_i].why);
}
END_TEST

START_TEST(text_need_not_be_terminated)
{
    SE_SID out;

    ck_assert(rtl_sid_from_text("S-1-5-1899", strlen("S-1-5-18"), &out));
    ck_assert_uint_eq(rtl_sid_last(&out.Sid), 18);
    ck_assert(!rtl_sid_from_text("S-1-5-18\0", strlen("S-1-5-18") + 1, &out));
}
END_TEST

START_TEST(printing_cuts_what_does_not_fit)
{
    const SE_SID system = sid("S-1-5-18");
    char buffer[8];

    ck_assert_uint_eq(rtl_sid_to_text(&system.Sid, buffer, sizeof(buffer)), strlen("S-1-5-18"));
    ck_assert_str_eq(buffer, "S-1-5-1");
    ck_assert_uint_eq(rtl_sid_to_text(&system.Sid, NULL, 0), strlen("S-1-5-18"));
}
END_TEST

START_TEST(bytes_are_read_at_any_alignment)
{
    const SE_SID administrators = sid("S-1-5-32-544");
    const size_t length = rtl_sid_length(&administrators.Sid);
    UCHAR storage[SECURITY_MAX_SID_SIZE + 1];
    SE_SID out;

    ck_assert_uint_eq(length, 16);
    memcpy(storage + 1, &administrators, length);
    ck_assert(rtl_sid_from_bytes(storage + 1, length, &out));
    ck_assert_mem_eq(&out, &administrators, sizeof(out));
}
END_TEST

START_TEST(bytes_of_another_length_are_refused)
{
    const SE_SID administrators = sid("S-1-5-32-544");
    UCHAR storage[2 * SECURITY_MAX_SID_SIZE] = {0};
    SE_SID out;

    memcpy(storage, &administrators, sizeof(administrators));
    for (size_t length = 0; length <= sizeof(storage); length++)
        ck_assert_msg(rtl_sid_from_bytes(storage, length, &out) == (length == 16), "length %u",
                      (unsigned int)length);
}
END_TEST

START_TEST(bytes_of_another_revision_or_too_many_are_refused)
{
    UCHAR storage[SECURITY_MAX_SID_SIZE + sizeof(ULONG)] = {1, 15};
    SE_SID out;

    ck_assert(rtl_sid_from_bytes(storage, SECURITY_MAX_SID_SIZE, &out));
    storage[1] = 16;
    ck_assert(!rtl_sid_from_bytes(storage, SECURITY_MAX_SID_SIZE + sizeof(ULONG), &out));
    storage[1] = 15;
    storage[0] = 2;
    ck_assert(!rtl_sid_from_bytes(storage, SECURITY_MAX_SID_SIZE, &out));
    storage[0] = 1;
    storage[1] = 0;
    ck_assert(rtl_sid_from_bytes(storage, 8, &out));
    ck_assert_uint_eq(rtl_sid_last(&out.Sid), 0);
}
END_TEST

static const struct {
    const char *a;
    const char *b;
    bool equal;
} pairs[] = {
    {"S-1-5-18", "S-1-5-18", true},
    {"S-1-5-18", "S-1-0x5-18", true},
    {"S-1-5-21-1-2-3-1001", "S-1-5-21-1-2-3-1001", true},
    {"S-1-5-18", "S-1-5-19", false},
    {"S-1-5-18", "S-1-3-18", false},
    {"S-1-5-18", "S-1-0x100000000005-18", false},
    {"S-1-5-21-1-2-3-1001", "S-1-5-21-1-2-3-1002", false},
    {"S-1-5-21-1-2-3-1001", "S-1-5-21-9-2-3-1001", false},
    {"S-1-5-21-1-2-3", "S-1-5-21-1-2-3-1001", false},
    {"S-1-5-21-1-2-3-0", "S-1-5-21-1-2-3", false},
};

START_TEST(sids_compare_by_content)
{
    const SE_SID a = sid(pairs[_i].a);
    const SE_SID b = sid(pairs[_i].b);

    ck_assert_msg(rtl_sid_equal(&a.Sid, &b.Sid) == pairs[_i].equal, "%s %s", pairs[_i].a,
                  pairs[_i].b);
    ck_assert_msg(rtl_sid_equal(&b.Sid, &a.Sid) == pairs[_i].equal, "%s %s", pairs[_i].b,
                  pairs[_i].a);
}
END_TEST

START_TEST(invalid_sid_equals_nothing)
{
    const SE_SID good = sid("S-1-5-18");
    SE_SID bad = good;

    bad.Sid.Revision = 2;
    ck_assert(!rtl_sid_valid(&bad.Sid));
    ck_assert(!rtl_sid_equal(&good.Sid, &bad.Sid));
    ck_assert(!rtl_sid_equal(&bad.Sid, &good.Sid));
    ck_assert(!rtl_sid_equal(&bad.Sid, &bad.Sid));
    bad = good;
    bad.Sid.SubAuthorityCount = 16;
    ck_assert(!rtl_sid_valid(&bad.Sid));
    ck_assert(!rtl_sid_equal(&bad.Sid, &bad.Sid));
}
END_TEST

START_TEST(copy_clears_what_is_behind)
{
    const SE_SID shorter = sid("S-1-5-18");
    SE_SID copy;

    memset(&copy, 0xAA, sizeof(copy));
    rtl_sid_copy(&copy, &shorter.Sid);
    ck_assert_mem_eq(&copy, &shorter, sizeof(copy));
    rtl_sid_copy(&copy, &copy.Sid);
    ck_assert_mem_eq(&copy, &shorter, sizeof(copy));
}
END_TEST

START_TEST(last_sub_authority_is_the_level_or_the_account)
{
    const SE_SID high = sid("S-1-16-12288");
    const SE_SID user = sid("S-1-5-21-1-2-3-1001");

    ck_assert_uint_eq(rtl_sid_last(&high.Sid), SECURITY_MANDATORY_HIGH_RID);
    ck_assert_uint_eq(rtl_sid_last(&user.Sid), 1001);
}
END_TEST

static const struct {
    const char *name;
    const char *text;
} named[] = {
    {"Everyone", "S-1-1-0"},
    {"LocalLogon", "S-1-2-1"},
    {"CreatorOwner", "S-1-3-0"},
    {"OwnerRights", "S-1-3-4"},
    {"Dialup", "S-1-5-1"},
    {"Network", "S-1-5-2"},
    {"Batch", "S-1-5-3"},
    {"Interactive", "S-1-5-4"},
    {"Service", "S-1-5-6"},
    {"AnonymousLogon", "S-1-5-7"},
    {"PrincipalSelf", "S-1-5-10"},
    {"AuthenticatedUsers", "S-1-5-11"},
    {"RestrictedCode", "S-1-5-12"},
    {"IUSR", "S-1-5-17"},
    {"LocalSystem", "S-1-5-18"},
    {"System", "S-1-5-18"},
    {"LocalService", "S-1-5-19"},
    {"NetworkService", "S-1-5-20"},
    {"Administrators", "S-1-5-32-544"},
    {"Users", "S-1-5-32-545"},
    {"Guests", "S-1-5-32-546"},
    {"PowerUsers", "S-1-5-32-547"},
    {"WriteRestricted", "S-1-5-33"},
    {"AllApplicationPackages", "S-1-15-2-1"},
    {"AllRestrictedApplicationPackages", "S-1-15-2-2"},
    {"UntrustedMandatoryLevel", "S-1-16-0"},
    {"LowMandatoryLevel", "S-1-16-4096"},
    {"MediumMandatoryLevel", "S-1-16-8192"},
    {"MediumPlusMandatoryLevel", "S-1-16-8448"},
    {"HighMandatoryLevel", "S-1-16-12288"},
    {"SystemMandatoryLevel", "S-1-16-16384"},
    {"ProtectedProcessMandatoryLevel", "S-1-16-20480"},
    /* SDDL aliases without a domain (access-check S-10) */
    {"AA", "S-1-5-32-579"}, {"AC", "S-1-15-2-1"}, {"AN", "S-1-5-7"}, {"AO", "S-1-5-32-548"},
    {"AS", "S-1-18-1"}, {"AU", "S-1-5-11"}, {"BA", "S-1-5-32-544"}, {"BG", "S-1-5-32-546"},
    {"BO", "S-1-5-32-551"}, {"BU", "S-1-5-32-545"}, {"CD", "S-1-5-32-574"}, {"CG", "S-1-3-1"},
    {"CO", "S-1-3-0"}, {"CY", "S-1-5-32-569"}, {"ED", "S-1-5-9"}, {"ER", "S-1-5-32-573"},
    {"ES", "S-1-5-32-576"}, {"HA", "S-1-5-32-578"}, {"HI", "S-1-16-12288"},
    {"HO", "S-1-5-32-584"}, {"IS", "S-1-5-32-568"}, {"IU", "S-1-5-4"}, {"LS", "S-1-5-19"},
    {"LU", "S-1-5-32-559"}, {"LW", "S-1-16-4096"}, {"ME", "S-1-16-8192"}, {"MP", "S-1-16-8448"},
    {"MS", "S-1-5-32-577"}, {"MU", "S-1-5-32-558"}, {"NO", "S-1-5-32-556"}, {"NS", "S-1-5-20"},
    {"NU", "S-1-5-2"}, {"OW", "S-1-3-4"}, {"PO", "S-1-5-32-550"}, {"PS", "S-1-5-10"},
    {"PU", "S-1-5-32-547"}, {"RA", "S-1-5-32-575"}, {"RC", "S-1-5-12"}, {"RD", "S-1-5-32-555"},
    {"RE", "S-1-5-32-552"}, {"RM", "S-1-5-32-580"}, {"RU", "S-1-5-32-554"},
    {"SH", "S-1-5-32-585"}, {"SI", "S-1-16-16384"}, {"SO", "S-1-5-32-549"}, {"SS", "S-1-18-2"},
    {"SU", "S-1-5-6"}, {"SY", "S-1-5-18"}, {"UD", "S-1-5-84-0-0-0-0-0"}, {"WD", "S-1-1-0"},
    {"WR", "S-1-5-33"},
};

START_TEST(name_gives_its_sid)
{
    const SE_SID expected = sid(named[_i].text);
    SE_SID out;

    ck_assert_msg(rtl_sid_from_name(named[_i].name, strlen(named[_i].name), &out), "%s",
                  named[_i].name);
    ck_assert_msg(rtl_sid_equal(&out.Sid, &expected.Sid), "%s", named[_i].name);
}
END_TEST

static const char *const unknown_names[] = {
    "", "E", "Everyon", "Everyones", "everyone", "EVERYONE", "Nemo", "S-1-1-0",
    /* of a domain, forest or machine */
    "AP", "CA", "CN", "DA", "DC", "DD", "DG", "DU", "EA", "EK", "KA", "LA", "LG", "PA", "RO", "RS",
    "SA", "wd", "XX",
};

static const struct {
    const SE_SID *sid;
    const char *name;
} ready_made[] = {
    {&rtl_owner_rights_sid, "OwnerRights"},
    {&rtl_anonymous_logon_sid, "AnonymousLogon"},
    {&rtl_principal_self_sid, "PrincipalSelf"},
    {&rtl_restricted_code_sid, "RestrictedCode"},
    {&rtl_iusr_sid, "IUSR"},
    {&rtl_local_system_sid, "LocalSystem"},
    {&rtl_local_service_sid, "LocalService"},
    {&rtl_network_service_sid, "NetworkService"},
};

START_TEST(ready_made_sid_is_that_of_its_name)
{
    SE_SID out;

    ck_assert_msg(rtl_sid_from_name(ready_made[_i].name, strlen(ready_made[_i].name), &out), "%s",
                  ready_made[_i].name);
    ck_assert_mem_eq(&out, ready_made[_i].sid, sizeof out);
}
END_TEST

START_TEST(unknown_name_is_refused)
{
    SE_SID out = sid("S-1-5-18");
    const SE_SID before = out;

    ck_assert_msg(!rtl_sid_from_name(unknown_names[_i], strlen(unknown_names[_i]), &out), "%s",
                  unknown_names[_i]);
    ck_assert_mem_eq(&out, &before, sizeof(out));
}
END_TEST

START_TEST(two_zero_bytes_are_no_alias)
{
    SE_SID out;

    ck_assert(!rtl_sid_from_name("\0\0", 2, &out));
    ck_assert(!rtl_sid_from_name("W\0", 2, &out));
    ck_assert(!rtl_sid_from_name("Everyone\0", strlen("Everyone") + 1, &out));
}
END_TEST

START_TEST(known_sids_are_in_byte_order_of_their_names)
{
    for (size_t i = 1; i < rtl_known_sid_count(); i++)
        ck_assert_str_lt(rtl_known_sid_at(i - 1)->name, rtl_known_sid_at(i)->name);
}
END_TEST

START_TEST(known_sids_are_written_as_they_print)
{
    for (size_t i = 0; i < rtl_known_sid_count(); i++) {
        const struct rtl_known_sid *row = rtl_known_sid_at(i);
        const SE_SID known = sid(row->text);
        char buffer[RTL_SID_TEXT_SIZE];

        rtl_sid_to_text(&known.Sid, buffer, sizeof(buffer));
        ck_assert_str_eq(buffer, row->text);
        ck_assert_msg(row->meaning[0] != '\0', "%s", row->name);
    }
}
END_TEST

START_TEST(known_sid_is_found_by_name_and_alias)
{
    for (size_t i = 0; i < rtl_known_sid_count(); i++) {
        const struct rtl_known_sid *row = rtl_known_sid_at(i);

        ck_assert_uint_eq(rtl_known_sid_find(row->name, strlen(row->name)), i);
        if (row->alias[0] != '\0')
            ck_assert_uint_eq(rtl_known_sid_find(row->alias, 2), i);
    }
    ck_assert_uint_eq(rtl_known_sid_find("", 0), rtl_known_sid_count());
    ck_assert_uint_eq(rtl_known_sid_find("everyone", 8), rtl_known_sid_count());
}
END_TEST

START_TEST(aliases_are_two_letters_and_unique)
{
    for (size_t i = 0; i < rtl_known_sid_count(); i++) {
        const char *alias = rtl_known_sid_at(i)->alias;

        ck_assert_msg(alias[0] == '\0' || strlen(alias) == 2, "%s", alias);
        for (size_t k = 0; k < i; k++)
            ck_assert_msg(alias[0] == '\0' || strcmp(alias, rtl_known_sid_at(k)->alias) != 0, "%s",
                          alias);
    }
}
END_TEST

/* Every row's SID has a name, and the name leads back to it; LocalSystem is the only one of two. */
START_TEST(sid_has_its_name)
{
    for (size_t i = 0; i < rtl_known_sid_count(); i++) {
        const struct rtl_known_sid *row = rtl_known_sid_at(i);
        const SE_SID known = sid(row->text);

        if (strcmp(row->name, "System") == 0)
            ck_assert_str_eq(rtl_sid_name(&known.Sid), "LocalSystem");
        else
            ck_assert_str_eq(rtl_sid_name(&known.Sid), row->name);
    }
}
END_TEST

START_TEST(other_sid_has_no_name)
{
    const SE_SID user = sid("S-1-5-21-1-2-3-1001");
    const SE_SID level = sid("S-1-16-8193");

    ck_assert_ptr_null(rtl_sid_name(&user.Sid));
    ck_assert_ptr_null(rtl_sid_name(&level.Sid));
}
END_TEST

#define ROWS(table) ((int)(sizeof(table) / sizeof((table)[0])))

static TCase *written_forms(void)
{
    TCase *tcase = tcase_create("written forms");

    tcase_add_loop_test(tcase, text_is_read_and_printed, 0, ROWS(texts));
    tcase_add_loop_test(tcase, malformed_text_is_refused, 0, ROWS(malformed));
    tcase_add_test(tcase, text_need_not_be_terminated);
    tcase_add_test(tcase, printing_cuts_what_does_not_fit);
    tcase_add_test(tcase, bytes_are_read_at_any_alignment);
    tcase_add_test(tcase, bytes_of_another_length_are_refused);
    tcase_add_test(tcase, bytes_of_another_revision_or_too_many_are_refused);
    return tcase;
}

static TCase *comparing(void)
{
    TCase *tcase = tcase_create("comparing");

    tcase_add_loop_test(tcase, sids_compare_by_content, 0, ROWS(pairs));
    tcase_add_test(tcase, invalid_sid_equals_nothing);
    tcase_add_test(tcase, copy_clears_what_is_behind);
    tcase_add_test(tcase, last_sub_authority_is_the_level_or_the_account);
    return tcase;
}

static TCase *names(void)
{
    TCase *tcase = tcase_create("names");

    tcase_add_loop_test(tcase, name_gives_its_sid, 0, ROWS(named));
    tcase_add_loop_test(tcase, ready_made_sid_is_that_of_its_name, 0, ROWS(ready_made));
    tcase_add_loop_test(tcase, unknown_name_is_refused, 0, ROWS(unknown_names));
    tcase_add_test(tcase, two_zero_bytes_are_no_alias);
    tcase_add_test(tcase, known_sids_are_in_byte_order_of_their_names);
    tcase_add_test(tcase, known_sids_are_written_as_they_print);
    tcase_add_test(tcase, known_sid_is_found_by_name_and_alias);
    tcase_add_test(tcase, aliases_are_two_letters_and_unique);
    tcase_add_test(tcase, sid_has_its_name);
    tcase_add_test(tcase, other_sid_has_no_name);
    return tcase;
}

int main(void)
{
    Suite *suite = suite_create("rtl/sid");
    SRunner *runner;
    int failures;

    suite_add_tcase(suite, written_forms());
    suite_add_tcase(suite, comparing());
    suite_add_tcase(suite, names());
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failures = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failures != 0;
}
