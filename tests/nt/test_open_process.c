/* NtOpenProcess and NtOpenThread, and the pseudo handles of tokens (impersonation.md 5.1). */
#include "support/stage.h"
#include "support/suite.h"

#include "nt/open.h"

static struct stage stage;
static PETHREAD caller;
static HANDLE opened;
static OBJECT_ATTRIBUTES attributes;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    caller = stage.client_thread;
    act_as(caller);
    opened = NULL;
    attributes = (OBJECT_ATTRIBUTES){.Length = sizeof attributes};
}

static void close_stage(void)
{
    stage_close(&stage);
}

static HANDLE id_of(const void *object)
{
    return (HANDLE)(uintptr_t)((const struct ob_header *)object)->id;
}

static CLIENT_ID ids(const void *process, const void *thread)
{
    return (CLIENT_ID){
        .UniqueProcess = process ? id_of(process) : NULL,
        .UniqueThread = thread ? id_of(thread) : NULL,
    };
}

static NTSTATUS open_process(CLIENT_ID id, ACCESS_MASK desired)
{
    return NtOpenProcess(&opened, desired, &attributes, &id);
}

static NTSTATUS open_thread(CLIENT_ID id, ACCESS_MASK desired)
{
    return NtOpenThread(&opened, desired, &attributes, &id);
}

START_TEST(ids_lead_to_objects)
{
    ck_assert_status(open_process(ids(stage.client, NULL), PROCESS_TERMINATE), STATUS_SUCCESS);
    ck_assert_uint_eq(granted_to(caller, opened), PROCESS_TERMINATE);
    ck_assert_status(open_process(ids(stage.client, caller), PROCESS_TERMINATE), STATUS_SUCCESS);
    ck_assert_status(open_process(ids(NULL, caller), PROCESS_TERMINATE), STATUS_SUCCESS);
    ck_assert_status(open_thread(ids(NULL, caller), THREAD_ALL_ACCESS), STATUS_SUCCESS);
    ck_assert_uint_eq(granted_to(caller, opened), THREAD_ALL_ACCESS);
    ck_assert_status(open_thread(ids(stage.client, caller), THREAD_TERMINATE), STATUS_SUCCESS);
}
END_TEST

START_TEST(wrong_ids_lead_nowhere)
{
    ck_assert_status(open_process(ids(caller, NULL), PROCESS_TERMINATE), STATUS_INVALID_CID);
    ck_assert_status(open_process(ids(stage.server, caller), PROCESS_TERMINATE),
                     STATUS_INVALID_CID);
    ck_assert_status(open_thread(ids(NULL, NULL), THREAD_TERMINATE), STATUS_INVALID_CID);
    ck_assert_status(open_thread(ids(stage.client, stage.server), THREAD_TERMINATE),
                     STATUS_INVALID_CID);
    ck_assert_status(open_thread(ids(stage.server, caller), THREAD_TERMINATE), STATUS_INVALID_CID);
    ps_process_exit(stage.server, STATUS_SUCCESS);
    ck_assert_status(open_process(ids(stage.server, NULL), PROCESS_TERMINATE), STATUS_INVALID_CID);
    ck_assert_ptr_null(opened);
}
END_TEST

START_TEST(descriptor_decides_without_the_privilege)
{
    ck_assert_status(open_process(ids(stage.server, NULL), PROCESS_QUERY_LIMITED_INFORMATION),
                     STATUS_ACCESS_DENIED);
    ck_assert_status(open_thread(ids(NULL, stage.server_thread), THREAD_QUERY_LIMITED_INFORMATION),
                     STATUS_ACCESS_DENIED);
}
END_TEST

static const struct {
    ACCESS_MASK desired, granted;
} debugging[] = {
    {PROCESS_VM_READ, PROCESS_VM_READ},
    {MAXIMUM_ALLOWED, PROCESS_ALL_ACCESS},
    {ACCESS_SYSTEM_SECURITY, ACCESS_SYSTEM_SECURITY},
    {GENERIC_ALL, PROCESS_ALL_ACCESS},
};

