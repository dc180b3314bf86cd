#include "nt/open.h"

#include "nt/probe.h"

#include "ex/pool.h"
#include "ex/rules.h"
#include "se/access.h"

/* Kernel handles have the upper half of the address space, where no process's handles are. */
#define KERNEL_HANDLE_BIT (UINTPTR_MAX << 31)

bool nt_is_own_handle(HANDLE handle)
{
    return handle == NtCurrentProcess() || handle == NtCurrentThread();
}

/* The three of them stand side by side. */
bool nt_is_own_token(HANDLE handle)
{
    return (uintptr_t)handle >= (uintptr_t)NtCurrentThreadEffectiveToken() &&
           (uintptr_t)handle <= (uintptr_t)NtCurrentProcessToken();
}

bool nt_is_kernel_handle(HANDLE handle, HANDLE *in_table)
{
    uintptr_t value = (uintptr_t)handle;

    *in_table = (HANDLE)(value & ~KERNEL_HANDLE_BIT);
    return (value & KERNEL_HANDLE_BIT) == KERNEL_HANDLE_BIT;
}

struct ob_handle_table *nt_table_of(PETHREAD caller, PEPROCESS process, HANDLE *handle)
{
    struct srm_world *w = caller->header.world;
    HANDLE in_table;
    bool marked = nt_is_kernel_handle(*handle, &in_table);

    if (!rule(w, handle, kernel_table, marked && caller->previous_mode == KernelMode))
        return &process->handles;
    *handle = in_table;
    return w->kernel_handles;
}

static const struct ob_handle *find_entry(PETHREAD caller, HANDLE handle)
{
    const struct ob_handle_table *table = nt_table_of(caller, caller->process, &handle);

    return table ? ob_handle_find(table, handle) : NULL;
}

/* Server 2003 works out a thread's rights to itself instead of granting all (ACC T-27). */
static NTSTATUS rights_to_itself(PETHREAD thread, ACCESS_MASK *granted)
{
    struct srm_world *w = thread->header.world;
    const struct nt_wish all = {
        .subject = client_subject_of(thread, true),
        .desired = MAXIMUM_ALLOWED,
    };
    NTSTATUS status;

    *granted = rtl_mapping(w->profile, RTL_MAPPED_Thread)->GenericAll;
    if (!rule(w, new_handle, own_thread_by_descriptor, true))
        return STATUS_SUCCESS;
    status = nt_check_object(thread, &all, &thread->header, granted);
    if (status != STATUS_ACCESS_DENIED)
        return status;
    *granted = 0;
    return STATUS_SUCCESS;
}

/* A process or thread itself, with full access. */
NTSTATUS nt_find_itself(PETHREAD caller, PEPROCESS process, HANDLE handle, struct nt_found *found)
{
    struct srm_world *w = caller->header.world;

    found->pseudo_token = false;
    if (handle == NtCurrentThread()) {
        found->object = caller;
        return rights_to_itself(caller, &found->granted);
    }
    found->object = process;
    found->granted = rtl_mapping(w->profile, RTL_MAPPED_Process)->GenericAll;
    return STATUS_SUCCESS;
}

/* A token of the caller, to look at and no more (IMP 5.1). */
static NTSTATUS find_own_token(PETHREAD caller, HANDLE handle, struct nt_found *found)
{
    struct srm_world *w = caller->header.world;

    if (handle == NtCurrentThreadToken() &&
        !rule_on(w, open, impersonating, caller->impersonating, THREAD("thread", caller)))
        return STATUS_NO_TOKEN;
    found->object =
        handle == NtCurrentProcessToken() ? caller->process->token : ps_effective_token(caller);
    found->granted = TOKEN_QUERY | TOKEN_QUERY_SOURCE;
    found->pseudo_token = true;
    return STATUS_SUCCESS;
}

/* Objects of one NT type can have several structures: files and ends of pipes. */
static bool is_of_type(const struct nt_found *found, const struct ob_type *type)
{
    return !type || ((const struct ob_header *)found->object)->type->mapped == type->mapped;
}

NTSTATUS nt_find_object(PETHREAD caller, HANDLE handle, const struct ob_type *type,
                        struct nt_found *found)
{
    struct srm_world *w = caller->header.world;
    NTSTATUS status = STATUS_SUCCESS;

    if (rule(w, handle, stands_for_itself, nt_is_own_handle(handle))) {
        status = nt_find_itself(caller, caller->process, handle, found);
    } else if (rule(w, handle, stands_for_token,
                    type == &se_token_type && nt_is_own_token(handle))) {
        status = find_own_token(caller, handle, found);
    } else {
        const struct ob_handle *entry = find_entry(caller, handle);

        if (!rule_on(w, handle, open, entry != NULL, HANDLE_FACT("handle", handle)))
            return STATUS_INVALID_HANDLE;
        found->object = entry->object;
        found->granted = entry->granted;
        found->pseudo_token = false;
    }
    if (NT_SUCCESS(status) && !rule_on(w, handle, type_matches, is_of_type(found, type),
                                       ob_fact("object", found->object)))
        status = STATUS_OBJECT_TYPE_MISMATCH;
    return status;
}

