/* SIDs, lists and descriptors in a program's memory: what the last error says (ACC B-2..B-10). */
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ntsrm/windows.h"
#include "rtl/sid.h"

#include <string.h>

#define BEFORE 4711u

static struct stage stage;
static SE_SID everyone;
static _Alignas(8) unsigned char room[128];
static PACL acl;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    act_as(stage.client_thread);
    everyone = sid_from_word("WD");
    acl = (PACL)(void *)room;
    memset(room, 0, sizeof room);
    SetLastError(BEFORE);
}

static void close_stage(void)
{
    stage_close(&stage);
}

#define ck_assert_refused(call, error)            \
    do {                                          \
        SetLastError(BEFORE);                     \
        ck_assert(!(call));                       \
        ck_assert_uint_eq(GetLastError(), error); \
    } while (0)

#define ck_assert_done(call)                       \
    do {                                           \
        SetLastError(BEFORE);                      \
        ck_assert(call);                           \
        ck_assert_uint_eq(GetLastError(), BEFORE); \
    } while (0)

START_TEST(list_is_made_or_refused)
{
    ck_assert_refused(InitializeAcl(acl, 7, 2), ERROR_INSUFFICIENT_BUFFER);
    ck_assert_refused(InitializeAcl(acl, sizeof room, 1), ERROR_INVALID_PARAMETER);
    ck_assert_refused(InitializeAcl(acl, sizeof room, 5), ERROR_INVALID_PARAMETER);
    ck_assert_refused(InitializeAcl(acl, 0xFFFFFFFF, 2), ERROR_INVALID_PARAMETER);
    ck_assert_done(InitializeAcl(acl, sizeof room, 2));
    ck_assert_done(IsValidAcl(acl));
    acl->AclRevision = 0;
    ck_assert_refused(IsValidAcl(acl), BEFORE);
}
END_TEST

START_TEST(entries_are_added_read_and_taken_out)
{
    GUID type = {.Data1 = 1};
    LPVOID ace, end;
    SE_SID wrong = everyone;

    wrong.Sid.Revision = 2;
    ck_assert_done(InitializeAcl(acl, 8 + 20 + 20 + 20, 2));
    ck_assert_done(AddAccessAllowedAce(acl, 2, 1, &everyone));
    ck_assert_done(AddAccessDeniedAceEx(acl, 2, CONTAINER_INHERIT_ACE, 2, &everyone));
    ck_assert_done(AddMandatoryAce(acl, 2, 0, 1, &everyone));
    ck_assert_refused(AddAccessAllowedAceEx(acl, 2, 0, 1, &everyone),
                      ERROR_ALLOTTED_SPACE_EXCEEDED);
    ck_assert_refused(AddAccessDeniedAce(acl, 2, 1, &wrong), ERROR_INVALID_SID);
    ck_assert_refused(AddAccessAllowedObjectAce(acl, 4, 0, 1, &type, NULL, &everyone),
                      ERROR_REVISION_MISMATCH);
    ck_assert_refused(AddAccessDeniedObjectAce(acl, 4, 0, 1, &type, NULL, &everyone),
                      ERROR_REVISION_MISMATCH);
    ck_assert_done(GetAce(acl, 1, &ace));
    ck_assert_ptr_eq(ace, room + 28);
    ck_assert_refused(GetAce(acl, 3, &ace), ERROR_INVALID_PARAMETER);
    ck_assert_refused(AddAce(acl, 2, 0, ace, 20), ERROR_INSUFFICIENT_BUFFER);
    ck_assert_done(DeleteAce(acl, 2));
    ck_assert_refused(DeleteAce(acl, 2), ERROR_INVALID_PARAMETER);
    ck_assert_done(FindFirstFreeAce(acl, &end));
    ck_assert_ptr_eq(end, room + 48);
    acl->AceCount = 9;
    ck_assert_refused(AddAccessAllowedAce(acl, 2, 1, &everyone), ERROR_INVALID_ACL);
}
END_TEST

