/*
 * NtSetInformationToken: one row for each class that can be set. Sources: access-check.md O-30 and
 * T-7, with the page named there.
 */
#include "client/privilege.h"
#include "ex/pool.h"
#include "ex/rules.h"
#include "nt/capture.h"
#include "nt/open.h"
#include "nt/probe.h"
#include "rtl/integrity.h"
#include "se/information.h"

/* What the caller's buffer holds, captured. */
union information {
    ULONG number;
    TOKEN_OWNER owner;
    TOKEN_PRIMARY_GROUP group;
    TOKEN_DEFAULT_DACL dacl;
    TOKEN_ORIGIN origin;
    TOKEN_LINKED_TOKEN linked;
    TOKEN_MANDATORY_LABEL label;
    TOKEN_MANDATORY_POLICY policy;
};

/* The SID that the buffer points to. */
static NTSTATUS capture_sid(PETHREAD caller, const void *from, SE_SID *sid)
{
    struct srm_world *w = caller->header.world;

    if (!rule(w, pool, captured_sid, ex_pool_grants(w->pool, EX_ALLOCATION_CapturedSid)))
        return STATUS_INSUFFICIENT_RESOURCES;
    return nt_capture_sid(caller, from, sid);
}

static NTSTATUS set_owner(PETHREAD caller, struct se_token *token, const union information *given)
{
    SE_SID sid;
    NTSTATUS status = capture_sid(caller, given->owner.Owner, &sid);

    if (!NT_SUCCESS(status))
        return status;
    if (!se_token_can_own(token, &sid.Sid))
        return STATUS_INVALID_OWNER;
    se_token_set_owner(token, se_token_place_of(token, &sid.Sid));
    return STATUS_SUCCESS;
}

static NTSTATUS check_dynamic_part(const struct se_token *token, const SID *group,
                                   const struct rtl_acl *dacl)
{
    size_t needed = rtl_sid_length(group) + (dacl ? dacl->size : 0);

    return rule_on(token->header.world, information, dynamic_part_fits,
                   needed <= token->dynamic_charged, NUMBER_FACT("needed", needed),
                   NUMBER_FACT("charged", token->dynamic_charged))
               ? STATUS_SUCCESS
               : STATUS_ALLOTTED_SPACE_EXCEEDED;
}

static NTSTATUS set_primary_group(PETHREAD caller, struct se_token *token,
                                  const union information *given)
{
    SE_SID sid;
    NTSTATUS status = capture_sid(caller, given->group.PrimaryGroup, &sid);

    if (!NT_SUCCESS(status))
        return status;

    uint32_t place = se_token_place_of(token, &sid.Sid);
    if (!rule_on(caller->header.world, information, group_in_token, place < token->body->count,
                 SID_FACT("primary group", &sid.Sid), TOKEN("token", token)))
        return STATUS_INVALID_PRIMARY_GROUP;
    status = check_dynamic_part(token, &sid.Sid, token->default_dacl);
    if (NT_SUCCESS(status))
        se_token_set_primary_group(token, place);
    return status;
}

/* The list that the caller passed; the caller of this function owns the copy. */
static NTSTATUS capture_dacl(PETHREAD caller, const ACL *acl, struct rtl_acl **copy)
{
    NTSTATUS status = nt_capture_acl(caller, acl, copy);

    if (!NT_SUCCESS(status))
        return status;
    return rule(caller->header.world, information, dacl_valid, !acl || *copy) ? STATUS_SUCCESS
                                                                              : STATUS_INVALID_ACL;
}

static NTSTATUS set_default_dacl(PETHREAD caller, struct se_token *token,
                                 const union information *given)
{
    struct srm_world *w = caller->header.world;
    struct rtl_acl *dacl;
    NTSTATUS status = capture_dacl(caller, given->dacl.DefaultDacl, &dacl);

    if (!NT_SUCCESS(status))
        return status;
    status = check_dynamic_part(token, &token->body->sids[token->primary_group].Sid, dacl);
    if (NT_SUCCESS(status) &&
        !rule(w, pool, dynamic_part, ex_pool_grants(w->pool, EX_ALLOCATION_DynamicPart)))
        status = STATUS_INSUFFICIENT_RESOURCES;
    if (NT_SUCCESS(status))
        se_token_set_default_dacl(token, dacl);
    rtl_acl_dereference(w, dacl);
    return status;
}

