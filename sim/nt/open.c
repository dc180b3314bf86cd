#include "nt/open.h"

#include "ex/pool.h"
#include "ex/rules.h"
#include "se/access.h"

/* What a handle value leads to. */
struct found {
    void *object; /* NULL: the handle is not open */
    ACCESS_MASK granted;
};

/* Server 2003 works out a thread's rights to itself instead of granting all (ACC T-27). */
static ACCESS_MASK rights_to_itself(PETHREAD thread)
{
    struct srm_world *w = thread->header.world;
    SECURITY_SUBJECT_CONTEXT subject = client_subject_of(thread, true);
    ACCESS_MASK granted = 0;

    if (!rule(w, handle, own_thread_by_descriptor, true))
        return rtl_mapping(w->profile, RTL_MAPPED_Thread)->GenericAll;
    (void)nt_check_open(thread, &subject, &ps_thread_type, thread->header.descriptor,
                        MAXIMUM_ALLOWED, &granted);
    return granted;
}

static struct found find(PETHREAD caller, HANDLE handle)
{
    struct srm_world *w = caller->header.world;
    bool process = handle == NtCurrentProcess();
    const struct ob_handle *entry;

    if (rule(w, handle, stands_for_itself, process || handle == NtCurrentThread())) {
        if (!process)
            return (struct found){.object = caller, .granted = rights_to_itself(caller)};
        return (struct found){
            .object = caller->process,
            .granted = rtl_mapping(w->profile, RTL_MAPPED_Process)->GenericAll,
        };
    }
    entry = ob_handle_find(&caller->process->handles, handle);
    if (!entry)
        return (struct found){.object = NULL};
    return (struct found){.object = entry->object, .granted = entry->granted};
}

NTSTATUS nt_reference(PETHREAD caller, HANDLE handle, const struct ob_type *type,
                      ACCESS_MASK access, void **object, ACCESS_MASK *granted)
{
    struct srm_world *w = caller->header.world;
    struct found found = find(caller, handle);

    if (!rule_on(w, handle, open, found.object != NULL, HANDLE_FACT("handle", handle)))
        return STATUS_INVALID_HANDLE;
    if (!rule_on(w, handle, type_matches, ((struct ob_header *)found.object)->type == type,
                 ob_fact("object", found.object)))
        return STATUS_OBJECT_TYPE_MISMATCH;
    if (!rule(w, handle, kernel_mode, caller->previous_mode == KernelMode) &&
        !rule_on(w, handle, access_granted, (access & ~found.granted) == 0,
                 RIGHTS_FACT("granted", type->mapped, found.granted),
                 RIGHTS_FACT("needed", type->mapped, access)))
        return STATUS_ACCESS_DENIED;
    *object = found.object;
    if (granted)
        *granted = found.granted;
    return STATUS_SUCCESS;
}

NTSTATUS nt_reference_for_query(PETHREAD caller, HANDLE handle, const struct ob_type *type,
                                ACCESS_MASK query, ACCESS_MASK limited, void **object)
{
    struct srm_world *w = caller->header.world;
    ACCESS_MASK granted = 0;
    NTSTATUS status = nt_reference(caller, handle, type, 0, object, &granted);

    if (!NT_SUCCESS(status) || caller->previous_mode == KernelMode)
        return status;
    if (rule_on(w, handle, access_granted, (granted & query) != 0,
                RIGHTS_FACT("granted", type->mapped, granted),
                RIGHTS_FACT("needed", type->mapped, query)))
        return STATUS_SUCCESS;
    if (rule_on(w, open, limited_query_suffices, (granted & limited) != 0,
                RIGHTS_FACT("granted", type->mapped, granted),
                RIGHTS_FACT("enough", type->mapped, limited)))
        return STATUS_SUCCESS;
    return STATUS_ACCESS_DENIED;
}

NTSTATUS nt_check_open(PETHREAD caller, const SECURITY_SUBJECT_CONTEXT *subject,
                       const struct ob_type *type, const struct rtl_descriptor *descriptor,
                       ACCESS_MASK desired, ACCESS_MASK *granted)
{
    static const struct rtl_descriptor open_to_all = {
        .integrity = SECURITY_MANDATORY_UNTRUSTED_RID,
        .owner.Sid = {.Revision = SID_REVISION, .SubAuthorityCount = 1}, /* S-1-0-0: nobody */
        .group.Sid = {.Revision = SID_REVISION, .SubAuthorityCount = 1},
    };
    struct srm_world *w = caller->header.world;
    struct se_verdict verdict;
    NTSTATUS status = se_access_check(
        w,
        &(struct se_access_request){
            .subject = subject,
            .descriptor =
                rule(w, access, without_descriptor, descriptor == NULL) ? &open_to_all : descriptor,
            .mapping = rtl_mapping(w->profile, type->mapped),
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
    return ex_pool_grants(caller->header.world->pool, EX_ALLOCATION_Handle)
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
    NTSTATUS status =
        nt_check_open(caller, subject, header->type, header->descriptor, desired, &granted);

    if (NT_SUCCESS(status))
        status = nt_handle_granted(caller);
    if (NT_SUCCESS(status))
        *handle = nt_insert(caller, object, granted);
    return status;
}
