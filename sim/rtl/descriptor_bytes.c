/*
 * Security descriptors as they lie in memory. Format: access-check.md section 5, B-1 to B-7. What
 * is read may be anything at all, aligned or not.
 */
#include "rtl/descriptor.h"

#include "ex/rules.h"
#include "rtl/integrity.h"
#include "rtl/sid.h"

#include <string.h>

static bool read_sid(const struct rtl_piece *piece, SE_SID *out)
{
    const unsigned char *bytes = piece->at;
    size_t length;

    if (piece->room < offsetof(SID, SubAuthority))
        return false;
    length = offsetof(SID, SubAuthority) + bytes[offsetof(SID, SubAuthorityCount)] * sizeof(ULONG);
    return length <= piece->room && rtl_sid_from_bytes(bytes, length, out);
}

/* With one reference; NULL if malformed. */
static struct rtl_acl *read_acl(struct srm_world *w, const struct rtl_piece *piece)
{
    ACL header;

    if (piece->room < sizeof header)
        return NULL;
    memcpy(&header, piece->at, sizeof header);
    return header.AclSize <= piece->room ? rtl_acl_copy(w, piece->at, header.AclSize) : NULL;
}

/* Of several labels the first counts; one for children only is none (A-22/2). */
static void describe_sacl(const ACL *sacl, struct rtl_described *out)
{
    struct rtl_acl_cursor cursor = {.index = 0};
    struct rtl_ace ace;

    while (rtl_acl_next(sacl, &cursor, &ace)) {
        if (ace.type != SYSTEM_MANDATORY_LABEL_ACE_TYPE) {
            out->others_in_sacl = true;
        } else if (!(ace.flags & INHERIT_ONLY_ACE) && !out->label_present) {
            out->label_present = true;
            out->label_valid = rtl_integrity_from_sid(ace.sid, &out->label);
            out->label_mask = ace.mask;
        }
    }
}

static NTSTATUS read_sids(const struct srm_world *w, const struct rtl_pieces *pieces,
                          struct rtl_described *out)
{
    out->has_owner = pieces->owner.at != NULL;
    out->has_group = pieces->group.at != NULL;
    if ((out->has_owner && !rule(w, probe, sid_valid, read_sid(&pieces->owner, &out->owner))) ||
        (out->has_group && !rule(w, probe, sid_valid, read_sid(&pieces->group, &out->group))))
        return STATUS_INVALID_SID;
    return STATUS_SUCCESS;
}

static NTSTATUS read_lists(struct srm_world *w, const struct rtl_pieces *pieces,
                           struct rtl_described *out)
{
    struct rtl_acl *sacl = NULL;

    out->sacl_present = (pieces->control & SE_SACL_PRESENT) != 0;
    out->dacl_present = (pieces->control & SE_DACL_PRESENT) != 0;
    if (out->sacl_present && pieces->sacl.at) {
        sacl = read_acl(w, &pieces->sacl);
        if (!rule(w, security, list_valid, sacl != NULL))
            return STATUS_INVALID_ACL;
        describe_sacl(&sacl->bytes, out);
        rtl_acl_dereference(w, sacl);
    }
    if (out->dacl_present && pieces->dacl.at) {
        out->dacl = read_acl(w, &pieces->dacl);
        if (!rule(w, security, list_valid, out->dacl != NULL))
            return STATUS_INVALID_ACL;
    }
    return STATUS_SUCCESS;
}

NTSTATUS rtl_described_from_pieces(struct srm_world *w, const struct rtl_pieces *pieces,
                                   struct rtl_described *out)
{
    struct rtl_described described = {.control = pieces->control};
    NTSTATUS status = read_sids(w, pieces, &described);

    if (NT_SUCCESS(status))
        status = read_lists(w, pieces, &described);
    if (NT_SUCCESS(status))
        *out = described;
    return status;
}

bool rtl_descriptor_revision_known(const struct srm_world *w, UCHAR revision)
{
    return rule_on(w, security, revision_known, revision == SECURITY_DESCRIPTOR_REVISION,
                   NUMBER_FACT("Revision", revision));
}

/* Behind the header, at a multiple of 4, in front of the end; 0 is no part at all (B-4). */
static bool offset_valid(DWORD offset, size_t size)
{
    return offset == 0 ||
           (offset >= sizeof(SECURITY_DESCRIPTOR_RELATIVE) && offset % 4 == 0 && offset < size);
}

