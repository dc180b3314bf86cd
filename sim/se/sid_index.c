#include "se/sid_index.h"

uint32_t se_index_slots(size_t count)
{
    uint32_t slots = 2;

    while (slots < 2 * count)
        slots *= 2;
    return slots;
}

static void index_part(struct se_body *body, struct se_slot *slots, enum se_part part)
{
    const uint32_t first = se_part_begins(body, part), end = first + se_part_size(body, part);

    for (uint32_t i = first; i < end; i++) {
        const struct se_search at = se_search_begin(body, part, &body->sids[i].Sid);
        uint32_t slot = at.slot;

        while (slots[slot].next != 0)
            slot = (slot + 1) & body->slot_mask;
        slots[slot] = (struct se_slot){.tag = at.tag, .next = i + 1};
    }
}

void se_index_build(struct se_body *body, uint32_t slots)
{
    SE_SID *behind = body->sids + body->count + body->restricting_count + body->capability_count;
    struct se_slot *index = (struct se_slot *)(void *)behind;

    memset(index, 0, slots * sizeof *index);
    body->slots = index;
    body->slot_mask = slots - 1;
    body->slot_shift = 64;
    while (slots > 1) {
        slots /= 2;
        body->slot_shift--;
    }
    index_part(body, index, SE_PART_GROUPS);
    index_part(body, index, SE_PART_RESTRICTING);
    index_part(body, index, SE_PART_CAPABILITIES);
}
