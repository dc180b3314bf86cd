/*
 * Descriptors for the objects of drivers. Sources: wdm SeAssignSecurity, SeAssignSecurityEx,
 * SeDeassignSecurity.
 */
#include "ex/rules.h"
#include "nt/private_object.h"

/* Nobody but a driver that errs passes what is no descriptor; what NT does then is not known. */
static NTSTATUS read_descriptor(PETHREAD caller, const void *from, struct rtl_described *to,
                                bool *there)
{
    if (!from)
        return STATUS_SUCCESS;
    *there = NT_SUCCESS(nt_read_descriptor(caller, from, to));
    return *there ? STATUS_SUCCESS
                  : world_not_modelled(caller->header.world,
                                       "SeAssignSecurity of a malformed security descriptor");
}

static NTSTATUS assign(struct nt_private_object *object, const void *parent, const void *given,
                       PSECURITY_DESCRIPTOR *to)
{
    PETHREAD caller = object->caller;
    struct srm_world *w = caller->header.world;
    struct rtl_described made;
    NTSTATUS status = nt_private_flags_modelled(object);

    if (NT_SUCCESS(status))
        status = read_descriptor(caller, parent, &object->parent, &object->has_parent);
    if (NT_SUCCESS(status))
        status = read_descriptor(caller, given, &object->given, &object->has_given);
    if (NT_SUCCESS(status))
        status = nt_private_make(object, &made);
    nt_private_release(object);
    if (!NT_SUCCESS(status))
        return status;
    if (rule(w, pool, assigned_descriptor,
             ex_pool_grants(w->pool, EX_ALLOCATION_AssignedDescriptor)))
        nt_private_deliver(caller, &made, EX_KIND_AssignedDescriptor, to);
    else
        status = STATUS_INSUFFICIENT_RESOURCES;
    rtl_described_release(w, &made);
    return status;
}

NTSTATUS SeAssignSecurityEx(PSECURITY_DESCRIPTOR ParentDescriptor,
                            PSECURITY_DESCRIPTOR ExplicitDescriptor,
                            PSECURITY_DESCRIPTOR *NewDescriptor, GUID *ObjectType,
                            BOOLEAN IsDirectoryObject, ULONG AutoInheritFlags,
                            PSECURITY_SUBJECT_CONTEXT SubjectContext,
                            PGENERIC_MAPPING GenericMapping, POOL_TYPE PoolType)
{
    struct nt_private_object object = {
        .caller = ps_current_thread(),
        .token = client_subject_token(SubjectContext),
        .subject = SubjectContext,
        .mapping = *GenericMapping,
        .birth = {.container = IsDirectoryObject != FALSE,
                  .type_count = ObjectType ? 1 : 0,
                  .flags = AutoInheritFlags},
    };
    struct srm_world *w = object.caller->header.world;
    NTSTATUS status;

    (void)PoolType;
    call_enter(w, TOKEN("token", object.token), FLAG_FACT("IsDirectoryObject", IsDirectoryObject),
               NUMBER_FACT("AutoInheritFlags", AutoInheritFlags));
    if (ObjectType)
        object.type = *ObjectType;
    status = assign(&object, ParentDescriptor, ExplicitDescriptor, NewDescriptor);
    leave_status(w, status);
    return status;
}

NTSTATUS SeAssignSecurity(PSECURITY_DESCRIPTOR ParentDescriptor,
                          PSECURITY_DESCRIPTOR ExplicitDescriptor,
                          PSECURITY_DESCRIPTOR *NewDescriptor, BOOLEAN IsDirectoryObject,
                          PSECURITY_SUBJECT_CONTEXT SubjectContext, PGENERIC_MAPPING GenericMapping,
                          POOL_TYPE PoolType)
{
    struct srm_world *w = ps_current_world();
    NTSTATUS status;

    call_enter(w, TOKEN("token", client_subject_token(SubjectContext)),
               FLAG_FACT("IsDirectoryObject", IsDirectoryObject));
    status = SeAssignSecurityEx(ParentDescriptor, ExplicitDescriptor, NewDescriptor, NULL,
                                IsDirectoryObject, 0, SubjectContext, GenericMapping, PoolType);
    leave_status(w, status);
    return status;
}

NTSTATUS SeDeassignSecurity(PSECURITY_DESCRIPTOR *SecurityDescriptor)
{
    struct srm_world *w = ps_current_world();

    call_enter_plain(w);
    ex_free(w->pool, *SecurityDescriptor);
    *SecurityDescriptor = NULL;
    leave_status(w, STATUS_SUCCESS);
    return STATUS_SUCCESS;
}
