/*
 * Security descriptors as the model keeps them: owner, group, DACL, and the integrity of the
 * label. Made once, never changed, shared by reference. Beside them stands what a caller gives: the
 * parts of a descriptor that are there.
 */
#ifndef RTL_DESCRIPTOR_H
#define RTL_DESCRIPTOR_H

#include "rtl/acl.h"

struct rtl_descriptor {
    uint32_t references;
    ULONG integrity; /* of the mandatory label, SECURITY_MANDATORY_*_RID; it says no-write-up */
    SE_SID owner, group;
    struct rtl_acl *dacl; /* NULL: no DACL, everybody may do everything */
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
 * STATUS_UNKNOWN_REVISION; STATUS_INVALID_SECURITY_DESCR; STATUS_INVALID_SID; STATUS_INVALID_ACL.
 */
NTSTATUS rtl_view_from_memory(const struct srm_world *w, const void *descriptor, size_t size,
                              struct rtl_view *view);

/* With one reference; takes a reference of its own on the list. */
struct rtl_descriptor *rtl_descriptor_new(struct srm_world *w, const SID *owner, const SID *group,
                                          struct rtl_acl *dacl, ULONG integrity);
/* Both take NULL. */
struct rtl_descriptor *rtl_descriptor_reference(struct rtl_descriptor *descriptor);
void rtl_descriptor_dereference(struct srm_world *w, struct rtl_descriptor *descriptor);

/* A descriptor as a caller gives it: the parts that are there. */
struct rtl_described {
    SECURITY_DESCRIPTOR_CONTROL control;
    bool has_owner, has_group;
    SE_SID owner, group;
    bool dacl_present;
    struct rtl_acl *dacl; /* one reference; NULL where absent and where a NULL DACL is present */
    bool sacl_present;
    bool others_in_sacl;    /* entries that are no labels: audit and the like */
    bool label_present;     /* the first label of the SACL that is not for children only */
    bool label_valid;       /* its SID is that of an integrity level */
    ULONG label;            /* SECURITY_MANDATORY_*_RID, of a valid one */
    ACCESS_MASK label_mask; /* SYSTEM_MANDATORY_LABEL_NO_* */
};

/* A part in memory, which need not be aligned, and the bytes that may be read there. */
struct rtl_piece {
    const void *at; /* NULL: there is no such part */
    size_t room;
};

/* The parts of a descriptor of either form. A list counts only if control says it is there. */
struct rtl_pieces {
    SECURITY_DESCRIPTOR_CONTROL control;
    struct rtl_piece owner, group, sacl, dacl;
};

/* No part needs more room, and no self-relative descriptor reaches further. */
#define RTL_PIECE_MOST      0x10000u
#define RTL_DESCRIPTOR_MOST 0x40000u

/* Both forms begin with their revision. */
bool rtl_descriptor_revision_known(const struct srm_world *w, UCHAR revision);

/*
 * Reads and checks the parts. Sets *out only on success, which owes a dereference of the DACL.
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

/*
 * The self-relative form of the parts named (owner, group, DACL, label; others are left out), in
 * the order of access-check B-4. The label is a SACL of one entry. A descriptor that is NULL has no
 * parts; one without a DACL has a NULL one. The bytes need not be aligned.
 */
size_t rtl_descriptor_size(const struct rtl_descriptor *descriptor, SECURITY_INFORMATION parts);
void rtl_descriptor_write(const struct rtl_descriptor *descriptor, SECURITY_INFORMATION parts,
                          void *to);

#endif
