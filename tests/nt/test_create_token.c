/* NtCreateToken: order of checks, what the new token is (access-check O-32). */
#include "support/dacl_text.h"
#include "support/lists.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ex/pool.h"
#include "ex/rules.h"
#include "rtl/luid.h"

#include <string.h>

#define OUT_OF_POOL  STATUS_INSUFFICIENT_RESOURCES
#define CREATE_TOKEN SE_PRIVILEGE_BIT(SE_CREATE_TOKEN_PRIVILEGE)
#define SESSION      0x5EE

static struct stage stage;
static PETHREAD caller;
static HANDLE result;
static SECURITY_QUALITY_OF_SERVICE qos;
static OBJECT_ATTRIBUTES attributes;
static struct rtl_acl *dacl;
static struct group_list groups;
static struct privilege_list privileges;
static SE_SID user, owner, primary_group;
static TOKEN_USER user_entry;
static TOKEN_OWNER owner_entry;
static TOKEN_PRIMARY_GROUP group_entry;
static TOKEN_DEFAULT_DACL dacl_entry;

/* What the call is made with. */
static struct arguments {
    PHANDLE handle;
    ACCESS_MASK desired;
    POBJECT_ATTRIBUTES attributes;
    TOKEN_TYPE type;
    LUID session;
    LARGE_INTEGER expiration;
    TOKEN_SOURCE source;
    PTOKEN_USER user;
    PTOKEN_GROUPS groups;
    PTOKEN_PRIVILEGES privileges;
    PTOKEN_OWNER owner;
    PTOKEN_PRIMARY_GROUP primary_group;
    PTOKEN_DEFAULT_DACL default_dacl;
} with;

static PTOKEN_GROUPS usual_groups(void)
{
    return groups_in(&groups, (struct srm_group[]){{"WD", SE_GROUP_MANDATORY},
                                                   {"BA", SE_GROUP_OWNER | SE_GROUP_ENABLED},
                                                   {"BG", 0},
                                                   {NULL, 0}});
}

static void set_arguments(void)
{
    user = sid_from_word("U");
    user_entry.User = (SID_AND_ATTRIBUTES){&user, SE_GROUP_USE_FOR_DENY_ONLY};
    owner = sid_from_word("BA");
    owner_entry.Owner = &owner;
    primary_group = sid_from_word("BG");
    group_entry.PrimaryGroup = &primary_group;
    dacl = acl_from_text(stage.w, "(A;;GA;;;U)");
    dacl_entry.DefaultDacl = &dacl->bytes;
    qos = (SECURITY_QUALITY_OF_SERVICE){.Length = sizeof qos,
                                        .ImpersonationLevel = SecurityDelegation};
    InitializeObjectAttributes(&attributes, NULL, 0, NULL, NULL);
    attributes.SecurityQualityOfService = &qos;
    with = (struct arguments){
        .handle = &result,
        .desired = TOKEN_QUERY,
        .attributes = &attributes,
        .type = TokenImpersonation,
        .session = rtl_luid_from(SESSION),
        .expiration = {.QuadPart = 123456},
        .source = {.SourceName = "tests", .SourceIdentifier = {.LowPart = 9}},
        .user = &user_entry,
        .groups = usual_groups(),
        .privileges = privilege_in(&privileges, SE_SHUTDOWN_PRIVILEGE, SE_PRIVILEGE_ENABLED),
        .owner = &owner_entry,
        .primary_group = &group_entry,
        .default_dacl = &dacl_entry,
    };
}

static void open_stage(void)
{
    stage_open(&stage, NULL);
    thread_of(stage.w, (struct token_words){.user = ALICE, .authentication = SESSION});
    caller = thread_of(stage.w, (struct token_words){.like = "system", .on = CREATE_TOKEN});
    act_as(caller);
    result = NULL;
    set_arguments();
}

static void close_stage(void)
{
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_Captured), 0);
    rtl_acl_dereference(stage.w, dacl);
    stage_close(&stage);
}

static NTSTATUS create(void)
{
    return NtCreateToken(with.handle, with.desired, with.attributes, with.type, &with.session,
                         &with.expiration, with.user, with.groups, with.privileges, with.owner,
                         with.primary_group, with.default_dacl, &with.source);
}

static struct se_token *created(void)
{
    ck_assert_status(create(), STATUS_SUCCESS);
    return token_behind(caller, result);
}

