/* NtCreateToken. Sources: access-check.md O-32; NtDoc, NtCreateToken. */
#include "client/privilege.h"
#include "ex/pool.h"
#include "ex/rules.h"
#include "nt/capture.h"
#include "nt/make_token.h"
#include "nt/probe.h"
#include "rtl/integrity.h"

#define LABEL_ATTRIBUTES (SE_GROUP_INTEGRITY | SE_GROUP_INTEGRITY_ENABLED)
#define ENABLED          (SE_GROUP_ENABLED | SE_GROUP_ENABLED_BY_DEFAULT)

/* What the call points to. */
struct given {
    const LUID *session;
    const LARGE_INTEGER *expiration;
    const TOKEN_USER *user;
    const TOKEN_GROUPS *groups;
    const TOKEN_PRIVILEGES *privileges;
    const TOKEN_OWNER *owner;
    const TOKEN_PRIMARY_GROUP *primary_group;
    const TOKEN_DEFAULT_DACL *default_dacl;
    const TOKEN_SOURCE *source;
};

/* The token to be. */
struct creation {
    PETHREAD caller;
    TOKEN_TYPE type;
    SECURITY_IMPERSONATION_LEVEL level;
    struct nt_attributes attributes;
    LUID session;
    LARGE_INTEGER expiration;
    TOKEN_SOURCE source;
    struct nt_groups groups; /* as they were passed */
    struct nt_groups sids;   /* user and groups, without a label */
    struct nt_privileges privileges;
    SE_SID user, owner, primary_group;
    uint32_t user_attributes;
    bool owner_given;
    uint32_t owner_place, group_place;
    struct rtl_acl *default_dacl;
    ULONG integrity;
};

static NTSTATUS check_caller(const struct creation *token)
{
    const struct srm_world *w = token->caller->header.world;

    if (!rule(w, create, privilege_held,
              client_caller_holds(token->caller, SE_CREATE_TOKEN_PRIVILEGE)))
        return STATUS_PRIVILEGE_NOT_HELD;
    if (!rule(w, create, type_valid,
              token->type == TokenPrimary || token->type == TokenImpersonation))
        return STATUS_BAD_TOKEN_TYPE;
    return STATUS_SUCCESS;
}

static NTSTATUS capture_attributes(struct creation *token, const OBJECT_ATTRIBUTES *given)
{
    const struct srm_world *w = token->caller->header.world;
    NTSTATUS status = nt_capture_attributes(token->caller, given, &token->attributes);
    SECURITY_IMPERSONATION_LEVEL asked;

    if (!NT_SUCCESS(status))
        return status;
    token->level = SecurityAnonymous;
    if (!rule(w, create, qos_given, token->attributes.qos_given))
        return STATUS_SUCCESS;
    asked = token->attributes.qos.ImpersonationLevel;
    if (rule_on(w, create, level_exists, (ULONG)asked <= SECURITY_MAX_IMPERSONATION_LEVEL,
                LEVEL_FACT("level asked for", asked)))
        token->level = asked;
    else if (token->type == TokenImpersonation)
        return STATUS_BAD_IMPERSONATION_LEVEL;
    return STATUS_SUCCESS;
}

static NTSTATUS capture_ids(struct creation *token, const struct given *given)
{
    PETHREAD caller = token->caller;
    NTSTATUS status = nt_capture(caller, &token->session, given->session, sizeof token->session);

    if (NT_SUCCESS(status))
        status =
            nt_capture(caller, &token->expiration, given->expiration, sizeof token->expiration);
    if (NT_SUCCESS(status))
        status = nt_capture(caller, &token->source, given->source, sizeof token->source);
    return status;
}

static NTSTATUS capture_user_and_groups(struct creation *token, const struct given *given)
{
    PETHREAD caller = token->caller;
    TOKEN_USER user;
    NTSTATUS status = nt_capture(caller, &user, given->user, sizeof user);

    if (NT_SUCCESS(status))
        status = nt_capture_sid(caller, user.User.Sid, &token->user);
    if (!NT_SUCCESS(status))
        return status;
    token->user_attributes = user.User.Attributes;
    status = nt_probe(caller, given->groups);
    if (NT_SUCCESS(status))
        status = nt_capture_groups(caller, given->groups, &token->groups);
    return status;
}

static NTSTATUS capture_privileges(struct creation *token, const struct given *given)
{
    struct srm_world *w = token->caller->header.world;
    NTSTATUS status = nt_probe(token->caller, given->privileges);

    if (NT_SUCCESS(status))
        status = nt_capture_privileges(token->caller, given->privileges, &token->privileges);
    if (NT_SUCCESS(status) && !rule(w, create, privileges_known, token->privileges.unknown == 0))
        status = world_not_modelled(w, "a token with a privilege that does not exist");
    return status;
}

