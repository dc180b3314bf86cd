#include "se/token.h"

#include "ex/pool.h"
#include "ex/rules.h"
#include "rtl/luid.h"

#include <string.h>

static void body_dereference(struct srm_world *w, struct se_body *body)
{
    if (--body->references > 0)
        return;
    se_claims_dereference(w, body->claims);
    ex_free(w->pool, body);
}

static void attributes_dereference(struct srm_world *w, struct se_attributes *attributes)
{
    if (--attributes->references == 0)
        ex_free(w->pool, attributes);
}

static void token_delete(void *object)
{
    struct se_token *token = object;
    struct srm_world *w = token->header.world;

    body_dereference(w, token->body);
    attributes_dereference(w, token->attributes);
    rtl_acl_dereference(w, token->default_dacl);
    rtl_descriptor_dereference(w, token->made);
    se_logon_session_dereference(w, token->session);
    ob_free(&token->header);
}

const struct ob_type se_token_type = {
    .name = "Token",
    .mapped = RTL_MAPPED_Token,
    .fact = FACT_TOKEN,
    .delete = token_delete,
};

static void copy_sids(SE_SID *to, const SE_SID *from, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        rtl_sid_copy(&to[i], &from[i].Sid);
}

static struct se_body *body_new(struct srm_world *w, const struct se_token_parts *parts)
{
    size_t count = (size_t)parts->count + parts->restricting_count + parts->capability_count;
    const uint32_t slots = se_index_slots(count);
    struct se_body *body =
        ex_alloc_raw(w->pool, EX_KIND_TokenBody,
                     sizeof *body + count * sizeof(SE_SID) + slots * sizeof(struct se_slot));

    *body = (struct se_body){
        .references = 1,
        .count = parts->count,
        .restricting_count = parts->restricting_count,
        .capability_count = parts->capability_count,
        .lowbox = parts->package != NULL,
        .claims = se_claims_reference(parts->claims),
    };
    if (parts->package)
        rtl_sid_copy(&body->package, parts->package);
    copy_sids(body->sids, parts->user_and_groups, parts->count);
    copy_sids(body->sids + parts->count, parts->restricting, parts->restricting_count);
    copy_sids(body->sids + parts->count + parts->restricting_count, parts->capabilities,
              parts->capability_count);
    se_index_build(body, slots);
    return body;
}

static struct se_attributes *attributes_new(struct srm_world *w, const uint32_t *values,
                                            uint32_t count)
{
    struct se_attributes *attributes =
        ex_alloc_raw(w->pool, EX_KIND_GroupAttributes, sizeof *attributes + count * sizeof *values);

    attributes->references = 1;
    memcpy(attributes->values, values, count * sizeof *values);
    return attributes;
}

struct se_token *se_token_new(struct srm_world *w, const struct se_token_parts *parts,
                              struct se_logon_session *session)
{
    struct se_token *token = ex_alloc(w->pool, EX_KIND_Token, sizeof *token);

    token->TokenId = rtl_luid_new(w);
    token->ModifiedId = rtl_luid_new(w);
    ob_init(&token->header, w, &se_token_type, rtl_luid_value(token->TokenId), NULL);
    token->AuthenticationId = session->id;
    token->OriginatingLogonSession = session->origin;
    token->session = session;
    session->references++;
    token->type = TokenPrimary;
    token->elevation = TokenElevationTypeDefault;
    token->filtered = parts->restricting_count > 0;
    token->integrity = SECURITY_MANDATORY_MEDIUM_RID;
    token->mandatory_policy = TOKEN_MANDATORY_POLICY_VALID_MASK;
    token->ExpirationTime.QuadPart = INT64_MAX;
    token->dynamic_charged = 500;
    token->body = body_new(w, parts);
    token->attributes = attributes_new(w, parts->attributes, parts->count);
    if (parts->package)
        token->app_container_number = ++w->next_app_container;
    trace_object(w, EVENT_CREATED, NULL, TOKEN("object", token));
    return token;
}

