/*
 * What an access check reads of a descriptor that lies in a caller's memory: looked at where it
 * lies, every byte of it once. Format: access-check.md section 5.
 */
#include "ex/rules.h"
#include "rtl/descriptor.h"
#include "rtl/sid.h"

#include <string.h>

static bool is_aligned(const struct rtl_piece *piece)
{
    return (uintptr_t)piece->at % sizeof(ULONG) == 0;
}

static inline const SID *sid_at(const struct rtl_piece *piece)
{
    const SID *sid = piece->at;

    return piece->room >= offsetof(SID, SubAuthority) && rtl_sid_valid(sid) &&
                   rtl_sid_length(sid) <= piece->room
               ? sid
               : NULL;
}

static inline const ACL *acl_at(const struct rtl_piece *piece)
{
    const ACL *acl = piece->at;

    return rtl_acl_valid(acl, piece->room) ? acl : NULL;
}

static NTSTATUS view_pieces(const struct srm_world *w, const struct rtl_pieces *pieces,
                            struct rtl_view *view)
{
    const bool sacl = (pieces->control & SE_SACL_PRESENT) && pieces->sacl.at;
    const bool dacl = (pieces->control & SE_DACL_PRESENT) && pieces->dacl.at;
    struct rtl_ace label;

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
    if (view->sacl && rtl_sacl_label(view->sacl, &label)) {
        view->label = rtl_sid_last(label.sid);
        view->label_mask = label.mask;
    }
    return STATUS_SUCCESS;
}

static NTSTATUS view_self_relative(const struct srm_world *w, const void *bytes, size_t size,
                                   struct rtl_view *view)
{
    struct rtl_pieces pieces;
    NTSTATUS status = rtl_pieces_from_bytes(w, bytes, size, &pieces);

    if (!NT_SUCCESS(status))
        return status;
    if (!rule(w, probe, aligned, (uintptr_t)bytes % sizeof(ULONG) == 0))
        return STATUS_DATATYPE_MISALIGNMENT;
    return view_pieces(w, &pieces, view);
}

static struct rtl_piece pointed_at(const void *part)
{
    return (struct rtl_piece){.at = part, .room = RTL_PIECE_MOST};
}

static NTSTATUS view_absolute(const struct srm_world *w, const void *descriptor,
                              struct rtl_view *view)
{
    SECURITY_DESCRIPTOR absolute;

    memcpy(&absolute, descriptor, sizeof absolute);
    if (!rtl_descriptor_revision_known(w, absolute.Revision))
        return STATUS_UNKNOWN_REVISION;

    const struct rtl_pieces pieces = {
        .control = absolute.Control,
        .owner = pointed_at(absolute.Owner),
        .group = pointed_at(absolute.Group),
        .sacl = pointed_at(absolute.Control & SE_SACL_PRESENT ? absolute.Sacl : NULL),
        .dacl = pointed_at(absolute.Control & SE_DACL_PRESENT ? absolute.Dacl : NULL),
    };

    if (!rule(w, probe, aligned,
              is_aligned(&pieces.owner) && is_aligned(&pieces.group) && is_aligned(&pieces.sacl) &&
                  is_aligned(&pieces.dacl)))
        return STATUS_DATATYPE_MISALIGNMENT;
    return view_pieces(w, &pieces, view);
}

NTSTATUS rtl_view_from_memory(const struct srm_world *w, const void *descriptor, size_t size,
                              struct rtl_view *view)
{
    SECURITY_DESCRIPTOR_RELATIVE header;

    if (size < sizeof header)
        return STATUS_INVALID_SECURITY_DESCR;
    memcpy(&header, descriptor, sizeof header);
    if (header.Control & SE_SELF_RELATIVE)
        return view_self_relative(w, descriptor, size, view);
    return size < sizeof(SECURITY_DESCRIPTOR) ? STATUS_INVALID_SECURITY_DESCR
                                              : view_absolute(w, descriptor, view);
}
