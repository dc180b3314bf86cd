/* SIDs in a program's memory: the Rtl functions with a last error. */
#include "ex/pool.h"
#include "ntsrm/securitybaseapi.h"
#include "win32/last_error.h"

#include <string.h>

BOOL IsValidSid(PSID pSid)
{
    return RtlValidSid(pSid);
}

BOOL EqualSid(PSID pSid1, PSID pSid2)
{
    return RtlEqualSid(pSid1, pSid2);
}

BOOL EqualPrefixSid(PSID pSid1, PSID pSid2)
{
    return RtlEqualPrefixSid(pSid1, pSid2);
}

DWORD GetLengthSid(PSID pSid)
{
    return RtlLengthSid(pSid);
}

DWORD GetSidLengthRequired(UCHAR nSubAuthorityCount)
{
    return RtlLengthRequiredSid(nSubAuthorityCount);
}

BOOL CopySid(DWORD nDestinationSidLength, PSID pDestinationSid, PSID pSourceSid)
{
    return win32_result(RtlCopySid(nDestinationSidLength, pDestinationSid, pSourceSid));
}

BOOL InitializeSid(PSID Sid, PSID_IDENTIFIER_AUTHORITY pIdentifierAuthority,
                   BYTE nSubAuthorityCount)
{
    return win32_result(RtlInitializeSid(Sid, pIdentifierAuthority, nSubAuthorityCount));
}

BOOL AllocateAndInitializeSid(PSID_IDENTIFIER_AUTHORITY pIdentifierAuthority,
                              BYTE nSubAuthorityCount, DWORD nSubAuthority0, DWORD nSubAuthority1,
                              DWORD nSubAuthority2, DWORD nSubAuthority3, DWORD nSubAuthority4,
                              DWORD nSubAuthority5, DWORD nSubAuthority6, DWORD nSubAuthority7,
                              PSID *pSid)
{
    const DWORD values[] = {nSubAuthority0, nSubAuthority1, nSubAuthority2, nSubAuthority3,
                            nSubAuthority4, nSubAuthority5, nSubAuthority6, nSubAuthority7};
    SID *sid;

    if (nSubAuthorityCount > sizeof values / sizeof *values)
        return win32_result(STATUS_INVALID_SID);
    sid = ex_alloc(ps_current_world()->pool, EX_KIND_CallerMemory, sizeof(SE_SID));
    (void)RtlInitializeSid(sid, pIdentifierAuthority, nSubAuthorityCount);
    memcpy(sid->SubAuthority, values, nSubAuthorityCount * sizeof *values);
    *pSid = sid;
    return TRUE;
}

PVOID FreeSid(PSID pSid)
{
    ex_free(ps_current_world()->pool, pSid);
    return NULL;
}

PDWORD GetSidSubAuthority(PSID pSid, DWORD nSubAuthority)
{
    return RtlSubAuthoritySid(pSid, nSubAuthority);
}

PUCHAR GetSidSubAuthorityCount(PSID pSid)
{
    return RtlSubAuthorityCountSid(pSid);
}

PSID_IDENTIFIER_AUTHORITY GetSidIdentifierAuthority(PSID pSid)
{
    return RtlIdentifierAuthoritySid(pSid);
}
