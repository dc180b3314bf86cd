/*
 * NtCreateNamedPipeFile. Sources: namedpipeapi CreateNamedPipeW; Wine's tests of pipes; ReactOS
 * npfs for the order; impersonation.md 6.8/15.
 */
#include "ex/pool.h"
#include "ex/rules.h"
#include "nt/new_object.h"
#include "nt/pipe.h"
#include "nt/probe.h"

#include <string.h>

#define SYNCHRONOUS (FILE_SYNCHRONOUS_IO_ALERT | FILE_SYNCHRONOUS_IO_NONALERT)
#define PAGE        4096u

struct pipe_request {
    PETHREAD caller;
    const struct nt_seeker *seeker;
    const struct nt_attributes *attributes;
    ACCESS_MASK desired;
    ULONG share, disposition, options;
    ULONG type, read_mode, completion_mode;
    ULONG limit, inbound, outbound;
    const LARGE_INTEGER *timeout;
    bool timeout_right;
};

/* ---- what is asked for ---- */

/* Does every number mean something, and do they go together? */
static NTSTATUS check_request(const struct pipe_request *request)
{
    const struct srm_world *w = request->caller->header.world;
    const ULONG types = FILE_PIPE_MESSAGE_TYPE | FILE_PIPE_REJECT_REMOTE_CLIENTS;
    bool share_right =
        (request->share & ~(ULONG)(FILE_SHARE_READ | FILE_SHARE_WRITE)) == 0 && request->share != 0;
    bool modes_right = (request->type & ~types) == 0 &&
                       request->read_mode <= FILE_PIPE_MESSAGE_MODE &&
                       request->completion_mode <= FILE_PIPE_COMPLETE_OPERATION &&
                       (request->read_mode == FILE_PIPE_BYTE_STREAM_MODE ||
                        (request->type & FILE_PIPE_MESSAGE_TYPE));

    if (!rule_on(w, pipe_create, disposition_known,
                 request->disposition >= FILE_OPEN && request->disposition <= FILE_OPEN_IF,
                 NUMBER_FACT("CreateDisposition", request->disposition)))
        return STATUS_INVALID_PARAMETER;
    if (!rule_on(w, pipe_create, share_known, share_right,
                 NUMBER_FACT("ShareAccess", request->share)))
        return STATUS_INVALID_PARAMETER;
    return rule_on(w, pipe_create, modes_known, modes_right,
                   NUMBER_FACT("NamedPipeType", request->type),
                   NUMBER_FACT("ReadMode", request->read_mode),
                   NUMBER_FACT("CompletionMode", request->completion_mode))
               ? STATUS_SUCCESS
               : STATUS_INVALID_PARAMETER;
}

static ULONG configuration_of(ULONG share)
{
    switch (share) {
    case FILE_SHARE_READ:
        return FILE_PIPE_OUTBOUND;
    case FILE_SHARE_WRITE:
        return FILE_PIPE_INBOUND;
    default:
        return FILE_PIPE_FULL_DUPLEX;
    }
}

/* What is reserved may be more, what counts is what was asked for (Wine's test_nowait). */
static ULONG quota_of(ULONG given)
{
    const ULONG most = 0x7FFFFFFFu;

    if (given == 0)
        return PAGE; /* the system's default, which no page tells */
    return given >= most ? most : given;
}

/* ---- the server's end ---- */

static void make_end(const struct pipe_request *request, struct ipc_pipe *pipe, ACCESS_MASK granted,
                     PHANDLE handle)
{
    struct ipc_pipe_end *end = ipc_instance_new(pipe, request->caller);

    end->synchronous = (request->options & SYNCHRONOUS) != 0;
    end->read_mode = request->read_mode;
    end->completion_mode = request->completion_mode;
    nt_store_handle(handle, nt_insert(request->caller, end, granted, request->seeker->flags));
    ob_dereference(end);
}

/* ---- the first instance ---- */

