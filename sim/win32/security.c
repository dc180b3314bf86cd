/* The security of kernel objects as Win32 programs see it: the Nt calls with a last error. */
#include "ntsrm/securitybaseapi.h"
#include "win32/last_error.h"

BOOL GetKernelObjectSecurity(HANDLE Handle, SECURITY_INFORMATION RequestedInformation,
                             PSECURITY_DESCRIPTOR pSecurityDescriptor, DWORD nLength,
                             LPDWORD lpnLengthNeeded)
{
    struct srm_world *w = ps_current_world();
    BOOL result;

    call_enter(w, HANDLE_FACT("Handle", Handle),
               NUMBER_FACT("RequestedInformation", RequestedInformation),
               NUMBER_FACT("nLength", nLength));
    result = win32_result(NtQuerySecurityObject(Handle, RequestedInformation, pSecurityDescriptor,
                                                nLength, lpnLengthNeeded));
    leave_flag(w, result);
    return result;
}

BOOL SetKernelObjectSecurity(HANDLE Handle, SECURITY_INFORMATION SecurityInformation,
                             PSECURITY_DESCRIPTOR SecurityDescriptor)
{
    struct srm_world *w = ps_current_world();
    BOOL result;

    call_enter(w, HANDLE_FACT("Handle", Handle),
               NUMBER_FACT("SecurityInformation", SecurityInformation));
    result = win32_result(NtSetSecurityObject(Handle, SecurityInformation, SecurityDescriptor));
    leave_flag(w, result);
    return result;
}
