#include "laws/access/plain_bytes.h"

#include <string.h>

#define DACL_PRESENT  0x0004u
#define SACL_PRESENT  0x0010u
#define SELF_RELATIVE 0x8000u
#define HEADER_SIZE   20u

#define NUMBER(digit) 4, digit, 0, 0, 0, 0, 0, 0, 0, 3, 2
#define USER_A        0xF9, 2, 0, 0, 0, 'a', 0
#define USER_A_IS_1   USER_A, NUMBER(1), 0x80
#define CONDITION(...)                          \
    {                                           \
        sizeof((unsigned char[]){__VA_ARGS__}), \
        {                                       \
            __VA_ARGS__                         \
        }                                       \
    }
#define SIGNED(...) CONDITION('a', 'r', 't', 'x', __VA_ARGS__)

/* What each condition is written as, padded to a multiple of 4. */
static const struct {
    size_t size;
    unsigned char bytes[40];
} conditions[PLAIN_CONDITIONS] = {
    [PLAIN_UNSIGNED] = CONDITION('a', 'r', 't', 'y'),
    [PLAIN_MALFORMED] = SIGNED(0x80, 0, 0, 0),
    [PLAIN_EQUAL] = SIGNED(USER_A_IS_1, 0),
    [PLAIN_NOT_EQUAL] = SIGNED(USER_A_IS_1, 0xA2),
    [PLAIN_EXISTS] = SIGNED(USER_A, 0x87),
    [PLAIN_ABSENT] = SIGNED(USER_A, 0x8D),
    [PLAIN_EITHER] = SIGNED(USER_A_IS_1, USER_A, 0x8D, 0xA1),
    [PLAIN_BOTH] = SIGNED(USER_A_IS_1, USER_A, 0x87, 0xA0),
};

static unsigned char *put(unsigned char *to, const void *bytes, size_t size)
{
    memcpy(to, bytes, size);
    return to + size;
}

static unsigned char *put_number(unsigned char *to, uint32_t number, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        *to++ = (unsigned char)(number >> 8 * i);
    return to;
}

static bool has_guids(unsigned type)
{
    return type == 5 || type == 6 || type == 11 || type == 12;
}

static bool has_condition(unsigned type)
{
    return (type >= 9 && type <= 12) || type == 0x15;
}

static unsigned char *write_entry(const struct plain_entry *entry, unsigned char *to)
{
    unsigned char *at = to;

    at = put_number(at, entry->type, 1);
    at = put_number(at, entry->flags, 1);
    at = put_number(at, 0, 2);
    at = put_number(at, entry->mask, 4);
    if (entry->type == 4) {
        at = put_number(at, 1, 4);
        at = put(at, entry->server.bytes, entry->server.size);
    }
    if (has_guids(entry->type)) {
        at = put_number(at, entry->has_type, 4);
        if (entry->has_type)
            at = put(at, entry->object_type.bytes, sizeof entry->object_type.bytes);
    }
    at = put(at, entry->sid.bytes, entry->sid.size);
    if (has_condition(entry->type))
        at = put(at, conditions[entry->condition].bytes, conditions[entry->condition].size);
    put_number(to + 2, (uint32_t)(at - to), 2);
    return at;
}

static bool needs_revision_4(const struct plain_list *list)
{
    for (unsigned i = 0; i < list->count; i++)
        if (has_guids(list->entries[i].type))
            return true;
    return false;
}

size_t plain_list_write(const struct plain_list *list, unsigned char *to)
{
    unsigned char *at = to + 8;

    for (unsigned i = 0; i < list->count; i++)
        at = write_entry(&list->entries[i], at);
    put_number(to, needs_revision_4(list) ? 4 : 2, 2);
    put_number(to + 2, (uint32_t)(at - to), 2);
    put_number(to + 4, list->count, 4);
    return (size_t)(at - to);
}

static unsigned char *place(unsigned char *start, unsigned char *at, unsigned field, size_t size)
{
    put_number(start + field, size > 0 ? (uint32_t)(at - start) : 0, 4);
    return at + size;
}

