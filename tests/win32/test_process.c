/* CreateProcess, CreateProcessAsUser, CreateThread (IMP 4.6, 7.1; ACC T-27, T-35). */
#include "support/dacl_text.h"
#include "support/native_calls.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ntsrm/windows.h"
#include "rtl/luid.h"

static struct stage stage;
static PETHREAD caller; /* the client's */
static PROCESS_INFORMATION made;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    caller = stage.client_thread;
    act_as(caller);
    SetLastError(BEFORE);
    made = (PROCESS_INFORMATION){.hProcess = NULL};
}

static void close_stage(void)
{
    stage_close(&stage);
}

static BOOL create(BOOL inherit)
{
    return CreateProcessW(NULL, NULL, NULL, NULL, inherit, 0, NULL, NULL, NULL, &made);
}

static BOOL create_as(HANDLE token)
{
    return CreateProcessAsUserW(token, NULL, NULL, NULL, NULL, FALSE, 0, NULL, NULL, NULL, &made);
}

static PEPROCESS process_made(PETHREAD maker)
{
    return ob_handle_find(&maker->process->handles, made.hProcess)->object;
}

static PETHREAD thread_made(PETHREAD maker)
{
    return ob_handle_find(&maker->process->handles, made.hThread)->object;
}

START_TEST(process_gets_a_copy_of_its_makers_token)
{
    native_calls_watch(stage.w);
    ck_assert_done(create(FALSE));
    ck_assert_str_eq(native_calls(stage.w), "NtCreateUserProcess");
    ck_assert(rtl_luid_equal(process_made(caller)->token->copied_from, stage.alice->TokenId));
    ck_assert_uint_eq(made.dwProcessId, process_made(caller)->header.id);
    ck_assert_uint_eq(made.dwThreadId, thread_made(caller)->header.id);
    ck_assert_ptr_eq(thread_made(caller)->process, process_made(caller));
    ck_assert_uint_eq(granted_to(caller, made.hProcess), PROCESS_ALL_ACCESS);
    ck_assert_uint_eq(granted_to(caller, made.hThread), THREAD_ALL_ACCESS);
}
END_TEST

/* 7.1: what the thread impersonates does not matter. */
START_TEST(impersonation_stays_behind)
{
    struct se_token *bob = token_from(stage.w, (struct token_words){.user = BOB});

    ck_assert_status(PsImpersonateClient(caller, bob, TRUE, FALSE, SecurityIdentification),
                     STATUS_SUCCESS);
    ck_assert_done(create(FALSE));
    ck_assert(rtl_luid_equal(process_made(caller)->token->copied_from, stage.alice->TokenId));
    ck_assert_ptr_null(impersonated(thread_made(caller)));
    ck_assert_ptr_eq(impersonated(caller), bob);
    srm_release(bob);
}
END_TEST

START_TEST(handles_are_inherited)
{
    SECURITY_ATTRIBUTES inheritable = {.bInheritHandle = TRUE};

    ck_assert_done(
        CreateProcessA("program", NULL, &inheritable, NULL, _i, 0, NULL, NULL, NULL, &made));
    ck_assert_uint_eq(ob_handle_find(&stage.client->handles, made.hProcess)->attributes,
                      OBJ_INHERIT);
    ck_assert_uint_eq(ob_handle_find(&stage.client->handles, made.hThread)->attributes, 0);
    ck_assert_done(create(_i));
    ck_assert_uint_eq(process_made(caller)->handles.count, _i ? 1 : 0);
}
END_TEST

START_TEST(extended_attributes_are_not_modelled)
{
    ck_assert_refused(CreateProcessW(NULL, NULL, NULL, NULL, FALSE, EXTENDED_STARTUPINFO_PRESENT,
                                     NULL, NULL, NULL, &made),
                      ERROR_INVALID_FUNCTION);
    ck_assert_str_eq(srm_world_not_modelled(stage.w), "the attribute list of a STARTUPINFOEX");
}
END_TEST

