/* Security descriptors in a program's memory: the Rtl functions with a last error. */
#include "ntsrm/securitybaseapi.h"
#include "win32/last_error.h"

BOOL IsValidSecurityDescriptor(PSECURITY_DESCRIPTOR pSecurityDescriptor)
{
    return win32_result(RtlValidSecurityDescriptor(pSecurityDescriptor)
                            ? STATUS_SUCCESS
                            : STATUS_INVALID_SECURITY_DESCR);
}

BOOL InitializeSecurityDescriptor(PSECURITY_DESCRIPTOR pSecurityDescriptor, DWORD dwRevision)
{
    return win32_result(RtlCreateSecurityDescriptor(pSecurityDescriptor, dwRevision));
}

DWORD GetSecurityDescriptorLength(PSECURITY_DESCRIPTOR pSecurityDescriptor)
{
    return RtlLengthSecurityDescriptor(pSecurityDescriptor);
}

BOOL GetSecurityDescriptorControl(PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                  PSECURITY_DESCRIPTOR_CONTROL pControl, LPDWORD lpdwRevision)
{
    return win32_result(
        RtlGetControlSecurityDescriptor(pSecurityDescriptor, pControl, lpdwRevision));
}

BOOL SetSecurityDescriptorControl(PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                  SECURITY_DESCRIPTOR_CONTROL ControlBitsOfInterest,
                                  SECURITY_DESCRIPTOR_CONTROL ControlBitsToSet)
{
    return win32_result(RtlSetControlSecurityDescriptor(pSecurityDescriptor, ControlBitsOfInterest,
                                                        ControlBitsToSet));
}

BOOL GetSecurityDescriptorOwner(PSECURITY_DESCRIPTOR pSecurityDescriptor, PSID *pOwner,
                                LPBOOL lpbOwnerDefaulted)
{
    BOOLEAN defaulted;
    NTSTATUS status = RtlGetOwnerSecurityDescriptor(pSecurityDescriptor, pOwner, &defaulted);

    if (NT_SUCCESS(status))
        *lpbOwnerDefaulted = defaulted;
    return win32_result(status);
}

BOOL SetSecurityDescriptorOwner(PSECURITY_DESCRIPTOR pSecurityDescriptor, PSID pOwner,
                                BOOL bOwnerDefaulted)
{
    return win32_result(
        RtlSetOwnerSecurityDescriptor(pSecurityDescriptor, pOwner, bOwnerDefaulted != FALSE));
}

BOOL GetSecurityDescriptorGroup(PSECURITY_DESCRIPTOR pSecurityDescriptor, PSID *pGroup,
                                LPBOOL lpbGroupDefaulted)
{
    BOOLEAN defaulted;
    NTSTATUS status = RtlGetGroupSecurityDescriptor(pSecurityDescriptor, pGroup, &defaulted);

    if (NT_SUCCESS(status))
        *lpbGroupDefaulted = defaulted;
    return win32_result(status);
}

BOOL SetSecurityDescriptorGroup(PSECURITY_DESCRIPTOR pSecurityDescriptor, PSID pGroup,
                                BOOL bGroupDefaulted)
{
    return win32_result(
        RtlSetGroupSecurityDescriptor(pSecurityDescriptor, pGroup, bGroupDefaulted != FALSE));
}

BOOL GetSecurityDescriptorDacl(PSECURITY_DESCRIPTOR pSecurityDescriptor, LPBOOL lpbDaclPresent,
                               PACL *pDacl, LPBOOL lpbDaclDefaulted)
{
    BOOLEAN present = FALSE, defaulted = FALSE;
    NTSTATUS status =
        RtlGetDaclSecurityDescriptor(pSecurityDescriptor, &present, pDacl, &defaulted);

    if (NT_SUCCESS(status))
        *lpbDaclPresent = present;
    if (NT_SUCCESS(status) && present)
        *lpbDaclDefaulted = defaulted;
    return win32_result(status);
}

BOOL SetSecurityDescriptorDacl(PSECURITY_DESCRIPTOR pSecurityDescriptor, BOOL bDaclPresent,
                               PACL pDacl, BOOL bDaclDefaulted)
{
    return win32_result(RtlSetDaclSecurityDescriptor(pSecurityDescriptor, bDaclPresent != FALSE,
                                                     pDacl, bDaclDefaulted != FALSE));
}

BOOL GetSecurityDescriptorSacl(PSECURITY_DESCRIPTOR pSecurityDescriptor, LPBOOL lpbSaclPresent,
                               PACL *pSacl, LPBOOL lpbSaclDefaulted)
{
    BOOLEAN present = FALSE, defaulted = FALSE;
    NTSTATUS status =
        RtlGetSaclSecurityDescriptor(pSecurityDescriptor, &present, pSacl, &defaulted);

    if (NT_SUCCESS(status))
        *lpbSaclPresent = present;
    if (NT_SUCCESS(status) && present)
        *lpbSaclDefaulted = defaulted;
    return win32_result(status);
}

BOOL SetSecurityDescriptorSacl(PSECURITY_DESCRIPTOR pSecurityDescriptor, BOOL bSaclPresent,
                               PACL pSacl, BOOL bSaclDefaulted)
{
    return win32_result(RtlSetSaclSecurityDescriptor(pSecurityDescriptor, bSaclPresent != FALSE,
                                                     pSacl, bSaclDefaulted != FALSE));
}

BOOL MakeSelfRelativeSD(PSECURITY_DESCRIPTOR pAbsoluteSecurityDescriptor,
                        PSECURITY_DESCRIPTOR pSelfRelativeSecurityDescriptor,
                        LPDWORD lpdwBufferLength)
{
    return win32_result(RtlAbsoluteToSelfRelativeSD(
        pAbsoluteSecurityDescriptor, pSelfRelativeSecurityDescriptor, lpdwBufferLength));
}

BOOL MakeAbsoluteSD(PSECURITY_DESCRIPTOR pSelfRelativeSecurityDescriptor,
                    PSECURITY_DESCRIPTOR pAbsoluteSecurityDescriptor,
                    LPDWORD lpdwAbsoluteSecurityDescriptorSize, PACL pDacl, LPDWORD lpdwDaclSize,
                    PACL pSacl, LPDWORD lpdwSaclSize, PSID pOwner, LPDWORD lpdwOwnerSize,
                    PSID pPrimaryGroup, LPDWORD lpdwPrimaryGroupSize)
{
    return win32_result(RtlSelfRelativeToAbsoluteSD(
        pSelfRelativeSecurityDescriptor, pAbsoluteSecurityDescriptor,
        lpdwAbsoluteSecurityDescriptorSize, pDacl, lpdwDaclSize, pSacl, lpdwSaclSize, pOwner,
        lpdwOwnerSize, pPrimaryGroup, lpdwPrimaryGroupSize));
}
