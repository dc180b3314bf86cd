/* The tokens that accounts get when they log on. */
#include "se/accounts.h"

#include "ex/rules.h"
#include "rtl/luid.h"
#include "se/filter.h"

#include <assert.h>
#include <string.h>

enum { ENABLED_GROUP = SE_GROUP_MANDATORY | SE_GROUP_ENABLED_BY_DEFAULT | SE_GROUP_ENABLED };

static SE_SID known_sid(const char *name)
{
    SE_SID sid;
    bool known = rtl_sid_from_name(name, strlen(name), &sid);

    assert(known);
    (void)known;
    return sid;
}

static void copy_list(struct se_sid_list *to, const struct se_sid_list *from)
{
    to->count = 0;
    for (uint32_t i = 0; i < from->count; i++)
        se_sid_list_add(to, &from->sids[i].Sid, from->attributes[i]);
}

/* A design that can be changed: its lists and claims are its own. */
static void copy_design(struct se_design *design, const struct se_design *from)
{
    struct se_design own;

    se_design_init(&own);
    copy_list(&own.groups, &from->groups);
    copy_list(&own.restricting, &from->restricting);
    copy_list(&own.capabilities, &from->capabilities);
    copy_list(&own.device_groups, &from->device_groups);
    for (int i = 0; i < SE_CLAIMS_COUNT; i++)
        rtl_bytes_append(&own.claims[i], from->claims[i].bytes, from->claims[i].size);
    *design = *from;
    design->groups = own.groups;
    design->restricting = own.restricting;
    design->capabilities = own.capabilities;
    design->device_groups = own.device_groups;
    memcpy(design->claims, own.claims, sizeof design->claims);
}

static const char *group_of(enum se_logon_type type)
{
    switch (type) {
    case SE_LOGON_NETWORK:
    case SE_LOGON_NETWORK_CLEARTEXT:
        return "Network";
    case SE_LOGON_BATCH:
        return "Batch";
    case SE_LOGON_SERVICE:
        return "Service";
    case SE_LOGON_INTERACTIVE:
    case SE_LOGON_NEW_CREDENTIALS:
    default:
        return "Interactive";
    }
}

/* What is not in the token any more cannot be its default either. */
static void drop_group(struct se_design *design, const SID *group)
{
    se_design_remove_group(design, group);
    if (design->has_owner && rtl_sid_equal(&design->owner.Sid, group))
        design->has_owner = false;
    if (design->has_primary_group && rtl_sid_equal(&design->primary_group.Sid, group))
        design->has_primary_group = false;
}

/* Among the groups of kinds of logon, the one that is meant; and a logon SID. */
static void set_logon_groups(struct srm_world *w, struct se_design *design, enum se_logon_type type)
{
    static const char *const kinds[] = {"Interactive", "Network", "Batch", "Service"};
    SE_SID group = known_sid(group_of(type));
    LUID logon = rtl_luid_new(w);
    SE_SID logon_sid = {
        .Sid = {.Revision = SID_REVISION,
                .SubAuthorityCount = 3,
                .IdentifierAuthority = SECURITY_NT_AUTHORITY},
    };
    ULONG *parts = logon_sid.Sid.SubAuthority;

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        SE_SID other = known_sid(kinds[i]);

        if (!rtl_sid_equal(&other.Sid, &group.Sid))
            drop_group(design, &other.Sid);
    }
    se_design_set_group(design, &group.Sid, ENABLED_GROUP);
    parts[0] = SECURITY_LOGON_IDS_RID;
    parts[1] = (ULONG)logon.HighPart;
    parts[2] = logon.LowPart;
    se_design_set_group(design, &logon_sid.Sid, ENABLED_GROUP | SE_GROUP_LOGON_ID);
}

static void set_session(struct srm_world *w, struct se_design *design, enum se_logon_type type,
                        const struct se_token *by)
{
    design->has_authentication_id = design->has_origin = true;
    design->AuthenticationId = rtl_luid_new(w);
    design->OriginatingLogonSession = se_logon_origin(w, by->AuthenticationId, type);
    design->SessionId = by->SessionId;
}