size_t plain_descriptor_write(const struct plain_descriptor *descriptor, unsigned char *to)
{
    const struct plain_list *dacl = &descriptor->dacl, *sacl = &descriptor->sacl;
    unsigned char *at = to + HEADER_SIZE;
    const uint32_t control =
        SELF_RELATIVE | (dacl->absent ? 0 : DACL_PRESENT) | (sacl->absent ? 0 : SACL_PRESENT);

    put_number(to, 1, 2);
    put_number(to + 2, control, 2);
    at = place(to, at, 12, sacl->absent || sacl->null ? 0 : plain_list_write(sacl, at));
    at = place(to, at, 16, dacl->absent || dacl->null ? 0 : plain_list_write(dacl, at));
    put(at, descriptor->owner.bytes, descriptor->owner.size);
    at = place(to, at, 4, descriptor->owner.size);
    put(at, descriptor->group.bytes, descriptor->group.size);
    at = place(to, at, 8, descriptor->group.size);
    return (size_t)(at - to);
}

static uint32_t number_at(const unsigned char *at, unsigned bytes)
{
    uint32_t number = 0;

    while (bytes > 0)
        number = number << 8 | at[--bytes];
    return number;
}

/* Reads a SID; how many bytes it takes, 0 if it is none. */
static size_t read_sid(const unsigned char *at, struct plain_sid *sid)
{
    if (at[0] != 1 || at[1] > 15)
        return 0;
    sid->size = (unsigned char)(8 + 4 * at[1]);
    memcpy(sid->bytes, at, sid->size);
    return sid->size;
}

static bool read_condition(const unsigned char *at, size_t size, enum plain_condition *condition)
{
    *condition = PLAIN_UNSIGNED;
    if (size < 4 || memcmp(at, "artx", 4) != 0)
        return true;
    for (int i = PLAIN_MALFORMED; i < PLAIN_CONDITIONS; i++) {
        *condition = (enum plain_condition)i;
        if (size == conditions[i].size && memcmp(at, conditions[i].bytes, size) == 0)
            return true;
    }
    return false;
}

/* Only types of which the check takes notice are read whole. */
static bool read_entry(const unsigned char *bytes, struct plain_entry *entry)
{
    const unsigned char *at = bytes + 8, *end = bytes + number_at(bytes + 2, 2);
    uint32_t guids;

    *entry = (struct plain_entry){.type = bytes[0], .flags = bytes[1]};
    if (entry->type > 0x15 || (entry->type > 0x6 && entry->type < 0x9) || entry->type == 2 ||
        entry->type == 3)
        return true;
    entry->mask = number_at(bytes + 4, 4);
    if (entry->type == 4)
        at += 4 + read_sid(at + 4, &entry->server);
    if (has_guids(entry->type)) {
        guids = number_at(at, 4);
        entry->has_type = guids & 1;
        memcpy(entry->object_type.bytes, at + 4, entry->has_type ? 16 : 0);
        at += 4 + (guids & 1 ? 16 : 0) + (guids & 2 ? 16 : 0);
    }
    at += read_sid(at, &entry->sid);
    return !has_condition(entry->type) || read_condition(at, (size_t)(end - at), &entry->condition);
}

static bool read_list(const unsigned char *bytes, struct plain_list *list)
{
    const unsigned char *at = bytes + 8;
    const unsigned count = number_at(bytes + 4, 2);

    if (count > PLAIN_ENTRIES)
        return false;
    for (; list->count < count; list->count++) {
        if (!read_entry(at, &list->entries[list->count]))
            return false;
        at += number_at(at + 2, 2);
    }
    return true;
}

static bool read_part(const unsigned char *bytes, unsigned control, unsigned bit, unsigned field,
                      struct plain_list *list)
{
    const uint32_t offset = number_at(bytes + field, 4);

    *list = (struct plain_list){.absent = !(control & bit), .null = offset == 0};
    return list->absent || list->null || read_list(bytes + offset, list);
}

bool plain_descriptor_read(const unsigned char *bytes, size_t size,
                           struct plain_descriptor *descriptor)
{
    const unsigned control = number_at(bytes + 2, 2);
    const uint32_t owner = number_at(bytes + 4, 4), group = number_at(bytes + 8, 4);

    *descriptor = (struct plain_descriptor){.owner.size = 0};
    if (size < HEADER_SIZE || !owner || !group || !read_sid(bytes + owner, &descriptor->owner) ||
        !read_sid(bytes + group, &descriptor->group))
        return false;
    return read_part(bytes, control, SACL_PRESENT, 12, &descriptor->sacl) &&
           read_part(bytes, control, DACL_PRESENT, 16, &descriptor->dacl);
}
