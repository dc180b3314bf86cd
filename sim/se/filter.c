#include "se/filter.h"

#include "ex/pool.h"
#include "ex/rules.h"

#include <string.h>

#define BIT(privilege) SE_PRIVILEGE_BIT(SE_##privilege##_PRIVILEGE)

/* What Windows XP calls WRITE_RESTRICTED; from Vista on this is LUA_TOKEN. */
#define EARLY_WRITE_RESTRICTED 0x4u

const uint64_t se_ordinary_privileges =
    BIT(CHANGE_NOTIFY) | BIT(SHUTDOWN) | BIT(UNDOCK) | BIT(INC_WORKING_SET) | BIT(TIME_ZONE);

/* What LUA_TOKEN takes from who is no administrator. */
#define POWERFUL_PRIVILEGES                                                            \
    (BIT(CREATE_TOKEN) | BIT(TCB) | BIT(TAKE_OWNERSHIP) | BIT(BACKUP) | BIT(RESTORE) | \
     BIT(DEBUG) | BIT(IMPERSONATE) | BIT(RELABEL))

/* How the SID of an administrator's group ends (NtDoc RtlIsElevatedRid). */
static const ULONG elevated_rids[] = {
    SECURITY_LOCAL_ACCOUNT_AND_ADMIN_RID,
    DOMAIN_GROUP_RID_ENTERPRISE_READONLY_DOMAIN_CONTROLLERS,
    DOMAIN_GROUP_RID_ADMINS,
    DOMAIN_GROUP_RID_CONTROLLERS,
    DOMAIN_GROUP_RID_CERT_ADMINS,
    DOMAIN_GROUP_RID_SCHEMA_ADMINS,
    DOMAIN_GROUP_RID_ENTERPRISE_ADMINS,
    DOMAIN_GROUP_RID_POLICY_ADMINS,
    DOMAIN_GROUP_RID_READONLY_CONTROLLERS,
    DOMAIN_ALIAS_RID_ADMINS,
    DOMAIN_ALIAS_RID_POWER_USERS,
    DOMAIN_ALIAS_RID_ACCOUNT_OPS,
    DOMAIN_ALIAS_RID_SYSTEM_OPS,
    DOMAIN_ALIAS_RID_PRINT_OPS,
    DOMAIN_ALIAS_RID_BACKUP_OPS,
    DOMAIN_ALIAS_RID_RAS_SERVERS,
    DOMAIN_ALIAS_RID_PREW2KCOMPACCESS,
    DOMAIN_ALIAS_RID_NETWORK_CONFIGURATION_OPS,
    DOMAIN_ALIAS_RID_CRYPTO_OPERATORS,
};

static bool list_has(const SE_SID *list, uint32_t count, const SID *sid)
{
    for (uint32_t i = 0; i < count; i++)
        if (rtl_sid_equal(&list[i].Sid, sid))
            return true;
    return false;
}

NTSTATUS se_filter_check_flags(const struct srm_world *w, ULONG *flags)
{
    bool early = rule(w, filter, early_write, true);
    ULONG known = DISABLE_MAX_PRIVILEGE | SANDBOX_INERT;

    if (rule(w, filter, lua_and_write, true))
        known |= LUA_TOKEN | WRITE_RESTRICTED;
    if (early)
        known |= EARLY_WRITE_RESTRICTED;
    if (!rule_on(w, filter, flags_known, (*flags & ~known) == 0, NUMBER_FACT("Flags", *flags)))
        return STATUS_INVALID_PARAMETER;
    if (early && (*flags & EARLY_WRITE_RESTRICTED))
        *flags ^= EARLY_WRITE_RESTRICTED | WRITE_RESTRICTED;
    return STATUS_SUCCESS;
}

static bool attributes_are_zero(const struct se_filter *filter)
{
    for (uint32_t i = 0; i < filter->restricting_count; i++)
        if (filter->restricting_attributes[i] != 0)
            return false;
    return true;
}

