/*
 * New processes and threads, as far as their tokens go. Sources: impersonation.md 4.6, 7.1;
 * access-check.md T-27, T-35; processthreadsapi CreateProcessAsUserW.
 */
#include "ex/rules.h"
#include "nt/open.h"
#include "ntsrm/processthreadsapi.h"
#include "ntsrm/winbase.h"
#include "win32/attributes.h"
#include "win32/last_error.h"
#include "win32/token.h"

/* What the four functions have in common. */
struct new_process {
    PETHREAD caller;
    const SECURITY_ATTRIBUTES *process_attributes, *thread_attributes;
    BOOL inherit;
    DWORD flags;
    LPPROCESS_INFORMATION information;
};

/* Both forms of their own handles, ready for the native call. */
struct attributes {
    OBJECT_ATTRIBUTES process, thread;
};

/* Of what was made just now. */
static DWORD id_behind(PETHREAD caller, HANDLE handle)
{
    const struct ob_header *object = ob_handle_find(&caller->process->handles, handle)->object;

    return (DWORD)object->id;
}

static void tell(const struct new_process *wanted, HANDLE process, HANDLE thread)
{
    PROCESS_INFORMATION information = {
        .hProcess = process,
        .hThread = thread,
        .dwProcessId = id_behind(wanted->caller, process),
        .dwThreadId = id_behind(wanted->caller, thread),
    };

    memcpy(wanted->information, &information, sizeof information);
}

/* token NULL: that of the calling process. */
static NTSTATUS create(const struct new_process *wanted, struct attributes *attributes,
                       HANDLE token)
{
    PS_ATTRIBUTE_LIST list = {
        .TotalLength = sizeof list,
        .Attributes = {{
            .Attribute = PS_ATTRIBUTE_TOKEN,
            .Size = sizeof token,
            .Value = (ULONG_PTR)token,
        }},
    };
    HANDLE process, thread;
    NTSTATUS status = NtCreateUserProcess(
        &process, &thread, MAXIMUM_ALLOWED, MAXIMUM_ALLOWED, &attributes->process,
        &attributes->thread, wanted->inherit ? PROCESS_CREATE_FLAGS_INHERIT_HANDLES : 0, 0, NULL,
        NULL, token ? &list : NULL);

    if (NT_SUCCESS(status))
        tell(wanted, process, thread);
    return status;
}

/* A copy of the process's token with both privileges enabled; the thread is as it was. */
static NTSTATUS copy_with_privileges(PHANDLE copy)
{
    struct {
        DWORD count;
        LUID_AND_ATTRIBUTES privileges[2];
    } both = {
        .count = 2,
        .privileges =
            {
                {.Luid.LowPart = SE_ASSIGNPRIMARYTOKEN_PRIVILEGE,
                 .Attributes = SE_PRIVILEGE_ENABLED},
                {.Luid.LowPart = SE_INCREASE_QUOTA_PRIVILEGE, .Attributes = SE_PRIVILEGE_ENABLED},
            },
    };
    NTSTATUS status =
        win32_copy_process_token(TOKEN_IMPERSONATE, TOKEN_ADJUST_PRIVILEGES | TOKEN_IMPERSONATE,
                                 SecurityImpersonation, copy);

    if (!NT_SUCCESS(status))
        return status;
    status = NtAdjustPrivilegesToken(*copy, FALSE, (PTOKEN_PRIVILEGES)(void *)&both, 0, NULL, NULL);
    if (status == STATUS_NOT_ALL_ASSIGNED)
        status = STATUS_PRIVILEGE_NOT_HELD;
    if (!NT_SUCCESS(status))
        (void)NtClose(*copy);
    return status;
}

/*
 * Once more while the thread has the privileges of its process enabled, whomever it acts for; then
 * it acts for them again.
 */
static NTSTATUS create_with_privileges(const struct new_process *wanted,
                                       struct attributes *attributes, HANDLE token)
{
    HANDLE copy, before = NULL;
    NTSTATUS status = copy_with_privileges(&copy);

    if (!NT_SUCCESS(status))
        return status;
    status = NtOpenThreadToken(NtCurrentThread(), TOKEN_IMPERSONATE, TRUE, &before);
    if (status == STATUS_NO_TOKEN) {
        before = NULL;
        status = STATUS_SUCCESS;
    }
    if (NT_SUCCESS(status))
        status = win32_set_token(NtCurrentThread(), copy);
    if (NT_SUCCESS(status)) {
        status = create(wanted, attributes, token);
        (void)win32_set_token(NtCurrentThread(), before);
    }
    if (before)
        (void)NtClose(before);
    (void)NtClose(copy);
    return status;
}

