/* LogonUser, and the tokens that it makes (ACC T-3, T-13, O-29; IMP-C10, IMP-C18). */
#include "support/native_calls.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ntsrm/windows.h"
#include "rtl/luid.h"
#include "se/accounts.h"

#include <string.h>

#define CAROL "S-1-5-21-1-2-3-1003"

static struct stage stage;
static PETHREAD caller; /* the server's: LocalService */
static HANDLE made;

static void new_account(const char *name, const char *like, const char *user)
{
    const char *problem;

    ck_assert(srm_account_new(stage.w,
                              &(struct srm_account_options){.name = name,
                                                            .password = "secret",
                                                            .token = {.like = like, .user = user}},
                              &problem));
    ck_assert_ptr_null(problem);
}

static void open_world(const char *profile)
{
    stage_open(&stage, profile);
    caller = stage.server_thread;
    SetLastError(BEFORE);
    made = NULL;
    new_account("bob", "user", BOB);
    new_account("carol", "administrator", CAROL);
    new_account("Administrator", "administrator", "S-1-5-21-1-2-3-500");
}

static void open_stage(void)
{
    open_world(NULL);
}

static void close_stage(void)
{
    stage_close(&stage);
}

static BOOL log_on(const char *name, DWORD type)
{
    return LogonUserA(name, ".", "secret", type, LOGON32_PROVIDER_DEFAULT, &made);
}

static const struct se_token *token(void)
{
    return token_behind(caller, made);
}

/* -1 if the SID is not in the token */
static int64_t attributes_in(const struct se_token *in, const char *name)
{
    SE_SID sid;

    ck_assert(rtl_sid_from_name(name, strlen(name), &sid));
    for (uint32_t i = 0; i < in->body->count; i++)
        if (rtl_sid_equal(&in->body->sids[i].Sid, &sid.Sid))
            return in->attributes->values[i];
    return -1;
}

/* The sub-authorities X and Y of S-1-5-5-X-Y. */
static const SID *logon_sid_of(const struct se_token *in)
{
    const SID *found = NULL;

    for (uint32_t i = 1; i < in->body->count; i++) {
        if (!(in->attributes->values[i] & SE_GROUP_LOGON_ID))
            continue;
        ck_assert_ptr_null(found);
        ck_assert_uint_eq(in->attributes->values[i], 0xC0000007u);
        found = &in->body->sids[i].Sid;
        ck_assert_uint_eq(found->SubAuthorityCount, 3);
        ck_assert_uint_eq(rtl_sid_sub_authority(found, 0), SECURITY_LOGON_IDS_RID);
    }
    ck_assert_ptr_nonnull(found);
    return found;
}

static const struct {
    DWORD type;
    TOKEN_TYPE token;
    const char *group;
} kinds[] = {
    {LOGON32_LOGON_INTERACTIVE, TokenPrimary, "Interactive"},
    {LOGON32_LOGON_NETWORK, TokenImpersonation, "Network"},
    {LOGON32_LOGON_BATCH, TokenPrimary, "Batch"},
    {LOGON32_LOGON_SERVICE, TokenPrimary, "Service"},
    {LOGON32_LOGON_UNLOCK, TokenPrimary, "Interactive"},
    {LOGON32_LOGON_NETWORK_CLEARTEXT, TokenPrimary, "Network"},
};

START_TEST(kind_of_logon_shows_in_the_token)
{
    static const char *const groups[] = {"Interactive", "Network", "Batch", "Service"};

    ck_assert_done(log_on("bob", kinds[_i].type));
    ck_assert_int_eq(token()->type, kinds[_i].token);
    if (token()->type == TokenImpersonation)
        ck_assert_int_eq(token()->level, SecurityImpersonation);
    for (size_t i = 0; i < 4; i++)
        ck_assert_int_eq(attributes_in(token(), groups[i]),
                         strcmp(groups[i], kinds[_i].group) == 0 ? 7 : -1);
    ck_assert_int_eq(attributes_in(token(), "Users"), 7);
    ck_assert_uint_eq(granted_to(caller, made), TOKEN_ALL_ACCESS);
    ck_assert_uint_eq(token()->SessionId, stage.service->SessionId);
    ck_assert_int_eq(token()->elevation, TokenElevationTypeDefault);
    ck_assert_int_eq(memcmp(token()->source.SourceName, "Advapi  ", TOKEN_SOURCE_LENGTH), 0);
}
END_TEST

