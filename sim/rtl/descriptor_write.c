/*
 * The self-relative form of descriptors. Layout: access-check.md B-4.
 */
#include "rtl/descriptor.h"

#include "rtl/sid.h"

#include <string.h>

#define DACL_BITS                                                                   \
    (SE_DACL_PRESENT | SE_DACL_DEFAULTED | SE_DACL_UNTRUSTED | SE_SERVER_SECURITY | \
     SE_DACL_AUTO_INHERIT_REQ | SE_DACL_AUTO_INHERITED | SE_DACL_PROTECTED)
#define SACL_BITS                                                                              \
    (SE_SACL_PRESENT | SE_SACL_DEFAULTED | SE_SACL_AUTO_INHERIT_REQ | SE_SACL_AUTO_INHERITED | \
     SE_SACL_PROTECTED)

/* The header says where every part begins; size is that of all. */
struct layout {
    SECURITY_DESCRIPTOR_RELATIVE header;
    DWORD size;
};

static DWORD place(struct layout *layout, size_t size)
{
    DWORD offset = layout->size;

    layout->size += (DWORD)((size + 3) / 4 * 4);
    return offset;
}

static SECURITY_INFORMATION spelled_out(SECURITY_INFORMATION parts)
{
    return parts & BACKUP_SECURITY_INFORMATION
               ? OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION |
                     DACL_SECURITY_INFORMATION | RTL_SACL_PARTS | BACKUP_SECURITY_INFORMATION
               : parts;
}

static bool sacl_is_whole(const struct rtl_descriptor *descriptor, SECURITY_INFORMATION parts)
{
    return (parts & RTL_SACL_PARTS) == RTL_SACL_PARTS ||
           (parts & LABEL_SECURITY_INFORMATION && descriptor->sacl->has_only_labels &&
            descriptor->sacl->bytes.AceCount > 0);
}

static size_t sacl_size(const struct rtl_descriptor *descriptor, SECURITY_INFORMATION parts)
{
    if (!descriptor->sacl)
        return 0;
    return sacl_is_whole(descriptor, parts)
               ? descriptor->sacl->size
               : rtl_sacl_extract_size(&descriptor->sacl->bytes, parts);
}

/* Is there something to say of the audit part though it has no entries? */
static bool empty_sacl_counts(const struct rtl_descriptor *descriptor, SECURITY_INFORMATION parts)
{
    return (parts & SACL_SECURITY_INFORMATION) &&
           (!descriptor->sacl || descriptor->sacl->bytes.AceCount == 0 ||
            (descriptor->control & SACL_BITS & ~SE_SACL_PRESENT));
}

/* A SACL that has nothing of what is wanted is left out. */
static void lay_out_sacl(const struct rtl_descriptor *descriptor, SECURITY_INFORMATION parts,
                         struct layout *layout)
{
    const size_t size = sacl_size(descriptor, parts);

    if (!(descriptor->control & SE_SACL_PRESENT))
        return;
    if (size == 0 && !empty_sacl_counts(descriptor, parts))
        return;
    layout->header.Control |= descriptor->control & SACL_BITS;
    if (descriptor->sacl)
        layout->header.Sacl = place(layout, size ? size : sizeof(ACL));
}

static void lay_out_dacl(const struct rtl_descriptor *descriptor, struct layout *layout)
{
    layout->header.Control |= descriptor->control & DACL_BITS;
    if (descriptor->dacl)
        layout->header.Dacl = place(layout, descriptor->dacl->size);
}

static void lay_out_sids(const struct rtl_descriptor *descriptor, SECURITY_INFORMATION parts,
                         struct layout *layout)
{
    if (parts & OWNER_SECURITY_INFORMATION && descriptor->has_owner) {
        layout->header.Control |= descriptor->control & SE_OWNER_DEFAULTED;
        layout->header.Owner = place(layout, rtl_sid_length(&descriptor->owner.Sid));
    }
    if (parts & GROUP_SECURITY_INFORMATION && descriptor->has_group) {
        layout->header.Control |= descriptor->control & SE_GROUP_DEFAULTED;
        layout->header.Group = place(layout, rtl_sid_length(&descriptor->group.Sid));
    }
}

static struct layout lay_out(const struct rtl_descriptor *descriptor, SECURITY_INFORMATION parts)
{
    struct layout layout = {
        .header = {.Revision = SECURITY_DESCRIPTOR_REVISION, .Control = SE_SELF_RELATIVE},
        .size = sizeof layout.header,
    };

    if (!descriptor)
        return layout;
    if (parts & RTL_SACL_PARTS)
        lay_out_sacl(descriptor, parts, &layout);
    if (parts & DACL_SECURITY_INFORMATION)
        lay_out_dacl(descriptor, &layout);
    lay_out_sids(descriptor, parts, &layout);
    if (parts & BACKUP_SECURITY_INFORMATION) {
        layout.header.Control |= descriptor->control & SE_RM_CONTROL_VALID;
        layout.header.Sbz1 = descriptor->manager_control;
    }
    return layout;
}

size_t rtl_descriptor_size(const struct rtl_descriptor *descriptor, SECURITY_INFORMATION parts)
{
    return lay_out(descriptor, spelled_out(parts)).size;
}

void rtl_descriptor_write(const struct rtl_descriptor *descriptor, SECURITY_INFORMATION parts,
                          void *to)
{
    const SECURITY_INFORMATION wanted = spelled_out(parts);
    const struct layout layout = lay_out(descriptor, wanted);
    unsigned char *bytes = to;

    memset(bytes, 0, layout.size);
    memcpy(bytes, &layout.header, sizeof layout.header);
    if (layout.header.Sacl && sacl_is_whole(descriptor, wanted))
        memcpy(bytes + layout.header.Sacl, &descriptor->sacl->bytes, descriptor->sacl->size);
    else if (layout.header.Sacl)
        rtl_sacl_extract(&descriptor->sacl->bytes, wanted, bytes + layout.header.Sacl);
    if (layout.header.Dacl)
        memcpy(bytes + layout.header.Dacl, &descriptor->dacl->bytes, descriptor->dacl->size);
    if (layout.header.Owner)
        memcpy(bytes + layout.header.Owner, &descriptor->owner,
               rtl_sid_length(&descriptor->owner.Sid));
    if (layout.header.Group)
        memcpy(bytes + layout.header.Group, &descriptor->group,
               rtl_sid_length(&descriptor->group.Sid));
}
