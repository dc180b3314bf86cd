/*
 * NtSetInformationToken. Of the classes that can be set only TokenDefaultDacl is modelled yet; the
 * others say so. Source: access-check.md O-30.
 */
#include "ex/pool.h"
#include "ex/rules.h"
#include "nt/open.h"
#include "nt/probe.h"

static bool class_is_settable(TOKEN_INFORMATION_CLASS class)
{
    static const TOKEN_INFORMATION_CLASS settable[] = {
        TokenOwner,
        TokenPrimaryGroup,
        TokenDefaultDacl,
        TokenSessionId,
        TokenSessionReference,
        TokenAuditPolicy,
        TokenOrigin,
        TokenLinkedToken,
        TokenVirtualizationAllowed,
        TokenVirtualizationEnabled,
        TokenIntegrityLevel,
        TokenUIAccess,
        TokenMandatoryPolicy,
        TokenSecurityAttributes,
        TokenPrivateNameSpace,
        TokenChildProcessFlags,
    };

    for (size_t i = 0; i < sizeof settable / sizeof *settable; i++)
        if (settable[i] == class)
            return true;
    return false;
}

/* The list that the caller passed, checked; the caller of this function owns the copy. */
static NTSTATUS capture_dacl(PETHREAD caller, const ACL *acl, struct rtl_acl **copy)
{
    struct srm_world *w = caller->header.world;
    ACL header;
    NTSTATUS status;

    *copy = NULL;
    if (acl) {
        status = nt_capture(caller, &header, acl, sizeof header);
        if (!NT_SUCCESS(status))
            return status;
        if (header.AclSize >= sizeof header)
            *copy = rtl_acl_copy(w, acl, header.AclSize);
    }
    if (rule(w, information, dacl_valid,
             !acl || (*copy && rtl_acl_valid(&(*copy)->bytes, header.AclSize))))
        return STATUS_SUCCESS;
    rtl_acl_dereference(w, *copy);
    return STATUS_INVALID_ACL;
}

static NTSTATUS set_default_dacl(PETHREAD caller, struct se_token *token, const void *buffer,
                                 ULONG length)
{
    struct srm_world *w = caller->header.world;
    TOKEN_DEFAULT_DACL information;
    struct rtl_acl *dacl;
    size_t size;
    NTSTATUS status;

    if (!rule_on(w, information, length_matches, length == sizeof information,
                 NUMBER_FACT("length", length)))
        return STATUS_INFO_LENGTH_MISMATCH;
    status = nt_capture(caller, &information, buffer, sizeof information);
    if (NT_SUCCESS(status))
        status = capture_dacl(caller, information.DefaultDacl, &dacl);
    if (!NT_SUCCESS(status))
        return status;

    size = se_token_dynamic_size(token, dacl ? dacl->size : 0);
    if (!rule_on(w, information, dynamic_part_fits, size <= token->dynamic_charged,
                 NUMBER_FACT("needed", size), NUMBER_FACT("charged", token->dynamic_charged)))
        status = STATUS_ALLOTTED_SPACE_EXCEEDED;
    else if (!rule(w, pool, dynamic_part, ex_pool_grants(w->pool, EX_ALLOCATION_DynamicPart)))
        status = STATUS_INSUFFICIENT_RESOURCES;
    else
        se_token_set_default_dacl(token, dacl);
    rtl_acl_dereference(w, dacl);
    return status;
}

static NTSTATUS set_by_handle(PETHREAD caller, HANDLE handle, TOKEN_INFORMATION_CLASS class,
                              const void *buffer, ULONG length)
{
    struct srm_world *w = caller->header.world;
    ACCESS_MASK granted = 0;
    void *token;
    NTSTATUS status = nt_find_object(caller, handle, &se_token_type, &token, &granted);

    if (!NT_SUCCESS(status))
        return status;
    if (!rule_on(w, information, class_settable, class_is_settable(class),
                 NUMBER_FACT("class", class)))
        return STATUS_INVALID_INFO_CLASS;
    if (!rule_on(w, information, class_modelled, class == TokenDefaultDacl,
                 NUMBER_FACT("class", class)))
        return world_not_modelled(w, "this class of NtSetInformationToken");
    status = nt_demand_rights(caller, &se_token_type, granted, TOKEN_ADJUST_DEFAULT);
    if (!NT_SUCCESS(status))
        return status;
    return set_default_dacl(caller, token, buffer, length);
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
