#include "ids.h"

#include "scenario/words.h"

#include <stdlib.h>
#include <string.h>

static size_t slot_of(const struct ids *ids, uint32_t hash, const char *id)
{
    size_t slot = hash & (ids->slot_count - 1);
    while (ids->slots[slot] != 0) {
        const struct used_id *used = &ids->list[ids->slots[slot] - 1];
        if (used->hash == hash && strcmp(ids->texts.bytes + used->text, id) == 0) {
            break;
        }
        slot = (slot + 1) & (ids->slot_count - 1);
    }
    return slot;
}

/* At most half of the slots are taken. */
static void ids_grow(struct ids *ids)
{
    ids->capacity = ids->capacity == 0 ? 16 : 2 * ids->capacity;
    ids->slot_count = 2 * ids->capacity;
    ids->list = memory_resize(ids->list, ids->capacity * sizeof *ids->list);
    ids->slots = memory_resize(ids->slots, ids->slot_count * sizeof *ids->slots);
    memset(ids->slots, 0, ids->slot_count * sizeof *ids->slots);
    for (size_t i = 0; i < ids->count; i++) {
        const struct used_id *used = &ids->list[i];
        ids->slots[slot_of(ids, used->hash, ids->texts.bytes + used->text)] = (uint32_t)(i + 1);
    }
}

const struct used_id *ids_add(struct ids *ids, const char *id, const char *path,
                              struct place place)
{
    size_t length = strlen(id);
    uint32_t hash = word_hash(id, length);
    if (ids->count == ids->capacity) {
        ids_grow(ids);
    }
    size_t slot = slot_of(ids, hash, id);
    if (ids->slots[slot] != 0) {
        return &ids->list[ids->slots[slot] - 1];
    }
    ids->list[ids->count++] =
        (struct used_id){.hash = hash, .text = ids->texts.length, .path = path, .place = place};
    ids->slots[slot] = (uint32_t)ids->count;
    text_append(&ids->texts, id, length + 1);
    return NULL;
}

const struct used_id *ids_find(const struct ids *ids, const char *id)
{
    if (ids->count == 0) {
        return NULL;
    }
    uint32_t slot = ids->slots[slot_of(ids, word_hash(id, strlen(id)), id)];
    return slot != 0 ? &ids->list[slot - 1] : NULL;
}

void ids_free(struct ids *ids)
{
    free(ids->list);
    free(ids->slots);
    text_free(&ids->texts);
}
