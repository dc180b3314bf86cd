/*
 * Reading lists. What is validated may be anything at all; what is read afterwards was validated.
 */
#include "rtl/acl.h"

#include "rtl/sid.h"

#include <string.h>

#define MASK_SIZE     sizeof(ACCESS_MASK)
#define PLAIN_FIXED   (sizeof(ACE_HEADER) + MASK_SIZE)
#define SID_HEAD_SIZE offsetof(SID, SubAuthority)
#define PLAIN_MOST    (PLAIN_FIXED + SID_HEAD_SIZE + SID_MAX_SUB_AUTHORITIES * sizeof(ULONG))
#define MIDDLE_SIZE   sizeof(ULONG) /* CompoundAceType and Reserved, or which GUIDs there are */

/* By type; those behind the end are unknown, too. */
static const UCHAR forms[] = {
    [ACCESS_ALLOWED_ACE_TYPE] = RTL_ACE_PLAIN,
    [ACCESS_DENIED_ACE_TYPE] = RTL_ACE_PLAIN,
    [SYSTEM_AUDIT_ACE_TYPE] = RTL_ACE_PLAIN,
    [SYSTEM_ALARM_ACE_TYPE] = RTL_ACE_PLAIN,
    [ACCESS_ALLOWED_COMPOUND_ACE_TYPE] = RTL_ACE_COMPOUND,
    [ACCESS_ALLOWED_OBJECT_ACE_TYPE] = RTL_ACE_OBJECT,
    [ACCESS_DENIED_OBJECT_ACE_TYPE] = RTL_ACE_OBJECT,
    [SYSTEM_AUDIT_OBJECT_ACE_TYPE] = RTL_ACE_OBJECT,
    [SYSTEM_ALARM_OBJECT_ACE_TYPE] = RTL_ACE_OBJECT,
    [ACCESS_ALLOWED_CALLBACK_ACE_TYPE] = RTL_ACE_PLAIN,
    [ACCESS_DENIED_CALLBACK_ACE_TYPE] = RTL_ACE_PLAIN,
    [ACCESS_ALLOWED_CALLBACK_OBJECT_ACE_TYPE] = RTL_ACE_OBJECT,
    [ACCESS_DENIED_CALLBACK_OBJECT_ACE_TYPE] = RTL_ACE_OBJECT,
    [SYSTEM_AUDIT_CALLBACK_ACE_TYPE] = RTL_ACE_PLAIN,
    [SYSTEM_ALARM_CALLBACK_ACE_TYPE] = RTL_ACE_PLAIN,
    [SYSTEM_AUDIT_CALLBACK_OBJECT_ACE_TYPE] = RTL_ACE_OBJECT,
    [SYSTEM_ALARM_CALLBACK_OBJECT_ACE_TYPE] = RTL_ACE_OBJECT,
    [SYSTEM_MANDATORY_LABEL_ACE_TYPE] = RTL_ACE_PLAIN,
    [SYSTEM_RESOURCE_ATTRIBUTE_ACE_TYPE] = RTL_ACE_PLAIN,
    [SYSTEM_SCOPED_POLICY_ID_ACE_TYPE] = RTL_ACE_PLAIN,
    [SYSTEM_PROCESS_TRUST_LABEL_ACE_TYPE] = RTL_ACE_PLAIN,
    [SYSTEM_ACCESS_FILTER_ACE_TYPE] = RTL_ACE_PLAIN,
};

enum rtl_ace_form rtl_ace_form(UCHAR type)
{
    return type < sizeof forms ? (enum rtl_ace_form)forms[type] : RTL_ACE_UNKNOWN;
}

/* The bytes of the SID there; 0 if it is not valid, or not whole. */
static inline size_t sid_size(const unsigned char *at, size_t room)
{
    const size_t count = at[offsetof(SID, SubAuthorityCount)];
    const size_t size = SID_HEAD_SIZE + count * sizeof(ULONG);

    return at[0] == SID_REVISION && count <= SID_MAX_SUB_AUTHORITIES && size <= room ? size : 0;
}

/* The same where not even its header may be there. */
static size_t sid_size_in(const unsigned char *at, size_t room)
{
    return room >= SID_HEAD_SIZE ? sid_size(at, room) : 0;
}

static size_t guids_size(ULONG announced)
{
    return (announced & ACE_OBJECT_TYPE_PRESENT ? sizeof(GUID) : 0) +
           (announced & ACE_INHERITED_OBJECT_TYPE_PRESENT ? sizeof(GUID) : 0);
}

/* What lies behind the mask of a compound or object entry, in that many bytes. */
static bool middle_valid(enum rtl_ace_form form, const unsigned char *at, size_t room)
{
    ULONG word;
    size_t size;

    if (room < MIDDLE_SIZE)
        return false;
    memcpy(&word, at, sizeof word);
    at += MIDDLE_SIZE;
    room -= MIDDLE_SIZE;
    size = form == RTL_ACE_COMPOUND ? sid_size_in(at, room) : guids_size(word);
    if (form == RTL_ACE_COMPOUND && size == 0)
        return false;
    return size <= room && sid_size_in(at + size, room - size) != 0;
}

