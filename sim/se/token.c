#include "se/token.h"

#include "ex/pool.h"
#include "ex/rules.h"
#include "rtl/luid.h"

#include <string.h>

static void body_dereference(struct srm_world *w, struct se_body *body)
{
    if (--body->references == 0)
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
    struct se_body *body =
        ex_alloc_raw(w->pool, EX_KIND_TokenBody, sizeof *body + count * sizeof(SE_SID));

    *body = (struct se_body){
        .references = 1,
        .count = parts->count,
        .restricting_count = parts->restricting_count,
        .capability_count = parts->capability_count,
        .lowbox = parts->package != NULL,
    };
    if (parts->package)
        rtl_sid_copy(&body->package, parts->package);
    copy_sids(body->sids, parts->user_and_groups, parts->count);
    copy_sids(body->sids + parts->count, parts->restricting, parts->restricting_count);
    copy_sids(body->sids + parts->count + parts->restricting_count, parts->capabilities,
              parts->capability_count);
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
                             });
    copy->attributes = attributes_new(w, values, count);
    ex_free(w->pool, sids);
    ex_free(w->pool, values);
}

struct se_token *se_token_copy(const struct se_token *source, TOKEN_TYPE type,
                               SECURITY_IMPERSONATION_LEVEL level, bool effective_only)
{
    struct srm_world *w = source->header.world;
    struct se_token *copy = ex_alloc_raw(w->pool, EX_KIND_Token, sizeof *copy);

    *copy = *source;
    copy->TokenId = rtl_luid_new(w);
    copy->copied_from = source->TokenId;
    ob_init_copy(&copy->header, rtl_luid_value(copy->TokenId));
    if ((type != source->type || level != source->level) && !policy(w, modified_id))
        copy->ModifiedId = rtl_luid_new(w);
    copy->type = type;
    copy->level = level;
    copy->session->references++;
    rtl_acl_reference(copy->default_dacl);
    if (effective_only) {
        copy->present &= copy->enabled;
        copy->enabled_by_default &= copy->enabled;
        strip_groups(copy, source);
    } else {
        copy->body->references++;
        copy->attributes->references++;
    }
    trace_object(w, EVENT_COPIED, NULL, TOKEN("object", copy), TOKEN("source", source));
    return copy;
}

NTSTATUS se_client_copy_granted(struct srm_world *w)
{
    return rule(w, pool, client_token_copy, ex_pool_grants(w->pool, EX_ALLOCATION_ClientTokenCopy))
               ? STATUS_SUCCESS
               : STATUS_INSUFFICIENT_RESOURCES;
}

struct rtl_descriptor *se_token_default_descriptor(const struct se_token *token, ULONG integrity)
{
    const SE_SID *sids = token->body->sids;

    return rtl_descriptor_new(token->header.world, &sids[token->owner].Sid,
                              &sids[token->primary_group].Sid, token->default_dacl, integrity);
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
    rtl_acl_dereference(token->header.world, old);
    token_changed(token, "default DACL");
}

void se_token_set_attributes(struct se_token *token, uint32_t place, uint32_t attributes)
{
    struct srm_world *w = token->header.world;
    struct se_attributes *shared = token->attributes;

    if (shared->references > 1) {
        token->attributes = attributes_new(w, shared->values, token->body->count);
        attributes_dereference(w, shared);
    }
    token->attributes->values[place] = attributes;
    token_changed(token, "group attributes");
}

size_t se_token_dynamic_size(const struct se_token *token, size_t dacl_size)
{
    return rtl_sid_length(&token->body->sids[token->primary_group].Sid) + dacl_size;
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
