/*
 * Descriptors for the objects of a program's own. Source: securitybaseapi
 * CreatePrivateObjectSecurityEx, under which these are.
 */
#include "ex/rules.h"
#include "nt/open.h"
#include "nt/private_object.h"
#include "nt/touch.h"

#include <string.h>

static NTSTATUS find_token(struct nt_private_object *object, HANDLE handle)
{
    struct srm_world *w = object->caller->header.world;
    const ULONG both = SEF_AVOID_PRIVILEGE_CHECK | SEF_AVOID_OWNER_CHECK;
    void *found = NULL;
    NTSTATUS status;

    if (!rule(w, private_object, token_given, handle != NULL))
        return rule(w, private_object, nothing_checked, (object->birth.flags & both) == both)
                   ? STATUS_SUCCESS
                   : STATUS_NO_TOKEN;
    status = nt_object_by_handle(object->caller, handle, &se_token_type, TOKEN_QUERY, &found);
    if (!NT_SUCCESS(status))
        return status;
    object->token = found;
    return rule(w, private_object, level_suffices,
                object->token->type == TokenPrimary ||
                    object->token->level >= SecurityIdentification)
               ? STATUS_SUCCESS
               : STATUS_BAD_IMPERSONATION_LEVEL;
}

static NTSTATUS read_descriptor(PETHREAD caller, const void *from, struct rtl_described *to,
                                bool *there)
{
    NTSTATUS status = from ? nt_touch(caller, from) : STATUS_SUCCESS;

    if (from && NT_SUCCESS(status))
        status = nt_capture_descriptor(caller, from, to);
    *there = from && NT_SUCCESS(status);
    return status;
}

static NTSTATUS read(struct nt_private_object *object, const void *mapping, const void *type)
{
    NTSTATUS status = nt_touch(object->caller, mapping);

    if (!NT_SUCCESS(status))
        return status;
    memcpy(&object->mapping, mapping, sizeof object->mapping);
    status = type ? nt_touch(object->caller, type) : STATUS_SUCCESS;
    if (type && NT_SUCCESS(status))
        memcpy(&object->type, type, sizeof object->type);
    return status;
}

static NTSTATUS create(struct nt_private_object *object, const void *parent, const void *given,
                       HANDLE token, PSECURITY_DESCRIPTOR *to)
{
    PETHREAD caller = object->caller;
    struct rtl_described made;
    NTSTATUS status = nt_touch(caller, to);

    if (NT_SUCCESS(status))
        status = nt_private_flags_modelled(object);
    if (NT_SUCCESS(status))
        status = find_token(object, token);
    if (NT_SUCCESS(status))
        status = read_descriptor(caller, parent, &object->parent, &object->has_parent);
    if (NT_SUCCESS(status))
        status = read_descriptor(caller, given, &object->given, &object->has_given);
    if (NT_SUCCESS(status))
        status = nt_private_make(object, &made);
    if (NT_SUCCESS(status)) {
        nt_private_deliver(caller, &made, EX_KIND_LocalMemory, to);
        rtl_described_release(caller->header.world, &made);
    }
    nt_private_release(object);
    return status;
}

NTSTATUS RtlNewSecurityObjectEx(PSECURITY_DESCRIPTOR ParentDescriptor,
                                PSECURITY_DESCRIPTOR CreatorDescriptor,
                                PSECURITY_DESCRIPTOR *NewDescriptor, GUID *ObjectType,
                                BOOLEAN IsDirectoryObject, ULONG AutoInheritFlags, HANDLE Token,
                                PGENERIC_MAPPING GenericMapping)
{
    struct nt_private_object object = {
        .caller = ps_current_thread(),
        .birth = {.container = IsDirectoryObject != FALSE,
                  .type_count = ObjectType ? 1 : 0,
                  .flags = AutoInheritFlags},
    };
    struct srm_world *w = object.caller->header.world;
    NTSTATUS status;

    call_enter(w, FLAG_FACT("IsDirectoryObject", IsDirectoryObject),
               NUMBER_FACT("AutoInheritFlags", AutoInheritFlags), HANDLE_FACT("Token", Token));
    status = read(&object, GenericMapping, ObjectType);
    if (NT_SUCCESS(status))
        status = create(&object, ParentDescriptor, CreatorDescriptor, Token, NewDescriptor);
    leave_status(w, status);
    return status;
}

NTSTATUS RtlNewSecurityObject(PSECURITY_DESCRIPTOR ParentDescriptor,
                              PSECURITY_DESCRIPTOR CreatorDescriptor,
                              PSECURITY_DESCRIPTOR *NewDescriptor, BOOLEAN IsDirectoryObject,
                              HANDLE Token, PGENERIC_MAPPING GenericMapping)
{
    struct srm_world *w = ps_current_world();
    NTSTATUS status;

    call_enter(w, FLAG_FACT("IsDirectoryObject", IsDirectoryObject), HANDLE_FACT("Token", Token));
    status = RtlNewSecurityObjectEx(ParentDescriptor, CreatorDescriptor, NewDescriptor, NULL,
                                    IsDirectoryObject, 0, Token, GenericMapping);
    leave_status(w, status);
    return status;
}

NTSTATUS RtlDeleteSecurityObject(PSECURITY_DESCRIPTOR *ObjectDescriptor)
{
    struct srm_world *w = ps_current_world();

    call_enter_plain(w);
    ex_free(w->pool, *ObjectDescriptor);
    *ObjectDescriptor = NULL;
    leave_status(w, STATUS_SUCCESS);
    return STATUS_SUCCESS;
}
