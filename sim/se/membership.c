#include "se/membership.h"

#include "ex/rules.h"

/* The user counts without SE_GROUP_ENABLED too (T-17). */
static bool is_enabled(const struct se_token *token, const SID *sid)
{
    for (uint32_t i = 0; i < token->body->count; i++) {
        uint32_t attributes = token->attributes->values[i];

        if (rtl_sid_equal(&token->body->sids[i].Sid, sid) &&
            (i == 0 || (attributes & SE_GROUP_ENABLED)) &&
            !(attributes & SE_GROUP_USE_FOR_DENY_ONLY))
            return true;
    }
    return false;
}

static bool restricting_sids_have(const struct se_token *token, const SID *sid)
{
    const SE_SID *restricting = se_token_restricting(token);

    for (uint32_t i = 0; i < token->body->restricting_count; i++)
        if (rtl_sid_equal(&restricting[i].Sid, sid))
            return true;
    return !se_token_is_restricted(token);
}

bool se_token_is_member(const struct se_token *token, const SID *sid)
{
    const struct srm_world *w = token->header.world;

    if (rule_on(w, membership, app_container, token->body->lowbox, TOKEN("token", token)))
        return false;
    return rule_on(w, membership, sid_enabled, is_enabled(token, sid), TOKEN("token", token),
                   SID_FACT("SID", sid)) &&
           rule_on(w, membership, among_restricting, restricting_sids_have(token, sid),
                   TOKEN("token", token), SID_FACT("SID", sid));
}
