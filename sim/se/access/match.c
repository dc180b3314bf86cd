#include "se/access/match.h"

#include "ex/rules.h"
#include "rtl/sid.h"

bool se_is_owner_rights(const SID *sid)
{
    return rtl_sid_equal(sid, &rtl_owner_rights_sid.Sid);
}

const SID *se_match_short(const struct srm_world *w, const struct se_access_request *request,
                          const SID *sid)
{
    const SID *owner = request->descriptor->owner;

    if (se_is_owner_rights(sid))
        return rule_on(w, entry, means_owner, owner != NULL, SID_FACT("owner", owner)) ? owner
                                                                                       : sid;
    if (rtl_sid_equal(sid, &rtl_principal_self_sid.Sid))
        return rule(w, entry, means_self, request->self != NULL) ? request->self : sid;
    return sid;
}

/* What the attributes of that SID of the token make of an entry for it. */
static inline enum se_effect effect_of_group(const struct se_token *token, uint32_t place,
                                             bool denies)
{
    const struct srm_world *w = token->header.world;
    const uint32_t attributes = token->attributes->values[place];

    if (rule(w, entry, deny_only, (attributes & SE_GROUP_USE_FOR_DENY_ONLY) != 0))
        return denies ? SE_EFFECT_DENIED : SE_EFFECT_DENY_ONLY;
    if (rule(w, entry, enabled, place == 0 || (attributes & SE_GROUP_ENABLED)))
        return denies ? SE_EFFECT_DENIED : SE_EFFECT_ALLOWED;
    return SE_EFFECT_DISABLED;
}

enum se_effect se_match_promised(const struct se_token *token, const SID *sid, uint32_t slot,
                                 bool denies, uint32_t *match)
{
    struct se_search search = {
        .body = token->body,
        .sid = sid,
        .part = SE_PART_GROUPS,
        .tag = token->body->slots[slot].tag,
        .slot = slot,
    };
    enum se_effect effect = SE_EFFECT_NO_MATCH;

    while (effect > SE_EFFECT_DENIED && se_search_next(&search, match))
        effect = effect_of_group(token, *match, denies);
    return effect;
}

static enum se_effect match_part(const struct se_token *token, enum se_part part, const SID *sid,
                                 bool denies, uint32_t *match)
{
    struct se_search search = se_search_begin(token->body, part, sid);

    if (!se_search_next(&search, match))
        return SE_EFFECT_NO_MATCH;
    return denies ? SE_EFFECT_DENIED : SE_EFFECT_ALLOWED;
}

bool se_match_restricting(const struct se_token *token, const SID *sid)
{
    uint32_t match;

    return match_part(token, SE_PART_RESTRICTING, sid, false, &match) == SE_EFFECT_ALLOWED;
}

static const SID all_packages_header = {
    .Revision = SID_REVISION,
    .SubAuthorityCount = 2,
    .IdentifierAuthority = SECURITY_APP_PACKAGE_AUTHORITY,
    .SubAuthority = {SECURITY_APP_PACKAGE_BASE_RID},
};

/* S-1-15-2-rid: 1 for all packages, 2 for those too that are in no such group. */
static bool is_group_of_packages(const SID *sid, ULONG rid)
{
    return rtl_sid_part(sid, 0) == rtl_sid_part(&all_packages_header, 0) &&
           rtl_sid_sub_authority(sid, 0) == SECURITY_APP_PACKAGE_BASE_RID &&
           rtl_sid_sub_authority(sid, 1) == rid;
}

static bool is_of_package(const struct se_decision *decision, const SID *sid)
{
    const struct srm_world *w = decision->w;

    if (rule_on(w, entry, names_package, rtl_sid_equal(sid, &decision->token->body->package.Sid),
                SID_FACT("SID", sid)))
        return true;
    if (is_group_of_packages(sid, SECURITY_BUILTIN_PACKAGE_ANY_PACKAGE))
        return !rule(w, entry, less_privileged, se_token_is_less_privileged(decision->token));
    return rule_on(w, entry, names_restricted_packages,
                   is_group_of_packages(sid, SECURITY_BUILTIN_PACKAGE_ANY_RESTRICTED_PACKAGE),
                   SID_FACT("SID", sid));
}

/* what belongs to the user does not count for the package, too. */
static enum se_effect match_package(const struct se_decision *decision, const SID *sid, bool denies,
                                    uint32_t *match)
{
    uint32_t ignored;

    if (denies && !policy(decision->w, package_denials))
        return SE_EFFECT_NO_MATCH;
    if (!denies && se_match_groups(decision->token, sid, false, &ignored) == SE_EFFECT_ALLOWED)
        return SE_EFFECT_NO_MATCH;
    if (match_part(decision->token, SE_PART_CAPABILITIES, sid, denies, match) != SE_EFFECT_NO_MATCH)
        return denies ? SE_EFFECT_DENIED : SE_EFFECT_ALLOWED;
    if (!is_of_package(decision, sid))
        return SE_EFFECT_NO_MATCH;
    return denies ? SE_EFFECT_DENIED : SE_EFFECT_ALLOWED;
}

enum se_effect se_match_other(const struct se_decision *decision, enum se_stage stage,
                              const SID *sid, bool denies, uint32_t *match)
{
    return stage == SE_STAGE_RESTRICTING
               ? match_part(decision->token, SE_PART_RESTRICTING, sid, denies, match)
               : match_package(decision, sid, denies, match);
}
