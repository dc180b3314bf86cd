/*
 * Lists and SIDs that a call is passed, captured before anything is decided: what the caller
 * changes afterwards does not count. They may be misaligned, and may be anywhere at all if user
 * mode passed them (nt/probe.h).
 *
 * What was captured is released; after a failure, and of an empty list, there is nothing to
 * release, but it does no harm.
 *
 *     struct nt_groups groups = {.count = 0};
 *     status = nt_capture_groups(caller, list, &groups);
 *     ...
 *     nt_groups_release(w, &groups);
 */
#ifndef NT_CAPTURE_H
#define NT_CAPTURE_H

#include "ps/thread.h"
#include "rtl/acl.h"
#include "rtl/sid.h"

/* SIDs with their attributes. */
struct nt_groups {
    SE_SID *sids;
    uint32_t *attributes;
    uint32_t count;
};

/* Privileges by bit (SE_PRIVILEGE_BIT); of one that is named twice the first entry counts. */
struct nt_privileges {
    uint64_t named;
    uint64_t enabled, enabled_by_default; /* of these */
    uint32_t unknown;                     /* how many LUIDs are no privilege's */
};

/* STATUS_ACCESS_VIOLATION; STATUS_INVALID_SID. */
NTSTATUS nt_capture_sid(PETHREAD caller, const void *sid, SE_SID *out);

/*
 * That many SID_AND_ATTRIBUTES. STATUS_INVALID_PARAMETER for more than a token may have;
 * STATUS_ACCESS_VIOLATION; STATUS_INVALID_SID; STATUS_INSUFFICIENT_RESOURCES.
 */
NTSTATUS nt_capture_sids(PETHREAD caller, const void *first, uint32_t count, struct nt_groups *out);

/* A whole list; NULL is an empty one. The same statuses. */
NTSTATUS nt_capture_groups(PETHREAD caller, const TOKEN_GROUPS *list, struct nt_groups *out);

void nt_groups_release(struct srm_world *w, struct nt_groups *groups);

/* How many privileges a TOKEN_PRIVILEGES or PRIVILEGE_SET has. STATUS_ACCESS_VIOLATION. */
NTSTATUS nt_capture_privilege_count(PETHREAD caller, const void *list, DWORD *count);

/* A whole list; NULL is an empty one. Nothing to release. STATUS_ACCESS_VIOLATION. */
NTSTATUS nt_capture_privileges(PETHREAD caller, const TOKEN_PRIVILEGES *list,
                               struct nt_privileges *out);

/*
 * A list of entries, with one reference. *out is NULL for NULL, and for a list that is not well
 * formed. STATUS_ACCESS_VIOLATION.
 */
NTSTATUS nt_capture_acl(PETHREAD caller, const ACL *acl, struct rtl_acl **out);

#endif
