/*
 * NtAccessCheck and its two forms by type. Order: access-check.md 2.1, A-1 to A-13, with the pages
 * named there; the decision itself is se/access.h's.
 */
#include "client/subject.h"
#include "ex/pool.h"
#include "ex/rules.h"
#include "nt/capture.h"
#include "nt/object_types.h"
#include "nt/open.h"
#include "nt/probe.h"
#include "nt/security.h"
#include "se/privileges.h"

#include <string.h>

#define GENERIC_RIGHTS (GENERIC_READ | GENERIC_WRITE | GENERIC_EXECUTE | GENERIC_ALL)

/* What one call is given, and what was read of it. */
struct access_call {
    PETHREAD caller;
    PSECURITY_DESCRIPTOR descriptor;
    PSID self;
    HANDLE handle;
    ACCESS_MASK desired;
    POBJECT_TYPE_LIST list;
    ULONG list_length;
    PGENERIC_MAPPING mapping;
    PPRIVILEGE_SET set;
    PULONG set_length;
    PACCESS_MASK granted;
    PNTSTATUS access_status;
    bool by_node; /* the last two are arrays, with an element for each object type */

    GENERIC_MAPPING captured_mapping;
    ULONG captured_length; /* of the set */
    const struct se_token *token;
    struct nt_object_types types;
    uint64_t used; /* privileges */
};

/* ---- results ---- */

static ULONG result_count(const struct access_call *call)
{
    return call->by_node ? call->list_length : 1;
}

static void store(const struct access_call *call, ULONG index, struct se_node_verdict verdict)
{
    memcpy((unsigned char *)call->granted + index * sizeof verdict.granted, &verdict.granted,
           sizeof verdict.granted);
    memcpy((unsigned char *)call->access_status + index * sizeof verdict.status, &verdict.status,
           sizeof verdict.status);
}

static void store_all(const struct access_call *call, NTSTATUS status, ACCESS_MASK granted)
{
    for (ULONG i = 0; i < result_count(call); i++)
        store(call, i, (struct se_node_verdict){.status = status, .granted = granted});
}

static NTSTATUS grant_to_kernel(const struct access_call *call)
{
    const ACCESS_MASK specific = call->desired & ~MAXIMUM_ALLOWED;
    GENERIC_MAPPING mapping;

    memcpy(&mapping, call->mapping, sizeof mapping);
    store_all(call, STATUS_SUCCESS,
              specific | (specific == call->desired ? 0 : mapping.GenericAll));
    return STATUS_SUCCESS;
}

/* ---- A-1 to A-5 ---- */

static NTSTATUS capture_length(struct access_call *call)
{
    const PETHREAD caller = call->caller;
    NTSTATUS status =
        nt_capture(caller, &call->captured_length, call->set_length, sizeof call->captured_length);

    if (NT_SUCCESS(status) &&
        rule_on(caller->header.world, access_call, buffer_has_length, call->captured_length > 0,
                NUMBER_FACT("PrivilegeSetLength", call->captured_length)))
        status = nt_probe(caller, call->set);
    return status;
}

static NTSTATUS probe(struct access_call *call)
{
    NTSTATUS status = capture_length(call);

    if (NT_SUCCESS(status))
        status = nt_capture(call->caller, &call->captured_mapping, call->mapping,
                            sizeof call->captured_mapping);
    if (NT_SUCCESS(status))
        status = nt_probe(call->caller, call->granted);
    return NT_SUCCESS(status) ? nt_probe(call->caller, call->access_status) : status;
}

