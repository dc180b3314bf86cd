/* Is somebody a member of a group, as far as a grant is concerned? Source: access-check.md A-72. */
#ifndef SE_MEMBERSHIP_H
#define SE_MEMBERSHIP_H

#include "se/token.h"

/*
 * Would an entry that allows something to this SID alone allow it to the token? The answer of an
 * access check against such a list, found directly. Rules membership.*.
 */
bool se_token_is_member(const struct se_token *token, const SID *sid);

#endif
