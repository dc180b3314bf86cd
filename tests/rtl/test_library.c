/* The Rtl functions on a caller's own memory (access-check.md B-2, B-3, B-5, B-10, A-61). */
#include "support/dacl_text.h"
#include "support/suite.h"

#include "ntsrm/ntifs.h"
#include "rtl/sid.h"

#include <string.h>

static SE_SID everyone, users;
static _Alignas(8) unsigned char room[256]; /* a list, mostly */
static PACL acl;

static void prepare(void)
{
    everyone = sid_from_word("WD");
    users = sid_from_word("BU");
    acl = (PACL)(void *)room;
    memset(room, 0xEE, sizeof room);
}

/* ---- SIDs ---- */

START_TEST(invalid_sid_equals_nothing)
{
    SE_SID other = everyone;

    ck_assert(RtlEqualSid(&everyone, &other) && RtlValidSid(&other));
    ck_assert(!RtlEqualSid(&everyone, &users));
    other.Sid.Revision = 2;
    ck_assert(!RtlValidSid(&other) && !RtlEqualSid(&everyone, &other));
    ck_assert(!RtlEqualSid(&other, &other) && !RtlEqualPrefixSid(&other, &other));
    other.Sid.Revision = 1;
    other.Sid.SubAuthorityCount = 16;
    ck_assert(!RtlValidSid(&other));
    ck_assert(!RtlValidSid(NULL));
}
END_TEST

START_TEST(prefix_is_all_but_the_last_sub_authority)
{
    const SE_SID administrators = sid_from_word("BA");
    SE_SID first = sid_from_word("S-1-5-21-1-2-3-1000"), second = first;

    ck_assert(RtlEqualPrefixSid(&users, (PSID)(uintptr_t)&administrators));
    ck_assert(!RtlEqualPrefixSid(&users, &everyone));
    second.Sid.SubAuthority[0]++;
    ck_assert(!RtlEqualPrefixSid(&first, &second));
}
END_TEST

START_TEST(sid_is_made_and_copied)
{
    SID_IDENTIFIER_AUTHORITY authority = {{0, 0, 0, 0, 0, 5}};
    SE_SID made, copy;

    ck_assert_status(RtlInitializeSid(&made, &authority, 16), STATUS_INVALID_PARAMETER);
    ck_assert_status(RtlInitializeSid(&made, &authority, 2), STATUS_SUCCESS);
    *RtlSubAuthoritySid(&made, 0) = 32;
    *RtlSubAuthoritySid(&made, 1) = 545;
    ck_assert(RtlEqualSid(&made, &users));
    ck_assert_uint_eq(*RtlSubAuthorityCountSid(&made), 2);
    ck_assert_uint_eq(RtlIdentifierAuthoritySid(&made)->Value[5], 5);
    ck_assert_uint_eq(RtlLengthSid(&made), 16);
    ck_assert_uint_eq(RtlLengthRequiredSid(15), 68);
    ck_assert_status(RtlCopySid(15, &copy, &made), STATUS_BUFFER_TOO_SMALL);
    ck_assert_status(RtlCopySid(16, &copy, &made), STATUS_SUCCESS);
    ck_assert(RtlEqualSid(&copy, &made));
}
END_TEST

/* ---- lists ---- */

static const struct {
    ULONG length, revision;
    NTSTATUS status;
} lists[] = {
    {7, 2, STATUS_BUFFER_TOO_SMALL},
    {0, 9, STATUS_BUFFER_TOO_SMALL},
    {8, 1, STATUS_INVALID_PARAMETER},
    {8, 0, STATUS_INVALID_PARAMETER},
    {8, 5, STATUS_INVALID_PARAMETER},
    {0x10000, 2, STATUS_INVALID_PARAMETER},
    {0xFFFFFFFF, 2, STATUS_INVALID_PARAMETER},
    {8, 2, STATUS_SUCCESS},
    {256, 3, STATUS_SUCCESS},
    {0xFFFC, 4, STATUS_SUCCESS},
};

START_TEST(list_is_made)
{
    ck_assert_status(RtlCreateAcl(acl, lists[_i].length, lists[_i].revision), lists[_i].status);
    if (NT_SUCCESS(lists[_i].status)) {
        ck_assert_uint_eq(acl->AclSize, lists[_i].length);
        ck_assert_uint_eq(acl->AclRevision, lists[_i].revision);
        ck_assert(acl->AceCount == 0 && acl->Sbz1 == 0 && acl->Sbz2 == 0);
        ck_assert(RtlValidAcl(acl));
    } else {
        ck_assert_uint_eq(room[0], 0xEE);
    }
}
END_TEST

