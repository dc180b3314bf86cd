/* Opening the tokens of processes and threads. Sources: impersonation.md 5.1, 5.2. */
#include "ex/rules.h"
#include "nt/make_token.h"
#include "nt/probe.h"

/* What a caller asks for, whichever token it is. */
struct opening {
    PETHREAD caller;
    ACCESS_MASK desired;
    ULONG flags; /* OBJ_* */
    PHANDLE handle;
};

static NTSTATUS open_itself(const struct opening *wanted, bool as_self, struct se_token *token)
{
    const struct nt_wish wish = {
        .subject = client_subject_of(wanted->caller, as_self),
        .desired = wanted->desired,
        .flags = wanted->flags,
    };

    return nt_open_object(wanted->caller, &wish, token, wanted->handle);
}

static NTSTATUS open_process_token(const struct opening *wanted, HANDLE process_handle)
{
    PETHREAD caller = wanted->caller;
    void *process;
    NTSTATUS status = nt_probe(caller, wanted->handle);

    if (NT_SUCCESS(status))
        status = nt_check_flags(caller, wanted->flags);
    if (NT_SUCCESS(status))
        status =
            nt_object_for_query(caller, process_handle, &ps_process_type, PROCESS_QUERY_INFORMATION,
                                PROCESS_QUERY_LIMITED_INFORMATION, &process);
    if (NT_SUCCESS(status))
        status = open_itself(wanted, false, ((PEPROCESS)process)->token);
    return status;
}

NTSTATUS NtOpenProcessTokenEx(HANDLE ProcessHandle, ACCESS_MASK DesiredAccess,
                              ULONG HandleAttributes, PHANDLE TokenHandle)
{
    const struct opening wanted = {
        .caller = ps_current_thread(),
        .desired = DesiredAccess,
        .flags = HandleAttributes,
        .handle = TokenHandle,
    };
    struct srm_world *w = wanted.caller->header.world;
    NTSTATUS status;

    call_enter(w, HANDLE_FACT("ProcessHandle", ProcessHandle),
               ACCESS_FACT("DesiredAccess", DesiredAccess),
               NUMBER_FACT("HandleAttributes", HandleAttributes));
    status = open_process_token(&wanted, ProcessHandle);
    leave_status(w, status);
    return status;
}

