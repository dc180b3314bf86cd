/* SeAccessCheck. Sources: access-check.md 2.2, impersonation.md 7.2, with the pages named there. */
#include "client/subject.h"
#include "ex/pool.h"
#include "ex/rules.h"
#include "rtl/mapping.h"
#include "se/access.h"
#include "se/privileges.h"

/* Nobody but a driver that errs passes what is no descriptor; what NT does then is not known. */
static NTSTATUS look_at(struct srm_world *w, const void *descriptor, struct rtl_view *view)
{
    return NT_SUCCESS(rtl_view_from_memory(w, descriptor, RTL_DESCRIPTOR_MOST, view))
               ? STATUS_SUCCESS
               : world_not_modelled(w, "SeAccessCheck of a malformed security descriptor");
}

/* The privileges that were used, in pool memory, if the caller wants to know. */
static NTSTATUS give_privileges(struct srm_world *w, uint64_t used, PPRIVILEGE_SET *privileges)
{
    if (!privileges || used == 0)
        return STATUS_SUCCESS;
    if (!rule(w, pool, privilege_set, ex_pool_grants(w->pool, EX_ALLOCATION_PrivilegeSet)))
        return STATUS_INSUFFICIENT_RESOURCES;
    *privileges = ex_alloc(w->pool, EX_KIND_PrivilegeSet, se_privilege_set_size(used));
    se_privilege_set_write(used, *privileges);
    return STATUS_SUCCESS;
}

static NTSTATUS check(struct srm_world *w, struct se_access_request *request,
                      const void *descriptor, struct se_verdict *verdict)
{
    struct rtl_view view;
    NTSTATUS status = STATUS_SUCCESS;

    if (descriptor && request->mode != KernelMode) {
        status = look_at(w, descriptor, &view);
        request->descriptor = &view;
    }
    return NT_SUCCESS(status) ? se_access_check(w, request, verdict) : status;
}

BOOLEAN SeAccessCheck(PSECURITY_DESCRIPTOR SecurityDescriptor,
                      PSECURITY_SUBJECT_CONTEXT SubjectSecurityContext,
                      BOOLEAN SubjectContextLocked, ACCESS_MASK DesiredAccess,
                      ACCESS_MASK PreviouslyGrantedAccess, PPRIVILEGE_SET *Privileges,
                      PGENERIC_MAPPING GenericMapping, KPROCESSOR_MODE AccessMode,
                      PACCESS_MASK GrantedAccess, PNTSTATUS AccessStatus)
{
    const struct se_token *token = client_subject_token(SubjectSecurityContext);
    struct srm_world *w = token->header.world;
    struct se_access_request request = {
        .subject = SubjectSecurityContext,
        .mapping = GenericMapping,
        .desired = DesiredAccess,
        .previously_granted = PreviouslyGrantedAccess,
        .mode = AccessMode,
    };
    struct se_verdict verdict;
    NTSTATUS status;

    (void)SubjectContextLocked;
    call_enter(w, TOKEN("token", token), ACCESS_FACT("DesiredAccess", DesiredAccess),
               ACCESS_FACT("PreviouslyGrantedAccess", PreviouslyGrantedAccess),
               FLAG_FACT("kernel mode", AccessMode == KernelMode));
    if (Privileges)
        *Privileges = NULL;
    status = check(w, &request, SecurityDescriptor, &verdict);
    if (NT_SUCCESS(status))
        status = give_privileges(w, verdict.used, Privileges);
    *GrantedAccess = NT_SUCCESS(status) ? verdict.granted : 0;
    *AccessStatus = status;
    leave_flag(w, NT_SUCCESS(status));
    return NT_SUCCESS(status);
}

VOID SeFreePrivileges(PPRIVILEGE_SET Privileges)
{
    struct srm_world *w = ps_current_world();

    call_enter(w, NUMBER_FACT("PrivilegeCount", Privileges->PrivilegeCount));
    ex_free(w->pool, Privileges);
    leave_nothing(w);
}

VOID RtlMapGenericMask(PACCESS_MASK AccessMask, const GENERIC_MAPPING *GenericMapping)
{
    *AccessMask = rtl_mapping_apply(GenericMapping, *AccessMask);
}