START_TEST(token_is_as_designed)
{
    const struct se_token *token = created();

    ck_assert_int_eq(token->type, TokenImpersonation);
    ck_assert_int_eq(token->level, SecurityDelegation);
    ck_assert_uint_eq(rtl_luid_value(token->AuthenticationId), SESSION);
    ck_assert_int_eq(token->ExpirationTime.QuadPart, 123456);
    ck_assert_str_eq(token->source.SourceName, "tests");
    ck_assert_uint_eq(token->source.SourceIdentifier.LowPart, 9);
    ck_assert_uint_eq(token->body->count, 4);
    ck_assert(rtl_sid_equal(se_token_user(token), &user.Sid));
    ck_assert_uint_eq(token->attributes->values[0], SE_GROUP_USE_FOR_DENY_ONLY);
    ck_assert_uint_eq(token->attributes->values[1], 7); /* mandatory, and so enabled */
    ck_assert_uint_eq(token->attributes->values[2], SE_GROUP_OWNER | SE_GROUP_ENABLED);
    ck_assert_uint_eq(token->attributes->values[3], 0);
    ck_assert_uint_eq(token->owner, 2);
    ck_assert_uint_eq(token->primary_group, 3);
    ck_assert_uint_eq(token->present, SE_PRIVILEGE_BIT(SE_SHUTDOWN_PRIVILEGE));
    ck_assert_uint_eq(token->enabled, token->present);
    ck_assert_uint_eq(token->enabled_by_default, 0);
    ck_assert_uint_eq(token->integrity, SECURITY_MANDATORY_MEDIUM_RID);
    ck_assert_uint_eq(token->mandatory_policy, TOKEN_MANDATORY_POLICY_OFF);
    ck_assert_uint_eq(token->SessionId, 0);
    ck_assert(!token->elevated && !token->filtered);
    ck_assert_mem_eq(&token->default_dacl->bytes, &dacl->bytes, dacl->size);
    ck_assert_uint_eq(srm_references(token), 1);
    ck_assert_uint_eq(granted_to(caller, result), TOKEN_QUERY);
}
END_TEST

/* O-32: no other privilege stands in for it. */
START_TEST(one_privilege_is_asked_for)
{
    caller = thread_of(stage.w, (struct token_words){.like = "system", .without = CREATE_TOKEN});
    act_as(caller);
    ck_assert_status(create(), STATUS_PRIVILEGE_NOT_HELD);
    caller = thread_of(stage.w, (struct token_words){.user = ALICE, .on = CREATE_TOKEN});
    act_as(caller);
    ck_assert_status(create(), STATUS_SUCCESS);
}
END_TEST

/* T-7: the dynamic part is as large as ever, or as what goes into it. */
START_TEST(large_default_dacl_has_room)
{
    struct rtl_ace entries[40];
    const size_t group = rtl_sid_length(&primary_group.Sid);
    struct rtl_acl *large;

    ck_assert_uint_eq(created()->dynamic_charged, 500);
    for (int i = 0; i < ROWS(entries); i++)
        entries[i] = (struct rtl_ace){.mask = 1, .sid = &user.Sid};
    large = rtl_acl_new(stage.w, entries, ROWS(entries));
    ck_assert_uint_gt(large->size, 500);
    dacl_entry.DefaultDacl = &large->bytes;
    ck_assert_uint_eq(created()->dynamic_charged, large->size + group);
    rtl_acl_dereference(stage.w, large);
}
END_TEST

/* OBJECT_ATTRIBUTES count. */
START_TEST(token_is_protected_as_asked)
{
    SECURITY_DESCRIPTOR descriptor = {
        .Revision = SECURITY_DESCRIPTOR_REVISION,
        .Control = SE_DACL_PRESENT,
        .Dacl = &dacl->bytes,
    };
    const struct rtl_acl *made;

    caller = thread_of(stage.w, (struct token_words){.user = ALICE, .on = CREATE_TOKEN});
    act_as(caller);
    attributes.Attributes = OBJ_INHERIT;
    attributes.SecurityDescriptor = &descriptor;
    made = created()->header.descriptor->dacl;
    ck_assert_uint_eq(made->size, dacl->size);
    ck_assert_mem_eq(&made->bytes, &dacl->bytes, dacl->size);
    ck_assert_uint_eq(ob_handle_find(&caller->process->handles, result)->attributes, OBJ_INHERIT);
}
END_TEST

START_TEST(optional_parts_may_be_left_out)
{
    const struct se_token *token;

    with.attributes = NULL;
    with.owner = NULL;
    with.default_dacl = NULL;
    token = created();
    ck_assert_int_eq(token->level, SecurityAnonymous);
    ck_assert_uint_eq(token->owner, 0);
    ck_assert_ptr_null(token->default_dacl);
    dacl_entry.DefaultDacl = NULL;
    with.default_dacl = &dacl_entry;
    with.type = TokenPrimary;
    token = created();
    ck_assert_ptr_null(token->default_dacl);
    ck_assert_int_eq(token->type, TokenPrimary);
    ck_assert_int_eq(token->level, SecurityAnonymous);
}
END_TEST

