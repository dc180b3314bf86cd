/* What a program knows of itself without asking: its own process, thread and tokens. */
#include "nt/open.h"
#include "ntsrm/processthreadsapi.h"
#include "win32/last_error.h"

HANDLE GetCurrentProcess(VOID)
{
    return NtCurrentProcess();
}

HANDLE GetCurrentThread(VOID)
{
    return NtCurrentThread();
}

HANDLE GetCurrentProcessToken(VOID)
{
    return NtCurrentProcessToken();
}

HANDLE GetCurrentThreadToken(VOID)
{
    return NtCurrentThreadToken();
}

HANDLE GetCurrentThreadEffectiveToken(VOID)
{
    return NtCurrentThreadEffectiveToken();
}

DWORD GetCurrentProcessId(VOID)
{
    return (DWORD)ps_current_thread()->process->header.id;
}

DWORD GetCurrentThreadId(VOID)
{
    return (DWORD)ps_current_thread()->header.id;
}

DWORD GetProcessId(HANDLE Process)
{
    PETHREAD caller = ps_current_thread();
    struct srm_world *w = caller->header.world;
    void *process;
    DWORD id = 0;

    call_enter(w, HANDLE_FACT("Process", Process));
    if (win32_result(nt_object_for_query(caller, Process, &ps_process_type,
                                         PROCESS_QUERY_INFORMATION,
                                         PROCESS_QUERY_LIMITED_INFORMATION, &process)))
        id = (DWORD)((PEPROCESS)process)->header.id;
    leave_value(w, FACT_NUMBER, id);
    return id;
}

DWORD GetThreadId(HANDLE Thread)
{
    PETHREAD caller = ps_current_thread();
    struct srm_world *w = caller->header.world;
    void *thread;
    DWORD id = 0;

    call_enter(w, HANDLE_FACT("Thread", Thread));
    if (win32_result(nt_object_for_query(caller, Thread, &ps_thread_type, THREAD_QUERY_INFORMATION,
                                         THREAD_QUERY_LIMITED_INFORMATION, &thread)))
        id = (DWORD)((PETHREAD)thread)->header.id;
    leave_value(w, FACT_NUMBER, id);
    return id;
}
