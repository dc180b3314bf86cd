/*
 * Security identifiers: comparing, copying, and their two written forms.
 *
 * A SID is a header and up to 15 sub-authorities; `const SID *` points to one of any length, SE_SID
 * is storage for one of every length. Functions take valid SIDs unless they say otherwise; what
 * comes from outside passes rtl_sid_from_bytes, rtl_sid_from_text or rtl_sid_from_name once. These
 * set `out` only when they return true. Text and names need not be terminated.
 */
#ifndef RTL_SID_H
#define RTL_SID_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "ntsrm/winnt.h"

/* Enough for the text of any SID, with its terminator. */
enum { RTL_SID_TEXT_SIZE = 192 };

/* True if the header is one of a SID: revision 1, at most 15 sub-authorities (access-check B-1). */
static inline bool rtl_sid_valid(const SID *sid)
{
    return sid->Revision == SID_REVISION && sid->SubAuthorityCount <= SID_MAX_SUB_AUTHORITIES;
}

/* S-1-3-4, which in an entry means the owner of the object (access-check ). */
extern const SE_SID rtl_owner_rights_sid;

/* Others that the model itself asks for, and often. */
extern const SE_SID rtl_anonymous_logon_sid; /* S-1-5-7 */
extern const SE_SID rtl_principal_self_sid;  /* S-1-5-10 */
extern const SE_SID rtl_restricted_code_sid; /* S-1-5-12 */
extern const SE_SID rtl_iusr_sid;            /* S-1-5-17 */
extern const SE_SID rtl_local_system_sid;    /* S-1-5-18 */
extern const SE_SID rtl_local_service_sid;   /* S-1-5-19 */
extern const SE_SID rtl_network_service_sid; /* S-1-5-20 */

/* The bytes a SID takes: 8 and 4 for each sub-authority. */
static inline size_t rtl_sid_length(const SID *sid)
{
    return offsetof(SID, SubAuthority) + sid->SubAuthorityCount * sizeof(ULONG);
}

/* A sub-authority by position; the array is longer than its declaration says. */
static inline ULONG rtl_sid_sub_authority(const SID *sid, size_t index)
{
    const ULONG *sub_authorities = sid->SubAuthority;

    return sub_authorities[index];
}

/* The last sub-authority, which tells a user from its domain's others, or an integrity level; 0 if
 * there is none. */
static inline ULONG rtl_sid_last(const SID *sid)
{
    const size_t count = sid->SubAuthorityCount;

    return count > 0 ? rtl_sid_sub_authority(sid, count - 1) : 0;
}

/* Eight bytes of it as one number. */
static inline uint64_t rtl_sid_part(const SID *sid, size_t offset)
{
    uint64_t part;

    memcpy(&part, (const unsigned char *)sid + offset, sizeof part);
    return part;
}

/* Are two valid SIDs the same? */
static inline bool rtl_sid_same(const SID *a, const SID *b)
{
    size_t offset = rtl_sid_length(a);

    static_assert(offsetof(SID, SubAuthority) == sizeof(uint64_t), "all that is in front of them");
    if (rtl_sid_part(a, 0) != rtl_sid_part(b, 0))
        return false;
    while (offset > sizeof(uint64_t)) { /* the last pair may begin inside the authority */
        offset -= sizeof(uint64_t);
        if (rtl_sid_part(a, offset) != rtl_sid_part(b, offset))
            return false;
    }
    return true;
}

/*
 * True if both are the same SID. Invalid ones equal nothing, not even themselves (access-check
 * B-1). Compared are revision, count and authority, then the sub-authorities in pairs from the end,
 * since that is where SIDs of one domain differ.
 */
static inline bool rtl_sid_equal(const SID *a, const SID *b)
{
    return rtl_sid_valid(a) && rtl_sid_same(a, b);
}

/*
 * A hash of every byte of a valid SID, of which the high half is to be used: a difference anywhere
 * reaches its high bits. The seed tells tables apart, or the parts of one.
 */
static inline uint64_t rtl_sid_hash(const SID *sid, uint64_t seed)
{
    uint64_t hash = rtl_sid_part(sid, 0) + seed;
    size_t offset = rtl_sid_length(sid);

    while (offset > sizeof(uint64_t)) { /* the last pair may begin inside the authority */
        offset -= sizeof(uint64_t);
        hash = (hash ^ rtl_sid_part(sid, offset)) * UINT64_C(0x9E3779B97F4A7C15);
    }
    return hash;
}

/* Copies a SID; the bytes behind it become 0, so that storage can be compared and hashed whole. */
void rtl_sid_copy(SE_SID *to, const SID *from);

/*
 * Reads "S-1-5-32-544": at least one sub-authority, decimal numbers without leading zeros, the
 * authority also as 0x and hex digits, nothing else around it. One SID has one decimal text; the
 * laxer rules of SDDL (access-check S-9) are for the SDDL reader.
 */
bool rtl_sid_from_text(const char *text, size_t length, SE_SID *out);

/* Reads a SID as it lies in memory, which must fill `length` exactly; it need not be aligned. */
bool rtl_sid_from_bytes(const void *bytes, size_t length, SE_SID *out);

/*
 * The same for what conditions and claims hold, where numbers are little endian. What is written
 * fills rtl_sid_length bytes.
 */
bool rtl_sid_from_little(const void *bytes, size_t length, SE_SID *out);
void rtl_sid_to_little(const SID *sid, void *bytes);

/* Reads a name of sids.def, such as "Administrators", or a two-letter SDDL alias, such as "BA". */
bool rtl_sid_from_name(const char *name, size_t length, SE_SID *out);

/*
 * Writes the text of a SID; an authority above 32 bits is written in hex (access-check S-9). Always
 * terminated where size is not 0; returns the length of the full text, which was cut if that is not
 * below size.
 */
size_t rtl_sid_to_text(const SID *sid, char *buffer, size_t size);

/* The name of a SID in sids.def, NULL if it has none. */
const char *rtl_sid_name(const SID *sid);

/* A row of sids.def, for help and documentation. */
struct rtl_known_sid {
    const char *name;
    const char *alias; /* "" if SDDL has none */
    const char *text;
    const char *meaning;
};

/* All rows: index 0 to count - 1. */
size_t rtl_known_sid_count(void);
const struct rtl_known_sid *rtl_known_sid_at(size_t index);
/* The row that has the name or alias; the count if none has. */
size_t rtl_known_sid_find(const char *name, size_t length);

#endif
