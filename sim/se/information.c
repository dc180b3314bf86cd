#include "se/information.h"

#include "ex/rules.h"
#include "rtl/integrity.h"
#include "se/privileges.h"

#include <assert.h>
#include <string.h>

/* ---- answers that are one number ---- */

#define NUMBER(name, value)                              \
    static ULONG name##_of(const struct se_token *token) \
    {                                                    \
        return (ULONG)(value);                           \
    }

NUMBER(type, token->type)
NUMBER(level, token->level)
NUMBER(session, token->SessionId)
NUMBER(sandbox_inert, token->sandbox_inert)
NUMBER(elevation, token->elevation)
NUMBER(elevated, token->elevated)
NUMBER(filtered, token->filtered)
NUMBER(virtualization_allowed, token->virtualization_allowed)
NUMBER(virtualization_enabled, token->virtualization_enabled)
NUMBER(ui_access, token->ui_access)
NUMBER(policy, token->mandatory_policy)
NUMBER(lowbox, token->body->lowbox)
NUMBER(app_container, token->app_container_number)
NUMBER(restricted, se_token_is_restricted(token))

static_assert(sizeof(TOKEN_TYPE) == sizeof(ULONG) && sizeof(TOKEN_ELEVATION) == sizeof(ULONG) &&
                  sizeof(TOKEN_MANDATORY_POLICY) == sizeof(ULONG),
              "these are numbers too");

/* ---- answers that are structures ---- */

static_assert(sizeof(TOKEN_OWNER) == sizeof(PVOID) &&
                  sizeof(TOKEN_PRIMARY_GROUP) == sizeof(PVOID) &&
                  sizeof(TOKEN_DEFAULT_DACL) == sizeof(PVOID) &&
                  sizeof(TOKEN_APPCONTAINER_INFORMATION) == sizeof(PVOID),
              "these are pointers and no more");

static void write_user(struct se_answer *answer)
{
    const struct se_token *token = answer->token;

    se_answer_put_sid(answer, se_token_user(token), token->attributes->values[0]);
}

static void write_groups(struct se_answer *answer)
{
    struct se_sids list = se_answer_groups(answer);

    se_answer_put_groups(answer, &list);
}

static void write_privileges(struct se_answer *answer)
{
    se_answer_put_privileges(answer, answer->token->present);
}

static void write_place(struct se_answer *answer, uint32_t place)
{
    const SID *sid = &answer->token->body->sids[place].Sid;

    se_answer_put_pointed(answer, sid, rtl_sid_length(sid));
}

static void write_owner(struct se_answer *answer)
{
    write_place(answer, answer->token->owner);
}

static void write_primary_group(struct se_answer *answer)
{
    write_place(answer, answer->token->primary_group);
}

static void write_default_dacl(struct se_answer *answer)
{
    const struct rtl_acl *dacl = answer->token->default_dacl;

    se_answer_put_pointed(answer, dacl ? &dacl->bytes : NULL, dacl ? dacl->size : 0);
}

static void write_source(struct se_answer *answer)
{
    se_answer_put(answer, &answer->token->source, sizeof(TOKEN_SOURCE));
}

static void write_statistics(struct se_answer *answer)
{
    const struct se_token *token = answer->token;
    const size_t dacl_size = token->default_dacl ? token->default_dacl->size : 0;
    TOKEN_STATISTICS statistics;

    memset(&statistics, 0, sizeof statistics);
    statistics.TokenId = token->TokenId;
    statistics.AuthenticationId = token->AuthenticationId;
    statistics.ExpirationTime = token->ExpirationTime;
    statistics.TokenType = token->type;
    statistics.ImpersonationLevel = token->level;
    statistics.DynamicCharged = token->dynamic_charged;
    statistics.DynamicAvailable =
        token->dynamic_charged - (DWORD)se_token_dynamic_size(token, dacl_size);
    statistics.GroupCount = token->body->count - 1 + answer->label_listed;
    statistics.PrivilegeCount = se_privileges_count(token->present);
    statistics.ModifiedId = token->ModifiedId;
    se_answer_put(answer, &statistics, sizeof statistics);
}

static void write_restricted_sids(struct se_answer *answer)
{
    struct se_sids list = se_answer_restricting(answer);

    se_answer_put_groups(answer, &list);
}