START_TEST(each_logon_is_a_session_of_its_own)
{
    const struct se_token *first;

    ck_assert_done(log_on("bob", LOGON32_LOGON_INTERACTIVE));
    first = token();
    ck_assert_done(log_on("bob", LOGON32_LOGON_INTERACTIVE));
    ck_assert(!rtl_luid_equal(first->AuthenticationId, token()->AuthenticationId));
    ck_assert(!rtl_luid_equal(first->TokenId, token()->TokenId));
    ck_assert(!rtl_sid_equal(logon_sid_of(first), logon_sid_of(token())));
    ck_assert(rtl_luid_equal(token()->session->origin, stage.service->AuthenticationId));
    ck_assert(rtl_luid_equal(token()->OriginatingLogonSession, stage.service->AuthenticationId));
}
END_TEST

START_TEST(network_logon_may_have_no_origin)
{
    ck_assert(srm_world_set_policy(stage.w, "network-logon-origin", "zero"));
    ck_assert_done(log_on("bob", LOGON32_LOGON_NETWORK));
    ck_assert(rtl_luid_is_zero(token()->OriginatingLogonSession));
    ck_assert_done(log_on("bob", LOGON32_LOGON_BATCH));
    ck_assert(!rtl_luid_is_zero(token()->OriginatingLogonSession));
}
END_TEST

/* ---- who can log on ---- */

static const struct {
    const char *name, *password;
    DWORD type, provider, error;
} attempts[] = {
    {"bob", "secret", LOGON32_LOGON_BATCH, LOGON32_PROVIDER_WINNT50, 0},
    {"bob", "secret", LOGON32_LOGON_BATCH, LOGON32_PROVIDER_WINNT40, 0},
    {"bob", "secret", LOGON32_LOGON_BATCH, LOGON32_PROVIDER_WINNT35, 0},
    {"BOB", "secret", LOGON32_LOGON_BATCH, 0, 0},
    {"bob@example.com", "secret", LOGON32_LOGON_BATCH, 0, 0},
    {"DOMAIN\\bob", "secret", LOGON32_LOGON_BATCH, 0, 0},
    {"bobby", "secret", LOGON32_LOGON_BATCH, 0, ERROR_LOGON_FAILURE},
    {"bo", "secret", LOGON32_LOGON_BATCH, 0, ERROR_LOGON_FAILURE},
    {"", "secret", LOGON32_LOGON_BATCH, 0, ERROR_LOGON_FAILURE},
    {NULL, "secret", LOGON32_LOGON_BATCH, 0, ERROR_LOGON_FAILURE},
    {"bob", "Secret", LOGON32_LOGON_BATCH, 0, ERROR_LOGON_FAILURE},
    {"bob", "", LOGON32_LOGON_BATCH, 0, ERROR_LOGON_FAILURE},
    {"bob", NULL, LOGON32_LOGON_BATCH, 0, ERROR_LOGON_FAILURE},
    {"bob", "secret", 0, 0, ERROR_INVALID_PARAMETER},
    {"bob", "secret", 6, 0, ERROR_INVALID_PARAMETER},
    {"bob", "secret", 10, 0, ERROR_INVALID_PARAMETER},
    {"bob", "secret", LOGON32_LOGON_BATCH, 5, ERROR_INVALID_PARAMETER},
    {"nobody", "", LOGON32_LOGON_BATCH, 5, ERROR_INVALID_PARAMETER},
    {"bob", "secret", LOGON32_LOGON_BATCH, LOGON32_PROVIDER_VIRTUAL, ERROR_INVALID_FUNCTION},
    {"x", "", LOGON32_LOGON_NEW_CREDENTIALS, LOGON32_PROVIDER_WINNT40, ERROR_INVALID_PARAMETER},
    {"x", "", LOGON32_LOGON_NEW_CREDENTIALS, LOGON32_PROVIDER_WINNT50, 0},
    {"x", "", LOGON32_LOGON_NEW_CREDENTIALS, LOGON32_PROVIDER_DEFAULT, ERROR_INVALID_PARAMETER},
    {"x@y", "", LOGON32_LOGON_NEW_CREDENTIALS, LOGON32_PROVIDER_DEFAULT, 0},
};