/* Another type than primary fails later, in NtCreateUserProcess. */
static NTSTATUS check_right(PETHREAD caller, HANDLE token, TOKEN_TYPE type)
{
    void *object;

    if (!rule(caller->header.world, win32, primary_token_needs_duplicate, type == TokenPrimary))
        return STATUS_SUCCESS;
    return nt_object_by_handle(caller, token, &se_token_type, TOKEN_DUPLICATE, &object);
}

static NTSTATUS check_session(PETHREAD caller, HANDLE token)
{
    struct srm_world *w = caller->header.world;
    ULONG own = caller->process->token->SessionId, session, length;
    NTSTATUS status =
        NtQueryInformationToken(token, TokenSessionId, &session, sizeof session, &length);

    if (NT_SUCCESS(status) &&
        rule_on(w, win32, inherits_across_sessions, session != own,
                NUMBER_FACT("the token's session", session), NUMBER_FACT("the caller's", own)))
        status = world_not_modelled(w, "handles for a process of another terminal session");
    return status;
}

static NTSTATUS create_as_user(const struct new_process *wanted, struct attributes *attributes,
                               HANDLE token)
{
    TOKEN_TYPE type;
    ULONG length;
    NTSTATUS status = NtQueryInformationToken(token, TokenType, &type, sizeof type, &length);

    if (NT_SUCCESS(status))
        status = check_right(wanted->caller, token, type);
    if (NT_SUCCESS(status) && wanted->inherit)
        status = check_session(wanted->caller, token);
    if (!NT_SUCCESS(status))
        return status;
    status = create(wanted, attributes, token);
    if (rule(wanted->caller->header.world, win32, privileges_missing,
             status == STATUS_PRIVILEGE_NOT_HELD))
        status = create_with_privileges(wanted, attributes, token);
    return status;
}

/* What stands in the program's memory comes first. */
static NTSTATUS read_arguments(const struct new_process *wanted, struct attributes *attributes)
{
    PETHREAD caller = wanted->caller;
    NTSTATUS status =
        win32_read_attributes(caller, wanted->process_attributes, &attributes->process);

    if (NT_SUCCESS(status))
        status = win32_read_attributes(caller, wanted->thread_attributes, &attributes->thread);
    if (NT_SUCCESS(status))
        status = win32_touch(caller, wanted->information);
    if (NT_SUCCESS(status) && !rule(caller->header.world, win32, startup_modelled,
                                    !(wanted->flags & EXTENDED_STARTUPINFO_PRESENT)))
        status = world_not_modelled(caller->header.world, "the attribute list of a STARTUPINFOEX");
    return status;
}

static BOOL create_process(const struct new_process *wanted)
{
    struct attributes attributes;
    NTSTATUS status = read_arguments(wanted, &attributes);

    return win32_result(NT_SUCCESS(status) ? create(wanted, &attributes, NULL) : status);
}

/* No token: CreateProcess. */
static BOOL create_process_as_user(const struct new_process *wanted, HANDLE token)
{
    struct attributes attributes;
    NTSTATUS status;

    if (!rule(wanted->caller->header.world, win32, user_given, token != NULL))
        return create_process(wanted);
    status = read_arguments(wanted, &attributes);
    return win32_result(NT_SUCCESS(status) ? create_as_user(wanted, &attributes, token) : status);
}

/* Of what there are no files, desktops and environments for, nothing is looked at. */
#define NEW_PROCESS                                                                               \
    ((void)lpApplicationName, (void)lpCommandLine, (void)lpEnvironment, (void)lpCurrentDirectory, \
     (void)lpStartupInfo,                                                                         \
     (struct new_process){                                                                        \
         .caller = ps_current_thread(),                                                           \
         .process_attributes = lpProcessAttributes,                                               \
         .thread_attributes = lpThreadAttributes,                                                 \
         .inherit = bInheritHandles,                                                              \
         .flags = dwCreationFlags,                                                                \
         .information = lpProcessInformation,                                                     \
     })

BOOL CreateProcessA(LPCSTR lpApplicationName, LPSTR lpCommandLine,
                    LPSECURITY_ATTRIBUTES lpProcessAttributes,
                    LPSECURITY_ATTRIBUTES lpThreadAttributes, BOOL bInheritHandles,
                    DWORD dwCreationFlags, LPVOID lpEnvironment, LPCSTR lpCurrentDirectory,
                    LPSTARTUPINFOA lpStartupInfo, LPPROCESS_INFORMATION lpProcessInformation)
{
    struct new_process wanted = NEW_PROCESS;
    BOOL result;

    call_enter(ps_current_world(), FLAG_FACT("bInheritHandles", bInheritHandles));
    result = create_process(&wanted);
    leave_flag(ps_current_world(), result);
    return result;
}