static NTSTATUS capture_owners(struct creation *token, const struct given *given)
{
    PETHREAD caller = token->caller;
    TOKEN_OWNER owner;
    TOKEN_PRIMARY_GROUP group;
    NTSTATUS status = STATUS_SUCCESS;

    token->owner_given = given->owner != NULL;
    if (given->owner)
        status = nt_capture(caller, &owner, given->owner, sizeof owner);
    if (NT_SUCCESS(status) && given->owner)
        status = nt_capture_sid(caller, owner.Owner, &token->owner);
    if (NT_SUCCESS(status))
        status = nt_capture(caller, &group, given->primary_group, sizeof group);
    if (NT_SUCCESS(status))
        status = nt_capture_sid(caller, group.PrimaryGroup, &token->primary_group);
    return status;
}

static NTSTATUS capture_default_dacl(struct creation *token, const struct given *given)
{
    const struct srm_world *w = token->caller->header.world;
    TOKEN_DEFAULT_DACL information = {.DefaultDacl = NULL};
    NTSTATUS status = STATUS_SUCCESS;

    if (given->default_dacl)
        status = nt_capture(token->caller, &information, given->default_dacl, sizeof information);
    if (NT_SUCCESS(status))
        status = nt_capture_acl(token->caller, information.DefaultDacl, &token->default_dacl);
    if (NT_SUCCESS(status) &&
        !rule(w, create, dacl_valid, !information.DefaultDacl || token->default_dacl))
        status = STATUS_INVALID_ACL;
    return status;
}

static NTSTATUS capture(struct creation *token, const OBJECT_ATTRIBUTES *attributes,
                        const struct given *given)
{
    NTSTATUS status = capture_attributes(token, attributes);

    if (NT_SUCCESS(status))
        status = capture_ids(token, given);
    if (NT_SUCCESS(status))
        status = capture_user_and_groups(token, given);
    if (NT_SUCCESS(status))
        status = capture_privileges(token, given);
    if (NT_SUCCESS(status))
        status = capture_owners(token, given);
    if (NT_SUCCESS(status))
        status = capture_default_dacl(token, given);
    return status;
}

static void release(struct creation *token)
{
    struct srm_world *w = token->caller->header.world;

    nt_attributes_release(w, &token->attributes);
    nt_groups_release(w, &token->groups);
    nt_groups_release(w, &token->sids);
    rtl_acl_dereference(w, token->default_dacl);
}

static void add_sid(struct nt_groups *list, const SID *sid, uint32_t attributes)
{
    rtl_sid_copy(&list->sids[list->count], sid);
    list->attributes[list->count++] = attributes;
}

/* Puts user and groups together. A label is no group here: it says the integrity. */
static NTSTATUS put_together(struct creation *token)
{
    struct srm_world *w = token->caller->header.world;
    const struct nt_groups *groups = &token->groups;
    struct nt_groups *list = &token->sids;

    list->sids = ex_alloc(w->pool, EX_KIND_Captured, (groups->count + 1) * sizeof *list->sids);
    list->attributes =
        ex_alloc(w->pool, EX_KIND_Captured, (groups->count + 1) * sizeof *list->attributes);
    add_sid(list, &token->user.Sid, token->user_attributes);
    token->integrity = SECURITY_MANDATORY_MEDIUM_RID;
    for (uint32_t i = 0; i < groups->count; i++) {
        const SID *sid = &groups->sids[i].Sid;
        uint32_t attributes = groups->attributes[i];

        if (rule_on(w, create, integrity_level, (attributes & LABEL_ATTRIBUTES) != 0,
                    SID_FACT("group", sid))) {
            if (!rule_on(w, create, label_valid,
                         rtl_integrity_from_sid(sid, &token->integrity) &&
                             token->integrity <= SECURITY_MANDATORY_MAXIMUM_USER_RID,
                         SID_FACT("level", sid)))
                return STATUS_INVALID_LABEL;
            continue;
        }
        if (rule_on(w, create, mandatory_group, (attributes & SE_GROUP_MANDATORY) != 0,
                    SID_FACT("group", sid)))
            attributes |= ENABLED;
        add_sid(list, sid, attributes);
    }
    return STATUS_SUCCESS;
}

/* Where the SID is, if need be with that attribute or as the user; count if nowhere. */
static uint32_t place_of(const struct nt_groups *list, const SID *sid, uint32_t attribute)
{
    uint32_t place = 0;

    while (place < list->count &&
           !(rtl_sid_equal(&list->sids[place].Sid, sid) &&
             (place == 0 || (list->attributes[place] & attribute) == attribute)))
        place++;
    return place;
}

