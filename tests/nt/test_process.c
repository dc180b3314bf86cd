/* New processes and threads, and the tokens they get (access-check.md T-9, T-27, T-35). */
#include "support/stage.h"
#include "support/suite.h"

static struct stage stage;
static PETHREAD caller;
static HANDLE process_handle, thread_handle;

static void act(PETHREAD thread)
{
    caller = thread;
    act_as(thread);
}

static void open_stage(void)
{
    stage_open(&stage, NULL);
    act(stage.client_thread);
    process_handle = thread_handle = NULL;
}

static void close_stage(void)
{
    stage_close(&stage);
}

static NTSTATUS create(HANDLE token, ULONG flags)
{
    PS_ATTRIBUTE_LIST list = {
        .TotalLength = sizeof list,
        .Attributes = {{.Attribute = PS_ATTRIBUTE_TOKEN,
                        .Size = sizeof token,
                        .Value = (uintptr_t)token}},
    };

    return NtCreateUserProcess(&process_handle, &thread_handle, MAXIMUM_ALLOWED, MAXIMUM_ALLOWED,
                               NULL, NULL, flags, 0, NULL, NULL, token ? &list : NULL);
}

static PEPROCESS child(void)
{
    return ob_handle_find(&caller->process->handles, process_handle)->object;
}

/* A token of the words, and a handle to it in the caller's process. */
static HANDLE handle_to_new(struct token_words words, ACCESS_MASK granted)
{
    struct se_token *token = token_from(stage.w, words);
    HANDLE handle = handle_to(caller, token, granted);

    ob_dereference(token);
    return handle;
}

START_TEST(child_gets_a_copy_of_the_primary_token)
{
    struct se_token *bob = token_from(stage.w, (struct token_words){.user = BOB});

    ps_thread_make_block(caller);
    ps_thread_impersonate(caller, (struct ps_impersonation){.token = bob,
                                                            .level = SecurityImpersonation});
    ck_assert_status(create(NULL, 0), STATUS_SUCCESS);
    ck_assert_ptr_ne(child()->token, stage.alice);
    ck_assert(rtl_sid_equal(se_token_user(child()->token), se_token_user(stage.alice)));
    ck_assert(rtl_sid_equal(&child()->header.descriptor->owner.Sid, se_token_user(stage.alice)));
    ck_assert(!child()->threads->impersonating);
    ck_assert_uint_eq(granted_to(caller, process_handle), PROCESS_ALL_ACCESS);
    ck_assert_uint_eq(granted_to(caller, thread_handle), THREAD_ALL_ACCESS);
}
END_TEST

/* The child has what its creator has, not only what is enabled. */
START_TEST(copy_is_whole)
{
    struct se_token *token = token_from(
        stage.w, (struct token_words){.user = ALICE,
                                      .off = SE_PRIVILEGE_BIT(SE_SHUTDOWN_PRIVILEGE)});

    ck_assert_status(create(handle_to(caller, token, TOKEN_ASSIGN_PRIMARY), 0), STATUS_SUCCESS);
    ck_assert_uint_eq(child()->token->present, token->present);
    ck_assert_uint_eq(child()->token->enabled, token->enabled);
    ob_dereference(token);
}
END_TEST

