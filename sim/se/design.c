#include "se/design.h"

#include "ex/pool.h"
#include "se/templates.h"

#include <string.h>

static void list_free(struct se_sid_list *list)
{
    ex_host_free(list->sids);
    ex_host_free(list->attributes);
    *list = (struct se_sid_list){.count = 0};
}

void se_sid_list_add(struct se_sid_list *list, const SID *sid, uint32_t attributes)
{
    list->sids = ex_host_grow(list->sids, list->count, &list->sid_capacity, sizeof *list->sids);
    list->attributes = ex_host_grow(list->attributes, list->count, &list->attribute_capacity,
                                    sizeof *list->attributes);
    rtl_sid_copy(&list->sids[list->count], sid);
    list->attributes[list->count++] = attributes;
}

/* count if it is not there */
static uint32_t list_find(const struct se_sid_list *list, const SID *sid, uint32_t from)
{
    uint32_t place = from;

    while (place < list->count && !rtl_sid_equal(&list->sids[place].Sid, sid))
        place++;
    return place;
}

void se_design_init(struct se_design *design)
{
    memset(design, 0, sizeof *design);
    se_design_clear(design);
}

void se_design_free(struct se_design *design)
{
    list_free(&design->groups);
    list_free(&design->restricting);
    list_free(&design->capabilities);
    list_free(&design->device_groups);
    for (int i = 0; i < SE_CLAIMS_COUNT; i++)
        rtl_bytes_free(&design->claims[i]);
}

void se_design_clear(struct se_design *design)
{
    struct se_sid_list groups = design->groups, restricting = design->restricting,
                       capabilities = design->capabilities, device = design->device_groups;
    struct rtl_bytes claims[SE_CLAIMS_COUNT];

    memcpy(claims, design->claims, sizeof claims);
    groups.count = restricting.count = capabilities.count = device.count = 0;
    memset(design, 0, sizeof *design);
    memcpy(design->claims, claims, sizeof claims);
    for (int i = 0; i < SE_CLAIMS_COUNT; i++)
        design->claims[i].size = 0;
    design->groups = groups;
    design->restricting = restricting;
    design->capabilities = capabilities;
    design->device_groups = device;
    design->type = TokenPrimary;
    design->elevation = TokenElevationTypeDefault;
    design->integrity = SECURITY_MANDATORY_MEDIUM_RID;
    design->mandatory_policy = TOKEN_MANDATORY_POLICY_VALID_MASK;
    design->SessionId = 1;
    design->expiration = INT64_MAX;
    memcpy(design->source.SourceName, "User32\0", sizeof design->source.SourceName);
    se_sid_list_add(&design->groups, &(SE_SID){.Sid = {.Revision = SID_REVISION}}.Sid, 0);
}

static void add_named_group(struct se_design *design, const struct se_template_group *group)
{
    SE_SID sid;

    rtl_sid_from_name(group->sid, strlen(group->sid), &sid);
    se_design_set_group(design, &sid.Sid, group->attributes);
}

bool se_design_like(struct se_design *design, const char *name)
{
    const struct se_template *template = se_template_by_name(name);
    SE_SID sid;

    if (!template)
        return false;
    if (template->user) {
        rtl_sid_from_name(template->user, strlen(template->user), &sid);
        se_design_set_user(design, &sid.Sid, 0);
    }
    if (template->owner) {
        rtl_sid_from_name(template->owner, strlen(template->owner), &design->owner);
        design->has_owner = true;
    }
    for (size_t i = 0; i < template->group_count; i++)
        add_named_group(design, &template->groups[i]);
    design->present = template->on | template->off;
    design->enabled = design->enabled_by_default = template->on;
    design->integrity = template->integrity;
    design->SessionId = template->session;
    design->elevation = template->elevation;
    design->elevated = template->elevated;
    design->filtered = template->filtered;
    design->type = template->type;
    design->level = template->level;
    design->dacl = template->system_dacl ? SE_DACL_SYSTEM : SE_DACL_USUAL;
    return true;
}

static void add_all(struct se_sid_list *list, const SE_SID *sids, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        se_sid_list_add(list, &sids[i].Sid, 0);
}

static void add_claims(struct se_design *design, const struct se_claims *claims)
{
    const SE_SID *groups;

    if (!claims)
        return;
    groups = se_claims_device_groups(claims);
    for (uint32_t i = 0; i < claims->device_group_count; i++)
        se_sid_list_add(&design->device_groups, &groups[i].Sid,
                        se_claims_device_attributes(claims)[i]);
    for (int i = 0; i < SE_CLAIMS_COUNT; i++)
        rtl_bytes_append(&design->claims[i], se_claims_bytes(claims, (enum se_claims_source)i),
                         claims->sizes[i]);
}