/* The user, or a group that is not there for denials only, as elsewhere (token.only_denies). */
static bool can_own(const struct nt_groups *list, uint32_t place)
{
    return place == 0 || (place < list->count &&
                          !(list->attributes[place] & SE_GROUP_USE_FOR_DENY_ONLY));
}

static NTSTATUS check_content(struct creation *token)
{
    const struct srm_world *w = token->caller->header.world;
    NTSTATUS status = put_together(token);

    if (!NT_SUCCESS(status))
        return status;
    if (token->owner_given)
        token->owner_place = place_of(&token->sids, &token->owner.Sid, SE_GROUP_OWNER);
    if (!rule(w, create, owner_valid, can_own(&token->sids, token->owner_place)))
        return STATUS_INVALID_OWNER;
    token->group_place = place_of(&token->sids, &token->primary_group.Sid, 0);
    if (!rule(w, create, primary_group_valid, token->group_place < token->sids.count))
        return STATUS_INVALID_PRIMARY_GROUP;
    if (!rule_on(w, create, session_exists, se_logon_session_exists(w, token->session),
                 LUID_FACT("AuthenticationId", token->session)))
        return STATUS_NO_SUCH_LOGON_SESSION;
    return STATUS_SUCCESS;
}

/* No policy holds for the new token until somebody sets one (NtDoc). */
static struct se_token *make(const struct creation *wanted)
{
    struct srm_world *w = wanted->caller->header.world;
    struct se_logon_session *session = se_logon_session_reference(w, wanted->session);
    struct se_token *token = se_token_new(w,
                                          &(struct se_token_parts){
                                              .user_and_groups = wanted->sids.sids,
                                              .attributes = wanted->sids.attributes,
                                              .count = wanted->sids.count,
                                          },
                                          session);

    se_logon_session_dereference(w, session);
    token->type = wanted->type;
    token->level = wanted->level;
    token->integrity = wanted->integrity;
    token->mandatory_policy = TOKEN_MANDATORY_POLICY_OFF;
    token->ExpirationTime = wanted->expiration;
    token->source = wanted->source;
    token->present = wanted->privileges.named;
    token->enabled = wanted->privileges.enabled;
    token->enabled_by_default = wanted->privileges.enabled_by_default;
    token->owner = wanted->owner_place;
    token->primary_group = wanted->group_place;
    token->default_dacl = rtl_acl_reference(wanted->default_dacl);
    se_token_charge_dynamic_part(token);
    return token;
}

static NTSTATUS create(struct creation *token, ACCESS_MASK desired,
                       const OBJECT_ATTRIBUTES *attributes, const struct given *given,
                       PHANDLE handle)
{
    struct nt_new_token wanted = {
        .caller = token->caller,
        .desired = desired,
        .attributes = &token->attributes,
    };
    NTSTATUS status = nt_probe(token->caller, handle);

    if (NT_SUCCESS(status))
        status = check_caller(token);
    if (NT_SUCCESS(status))
        status = capture(token, attributes, given);
    if (NT_SUCCESS(status))
        status = check_content(token);
    wanted.integrity = token->integrity;
    if (NT_SUCCESS(status))
        status = nt_admit_token(&wanted);
    if (NT_SUCCESS(status))
        nt_deliver_token(&wanted, make(token), handle);
    release(token);
    return status;
}

NTSTATUS NtCreateToken(PHANDLE TokenHandle, ACCESS_MASK DesiredAccess,
                       POBJECT_ATTRIBUTES ObjectAttributes, TOKEN_TYPE Type, PLUID AuthenticationId,
                       PLARGE_INTEGER ExpirationTime, PTOKEN_USER User, PTOKEN_GROUPS Groups,
                       PTOKEN_PRIVILEGES Privileges, PTOKEN_OWNER Owner,
                       PTOKEN_PRIMARY_GROUP PrimaryGroup, PTOKEN_DEFAULT_DACL DefaultDacl,
                       PTOKEN_SOURCE Source)
{
    struct creation token = {.caller = ps_current_thread(), .type = Type};
    struct given given = {
        .session = AuthenticationId,
        .expiration = ExpirationTime,
        .user = User,
        .groups = Groups,
        .privileges = Privileges,
        .owner = Owner,
        .primary_group = PrimaryGroup,
        .default_dacl = DefaultDacl,
        .source = Source,
    };
    struct srm_world *w = token.caller->header.world;
    NTSTATUS status;

    call_enter(w, ACCESS_FACT("DesiredAccess", DesiredAccess),
               EX_FACT("Type", FACT_TOKEN_TYPE, Type));
    status = create(&token, DesiredAccess, ObjectAttributes, &given, TokenHandle);
    leave_status(w, status);
    return status;
}
