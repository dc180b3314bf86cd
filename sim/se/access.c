#include "se/access.h"

#include "ex/rules.h"
#include "rtl/sid.h"

/* What no entry grants: ACCESS_SYSTEM_SECURITY, MAXIMUM_ALLOWED and the reserved bits. */
#define NOT_GRANTABLE (ACCESS_SYSTEM_SECURITY | MAXIMUM_ALLOWED | 0x0C000000u)

/* What the DACL says of each right: the first entry that mentions it decides. */
struct dacl_walk {
    ACCESS_MASK allowed, denied;
    uint16_t count; /* of entries that decided something, which are at most one for each right */
    struct decision {
        uint16_t entry; /* from 1 */
        ACCESS_MASK rights;
    } decisions[32];
};

/* Whom a walk over the DACL is made for. */
struct identity {
    const struct se_token *token;
    const SID *owner;      /* whom an OWNER RIGHTS entry means; NULL: nobody */
    bool restricting_only; /* the second pass of a restricted token */
};

static bool attributes_match(const struct se_token *token, uint32_t place, bool for_deny)
{
    uint32_t attributes = token->attributes->values[place];

    if (attributes & SE_GROUP_USE_FOR_DENY_ONLY)
        return for_deny;
    return place == 0 || (attributes & SE_GROUP_ENABLED);
}

static bool identity_has(const struct identity *identity, const SID *sid, bool for_deny)
{
    const struct se_token *token = identity->token;
    const SE_SID *sids =
        identity->restricting_only ? se_token_restricting(token) : token->body->sids;
    uint32_t count =
        identity->restricting_only ? token->body->restricting_count : token->body->count;

    for (uint32_t i = 0; i < count; i++)
        if (rtl_sid_equal(&sids[i].Sid, sid) &&
            (identity->restricting_only || attributes_match(token, i, for_deny)))
            return true;
    return false;
}

static bool ace_applies(const struct rtl_ace *ace, const struct identity *identity)
{
    bool deny = ace->type == ACCESS_DENIED_ACE_TYPE;
    const SID *sid = ace->sid;

    if (!rtl_ace_is_effective(ace))
        return false;
    if (identity->owner && rtl_sid_equal(sid, &rtl_owner_rights_sid.Sid))
        sid = identity->owner;
    return identity_has(identity, sid, deny);
}

/* Ends where every right of `wanted` is decided. */
static void walk_dacl(const ACL *dacl, const GENERIC_MAPPING *mapping,
                      const struct identity *identity, ACCESS_MASK wanted, struct dacl_walk *walk)
{
    struct rtl_acl_cursor cursor = {.index = 0};
    struct rtl_ace ace;

    walk->allowed = walk->denied = 0;
    walk->count = 0;
    while ((wanted & ~(walk->allowed | walk->denied)) != 0 && rtl_acl_next(dacl, &cursor, &ace)) {
        ACCESS_MASK decided = walk->allowed | walk->denied | NOT_GRANTABLE;
        ACCESS_MASK fresh = rtl_mapping_apply(mapping, ace.mask) & ~decided;

        if (fresh == 0 || !ace_applies(&ace, identity))
            continue;
        if (ace.type == ACCESS_ALLOWED_ACE_TYPE)
            walk->allowed |= fresh;
        else
            walk->denied |= fresh;
        walk->decisions[walk->count++] =
            (struct decision){.entry = (uint16_t)cursor.index, .rights = fresh};
    }
}

/* The entry that decided the lowest of these rights, from 1; 0 if none mentions it. */
static uint16_t walk_decider(const struct dacl_walk *walk, ACCESS_MASK rights)
{
    ACCESS_MASK lowest = rights & (~rights + 1);

    for (uint16_t i = 0; i < walk->count; i++)
        if (walk->decisions[i].rights & lowest)
            return walk->decisions[i].entry;
    return 0;
}

