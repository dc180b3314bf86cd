/*
 * Clients open pipes: NtOpenFile and NtCreateFile of names below \Device\NamedPipe. Sources:
 * impersonation.md 6.8; fileapi CreateFileW; ReactOS npfs for the order.
 */
#include "ex/pool.h"
#include "ex/rules.h"
#include "nt/pipe.h"
#include "nt/probe.h"

#define SYNCHRONOUS (FILE_SYNCHRONOUS_IO_ALERT | FILE_SYNCHRONOUS_IO_NONALERT)

static NTSTATUS object_granted(PETHREAD caller)
{
    struct srm_world *w = caller->header.world;

    if (!rule(w, pool, object, ex_pool_grants(w->pool, EX_ALLOCATION_Object)))
        return STATUS_INSUFFICIENT_RESOURCES;
    return nt_handle_granted(caller);
}

static NTSTATUS open_device(const struct nt_pipe_opening *opening, PHANDLE handle)
{
    const struct nt_seeker *seeker = opening->seeker;
    struct srm_world *w = seeker->caller->header.world;
    const ACCESS_MASK granted =
        rtl_mapping_apply(rtl_mapping(w->profile, RTL_MAPPED_File), opening->desired);
    NTSTATUS status = object_granted(seeker->caller);

    if (!NT_SUCCESS(status))
        return status;
    struct ipc_pipe_device *device = ipc_pipe_device_new(w, opening->place->directory);

    nt_store_handle(handle, nt_insert(seeker->caller, device, granted, seeker->flags));
    ob_dereference(device);
    return STATUS_SUCCESS;
}

/* FILE_CREATE_PIPE_INSTANCE is nothing that a client could use. */
static NTSTATUS check_access(const struct nt_pipe_opening *opening, const struct ipc_pipe *pipe,
                             ACCESS_MASK *granted)
{
    const struct nt_seeker *seeker = opening->seeker;
    const struct srm_world *w = seeker->caller->header.world;
    const ACCESS_MASK asked =
        rtl_mapping_apply(rtl_mapping(w->profile, RTL_MAPPED_File), opening->desired);
    const struct nt_wish wish = {
        .subject = *seeker->subject,
        .desired =
            rule(w, pipe_open, instance_right_left_out, (asked & FILE_CREATE_PIPE_INSTANCE) != 0)
                ? asked & ~(ACCESS_MASK)FILE_CREATE_PIPE_INSTANCE
                : asked,
        .flags = seeker->flags,
    };

    return nt_check_object(seeker->caller, &wish, &pipe->named.header, granted);
}

static NTSTATUS connect(const struct nt_pipe_opening *opening, const struct ipc_pipe *pipe,
                        PHANDLE handle)
{
    PETHREAD caller = opening->seeker->caller;
    const struct nt_attributes *attributes = opening->attributes;
    struct ipc_pipe_opening client = {
        .thread = caller,
        .qos = attributes->qos_given ? &attributes->qos : NULL,
        .remote = opening->place->remote,
        .synchronous = (opening->options & SYNCHRONOUS) != 0,
    };
    struct ipc_instance *instance;
    struct ipc_pipe_end *end;
    NTSTATUS status = check_access(opening, pipe, &client.granted);

    if (NT_SUCCESS(status))
        status = ipc_pipe_admit_client(pipe, &client, &instance);
    if (NT_SUCCESS(status))
        status = object_granted(caller);
    if (NT_SUCCESS(status))
        status = ipc_pipe_connect(instance, &client, &end);
    if (!NT_SUCCESS(status))
        return status;
    nt_store_handle(handle, nt_insert(caller, end, client.granted, opening->seeker->flags));
    ob_dereference(end);
    return STATUS_SUCCESS;
}

/* Does the name go on behind that of a pipe? */
static bool is_below_pipe(const struct srm_world *w, struct ob_path path)
{
    const struct ob_named *object = NULL;

    for (uint32_t i = 1; i < path.length && !object; i++)
        if (path.text[i] == '\\')
            object = ob_named_find(w, (struct ob_path){.text = path.text, .length = i});
    return object && object->header.type == &ipc_pipe_type;
}

NTSTATUS nt_open_pipe(const struct nt_pipe_opening *opening, PHANDLE handle)
{
    const struct nt_place *place = opening->place;
    const struct srm_world *w = opening->seeker->caller->header.world;
    const struct ob_named *object = place->object;

    if (rule(w, pipe_open, device, place->pipe_device))
        return open_device(opening, handle);
    if (!rule_on(w, name, leads_to_object, object != NULL, ob_fact("object", object)))
        return rule(w, pipe_open, below_pipe, is_below_pipe(w, place->path))
                   ? STATUS_OBJECT_NAME_INVALID
                   : STATUS_OBJECT_NAME_NOT_FOUND;
    if (!rule_on(w, name, type_matches, object->header.type == &ipc_pipe_type,
                 ob_fact("object", object)))
        return STATUS_OBJECT_TYPE_MISMATCH;
    return connect(opening, (const struct ipc_pipe *)(const void *)object, handle);
}
