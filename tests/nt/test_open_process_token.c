/* NtOpenProcessToken (impersonation.md 5.2). */
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

static struct stage stage;
static PETHREAD caller;
static HANDLE opened;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    caller = stage.client_thread;
    act_as(caller);
    opened = NULL;
}

static void close_stage(void)
{
    stage_close(&stage);
}

/* Another version of NT from here on. */
static void reopen(const char *profile)
{
    stage_close(&stage);
    stage_open(&stage, profile);
    caller = stage.client_thread;
    act_as(caller);
}

START_TEST(own_token_is_opened_itself)
{
    ck_assert_status(NtOpenProcessToken(NtCurrentProcess(), TOKEN_QUERY | TOKEN_DUPLICATE, &opened),
                     STATUS_SUCCESS);
    ck_assert_ptr_eq(token_behind(caller, opened), stage.alice);
    ck_assert_uint_eq(granted_to(caller, opened), TOKEN_QUERY | TOKEN_DUPLICATE);
}
END_TEST

START_TEST(checks_come_in_order)
{
    HANDLE handle = NULL, *out = SRM_UNREADABLE;
    ACCESS_MASK desired = SYNCHRONIZE;

#define OPEN NtOpenProcessToken(handle, desired, out)
    ck_assert(srm_pool_fail(stage.w, "any", 1, true));
    ck_assert_status(OPEN, STATUS_ACCESS_VIOLATION);
    out = NULL;
    ck_assert_status(OPEN, STATUS_ACCESS_VIOLATION);
    out = &opened;
    ck_assert_status(OPEN, STATUS_INVALID_HANDLE);
    handle = (HANDLE)(uintptr_t)0x1234;
    ck_assert_status(OPEN, STATUS_INVALID_HANDLE);
    handle = NtCurrentThread();
    ck_assert_status(OPEN, STATUS_OBJECT_TYPE_MISMATCH);
    handle = handle_to(caller, stage.alice, TOKEN_ALL_ACCESS);
    ck_assert_status(OPEN, STATUS_OBJECT_TYPE_MISMATCH);
    handle = handle_to(caller, stage.client, PROCESS_TERMINATE);
    ck_assert_status(OPEN, STATUS_ACCESS_DENIED);
    handle = handle_to(caller, stage.client, PROCESS_QUERY_INFORMATION);
    ck_assert_status(OPEN, STATUS_ACCESS_DENIED);
    desired = TOKEN_QUERY;
    ck_assert_status(OPEN, STATUS_INSUFFICIENT_RESOURCES);
    ck_assert(srm_pool_fail(stage.w, "any", 0, false));
    ck_assert_ptr_null(opened);
    ck_assert_status(OPEN, STATUS_SUCCESS);
#undef OPEN
}
END_TEST

static const struct {
    const char *profile;
    ACCESS_MASK granted;
    NTSTATUS status;
} handle_rights[] = {
    {"nt10.0", PROCESS_QUERY_INFORMATION, STATUS_SUCCESS},
    {"nt10.0", PROCESS_QUERY_LIMITED_INFORMATION, STATUS_SUCCESS},
    {"nt6.0", PROCESS_QUERY_LIMITED_INFORMATION, STATUS_SUCCESS},
    {"nt5.2", PROCESS_QUERY_LIMITED_INFORMATION, STATUS_ACCESS_DENIED},
    {"nt5.2", PROCESS_QUERY_INFORMATION, STATUS_SUCCESS},
    {"nt10.0",
     PROCESS_ALL_ACCESS & ~(PROCESS_QUERY_INFORMATION | PROCESS_QUERY_LIMITED_INFORMATION),
     STATUS_ACCESS_DENIED},
};

START_TEST(process_handle_needs_a_query_right)
{
    reopen(handle_rights[_i].profile);
    ck_assert_status(NtOpenProcessToken(handle_to(caller, stage.client, handle_rights[_i].granted),
                                        TOKEN_QUERY, &opened),
                     handle_rights[_i].status);
}
END_TEST

/* The access check asks the caller's effective token. */
static const struct {
    const char *why;
    int level; /* -1: not impersonating */
    ACCESS_MASK desired;
    NTSTATUS status;
} contexts[] = {
    {"as oneself", -1, TOKEN_QUERY, STATUS_SUCCESS},
    {"as somebody else", SecurityImpersonation, TOKEN_QUERY, STATUS_ACCESS_DENIED},
    {"as somebody who can only be identified", SecurityIdentification, TOKEN_QUERY,
     STATUS_BAD_IMPERSONATION_LEVEL},
    {"as somebody anonymous", SecurityAnonymous, TOKEN_QUERY, STATUS_BAD_IMPERSONATION_LEVEL},
    {"without the privilege", -1, ACCESS_SYSTEM_SECURITY, STATUS_PRIVILEGE_NOT_HELD},
    {"nothing asked", -1, 0, STATUS_ACCESS_DENIED},
    {"generic rights", -1, GENERIC_READ | GENERIC_EXECUTE, STATUS_SUCCESS},
};