static NTSTATUS find_client(struct access_call *call)
{
    struct srm_world *w = call->caller->header.world;
    void *object;
    NTSTATUS status =
        nt_object_by_handle(call->caller, call->handle, &se_token_type, TOKEN_QUERY, &object);

    if (!NT_SUCCESS(status))
        return status;
    call->token = object;
    if (!rule_on(w, access_call, impersonation_token, call->token->type == TokenImpersonation,
                 TOKEN("token", call->token)))
        return STATUS_NO_IMPERSONATION_TOKEN;
    if (!rule_on(w, access_call, level_identifies, call->token->level >= SecurityIdentification,
                 LEVEL_FACT("token's level", call->token->level)))
        return STATUS_BAD_IMPERSONATION_LEVEL;
    return STATUS_SUCCESS;
}

/* ---- A-7 to A-9 ---- */

/* What privileges grant whatever the descriptor says, and so which of them are used. */
static uint64_t used_privileges(const struct access_call *call)
{
    const struct srm_world *w = call->caller->header.world;
    const bool ownership = (call->desired & WRITE_OWNER) != 0;
    uint64_t used = 0;

    if (call->desired & ACCESS_SYSTEM_SECURITY)
        used |= SE_PRIVILEGE_BIT(SE_SECURITY_PRIVILEGE);
    if (rule(w, access, take_ownership,
             ownership && se_token_has_enabled(call->token, SE_TAKE_OWNERSHIP_PRIVILEGE)))
        used |= SE_PRIVILEGE_BIT(SE_TAKE_OWNERSHIP_PRIVILEGE);
    else if (ownership &&
             rule(w, access, relabel_privilege,
                  se_token_has_enabled(call->token, SE_RELABEL_PRIVILEGE)) &&
             policy(w, relabel_ownership))
        used |= SE_PRIVILEGE_BIT(SE_RELABEL_PRIVILEGE);
    return used;
}

static NTSTATUS check_set(const struct access_call *call)
{
    const ULONG needed = se_privilege_set_size(call->used);

    if (rule_on(call->caller->header.world, access_call, set_fits, call->captured_length >= needed,
                NUMBER_FACT("PrivilegeSetLength", call->captured_length),
                NUMBER_FACT("needed", needed)))
        return STATUS_SUCCESS;
    memcpy(call->set_length, &needed, sizeof needed);
    return STATUS_BUFFER_TOO_SMALL;
}

/* ---- A-10 and A-11 ---- */

/* Everything that the call points to and that is read only now. */
struct object {
    struct rtl_descriptor *descriptor;
    SE_SID self;
    bool has_self;
};

static NTSTATUS capture_self(const struct access_call *call, struct object *object)
{
    object->has_self = call->self != NULL;
    return object->has_self ? nt_capture_sid(call->caller, call->self, &object->self)
                            : STATUS_SUCCESS;
}

static NTSTATUS capture_descriptor(const struct access_call *call, struct object *object)
{
    struct srm_world *w = call->caller->header.world;
    struct rtl_described described;
    NTSTATUS status;

    if (!rule(w, access_call, descriptor_given, call->descriptor != NULL))
        return STATUS_INVALID_SECURITY_DESCR;
    status = nt_capture_descriptor(call->caller, call->descriptor, &described);
    if (!NT_SUCCESS(status))
        return status;
    if (rule(w, access_call, owner_and_group, described.has_owner && described.has_group))
        object->descriptor = rtl_descriptor_from(w, &described);
    nt_described_release(w, &described);
    return object->descriptor ? STATUS_SUCCESS : STATUS_INVALID_SECURITY_DESCR;
}

static NTSTATUS capture_object(const struct access_call *call, struct object *object)
{
    const bool self_first = rule(call->caller->header.world, access_call, self_read_first, true);
    NTSTATUS status = self_first ? capture_self(call, object) : STATUS_SUCCESS;

    if (NT_SUCCESS(status))
        status = capture_descriptor(call, object);
    if (NT_SUCCESS(status) && !self_first)
        status = capture_self(call, object);
    return status;
}

/* ---- the decision ---- */

