/* What drivers ask about a token. Sources: impersonation.md 2.3, access-check.md O-27. */
#include "ex/rules.h"
#include "se/token.h"

TOKEN_TYPE SeTokenType(PACCESS_TOKEN Token)
{
    const struct se_token *token = Token;
    struct srm_world *w = token->header.world;

    call_enter(w, TOKEN("Token", Token));
    leave_value(w, FACT_TOKEN_TYPE, token->type);
    return token->type;
}

SECURITY_IMPERSONATION_LEVEL SeTokenImpersonationLevel(PACCESS_TOKEN Token)
{
    const struct se_token *token = Token;
    struct srm_world *w = token->header.world;

    call_enter(w, TOKEN("Token", Token));
    leave_value(w, FACT_LEVEL, token->level);
    return token->level;
}

BOOLEAN SeTokenIsAdmin(PACCESS_TOKEN Token)
{
    const struct se_token *token = Token;
    struct srm_world *w = token->header.world;
    BOOLEAN admin;

    call_enter(w, TOKEN("Token", Token));
    admin = se_token_is_admin(token);
    leave_flag(w, admin);
    return admin;
}

BOOLEAN SeTokenIsRestricted(PACCESS_TOKEN Token)
{
    const struct se_token *token = Token;
    struct srm_world *w = token->header.world;
    BOOLEAN restricted;

    call_enter(w, TOKEN("Token", Token));
    restricted = rule_on(w, token, is_restricted, se_token_is_restricted(token),
                         NUMBER_FACT("restricting SIDs", token->body->restricting_count));
    leave_flag(w, restricted);
    return restricted;
}

BOOLEAN SeTokenIsWriteRestricted(PACCESS_TOKEN Token)
{
    const struct se_token *token = Token;
    struct srm_world *w = token->header.world;
    BOOLEAN restricted;

    call_enter(w, TOKEN("Token", Token));
    restricted = rule(w, token, is_write_restricted, token->write_restricted);
    leave_flag(w, restricted);
    return restricted;
}
