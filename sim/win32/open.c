/* Opening processes, threads and their tokens. Sources: impersonation.md 5; ACC-C19. */
#include "ntsrm/processthreadsapi.h"
#include "win32/last_error.h"

HANDLE OpenProcess(DWORD dwDesiredAccess, BOOL bInheritHandle, DWORD dwProcessId)
{
    struct srm_world *w = ps_current_world();
    OBJECT_ATTRIBUTES attributes = {
        .Length = sizeof attributes,
        .Attributes = bInheritHandle ? OBJ_INHERIT : 0,
    };
    CLIENT_ID id = {.UniqueProcess = NTSRM_HANDLE(dwProcessId)};
    HANDLE opened = NULL;

    call_enter(w, RIGHTS_FACT("dwDesiredAccess", RTL_MAPPED_Process, dwDesiredAccess),
               FLAG_FACT("bInheritHandle", bInheritHandle),
               NUMBER_FACT("dwProcessId", dwProcessId));
    if (!win32_result(NtOpenProcess(&opened, dwDesiredAccess, &attributes, &id)))
        opened = NULL;
    leave_value(w, FACT_HANDLE, (uintptr_t)opened);
    return opened;
}

HANDLE OpenThread(DWORD dwDesiredAccess, BOOL bInheritHandle, DWORD dwThreadId)
{
    struct srm_world *w = ps_current_world();
    OBJECT_ATTRIBUTES attributes = {
        .Length = sizeof attributes,
        .Attributes = bInheritHandle ? OBJ_INHERIT : 0,
    };
    CLIENT_ID id = {.UniqueThread = NTSRM_HANDLE(dwThreadId)};
    HANDLE opened = NULL;

    call_enter(w, RIGHTS_FACT("dwDesiredAccess", RTL_MAPPED_Thread, dwDesiredAccess),
               FLAG_FACT("bInheritHandle", bInheritHandle), NUMBER_FACT("dwThreadId", dwThreadId));
    if (!win32_result(NtOpenThread(&opened, dwDesiredAccess, &attributes, &id)))
        opened = NULL;
    leave_value(w, FACT_HANDLE, (uintptr_t)opened);
    return opened;
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
