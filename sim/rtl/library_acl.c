/*
 * The Rtl functions for lists of entries. Source: access-check.md B-2, B-3, B-10, A-61, with the
 * pages named there.
 */
#include "ntsrm/ntifs.h"
#include "rtl/acl.h"
#include "rtl/sid.h"

#include <string.h>

BOOLEAN RtlValidAcl(PACL Acl)
{
    return Acl && rtl_acl_valid(Acl, UINT16_MAX);
}

NTSTATUS RtlCreateAcl(PACL Acl, ULONG AclLength, ULONG AclRevision)
{
    if (AclLength < sizeof(ACL))
        return STATUS_BUFFER_TOO_SMALL;
    if (AclRevision < MIN_ACL_REVISION || AclRevision > MAX_ACL_REVISION || AclLength > UINT16_MAX)
        return STATUS_INVALID_PARAMETER;
    *Acl = (ACL){.AclRevision = (UCHAR)AclRevision, .AclSize = (USHORT)AclLength};
    return STATUS_SUCCESS;
}

static size_t ace_size_at(const unsigned char *bytes, size_t at)
{
    ACE_HEADER header;

    memcpy(&header, bytes + at, sizeof header);
    return header.AceSize;
}

/* Where that entry of a valid list begins; behind the last one, where there is no such entry. */
static size_t offset_of(const ACL *acl, ULONG index)
{
    const unsigned char *bytes = (const unsigned char *)acl;
    size_t at = sizeof *acl;

    for (ULONG i = 0; i < index && i < acl->AceCount; i++)
        at += ace_size_at(bytes, at);
    return at;
}

static size_t used_by(const ACL *acl)
{
    return offset_of(acl, acl->AceCount);
}

BOOLEAN RtlFirstFreeAce(PACL Acl, PVOID *FirstFree)
{
    unsigned char *bytes = (unsigned char *)Acl;
    size_t at = sizeof(ACL);

    *FirstFree = NULL;
    for (unsigned i = 0; i < Acl->AceCount; i++) {
        if (at + sizeof(ACE_HEADER) > Acl->AclSize)
            return FALSE;
        at += ace_size_at(bytes, at);
    }
    if (at <= Acl->AclSize)
        *FirstFree = bytes + at;
    return at <= Acl->AclSize;
}

NTSTATUS RtlGetAce(PACL Acl, ULONG AceIndex, PVOID *Ace)
{
    if (!RtlValidAcl(Acl) || AceIndex >= Acl->AceCount)
        return STATUS_INVALID_PARAMETER;
    *Ace = (unsigned char *)Acl + offset_of(Acl, AceIndex);
    return STATUS_SUCCESS;
}

NTSTATUS RtlDeleteAce(PACL Acl, ULONG AceIndex)
{
    unsigned char *bytes = (unsigned char *)Acl;
    size_t at, next, end;

    if (!RtlValidAcl(Acl) || AceIndex >= Acl->AceCount)
        return STATUS_INVALID_PARAMETER;
    at = offset_of(Acl, AceIndex);
    next = at + ace_size_at(bytes, at);
    end = used_by(Acl);
    memmove(bytes + at, bytes + next, end - next);
    memset(bytes + at + (end - next), 0, next - at);
    Acl->AceCount--;
    return STATUS_SUCCESS;
}

/* How many entries fill these bytes; 0 if they do not. */
static size_t entries_in(const void *list, size_t size)
{
    size_t count = 0, at = 0;

    for (; at + sizeof(ACE_HEADER) <= size; count++) {
        const size_t entry = ace_size_at(list, at);

        if (entry < sizeof(ACE_HEADER))
            return 0;
        at += entry;
    }
    return at == size ? count : 0;
}

static void raise_revision(ACL *acl, ULONG revision)
{
    if (revision > acl->AclRevision)
        acl->AclRevision = (UCHAR)revision;
}

NTSTATUS RtlAddAce(PACL Acl, ULONG AceRevision, ULONG StartingAceIndex, PVOID AceList,
                   ULONG AceListLength)
{
    const size_t count = AceList ? entries_in(AceList, AceListLength) : 0;
    unsigned char *bytes = (unsigned char *)Acl;
    size_t at, end;

    if (!RtlValidAcl(Acl) || count == 0 || count > (size_t)UINT16_MAX - Acl->AceCount)
        return STATUS_INVALID_PARAMETER;
    end = used_by(Acl);
    if (AceListLength > Acl->AclSize - end)
        return STATUS_BUFFER_TOO_SMALL;
    at = offset_of(Acl, StartingAceIndex);
    memmove(bytes + at + AceListLength, bytes + at, end - at);
    memcpy(bytes + at, AceList, AceListLength);
    Acl->AceCount = (USHORT)(Acl->AceCount + count);
    raise_revision(Acl, AceRevision);
    return STATUS_SUCCESS;
}

