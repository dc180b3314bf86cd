/* The Rtl functions for SIDs. Source: access-check.md B-1, B-10, with the pages named there. */
#include "ntsrm/ntifs.h"
#include "rtl/sid.h"

BOOLEAN RtlValidSid(PSID Sid)
{
    return Sid && rtl_sid_valid(Sid);
}

BOOLEAN RtlEqualSid(PSID Sid1, PSID Sid2)
{
    return RtlValidSid(Sid1) && RtlValidSid(Sid2) && rtl_sid_equal(Sid1, Sid2);
}

BOOLEAN RtlEqualPrefixSid(PSID Sid1, PSID Sid2)
{
    const SID *first = Sid1, *second = Sid2;
    size_t length;

    if (!RtlValidSid(Sid1) || !RtlValidSid(Sid2) ||
        first->SubAuthorityCount != second->SubAuthorityCount)
        return FALSE;
    length = rtl_sid_length(first) - (first->SubAuthorityCount ? sizeof(ULONG) : 0);
    return memcmp(first, second, length) == 0;
}

ULONG RtlLengthSid(PSID Sid)
{
    return (ULONG)rtl_sid_length(Sid);
}

ULONG RtlLengthRequiredSid(ULONG SubAuthorityCount)
{
    return (ULONG)(offsetof(SID, SubAuthority) + SubAuthorityCount * sizeof(ULONG));
}

NTSTATUS RtlCopySid(ULONG DestinationSidLength, PSID DestinationSid, PSID SourceSid)
{
    const ULONG length = RtlLengthSid(SourceSid);

    if (length > DestinationSidLength)
        return STATUS_BUFFER_TOO_SMALL;
    memmove(DestinationSid, SourceSid, length);
    return STATUS_SUCCESS;
}

NTSTATUS RtlInitializeSid(PSID Sid, PSID_IDENTIFIER_AUTHORITY IdentifierAuthority,
                          UCHAR SubAuthorityCount)
{
    SID *sid = Sid;

    if (SubAuthorityCount > SID_MAX_SUB_AUTHORITIES)
        return STATUS_INVALID_PARAMETER;
    sid->Revision = SID_REVISION;
    sid->SubAuthorityCount = SubAuthorityCount;
    sid->IdentifierAuthority = *IdentifierAuthority;
    return STATUS_SUCCESS;
}

PULONG RtlSubAuthoritySid(PSID Sid, ULONG SubAuthority)
{
    PULONG sub_authorities = ((SID *)Sid)->SubAuthority;

    return sub_authorities + SubAuthority;
}

PUCHAR RtlSubAuthorityCountSid(PSID Sid)
{
    return &((SID *)Sid)->SubAuthorityCount;
}

PSID_IDENTIFIER_AUTHORITY RtlIdentifierAuthoritySid(PSID Sid)
{
    return &((SID *)Sid)->IdentifierAuthority;
}
