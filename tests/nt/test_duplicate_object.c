/* NtDuplicateObject, and what handles carry (access-check.md A-73, C-19). */
#include "support/stage.h"
#include "support/suite.h"

#include "ob/handles.h"

static struct stage stage;
static PETHREAD caller;
static HANDLE server_process; /* with PROCESS_DUP_HANDLE, in the client */
static HANDLE copied;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    caller = stage.client_thread;
    act_as(caller);
    server_process = handle_to(caller, stage.server, PROCESS_DUP_HANDLE);
    copied = NULL;
}

static void close_stage(void)
{
    stage_close(&stage);
}

static const struct ob_handle *entry(PETHREAD thread, HANDLE handle)
{
    return ob_handle_find(&thread->process->handles, handle);
}

static NTSTATUS copy_own(HANDLE handle, ACCESS_MASK desired, ULONG options)
{
    return NtDuplicateObject(NtCurrentProcess(), handle, NtCurrentProcess(), &copied, desired, 0,
                             options);
}

START_TEST(copy_lands_in_the_target_process)
{
    HANDLE source = handle_to(caller, stage.alice, TOKEN_QUERY | TOKEN_DUPLICATE);

    ck_assert_status(NtDuplicateObject(NtCurrentProcess(), source, server_process, &copied,
                                       TOKEN_QUERY, OBJ_INHERIT, 0),
                     STATUS_SUCCESS);
    ck_assert_ptr_eq(token_behind(stage.server_thread, copied), stage.alice);
    ck_assert_uint_eq(granted_to(stage.server_thread, copied), TOKEN_QUERY);
    ck_assert_uint_eq(entry(stage.server_thread, copied)->attributes, OBJ_INHERIT);
    ck_assert_ptr_nonnull(entry(caller, source));
}
END_TEST

static const struct {
    const char *why;
    ACCESS_MASK granted, desired;
    ULONG options;
    NTSTATUS status;
    ACCESS_MASK result;
} rights[] = {
    {"fewer", TOKEN_QUERY | TOKEN_DUPLICATE, TOKEN_QUERY, 0, STATUS_SUCCESS, TOKEN_QUERY},
    {"none", TOKEN_QUERY, 0, 0, STATUS_SUCCESS, 0},
    {"the same", TOKEN_QUERY, 0, DUPLICATE_SAME_ACCESS, STATUS_SUCCESS, TOKEN_QUERY},
    {"more, which the token grants", TOKEN_QUERY, TOKEN_ALL_ACCESS, 0, STATUS_SUCCESS,
     TOKEN_ALL_ACCESS},
    {"more, which it does not", TOKEN_QUERY, SYNCHRONIZE, 0, STATUS_ACCESS_DENIED, 0},
    {"generic", TOKEN_QUERY, GENERIC_READ, 0, STATUS_SUCCESS,
     READ_CONTROL | TOKEN_DUPLICATE | TOKEN_QUERY | TOKEN_QUERY_SOURCE},
    {"all that is allowed", TOKEN_QUERY, MAXIMUM_ALLOWED, 0, STATUS_SUCCESS, TOKEN_ALL_ACCESS},
    {"security", TOKEN_ALL_ACCESS, ACCESS_SYSTEM_SECURITY, 0, STATUS_PRIVILEGE_NOT_HELD, 0},
    {"an option that does not exist", TOKEN_QUERY, 0, 0x10, STATUS_INVALID_PARAMETER, 0},
};

START_TEST(rights_of_the_copy)
{
    HANDLE source = handle_to(caller, stage.alice, rights[_i].granted);

    ck_assert_status(copy_own(source, rights[_i].desired, rights[_i].options), rights[_i].status);
    if (NT_SUCCESS(rights[_i].status))
        ck_assert_uint_eq(granted_to(caller, copied), rights[_i].result);
    else
        ck_assert_ptr_null(copied);
}
END_TEST

/* More rights are a matter of the target process, not of the calling one. */
START_TEST(target_process_is_judged)
{
    HANDLE source = handle_to(caller, stage.alice, TOKEN_QUERY);

    ck_assert_status(NtDuplicateObject(NtCurrentProcess(), source, server_process, &copied,
                                       TOKEN_DUPLICATE, 0, 0),
                     STATUS_ACCESS_DENIED);
}
END_TEST