/* What a caller below the object's no-write-up label may still have (A-22/4). */
static ACCESS_MASK below_label_mask(const struct srm_world *w, const struct se_token *token,
                                    const GENERIC_MAPPING *mapping)
{
    ACCESS_MASK allowed =
        mapping->GenericRead | mapping->GenericExecute | SYNCHRONIZE | READ_CONTROL;

    if (rule(w, access, relabel, se_token_has_enabled(token, SE_RELABEL_PRIVILEGE)))
        allowed |= WRITE_OWNER;
    return allowed;
}

static bool dominates_label(const struct se_token *token, const struct rtl_view *descriptor)
{
    return !(token->mandatory_policy & TOKEN_MANDATORY_POLICY_NO_WRITE_UP) ||
           token->integrity >= descriptor->label;
}

static bool has_special_entries(const ACL *dacl)
{
    struct rtl_acl_cursor cursor = {.index = 0};
    struct rtl_ace ace;

    while (rtl_acl_next(dacl, &cursor, &ace))
        if (!(ace.flags & INHERIT_ONLY_ACE) && ace.type >= ACCESS_ALLOWED_COMPOUND_ACE_TYPE &&
            ace.type <= ACCESS_DENIED_CALLBACK_OBJECT_ACE_TYPE &&
            ace.type != SYSTEM_AUDIT_OBJECT_ACE_TYPE && ace.type != SYSTEM_ALARM_OBJECT_ACE_TYPE)
            return true;
    return false;
}

static bool names_owner_rights(const ACL *dacl)
{
    struct rtl_acl_cursor cursor = {.index = 0};
    struct rtl_ace ace;

    while (rtl_acl_next(dacl, &cursor, &ace))
        if (rtl_ace_is_effective(&ace) && rtl_sid_equal(ace.sid, &rtl_owner_rights_sid.Sid))
            return true;
    return false;
}

/* What one check works on, from the first question to the verdict. */
struct check {
    const struct srm_world *w;
    const struct se_access_request *request;
    const struct se_token *token;
    struct se_verdict *verdict;
    bool maximum;           /* MAXIMUM_ALLOWED was asked for */
    bool writes_restricted; /* the restricting SIDs are asked for write access only */
    ACCESS_MASK specific;   /* the rights asked for by name */
    ACCESS_MASK permitted;  /* by the label */
    ACCESS_MASK granted;    /* by privilege or ownership, before the DACL */
};

static NTSTATUS refuse(struct check *check, NTSTATUS status, ACCESS_MASK missing)
{
    check->verdict->status = status;
    check->verdict->missing = missing;
    return status;
}

static NTSTATUS grant(struct check *check, ACCESS_MASK granted)
{
    check->verdict->status = STATUS_SUCCESS;
    check->verdict->granted = granted;
    return STATUS_SUCCESS;
}

static NTSTATUS check_integrity(struct check *check)
{
    const struct srm_world *w = check->w;
    const struct se_access_request *request = check->request;

    check->permitted = ~(ACCESS_MASK)0;
    if (rule_on(w, access, integrity_dominates, dominates_label(check->token, request->descriptor),
                INTEGRITY_FACT("caller's integrity", check->token->integrity),
                INTEGRITY_FACT("object's label", request->descriptor->label)))
        return STATUS_SUCCESS;
    check->permitted = below_label_mask(w, check->token, request->mapping);

    ACCESS_MASK outside = check->specific & ~check->permitted;
    if (rule_on(w, access, label_permits, outside == 0, ACCESS_FACT("not permitted", outside)))
        return STATUS_SUCCESS;
    return refuse(check, STATUS_ACCESS_DENIED, outside);
}