/* One thing is wrong; nothing else comes before it. */
static const struct {
    const char *why;
    size_t what; /* the pointer that cannot be read */
} unreadable[] = {
    {"the out handle", offsetof(struct arguments, handle)},
    {"the attributes", offsetof(struct arguments, attributes)},
    {"the user", offsetof(struct arguments, user)},
    {"the groups", offsetof(struct arguments, groups)},
    {"the privileges", offsetof(struct arguments, privileges)},
    {"the owner", offsetof(struct arguments, owner)},
    {"the primary group", offsetof(struct arguments, primary_group)},
    {"the default DACL", offsetof(struct arguments, default_dacl)},
};

START_TEST(unreadable_memory_is_an_access_violation)
{
    void *const pointer = SRM_UNREADABLE;

    memcpy((unsigned char *)&with + unreadable[_i].what, &pointer, sizeof pointer);
    ck_assert_msg(create() == STATUS_ACCESS_VIOLATION, "%s", unreadable[_i].why);
    ck_assert_ptr_null(result);
}
END_TEST

/* What only the owner may leave out. */
START_TEST(missing_memory_is_an_access_violation)
{
    with.groups = NULL;
    ck_assert_status(create(), STATUS_ACCESS_VIOLATION);
    with.groups = usual_groups();
    with.privileges = NULL;
    ck_assert_status(create(), STATUS_ACCESS_VIOLATION);
    with.privileges = privilege_in(&privileges, SE_SHUTDOWN_PRIVILEGE, 0);
    group_entry.PrimaryGroup = NULL;
    ck_assert_status(create(), STATUS_ACCESS_VIOLATION);
    ck_assert_status(NtCreateToken(&result, TOKEN_QUERY, NULL, TokenPrimary, NULL, &with.expiration,
                                   with.user, with.groups, with.privileges, NULL,
                                   with.primary_group, NULL, &with.source),
                     STATUS_ACCESS_VIOLATION);
    ck_assert_ptr_null(result);
}
END_TEST

/* Each row repairs what the row before it died of: so the order of the checks shows. */
START_TEST(checks_come_in_order)
{
    const size_t tokens = ex_pool_alive(stage.w->pool, EX_KIND_Token);

    with.type = (TOKEN_TYPE)3;
    attributes.Length = 1;
    user.Sid.Revision = 0;
    groups.count = 0x1001;
    owner = sid_from_word("BG");
    primary_group = sid_from_word("BO");
    with.session = rtl_luid_from(0x777);
    ck_assert(srm_pool_fail(stage.w, "Token", 1, true));
    act_as(stage.client_thread);
    ck_assert_status(create(), STATUS_PRIVILEGE_NOT_HELD);
    act_as(caller);
    ck_assert_status(create(), STATUS_BAD_TOKEN_TYPE);
    with.type = TokenImpersonation;
    ck_assert_status(create(), STATUS_INVALID_PARAMETER);
    attributes.Length = sizeof attributes;
    qos.ImpersonationLevel = (SECURITY_IMPERSONATION_LEVEL)4;
    ck_assert_status(create(), STATUS_BAD_IMPERSONATION_LEVEL);
    qos.ImpersonationLevel = SecurityAnonymous;
    ck_assert_status(create(), STATUS_INVALID_SID);
    user.Sid.Revision = SID_REVISION;
    ck_assert_status(create(), STATUS_INVALID_PARAMETER);
    groups.count = 3;
    groups.entries[2].Attributes = SE_GROUP_INTEGRITY;
    dacl->bytes.AclRevision = 99;
    ck_assert_status(create(), STATUS_INVALID_ACL);
    dacl->bytes.AclRevision = ACL_REVISION;
    ck_assert_status(create(), STATUS_INVALID_LABEL);
    groups.entries[2].Attributes = 0;
    ck_assert_status(create(), STATUS_INVALID_OWNER);
    owner = sid_from_word("BA");
    ck_assert_status(create(), STATUS_INVALID_PRIMARY_GROUP);
    primary_group = sid_from_word("U");
    ck_assert_status(create(), STATUS_NO_SUCH_LOGON_SESSION);
    with.session = rtl_luid_from(SESSION);
    ck_assert_status(create(), OUT_OF_POOL);
    ck_assert(srm_pool_fail(stage.w, "Token", 0, false));
    with.desired = SYNCHRONIZE;
    with.type = TokenPrimary;
    ck_assert_status(create(), STATUS_ACCESS_DENIED);
    ck_assert_ptr_null(result);
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_Token), tokens);
    with.desired = TOKEN_QUERY;
    ck_assert_status(create(), STATUS_SUCCESS);
}
END_TEST