static void make_list(ULONG size, ULONG revision)
{
    ck_assert_status(RtlCreateAcl(acl, size, revision), STATUS_SUCCESS);
}

START_TEST(entries_come_to_the_end)
{
    ACCESS_ALLOWED_ACE *ace;
    PVOID free;

    make_list(8 + 20 + 24, ACL_REVISION);
    ck_assert_status(RtlAddAccessAllowedAce(acl, 2, GENERIC_ALL, &everyone), STATUS_SUCCESS);
    ck_assert_status(RtlAddAccessDeniedAceEx(acl, 3, OBJECT_INHERIT_ACE, GENERIC_READ, &users),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(acl->AceCount, 2);
    ck_assert_uint_eq(acl->AclRevision, 3);
    ck_assert(RtlValidAcl(acl) && RtlFirstFreeAce(acl, &free) && free == room + 52);
    ck_assert_status(RtlGetAce(acl, 1, (PVOID *)&ace), STATUS_SUCCESS);
    ck_assert_uint_eq(ace->Header.AceType, ACCESS_DENIED_ACE_TYPE);
    ck_assert_uint_eq(ace->Header.AceFlags, OBJECT_INHERIT_ACE);
    ck_assert_uint_eq(ace->Header.AceSize, 24);
    ck_assert_uint_eq(ace->Mask, GENERIC_READ);
    ck_assert(RtlEqualSid(&ace->SidStart, &users));
    ck_assert_status(RtlAddAccessAllowedAceEx(acl, 2, 0, 1, &users),
                     STATUS_ALLOTTED_SPACE_EXCEEDED);
    ck_assert_uint_eq(room[52], 0xEE);
    ck_assert_status(RtlGetAce(acl, 2, (PVOID *)&ace), STATUS_INVALID_PARAMETER);
}
END_TEST

START_TEST(entry_needs_a_sid_a_list_and_a_revision)
{
    SE_SID wrong = everyone;

    wrong.Sid.Revision = 0;
    make_list(sizeof room, ACL_REVISION);
    ck_assert_status(RtlAddAccessAllowedAce(acl, 2, 1, &wrong), STATUS_INVALID_SID);
    ck_assert_status(RtlAddAccessDeniedAce(acl, 1, 1, &everyone), STATUS_REVISION_MISMATCH);
    ck_assert_status(RtlAddAccessDeniedAce(acl, 5, 1, &everyone), STATUS_REVISION_MISMATCH);
    ck_assert_status(RtlAddMandatoryAce(acl, 2, 0, &everyone, SYSTEM_MANDATORY_LABEL_ACE_TYPE, 8),
                     STATUS_INVALID_PARAMETER);
    ck_assert_uint_eq(acl->AceCount, 0);
    ck_assert_status(RtlAddMandatoryAce(acl, 2, 0, &everyone, SYSTEM_MANDATORY_LABEL_ACE_TYPE, 7),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(room[8], SYSTEM_MANDATORY_LABEL_ACE_TYPE);
    acl->AclRevision = 1;
    ck_assert_status(RtlAddAccessAllowedAce(acl, 2, 1, &everyone), STATUS_INVALID_ACL);
}
END_TEST

/* */
START_TEST(object_entries_take_revision_4)
{
    GUID type = {.Data1 = 1}, inherited = {.Data1 = 2};

    make_list(sizeof room, ACL_REVISION);
    ck_assert_status(RtlAddAccessAllowedObjectAce(acl, 4, 0, 1, &type, NULL, &everyone),
                     STATUS_REVISION_MISMATCH);
    make_list(sizeof room, ACL_REVISION4);
    ck_assert_status(RtlAddAccessAllowedObjectAce(acl, 2, 0, 1, &type, NULL, &everyone),
                     STATUS_REVISION_MISMATCH);
    ck_assert_status(RtlAddAccessAllowedObjectAce(acl, 4, 0, 1, &type, NULL, &everyone),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(room[8], ACCESS_ALLOWED_OBJECT_ACE_TYPE);
    ck_assert_uint_eq(room[10], 40);
    ck_assert_uint_eq(room[16], ACE_OBJECT_TYPE_PRESENT);
    ck_assert_mem_eq(room + 20, &type, sizeof type);
    ck_assert_status(RtlAddAccessDeniedObjectAce(acl, 4, 0, 1, &type, &inherited, &everyone),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(room[48], ACCESS_DENIED_OBJECT_ACE_TYPE);
    ck_assert_uint_eq(room[50], 56);
    ck_assert_status(RtlAddAccessDeniedObjectAce(acl, 4, 0, 1, NULL, NULL, &everyone),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(room[104], ACCESS_DENIED_ACE_TYPE);
    ck_assert(RtlValidAcl(acl));
}
END_TEST

static size_t two_entries(unsigned char *entries)
{
    _Alignas(4) unsigned char other[64];
    PACL list = (PACL)(void *)other;

    ck_assert_status(RtlCreateAcl(list, sizeof other, 2), STATUS_SUCCESS);
    ck_assert_status(RtlAddAccessAllowedAce(list, 2, 1, &everyone), STATUS_SUCCESS);
    ck_assert_status(RtlAddAccessDeniedAce(list, 2, 2, &users), STATUS_SUCCESS);
    memcpy(entries, other + sizeof(ACL), 44);
    return 44;
}

/* B-3 */
START_TEST(entries_are_put_in_and_raise_the_revision)
{
    _Alignas(4) unsigned char entries[64];
    const ULONG size = (ULONG)two_entries(entries);
    ACE_HEADER *ace;

    make_list(8 + 20 + 44, ACL_REVISION3);
    ck_assert_status(RtlAddAccessAllowedAce(acl, 2, 4, &everyone), STATUS_SUCCESS);
    ck_assert_status(RtlAddAce(acl, 2, 0, entries, size - 4), STATUS_INVALID_PARAMETER);
    ck_assert_status(RtlAddAce(acl, 2, 0, NULL, 0), STATUS_INVALID_PARAMETER);
    ck_assert_status(RtlAddAce(acl, 2, 0, entries, size), STATUS_SUCCESS);
    ck_assert_uint_eq(acl->AclRevision, 3);
    ck_assert_uint_eq(acl->AceCount, 3);
    ck_assert_status(RtlGetAce(acl, 1, (PVOID *)&ace), STATUS_SUCCESS);
    ck_assert_uint_eq(ace->AceType, ACCESS_DENIED_ACE_TYPE);
    ck_assert_uint_eq(room[8 + 44 + 4], 4);
    ck_assert_status(RtlAddAce(acl, 2, 0, entries, 20), STATUS_BUFFER_TOO_SMALL);
    make_list(sizeof room, ACL_REVISION);
    ck_assert_status(RtlAddAce(acl, 4, MAXDWORD, entries, size), STATUS_SUCCESS);
    ck_assert_uint_eq(acl->AclRevision, 4);
    ck_assert_status(RtlAddAce(acl, 5, MAXDWORD, entries, size), STATUS_SUCCESS);
    ck_assert(!RtlValidAcl(acl));
    ck_assert_status(RtlAddAce(acl, 2, MAXDWORD, entries, size), STATUS_INVALID_PARAMETER);
}
END_TEST

START_TEST(entry_is_taken_out)
{
    _Alignas(4) unsigned char entries[64];
    const ULONG size = (ULONG)two_entries(entries);

    make_list(sizeof room, ACL_REVISION);
    ck_assert_status(RtlAddAce(acl, 2, 0, entries, size), STATUS_SUCCESS);
    ck_assert_status(RtlDeleteAce(acl, 2), STATUS_INVALID_PARAMETER);
    ck_assert_status(RtlDeleteAce(acl, 0), STATUS_SUCCESS);
    ck_assert_uint_eq(acl->AceCount, 1);
    ck_assert_mem_eq(room + 8, entries + 20, 24);
    ck_assert_uint_eq(room[32], 0);
    ck_assert_status(RtlDeleteAce(acl, 0), STATUS_SUCCESS);
    ck_assert_uint_eq(acl->AceCount, 0);
}
END_TEST

/* B-10 */
START_TEST(free_room_begins_behind_the_entries)
{
    PVOID free = room;

    make_list(sizeof(ACL), ACL_REVISION);
    ck_assert(RtlFirstFreeAce(acl, &free) && free == room + sizeof(ACL));
    acl->AceCount = 1;
    ck_assert(!RtlFirstFreeAce(acl, &free));
    ck_assert_ptr_null(free);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("rtl/library");

    tcase_add_checked_fixture(tcase, prepare, NULL);
    tcase_add_test(tcase, invalid_sid_equals_nothing);
    tcase_add_test(tcase, prefix_is_all_but_the_last_sub_authority);
    tcase_add_test(tcase, sid_is_made_and_copied);
    tcase_add_loop_test(tcase, list_is_made, 0, ROWS(lists));
    tcase_add_test(tcase, entries_come_to_the_end);
    tcase_add_test(tcase, entry_needs_a_sid_a_list_and_a_revision);
    tcase_add_test(tcase, object_entries_take_revision_4);
    tcase_add_test(tcase, entries_are_put_in_and_raise_the_revision);
    tcase_add_test(tcase, entry_is_taken_out);
    tcase_add_test(tcase, free_room_begins_behind_the_entries);
    return suite_end();
}
