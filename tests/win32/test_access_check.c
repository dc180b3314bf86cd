/* AccessCheck and what goes with it: answers, last errors, native calls (access-check.md 2.1). */
#include "support/native_calls.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ntsrm/srm.h"
#include "ntsrm/windows.h"
#include "rtl/sddl.h"

#include <string.h>

static GENERIC_MAPPING mapping = {0x120089, 0x120116, 0x1200A0, 0x1F01FF};
static GUID guid = {0xbf967aba, 0x0de6, 0x11d0, {0xa2, 0x85}};

static struct stage stage;
static struct se_token *client;
static struct rtl_bytes descriptor;
static HANDLE handle;
static PRIVILEGE_SET set;
static DWORD length, granted[2], errors[2];
static BOOL answer;
static OBJECT_TYPE_LIST tree[2];

static PSECURITY_DESCRIPTOR described(const char *text)
{
    struct rtl_sddl_problem problem;

    rtl_bytes_free(&descriptor);
    descriptor = (struct rtl_bytes){.bytes = NULL};
    ck_assert(rtl_sddl_parse(stage.w, text, strlen(text), NULL, &descriptor, &problem));
    return descriptor.bytes;
}

static void open_stage(void)
{
    stage_open(&stage, NULL);
    act_as(stage.client_thread);
    client = token_from(stage.w, (struct token_words){.user = ALICE,
                                                      .type = TokenImpersonation,
                                                      .level = SecurityIdentification});
    handle = handle_to(stage.client_thread, client, TOKEN_QUERY);
    tree[0] = (OBJECT_TYPE_LIST){.Level = 0, .ObjectType = &guid};
    tree[1] = (OBJECT_TYPE_LIST){.Level = 1, .ObjectType = &guid};
    length = sizeof set;
    answer = 4711;
    memset(granted, 0x5A, sizeof granted);
    memset(errors, 0x5A, sizeof errors);
    SetLastError(BEFORE);
}

static void close_stage(void)
{
    rtl_bytes_free(&descriptor);
    descriptor = (struct rtl_bytes){.bytes = NULL};
    srm_release(client);
    stage_close(&stage);
}

static BOOL plain(const char *text, DWORD desired)
{
    return AccessCheck(described(text), handle, desired, &mapping, &set, &length, granted, &answer);
}

static BOOL by_type(const char *text, DWORD desired)
{
    return AccessCheckByType(described(text), NULL, handle, desired, tree, 2, &mapping, &set,
                             &length, granted, &answer);
}

static const struct {
    const char *text;
    DWORD desired, granted;
    DWORD error; /* BEFORE: access is granted */
} rows[] = {
    {"O:SYG:SYD:(A;;FR;;;WD)", FILE_READ_DATA, FILE_READ_DATA, BEFORE},
    {"O:SYG:SYD:(A;;FR;;;WD)", FILE_WRITE_DATA, 0, ERROR_ACCESS_DENIED},
    {"O:SYG:SYD:(A;;FA;;;WD)", ACCESS_SYSTEM_SECURITY, 0, ERROR_PRIVILEGE_NOT_HELD},
    {"O:SYG:SYD:(A;;FA;;;WD)", 0, 0, ERROR_ACCESS_DENIED},
};

START_TEST(denial_is_told_by_the_last_error)
{
    BOOL (*const checks[])(const char *, DWORD) = {plain, by_type};

    for (int i = 0; i < ROWS(checks); i++) {
        SetLastError(BEFORE);
        ck_assert(checks[i](rows[_i].text, rows[_i].desired));
        ck_assert_int_eq(answer, rows[_i].error == BEFORE);
        ck_assert_uint_eq(granted[0], rows[_i].granted);
        ck_assert_uint_eq(GetLastError(), rows[_i].error);
    }
}
END_TEST

START_TEST(native_call_is_made)
{
    native_calls_watch(stage.w);
    ck_assert_done(plain("O:SYG:SYD:(A;;FR;;;WD)", 1));
    ck_assert_str_eq(native_calls(stage.w), "NtAccessCheck");
    native_calls_watch(stage.w);
    ck_assert_done(by_type("O:SYG:SYD:(A;;FR;;;WD)", 1));
    ck_assert_str_eq(native_calls(stage.w), "NtAccessCheckByType");
}
END_TEST

START_TEST(failed_call_writes_nothing)
{
    ck_assert_refused(plain("D:", 1), ERROR_INVALID_SECURITY_DESCR);
    ck_assert_int_eq(answer, 4711);
    ck_assert_uint_eq(granted[0], 0x5A5A5A5A);
    length = 19;
    ck_assert_refused(plain("O:SYG:SYD:", 1), ERROR_INSUFFICIENT_BUFFER);
    ck_assert_uint_eq(length, sizeof set);
    ck_assert_refused(
        AccessCheck(descriptor.bytes, handle, 1, &mapping, NULL, &length, granted, &answer),
        ERROR_NOACCESS);
}
END_TEST

START_TEST(answer_that_cannot_be_written_is_not_modelled)
{
    ck_assert_refused(
        AccessCheck(described("O:SYG:SYD:"), handle, 1, &mapping, &set, &length, granted, NULL),
        ERROR_INVALID_FUNCTION);
    ck_assert_ptr_nonnull(stage.w->not_modelled);
}
END_TEST

START_TEST(every_node_has_an_error_of_its_own)
{
    GUID other = {1, 0, 0, {0}};

    tree[1].ObjectType = &other;
    ck_assert_done(AccessCheckByTypeResultList(
        described("O:SYG:SYD:(OA;;RC;00000001-0000-0000-0000-000000000000;;WD)"), NULL, handle,
        READ_CONTROL, tree, 2, &mapping, &set, &length, granted, errors));
    ck_assert_uint_eq(errors[1], 0);
    ck_assert_uint_eq(granted[1], READ_CONTROL);
    ck_assert_refused(AccessCheckByTypeResultList(descriptor.bytes, NULL, handle, READ_CONTROL,
                                                  tree, 0, &mapping, &set, &length, granted,
                                                  errors),
                      ERROR_INVALID_PARAMETER);
}
END_TEST

START_TEST(masks_are_mapped_where_they_lie)
{
    unsigned char odd[sizeof(DWORD) + 1];
    DWORD mask = GENERIC_ALL | 0x80000;

    memcpy(odd + 1, &mask, sizeof mask);
    MapGenericMask((PDWORD)(void *)(odd + 1), &mapping);
    memcpy(&mask, odd + 1, sizeof mask);
    ck_assert_uint_eq(mask, 0x1F01FF);
    MapGenericMask(NULL, &mapping);
    ck_assert_ptr_nonnull(stage.w->not_modelled);
    ck_assert(AreAllAccessesGranted(3, 1) && AreAllAccessesGranted(3, 0));
    ck_assert(!AreAllAccessesGranted(1, 3) && AreAnyAccessesGranted(1, 3));
    ck_assert(!AreAnyAccessesGranted(3, 0) && !AreAnyAccessesGranted(1, 2));
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("win32/access_check");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, denial_is_told_by_the_last_error, 0, ROWS(rows));
    tcase_add_test(tcase, native_call_is_made);
    tcase_add_test(tcase, failed_call_writes_nothing);
    tcase_add_test(tcase, answer_that_cannot_be_written_is_not_modelled);
    tcase_add_test(tcase, every_node_has_an_error_of_its_own);
    tcase_add_test(tcase, masks_are_mapped_where_they_lie);
    return suite_end();
}
