#include "se/traverse.h"

#include "ex/rules.h"
#include "rtl/mapping.h"

static const SE_SID everyone = {.Sid = {.Revision = SID_REVISION,
                                        .SubAuthorityCount = 1,
                                        .IdentifierAuthority = SECURITY_WORLD_SID_AUTHORITY}};

/* The first entry about this right that decides anything is one that allows it to Everyone. */
static bool everyone_may(const ACL *dacl, const GENERIC_MAPPING *mapping, ACCESS_MASK right)
{
    struct rtl_acl_cursor cursor = {.index = 0};
    struct rtl_ace ace;

    while (rtl_acl_next(dacl, &cursor, &ace)) {
        if (!rtl_ace_is_effective(&ace) || !(rtl_mapping_apply(mapping, ace.mask) & right))
            continue;
        if (ace.type == ACCESS_DENIED_ACE_TYPE)
            return false;
        if (rtl_sid_equal(ace.sid, &everyone.Sid))
            return true;
    }
    return false;
}

bool se_fast_traverse_check(const struct srm_world *w, const struct se_token *token,
                            const struct rtl_view *descriptor, const GENERIC_MAPPING *mapping,
                            ACCESS_MASK right)
{
    if (!rule_on(w, traverse, simple_token,
                 !se_token_is_restricted(token) && !token->filtered && !token->body->lowbox,
                 TOKEN("token", token)))
        return false;
    if (rule(w, traverse, no_dacl, descriptor->dacl == NULL))
        return true;
    return rule(w, traverse, everyone_may, everyone_may(descriptor->dacl, mapping, right));
}
