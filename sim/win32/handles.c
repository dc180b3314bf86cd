/* Handles. Sources: access-check.md A-73, with the page named there. */
#include "ntsrm/handleapi.h"
#include "win32/last_error.h"

BOOL CloseHandle(HANDLE hObject)
{
    struct srm_world *w = ps_current_world();
    BOOL result;

    call_enter(w, HANDLE_FACT("hObject", hObject));
    result = win32_result(NtClose(hObject));
    leave_flag(w, result);
    return result;
}

BOOL DuplicateHandle(HANDLE hSourceProcessHandle, HANDLE hSourceHandle, HANDLE hTargetProcessHandle,
                     LPHANDLE lpTargetHandle, DWORD dwDesiredAccess, BOOL bInheritHandle,
                     DWORD dwOptions)
{
    struct srm_world *w = ps_current_world();
    BOOL result;

    call_enter(w, HANDLE_FACT("hSourceProcessHandle", hSourceProcessHandle),
               HANDLE_FACT("hSourceHandle", hSourceHandle),
               HANDLE_FACT("hTargetProcessHandle", hTargetProcessHandle),
               NUMBER_FACT("dwDesiredAccess", dwDesiredAccess),
               FLAG_FACT("bInheritHandle", bInheritHandle), NUMBER_FACT("dwOptions", dwOptions));
    result = win32_result(NtDuplicateObject(hSourceProcessHandle, hSourceHandle,
                                            hTargetProcessHandle, lpTargetHandle, dwDesiredAccess,
                                            bInheritHandle ? OBJ_INHERIT : 0, dwOptions));
    leave_flag(w, result);
    return result;
}
