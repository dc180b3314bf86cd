#include "laws/access/reference.h"

#define EVERYTHING             0xFFFFFFFFu
#define READ_CONTROL           0x00020000u
#define SYNCHRONIZE            0x00100000u
#define WRITE_OWNER            0x00080000u
#define DELETE_DAC_OWNER       0x000D0000u
#define ACCESS_SYSTEM_SECURITY 0x01000000u
#define INHERIT_ONLY           0x08u
#define MEDIUM                 0x2000u

static uint32_t last_part(const struct plain_sid *sid, unsigned from_the_end)
{
    const unsigned char *at = sid->bytes + sid->size - 4 * from_the_end;

    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static const struct plain_entry *first_of(const struct plain_question *question, unsigned type)
{
    const struct plain_list *sacl = &question->descriptor.sacl;

    for (unsigned i = 0; i < sacl->count; i++)
        if (sacl->entries[i].type == type && !(sacl->entries[i].flags & INHERIT_ONLY))
            return &sacl->entries[i];
    return NULL;
}

/* */
static uint32_t left_by_trust_label(const struct plain_question *question)
{
    const struct plain_token *token = &question->token;
    const struct plain_entry *label = first_of(question, 0x14);

    if (!question->system.has_trust_labels || !label)
        return EVERYTHING;
    if (token->trust_type >= last_part(&label->sid, 2) &&
        token->trust_level >= last_part(&label->sid, 1))
        return EVERYTHING;
    return reference_map(&question->mapping, label->mask) | ACCESS_SYSTEM_SECURITY;
}

/* */
static uint32_t left_by_access_filters(const struct plain_question *question)
{
    const struct plain_list *sacl = &question->descriptor.sacl;
    uint32_t left = EVERYTHING;

    if (!question->system.has_access_filters)
        return EVERYTHING;
    for (unsigned i = 0; i < sacl->count; i++)
        if (sacl->entries[i].type == 0x15 && !(sacl->entries[i].flags & INHERIT_ONLY) &&
            reference_truth_of(question, &sacl->entries[i]) != REFERENCE_TRUE)
            left &=
                reference_map(&question->mapping, sacl->entries[i].mask) | ACCESS_SYSTEM_SECURITY;
    return left;
}

/* A-22/4: what a label with these bits leaves to whoever is below it. */
static uint32_t left_by_label_mask(const struct plain_mapping *mapping, uint32_t label_mask)
{
    const uint32_t reading = mapping->read | READ_CONTROL;
    const uint32_t executing = (mapping->execute & ~mapping->read) | SYNCHRONIZE;
    const uint32_t writing = mapping->write | DELETE_DAC_OWNER | ACCESS_SYSTEM_SECURITY;
    const bool no_write = label_mask & 1, no_read = label_mask & 2, no_execute = label_mask & 4;
    uint32_t left = mapping->read | mapping->execute | SYNCHRONIZE | READ_CONTROL;
    uint32_t shared = 0;

    if (!no_write && !no_read && !no_execute)
        return mapping->all;
    if (!no_write)
        left |= mapping->all;
    shared |= no_write ? 0 : writing;
    shared |= no_read ? 0 : reading;
    shared |= no_execute ? 0 : executing;
    if (no_write)
        left &= ~(writing & ~shared);
    if (no_read)
        left &= ~(reading & ~shared);
    if (no_execute)
        left &= ~(executing & ~shared);
    return left;
}

/* MS-DTYP 2.5.3.3, as A-22 has it */
static uint32_t left_by_integrity(const struct plain_question *question)
{
    const struct plain_token *token = &question->token;
    const struct plain_entry *label = first_of(question, 0x11);
    const uint32_t level = label ? last_part(&label->sid, 1) : MEDIUM;
    uint32_t left;

    if (!question->system.has_integrity)
        return EVERYTHING;
    if (!(token->mandatory_policy & 1)) /* A-22/1, C-21 */
        return EVERYTHING;
    if (token->integrity >= level)
        return EVERYTHING;
    if (token->package.size > 0 && level <= MEDIUM) /* A-22/6, C-8 */
        return EVERYTHING;
    left = left_by_label_mask(&question->mapping, label ? label->mask : 1);
    if (token->relabel)
        left |= WRITE_OWNER;
    return left;
}

uint32_t reference_permitted(const struct plain_question *question)
{
    return left_by_trust_label(question) & left_by_access_filters(question) &
           left_by_integrity(question);
}
