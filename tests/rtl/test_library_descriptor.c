/* The Rtl functions on a caller's own descriptors (access-check.md B-4, B-5, B-10). */
#include "support/dacl_text.h"
#include "support/suite.h"

#include "ntsrm/ntifs.h"
#include "rtl/sid.h"

#include <string.h>

#define HEADER sizeof(SECURITY_DESCRIPTOR_RELATIVE)

static SE_SID owner, group;
static _Alignas(8) unsigned char dacl[64], sacl[64], relative[256];
static SECURITY_DESCRIPTOR absolute;

static PACL list(unsigned char *bytes)
{
    return (PACL)(void *)bytes;
}

static SECURITY_DESCRIPTOR_RELATIVE *header(void)
{
    return (SECURITY_DESCRIPTOR_RELATIVE *)(void *)relative;
}

static void prepare(void)
{
    owner = sid_from_word("BA");
    group = sid_from_word("SY");
    memset(relative, 0xEE, sizeof relative);
    ck_assert_status(RtlCreateAcl(list(dacl), 28, 2), STATUS_SUCCESS);
    ck_assert_status(RtlAddAccessAllowedAce(list(dacl), 2, GENERIC_ALL, &group), STATUS_SUCCESS);
    ck_assert_status(RtlCreateAcl(list(sacl), 8, 2), STATUS_SUCCESS);
    ck_assert_status(RtlCreateSecurityDescriptor(&absolute, 1), STATUS_SUCCESS);
}

static void fill(void)
{
    ck_assert_status(RtlSetOwnerSecurityDescriptor(&absolute, &owner, TRUE), STATUS_SUCCESS);
    ck_assert_status(RtlSetGroupSecurityDescriptor(&absolute, &group, FALSE), STATUS_SUCCESS);
    ck_assert_status(RtlSetDaclSecurityDescriptor(&absolute, TRUE, list(dacl), FALSE),
                     STATUS_SUCCESS);
    ck_assert_status(RtlSetSaclSecurityDescriptor(&absolute, TRUE, list(sacl), TRUE),
                     STATUS_SUCCESS);
}

static ULONG make_relative(void)
{
    ULONG length = sizeof relative;

    fill();
    ck_assert_status(RtlAbsoluteToSelfRelativeSD(&absolute, relative, &length), STATUS_SUCCESS);
    ck_assert_uint_eq(length, sizeof relative); /* B-10: left as given */
    return RtlLengthSecurityDescriptor(relative);
}

START_TEST(new_descriptor_is_valid_and_empty)
{
    static const SECURITY_DESCRIPTOR zero;

    ck_assert(!RtlValidSecurityDescriptor(NULL));
    ck_assert(!RtlValidSecurityDescriptor((PSECURITY_DESCRIPTOR)(uintptr_t)&zero));
    ck_assert(RtlValidSecurityDescriptor(&absolute));
    ck_assert_uint_eq(RtlLengthSecurityDescriptor(&absolute), sizeof absolute);
    ck_assert_status(RtlCreateSecurityDescriptor(&absolute, 0), STATUS_UNKNOWN_REVISION);
    ck_assert_status(RtlCreateSecurityDescriptor(&absolute, 2), STATUS_UNKNOWN_REVISION);
}
END_TEST

START_TEST(parts_are_set_and_read)
{
    PSID sid;
    PACL acl = NULL;
    BOOLEAN defaulted, present;

    fill();
    ck_assert_status(RtlGetOwnerSecurityDescriptor(&absolute, &sid, &defaulted), STATUS_SUCCESS);
    ck_assert(sid == &owner && defaulted);
    ck_assert_status(RtlGetGroupSecurityDescriptor(&absolute, &sid, &defaulted), STATUS_SUCCESS);
    ck_assert(sid == &group && !defaulted);
    ck_assert_status(RtlGetDaclSecurityDescriptor(&absolute, &present, &acl, &defaulted),
                     STATUS_SUCCESS);
    ck_assert(present && acl == list(dacl) && !defaulted);
    ck_assert_status(RtlGetSaclSecurityDescriptor(&absolute, &present, &acl, &defaulted),
                     STATUS_SUCCESS);
    ck_assert(present && acl == list(sacl) && defaulted);
    ck_assert_uint_eq(absolute.Control,
                      SE_OWNER_DEFAULTED | SE_DACL_PRESENT | SE_SACL_PRESENT | SE_SACL_DEFAULTED);
    ck_assert_status(RtlSetDaclSecurityDescriptor(&absolute, FALSE, list(dacl), TRUE),
                     STATUS_SUCCESS);
    ck_assert_status(RtlGetDaclSecurityDescriptor(&absolute, &present, &acl, &defaulted),
                     STATUS_SUCCESS);
    ck_assert(!present && acl == list(sacl) && defaulted); /* the latter two as they were */
}
END_TEST