START_TEST(debug_privilege_opens_everything)
{
    caller = thread_of(stage.w, (struct token_words){
                                    .user = BOB,
                                    .on = SE_PRIVILEGE_BIT(SE_DEBUG_PRIVILEGE),
                                });
    act_as(caller);
    ck_assert(srm_pool_fail(stage.w, "Handle", 1, false));
    ck_assert_status(open_process(ids(stage.client, NULL), debugging[_i].desired),
                     STATUS_INSUFFICIENT_RESOURCES);
    ck_assert_status(open_process(ids(stage.client, NULL), debugging[_i].desired), STATUS_SUCCESS);
    ck_assert_uint_eq(granted_to(caller, opened), debugging[_i].granted);
}
END_TEST

/* Whom the caller impersonates is judged, also for the privilege. */
START_TEST(effective_token_is_judged)
{
    struct se_token *bob = token_from(
        stage.w, (struct token_words){.user = BOB, .type = TokenImpersonation});

    act_as(caller = thread_of(stage.w, (struct token_words){
                                           .user = ALICE,
                                           .on = SE_PRIVILEGE_BIT(SE_DEBUG_PRIVILEGE),
                                       }));
    ps_thread_make_block(caller);
    ps_thread_impersonate(caller, (struct ps_impersonation){.token = bob,
                                                            .level = SecurityImpersonation});
    ck_assert_status(open_process(ids(stage.client, NULL), PROCESS_VM_READ), STATUS_ACCESS_DENIED);
    ps_thread_revert(caller);
    ck_assert_status(open_process(ids(stage.client, NULL), PROCESS_VM_READ), STATUS_SUCCESS);
}
END_TEST

START_TEST(disabled_debug_privilege_opens_nothing)
{
    caller = thread_of(stage.w, (struct token_words){
                                    .user = BOB,
                                    .off = SE_PRIVILEGE_BIT(SE_DEBUG_PRIVILEGE),
                                });
    act_as(caller);
    ck_assert_status(open_process(ids(stage.client, NULL), PROCESS_VM_READ), STATUS_ACCESS_DENIED);
}
END_TEST

START_TEST(checks_come_in_order)
{
    UNICODE_STRING name = {.Length = 0};
    CLIENT_ID id = ids(caller, NULL), *given = SRM_UNREADABLE;
    HANDLE *out = SRM_UNREADABLE;

#define OPEN NtOpenProcess(out, SYNCHRONIZE | PROCESS_TERMINATE, &attributes, given)
    attributes.Length--;
    ck_assert_status(OPEN, STATUS_ACCESS_VIOLATION);
    out = &opened;
    ck_assert_status(OPEN, STATUS_INVALID_PARAMETER);
    attributes = (OBJECT_ATTRIBUTES){.Length = sizeof attributes, .Attributes = 1};
    ck_assert_status(OPEN, STATUS_INVALID_PARAMETER);
    attributes.Attributes = 0;
    ck_assert_status(OPEN, STATUS_ACCESS_VIOLATION);
    attributes.ObjectName = &name;
    given = &id;
    ck_assert_status(OPEN, STATUS_INVALID_PARAMETER_MIX);
    attributes.ObjectName = NULL;
    given = NULL;
    ck_assert_status(OPEN, STATUS_INVALID_PARAMETER_MIX);
    given = &id;
    ck_assert_status(OPEN, STATUS_INVALID_CID);
    id = ids(stage.client, NULL);
    ck_assert_status(OPEN, STATUS_SUCCESS);
    attributes.ObjectName = &name;
    given = NULL;
    ck_assert_status(OPEN, STATUS_INVALID_PARAMETER_MIX);
#undef OPEN
}
END_TEST