void se_design_from(struct se_design *design, const struct se_token *token)
{
    const struct se_body *body = token->body;

    design->groups.count = 0;
    for (uint32_t i = 0; i < body->count; i++)
        se_sid_list_add(&design->groups, &body->sids[i].Sid, token->attributes->values[i]);
    add_all(&design->restricting, se_token_restricting(token), body->restricting_count);
    add_all(&design->capabilities, se_token_capabilities(token), body->capability_count);
    add_claims(design, body->claims);
    design->trust_type = token->trust_type;
    design->trust_level = token->trust_level;
    design->has_user = design->has_owner = design->has_primary_group = true;
    design->has_package = body->lowbox;
    design->package = body->package;
    design->owner = body->sids[token->owner];
    design->primary_group = body->sids[token->primary_group];
    design->present = token->present;
    design->enabled = token->enabled;
    design->enabled_by_default = token->enabled_by_default;
    design->type = token->type;
    design->level = token->level;
    design->elevation = token->elevation;
    design->elevated = token->elevated;
    design->filtered = token->filtered;
    design->integrity = token->integrity;
    design->mandatory_policy = token->mandatory_policy;
    design->SessionId = token->SessionId;
    design->has_authentication_id = design->has_origin = true;
    design->AuthenticationId = token->AuthenticationId;
    design->OriginatingLogonSession = token->OriginatingLogonSession;
    design->ParentTokenId = token->ParentTokenId;
    design->expiration = token->ExpirationTime.QuadPart;
    design->source = token->source;
    design->copied_from = token->TokenId;
    design->dacl = token->default_dacl ? SE_DACL_GIVEN : SE_DACL_NONE;
    design->default_dacl = rtl_acl_reference(token->default_dacl);
}

void se_design_set_user(struct se_design *design, const SID *sid, uint32_t attributes)
{
    rtl_sid_copy(&design->groups.sids[0], sid);
    design->groups.attributes[0] = attributes;
    design->has_user = true;
}

void se_design_set_group(struct se_design *design, const SID *sid, uint32_t attributes)
{
    uint32_t place = list_find(&design->groups, sid, 1);

    if (place < design->groups.count)
        design->groups.attributes[place] = attributes;
    else
        se_sid_list_add(&design->groups, sid, attributes);
}

void se_design_remove_group(struct se_design *design, const SID *sid)
{
    struct se_sid_list *groups = &design->groups;
    uint32_t place = list_find(groups, sid, 1);

    if (place == groups->count)
        return;
    groups->count--;
    memmove(&groups->sids[place], &groups->sids[place + 1],
            (groups->count - place) * sizeof *groups->sids);
    memmove(&groups->attributes[place], &groups->attributes[place + 1],
            (groups->count - place) * sizeof *groups->attributes);
}

void se_design_add_claim(struct se_design *design, enum se_claims_source source,
                         const struct rtl_claim *claim, const struct rtl_claim_value *values)
{
    const uint32_t size = (uint32_t)rtl_claim_size(claim, values);
    struct rtl_bytes *list = &design->claims[source];

    rtl_bytes_append(list, &size, sizeof size);
    rtl_claim_write(claim, values, rtl_bytes_extend(list, size));
}

void se_design_set_privilege(struct se_design *design, LONG privilege, uint32_t attributes)
{
    uint64_t bit = SE_PRIVILEGE_BIT(privilege);
    bool there = !(attributes & SE_PRIVILEGE_REMOVED);

    design->present = (design->present & ~bit) | (there ? bit : 0);
    design->enabled =
        (design->enabled & ~bit) | (there && (attributes & SE_PRIVILEGE_ENABLED) ? bit : 0);
    design->enabled_by_default =
        (design->enabled_by_default & ~bit) |
        (there && (attributes & SE_PRIVILEGE_ENABLED_BY_DEFAULT) ? bit : 0);
}

static struct rtl_acl *two_entry_dacl(struct srm_world *w, const SID *owner, ACCESS_MASK access)
{
    struct rtl_ace rows[] = {
        {.type = ACCESS_ALLOWED_ACE_TYPE, .mask = access, .sid = owner},
        {.type = ACCESS_ALLOWED_ACE_TYPE, .mask = GENERIC_ALL, .sid = &rtl_local_system_sid.Sid},
    };

