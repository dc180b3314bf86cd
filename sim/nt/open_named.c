/* Opening objects by name. Sources: wdm ZwOpenEvent, ZwOpenKey, ZwOpenSection. */
#include "nt/named.h"

#include "ex/rules.h"
#include "nt/probe.h"

static NTSTATUS open_at(const struct nt_named_request *request, const struct nt_seeker *seeker,
                        const struct nt_attributes *attributes)
{
    const struct nt_wish wish = {
        .subject = *seeker->subject,
        .desired = request->desired,
        .flags = seeker->flags,
    };
    struct nt_place place;
    NTSTATUS status = nt_find_place(seeker, attributes, &place);

    if (!NT_SUCCESS(status))
        return status;
    status = nt_object_at(seeker, &place);
    if (NT_SUCCESS(status))
        status = nt_open_object(request->caller, &wish, place.object, request->handle);
    nt_place_release(request->caller->header.world, &place);
    return status;
}

NTSTATUS nt_open_named(const struct nt_named_request *request)
{
    PETHREAD caller = request->caller;
    struct srm_world *w = caller->header.world;
    SECURITY_SUBJECT_CONTEXT subject = client_subject_of(caller, false);
    struct nt_attributes attributes;
    NTSTATUS status = nt_probe(caller, request->handle);

    if (NT_SUCCESS(status) && !rule(w, name, attributes_given, request->given != NULL))
        status = STATUS_INVALID_PARAMETER;
    if (NT_SUCCESS(status))
        status = nt_capture_attributes(caller, request->given, &attributes);
    if (!NT_SUCCESS(status))
        return status;
    nt_attributes_release(w, &attributes); /* a descriptor has no meaning for what is there */
    const struct nt_seeker seeker = {
        .caller = caller,
        .subject = &subject,
        .type = request->type,
        .flags = attributes.flags,
    };
    return open_at(request, &seeker, &attributes);
}

#define OPEN(of_type, out)                                                                \
    NTSTATUS NtOpen##of_type(PHANDLE out, ACCESS_MASK DesiredAccess,                      \
                             POBJECT_ATTRIBUTES ObjectAttributes)                         \
    {                                                                                     \
        const struct nt_named_request request = {                                         \
            .caller = ps_current_thread(),                                                \
            .type = ob_named_type(RTL_MAPPED_##of_type),                                  \
            .desired = DesiredAccess,                                                     \
            .given = ObjectAttributes,                                                    \
            .handle = (out),                                                              \
        };                                                                                \
        struct srm_world *w = request.caller->header.world;                               \
        NTSTATUS status;                                                                  \
                                                                                          \
        call_enter(w, RIGHTS_FACT("DesiredAccess", RTL_MAPPED_##of_type, DesiredAccess)); \
        status = nt_open_named(&request);                                                 \
        leave_status(w, status);                                                          \
        return status;                                                                    \
    }

OPEN(Key, KeyHandle)
OPEN(Event, EventHandle)
OPEN(Mutant, MutantHandle)
OPEN(Section, SectionHandle)