START_TEST(invalid_part_makes_it_invalid)
{
    fill();
    owner.Sid.Revision = 3;
    ck_assert(!RtlValidSecurityDescriptor(&absolute));
    owner.Sid.Revision = 1;
    dacl[0] = 9;
    ck_assert(!RtlValidSecurityDescriptor(&absolute));
    ck_assert_status(RtlMakeSelfRelativeSD(&absolute, relative, &(ULONG){sizeof relative}),
                     STATUS_INVALID_SECURITY_DESCR);
    absolute.Control &= (SECURITY_DESCRIPTOR_CONTROL)~SE_DACL_PRESENT;
    ck_assert(RtlValidSecurityDescriptor(&absolute));
}
END_TEST

/* B-5 */
START_TEST(control_has_bits_that_can_be_set)
{
    const unsigned bit = 1u << _i;
    const bool can = (bit & 0x3FC0) != 0;
    SECURITY_DESCRIPTOR_CONTROL control;
    ULONG revision;
    NTSTATUS status;

    status = RtlSetControlSecurityDescriptor(&absolute, (SECURITY_DESCRIPTOR_CONTROL)bit,
                                             (SECURITY_DESCRIPTOR_CONTROL)bit);
    ck_assert_status(status, can ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER);
    ck_assert_status(RtlGetControlSecurityDescriptor(&absolute, &control, &revision),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(control, can ? bit : 0);
    ck_assert_uint_eq(revision, 1);
    status = RtlSetControlSecurityDescriptor(&absolute, (SECURITY_DESCRIPTOR_CONTROL)bit, 0);
    ck_assert_status(status, can ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER);
    ck_assert_uint_eq(absolute.Control, 0);
}
END_TEST

START_TEST(self_relative_form_is_laid_out_as_windows_does)
{
    ck_assert_uint_eq(make_relative(), HEADER + 8 + 28 + 16 + 12);
    ck_assert_uint_eq(header()->Control, absolute.Control | SE_SELF_RELATIVE);
    ck_assert_uint_eq(header()->Sacl, 20);
    ck_assert_uint_eq(header()->Dacl, 28);
    ck_assert_uint_eq(header()->Owner, 56);
    ck_assert_uint_eq(header()->Group, 72);
    ck_assert_uint_eq(relative[84], 0xEE);
    ck_assert(RtlValidSecurityDescriptor(relative));
    ck_assert_status(RtlSetOwnerSecurityDescriptor(relative, NULL, FALSE),
                     STATUS_INVALID_SECURITY_DESCR);
    relative[0] = 2;
    ck_assert_status(RtlSetDaclSecurityDescriptor(relative, FALSE, NULL, FALSE),
                     STATUS_UNKNOWN_REVISION);
}
END_TEST

/* B-10 */
START_TEST(self_relative_form_needs_room)
{
    ULONG length = 0;

    ck_assert_status(RtlAbsoluteToSelfRelativeSD(&absolute, NULL, &length),
                     STATUS_BUFFER_TOO_SMALL);
    ck_assert_uint_eq(length, HEADER);
    fill();
    length = 83;
    ck_assert_status(RtlMakeSelfRelativeSD(&absolute, relative, &length), STATUS_BUFFER_TOO_SMALL);
    ck_assert_uint_eq(length, 84);
    ck_assert_uint_eq(relative[0], 0xEE);
    ck_assert_status(RtlMakeSelfRelativeSD(&absolute, relative, &length), STATUS_SUCCESS);
}
END_TEST

START_TEST(one_function_takes_both_forms)
{
    unsigned char copy[128];
    ULONG length = sizeof copy;

    make_relative();
    ck_assert_status(RtlAbsoluteToSelfRelativeSD(relative, copy, &length),
                     STATUS_BAD_DESCRIPTOR_FORMAT);
    ck_assert_status(RtlMakeSelfRelativeSD(relative, copy, &length), STATUS_SUCCESS);
    ck_assert_mem_eq(copy, relative, 84);
}
END_TEST

START_TEST(absolute_form_comes_back)
{
    SECURITY_DESCRIPTOR back;
    SE_SID back_owner, back_group;
    _Alignas(4) unsigned char back_dacl[64], back_sacl[64];
    ULONG sizes[] = {0, 0, 0, 0, 0};

    make_relative();
    ck_assert_status(RtlSelfRelativeToAbsoluteSD(relative, NULL, &sizes[0], NULL, &sizes[1], NULL,
                                                 &sizes[2], NULL, &sizes[3], NULL, &sizes[4]),
                     STATUS_BUFFER_TOO_SMALL);
    ck_assert_uint_eq(sizes[0], sizeof back);
    ck_assert_uint_eq(sizes[1], 28);
    ck_assert_uint_eq(sizes[2], 8);
    ck_assert_uint_eq(sizes[3], 16);
    ck_assert_uint_eq(sizes[4], 12);
    ck_assert_status(RtlSelfRelativeToAbsoluteSD(relative, &back, &sizes[0], list(back_dacl),
                                                 &sizes[1], list(back_sacl), &sizes[2], &back_owner,
                                                 &sizes[3], &back_group, &sizes[4]),
                     STATUS_SUCCESS);
    ck_assert(RtlValidSecurityDescriptor(&back) && RtlEqualSid(back.Owner, &owner) &&
              RtlEqualSid(back.Group, &group));
    ck_assert_mem_eq(back.Dacl, dacl, 28);
    ck_assert_mem_eq(back.Sacl, sacl, 8);
    ck_assert_uint_eq(back.Control, absolute.Control);
    ck_assert_status(RtlSelfRelativeToAbsoluteSD(&back, &back, &sizes[0], NULL, &sizes[1], NULL,
                                                 &sizes[2], NULL, &sizes[3], NULL, &sizes[4]),
                     STATUS_BAD_DESCRIPTOR_FORMAT);
}
END_TEST

/* B-4 */
START_TEST(parts_lie_at_multiples_of_4)
{
    DWORD *const offsets[] = {&header()->Owner, &header()->Group, &header()->Sacl, &header()->Dacl};

    (void)make_relative();
    ck_assert(RtlValidSecurityDescriptor(relative));
    for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++)
        for (DWORD by = 1; by < 4; by++) {
            *offsets[i] += by;
            ck_assert(!RtlValidSecurityDescriptor(relative));
            *offsets[i] -= by;
        }
    ck_assert(RtlValidSecurityDescriptor(relative));
}
END_TEST