static NTSTATUS make_first(const struct pipe_request *request, const struct nt_place *place,
                           PHANDLE handle)
{
    const struct srm_world *w = request->caller->header.world;
    struct nt_new_object wanted = {
        .seeker = request->seeker,
        .attributes = request->attributes,
        .desired = request->desired,
    };
    struct ipc_pipe *pipe;
    NTSTATUS status;

    if (!rule(w, pipe_create, first_right, request->limit > 0 && request->timeout_right))
        return STATUS_INVALID_PARAMETER;
    if (!rule(w, pipe_create, may_make_first, request->disposition != FILE_OPEN))
        return STATUS_OBJECT_NAME_NOT_FOUND;
    status = nt_admit_object(&wanted);
    if (!NT_SUCCESS(status))
        return status;
    pipe = ipc_pipe_new(request->caller->header.world, place->path, wanted.descriptor);
    pipe->limit = request->limit;
    pipe->type = request->type;
    pipe->configuration = configuration_of(request->share);
    pipe->given_quota[IPC_SERVER] = request->inbound;
    pipe->given_quota[IPC_CLIENT] = request->outbound;
    pipe->quota[IPC_SERVER] = quota_of(request->inbound);
    pipe->quota[IPC_CLIENT] = quota_of(request->outbound);
    make_end(request, pipe, wanted.granted, handle);
    ob_dereference(pipe);
    return STATUS_SUCCESS;
}

/* ---- another one ---- */

static NTSTATUS may_make_another(const struct pipe_request *request, const struct ipc_pipe *pipe,
                                 ACCESS_MASK *granted)
{
    const struct srm_world *w = request->caller->header.world;
    const ACCESS_MASK asked =
        rtl_mapping_apply(rtl_mapping(w->profile, RTL_MAPPED_File), request->desired);
    const struct nt_wish wish = {
        .subject = *request->seeker->subject,
        .desired = asked | FILE_CREATE_PIPE_INSTANCE,
        .flags = request->seeker->flags,
    };
    NTSTATUS status = nt_check_object(request->caller, &wish, &pipe->named.header, granted);

    if (!(asked & (FILE_CREATE_PIPE_INSTANCE | MAXIMUM_ALLOWED)))
        *granted &= ~(ACCESS_MASK)FILE_CREATE_PIPE_INSTANCE;
    if (!NT_SUCCESS(status))
        return status;
    if (!rule_on(w, pipe_create, instances_left, pipe->count < pipe->limit,
                 NUMBER_FACT("instances", pipe->count),
                 NUMBER_FACT("MaximumInstances", pipe->limit)))
        return STATUS_INSTANCE_NOT_AVAILABLE;
    if (rule(w, pipe_create, must_be_first, request->disposition == FILE_CREATE) ||
        !rule(w, pipe_create, shares_alike,
              configuration_of(request->share) == pipe->configuration) ||
        rule(w, pipe_create, describes_again, request->attributes->descriptor_given))
        return STATUS_ACCESS_DENIED;
    return STATUS_SUCCESS;
}

static NTSTATUS make_another(const struct pipe_request *request, struct ipc_pipe *pipe,
                             PHANDLE handle)
{
    struct srm_world *w = request->caller->header.world;
    ACCESS_MASK granted;
    NTSTATUS status = may_make_another(request, pipe, &granted);

    if (NT_SUCCESS(status) && !rule(w, pool, object, ex_pool_grants(w->pool, EX_ALLOCATION_Object)))
        status = STATUS_INSUFFICIENT_RESOURCES;
    if (NT_SUCCESS(status))
        status = nt_handle_granted(request->caller);
    if (NT_SUCCESS(status))
        make_end(request, pipe, granted, handle);
    return status;
}

/* ---- both ---- */

static NTSTATUS at_place(const struct pipe_request *request, const struct nt_place *place,
                         PHANDLE handle, ULONG *information)
{
    struct srm_world *w = request->caller->header.world;

    if (!rule(w, pipe_create, below_device,
              place->of_pipe && !place->remote && !place->pipe_device))
        return world_not_modelled(w, "a named pipe whose name is not below \\Device\\NamedPipe");
    *information = FILE_CREATED;
    if (!rule_on(w, new_object, name_taken, place->object != NULL,
                 ob_fact("object", place->object)))
        return make_first(request, place, handle);
    if (!rule_on(w, name, type_matches, place->object->header.type == &ipc_pipe_type,
                 ob_fact("object", place->object)))
        return STATUS_OBJECT_TYPE_MISMATCH;
    *information = FILE_OPENED;
    return make_another(request, (struct ipc_pipe *)(void *)place->object, handle);
}