static void tell(const struct access_call *call, const struct se_verdict *verdict)
{
    const bool granted =
        rule_on(call->caller->header.world, access_call, granted, NT_SUCCESS(verdict->status),
                EX_FACT("AccessStatus", FACT_STATUS, (uint32_t)verdict->status),
                ACCESS_FACT("missing", verdict->missing));

    store_all(call, verdict->status, granted ? verdict->granted : 0);
}

static NTSTATUS decide(const struct access_call *call, const struct object *object,
                       struct se_node_verdict *nodes)
{
    SECURITY_SUBJECT_CONTEXT subject = client_subject_of(call->caller, true);
    const struct rtl_view view = rtl_view_of(object->descriptor);
    const struct se_access_request request = {
        .subject = &subject,
        .descriptor = &view,
        .mapping = &call->captured_mapping,
        .desired = call->desired,
        .mode = UserMode,
        .self = object->has_self ? &object->self.Sid : NULL,
        .types = call->types.nodes,
        .type_count = call->types.count,
    };
    struct se_verdict verdict;
    NTSTATUS status;

    subject.ClientToken = (PACCESS_TOKEN)(uintptr_t)call->token;
    subject.ImpersonationLevel = call->token->level;
    status = se_access_decide(call->caller->header.world, &request, &verdict, nodes);
    if (status == STATUS_NOT_IMPLEMENTED)
        return status;
    se_privilege_set_write(call->used, call->set);
    for (ULONG i = 0; nodes && i < call->types.count; i++)
        store(call, i, nodes[i]);
    if (!nodes)
        tell(call, &verdict);
    return STATUS_SUCCESS;
}

static NTSTATUS decide_by_node(const struct access_call *call, const struct object *object)
{
    struct ex_pool *pool = call->caller->header.world->pool;
    struct se_node_verdict *nodes =
        ex_alloc(pool, EX_KIND_Captured, call->types.count * sizeof *nodes);
    NTSTATUS status = decide(call, object, nodes);

    ex_free(pool, nodes);
    return status;
}

static NTSTATUS check_client(struct access_call *call)
{
    struct srm_world *w = call->caller->header.world;
    struct object object = {.descriptor = NULL};
    NTSTATUS status;

    if (rule(w, access, security_privilege_missing,
             (call->desired & ACCESS_SYSTEM_SECURITY) != 0 &&
                 !se_token_has_enabled(call->token, SE_SECURITY_PRIVILEGE))) {
        store_all(call, STATUS_PRIVILEGE_NOT_HELD, 0);
        return STATUS_SUCCESS;
    }
    call->used = used_privileges(call);
    status = check_set(call);
    if (NT_SUCCESS(status))
        status = capture_object(call, &object);
    if (NT_SUCCESS(status))
        status = call->by_node ? decide_by_node(call, &object) : decide(call, &object, NULL);
    rtl_descriptor_dereference(w, object.descriptor);
    return status;
}

static NTSTATUS access_check(struct access_call *call)
{
    struct srm_world *w = call->caller->header.world;
    NTSTATUS status;

    if (rule(w, access_call, kernel_mode, call->caller->previous_mode == KernelMode))
        return grant_to_kernel(call);
    if (call->by_node && !rule(w, access_call, list_has_elements, call->list_length > 0))
        return STATUS_INVALID_PARAMETER;
    status = probe(call);
    if (!NT_SUCCESS(status))
        return status;
    if (rule_on(w, access_call, generic_rights, (call->desired & GENERIC_RIGHTS) != 0,
                ACCESS_FACT("DesiredAccess", call->desired)))
        return STATUS_GENERIC_NOT_MAPPED;
    status = find_client(call);
    if (NT_SUCCESS(status))
        status = nt_capture_object_types(call->caller, call->list, call->list_length, &call->types);
    if (!NT_SUCCESS(status))
        return status;
    status = check_client(call);
    nt_object_types_release(w, &call->types);
    return status;
}

/* ---- the services ---- */

