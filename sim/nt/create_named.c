/* Making objects by name. Sources: ntifs ZwCreateEvent, wdm ZwCreateSection, ZwCreateKey. */
#include "ex/rules.h"
#include "nt/named.h"
#include "nt/new_object.h"
#include "nt/probe.h"

#include <string.h>

/* What a creation came to. */
enum outcome { MADE, OPENED };

static NTSTATUS make(const struct nt_named_request *request, struct nt_new_object *wanted,
                     enum outcome *outcome)
{
    NTSTATUS status = nt_admit_object(wanted);

    if (!NT_SUCCESS(status))
        return status;
    nt_make_object(wanted, request->handle);
    *outcome = MADE;
    return STATUS_SUCCESS;
}

/* There is one already: keys are opened then, others if OBJ_OPENIF says so. */
static NTSTATUS open_existing(const struct nt_named_request *request,
                              const struct nt_seeker *seeker, const struct nt_place *place,
                              enum outcome *outcome)
{
    struct srm_world *w = request->caller->header.world;
    const struct nt_wish wish = {
        .subject = *seeker->subject,
        .desired = request->desired,
        .flags = seeker->flags,
    };
    bool key = request->type->mapped == RTL_MAPPED_Key;
    NTSTATUS status;

    if (!rule(w, new_object, open_if_there, key || (seeker->flags & OBJ_OPENIF)))
        return STATUS_OBJECT_NAME_COLLISION;
    status = nt_object_at(seeker, place);
    if (NT_SUCCESS(status))
        status = nt_open_object(request->caller, &wish, place->object, request->handle);
    *outcome = OPENED;
    return NT_SUCCESS(status) && !key ? STATUS_OBJECT_NAME_EXISTS : status;
}

static NTSTATUS create_at(const struct nt_named_request *request, const struct nt_seeker *seeker,
                          const struct nt_attributes *attributes, enum outcome *outcome)
{
    struct srm_world *w = request->caller->header.world;
    struct nt_place place;
    struct nt_new_object wanted = {
        .seeker = seeker,
        .attributes = attributes,
        .desired = request->desired,
        .container = request->type->mapped == RTL_MAPPED_Key,
    };
    NTSTATUS status;

    if (!rule(w, new_object, named, attributes->named || attributes->root))
        return make(request, &wanted, outcome);
    status = nt_find_place(seeker, attributes, &place);
    if (!NT_SUCCESS(status))
        return status;
    wanted.place = &place;
    status =
        rule_on(w, new_object, name_taken, place.object != NULL, ob_fact("object", place.object))
            ? open_existing(request, seeker, &place, outcome)
            : make(request, &wanted, outcome);
    nt_place_release(w, &place);
    return status;
}

static NTSTATUS create_named(const struct nt_named_request *request, enum outcome *outcome)
{
    PETHREAD caller = request->caller;
    SECURITY_SUBJECT_CONTEXT subject = client_subject_of(caller, false);
    struct nt_seeker seeker = {.caller = caller, .subject = &subject, .type = request->type};
    struct nt_attributes attributes;
    NTSTATUS status = nt_probe(caller, request->handle);

    if (NT_SUCCESS(status))
        status = nt_capture_attributes(caller, request->given, &attributes);
    if (!NT_SUCCESS(status))
        return status;
    seeker.flags = attributes.flags;
    status = create_at(request, &seeker, &attributes, outcome);
    nt_attributes_release(caller->header.world, &attributes);
    return status;
}