/* An entry of that many bytes, header and all, that is no plain one with room for a SID. */
static bool unusual_entry_valid(UCHAR type, const unsigned char *at, size_t size)
{
    const enum rtl_ace_form form = rtl_ace_form(type);

    if (form == RTL_ACE_UNKNOWN)
        return size >= sizeof(ACE_HEADER);
    return form != RTL_ACE_PLAIN && size >= PLAIN_FIXED &&
           middle_valid(form, at + sizeof(ACE_HEADER) + MASK_SIZE,
                        size - sizeof(ACE_HEADER) - MASK_SIZE);
}

/* A plain entry, as most are. */
static inline bool is_plain(UCHAR type)
{
    return type <= SYSTEM_ALARM_ACE_TYPE || (type < sizeof forms && forms[type] == RTL_ACE_PLAIN);
}

/* The same of any entry, of which there are at most that many bytes. */
static size_t unusual_entry_size(const unsigned char *at, size_t room)
{
    ACE_HEADER header;

    if (room < sizeof header)
        return 0;
    memcpy(&header, at, sizeof header);
    return header.AceSize <= room && unusual_entry_valid(header.AceType, at, header.AceSize)
               ? header.AceSize
               : 0;
}

/* The size of the entry there, of at most that many bytes; 0 if it is malformed or not whole. */
static inline size_t entry_size(const unsigned char *at, size_t room)
{
    const unsigned char *sid = at + PLAIN_FIXED;
    ACE_HEADER header;
    size_t least;

    if (room < PLAIN_FIXED + SID_HEAD_SIZE || !is_plain(at[offsetof(ACE_HEADER, AceType)]))
        return unusual_entry_size(at, room);
    memcpy(&header, at, sizeof header);
    least = PLAIN_FIXED + SID_HEAD_SIZE + sid[offsetof(SID, SubAuthorityCount)] * sizeof(ULONG);
    return sid[offsetof(SID, Revision)] == SID_REVISION && least <= PLAIN_MOST &&
                   least <= header.AceSize && header.AceSize <= room
               ? header.AceSize
               : 0;
}

bool rtl_acl_valid(const ACL *acl, size_t limit)
{
    const unsigned char *at = (const unsigned char *)acl + sizeof(ACL);
    size_t room, size, sizes;

    if (limit < sizeof(ACL) || (size_t)acl->AclSize - sizeof(ACL) > limit - sizeof(ACL) ||
        acl->AclRevision < MIN_ACL_REVISION || acl->AclRevision > MAX_ACL_REVISION)
        return false;
    sizes = acl->AclSize;
    room = sizes - sizeof(ACL);
    for (unsigned left = acl->AceCount; left > 0; left--, at += size, room -= size) {
        size = entry_size(at, room);
        if (size == 0)
            return false;
        sizes |= size;
    }
    return sizes % 4 == 0;
}

static const unsigned char *take_sid(const unsigned char *at, const SID **sid)
{
    *sid = (const SID *)(const void *)at;
    return at + rtl_sid_length(*sid);
}

static const unsigned char *take_guid(const unsigned char *at, const GUID **guid)
{
    *guid = (const GUID *)(const void *)at;
    return at + sizeof **guid;
}

static const unsigned char *take_middle(const unsigned char *at, enum rtl_ace_form form,
                                        struct rtl_ace *ace)
{
    ULONG announced;

    memcpy(&announced, at, sizeof announced);
    at += MIDDLE_SIZE;
    if (form == RTL_ACE_COMPOUND)
        return take_sid(at, &ace->server);
    if (announced & ACE_OBJECT_TYPE_PRESENT)
        at = take_guid(at, &ace->object_type);
    if (announced & ACE_INHERITED_OBJECT_TYPE_PRESENT)
        at = take_guid(at, &ace->inherited_type);
    return at;
}

bool rtl_acl_next(const ACL *acl, struct rtl_acl_cursor *cursor, struct rtl_ace *ace)
{
    const unsigned char *bytes = (const unsigned char *)acl, *at, *end;
    const size_t offset = cursor->index ? cursor->offset : sizeof(ACL);
    enum rtl_ace_form form;
    ACE_HEADER header;

    if (cursor->index == acl->AceCount)
        return false;
    memcpy(&header, bytes + offset, sizeof header);
    cursor->offset = offset + header.AceSize;
    cursor->index++;
    at = bytes + offset + sizeof header;
    end = bytes + cursor->offset;
    *ace = (struct rtl_ace){.type = header.AceType, .flags = header.AceFlags};
    form = rtl_ace_form(ace->type);
    if (form == RTL_ACE_UNKNOWN && header.AceSize < sizeof header + MASK_SIZE)
        return true;
    memcpy(&ace->mask, at, sizeof ace->mask);
    if (form == RTL_ACE_UNKNOWN)
        return true;
    at += MASK_SIZE;
    if (form != RTL_ACE_PLAIN)
        at = take_middle(at, form, ace);
    at = take_sid(at, &ace->sid);
    ace->data = at < end ? at : NULL;
    ace->data_size = (uint16_t)(end - at);
    return true;
}
