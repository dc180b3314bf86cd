#include "laws/access/reference.h"

#define ENABLED                0x04u
#define DENY_ONLY              0x10u
#define INHERIT_ONLY           0x08u
#define ACCESS_SYSTEM_SECURITY 0x01000000u

#define SID(authority, count, ...)                                                            \
    (struct plain_sid)                                                                        \
    {                                                                                         \
        .size = 8 + 4 * (count), .bytes = { 1, count, 0, 0, 0, 0, 0, authority, __VA_ARGS__ } \
    }

bool reference_is_owner_rights(const struct plain_sid *sid)
{
    return plain_same_sid(sid, &SID(3, 1, 4, 0, 0, 0));
}

bool reference_token_has(const struct plain_token *token, const struct plain_sid *sid, bool denying)
{
    for (unsigned i = 0; i < token->count; i++) {
        const bool deny_only = token->attributes[i] & DENY_ONLY;
        const bool enabled = (i == 0 || token->attributes[i] & ENABLED) && !deny_only; /* T-17 */

        if (plain_same_sid(&token->sids[i], sid) && (enabled || (denying && deny_only))) /* C-4 */
            return true;
    }
    return false;
}

bool reference_restricting_has(const struct plain_token *token, const struct plain_sid *sid)
{
    for (unsigned i = 0; i < token->restricting_count; i++)
        if (plain_same_sid(&token->restricting[i], sid))
            return true;
    return false;
}

/* */
static bool package_has(const struct plain_question *question, const struct plain_sid *sid,
                        bool denying)
{
    const struct plain_token *token = &question->token;

    if (denying && !question->system.package_denials_count)
        return false;
    if (plain_same_sid(&token->package, sid))
        return true;
    for (unsigned i = 0; i < token->capability_count; i++)
        if (plain_same_sid(&token->capabilities[i], sid))
            return true;
    if (plain_same_sid(sid, &SID(15, 2, 2, 0, 0, 0, 1, 0, 0, 0)))
        return !(token->less_privileged && question->system.has_less_privileged);
    return question->system.has_less_privileged &&
           plain_same_sid(sid, &SID(15, 2, 2, 0, 0, 0, 2, 0, 0, 0));
}

/* MS-DTYP 2.5.3.1.1, with A-33 */
static bool sid_matches(const struct plain_question *question, enum reference_identity identity,
                        const struct plain_sid *named, bool denying)
{
    const struct plain_token *token = &question->token;
    const struct plain_sid *sid = named;

    if (reference_is_owner_rights(named) && question->system.has_owner_rights)
        sid = &question->descriptor.owner;
    else if (question->self.size > 0 && plain_same_sid(named, &SID(5, 1, 10, 0, 0, 0)))
        sid = &question->self;
    if (identity == REFERENCE_RESTRICTING)
        return reference_restricting_has(token, sid); /* */
    if (identity == REFERENCE_NORMAL)
        return reference_token_has(token, sid, denying);
    return package_has(question, sid, denying);
}

bool reference_entry_allows(const struct plain_entry *entry)
{
    return entry->type == 0x0 || entry->type == 0x4 || entry->type == 0x5 || entry->type == 0x9 ||
           entry->type == 0xB;
}

bool reference_entry_denies(const struct plain_entry *entry)
{
    return entry->type == 0x1 || entry->type == 0x6 || entry->type == 0xA || entry->type == 0xC;
}

static bool is_callback(const struct plain_entry *entry)
{
    return entry->type >= 0x9 && entry->type <= 0xC;
}

static unsigned node_count(const struct plain_question *question)
{
    return question->type_count > 0 ? question->type_count : 1;
}

/* The node that an entry is for; the count of nodes if it is for none. */
static unsigned node_of(const struct plain_question *question, const struct plain_entry *entry)
{
    const bool has_type = entry->type != 0x0 && entry->type != 0x1 && entry->has_type;

    if (!has_type) /* */
        return 0;
    if (question->type_count == 0) /* A-55, C-9 */
        return reference_entry_denies(entry) || question->system.typed_as_plain ? 0 : 1;
    for (unsigned i = 0; i < question->type_count; i++)
        if (plain_same_guid(&question->types[i].guid, &entry->object_type))
            return i;
    return node_count(question); /* */
}

/*
 * what is compared with nothing is unknown, and so is its negation; the truth of one
 * side is that of an alternative, the falsehood of one side that of both.
 */
enum reference_truth reference_truth_of(const struct plain_question *question,
                                        const struct plain_entry *entry)
{
    if (!question->system.has_claims) /* V-5 */
        return REFERENCE_UNKNOWN;
    switch (entry->condition) {
    case PLAIN_ABSENT:
    case PLAIN_EITHER:
        return REFERENCE_TRUE;
    case PLAIN_EXISTS:
    case PLAIN_BOTH:
        return REFERENCE_FALSE;
    case PLAIN_UNSIGNED:
    case PLAIN_MALFORMED:
    case PLAIN_EQUAL:
    case PLAIN_NOT_EQUAL:
    case PLAIN_CONDITIONS:
        break;
    }
    return REFERENCE_UNKNOWN;
}

