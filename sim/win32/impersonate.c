/*
 * Starting and ending impersonation: each of these is the sequence of native calls that
 * impersonation.md 6.2 to 6.6 writes down, with the pages named there.
 */
#include "ex/rules.h"
#include "ntsrm/processthreadsapi.h"
#include "ntsrm/securitybaseapi.h"
#include "win32/last_error.h"
#include "win32/memory.h"
#include "win32/token.h"

/* The calling thread gets a copy, made at that level, of a token that allows TOKEN_DUPLICATE. */
static NTSTATUS impersonate_copy(HANDLE token, ACCESS_MASK desired,
                                 SECURITY_IMPERSONATION_LEVEL level)
{
    HANDLE copy;
    NTSTATUS status = win32_copy_token(token, desired, level, &copy);

    if (!NT_SUCCESS(status))
        return status;
    status = win32_set_token(NtCurrentThread(), copy);
    (void)NtClose(copy);
    return status;
}

static NTSTATUS impersonate_self(SECURITY_IMPERSONATION_LEVEL level)
{
    HANDLE process_token;
    NTSTATUS status = NtOpenProcessToken(NtCurrentProcess(), TOKEN_DUPLICATE, &process_token);

    if (!NT_SUCCESS(status))
        return status;
    status = impersonate_copy(process_token, TOKEN_IMPERSONATE, level);
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
    result = win32_result(win32_set_token(NtCurrentThread(), NULL));
    leave_flag(w, result);
    return result;
}

static NTSTATUS set_thread_token(PETHREAD caller, const HANDLE *thread, HANDLE token)
{
    HANDLE target = NtCurrentThread();
    NTSTATUS status = STATUS_SUCCESS;

    if (!rule(caller->header.world, win32, own_thread_meant, thread == NULL))
        status = win32_read(caller, &target, thread, sizeof target);
    return NT_SUCCESS(status) ? win32_set_token(target, token) : status;
}

BOOL SetThreadToken(PHANDLE Thread, HANDLE Token)
{
    PETHREAD caller = ps_current_thread();
    struct srm_world *w = caller->header.world;
    BOOL result;

    call_enter(w, HANDLE_FACT("Token", Token));
    result = win32_result(set_thread_token(caller, Thread, Token));
    leave_flag(w, result);
    return result;
}

static NTSTATUS impersonate_user(const struct srm_world *w, HANDLE token)
{
    TOKEN_TYPE type = TokenImpersonation;
    ULONG length;
    NTSTATUS status = NtQueryInformationToken(token, TokenType, &type, sizeof type, &length);

    if (!NT_SUCCESS(status))
        return status;
    if (rule(w, win32, primary_token_is_copied, type == TokenPrimary))
        return impersonate_copy(token, TOKEN_IMPERSONATE | TOKEN_QUERY, SecurityImpersonation);
    return win32_set_token(NtCurrentThread(), token);
}

BOOL ImpersonateLoggedOnUser(HANDLE hToken)
{
    struct srm_world *w = ps_current_world();
    BOOL result;

    call_enter(w, HANDLE_FACT("hToken", hToken));
    result = win32_result(impersonate_user(w, hToken));
    leave_flag(w, result);
    return result;
}

BOOL ImpersonateAnonymousToken(HANDLE ThreadHandle)
{
    struct srm_world *w = ps_current_world();
    BOOL result;

    call_enter(w, HANDLE_FACT("ThreadHandle", ThreadHandle));
    result = win32_result(NtImpersonateAnonymousToken(ThreadHandle));
    leave_flag(w, result);
    return result;
}