static bool is_built_in_administrator(const SID *user)
{
    return rtl_sid_sub_authority(user, 0) == SECURITY_NT_NON_UNIQUE &&
           rtl_sid_last(user) == DOMAIN_USER_RID_ADMIN;
}

static bool is_split(const struct srm_world *w, const struct se_design *design,
                     enum se_logon_type type)
{
    const SID *user = &design->groups.sids[0].Sid;

    return rule(w, logon, interactive, type == SE_LOGON_INTERACTIVE) &&
           rule(w, logon, administrator, design->elevated) &&
           !rule_on(w, logon, built_in_administrator, is_built_in_administrator(user),
                    SID_FACT("user", user));
}

static struct se_token *make(struct srm_world *w, struct se_design *design)
{
    const char *problem;
    struct se_token *token = se_design_make(w, design, &problem);

    assert(token);
    token->session->origin = token->OriginatingLogonSession;
    return token;
}

/* The full token's design becomes that of the filtered one (T-13). */
static void filter(const struct srm_world *w, struct se_design *design)
{
    struct se_sid_list *groups = &design->groups;

    for (uint32_t i = 1; i < groups->count; i++) {
        const SID *group = &groups->sids[i].Sid;

        if (!se_group_is_elevated(w, group, groups->attributes[i]))
            continue;
        groups->attributes[i] = SE_GROUP_USE_FOR_DENY_ONLY;
        if (design->has_owner && rtl_sid_equal(&design->owner.Sid, group))
            design->has_owner = false;
    }
    design->present &= se_ordinary_privileges;
    design->enabled &= se_ordinary_privileges;
    design->enabled_by_default &= se_ordinary_privileges;
    if (design->integrity > SECURITY_MANDATORY_MEDIUM_RID)
        design->integrity = SECURITY_MANDATORY_MEDIUM_RID;
    design->elevation = TokenElevationTypeLimited;
    design->elevated = false;
    design->filtered = true;
}

static struct se_token *make_halves(struct srm_world *w, struct se_design *design)
{
    struct se_token *full, *limited;

    design->elevation = TokenElevationTypeFull;
    full = make(w, design);
    filter(w, design);
    design->AuthenticationId = rtl_luid_new(w);
    limited = make(w, design);
    se_logon_session_link(limited->session, full);
    se_logon_session_link(full->session, limited);
    ob_dereference(full);
    return limited;
}

struct se_token *se_account_log_on(struct srm_world *w, const struct se_account *account,
                                   enum se_logon_type type, const struct se_token *by)
{
    struct se_design design;
    struct se_token *token;

    copy_design(&design, se_account_design(account));
    set_session(w, &design, type, by);
    set_logon_groups(w, &design, type);
    memcpy(design.source.SourceName, "Advapi  ", sizeof design.source.SourceName);
    design.type = TokenPrimary;
    design.elevation = TokenElevationTypeDefault; /* which says: no other half */
    if (rule(w, logon, network, type == SE_LOGON_NETWORK)) {
        design.type = TokenImpersonation;
        design.level = SecurityImpersonation;
    }
    token = is_split(w, &design, type) ? make_halves(w, &design) : make(w, &design);
    se_design_free(&design);
    return token;
}

struct se_token *se_logon_clone(struct srm_world *w, const struct se_token *token,
                                const struct se_token *by)
{
    struct se_token *clone = se_token_copy(token, TokenPrimary, token->level, false);

    se_logon_session_dereference(w, clone->session);
    clone->session = se_logon_session_reference(w, rtl_luid_new(w));
    clone->AuthenticationId = clone->session->id;
    clone->OriginatingLogonSession =
        se_logon_origin(w, by->AuthenticationId, SE_LOGON_NEW_CREDENTIALS);
    clone->session->origin = clone->OriginatingLogonSession;
    clone->header.descriptor = se_token_default_descriptor(clone, clone->integrity);
    return clone;
}
