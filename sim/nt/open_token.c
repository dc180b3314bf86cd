/* Opening the tokens of processes and threads. Sources: impersonation.md 5.1, 5.2. */
#include "ex/pool.h"
#include "ex/rules.h"
#include "nt/open.h"
#include "nt/probe.h"

static NTSTATUS open_process_token(PETHREAD caller, HANDLE process_handle, ACCESS_MASK desired,
                                   PHANDLE token_handle)
{
    SECURITY_SUBJECT_CONTEXT subject = client_subject_of(caller, false);
    void *process;
    NTSTATUS status = nt_probe(caller, token_handle);

    if (NT_SUCCESS(status))
        status =
            nt_object_for_query(caller, process_handle, &ps_process_type, PROCESS_QUERY_INFORMATION,
                                PROCESS_QUERY_LIMITED_INFORMATION, &process);
    if (NT_SUCCESS(status))
        status =
            nt_open_object(caller, &subject, ((PEPROCESS)process)->token, desired, token_handle);
    return status;
}

NTSTATUS NtOpenProcessToken(HANDLE ProcessHandle, ACCESS_MASK DesiredAccess, PHANDLE TokenHandle)
{
    PETHREAD caller = ps_current_thread();
    NTSTATUS status;

    call_enter(caller->header.world, HANDLE_FACT("ProcessHandle", ProcessHandle),
               ACCESS_FACT("DesiredAccess", DesiredAccess));
    status = open_process_token(caller, ProcessHandle, DesiredAccess, TokenHandle);
    leave_status(caller->header.world, status);
    return status;
}

/*
 * Who may do everything with the copy that opening a copy-on-open token makes: the user of the
 * token, the user of the thread's process, Administrators, LocalSystem, and RESTRICTED code if one
 * of the tokens is restricted (IMP 5.1/8.2).
 */
static struct rtl_descriptor *opened_copy_descriptor(const struct _ETHREAD *thread,
                                                     const struct se_token *token)
{
    struct srm_world *w = thread->header.world;
    const struct se_token *process_token = thread->process->token;
    bool restricted = se_token_is_restricted(token) || se_token_is_restricted(process_token);
    SE_SID administrators, system, restricted_code;
    struct rtl_ace rows[] = {
        {.sid = se_token_user(token)}, {.sid = se_token_user(process_token)},
        {.sid = &administrators.Sid},  {.sid = &system.Sid},
        {.sid = &restricted_code.Sid},
    };
    size_t count = restricted ? 5 : 4;

    rtl_sid_from_name("BA", 2, &administrators);
    rtl_sid_from_name("SY", 2, &system);
    rtl_sid_from_name("RC", 2, &restricted_code);
    for (size_t i = 0; i < count; i++) {
        rows[i].type = ACCESS_ALLOWED_ACE_TYPE;
        rows[i].mask = GENERIC_ALL;
    }

    struct rtl_acl *dacl = rtl_acl_new(w, rows, count);
    struct rtl_descriptor *descriptor =
        rtl_descriptor_new(w, se_token_user(token), se_token_user(token), dacl, token->integrity);

    rtl_acl_dereference(w, dacl);
    return descriptor;
}

/* The thread's token becomes this copy, as far as the gate still lets it, or stays (IMP-C12). */
static NTSTATUS put_copy_on_thread(PETHREAD thread, struct se_token *copy)
{
    if (!policy(thread->header.world, opened_copy))
        return STATUS_SUCCESS;
    return PsImpersonateClient(thread, copy, FALSE, thread->block->effective_only,
                               thread->block->level);
}

static NTSTATUS open_copy(PETHREAD caller, const SECURITY_SUBJECT_CONTEXT *subject, PETHREAD thread,
                          ACCESS_MASK desired, PHANDLE handle)
{
    struct srm_world *w = caller->header.world;
    const struct ps_impersonation *block = thread->block;
    struct rtl_descriptor *descriptor;
    ACCESS_MASK granted = 0;
    NTSTATUS status;

    if (!rule(w, pool, token, ex_pool_grants(w->pool, EX_ALLOCATION_Token)))
        return STATUS_INSUFFICIENT_RESOURCES;
    descriptor = opened_copy_descriptor(thread, block->token);
    status = nt_check_open(caller, subject, &block->token->header, descriptor, desired, &granted);
    if (NT_SUCCESS(status))
        status = nt_handle_granted(caller);
    if (!NT_SUCCESS(status)) {
        rtl_descriptor_dereference(w, descriptor);
        return status;
    }

    struct se_token *copy =
        se_token_copy(block->token, TokenImpersonation, block->level, block->effective_only);

    copy->header.descriptor = descriptor;
    status = put_copy_on_thread(thread, copy);
    if (NT_SUCCESS(status))
        nt_store_handle(handle, nt_insert(caller, copy, granted));
    ob_dereference(copy);
    return status;
}

static NTSTATUS open_thread_token(PETHREAD caller, HANDLE thread_handle, ACCESS_MASK desired,
                                  BOOLEAN open_as_self, PHANDLE token_handle)
{
    struct srm_world *w = caller->header.world;
    SECURITY_SUBJECT_CONTEXT subject;
    void *object;
    NTSTATUS status = nt_probe(caller, token_handle);

    if (!NT_SUCCESS(status))
        return status;
    if (rule(w, open, nulls_out_handle, true))
        nt_store_handle(token_handle, NULL);
    status = nt_object_for_query(caller, thread_handle, &ps_thread_type, THREAD_QUERY_INFORMATION,
                                 THREAD_QUERY_LIMITED_INFORMATION, &object);
    if (!NT_SUCCESS(status))
        return status;

    PETHREAD thread = object;
    if (!rule_on(w, open, impersonating, thread->impersonating, THREAD("thread", thread)))
        return STATUS_NO_TOKEN;
    if (rule_on(w, open, anonymous_level, thread->block->level == SecurityAnonymous,
                LEVEL_FACT("thread's level", thread->block->level)))
        return STATUS_CANT_OPEN_ANONYMOUS;
    subject = client_subject_of(caller, rule(w, open, as_self, open_as_self));
    if (rule(w, open, copy_on_open, thread->block->copy_on_open))
        return open_copy(caller, &subject, thread, desired, token_handle);
    return nt_open_object(caller, &subject, thread->block->token, desired, token_handle);
}

NTSTATUS NtOpenThreadToken(HANDLE ThreadHandle, ACCESS_MASK DesiredAccess, BOOLEAN OpenAsSelf,
                           PHANDLE TokenHandle)
{
    PETHREAD caller = ps_current_thread();
    NTSTATUS status;

    call_enter(caller->header.world, HANDLE_FACT("ThreadHandle", ThreadHandle),
               ACCESS_FACT("DesiredAccess", DesiredAccess), FLAG_FACT("OpenAsSelf", OpenAsSelf));
    status = open_thread_token(caller, ThreadHandle, DesiredAccess, OpenAsSelf, TokenHandle);
    leave_status(caller->header.world, status);
    return status;
}
