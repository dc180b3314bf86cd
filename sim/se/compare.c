/* Source: access-check.md O-25. */
#include "se/compare.h"

#include "ex/rules.h"

/* Some of a token's SIDs; attributes is NULL where they do not matter. */
struct sid_set {
    const SE_SID *sids;
    const uint32_t *attributes;
    uint32_t count;
};

static bool has(const struct sid_set *set, const SID *sid, uint32_t attributes)
{
    for (uint32_t i = 0; i < set->count; i++)
        if (rtl_sid_equal(&set->sids[i].Sid, sid) &&
            (!set->attributes || set->attributes[i] == attributes))
            return true;
    return false;
}

static bool is_part(const struct sid_set *a, const struct sid_set *b)
{
    for (uint32_t i = 0; i < a->count; i++)
        if (!has(b, &a->sids[i].Sid, a->attributes ? a->attributes[i] : 0))
            return false;
    return true;
}

static bool same(struct sid_set a, struct sid_set b)
{
    return is_part(&a, &b) && is_part(&b, &a);
}

static struct sid_set sids_of(const struct se_token *token)
{
    return (struct sid_set){.sids = token->body->sids, .count = token->body->count};
}

static struct sid_set with_attributes(const struct se_token *token)
{
    struct sid_set set = sids_of(token);

    set.attributes = token->attributes->values;
    return set;
}

static struct sid_set restricting(const struct se_token *token)
{
    return (struct sid_set){
        .sids = se_token_restricting(token),
        .count = token->body->restricting_count,
    };
}

bool se_tokens_equal(const struct se_token *a, const struct se_token *b)
{
    const struct srm_world *w = a->header.world;

    if (rule_on(w, compare, same_token, a == b, TOKEN("first", a), TOKEN("second", b)))
        return true;
    return rule(w, compare, same_sids, same(sids_of(a), sids_of(b))) &&
           rule(w, compare, same_attributes, same(with_attributes(a), with_attributes(b))) &&
           rule_on(w, compare, same_label, a->integrity == b->integrity,
                   INTEGRITY_FACT("first", a->integrity), INTEGRITY_FACT("second", b->integrity)) &&
           rule(w, compare, same_restricting, same(restricting(a), restricting(b))) &&
           rule(w, compare, same_privileges,
                a->present == b->present && a->enabled == b->enabled &&
                    a->enabled_by_default == b->enabled_by_default);
}