START_TEST(relative_descriptor_lies_inside_its_length)
{
    const SECURITY_INFORMATION all = OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION |
                                     DACL_SECURITY_INFORMATION | SACL_SECURITY_INFORMATION;
    const ULONG length = make_relative();

    ck_assert(RtlValidRelativeSecurityDescriptor(relative, length, all));
    for (ULONG i = 0; i < length; i++)
        ck_assert(!RtlValidRelativeSecurityDescriptor(relative, i, 0));
    ck_assert(!RtlValidRelativeSecurityDescriptor(&absolute, sizeof absolute, 0));
    header()->Owner = 0;
    ck_assert(RtlValidRelativeSecurityDescriptor(relative, length, 0));
    ck_assert(!RtlValidRelativeSecurityDescriptor(relative, length, OWNER_SECURITY_INFORMATION));
    header()->Dacl = 0; /* a NULL one */
    ck_assert(RtlValidRelativeSecurityDescriptor(relative, length, DACL_SECURITY_INFORMATION));
    header()->Control = SE_SELF_RELATIVE;
    ck_assert(!RtlValidRelativeSecurityDescriptor(relative, length, DACL_SECURITY_INFORMATION));
    ck_assert(!RtlValidRelativeSecurityDescriptor(relative, length, SACL_SECURITY_INFORMATION));
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("rtl/library_descriptor");

    tcase_add_checked_fixture(tcase, prepare, NULL);
    tcase_add_test(tcase, new_descriptor_is_valid_and_empty);
    tcase_add_test(tcase, parts_are_set_and_read);
    tcase_add_test(tcase, invalid_part_makes_it_invalid);
    tcase_add_loop_test(tcase, control_has_bits_that_can_be_set, 0, 16);
    tcase_add_test(tcase, self_relative_form_is_laid_out_as_windows_does);
    tcase_add_test(tcase, self_relative_form_needs_room);
    tcase_add_test(tcase, one_function_takes_both_forms);
    tcase_add_test(tcase, absolute_form_comes_back);
    tcase_add_test(tcase, parts_lie_at_multiples_of_4);
    tcase_add_test(tcase, relative_descriptor_lies_inside_its_length);
    return suite_end();
}
