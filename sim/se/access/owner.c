/* What owners have without an entry (access-check A-26). */
#include "se/access/decide.h"

#include "ex/rules.h"
#include "se/access/match.h"

static bool allows_or_denies(UCHAR type)
{
    return type <= ACCESS_DENIED_ACE_TYPE ||
           (type >= ACCESS_ALLOWED_COMPOUND_ACE_TYPE && type <= ACCESS_DENIED_OBJECT_ACE_TYPE) ||
           (type >= ACCESS_ALLOWED_CALLBACK_ACE_TYPE &&
            type <= ACCESS_DENIED_CALLBACK_OBJECT_ACE_TYPE);
}

/* Does the entry say, allowing or denying, what owners may do? */
static bool is_for_owners(const struct se_decision *decision, const struct rtl_ace *ace)
{
    return allows_or_denies(ace->type) && se_is_owner_rights(ace->sid) &&
           (!rule(decision->w, access, owner_rights_inherit_only,
                  (ace->flags & INHERIT_ONLY_ACE) != 0) ||
            policy(decision->w, inherit_only_owner_rights));
}

/* An entry of the most common types whose SID has another number than that of OWNER RIGHTS. */
static inline bool is_for_others(const ACE_HEADER *header, const unsigned char *at)
{
    const SID *sid = (const SID *)(const void *)(at + offsetof(ACCESS_ALLOWED_ACE, SidStart));

    return header->AceType <= ACCESS_DENIED_ACE_TYPE &&
           (sid->SubAuthorityCount != 1 ||
            sid->SubAuthority[0] != SECURITY_CREATOR_OWNER_RIGHTS_RID);
}

/* The place, from 1, of the first entry for OWNER RIGHTS; 0 if there is none. */
static unsigned owner_rights_entry(const struct se_decision *decision)
{
    const ACL *dacl = decision->request->descriptor->dacl;
    const unsigned char *at;
    ACE_HEADER header;

    if (!dacl)
        return 0;
    at = (const unsigned char *)dacl + sizeof *dacl;
    for (unsigned i = 0; i < dacl->AceCount; i++, at += header.AceSize) {
        struct rtl_acl_cursor cursor = {
            .offset = (size_t)(at - (const unsigned char *)dacl),
            .index = i,
        };
        struct rtl_ace ace;

        memcpy(&header, at, sizeof header);
        if (!is_for_others(&header, at) && rtl_acl_next(dacl, &cursor, &ace) &&
            is_for_owners(decision, &ace))
            return i + 1;
    }
    return 0;
}

/* Also of a restricted token, whose restricting SIDs are asked as far as they are to be. */
static ACCESS_MASK implied_rights(const struct se_decision *decision)
{
    const struct srm_world *w = decision->w;
    const SID *owner = decision->request->descriptor->owner;

    if (!se_token_is_restricted(decision->token) ||
        rule_on(w, access, owner_restricting, se_match_restricting(decision->token, owner),
                SID_FACT("owner", owner)))
        return READ_CONTROL | WRITE_DAC;
    return rule_on(w, access, owner_reads, decision->writes_restricted, SID_FACT("owner", owner))
               ? READ_CONTROL
               : 0;
}

static void note(struct se_decision *decision, enum se_effect effect, ACCESS_MASK rights,
                 unsigned entry, uint32_t match)
{
    if (se_decision_explains(decision))
        se_decision_note(decision, (struct se_step){.stage = SE_STAGE_OWNER,
                                                    .effect = effect,
                                                    .entry = (uint16_t)entry,
                                                    .match = match,
                                                    .mask = READ_CONTROL | WRITE_DAC,
                                                    .rights = rights,
                                                    .remaining = se_decision_wanted(decision)});
}

void se_stage_owner(struct se_decision *decision)
{
    const struct srm_world *w = decision->w;
    const SID *owner = decision->request->descriptor->owner;
    const ACCESS_MASK wanted = se_decision_wanted(decision) & (READ_CONTROL | WRITE_DAC);
    uint32_t match = SE_MATCH_NONE;
    enum se_effect effect = SE_EFFECT_NO_MATCH;
    ACCESS_MASK implied = 0;
    unsigned entry = 0;

    if (owner && wanted != 0)
        effect = se_match_groups(decision->token, owner, false, &match);
    if (effect == SE_EFFECT_ALLOWED) {
        entry = owner_rights_entry(decision);
        if (rule(w, access, owner_rights, entry != 0))
            effect = SE_EFFECT_NOT_WANTED;
        else
            implied = implied_rights(decision) & wanted;
    }
    if (rule_on(w, access, owner_implied, implied != 0,
                owner ? SID_FACT("owner", owner) : ob_fact("owner", NULL)))
        decision->granted |= implied;
    else if (effect == SE_EFFECT_ALLOWED)
        effect = SE_EFFECT_NO_MATCH;
    if (wanted != 0)
        note(decision, effect, implied, effect == SE_EFFECT_NOT_WANTED ? entry : 0, match);
}
