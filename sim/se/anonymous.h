/*
 * The two tokens of the anonymous logon that a system has from its start: with and without
 * Everyone. Facts: access-check.md T-12, impersonation.md 6.6.
 */
#ifndef SE_ANONYMOUS_H
#define SE_ANONYMOUS_H

#include "se/token.h"

/* The world keeps it; no reference. */
struct se_token *se_anonymous_token(struct srm_world *w, bool with_everyone);

/* Drops what the world keeps of them. */
void se_anonymous_tokens_forget(struct srm_world *w);

#endif
