/*
 * Whose SID is this? Each walk over the DACL is made for one identity of the caller: the token's
 * user and groups, its restricting SIDs, or its package with the capabilities.
 */
#ifndef SE_ACCESS_MATCH_H
#define SE_ACCESS_MATCH_H

#include "se/access/decide.h"

/* What a SID in an entry means: OWNER RIGHTS the owner, PRINCIPAL SELF whom the caller says. */
const SID *se_match_meaning(const struct se_decision *decision, const SID *sid);

/*
 * SE_EFFECT_ALLOWED, or SE_EFFECT_DENIED for a deny entry, if the SID is one of that stage's, and
 * *match says which; else why not.
 */
enum se_effect se_match(const struct se_decision *decision, enum se_stage stage, const SID *sid,
                        bool denies, uint32_t *match);

/* Is it the token's user or one of its groups, for that kind of entry? */
enum se_effect se_match_groups(const struct se_token *token, const SID *sid, bool denies,
                               uint32_t *match);

/* Is it a restricting SID? */
bool se_match_restricting(const struct se_token *token, const SID *sid);

/* S-1-3-4 */
bool se_is_owner_rights(const SID *sid);

#endif