START_TEST(pool_may_be_empty)
{
    const char *const allocations[] = {"Process", "Thread", "Token", "Handle"};

    srm_pool_fail(stage.w, allocations[_i], 1, false);
    ck_assert_refused(create(FALSE), ERROR_NO_SYSTEM_RESOURCES);
    ck_assert_ptr_null(made.hProcess);
    ck_assert_uint_eq(stage.client->handles.count, 0);
}
END_TEST

/* ---- CreateProcessAsUser ---- */

#define ASSIGN SE_PRIVILEGE_BIT(SE_ASSIGNPRIMARYTOKEN_PRIVILEGE)
#define QUOTA  SE_PRIVILEGE_BIT(SE_INCREASE_QUOTA_PRIVILEGE)

START_TEST(no_token_is_create_process)
{
    native_calls_watch(stage.w);
    ck_assert_done(create_as(NULL));
    ck_assert_str_eq(native_calls(stage.w), "NtCreateUserProcess");
    ck_assert_done(
        CreateProcessAsUserA(NULL, NULL, NULL, NULL, NULL, FALSE, 0, NULL, NULL, NULL, &made));
}
END_TEST

static const struct {
    ACCESS_MASK access;
    DWORD error;
    const char *calls;
} own_token[] = {
    {TOKEN_QUERY | TOKEN_ASSIGN_PRIMARY, 0, "NtQueryInformationToken NtCreateUserProcess"},
    {TOKEN_QUERY, ERROR_ACCESS_DENIED,
     "NtQueryInformationToken NtCreateUserProcess=STATUS_ACCESS_DENIED"},
    {TOKEN_ASSIGN_PRIMARY, ERROR_ACCESS_DENIED, "NtQueryInformationToken=STATUS_ACCESS_DENIED"},
};

START_TEST(own_token_needs_no_privilege)
{
    HANDLE token = handle_to(caller, stage.alice, own_token[_i].access);

    native_calls_watch(stage.w);
    ck_assert_int_eq(create_as(token), own_token[_i].error == 0);
    ck_assert_str_eq(native_calls(stage.w), own_token[_i].calls);
    ck_assert_uint_eq(GetLastError(), own_token[_i].error ? own_token[_i].error : BEFORE);
}
END_TEST

static const struct {
    const char *profile;
    TOKEN_TYPE type;
    ACCESS_MASK access;
    DWORD error;
} duplicating[] = {
    {"nt6.0", TokenPrimary, TOKEN_QUERY | TOKEN_ASSIGN_PRIMARY, ERROR_ACCESS_DENIED},
    {"nt6.0", TokenPrimary, TOKEN_QUERY | TOKEN_ASSIGN_PRIMARY | TOKEN_DUPLICATE, 0},
    {"nt6.0", TokenImpersonation, TOKEN_QUERY | TOKEN_ASSIGN_PRIMARY, ERROR_BAD_TOKEN_TYPE},
    {"nt6.1", TokenPrimary, TOKEN_QUERY | TOKEN_ASSIGN_PRIMARY, 0},
};

START_TEST(right_to_duplicate_was_needed_before_windows_7)
{
    struct srm_world *w = srm_world_new(duplicating[_i].profile);
    PETHREAD maker = thread_of(w, (struct token_words){.user = BOB, .on = ASSIGN | QUOTA});
    struct se_token *token = token_from(w, (struct token_words){.user = ALICE,
                                                                .type = duplicating[_i].type,
                                                                .level = SecurityImpersonation});

    act_as(maker);
    ck_assert_int_eq(create_as(handle_to(maker, token, duplicating[_i].access)),
                     duplicating[_i].error == 0);
    ck_assert_uint_eq(GetLastError(), duplicating[_i].error);
    srm_release(token);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}
END_TEST

START_TEST(restricted_version_of_the_own_token_needs_no_privilege)
{
    HANDLE token =
        handle_to(caller, stage.alice, TOKEN_QUERY | TOKEN_DUPLICATE | TOKEN_ASSIGN_PRIMARY);
    HANDLE restricted;

    ck_assert(CreateRestrictedToken(token, DISABLE_MAX_PRIVILEGE, 0, NULL, 0, NULL, 0, NULL,
                                    &restricted));
    ck_assert_done(create_as(restricted));
    ck_assert_uint_eq(process_made(caller)->token->present,
                      SE_PRIVILEGE_BIT(SE_CHANGE_NOTIFY_PRIVILEGE));
}
END_TEST

