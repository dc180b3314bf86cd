/*
 * Closing handles, and copying them between processes. Sources: ntifs NtClose, ZwDuplicateObject,
 * handleapi DuplicateHandle; access-check.md T-27, A-73, C-19.
 */
#include "ex/rules.h"
#include "nt/attributes.h"
#include "nt/open.h"
#include "nt/probe.h"

#define KNOWN_OPTIONS                                                               \
    (DUPLICATE_CLOSE_SOURCE | DUPLICATE_SAME_ACCESS | DUPLICATE_SAME_ATTRIBUTES |   \
     DUPLICATE_NO_RIGHTS_UPGRADE)

/* Where a handle is open: NULL in no table. */
struct place {
    struct ob_handle_table *table;
    HANDLE value;
};

static struct place place_of(PETHREAD caller, PEPROCESS process, HANDLE handle)
{
    struct place place = {.value = handle};

    place.table = nt_table_of(caller, process, &place.value);
    if (place.table && !ob_handle_find(place.table, place.value))
        place.table = NULL;
    return place;
}

static NTSTATUS close_handle(PETHREAD caller, HANDLE handle)
{
    struct srm_world *w = caller->header.world;
    struct place place;

    if (rule(w, handle, stands_for_itself, nt_is_own_handle(handle)) ||
        rule(w, handle, stands_for_token, nt_is_own_token(handle)))
        return STATUS_SUCCESS;
    place = place_of(caller, caller->process, handle);
    if (!rule_on(w, handle, open, place.table != NULL, HANDLE_FACT("handle", handle)))
        return STATUS_INVALID_HANDLE;
    ob_handle_close(place.table, place.value);
    return STATUS_SUCCESS;
}

NTSTATUS NtClose(HANDLE Handle)
{
    PETHREAD caller = ps_current_thread();
    NTSTATUS status;

    call_enter(caller->header.world, HANDLE_FACT("Handle", Handle));
    status = close_handle(caller, Handle);
    leave_status(caller->header.world, status);
    return status;
}

/* What is to be copied where. */
struct handle_copy {
    PETHREAD caller;
    PEPROCESS source_process, target_process; /* the target is NULL where nothing is copied */
    HANDLE source;
    struct place place; /* of the source */
    ACCESS_MASK desired;
    ULONG attributes, options;
};

static NTSTATUS find_process(PETHREAD caller, HANDLE handle, PEPROCESS *process)
{
    struct srm_world *w = caller->header.world;
    void *object;
    NTSTATUS status =
        nt_object_by_handle(caller, handle, &ps_process_type, PROCESS_DUP_HANDLE, &object);

    if (!NT_SUCCESS(status))
        return status;
    *process = object;
    return rule_on(w, copy_handle, process_running, !(*process)->exited,
                   PROCESS("process", *process))
               ? STATUS_SUCCESS
               : STATUS_PROCESS_IS_TERMINATING;
}

/* The source handle, seen from its own process. */
static NTSTATUS find_source(const struct handle_copy *copy, struct ob_handle *source)
{
    struct srm_world *w = copy->caller->header.world;
    struct nt_found found;
    NTSTATUS status;

    if (rule(w, handle, stands_for_itself, nt_is_own_handle(copy->source))) {
        status = nt_find_itself(copy->caller, copy->source_process, copy->source, &found);
        if (NT_SUCCESS(status))
            *source = (struct ob_handle){.object = found.object, .granted = found.granted};
        return status;
    }
    if (!rule_on(w, handle, open, copy->place.table != NULL, HANDLE_FACT("handle", copy->source)))
        return STATUS_INVALID_HANDLE;
    *source = *ob_handle_find(copy->place.table, copy->place.value);
    return STATUS_SUCCESS;
}

/*
 * The rights that the new handle gets. More than the old one has are checked for the calling
 * thread's client, or else for the target process.
 */
static NTSTATUS decide_access(const struct handle_copy *copy, const struct ob_handle *source,
                              ULONG attributes, ACCESS_MASK *granted)
{
    struct srm_world *w = copy->caller->header.world;
    const struct ob_header *object = source->object;
    struct nt_wish wish = {
        .subject = client_subject_of(copy->caller, false),
        .desired = copy->desired,
        .flags = attributes,
    };
    ACCESS_MASK wanted =
        rtl_mapping_apply(rtl_mapping(w->profile, object->type->mapped), copy->desired);

    *granted = source->granted;
    if (rule(w, copy_handle, same_access, (copy->options & DUPLICATE_SAME_ACCESS) != 0))
        return STATUS_SUCCESS;
    *granted = wanted;
    if (rule_on(w, copy_handle, no_more_rights, (wanted & ~source->granted) == 0,
                RIGHTS_FACT("wanted", object->type->mapped, wanted),
                RIGHTS_FACT("the old handle's", object->type->mapped, source->granted)))
        return STATUS_SUCCESS;
    if (rule(w, copy_handle, upgrade_forbidden, (source->attributes & OB_NO_RIGHTS_UPGRADE) != 0))
        return STATUS_ACCESS_DENIED;
    wish.subject.PrimaryToken = copy->target_process->token;
    return nt_check_object(copy->caller, &wish, object, granted);
}

