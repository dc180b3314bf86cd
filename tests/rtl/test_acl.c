/* Access control lists: building them, reading them, sharing them. */
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ex/pool.h"
#include "rtl/sid.h"

#include <signal.h>
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

START_TEST(empty_list_is_its_header)
{
    struct rtl_acl *acl = rtl_acl_new(w, NULL, 0);
    struct rtl_acl_cursor cursor = {.index = 0};
    struct rtl_ace ace;

    ck_assert_uint_eq(acl->size, 8);
    ck_assert_uint_eq(acl->bytes.AclSize, 8);
    ck_assert_uint_eq(acl->bytes.AclRevision, ACL_REVISION);
    ck_assert_uint_eq(acl->bytes.AceCount, 0);
    ck_assert(rtl_acl_valid(&acl->bytes, 8));
    ck_assert(!rtl_acl_next(&acl->bytes, &cursor, &ace));
    rtl_acl_dereference(w, acl);
}
END_TEST

static const struct {
    UCHAR type, flags;
    ACCESS_MASK mask;
    const char *sid;
} entries[] = {
    {ACCESS_ALLOWED_ACE_TYPE, 0, GENERIC_ALL, "WD"},
    {ACCESS_DENIED_ACE_TYPE, INHERIT_ONLY_ACE, 0, "S-1-5-21-1-2-3-1001"},
    {SYSTEM_AUDIT_ACE_TYPE, 0xC0, 0xFFFFFFFF, "S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15"},
    {ACCESS_ALLOWED_ACE_TYPE, 0x1F, 1, "BA"},
};

START_TEST(entries_are_read_back_in_order)
{
    struct rtl_ace rows[ROWS(entries)], ace;
    SE_SID sids[ROWS(entries)];
    struct rtl_acl_cursor cursor = {.index = 0};
    struct rtl_acl *acl;

    for (int i = 0; i < ROWS(entries); i++) {
        sids[i] = sid_from_word(entries[i].sid);
        rows[i] = (struct rtl_ace){.type = entries[i].type,
                                   .flags = entries[i].flags,
                                   .mask = entries[i].mask,
                                   .sid = &sids[i].Sid};
    }
    acl = rtl_acl_new(w, rows, ROWS(entries));
    ck_assert(rtl_acl_valid(&acl->bytes, acl->size));
    for (int i = 0; i < ROWS(entries); i++) {
        ck_assert(rtl_acl_next(&acl->bytes, &cursor, &ace));
        ck_assert_int_eq(cursor.index, i + 1);
        ck_assert_uint_eq(ace.type, entries[i].type);
        ck_assert_uint_eq(ace.flags, entries[i].flags);
        ck_assert_uint_eq(ace.mask, entries[i].mask);
        ck_assert(rtl_sid_equal(ace.sid, &sids[i].Sid));
    }
    ck_assert(!rtl_acl_next(&acl->bytes, &cursor, &ace));
    rtl_acl_dereference(w, acl);
}
END_TEST

START_TEST(bytes_are_those_that_nt_has)
{
    static const unsigned char expected[] = {
        2, 0, 28, 0, 1,    0,    0, 0,                /* ACL */
        1, 8, 20, 0, 0x34, 0x12, 0, 0x80,             /* ACE: denied, inherit-only */
        1, 1, 0,  0, 0,    0,    0, 1,    0, 0, 0, 0, /* S-1-1-0 */
    };
    const SE_SID everyone = sid_from_word("WD");
    const struct rtl_ace row = {.type = ACCESS_DENIED_ACE_TYPE,
                                .flags = INHERIT_ONLY_ACE,
                                .mask = 0x80001234,
                                .sid = &everyone.Sid};
    struct rtl_acl *acl = rtl_acl_new(w, &row, 1);

    ck_assert_uint_eq(acl->size, sizeof expected);
    ck_assert_mem_eq(&acl->bytes, expected, sizeof expected);
    rtl_acl_dereference(w, acl);
}
END_TEST

