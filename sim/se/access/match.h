/*
 * Whose SID is this? Each walk over the DACL is made for one identity of the caller: the token's
 * user and groups, its restricting SIDs, or its package with the capabilities.
 */
#ifndef SE_ACCESS_MATCH_H
#define SE_ACCESS_MATCH_H

#include "se/access/decide.h"

/* The meaning of a SID that may be OWNER RIGHTS, S-1-3-4, or PRINCIPAL SELF, S-1-5-10. */
const SID *se_match_short(const struct srm_world *w, const struct se_access_request *request,
                          const SID *sid);

/* What a SID in an entry means: OWNER RIGHTS the owner, PRINCIPAL SELF whom the caller says. */
static inline const SID *se_match_meaning(const struct srm_world *w,
                                          const struct se_access_request *request, const SID *sid)
{
    const ULONG number = sid->SubAuthorityCount == 1 ? sid->SubAuthority[0] : 0;

    return number == SECURITY_CREATOR_OWNER_RIGHTS_RID || number == SECURITY_PRINCIPAL_SELF_RID
               ? se_match_short(w, request, sid)
               : sid;
}

/* Is a SID whose search among the groups promises something at that slot one of them? */
enum se_effect se_match_promised(const struct se_token *token, const SID *sid, uint32_t slot,
                                 bool denies, uint32_t *match);

/* Is it the token's user or one of its groups, for that kind of entry? Sets *match only if so. */
static inline enum se_effect se_match_groups(const struct se_token *token, const SID *sid,
                                             bool denies, uint32_t *match)
{
    struct se_search search = se_search_begin(token->body, SE_PART_GROUPS, sid);

    return se_search_promises(&search) ? se_match_promised(token, sid, search.slot, denies, match)
                                       : SE_EFFECT_NO_MATCH;
}

/* The same for another of the stages that walk. */
enum se_effect se_match_other(const struct se_decision *decision, enum se_stage stage,
                              const SID *sid, bool denies, uint32_t *match);

/*
 * SE_EFFECT_ALLOWED, or SE_EFFECT_DENIED for a deny entry, if the SID is one of that stage's, and
 * *match says which; else why not.
 */
static inline enum se_effect se_match(const struct se_decision *decision, enum se_stage stage,
                                      const SID *sid, bool denies, uint32_t *match)
{
    return stage == SE_STAGE_DACL ? se_match_groups(decision->token, sid, denies, match)
                                  : se_match_other(decision, stage, sid, denies, match);
}

/* Is it a restricting SID? */
bool se_match_restricting(const struct se_token *token, const SID *sid);

/* S-1-3-4 */
bool se_is_owner_rights(const SID *sid);

#endif
