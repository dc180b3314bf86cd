/* Process trust labels (access-check A-20). */
#include "se/access/decide.h"

#include "ex/rules.h"
#include "rtl/mapping.h"
#include "rtl/sid.h"

static const SID trust_header = {
    .Revision = SID_REVISION,
    .SubAuthorityCount = 2,
    .IdentifierAuthority = SECURITY_PROCESS_TRUST_AUTHORITY,
};

/* S-1-19-type-level; whatever else stands in a label is above every token. */
static bool dominates(const struct se_token *token, const SID *label)
{
    return rtl_sid_part(label, 0) == rtl_sid_part(&trust_header, 0) &&
           token->trust_type >= rtl_sid_sub_authority(label, 0) &&
           token->trust_level >= rtl_sid_sub_authority(label, 1);
}

/* The first that is not for children only; its place from 1, 0 if there is none. */
static unsigned find_label(const ACL *sacl, struct rtl_ace *ace)
{
    struct rtl_acl_cursor cursor = {.index = 0};

    while (sacl && rtl_acl_next(sacl, &cursor, ace))
        if (ace->type == SYSTEM_PROCESS_TRUST_LABEL_ACE_TYPE && !(ace->flags & INHERIT_ONLY_ACE))
            return cursor.index;
    return 0;
}

NTSTATUS se_stage_trust_label(struct se_decision *decision)
{
    const struct srm_world *w = decision->w;
    const struct se_access_request *request = decision->request;
    struct rtl_ace ace;
    unsigned entry = find_label(request->descriptor->sacl, &ace);
    ACCESS_MASK allowed;

    if (entry == 0 ||
        !rule_on(w, access, trust_label, !dominates(decision->token, ace.sid),
                 SID_FACT("object's trust label", ace.sid), TOKEN("token", decision->token)))
        return STATUS_SUCCESS;
    allowed = rtl_mapping_apply(request->mapping, ace.mask) | ACCESS_SYSTEM_SECURITY;
    return se_decision_limit(
        decision, (struct se_step){.stage = SE_STAGE_TRUST_LABEL, .entry = (uint16_t)entry},
        allowed,
        rule_on(w, access, trust_label_permits, (decision->specific & ~allowed) == 0,
                ACCESS_FACT("not permitted", decision->specific & ~allowed)));
}
