#include "rtl/acl.h"

#include "ex/pool.h"
#include "rtl/sid.h"

#include <assert.h>
#include <string.h>

#define ACE_FIXED_SIZE 8u /* header and mask, in front of the SID */

static bool is_special(const struct rtl_ace *ace)
{
    return !(ace->flags & INHERIT_ONLY_ACE) &&
           ((ace->type >= ACCESS_ALLOWED_COMPOUND_ACE_TYPE &&
             ace->type <= ACCESS_DENIED_OBJECT_ACE_TYPE) ||
            (ace->type >= ACCESS_ALLOWED_CALLBACK_ACE_TYPE &&
             ace->type <= ACCESS_DENIED_CALLBACK_OBJECT_ACE_TYPE));
}

/* Notes once what every access check would have to look for. */
static void look_through(struct rtl_acl *acl)
{
    struct rtl_acl_cursor cursor = {.index = 0};
    struct rtl_ace ace;

    acl->has_special_entries = acl->has_owner_rights = false;
    while (rtl_acl_next(&acl->bytes, &cursor, &ace)) {
        acl->has_special_entries |= is_special(&ace);
        acl->has_owner_rights |=
            rtl_ace_is_effective(&ace) && rtl_sid_equal(ace.sid, &rtl_owner_rights_sid.Sid);
    }
}

#define COMPOUND_FIXED 4u /* CompoundAceType and Reserved */
#define GUIDS_FIXED    4u /* which GUIDs there are */

enum rtl_ace_form rtl_ace_form(UCHAR type)
{
    if (type == ACCESS_ALLOWED_COMPOUND_ACE_TYPE)
        return RTL_ACE_COMPOUND;
    if ((type >= ACCESS_ALLOWED_OBJECT_ACE_TYPE && type <= SYSTEM_ALARM_OBJECT_ACE_TYPE) ||
        type == ACCESS_ALLOWED_CALLBACK_OBJECT_ACE_TYPE ||
        type == ACCESS_DENIED_CALLBACK_OBJECT_ACE_TYPE ||
        type == SYSTEM_AUDIT_CALLBACK_OBJECT_ACE_TYPE ||
        type == SYSTEM_ALARM_CALLBACK_OBJECT_ACE_TYPE)
        return RTL_ACE_OBJECT;
    return type <= SYSTEM_ACCESS_FILTER_ACE_TYPE ? RTL_ACE_PLAIN : RTL_ACE_UNKNOWN;
}

size_t rtl_ace_size(const struct rtl_ace *ace)
{
    size_t size = ACE_FIXED_SIZE + rtl_sid_length(ace->sid) + ace->data_size;

    switch (rtl_ace_form(ace->type)) {
    case RTL_ACE_COMPOUND:
        size += COMPOUND_FIXED + rtl_sid_length(ace->server);
        break;
    case RTL_ACE_OBJECT:
        size += GUIDS_FIXED;
        size += ace->object_type ? sizeof(GUID) : 0;
        size += ace->inherited_type ? sizeof(GUID) : 0;
        break;
    case RTL_ACE_PLAIN:
    case RTL_ACE_UNKNOWN:
        break;
    }
    return (size + 3) / 4 * 4;
}

static unsigned char *put(unsigned char *at, const void *from, size_t size)
{
    memcpy(at, from, size);
    return at + size;
}

static unsigned char *put_middle(unsigned char *at, const struct rtl_ace *ace)
{
    const USHORT compound[2] = {COMPOUND_ACE_IMPERSONATION, 0};
    const ULONG guids = (ace->object_type ? ACE_OBJECT_TYPE_PRESENT : 0) |
                        (ace->inherited_type ? ACE_INHERITED_OBJECT_TYPE_PRESENT : 0);

    switch (rtl_ace_form(ace->type)) {
    case RTL_ACE_COMPOUND:
        at = put(at, compound, sizeof compound);
        return put(at, ace->server, rtl_sid_length(ace->server));
    case RTL_ACE_OBJECT:
        at = put(at, &guids, sizeof guids);
        if (ace->object_type)
            at = put(at, ace->object_type, sizeof *ace->object_type);
        return ace->inherited_type ? put(at, ace->inherited_type, sizeof *ace->inherited_type) : at;
    case RTL_ACE_PLAIN:
    case RTL_ACE_UNKNOWN:
        break;
    }
    return at;
}

void rtl_ace_write(const struct rtl_ace *ace, void *to)
{
    const size_t size = rtl_ace_size(ace);
    const ACE_HEADER header = {
        .AceType = ace->type, .AceFlags = ace->flags, .AceSize = (USHORT)size};
    unsigned char *at = put(to, &header, sizeof header);

    at = put(at, &ace->mask, sizeof ace->mask);
    at = put_middle(at, ace);
    at = put(at, ace->sid, rtl_sid_length(ace->sid));
    if (ace->data_size)
        at = put(at, ace->data, ace->data_size);
    memset(at, 0, size - (size_t)(at - (unsigned char *)to));
}

struct rtl_acl *rtl_acl_new(struct srm_world *w, const struct rtl_ace *rows, size_t count)
{
    size_t size = sizeof(ACL);

    for (size_t i = 0; i < count; i++)
        size += rtl_ace_size(&rows[i]);
    assert(size <= UINT16_MAX);

    struct rtl_acl *acl = ex_alloc(w->pool, EX_KIND_Acl, offsetof(struct rtl_acl, bytes) + size);
    unsigned char *at = (unsigned char *)&acl->bytes + sizeof(ACL);