/* Both handles: as asked, generic rights mapped, with the attributes given. */
START_TEST(handles_have_what_is_asked_for)
{
    OBJECT_ATTRIBUTES inheritable = {.Length = sizeof inheritable, .Attributes = OBJ_INHERIT};
    OBJECT_ATTRIBUTES plain = {.Length = sizeof plain};

    ck_assert_status(NtCreateUserProcess(&process_handle, &thread_handle, PROCESS_TERMINATE,
                                         GENERIC_READ, &inheritable, &plain, 0, 0, NULL, NULL,
                                         NULL),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(granted_to(caller, process_handle), PROCESS_TERMINATE);
    ck_assert_uint_eq(granted_to(caller, thread_handle),
                      0x20048 | THREAD_QUERY_LIMITED_INFORMATION);
    ck_assert_uint_eq(ob_handle_find(&caller->process->handles, process_handle)->attributes,
                      OBJ_INHERIT);
    ck_assert_uint_eq(ob_handle_find(&caller->process->handles, thread_handle)->attributes, 0);
}
END_TEST

START_TEST(out_pointers_are_probed_first)
{
    OBJECT_ATTRIBUTES wrong = {.Length = 1};
    PHANDLE outs[] = {_i ? &process_handle : SRM_UNREADABLE, _i ? SRM_UNREADABLE : &thread_handle};

    ck_assert_status(NtCreateUserProcess(outs[0], outs[1], MAXIMUM_ALLOWED, MAXIMUM_ALLOWED, &wrong,
                                         NULL, 1, 0, NULL, NULL, NULL),
                     STATUS_ACCESS_VIOLATION);
    ck_assert_status(NtCreateThreadEx(SRM_UNREADABLE, THREAD_ALL_ACCESS, &wrong, NULL, NULL, NULL,
                                      0, 0, 0, 0, NULL),
                     STATUS_ACCESS_VIOLATION);
    ck_assert_ptr_null(process_handle);
}
END_TEST

static const struct {
    const char *why, *profile;
    struct token_words token;
    ACCESS_MASK granted;
    NTSTATUS status;
} tokens[] = {
    {"another user's", "nt10.0", {.user = BOB}, TOKEN_ALL_ACCESS, STATUS_PRIVILEGE_NOT_HELD},
    {"a sibling: same user, same session", "nt10.0", {.user = ALICE}, TOKEN_ASSIGN_PRIMARY,
     STATUS_SUCCESS},
    {"without the right", "nt10.0", {.user = ALICE}, TOKEN_ALL_ACCESS & ~TOKEN_ASSIGN_PRIMARY,
     STATUS_ACCESS_DENIED},
    {"an impersonation token", "nt10.0",
     {.user = ALICE, .type = TokenImpersonation, .level = SecurityImpersonation},
     TOKEN_ASSIGN_PRIMARY, STATUS_SUCCESS},
    {"one below the level", "nt10.0",
     {.user = ALICE, .type = TokenImpersonation, .level = SecurityIdentification},
     TOKEN_ASSIGN_PRIMARY, STATUS_BAD_TOKEN_TYPE},
    {"in Windows 7", "nt6.1",
     {.user = ALICE, .type = TokenImpersonation, .level = SecurityImpersonation},
     TOKEN_ASSIGN_PRIMARY, STATUS_SUCCESS},
    {"before Windows 7", "nt6.0",
     {.user = ALICE, .type = TokenImpersonation, .level = SecurityImpersonation},
     TOKEN_ASSIGN_PRIMARY, STATUS_BAD_TOKEN_TYPE},
};

START_TEST(token_for_the_child_is_judged)
{
    HANDLE token;

    stage_close(&stage);
    stage_open(&stage, tokens[_i].profile);
    act(stage.client_thread);
    token = handle_to_new(tokens[_i].token, tokens[_i].granted);
    ck_assert_status(create(token, 0), tokens[_i].status);
    if (NT_SUCCESS(tokens[_i].status)) {
        ck_assert_int_eq(child()->token->type, TokenPrimary);
        ck_assert_ptr_ne(child()->token, token_behind(caller, token));
    } else {
        ck_assert_ptr_null(process_handle);
    }
}
END_TEST

START_TEST(child_of_the_own_token_needs_no_privilege)
{
    struct se_token *token =
        token_from(stage.w, (struct token_words){.user = ALICE, .authentication = 0x77});

    ck_assert_status(create(handle_to(caller, token, TOKEN_ALL_ACCESS), 0),
                     STATUS_PRIVILEGE_NOT_HELD);
    token->ParentTokenId = stage.alice->TokenId;
    ck_assert_status(create(handle_to(caller, token, TOKEN_ALL_ACCESS), 0), STATUS_SUCCESS);
    ob_dereference(token);
}
END_TEST

static const struct {
    uint64_t privileges;
    NTSTATUS status;
} privileged[] = {
    {0, STATUS_PRIVILEGE_NOT_HELD},
    {SE_PRIVILEGE_BIT(SE_ASSIGNPRIMARYTOKEN_PRIVILEGE), STATUS_PRIVILEGE_NOT_HELD},
    {SE_PRIVILEGE_BIT(SE_INCREASE_QUOTA_PRIVILEGE), STATUS_PRIVILEGE_NOT_HELD},
    {SE_PRIVILEGE_BIT(SE_ASSIGNPRIMARYTOKEN_PRIVILEGE) |
         SE_PRIVILEGE_BIT(SE_INCREASE_QUOTA_PRIVILEGE),
     STATUS_SUCCESS},
};

START_TEST(unrelated_token_needs_both_privileges)
{
    act(thread_of(stage.w, (struct token_words){.user = "LocalService",
                                                .on = privileged[_i].privileges}));
    ck_assert_status(create(handle_to_new((struct token_words){.user = BOB}, TOKEN_ALL_ACCESS), 0),
                     privileged[_i].status);
}
END_TEST

START_TEST(child_is_in_the_job_of_its_creator)
{
    PEJOB job = srm_job_new(stage.w, 0);

    stage.client->job = ob_reference(job);
    ck_assert_status(create(NULL, 0), STATUS_SUCCESS);
    ck_assert_ptr_eq(child()->job, job);
    srm_release(job);
}
END_TEST

START_TEST(inheritable_handles_come_along)
{
    HANDLE kept = ob_handle_new(&stage.client->handles, stage.alice, TOKEN_QUERY, OBJ_INHERIT);
    HANDLE left = handle_to(caller, stage.alice, TOKEN_QUERY);

    ck_assert_status(create(NULL, PROCESS_CREATE_FLAGS_INHERIT_HANDLES), STATUS_SUCCESS);
    ck_assert_ptr_eq(ob_handle_find(&child()->handles, kept)->object, stage.alice);
    ck_assert_ptr_null(ob_handle_find(&child()->handles, left));
    ck_assert_uint_eq(child()->handles.count, 1);
    ck_assert_status(create(NULL, 0), STATUS_SUCCESS);
    ck_assert_uint_eq(child()->handles.count, 0);
}
END_TEST

START_TEST(other_attributes_are_not_modelled)
{
    PS_ATTRIBUTE_LIST list = {.TotalLength = sizeof list, .Attributes = {{.Attribute = 0x60000}}};

    ck_assert_status(NtCreateUserProcess(&process_handle, &thread_handle, MAXIMUM_ALLOWED,
                                         MAXIMUM_ALLOWED, NULL, NULL, 0, 0, NULL, NULL, &list),
                     STATUS_NOT_IMPLEMENTED);
    ck_assert_ptr_nonnull(srm_world_not_modelled(stage.w));
}
END_TEST

/* A list without attributes is shorter than the structure. */
START_TEST(only_the_list_that_is_there_is_read)
{
    SIZE_T *list = srm_alloc(stage.w, sizeof *list);

    *list = sizeof *list;
    ck_assert_status(NtCreateUserProcess(&process_handle, &thread_handle, MAXIMUM_ALLOWED,
                                         MAXIMUM_ALLOWED, NULL, NULL, 0, 0, NULL, NULL,
                                         (PPS_ATTRIBUTE_LIST)(void *)list),
                     STATUS_NOT_IMPLEMENTED);
    ck_assert_ptr_nonnull(srm_world_not_modelled(stage.w));
    srm_free(stage.w, list);
}
END_TEST

START_TEST(other_flags_are_not_modelled)
{
    ck_assert_status(create(NULL, PROCESS_CREATE_FLAGS_INHERIT_HANDLES | 1),
                     STATUS_NOT_IMPLEMENTED);
    ck_assert_ptr_nonnull(srm_world_not_modelled(stage.w));
    ck_assert_ptr_null(process_handle);
}
END_TEST

/* Whatever fails, nothing is left behind. */
START_TEST(every_allocation_can_fail)
{
    static const char *const order[] = {"Token", "Process", "Handle", "Thread"};
    size_t tokens_before = srm_world_alive(stage.w, "Token");

    ck_assert(srm_pool_fail(stage.w, order[_i], 1, false));
    ck_assert_status(create(NULL, 0), STATUS_INSUFFICIENT_RESOURCES);
    ck_assert_uint_eq(srm_world_alive(stage.w, "Token"), tokens_before);
    ck_assert_uint_eq(srm_world_alive(stage.w, "Process"), 2);
    ck_assert_uint_eq(stage.client->handles.count, 0);
    ck_assert_status(create(NULL, 0), STATUS_SUCCESS);
}
END_TEST

/* ---- threads ---- */

static NTSTATUS create_thread(HANDLE process)
{
    return NtCreateThreadEx(&thread_handle, THREAD_ALL_ACCESS, NULL, process, NULL, NULL, 0, 0, 0,
                            0, NULL);
}

START_TEST(new_threads_do_not_impersonate)
{
    struct se_token *bob = token_from(stage.w, (struct token_words){.user = BOB});
    PETHREAD made;

    ps_thread_make_block(caller);
    ps_thread_impersonate(caller, (struct ps_impersonation){.token = bob,
                                                            .level = SecurityImpersonation});
    ck_assert_status(create_thread(NtCurrentProcess()), STATUS_SUCCESS);
    made = ob_handle_find(&stage.client->handles, thread_handle)->object;
    ck_assert_ptr_eq(made->process, stage.client);
    ck_assert(!made->impersonating);
    ck_assert(rtl_sid_equal(&made->header.descriptor->owner.Sid, se_token_user(stage.alice)));
}
END_TEST

START_TEST(new_threads_can_be_run_as)
{
    PETHREAD made;

    ck_assert_status(create_thread(NtCurrentProcess()), STATUS_SUCCESS);
    made = srm_thread_by_id(stage.w, (uint32_t)stage.client_thread->next->header.id);
    ck_assert_ptr_eq(made, stage.client_thread->next);
    ck_assert_ptr_null(srm_thread_by_id(stage.w, 1));
    act_as(made);
    ck_assert_ptr_eq(PsGetCurrentThread(), made);
    ObDereferenceObject(made);
    ck_assert_uint_eq(srm_references(made), 2); /* the world's and the handle's */
    act_as(caller);
}
END_TEST

START_TEST(thread_needs_a_process_that_runs)
{
    HANDLE process = handle_to(caller, stage.server, PROCESS_ALL_ACCESS & ~PROCESS_CREATE_THREAD);

    ck_assert_status(create_thread(NULL), STATUS_INVALID_HANDLE);
    ck_assert_status(create_thread(NtCurrentThread()), STATUS_OBJECT_TYPE_MISMATCH);
    ck_assert_status(create_thread(process), STATUS_ACCESS_DENIED);
    process = handle_to(caller, stage.server, PROCESS_CREATE_THREAD);
    ps_process_exit(stage.server, STATUS_SUCCESS);
    ck_assert_status(create_thread(process), STATUS_PROCESS_IS_TERMINATING);
    ck_assert(srm_pool_fail(stage.w, "Thread", 1, false));
    ck_assert_status(create_thread(NtCurrentProcess()), STATUS_INSUFFICIENT_RESOURCES);
    ck_assert_ptr_null(thread_handle);
}
END_TEST

int main(void)
{
    TCase *tests = suite_begin("nt/process");

    tcase_add_checked_fixture(tests, open_stage, close_stage);
    tcase_add_test(tests, child_gets_a_copy_of_the_primary_token);
    tcase_add_test(tests, copy_is_whole);
    tcase_add_test(tests, handles_have_what_is_asked_for);
    tcase_add_loop_test(tests, out_pointers_are_probed_first, 0, 2);
    tcase_add_loop_test(tests, token_for_the_child_is_judged, 0, ROWS(tokens));
    tcase_add_test(tests, child_of_the_own_token_needs_no_privilege);
    tcase_add_loop_test(tests, unrelated_token_needs_both_privileges, 0, ROWS(privileged));
    tcase_add_test(tests, child_is_in_the_job_of_its_creator);
    tcase_add_test(tests, inheritable_handles_come_along);
    tcase_add_test(tests, other_attributes_are_not_modelled);
    tcase_add_test(tests, only_the_list_that_is_there_is_read);
    tcase_add_test(tests, other_flags_are_not_modelled);
    tcase_add_loop_test(tests, every_allocation_can_fail, 0, 4);
    tcase_add_test(tests, new_threads_do_not_impersonate);
    tcase_add_test(tests, new_threads_can_be_run_as);
    tcase_add_test(tests, thread_needs_a_process_that_runs);
    return suite_end();
}