static const struct {
    const char *profile;
    bool by_id;
    NTSTATUS status;
} names[] = {
    {"nt5.2", false, STATUS_NOT_IMPLEMENTED},
    {"nt5.2", true, STATUS_INVALID_PARAMETER_MIX},
    {"nt6.0", false, STATUS_INVALID_PARAMETER_MIX},
    {"nt6.0", true, STATUS_INVALID_PARAMETER_MIX},
};

START_TEST(names_were_there_before_vista)
{
    UNICODE_STRING name = {.Length = 0};
    CLIENT_ID id;

    stage_close(&stage);
    stage_open(&stage, names[_i].profile);
    act_as(stage.client_thread);
    id = ids(stage.client, NULL);
    attributes.ObjectName = &name;
    ck_assert_status(NtOpenProcess(&opened, PROCESS_TERMINATE, &attributes,
                                   names[_i].by_id ? &id : NULL),
                     names[_i].status);
    ck_assert_int_eq(srm_world_not_modelled(stage.w) != NULL,
                     names[_i].status == STATUS_NOT_IMPLEMENTED);
    ck_assert_ptr_null(opened);
}
END_TEST

START_TEST(kernel_mode_opens_everything)
{
    CLIENT_ID id = ids(stage.server, NULL);

    ck_assert_status(ZwOpenProcess(&opened, PROCESS_ALL_ACCESS, &attributes, &id), STATUS_SUCCESS);
    ck_assert_uint_eq(granted_to(caller, opened), PROCESS_ALL_ACCESS);
}
END_TEST

START_TEST(kernel_mode_can_want_the_check)
{
    CLIENT_ID id = ids(stage.server, NULL);

    attributes.Attributes = OBJ_FORCE_ACCESS_CHECK;
    ck_assert_status(ZwOpenProcess(&opened, PROCESS_TERMINATE, &attributes, &id),
                     STATUS_ACCESS_DENIED);
    id = ids(stage.client, NULL);
    ck_assert_status(ZwOpenProcess(&opened, ACCESS_SYSTEM_SECURITY, &attributes, &id),
                     STATUS_PRIVILEGE_NOT_HELD);
    ck_assert_status(ZwOpenProcess(&opened, PROCESS_TERMINATE, &attributes, &id), STATUS_SUCCESS);
}
END_TEST

/* Most attributes are about names, and so do nothing here. */
static const ULONG known[] = {
    OBJ_INHERIT,       OBJ_PERMANENT,          OBJ_EXCLUSIVE,
    OBJ_OPENIF,        OBJ_OPENLINK,           OBJ_CASE_INSENSITIVE,
    OBJ_KERNEL_HANDLE, OBJ_FORCE_ACCESS_CHECK, OBJ_IGNORE_IMPERSONATED_DEVICEMAP,
    OBJ_DONT_REPARSE,
};

START_TEST(attributes_that_exist_are_taken)
{
    attributes.Attributes = known[_i];
    ck_assert_status(open_process(ids(stage.client, NULL), PROCESS_TERMINATE), STATUS_SUCCESS);
    attributes.Attributes |= 0x2000;
    ck_assert_status(open_process(ids(stage.client, NULL), PROCESS_TERMINATE),
                     STATUS_INVALID_PARAMETER);
}
END_TEST

/* ---- pseudo handles ---- */

static NTSTATUS duplicate(HANDLE handle)
{
    return NtDuplicateToken(handle, 0, NULL, FALSE, TokenPrimary, &opened);
}

START_TEST(pseudo_tokens_can_only_be_queried)
{
    ck_assert_status(duplicate(NtCurrentProcessToken()), STATUS_INVALID_HANDLE);
    ck_assert_status(duplicate(NtCurrentThreadEffectiveToken()), STATUS_INVALID_HANDLE);
    ck_assert_status(duplicate(NtCurrentThreadToken()), STATUS_NO_TOKEN);
    ck_assert_status(NtOpenProcessToken(NtCurrentProcessToken(), TOKEN_QUERY, &opened),
                     STATUS_INVALID_HANDLE);
    ck_assert_ptr_null(opened);
}
END_TEST

