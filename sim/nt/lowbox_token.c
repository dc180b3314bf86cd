/* NtCreateLowBoxToken. Sources: access-check.md O-33 and 2.9; NtDoc, NtCreateLowBoxToken. */
#include "ex/rules.h"
#include "nt/capture.h"
#include "nt/make_token.h"
#include "nt/probe.h"

#include <string.h>

/* O-33 says that most go; that these two stay is inferred. */
#define PRIVILEGES_LEFT \
    (SE_PRIVILEGE_BIT(SE_CHANGE_NOTIFY_PRIVILEGE) | SE_PRIVILEGE_BIT(SE_INC_WORKING_SET_PRIVILEGE))

/* What the call passes, captured. */
struct lowbox {
    PETHREAD caller;
    struct nt_attributes attributes;
    SE_SID package;
    struct nt_groups capabilities;
};

/* Is it S-1-15-base-...? */
static bool is_package_authority(const SID *sid, ULONG base)
{
    static const SID_IDENTIFIER_AUTHORITY authority = SECURITY_APP_PACKAGE_AUTHORITY;

    return sid->SubAuthorityCount > 0 && rtl_sid_sub_authority(sid, 0) == base &&
           memcmp(&sid->IdentifierAuthority, &authority, sizeof authority) == 0;
}

static NTSTATUS check_package(const struct srm_world *w, const SID *package)
{
    UCHAR length = package->SubAuthorityCount;

    if (!rule_on(w, lowbox, package_sid,
                 is_package_authority(package, SECURITY_APP_PACKAGE_BASE_RID),
                 SID_FACT("PackageSid", package)))
        return STATUS_INVALID_PARAMETER;
    return rule_on(w, lowbox, package_length,
                   length == SECURITY_APP_PACKAGE_RID_COUNT ||
                       length == SECURITY_CHILD_PACKAGE_RID_COUNT,
                   NUMBER_FACT("sub-authorities", length))
               ? STATUS_SUCCESS
               : STATUS_INVALID_PACKAGE_SID_LENGTH;
}

static NTSTATUS check_capabilities(struct srm_world *w, const struct nt_groups *capabilities)
{
    for (uint32_t i = 0; i < capabilities->count; i++) {
        const SID *sid = &capabilities->sids[i].Sid;

        if (!rule_on(w, lowbox, capability_sid,
                     is_package_authority(sid, SECURITY_CAPABILITY_BASE_RID),
                     SID_FACT("capability", sid)))
            return STATUS_INVALID_PARAMETER;
        if (!rule_on(w, lowbox, capability_enabled,
                     (capabilities->attributes[i] & SE_GROUP_ENABLED) != 0,
                     SID_FACT("capability", sid)))
            return world_not_modelled(w, "a capability that is not enabled");
    }
    return STATUS_SUCCESS;
}

static NTSTATUS capture_identity(struct lowbox *lowbox, const void *package,
                                 const SID_AND_ATTRIBUTES *capabilities, ULONG count)
{
    struct srm_world *w = lowbox->caller->header.world;
    NTSTATUS status = nt_capture_sid(lowbox->caller, package, &lowbox->package);

    if (NT_SUCCESS(status))
        status = check_package(w, &lowbox->package.Sid);
    if (NT_SUCCESS(status))
        status = nt_capture_sids(lowbox->caller, capabilities, count, &lowbox->capabilities);
    if (NT_SUCCESS(status))
        status = check_capabilities(w, &lowbox->capabilities);
    return status;
}

static NTSTATUS check_caller(const struct lowbox *lowbox, ULONG handle_count)
{
    struct srm_world *w = lowbox->caller->header.world;
    ULONG integrity = lowbox->caller->process->token->integrity;

    if (rule(w, lowbox, handles_given, handle_count > 0))
        return world_not_modelled(w, "a lowbox token that holds handles");
    return rule_on(w, lowbox, caller_medium, integrity >= SECURITY_MANDATORY_MEDIUM_RID,
                   INTEGRITY_FACT("process's integrity", integrity))
               ? STATUS_SUCCESS
               : STATUS_ACCESS_DENIED;
}

