/*
 * The access check behind every open: may this subject have these rights on an object with this
 * descriptor? It decides, it changes nothing.
 *
 * One walk over the DACL finds, for every right, the first entry that mentions it and applies to
 * the caller; whether that entry allows answers the ordinary question, MAXIMUM_ALLOWED and "which
 * entry decided" at once. Restricted tokens walk a second time with their restricting SIDs alone,
 * write-restricted ones if they ask for write access.
 *
 * Facts: access-check.md 2.2-2.8. AppContainers' second pass is not modelled yet: an open by one
 * says so (world_not_modelled).
 */
#ifndef SE_ACCESS_H
#define SE_ACCESS_H

#include "rtl/descriptor.h"
#include "se/token.h"

struct se_access_request {
    const SECURITY_SUBJECT_CONTEXT *subject;
    const struct rtl_descriptor *descriptor;
    const GENERIC_MAPPING *mapping;
    ACCESS_MASK desired;
    KPROCESSOR_MODE mode;
};

/* What the DACL says of each right: the first entry that mentions it decides. */
struct se_dacl_walk {
    ACCESS_MASK allowed, denied;
    uint16_t count; /* of entries that decided something, which are at most one for each right */
    struct se_decision {
        uint16_t entry; /* from 1 */
        ACCESS_MASK rights;
    } decisions[32];
};

/* The entry that decided the lowest of these rights, from 1; 0 if none mentions it. */
uint16_t se_walk_decider(const struct se_dacl_walk *walk, ACCESS_MASK rights);

struct se_verdict {
    NTSTATUS status;
    ACCESS_MASK granted; /* all or nothing */
    ACCESS_MASK missing; /* what was asked for and refused */
    struct se_dacl_walk walk;
};

/*
 * STATUS_SUCCESS; STATUS_ACCESS_DENIED; STATUS_BAD_IMPERSONATION_LEVEL for a subject that
 * impersonates below SecurityImpersonation; STATUS_PRIVILEGE_NOT_HELD for ACCESS_SYSTEM_SECURITY.
 */
NTSTATUS se_access_check(struct srm_world *w, const struct se_access_request *request,
                         struct se_verdict *verdict);

#endif
