#include "support/lists.h"

#include "support/dacl_text.h"
#include "support/suite.h"

#include <stddef.h>

_Static_assert(offsetof(struct group_list, entries) == offsetof(TOKEN_GROUPS, Groups),
               "a list of groups lies as NT's does");
_Static_assert(offsetof(struct privilege_list, entries) == offsetof(TOKEN_PRIVILEGES, Privileges),
               "a list of privileges lies as NT's does");

PTOKEN_GROUPS groups_in(struct group_list *list, const struct srm_group *words)
{
    list->count = 0;
    for (; words->sid; words++) {
        ck_assert_uint_lt(list->count, LIST_MAX);
        list->sids[list->count] = sid_from_word(words->sid);
        list->entries[list->count] =
            (SID_AND_ATTRIBUTES){&list->sids[list->count], words->attributes};
        list->count++;
    }
    return (PTOKEN_GROUPS)(void *)list;
}

PTOKEN_PRIVILEGES privileges_in(struct privilege_list *list, const LUID_AND_ATTRIBUTES *entries,
                                DWORD count)
{
    ck_assert_uint_le(count, LIST_MAX);
    list->count = count;
    for (DWORD i = 0; i < count; i++)
        list->entries[i] = entries[i];
    return (PTOKEN_PRIVILEGES)(void *)list;
}

PTOKEN_PRIVILEGES privilege_in(struct privilege_list *list, LONG privilege, DWORD attributes)
{
    return privileges_in(
        list,
        &(LUID_AND_ATTRIBUTES){.Luid = {.LowPart = (DWORD)privilege}, .Attributes = attributes}, 1);
}