/* ... and of whom the calling thread impersonates, if it does. */
START_TEST(client_of_the_calling_thread_is_judged)
{
    struct se_token *bob = token_from(
        stage.w, (struct token_words){
                     .user = BOB, .type = TokenImpersonation, .level = SecurityImpersonation});
    HANDLE source = handle_to(caller, stage.alice, TOKEN_QUERY);

    ps_thread_make_block(caller);
    ps_thread_impersonate(caller, (struct ps_impersonation){.token = bob,
                                                            .level = SecurityImpersonation});
    ck_assert_status(copy_own(source, TOKEN_DUPLICATE, 0), STATUS_ACCESS_DENIED);
    ck_assert_status(copy_own(source, TOKEN_QUERY, 0), STATUS_SUCCESS);
    ps_thread_revert(caller);
}
END_TEST

START_TEST(no_rights_upgrade_sticks)
{
    HANDLE source = handle_to(caller, stage.alice, TOKEN_QUERY | TOKEN_DUPLICATE), locked;

    ck_assert_status(copy_own(source, TOKEN_QUERY, DUPLICATE_NO_RIGHTS_UPGRADE), STATUS_SUCCESS);
    locked = copied;
    ck_assert_status(copy_own(locked, TOKEN_DUPLICATE, 0), STATUS_ACCESS_DENIED);
    ck_assert_status(copy_own(locked, TOKEN_QUERY, 0), STATUS_SUCCESS);
    ck_assert_status(copy_own(copied, TOKEN_DUPLICATE, 0), STATUS_ACCESS_DENIED);
}
END_TEST

static const struct {
    const char *profile;
    NTSTATUS status;
} upgrades[] = {
    {"nt6.1", STATUS_SUCCESS},
    {"nt6.2", STATUS_ACCESS_DENIED},
};

START_TEST(no_rights_upgrade_came_with_windows_8)
{
    HANDLE source;

    stage_close(&stage);
    stage_open(&stage, upgrades[_i].profile);
    caller = stage.client_thread;
    act_as(caller);
    source = ob_handle_new(&stage.client->handles, stage.alice, TOKEN_QUERY, OB_NO_RIGHTS_UPGRADE);
    ck_assert_status(copy_own(source, TOKEN_DUPLICATE, 0), upgrades[_i].status);
}
END_TEST

