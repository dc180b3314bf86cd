/*
 * Reading security descriptors as they lie in memory. Format: access-check.md section 5, B-1 to
 * B-7. What is read may be anything at all, aligned or not.
 */
#include "rtl/descriptor.h"

#include "ex/rules.h"
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

static NTSTATUS read_list(struct srm_world *w, const struct rtl_piece *piece, struct rtl_acl **list)
{
    if (!piece->at)
        return STATUS_SUCCESS;
    *list = read_acl(w, piece);
    return rule(w, security, list_valid, *list != NULL) ? STATUS_SUCCESS : STATUS_INVALID_ACL;
}

static NTSTATUS read_lists(struct srm_world *w, const struct rtl_pieces *pieces,
                           struct rtl_described *out)
{
    NTSTATUS status = STATUS_SUCCESS;

    if (pieces->control & SE_SACL_PRESENT)
        status = read_list(w, &pieces->sacl, &out->sacl);
    if (NT_SUCCESS(status) && (pieces->control & SE_DACL_PRESENT))
        status = read_list(w, &pieces->dacl, &out->dacl);
    if (!NT_SUCCESS(status))
        rtl_described_release(w, out);
    return status;
}

NTSTATUS rtl_described_from_pieces(struct srm_world *w, const struct rtl_pieces *pieces,
                                   struct rtl_described *out)
{
    struct rtl_described described = {
        .control = pieces->control,
        .manager_control =
            pieces->control & SE_RM_CONTROL_VALID ? pieces->manager_control : (UCHAR)0,
    };
    NTSTATUS status = read_sids(w, pieces, &described);

    if (NT_SUCCESS(status))
        status = read_lists(w, pieces, &described);
    if (NT_SUCCESS(status))
        *out = described;
    return status;
}

void rtl_described_release(struct srm_world *w, struct rtl_described *described)
{
    rtl_acl_dereference(w, described->dacl);
    rtl_acl_dereference(w, described->sacl);
    described->dacl = described->sacl = NULL;
}

bool rtl_described_has_label(const struct rtl_described *described)
{
    struct rtl_ace label;

    return described->sacl && rtl_sacl_label(&described->sacl->bytes, &label);
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

NTSTATUS rtl_pieces_from_bytes(const struct srm_world *w, const void *bytes, size_t size,
                               struct rtl_pieces *pieces)
{
    SECURITY_DESCRIPTOR_RELATIVE header;

    if (size < sizeof header)
        return STATUS_INVALID_SECURITY_DESCR;
    memcpy(&header, bytes, sizeof header);
    if (!rtl_descriptor_revision_known(w, header.Revision))
        return STATUS_UNKNOWN_REVISION;
    if (!(header.Control & SE_SELF_RELATIVE) ||
        !rule(w, security, offsets_valid, rtl_offsets_valid(&header, size)))
        return STATUS_INVALID_SECURITY_DESCR;
    *pieces = (struct rtl_pieces){
        .control = header.Control,
        .manager_control = header.Sbz1,
        .owner = piece_at(bytes, size, header.Owner),
        .group = piece_at(bytes, size, header.Group),
        .sacl = piece_at(bytes, size, header.Sacl),
        .dacl = piece_at(bytes, size, header.Dacl),
    };
    return STATUS_SUCCESS;
}

NTSTATUS rtl_described_from_bytes(struct srm_world *w, const void *bytes, size_t size,
                                  struct rtl_described *out)
{
    struct rtl_pieces pieces;
    NTSTATUS status = rtl_pieces_from_bytes(w, bytes, size, &pieces);

    return NT_SUCCESS(status) ? rtl_described_from_pieces(w, &pieces, out) : status;
}
