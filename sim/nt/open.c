#include "nt/open.h"

#include "nt/probe.h"

#include "ex/pool.h"
#include "ex/rules.h"
#include "se/access.h"

/* Server 2003 works out a thread's rights to itself instead of granting all (ACC T-27). */
static NTSTATUS rights_to_itself(PETHREAD thread, ACCESS_MASK *granted)
{
    struct srm_world *w = thread->header.world;
    SECURITY_SUBJECT_CONTEXT subject = client_subject_of(thread, true);
    NTSTATUS status;

    *granted = rtl_mapping(w->profile, RTL_MAPPED_Thread)->GenericAll;
    if (!rule(w, handle, own_thread_by_descriptor, true))
        return STATUS_SUCCESS;
    status = nt_check_open(thread, &subject, &thread->header, thread->header.descriptor,
                           MAXIMUM_ALLOWED, granted);
    if (status != STATUS_ACCESS_DENIED)
        return status;
    *granted = 0;
    return STATUS_SUCCESS;
}

NTSTATUS nt_find_object(PETHREAD caller, HANDLE handle, const struct ob_type *type, void **object,
                        ACCESS_MASK *granted)
{
    struct srm_world *w = caller->header.world;
    bool process = handle == NtCurrentProcess();
    bool pseudo = rule(w, handle, stands_for_itself, process || handle == NtCurrentThread());
    const struct ob_handle *entry =
        pseudo ? NULL : ob_handle_find(&caller->process->handles, handle);
    struct ob_header *found = pseudo  ? (process ? &caller->process->header : &caller->header)
                              : entry ? entry->object
                                      : NULL;

    if (!rule_on(w, handle, open, found != NULL, HANDLE_FACT("handle", handle)))
        return STATUS_INVALID_HANDLE;
    if (!rule_on(w, handle, type_matches, found->type == type, ob_fact("object", found)))
        return STATUS_OBJECT_TYPE_MISMATCH;
    *object = found;
    *granted = entry ? entry->granted : rtl_mapping(w->profile, type->mapped)->GenericAll;
    return pseudo && !process ? rights_to_itself(caller, granted) : STATUS_SUCCESS;
}

NTSTATUS nt_demand_rights(PETHREAD caller, const struct ob_type *type, ACCESS_MASK granted,
                          ACCESS_MASK needed)
{
    struct srm_world *w = caller->header.world;

    if (rule(w, handle, kernel_mode, caller->previous_mode == KernelMode) ||
        rule_on(w, handle, access_granted, (needed & ~granted) == 0,
                RIGHTS_FACT("granted", type->mapped, granted),
                RIGHTS_FACT("needed", type->mapped, needed)))
        return STATUS_SUCCESS;
    return STATUS_ACCESS_DENIED;
}

NTSTATUS nt_object_by_handle(PETHREAD caller, HANDLE handle, const struct ob_type *type,
                             ACCESS_MASK needed, void **object)
{
    ACCESS_MASK granted = 0;
    NTSTATUS status = nt_find_object(caller, handle, type, object, &granted);

    return NT_SUCCESS(status) ? nt_demand_rights(caller, type, granted, needed) : status;
}

NTSTATUS nt_object_for_query(PETHREAD caller, HANDLE handle, const struct ob_type *type,
                             ACCESS_MASK query, ACCESS_MASK limited, void **object)
{
    struct srm_world *w = caller->header.world;
    ACCESS_MASK granted = 0;
    NTSTATUS status = nt_find_object(caller, handle, type, object, &granted);

    if (!NT_SUCCESS(status) || NT_SUCCESS(nt_demand_rights(caller, type, granted, query)))
        return status;
    if (rule_on(w, open, limited_query_suffices, (granted & limited) != 0,
                RIGHTS_FACT("granted", type->mapped, granted),
                RIGHTS_FACT("enough", type->mapped, limited)))
        return STATUS_SUCCESS;
    return STATUS_ACCESS_DENIED;
}

/* The label of an object whose descriptor is not there to say it (T-28, A-22/2). */
static ULONG usual_label(const struct ob_header *object)
{
    return object->type == &se_token_type
               ? ((const struct se_token *)(const void *)object)->integrity
               : SECURITY_MANDATORY_MEDIUM_RID;
}

NTSTATUS nt_check_open(PETHREAD caller, const SECURITY_SUBJECT_CONTEXT *subject,
                       const struct ob_header *object, const struct rtl_descriptor *descriptor,
                       ACCESS_MASK desired, ACCESS_MASK *granted)
{
    struct srm_world *w = caller->header.world;
    struct rtl_descriptor open_to_all = {
        .integrity = usual_label(object),
        .owner.Sid = {.Revision = SID_REVISION, .SubAuthorityCount = 1}, /* S-1-0-0: nobody */
        .group.Sid = {.Revision = SID_REVISION, .SubAuthorityCount = 1},
    };
    struct se_verdict verdict;
    NTSTATUS status = se_access_check(
        w,
        &(struct se_access_request){
            .subject = subject,
            .descriptor =
                rule(w, access, without_descriptor, descriptor == NULL) ? &open_to_all : descriptor,
            .mapping = rtl_mapping(w->profile, object->type->mapped),
            .desired = desired,
            .mode = caller->previous_mode,
        },
        &verdict);

    if (NT_SUCCESS(status))
        *granted = verdict.granted;
    return status;
}

NTSTATUS nt_handle_granted(PETHREAD caller)
{
    struct srm_world *w = caller->header.world;

    return rule(w, pool, handle, ex_pool_grants(w->pool, EX_ALLOCATION_Handle))
               ? STATUS_SUCCESS
               : STATUS_INSUFFICIENT_RESOURCES;
}

HANDLE nt_insert(PETHREAD caller, void *object, ACCESS_MASK granted)
{
    return ob_handle_new(&caller->process->handles, object, granted);
}

NTSTATUS nt_open_object(PETHREAD caller, const SECURITY_SUBJECT_CONTEXT *subject, void *object,
                        ACCESS_MASK desired, PHANDLE handle)
{
    const struct ob_header *header = object;
    ACCESS_MASK granted = 0;
    NTSTATUS status = nt_check_open(caller, subject, header, header->descriptor, desired, &granted);

    if (NT_SUCCESS(status))
        status = nt_handle_granted(caller);
    if (NT_SUCCESS(status))
        nt_store_handle(handle, nt_insert(caller, object, granted));
    return status;
}