/* Puts the restricting SIDs to be into `list`, unless that is NULL; how many they are. */
static uint32_t restricting_of(const struct se_token *source, const struct se_filter *filter,
                               SE_SID *list)
{
    const SE_SID *before = se_token_restricting(source);
    uint32_t before_count = source->body->restricting_count;
    uint32_t count = 0;

    for (uint32_t i = 0; i < filter->restricting_count; i++) {
        const SID *sid = &filter->restricting[i].Sid;

        if (filter->intersects && !list_has(before, before_count, sid))
            continue;
        if (list)
            rtl_sid_copy(&list[count], sid);
        count++;
    }
    return count;
}

NTSTATUS se_filter_check(const struct se_token *source, struct se_filter *filter)
{
    struct srm_world *w = source->header.world;
    bool restricted = se_token_is_restricted(source);
    bool restricts = filter->restricting_count > 0;
    bool for_writing = (filter->flags & WRITE_RESTRICTED) != 0;

    if (!rule(w, filter, attributes_zero, attributes_are_zero(filter)))
        return STATUS_INVALID_PARAMETER;
    if (rule_on(w, filter, ways_mixed,
                restricted && (restricts || for_writing) && for_writing != source->write_restricted,
                TOKEN("source", source), FLAG_FACT("WRITE_RESTRICTED", for_writing)))
        return world_not_modelled(w, "a token restricted for writing and for everything");
    filter->intersects = rule(w, filter, restricts, restricts) &&
                         rule_on(w, filter, restricted_before, restricted, TOKEN("source", source));
    if (!filter->intersects)
        return STATUS_SUCCESS;
    if (rule(w, filter, nothing_common, restricting_of(source, filter, NULL) == 0))
        return world_not_modelled(w, "restricting SIDs of which the token has none");
    return STATUS_SUCCESS;
}

static bool ends_like_elevated(const SID *sid, uint32_t attributes)
{
    ULONG first, last = rtl_sid_last(sid);

    if (sid->SubAuthorityCount == 0 ||
        (attributes & (SE_GROUP_USE_FOR_DENY_ONLY | SE_GROUP_INTEGRITY)))
        return false;
    first = rtl_sid_sub_authority(sid, 0);
    if (first >= SECURITY_MIN_BASE_RID && first <= SECURITY_MAX_BASE_RID)
        return false;
    for (size_t i = 0; i < sizeof elevated_rids / sizeof *elevated_rids; i++)
        if (elevated_rids[i] == last)
            return true;
    return false;
}

bool se_group_is_elevated(const struct srm_world *w, const SID *sid, uint32_t attributes)
{
    return rule_on(w, filter, elevated_group, ends_like_elevated(sid, attributes),
                   SID_FACT("group", sid));
}

/* What of a token changes; worked out before there is a new one. */
struct outcome {
    bool lua;
    bool administrator;   /* had a group that makes one */
    bool attributes_kept; /* of user and groups */
    uint32_t *attributes;
};

static bool becomes_deny_only(const struct se_token *source, const struct se_filter *filter,
                              uint32_t place, struct outcome *outcome)
{
    const struct srm_world *w = source->header.world;
    const SID *sid = &source->body->sids[place].Sid;
    bool elevated = outcome->lua && place > 0 &&
                    se_group_is_elevated(w, sid, source->attributes->values[place]);

    outcome->administrator |= elevated;
    return (filter->disabled_count > 0 &&
            rule_on(w, filter, sid_disabled,
                    list_has(filter->disabled, filter->disabled_count, sid),
                    SID_FACT("SID", sid))) ||
           elevated;
}

static void work_out_attributes(const struct se_token *source, const struct se_filter *filter,
                                struct outcome *outcome)
{
    const uint32_t *old = source->attributes->values;

