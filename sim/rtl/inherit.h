/*
 * The security descriptor of a new object: what its creator says, what its container hands down,
 * and what the creator's token has for new objects.
 *
 * Sources: win32 ace-inheritance-rules, dacl-for-a-new-object; securitybaseapi
 * CreatePrivateObjectSecurityEx, remarks; MS-DTYP 2.5.3.4; access-check.md T-24, T-31, T-32. Where
 * MS-DTYP's pseudocode is another than the pages, the pages are followed.
 */
#ifndef RTL_INHERIT_H
#define RTL_INHERIT_H

#include "rtl/descriptor.h"

/* What a new object is made of. */
struct rtl_birth {
    /* what holds it; NULL where there is nothing */
    const SID *parent_owner, *parent_group;
    const ACL *parent_dacl, *parent_sacl;

    const struct rtl_described *given; /* by the creator; NULL: nothing */

    /* what the creator's token has */
    const SID *owner, *group;
    const ACL *default_dacl; /* NULL: none */
    const SID *package;      /* of an AppContainer's token; else NULL */
    ULONG integrity;

    /* what it is to be */
    bool container;
    const GUID *types; /* of which it is */
    size_t type_count;
    const GENERIC_MAPPING *mapping;
    ULONG flags; /* SEF_* */
};

/*
 * Sets *out only on success, which owes rtl_described_release. STATUS_INVALID_OWNER and
 * STATUS_INVALID_PRIMARY_GROUP where nobody says who it is; STATUS_INVALID_ACL for a list beyond
 * 64 KiB.
 */
NTSTATUS rtl_inherit(struct srm_world *w, const struct rtl_birth *birth, struct rtl_described *out);

#endif