static WCHAR *widen(const char *text, WCHAR *wide)
{
    size_t length = text ? strlen(text) : 0;

    for (size_t i = 0; text && i <= length; i++)
        wide[i] = (WCHAR)text[i];
    return text ? wide : NULL;
}

START_TEST(credentials_are_checked)
{
    DWORD error = attempts[_i].error;
    WCHAR name[64], password[64];
    BOOL expected = error == 0;

    ck_assert_int_eq(LogonUserA(attempts[_i].name, NULL, attempts[_i].password, attempts[_i].type,
                                attempts[_i].provider, &made),
                     expected);
    ck_assert_uint_eq(GetLastError(), error ? error : BEFORE);
    ck_assert((made != NULL) == expected);
    ck_assert_int_eq(LogonUserW(widen(attempts[_i].name, name), NULL,
                                widen(attempts[_i].password, password), attempts[_i].type,
                                attempts[_i].provider, &made),
                     expected);
    ck_assert_uint_eq(stage.server->handles.count, expected ? 2 : 0);
    ck_assert((srm_world_not_modelled(stage.w) != NULL) == (error == ERROR_INVALID_FUNCTION));
}
END_TEST

static const struct {
    const char *profile, *domain;
    DWORD type, provider, error;
} providers[] = {
    {"nt5.0sp4", ".", LOGON32_LOGON_NEW_CREDENTIALS, LOGON32_PROVIDER_DEFAULT,
     ERROR_INVALID_PARAMETER},
    {"nt5.0sp4", ".", LOGON32_LOGON_NEW_CREDENTIALS, LOGON32_PROVIDER_WINNT50, 0},
    {"nt5.1sp2", ".", LOGON32_LOGON_NEW_CREDENTIALS, LOGON32_PROVIDER_DEFAULT, 0},
    {"nt10.0", "", LOGON32_LOGON_NEW_CREDENTIALS, LOGON32_PROVIDER_DEFAULT, 0},
    {"nt10.0", ".", LOGON32_LOGON_NEW_CREDENTIALS, LOGON32_PROVIDER_WINNT40,
     ERROR_INVALID_PARAMETER},
    {"nt5.2", NULL, LOGON32_LOGON_BATCH, LOGON32_PROVIDER_VIRTUAL, ERROR_INVALID_PARAMETER},
    {"nt6.0", NULL, LOGON32_LOGON_BATCH, LOGON32_PROVIDER_VIRTUAL, ERROR_INVALID_FUNCTION},
};

START_TEST(providers_came_with_versions)
{
    open_world(providers[_i].profile);
    caller = thread_of(
        stage.w, (struct token_words){.user = ALICE, .on = SE_PRIVILEGE_BIT(SE_TCB_PRIVILEGE)});
    act_as(caller);
    SetLastError(BEFORE);
    ck_assert_int_eq(LogonUserA("bob", providers[_i].domain, "secret", providers[_i].type,
                                providers[_i].provider, &made),
                     providers[_i].error == 0);
    ck_assert_uint_eq(GetLastError(), providers[_i].error ? providers[_i].error : BEFORE);
    ck_assert((srm_world_not_modelled(stage.w) != NULL) ==
              (providers[_i].error == ERROR_INVALID_FUNCTION));
    close_stage();
}
END_TEST

/* A string may stand anywhere. */
START_TEST(names_may_be_misaligned)
{
    static unsigned char memory[4 * sizeof(WCHAR) + 1], secret[7 * sizeof(WCHAR) + 1];

    memcpy(memory + 1, L"bob", 4 * sizeof(WCHAR));
    memcpy(secret + 1, L"secret", 7 * sizeof(WCHAR));
    ck_assert(LogonUserW((LPCWSTR)(const void *)(memory + 1), NULL,
                         (LPCWSTR)(const void *)(secret + 1), LOGON32_LOGON_BATCH, 0, &made));
}
END_TEST

