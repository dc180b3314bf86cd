#include "win32/last_error.h"

#include "ntsrm/errhandlingapi.h"
#include "ntsrm/winerror.h"
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
    return NT_SUCCESS(status) || win32_error(rtl_status_to_win32(status));
}

BOOL win32_error(DWORD error)
{
    if (error != ERROR_SUCCESS)
        SetLastError(error);
    return error == ERROR_SUCCESS;
}
