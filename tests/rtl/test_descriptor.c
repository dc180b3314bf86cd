/* Security descriptors as the model keeps them. */
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ex/pool.h"
#include "rtl/descriptor.h"
#include "rtl/sid.h"

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

int main(void)
{
    TCase *tcase = suite_begin("rtl/descriptor");

    tcase_add_checked_fixture(tcase, open_world, close_world);
    tcase_add_test(tcase, descriptor_keeps_what_it_was_given);
    tcase_add_test(tcase, descriptor_is_shared_until_the_last_reference);
    return suite_end();
}
