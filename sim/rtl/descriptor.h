/*
 * Security descriptors as the model keeps them: everything that NT's bytes say. Made once, never
 * changed, shared by reference. Beside them stand what an access check reads, a view, and what a
 * caller gives, the parts that are there.
 */
#ifndef RTL_DESCRIPTOR_H
#define RTL_DESCRIPTOR_H

#include "ex/rules.h"
#include "rtl/sacl.h"

struct rtl_descriptor {
    uint32_t references;
    SECURITY_DESCRIPTOR_CONTROL control; /* never SE_SELF_RELATIVE */
    UCHAR manager_control;               /* of the resource manager, with SE_RM_CONTROL_VALID */
    bool has_owner, has_group;
    SE_SID owner, group;    /* zero where there is none */
    struct rtl_acl *dacl;   /* NULL: everybody may do everything; control says if it is present */
    struct rtl_acl *sacl;   /* NULL: none, or present and NULL */
    ULONG integrity;        /* of the label that counts, SECURITY_MANDATORY_*_RID; Medium without */
    ACCESS_MASK label_mask; /* its SYSTEM_MANDATORY_LABEL_NO_*; no-write-up without */
};

/*
 * What an access check reads of a descriptor, wherever that lies. A view owns nothing.
 */
struct rtl_view {
    const SID *owner, *group; /* NULL: none */
    const ACL *dacl;          /* NULL: absent or NULL; else valid */
    const ACL *sacl;          /* NULL: none, or the label says all; else valid */
    ULONG label;              /* of the first label that is not for children only, else Medium */
    ACCESS_MASK label_mask;   /* SYSTEM_MANDATORY_LABEL_NO_*, else no-write-up */
};

/* The view of an object's descriptor. */
struct rtl_view rtl_view_of(const struct rtl_descriptor *descriptor);

/*
 * The view of a descriptor in memory, of either form, that nobody has looked at yet. Only what lies
 * in the first `size` bytes is read of a self-relative one; an absolute one points where it will.
 * STATUS_UNKNOWN_REVISION; STATUS_INVALID_SECURITY_DESCR; STATUS_DATATYPE_MISALIGNMENT for a part
 * that does not lie at a multiple of 4; STATUS_INVALID_SID; STATUS_INVALID_ACL.
 */
NTSTATUS rtl_view_from_memory(const struct srm_world *w, const void *descriptor, size_t size,
                              struct rtl_view *view);

/* A descriptor as a caller gives it: the parts that are there. */
struct rtl_described {
    SECURITY_DESCRIPTOR_CONTROL control;
    UCHAR manager_control;
    bool has_owner, has_group;
    SE_SID owner, group;
    struct rtl_acl *dacl, *sacl; /* one reference; NULL where absent or present and NULL */
};

/* Has it a label for the object itself? */
bool rtl_described_has_label(const struct rtl_described *described);

/* The lists; one that is zero has none. */
void rtl_described_release(struct srm_world *w, struct rtl_described *described);

/* With one reference. New ones take references of their own on the lists. */
struct rtl_descriptor *rtl_descriptor_from(struct srm_world *w,
                                           const struct rtl_described *described);

/* The usual one of kernel objects: a DACL or, with NULL, none for anybody; a label, no-write-up. */
struct rtl_descriptor *rtl_descriptor_new(struct srm_world *w, const SID *owner, const SID *group,
                                          struct rtl_acl *dacl, ULONG integrity);

/* One with this label, no-write-up, in place of its own; else the same. */
struct rtl_descriptor *rtl_descriptor_relabelled(struct srm_world *w,
                                                 const struct rtl_descriptor *descriptor,
                                                 ULONG integrity);

/* Both take NULL. */
struct rtl_descriptor *rtl_descriptor_reference(struct rtl_descriptor *descriptor);
void rtl_descriptor_dereference(struct srm_world *w, struct rtl_descriptor *descriptor);

/* A part in memory, which need not be aligned, and the bytes that may be read there. */
struct rtl_piece {
    const void *at; /* NULL: there is no such part */
    size_t room;
};

/* The parts of a descriptor of either form. A list counts only if control says it is there. */
struct rtl_pieces {
    SECURITY_DESCRIPTOR_CONTROL control;
    UCHAR manager_control;
    struct rtl_piece owner, group, sacl, dacl;
};

/* No part needs more room, and no self-relative descriptor reaches further. */
#define RTL_PIECE_MOST      0x10000u
#define RTL_DESCRIPTOR_MOST 0x40000u

/* Both forms begin with their revision. */
static inline bool rtl_descriptor_revision_known(const struct srm_world *w, UCHAR revision)
{
    return rule_on(w, security, revision_known, revision == SECURITY_DESCRIPTOR_REVISION,
                   NUMBER_FACT("Revision", revision));
}

/* Is a part not inside the header? 0 is no part at all. */
static inline bool rtl_offset_behind_header(DWORD offset)
{
    return offset - 1 >= sizeof(SECURITY_DESCRIPTOR_RELATIVE) - 1;
}

/* All four, at multiples of 4 in that many bytes, which hold the header (B-4). */
static inline bool rtl_offsets_valid(const SECURITY_DESCRIPTOR_RELATIVE *header, size_t size)
{
    const DWORD any = header->Owner | header->Group | header->Sacl | header->Dacl;

    return any % 4 == 0 &&
           (any < size || (header->Owner < size && header->Group < size && header->Sacl < size &&
                           header->Dacl < size)) &&
           rtl_offset_behind_header(header->Owner) && rtl_offset_behind_header(header->Group) &&
           rtl_offset_behind_header(header->Sacl) && rtl_offset_behind_header(header->Dacl);
}

/*
 * Finds the parts of the self-relative descriptor in that many bytes, without looking at them.
 * STATUS_UNKNOWN_REVISION; STATUS_INVALID_SECURITY_DESCR.
 */
NTSTATUS rtl_pieces_from_bytes(const struct srm_world *w, const void *bytes, size_t size,
                               struct rtl_pieces *pieces);

/*
 * Reads and checks the parts. Sets *out only on success, which owes rtl_described_release.
 * STATUS_INVALID_SID; STATUS_INVALID_ACL.
 */
NTSTATUS rtl_described_from_pieces(struct srm_world *w, const struct rtl_pieces *pieces,
                                   struct rtl_described *out);

/*
 * The same for a descriptor that is self-relative, in that many bytes. Also
 * STATUS_UNKNOWN_REVISION; STATUS_INVALID_SECURITY_DESCR.
 */
NTSTATUS rtl_described_from_bytes(struct srm_world *w, const void *bytes, size_t size,
                                  struct rtl_described *out);

/* All parts of a descriptor, as it stands. */
#define RTL_DESCRIPTOR_WHOLE BACKUP_SECURITY_INFORMATION

/*
 * The self-relative form of the parts named, in the order of access-check B-4; control bits go with
 * their part. Of the SACL it has the entries of the parts named, and none if there are none. A
 * descriptor that is NULL has no parts. The bytes need not be aligned.
 */
size_t rtl_descriptor_size(const struct rtl_descriptor *descriptor, SECURITY_INFORMATION parts);
void rtl_descriptor_write(const struct rtl_descriptor *descriptor, SECURITY_INFORMATION parts,
                          void *to);

#endif