NTSTATUS NtAccessCheck(PSECURITY_DESCRIPTOR SecurityDescriptor, HANDLE ClientToken,
                       ACCESS_MASK DesiredAccess, PGENERIC_MAPPING GenericMapping,
                       PPRIVILEGE_SET PrivilegeSet, PULONG PrivilegeSetLength,
                       PACCESS_MASK GrantedAccess, PNTSTATUS AccessStatus)
{
    struct access_call call = {
        .caller = ps_current_thread(),
        .descriptor = SecurityDescriptor,
        .handle = ClientToken,
        .desired = DesiredAccess,
        .mapping = GenericMapping,
        .set = PrivilegeSet,
        .set_length = PrivilegeSetLength,
        .granted = GrantedAccess,
        .access_status = AccessStatus,
    };
    struct srm_world *w = call.caller->header.world;
    NTSTATUS status;

    call_enter(w, HANDLE_FACT("ClientToken", ClientToken),
               ACCESS_FACT("DesiredAccess", DesiredAccess));
    status = access_check(&call);
    leave_status(w, status);
    return status;
}

NTSTATUS NtAccessCheckByType(PSECURITY_DESCRIPTOR SecurityDescriptor, PSID PrincipalSelfSid,
                             HANDLE ClientToken, ACCESS_MASK DesiredAccess,
                             POBJECT_TYPE_LIST ObjectTypeList, ULONG ObjectTypeListLength,
                             PGENERIC_MAPPING GenericMapping, PPRIVILEGE_SET PrivilegeSet,
                             PULONG PrivilegeSetLength, PACCESS_MASK GrantedAccess,
                             PNTSTATUS AccessStatus)
{
    struct access_call call = {
        .caller = ps_current_thread(),
        .descriptor = SecurityDescriptor,
        .self = PrincipalSelfSid,
        .handle = ClientToken,
        .desired = DesiredAccess,
        .list = ObjectTypeList,
        .list_length = ObjectTypeListLength,
        .mapping = GenericMapping,
        .set = PrivilegeSet,
        .set_length = PrivilegeSetLength,
        .granted = GrantedAccess,
        .access_status = AccessStatus,
    };
    struct srm_world *w = call.caller->header.world;
    NTSTATUS status;

    call_enter(w, HANDLE_FACT("ClientToken", ClientToken),
               ACCESS_FACT("DesiredAccess", DesiredAccess),
               NUMBER_FACT("ObjectTypeListLength", ObjectTypeListLength));
    status = access_check(&call);
    leave_status(w, status);
    return status;
}

NTSTATUS NtAccessCheckByTypeResultList(PSECURITY_DESCRIPTOR SecurityDescriptor,
                                       PSID PrincipalSelfSid, HANDLE ClientToken,
                                       ACCESS_MASK DesiredAccess, POBJECT_TYPE_LIST ObjectTypeList,
                                       ULONG ObjectTypeListLength, PGENERIC_MAPPING GenericMapping,
                                       PPRIVILEGE_SET PrivilegeSet, PULONG PrivilegeSetLength,
                                       PACCESS_MASK GrantedAccess, PNTSTATUS AccessStatus)
{
    struct access_call call = {
        .caller = ps_current_thread(),
        .descriptor = SecurityDescriptor,
        .self = PrincipalSelfSid,
        .handle = ClientToken,
        .desired = DesiredAccess,
        .list = ObjectTypeList,
        .list_length = ObjectTypeListLength,
        .mapping = GenericMapping,
        .set = PrivilegeSet,
        .set_length = PrivilegeSetLength,
        .granted = GrantedAccess,
        .access_status = AccessStatus,
        .by_node = true,
    };
    struct srm_world *w = call.caller->header.world;
    NTSTATUS status;

    call_enter(w, HANDLE_FACT("ClientToken", ClientToken),
               ACCESS_FACT("DesiredAccess", DesiredAccess),
               NUMBER_FACT("ObjectTypeListLength", ObjectTypeListLength));
    status = access_check(&call);
    leave_status(w, status);
    return status;
}
