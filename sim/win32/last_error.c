#include "win32/last_error.h"

#include "ntsrm/errhandlingapi.h"
#include "rtl/status.h"

DWORD GetLastError(VOID)
{
    return ps_current_thread()->last_error;
}

VOID SetLastError(DWORD dwErrCode)
{
    ps_current_thread()->last_error = dwErrCode;
}

BOOL win32_result(NTSTATUS status)
{
    if (!NT_SUCCESS(status))
        SetLastError(rtl_status_to_win32(status));
    return NT_SUCCESS(status);
}