START_TEST(attributes_of_the_copy)
{
    HANDLE source = ob_handle_new(&stage.client->handles, stage.alice, TOKEN_QUERY, OBJ_INHERIT);

    ck_assert_status(copy_own(source, 0, DUPLICATE_SAME_ACCESS | DUPLICATE_SAME_ATTRIBUTES),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(entry(caller, copied)->attributes, OBJ_INHERIT);
    ck_assert_status(copy_own(source, 0, DUPLICATE_SAME_ACCESS), STATUS_SUCCESS);
    ck_assert_uint_eq(entry(caller, copied)->attributes, 0);
}
END_TEST

START_TEST(source_is_closed_even_if_the_call_fails)
{
    HANDLE source = handle_to(caller, stage.alice, TOKEN_QUERY);

    ck_assert_status(copy_own(source, SYNCHRONIZE, DUPLICATE_CLOSE_SOURCE), STATUS_ACCESS_DENIED);
    ck_assert_ptr_null(entry(caller, source));
}
END_TEST

START_TEST(without_a_target_the_source_is_only_closed)
{
    HANDLE source = handle_to(caller, stage.alice, TOKEN_QUERY);
    uint32_t before = stage.client->handles.count;

    ck_assert_status(NtDuplicateObject(NtCurrentProcess(), source, NULL, NULL, 0, 0,
                                       DUPLICATE_CLOSE_SOURCE),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(stage.client->handles.count, before - 1);
    ck_assert_status(NtDuplicateObject(NtCurrentProcess(), source, NULL, NULL, 0, 0,
                                       DUPLICATE_CLOSE_SOURCE),
                     STATUS_INVALID_HANDLE);
}
END_TEST

START_TEST(without_a_target_there_must_be_something_to_close)
{
    HANDLE source = handle_to(caller, stage.alice, TOKEN_QUERY);

    ck_assert_status(
        NtDuplicateObject(NtCurrentProcess(), source, NULL, &copied, 0, 0, DUPLICATE_SAME_ACCESS),
        STATUS_INVALID_PARAMETER);
    ck_assert_ptr_null(copied);
    ck_assert_ptr_nonnull(entry(caller, source));
}
END_TEST

/* The pseudo handle of a process is that of the process where it is used. */
START_TEST(pseudo_handles_become_real_ones)
{
    ck_assert_status(copy_own(NtCurrentThread(), 0, DUPLICATE_SAME_ACCESS), STATUS_SUCCESS);
    ck_assert_ptr_eq(entry(caller, copied)->object, caller);
    ck_assert_uint_eq(granted_to(caller, copied), THREAD_ALL_ACCESS);
    ck_assert_status(NtDuplicateObject(server_process, NtCurrentProcess(), NtCurrentProcess(),
                                       &copied, 0, 0,
                                       DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE),
                     STATUS_SUCCESS);
    ck_assert_ptr_eq(entry(caller, copied)->object, stage.server);
    ck_assert_uint_eq(granted_to(caller, copied), PROCESS_ALL_ACCESS);
}
END_TEST

/* What a thread may do to itself was a matter of its descriptor in Server 2003 (T-27). */
START_TEST(server_2003_gives_no_more_to_a_thread_than_its_descriptor)
{
    stage_close(&stage);
    stage_open(&stage, "nt5.2");
    caller = stage.client_thread;
    act_as(caller);
    ob_set_descriptor(&caller->header,
                      se_token_default_descriptor(stage.service, stage.service->integrity));
    ck_assert_status(copy_own(NtCurrentThread(), 0, DUPLICATE_SAME_ACCESS), STATUS_SUCCESS);
    ck_assert_uint_eq(granted_to(caller, copied), 0);
    ck_assert_status(copy_own(NtCurrentProcess(), 0, DUPLICATE_SAME_ACCESS), STATUS_SUCCESS);
    ck_assert_uint_eq(granted_to(caller, copied), PROCESS_ALL_ACCESS & ~0xF000u);
}
END_TEST

START_TEST(checks_come_in_order)
{
    HANDLE from = NULL, to = (HANDLE)(uintptr_t)0x4000, source = NULL, *out = SRM_UNREADABLE;
    ULONG options = 0x10, attributes = 1;
    ACCESS_MASK desired = SYNCHRONIZE;

#define COPY NtDuplicateObject(from, source, to, out, desired, attributes, options)
    ck_assert(srm_pool_fail(stage.w, "any", 1, true));
    ck_assert_status(COPY, STATUS_ACCESS_VIOLATION);
    out = &copied;
    ck_assert_status(COPY, STATUS_INVALID_PARAMETER);
    options = 0;
    ck_assert_status(COPY, STATUS_INVALID_PARAMETER);
    attributes = 0;
    ck_assert_status(COPY, STATUS_INVALID_HANDLE);
    from = NtCurrentThread();
    ck_assert_status(COPY, STATUS_OBJECT_TYPE_MISMATCH);
    from = handle_to(caller, stage.client, PROCESS_ALL_ACCESS & ~PROCESS_DUP_HANDLE);
    ck_assert_status(COPY, STATUS_ACCESS_DENIED);
    from = NtCurrentProcess();
    ck_assert_status(COPY, STATUS_INVALID_HANDLE);
    to = handle_to(caller, stage.server, PROCESS_ALL_ACCESS & ~PROCESS_DUP_HANDLE);
    ck_assert_status(COPY, STATUS_ACCESS_DENIED);
    to = NtCurrentProcess();
    ck_assert_status(COPY, STATUS_INVALID_HANDLE);
    source = handle_to(caller, stage.alice, TOKEN_QUERY);
    ck_assert_status(COPY, STATUS_ACCESS_DENIED);
    desired = TOKEN_QUERY;
    ck_assert_status(COPY, STATUS_INSUFFICIENT_RESOURCES);
    ck_assert_ptr_null(copied);
    ck_assert(srm_pool_fail(stage.w, "any", 0, false));
    ck_assert_status(COPY, STATUS_SUCCESS);
#undef COPY
}
END_TEST

START_TEST(ended_processes_take_and_give_nothing)
{
    HANDLE source = handle_to(caller, stage.alice, TOKEN_QUERY);

    ps_process_exit(stage.server, STATUS_SUCCESS);
    ck_assert_status(NtDuplicateObject(NtCurrentProcess(), source, server_process, &copied,
                                       TOKEN_QUERY, 0, 0),
                     STATUS_PROCESS_IS_TERMINATING);
    ck_assert_status(NtDuplicateObject(server_process, source, NtCurrentProcess(), &copied,
                                       TOKEN_QUERY, 0, 0),
                     STATUS_PROCESS_IS_TERMINATING);
}
END_TEST

/* What full rights to information or memory bring with them (T-20, T-21). */
static const struct {
    const char *profile;
    bool thread;
    ACCESS_MASK desired, granted;
} implied[] = {
    {"nt10.0", false, PROCESS_QUERY_INFORMATION,
     PROCESS_QUERY_INFORMATION | PROCESS_QUERY_LIMITED_INFORMATION},
    {"nt5.2", false, PROCESS_QUERY_INFORMATION, PROCESS_QUERY_INFORMATION},
    {"nt6.0", false, PROCESS_QUERY_INFORMATION,
     PROCESS_QUERY_INFORMATION | PROCESS_QUERY_LIMITED_INFORMATION},
    {"nt10.0", false, PROCESS_VM_OPERATION | PROCESS_VM_WRITE,
     PROCESS_VM_OPERATION | PROCESS_VM_WRITE | PROCESS_QUERY_LIMITED_INFORMATION},
    {"nt6.2", false, PROCESS_VM_OPERATION | PROCESS_VM_WRITE,
     PROCESS_VM_OPERATION | PROCESS_VM_WRITE},
    {"nt10.0", false, PROCESS_VM_WRITE, PROCESS_VM_WRITE},
    {"nt10.0", false, PROCESS_VM_OPERATION, PROCESS_VM_OPERATION},
    {"nt10.0", true, THREAD_QUERY_INFORMATION,
     THREAD_QUERY_INFORMATION | THREAD_QUERY_LIMITED_INFORMATION},
    {"nt10.0", true, THREAD_SET_INFORMATION,
     THREAD_SET_INFORMATION | THREAD_SET_LIMITED_INFORMATION},
    {"nt6.0", true, THREAD_SET_INFORMATION,
     THREAD_SET_INFORMATION | THREAD_SET_LIMITED_INFORMATION},
    {"nt5.2", true, THREAD_SET_INFORMATION, THREAD_SET_INFORMATION},
};

START_TEST(rights_that_come_along)
{
    stage_close(&stage);
    stage_open(&stage, implied[_i].profile);
    caller = stage.client_thread;
    act_as(caller);
    ck_assert_status(copy_own(implied[_i].thread ? NtCurrentThread() : NtCurrentProcess(),
                              implied[_i].desired, 0),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(granted_to(caller, copied), implied[_i].granted);
}
END_TEST

/* Kernel handles are those of no process. */
START_TEST(kernel_handles_are_for_the_kernel)
{
    HANDLE handle;

    ck_assert_status(ZwOpenProcessTokenEx(NtCurrentProcess(), TOKEN_QUERY, OBJ_KERNEL_HANDLE,
                                          &handle),
                     STATUS_SUCCESS);
    ck_assert_int_lt((intptr_t)handle, 0);
    ck_assert_uint_eq(stage.client->handles.count, 1);
    ck_assert_status(NtClose(handle), STATUS_INVALID_HANDLE);
    ck_assert_status(ZwClose(handle), STATUS_SUCCESS);
    ck_assert_status(ZwClose(handle), STATUS_INVALID_HANDLE);
    ck_assert_status(NtOpenProcessTokenEx(NtCurrentProcess(), TOKEN_QUERY, OBJ_KERNEL_HANDLE,
                                          &handle),
                     STATUS_SUCCESS);
    ck_assert_status(NtClose(handle), STATUS_SUCCESS);
}
END_TEST

static HANDLE kernel_handle(void)
{
    HANDLE handle = NULL;

    ck_assert_status(
        ZwOpenProcessTokenEx(NtCurrentProcess(), TOKEN_QUERY, OBJ_KERNEL_HANDLE, &handle),
        STATUS_SUCCESS);
    return handle;
}

/* From kernel mode a kernel handle can be the old one, and the new one. */
START_TEST(kernel_handles_are_copied_from_kernel_mode)
{
    HANDLE source = kernel_handle(), back;

    ck_assert_status(copy_own(source, 0, DUPLICATE_SAME_ACCESS), STATUS_INVALID_HANDLE);
    ck_assert_status(ZwDuplicateObject(NtCurrentProcess(), source, server_process, &copied, 0, 0,
                                       DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE),
                     STATUS_SUCCESS);
    ck_assert_ptr_eq(token_behind(stage.server_thread, copied), stage.alice);
    ck_assert_status(ZwClose(source), STATUS_INVALID_HANDLE);
    ck_assert_status(ZwDuplicateObject(server_process, copied, server_process, &back, 0,
                                       OBJ_KERNEL_HANDLE, DUPLICATE_SAME_ACCESS),
                     STATUS_SUCCESS);
    ck_assert_int_lt((intptr_t)back, 0);
    ck_assert_uint_eq(stage.server->handles.count, 1);
    ck_assert_status(ZwClose(back), STATUS_SUCCESS);
}
END_TEST

START_TEST(attributes_of_the_source_say_nothing_of_the_table)
{
    HANDLE source = handle_to(caller, stage.alice, TOKEN_QUERY);

    ck_assert_status(ZwDuplicateObject(NtCurrentProcess(), source, NtCurrentProcess(), &copied, 0,
                                       OBJ_KERNEL_HANDLE,
                                       DUPLICATE_SAME_ACCESS | DUPLICATE_SAME_ATTRIBUTES),
                     STATUS_SUCCESS);
    ck_assert_ptr_nonnull(entry(caller, copied));
}
END_TEST

/* Kernel mode is granted more rights without a check, unless it wants one. */
static const struct {
    ULONG attributes;
    NTSTATUS status;
} forced[] = {
    {0, STATUS_SUCCESS},
    {OBJ_FORCE_ACCESS_CHECK, STATUS_ACCESS_DENIED},
};

START_TEST(kernel_mode_can_want_the_check)
{
    HANDLE source = handle_to(caller, stage.service, TOKEN_QUERY);

    ck_assert_status(ZwDuplicateObject(NtCurrentProcess(), source, NtCurrentProcess(), &copied,
                                       TOKEN_DUPLICATE, forced[_i].attributes, 0),
                     forced[_i].status);
}
END_TEST

/* ---- NtClose ---- */

START_TEST(closing_a_pseudo_handle_does_nothing)
{
    ck_assert_status(NtClose(NtCurrentProcess()), STATUS_SUCCESS);
    ck_assert_status(NtClose(NtCurrentThread()), STATUS_SUCCESS);
    ck_assert_status(NtClose(NtCurrentProcessToken()), STATUS_SUCCESS);
    ck_assert_status(NtClose(NtCurrentThreadToken()), STATUS_SUCCESS);
    ck_assert_status(NtClose(NtCurrentThreadEffectiveToken()), STATUS_SUCCESS);
    ck_assert_status(NtClose(NTSRM_HANDLE(-3)), STATUS_INVALID_HANDLE);
    ck_assert_status(NtClose(NTSRM_HANDLE(-7)), STATUS_INVALID_HANDLE);
}
END_TEST

static const struct {
    const char *profile;
    NTSTATUS status;
} pseudo_tokens[] = {
    {"nt6.1", STATUS_INVALID_HANDLE},
    {"nt6.2", STATUS_SUCCESS},
};

START_TEST(pseudo_tokens_came_with_windows_8)
{
    stage_close(&stage);
    stage_open(&stage, pseudo_tokens[_i].profile);
    act_as(stage.client_thread);
    ck_assert_status(NtClose(NtCurrentThread()), STATUS_SUCCESS);
    ck_assert_status(NtClose(NtCurrentThreadToken()), pseudo_tokens[_i].status);
}
END_TEST

int main(void)
{
    TCase *tests = suite_begin("nt/duplicate_object");

    tcase_add_checked_fixture(tests, open_stage, close_stage);
    tcase_add_test(tests, copy_lands_in_the_target_process);
    tcase_add_loop_test(tests, rights_of_the_copy, 0, ROWS(rights));
    tcase_add_test(tests, target_process_is_judged);
    tcase_add_test(tests, client_of_the_calling_thread_is_judged);
    tcase_add_test(tests, no_rights_upgrade_sticks);
    tcase_add_loop_test(tests, no_rights_upgrade_came_with_windows_8, 0, ROWS(upgrades));
    tcase_add_test(tests, attributes_of_the_copy);
    tcase_add_test(tests, source_is_closed_even_if_the_call_fails);
    tcase_add_test(tests, without_a_target_the_source_is_only_closed);
    tcase_add_test(tests, without_a_target_there_must_be_something_to_close);
    tcase_add_test(tests, pseudo_handles_become_real_ones);
    tcase_add_test(tests, server_2003_gives_no_more_to_a_thread_than_its_descriptor);
    tcase_add_test(tests, checks_come_in_order);
    tcase_add_test(tests, ended_processes_take_and_give_nothing);
    tcase_add_loop_test(tests, rights_that_come_along, 0, ROWS(implied));
    tcase_add_test(tests, kernel_handles_are_for_the_kernel);
    tcase_add_test(tests, kernel_handles_are_copied_from_kernel_mode);
    tcase_add_test(tests, attributes_of_the_source_say_nothing_of_the_table);
    tcase_add_loop_test(tests, kernel_mode_can_want_the_check, 0, ROWS(forced));
    tcase_add_test(tests, closing_a_pseudo_handle_does_nothing);
    tcase_add_loop_test(tests, pseudo_tokens_came_with_windows_8, 0, ROWS(pseudo_tokens));
    return suite_end();
}
