/*
 * Threads and processes by handle: setting what a thread impersonates, and ending them. Sources:
 * impersonation.md 2.6, 6.1, 6.5.
 */
#include "ex/rules.h"
#include "nt/open.h"
#include "nt/probe.h"

#include <string.h>

NTSTATUS PsAssignImpersonationToken(PETHREAD Thread, HANDLE Token)
{
    struct srm_world *w = Thread->header.world;
    void *object;
    NTSTATUS status;

    call_enter(w, THREAD("Thread", Thread), HANDLE_FACT("Token", Token));
    if (rule(w, assign, null_handle_reverts, Token == NULL)) {
        status = PsImpersonateClient(Thread, NULL, FALSE, FALSE, SecurityAnonymous);
        leave_status(w, status);
        return status;
    }
    status =
        nt_object_by_handle(ps_current_thread(), Token, &se_token_type, TOKEN_IMPERSONATE, &object);
    if (NT_SUCCESS(status)) {
        struct se_token *token = object;

        if (rule_on(w, assign, impersonation_token, token->type == TokenImpersonation,
                    TOKEN("token", token)))
            status = PsImpersonateClient(Thread, token, FALSE, FALSE, token->level);
        else
            status = STATUS_BAD_TOKEN_TYPE;
    }
    leave_status(w, status);
    return status;
}

/* Classes can only be asked for, or set; far beyond the last one there are none. */
static bool class_is_settable(THREADINFOCLASS class)
{
    static const THREADINFOCLASS only_queried[] = {
        ThreadBasicInformation, ThreadTimes,         ThreadDescriptorTableEntry,
        ThreadPerformanceCount, ThreadAmILastThread, ThreadIsIoPending,
    };

    for (size_t i = 0; i < sizeof only_queried / sizeof *only_queried; i++)
        if (only_queried[i] == class)
            return false;
    return (ULONG) class < 256;
}

static NTSTATUS set_impersonation_token(PETHREAD caller, HANDLE thread_handle, const void *buffer,
                                        ULONG length)
{
    struct srm_world *w = caller->header.world;
    HANDLE token;
    void *thread;
    NTSTATUS status;

    if (!rule_on(w, information, length_matches, length == sizeof(HANDLE),
                 NUMBER_FACT("length", length)))
        return STATUS_INFO_LENGTH_MISMATCH;
    status = nt_probe_aligned(caller, buffer, sizeof(ULONG));
    if (!NT_SUCCESS(status))
        return status;
    memcpy(&token, buffer, sizeof token);
    status = nt_object_by_handle(caller, thread_handle, &ps_thread_type, THREAD_SET_THREAD_TOKEN,
                                 &thread);
    if (NT_SUCCESS(status))
        status = PsAssignImpersonationToken(thread, token);
    return status;
}

NTSTATUS NtSetInformationThread(HANDLE ThreadHandle, THREADINFOCLASS ThreadInformationClass,
                                PVOID ThreadInformation, ULONG ThreadInformationLength)
{
    PETHREAD caller = ps_current_thread();
    struct srm_world *w = caller->header.world;
    NTSTATUS status;

    call_enter(w, HANDLE_FACT("ThreadHandle", ThreadHandle),
               NUMBER_FACT("ThreadInformationClass", ThreadInformationClass),
               NUMBER_FACT("ThreadInformationLength", ThreadInformationLength));
    if (!rule_on(w, information, class_settable, class_is_settable(ThreadInformationClass),
                 NUMBER_FACT("class", ThreadInformationClass)))
        status = STATUS_INVALID_INFO_CLASS;
    else if (!rule_on(w, information, class_modelled,
                      ThreadInformationClass == ThreadImpersonationToken,
                      NUMBER_FACT("class", ThreadInformationClass)))
        status = world_not_modelled(w, "this class of NtSetInformationThread");
    else
        status = set_impersonation_token(caller, ThreadHandle, ThreadInformation,
                                         ThreadInformationLength);
    leave_status(w, status);
    return status;
}

NTSTATUS NtTerminateThread(HANDLE ThreadHandle, NTSTATUS ExitStatus)
{
    PETHREAD caller = ps_current_thread();
    struct srm_world *w = caller->header.world;
    void *thread = caller;
    NTSTATUS status = STATUS_SUCCESS;

    call_enter(w, HANDLE_FACT("ThreadHandle", ThreadHandle),
               EX_FACT("ExitStatus", FACT_STATUS, (uint32_t)ExitStatus));
    if (!rule(w, terminate, calling_thread, ThreadHandle == NULL))
        status =
            nt_object_by_handle(caller, ThreadHandle, &ps_thread_type, THREAD_TERMINATE, &thread);
    if (NT_SUCCESS(status) && rule(w, terminate, thread_exited, ((PETHREAD)thread)->exited))
        status = STATUS_THREAD_IS_TERMINATING;
    if (NT_SUCCESS(status))
        ps_thread_exit(thread, ExitStatus);
    leave_status(w, status);
    return status;
}

NTSTATUS NtTerminateProcess(HANDLE ProcessHandle, NTSTATUS ExitStatus)
{
    PETHREAD caller = ps_current_thread();
    struct srm_world *w = caller->header.world;
    void *process;
    NTSTATUS status;

    call_enter(w, HANDLE_FACT("ProcessHandle", ProcessHandle),
               EX_FACT("ExitStatus", FACT_STATUS, (uint32_t)ExitStatus));
    if (!rule(w, terminate, whole_process_named, ProcessHandle != NULL))
        status = world_not_modelled(w, "NtTerminateProcess without a process handle");
    else
        status = nt_object_by_handle(caller, ProcessHandle, &ps_process_type, PROCESS_TERMINATE,
                                     &process);
    if (NT_SUCCESS(status) && rule(w, terminate, process_exited, ((PEPROCESS)process)->exited))
        status = STATUS_PROCESS_IS_TERMINATING;
    if (NT_SUCCESS(status))
        ps_process_exit(process, ExitStatus);
    leave_status(w, status);
    return status;
}
