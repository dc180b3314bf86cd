#include "se/condition_attribute.h"

#include "ex/rules.h"

/* One search. */
struct search {
    const struct srm_world *w;
    const struct se_condition_context *context;
    const struct rtl_condition_token *name;
    struct se_effort *effort;
    struct rtl_claim *claim;
    bool found;
};

/* Takes the claim if it is the one that is looked for; the last one counts. */
static void consider(struct search *search, const struct rtl_claim *claim)
{
    const struct srm_world *w = search->w;
    const ULONG flags = claim->flags;

    se_effort_spend(search->effort, claim->name_size);
    if (!rtl_claim_is_named(claim, search->name->bytes, search->name->size) ||
        rule(w, condition, claim_disabled, flags & CLAIM_SECURITY_ATTRIBUTE_DISABLED) ||
        rule(w, condition, claim_denies_only,
             (flags & CLAIM_SECURITY_ATTRIBUTE_USE_FOR_DENY_ONLY) && !search->context->denies))
        return;
    if (rule(w, condition, name_repeated, search->found) || !search->found)
        *search->claim = *claim;
    search->found = true;
}

static void search_token(struct search *search, enum se_claims_source source)
{
    struct rtl_claim claim;
    size_t at = 0;

    while (se_claims_next(search->context->token->body->claims, source, &at, &claim))
        consider(search, &claim);
}

static void search_resource(struct search *search)
{
    const struct srm_world *w = search->w;
    struct rtl_acl_cursor cursor = {.index = 0};
    struct rtl_claim claim;
    struct rtl_ace ace;

    if (!search->context->sacl)
        return;
    while (rtl_acl_next(search->context->sacl, &cursor, &ace)) {
        se_effort_spend(search->effort, ace.data_size);
        if (ace.type == SYSTEM_RESOURCE_ATTRIBUTE_ACE_TYPE &&
            rule(w, condition, resource_counts, !(ace.flags & INHERIT_ONLY_ACE)) &&
            rule(w, condition, claim_valid, rtl_claim_read(ace.data, ace.data_size, &claim)))
            consider(search, &claim);
    }
}

bool se_condition_attribute(const struct srm_world *w, const struct se_condition_context *context,
                            const struct rtl_condition_token *name, struct se_effort *effort,
                            struct rtl_claim *claim)
{
    struct search search = {
        .w = w, .context = context, .name = name, .effort = effort, .claim = claim};

    switch (name->row->code) {
    case RTL_CONDITION_LOCAL_ATTRIBUTE:
        search_token(&search, SE_CLAIMS_LOCAL);
        break;
    case RTL_CONDITION_USER_ATTRIBUTE:
        search_token(&search, SE_CLAIMS_USER);
        break;
    case RTL_CONDITION_DEVICE_ATTRIBUTE:
        search_token(&search, SE_CLAIMS_DEVICE);
        break;
    default:
        search_resource(&search);
        break;
    }
    return rule(w, condition, attribute_found, search.found);
}
