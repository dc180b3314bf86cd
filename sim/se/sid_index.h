/*
 * The SIDs of a token, and finding one of them: at the same cost however many there are.
 *
 * A body holds user and groups, then restricting SIDs, then capabilities, and behind them their
 * index: a table of slots, at least half of them free, in which a SID stands at the first free slot
 * behind the one that its hash names. A part may hold a SID more than once:
 *
 *     struct se_search search = se_search_begin(body, SE_PART_GROUPS, sid);
 *     while (se_search_next(&search, &place)) ...
 */
#ifndef SE_SID_INDEX_H
#define SE_SID_INDEX_H

#include "rtl/sid.h"
#include "se/claims.h"

#include <stdint.h>

struct se_slot {
    uint32_t tag;  /* of the SID's hash */
    uint32_t next; /* its place among the body's SIDs, plus 1; 0: nothing is here */
};

/* The SIDs of a token and of all its copies. */
struct se_body {
    uint32_t references;
    uint32_t count; /* user and groups; the user is the first */
    uint32_t restricting_count;
    uint32_t capability_count;
    uint32_t slot_mask;  /* the number of slots, a power of 2, less 1 */
    uint32_t slot_shift; /* a hash, less these bits, is a slot */
    bool lowbox;
    SE_SID package;           /* of a lowbox token */
    struct se_claims *claims; /* what conditions ask of it, and its device groups; or NULL */
    const struct se_slot *slots;
    SE_SID sids[];
};

/* Which SIDs of a body somebody looks for. */
enum se_part { SE_PART_GROUPS, SE_PART_RESTRICTING, SE_PART_CAPABILITIES };

/* Where a part begins among the body's SIDs. */
static inline uint32_t se_part_begins(const struct se_body *body, enum se_part part)
{
    return (part >= SE_PART_RESTRICTING ? body->count : 0) +
           (part >= SE_PART_CAPABILITIES ? body->restricting_count : 0);
}

static inline uint32_t se_part_size(const struct se_body *body, enum se_part part)
{
    return part == SE_PART_GROUPS        ? body->count
           : part == SE_PART_RESTRICTING ? body->restricting_count
                                         : body->capability_count;
}

struct se_search {
    const struct se_body *body;
    const SID *sid;
    enum se_part part;
    uint32_t tag, slot;
};

static inline struct se_search se_search_begin(const struct se_body *body, enum se_part part,
                                               const SID *sid)
{
    const uint64_t hash = rtl_sid_hash(sid, part);

    return (struct se_search){
        .body = body,
        .sid = sid,
        .part = part,
        .tag = (uint32_t)(hash >> 32),
        .slot = (uint32_t)(hash >> body->slot_shift),
    };
}

/*
 * The same, as far as there is somebody with that tag; false if not, which is how most searches
 * end, and quickly.
 */
static inline bool se_search_promises(struct se_search *search)
{
    const struct se_slot *slots = search->body->slots;

    while (slots[search->slot].next != 0) {
        if (slots[search->slot].tag == search->tag)
            return true;
        search->slot = (search->slot + 1) & search->body->slot_mask;
    }
    return false;
}

/* The next place inside the part; false if there is none any more. */
static inline bool se_search_next(struct se_search *search, uint32_t *place)
{
    const struct se_body *body = search->body;
    struct se_slot slot;

    while ((slot = body->slots[search->slot]).next != 0) {
        search->slot = (search->slot + 1) & body->slot_mask;
        if (slot.tag == search->tag && rtl_sid_same(&body->sids[slot.next - 1].Sid, search->sid)) {
            *place = slot.next - 1 - se_part_begins(body, search->part);
            if (*place < se_part_size(body, search->part))
                return true;
        }
    }
    return false;
}

/* How many slots the index of so many SIDs has. */
uint32_t se_index_slots(size_t count);
/* Makes the index of a body whose SIDs and counts stand, in that many slots behind them. */
void se_index_build(struct se_body *body, uint32_t slots);

#endif
