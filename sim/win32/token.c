/*
 * Tokens and impersonation as Win32 programs see them: thin on top of the Nt calls. Sources:
 * impersonation.md 4.6, 6.4, 6.5 with the pages named there.
 */
#include "ntsrm/handleapi.h"
#include "ntsrm/processthreadsapi.h"
#include "ntsrm/securitybaseapi.h"
#include "rtl/status.h"
#include "win32/last_error.h"

HANDLE GetCurrentProcess(VOID)
{
    return NtCurrentProcess();
}

HANDLE GetCurrentThread(VOID)
{
    return NtCurrentThread();
}

BOOL OpenProcessToken(HANDLE ProcessHandle, DWORD DesiredAccess, PHANDLE TokenHandle)
{
    struct srm_world *w = ps_current_world();
    BOOL result;

    call_enter(w, HANDLE_FACT("ProcessHandle", ProcessHandle),
               ACCESS_FACT("DesiredAccess", DesiredAccess));
    result = win32_result(NtOpenProcessToken(ProcessHandle, DesiredAccess, TokenHandle));
    leave_flag(w, result);
    return result;
}

BOOL OpenThreadToken(HANDLE ThreadHandle, DWORD DesiredAccess, BOOL OpenAsSelf, PHANDLE TokenHandle)
{
    struct srm_world *w = ps_current_world();
    BOOL result;

    call_enter(w, HANDLE_FACT("ThreadHandle", ThreadHandle),
               ACCESS_FACT("DesiredAccess", DesiredAccess), FLAG_FACT("OpenAsSelf", OpenAsSelf));
    result = win32_result(
        NtOpenThreadToken(ThreadHandle, DesiredAccess, OpenAsSelf != FALSE, TokenHandle));
    leave_flag(w, result);
    return result;
}

BOOL CloseHandle(HANDLE hObject)
{
    struct srm_world *w = ps_current_world();
    BOOL result;

    call_enter(w, HANDLE_FACT("hObject", hObject));
    result = win32_result(NtClose(hObject));
    leave_flag(w, result);
    return result;
}

/* Sets the last error on success too: it tells whether all privileges were assigned. */
BOOL AdjustTokenPrivileges(HANDLE TokenHandle, BOOL DisableAllPrivileges,
                           PTOKEN_PRIVILEGES NewState, DWORD BufferLength,
                           PTOKEN_PRIVILEGES PreviousState, PDWORD ReturnLength)
{
    PETHREAD caller = ps_current_thread();
    NTSTATUS status;

    call_enter(caller->header.world, HANDLE_FACT("TokenHandle", TokenHandle),
               FLAG_FACT("DisableAllPrivileges", DisableAllPrivileges));
    status = NtAdjustPrivilegesToken(TokenHandle, DisableAllPrivileges != FALSE, NewState,
                                     BufferLength, PreviousState, ReturnLength);
    caller->last_error = rtl_status_to_win32(status);
    leave_flag(caller->header.world, NT_SUCCESS(status));
    return NT_SUCCESS(status);
}

BOOL SetTokenInformation(HANDLE TokenHandle, TOKEN_INFORMATION_CLASS TokenInformationClass,
                         LPVOID TokenInformation, DWORD TokenInformationLength)
{
    struct srm_world *w = ps_current_world();
    BOOL result;

    call_enter(w, HANDLE_FACT("TokenHandle", TokenHandle),
               NUMBER_FACT("TokenInformationClass", TokenInformationClass));
    result = win32_result(NtSetInformationToken(TokenHandle, TokenInformationClass,
                                                TokenInformation, TokenInformationLength));
    leave_flag(w, result);
    return result;
}

/* A thread's token becomes that of the handle, or nothing for NULL. */
static NTSTATUS set_own_token(HANDLE token)
{
    return NtSetInformationThread(NtCurrentThread(), ThreadImpersonationToken, &token,
                                  sizeof token);
}

static NTSTATUS impersonate_self(SECURITY_IMPERSONATION_LEVEL level)
{
    SECURITY_QUALITY_OF_SERVICE qos = {
        .Length = sizeof qos,
        .ImpersonationLevel = level,
        .ContextTrackingMode = SECURITY_STATIC_TRACKING,
        .EffectiveOnly = FALSE,
    };
    OBJECT_ATTRIBUTES attributes = {
        .Length = sizeof attributes,
        .SecurityQualityOfService = &qos,
    };
    HANDLE process_token, copy;
    NTSTATUS status = NtOpenProcessToken(NtCurrentProcess(), TOKEN_DUPLICATE, &process_token);

    if (!NT_SUCCESS(status))
        return status;
    status = NtDuplicateToken(process_token, TOKEN_IMPERSONATE, &attributes, FALSE,
                              TokenImpersonation, &copy);
    if (NT_SUCCESS(status)) {
        status = set_own_token(copy);
        (void)NtClose(copy);
    }
    (void)NtClose(process_token);
    return status;
}

BOOL ImpersonateSelf(SECURITY_IMPERSONATION_LEVEL ImpersonationLevel)
{
    struct srm_world *w = ps_current_world();
    BOOL result;

    call_enter(w, LEVEL_FACT("ImpersonationLevel", ImpersonationLevel));
    result = win32_result(impersonate_self(ImpersonationLevel));
    leave_flag(w, result);
    return result;
}

BOOL RevertToSelf(VOID)
{
    struct srm_world *w = ps_current_world();
    BOOL result;

    call_enter_plain(w);
    result = win32_result(set_own_token(NULL));
    leave_flag(w, result);
    return result;
}