static const char *const allocations[] = {"CapturedQos", "CapturedList", "Token", "Handle"};

START_TEST(every_allocation_may_fail)
{
    const size_t sessions = ex_pool_alive(stage.w->pool, EX_KIND_LogonSession);

    with.session = (LUID)LOCALSERVICE_LUID;
    ck_assert(srm_pool_fail(stage.w, allocations[_i], 1, false));
    ck_assert_status(create(), OUT_OF_POOL);
    ck_assert_ptr_null(result);
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_LogonSession), sessions);
    ck_assert_status(create(), STATUS_SUCCESS);
}
END_TEST

static const struct {
    const char *why, *sid;
    uint32_t attributes;
    NTSTATUS status;
    ULONG integrity; /* if it succeeds */
    uint32_t groups;
    const char *profile;
} labels[] = {
    {"High", "HI", 0x60, .integrity = 0x3000, .groups = 0},
    {"marked as enabled only", "LW", SE_GROUP_INTEGRITY_ENABLED, .integrity = 0x1000, .groups = 0},
    {"marked as integrity only", "S-1-16-0", SE_GROUP_INTEGRITY, .integrity = 0, .groups = 0},
    {"System is the highest", "SI", 0x60, .integrity = 0x4000, .groups = 0},
    {"nothing is above it", "S-1-16-16385", 0x60, .status = STATUS_INVALID_LABEL},
    {"a group is no level", "WD", 0x60, .status = STATUS_INVALID_LABEL},
    {"a level has one number", "S-1-16-4096-0", 0x60, .status = STATUS_INVALID_LABEL},
    {"one that is not marked is a group", "HI", 7, .integrity = 0x2000, .groups = 1},
    {"before Vista all are groups", "HI", 0x60, .integrity = 0x2000, .groups = 1,
     .profile = "nt5.2"},
};

START_TEST(marked_group_is_the_integrity_level)
{
    if (labels[_i].profile)
        ex_rules_set_profile(stage.w, ex_profile_by_name(labels[_i].profile));
    with.groups = groups_in(
        &groups, (struct srm_group[]){{labels[_i].sid, labels[_i].attributes}, {NULL, 0}});
    with.owner = NULL;
    primary_group = sid_from_word("U");
    ck_assert_msg(create() == labels[_i].status, "%s", labels[_i].why);
    if (labels[_i].status == STATUS_SUCCESS) {
        const struct se_token *token = token_behind(caller, result);

        ck_assert_uint_eq(token->integrity, labels[_i].integrity);
        ck_assert_uint_eq(token->body->count, 1 + labels[_i].groups);
        ck_assert_uint_eq(token->header.descriptor->integrity, labels[_i].integrity);
    }
}
END_TEST

static const struct {
    const char *why, *owner, *group;
    NTSTATUS status;
} owners[] = {
    {"the user may be both", "U", "U", STATUS_SUCCESS},
    {"a group that may be an owner", "BA", "WD", STATUS_SUCCESS},
    {"a group that may not", "WD", "WD", STATUS_INVALID_OWNER},
    {"a stranger", "BO", "WD", STATUS_INVALID_OWNER},
    {"a stranger as primary group", "BA", "BO", STATUS_INVALID_PRIMARY_GROUP},
    {"no SID at all as owner", NULL, "BA", STATUS_INVALID_SID},
    {"or as primary group", "BA", NULL, STATUS_INVALID_SID},
};

START_TEST(owner_and_primary_group_are_in_the_token)
{
    if (owners[_i].owner)
        owner = sid_from_word(owners[_i].owner);
    else
        owner.Sid.SubAuthorityCount = 16;
    if (owners[_i].group)
        primary_group = sid_from_word(owners[_i].group);
    else
        primary_group.Sid.Revision = 0;
    ck_assert_msg(create() == owners[_i].status, "%s", owners[_i].why);
}
END_TEST

static const struct {
    uint64_t session;
    bool there;
} sessions[] = {
    {SESSION, true}, {0x3E7, true},  {0x3E6, true}, {0x3E5, true},
    {0x3E4, true},   {0x3E2, false}, {0, false},    {SESSION | UINT64_C(1) << 32, false},
};