static ULONG new_attributes(const struct handle_copy *copy, const struct ob_handle *source)
{
    bool same = rule(copy->caller->header.world, copy_handle, same_attributes,
                     (copy->options & DUPLICATE_SAME_ATTRIBUTES) != 0);
    ULONG locked = source->attributes & OB_NO_RIGHTS_UPGRADE;

    if (copy->options & DUPLICATE_NO_RIGHTS_UPGRADE)
        locked = OB_NO_RIGHTS_UPGRADE;
    return (same ? source->attributes : copy->attributes) | locked;
}

static NTSTATUS copy_handle(const struct handle_copy *copy, PHANDLE target)
{
    struct srm_world *w = copy->caller->header.world;
    struct ob_handle source;
    ULONG attributes;
    ACCESS_MASK granted;
    NTSTATUS status = find_source(copy, &source);

    if (!NT_SUCCESS(status) || rule(w, copy_handle, only_closes, copy->target_process == NULL))
        return status;
    attributes = new_attributes(copy, &source);
    status = decide_access(copy, &source, attributes, &granted);
    if (NT_SUCCESS(status))
        status = nt_handle_granted(copy->caller);
    if (!NT_SUCCESS(status))
        return status;

    HANDLE handle =
        nt_insert_into(copy->caller, copy->target_process, source.object, granted, attributes);

    if (target)
        nt_store_handle(target, handle);
    return STATUS_SUCCESS;
}

static NTSTATUS check_options(const struct handle_copy *copy, bool closes, bool target_given)
{
    struct srm_world *w = copy->caller->header.world;

    if (!rule_on(w, copy_handle, options_known, (copy->options & ~KNOWN_OPTIONS) == 0,
                 NUMBER_FACT("Options", copy->options)) ||
        rule(w, copy_handle, nothing_to_do, !target_given && !closes))
        return STATUS_INVALID_PARAMETER;
    return nt_check_flags(copy->caller, copy->attributes);
}

static NTSTATUS duplicate_object(struct handle_copy *copy, HANDLE source_process,
                                 HANDLE target_process, PHANDLE target)
{
    PETHREAD caller = copy->caller;
    struct srm_world *w = caller->header.world;
    bool closes =
        rule(w, copy_handle, closes_source, (copy->options & DUPLICATE_CLOSE_SOURCE) != 0);
    NTSTATUS status = target ? nt_probe(caller, target) : STATUS_SUCCESS;

    if (NT_SUCCESS(status))
        status = check_options(copy, closes, target_process != NULL);
    if (NT_SUCCESS(status))
        status = find_process(caller, source_process, &copy->source_process);
    if (!NT_SUCCESS(status))
        return status;
    copy->place = place_of(caller, copy->source_process, copy->source);
    if (target_process)
        status = find_process(caller, target_process, &copy->target_process);
    if (NT_SUCCESS(status))
        status = copy_handle(copy, target);
    if (closes && copy->place.table)
        ob_handle_close(copy->place.table, copy->place.value);
    return status;
}

NTSTATUS NtDuplicateObject(HANDLE SourceProcessHandle, HANDLE SourceHandle,
                           HANDLE TargetProcessHandle, PHANDLE TargetHandle,
                           ACCESS_MASK DesiredAccess, ULONG HandleAttributes, ULONG Options)
{
    struct handle_copy copy = {
        .caller = ps_current_thread(),
        .source = SourceHandle,
        .desired = DesiredAccess,
        .attributes = HandleAttributes,
        .options = Options,
    };
    struct srm_world *w = copy.caller->header.world;
    NTSTATUS status;

    call_enter(w, HANDLE_FACT("SourceProcessHandle", SourceProcessHandle),
               HANDLE_FACT("SourceHandle", SourceHandle),
               HANDLE_FACT("TargetProcessHandle", TargetProcessHandle),
               ACCESS_FACT("DesiredAccess", DesiredAccess), NUMBER_FACT("Options", Options));
    status = duplicate_object(&copy, SourceProcessHandle, TargetProcessHandle, TargetHandle);
    leave_status(w, status);
    return status;
}
