#include "support/reference_access.h"

#include <string.h>

/* One entry as it lies in memory. */
struct entry {
    unsigned type, flags, size;
    ACCESS_MASK mask;
    const unsigned char *sid;
};

static unsigned little_endian(const unsigned char *bytes, unsigned count)
{
    unsigned value = 0;

    while (count > 0)
        value = value << 8 | bytes[--count];
    return value;
}

static struct entry entry_at(const unsigned char *bytes)
{
    return (struct entry){
        .type = bytes[0],
        .flags = bytes[1],
        .size = little_endian(bytes + 2, 2),
        .mask = little_endian(bytes + 4, 4),
        .sid = bytes + 8,
    };
}

static bool same_sid(const void *a, const void *b)
{
    const unsigned char *first = a, *second = b;

    return first[1] == second[1] && memcmp(first, second, 8 + 4 * (size_t)first[1]) == 0;
}

static bool is_owner_rights(const unsigned char *sid)
{
    static const unsigned char owner_rights[] = {1, 1, 0, 0, 0, 0, 0, 3, 4, 0, 0, 0};

    return same_sid(owner_rights, sid);
}

/* the user always counts, a group while it is enabled; deny-only only for denials. */
static bool token_has(const struct se_token *token, const void *sid, bool for_deny)
{
    for (uint32_t i = 0; i < token->body->count; i++) {
        const uint32_t attributes = token->attributes->values[i];

        if (!same_sid(&token->body->sids[i], sid))
            continue;
        if (attributes & 0x10) {
            if (for_deny)
                return true;
        } else if (i == 0 || (attributes & 0x4)) {
            return true;
        }
    }
    return false;
}

/* all of them are enabled. */
static bool restricting_has(const struct se_token *token, const void *sid)
{
    for (uint32_t i = 0; i < token->body->restricting_count; i++)
        if (same_sid(&token->body->sids[token->body->count + i], sid))
            return true;
    return false;
}

/* */
static bool applies(const struct reference_question *question, const struct entry *entry,
                    bool restricted)
{
    const void *sid = entry->sid;

    if (entry->flags & 0x8)
        return false;
    if (entry->type != 0 && entry->type != 1)
        return false;
    if (question->since_vista && is_owner_rights(sid))
        sid = &question->descriptor->owner;
    return restricted ? restricting_has(question->token, sid)
                      : token_has(question->token, sid, entry->type == 1);
}

/* T-19, A-32 */
static ACCESS_MASK map(const GENERIC_MAPPING *mapping, ACCESS_MASK mask)
{
    ACCESS_MASK mapped = mask & 0x0FFFFFFF;

    if (mask & 0x80000000)
        mapped |= mapping->GenericRead;
    if (mask & 0x40000000)
        mapped |= mapping->GenericWrite;
    if (mask & 0x20000000)
        mapped |= mapping->GenericExecute;
    if (mask & 0x10000000)
        mapped |= mapping->GenericAll;
    return mapped;
}

/* are all these rights granted? */
static bool walk_specific(const struct reference_question *question, ACCESS_MASK remaining,
                          bool restricted)
{
    const ACL *acl = &question->descriptor->dacl->bytes;
    const unsigned char *at = (const unsigned char *)(acl + 1);

    for (unsigned i = 0; i < acl->AceCount && remaining != 0; i++) {
        const struct entry entry = entry_at(at);
        const ACCESS_MASK mask = map(question->mapping, entry.mask);

        at += entry.size;
        if (!applies(question, &entry, restricted))
            continue;
        if (entry.type == 0)
            remaining &= ~mask;
        else if (mask & remaining)
            return false;
    }
    return remaining == 0;
}

/* what is granted at most? No entry grants ACCESS_SYSTEM_SECURITY. */
static ACCESS_MASK walk_maximum(const struct reference_question *question, bool restricted)
{
    const ACL *acl = &question->descriptor->dacl->bytes;
    const unsigned char *at = (const unsigned char *)(acl + 1);
    ACCESS_MASK granted = 0, denied = 0;

    for (unsigned i = 0; i < acl->AceCount; i++) {
        const struct entry entry = entry_at(at);
        const ACCESS_MASK mask = map(question->mapping, entry.mask) & ~ACCESS_SYSTEM_SECURITY;

        at += entry.size;
        if (!applies(question, &entry, restricted))
            continue;
        if (entry.type == 0)
            granted |= mask & ~denied;
        else
            denied |= mask & ~granted;
    }
    return granted;
}

/* what of these rights the restricting SIDs are asked for. */
static ACCESS_MASK asked_twice(const struct reference_question *question, ACCESS_MASK rights)
{
    const GENERIC_MAPPING *mapping = question->mapping;
    const ACCESS_MASK writing =
        0x010D0000 | (mapping->GenericWrite & ~mapping->GenericRead & ~mapping->GenericExecute);

    if (question->token->body->restricting_count == 0)
        return 0;
    if (!question->since_xp || !question->token->write_restricted)
        return rights;
    if (question->desired & MAXIMUM_ALLOWED)
        return rights & writing;
    return rights & writing ? rights : 0;
}