    outcome->attributes_kept = true;
    for (uint32_t i = 0; i < source->body->count; i++) {
        outcome->attributes[i] = old[i];
        if (!becomes_deny_only(source, filter, i, outcome))
            continue;
        outcome->attributes[i] |= SE_GROUP_USE_FOR_DENY_ONLY;
        outcome->attributes[i] &= ~(SE_GROUP_ENABLED | SE_GROUP_ENABLED_BY_DEFAULT);
        if (outcome->attributes[i] != old[i])
            outcome->attributes_kept = false;
    }
}

static uint64_t privileges_left(const struct srm_world *w, const struct se_filter *filter,
                                const struct outcome *outcome)
{
    uint64_t left = ~filter->removed;

    if (rule(w, filter, maximum, (filter->flags & DISABLE_MAX_PRIVILEGE) != 0))
        left = BIT(CHANGE_NOTIFY);
    if (!outcome->lua)
        return left;
    return left & (rule(w, filter, administrator, outcome->administrator) ? se_ordinary_privileges
                                                                          : ~POWERFUL_PRIVILEGES);
}

/* The new list is not empty: se_filter_check saw to it. */
static struct se_token *derive(const struct se_token *source, const struct se_filter *filter,
                               const uint32_t *attributes)
{
    struct srm_world *w = source->header.world;
    const struct se_body *body = source->body;
    struct se_token *token;
    SE_SID *list;

    if (filter->restricting_count == 0)
        return se_token_derive(source, NULL, attributes);
    list = ex_alloc_raw(w->pool, EX_KIND_TokenBody, filter->restricting_count * sizeof *list);
    token = se_token_derive(source,
                            &(struct se_token_parts){
                                .user_and_groups = body->sids,
                                .count = body->count,
                                .restricting = list,
                                .restricting_count = restricting_of(source, filter, list),
                                .capabilities = se_token_capabilities(source),
                                .capability_count = body->capability_count,
                                .package = body->lowbox ? &body->package.Sid : NULL,
                                .claims = body->claims,
                            },
                            attributes);
    token->write_restricted = (filter->flags & WRITE_RESTRICTED) != 0;
    ex_free(w->pool, list);
    return token;
}

/* SANDBOX_INERT is for installers, which run as the system. */
static bool is_system(const struct se_token *caller)
{
    SE_SID installer;
    uint32_t place;

    if (!caller)
        return true;
    rtl_sid_from_name("TrustedInstaller", strlen("TrustedInstaller"), &installer);
    if (rtl_sid_equal(se_token_user(caller), &rtl_local_system_sid.Sid))
        return true;
    place = se_token_place_of(caller, &installer.Sid);
    return place < caller->body->count &&
           (place == 0 || (caller->attributes->values[place] & SE_GROUP_ENABLED));
}

struct se_token *se_filter_make(const struct se_token *source, const struct se_filter *filter)
{
    struct srm_world *w = source->header.world;
    uint32_t count = source->body->count;
    struct outcome outcome = {
        .lua = rule(w, filter, lua, (filter->flags & LUA_TOKEN) != 0),
        .attributes =
            ex_alloc_raw(w->pool, EX_KIND_GroupAttributes, count * sizeof *outcome.attributes),
    };
    struct se_token *token;
    uint64_t left;

    work_out_attributes(source, filter, &outcome);
    left = privileges_left(w, filter, &outcome);
    token = derive(source, filter, outcome.attributes_kept ? NULL : outcome.attributes);
    token->ParentTokenId = source->TokenId;
    token->filtered = true;
    token->present &= left;
    token->enabled &= left;
    token->enabled_by_default &= left;
    if (rule(w, filter, owner_disabled,
             token->owner != 0 && (outcome.attributes[token->owner] & SE_GROUP_USE_FOR_DENY_ONLY)))
        token->owner = 0;
    if ((filter->flags & SANDBOX_INERT) &&
        rule(w, filter, inert_honoured, is_system(filter->caller)))
        token->sandbox_inert = true;
    ex_free(w->pool, outcome.attributes);
    return token;
}