NTSTATUS NtCreateKey(PHANDLE KeyHandle, ACCESS_MASK DesiredAccess,
                     POBJECT_ATTRIBUTES ObjectAttributes, ULONG TitleIndex, PUNICODE_STRING Class,
                     ULONG CreateOptions, PULONG Disposition)
{
    PETHREAD caller = ps_current_thread();
    struct srm_world *w = caller->header.world;
    const struct nt_named_request request = {
        .caller = caller,
        .type = ob_named_type(RTL_MAPPED_Key),
        .desired = DesiredAccess,
        .given = ObjectAttributes,
        .handle = KeyHandle,
    };
    enum outcome outcome = OPENED;
    NTSTATUS status = STATUS_SUCCESS;

    (void)TitleIndex; /* nothing is kept in a key */
    (void)Class;
    call_enter(w, RIGHTS_FACT("DesiredAccess", RTL_MAPPED_Key, DesiredAccess),
               NUMBER_FACT("CreateOptions", CreateOptions));
    if (!rule_on(w, new_object, key_options_modelled, (CreateOptions & ~REG_OPTION_VOLATILE) == 0,
                 NUMBER_FACT("CreateOptions", CreateOptions)))
        status = world_not_modelled(w, "these options of a new key");
    if (NT_SUCCESS(status) && Disposition)
        status = nt_probe(caller, Disposition);
    if (NT_SUCCESS(status) && !rule(w, name, attributes_given, ObjectAttributes != NULL))
        status = STATUS_INVALID_PARAMETER;
    if (NT_SUCCESS(status))
        status = create_named(&request, &outcome);
    if (NT_SUCCESS(status) && Disposition) {
        const ULONG told = outcome == MADE ? REG_CREATED_NEW_KEY : REG_OPENED_EXISTING_KEY;

        memcpy(Disposition, &told, sizeof told);
    }
    leave_status(w, status);
    return status;
}

NTSTATUS NtCreateEvent(PHANDLE EventHandle, ACCESS_MASK DesiredAccess,
                       POBJECT_ATTRIBUTES ObjectAttributes, EVENT_TYPE EventType,
                       BOOLEAN InitialState)
{
    const struct nt_named_request request = {
        .caller = ps_current_thread(),
        .type = ob_named_type(RTL_MAPPED_Event),
        .desired = DesiredAccess,
        .given = ObjectAttributes,
        .handle = EventHandle,
    };
    struct srm_world *w = request.caller->header.world;
    enum outcome outcome;
    NTSTATUS status = STATUS_INVALID_PARAMETER;

    (void)InitialState; /* nobody waits here */
    call_enter(w, RIGHTS_FACT("DesiredAccess", RTL_MAPPED_Event, DesiredAccess),
               NUMBER_FACT("EventType", EventType));
    if (rule_on(w, new_object, event_type_valid,
                EventType == NotificationEvent || EventType == SynchronizationEvent,
                NUMBER_FACT("EventType", EventType)))
        status = create_named(&request, &outcome);
    leave_status(w, status);
    return status;
}

NTSTATUS NtCreateMutant(PHANDLE MutantHandle, ACCESS_MASK DesiredAccess,
                        POBJECT_ATTRIBUTES ObjectAttributes, BOOLEAN InitialOwner)
{
    const struct nt_named_request request = {
        .caller = ps_current_thread(),
        .type = ob_named_type(RTL_MAPPED_Mutant),
        .desired = DesiredAccess,
        .given = ObjectAttributes,
        .handle = MutantHandle,
    };
    struct srm_world *w = request.caller->header.world;
    enum outcome outcome;
    NTSTATUS status;

    (void)InitialOwner;
    call_enter(w, RIGHTS_FACT("DesiredAccess", RTL_MAPPED_Mutant, DesiredAccess));
    status = create_named(&request, &outcome);
    leave_status(w, status);
    return status;
}

NTSTATUS NtCreateSection(PHANDLE SectionHandle, ACCESS_MASK DesiredAccess,
                         POBJECT_ATTRIBUTES ObjectAttributes, PLARGE_INTEGER MaximumSize,
                         ULONG SectionPageProtection, ULONG AllocationAttributes, HANDLE FileHandle)
{
    const struct nt_named_request request = {
        .caller = ps_current_thread(),
        .type = ob_named_type(RTL_MAPPED_Section),
        .desired = DesiredAccess,
        .given = ObjectAttributes,
        .handle = SectionHandle,
    };
    struct srm_world *w = request.caller->header.world;
    enum outcome outcome;
    NTSTATUS status;

    (void)MaximumSize; /* nothing is mapped */
    (void)SectionPageProtection;
    (void)AllocationAttributes;
    call_enter(w, RIGHTS_FACT("DesiredAccess", RTL_MAPPED_Section, DesiredAccess),
               HANDLE_FACT("FileHandle", FileHandle));
    if (rule(w, new_object, section_of_memory, FileHandle == NULL))
        status = create_named(&request, &outcome);
    else
        status = world_not_modelled(w, "a section of a file");
    leave_status(w, status);
    return status;
}
