/* Making ports, and what all calls ask of one. Sources: phnt ntlpcapi.h; ReactOS lpc/create.c. */
#include "nt/port.h"

#include "ex/pool.h"
#include "ex/rules.h"
#include "nt/new_object.h"
#include "nt/probe.h"

/* ---- in common ---- */

NTSTATUS nt_port_by_handle(PETHREAD caller, HANDLE handle, ACCESS_MASK needed,
                           struct ipc_port **port)
{
    void *object;
    NTSTATUS status = nt_object_by_handle(caller, handle, &ipc_port_type, needed, &object);

    if (NT_SUCCESS(status))
        *port = object;
    return status;
}

NTSTATUS nt_port_of_server(PETHREAD caller, HANDLE handle, struct ipc_port **port)
{
    const struct srm_world *w = caller->header.world;
    NTSTATUS status = nt_port_by_handle(caller, handle, PORT_ALL_ACCESS, port);

    if (!NT_SUCCESS(status))
        return status;
    return rule_on(w, port, servers_end, (*port)->role == IPC_PORT_SERVER, ob_fact("port", *port))
               ? STATUS_SUCCESS
               : STATUS_INVALID_PORT_HANDLE;
}

NTSTATUS nt_capture_message(PETHREAD caller, const void *message, struct ipc_parcel *parcel)
{
    parcel->data = (const unsigned char *)message + sizeof(PORT_MESSAGE);
    return nt_capture(caller, &parcel->header, message, sizeof(PORT_MESSAGE));
}

PETHREAD nt_sender_of(const struct srm_world *w, const PORT_MESSAGE *header)
{
    PETHREAD thread = ps_thread_by_id(w, (uintptr_t)header->ClientId.UniqueThread);

    return thread && thread->process->header.id == (uintptr_t)header->ClientId.UniqueProcess
               ? thread
               : NULL;
}

NTSTATUS nt_thread_may_wait(PETHREAD caller)
{
    const struct srm_world *w = caller->header.world;

    return rule_on(w, port, thread_free, caller->wait.kind == PS_WAITS_FOR_NOTHING,
                   THREAD("thread", caller))
               ? STATUS_SUCCESS
               : STATUS_UNSUCCESSFUL;
}

NTSTATUS nt_message_granted(const struct srm_world *w)
{
    return rule(w, pool, port_message, ex_pool_grants(w->pool, EX_ALLOCATION_PortMessage))
               ? STATUS_SUCCESS
               : STATUS_NO_MEMORY;
}

/* ---- NtCreatePort ---- */

static NTSTATUS check_limits(const struct srm_world *w, struct ipc_port_limits limits)
{
    if (!rule_on(w, port, information_fits, limits.information <= PORT_MAXIMUM_MESSAGE_LENGTH,
                 NUMBER_FACT("MaxConnectionInfoLength", limits.information)))
        return STATUS_INVALID_PARAMETER_3;
    return rule_on(w, port, message_fits, limits.message <= PORT_TOTAL_MAXIMUM_MESSAGE_LENGTH,
                   NUMBER_FACT("MaxMessageLength", limits.message))
               ? STATUS_SUCCESS
               : STATUS_INVALID_PARAMETER_4;
}

static NTSTATUS create_at(const struct nt_seeker *seeker, const struct nt_attributes *attributes,
                          struct ipc_port_limits limits, PHANDLE handle)
{
    PETHREAD caller = seeker->caller;
    struct srm_world *w = caller->header.world;
    struct nt_place place;
    struct nt_new_object wanted = {
        .seeker = seeker,
        .attributes = attributes,
        .place = &place,
        .desired = PORT_ALL_ACCESS,
    };
    NTSTATUS status = nt_find_place(seeker, attributes, &place);

    if (!NT_SUCCESS(status))
        return status;
    status =
        rule_on(w, new_object, name_taken, place.object != NULL, ob_fact("object", place.object))
            ? STATUS_OBJECT_NAME_COLLISION
            : nt_admit_object(&wanted);
    if (NT_SUCCESS(status)) {
        struct ipc_port *port =
            ipc_port_new(caller->process, place.path, limits, wanted.descriptor);

        nt_store_handle(handle, nt_insert(caller, port, wanted.granted, 0));
        ob_dereference(port);
    }
    nt_place_release(w, &place);
    return status;
}

NTSTATUS nt_create_port(PETHREAD caller, const OBJECT_ATTRIBUTES *given,
                        struct ipc_port_limits limits, PHANDLE handle)
{
    struct srm_world *w = caller->header.world;
    SECURITY_SUBJECT_CONTEXT subject = client_subject_of(caller, false);
    const struct nt_seeker seeker = {.caller = caller, .subject = &subject, .type = &ipc_port_type};
    struct nt_attributes attributes;
    NTSTATUS status = nt_probe(caller, handle);

    if (NT_SUCCESS(status))
        status = nt_capture_attributes(caller, given, &attributes);
    if (!NT_SUCCESS(status))
        return status;
    if (!rule_on(w, port, attributes_allowed,
                 (attributes.flags & ~PORT_VALID_OBJECT_ATTRIBUTES) == 0,
                 NUMBER_FACT("Attributes", attributes.flags)))
        status = STATUS_INVALID_PARAMETER;
    else if (!rule(w, port, named, attributes.named || attributes.root))
        status = world_not_modelled(w, "a port without a name");
    if (NT_SUCCESS(status))
        status = check_limits(w, limits);
    if (NT_SUCCESS(status))
        status = create_at(&seeker, &attributes, limits, handle);
    nt_attributes_release(w, &attributes);
    return status;
}

NTSTATUS NtCreatePort(PHANDLE PortHandle, POBJECT_ATTRIBUTES ObjectAttributes,
                      ULONG MaxConnectionInfoLength, ULONG MaxMessageLength, ULONG MaxPoolUsage)
{
    PETHREAD caller = ps_current_thread();
    const struct ipc_port_limits limits = {
        .message = MaxMessageLength,
        .information = MaxConnectionInfoLength,
    };
    NTSTATUS status;

    (void)MaxPoolUsage; /* quotas are not kept */
    call_enter(caller->header.world, NUMBER_FACT("MaxConnectionInfoLength", limits.information),
               NUMBER_FACT("MaxMessageLength", limits.message));
    status = nt_create_port(caller, ObjectAttributes, limits, PortHandle);
    leave_status(caller->header.world, status);
    return status;
}
