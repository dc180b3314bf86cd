/* NtDuplicateToken, in the order of impersonation.md 4.1. */
#include "ex/pool.h"
#include "ex/rules.h"
#include "nt/open.h"
#include "nt/probe.h"

/* What the caller asks for, with its quality of service captured. */
struct duplication {
    PETHREAD caller;
    ACCESS_MASK desired;
    TOKEN_TYPE type;
    bool effective_only;
    bool qos_given;
    SECURITY_IMPERSONATION_LEVEL level; /* of the quality of service */
};

/* Steps 2 and 3: reads ObjectAttributes and what it points to. */
static NTSTATUS capture_attributes(struct duplication *wanted, const OBJECT_ATTRIBUTES *given)
{
    struct srm_world *w = wanted->caller->header.world;
    OBJECT_ATTRIBUTES attributes;
    SECURITY_QUALITY_OF_SERVICE qos;
    NTSTATUS status = nt_capture(wanted->caller, &attributes, given, sizeof attributes);

    if (!NT_SUCCESS(status))
        return status;
    if (!rule_on(w, duplicate, attributes_length, attributes.Length == sizeof attributes,
                 NUMBER_FACT("OBJECT_ATTRIBUTES.Length", attributes.Length)))
        return STATUS_INVALID_PARAMETER;
    if (rule(w, duplicate, descriptor_given, attributes.SecurityDescriptor != NULL))
        return world_not_modelled(w, "a security descriptor given to NtDuplicateToken");
    if (!attributes.SecurityQualityOfService)
        return STATUS_SUCCESS;
    status = nt_capture(wanted->caller, &qos, attributes.SecurityQualityOfService, sizeof qos);
    if (!NT_SUCCESS(status))
        return status;
    if (!rule_on(w, duplicate, attributes_length, qos.Length == sizeof qos,
                 NUMBER_FACT("SECURITY_QUALITY_OF_SERVICE.Length", qos.Length)))
        return STATUS_INVALID_PARAMETER;
    if (!rule(w, pool, captured_qos, ex_pool_grants(w->pool, EX_ALLOCATION_CapturedQos)))
        return STATUS_INSUFFICIENT_RESOURCES;
    wanted->qos_given = true;
    wanted->level = qos.ImpersonationLevel;
    return STATUS_SUCCESS;
}

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

/* Step 10: what the new handle gets, judged by the new object's own descriptor (IMP-C30). */
static NTSTATUS check_access(const struct duplication *wanted, const struct se_token *source,
                             const struct rtl_descriptor *descriptor, ACCESS_MASK source_access,
                             ACCESS_MASK *granted)
{
    SECURITY_SUBJECT_CONTEXT subject = client_subject_of(wanted->caller, false);

    if (rule_on(wanted->caller->header.world, duplicate, same_access, wanted->desired == 0,
                ACCESS_FACT("the source handle's rights", source_access))) {
        *granted = source_access;
        return STATUS_SUCCESS;
    }
    return nt_check_open(wanted->caller, &subject, &source->header, descriptor, wanted->desired,
                         granted);
}

/* Steps 8 to 10: makes the token and its handle. */
static NTSTATUS make_duplicate(const struct duplication *wanted, const struct se_token *source,
                               ACCESS_MASK source_access, PHANDLE handle)
{
    PETHREAD caller = wanted->caller;
    struct srm_world *w = caller->header.world;
    SECURITY_IMPERSONATION_LEVEL level = new_level(w, wanted, source);
    bool strip = rule(w, duplicate, effective_only, wanted->effective_only);
    struct rtl_descriptor *descriptor;
    ACCESS_MASK granted = 0;
    NTSTATUS status;

    if (!rule(w, pool, token, ex_pool_grants(w->pool, EX_ALLOCATION_Token)))
        return STATUS_INSUFFICIENT_RESOURCES;
    descriptor = se_token_default_descriptor(ps_effective_token(caller), source->integrity);
    status = check_access(wanted, source, descriptor, source_access, &granted);
    if (NT_SUCCESS(status))
        status = nt_handle_granted(caller);
    if (!NT_SUCCESS(status)) {
        rtl_descriptor_dereference(w, descriptor);
        return status;
    }

    struct se_token *copy = se_token_copy(source, wanted->type, level, strip);

    copy->header.descriptor = descriptor;
    nt_store_handle(handle, nt_insert(caller, copy, granted));
    ob_dereference(copy);
    return STATUS_SUCCESS;
}

static NTSTATUS duplicate(struct duplication *wanted, HANDLE existing,
                          POBJECT_ATTRIBUTES attributes, PHANDLE handle)
{
    struct srm_world *w = wanted->caller->header.world;
    ACCESS_MASK source_access = 0;
    void *source;
    NTSTATUS status;

    if (!rule(w, duplicate, type_valid,
              wanted->type == TokenPrimary || wanted->type == TokenImpersonation))
        return STATUS_INVALID_PARAMETER;
    status = nt_probe(wanted->caller, handle);
    if (NT_SUCCESS(status) && attributes)
        status = capture_attributes(wanted, attributes);
    if (NT_SUCCESS(status))
        status = nt_find_object(wanted->caller, existing, &se_token_type, &source, &source_access);
    if (NT_SUCCESS(status))
        status = nt_demand_rights(wanted->caller, &se_token_type, source_access, TOKEN_DUPLICATE);
    if (NT_SUCCESS(status))
        status = check_levels(w, wanted, source);
    if (NT_SUCCESS(status))
        status = make_duplicate(wanted, source, source_access, handle);
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