static NTSTATUS set_session_id(PETHREAD caller, struct se_token *token,
                               const union information *given)
{
    (void)caller;
    se_token_set_session_id(token, given->number);
    return STATUS_SUCCESS;
}

static NTSTATUS set_origin(PETHREAD caller, struct se_token *token, const union information *given)
{
    (void)caller;
    se_token_set_origin(token, given->origin.OriginatingLogonSession);
    return STATUS_SUCCESS;
}

/*
 * Each of the two becomes the other half of the other's logon session. No source tells of a right
 * that the handle to the other would need.
 */
static NTSTATUS set_linked_token(PETHREAD caller, struct se_token *token,
                                 const union information *given)
{
    struct srm_world *w = caller->header.world;
    struct se_token *half;
    struct nt_found found;
    NTSTATUS status = nt_find_object(caller, given->linked.LinkedToken, &se_token_type, &found);

    if (!NT_SUCCESS(status))
        return status;
    half = found.object;
    if (!rule_on(w, information, other_logon, half->session != token->session,
                 TOKEN("token", token), TOKEN("linked token", half)))
        return STATUS_INVALID_PARAMETER;
    se_logon_session_link(token->session, half);
    se_logon_session_link(half->session, token);
    return STATUS_SUCCESS;
}

static NTSTATUS allow_virtualization(PETHREAD caller, struct se_token *token,
                                     const union information *given)
{
    (void)caller;
    se_token_set_virtualization(token, given->number != 0, token->virtualization_enabled);
    return STATUS_SUCCESS;
}

static NTSTATUS enable_virtualization(PETHREAD caller, struct se_token *token,
                                      const union information *given)
{
    bool enabled = given->number != 0;

    if (!rule_on(caller->header.world, information, virtualization_allowed,
                 token->virtualization_allowed || !enabled, TOKEN("token", token)))
        return STATUS_INVALID_PARAMETER;
    se_token_set_virtualization(token, token->virtualization_allowed, enabled);
    return STATUS_SUCCESS;
}

static NTSTATUS set_integrity(PETHREAD caller, struct se_token *token,
                              const union information *given)
{
    struct srm_world *w = caller->header.world;
    ULONG level = 0;
    SE_SID sid;
    NTSTATUS status = capture_sid(caller, given->label.Label.Sid, &sid);

    if (!NT_SUCCESS(status))
        return status;
    if (!rule_on(w, information, is_label, rtl_integrity_from_sid(&sid.Sid, &level),
                 SID_FACT("label", &sid.Sid)))
        return STATUS_INVALID_LABEL;
    if (rule_on(w, information, raises_integrity, level > token->integrity,
                INTEGRITY_FACT("new integrity", level),
                INTEGRITY_FACT("token's integrity", token->integrity)))
        status = client_demand_privilege(caller, SE_TCB_PRIVILEGE);
    if (NT_SUCCESS(status))
        se_token_set_integrity(token, level);
    return status;
}

static NTSTATUS set_ui_access(PETHREAD caller, struct se_token *token,
                              const union information *given)
{
    (void)caller;
    se_token_set_ui_access(token, given->number != 0);
    return STATUS_SUCCESS;
}

static NTSTATUS set_mandatory_policy(PETHREAD caller, struct se_token *token,
                                     const union information *given)
{
    ULONG policy = given->policy.Policy;

    if (!rule_on(caller->header.world, information, policy_valid,
                 (policy & ~TOKEN_MANDATORY_POLICY_VALID_MASK) == 0, NUMBER_FACT("Policy", policy)))
        return STATUS_INVALID_PARAMETER;
    se_token_set_mandatory_policy(token, policy);
    return STATUS_SUCCESS;
}

struct settable {
    TOKEN_INFORMATION_CLASS class;
    ACCESS_MASK right;
    LONG privilege; /* 0: none */
    ULONG size;
    bool followed; /* what it points to may be counted in the length */
    /* NULL: the model has no such data. */
    NTSTATUS (*set)(PETHREAD caller, struct se_token *token, const union information *given);
};

#define CLASS(name)      .class = (name), .right = TOKEN_ADJUST_DEFAULT
#define HOLDING(word)    .privilege = SE_##word##_PRIVILEGE
#define NUMBER(function) .size = sizeof(ULONG), .set = (function)

