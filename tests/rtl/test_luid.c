/* Locally unique ids: counted up by the world. */
#include "support/suite.h"

#include "ntsrm/srm.h"
#include "ex/fact.h"
#include "rtl/luid.h"

static struct srm_world *w;

static void open_world(void)
{
    w = srm_world_new(NULL);
}

static void close_world(void)
{
    ck_assert_uint_eq(srm_world_delete(w), 0);
}

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
    TCase *tcase = suite_begin("rtl/luid");

    tcase_add_checked_fixture(tcase, open_world, close_world);
    tcase_add_test(tcase, luids_are_counted_up);
    tcase_add_test(tcase, luid_has_64_bits);
    return suite_end();
}