START_TEST(pseudo_tokens_lead_to_the_tokens_of_now)
{
    struct se_token *bob = token_from(
        stage.w, (struct token_words){.user = BOB, .type = TokenImpersonation});
    struct nt_found found;

#define FIND(handle) nt_find_object(caller, handle, &se_token_type, &found)
    ck_assert_status(FIND(NtCurrentThreadEffectiveToken()), STATUS_SUCCESS);
    ck_assert_ptr_eq(found.object, stage.alice);
    ps_thread_make_block(caller);
    ps_thread_impersonate(caller, (struct ps_impersonation){.token = bob,
                                                            .level = SecurityAnonymous});
    ck_assert_status(FIND(NtCurrentThreadEffectiveToken()), STATUS_SUCCESS);
    ck_assert_ptr_eq(found.object, bob);
    ck_assert_status(FIND(NtCurrentThreadToken()), STATUS_SUCCESS);
    ck_assert_ptr_eq(found.object, bob);
    ck_assert_status(FIND(NtCurrentProcessToken()), STATUS_SUCCESS);
    ck_assert_ptr_eq(found.object, stage.alice);
    ck_assert_uint_eq(found.granted, TOKEN_QUERY | TOKEN_QUERY_SOURCE);
    ck_assert(found.pseudo_token);
    ck_assert_status(FIND(handle_to(caller, stage.alice, TOKEN_QUERY)), STATUS_SUCCESS);
    ck_assert(!found.pseudo_token);
#undef FIND
}
END_TEST

/* Server 2003: for the process, also while the thread impersonates (T-27). */
START_TEST(rights_of_a_thread_to_itself_are_its_processes)
{
    struct se_token *bob;
    struct nt_found found;

    stage_close(&stage);
    stage_open(&stage, "nt5.2");
    act_as(caller = stage.client_thread);
    bob = token_from(stage.w, (struct token_words){.user = BOB, .type = TokenImpersonation});
    ps_thread_make_block(caller);
    ps_thread_impersonate(caller, (struct ps_impersonation){.token = bob,
                                                            .level = SecurityImpersonation});
    ck_assert_status(nt_find_object(caller, NtCurrentThread(), NULL, &found), STATUS_SUCCESS);
    ck_assert_uint_eq(found.granted, 0x1F03FF);
    ck_assert(!found.pseudo_token);
}
END_TEST

START_TEST(pseudo_tokens_came_with_windows_8)
{
    stage_close(&stage);
    stage_open(&stage, "nt6.1");
    act_as(stage.client_thread);
    ck_assert_status(duplicate(NtCurrentThreadToken()), STATUS_INVALID_HANDLE);
}
END_TEST

int main(void)
{
    TCase *tests = suite_begin("nt/open_process");

    tcase_add_checked_fixture(tests, open_stage, close_stage);
    tcase_add_test(tests, ids_lead_to_objects);
    tcase_add_test(tests, wrong_ids_lead_nowhere);
    tcase_add_test(tests, descriptor_decides_without_the_privilege);
    tcase_add_loop_test(tests, debug_privilege_opens_everything, 0, ROWS(debugging));
    tcase_add_test(tests, effective_token_is_judged);
    tcase_add_test(tests, disabled_debug_privilege_opens_nothing);
    tcase_add_test(tests, checks_come_in_order);
    tcase_add_loop_test(tests, names_were_there_before_vista, 0, ROWS(names));
    tcase_add_test(tests, kernel_mode_opens_everything);
    tcase_add_test(tests, kernel_mode_can_want_the_check);
    tcase_add_loop_test(tests, attributes_that_exist_are_taken, 0, ROWS(known));
    tcase_add_test(tests, pseudo_tokens_can_only_be_queried);
    tcase_add_test(tests, pseudo_tokens_lead_to_the_tokens_of_now);
    tcase_add_test(tests, rights_of_a_thread_to_itself_are_its_processes);
    tcase_add_test(tests, pseudo_tokens_came_with_windows_8);
    return suite_end();
}
