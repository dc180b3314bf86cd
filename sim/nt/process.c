/*
 * New processes and threads, as far as their tokens go: nothing is loaded, nothing runs. Sources:
 * processthreadsapi CreateProcess, CreateProcessAsUserW, CreateThread, phnt; access-check.md T-27,
 * T-28, T-31.
 */
#include "ex/pool.h"
#include "ex/rules.h"
#include "nt/make_token.h"
#include "nt/primary_token.h"
#include "nt/probe.h"

/* What a process or thread is to be; the descriptor is set when it was decided. */
struct creation {
    PETHREAD caller;
    const struct ob_type *type;
    const OBJECT_ATTRIBUTES *given;
    ACCESS_MASK desired;
    PHANDLE handle;
    ULONG flags;
    struct rtl_descriptor *descriptor;
};

/* The token that default descriptors come from; given is that for the new process, or NULL. */
static struct se_token *defaults_of(PETHREAD caller, struct se_token *given)
{
    struct srm_world *w = caller->header.world;

    if (rule(w, process, descriptor_of_given, given != NULL))
        return given;
    return rule(w, process, descriptor_of_primary, caller->impersonating)
               ? caller->process->token
               : ps_effective_token(caller);
}

static bool room_for(struct srm_world *w, const struct ob_type *type)
{
    if (type == &ps_process_type)
        return rule(w, pool, process, ex_pool_grants(w->pool, EX_ALLOCATION_Process));
    return rule(w, pool, thread, ex_pool_grants(w->pool, EX_ALLOCATION_Thread));
}

/* The label that a given descriptor names, else that of the token (T-31). */
static NTSTATUS make_descriptor(struct creation *creation, struct se_token *defaults,
                                const struct rtl_described *given, ULONG integrity)
{
    PETHREAD caller = creation->caller;
    SECURITY_SUBJECT_CONTEXT subject = client_subject_of(caller, false);
    NTSTATUS status;

    if (!rule(caller->header.world, process, label_given, given && rtl_described_has_label(given)))
        return nt_new_descriptor(caller, defaults, given, integrity, &creation->descriptor);
    status = nt_check_labels(caller, &subject, given);
    return NT_SUCCESS(status)
               ? nt_new_labelled_descriptor(caller, defaults, given, &creation->descriptor)
               : status;
}

/* Everything that can refuse the object and its handle; owes a dereference of the descriptor. */
static NTSTATUS admit(struct creation *creation, struct se_token *defaults, ULONG integrity)
{
    PETHREAD caller = creation->caller;
    struct srm_world *w = caller->header.world;
    struct nt_attributes attributes;
    NTSTATUS status = nt_capture_attributes(caller, creation->given, &attributes);

    if (!NT_SUCCESS(status))
        return status;
    creation->flags = attributes.flags;
    if (!room_for(w, creation->type))
        status = STATUS_INSUFFICIENT_RESOURCES;
    if (NT_SUCCESS(status))
        status = nt_handle_granted(caller);
    if (NT_SUCCESS(status))
        status =
            make_descriptor(creation, defaults,
                            attributes.descriptor_given ? &attributes.descriptor : NULL, integrity);
    nt_attributes_release(w, &attributes);
    return status;
}

/* The maker's handle has what it asks for, whatever the descriptor says (T-27). */
static void deliver(const struct creation *creation, void *object)
{
    const GENERIC_MAPPING *mapping =
        rtl_mapping(creation->caller->header.world->profile, creation->type->mapped);
    ACCESS_MASK granted = rtl_mapping_apply(mapping, creation->desired);

    if (granted & MAXIMUM_ALLOWED)
        granted = mapping->GenericAll;
    nt_store_handle(creation->handle,
                    nt_insert(creation->caller, object, granted, creation->flags));
}

/* Process and thread, and what both of them come from; owes both descriptors. */
static NTSTATUS admit_both(struct creation *process, struct creation *thread,
                           const PS_ATTRIBUTE_LIST *list, struct se_token **token)
{
    PETHREAD caller = process->caller;
    struct srm_world *w = caller->header.world;
    struct se_token *defaults;
    NTSTATUS status = nt_choose_primary_token(caller, list, token);

    if (NT_SUCCESS(status))
        status = nt_token_granted(w);
    if (!NT_SUCCESS(status))
        return status;
    defaults = defaults_of(caller, list ? *token : NULL);
    status = admit(process, defaults, (*token)->integrity);
    if (!NT_SUCCESS(status))
        return status;
    status = admit(thread, defaults, (*token)->integrity);
    if (!NT_SUCCESS(status))
        rtl_descriptor_dereference(w, process->descriptor);
    return status;
}

/* The new process's own token, which whoever it stands for can open (T-28). */
static struct se_token *copy_of(const struct se_token *token)
{
    struct se_token *primary = se_token_copy(token, TokenPrimary, token->level, false);

    primary->header.descriptor = se_token_default_descriptor(primary, primary->integrity);
    return primary;
}

