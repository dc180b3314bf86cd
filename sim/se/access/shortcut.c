#include "se/access/shortcut.h"

#include "ex/rules.h"
#include "rtl/mapping.h"
#include "se/access/match.h"

#define OWNING_PRIVILEGES \
    (SE_PRIVILEGE_BIT(SE_TAKE_OWNERSHIP_PRIVILEGE) | SE_PRIVILEGE_BIT(SE_RELABEL_PRIVILEGE))

/* Has only the DACL a say about such a request, for the token's user and groups? */
static inline bool only_groups_count(const struct se_access_request *request,
                                     const struct se_token *token, ACCESS_MASK desired)
{
    const struct rtl_view *view = request->descriptor;

    return view->dacl && !view->sacl && token->integrity >= view->label && !request->types &&
           !request->journal && !token->body->lowbox && !se_token_is_restricted(token) &&
           (desired & SE_NOT_GRANTABLE & ~MAXIMUM_ALLOWED) == 0 &&
           ((desired & WRITE_OWNER) == 0 || (token->enabled & OWNING_PRIVILEGES) == 0);
}

/*
 * The rights that plain entries allow, of those wanted: each is decided by the first that mentions
 * it. 0 if another entry might have a say; or a denial, while rights are asked for by name.
 */
static inline ACCESS_MASK allowed_by_entries(const struct srm_world *w,
                                             const struct se_access_request *request,
                                             const struct se_token *token, ACCESS_MASK wanted,
                                             bool by_name)
{
    const GENERIC_MAPPING *const mapping = request->mapping;
    const ACL *dacl = request->descriptor->dacl;
    const unsigned char *at = (const unsigned char *)(dacl + 1);
    ACCESS_MASK allowed = 0, fresh;
    ACCESS_ALLOWED_ACE ace;
    enum se_effect effect;
    uint32_t match;

    for (unsigned left = dacl->AceCount; left > 0; left--, at += ace.Header.AceSize) {
        const SID *sid = (const SID *)(const void *)(at + offsetof(ACCESS_ALLOWED_ACE, SidStart));

        memcpy(&ace.Header, at, sizeof ace.Header);
        if (ace.Header.AceType > ACCESS_DENIED_ACE_TYPE)
            return 0; /* and perhaps nothing but a header */
        memcpy(&ace.Mask, at + offsetof(ACCESS_ALLOWED_ACE, Mask), sizeof ace.Mask);
        fresh = rtl_mapping_apply(mapping, ace.Mask) & wanted;
        if (fresh == 0 || (ace.Header.AceFlags & INHERIT_ONLY_ACE))
            continue;
        effect = se_match_groups(token, se_match_meaning(w, request, sid),
                                 ace.Header.AceType == ACCESS_DENIED_ACE_TYPE, &match);
        if (effect > SE_EFFECT_DENIED)
            continue;
        if (effect == SE_EFFECT_ALLOWED)
            allowed |= fresh;
        else if (by_name)
            return 0;
        wanted &= ~fresh;
        if (wanted == 0)
            break;
    }
    return allowed;
}

/* Ownership would add to a maximum, and a policy may take from it. */
static bool maximum_is_plain(const struct srm_world *w, const struct se_access_request *request,
                             const struct se_token *token)
{
    const SID *owner = request->descriptor->owner;
    uint32_t match;

    return !policy(w, maximum_clipped) &&
           (!owner || se_match_groups(token, owner, false, &match) != SE_EFFECT_ALLOWED);
}

ACCESS_MASK se_access_plainly_granted(const struct srm_world *w,
                                      const struct se_access_request *request)
{
    const struct se_token *token = se_subject_token(request->subject);
    const ACCESS_MASK desired = rtl_mapping_apply(request->mapping, request->desired);
    const bool maximum = (desired & MAXIMUM_ALLOWED) != 0;
    ACCESS_MASK allowed;

    if (!group_is_plain(w, access) || !group_is_plain(w, entry) ||
        !only_groups_count(request, token, desired) ||
        (maximum && !maximum_is_plain(w, request, token)))
        return 0;
    allowed =
        allowed_by_entries(w, request, token, maximum ? ~SE_NOT_GRANTABLE : desired, !maximum);
    if ((desired & ~MAXIMUM_ALLOWED & ~allowed) != 0 ||
        (maximum && (allowed & ~request->previously_granted) == 0))
        return 0;
    return allowed != 0 ? allowed | request->previously_granted : 0;
}
