/*
 * Lists as calls take them, from words. A list is storage that must live as long as the pointer to
 * it is used.
 */
#ifndef TESTS_SUPPORT_LISTS_H
#define TESTS_SUPPORT_LISTS_H

#include "ntsrm/ntifs.h"
#include "ntsrm/srm.h"

#define LIST_MAX 6

struct group_list {
    DWORD count; /* of a TOKEN_GROUPS, as are the entries */
    SID_AND_ATTRIBUTES entries[LIST_MAX];
    SE_SID sids[LIST_MAX];
};

struct privilege_list {
    DWORD count;
    LUID_AND_ATTRIBUTES entries[LIST_MAX];
};

/* A NULL SID ends the words: names, aliases or texts of SIDs. */
PTOKEN_GROUPS groups_in(struct group_list *list, const struct srm_group *words);
PTOKEN_PRIVILEGES privileges_in(struct privilege_list *list, const LUID_AND_ATTRIBUTES *entries,
                                DWORD count);
/* One privilege with these attributes. */
PTOKEN_PRIVILEGES privilege_in(struct privilege_list *list, LONG privilege, DWORD attributes);

#endif