static void write_origin(struct se_answer *answer)
{
    se_answer_put(answer, &answer->token->OriginatingLogonSession, sizeof(TOKEN_ORIGIN));
}

static void write_integrity(struct se_answer *answer)
{
    SE_SID label;

    rtl_integrity_to_sid(answer->token->integrity, &label);
    se_answer_put_sid(answer, &label.Sid, SE_LABEL_ATTRIBUTES);
}

static void write_logon_sid(struct se_answer *answer)
{
    struct se_sids list = se_answer_logon_sids(answer);

    se_answer_put_groups(answer, &list);
}

static void write_capabilities(struct se_answer *answer)
{
    struct se_sids list = {
        .sids = se_token_capabilities(answer->token),
        .same = SE_GROUP_ENABLED,
        .count = answer->token->body->capability_count,
    };

    se_answer_put_groups(answer, &list);
}

static void write_package(struct se_answer *answer)
{
    const struct se_body *body = answer->token->body;

    se_answer_put_pointed(answer, body->lowbox ? &body->package : NULL,
                          rtl_sid_length(&body->package.Sid));
}

/* ---- what not every token has ---- */

static NTSTATUS check_level(const struct se_token *token)
{
    return rule_on(token->header.world, query, has_level, token->type == TokenImpersonation,
                   TOKEN("token", token))
               ? STATUS_SUCCESS
               : STATUS_INVALID_INFO_CLASS;
}

static NTSTATUS check_logon_sid(const struct se_token *token)
{
    struct se_sids list = se_answer_logon_sids(&(struct se_answer){.token = token});
    size_t bytes;

    return rule_on(token->header.world, query, has_logon_sid, se_sids_measure(&list, &bytes) > 0,
                   TOKEN("token", token))
               ? STATUS_SUCCESS
               : STATUS_NOT_FOUND;
}

static NTSTATUS check_linked(const struct se_token *token)
{
    return rule_on(token->header.world, query, has_linked_token, token->session->linked != NULL,
                   TOKEN("token", token))
               ? STATUS_SUCCESS
               : STATUS_NO_SUCH_LOGON_SESSION;
}

/* ---- the classes ---- */

#define ASKED(version) .since = SRM_PROFILE_##version, .right = TOKEN_QUERY

/*
 * Versions: ntifs TOKEN_INFORMATION_CLASS, Platform SDK of 2000 (which ends with TokenSessionId),
 * phnt; access-check.md section 6. A class of Windows 8.1 begins with Windows 10 here.
 */