static NTSTATUS create_process(struct creation *process, struct creation *thread, ULONG flags,
                               const PS_ATTRIBUTE_LIST *list)
{
    PETHREAD caller = process->caller;
    struct srm_world *w = caller->header.world;
    struct se_token *token;
    NTSTATUS status = nt_probe(caller, process->handle);

    if (NT_SUCCESS(status))
        status = nt_probe(caller, thread->handle);
    if (NT_SUCCESS(status) &&
        !rule(w, process, flags_modelled, (flags & ~PROCESS_CREATE_FLAGS_INHERIT_HANDLES) == 0))
        status = world_not_modelled(w, "these flags of a new process");
    if (NT_SUCCESS(status))
        status = admit_both(process, thread, list, &token);
    if (!NT_SUCCESS(status))
        return status;

    struct se_token *primary = copy_of(token);
    PEPROCESS new_process = ps_process_new(w, primary, caller->process->job, process->descriptor);
    PETHREAD new_thread = ps_thread_new(new_process, thread->descriptor);

    if (rule(w, process, inherits_handles, (flags & PROCESS_CREATE_FLAGS_INHERIT_HANDLES) != 0))
        ob_handles_inherit(&new_process->handles, &caller->process->handles);
    deliver(process, new_process);
    deliver(thread, new_thread);
    ob_dereference(primary);
    ob_dereference(new_thread);
    ob_dereference(new_process);
    return STATUS_SUCCESS;
}

NTSTATUS NtCreateUserProcess(PHANDLE ProcessHandle, PHANDLE ThreadHandle,
                             ACCESS_MASK ProcessDesiredAccess, ACCESS_MASK ThreadDesiredAccess,
                             POBJECT_ATTRIBUTES ProcessObjectAttributes,
                             POBJECT_ATTRIBUTES ThreadObjectAttributes, ULONG ProcessFlags,
                             ULONG ThreadFlags, PVOID ProcessParameters, PVOID CreateInfo,
                             PPS_ATTRIBUTE_LIST AttributeList)
{
    PETHREAD caller = ps_current_thread();
    struct creation process = {
        .caller = caller,
        .type = &ps_process_type,
        .given = ProcessObjectAttributes,
        .desired = ProcessDesiredAccess,
        .handle = ProcessHandle,
    };
    struct creation thread = {
        .caller = caller,
        .type = &ps_thread_type,
        .given = ThreadObjectAttributes,
        .desired = ThreadDesiredAccess,
        .handle = ThreadHandle,
    };
    NTSTATUS status;

    (void)ThreadFlags; /* nothing is run, so that nothing can be suspended */
    (void)ProcessParameters;
    (void)CreateInfo;
    call_enter(caller->header.world, NUMBER_FACT("ProcessFlags", ProcessFlags),
               FLAG_FACT("AttributeList given", AttributeList != NULL));
    status = create_process(&process, &thread, ProcessFlags, AttributeList);
    leave_status(caller->header.world, status);
    return status;
}

static NTSTATUS create_thread(struct creation *thread, HANDLE process_handle)
{
    struct srm_world *w = thread->caller->header.world;
    PEPROCESS process;
    void *object;
    NTSTATUS status = nt_probe(thread->caller, thread->handle);

    if (NT_SUCCESS(status))
        status = nt_object_by_handle(thread->caller, process_handle, &ps_process_type,
                                     PROCESS_CREATE_THREAD, &object);
    if (!NT_SUCCESS(status))
        return status;
    process = object;
    if (!rule_on(w, process, running, !process->exited, PROCESS("process", process)))
        return STATUS_PROCESS_IS_TERMINATING;
    status = admit(thread, defaults_of(thread->caller, NULL), process->token->integrity);
    if (!NT_SUCCESS(status))
        return status;

    PETHREAD new_thread = ps_thread_new(process, thread->descriptor);

    deliver(thread, new_thread);
    ob_dereference(new_thread);
    return STATUS_SUCCESS;
}

NTSTATUS NtCreateThreadEx(PHANDLE ThreadHandle, ACCESS_MASK DesiredAccess,
                          POBJECT_ATTRIBUTES ObjectAttributes, HANDLE ProcessHandle,
                          PVOID StartRoutine, PVOID Argument, ULONG CreateFlags, SIZE_T ZeroBits,
                          SIZE_T StackSize, SIZE_T MaximumStackSize,
                          PPS_ATTRIBUTE_LIST AttributeList)
{
    struct creation thread = {
        .caller = ps_current_thread(),
        .type = &ps_thread_type,
        .given = ObjectAttributes,
        .desired = DesiredAccess,
        .handle = ThreadHandle,
    };
    struct srm_world *w = thread.caller->header.world;
    NTSTATUS status;

    (void)StartRoutine; /* nothing is run */
    (void)Argument;
    (void)CreateFlags;
    (void)ZeroBits;
    (void)StackSize;
    (void)MaximumStackSize;
    (void)AttributeList;
    call_enter(w, RIGHTS_FACT("DesiredAccess", RTL_MAPPED_Thread, DesiredAccess),
               HANDLE_FACT("ProcessHandle", ProcessHandle));
    status = create_thread(&thread, ProcessHandle);
    leave_status(w, status);
    return status;
}