    return rtl_acl_new(w, rows, 2);
}

/* With one reference, or NULL for none. */
static struct rtl_acl *make_default_dacl(struct srm_world *w, const struct se_design *design,
                                         const SID *owner)
{
    SE_SID administrators;

    switch (design->dacl) {
    case SE_DACL_USUAL:
        return two_entry_dacl(w, owner, GENERIC_ALL);
    case SE_DACL_SYSTEM:
        rtl_sid_from_name("BA", 2, &administrators);
        return two_entry_dacl(w, &administrators.Sid,
                              GENERIC_READ | GENERIC_EXECUTE | READ_CONTROL);
    case SE_DACL_NONE:
        return NULL;
    case SE_DACL_GIVEN:
        return design->default_dacl;
    default:
        return NULL; /* unreachable: an enumeration */
    }
}

static void fill(struct srm_world *w, struct se_token *token, const struct se_design *design)
{
    struct se_body *body = token->body;

    token->ParentTokenId = design->ParentTokenId;
    token->copied_from = design->copied_from;
    if (design->has_origin)
        token->OriginatingLogonSession = design->OriginatingLogonSession;
    token->source = design->source;
    token->ExpirationTime.QuadPart = design->expiration;
    token->type = design->type;
    token->level = design->level;
    token->elevation = design->elevation;
    token->elevated = design->elevated;
    token->filtered = design->filtered || body->restricting_count > 0;
    token->trust_type = design->trust_type;
    token->trust_level = design->trust_level;
    token->integrity = design->integrity;
    token->mandatory_policy = design->mandatory_policy;
    token->SessionId = design->SessionId;
    token->present = design->present;
    token->enabled = design->enabled;
    token->enabled_by_default = design->enabled_by_default;
    token->default_dacl = make_default_dacl(w, design, &body->sids[token->owner].Sid);
    se_token_charge_dynamic_part(token);
    token->header.descriptor = se_token_default_descriptor(token, token->integrity);
}

static uint32_t place_of_owner(const struct se_design *design)
{
    return design->has_owner ? list_find(&design->groups, &design->owner.Sid, 0) : 0;
}

static uint32_t place_of_primary_group(const struct se_design *design)
{
    return design->has_primary_group ? list_find(&design->groups, &design->primary_group.Sid, 0)
                                     : 0;
}

const char *se_design_problem(const struct se_design *design)
{
    uint32_t count = design->groups.count;

    return !design->has_user                         ? "the token has no user"
           : place_of_owner(design) == count         ? "the owner is not in the token"
           : place_of_primary_group(design) == count ? "the primary group is not in the token"
                                                     : NULL;
}

/* With one reference; NULL for none at all. */
static struct se_claims *make_claims(struct srm_world *w, const struct se_design *design)
{
    struct se_claims_parts parts = {
        .device_groups = design->device_groups.sids,
        .device_attributes = design->device_groups.attributes,
        .device_group_count = design->device_groups.count,
    };

    for (int i = 0; i < SE_CLAIMS_COUNT; i++) {
        parts.bytes[i] = design->claims[i].bytes;
        parts.sizes[i] = design->claims[i].size;
    }
    return se_claims_new(w, &parts);
}

struct se_token *se_design_make(struct srm_world *w, struct se_design *design, const char **problem)
{
    const struct se_sid_list *groups = &design->groups;
    struct se_logon_session *session;
    struct se_claims *claims;
    struct se_token *token;

    *problem = se_design_problem(design);
    if (*problem) {
        if (design->dacl == SE_DACL_GIVEN)
            rtl_acl_dereference(w, design->default_dacl);
        return NULL;
    }
    session = se_logon_session_reference(
        w, design->has_authentication_id ? design->AuthenticationId
                                         : se_logon_session_of_user(w, &groups->sids[0].Sid));
    claims = make_claims(w, design);
    token = se_token_new(w,
                         &(struct se_token_parts){
                             .user_and_groups = groups->sids,
                             .attributes = groups->attributes,
                             .count = groups->count,
                             .restricting = design->restricting.sids,
                             .restricting_count = design->restricting.count,
                             .capabilities = design->capabilities.sids,
                             .capability_count = design->capabilities.count,
                             .package = design->has_package ? &design->package.Sid : NULL,
                             .claims = claims,
                         },
                         session);
    se_claims_dereference(w, claims);
    se_logon_session_dereference(w, session);
    token->owner = place_of_owner(design);
    token->primary_group = place_of_primary_group(design);
    fill(w, token, design);
    return token;
}
