/* The Zw twins: the same services, called from kernel mode, where nothing is probed and handles
 * need no rights. */
#include "ps/thread.h"

static KPROCESSOR_MODE enter_kernel_mode(void)
{
    PETHREAD caller = ps_current_thread();
    KPROCESSOR_MODE mode = caller->previous_mode;

    caller->previous_mode = KernelMode;
    return mode;
}

static NTSTATUS leave_kernel_mode(KPROCESSOR_MODE mode, NTSTATUS status)
{
    if (ps_is_running()) /* the call may have ended the thread */
        ps_current_thread()->previous_mode = mode;
    return status;
}

NTSTATUS ZwOpenProcessToken(HANDLE ProcessHandle, ACCESS_MASK DesiredAccess, PHANDLE TokenHandle)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode, NtOpenProcessToken(ProcessHandle, DesiredAccess, TokenHandle));
}

NTSTATUS ZwOpenThreadToken(HANDLE ThreadHandle, ACCESS_MASK DesiredAccess, BOOLEAN OpenAsSelf,
                           PHANDLE TokenHandle)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(
        mode, NtOpenThreadToken(ThreadHandle, DesiredAccess, OpenAsSelf, TokenHandle));
}

NTSTATUS ZwDuplicateToken(HANDLE ExistingTokenHandle, ACCESS_MASK DesiredAccess,
                          POBJECT_ATTRIBUTES ObjectAttributes, BOOLEAN EffectiveOnly,
                          TOKEN_TYPE Type, PHANDLE NewTokenHandle)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode,
                             NtDuplicateToken(ExistingTokenHandle, DesiredAccess, ObjectAttributes,
                                              EffectiveOnly, Type, NewTokenHandle));
}

NTSTATUS ZwSetInformationThread(HANDLE ThreadHandle, THREADINFOCLASS ThreadInformationClass,
                                PVOID ThreadInformation, ULONG ThreadInformationLength)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode,
                             NtSetInformationThread(ThreadHandle, ThreadInformationClass,
                                                    ThreadInformation, ThreadInformationLength));
}

NTSTATUS ZwAdjustPrivilegesToken(HANDLE TokenHandle, BOOLEAN DisableAllPrivileges,
                                 PTOKEN_PRIVILEGES NewState, ULONG BufferLength,
                                 PTOKEN_PRIVILEGES PreviousState, PULONG ReturnLength)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode,
                             NtAdjustPrivilegesToken(TokenHandle, DisableAllPrivileges, NewState,
                                                     BufferLength, PreviousState, ReturnLength));
}

NTSTATUS ZwSetInformationToken(HANDLE TokenHandle, TOKEN_INFORMATION_CLASS TokenInformationClass,
                               PVOID TokenInformation, ULONG TokenInformationLength)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode, NtSetInformationToken(TokenHandle, TokenInformationClass,
                                                         TokenInformation, TokenInformationLength));
}

NTSTATUS ZwClose(HANDLE Handle)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode, NtClose(Handle));
}

NTSTATUS ZwTerminateThread(HANDLE ThreadHandle, NTSTATUS ExitStatus)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode, NtTerminateThread(ThreadHandle, ExitStatus));
}

NTSTATUS ZwTerminateProcess(HANDLE ProcessHandle, NTSTATUS ExitStatus)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode, NtTerminateProcess(ProcessHandle, ExitStatus));
}