START_TEST(names_are_utf_8)
{
    const char *problem;

    ck_assert(srm_account_new(
        stage.w,
        &(struct srm_account_options){.name = "ren\xC3\xA9\xE2\x82\xAC\xF0\x9F\x90\xA7",
                                      .token = {.like = "user", .user = CAROL}},
        &problem));
    ck_assert(LogonUserW(L"ren\x00E9\x20AC\x1F427", NULL, NULL, LOGON32_LOGON_BATCH, 0, &made));
    ck_assert(LogonUserA("ren\xC3\xA9\xE2\x82\xAC\xF0\x9F\x90\xA7", NULL, NULL, LOGON32_LOGON_BATCH,
                         0, &made));
}
END_TEST

START_TEST(endless_names_are_nobodys)
{
    static CHAR narrow[2000];
    static WCHAR wide[2000];

    memset(narrow, 'a', sizeof narrow - 1);
    for (size_t i = 0; i + 1 < sizeof wide / sizeof *wide; i++)
        wide[i] = L'a';
    ck_assert_refused(LogonUserA(narrow, NULL, NULL, LOGON32_LOGON_BATCH, 0, &made),
                      ERROR_LOGON_FAILURE);
    ck_assert_refused(LogonUserW(wide, NULL, NULL, LOGON32_LOGON_BATCH, 0, &made),
                      ERROR_LOGON_FAILURE);
}
END_TEST

START_TEST(pool_may_be_empty)
{
    const char *const allocations[] = {"Token", "Handle"};

    srm_pool_fail(stage.w, allocations[_i], 1, false);
    ck_assert_refused(log_on("carol", LOGON32_LOGON_INTERACTIVE), ERROR_NO_SYSTEM_RESOURCES);
    ck_assert_uint_eq(stage.server->handles.count, 0);
}
END_TEST

/* ---- Windows 2000 ---- */

static const struct {
    const char *profile, *why;
    uint64_t process, client; /* privileges */
    BOOL impersonates, allowed;
} tcb[] = {
    {"nt5.0", "nobody has it", 0, 0, FALSE, FALSE},
    {"nt5.0sp4", "nobody has it", 0, 0, FALSE, FALSE},
    {"nt5.1sp2", "nobody needs it", 0, 0, FALSE, TRUE},
    {"nt5.0", "the process has it", SE_PRIVILEGE_BIT(SE_TCB_PRIVILEGE), 0, FALSE, TRUE},
    {"nt5.0", "the process has it", SE_PRIVILEGE_BIT(SE_TCB_PRIVILEGE), 0, TRUE, TRUE},
    {"nt5.0", "the client has it", 0, SE_PRIVILEGE_BIT(SE_TCB_PRIVILEGE), TRUE, TRUE},
    {"nt5.0", "the client lacks it too", 0, 0, TRUE, FALSE},
};

START_TEST(windows_2000_asks_for_tcb)
{
    struct se_token *client;

    open_world(tcb[_i].profile);
    caller = thread_of(stage.w, (struct token_words){.user = ALICE, .on = tcb[_i].process});
    act_as(caller);
    SetLastError(BEFORE);
    client = token_from(stage.w, (struct token_words){.user = ALICE, .on = tcb[_i].client});
    if (tcb[_i].impersonates)
        ck_assert_status(PsImpersonateClient(caller, client, TRUE, FALSE, SecurityImpersonation),
                         STATUS_SUCCESS);
    ck_assert_msg(log_on("bob", LOGON32_LOGON_BATCH) == tcb[_i].allowed, "%s", tcb[_i].why);
    ck_assert_uint_eq(GetLastError(), tcb[_i].allowed ? BEFORE : ERROR_PRIVILEGE_NOT_HELD);
    srm_release(client);
    close_stage();
}
END_TEST

/* ---- administrators ---- */