START_TEST(pseudo_handle_is_none)
{
    ck_assert_refused(create_as(GetCurrentProcessToken()), ERROR_INVALID_HANDLE);
    ck_assert_refused(create_as(GetCurrentProcess()), ERROR_INVALID_HANDLE);
}
END_TEST

static const struct {
    const char *why;
    uint64_t on, off;
    DWORD error;
} privileges[] = {
    {"both enabled", ASSIGN | QUOTA, 0, 0},
    {"both there", 0, ASSIGN | QUOTA, 0},
    {"one there", ASSIGN, QUOTA, 0},
    {"the other there", QUOTA, ASSIGN, 0},
    {"no quota", ASSIGN, 0, ERROR_PRIVILEGE_NOT_HELD},
    {"quota alone", QUOTA, 0, ERROR_PRIVILEGE_NOT_HELD},
    {"neither", 0, 0, ERROR_PRIVILEGE_NOT_HELD},
};

START_TEST(other_token_takes_two_privileges)
{
    PETHREAD maker = thread_of(
        stage.w,
        (struct token_words){.user = BOB, .on = privileges[_i].on, .off = privileges[_i].off});
    HANDLE token = handle_to(maker, stage.alice, TOKEN_QUERY | TOKEN_ASSIGN_PRIMARY);

    act_as(maker);
    SetLastError(BEFORE);
    ck_assert_msg(create_as(token) == (privileges[_i].error == 0), "%s", privileges[_i].why);
    ck_assert_uint_eq(GetLastError(), privileges[_i].error ? privileges[_i].error : BEFORE);
    ck_assert_ptr_null(impersonated(maker));
    ck_assert_uint_eq(maker->process->token->enabled & (ASSIGN | QUOTA), privileges[_i].on);
    ck_assert_uint_eq(maker->process->handles.count, privileges[_i].error ? 1 : 3);
    if (!privileges[_i].error)
        ck_assert(rtl_luid_equal(process_made(maker)->token->copied_from, stage.alice->TokenId));
}
END_TEST

/* The page forbids what it does not say the outcome of. */
START_TEST(handles_are_inherited_in_one_session_only)
{
    PETHREAD maker = stage.server_thread; /* session 0 */
    HANDLE token = handle_to(maker, _i ? stage.alice : stage.service, TOKEN_ALL_ACCESS);

    act_as(maker);
    ck_assert_int_eq(
        CreateProcessAsUserW(token, NULL, NULL, NULL, NULL, TRUE, 0, NULL, NULL, NULL, &made),
        _i == 0);
    ck_assert_uint_eq(GetLastError(), _i ? ERROR_INVALID_FUNCTION : 0);
    ck_assert((srm_world_not_modelled(stage.w) != NULL) == (_i != 0));
    ck_assert(create_as(token));
}
END_TEST

START_TEST(privileges_are_enabled_for_the_call_alone)
{
    PETHREAD maker = stage.server_thread; /* has them, disabled */
    HANDLE token = handle_to(maker, stage.alice, TOKEN_QUERY | TOKEN_ASSIGN_PRIMARY);

    act_as(maker);
    native_calls_watch(stage.w);
    ck_assert(create_as(token));
    ck_assert_str_eq(native_calls(stage.w),
                     "NtQueryInformationToken NtCreateUserProcess=STATUS_PRIVILEGE_NOT_HELD "
                     "NtOpenProcessToken NtDuplicateToken NtClose NtAdjustPrivilegesToken "
                     "NtOpenThreadToken=STATUS_NO_TOKEN NtSetInformationThread "
                     "NtCreateUserProcess NtSetInformationThread NtClose");
    ck_assert(!(stage.service->enabled & (ASSIGN | QUOTA)));
}
END_TEST