static NTSTATUS create_pipe(struct pipe_request *request, const OBJECT_ATTRIBUTES *given,
                            PHANDLE handle, PIO_STATUS_BLOCK block)
{
    PETHREAD caller = request->caller;
    struct srm_world *w = caller->header.world;
    SECURITY_SUBJECT_CONTEXT subject = client_subject_of(caller, false);
    struct nt_seeker seeker = {
        .caller = caller,
        .subject = &subject,
        .type = ob_named_type(RTL_MAPPED_File),
    };
    struct nt_attributes attributes;
    struct nt_place place;
    ULONG information = 0;
    NTSTATUS status = check_request(request);

    if (NT_SUCCESS(status) && !rule(w, name, attributes_given, given != NULL))
        status = STATUS_INVALID_PARAMETER;
    if (NT_SUCCESS(status))
        status = nt_capture_attributes(caller, given, &attributes);
    if (!NT_SUCCESS(status))
        return status;
    seeker.flags = attributes.flags;
    request->seeker = &seeker;
    request->attributes = &attributes;
    status = nt_find_place(&seeker, &attributes, &place);
    if (NT_SUCCESS(status)) {
        status = at_place(request, &place, handle, &information);
        nt_place_release(w, &place);
    }
    nt_attributes_release(w, &attributes);
    if (NT_SUCCESS(status))
        nt_store_block(block, status, information);
    return status;
}

/* A timeout is relative: below 0. */
static NTSTATUS read_timeout(struct pipe_request *request)
{
    LARGE_INTEGER timeout = {.QuadPart = 0};
    NTSTATUS status = request->timeout
                          ? nt_capture(request->caller, &timeout, request->timeout, sizeof timeout)
                          : STATUS_SUCCESS;

    request->timeout_right = timeout.QuadPart < 0;
    return status;
}

NTSTATUS NtCreateNamedPipeFile(PHANDLE FileHandle, ACCESS_MASK DesiredAccess,
                               POBJECT_ATTRIBUTES ObjectAttributes, PIO_STATUS_BLOCK IoStatusBlock,
                               ULONG ShareAccess, ULONG CreateDisposition, ULONG CreateOptions,
                               ULONG NamedPipeType, ULONG ReadMode, ULONG CompletionMode,
                               ULONG MaximumInstances, ULONG InboundQuota, ULONG OutboundQuota,
                               PLARGE_INTEGER DefaultTimeout)
{
    struct pipe_request request = {
        .caller = ps_current_thread(),
        .desired = DesiredAccess,
        .share = ShareAccess,
        .disposition = CreateDisposition,
        .options = CreateOptions,
        .type = NamedPipeType,
        .read_mode = ReadMode,
        .completion_mode = CompletionMode,
        .limit = MaximumInstances,
        .inbound = InboundQuota,
        .outbound = OutboundQuota,
        .timeout = DefaultTimeout,
    };
    struct srm_world *w = request.caller->header.world;
    NTSTATUS status;

    call_enter(w, RIGHTS_FACT("DesiredAccess", RTL_MAPPED_File, DesiredAccess),
               NUMBER_FACT("ShareAccess", ShareAccess),
               NUMBER_FACT("CreateDisposition", CreateDisposition),
               NUMBER_FACT("NamedPipeType", NamedPipeType),
               NUMBER_FACT("MaximumInstances", MaximumInstances));
    status = nt_probe(request.caller, FileHandle);
    if (NT_SUCCESS(status))
        status = nt_probe(request.caller, IoStatusBlock);
    if (NT_SUCCESS(status))
        status = read_timeout(&request);
    if (NT_SUCCESS(status))
        status = create_pipe(&request, ObjectAttributes, FileHandle, IoStatusBlock);
    leave_status(w, status);
    return status;
}
