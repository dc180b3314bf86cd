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

/* A part that is there lies between the two. NULL: there is none. */
struct found {
    const unsigned char *owner, *group, *sacl, *dacl;
    const unsigned char *end; /* of all; NULL: each has the most that a part can have */
};

static inline size_t room_at(const struct found *found, const unsigned char *at)
{
    return found->end ? (size_t)(found->end - at) : RTL_PIECE_MOST;
}

static inline NTSTATUS view_sids(const struct srm_world *w, const struct found *found,
                                 struct rtl_view *view)
{
    if (found->owner) {
        view->owner = sid_at(found->owner, room_at(found, found->owner));
        if (!rule(w, probe, sid_valid, view->owner != NULL))
            return STATUS_INVALID_SID;
    }
    if (found->group) {
        view->group = sid_at(found->group, room_at(found, found->group));
        if (!rule(w, probe, sid_valid, view->group != NULL))
            return STATUS_INVALID_SID;
    }
    return STATUS_SUCCESS;
}

static NTSTATUS view_sacl(const struct srm_world *w, const struct found *found,
                          struct rtl_view *view)
{
    struct rtl_ace label;

    view->sacl = acl_at(found->sacl, room_at(found, found->sacl));
    if (!rule(w, security, list_valid, view->sacl != NULL))
        return STATUS_INVALID_ACL;
    if (rtl_sacl_label(view->sacl, &label)) {
        view->label = rtl_sid_last(label.sid);
        view->label_mask = label.mask;
    }
    return STATUS_SUCCESS;
}

static inline NTSTATUS view_parts(const struct srm_world *w, const struct found *found,
                                  struct rtl_view *view)
{
    NTSTATUS status;

    *view = (struct rtl_view){
        .label = SECURITY_MANDATORY_MEDIUM_RID,
        .label_mask = SYSTEM_MANDATORY_LABEL_NO_WRITE_UP,
    };
    status = view_sids(w, found, view);
    if (NT_SUCCESS(status) && found->sacl)
        status = view_sacl(w, found, view);
    if (NT_SUCCESS(status) && found->dacl) {
        view->dacl = acl_at(found->dacl, room_at(found, found->dacl));
        if (!rule(w, security, list_valid, view->dacl != NULL))
            status = STATUS_INVALID_ACL;
    }
    return status;
}

static NTSTATUS view_self_relative(const struct srm_world *w, const unsigned char *bytes,
                                   size_t size, const SECURITY_DESCRIPTOR_RELATIVE *header,
                                   struct rtl_view *view)
{
    if (!rtl_descriptor_revision_known(w, header->Revision))
        return STATUS_UNKNOWN_REVISION;
    if (!rule(w, security, offsets_valid, rtl_offsets_valid(header, size)))
        return STATUS_INVALID_SECURITY_DESCR;
    if (!rule(w, probe, aligned, (uintptr_t)bytes % sizeof(ULONG) == 0))
        return STATUS_DATATYPE_MISALIGNMENT;

    const bool sacl = (header->Control & SE_SACL_PRESENT) && header->Sacl;
    const bool dacl = (header->Control & SE_DACL_PRESENT) && header->Dacl;
    const struct found found = {
        .owner = header->Owner ? bytes + header->Owner : NULL,
        .group = header->Group ? bytes + header->Group : NULL,
        .sacl = sacl ? bytes + header->Sacl : NULL,
        .dacl = dacl ? bytes + header->Dacl : NULL,
        .end = bytes + size,
    };

    return view_parts(w, &found, view);
}

static NTSTATUS view_absolute(const struct srm_world *w, const void *descriptor,
                              struct rtl_view *view)
{
    SECURITY_DESCRIPTOR absolute;

    memcpy(&absolute, descriptor, sizeof absolute);
    if (!rtl_descriptor_revision_known(w, absolute.Revision))
        return STATUS_UNKNOWN_REVISION;

    const struct found found = {
        .owner = absolute.Owner,
        .group = absolute.Group,
        .sacl = absolute.Control & SE_SACL_PRESENT ? (const void *)absolute.Sacl : NULL,
        .dacl = absolute.Control & SE_DACL_PRESENT ? (const void *)absolute.Dacl : NULL,
    };
    const uintptr_t any = (uintptr_t)found.owner | (uintptr_t)found.group | (uintptr_t)found.sacl |
                          (uintptr_t)found.dacl;

    if (!rule(w, probe, aligned, any % sizeof(ULONG) == 0))
        return STATUS_DATATYPE_MISALIGNMENT;
    return view_parts(w, &found, view);
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
