#include "scenario/descriptor_bytes.h"

#include "scenario/text.h"

#include "rtl/acl.h"
#include "rtl/little.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Parts may overlap: a number is turned once. */
struct turning {
    unsigned char *bytes;
    size_t size;
    bool *turned; /* of each byte: a number that begins there */
    bool to_memory;
};

static uint64_t memory_read(const unsigned char *from, size_t size)
{
    uint16_t half;
    uint32_t word;
    if (size == sizeof half) {
        memcpy(&half, from, sizeof half);
        return half;
    }
    memcpy(&word, from, sizeof word);
    return word;
}

static void memory_write(unsigned char *to, size_t size, uint64_t number)
{
    const uint16_t half = (uint16_t)number;
    const uint32_t word = (uint32_t)number;
    if (size == sizeof half) {
        memcpy(to, &half, sizeof half);
    } else {
        memcpy(to, &word, sizeof word);
    }
}

/* The number there, which is turned; 0 if it does not end before `end`. */
static uint64_t turn(struct turning *turning, size_t at, size_t end, size_t size)
{
    unsigned char *place = turning->bytes + at;
    if (at > end || end - at < size) {
        return 0;
    }
    if (turning->turned[at]) {
        return turning->to_memory ? memory_read(place, size) : rtl_little_read(place, size);
    }
    turning->turned[at] = true;
    const uint64_t number =
        turning->to_memory ? rtl_little_read(place, size) : memory_read(place, size);
    if (turning->to_memory) {
        memory_write(place, size, number);
    } else {
        rtl_little_write(place, size, number);
    }
    return number;
}

/* Returns where the SID ends. */
static size_t turn_sid(struct turning *turning, size_t at, size_t end)
{
    if (at > end || end - at < offsetof(SID, SubAuthority)) {
        return end;
    }
    const size_t count = turning->bytes[at + offsetof(SID, SubAuthorityCount)];
    at += offsetof(SID, SubAuthority);
    for (size_t i = 0; i < count; i++, at += sizeof(ULONG)) {
        turn(turning, at, end, sizeof(ULONG));
    }
    return at;
}

static size_t turn_guid(struct turning *turning, size_t at, size_t end)
{
    turn(turning, at + offsetof(GUID, Data1), end, sizeof(ULONG));
    turn(turning, at + offsetof(GUID, Data2), end, sizeof(USHORT));
    turn(turning, at + offsetof(GUID, Data3), end, sizeof(USHORT));
    return at + sizeof(GUID);
}

/* What lies behind the header of an entry; conditions and claims have one order everywhere. */
static void turn_entry(struct turning *turning, UCHAR type, size_t at, size_t end)
{
    const enum rtl_ace_form form = rtl_ace_form(type);
    turn(turning, at, end, sizeof(ACCESS_MASK));
    at += sizeof(ACCESS_MASK);
    if (form == RTL_ACE_OBJECT) {
        const uint64_t announced = turn(turning, at, end, sizeof(ULONG));
        at += sizeof(ULONG);
        at = announced & ACE_OBJECT_TYPE_PRESENT ? turn_guid(turning, at, end) : at;
        at = announced & ACE_INHERITED_OBJECT_TYPE_PRESENT ? turn_guid(turning, at, end) : at;
    } else if (form == RTL_ACE_COMPOUND) {
        turn(turning, at, end, sizeof(USHORT));
        turn(turning, at + sizeof(USHORT), end, sizeof(USHORT));
        at = turn_sid(turning, at + sizeof(ULONG), end);
    }
    if (form != RTL_ACE_UNKNOWN) {
        turn_sid(turning, at, end);
    }
}

static void turn_list(struct turning *turning, size_t at)
{
    const size_t size = turning->size;
    turn(turning, at + offsetof(ACL, AclSize), size, sizeof(USHORT));
    uint64_t count = turn(turning, at + offsetof(ACL, AceCount), size, sizeof(USHORT));
    turn(turning, at + offsetof(ACL, Sbz2), size, sizeof(USHORT));
    for (at += sizeof(ACL); count > 0 && at + sizeof(ACE_HEADER) <= size; count--) {
        const size_t length =
            (size_t)turn(turning, at + offsetof(ACE_HEADER, AceSize), size, sizeof(USHORT));
        const size_t end = at + length < size ? at + length : size;
        if (length < sizeof(ACE_HEADER)) {
            return;
        }
        turn_entry(turning, turning->bytes[at], at + sizeof(ACE_HEADER), end);
        at += length;
    }
}

static size_t turn_offset(struct turning *turning, size_t at)
{
    const uint64_t offset = turn(turning, at, turning->size, sizeof(DWORD));
    return offset < turning->size ? (size_t)offset : 0;
}

static void turn_descriptor(struct turning *turning)
{
    turn(turning, offsetof(SECURITY_DESCRIPTOR_RELATIVE, Control), turning->size,
         sizeof(SECURITY_DESCRIPTOR_CONTROL));
    const size_t owner = turn_offset(turning, offsetof(SECURITY_DESCRIPTOR_RELATIVE, Owner));
    const size_t group = turn_offset(turning, offsetof(SECURITY_DESCRIPTOR_RELATIVE, Group));
    const size_t sacl = turn_offset(turning, offsetof(SECURITY_DESCRIPTOR_RELATIVE, Sacl));
    const size_t dacl = turn_offset(turning, offsetof(SECURITY_DESCRIPTOR_RELATIVE, Dacl));
    if (owner) {
        turn_sid(turning, owner, turning->size);
    }
    if (group) {
        turn_sid(turning, group, turning->size);
    }
    if (sacl) {
        turn_list(turning, sacl);
    }
    if (dacl) {
        turn_list(turning, dacl);
    }
}

static void descriptor_turn(void *bytes, size_t size, bool to_memory)
{
    struct turning turning = {.bytes = bytes, .size = size, .to_memory = to_memory};
    turning.turned = memory_resize(NULL, size + 1);
    memset(turning.turned, 0, size + 1);
    turn_descriptor(&turning);
    free(turning.turned);
}

void descriptor_bytes_to_memory(void *bytes, size_t size)
{
    descriptor_turn(bytes, size, true);
}

void descriptor_bytes_from_memory(void *bytes, size_t size)
{
    descriptor_turn(bytes, size, false);
}