/* what an owner has without being given it. */
static ACCESS_MASK implied_rights(const struct reference_question *question)
{
    const void *owner = &question->descriptor->owner;
    ACCESS_MASK rights = READ_CONTROL | WRITE_DAC;

    if (!token_has(question->token, owner, false))
        return 0;
    if (question->token->body->restricting_count > 0 && !restricting_has(question->token, owner))
        rights &= ~asked_twice(question, WRITE_DAC) & ~asked_twice(question, READ_CONTROL);
    if (question->since_vista && question->descriptor->dacl) {
        const ACL *acl = &question->descriptor->dacl->bytes;
        const unsigned char *at = (const unsigned char *)(acl + 1);

        for (unsigned i = 0; i < acl->AceCount; i++) {
            const struct entry entry = entry_at(at);

            at += entry.size;
            if (entry.type <= 1 && !(entry.flags & 0x8) && is_owner_rights(entry.sid))
                return 0;
        }
    }
    return rights;
}

/* A-22 for a label that says no-write-up: what may still be had. */
static ACCESS_MASK permitted_by_label(const struct reference_question *question)
{
    const struct se_token *token = question->token;
    ACCESS_MASK permitted;

    if (!question->since_vista || !(token->mandatory_policy & 1))
        return 0xFFFFFFFF;
    if (token->integrity >= question->descriptor->integrity)
        return 0xFFFFFFFF;
    permitted = question->mapping->GenericRead | question->mapping->GenericExecute | SYNCHRONIZE |
                READ_CONTROL;
    if (token->enabled & SE_PRIVILEGE_BIT(32))
        permitted |= WRITE_OWNER;
    return permitted;
}

/* Whatever is left after labels and privileges: owner and DACL, A-26 to A-47. */
static NTSTATUS check_dacl(const struct reference_question *question, ACCESS_MASK specific,
                           ACCESS_MASK by_privilege, ACCESS_MASK permitted, ACCESS_MASK *granted)
{
    const bool maximum = (question->desired & MAXIMUM_ALLOWED) != 0;
    const ACCESS_MASK implied = implied_rights(question);
    const ACCESS_MASK remaining = specific & ~by_privilege & ~implied;
    ACCESS_MASK most;

    if (!question->descriptor->dacl) {
        *granted = specific | (maximum ? question->mapping->GenericAll & permitted : 0);
        return STATUS_SUCCESS;
    }
    if (!walk_specific(question, remaining, false) ||
        !walk_specific(question, asked_twice(question, remaining), true))
        return STATUS_ACCESS_DENIED;
    if (!maximum) {
        *granted = specific;
        return STATUS_SUCCESS;
    }
    most = walk_maximum(question, false);
    most &= walk_maximum(question, true) | ~asked_twice(question, 0xFFFFFFFF);
    most = ((most | implied) & permitted) | by_privilege;
    if ((specific & ~most) != 0 || most == 0)
        return STATUS_ACCESS_DENIED;
    *granted = most;
    return STATUS_SUCCESS;
}

NTSTATUS reference_access_check(const struct reference_question *question, ACCESS_MASK *granted)
{
    const ACCESS_MASK desired = map(question->mapping, question->desired);
    const ACCESS_MASK specific = desired & ~MAXIMUM_ALLOWED;
    const bool maximum = desired != specific;
    ACCESS_MASK permitted, by_privilege = 0;

    *granted = 0;
    if (question->kernel_mode) {
        *granted = specific | (maximum ? question->mapping->GenericAll : 0);
        return STATUS_SUCCESS;
    }
    if (question->impersonating && question->level < SecurityImpersonation)
        return STATUS_BAD_IMPERSONATION_LEVEL;
    if (desired == 0)
        return STATUS_ACCESS_DENIED;
    permitted = permitted_by_label(question);
    if (specific & ~permitted)
        return STATUS_ACCESS_DENIED;
    if (specific & ACCESS_SYSTEM_SECURITY) {
        if (!(question->token->enabled & SE_PRIVILEGE_BIT(8)))
            return STATUS_PRIVILEGE_NOT_HELD;
        by_privilege |= ACCESS_SYSTEM_SECURITY;
    }
    if ((specific & WRITE_OWNER) && (question->token->enabled & SE_PRIVILEGE_BIT(9)))
        by_privilege |= WRITE_OWNER;
    if (!maximum && (specific & ~by_privilege) == 0) {
        *granted = specific;
        return STATUS_SUCCESS;
    }
    return check_dacl(question, specific, by_privilege, permitted, granted);
}
