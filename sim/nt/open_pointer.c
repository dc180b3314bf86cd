/* Opening objects by pointer, as drivers do. Source: ntifs ObOpenObjectByPointer. */
#include "ex/rules.h"
#include "nt/attributes.h"
#include "nt/open.h"
#include "ob/named.h"

static NTSTATUS open_pointer(PETHREAD caller, void *object, const struct nt_wish *wish,
                             const struct ob_type *type, PHANDLE handle)
{
    const struct ob_header *header = object;
    NTSTATUS status = nt_check_flags(caller, wish->flags);

    if (!NT_SUCCESS(status))
        return status;
    if (!rule_on(header->world, pointer, type_matches, !type || header->type == type,
                 ob_fact("object", header)))
        return STATUS_OBJECT_TYPE_MISMATCH;
    return nt_open_object(caller, wish, object, handle);
}

NTSTATUS ObOpenObjectByPointer(PVOID Object, ULONG HandleAttributes,
                               PACCESS_STATE PassedAccessState, ACCESS_MASK DesiredAccess,
                               POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode, PHANDLE Handle)
{
    PETHREAD caller = ps_current_thread();
    const struct ob_header *header = Object;
    struct srm_world *w = header->world;
    const KPROCESSOR_MODE mode = caller->previous_mode;
    const struct nt_wish wish = {
        .subject = client_subject_of(caller, false),
        .desired = DesiredAccess,
        .flags = HandleAttributes,
    };
    NTSTATUS status;

    call_enter(w, ob_fact("Object", header), NUMBER_FACT("HandleAttributes", HandleAttributes),
               RIGHTS_FACT("DesiredAccess", header->type->mapped, DesiredAccess),
               FLAG_FACT("UserMode", AccessMode == UserMode));
    caller->previous_mode = AccessMode;
    if (rule(w, pointer, no_access_state, PassedAccessState == NULL))
        status = open_pointer(caller, Object, &wish, ObjectType, Handle);
    else
        status = world_not_modelled(w, "an access state that is passed on");
    caller->previous_mode = mode;
    leave_status(w, status);
    return status;
}
