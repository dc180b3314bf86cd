#include "rtl/sacl.h"

#include "rtl/integrity.h"
#include "rtl/sid.h"

#include <string.h>

SECURITY_INFORMATION rtl_sacl_part(UCHAR type)
{
    switch (type) {
    case SYSTEM_MANDATORY_LABEL_ACE_TYPE:
        return LABEL_SECURITY_INFORMATION;
    case SYSTEM_RESOURCE_ATTRIBUTE_ACE_TYPE:
        return ATTRIBUTE_SECURITY_INFORMATION;
    case SYSTEM_SCOPED_POLICY_ID_ACE_TYPE:
        return SCOPE_SECURITY_INFORMATION;
    case SYSTEM_PROCESS_TRUST_LABEL_ACE_TYPE:
        return PROCESS_TRUST_LABEL_SECURITY_INFORMATION;
    case SYSTEM_ACCESS_FILTER_ACE_TYPE:
        return ACCESS_FILTER_SECURITY_INFORMATION;
    default:
        return SACL_SECURITY_INFORMATION;
    }
}

bool rtl_sacl_label(const ACL *sacl, struct rtl_ace *label)
{
    struct rtl_acl_cursor cursor = {.index = 0};

    while (rtl_acl_next(sacl, &cursor, label))
        if (label->type == SYSTEM_MANDATORY_LABEL_ACE_TYPE && !(label->flags & INHERIT_ONLY_ACE))
            return true;
    return false;
}

/* A list that is being put together, or only measured while bytes is NULL. */
struct gathered {
    unsigned char *bytes;
    size_t size;
    USHORT count;
    UCHAR revision;
};

/* Entries are taken as they are: of types that nobody knows, too. */
static void gather(struct gathered *gathered, const ACL *from, SECURITY_INFORMATION parts)
{
    struct rtl_acl_cursor cursor = {.index = 0};
    struct rtl_ace ace;
    size_t at = sizeof(ACL);

    for (; rtl_acl_next(from, &cursor, &ace); at = cursor.offset) {
        const size_t size = cursor.offset - at;

        if (!(rtl_sacl_part(ace.type) & parts))
            continue;
        if (gathered->bytes)
            memcpy(gathered->bytes + gathered->size, (const unsigned char *)from + at, size);
        gathered->size += size;
        gathered->count++;
    }
    if (from->AclRevision > gathered->revision)
        gathered->revision = from->AclRevision;
}

static void head(const struct gathered *gathered)
{
    const ACL header = {
        .AclRevision = gathered->revision,
        .AclSize = (USHORT)gathered->size,
        .AceCount = gathered->count,
    };

    memcpy(gathered->bytes, &header, sizeof header);
}

size_t rtl_sacl_extract_size(const ACL *sacl, SECURITY_INFORMATION parts)
{
    struct gathered gathered = {.size = sizeof(ACL)};

    gather(&gathered, sacl, parts);
    return gathered.count ? gathered.size : 0;
}

void rtl_sacl_extract(const ACL *sacl, SECURITY_INFORMATION parts, void *to)
{
    struct gathered gathered = {.bytes = to, .size = sizeof(ACL)};

    gather(&gathered, sacl, parts);
    head(&gathered);
}

static struct gathered merge(const ACL *old, const ACL *given, SECURITY_INFORMATION parts,
                             unsigned char *to)
{
    struct gathered gathered = {.bytes = to, .size = sizeof(ACL)};

    if (old)
        gather(&gathered, old, ~parts);
    if (given)
        gather(&gathered, given, parts);
    return gathered;
}

size_t rtl_sacl_merged_size(const ACL *old, const ACL *given, SECURITY_INFORMATION parts)
{
    const struct gathered gathered = merge(old, given, parts, NULL);
    const bool empty = given && (parts & SACL_SECURITY_INFORMATION);

    return gathered.count || empty ? gathered.size : 0;
}

struct rtl_acl *rtl_sacl_merge(struct srm_world *w, const ACL *old, const ACL *given,
                               SECURITY_INFORMATION parts)
{
    const size_t size = rtl_sacl_merged_size(old, given, parts);
    struct rtl_acl *merged;

    if (size == 0)
        return NULL;
    merged = rtl_acl_begin(w, size);
    const struct gathered gathered = merge(old, given, parts, (unsigned char *)&merged->bytes);
    head(&gathered);
    rtl_acl_finish(merged);
    return merged;
}

struct rtl_acl *rtl_sacl_of_label(struct srm_world *w, ULONG integrity)
{
    SE_SID level;

    rtl_integrity_to_sid(integrity, &level);
    return rtl_acl_new(w,
                       &(struct rtl_ace){
                           .type = SYSTEM_MANDATORY_LABEL_ACE_TYPE,
                           .mask = SYSTEM_MANDATORY_LABEL_NO_WRITE_UP,
                           .sid = &level.Sid,
                       },
                       1);
}
