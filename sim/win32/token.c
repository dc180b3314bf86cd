#include "win32/token.h"

SECURITY_QUALITY_OF_SERVICE win32_qos(SECURITY_IMPERSONATION_LEVEL level)
{
    return (SECURITY_QUALITY_OF_SERVICE){
        .Length = sizeof(SECURITY_QUALITY_OF_SERVICE),
        .ImpersonationLevel = level,
        .ContextTrackingMode = SECURITY_STATIC_TRACKING,
        .EffectiveOnly = FALSE,
    };
}

NTSTATUS win32_copy_token(HANDLE existing, ACCESS_MASK desired, SECURITY_IMPERSONATION_LEVEL level,
                          PHANDLE copy)
{
    SECURITY_QUALITY_OF_SERVICE qos = win32_qos(level);
    OBJECT_ATTRIBUTES attributes = {
        .Length = sizeof attributes,
        .SecurityQualityOfService = &qos,
    };

    return NtDuplicateToken(existing, desired, &attributes, FALSE, TokenImpersonation, copy);
}

NTSTATUS win32_copy_process_token(ACCESS_MASK opened, ACCESS_MASK desired,
                                  SECURITY_IMPERSONATION_LEVEL level, PHANDLE copy)
{
    HANDLE process_token;
    NTSTATUS status =
        NtOpenProcessToken(NtCurrentProcess(), TOKEN_DUPLICATE | opened, &process_token);

    if (!NT_SUCCESS(status))
        return status;
    status = win32_copy_token(process_token, desired, level, copy);
    (void)NtClose(process_token);
    return status;
}

NTSTATUS win32_set_token(HANDLE thread, HANDLE token)
{
    return NtSetInformationThread(thread, ThreadImpersonationToken, &token, sizeof token);
}