static const struct settable classes[] = {
    {CLASS(TokenOwner), .size = sizeof(TOKEN_OWNER), .followed = true, .set = set_owner},
    {CLASS(TokenPrimaryGroup), .size = sizeof(TOKEN_PRIMARY_GROUP), .followed = true,
     .set = set_primary_group},
    {CLASS(TokenDefaultDacl), .size = sizeof(TOKEN_DEFAULT_DACL), .followed = true,
     .set = set_default_dacl},
    {.class = TokenSessionId,
     .right = TOKEN_ADJUST_SESSIONID | TOKEN_ADJUST_DEFAULT,
     HOLDING(TCB),
     NUMBER(set_session_id)},
    {CLASS(TokenSessionReference), HOLDING(TCB)},
    {CLASS(TokenAuditPolicy), HOLDING(TCB)},
    {CLASS(TokenOrigin), HOLDING(TCB), .size = sizeof(TOKEN_ORIGIN), .set = set_origin},
    {CLASS(TokenLinkedToken), HOLDING(CREATE_TOKEN), .size = sizeof(TOKEN_LINKED_TOKEN),
     .set = set_linked_token},
    {CLASS(TokenVirtualizationAllowed), HOLDING(CREATE_TOKEN), NUMBER(allow_virtualization)},
    {CLASS(TokenVirtualizationEnabled), NUMBER(enable_virtualization)},
    {CLASS(TokenIntegrityLevel), .size = sizeof(TOKEN_MANDATORY_LABEL), .followed = true,
     .set = set_integrity},
    {CLASS(TokenUIAccess), HOLDING(TCB), NUMBER(set_ui_access)},
    {CLASS(TokenMandatoryPolicy), HOLDING(TCB), NUMBER(set_mandatory_policy)},
    {CLASS(TokenSecurityAttributes), HOLDING(TCB)},
    {CLASS(TokenPrivateNameSpace), HOLDING(TCB)},
    {CLASS(TokenChildProcessFlags), HOLDING(TCB)},
};

/* NULL if information of that class cannot be set. */
static const struct settable *find_row(const struct srm_world *w, TOKEN_INFORMATION_CLASS class)
{
    const struct settable *found = NULL;

    if (!se_information_class(w, class))
        return NULL;
    for (size_t i = 0; i < sizeof classes / sizeof *classes && !found; i++)
        if (classes[i].class == class)
            found = &classes[i];
    return rule_on(w, information, class_settable, found != NULL, NUMBER_FACT("class", class))
               ? found
               : NULL;
}

static NTSTATUS set_by_handle(PETHREAD caller, HANDLE handle, TOKEN_INFORMATION_CLASS class,
                              const void *buffer, ULONG length)
{
    struct srm_world *w = caller->header.world;
    const struct settable *row;
    union information given;
    struct nt_found found;
    NTSTATUS status = nt_find_object(caller, handle, &se_token_type, &found);

    if (!NT_SUCCESS(status))
        return status;
    row = find_row(w, class);
    if (!row)
        return STATUS_INVALID_INFO_CLASS;
    status = nt_demand_rights(caller, &found, row->right);
    if (NT_SUCCESS(status))
        status = client_demand_privilege(caller, row->privilege);
    if (!NT_SUCCESS(status))
        return status;
    if (!rule_on(w, information, class_modelled, row->set != NULL, NUMBER_FACT("class", class)))
        return world_not_modelled(w, "this class of NtSetInformationToken");
    if (!rule_on(w, information, length_matches,
                 length == row->size || (row->followed && length > row->size),
                 NUMBER_FACT("length", length), NUMBER_FACT("needed", row->size)))
        return STATUS_INFO_LENGTH_MISMATCH;
    status = nt_capture(caller, &given, buffer, row->size);
    return NT_SUCCESS(status) ? row->set(caller, found.object, &given) : status;
}

NTSTATUS NtSetInformationToken(HANDLE TokenHandle, TOKEN_INFORMATION_CLASS TokenInformationClass,
                               PVOID TokenInformation, ULONG TokenInformationLength)
{
    PETHREAD caller = ps_current_thread();
    NTSTATUS status;

    call_enter(caller->header.world, HANDLE_FACT("TokenHandle", TokenHandle),
               NUMBER_FACT("TokenInformationClass", TokenInformationClass),
               NUMBER_FACT("TokenInformationLength", TokenInformationLength));
    status = set_by_handle(caller, TokenHandle, TokenInformationClass, TokenInformation,
                           TokenInformationLength);
    leave_status(caller->header.world, status);
    return status;
}
