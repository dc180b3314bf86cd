/*
 * Access tokens.
 *
 * A token is a small object around three shared parts: a body that never changes (its SIDs), the
 * attributes of its groups (shared until one of the sharers changes them) and its default DACL. So
 * a copy costs the same whatever the token holds, and copies are independent. Privileges are bit
 * sets inside the token: privilege LUID n is bit n.
 *
 * Facts: access-check.md 1.1 (T-1..T-9), impersonation.md 4.3-4.5.
 */
#ifndef SE_TOKEN_H
#define SE_TOKEN_H

#include "ntsrm/ntifs.h"
#include "ob/object.h"
#include "rtl/sid.h"
#include "se/claims.h"
#include "se/logon.h"
#include "se/sid_index.h"

/* SE_GROUP_* of user and groups. */
struct se_attributes {
    uint32_t references;
    uint32_t values[];
};

struct se_token {
    struct ob_header header;

    /* who it is: as written when the token was made */
    LUID TokenId, AuthenticationId, ParentTokenId;
    LUID copied_from; /* TokenId of the token that this one is a copy of; zero if none */
    TOKEN_SOURCE source;
    LARGE_INTEGER ExpirationTime;
    TOKEN_TYPE type;
    SECURITY_IMPERSONATION_LEVEL level;
    TOKEN_ELEVATION_TYPE elevation;
    bool elevated;
    bool filtered; /* CreateRestrictedToken made it or one that it comes from */
    bool sandbox_inert;
    bool write_restricted;         /* the restricting SIDs are asked for write access only */
    ULONG trust_type, trust_level; /* of its trust SID, S-1-19-type-level; 0: it has none */
    ULONG dynamic_charged;
    ULONG app_container_number; /* of a lowbox token, from 1; else 0 */
    struct se_body *body;
    struct se_logon_session *session;

    /* what calls change; each change gives a new ModifiedId */
    LUID ModifiedId;
    uint32_t processes; /* whose primary token it is */
    LUID OriginatingLogonSession;
    ULONG SessionId;
    ULONG integrity; /* the label of the token's own descriptor says the same */
    ULONG mandatory_policy;
    bool ui_access;
    bool virtualization_allowed, virtualization_enabled;
    struct se_attributes *attributes;
    uint64_t present, enabled, enabled_by_default; /* privileges */
    uint32_t owner, primary_group;                 /* places in the body */
    struct rtl_acl *default_dacl;
    struct rtl_descriptor *made; /* from these defaults, for what was created last; or NULL */
};

#define SE_PRIVILEGE_BIT(luid) (UINT64_C(1) << (luid))
#define SE_PRIVILEGE_FIRST     SE_CREATE_TOKEN_PRIVILEGE
#define SE_PRIVILEGE_LAST      SE_DELEGATE_SESSION_USER_IMPERSONATE_PRIVILEGE

/* How rules and the trace name a token. */
#define TOKEN(label, t) ob_fact((label), (t))

static inline const SID *se_token_user(const struct se_token *token)
{
    return &token->body->sids[0].Sid;
}

static inline const SE_SID *se_token_restricting(const struct se_token *token)
{
    return token->body->sids + token->body->count;
}

static inline const SE_SID *se_token_capabilities(const struct se_token *token)
{
    return se_token_restricting(token) + token->body->restricting_count;
}

static inline bool se_token_has_enabled(const struct se_token *token, LONG privilege)
{
    return (token->enabled & SE_PRIVILEGE_BIT(privilege)) != 0;
}

/* Does it have restricting SIDs? */
static inline bool se_token_is_restricted(const struct se_token *token)
{
    return token->body->restricting_count > 0;
}

/* Is it that of a less privileged AppContainer: a lowbox token with WIN://NOALLAPPPKG? */
bool se_token_is_less_privileged(const struct se_token *token);

/* Which of user and groups a SID is; their count if it is none. */
uint32_t se_token_place_of(const struct se_token *token, const SID *sid);

/* Is the Administrators group in it, and not for deny entries only? */
bool se_token_is_admin(const struct se_token *token);

/*
 * Can a SID of this token be an owner without any privilege: its user, or a group that may? Rules
 * token.may_own and token.only_denies.
 */
bool se_token_can_own(const struct se_token *token, const SID *sid);

/* What a new token is to be. SIDs are copied; lists may be NULL where their count is 0. */
struct se_token_parts {
    const SE_SID *user_and_groups; /* the user first */
    const uint32_t *attributes;
    uint32_t count;
    const SE_SID *restricting;
    uint32_t restricting_count;
    const SE_SID *capabilities;
    uint32_t capability_count;
    const SID *package;       /* makes a lowbox token; NULL for an ordinary one */
    struct se_claims *claims; /* shared; NULL: none */
};

/*
 * A token with new ids and one reference: an ordinary primary one of Medium integrity, without
 * privileges, default DACL and descriptor. The maker sets the rest before anybody else sees it.
 */
struct se_token *se_token_new(struct srm_world *w, const struct se_token_parts *parts,
                              struct se_logon_session *session);

/*
 * A copy with a new TokenId, one reference and no descriptor. effective_only leaves out what is
 * not enabled. Never fails: whether NT's pool had room was asked before.
 */
struct se_token *se_token_copy(const struct se_token *source, TOKEN_TYPE type,
                               SECURITY_IMPERSONATION_LEVEL level, bool effective_only);

/*
 * A token like the source, but one of its own: new TokenId and ModifiedId, one reference, no
 * descriptor, no copy of anything. parts: its SIDs, NULL for those of the source, which are shared
 * then; attributes of user and groups alike. The maker sets the rest before anybody sees it.
 */
struct se_token *se_token_derive(const struct se_token *source, const struct se_token_parts *parts,
                                 const uint32_t *attributes);

/*
 * Has the pool room for SeCopyClientToken (IMP 4.5)? STATUS_INSUFFICIENT_RESOURCES if not. Who asks
 * then copies with se_token_copy: an impersonation token, whole, at any level.
 */
NTSTATUS se_client_copy_granted(struct srm_world *w);

/* A descriptor for what this token creates: its owner, primary group and default DACL. */
struct rtl_descriptor *se_token_default_descriptor(struct se_token *token, ULONG integrity);

/* Changers. Who calls them has decided that they may. */
void se_token_set_privileges(struct se_token *token, uint64_t present, uint64_t enabled);
void se_token_set_default_dacl(struct se_token *token, struct rtl_acl *dacl);
/* Of the user and of every group. */
void se_token_set_attributes(struct se_token *token, const uint32_t *attributes);
/* Owner and primary group are places in the body. */
void se_token_set_owner(struct se_token *token, uint32_t place);
void se_token_set_primary_group(struct se_token *token, uint32_t place);
void se_token_set_session_id(struct se_token *token, ULONG session_id);
void se_token_set_origin(struct se_token *token, LUID session);
/* The token object's own label follows: it has exactly this one (T-28). */
void se_token_set_integrity(struct se_token *token, ULONG integrity);
void se_token_set_mandatory_policy(struct se_token *token, ULONG policy);
void se_token_set_ui_access(struct se_token *token, bool ui_access);
/* What is not allowed is not enabled. */
void se_token_set_virtualization(struct se_token *token, bool allowed, bool enabled);

/* Bytes that primary group and a default DACL of this size take of the dynamic part (T-7). */
size_t se_token_dynamic_size(const struct se_token *token, size_t dacl_size);
/* Charges for no less than the two take. */
void se_token_charge_dynamic_part(struct se_token *token);

extern const struct ob_type se_token_type;

#endif
