/* Opening processes and threads by id. Sources: ntddk ZwOpenProcess, access-check.md C-19. */
#include "ex/rules.h"
#include "client/privilege.h"
#include "nt/attributes.h"
#include "nt/open.h"
#include "nt/probe.h"

/* The thread of the ids; that of a process may be left out, and counts if it is not. */
static PETHREAD find_thread(const struct srm_world *w, const CLIENT_ID *id)
{
    PETHREAD thread = ps_thread_by_id(w, (uintptr_t)id->UniqueThread);

    if (thread && id->UniqueProcess && thread->process->header.id != (uintptr_t)id->UniqueProcess)
        return NULL;
    return thread;
}

static struct ob_header *find_by_id(const struct srm_world *w, const struct ob_type *type,
                                    const CLIENT_ID *id)
{
    PETHREAD thread = id->UniqueThread ? find_thread(w, id) : NULL;
    PEPROCESS process;

    if (type == &ps_thread_type)
        return thread ? &thread->header : NULL;
    if (id->UniqueThread)
        return thread ? &thread->process->header : NULL;
    process = ps_process_by_id(w, (uintptr_t)id->UniqueProcess);
    return process ? &process->header : NULL;
}

/* What whoever may debug gets: no descriptor and no label is asked. */
static ACCESS_MASK everything_asked(const struct ob_header *object, ACCESS_MASK desired)
{
    const GENERIC_MAPPING *mapping = rtl_mapping(object->world->profile, object->type->mapped);
    ACCESS_MASK specific = rtl_mapping_apply(mapping, desired);

    return (specific & ~MAXIMUM_ALLOWED) |
           (specific & MAXIMUM_ALLOWED ? mapping->GenericAll : 0);
}

static NTSTATUS open_found(PETHREAD caller, struct ob_header *object, ACCESS_MASK desired,
                           ULONG flags, PHANDLE handle)
{
    struct srm_world *w = caller->header.world;
    const struct nt_wish wish = {
        .subject = client_subject_of(caller, false),
        .desired = desired,
        .flags = flags,
    };
    NTSTATUS status;

    if (!rule(w, open_by_id, debug_privilege,
              client_holds_privilege(w, &wish.subject, SE_DEBUG_PRIVILEGE,
                                     nt_checked_mode(caller, flags))))
        return nt_open_object(caller, &wish, object, handle);
    status = nt_handle_granted(caller);
    if (NT_SUCCESS(status))
        nt_store_handle(handle,
                        nt_insert(caller, object, everything_asked(object, desired), flags));
    return status;
}

/* An id must say what is meant; before Vista a name could instead. */
static NTSTATUS check_what_is_named(struct srm_world *w, bool id_given, bool named)
{
    if (rule(w, open_by_id, named, named && !id_given))
        return world_not_modelled(w, "opening a process or thread by name");
    return rule(w, open_by_id, id_given, id_given && !named) ? STATUS_SUCCESS
                                                             : STATUS_INVALID_PARAMETER_MIX;
}

static NTSTATUS open_by_id(PETHREAD caller, const struct ob_type *type, ACCESS_MASK desired,
                           const OBJECT_ATTRIBUTES *given, const CLIENT_ID *given_id,
                           PHANDLE handle)
{
    struct srm_world *w = caller->header.world;
    struct nt_attributes attributes;
    struct ob_header *object;
    CLIENT_ID id = {.UniqueProcess = NULL};
    NTSTATUS status = nt_probe(caller, handle);

    if (NT_SUCCESS(status))
        status = nt_capture_attributes(caller, given, &attributes);
    if (!NT_SUCCESS(status))
        return status;
    nt_attributes_release(w, &attributes); /* a descriptor has no meaning for what is there */
    if (given_id)
        status = nt_capture(caller, &id, given_id, sizeof id);
    if (NT_SUCCESS(status))
        status = check_what_is_named(w, given_id != NULL, attributes.named);
    if (!NT_SUCCESS(status))
        return status;
    object = find_by_id(w, type, &id);
    if (!rule_on(w, open_by_id, id_known, object != NULL,
                 NUMBER_FACT("UniqueProcess", (uintptr_t)id.UniqueProcess),
                 NUMBER_FACT("UniqueThread", (uintptr_t)id.UniqueThread)))
        return STATUS_INVALID_CID;
    return open_found(caller, object, desired, attributes.flags, handle);
}

NTSTATUS NtOpenProcess(PHANDLE ProcessHandle, ACCESS_MASK DesiredAccess,
                       POBJECT_ATTRIBUTES ObjectAttributes, PCLIENT_ID ClientId)
{
    PETHREAD caller = ps_current_thread();
    NTSTATUS status;

    call_enter(caller->header.world,
               RIGHTS_FACT("DesiredAccess", RTL_MAPPED_Process, DesiredAccess));
    status = open_by_id(caller, &ps_process_type, DesiredAccess, ObjectAttributes, ClientId,
                        ProcessHandle);
    leave_status(caller->header.world, status);
    return status;
}

NTSTATUS NtOpenThread(PHANDLE ThreadHandle, ACCESS_MASK DesiredAccess,
                      POBJECT_ATTRIBUTES ObjectAttributes, PCLIENT_ID ClientId)
{
    PETHREAD caller = ps_current_thread();
    NTSTATUS status;

    call_enter(caller->header.world,
               RIGHTS_FACT("DesiredAccess", RTL_MAPPED_Thread, DesiredAccess));
    status = open_by_id(caller, &ps_thread_type, DesiredAccess, ObjectAttributes, ClientId,
                        ThreadHandle);
    leave_status(caller->header.world, status);
    return status;
}
