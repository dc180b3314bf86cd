#include "rtl/integrity.h"

static const SID_IDENTIFIER_AUTHORITY authority = SECURITY_MANDATORY_LABEL_AUTHORITY;

void rtl_integrity_to_sid(ULONG level, SE_SID *out)
{
    const SID sid = {
        .Revision = SID_REVISION,
        .SubAuthorityCount = 1,
        .IdentifierAuthority = authority,
        .SubAuthority = {level},
    };

    rtl_sid_copy(out, &sid);
}

bool rtl_integrity_from_sid(const SID *sid, ULONG *level)
{
    if (sid->SubAuthorityCount != 1 ||
        memcmp(&sid->IdentifierAuthority, &authority, sizeof authority) != 0)
        return false;
    *level = sid->SubAuthority[0];
    return true;
}