static struct rtl_piece piece_at(const void *bytes, size_t size, DWORD offset)
{
    if (offset == 0)
        return (struct rtl_piece){.at = NULL};
    return (struct rtl_piece){
        .at = (const unsigned char *)bytes + offset,
        .room = size - offset,
    };
}

NTSTATUS rtl_described_from_bytes(struct srm_world *w, const void *bytes, size_t size,
                                  struct rtl_described *out)
{
    SECURITY_DESCRIPTOR_RELATIVE header;

    if (size < sizeof header)
        return STATUS_INVALID_SECURITY_DESCR;
    memcpy(&header, bytes, sizeof header);
    if (!rtl_descriptor_revision_known(w, header.Revision))
        return STATUS_UNKNOWN_REVISION;
    if (!rule(w, security, offsets_valid,
              offset_valid(header.Owner, size) && offset_valid(header.Group, size) &&
                  offset_valid(header.Sacl, size) && offset_valid(header.Dacl, size)))
        return STATUS_INVALID_SECURITY_DESCR;
    return rtl_described_from_pieces(w,
                                     &(struct rtl_pieces){
                                         .control = header.Control,
                                         .owner = piece_at(bytes, size, header.Owner),
                                         .group = piece_at(bytes, size, header.Group),
                                         .sacl = piece_at(bytes, size, header.Sacl),
                                         .dacl = piece_at(bytes, size, header.Dacl),
                                     },
                                     out);
}

static const SID *sid_at(const struct rtl_piece *piece)
{
    const SID *sid = piece->at;

    return piece->room >= offsetof(SID, SubAuthority) && rtl_sid_valid(sid) &&
                   rtl_sid_length(sid) <= piece->room
               ? sid
               : NULL;
}

static const ACL *acl_at(const struct rtl_piece *piece)
{
    const ACL *acl = piece->at;

    return rtl_acl_valid(acl, piece->room) ? acl : NULL;
}

/* The label that counts, of a valid SACL. */
static void view_label(struct rtl_view *view)
{
    struct rtl_acl_cursor cursor = {.index = 0};
    struct rtl_ace ace;

    while (rtl_acl_next(view->sacl, &cursor, &ace))
        if (ace.type == SYSTEM_MANDATORY_LABEL_ACE_TYPE && !(ace.flags & INHERIT_ONLY_ACE)) {
            view->label = rtl_sid_last(ace.sid);
            view->label_mask = ace.mask;
            return;
        }
}

static NTSTATUS view_pieces(const struct srm_world *w, const struct rtl_pieces *pieces,
                            struct rtl_view *view)
{
    const bool sacl = (pieces->control & SE_SACL_PRESENT) && pieces->sacl.at;
    const bool dacl = (pieces->control & SE_DACL_PRESENT) && pieces->dacl.at;

    *view = (struct rtl_view){
        .label = SECURITY_MANDATORY_MEDIUM_RID,
        .label_mask = SYSTEM_MANDATORY_LABEL_NO_WRITE_UP,
    };
    if ((pieces->owner.at &&
         !rule(w, probe, sid_valid, (view->owner = sid_at(&pieces->owner)) != NULL)) ||
        (pieces->group.at &&
         !rule(w, probe, sid_valid, (view->group = sid_at(&pieces->group)) != NULL)))
        return STATUS_INVALID_SID;
    if ((sacl && !rule(w, security, list_valid, (view->sacl = acl_at(&pieces->sacl)) != NULL)) ||
        (dacl && !rule(w, security, list_valid, (view->dacl = acl_at(&pieces->dacl)) != NULL)))
        return STATUS_INVALID_ACL;
    if (view->sacl)
        view_label(view);
    return STATUS_SUCCESS;
}

static NTSTATUS view_self_relative(const struct srm_world *w, const void *bytes, size_t size,
                                   struct rtl_view *view)
{
    SECURITY_DESCRIPTOR_RELATIVE header;

    if (size < sizeof header)
        return STATUS_INVALID_SECURITY_DESCR;
    memcpy(&header, bytes, sizeof header);
    if (!rule(w, security, offsets_valid,
              offset_valid(header.Owner, size) && offset_valid(header.Group, size) &&
                  offset_valid(header.Sacl, size) && offset_valid(header.Dacl, size)))
        return STATUS_INVALID_SECURITY_DESCR;
    return view_pieces(w,
                       &(struct rtl_pieces){
                           .control = header.Control,
                           .owner = piece_at(bytes, size, header.Owner),
                           .group = piece_at(bytes, size, header.Group),
                           .sacl = piece_at(bytes, size, header.Sacl),
                           .dacl = piece_at(bytes, size, header.Dacl),
                       },
                       view);
}

