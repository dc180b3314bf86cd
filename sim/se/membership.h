/* Is somebody a member of a group, as far as a grant is concerned? Source: access-check.md A-72. */
#ifndef SE_MEMBERSHIP_H
#define SE_MEMBERSHIP_H

#include "se/token.h"

/*
 * Would an entry that allows something to this SID alone allow it to the token? An access check
 * against such a list says so, whatever the token's integrity is. CTMF_* lets AppContainers in,
 * which else are members of nothing.
 */
bool se_token_is_member(const struct se_token *token, const SID *sid, DWORD flags);

/* Has an AppContainer's token this capability, enabled? Rule membership.capability. */
bool se_token_has_capability(const struct se_token *token, const SID *sid);

#endif