static NTSTATUS check_privileges(struct check *check)
{
    const struct srm_world *w = check->w;
    const struct se_token *token = check->token;
    bool security = (check->specific & ACCESS_SYSTEM_SECURITY) != 0;
    bool ownership = (check->specific & WRITE_OWNER) != 0;

    if (rule(w, access, security_privilege_missing,
             security && !se_token_has_enabled(token, SE_SECURITY_PRIVILEGE)))
        return refuse(check, STATUS_PRIVILEGE_NOT_HELD, ACCESS_SYSTEM_SECURITY);
    if (security)
        check->granted |= ACCESS_SYSTEM_SECURITY;
    if (rule(w, access, take_ownership,
             ownership && se_token_has_enabled(token, SE_TAKE_OWNERSHIP_PRIVILEGE)))
        check->granted |= WRITE_OWNER;
    return STATUS_SUCCESS;
}

/* What an owner has without an entry. */
static ACCESS_MASK rights_of_owner(const struct check *check)
{
    const SID *owner = check->request->descriptor->owner;
    struct identity normal = {.token = check->token};
    struct identity restricting = {.token = check->token, .restricting_only = true};

    if (!owner || !identity_has(&normal, owner, false))
        return 0;
    if (!se_token_is_restricted(check->token) || identity_has(&restricting, owner, false))
        return READ_CONTROL | WRITE_DAC;
    return rule_on(check->w, access, owner_reads, check->writes_restricted,
                   SID_FACT("owner", owner))
               ? READ_CONTROL
               : 0;
}

/*
 * What the restricting SIDs have to be granted, too. MAXIMUM_ALLOWED names no right
 * that would make a request one for writing: what may be read stays what it is.
 */
static ACCESS_MASK restricted_part(const struct check *check)
{
    const GENERIC_MAPPING *mapping = check->request->mapping;
    ACCESS_MASK wanted = check->maximum ? ~(ACCESS_MASK)0 : check->specific & ~check->granted;
    ACCESS_MASK writing =
        DELETE | WRITE_DAC | WRITE_OWNER | ACCESS_SYSTEM_SECURITY |
        (mapping->GenericWrite & ~(mapping->GenericRead | mapping->GenericExecute));

    if (!se_token_is_restricted(check->token))
        return 0;
    if (!check->writes_restricted)
        return wanted;
    if ((wanted & writing) != 0 && !check->maximum && policy(check->w, write_restricted_pass))
        return wanted;
    return wanted & writing;
}

/* The second walk: takes what the restricting SIDs do not have from *allowed. */
static NTSTATUS check_restricting(struct check *check, struct identity *identity,
                                  ACCESS_MASK *allowed)
{
    const struct se_access_request *request = check->request;
    ACCESS_MASK concerned = restricted_part(check);
    struct dacl_walk walk;
    ACCESS_MASK missing;

    if (concerned == 0)
        return STATUS_SUCCESS;
    identity->restricting_only = true;
    walk_dacl(request->descriptor->dacl, request->mapping, identity, concerned, &walk);
    *allowed &= ~concerned | walk.allowed;
    missing = check->specific & ~(check->granted | *allowed);
    if (check->specific && !rule_on(check->w, access, restricting_sids_grant, missing == 0,
                                    ACCESS_FACT("not granted", missing)))
        return refuse(check, STATUS_ACCESS_DENIED, missing);
    return STATUS_SUCCESS;
}

/* OWNER RIGHTS entries replace what owners have by themselves. */
static void grant_to_owner(struct check *check, struct identity *identity)
{
    const struct rtl_view *descriptor = check->request->descriptor;
    const ACL *dacl = descriptor->dacl;
    ACCESS_MASK implied = rights_of_owner(check);

    if (rule(check->w, access, owner_rights, dacl && names_owner_rights(dacl)))
        identity->owner = descriptor->owner;
    if (rule_on(check->w, access, owner_implied, implied != 0 && !identity->owner,
                SID_FACT("owner", descriptor->owner)))
        check->granted |= implied & (check->maximum ? check->permitted : check->specific);
}

