/*
 * Evaluating the conditions of callback entries (access-check 2.11). A condition is asked about a
 * token and the resource attributes of an object; what it cannot decide is unknown, which keeps an
 * entry from allowing and makes it deny: se_condition_applies.
 *
 * Nothing is allocated. What a condition costs grows with its length and with the claims that it
 * names; comparing two lists of values costs about as much as reading them.
 */
#ifndef SE_CONDITION_H
#define SE_CONDITION_H

#include "rtl/acl.h"
#include "se/token.h"

enum se_truth { SE_FALSE, SE_TRUE, SE_UNKNOWN };

/* Which SIDs of the token Member_of and the like see. */
enum se_condition_members {
    SE_MEMBERS_ENABLED,     /* for entries that allow */
    SE_MEMBERS_DENIED,      /* for entries that deny: enabled and deny-only ones */
    SE_MEMBERS_RESTRICTING, /* the restricting SIDs, in the second pass */
};

/* Whom and what a condition is asked about. */
struct se_condition_context {
    const struct se_token *token;
    enum se_condition_members members;
    bool denies;     /* the entry denies: claims that are for deny entries only count */
    const ACL *sacl; /* whose resource attributes count; NULL: none. Valid */
    const SID *self; /* what S-1-5-10 stands for; NULL: for itself */
};

/*
 * What the application data of a callback entry says, which begins with the signature
 * (rtl_condition_signed): SE_UNKNOWN too if it is malformed. Rules condition.*. Sets *truth always.
 * STATUS_SUCCESS; STATUS_NOT_IMPLEMENTED where the sources do not say what NT answers.
 */
NTSTATUS se_condition_evaluate(struct srm_world *w, const UCHAR *data, size_t size,
                               const struct se_condition_context *context, enum se_truth *truth);

/*
 * Does the entry apply: an allowing one if the condition is true, a denying one also if it is
 * unknown? Rules condition.allows, condition.denies.
 */
bool se_condition_applies(const struct srm_world *w, enum se_truth truth, bool denies);

#endif