BOOL CreateProcessW(LPCWSTR lpApplicationName, LPWSTR lpCommandLine,
                    LPSECURITY_ATTRIBUTES lpProcessAttributes,
                    LPSECURITY_ATTRIBUTES lpThreadAttributes, BOOL bInheritHandles,
                    DWORD dwCreationFlags, LPVOID lpEnvironment, LPCWSTR lpCurrentDirectory,
                    LPSTARTUPINFOW lpStartupInfo, LPPROCESS_INFORMATION lpProcessInformation)
{
    struct new_process wanted = NEW_PROCESS;
    BOOL result;

    call_enter(ps_current_world(), FLAG_FACT("bInheritHandles", bInheritHandles));
    result = create_process(&wanted);
    leave_flag(ps_current_world(), result);
    return result;
}

BOOL CreateProcessAsUserA(HANDLE hToken, LPCSTR lpApplicationName, LPSTR lpCommandLine,
                          LPSECURITY_ATTRIBUTES lpProcessAttributes,
                          LPSECURITY_ATTRIBUTES lpThreadAttributes, BOOL bInheritHandles,
                          DWORD dwCreationFlags, LPVOID lpEnvironment, LPCSTR lpCurrentDirectory,
                          LPSTARTUPINFOA lpStartupInfo, LPPROCESS_INFORMATION lpProcessInformation)
{
    struct new_process wanted = NEW_PROCESS;
    BOOL result;

    call_enter(ps_current_world(), HANDLE_FACT("hToken", hToken),
               FLAG_FACT("bInheritHandles", bInheritHandles));
    result = create_process_as_user(&wanted, hToken);
    leave_flag(ps_current_world(), result);
    return result;
}

BOOL CreateProcessAsUserW(HANDLE hToken, LPCWSTR lpApplicationName, LPWSTR lpCommandLine,
                          LPSECURITY_ATTRIBUTES lpProcessAttributes,
                          LPSECURITY_ATTRIBUTES lpThreadAttributes, BOOL bInheritHandles,
                          DWORD dwCreationFlags, LPVOID lpEnvironment, LPCWSTR lpCurrentDirectory,
                          LPSTARTUPINFOW lpStartupInfo, LPPROCESS_INFORMATION lpProcessInformation)
{
    struct new_process wanted = NEW_PROCESS;
    BOOL result;

    call_enter(ps_current_world(), HANDLE_FACT("hToken", hToken),
               FLAG_FACT("bInheritHandles", bInheritHandles));
    result = create_process_as_user(&wanted, hToken);
    leave_flag(ps_current_world(), result);
    return result;
}

static NTSTATUS create_thread(PETHREAD caller, const SECURITY_ATTRIBUTES *given, LPDWORD id,
                              PHANDLE thread)
{
    OBJECT_ATTRIBUTES attributes;
    NTSTATUS status = win32_read_attributes(caller, given, &attributes);
    DWORD told;

    if (NT_SUCCESS(status) && id)
        status = win32_touch(caller, id);
    if (NT_SUCCESS(status))
        status = NtCreateThreadEx(thread, MAXIMUM_ALLOWED, &attributes, NtCurrentProcess(), NULL,
                                  NULL, 0, 0, 0, 0, NULL);
    if (NT_SUCCESS(status) && id) {
        told = id_behind(caller, *thread);
        memcpy(id, &told, sizeof told);
    }
    return status;
}

HANDLE CreateThread(LPSECURITY_ATTRIBUTES lpThreadAttributes, SIZE_T dwStackSize,
                    LPTHREAD_START_ROUTINE lpStartAddress, LPVOID lpParameter,
                    DWORD dwCreationFlags, LPDWORD lpThreadId)
{
    PETHREAD caller = ps_current_thread();
    struct srm_world *w = caller->header.world;
    HANDLE thread = NULL;

    (void)dwStackSize;
    (void)lpStartAddress; /* nothing is run */
    (void)lpParameter;
    call_enter(w, NUMBER_FACT("dwCreationFlags", dwCreationFlags));
    if (!win32_result(create_thread(caller, lpThreadAttributes, lpThreadId, &thread)))
        thread = NULL;
    leave_value(w, FACT_HANDLE, (uintptr_t)thread);
    return thread;
}