NTSTATUS nt_demand_rights(PETHREAD caller, const struct nt_found *found, ACCESS_MASK needed)
{
    struct srm_world *w = caller->header.world;
    enum rtl_mapped_type type = ((const struct ob_header *)found->object)->type->mapped;
    bool enough = (needed & ~found->granted) == 0;

    if (found->pseudo_token)
        return rule_on(w, handle, pseudo_token_suffices, enough,
                       RIGHTS_FACT("needed", type, needed))
                   ? STATUS_SUCCESS
                   : STATUS_INVALID_HANDLE;
    if (rule(w, handle, kernel_mode, caller->previous_mode == KernelMode) ||
        rule_on(w, handle, access_granted, enough, RIGHTS_FACT("granted", type, found->granted),
                RIGHTS_FACT("needed", type, needed)))
        return STATUS_SUCCESS;
    return STATUS_ACCESS_DENIED;
}

/*
 * Most handles are plainly right. While nobody watches, what the rules would answer about such a
 * one need not be asked.
 */
static inline bool is_plainly_right(PETHREAD caller, HANDLE handle, const struct ob_type *type,
                                    ACCESS_MASK needed, void **object)
{
    const struct ob_handle *entry;
    const struct ob_header *header;

    if (!group_is_plain(caller->header.world, handle))
        return false;
    entry = ob_handle_find(&caller->process->handles, handle);
    if (!entry || (needed & ~entry->granted) != 0)
        return false;
    *object = entry->object;
    header = entry->object;
    return header->type == type;
}

NTSTATUS nt_object_by_handle(PETHREAD caller, HANDLE handle, const struct ob_type *type,
                             ACCESS_MASK needed, void **object)
{
    struct nt_found found;
    NTSTATUS status;

    if (is_plainly_right(caller, handle, type, needed, object))
        return STATUS_SUCCESS;
    status = nt_find_object(caller, handle, type, &found);
    if (NT_SUCCESS(status))
        status = nt_demand_rights(caller, &found, needed);
    if (NT_SUCCESS(status))
        *object = found.object;
    return status;
}

NTSTATUS nt_object_for_query(PETHREAD caller, HANDLE handle, const struct ob_type *type,
                             ACCESS_MASK query, ACCESS_MASK limited, void **object)
{
    struct srm_world *w = caller->header.world;
    struct nt_found found;
    NTSTATUS status = nt_find_object(caller, handle, type, &found);

    if (!NT_SUCCESS(status))
        return status;
    if (!NT_SUCCESS(nt_demand_rights(caller, &found, query)) &&
        !rule_on(w, open, limited_query_suffices, (found.granted & limited) != 0,
                 RIGHTS_FACT("granted", type->mapped, found.granted),
                 RIGHTS_FACT("enough", type->mapped, limited)))
        return STATUS_ACCESS_DENIED;
    *object = found.object;
    return STATUS_SUCCESS;
}

KPROCESSOR_MODE nt_checked_mode(PETHREAD caller, ULONG flags)
{
    bool forced = caller->previous_mode == KernelMode && (flags & OBJ_FORCE_ACCESS_CHECK);

    return rule(caller->header.world, new_handle, check_forced, forced) ? UserMode
                                                                        : caller->previous_mode;
}

NTSTATUS nt_check_open(PETHREAD caller, const struct nt_wish *wish, const struct ob_type *type,
                       const struct rtl_descriptor *descriptor, ACCESS_MASK *granted)
{
    struct srm_world *w = caller->header.world;
    const struct rtl_view view = rtl_view_of(descriptor);
    struct se_verdict verdict;
    NTSTATUS status = se_access_check(w,
                                      &(struct se_access_request){
                                          .subject = &wish->subject,
                                          .descriptor = &view,
                                          .mapping = rtl_mapping(w->profile, type->mapped),
                                          .desired = wish->desired,
                                          .mode = nt_checked_mode(caller, wish->flags),
                                      },
                                      &verdict);

    if (NT_SUCCESS(status))
        *granted = verdict.granted;
    return status;
}

/* The label of an object whose descriptor is not there to say it (T-28, A-22/2). */
static ULONG usual_label(const struct ob_header *object)
{
    return object->type == &se_token_type
               ? ((const struct se_token *)(const void *)object)->integrity
               : SECURITY_MANDATORY_MEDIUM_RID;
}

