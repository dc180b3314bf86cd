/* Lists in a program's memory: the Rtl functions with a last error. */
#include "ntsrm/securitybaseapi.h"
#include "win32/last_error.h"

#include <string.h>

struct acl_answer {
    union {
        ACL_REVISION_INFORMATION revision;
        ACL_SIZE_INFORMATION size;
    } information;
    size_t size;
};

static NTSTATUS describe(PACL acl, ACL_INFORMATION_CLASS class, struct acl_answer *answer)
{
    PVOID end;

    if (!RtlValidAcl(acl))
        return STATUS_INVALID_PARAMETER;
    if (class == AclRevisionInformation) {
        answer->information.revision.AclRevision = acl->AclRevision;
        answer->size = sizeof answer->information.revision;
        return STATUS_SUCCESS;
    }
    if (class != AclSizeInformation)
        return STATUS_INVALID_PARAMETER;
    (void)RtlFirstFreeAce(acl, &end);
    answer->information.size = (ACL_SIZE_INFORMATION){
        .AceCount = acl->AceCount,
        .AclBytesInUse = (DWORD)((unsigned char *)end - (unsigned char *)acl),
    };
    answer->information.size.AclBytesFree = acl->AclSize - answer->information.size.AclBytesInUse;
    answer->size = sizeof answer->information.size;
    return STATUS_SUCCESS;
}

BOOL IsValidAcl(PACL pAcl)
{
    return RtlValidAcl(pAcl);
}

BOOL InitializeAcl(PACL pAcl, DWORD nAclLength, DWORD dwAclRevision)
{
    return win32_result(RtlCreateAcl(pAcl, nAclLength, dwAclRevision));
}

BOOL GetAclInformation(PACL pAcl, LPVOID pAclInformation, DWORD nAclInformationLength,
                       ACL_INFORMATION_CLASS dwAclInformationClass)
{
    struct acl_answer answer;
    NTSTATUS status = describe(pAcl, dwAclInformationClass, &answer);

    if (NT_SUCCESS(status) && nAclInformationLength < answer.size)
        status = STATUS_BUFFER_TOO_SMALL;
    if (NT_SUCCESS(status))
        memcpy(pAclInformation, &answer.information, answer.size);
    return win32_result(status);
}

BOOL AddAce(PACL pAcl, DWORD dwAceRevision, DWORD dwStartingAceIndex, LPVOID pAceList,
            DWORD nAceListLength)
{
    return win32_result(
        RtlAddAce(pAcl, dwAceRevision, dwStartingAceIndex, pAceList, nAceListLength));
}

BOOL DeleteAce(PACL pAcl, DWORD dwAceIndex)
{
    return win32_result(RtlDeleteAce(pAcl, dwAceIndex));
}

BOOL GetAce(PACL pAcl, DWORD dwAceIndex, LPVOID *pAce)
{
    return win32_result(RtlGetAce(pAcl, dwAceIndex, pAce));
}

BOOL FindFirstFreeAce(PACL pAcl, LPVOID *pAce)
{
    return RtlFirstFreeAce(pAcl, pAce);
}

BOOL AddAccessAllowedAce(PACL pAcl, DWORD dwAceRevision, DWORD AccessMask, PSID pSid)
{
    return win32_result(RtlAddAccessAllowedAce(pAcl, dwAceRevision, AccessMask, pSid));
}

BOOL AddAccessAllowedAceEx(PACL pAcl, DWORD dwAceRevision, DWORD AceFlags, DWORD AccessMask,
                           PSID pSid)
{
    return win32_result(RtlAddAccessAllowedAceEx(pAcl, dwAceRevision, AceFlags, AccessMask, pSid));
}

BOOL AddAccessDeniedAce(PACL pAcl, DWORD dwAceRevision, DWORD AccessMask, PSID pSid)
{
    return win32_result(RtlAddAccessDeniedAce(pAcl, dwAceRevision, AccessMask, pSid));
}

BOOL AddAccessDeniedAceEx(PACL pAcl, DWORD dwAceRevision, DWORD AceFlags, DWORD AccessMask,
                          PSID pSid)
{
    return win32_result(RtlAddAccessDeniedAceEx(pAcl, dwAceRevision, AceFlags, AccessMask, pSid));
}

BOOL AddAccessAllowedObjectAce(PACL pAcl, DWORD dwAceRevision, DWORD AceFlags, DWORD AccessMask,
                               GUID *ObjectTypeGuid, GUID *InheritedObjectTypeGuid, PSID pSid)
{
    return win32_result(RtlAddAccessAllowedObjectAce(
        pAcl, dwAceRevision, AceFlags, AccessMask, ObjectTypeGuid, InheritedObjectTypeGuid, pSid));
}

BOOL AddAccessDeniedObjectAce(PACL pAcl, DWORD dwAceRevision, DWORD AceFlags, DWORD AccessMask,
                              GUID *ObjectTypeGuid, GUID *InheritedObjectTypeGuid, PSID pSid)
{
    return win32_result(RtlAddAccessDeniedObjectAce(pAcl, dwAceRevision, AceFlags, AccessMask,
                                                    ObjectTypeGuid, InheritedObjectTypeGuid, pSid));
}

BOOL AddMandatoryAce(PACL pAcl, DWORD dwAceRevision, DWORD AceFlags, DWORD MandatoryPolicy,
                     PSID pLabelSid)
{
    return win32_result(RtlAddMandatoryAce(pAcl, dwAceRevision, AceFlags, pLabelSid,
                                           SYSTEM_MANDATORY_LABEL_ACE_TYPE, MandatoryPolicy));
}