START_TEST(administrator_is_split)
{
    const struct se_token *full;

    ck_assert_done(log_on("carol", LOGON32_LOGON_INTERACTIVE));
    full = token()->session->linked;
    ck_assert_ptr_nonnull(full);
    ck_assert_ptr_eq(full->session->linked, token());
    ck_assert(!rtl_luid_equal(full->AuthenticationId, token()->AuthenticationId));
    ck_assert(rtl_sid_equal(logon_sid_of(full), logon_sid_of(token())));
    ck_assert(rtl_luid_equal(full->OriginatingLogonSession, token()->OriginatingLogonSession));

    ck_assert_int_eq(token()->elevation, TokenElevationTypeLimited);
    ck_assert(!token()->elevated && token()->filtered);
    ck_assert_uint_eq(token()->integrity, SECURITY_MANDATORY_MEDIUM_RID);
    ck_assert_int_eq(attributes_in(token(), "Administrators"), SE_GROUP_USE_FOR_DENY_ONLY);
    ck_assert_uint_eq(token()->owner, 0);
    ck_assert_uint_eq(token()->present & ~(SE_PRIVILEGE_BIT(SE_CHANGE_NOTIFY_PRIVILEGE) |
                                           SE_PRIVILEGE_BIT(SE_SHUTDOWN_PRIVILEGE) |
                                           SE_PRIVILEGE_BIT(SE_UNDOCK_PRIVILEGE) |
                                           SE_PRIVILEGE_BIT(SE_INC_WORKING_SET_PRIVILEGE) |
                                           SE_PRIVILEGE_BIT(SE_TIME_ZONE_PRIVILEGE)),
                      0);
    ck_assert_uint_eq((token()->enabled | token()->enabled_by_default) & ~token()->present, 0);

    ck_assert_int_eq(full->elevation, TokenElevationTypeFull);
    ck_assert(full->elevated && !full->filtered);
    ck_assert_uint_eq(full->integrity, SECURITY_MANDATORY_HIGH_RID);
    ck_assert_int_eq(attributes_in(full, "Administrators"), 15);
    ck_assert(full->present & SE_PRIVILEGE_BIT(SE_DEBUG_PRIVILEGE));
}
END_TEST

START_TEST(groups_that_make_an_administrator_are_for_denials)
{
    static const struct srm_group groups[] = {
        {"BackupOperators", 7 | SE_GROUP_OWNER},
        {"RemoteDesktopUsers", 7},
    };
    const char *problem;

    ck_assert(srm_account_new(stage.w,
                              &(struct srm_account_options){
                                  .name = "dave",
                                  .password = "secret",
                                  .token = {.like = "administrator",
                                            .user = "S-1-5-21-1-2-3-1004",
                                            .groups = groups,
                                            .group_count = 2},
                              },
                              &problem));
    ck_assert_done(log_on("dave", LOGON32_LOGON_INTERACTIVE));
    ck_assert_int_eq(attributes_in(token(), "Administrators"), SE_GROUP_USE_FOR_DENY_ONLY);
    ck_assert_int_eq(attributes_in(token(), "BackupOperators"), SE_GROUP_USE_FOR_DENY_ONLY);
    ck_assert_int_eq(attributes_in(token(), "RemoteDesktopUsers"), 7);
    ck_assert_int_eq(attributes_in(token()->session->linked, "BackupOperators"),
                     7 | SE_GROUP_OWNER);
}
END_TEST

static const struct {
    const char *profile, *name;
    DWORD type;
} unsplit[] = {
    {"nt10.0", "carol", LOGON32_LOGON_NETWORK},
    {"nt10.0", "carol", LOGON32_LOGON_BATCH},
    {"nt6.0", "carol", LOGON32_LOGON_SERVICE},
    {"nt10.0", "Administrator", LOGON32_LOGON_UNLOCK},
    {"nt5.2", "carol", LOGON32_LOGON_BATCH},
    {"nt5.2", "carol", LOGON32_LOGON_INTERACTIVE},
    {"nt6.0", "Administrator", LOGON32_LOGON_INTERACTIVE},
};

START_TEST(administrators_are_split_since_vista)
{
    open_world("nt6.0");
    ck_assert_done(log_on("carol", LOGON32_LOGON_INTERACTIVE));
    ck_assert_ptr_nonnull(token()->session->linked);
    close_stage();
}
END_TEST

