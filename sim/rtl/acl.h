/*
 * Access control lists: NT's bytes, shared by reference and never changed once they stand.
 *
 * A list is built from rows, entry by entry, and read with a cursor that never leaves its bytes.
 */
#ifndef RTL_ACL_H
#define RTL_ACL_H

#include "world.h"

struct rtl_acl {
    uint32_t references;
    uint32_t size;            /* of bytes; AclSize says the same */
    bool has_special_entries; /* compound, object or callback entries that are effective */
    bool has_owner_rights;    /* an effective entry for S-1-3-4 */
    _Alignas(ULONG) ACL bytes; /* the header; the entries follow, aligned for their SIDs */
};

/* One entry to be, or one that was read. */
struct rtl_ace {
    UCHAR type; /* ACCESS_ALLOWED_ACE_TYPE or ACCESS_DENIED_ACE_TYPE; others are read, not built */
    UCHAR flags;
    ACCESS_MASK mask;
    const SID *sid; /* NULL where the entry is of another form */
};

/* With one reference, which the caller owns. The rows must fit into 64 KiB. */
struct rtl_acl *rtl_acl_new(struct srm_world *w, const struct rtl_ace *rows, size_t count);
/* A copy of the list in that many bytes, with one reference; NULL if it is malformed. */
struct rtl_acl *rtl_acl_copy(struct srm_world *w, const void *acl, size_t size);
/* Both take NULL. */
struct rtl_acl *rtl_acl_reference(struct rtl_acl *acl);
void rtl_acl_dereference(struct srm_world *w, struct rtl_acl *acl);

/* Is this a well-formed list of at most limit bytes? */
bool rtl_acl_valid(const ACL *acl, size_t limit);

/* Does the entry allow or deny something on the object itself? */
static inline bool rtl_ace_is_effective(const struct rtl_ace *ace)
{
    return !(ace->flags & INHERIT_ONLY_ACE) &&
           (ace->type == ACCESS_ALLOWED_ACE_TYPE || ace->type == ACCESS_DENIED_ACE_TYPE);
}

/* Where a reader stands in a list; zero is in front of the first entry. */
struct rtl_acl_cursor {
    size_t offset;
    unsigned index; /* of the entry that was read last, from 1 */
};

/* Reads the next entry of a valid list; false at the end. */
bool rtl_acl_next(const ACL *acl, struct rtl_acl_cursor *cursor, struct rtl_ace *ace);

#endif