START_TEST(effective_token_is_judged)
{
    struct se_token *bob = token_from(stage.w, (struct token_words){.user = BOB});
    NTSTATUS status;

    caller = stage.server_thread;
    act_as(caller);
    if (contexts[_i].level >= 0)
        ck_assert_status(PsImpersonateClient(caller, bob, TRUE, FALSE,
                                             (SECURITY_IMPERSONATION_LEVEL)contexts[_i].level),
                         STATUS_SUCCESS);
    status = NtOpenProcessToken(NtCurrentProcess(), contexts[_i].desired, &opened);
    ck_assert_msg(status == contexts[_i].status, "%s: %s", contexts[_i].why, status_text(status));
    srm_release(bob);
}
END_TEST

START_TEST(maximum_is_what_the_descriptor_gives)
{
    struct rtl_acl *dacl = acl_from_text(stage.w, "(D;;0x2;;;U)(A;;0x1F;;;WD)");
    struct rtl_descriptor *old = stage.alice->header.descriptor;
    const SE_SID owner = sid_from_word("SY");

    stage.alice->header.descriptor =
        rtl_descriptor_new(stage.w, &owner.Sid, &owner.Sid, dacl, SECURITY_MANDATORY_MEDIUM_RID);
    rtl_acl_dereference(stage.w, dacl);
    rtl_descriptor_dereference(stage.w, old);
    ck_assert_status(NtOpenProcessToken(NtCurrentProcess(), MAXIMUM_ALLOWED, &opened),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(granted_to(caller, opened), 0x1D);
}
END_TEST

/* ... as far as its label, which is the token's own integrity, lets the caller. */
START_TEST(object_without_descriptor_is_open_to_all)
{
    rtl_descriptor_dereference(stage.w, stage.service->header.descriptor);
    stage.service->header.descriptor = NULL;
    ck_assert_status(NtOpenProcessToken(handle_to(caller, stage.server, PROCESS_ALL_ACCESS),
                                        MAXIMUM_ALLOWED, &opened),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(granted_to(caller, opened), 0x2001F);
    stage.service->integrity = stage.alice->integrity;
    ck_assert_status(NtOpenProcessToken(handle_to(caller, stage.server, PROCESS_ALL_ACCESS),
                                        MAXIMUM_ALLOWED, &opened),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(granted_to(caller, opened), TOKEN_ALL_ACCESS);
}
END_TEST

/* what the user is granted is not granted to the package. */
START_TEST(app_container_opens_what_names_its_package)
{
    caller = thread_of(stage.w, (struct token_words){.user = ALICE, .package = "S-1-15-2-1-2"});
    act_as(caller);
    protect(&caller->process->token->header, "(A;;GA;;;U)");
    ck_assert_status(NtOpenProcessToken(NtCurrentProcess(), TOKEN_QUERY, &opened),
                     STATUS_ACCESS_DENIED);
    protect(&caller->process->token->header, "(A;;GA;;;U)(A;;0x8;;;S-1-15-2-1-2)");
    ck_assert_status(NtOpenProcessToken(NtCurrentProcess(), TOKEN_QUERY, &opened), STATUS_SUCCESS);
    ck_assert_uint_eq(granted_to(caller, opened), TOKEN_QUERY);
}
END_TEST

START_TEST(attributes_must_exist)
{
    ck_assert_status(NtOpenProcessTokenEx(NtCurrentProcess(), TOKEN_QUERY, 1, &opened),
                     STATUS_INVALID_PARAMETER);
    ck_assert_status(NtOpenProcessTokenEx(NtCurrentProcess(), TOKEN_QUERY, OBJ_INHERIT, &opened),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(ob_handle_find(&caller->process->handles, opened)->attributes, OBJ_INHERIT);
}
END_TEST

START_TEST(kernel_mode_needs_no_rights)
{
    HANDLE handle = handle_to(caller, stage.server, 0);

    srm_thread_set_kernel_mode(caller, true);
    ck_assert_status(NtOpenProcessToken(handle, TOKEN_ALL_ACCESS, &opened), STATUS_SUCCESS);
    ck_assert_uint_eq(granted_to(caller, opened), TOKEN_ALL_ACCESS);
    ck_assert_status(NtOpenProcessToken(handle, MAXIMUM_ALLOWED, &opened), STATUS_SUCCESS);
    ck_assert_uint_eq(granted_to(caller, opened), TOKEN_ALL_ACCESS);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/open_process_token");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_test(tcase, own_token_is_opened_itself);
    tcase_add_test(tcase, checks_come_in_order);
    tcase_add_loop_test(tcase, process_handle_needs_a_query_right, 0, ROWS(handle_rights));
    tcase_add_loop_test(tcase, effective_token_is_judged, 0, ROWS(contexts));
    tcase_add_test(tcase, maximum_is_what_the_descriptor_gives);
    tcase_add_test(tcase, object_without_descriptor_is_open_to_all);
    tcase_add_test(tcase, app_container_opens_what_names_its_package);
    tcase_add_test(tcase, attributes_must_exist);
    tcase_add_test(tcase, kernel_mode_needs_no_rights);
    return suite_end();
}
