/* What conditions ask of a token: claims, groups of the device; and its trust label. */
#include "scenario/fixtures.h"

#include "scenario/kinds_private.h"
#include "scenario/runner.h"

#include "ntsrm/srm.h"

static bool add_claims(struct runner *run, const struct node *node, enum se_claims_source source)
{
    struct rtl_bytes *claims = &run->design.claims[source];
    struct value value;
    if (!node) {
        return true;
    }
    if (!kind_parse(run, node, KIND_CLAIMS, &value)) {
        return false;
    }
    claims->size = 0;
    rtl_bytes_append(claims, value.pointer, (size_t)value.number);
    return true;
}

static bool add_device_groups(struct runner *run, const struct node *node)
{
    struct se_sid_list *groups = &run->design.device_groups;
    struct value value;
    if (!node) {
        return true;
    }
    if (!kind_parse(run, node, KIND_GROUP_LIST, &value)) {
        return false;
    }
    const SID_AND_ATTRIBUTES *entries = value.pointer;
    groups->count = 0;
    for (uint64_t i = 0; i < value.number; i++) {
        const SID *sid = entries[i].Sid;
        if (!sid || sid == SRM_UNREADABLE || !rtl_sid_valid(sid)) {
            return problem_kind(run, node, kind_row(KIND_DEVICE_GROUPS)->description);
        }
        se_sid_list_add(groups, sid, entries[i].Attributes);
    }
    return true;
}

static bool set_trust(struct runner *run, const struct node *node)
{
    struct value value;
    if (!node) {
        return true;
    }
    if (!kind_parse(run, node, KIND_TRUST, &value)) {
        return false;
    }
    run->design.trust_type = (ULONG)(value.number >> 32);
    run->design.trust_level = (ULONG)value.number;
    return true;
}

bool fixtures_claims(struct runner *run, const struct keyed *keys)
{
    bool right = add_claims(run, key_value(*keys, TOKEN, user_claims), SE_CLAIMS_USER);
    right = add_claims(run, key_value(*keys, TOKEN, device_claims), SE_CLAIMS_DEVICE) && right;
    right = add_claims(run, key_value(*keys, TOKEN, security_attributes), SE_CLAIMS_LOCAL) && right;
    right = add_device_groups(run, key_value(*keys, TOKEN, device_groups)) && right;
    return set_trust(run, key_value(*keys, TOKEN, trust)) && right;
}
