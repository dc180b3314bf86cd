#include "se/answer.h"

#include "rtl/integrity.h"
#include "se/privileges.h"

#include <string.h>

void se_answer_put(struct se_answer *answer, const void *content, size_t size)
{
    if (answer->bytes)
        memcpy(answer->bytes + answer->size, content, size);
    answer->size += size;
}

/* What points to that place of the answer. */
static PVOID pointer_to(const struct se_answer *answer, size_t offset)
{
    return answer->bytes ? answer->bytes + offset : NULL;
}

void se_answer_put_pointed(struct se_answer *answer, const void *content, size_t size)
{
    PVOID pointer = content ? pointer_to(answer, answer->size + sizeof pointer) : NULL;

    se_answer_put(answer, &pointer, sizeof pointer);
    if (content)
        se_answer_put(answer, content, size);
}

static void put_entry(struct se_answer *answer, size_t sid_offset, uint32_t attributes)
{
    SID_AND_ATTRIBUTES entry;

    memset(&entry, 0, sizeof entry);
    entry.Sid = pointer_to(answer, sid_offset);
    entry.Attributes = attributes;
    se_answer_put(answer, &entry, sizeof entry);
}

void se_answer_put_sid(struct se_answer *answer, const SID *sid, uint32_t attributes)
{
    put_entry(answer, answer->size + sizeof(SID_AND_ATTRIBUTES), attributes);
    se_answer_put(answer, sid, rtl_sid_length(sid));
}

/* The next SID from *at on; NULL at the end. */
static const SID *next_sid(const struct se_sids *list, uint32_t *at, uint32_t *attributes)
{
    while (*at < list->count) {
        uint32_t place = (*at)++;

        *attributes = list->attributes ? list->attributes[place] : list->same;
        if ((*attributes & list->wanted) == list->wanted)
            return &list->sids[place].Sid;
    }
    if (*at > list->count || !list->label_listed)
        return NULL;
    *attributes = SE_LABEL_ATTRIBUTES;
    (*at)++;
    return &list->label.Sid;
}

uint32_t se_sids_measure(const struct se_sids *list, size_t *bytes)
{
    uint32_t at = 0, count = 0, attributes;
    const SID *sid;

    *bytes = 0;
    while ((sid = next_sid(list, &at, &attributes)) != NULL) {
        *bytes += rtl_sid_length(sid);
        count++;
    }
    return count;
}

/* Entries whose SIDs will lie one behind the other from that place on. */
static void put_entries(struct se_answer *answer, const struct se_sids *list, size_t sid_offset)
{
    uint32_t at = 0, attributes;
    const SID *sid;

    while ((sid = next_sid(list, &at, &attributes)) != NULL) {
        put_entry(answer, sid_offset, attributes);
        sid_offset += rtl_sid_length(sid);
    }
}

static void put_sids(struct se_answer *answer, const struct se_sids *list)
{
    uint32_t at = 0, attributes;
    const SID *sid;

    while ((sid = next_sid(list, &at, &attributes)) != NULL)
        se_answer_put(answer, sid, rtl_sid_length(sid));
}

void se_answer_put_groups(struct se_answer *answer, const struct se_sids *list)
{
    TOKEN_GROUPS head;
    size_t bytes;

    memset(&head, 0, sizeof head);
    head.GroupCount = se_sids_measure(list, &bytes);
    se_answer_put(answer, &head, offsetof(TOKEN_GROUPS, Groups));
    put_entries(answer, list, answer->size + head.GroupCount * sizeof(SID_AND_ATTRIBUTES));
    put_sids(answer, list);
}

struct se_sids se_answer_user_and_groups(const struct se_answer *answer)
{
    const struct se_token *token = answer->token;
    struct se_sids list = {
        .sids = token->body->sids,
        .attributes = token->attributes->values,
        .count = token->body->count,
        .label_listed = answer->label_listed,
    };

    rtl_integrity_to_sid(token->integrity, &list.label);
    return list;
}

struct se_sids se_answer_groups(const struct se_answer *answer)
{
    struct se_sids list = se_answer_user_and_groups(answer);

    list.sids++;
    list.attributes++;
    list.count--;
    return list;
}

struct se_sids se_answer_restricting(const struct se_answer *answer)
{
    return (struct se_sids){
        .sids = se_token_restricting(answer->token),
        .same = SE_GROUP_MANDATORY | SE_GROUP_ENABLED_BY_DEFAULT | SE_GROUP_ENABLED,
        .count = answer->token->body->restricting_count,
    };
}

struct se_sids se_answer_logon_sids(const struct se_answer *answer)
{
    struct se_sids list = se_answer_groups(answer);

    list.wanted = SE_GROUP_LOGON_ID;
    list.label_listed = false;
    return list;
}

static void put_privilege_entries(struct se_answer *answer, uint64_t privileges)
{
    for (LONG i = SE_PRIVILEGE_FIRST; i <= SE_PRIVILEGE_LAST; i++) {
        LUID_AND_ATTRIBUTES one = {
            .Luid = {.LowPart = (DWORD)i},
            .Attributes = se_privilege_attributes(answer->token, i),
        };

        if (privileges & SE_PRIVILEGE_BIT(i))
            se_answer_put(answer, &one, sizeof one);
    }
}

void se_answer_put_privileges(struct se_answer *answer, uint64_t privileges)
{
    DWORD count = se_privileges_count(privileges);

    se_answer_put(answer, &count, offsetof(TOKEN_PRIVILEGES, Privileges));
    put_privilege_entries(answer, privileges);
}

/* The arrays stand in front of the SIDs, so that nothing has to be aligned between them. */
void se_answer_put_everything(struct se_answer *answer)
{
    const DWORD entry_size = sizeof(SID_AND_ATTRIBUTES);
    struct se_sids sids = se_answer_user_and_groups(answer);
    struct se_sids restricting = se_answer_restricting(answer);
    size_t sid_bytes, restricting_bytes, at = sizeof(TOKEN_GROUPS_AND_PRIVILEGES);
    TOKEN_GROUPS_AND_PRIVILEGES head;

    memset(&head, 0, sizeof head);
    head.SidCount = se_sids_measure(&sids, &sid_bytes);
    head.SidLength = head.SidCount * entry_size + (DWORD)sid_bytes;
    head.RestrictedSidCount = se_sids_measure(&restricting, &restricting_bytes);
    head.RestrictedSidLength = head.RestrictedSidCount * entry_size + (DWORD)restricting_bytes;
    head.PrivilegeCount = se_privileges_count(answer->token->present);
    head.PrivilegeLength = head.PrivilegeCount * (DWORD)sizeof(LUID_AND_ATTRIBUTES);
    head.AuthenticationId = answer->token->AuthenticationId;
    head.Sids = pointer_to(answer, at);
    at += head.SidCount * entry_size;
    head.RestrictedSids = pointer_to(answer, at);
    at += head.RestrictedSidCount * entry_size;
    head.Privileges = pointer_to(answer, at);
    at += head.PrivilegeLength;

    se_answer_put(answer, &head, sizeof head);
    put_entries(answer, &sids, at);
    put_entries(answer, &restricting, at + sid_bytes);
    put_privilege_entries(answer, answer->token->present);
    put_sids(answer, &sids);
    put_sids(answer, &restricting);
}
