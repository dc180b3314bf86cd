/*
 * Security descriptors as the model keeps them: owner, group, DACL, and the integrity of the
 * label. Made once, never changed, shared by reference.
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

/* With one reference; takes a reference of its own on the list. */
struct rtl_descriptor *rtl_descriptor_new(struct srm_world *w, const SID *owner, const SID *group,
                                          struct rtl_acl *dacl, ULONG integrity);
/* Both take NULL. */
struct rtl_descriptor *rtl_descriptor_reference(struct rtl_descriptor *descriptor);
void rtl_descriptor_dereference(struct srm_world *w, struct rtl_descriptor *descriptor);

#endif