static NTSTATUS check_without_descriptor(PETHREAD caller, const struct nt_wish *wish,
                                         const struct ob_header *object, ACCESS_MASK *granted)
{
    const struct rtl_descriptor open_to_all = {
        .integrity = usual_label(object),
        .label_mask = SYSTEM_MANDATORY_LABEL_NO_WRITE_UP,
        .has_owner = true,
        .has_group = true,
        .owner.Sid = {.Revision = SID_REVISION, .SubAuthorityCount = 1}, /* S-1-0-0: nobody */
        .group.Sid = {.Revision = SID_REVISION, .SubAuthorityCount = 1},
    };

    return nt_check_open(caller, wish, object->type, &open_to_all, granted);
}

NTSTATUS nt_check_object(PETHREAD caller, const struct nt_wish *wish,
                         const struct ob_header *object, ACCESS_MASK *granted)
{
    object = ob_described(object);
    if (rule(object->world, access, without_descriptor, object->descriptor == NULL))
        return check_without_descriptor(caller, wish, object, granted);
    return nt_check_open(caller, wish, object->type, object->descriptor, granted);
}

NTSTATUS nt_handle_granted(PETHREAD caller)
{
    struct srm_world *w = caller->header.world;

    return rule(w, pool, handle, ex_pool_grants(w->pool, EX_ALLOCATION_Handle))
               ? STATUS_SUCCESS
               : STATUS_INSUFFICIENT_RESOURCES;
}

static ACCESS_MASK with_implied_of_process(const struct ob_header *object, ACCESS_MASK granted)
{
    const struct srm_world *w = object->world;
    const ACCESS_MASK memory = PROCESS_VM_OPERATION | PROCESS_VM_WRITE;

    if (rule_on(w, new_handle, query_implies_limited, (granted & PROCESS_QUERY_INFORMATION) != 0,
                RIGHTS_FACT("granted", RTL_MAPPED_Process, granted)) ||
        rule_on(w, new_handle, memory_implies_query, (granted & memory) == memory,
                RIGHTS_FACT("granted", RTL_MAPPED_Process, granted)))
        granted |= PROCESS_QUERY_LIMITED_INFORMATION;
    return granted;
}

static ACCESS_MASK with_implied_of_thread(const struct ob_header *object, ACCESS_MASK granted)
{
    const struct srm_world *w = object->world;

    if (rule_on(w, new_handle, query_implies_limited, (granted & THREAD_QUERY_INFORMATION) != 0,
                RIGHTS_FACT("granted", RTL_MAPPED_Thread, granted)))
        granted |= THREAD_QUERY_LIMITED_INFORMATION;
    if (rule_on(w, new_handle, set_implies_limited, (granted & THREAD_SET_INFORMATION) != 0,
                RIGHTS_FACT("granted", RTL_MAPPED_Thread, granted)))
        granted |= THREAD_SET_LIMITED_INFORMATION;
    return granted;
}

/* Some rights to processes and threads bring others with them (ACC T-20, T-21). */
static ACCESS_MASK with_implied(const struct ob_header *object, ACCESS_MASK granted)
{
    if (object->type == &ps_process_type)
        return with_implied_of_process(object, granted);
    return object->type == &ps_thread_type ? with_implied_of_thread(object, granted) : granted;
}

static struct ob_handle_table *kernel_table(struct srm_world *w)
{
    if (!w->kernel_handles) {
        w->kernel_handles = ex_alloc(w->pool, EX_KIND_HandleTable, sizeof *w->kernel_handles);
        w->kernel_handles->world = w;
    }
    return w->kernel_handles;
}

HANDLE nt_insert_into(PETHREAD caller, PEPROCESS process, void *object, ACCESS_MASK granted,
                      ULONG flags)
{
    struct srm_world *w = caller->header.world;
    ACCESS_MASK all = with_implied(object, granted);
    bool kernel = rule(w, new_handle, for_the_kernel,
                       (flags & OBJ_KERNEL_HANDLE) && caller->previous_mode == KernelMode);
    HANDLE handle = ob_handle_new(kernel ? kernel_table(w) : &process->handles, object, all,
                                  flags & (OBJ_INHERIT | OB_NO_RIGHTS_UPGRADE));

    return kernel ? (HANDLE)((uintptr_t)handle | KERNEL_HANDLE_BIT) : handle;
}

HANDLE nt_insert(PETHREAD caller, void *object, ACCESS_MASK granted, ULONG flags)
{
    return nt_insert_into(caller, caller->process, object, granted, flags);
}

NTSTATUS nt_open_object(PETHREAD caller, const struct nt_wish *wish, void *object, PHANDLE handle)
{
    ACCESS_MASK granted = 0;
    NTSTATUS status = nt_check_object(caller, wish, object, &granted);

    if (NT_SUCCESS(status))
        status = nt_handle_granted(caller);
    if (NT_SUCCESS(status))
        nt_store_handle(handle, nt_insert(caller, object, granted, wish->flags));
    return status;
}