START_TEST(administrator_is_whole)
{
    open_world(unsplit[_i].profile);
    ck_assert_done(log_on(unsplit[_i].name, unsplit[_i].type));
    ck_assert_ptr_null(token()->session->linked);
    ck_assert_int_eq(token()->elevation, TokenElevationTypeDefault);
    ck_assert_uint_eq(token()->integrity, SECURITY_MANDATORY_HIGH_RID);
    ck_assert_int_eq(attributes_in(token(), "Administrators"), 15);
    close_stage();
}
END_TEST

/* ---- new credentials ---- */

START_TEST(new_credentials_clone_the_caller)
{
    ck_assert_done(log_on("whoever", LOGON32_LOGON_NEW_CREDENTIALS));
    ck_assert(rtl_sid_equal(se_token_user(token()), se_token_user(stage.service)));
    ck_assert_uint_eq(token()->body->count, stage.service->body->count);
    ck_assert_int_eq(token()->type, TokenPrimary);
    ck_assert(!rtl_luid_equal(token()->AuthenticationId, stage.service->AuthenticationId));
    ck_assert(rtl_luid_equal(token()->session->id, token()->AuthenticationId));
    ck_assert(rtl_luid_equal(token()->session->origin, stage.service->AuthenticationId));
    ck_assert_ptr_nonnull(token()->header.descriptor);
    ck_assert(rtl_luid_equal(token()->OriginatingLogonSession, stage.service->AuthenticationId));
}
END_TEST

START_TEST(new_credentials_clone_what_the_thread_impersonates)
{
    ck_assert_status(PsImpersonateClient(caller, stage.alice, TRUE, FALSE, SecurityImpersonation),
                     STATUS_SUCCESS);
    ck_assert_done(log_on("whoever", LOGON32_LOGON_NEW_CREDENTIALS));
    ck_assert(rtl_sid_equal(se_token_user(token()), se_token_user(stage.alice)));
    made = NULL;
    ck_assert_status(PsImpersonateClient(caller, stage.alice, TRUE, FALSE, SecurityIdentification),
                     STATUS_SUCCESS);
    ck_assert_refused(log_on("whoever", LOGON32_LOGON_NEW_CREDENTIALS),
                      ERROR_BAD_IMPERSONATION_LEVEL);
    ck_assert_ptr_null(made);
}
END_TEST

/* ---- what one does with it ---- */

/* 3.4 G5: who logged the user on may impersonate it without a privilege. */
START_TEST(origin_lets_the_thread_impersonate)
{
    PETHREAD plain = thread_of(stage.w, (struct token_words){.user = ALICE});

    act_as(caller = plain);
    ck_assert(log_on("bob", LOGON32_LOGON_INTERACTIVE));
    ck_assert(ImpersonateLoggedOnUser(made));
    ck_assert_int_eq(plain->block->level, SecurityImpersonation);
    ck_assert(rtl_luid_equal(impersonated(plain)->copied_from, token()->TokenId));
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("win32/logon");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, kind_of_logon_shows_in_the_token, 0, ROWS(kinds));
    tcase_add_test(tcase, each_logon_is_a_session_of_its_own);
    tcase_add_test(tcase, network_logon_may_have_no_origin);
    tcase_add_loop_test(tcase, credentials_are_checked, 0, ROWS(attempts));
    tcase_add_test(tcase, names_may_be_misaligned);
    tcase_add_test(tcase, names_are_utf_8);
    tcase_add_test(tcase, endless_names_are_nobodys);
    tcase_add_loop_test(tcase, pool_may_be_empty, 0, 2);
    tcase_add_test(tcase, administrator_is_split);
    tcase_add_test(tcase, groups_that_make_an_administrator_are_for_denials);
    tcase_add_test(tcase, new_credentials_clone_the_caller);
    tcase_add_test(tcase, new_credentials_clone_what_the_thread_impersonates);
    tcase_add_test(tcase, origin_lets_the_thread_impersonate);
    tcase = suite_add("versions");
    tcase_add_loop_test(tcase, providers_came_with_versions, 0, ROWS(providers));
    tcase_add_loop_test(tcase, windows_2000_asks_for_tcb, 0, ROWS(tcb));
    tcase_add_test(tcase, administrators_are_split_since_vista);
    tcase_add_loop_test(tcase, administrator_is_whole, 0, ROWS(unsplit));
    return suite_end();
}
