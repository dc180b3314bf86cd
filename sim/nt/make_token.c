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

/* Inline: it is on the way of every token that is duplicated. */
static inline NTSTATUS admit_with(struct nt_new_token *wanted, struct rtl_descriptor *descriptor,
                                  bool as_self)
{
    NTSTATUS status;

    wanted->descriptor = descriptor;
    status = decide_rights(wanted, as_self);
    if (NT_SUCCESS(status))
        status = nt_handle_granted(wanted->caller);
    if (!NT_SUCCESS(status))
        rtl_descriptor_dereference(wanted->caller->header.world, descriptor);
    return status;
}

NTSTATUS nt_admit_token_with(struct nt_new_token *wanted, struct rtl_descriptor *descriptor,
                             bool as_self)
{
    return admit_with(wanted, descriptor, as_self);
}

NTSTATUS nt_token_granted(struct srm_world *w)
{
    return rule(w, pool, token, ex_pool_grants(w->pool, EX_ALLOCATION_Token))
               ? STATUS_SUCCESS
               : STATUS_INSUFFICIENT_RESOURCES;
}

NTSTATUS nt_admit_token(struct nt_new_token *wanted)
{
    struct srm_world *w = wanted->caller->header.world;
    const struct nt_attributes *attributes = wanted->attributes;
    const struct rtl_described *given =
        attributes && attributes->descriptor_given ? &attributes->descriptor : NULL;
    struct rtl_descriptor *descriptor;
    NTSTATUS status = nt_token_granted(w);

    if (!NT_SUCCESS(status))
        return status;
    status = nt_new_descriptor(wanted->caller, ps_effective_token(wanted->caller), given,
                               wanted->integrity, &descriptor);
    if (!NT_SUCCESS(status))
        return status;
    status = admit_with(wanted, descriptor, false);
    if (given && rule(w, new_token, sacl_given, nt_describes_sacl(given)))
        wanted->granted |= ACCESS_SYSTEM_SECURITY;
    return status;
}

void nt_deliver_token(const struct nt_new_token *wanted, struct se_token *token, PHANDLE handle)
{
    token->header.descriptor = wanted->descriptor;
    nt_store_handle(handle, nt_insert(wanted->caller, token, wanted->granted, flags_of(wanted)));
    ob_dereference(token);
}
