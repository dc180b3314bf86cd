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
    acl->has_only_labels = true;
    while (rtl_acl_next(&acl->bytes, &cursor, &ace)) {
        acl->has_only_labels &= ace.type == SYSTEM_MANDATORY_LABEL_ACE_TYPE;
        acl->has_special_entries |= is_special(&ace);
        acl->has_owner_rights |=
            rtl_ace_is_effective(&ace) && rtl_sid_equal(ace.sid, &rtl_owner_rights_sid.Sid);
    }
}

#define COMPOUND_FIXED 4u /* CompoundAceType and Reserved */
#define GUIDS_FIXED    4u /* which GUIDs there are */

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

struct rtl_acl *rtl_acl_begin(struct srm_world *w, size_t size)
{
    struct rtl_acl *acl =
        ex_alloc_raw(w->pool, EX_KIND_Acl, offsetof(struct rtl_acl, bytes) + size);

    acl->references = 1;
    acl->size = (uint32_t)size;
    return acl;
}

void rtl_acl_finish(struct rtl_acl *acl)
{
    look_through(acl);
}

UCHAR rtl_ace_revision(UCHAR type)
{
    switch (rtl_ace_form(type)) {
    case RTL_ACE_OBJECT:
        return ACL_REVISION4;
    case RTL_ACE_COMPOUND:
        return ACL_REVISION3;
    case RTL_ACE_PLAIN:
    case RTL_ACE_UNKNOWN:
        break;
    }
    return ACL_REVISION;
}

struct rtl_acl *rtl_acl_new(struct srm_world *w, const struct rtl_ace *rows, size_t count)
{
    size_t size = sizeof(ACL);
    UCHAR revision = ACL_REVISION;

    for (size_t i = 0; i < count; i++) {
        const UCHAR needed = rtl_ace_revision(rows[i].type);

        size += rtl_ace_size(&rows[i]);
        revision = needed > revision ? needed : revision;
    }
    assert(size <= UINT16_MAX);

    struct rtl_acl *acl = rtl_acl_begin(w, size);
    unsigned char *at = (unsigned char *)&acl->bytes + sizeof(ACL);

    acl->bytes = (ACL){.AclRevision = revision, .AclSize = (USHORT)size, .AceCount = (USHORT)count};
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
    copy = rtl_acl_begin(w, size);
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