static const struct se_information_class classes[MaxTokenInfoClass] = {
    [TokenUser] = {ASKED(FIRST), .write = write_user},
    [TokenGroups] = {ASKED(FIRST), .tells_of_groups = true, .write = write_groups},
    [TokenPrivileges] = {ASKED(FIRST), .write = write_privileges},
    [TokenOwner] = {ASKED(FIRST), .write = write_owner},
    [TokenPrimaryGroup] = {ASKED(FIRST), .write = write_primary_group},
    [TokenDefaultDacl] = {ASKED(FIRST), .write = write_default_dacl},
    [TokenSource] = {.right = TOKEN_QUERY_SOURCE, .write = write_source},
    [TokenType] = {ASKED(FIRST), .number = type_of},
    [TokenImpersonationLevel] = {ASKED(FIRST), .check = check_level, .number = level_of},
    [TokenStatistics] = {ASKED(FIRST), .tells_of_groups = true, .write = write_statistics},
    [TokenRestrictedSids] = {ASKED(FIRST), .write = write_restricted_sids},
    [TokenSessionId] = {ASKED(FIRST), .number = session_of},
    [TokenGroupsAndPrivileges] = {ASKED(NT5_1SP2), .tells_of_groups = true,
                                  .write = se_answer_put_everything},
    [TokenSessionReference] = {.since = SRM_PROFILE_NT5_1SP2},
    [TokenSandBoxInert] = {ASKED(NT5_1SP2), .number = sandbox_inert_of},
    [TokenAuditPolicy] = {ASKED(NT5_1SP2), .privilege = SE_SECURITY_PRIVILEGE},
    [TokenOrigin] = {ASKED(NT5_1SP2), .write = write_origin},
    [TokenElevationType] = {ASKED(NT6_0), .number = elevation_of},
    [TokenLinkedToken] = {ASKED(NT6_0), .check = check_linked}, /* a handle: nt/query_token.c */
    [TokenElevation] = {ASKED(NT6_0), .number = elevated_of},
    [TokenHasRestrictions] = {ASKED(NT6_0), .number = filtered_of},
    [TokenAccessInformation] = {ASKED(NT6_0)},
    [TokenVirtualizationAllowed] = {ASKED(NT6_0), .number = virtualization_allowed_of},
    [TokenVirtualizationEnabled] = {ASKED(NT6_0), .number = virtualization_enabled_of},
    [TokenIntegrityLevel] = {ASKED(NT6_0), .write = write_integrity},
    [TokenUIAccess] = {ASKED(NT6_0), .number = ui_access_of},
    [TokenMandatoryPolicy] = {ASKED(NT6_0), .number = policy_of},
    [TokenLogonSid] = {ASKED(NT6_0), .check = check_logon_sid, .write = write_logon_sid},
    [TokenIsAppContainer] = {ASKED(NT6_2), .number = lowbox_of},
    [TokenCapabilities] = {ASKED(NT6_2), .write = write_capabilities},
    [TokenAppContainerSid] = {ASKED(NT6_2), .write = write_package},
    [TokenAppContainerNumber] = {ASKED(NT6_2), .number = app_container_of},
    [TokenUserClaimAttributes] = {ASKED(NT6_2)},
    [TokenDeviceClaimAttributes] = {ASKED(NT6_2)},
    [TokenRestrictedUserClaimAttributes] = {ASKED(NT6_2)},
    [TokenRestrictedDeviceClaimAttributes] = {ASKED(NT6_2)},
    [TokenDeviceGroups] = {ASKED(NT6_2)},
    [TokenRestrictedDeviceGroups] = {ASKED(NT6_2)},
    [TokenSecurityAttributes] = {ASKED(NT6_2)},
    [TokenIsRestricted] = {ASKED(NT6_2), .number = restricted_of},
    [TokenProcessTrustLevel] = {ASKED(NT10_0)},
    [TokenPrivateNameSpace] = {ASKED(NT10_0)},
    [TokenSingletonAttributes] = {ASKED(NT10_0)},
    [TokenBnoIsolation] = {ASKED(NT10_0)},
    [TokenChildProcessFlags] = {.since = SRM_PROFILE_NT10_0},
    [TokenIsLessPrivilegedAppContainer] = {ASKED(NT10_0)},
    [TokenIsSandboxed] = {ASKED(NT10_0)},
    [TokenIsAppSilo] = {ASKED(NT10_0)},
    [TokenLoggingInformation] = {ASKED(NT10_0)},
    [TokenLearningMode] = {ASKED(NT10_0)},
};

const struct se_information_class *se_information_class(const struct srm_world *w,
                                                        TOKEN_INFORMATION_CLASS class)
{
    bool numbered = class >= TokenUser && class < MaxTokenInfoClass;

    return rule_on(w, information, class_exists, numbered && w->profile >= classes[class].since,
                   NUMBER_FACT("class", class))
               ? &classes[class]
               : NULL;
}

const struct se_information_class *se_information_to_ask(const struct srm_world *w,
                                                         TOKEN_INFORMATION_CLASS class)
{
    const struct se_information_class *row = se_information_class(w, class);

    return row && rule_on(w, query, class_answered, row->right != 0, NUMBER_FACT("class", class))
               ? row
               : NULL;
}

static void put_answer(struct se_answer *answer)
{
    ULONG number;

    answer->size = 0;
    if (!answer->class->number) {
        answer->class->write(answer);
        return;
    }
    number = answer->class->number(answer->token);
    se_answer_put(answer, &number, sizeof number);
}

void se_answer_measure(struct se_answer *answer, const struct se_information_class *class,
                       const struct se_token *token)
{
    *answer = (struct se_answer){
        .class = class,
        .token = token,
        .label_listed =
            class->tells_of_groups && rule(token->header.world, query, label_is_a_group, true),
    };
    put_answer(answer);
}

void se_answer_write(struct se_answer *answer, void *memory)
{
    answer->bytes = memory;
    put_answer(answer);
}
