/*
 * Filtering a token: making one that may do less. SIDs become deny-only, privileges go,
 * restricting SIDs come. What was passed has been read already; here it is judged and applied.
 *
 *     status = se_filter_check_flags(w, &filter.flags);
 *     status = se_filter_check(source, &filter);
 *     ... is there room for a token? ...
 *     token = se_filter_make(source, &filter);
 *
 * Facts: access-check.md 3.3 (O-12 to O-19).
 */
#ifndef SE_FILTER_H
#define SE_FILTER_H

#include "se/token.h"

struct se_filter {
    ULONG flags; /* DISABLE_MAX_PRIVILEGE and so on */
    const SE_SID *disabled;
    uint32_t disabled_count;
    uint64_t removed; /* privileges, by bit */
    const SE_SID *restricting;
    const uint32_t *restricting_attributes;
    uint32_t restricting_count;
    const struct se_token *caller; /* effective token of who asks; NULL for the kernel */
    bool intersects;               /* set by se_filter_check: only what the source has stays */
};

/* What LUA_TOKEN, and the logon of an administrator, leave of the privileges (T-13). */
extern const uint64_t se_ordinary_privileges;

/* Does this group, with these attributes, make an administrator? Rule filter.elevated_group. */
bool se_group_is_elevated(const struct srm_world *w, const SID *sid, uint32_t attributes);

/*
 * STATUS_INVALID_PARAMETER for a flag that the version does not have. The value that
 * WRITE_RESTRICTED has in Windows XP becomes the later one.
 */
NTSTATUS se_filter_check_flags(const struct srm_world *w, ULONG *flags);

/*
 * STATUS_INVALID_PARAMETER if a restricting SID has attributes; not modelled where nothing public
 * says what becomes of a token that is restricted for the second time.
 */
NTSTATUS se_filter_check(const struct se_token *source, struct se_filter *filter);

/* With one reference and no descriptor, after se_filter_check. */
struct se_token *se_filter_make(const struct se_token *source, const struct se_filter *filter);

#endif