/* An entry at the end, of a kind that the system knows. */
static NTSTATUS add_known(PACL acl, ULONG revision, const struct rtl_ace *ace)
{
    const bool object = rtl_ace_form(ace->type) == RTL_ACE_OBJECT;
    size_t end;

    if (!RtlValidSid((PSID)(uintptr_t)ace->sid))
        return STATUS_INVALID_SID;
    if (!RtlValidAcl(acl))
        return STATUS_INVALID_ACL;
    if (revision < MIN_ACL_REVISION || revision > MAX_ACL_REVISION ||
        (object && (revision != ACL_REVISION4 || acl->AclRevision != ACL_REVISION4)))
        return STATUS_REVISION_MISMATCH;
    end = used_by(acl);
    if (rtl_ace_size(ace) > acl->AclSize - end)
        return STATUS_ALLOTTED_SPACE_EXCEEDED;
    rtl_ace_write(ace, (unsigned char *)acl + end);
    acl->AceCount++;
    raise_revision(acl, revision);
    return STATUS_SUCCESS;
}

static NTSTATUS add_plain(PACL acl, ULONG revision, UCHAR type, ULONG flags, ACCESS_MASK mask,
                          PSID sid)
{
    return add_known(
        acl, revision,
        &(struct rtl_ace){.type = type, .flags = (UCHAR)flags, .mask = mask, .sid = sid});
}

NTSTATUS RtlAddAccessAllowedAce(PACL Acl, ULONG AceRevision, ACCESS_MASK AccessMask, PSID Sid)
{
    return add_plain(Acl, AceRevision, ACCESS_ALLOWED_ACE_TYPE, 0, AccessMask, Sid);
}

NTSTATUS RtlAddAccessAllowedAceEx(PACL Acl, ULONG AceRevision, ULONG AceFlags,
                                  ACCESS_MASK AccessMask, PSID Sid)
{
    return add_plain(Acl, AceRevision, ACCESS_ALLOWED_ACE_TYPE, AceFlags, AccessMask, Sid);
}

NTSTATUS RtlAddAccessDeniedAce(PACL Acl, ULONG AceRevision, ACCESS_MASK AccessMask, PSID Sid)
{
    return add_plain(Acl, AceRevision, ACCESS_DENIED_ACE_TYPE, 0, AccessMask, Sid);
}

NTSTATUS RtlAddAccessDeniedAceEx(PACL Acl, ULONG AceRevision, ULONG AceFlags,
                                 ACCESS_MASK AccessMask, PSID Sid)
{
    return add_plain(Acl, AceRevision, ACCESS_DENIED_ACE_TYPE, AceFlags, AccessMask, Sid);
}

NTSTATUS RtlAddAccessAllowedObjectAce(PACL Acl, ULONG AceRevision, ULONG AceFlags,
                                      ACCESS_MASK AccessMask, GUID *ObjectTypeGuid,
                                      GUID *InheritedObjectTypeGuid, PSID Sid)
{
    const bool plain = !ObjectTypeGuid && !InheritedObjectTypeGuid;

    return add_known(Acl, AceRevision,
                     &(struct rtl_ace){
                         .type = plain ? ACCESS_ALLOWED_ACE_TYPE : ACCESS_ALLOWED_OBJECT_ACE_TYPE,
                         .flags = (UCHAR)AceFlags,
                         .mask = AccessMask,
                         .sid = Sid,
                         .object_type = ObjectTypeGuid,
                         .inherited_type = InheritedObjectTypeGuid,
                     });
}

NTSTATUS RtlAddAccessDeniedObjectAce(PACL Acl, ULONG AceRevision, ULONG AceFlags,
                                     ACCESS_MASK AccessMask, GUID *ObjectTypeGuid,
                                     GUID *InheritedObjectTypeGuid, PSID Sid)
{
    const bool plain = !ObjectTypeGuid && !InheritedObjectTypeGuid;

    return add_known(Acl, AceRevision,
                     &(struct rtl_ace){
                         .type = plain ? ACCESS_DENIED_ACE_TYPE : ACCESS_DENIED_OBJECT_ACE_TYPE,
                         .flags = (UCHAR)AceFlags,
                         .mask = AccessMask,
                         .sid = Sid,
                         .object_type = ObjectTypeGuid,
                         .inherited_type = InheritedObjectTypeGuid,
                     });
}

NTSTATUS RtlAddMandatoryAce(PACL Acl, ULONG AceRevision, ULONG AceFlags, PSID Sid, UCHAR AceType,
                            ACCESS_MASK AccessMask)
{
    if (AccessMask & ~SYSTEM_MANDATORY_LABEL_VALID_MASK)
        return STATUS_INVALID_PARAMETER;
    return add_plain(Acl, AceRevision, AceType, AceFlags, AccessMask, Sid);
}