/* */
static bool condition_lets_pass(const struct plain_question *question,
                                const struct plain_entry *entry)
{
    if (!is_callback(entry))
        return true;
    if (!question->system.has_conditions || entry->condition == PLAIN_UNSIGNED)
        return false;
    if (reference_entry_denies(entry))
        return reference_truth_of(question, entry) != REFERENCE_FALSE;
    return reference_truth_of(question, entry) == REFERENCE_TRUE;
}

static bool applies(const struct plain_question *question, enum reference_identity identity,
                    const struct plain_entry *entry)
{
    const struct plain_token *server =
        question->impersonating ? &question->server : &question->token;

    if (entry->flags & INHERIT_ONLY) /* */
        return false;
    if (!reference_entry_allows(entry) && !reference_entry_denies(entry)) /* */
        return false;
    if (!sid_matches(question, identity, &entry->sid, reference_entry_denies(entry)))
        return false;
    if (entry->type == 0x4 && !reference_token_has(server, &entry->server, false)) /* */
        return false;
    return condition_lets_pass(question, entry) && node_of(question, entry) < node_count(question);
}

/* No entry can grant it. */
static uint32_t mask_of(const struct plain_question *question, const struct plain_entry *entry)
{
    return reference_map(&question->mapping, entry->mask) & ~ACCESS_SYSTEM_SECURITY;
}

static bool is_below(const struct plain_question *question, unsigned node, unsigned ancestor)
{
    if (node <= ancestor)
        return false;
    for (unsigned i = ancestor + 1; i <= node; i++)
        if (question->types[i].level <= question->types[ancestor].level)
            return false;
    return true;
}

/* Rights that every child of a node has. A node without children: none. */
static uint32_t of_all_children(const struct plain_question *question, unsigned parent,
                                const uint32_t rights[PLAIN_TYPES])
{
    uint32_t common = 0xFFFFFFFF;
    bool any = false;

    for (unsigned i = 0; i < question->type_count; i++) {
        if (!is_below(question, i, parent) ||
            question->types[i].level != question->types[parent].level + 1)
            continue;
        common &= rights[i];
        any = true;
    }
    return any ? common : 0;
}

bool reference_walk(const struct plain_question *question, enum reference_identity identity,
                    uint32_t wanted)
{
    const struct plain_list *dacl = &question->descriptor.dacl;
    uint32_t remaining[PLAIN_TYPES], had[PLAIN_TYPES];

    for (unsigned i = 0; i < node_count(question); i++)
        remaining[i] = wanted;
    for (unsigned a = 0; a < dacl->count && remaining[0] != 0; a++) { /* */
        const struct plain_entry *entry = &dacl->entries[a];
        const unsigned node = node_of(question, entry);

        if (!applies(question, identity, entry))
            continue;
        for (unsigned i = 0; i < node_count(question); i++) {
            if (i != node && !is_below(question, i, node))
                continue;
            if (reference_entry_allows(entry)) /* */
                remaining[i] &= ~mask_of(question, entry);
            else if (remaining[i] & mask_of(question, entry)) /* */
                return false;
        }
        for (unsigned i = node_count(question); i > 0; i--) { /* C-27 */
            for (unsigned n = 0; n < node_count(question); n++)
                had[n] = ~remaining[n];
            remaining[i - 1] &= ~of_all_children(question, i - 1, had);
        }
    }
    return remaining[0] == 0;
}

/* One entry of a walk that stops nowhere: order-sensitive (A-42, C-1), for each node. */
static void take_entry(const struct plain_question *question, const struct plain_entry *entry,
                       uint32_t granted[PLAIN_TYPES], uint32_t denied[PLAIN_TYPES])
{
    const unsigned node = node_of(question, entry);
    const uint32_t mask = mask_of(question, entry);
    uint32_t hit = 0;

    for (unsigned i = 0; i < node_count(question); i++) {
        if (i != node && !is_below(question, i, node))
            continue;
        if (reference_entry_allows(entry)) {
            granted[i] |= mask & ~denied[i];
        } else {
            denied[i] |= mask & ~granted[i];
            hit |= mask & ~granted[i];
        }
    }
    for (unsigned i = 0; i < node; i++) /* what was refused below, is refused above */
        if (is_below(question, node, i))
            denied[i] |= hit & ~granted[i];
    for (unsigned i = node_count(question); i > 0; i--)
        granted[i - 1] |= of_all_children(question, i - 1, granted) & ~denied[i - 1];
}

void reference_walk_all(const struct plain_question *question, enum reference_identity identity,
                        uint32_t granted[PLAIN_TYPES])
{
    const struct plain_list *dacl = &question->descriptor.dacl;
    uint32_t denied[PLAIN_TYPES] = {0};

    for (unsigned i = 0; i < PLAIN_TYPES; i++)
        granted[i] = 0;
    for (unsigned a = 0; a < dacl->count; a++)
        if (applies(question, identity, &dacl->entries[a]))
            take_entry(question, &dacl->entries[a], granted, denied);
}
