/*
 * The ids of all scenarios of a run, each with the place where it stands: an id is used once.
 */
#ifndef NTSRM_TOOLS_NTSRM_IDS_H
#define NTSRM_TOOLS_NTSRM_IDS_H

#include "scenario/diagnostic.h"
#include "scenario/text.h"

#include <stddef.h>
#include <stdint.h>

struct used_id {
    uint32_t hash;
    size_t text; /* in ids.texts */
    const char *path;
    struct place place;
};

/* A zeroed one is empty. */
struct ids {
    struct used_id *list;
    size_t count, capacity;
    uint32_t *slots; /* index + 1 */
    size_t slot_count;
    struct text texts;
};

/* Adds an id; path is borrowed. NULL, or where it stands already; it is not added then. */
const struct used_id *ids_add(struct ids *ids, const char *id, const char *path,
                              struct place place);
/* NULL if it was not added. */
const struct used_id *ids_find(const struct ids *ids, const char *id);

static inline const char *ids_text(const struct ids *ids, size_t index)
{
    return ids->texts.bytes + ids->list[index].text;
}

void ids_free(struct ids *ids);

#endif
