/*
 * User mode may pass memory that is not aligned for what it holds. Only the buffer of
 * NtSetInformationThread is known to be refused for it (impersonation.md 6.1); the sanitizer sees
 * to it that nothing is read or written as if it were aligned.
 */
#include "support/stage.h"
#include "support/suite.h"

#include <string.h>

static struct stage stage;
static PETHREAD caller;
static unsigned char *odd; /* memory at an odd address */
static HANDLE token;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    caller = stage.client_thread;
    act_as(caller);
    odd = (unsigned char *)srm_alloc(stage.w, 512) + 1;
    token = handle_to(caller, stage.alice, TOKEN_ALL_ACCESS);
}

static void close_stage(void)
{
    stage_close(&stage);
}

/* What stands at an odd address as a handle. */
static HANDLE stored_handle(void)
{
    HANDLE handle;

    memcpy(&handle, odd, sizeof handle);
    return handle;
}

START_TEST(handles_are_stored_anywhere)
{
    void *out = odd;

    ck_assert_status(NtOpenProcessToken(NtCurrentProcess(), TOKEN_QUERY, out), STATUS_SUCCESS);
    ck_assert_ptr_eq(token_behind(caller, stored_handle()), stage.alice);
    ck_assert_status(NtOpenThreadToken(NtCurrentThread(), TOKEN_QUERY, FALSE, out),
                     STATUS_NO_TOKEN);
    ck_assert_ptr_null(stored_handle());
    ck_assert_status(
        PsImpersonateClient(caller, stage.alice, (BOOLEAN)_i, FALSE, SecurityImpersonation),
        STATUS_SUCCESS);
    ck_assert_status(NtOpenThreadToken(NtCurrentThread(), TOKEN_QUERY, FALSE, out), STATUS_SUCCESS);
    ck_assert_ptr_eq(token_behind(caller, stored_handle()), impersonated(caller));
}
END_TEST

START_TEST(attributes_are_read_anywhere)
{
    const SECURITY_QUALITY_OF_SERVICE qos = {.Length = sizeof qos,
                                             .ImpersonationLevel = SecurityDelegation};
    const OBJECT_ATTRIBUTES attributes = {.Length = sizeof attributes,
                                          .SecurityQualityOfService = odd + 100};
    void *given = odd + 200;

    memcpy(odd + 100, &qos, sizeof qos);
    memcpy(given, &attributes, sizeof attributes);
    ck_assert_status(NtDuplicateToken(token, 0, given, FALSE, TokenImpersonation, (void *)odd),
                     STATUS_SUCCESS);
    ck_assert_int_eq(token_behind(caller, stored_handle())->level, SecurityDelegation);
}
END_TEST

START_TEST(privileges_are_read_and_written_anywhere)
{
    const TOKEN_PRIVILEGES wanted = {1, {{{SE_SHUTDOWN_PRIVILEGE, 0}, SE_PRIVILEGE_ENABLED}}};
    TOKEN_PRIVILEGES previous;
    void *new_state = odd, *old_state = odd + 100, *length = odd + 200;
    ULONG written;

    memcpy(new_state, &wanted, sizeof wanted);
    ck_assert_status(NtAdjustPrivilegesToken(token, FALSE, new_state, 100, old_state, length),
                     STATUS_SUCCESS);
    memcpy(&previous, old_state, sizeof previous);
    memcpy(&written, length, sizeof written);
    ck_assert(se_token_has_enabled(stage.alice, SE_SHUTDOWN_PRIVILEGE));
    ck_assert_uint_eq(previous.PrivilegeCount, 1);
    ck_assert_uint_eq(previous.Privileges[0].Luid.LowPart, SE_SHUTDOWN_PRIVILEGE);
    ck_assert_uint_eq(written, sizeof wanted);
}
END_TEST

START_TEST(groups_are_read_and_written_anywhere)
{
    struct se_token *bob =
        token_from(stage.w, (struct token_words){.user = BOB, .groups = {{"BG", 0}, {"BO", 0}}});
    const SE_SID guests = bob->body->sids[bob->body->count - 2];
    const TOKEN_GROUPS wanted = {1, {{odd + 101, SE_GROUP_ENABLED}}};
    HANDLE handle = handle_to(caller, bob, TOKEN_ADJUST_GROUPS | TOKEN_QUERY);
    void *new_state = odd, *old_state = odd + 200, *length = odd + 300;
    TOKEN_GROUPS previous;

    memcpy(new_state, &wanted, sizeof wanted);
    memcpy(odd + 101, &guests, sizeof guests);
    ck_assert_status(NtAdjustGroupsToken(handle, FALSE, new_state, 100, old_state, length),
                     STATUS_SUCCESS);
    memcpy(&previous, old_state, sizeof previous);
    ck_assert_uint_eq(bob->attributes->values[bob->body->count - 2], SE_GROUP_ENABLED);
    ck_assert_uint_eq(previous.GroupCount, 1);
    ck_assert_ptr_eq(previous.Groups[0].Sid, odd + 200 + sizeof previous);
    ck_assert_mem_eq(previous.Groups[0].Sid, &guests, rtl_sid_length(&guests.Sid));
    srm_release(bob);
}
END_TEST

START_TEST(default_dacl_is_read_anywhere)
{
    const ACL empty = {.AclRevision = ACL_REVISION, .AclSize = sizeof empty};
    const TOKEN_DEFAULT_DACL information = {(PACL)(void *)(odd + 100)};
    void *buffer = odd;

    memcpy(odd + 100, &empty, sizeof empty);
    memcpy(buffer, &information, sizeof information);
    ck_assert_status(NtSetInformationToken(token, TokenDefaultDacl, buffer, sizeof information),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(stage.alice->default_dacl->bytes.AceCount, 0);
}
END_TEST

START_TEST(thread_information_must_be_aligned)
{
    for (int i = 0; i < 3; i++)
        ck_assert_status(NtSetInformationThread(NtCurrentThread(), ThreadImpersonationToken,
                                                odd + i, sizeof(HANDLE)),
                         STATUS_DATATYPE_MISALIGNMENT);
    srm_thread_set_kernel_mode(caller, true);
    ck_assert_status(
        NtSetInformationThread(NtCurrentThread(), ThreadImpersonationToken, odd, sizeof(HANDLE)),
        STATUS_SUCCESS);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/misaligned");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, handles_are_stored_anywhere, 0, 2);
    tcase_add_test(tcase, attributes_are_read_anywhere);
    tcase_add_test(tcase, privileges_are_read_and_written_anywhere);
    tcase_add_test(tcase, groups_are_read_and_written_anywhere);
    tcase_add_test(tcase, default_dacl_is_read_anywhere);
    tcase_add_test(tcase, thread_information_must_be_aligned);
    return suite_end();
}