/* A pseudo handle does not do, whatever right is asked for (NtDoc). */
static NTSTATUS find_source(const struct lowbox *lowbox, HANDLE existing,
                            const struct se_token **source)
{
    struct srm_world *w = lowbox->caller->header.world;
    ACCESS_MASK needed = policy(w, lowbox_source) ? TOKEN_QUERY : TOKEN_DUPLICATE;
    struct nt_found found;
    NTSTATUS status = nt_find_object(lowbox->caller, existing, &se_token_type, &found);

    if (NT_SUCCESS(status))
        status =
            nt_demand_rights(lowbox->caller, &found, found.pseudo_token ? TOKEN_DUPLICATE : needed);
    if (!NT_SUCCESS(status))
        return status;
    *source = found.object;
    if (rule_on(w, lowbox, level_too_low,
                (*source)->type == TokenImpersonation && (*source)->level < SecurityImpersonation,
                LEVEL_FACT("source's level", (*source)->level)))
        return STATUS_BAD_IMPERSONATION_LEVEL;
    if (rule_on(w, lowbox, source_lowbox, (*source)->body->lowbox, TOKEN("source", *source)))
        return world_not_modelled(w, "a lowbox token made from a lowbox token");
    return STATUS_SUCCESS;
}

/* Always a primary token (NtDoc), always Low. */
static struct se_token *make(const struct lowbox *lowbox, const struct se_token *source)
{
    const struct se_body *body = source->body;
    struct se_token *token = se_token_derive(source,
                                             &(struct se_token_parts){
                                                 .user_and_groups = body->sids,
                                                 .count = body->count,
                                                 .restricting = se_token_restricting(source),
                                                 .restricting_count = body->restricting_count,
                                                 .capabilities = lowbox->capabilities.sids,
                                                 .capability_count = lowbox->capabilities.count,
                                                 .package = &lowbox->package.Sid,
                                                 .claims = body->claims,
                                             },
                                             NULL);

    token->type = TokenPrimary;
    token->integrity = SECURITY_MANDATORY_LOW_RID;
    token->present &= PRIVILEGES_LEFT;
    token->enabled &= PRIVILEGES_LEFT;
    token->enabled_by_default &= PRIVILEGES_LEFT;
    return token;
}

static NTSTATUS create(struct lowbox *lowbox, HANDLE existing, ACCESS_MASK desired, PHANDLE handle)
{
    struct nt_new_token wanted = {
        .caller = lowbox->caller,
        .desired = desired,
        .integrity = SECURITY_MANDATORY_LOW_RID,
        .attributes = &lowbox->attributes,
    };
    const struct se_token *source;
    NTSTATUS status = find_source(lowbox, existing, &source);

    if (NT_SUCCESS(status))
        status = nt_admit_token(&wanted);
    if (NT_SUCCESS(status))
        nt_deliver_token(&wanted, make(lowbox, source), handle);
    return status;
}

NTSTATUS NtCreateLowBoxToken(PHANDLE TokenHandle, HANDLE ExistingTokenHandle,
                             ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes,
                             PSID PackageSid, ULONG CapabilityCount,
                             PSID_AND_ATTRIBUTES Capabilities, ULONG HandleCount, HANDLE *Handles)
{
    struct lowbox lowbox = {.caller = ps_current_thread()};
    struct srm_world *w = lowbox.caller->header.world;
    NTSTATUS status;

    (void)Handles;
    call_enter(w, HANDLE_FACT("ExistingTokenHandle", ExistingTokenHandle),
               ACCESS_FACT("DesiredAccess", DesiredAccess),
               NUMBER_FACT("CapabilityCount", CapabilityCount),
               NUMBER_FACT("HandleCount", HandleCount));
    status = rule(w, lowbox, there, true)
                 ? nt_probe(lowbox.caller, TokenHandle)
                 : world_not_modelled(w, "NtCreateLowBoxToken before Windows 8");
    if (NT_SUCCESS(status))
        status = nt_capture_attributes(lowbox.caller, ObjectAttributes, &lowbox.attributes);
    if (NT_SUCCESS(status))
        status = capture_identity(&lowbox, PackageSid, Capabilities, CapabilityCount);
    if (NT_SUCCESS(status))
        status = check_caller(&lowbox, HandleCount);
    if (NT_SUCCESS(status))
        status = create(&lowbox, ExistingTokenHandle, DesiredAccess, TokenHandle);
    nt_attributes_release(w, &lowbox.attributes);
    nt_groups_release(w, &lowbox.capabilities);
    leave_status(w, status);
    return status;
}
