/*
 * What a token is to be, before it is made: start empty, from a template or from a token, change
 * it, make it. This is how fixtures get their tokens; NT's own calls copy and filter existing ones.
 *
 * A design keeps its memory from one token to the next: init, then clear before each.
 */
#ifndef SE_DESIGN_H
#define SE_DESIGN_H

#include "rtl/bytes.h"
#include "rtl/claim.h"
#include "se/names.h"
#include "se/token.h"

/* SIDs with SE_GROUP_* attributes. */
struct se_sid_list {
    SE_SID *sids;
    uint32_t *attributes;
    uint32_t count;
    size_t sid_capacity, attribute_capacity;
};

enum se_design_dacl {
    SE_DACL_USUAL,  /* owner and LocalSystem: GENERIC_ALL */
    SE_DACL_SYSTEM, /* LocalSystem GENERIC_ALL, Administrators read and execute (T-11) */
    SE_DACL_NONE,   /* a NULL default DACL */
    SE_DACL_GIVEN,
};

struct se_design {
    struct se_sid_list groups; /* the user first */
    struct se_sid_list restricting;
    struct se_sid_list capabilities;
    struct se_sid_list device_groups;
    struct rtl_bytes claims[SE_CLAIMS_COUNT]; /* as struct se_claims keeps them */
    bool has_user, has_package, has_owner, has_primary_group, has_origin, has_authentication_id;
    SE_SID package, owner, primary_group;
    uint64_t present, enabled, enabled_by_default;
    TOKEN_TYPE type;
    SECURITY_IMPERSONATION_LEVEL level;
    TOKEN_ELEVATION_TYPE elevation;
    bool elevated, filtered;
    ULONG integrity, mandatory_policy, SessionId;
    ULONG trust_type, trust_level; /* of the trust label, S-1-19-type-level; 0: none */
    LUID AuthenticationId, OriginatingLogonSession, ParentTokenId, copied_from;
    int64_t expiration;
    TOKEN_SOURCE source;
    enum se_design_dacl dacl;
    struct rtl_acl *default_dacl; /* of SE_DACL_GIVEN; a reference that se_design_make drops */
};

void se_design_init(struct se_design *design);
void se_design_free(struct se_design *design);
/* Empty again; the reference on a given default DACL must have been used. */
void se_design_clear(struct se_design *design);

/* Starts from a template (templates.def); false if there is none of that name. */
bool se_design_like(struct se_design *design, const char *name);
/* Starts from what a token is now. */
void se_design_from(struct se_design *design, const struct se_token *token);

void se_design_set_user(struct se_design *design, const SID *sid, uint32_t attributes);
/* Adds the SID or changes its attributes. */
void se_design_set_group(struct se_design *design, const SID *sid, uint32_t attributes);
/* Takes a group out again. */
void se_design_remove_group(struct se_design *design, const SID *sid);
void se_sid_list_add(struct se_sid_list *list, const SID *sid, uint32_t attributes);
/* Adds a claim, whose name may be there already. */
void se_design_add_claim(struct se_design *design, enum se_claims_source source,
                         const struct rtl_claim *claim, const struct rtl_claim_value *values);
/* SE_PRIVILEGE_* attributes; SE_PRIVILEGE_REMOVED takes it out. */
void se_design_set_privilege(struct se_design *design, LONG privilege, uint32_t attributes);

/* What contradicts itself in it; NULL if nothing. */
const char *se_design_problem(const struct se_design *design);

/*
 * The token, with one reference, and a descriptor from its own defaults. NULL and *problem if the
 * design contradicts itself (no user; an owner or primary group that is not in the token).
 * A token without an AuthenticationId gets the session of its user (se_logon_session_of_user).
 */
struct se_token *se_design_make(struct srm_world *w, struct se_design *design,
                                const char **problem);

#endif
