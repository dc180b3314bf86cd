/* What privileges grant (access-check ): only what was asked for by name. */
#include "se/access/decide.h"

#include "ex/rules.h"

static void grant(struct se_decision *decision, ACCESS_MASK right, LONG privilege)
{
    decision->granted |= right;
    decision->verdict->used |= SE_PRIVILEGE_BIT(privilege);
    if (se_decision_explains(decision))
        se_decision_note(decision, (struct se_step){.stage = SE_STAGE_PRIVILEGES,
                                                    .effect = SE_EFFECT_ALLOWED,
                                                    .match = SE_MATCH_NONE,
                                                    .privilege = privilege,
                                                    .rights = right,
                                                    .remaining = se_decision_wanted(decision)});
}

static NTSTATUS refuse_security(struct se_decision *decision)
{
    if (se_decision_explains(decision))
        se_decision_note(decision, (struct se_step){.stage = SE_STAGE_PRIVILEGES,
                                                    .effect = SE_EFFECT_DENIED,
                                                    .match = SE_MATCH_NONE,
                                                    .privilege = SE_SECURITY_PRIVILEGE,
                                                    .rights = ACCESS_SYSTEM_SECURITY,
                                                    .remaining = se_decision_wanted(decision)});
    return se_decision_refuse(decision, STATUS_PRIVILEGE_NOT_HELD, ACCESS_SYSTEM_SECURITY);
}

/* */
static void grant_ownership(struct se_decision *decision)
{
    const struct srm_world *w = decision->w;
    const struct se_token *token = decision->token;
    const bool asked = (decision->specific & WRITE_OWNER) != 0;

    if (rule(w, access, take_ownership,
             asked && se_token_has_enabled(token, SE_TAKE_OWNERSHIP_PRIVILEGE)))
        grant(decision, WRITE_OWNER, SE_TAKE_OWNERSHIP_PRIVILEGE);
    else if (asked &&
             rule(w, access, relabel_privilege,
                  se_token_has_enabled(token, SE_RELABEL_PRIVILEGE)) &&
             policy(w, relabel_ownership))
        grant(decision, WRITE_OWNER, SE_RELABEL_PRIVILEGE);
}

NTSTATUS se_stage_privileges(struct se_decision *decision)
{
    if (decision->specific & ACCESS_SYSTEM_SECURITY) {
        if (rule(decision->w, access, security_privilege_missing,
                 !se_token_has_enabled(decision->token, SE_SECURITY_PRIVILEGE)))
            return refuse_security(decision);
        grant(decision, ACCESS_SYSTEM_SECURITY, SE_SECURITY_PRIVILEGE);
    }
    grant_ownership(decision);
    return STATUS_SUCCESS;
}
