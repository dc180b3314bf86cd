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
    uint32_t size;             /* of bytes; AclSize says the same */
    bool has_special_entries;  /* compound, object or callback entries that are effective */
    bool has_owner_rights;     /* an effective entry for S-1-3-4 */
    bool has_only_labels;      /* no entry of another type */
    _Alignas(ULONG) ACL bytes; /* the header; the entries follow, aligned for their SIDs */
};

/*
 * One entry to be, or one that was read: then everything points into the list. What an entry of its
 * type has not, is NULL or 0.
 */
struct rtl_ace {
    UCHAR type; /* *_ACE_TYPE */
    UCHAR flags;
    ACCESS_MASK mask;
    const SID *sid;             /* NULL for types that nobody knows */
    const SID *server;          /* of a compound entry, whose client is sid */
    const GUID *object_type;    /* of an object entry that names one */
    const GUID *inherited_type; /* the same */
    const UCHAR *data;  /* of callback and resource attribute entries, behind the SID; with */
    uint16_t data_size; /* what pads it to a multiple of 4 */
};

/* What lies between mask and SID in the entries of a type. */
enum rtl_ace_form { RTL_ACE_UNKNOWN, RTL_ACE_PLAIN, RTL_ACE_COMPOUND, RTL_ACE_OBJECT };

enum rtl_ace_form rtl_ace_form(UCHAR type);

/* The revision of a list in which such an entry may be (access-check B-2, B-4). */
UCHAR rtl_ace_revision(UCHAR type);

/* The bytes that an entry takes: a multiple of 4. */
size_t rtl_ace_size(const struct rtl_ace *ace);
/* Writes them. */
void rtl_ace_write(const struct rtl_ace *ace, void *to);

/* With one reference, which the caller owns. The rows must fit into 64 KiB. */
struct rtl_acl *rtl_acl_new(struct srm_world *w, const struct rtl_ace *rows, size_t count);
/* A copy of the list in that many bytes, with one reference; NULL if it is malformed. */
struct rtl_acl *rtl_acl_copy(struct srm_world *w, const void *acl, size_t size);
/* A list of that many bytes, still to be written; then the second makes it stand. */
struct rtl_acl *rtl_acl_begin(struct srm_world *w, size_t size);
void rtl_acl_finish(struct rtl_acl *acl);
/* Both take NULL. */
struct rtl_acl *rtl_acl_reference(struct rtl_acl *acl);
void rtl_acl_dereference(struct srm_world *w, struct rtl_acl *acl);

/*
 * Is this, at a multiple of 4, a well-formed list of at most limit bytes (access-check B-2, B-3,
 * B-7)? Its revision is one of the three, its size a multiple of 4 that holds its entries, and they
 * hold what those of their type have. Bytes behind the last entry do not count; nor do entries
 * whose type nobody knows, beyond their header.
 */
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
