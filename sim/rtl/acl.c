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

static size_t ace_size(const struct rtl_ace *ace)
{
    return ACE_FIXED_SIZE + rtl_sid_length(ace->sid);
}

struct rtl_acl *rtl_acl_new(struct srm_world *w, const struct rtl_ace *rows, size_t count)
{
    size_t size = sizeof(ACL);

    for (size_t i = 0; i < count; i++)
        size += ace_size(&rows[i]);
    assert(size <= UINT16_MAX);

    struct rtl_acl *acl = ex_alloc(w->pool, EX_KIND_Acl, offsetof(struct rtl_acl, bytes) + size);
    unsigned char *at = (unsigned char *)&acl->bytes + sizeof(ACL);

    acl->references = 1;
    acl->size = (uint32_t)size;
    acl->bytes =
        (ACL){.AclRevision = ACL_REVISION, .AclSize = (USHORT)size, .AceCount = (USHORT)count};
    for (size_t i = 0; i < count; i++) {
        ACE_HEADER header = {.AceType = rows[i].type,
                             .AceFlags = rows[i].flags,
                             .AceSize = (USHORT)ace_size(&rows[i])};

        memcpy(at, &header, sizeof header);
        memcpy(at + sizeof header, &rows[i].mask, sizeof rows[i].mask);
        memcpy(at + ACE_FIXED_SIZE, rows[i].sid, rtl_sid_length(rows[i].sid));
        at += header.AceSize;
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

static bool has_plain_form(UCHAR type)
{
    return type == ACCESS_ALLOWED_ACE_TYPE || type == ACCESS_DENIED_ACE_TYPE ||
           type == SYSTEM_AUDIT_ACE_TYPE || type == SYSTEM_MANDATORY_LABEL_ACE_TYPE;
}

/* An entry of the plain form must hold its whole SID; of other forms only the header is known. */
static bool ace_valid(const unsigned char *bytes, size_t room)
{
    ACE_HEADER header;

    if (room < sizeof header)
        return false;
    memcpy(&header, bytes, sizeof header);
    if (header.AceSize > room || header.AceSize % 4 != 0 || header.AceSize < ACE_FIXED_SIZE)
        return false;
    if (!has_plain_form(header.AceType))
        return true;
    if (header.AceSize < ACE_FIXED_SIZE + 8)
        return false;

    const unsigned char *sid = bytes + ACE_FIXED_SIZE;
    return sid[0] == SID_REVISION && sid[1] <= SID_MAX_SUB_AUTHORITIES &&
           ACE_FIXED_SIZE + 8 + 4 * (size_t)sid[1] <= header.AceSize;
}

bool rtl_acl_valid(const ACL *acl, size_t limit)
{
    if (limit < sizeof(ACL) || acl->AclSize > limit || acl->AclSize < sizeof(ACL))
        return false;
    if (acl->AclRevision < MIN_ACL_REVISION || acl->AclRevision > MAX_ACL_REVISION)
        return false;

    const unsigned char *bytes = (const unsigned char *)acl;
    size_t at = sizeof(ACL);

    for (size_t i = 0; i < acl->AceCount; i++) {
        if (!ace_valid(bytes + at, acl->AclSize - at))
            return false;
        ACE_HEADER header;
        memcpy(&header, bytes + at, sizeof header);
        at += header.AceSize;
    }
    return true;
}

bool rtl_acl_next(const ACL *acl, struct rtl_acl_cursor *cursor, struct rtl_ace *ace)
{
    const unsigned char *bytes = (const unsigned char *)acl;
    size_t at = cursor->index ? cursor->offset : sizeof(ACL);
    ACE_HEADER header;

    if (cursor->index == acl->AceCount)
        return false;
    memcpy(&header, bytes + at, sizeof header);
    *ace = (struct rtl_ace){.type = header.AceType, .flags = header.AceFlags};
    memcpy(&ace->mask, bytes + at + sizeof header, sizeof ace->mask);
    if (has_plain_form(header.AceType))
        ace->sid = (const SID *)(const void *)(bytes + at + ACE_FIXED_SIZE);
    cursor->offset = at + header.AceSize;
    cursor->index++;
    return true;
}