static struct rtl_piece pointed_at(const void *part)
{
    return (struct rtl_piece){.at = part, .room = RTL_PIECE_MOST};
}

NTSTATUS rtl_view_from_memory(const struct srm_world *w, const void *descriptor, size_t size,
                              struct rtl_view *view)
{
    SECURITY_DESCRIPTOR absolute;
    SECURITY_DESCRIPTOR_RELATIVE header;

    if (size < sizeof header)
        return STATUS_INVALID_SECURITY_DESCR;
    memcpy(&header, descriptor, sizeof header);
    if (!rtl_descriptor_revision_known(w, header.Revision))
        return STATUS_UNKNOWN_REVISION;
    if (header.Control & SE_SELF_RELATIVE)
        return view_self_relative(w, descriptor, size, view);
    memcpy(&absolute, descriptor, sizeof absolute);
    return view_pieces(w,
                       &(struct rtl_pieces){
                           .control = absolute.Control,
                           .owner = pointed_at(absolute.Owner),
                           .group = pointed_at(absolute.Group),
                           .sacl = pointed_at(absolute.Sacl),
                           .dacl = pointed_at(absolute.Dacl),
                       },
                       view);
}

/* The SACL of a label, with the SID of its level. */
struct label_list {
    ACL header;
    ACE_HEADER entry;
    ACCESS_MASK mask;
    SID level;
};

_Static_assert(sizeof(struct label_list) == 28, "nothing between the parts of a label's SACL");

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

static struct layout lay_out(const struct rtl_descriptor *descriptor, SECURITY_INFORMATION parts)
{
    struct layout layout = {
        .header = {.Revision = SECURITY_DESCRIPTOR_REVISION, .Control = SE_SELF_RELATIVE},
        .size = sizeof layout.header,
    };

    if (!descriptor)
        return layout;
    if (parts & LABEL_SECURITY_INFORMATION) {
        layout.header.Control |= SE_SACL_PRESENT;
        layout.header.Sacl = place(&layout, sizeof(struct label_list));
    }
    if (parts & DACL_SECURITY_INFORMATION) {
        layout.header.Control |= SE_DACL_PRESENT;
        if (descriptor->dacl)
            layout.header.Dacl = place(&layout, descriptor->dacl->size);
    }
    if (parts & OWNER_SECURITY_INFORMATION)
        layout.header.Owner = place(&layout, rtl_sid_length(&descriptor->owner.Sid));
    if (parts & GROUP_SECURITY_INFORMATION)
        layout.header.Group = place(&layout, rtl_sid_length(&descriptor->group.Sid));
    return layout;
}

size_t rtl_descriptor_size(const struct rtl_descriptor *descriptor, SECURITY_INFORMATION parts)
{
    return lay_out(descriptor, parts).size;
}

static struct label_list label_of(const struct rtl_descriptor *descriptor)
{
    SE_SID level;

    rtl_integrity_to_sid(descriptor->integrity, &level);
    return (struct label_list){
        .header = {.AclRevision = ACL_REVISION,
                   .AclSize = sizeof(struct label_list),
                   .AceCount = 1},
        .entry = {.AceType = SYSTEM_MANDATORY_LABEL_ACE_TYPE,
                  .AceSize = sizeof(struct label_list) - sizeof(ACL)},
        .mask = SYSTEM_MANDATORY_LABEL_NO_WRITE_UP,
        .level = level.Sid,
    };
}

void rtl_descriptor_write(const struct rtl_descriptor *descriptor, SECURITY_INFORMATION parts,
                          void *to)
{
    const struct layout layout = lay_out(descriptor, parts);
    unsigned char *bytes = to;

    memset(bytes, 0, layout.size);
    memcpy(bytes, &layout.header, sizeof layout.header);
    if (layout.header.Sacl) {
        const struct label_list label = label_of(descriptor);

        memcpy(bytes + layout.header.Sacl, &label, sizeof label);
    }
    if (layout.header.Dacl)
        memcpy(bytes + layout.header.Dacl, &descriptor->dacl->bytes, descriptor->dacl->size);
    if (layout.header.Owner)
        memcpy(bytes + layout.header.Owner, &descriptor->owner,
               rtl_sid_length(&descriptor->owner.Sid));
    if (layout.header.Group)
        memcpy(bytes + layout.header.Group, &descriptor->group,
               rtl_sid_length(&descriptor->group.Sid));
}