NTSTATUS NtOpenProcessToken(HANDLE ProcessHandle, ACCESS_MASK DesiredAccess, PHANDLE TokenHandle)
{
    const struct opening wanted = {
        .caller = ps_current_thread(),
        .desired = DesiredAccess,
        .handle = TokenHandle,
    };
    struct srm_world *w = wanted.caller->header.world;
    NTSTATUS status;

    call_enter(w, HANDLE_FACT("ProcessHandle", ProcessHandle),
               ACCESS_FACT("DesiredAccess", DesiredAccess));
    status = open_process_token(&wanted, ProcessHandle);
    leave_status(w, status);
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
    bool restricted =
        rule_on(w, open_copy, restricted,
                se_token_is_restricted(token) || se_token_is_restricted(process_token),
                TOKEN("token", token), TOKEN("process token", process_token));
    SE_SID administrators;
    struct rtl_ace rows[] = {
        {.sid = se_token_user(token)},         {.sid = se_token_user(process_token)},
        {.sid = &administrators.Sid},          {.sid = &rtl_local_system_sid.Sid},
        {.sid = &rtl_restricted_code_sid.Sid},
    };
    size_t count = restricted ? 5 : 4;

    rtl_sid_from_name("BA", 2, &administrators);
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

static NTSTATUS open_copy(const struct opening *wanted, bool as_self, PETHREAD thread)
{
    const struct ps_impersonation *block = thread->block;
    struct nt_new_token new_token = {
        .caller = wanted->caller,
        .desired = wanted->desired,
        .attributes = &(struct nt_attributes){.flags = wanted->flags},
    };
    NTSTATUS status = nt_token_granted(thread->header.world);

    if (NT_SUCCESS(status))
        status = nt_admit_token_with(&new_token, opened_copy_descriptor(thread, block->token),
                                     as_self);
    if (!NT_SUCCESS(status))
        return status;

    struct se_token *copy =
        se_token_copy(block->token, TokenImpersonation, block->level, block->effective_only);

    status = put_copy_on_thread(thread, copy);
    if (NT_SUCCESS(status)) {
        nt_deliver_token(&new_token, copy, wanted->handle);
    } else {
        copy->header.descriptor = new_token.descriptor;
        ob_dereference(copy);
    }
    return status;
}

/* The handle's way to the thread, and what of it can be opened at all. */
static NTSTATUS find_thread(const struct opening *wanted, HANDLE thread_handle, PETHREAD *thread)
{
    struct srm_world *w = wanted->caller->header.world;
    void *object;
    NTSTATUS status =
        nt_object_for_query(wanted->caller, thread_handle, &ps_thread_type,
                            THREAD_QUERY_INFORMATION, THREAD_QUERY_LIMITED_INFORMATION, &object);

    if (!NT_SUCCESS(status))
        return status;
    *thread = object;
    if (!rule_on(w, open, impersonating, (*thread)->impersonating, THREAD("thread", *thread)))
        return STATUS_NO_TOKEN;
    if (rule_on(w, open, anonymous_level, (*thread)->block->level == SecurityAnonymous,
                LEVEL_FACT("thread's level", (*thread)->block->level)))
        return STATUS_CANT_OPEN_ANONYMOUS;
    return STATUS_SUCCESS;
}

static NTSTATUS open_thread_token(const struct opening *wanted, HANDLE thread_handle,
                                  BOOLEAN open_as_self)
{
    struct srm_world *w = wanted->caller->header.world;
    PETHREAD thread;
    NTSTATUS status = nt_probe(wanted->caller, wanted->handle);

    if (!NT_SUCCESS(status))
        return status;
    if (rule(w, open, nulls_out_handle, true))
        nt_store_handle(wanted->handle, NULL);
    status = nt_check_flags(wanted->caller, wanted->flags);
    if (NT_SUCCESS(status))
        status = find_thread(wanted, thread_handle, &thread);
    if (!NT_SUCCESS(status))
        return status;
    bool as_self = rule(w, open, as_self, open_as_self);
    if (rule(w, open, copy_on_open, thread->block->copy_on_open))
        return open_copy(wanted, as_self, thread);
    return open_itself(wanted, as_self, thread->block->token);
}

NTSTATUS NtOpenThreadTokenEx(HANDLE ThreadHandle, ACCESS_MASK DesiredAccess, BOOLEAN OpenAsSelf,
                             ULONG HandleAttributes, PHANDLE TokenHandle)
{
    const struct opening wanted = {
        .caller = ps_current_thread(),
        .desired = DesiredAccess,
        .flags = HandleAttributes,
        .handle = TokenHandle,
    };
    struct srm_world *w = wanted.caller->header.world;
    NTSTATUS status;

    call_enter(w, HANDLE_FACT("ThreadHandle", ThreadHandle),
               ACCESS_FACT("DesiredAccess", DesiredAccess), FLAG_FACT("OpenAsSelf", OpenAsSelf),
               NUMBER_FACT("HandleAttributes", HandleAttributes));
    status = open_thread_token(&wanted, ThreadHandle, OpenAsSelf);
    leave_status(w, status);
    return status;
}

NTSTATUS NtOpenThreadToken(HANDLE ThreadHandle, ACCESS_MASK DesiredAccess, BOOLEAN OpenAsSelf,
                           PHANDLE TokenHandle)
{
    const struct opening wanted = {
        .caller = ps_current_thread(),
        .desired = DesiredAccess,
        .handle = TokenHandle,
    };
    struct srm_world *w = wanted.caller->header.world;
    NTSTATUS status;

    call_enter(w, HANDLE_FACT("ThreadHandle", ThreadHandle),
               ACCESS_FACT("DesiredAccess", DesiredAccess), FLAG_FACT("OpenAsSelf", OpenAsSelf));
    status = open_thread_token(&wanted, ThreadHandle, OpenAsSelf);
    leave_status(w, status);
    return status;
}