START_TEST(list_is_described)
{
    ACL_SIZE_INFORMATION size;
    ACL_REVISION_INFORMATION revision;

    ck_assert_done(InitializeAcl(acl, 100, 3));
    ck_assert_done(AddAccessAllowedAce(acl, 2, 1, &everyone));
    ck_assert_done(GetAclInformation(acl, &size, sizeof size, AclSizeInformation));
    ck_assert_uint_eq(size.AceCount, 1);
    ck_assert_uint_eq(size.AclBytesInUse, 28);
    ck_assert_uint_eq(size.AclBytesFree, 72);
    ck_assert_done(GetAclInformation(acl, &revision, sizeof revision, AclRevisionInformation));
    ck_assert_uint_eq(revision.AclRevision, 3);
    ck_assert_refused(GetAclInformation(acl, &size, 11, AclSizeInformation),
                      ERROR_INSUFFICIENT_BUFFER);
    ck_assert_refused(GetAclInformation(acl, &size, 12, (ACL_INFORMATION_CLASS)3),
                      ERROR_INVALID_PARAMETER);
    acl->AclRevision = 0;
    ck_assert_refused(GetAclInformation(acl, &size, 12, AclSizeInformation),
                      ERROR_INVALID_PARAMETER);
}
END_TEST

START_TEST(sid_is_allocated_and_freed)
{
    SID_IDENTIFIER_AUTHORITY authority = {{0, 0, 0, 0, 0, 5}};
    SE_SID copy;
    PSID sid;

    ck_assert_refused(AllocateAndInitializeSid(&authority, 9, 0, 0, 0, 0, 0, 0, 0, 0, &sid),
                      ERROR_INVALID_SID);
    ck_assert_done(AllocateAndInitializeSid(&authority, 2, 32, 544, 0, 0, 0, 0, 0, 0, &sid));
    ck_assert_done(IsValidSid(sid) && GetLengthSid(sid) == 16 && GetSidLengthRequired(2) == 16);
    ck_assert_uint_eq(*GetSidSubAuthorityCount(sid), 2);
    ck_assert_uint_eq(*GetSidSubAuthority(sid, 1), 544);
    ck_assert_uint_eq(GetSidIdentifierAuthority(sid)->Value[5], 5);
    ck_assert_refused(CopySid(15, &copy, sid), ERROR_INSUFFICIENT_BUFFER);
    ck_assert_done(CopySid(16, &copy, sid));
    ck_assert_done(EqualSid(&copy, sid) && EqualPrefixSid(&copy, sid));
    copy.Sid.Revision = 2;
    ck_assert_refused(EqualSid(&copy, sid), BEFORE);
    ck_assert_refused(InitializeSid(&copy, &authority, 16), ERROR_INVALID_PARAMETER);
    ck_assert_done(InitializeSid(&copy, &authority, 1));
    ck_assert_ptr_null(FreeSid(sid));
}
END_TEST

/* B-10 */
START_TEST(descriptor_is_valid_or_1338)
{
    SECURITY_DESCRIPTOR descriptor = {.Revision = 0};

    ck_assert_refused(IsValidSecurityDescriptor(NULL), ERROR_INVALID_SECURITY_DESCR);
    ck_assert_refused(IsValidSecurityDescriptor(&descriptor), ERROR_INVALID_SECURITY_DESCR);
    ck_assert_refused(InitializeSecurityDescriptor(&descriptor, 2), ERROR_UNKNOWN_REVISION);
    ck_assert_done(InitializeSecurityDescriptor(&descriptor, 1));
    ck_assert_done(IsValidSecurityDescriptor(&descriptor));
    ck_assert_refused(SetSecurityDescriptorControl(&descriptor, SE_DACL_PRESENT, 0),
                      ERROR_INVALID_PARAMETER);
    ck_assert_done(SetSecurityDescriptorControl(&descriptor, SE_DACL_PROTECTED, SE_DACL_PROTECTED));
}
END_TEST

