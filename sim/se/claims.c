#include "se/claims.h"

#include "ex/pool.h"
#include "rtl/sid.h"

#include <assert.h>
#include <string.h>

struct se_claims *se_claims_new(struct srm_world *w, const struct se_claims_parts *parts)
{
    const uint32_t groups = parts->device_group_count;
    size_t size = groups * (sizeof(SE_SID) + sizeof(uint32_t));
    struct se_claims *claims;
    UCHAR *at;

    for (int i = 0; i < SE_CLAIMS_COUNT; i++)
        size += parts->sizes[i];
    if (size == 0)
        return NULL;
    claims = ex_alloc_raw(w->pool, EX_KIND_TokenClaims, sizeof *claims + size);
    *claims = (struct se_claims){.references = 1, .device_group_count = groups};
    at = (UCHAR *)(claims + 1);
    if (groups > 0) {
        memcpy(at, parts->device_groups, groups * sizeof(SE_SID));
        at += groups * sizeof(SE_SID);
        memcpy(at, parts->device_attributes, groups * sizeof(uint32_t));
        at += groups * sizeof(uint32_t);
    }
    for (int i = 0; i < SE_CLAIMS_COUNT; i++) {
        claims->sizes[i] = parts->sizes[i];
        if (parts->sizes[i] > 0)
            memcpy(at, parts->bytes[i], parts->sizes[i]);
        at += parts->sizes[i];
    }
    return claims;
}

struct se_claims *se_claims_reference(struct se_claims *claims)
{
    if (claims)
        claims->references++;
    return claims;
}

void se_claims_dereference(struct srm_world *w, struct se_claims *claims)
{
    if (claims && --claims->references == 0)
        ex_free(w->pool, claims);
}

const SE_SID *se_claims_device_groups(const struct se_claims *claims)
{
    static_assert(sizeof(struct se_claims) % _Alignof(SE_SID) == 0, "SIDs may follow it");
    return (const SE_SID *)(const void *)(claims + 1);
}

const uint32_t *se_claims_device_attributes(const struct se_claims *claims)
{
    return (const uint32_t *)(const void *)(se_claims_device_groups(claims) +
                                            claims->device_group_count);
}

const UCHAR *se_claims_bytes(const struct se_claims *claims, enum se_claims_source source)
{
    const UCHAR *at =
        (const UCHAR *)(se_claims_device_attributes(claims) + claims->device_group_count);

    for (int i = 0; i < (int)source; i++)
        at += claims->sizes[i];
    return at;
}

bool se_claims_next(const struct se_claims *claims, enum se_claims_source source, size_t *at,
                    struct rtl_claim *claim)
{
    const UCHAR *bytes;
    uint32_t size;
    bool right;

    if (!claims || *at >= claims->sizes[source])
        return false;
    bytes = se_claims_bytes(claims, source) + *at;
    memcpy(&size, bytes, sizeof size);
    *at += sizeof size + size;
    right = rtl_claim_read(bytes + sizeof size, size, claim);
    assert(right);
    return right;
}

bool se_claims_opt_out(const struct se_claims *claims)
{
    static const UCHAR name[] = "W\0I\0N\0:\0/\0/\0N\0O\0A\0L\0L\0A\0P\0P\0P\0K\0G";
    struct rtl_claim claim;
    struct rtl_claim_value value;
    size_t at = 0;
    bool found = false;

    while (se_claims_next(claims, SE_CLAIMS_LOCAL, &at, &claim)) {
        if (!rtl_claim_is_named(&claim, name, sizeof name) || claim.count == 0)
            continue;
        rtl_claim_value(&claim, 0, &value);
        found = value.number != 0;
    }
    return found;
}
