/* SeAccessCheck (access-check.md 2.2). */
#include "support/stage.h"
#include "support/suite.h"

#include "rtl/sddl.h"

#include <string.h>

static GENERIC_MAPPING mapping = {0x120089, 0x120116, 0x1200A0, 0x1F01FF};

static struct stage stage;
static struct rtl_bytes descriptor;
static SECURITY_SUBJECT_CONTEXT subject;
static PPRIVILEGE_SET used;
static ACCESS_MASK granted;
static NTSTATUS answer;

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
    act_as(thread_of(stage.w, (struct token_words){
                                  .user = BOB,
                                  .on = SE_PRIVILEGE_BIT(SE_SECURITY_PRIVILEGE) |
                                        SE_PRIVILEGE_BIT(SE_TAKE_OWNERSHIP_PRIVILEGE),
                              }));
    SeCaptureSubjectContext(&subject);
    granted = 0x5A5A5A5A;
    answer = 0x5A5A5A5A;
    used = (PPRIVILEGE_SET)(uintptr_t)1;
}

static void close_stage(void)
{
    SeReleaseSubjectContext(&subject);
    rtl_bytes_free(&descriptor);
    descriptor = (struct rtl_bytes){.bytes = NULL};
    stage_close(&stage);
}

static BOOLEAN check(PSECURITY_DESCRIPTOR object, ACCESS_MASK desired, ACCESS_MASK previous,
                     KPROCESSOR_MODE mode)
{
    return SeAccessCheck(object, &subject, FALSE, desired, previous, &used, &mapping, mode,
                         &granted, &answer);
}

static const struct {
    const char *text;
    ACCESS_MASK desired, previous;
    KPROCESSOR_MODE mode;
    NTSTATUS answer;
    ACCESS_MASK granted;
} rows[] = {
    {"D:(A;;FR;;;WD)", GENERIC_READ, 0, UserMode, STATUS_SUCCESS, 0x120089},
    {"D:(A;;FR;;;WD)", 1, 4, UserMode, STATUS_SUCCESS, 5},
    {"D:(A;;FR;;;WD)", 2, 4, UserMode, STATUS_ACCESS_DENIED, 0},
    {"D:", 0, 4, UserMode, STATUS_SUCCESS, 4},
    {"D:(A;;FA;;;WD)", 0, 0, UserMode, STATUS_ACCESS_DENIED, 0},
    {"D:", 1, 4, KernelMode, STATUS_SUCCESS, 5},
    {"D:", MAXIMUM_ALLOWED | 1, 4, KernelMode, STATUS_SUCCESS, 0x1F01FF},
    {NULL, 1, 0, UserMode, STATUS_ACCESS_DENIED, 0},
    {NULL, 0, 4, UserMode, STATUS_ACCESS_DENIED, 0},
    {NULL, 1, 0, KernelMode, STATUS_SUCCESS, 1},
    {"", 0x1701FF, 0, UserMode, STATUS_SUCCESS, 0x1701FF}, /* no DACL, no owner */
};

START_TEST(answer_is_that_of_the_row)
{
    PSECURITY_DESCRIPTOR object = rows[_i].text ? described(rows[_i].text) : NULL;

    ck_assert_int_eq(check(object, rows[_i].desired, rows[_i].previous, rows[_i].mode),
                     NT_SUCCESS(rows[_i].answer));
    ck_assert_status(answer, rows[_i].answer);
    ck_assert_uint_eq(granted, rows[_i].granted);
    ck_assert_ptr_null(used);
}
END_TEST

START_TEST(used_privileges_are_to_be_freed)
{
    ck_assert(check(described("D:"), WRITE_OWNER | ACCESS_SYSTEM_SECURITY, 0, UserMode));
    ck_assert_ptr_nonnull(used);
    ck_assert_uint_eq(used->PrivilegeCount, 2);
    ck_assert_uint_eq(used->Control, 0);
    ck_assert_uint_eq(used->Privilege[0].Luid.LowPart, SE_SECURITY_PRIVILEGE);
    ck_assert_uint_eq(used->Privilege[0].Attributes, SE_PRIVILEGE_USED_FOR_ACCESS);
    SeFreePrivileges(used);
}
END_TEST

START_TEST(privileges_need_not_be_wanted)
{
    ck_assert(SeAccessCheck(described("D:"), &subject, TRUE, WRITE_OWNER, 0, NULL, &mapping,
                            UserMode, &granted, &answer));
    ck_assert_uint_eq(granted, WRITE_OWNER);
}
END_TEST

START_TEST(without_pool_nothing_is_granted)
{
    ck_assert(srm_pool_fail(stage.w, "PrivilegeSet", 1, false));
    ck_assert(!check(described("D:"), WRITE_OWNER, 0, UserMode));
    ck_assert_status(answer, STATUS_INSUFFICIENT_RESOURCES);
    ck_assert_uint_eq(granted, 0);
    ck_assert_ptr_null(used);
}
END_TEST

START_TEST(malformed_descriptor_is_not_modelled)
{
    unsigned char *bytes = described("D:(A;;FA;;;WD)");

    bytes[0]++;
    ck_assert(!check(bytes, 1, 0, UserMode));
    ck_assert_status(answer, STATUS_NOT_IMPLEMENTED);
    ck_assert_ptr_nonnull(stage.w->not_modelled);
    ck_assert_uint_eq(granted, 0);
    ck_assert(check(bytes, 1, 0, KernelMode));
}
END_TEST

/* The context counts, not what the thread does now. */
START_TEST(context_says_who_asks)
{
    SECURITY_SUBJECT_CONTEXT service;

    act_as(stage.server_thread);
    SeCaptureSubjectContext(&service);
    ck_assert(!SeAccessCheck(described("D:(A;;FR;;;" BOB ")"), &service, FALSE, 1, 0, NULL,
                             &mapping, UserMode, &granted, &answer));
    ck_assert(SeAccessCheck(descriptor.bytes, &subject, FALSE, 1, 0, NULL, &mapping, UserMode,
                            &granted, &answer));
    SeReleaseSubjectContext(&service);
}
END_TEST

START_TEST(generic_rights_are_mapped)
{
    ACCESS_MASK mask = GENERIC_READ | GENERIC_EXECUTE | 2;

    RtlMapGenericMask(&mask, &mapping);
    ck_assert_uint_eq(mask, 0x1200AB);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("client/access_check");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, answer_is_that_of_the_row, 0, ROWS(rows));
    tcase_add_test(tcase, used_privileges_are_to_be_freed);
    tcase_add_test(tcase, privileges_need_not_be_wanted);
    tcase_add_test(tcase, without_pool_nothing_is_granted);
    tcase_add_test(tcase, malformed_descriptor_is_not_modelled);
    tcase_add_test(tcase, context_says_who_asks);
    tcase_add_test(tcase, generic_rights_are_mapped);
    return suite_end();
}
