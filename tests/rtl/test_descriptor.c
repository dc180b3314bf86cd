/* Security descriptors as the model keeps them, generic mapping, and LUIDs. */
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ex/pool.h"
#include "rtl/descriptor.h"
#include "rtl/luid.h"
#include "rtl/mapping.h"
#include "rtl/sid.h"

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

START_TEST(descriptor_keeps_what_it_was_given)
{
    const SE_SID owner = sid_from_word("U"), group = sid_from_word("BU");
    struct rtl_acl *dacl = acl_from_text(w, "(A;;GA;;;WD)");
    struct rtl_descriptor *descriptor =
        rtl_descriptor_new(w, &owner.Sid, &group.Sid, dacl, SECURITY_MANDATORY_HIGH_RID);

    ck_assert_uint_eq(dacl->references, 2);
    rtl_acl_dereference(w, dacl);
    ck_assert(rtl_sid_equal(&descriptor->owner.Sid, &owner.Sid));
    ck_assert(rtl_sid_equal(&descriptor->group.Sid, &group.Sid));
    ck_assert_ptr_eq(descriptor->dacl, dacl);
    ck_assert_uint_eq(descriptor->integrity, 0x3000);
    rtl_descriptor_dereference(w, descriptor);
    ck_assert_uint_eq(ex_pool_alive(w->pool, EX_KIND_Acl), 0);
}
END_TEST

START_TEST(descriptor_is_shared_until_the_last_reference)
{
    const SE_SID owner = sid_from_word("U");
    struct rtl_descriptor *descriptor = rtl_descriptor_new(w, &owner.Sid, &owner.Sid, NULL, 0);

    ck_assert_ptr_eq(rtl_descriptor_reference(descriptor), descriptor);
    rtl_descriptor_dereference(w, descriptor);
    ck_assert_uint_eq(ex_pool_alive(w->pool, EX_KIND_Descriptor), 1);
    rtl_descriptor_dereference(w, descriptor);
    ck_assert_uint_eq(ex_pool_alive(w->pool, EX_KIND_Descriptor), 0);
    ck_assert_ptr_null(rtl_descriptor_reference(NULL));
    rtl_descriptor_dereference(w, NULL);
}
END_TEST

/* access-check T-19 to T-21 */
static const struct {
    enum rtl_mapped_type type;
    const char *profiles; /* blanks between them */
    ACCESS_MASK read, write, execute, all;
} mappings[] = {
    {RTL_MAPPED_Token, "nt5.0 nt5.0sp4 nt5.1sp2 nt5.2 nt6.0 nt6.1 nt6.2 nt10.0", 0x2001A, 0x201E0,
     0x20005, 0xF01FF},
    {RTL_MAPPED_Thread, "nt6.2 nt10.0", 0x20048, 0x20437, 0x121800, 0x1FFFFF},
    {RTL_MAPPED_Thread, "nt6.0 nt6.1", 0x20048, 0x20437, 0x120800, 0x1FFFFF},
    {RTL_MAPPED_Thread, "nt5.0 nt5.0sp4 nt5.1sp2 nt5.2", 0x20048, 0x20437, 0x120000, 0x1F03FF},
    {RTL_MAPPED_Process, "nt6.0 nt6.1 nt6.2 nt10.0", 0x20410, 0x20BEA, 0x121001, 0x1FFFFF},
    {RTL_MAPPED_Process, "nt5.0 nt5.0sp4 nt5.1sp2 nt5.2", 0x20410, 0x20BEA, 0x120001, 0x1F0FFF},
};

START_TEST(mapping_is_that_of_type_and_version)
{
    for (int version = 0; version < SRM_PROFILE_COUNT; version++) {
        static const char *const words[] = {"nt5.0 ",   "nt5.0sp4 ", "nt5.1sp2 ", "nt5.2 ",
                                            "nt6.0 ",   "nt6.1 ",    "nt6.2 ",    "nt10.0 "};
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
    for (int type = RTL_MAPPED_Token; type <= RTL_MAPPED_Job; type++)
        ck_assert_uint_ne(
            rtl_mapping((enum srm_profile)_i, (enum rtl_mapped_type)type)->GenericAll, 0);
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

START_TEST(luids_are_counted_up)
{
    const LUID first = rtl_luid_new(w), second = rtl_luid_new(w);

    ck_assert(!rtl_luid_equal(first, second));
    ck_assert_uint_eq(rtl_luid_value(second), rtl_luid_value(first) + 1);
    ck_assert(rtl_luid_equal(rtl_luid_from(rtl_luid_value(first)), first));
}
END_TEST

START_TEST(luid_has_64_bits)
{
    const LUID luid = rtl_luid_from(UINT64_C(0x8000000100000002));

    ck_assert_uint_eq(luid.LowPart, 2);
    ck_assert_int_eq(luid.HighPart, INT32_MIN + 1);
    ck_assert_uint_eq(rtl_luid_value(luid), UINT64_C(0x8000000100000002));
    ck_assert(!rtl_luid_equal(luid, (LUID){.LowPart = 2}));
    ck_assert(!rtl_luid_equal(luid, (LUID){.HighPart = luid.HighPart}));
    ck_assert(rtl_luid_is_zero((LUID){.LowPart = 0}));
    ck_assert(!rtl_luid_is_zero((LUID){.LowPart = 1}));
    ck_assert(!rtl_luid_is_zero((LUID){.HighPart = 1}));
    w->next_luid = UINT32_MAX;
    rtl_luid_new(w);
    ck_assert_int_eq(rtl_luid_new(w).HighPart, 1);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("rtl/descriptor");

    tcase_add_checked_fixture(tcase, open_world, close_world);
    tcase_add_test(tcase, descriptor_keeps_what_it_was_given);
    tcase_add_test(tcase, descriptor_is_shared_until_the_last_reference);
    tcase_add_loop_test(tcase, mapping_is_that_of_type_and_version, 0, ROWS(mappings));
    tcase_add_loop_test(tcase, every_type_is_mapped_in_every_version, 0, SRM_PROFILE_COUNT);
    tcase_add_loop_test(tcase, generic_bits_become_what_they_mean, 0, ROWS(masks));
    tcase_add_test(tcase, luids_are_counted_up);
    tcase_add_test(tcase, luid_has_64_bits);
    return suite_end();
}
