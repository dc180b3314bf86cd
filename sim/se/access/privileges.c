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

NTSTATUS se_stage_privileges(struct se_decision *decision)
{
    const struct srm_world *w = decision->w;
    const struct se_token *token = decision->token;
    const bool security = (decision->specific & ACCESS_SYSTEM_SECURITY) != 0;
    const bool ownership = (decision->specific & WRITE_OWNER) != 0;

    if (rule(w, access, security_privilege_missing,
             security && !se_token_has_enabled(token, SE_SECURITY_PRIVILEGE)))
        return refuse_security(decision);
    if (security)
        grant(decision, ACCESS_SYSTEM_SECURITY, SE_SECURITY_PRIVILEGE);
    if (rule(w, access, take_ownership,
             ownership && se_token_has_enabled(token, SE_TAKE_OWNERSHIP_PRIVILEGE)))
        grant(decision, WRITE_OWNER, SE_TAKE_OWNERSHIP_PRIVILEGE);
    else if (ownership &&
             rule(w, access, relabel_privilege,
                  se_token_has_enabled(token, SE_RELABEL_PRIVILEGE)) &&
             policy(w, relabel_ownership))
        grant(decision, WRITE_OWNER, SE_RELABEL_PRIVILEGE);
    return STATUS_SUCCESS;
}