START_TEST(list_is_shared_until_the_last_reference)
{
    struct rtl_acl *acl = acl_from_text(w, "(A;;GA;;;WD)");

    ck_assert_ptr_eq(rtl_acl_reference(acl), acl);
    ck_assert_uint_eq(acl->references, 2);
    rtl_acl_dereference(w, acl);
    ck_assert_uint_eq(ex_pool_alive(w->pool, EX_KIND_Acl), 1);
    rtl_acl_dereference(w, acl);
    ck_assert_uint_eq(ex_pool_alive(w->pool, EX_KIND_Acl), 0);
    ck_assert_ptr_null(rtl_acl_reference(NULL));
    rtl_acl_dereference(w, NULL);
}
END_TEST

START_TEST(copy_is_equal_and_apart)
{
    struct rtl_acl *acl = acl_from_text(w, "(A;;GA;;;WD)(D;;0x2;;;U)");
    struct rtl_acl *copy = rtl_acl_copy(w, &acl->bytes, acl->size);

    ck_assert_uint_eq(copy->size, acl->size);
    ck_assert_uint_eq(copy->references, 1);
    ck_assert_mem_eq(&copy->bytes, &acl->bytes, acl->size);
    rtl_acl_dereference(w, acl);
    ck_assert(rtl_acl_valid(&copy->bytes, copy->size));
    rtl_acl_dereference(w, copy);
}
END_TEST

static const struct {
    const char *why;
    struct rtl_ace entry;
    const char *sid;
    bool owner_rights, special;
} marks[] = {
    {"allowed to owners", {.type = ACCESS_ALLOWED_ACE_TYPE}, "OW", true, false},
    {"denied to owners", {.type = ACCESS_DENIED_ACE_TYPE}, "OW", true, false},
    {"to children's owners", {.flags = INHERIT_ONLY_ACE}, "OW", false, false},
    {"an audit of owners", {.type = SYSTEM_AUDIT_ACE_TYPE}, "OW", false, false},
    {"to everybody", {.type = ACCESS_ALLOWED_ACE_TYPE}, "WD", false, false},
    {"compound", {.type = ACCESS_ALLOWED_COMPOUND_ACE_TYPE}, "WD", false, true},
    {"conditional", {.type = ACCESS_DENIED_CALLBACK_OBJECT_ACE_TYPE}, "WD", false, true},
    {"conditional, for children",
     {.type = ACCESS_ALLOWED_CALLBACK_ACE_TYPE, .flags = INHERIT_ONLY_ACE},
     "WD",
     false,
     false},
};

/* What access checks look for is noted when a list is made, and when one is copied. */
START_TEST(list_knows_what_it_holds)
{
    const SE_SID sid = sid_from_word(marks[_i].sid);
    struct rtl_ace entry = marks[_i].entry;
    struct rtl_acl *lists[2];

    entry.sid = entry.server = &sid.Sid;
    lists[0] = rtl_acl_new(w, &entry, 1);
    lists[1] = rtl_acl_copy(w, &lists[0]->bytes, lists[0]->size);
    for (int i = 0; i < ROWS(lists); i++) {
        ck_assert_msg(lists[i]->has_owner_rights == marks[_i].owner_rights, "%s", marks[_i].why);
        ck_assert_msg(lists[i]->has_special_entries == marks[_i].special, "%s", marks[_i].why);
        rtl_acl_dereference(w, lists[i]);
    }
}
END_TEST

START_TEST(list_above_64_kib_is_caught)
{
    static struct rtl_ace rows[4000];
    const SE_SID everyone = sid_from_word("WD");

    for (int i = 0; i < ROWS(rows); i++)
        rows[i] = (struct rtl_ace){.sid = &everyone.Sid};
    rtl_acl_new(w, rows, ROWS(rows));
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("rtl/acl");

    tcase_add_checked_fixture(tcase, open_world, close_world);
    tcase_add_test(tcase, empty_list_is_its_header);
    tcase_add_test(tcase, entries_are_read_back_in_order);
    tcase_add_test(tcase, bytes_are_those_that_nt_has);
    tcase_add_test(tcase, list_is_shared_until_the_last_reference);
    tcase_add_loop_test(tcase, list_knows_what_it_holds, 0, ROWS(marks));
    tcase_add_test(tcase, copy_is_equal_and_apart);
    tcase_add_test_raise_signal(tcase, list_above_64_kib_is_caught, SIGABRT);
    return suite_end();
}
