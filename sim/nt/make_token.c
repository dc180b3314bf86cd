#include "nt/make_token.h"

#include "ex/pool.h"
#include "ex/rules.h"
#include "nt/probe.h"

static ULONG flags_of(const struct nt_new_token *wanted)
{
    return wanted->attributes ? wanted->attributes->flags : 0;
}

static NTSTATUS decide_rights(struct nt_new_token *wanted, bool as_self)
{
    struct srm_world *w = wanted->caller->header.world;
    struct nt_wish wish;

    if (rule_on(w, new_token, same_access, wanted->desired == 0 && wanted->same_access != 0,
                ACCESS_FACT("the source handle's rights", wanted->same_access))) {
        wanted->granted = wanted->same_access;
        return STATUS_SUCCESS;
    }
    wish = (struct nt_wish){
        .subject = client_subject_of(wanted->caller, as_self),
        .desired = wanted->desired,
        .flags = flags_of(wanted),
    };
    return nt_check_open(wanted->caller, &wish, &se_token_type, wanted->descriptor,
                         &wanted->granted);
}

/* Who gives the token a SACL may reach it, whatever was asked for; the privilege was demanded. */
static ACCESS_MASK rights_besides(const struct nt_new_token *wanted)
{
    const struct nt_attributes *attributes = wanted->attributes;
    bool given =
        attributes && attributes->descriptor_given && nt_describes_sacl(&attributes->descriptor);

    return rule(wanted->caller->header.world, new_token, sacl_given, given) ? ACCESS_SYSTEM_SECURITY
                                                                            : 0;
}

NTSTATUS nt_admit_token_with(struct nt_new_token *wanted, struct rtl_descriptor *descriptor,
                             bool as_self)
{
    ACCESS_MASK besides = rights_besides(wanted);
    NTSTATUS status;

    wanted->descriptor = descriptor;
    status = decide_rights(wanted, as_self);
    wanted->granted |= besides;
    if (NT_SUCCESS(status))
        status = nt_handle_granted(wanted->caller);
    if (!NT_SUCCESS(status))
        rtl_descriptor_dereference(wanted->caller->header.world, descriptor);
    return status;
}

NTSTATUS nt_token_granted(struct srm_world *w)
{
    return rule(w, pool, token, ex_pool_grants(w->pool, EX_ALLOCATION_Token))
               ? STATUS_SUCCESS
               : STATUS_INSUFFICIENT_RESOURCES;
}

NTSTATUS nt_admit_token(struct nt_new_token *wanted)
{
    const struct nt_attributes *attributes = wanted->attributes;
    struct rtl_descriptor *descriptor;
    NTSTATUS status = nt_token_granted(wanted->caller->header.world);

    if (NT_SUCCESS(status))
        status = nt_new_descriptor(
            wanted->caller, ps_effective_token(wanted->caller),
            attributes && attributes->descriptor_given ? &attributes->descriptor : NULL,
            wanted->integrity, &descriptor);
    if (NT_SUCCESS(status))
        status = nt_admit_token_with(wanted, descriptor, false);
    return status;
}

void nt_deliver_token(const struct nt_new_token *wanted, struct se_token *token, PHANDLE handle)
{
    token->header.descriptor = wanted->descriptor;
    nt_store_handle(handle, nt_insert(wanted->caller, token, wanted->granted, flags_of(wanted)));
    ob_dereference(token);
}
