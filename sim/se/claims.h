/*
 * What conditions ask of a token beside its groups: the claims of user and device, the token's own
 * security attributes, and the groups of the device (T-5). Made once, never changed, shared by all
 * copies of a token.
 */
#ifndef SE_CLAIMS_H
#define SE_CLAIMS_H

#include "rtl/claim.h"
#include "world.h"

/* Whose claims: @User., @Device., and the local ones, which stand without a prefix. */
enum se_claims_source { SE_CLAIMS_USER, SE_CLAIMS_DEVICE, SE_CLAIMS_LOCAL, SE_CLAIMS_COUNT };

/* Behind it lie the SIDs of the device groups, their attributes, and the claims by source: a length
 * of 32 bits and so many bytes each. */
struct se_claims {
    uint32_t references;
    uint32_t device_group_count;
    size_t sizes[SE_CLAIMS_COUNT];
};

/* What they are made of. Every list may be NULL where its count or size is 0. */
struct se_claims_parts {
    const SE_SID *device_groups;
    const uint32_t *device_attributes; /* SE_GROUP_* */
    uint32_t device_group_count;
    const UCHAR *bytes[SE_CLAIMS_COUNT]; /* as they lie in it */
    size_t sizes[SE_CLAIMS_COUNT];
};

/* With one reference; NULL if there is nothing in it. */
struct se_claims *se_claims_new(struct srm_world *w, const struct se_claims_parts *parts);
/* Both take NULL. */
struct se_claims *se_claims_reference(struct se_claims *claims);
void se_claims_dereference(struct srm_world *w, struct se_claims *claims);

const SE_SID *se_claims_device_groups(const struct se_claims *claims);
const uint32_t *se_claims_device_attributes(const struct se_claims *claims);
const UCHAR *se_claims_bytes(const struct se_claims *claims, enum se_claims_source source);

/* Reads the claim at *at, from 0, and moves on; false at the end. Takes NULL. */
bool se_claims_next(const struct se_claims *claims, enum se_claims_source source, size_t *at,
                    struct rtl_claim *claim);

/* Is there a local attribute WIN://NOALLAPPPKG of 1, which makes an AppContainer less privileged
 * ? Takes NULL. */
bool se_claims_opt_out(const struct se_claims *claims);

#endif
