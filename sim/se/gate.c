#include "se/gate.h"

#include "ex/rules.h"
#include "rtl/luid.h"

static bool holds_impersonate_privilege(const struct srm_world *w, const struct se_token *token)
{
    uint64_t counted = policy(w, privilege_state) ? token->enabled : token->present;

    return (counted & SE_PRIVILEGE_BIT(SE_IMPERSONATE_PRIVILEGE)) != 0;
}

static bool is_anonymous_logon(const struct se_token *token)
{
    return rtl_luid_equal(token->AuthenticationId, (LUID)ANONYMOUS_LOGON_LUID);
}

static bool logged_on_from(const struct se_token *token, const struct se_token *process_token)
{
    return !rtl_luid_is_zero(token->OriginatingLogonSession) &&
           rtl_luid_equal(token->OriginatingLogonSession, process_token->AuthenticationId);
}

static bool is_of_other_package(const struct se_token *token, const struct se_token *process_token)
{
    return process_token->body->lowbox &&
           (!token->body->lowbox ||
            !rtl_sid_equal(&token->body->package.Sid, &process_token->body->package.Sid));
}

/* G7-G9: what a token of the process's own user can still lack or have too much of. */
static enum se_gate_verdict same_user_gate(const struct srm_world *w,
                                           const struct se_token *process_token,
                                           const struct se_token *token)
{
    bool process_restricted = se_token_is_restricted(process_token);
    bool token_restricted = se_token_is_restricted(token);

    if (rule_on(w, gate, token_less_restricted, process_restricted && !token_restricted,
                TOKEN("process token", process_token), TOKEN("token", token)))
        return SE_GATE_REFUSES_UNRESTRICTED;
    if (rule_on(w, gate, token_more_restricted, !process_restricted && token_restricted,
                TOKEN("process token", process_token), TOKEN("token", token)) &&
        !policy(w, restricted_token))
        return SE_GATE_REFUSES;
    if (rule_on(w, gate, other_package, is_of_other_package(token, process_token),
                TOKEN("process token", process_token), TOKEN("token", token)) &&
        policy(w, lowbox_gate))
        return SE_GATE_REFUSES;
    if (rule_on(w, gate, elevated_token, token->elevated && !process_token->elevated,
                FLAG_FACT("process token elevated", process_token->elevated),
                FLAG_FACT("token elevated", token->elevated)) &&
        policy(w, elevation_gate))
        return SE_GATE_REFUSES;
    return SE_GATE_ALLOWS;
}

enum se_gate_verdict se_gate(const struct srm_world *w, const struct se_token *process_token,
                             const struct se_token *token, SECURITY_IMPERSONATION_LEVEL level)
{
    if (rule_on(w, gate, below_impersonation, level < SecurityImpersonation,
                LEVEL_FACT("level", level)))
        return SE_GATE_ALLOWS;
    if (rule(w, gate, version_without_gate, true))
        return SE_GATE_ALLOWS;
    if (rule_on(w, gate, privilege_held, holds_impersonate_privilege(w, process_token),
                TOKEN("process token", process_token)))
        return SE_GATE_ALLOWS;
    if (rule_on(w, gate, anonymous_logon, is_anonymous_logon(token),
                LUID_FACT("token's logon session", token->AuthenticationId)))
        return policy(w, anonymous_token) ? SE_GATE_ALLOWS : SE_GATE_REFUSES;
    if (rule_on(w, gate, higher_integrity, token->integrity > process_token->integrity,
                INTEGRITY_FACT("process token's integrity", process_token->integrity),
                INTEGRITY_FACT("token's integrity", token->integrity)))
        return SE_GATE_REFUSES;
    if (rule_on(w, gate, logon_origin, logged_on_from(token, process_token),
                LUID_FACT("process's logon session", process_token->AuthenticationId),
                LUID_FACT("token's origin", token->OriginatingLogonSession)))
        return SE_GATE_ALLOWS;
    if (!rule_on(w, gate, same_user,
                 rtl_sid_equal(se_token_user(token), se_token_user(process_token)),
                 SID_FACT("process's user", se_token_user(process_token)),
                 SID_FACT("token's user", se_token_user(token))))
        return SE_GATE_REFUSES;
    return same_user_gate(w, process_token, token);
}
