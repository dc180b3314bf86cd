/* Generic mapping by type and version (access-check T-19 to T-21). */
#include "support/suite.h"

#include "rtl/mapping.h"

#include <string.h>

#define ALWAYS "nt5.0 nt5.0sp4 nt5.1sp2 nt5.2 nt6.0 nt6.1 nt6.2 nt10.0"

static const struct {
    enum rtl_mapped_type type;
    const char *profiles; /* blanks between them */
    ACCESS_MASK read, write, execute, all;
} mappings[] = {
    {RTL_MAPPED_Token, ALWAYS, 0x2001A, 0x201E0, 0x20005, 0xF01FF},
    {RTL_MAPPED_Thread, "nt6.2 nt10.0", 0x20048, 0x20437, 0x121800, 0x1FFFFF},
    {RTL_MAPPED_Thread, "nt6.0 nt6.1", 0x20048, 0x20437, 0x120800, 0x1FFFFF},
    {RTL_MAPPED_Thread, "nt5.0 nt5.0sp4 nt5.1sp2 nt5.2", 0x20048, 0x20437, 0x120000, 0x1F03FF},
    {RTL_MAPPED_Process, "nt6.0 nt6.1 nt6.2 nt10.0", 0x20410, 0x20BEA, 0x121001, 0x1FFFFF},
    {RTL_MAPPED_Process, "nt5.0 nt5.0sp4 nt5.1sp2 nt5.2", 0x20410, 0x20BEA, 0x120001, 0x1F0FFF},
    {RTL_MAPPED_File, ALWAYS, 0x120089, 0x120116, 0x1200A0, 0x1F01FF},
    {RTL_MAPPED_Key, ALWAYS, 0x20019, 0x20006, 0x20039, 0xF003F},
    {RTL_MAPPED_Event, ALWAYS, 0x20001, 0x20002, 0x120000, 0x1F0003},
    {RTL_MAPPED_Mutant, ALWAYS, 0x20001, 0x20000, 0x120000, 0x1F0001},
    {RTL_MAPPED_Semaphore, ALWAYS, 0x20001, 0x20002, 0x120000, 0x1F0003},
    {RTL_MAPPED_Section, ALWAYS, 0x20005, 0x20002, 0x20008, 0xF001F},
    {RTL_MAPPED_Directory, ALWAYS, 0x20003, 0x2000C, 0x20003, 0xF000F},
    {RTL_MAPPED_SymbolicLink, ALWAYS, 0x20001, 0x20000, 0x20001, 0xF0001},
    {RTL_MAPPED_Service, ALWAYS, 0x2008D, 0x20002, 0x20170, 0xF01FF},
    {RTL_MAPPED_ServiceManager, ALWAYS, 0x20014, 0x20022, 0x20009, 0xF003F},
    {RTL_MAPPED_DsObject, ALWAYS, 0x20094, 0x20028, 0x20004, 0xF01FF},
    {RTL_MAPPED_Port, ALWAYS, 0x20001, 0x10001, 0, 0x1F0001},
};

START_TEST(mapping_is_that_of_type_and_version)
{
    for (int version = 0; version < SRM_PROFILE_COUNT; version++) {
        static const char *const words[] = {"nt5.0 ", "nt5.0sp4 ", "nt5.1sp2 ", "nt5.2 ",
                                            "nt6.0 ", "nt6.1 ",    "nt6.2 ",    "nt10.0 "};
        char profiles[80] = {0};
        const GENERIC_MAPPING *mapping = rtl_mapping((enum srm_profile)version, mappings[_i].type);

        memcpy(profiles, mappings[_i].profiles, strlen(mappings[_i].profiles));
        profiles[strlen(profiles)] = ' ';
        if (!strstr(profiles, words[version]))
            continue;
        ck_assert_uint_eq(mapping->GenericRead, mappings[_i].read);
        ck_assert_uint_eq(mapping->GenericWrite, mappings[_i].write);
        ck_assert_uint_eq(mapping->GenericExecute, mappings[_i].execute);
        ck_assert_uint_eq(mapping->GenericAll, mappings[_i].all);
    }
}
END_TEST

START_TEST(every_type_is_mapped_in_every_version)
{
    for (int type = RTL_MAPPED_Token; type < RTL_MAPPED_COUNT; type++)
        ck_assert_uint_ne(rtl_mapping((enum srm_profile)_i, (enum rtl_mapped_type)type)->GenericAll,
                          0);
}
END_TEST

START_TEST(types_have_the_names_of_their_rights)
{
    ck_assert_str_eq(rtl_mapped_name(RTL_MAPPED_DsObject), "DsObject");
    ck_assert_str_eq(rtl_mapped_prefix(RTL_MAPPED_ServiceManager), "SC_MANAGER_");
    ck_assert_str_eq(rtl_mapped_name(RTL_MAPPED_File), "File");
    ck_assert_str_eq(rtl_mapped_prefix(RTL_MAPPED_File), "FILE_");
}
END_TEST

static const struct {
    ACCESS_MASK mask, mapped;
} masks[] = {
    {0, 0},
    {GENERIC_READ, 0x2001A},
    {GENERIC_WRITE, 0x201E0},
    {GENERIC_EXECUTE, 0x20005},
    {GENERIC_ALL, 0xF01FF},
    {GENERIC_READ | GENERIC_EXECUTE, 0x2001F},
    {GENERIC_ALL | GENERIC_READ | GENERIC_WRITE | GENERIC_EXECUTE, 0xF01FF},
    {0x01F0FFFF, 0x01F0FFFF},
    {MAXIMUM_ALLOWED | ACCESS_SYSTEM_SECURITY, MAXIMUM_ALLOWED | ACCESS_SYSTEM_SECURITY},
    {MAXIMUM_ALLOWED | GENERIC_READ | DELETE, MAXIMUM_ALLOWED | 0x2001A | DELETE},
};

START_TEST(generic_bits_become_what_they_mean)
{
    const GENERIC_MAPPING *token = rtl_mapping(SRM_PROFILE_LAST, RTL_MAPPED_Token);

    ck_assert_uint_eq(rtl_mapping_apply(token, masks[_i].mask), masks[_i].mapped);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("rtl/mapping");

    tcase_add_loop_test(tcase, mapping_is_that_of_type_and_version, 0, ROWS(mappings));
    tcase_add_loop_test(tcase, every_type_is_mapped_in_every_version, 0, SRM_PROFILE_COUNT);
    tcase_add_test(tcase, types_have_the_names_of_their_rights);
    tcase_add_loop_test(tcase, generic_bits_become_what_they_mean, 0, ROWS(masks));
    return suite_end();
}