START_TEST(privileges_that_the_process_lacks_are_not_tried)
{
    PETHREAD maker = thread_of(stage.w, (struct token_words){.user = BOB, .on = ASSIGN});
    HANDLE token = handle_to(maker, stage.alice, TOKEN_QUERY | TOKEN_ASSIGN_PRIMARY);

    act_as(maker);
    native_calls_watch(stage.w);
    ck_assert(!create_as(token));
    ck_assert_str_eq(native_calls(stage.w),
                     "NtQueryInformationToken NtCreateUserProcess=STATUS_PRIVILEGE_NOT_HELD "
                     "NtOpenProcessToken NtDuplicateToken NtClose "
                     "NtAdjustPrivilegesToken=STATUS_NOT_ALL_ASSIGNED NtClose");
}
END_TEST

/*
 * The page: the function must be able to open the process's token with TOKEN_DUPLICATE and
 * TOKEN_IMPERSONATE. What it impersonates it opens as itself.
 */
START_TEST(process_token_is_opened_with_two_rights)
{
    PETHREAD maker = stage.server_thread;
    HANDLE token = handle_to(maker, stage.alice, TOKEN_QUERY | TOKEN_ASSIGN_PRIMARY);
    struct se_token *client =
        token_from(stage.w, (struct token_words){.user = ALICE,
                                                 .integrity = "System",
                                                 .type = TokenImpersonation,
                                                 .level = SecurityImpersonation});

    protect(&client->header, "(A;;GA;;;LS)");
    act_as(maker);
    ck_assert_status(PsImpersonateClient(maker, client, FALSE, FALSE, SecurityImpersonation),
                     STATUS_SUCCESS);
    protect(&stage.service->header, "(A;;0x2;;;U)");
    ck_assert_refused(create_as(token), ERROR_ACCESS_DENIED);
    protect(&stage.service->header, "(A;;0x6;;;U)");
    ck_assert(create_as(token));
    ck_assert_ptr_eq(impersonated(maker), client);
    ck_assert_uint_eq(maker->process->handles.count, 3);
    srm_release(client);
}
END_TEST

/* The privileges are those of the process, and then the thread acts for its client again. */
START_TEST(client_does_not_matter)
{
    PETHREAD maker = stage.server_thread;
    struct se_token *client =
        token_from(stage.w, (struct token_words){.like = "local-service",
                                                 .without = ASSIGN | QUOTA,
                                                 .type = TokenImpersonation,
                                                 .level = SecurityImpersonation});
    HANDLE token = handle_to(maker, stage.alice, TOKEN_QUERY | TOKEN_ASSIGN_PRIMARY);

    act_as(maker);
    ck_assert_status(PsImpersonateClient(maker, client, FALSE, FALSE, SecurityImpersonation),
                     STATUS_SUCCESS);
    ck_assert(create_as(token));
    ck_assert_ptr_eq(impersonated(maker), client);
    ck_assert_int_eq(maker->block->level, SecurityImpersonation);
    srm_release(client);
}
END_TEST

START_TEST(client_may_be_kept_from_the_process_token)
{
    PETHREAD maker = stage.server_thread;
    HANDLE token = handle_to(maker, stage.alice, TOKEN_QUERY | TOKEN_ASSIGN_PRIMARY);

    act_as(maker);
    ck_assert_status(PsImpersonateClient(maker, stage.alice, TRUE, FALSE, SecurityImpersonation),
                     STATUS_SUCCESS);
    ck_assert_refused(create_as(token), ERROR_ACCESS_DENIED);
    ck_assert_status(PsImpersonateClient(maker, stage.alice, TRUE, FALSE, SecurityAnonymous),
                     STATUS_SUCCESS);
    ck_assert_refused(create_as(token), ERROR_BAD_IMPERSONATION_LEVEL);
    ck_assert_ptr_eq(impersonated(maker), stage.alice);
}
END_TEST

static const struct {
    const char *profile;
    SECURITY_IMPERSONATION_LEVEL level;
    DWORD error;
} impersonation_tokens[] = {
    {"nt5.2", SecurityDelegation, ERROR_BAD_TOKEN_TYPE},
    {"nt6.0", SecurityImpersonation, ERROR_BAD_TOKEN_TYPE},
    {"nt6.1", SecurityImpersonation, 0},
    {"nt10.0", SecurityDelegation, 0},
    {"nt10.0", SecurityIdentification, ERROR_BAD_TOKEN_TYPE},
};

