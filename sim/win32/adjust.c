/* Adjusting tokens. Sources: access-check.md 3.1, 3.2. */
#include "ntsrm/securitybaseapi.h"
#include "rtl/status.h"
#include "win32/last_error.h"

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

/* Its page knows no last error after a success, so that a group that is missing stays untold. */
BOOL AdjustTokenGroups(HANDLE TokenHandle, BOOL ResetToDefault, PTOKEN_GROUPS NewState,
                       DWORD BufferLength, PTOKEN_GROUPS PreviousState, PDWORD ReturnLength)
{
    struct srm_world *w = ps_current_world();
    BOOL result;

    call_enter(w, HANDLE_FACT("TokenHandle", TokenHandle),
               FLAG_FACT("ResetToDefault", ResetToDefault));
    result = win32_result(NtAdjustGroupsToken(TokenHandle, ResetToDefault != FALSE, NewState,
                                              BufferLength, PreviousState, ReturnLength));
    leave_flag(w, result);
    return result;
}
