/*
 * What is in a SACL: several parts of a descriptor, each of which is read and set for itself, as
 * SECURITY_INFORMATION names them.
 */
#ifndef RTL_SACL_H
#define RTL_SACL_H

#include "rtl/acl.h"

/* Every bit that names a part of the SACL. */
#define RTL_SACL_PARTS                                                                         \
    (SACL_SECURITY_INFORMATION | LABEL_SECURITY_INFORMATION | ATTRIBUTE_SECURITY_INFORMATION | \
     SCOPE_SECURITY_INFORMATION | PROCESS_TRUST_LABEL_SECURITY_INFORMATION |                   \
     ACCESS_FILTER_SECURITY_INFORMATION)

/* The bit of the part to which entries of a type belong; those of audit are the rest. */
SECURITY_INFORMATION rtl_sacl_part(UCHAR type);

/* The label that counts: of several the first, and none that is for children only (A-22/2). False
 * if there is none. */
bool rtl_sacl_label(const ACL *sacl, struct rtl_ace *label);

/* The entries of these parts: how many, and the bytes of a list of them; 0 if there is none. */
size_t rtl_sacl_extract_size(const ACL *sacl, SECURITY_INFORMATION parts);
/* Writes that list, which need not be aligned. */
void rtl_sacl_extract(const ACL *sacl, SECURITY_INFORMATION parts, void *to);

/* A SACL of one label, no-write-up, with one reference. */
struct rtl_acl *rtl_sacl_of_label(struct srm_world *w, ULONG integrity);

/*
 * The parts named come from `given`, the others stay as `old` has them, in front; either may be
 * NULL. With one reference; NULL if that leaves no entry, unless a list was given for the audit
 * entries: then it is empty. The bytes must fit: ask rtl_sacl_merged_size.
 */
size_t rtl_sacl_merged_size(const ACL *old, const ACL *given, SECURITY_INFORMATION parts);
struct rtl_acl *rtl_sacl_merge(struct srm_world *w, const ACL *old, const ACL *given,
                               SECURITY_INFORMATION parts);

#endif