START_TEST(impersonation_token_came_with_windows_7)
{
    struct srm_world *w = srm_world_new(impersonation_tokens[_i].profile);
    PETHREAD maker = thread_of(w, (struct token_words){.user = BOB, .on = ASSIGN | QUOTA});
    struct se_token *token = token_from(
        w, (struct token_words){
               .user = ALICE, .type = TokenImpersonation, .level = impersonation_tokens[_i].level});

    act_as(maker);
    ck_assert_int_eq(create_as(handle_to(maker, token, TOKEN_ALL_ACCESS)),
                     impersonation_tokens[_i].error == 0);
    ck_assert_uint_eq(GetLastError(), impersonation_tokens[_i].error);
    srm_release(token);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}
END_TEST

/* ---- CreateThread ---- */

START_TEST(thread_impersonates_nobody)
{
    DWORD id;
    HANDLE thread;

    ck_assert(ImpersonateSelf(SecurityImpersonation));
    native_calls_watch(stage.w);
    thread = CreateThread(NULL, 0, NULL, NULL, CREATE_SUSPENDED, &id);
    ck_assert_str_eq(native_calls(stage.w), "NtCreateThreadEx");
    ck_assert_uint_eq(GetLastError(), BEFORE);
    ck_assert_uint_eq(GetThreadId(thread), id);
    ck_assert_uint_eq(granted_to(caller, thread), THREAD_ALL_ACCESS);
    made.hThread = thread;
    ck_assert_ptr_eq(thread_made(caller)->process, stage.client);
    ck_assert_ptr_null(impersonated(thread_made(caller)));
    ck_assert_ptr_nonnull(CreateThread(NULL, 0, NULL, NULL, 0, NULL));
}
END_TEST

START_TEST(thread_is_refused)
{
    SECURITY_ATTRIBUTES attributes = {.lpSecurityDescriptor = SRM_UNREADABLE};

    ck_assert_refused(CreateThread(&attributes, 0, NULL, NULL, 0, NULL), ERROR_NOACCESS);
    srm_pool_fail(stage.w, "Thread", 1, false);
    ck_assert_refused(CreateThread(NULL, 0, NULL, NULL, 0, NULL), ERROR_NO_SYSTEM_RESOURCES);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("win32/process");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_test(tcase, process_gets_a_copy_of_its_makers_token);
    tcase_add_test(tcase, impersonation_stays_behind);
    tcase_add_loop_test(tcase, handles_are_inherited, 0, 2);
    tcase_add_test(tcase, extended_attributes_are_not_modelled);
    tcase_add_loop_test(tcase, pool_may_be_empty, 0, 4);
    tcase_add_test(tcase, no_token_is_create_process);
    tcase_add_loop_test(tcase, own_token_needs_no_privilege, 0, ROWS(own_token));
    tcase_add_loop_test(tcase, right_to_duplicate_was_needed_before_windows_7, 0,
                        ROWS(duplicating));
    tcase_add_test(tcase, restricted_version_of_the_own_token_needs_no_privilege);
    tcase_add_test(tcase, pseudo_handle_is_none);
    tcase_add_loop_test(tcase, other_token_takes_two_privileges, 0, ROWS(privileges));
    tcase_add_loop_test(tcase, handles_are_inherited_in_one_session_only, 0, 2);
    tcase_add_test(tcase, privileges_are_enabled_for_the_call_alone);
    tcase_add_test(tcase, privileges_that_the_process_lacks_are_not_tried);
    tcase_add_test(tcase, process_token_is_opened_with_two_rights);
    tcase_add_test(tcase, client_does_not_matter);
    tcase_add_test(tcase, client_may_be_kept_from_the_process_token);
    tcase_add_loop_test(tcase, impersonation_token_came_with_windows_7, 0,
                        ROWS(impersonation_tokens));
    tcase_add_test(tcase, thread_impersonates_nobody);
    tcase_add_test(tcase, thread_is_refused);
    return suite_end();
}
