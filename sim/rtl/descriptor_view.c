/*
 * What an access check reads of a descriptor that lies in a caller's memory: looked at where it
 * lies, every byte of it once. Format: access-check.md section 5.
 */
#include "ex/rules.h"
#include "rtl/descriptor.h"
#include "rtl/sid.h"

#include <string.h>

static inline const SID *sid_at(const void *at, size_t room)
{
    const SID *sid = at;

    return room >= offsetof(SID, SubAuthority) && rtl_sid_valid(sid) && rtl_sid_length(sid) <= room
               ? sid
               : NULL;
}

static inline const ACL *acl_at(const void *at, size_t room)
{
    return rtl_acl_valid(at, room) ? at : NULL;
}

static inline NTSTATUS view_sid(const struct srm_world *w, struct rtl_piece piece, const SID **sid)
{
    *sid = sid_at(piece.at, piece.room);
    return rule(w, probe, sid_valid, *sid != NULL) ? STATUS_SUCCESS : STATUS_INVALID_SID;
}

static NTSTATUS view_sacl(const struct srm_world *w, struct rtl_piece piece, struct rtl_view *view)
{
    struct rtl_ace label;

    view->sacl = acl_at(piece.at, piece.room);
    if (!rule(w, security, list_valid, view->sacl != NULL))
        return STATUS_INVALID_ACL;
    if (rtl_sacl_label(view->sacl, &label)) {
        view->label = rtl_sid_last(label.sid);
        view->label_mask = label.mask;
    }
    return STATUS_SUCCESS;
}

static inline NTSTATUS view_dacl(const struct srm_world *w, struct rtl_piece piece,
                                 struct rtl_view *view)
{
    view->dacl = acl_at(piece.at, piece.room);
    return rule(w, security, list_valid, view->dacl != NULL) ? STATUS_SUCCESS : STATUS_INVALID_ACL;
}

/* A view of nothing: without a label the object counts as Medium. */
static inline void view_nothing(struct rtl_view *view)
{
    *view = (struct rtl_view){
        .label = SECURITY_MANDATORY_MEDIUM_RID,
        .label_mask = SYSTEM_MANDATORY_LABEL_NO_WRITE_UP,
    };
}

static inline struct rtl_piece piece_at(const unsigned char *bytes, size_t size, DWORD offset)
{
    return (struct rtl_piece){.at = bytes + offset, .room = size - offset};
}

static NTSTATUS view_self_relative(const struct srm_world *w, const unsigned char *bytes,
                                   size_t size, const SECURITY_DESCRIPTOR_RELATIVE *header,
                                   struct rtl_view *view)
{
    NTSTATUS status = STATUS_SUCCESS;

    if (!rtl_descriptor_revision_known(w, header->Revision))
        return STATUS_UNKNOWN_REVISION;
    if (!rule(w, security, offsets_valid, rtl_offsets_valid(header, size)))
        return STATUS_INVALID_SECURITY_DESCR;
    if (!rule(w, probe, aligned, (uintptr_t)bytes % sizeof(ULONG) == 0))
        return STATUS_DATATYPE_MISALIGNMENT;
    view_nothing(view);
    if (header->Owner)
        status = view_sid(w, piece_at(bytes, size, header->Owner), &view->owner);
    if (NT_SUCCESS(status) && header->Group)
        status = view_sid(w, piece_at(bytes, size, header->Group), &view->group);
    if (NT_SUCCESS(status) && (header->Control & SE_SACL_PRESENT) && header->Sacl)
        status = view_sacl(w, piece_at(bytes, size, header->Sacl), view);
    if (NT_SUCCESS(status) && (header->Control & SE_DACL_PRESENT) && header->Dacl)
        status = view_dacl(w, piece_at(bytes, size, header->Dacl), view);
    return status;
}

/* Of an absolute descriptor: how far it may be read, its caller answers for. */
static struct rtl_piece piece_of(const void *part)
{
    return (struct rtl_piece){.at = part, .room = RTL_PIECE_MOST};
}

static NTSTATUS view_absolute(const struct srm_world *w, const void *descriptor,
                              struct rtl_view *view)
{
    SECURITY_DESCRIPTOR absolute;
    const void *sacl, *dacl;
    NTSTATUS status = STATUS_SUCCESS;

    memcpy(&absolute, descriptor, sizeof absolute);
    if (!rtl_descriptor_revision_known(w, absolute.Revision))
        return STATUS_UNKNOWN_REVISION;
    sacl = absolute.Control & SE_SACL_PRESENT ? absolute.Sacl : NULL;
    dacl = absolute.Control & SE_DACL_PRESENT ? absolute.Dacl : NULL;
    if (!rule(w, probe, aligned,
              ((uintptr_t)absolute.Owner | (uintptr_t)absolute.Group | (uintptr_t)sacl |
               (uintptr_t)dacl) %
                      sizeof(ULONG) ==
                  0))
        return STATUS_DATATYPE_MISALIGNMENT;
    view_nothing(view);
    if (absolute.Owner)
        status = view_sid(w, piece_of(absolute.Owner), &view->owner);
    if (NT_SUCCESS(status) && absolute.Group)
        status = view_sid(w, piece_of(absolute.Group), &view->group);
    if (NT_SUCCESS(status) && sacl)
        status = view_sacl(w, piece_of(sacl), view);
    if (NT_SUCCESS(status) && dacl)
        status = view_dacl(w, piece_of(dacl), view);
    return status;
}

NTSTATUS rtl_view_from_memory(const struct srm_world *w, const void *descriptor, size_t size,
                              struct rtl_view *view)
{
    SECURITY_DESCRIPTOR_RELATIVE header;

    if (size < sizeof header)
        return STATUS_INVALID_SECURITY_DESCR;
    memcpy(&header, descriptor, sizeof header);
    if (header.Control & SE_SELF_RELATIVE)
        return view_self_relative(w, descriptor, size, &header, view);
    return size < sizeof(SECURITY_DESCRIPTOR) ? STATUS_INVALID_SECURITY_DESCR
                                              : view_absolute(w, descriptor, view);
}
