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

/* The Rtl functions tell with a BOOLEAN what programs get as a BOOL. */
typedef NTSTATUS get_sid_function(PSECURITY_DESCRIPTOR, PSID *, PBOOLEAN);
typedef NTSTATUS get_list_function(PSECURITY_DESCRIPTOR, PBOOLEAN, PACL *, PBOOLEAN);

static BOOL get_sid(get_sid_function *get, PSECURITY_DESCRIPTOR descriptor, PSID *sid,
                    LPBOOL sid_defaulted)
{
    BOOLEAN defaulted;
    NTSTATUS status = get(descriptor, sid, &defaulted);

    if (NT_SUCCESS(status))
        *sid_defaulted = defaulted;
    return win32_result(status);
}

static BOOL get_list(get_list_function *get, PSECURITY_DESCRIPTOR descriptor, LPBOOL list_present,
                     PACL *list, LPBOOL list_defaulted)
{
    BOOLEAN present = FALSE, defaulted = FALSE;
    NTSTATUS status = get(descriptor, &present, list, &defaulted);

    if (NT_SUCCESS(status))
        *list_present = present;
    if (NT_SUCCESS(status) && present)
        *list_defaulted = defaulted;
    return win32_result(status);
}

BOOL GetSecurityDescriptorOwner(PSECURITY_DESCRIPTOR pSecurityDescriptor, PSID *pOwner,
                                LPBOOL lpbOwnerDefaulted)
{
    return get_sid(RtlGetOwnerSecurityDescriptor, pSecurityDescriptor, pOwner, lpbOwnerDefaulted);
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
    return get_sid(RtlGetGroupSecurityDescriptor, pSecurityDescriptor, pGroup, lpbGroupDefaulted);
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
    return get_list(RtlGetDaclSecurityDescriptor, pSecurityDescriptor, lpbDaclPresent, pDacl,
                    lpbDaclDefaulted);
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
    return get_list(RtlGetSaclSecurityDescriptor, pSecurityDescriptor, lpbSaclPresent, pSacl,
                    lpbSaclDefaulted);
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