/* The DACL and what precedes it for owners, for the rights that nothing has granted yet. */
static NTSTATUS check_dacl(struct check *check)
{
    const struct srm_world *w = check->w;
    const struct rtl_view *descriptor = check->request->descriptor;
    const GENERIC_MAPPING *mapping = check->request->mapping;
    struct identity identity = {.token = check->token};
    ACCESS_MASK wanted = check->maximum ? ~(ACCESS_MASK)0 : check->specific;

    check->writes_restricted = se_token_is_restricted(check->token) &&
                               rule_on(w, access, write_restricted, check->token->write_restricted,
                                       TOKEN("token", check->token));
    grant_to_owner(check, &identity);
    if (rule(w, access, no_dacl, descriptor->dacl == NULL)) {
        check->granted |= check->specific;
        if (check->maximum)
            check->granted |= mapping->GenericAll & check->permitted;
        return STATUS_SUCCESS;
    }

    struct dacl_walk walk;
    walk_dacl(descriptor->dacl, mapping, &identity, wanted, &walk);
    ACCESS_MASK allowed = walk.allowed;
    ACCESS_MASK missing = check->specific & ~(check->granted | allowed);

    if (check->specific &&
        !rule_on(w, access, dacl_grants, missing == 0, ACCESS_FACT("not granted", missing),
                 NUMBER_FACT("deciding entry", walk_decider(&walk, missing))))
        return refuse(check, STATUS_ACCESS_DENIED, missing);

    NTSTATUS status = check_restricting(check, &identity, &allowed);
    if (NT_SUCCESS(status))
        check->granted |= check->maximum ? allowed & check->permitted : check->specific;
    return status;
}

static NTSTATUS check_user_mode(struct check *check)
{
    const struct srm_world *w = check->w;
    const SECURITY_SUBJECT_CONTEXT *subject = check->request->subject;
    NTSTATUS status;

    if (rule_on(w, access, level_below_impersonation,
                subject->ClientToken && subject->ImpersonationLevel < SecurityImpersonation,
                subject->ClientToken ? LEVEL_FACT("caller's level", subject->ImpersonationLevel)
                                     : ob_fact("caller's client token", NULL)))
        return refuse(check, STATUS_BAD_IMPERSONATION_LEVEL, check->specific);
    if (rule(w, access, nothing_desired, check->request->desired == 0))
        return refuse(check, STATUS_ACCESS_DENIED, 0);
    status = check_integrity(check);
    if (!NT_SUCCESS(status))
        return status;
    status = check_privileges(check);
    if (!NT_SUCCESS(status))
        return status;
    if (check->maximum || (check->specific & ~check->granted) != 0) {
        status = check_dacl(check);
        if (!NT_SUCCESS(status))
            return status;
    }
    if (check->maximum && rule(w, access, maximum_nothing, check->granted == 0))
        return refuse(check, STATUS_ACCESS_DENIED, MAXIMUM_ALLOWED);
    return grant(check, check->granted);
}

NTSTATUS se_access_check(struct srm_world *w, const struct se_access_request *request,
                         struct se_verdict *verdict)
{
    ACCESS_MASK desired = rtl_mapping_apply(request->mapping, request->desired);
    const SECURITY_SUBJECT_CONTEXT *subject = request->subject;
    const ACL *dacl = request->descriptor->dacl;
    struct check check = {
        .w = w,
        .request = request,
        .token = subject->ClientToken ? subject->ClientToken : subject->PrimaryToken,
        .verdict = verdict,
        .maximum = (desired & MAXIMUM_ALLOWED) != 0,
        .specific = desired & ~MAXIMUM_ALLOWED,
    };

    verdict->granted = verdict->missing = 0;
    if (rule(w, access, kernel_mode, request->mode == KernelMode))
        return grant(&check, check.specific | (check.maximum ? request->mapping->GenericAll : 0));
    if (rule_on(w, access, lowbox, check.token->body->lowbox, TOKEN("token", check.token)))
        return refuse(&check, world_not_modelled(w, "the access check of an AppContainer's token"),
                      check.specific);
    if (rule(w, access, special_entries, dacl && has_special_entries(dacl)))
        return refuse(&check, world_not_modelled(w, "compound, object and conditional entries"),
                      check.specific);
    return check_user_mode(&check);
}