/* T-10: some are always there; they go again when no token needs them. */
START_TEST(logon_session_must_be_there)
{
    const size_t alive = ex_pool_alive(stage.w->pool, EX_KIND_LogonSession);

    with.session = rtl_luid_from(sessions[_i].session);
    ck_assert_status(create(), sessions[_i].there ? STATUS_SUCCESS : STATUS_NO_SUCH_LOGON_SESSION);
    if (sessions[_i].there)
        ck_assert_status(NtClose(result), STATUS_SUCCESS);
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_LogonSession), alive);
}
END_TEST

/* Else a copy of it could be an impersonation token of that level. */
START_TEST(primary_token_records_a_level_that_exists)
{
    with.type = TokenPrimary;
    ck_assert_int_eq(created()->level, SecurityDelegation);
    qos.ImpersonationLevel = (SECURITY_IMPERSONATION_LEVEL)4;
    ck_assert_int_eq(created()->level, SecurityAnonymous);
    qos.ImpersonationLevel = (SECURITY_IMPERSONATION_LEVEL)-1;
    ck_assert_int_eq(created()->level, SecurityAnonymous);
    with.type = TokenImpersonation;
    result = NULL;
    ck_assert_status(create(), STATUS_BAD_IMPERSONATION_LEVEL);
    ck_assert_ptr_null(result);
}
END_TEST

START_TEST(unknown_privilege_is_not_modelled)
{
    with.privileges = privilege_in(&privileges, 37, 0);
    ck_assert_status(create(), STATUS_NOT_IMPLEMENTED);
    ck_assert_ptr_nonnull(srm_world_not_modelled(stage.w));
    ck_assert_ptr_null(result);
}
END_TEST

/* Of a privilege that is named twice the first entry counts. */
START_TEST(privileges_have_their_attributes)
{
    const LUID_AND_ATTRIBUTES entries[] = {
        {.Luid = {.LowPart = SE_TCB_PRIVILEGE}, .Attributes = SE_PRIVILEGE_ENABLED_BY_DEFAULT},
        {.Luid = {.LowPart = SE_DEBUG_PRIVILEGE}, .Attributes = SE_PRIVILEGE_ENABLED},
        {.Luid = {.LowPart = SE_TCB_PRIVILEGE}, .Attributes = SE_PRIVILEGE_ENABLED},
    };
    const struct se_token *token;

    with.privileges = privileges_in(&privileges, entries, ROWS(entries));
    token = created();
    ck_assert_uint_eq(token->present,
                      SE_PRIVILEGE_BIT(SE_TCB_PRIVILEGE) | SE_PRIVILEGE_BIT(SE_DEBUG_PRIVILEGE));
    ck_assert_uint_eq(token->enabled, SE_PRIVILEGE_BIT(SE_DEBUG_PRIVILEGE));
    ck_assert_uint_eq(token->enabled_by_default, SE_PRIVILEGE_BIT(SE_TCB_PRIVILEGE));
}
END_TEST

START_TEST(kernel_mode_needs_no_privilege)
{
    act_as(stage.client_thread);
    caller = stage.client_thread;
    srm_thread_set_kernel_mode(caller, true);
    with.groups = NULL;
    with.owner = NULL;
    with.primary_group = &group_entry;
    primary_group = sid_from_word("U");
    ck_assert_uint_eq(created()->body->count, 1);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/create_token");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_test(tcase, token_is_as_designed);
    tcase_add_test(tcase, one_privilege_is_asked_for);
    tcase_add_test(tcase, large_default_dacl_has_room);
    tcase_add_test(tcase, token_is_protected_as_asked);
    tcase_add_test(tcase, optional_parts_may_be_left_out);
    tcase_add_loop_test(tcase, unreadable_memory_is_an_access_violation, 0, ROWS(unreadable));
    tcase_add_test(tcase, missing_memory_is_an_access_violation);
    tcase_add_test(tcase, checks_come_in_order);
    tcase_add_loop_test(tcase, every_allocation_may_fail, 0, ROWS(allocations));
    tcase_add_loop_test(tcase, marked_group_is_the_integrity_level, 0, ROWS(labels));
    tcase_add_loop_test(tcase, owner_and_primary_group_are_in_the_token, 0, ROWS(owners));
    tcase_add_loop_test(tcase, logon_session_must_be_there, 0, ROWS(sessions));
    tcase_add_test(tcase, primary_token_records_a_level_that_exists);
    tcase_add_test(tcase, unknown_privilege_is_not_modelled);
    tcase_add_test(tcase, privileges_have_their_attributes);
    tcase_add_test(tcase, kernel_mode_needs_no_privilege);
    return suite_end();
}