    acl->references = 1;
    acl->size = (uint32_t)size;
    acl->bytes =
        (ACL){.AclRevision = ACL_REVISION, .AclSize = (USHORT)size, .AceCount = (USHORT)count};
    for (size_t i = 0; i < count; i++) {
        rtl_ace_write(&rows[i], at);
        at += rtl_ace_size(&rows[i]);
    }
    look_through(acl);
    return acl;
}

struct rtl_acl *rtl_acl_copy(struct srm_world *w, const void *acl, size_t size)
{
    struct rtl_acl *copy;

    if (size < sizeof(ACL))
        return NULL;
    copy = ex_alloc_raw(w->pool, EX_KIND_Acl, offsetof(struct rtl_acl, bytes) + size);
    copy->references = 1;
    copy->size = (uint32_t)size;
    memcpy(&copy->bytes, acl, size);
    if (!rtl_acl_valid(&copy->bytes, size)) {
        rtl_acl_dereference(w, copy);
        return NULL;
    }
    look_through(copy);
    return copy;
}

struct rtl_acl *rtl_acl_reference(struct rtl_acl *acl)
{
    if (acl)
        acl->references++;
    return acl;
}

void rtl_acl_dereference(struct srm_world *w, struct rtl_acl *acl)
{
    if (acl && --acl->references == 0)
        ex_free(w->pool, acl);
}

/* Takes the SID at *at, of *room bytes, if it is whole and valid. */
static bool take_sid(const unsigned char **at, size_t *room, const SID **sid)
{
    const SID *found = (const SID *)(const void *)*at;

    if (*room < offsetof(SID, SubAuthority) || !rtl_sid_valid(found) ||
        *room < rtl_sid_length(found))
        return false;
    *sid = found;
    *at += rtl_sid_length(found);
    *room -= rtl_sid_length(found);
    return true;
}

static bool take_guid(const unsigned char **at, size_t *room, const GUID **guid)
{
    if (*room < sizeof **guid)
        return false;
    *guid = (const GUID *)(const void *)*at;
    *at += sizeof **guid;
    *room -= sizeof **guid;
    return true;
}

static bool take_middle(const unsigned char **at, size_t *room, struct rtl_ace *ace)
{
    const enum rtl_ace_form form = rtl_ace_form(ace->type);
    ULONG word;

    if (form == RTL_ACE_PLAIN)
        return true;
    if (*room < sizeof word)
        return false;
    memcpy(&word, *at, sizeof word);
    *at += sizeof word;
    *room -= sizeof word;
    if (form == RTL_ACE_COMPOUND)
        return take_sid(at, room, &ace->server);
    return (!(word & ACE_OBJECT_TYPE_PRESENT) || take_guid(at, room, &ace->object_type)) &&
           (!(word & ACE_INHERITED_OBJECT_TYPE_PRESENT) ||
            take_guid(at, room, &ace->inherited_type));
}

/*
 * Takes an entry apart, all of which lies in that many bytes; false if it is malformed. Of a type
 * that nobody knows only header and mask are looked at.
 */
static bool read_entry(const unsigned char *at, size_t room, struct rtl_ace *ace)
{
    ACE_HEADER header;

    if (room < ACE_FIXED_SIZE)
        return false;
    memcpy(&header, at, sizeof header);
    if (header.AceSize > room || header.AceSize % 4 != 0 || header.AceSize < ACE_FIXED_SIZE)
        return false;
    *ace = (struct rtl_ace){.type = header.AceType, .flags = header.AceFlags};
    memcpy(&ace->mask, at + sizeof header, sizeof ace->mask);
    at += ACE_FIXED_SIZE;
    room = header.AceSize - ACE_FIXED_SIZE;
    if (rtl_ace_form(ace->type) == RTL_ACE_UNKNOWN)
        return true;
    if (!take_middle(&at, &room, ace) || !take_sid(&at, &room, &ace->sid))
        return false;
    ace->data = room ? at : NULL;
    ace->data_size = (uint16_t)room;
    return true;
}

static size_t ace_size_at(const unsigned char *at)
{
    ACE_HEADER header;

    memcpy(&header, at, sizeof header);
    return header.AceSize;
}

bool rtl_acl_valid(const ACL *acl, size_t limit)
{
    if (limit < sizeof(ACL) || acl->AclSize > limit || acl->AclSize < sizeof(ACL))
        return false;
    if (acl->AclRevision < MIN_ACL_REVISION || acl->AclRevision > MAX_ACL_REVISION)
        return false;

    const unsigned char *bytes = (const unsigned char *)acl;
    size_t at = sizeof(ACL);
    struct rtl_ace ace;

    for (size_t i = 0; i < acl->AceCount; i++) {
        if (!read_entry(bytes + at, acl->AclSize - at, &ace))
            return false;
        at += ace_size_at(bytes + at);
    }
    return true;
}

bool rtl_acl_next(const ACL *acl, struct rtl_acl_cursor *cursor, struct rtl_ace *ace)
{
    const unsigned char *bytes = (const unsigned char *)acl;
    size_t at = cursor->index ? cursor->offset : sizeof(ACL);

    if (cursor->index == acl->AceCount)
        return false;
    if (!read_entry(bytes + at, acl->AclSize - at, ace))
        return false;
    cursor->offset = at + ace_size_at(bytes + at);
    cursor->index++;
    return true;
}
