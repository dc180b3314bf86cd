#include "support/reference_gate.h"

#include <string.h>

static bool same(const SE_SID *a, const SE_SID *b)
{
    return memcmp(a->Buffer, b->Buffer, 8 + 4 * (size_t)a->Sid.SubAuthorityCount) == 0;
}

static uint64_t number(LUID luid)
{
    return (uint64_t)(uint32_t)luid.HighPart << 32 | luid.LowPart;
}

static bool holds_the_privilege(const struct reference_policies *policies,
                                const struct se_token *process)
{
    const uint64_t counted = policies->presence_counts ? process->present : process->enabled;

    return (counted >> 29 & 1) != 0;
}

/* G7 to G9; the user is the same by then. */
static bool same_user_allows(enum srm_profile version, const struct reference_policies *policies,
                             const struct se_token *process, const struct se_token *token)
{
    const bool process_restricted = process->body->restricting_count != 0;
    const bool token_restricted = token->body->restricting_count != 0;

    if (version >= SRM_PROFILE_NT5_2) {
        if (process_restricted && !token_restricted)
            return false;
        if (token_restricted && !process_restricted && policies->restricted_refused)
            return false;
    }
    if (version >= SRM_PROFILE_NT6_2 && !policies->lowbox_off && process->body->lowbox)
        if (!token->body->lowbox || !same(&token->body->package, &process->body->package))
            return false;
    if (version >= SRM_PROFILE_NT10_0 && !policies->elevation_off)
        if (token->elevated && !process->elevated)
            return false;
    return true;
}

bool reference_gate_allows(enum srm_profile version, const struct reference_policies *policies,
                           const struct se_token *process, const struct se_token *token,
                           SECURITY_IMPERSONATION_LEVEL level)
{
    if (level == SecurityAnonymous || level == SecurityIdentification) /* G0 */
        return true;
    if (version == SRM_PROFILE_NT5_0) /* G1 */
        return true;
    if (holds_the_privilege(policies, process)) /* G2 */
        return true;
    if (version >= SRM_PROFILE_NT5_2 && number(token->AuthenticationId) == 0x3E6) /* G3 */
        return !policies->anonymous_refused;
    if (version >= SRM_PROFILE_NT6_0 && token->integrity > process->integrity) /* G4 */
        return false;
    if (number(token->OriginatingLogonSession) != 0 &&
        number(token->OriginatingLogonSession) == number(process->AuthenticationId)) /* G5 */
        return true;
    if (!same(&token->body->sids[0], &process->body->sids[0])) /* G6 */
        return false;
    return same_user_allows(version, policies, process, token);
}