/* Body and attributes of a copy that has only the user and the enabled groups (IMP 4.4). */
static void strip_groups(struct se_token *copy, const struct se_token *source)
{
    struct srm_world *w = source->header.world;
    const struct se_body *old = source->body;
    uint32_t count = 0;
    SE_SID *sids = ex_alloc_raw(w->pool, EX_KIND_TokenBody, old->count * sizeof *sids);
    uint32_t *values = ex_alloc_raw(w->pool, EX_KIND_GroupAttributes, old->count * sizeof *values);

    copy->owner = copy->primary_group = 0;
    for (uint32_t i = 0; i < old->count; i++) {
        if (i > 0 && !(source->attributes->values[i] & SE_GROUP_ENABLED))
            continue;
        if (i == source->owner)
            copy->owner = count;
        if (i == source->primary_group)
            copy->primary_group = count;
        rtl_sid_copy(&sids[count], &old->sids[i].Sid);
        values[count++] = source->attributes->values[i];
    }
    copy->body = body_new(w, &(struct se_token_parts){
                                 .user_and_groups = sids,
                                 .attributes = values,
                                 .count = count,
                                 .restricting = se_token_restricting(source),
                                 .restricting_count = old->restricting_count,
                                 .capabilities = se_token_capabilities(source),
                                 .capability_count = old->capability_count,
                                 .package = old->lowbox ? &old->package.Sid : NULL,
                                 .claims = old->claims,
                             });
    copy->attributes = attributes_new(w, values, count);
    ex_free(w->pool, sids);
    ex_free(w->pool, values);
}

/* Another token with the same content, which it shares. */
static struct se_token *clone(const struct se_token *source)
{
    struct srm_world *w = source->header.world;
    struct se_token *token = ex_alloc_raw(w->pool, EX_KIND_Token, sizeof *token);

    *token = *source;
    token->TokenId = rtl_luid_new(w);
    ob_init_copy(&token->header, rtl_luid_value(token->TokenId));
    token->processes = 0;
    token->made = NULL;
    token->session->references++;
    token->body->references++;
    token->attributes->references++;
    rtl_acl_reference(token->default_dacl);
    return token;
}

struct se_token *se_token_copy(const struct se_token *source, TOKEN_TYPE type,
                               SECURITY_IMPERSONATION_LEVEL level, bool effective_only)
{
    struct srm_world *w = source->header.world;
    struct se_token *copy = clone(source);

    copy->copied_from = source->TokenId;
    if ((type != source->type || level != source->level) && !policy(w, modified_id))
        copy->ModifiedId = rtl_luid_new(w);
    copy->type = type;
    copy->level = level;
    if (effective_only) {
        body_dereference(w, copy->body);
        attributes_dereference(w, copy->attributes);
        copy->present &= copy->enabled;
        copy->enabled_by_default &= copy->enabled;
        strip_groups(copy, source);
        se_token_charge_dynamic_part(copy); /* another primary group may be longer */
    }
    trace_object(w, EVENT_COPIED, NULL, TOKEN("object", copy), TOKEN("source", source));
    return copy;
}

struct se_token *se_token_derive(const struct se_token *source, const struct se_token_parts *parts,
                                 const uint32_t *attributes)
{
    struct srm_world *w = source->header.world;
    struct se_token *token = clone(source);

    token->ModifiedId = rtl_luid_new(w);
    token->copied_from = (LUID){.LowPart = 0};
    if (parts) {
        body_dereference(w, token->body);
        token->body = body_new(w, parts);
        if (parts->package && !source->body->lowbox)
            token->app_container_number = ++w->next_app_container;
    }
    if (attributes) {
        attributes_dereference(w, token->attributes);
        token->attributes = attributes_new(w, attributes, token->body->count);
    }
    trace_object(w, EVENT_CREATED, NULL, TOKEN("object", token));
    return token;
}

NTSTATUS se_client_copy_granted(struct srm_world *w)
{
    return rule(w, pool, client_token_copy, ex_pool_grants(w->pool, EX_ALLOCATION_ClientTokenCopy))
               ? STATUS_SUCCESS
               : STATUS_INSUFFICIENT_RESOURCES;
}

static void forget_made(struct se_token *token)
{
    rtl_descriptor_dereference(token->header.world, token->made);
    token->made = NULL;
}

struct rtl_descriptor *se_token_default_descriptor(struct se_token *token, ULONG integrity)
{
    const SE_SID *sids = token->body->sids;

    if (!token->made || token->made->integrity != integrity) {
        forget_made(token);
        token->made =
            rtl_descriptor_new(token->header.world, &sids[token->owner].Sid,
                               &sids[token->primary_group].Sid, token->default_dacl, integrity);
    }
    return rtl_descriptor_reference(token->made);
}

static void token_changed(struct se_token *token, const char *what)
{
    struct srm_world *w = token->header.world;

    token->ModifiedId = rtl_luid_new(w);
    trace_object(w, EVENT_CHANGED, what, TOKEN("object", token));
}

void se_token_set_privileges(struct se_token *token, uint64_t present, uint64_t enabled)
{
    if (present == token->present && enabled == token->enabled)
        return;
    token->present = present;
    token->enabled = enabled;
    token->enabled_by_default &= present;
    token_changed(token, "privileges");
}