START_TEST(parts_are_set_and_read)
{
    SECURITY_DESCRIPTOR descriptor;
    SECURITY_DESCRIPTOR_CONTROL control;
    DWORD revision;
    BOOL defaulted, present;
    PSID sid;
    PACL found;

    ck_assert_done(InitializeAcl(acl, sizeof room, 2));
    ck_assert_done(InitializeSecurityDescriptor(&descriptor, 1));
    ck_assert_done(SetSecurityDescriptorOwner(&descriptor, &everyone, TRUE));
    ck_assert_done(SetSecurityDescriptorGroup(&descriptor, &everyone, 2));
    ck_assert_done(SetSecurityDescriptorDacl(&descriptor, TRUE, acl, FALSE));
    ck_assert_done(SetSecurityDescriptorSacl(&descriptor, TRUE, NULL, TRUE));
    ck_assert_done(GetSecurityDescriptorControl(&descriptor, &control, &revision));
    ck_assert_uint_eq(control, 0x0037);
    ck_assert_done(GetSecurityDescriptorOwner(&descriptor, &sid, &defaulted));
    ck_assert(sid == &everyone && defaulted);
    ck_assert_done(GetSecurityDescriptorGroup(&descriptor, &sid, &defaulted));
    ck_assert(sid == &everyone && defaulted);
    ck_assert_done(GetSecurityDescriptorDacl(&descriptor, &present, &found, &defaulted));
    ck_assert(present && found == acl && !defaulted);
    ck_assert_done(GetSecurityDescriptorSacl(&descriptor, &present, &found, &defaulted));
    ck_assert(present && !found && defaulted);
    ck_assert_uint_eq(GetSecurityDescriptorLength(&descriptor), sizeof descriptor + 12 + 12 + 128);
    descriptor.Revision = 2;
    ck_assert_refused(GetSecurityDescriptorOwner(&descriptor, &sid, &defaulted),
                      ERROR_UNKNOWN_REVISION);
    ck_assert_refused(GetSecurityDescriptorDacl(&descriptor, &present, &found, &defaulted),
                      ERROR_UNKNOWN_REVISION);
}
END_TEST

START_TEST(descriptor_changes_its_form)
{
    SECURITY_DESCRIPTOR descriptor, back;
    SE_SID owner;
    DWORD length = 0, sizes[5] = {sizeof back, 0, 0, sizeof owner, 0};

    ck_assert_done(InitializeSecurityDescriptor(&descriptor, 1));
    ck_assert_refused(MakeSelfRelativeSD(&descriptor, NULL, &length), ERROR_INSUFFICIENT_BUFFER);
    ck_assert_uint_eq(length, 20);
    ck_assert_done(SetSecurityDescriptorOwner(&descriptor, &everyone, FALSE));
    length = sizeof room;
    ck_assert_done(MakeSelfRelativeSD(&descriptor, room, &length));
    ck_assert_uint_eq(length, sizeof room);
    ck_assert_refused(MakeSelfRelativeSD(room, room, &length), ERROR_BAD_DESCRIPTOR_FORMAT);
    ck_assert_refused(SetSecurityDescriptorDacl(room, TRUE, NULL, FALSE),
                      ERROR_INVALID_SECURITY_DESCR);
    ck_assert_done(MakeAbsoluteSD(room, &back, &sizes[0], NULL, &sizes[1], NULL, &sizes[2], &owner,
                                  &sizes[3], NULL, &sizes[4]));
    ck_assert(EqualSid(back.Owner, &everyone));
    ck_assert_refused(MakeAbsoluteSD(&back, &back, &sizes[0], NULL, &sizes[1], NULL, &sizes[2],
                                     &owner, &sizes[3], NULL, &sizes[4]),
                      ERROR_BAD_DESCRIPTOR_FORMAT);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("win32/library");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_test(tcase, list_is_made_or_refused);
    tcase_add_test(tcase, entries_are_added_read_and_taken_out);
    tcase_add_test(tcase, list_is_described);
    tcase_add_test(tcase, sid_is_allocated_and_freed);
    tcase_add_test(tcase, descriptor_is_valid_or_1338);
    tcase_add_test(tcase, parts_are_set_and_read);
    tcase_add_test(tcase, descriptor_changes_its_form);
    return suite_end();
}
