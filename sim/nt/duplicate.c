/* NtDuplicateToken, in the order of impersonation.md 4.1. */
#include "ex/rules.h"
#include "nt/make_token.h"
#include "nt/probe.h"

/* What the caller asks for. */
struct duplication {
    PETHREAD caller;
    ACCESS_MASK desired;
    TOKEN_TYPE type;
    bool effective_only;
    const struct nt_attributes *attributes;
    bool qos_given;
    SECURITY_IMPERSONATION_LEVEL level; /* of the quality of service */
};

static bool level_exists(SECURITY_IMPERSONATION_LEVEL level)
{
    return (ULONG)level <= SECURITY_MAX_IMPERSONATION_LEVEL;
}

/* Steps 5 to 7. */
static NTSTATUS check_levels(const struct srm_world *w, const struct duplication *wanted,
                             const struct se_token *source)
{
    bool to_primary = wanted->type == TokenPrimary;
    bool from_impersonation = source->type == TokenImpersonation;
    bool above = from_impersonation && wanted->qos_given && wanted->level > source->level;
    bool too_low = from_impersonation && to_primary && source->level < SecurityImpersonation;

    if (rule_on(w, duplicate, level_above_source, above, TOKEN("source", source),
                LEVEL_FACT("level asked for", wanted->level),
                LEVEL_FACT("source's level", source->level)) &&
        (!to_primary || too_low || policy(w, primary_above_source)))
        return STATUS_BAD_IMPERSONATION_LEVEL;
    if (rule_on(w, duplicate, source_level_too_low, too_low, TOKEN("source", source),
                LEVEL_FACT("source's level", source->level)))
        return STATUS_BAD_IMPERSONATION_LEVEL;
    if (!rule_on(w, duplicate, level_valid,
                 to_primary || !wanted->qos_given || level_exists(wanted->level),
                 LEVEL_FACT("level asked for", wanted->level)))
        return policy(w, invalid_level) ? STATUS_BAD_IMPERSONATION_LEVEL : STATUS_INVALID_PARAMETER;
    return STATUS_SUCCESS;
}

/* Step 8. A level that does not exist is not recorded in a primary token. */
static SECURITY_IMPERSONATION_LEVEL new_level(const struct srm_world *w,
                                              const struct duplication *wanted,
                                              const struct se_token *source)
{
    if (rule(w, duplicate, qos_given, wanted->qos_given && level_exists(wanted->level)))
        return wanted->level;
    return source->level;
}

/* Steps 8 to 10: makes the token and its handle. */
static NTSTATUS make_duplicate(const struct duplication *wanted, const struct nt_found *source,
                               PHANDLE handle)
{
    struct srm_world *w = wanted->caller->header.world;
    const struct se_token *token = source->object;
    SECURITY_IMPERSONATION_LEVEL level = new_level(w, wanted, token);
    bool strip = rule(w, duplicate, effective_only, wanted->effective_only);
    struct nt_new_token copy = {
        .caller = wanted->caller,
        .desired = wanted->desired,
        .same_access = source->granted,
        .integrity = token->integrity,
        .attributes = wanted->attributes,
    };
    NTSTATUS status = nt_admit_token(&copy);

    if (NT_SUCCESS(status))
        nt_deliver_token(&copy, se_token_copy(token, wanted->type, level, strip), handle);
    return status;
}

/* Steps 4 to 10, with everything captured. */
static NTSTATUS duplicate_captured(const struct duplication *wanted, HANDLE existing,
                                   PHANDLE handle)
{
    struct nt_found source;
    NTSTATUS status = nt_find_object(wanted->caller, existing, &se_token_type, &source);

    if (NT_SUCCESS(status))
        status = nt_demand_rights(wanted->caller, &source, TOKEN_DUPLICATE);
    if (NT_SUCCESS(status))
        status = check_levels(wanted->caller->header.world, wanted, source.object);
    if (NT_SUCCESS(status))
        status = make_duplicate(wanted, &source, handle);
    return status;
}

static NTSTATUS duplicate(struct duplication *wanted, HANDLE existing,
                          const OBJECT_ATTRIBUTES *given, PHANDLE handle)
{
    struct srm_world *w = wanted->caller->header.world;
    struct nt_attributes attributes;
    NTSTATUS status;

    if (!rule(w, duplicate, type_valid,
              wanted->type == TokenPrimary || wanted->type == TokenImpersonation))
        return STATUS_INVALID_PARAMETER;
    status = nt_probe(wanted->caller, handle);
    if (NT_SUCCESS(status))
        status = nt_capture_attributes(wanted->caller, given, &attributes);
    if (!NT_SUCCESS(status))
        return status;
    wanted->attributes = &attributes;
    wanted->qos_given = attributes.qos_given;
    if (wanted->qos_given)
        wanted->level = attributes.qos.ImpersonationLevel;
    status = duplicate_captured(wanted, existing, handle);
    nt_attributes_release(w, &attributes);
    return status;
}

NTSTATUS NtDuplicateToken(HANDLE ExistingTokenHandle, ACCESS_MASK DesiredAccess,
                          POBJECT_ATTRIBUTES ObjectAttributes, BOOLEAN EffectiveOnly,
                          TOKEN_TYPE Type, PHANDLE NewTokenHandle)
{
    struct duplication wanted = {
        .caller = ps_current_thread(),
        .desired = DesiredAccess,
        .type = Type,
        .effective_only = EffectiveOnly,
    };
    struct srm_world *w = wanted.caller->header.world;
    NTSTATUS status;

    call_enter(w, HANDLE_FACT("ExistingTokenHandle", ExistingTokenHandle),
               ACCESS_FACT("DesiredAccess", DesiredAccess),
               FLAG_FACT("EffectiveOnly", EffectiveOnly),
               EX_FACT("TokenType", FACT_TOKEN_TYPE, Type));
    status = duplicate(&wanted, ExistingTokenHandle, ObjectAttributes, NewTokenHandle);
    leave_status(w, status);
    return status;
}
