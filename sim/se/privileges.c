/* Source: access-check.md 1.4 and O-26, with the pages named there. */
#include "se/privileges.h"

#include "ex/rules.h"
#include "se/names.h"

#include <string.h>

LONG se_privilege_number(LUID luid)
{
    return luid.HighPart == 0 && luid.LowPart >= (DWORD)SE_PRIVILEGE_FIRST &&
                   luid.LowPart <= (DWORD)SE_PRIVILEGE_LAST
               ? (LONG)luid.LowPart
               : 0;
}

ULONG se_privileges_count(uint64_t privileges)
{
    ULONG count = 0;

    for (uint64_t rest = privileges; rest; rest &= rest - 1)
        count++;
    return count;
}

uint32_t se_privilege_attributes(const struct se_token *token, LONG privilege)
{
    uint64_t bit = SE_PRIVILEGE_BIT(privilege);

    return (token->enabled & bit ? SE_PRIVILEGE_ENABLED : 0) |
           (token->enabled_by_default & bit ? SE_PRIVILEGE_ENABLED_BY_DEFAULT : 0);
}

static const char *label(LONG privilege)
{
    const char *name = se_privilege_name(privilege);

    return name ? name : "unknown privilege";
}

bool se_privilege_held(const struct se_token *token, LONG privilege)
{
    bool enabled = se_token_has_enabled(token, privilege);

    return rule_on(token->header.world, privilege, held, enabled, TOKEN("token", token),
                   FLAG_FACT(label(privilege), enabled));
}

DWORD se_privileges_mark_used(uint64_t privileges, void *entries, DWORD count)
{
    DWORD used = 0;

    for (DWORD i = 0; i < count; i++) {
        unsigned char *at = (unsigned char *)entries + i * sizeof(LUID_AND_ATTRIBUTES);
        LUID_AND_ATTRIBUTES one;

        memcpy(&one, at, sizeof one);
        if (!(privileges & SE_PRIVILEGE_BIT(se_privilege_number(one.Luid))))
            continue;
        one.Attributes |= SE_PRIVILEGE_USED_FOR_ACCESS;
        memcpy(at, &one, sizeof one);
        used++;
    }
    return used;
}

bool se_privileges_held(const struct se_token *token, DWORD control, void *entries, DWORD count)
{
    const struct srm_world *w = token->header.world;
    bool all = rule(w, privilege, all_necessary, (control & PRIVILEGE_SET_ALL_NECESSARY) != 0);
    DWORD used = se_privileges_mark_used(token->enabled, entries, count);

    return rule_on(w, privilege, held, all ? used == count : used > 0, TOKEN("token", token),
                   NUMBER_FACT("asked for", count), NUMBER_FACT("enabled", used));
}

ULONG se_privilege_set_size(uint64_t used)
{
    const ULONG count = se_privileges_count(used);
    const size_t more = count > 1 ? count - 1 : 0;

    return (ULONG)(sizeof(PRIVILEGE_SET) + more * sizeof(LUID_AND_ATTRIBUTES));
}

void se_privilege_set_write(uint64_t used, void *to)
{
    const DWORD head[] = {se_privileges_count(used), 0};
    unsigned char *at = (unsigned char *)to + sizeof head;

    memcpy(to, head, sizeof head);
    for (LONG i = SE_PRIVILEGE_FIRST; i <= SE_PRIVILEGE_LAST; i++) {
        const LUID_AND_ATTRIBUTES one = {
            .Luid = {.LowPart = (DWORD)i},
            .Attributes = SE_PRIVILEGE_USED_FOR_ACCESS,
        };

        if (!(used & SE_PRIVILEGE_BIT(i)))
            continue;
        memcpy(at, &one, sizeof one);
        at += sizeof one;
    }
}