void se_token_set_default_dacl(struct se_token *token, struct rtl_acl *dacl)
{
    struct rtl_acl *old = token->default_dacl;

    token->default_dacl = rtl_acl_reference(dacl);
    forget_made(token);
    rtl_acl_dereference(token->header.world, old);
    token_changed(token, "default DACL");
}

void se_token_set_attributes(struct se_token *token, const uint32_t *attributes)
{
    struct srm_world *w = token->header.world;
    struct se_attributes *old = token->attributes;
    size_t size = token->body->count * sizeof *attributes;

    if (memcmp(old->values, attributes, size) == 0)
        return;
    if (old->references == 1) {
        memcpy(old->values, attributes, size);
    } else {
        token->attributes = attributes_new(w, attributes, token->body->count);
        attributes_dereference(w, old);
    }
    token_changed(token, "group attributes");
}

void se_token_set_owner(struct se_token *token, uint32_t place)
{
    token->owner = place;
    forget_made(token);
    token_changed(token, "owner");
}

void se_token_set_primary_group(struct se_token *token, uint32_t place)
{
    token->primary_group = place;
    forget_made(token);
    token_changed(token, "primary group");
}

void se_token_set_session_id(struct se_token *token, ULONG session_id)
{
    token->SessionId = session_id;
    token_changed(token, "session id");
}

void se_token_set_origin(struct se_token *token, LUID session)
{
    token->OriginatingLogonSession = session;
    token_changed(token, "origin");
}

void se_token_set_integrity(struct se_token *token, ULONG integrity)
{
    struct srm_world *w = token->header.world;
    struct rtl_descriptor *old = token->header.descriptor;

    token->integrity = integrity;
    if (old) {
        token->header.descriptor = rtl_descriptor_relabelled(w, old, integrity);
        rtl_descriptor_dereference(w, old);
    }
    token_changed(token, "integrity");
}

void se_token_set_mandatory_policy(struct se_token *token, ULONG policy)
{
    token->mandatory_policy = policy;
    token_changed(token, "mandatory policy");
}

void se_token_set_ui_access(struct se_token *token, bool ui_access)
{
    token->ui_access = ui_access;
    token_changed(token, "UI access");
}

void se_token_set_virtualization(struct se_token *token, bool allowed, bool enabled)
{
    token->virtualization_allowed = allowed;
    token->virtualization_enabled = allowed && enabled;
    token_changed(token, "virtualization");
}

size_t se_token_dynamic_size(const struct se_token *token, size_t dacl_size)
{
    return rtl_sid_length(&token->body->sids[token->primary_group].Sid) + dacl_size;
}

void se_token_charge_dynamic_part(struct se_token *token)
{
    const struct rtl_acl *dacl = token->default_dacl;
    size_t needed = se_token_dynamic_size(token, dacl ? dacl->size : 0);

    if (needed > token->dynamic_charged)
        token->dynamic_charged = (ULONG)needed;
}

uint32_t se_token_place_of(const struct se_token *token, const SID *sid)
{
    struct se_search search = se_search_begin(token->body, SE_PART_GROUPS, sid);
    uint32_t place;

    return se_search_next(&search, &place) ? place : token->body->count;
}

bool se_token_is_admin(const struct se_token *token)
{
    const struct srm_world *w = token->header.world;
    SE_SID administrators;
    bool found = false;

    rtl_sid_from_name("Administrators", strlen("Administrators"), &administrators);
    for (uint32_t i = 0; i < token->body->count && !found; i++)
        found = rtl_sid_equal(&token->body->sids[i].Sid, &administrators.Sid) &&
                !(token->attributes->values[i] & SE_GROUP_USE_FOR_DENY_ONLY);
    return rule_on(w, token, is_admin, found, TOKEN("token", token));
}

bool se_token_can_own(const struct se_token *token, const SID *sid)
{
    const struct srm_world *w = token->header.world;
    uint32_t place = se_token_place_of(token, sid);
    uint32_t attributes = place < token->body->count ? token->attributes->values[place] : 0;

    return rule_on(w, token, may_own, place == 0 || (attributes & SE_GROUP_OWNER),
                   SID_FACT("owner", sid), TOKEN("token", token)) &&
           !rule_on(w, token, only_denies, place > 0 && (attributes & SE_GROUP_USE_FOR_DENY_ONLY),
                    NUMBER_FACT("attributes", attributes));
}

bool se_token_is_less_privileged(const struct se_token *token)
{
    return token->body->lowbox && se_claims_opt_out(token->body->claims);
}
