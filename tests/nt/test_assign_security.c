/*
 * SeAssignSecurity and RtlNewSecurityObject: one mechanism, whoever says who makes the object (wdm
 * SeAssignSecurity; securitybaseapi CreatePrivateObjectSecurityEx). What is inherited is tested in
 * tests/rtl/test_inherit.c.
 */
#include "support/sddl.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ex/pool.h"
#include "ntsrm/windows.h"

#include <string.h>

static struct stage stage;
static SECURITY_SUBJECT_CONTEXT subject;
static HANDLE token;
static GENERIC_MAPPING mapping = {.GenericRead = FILE_GENERIC_READ, .GenericAll = FILE_ALL_ACCESS};
static PSECURITY_DESCRIPTOR made;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    act_as(stage.client_thread);
    subject = (SECURITY_SUBJECT_CONTEXT){.PrimaryToken = stage.alice};
    token = handle_to(stage.client_thread, stage.alice, TOKEN_QUERY);
    made = NULL;
}

static void close_stage(void)
{
    NtClose(token);
    stage_close(&stage);
}

/* ---- one row, every call ---- */

static NTSTATUS by_subject(void *parent, void *given, ULONG flags)
{
    return SeAssignSecurityEx(parent, given, &made, NULL, FALSE, flags, &subject, &mapping,
                              PagedPool);
}

static NTSTATUS by_subject_plainly(void *parent, void *given, ULONG flags)
{
    return flags ? by_subject(parent, given, flags)
                 : SeAssignSecurity(parent, given, &made, FALSE, &subject, &mapping, PagedPool);
}

static NTSTATUS by_token(void *parent, void *given, ULONG flags)
{
    return RtlNewSecurityObjectEx(parent, given, &made, NULL, FALSE, flags, token, &mapping);
}

static NTSTATUS by_token_plainly(void *parent, void *given, ULONG flags)
{
    return flags ? by_token(parent, given, flags)
                 : RtlNewSecurityObject(parent, given, &made, FALSE, token, &mapping);
}

static NTSTATUS by_program(void *parent, void *given, ULONG flags)
{
    SetLastError(ERROR_SUCCESS);
    if (CreatePrivateObjectSecurityEx(parent, given, &made, NULL, FALSE, flags, token, &mapping))
        return STATUS_SUCCESS;
    switch (GetLastError()) {
    case ERROR_INVALID_OWNER:
        return STATUS_INVALID_OWNER;
    case ERROR_PRIVILEGE_NOT_HELD:
        return STATUS_PRIVILEGE_NOT_HELD;
    default:
        return STATUS_UNSUCCESSFUL;
    }
}

static NTSTATUS destroy(PSECURITY_DESCRIPTOR *descriptor)
{
    return DestroyPrivateObjectSecurity(descriptor) ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

static const struct {
    const char *name;
    NTSTATUS (*make)(void *parent, void *given, ULONG flags);
    NTSTATUS (*give_back)(PSECURITY_DESCRIPTOR *descriptor);
} ways[] = {
    {"SeAssignSecurityEx", by_subject, SeDeassignSecurity},
    {"SeAssignSecurity", by_subject_plainly, SeDeassignSecurity},
    {"RtlNewSecurityObjectEx", by_token, RtlDeleteSecurityObject},
    {"RtlNewSecurityObject", by_token_plainly, RtlDeleteSecurityObject},
    {"CreatePrivateObjectSecurityEx", by_program, destroy},
};

#define PARENT "O:SYG:SYD:(A;OI;FR;;;WD)"
#define OWN    "O:" ALICE "G:BU"

static const struct {
    const char *why, *parent, *given;
    ULONG flags;
    const char *text; /* NULL: refused */
    NTSTATUS status;
} rows[] = {
    {"what is given stands alone", PARENT, OWN "D:(A;;FW;;;SY)", 0, OWN "D:(A;;FW;;;SY)", 0},
    {"what is inherited stands behind it", PARENT, OWN "D:(A;;FW;;;SY)", SEF_DACL_AUTO_INHERIT,
     OWN "D:AI(A;;FW;;;SY)(A;ID;FR;;;WD)", 0},
    {"nothing is given", PARENT, OWN, 0, OWN "D:(A;;FR;;;WD)", 0},
    {"the owner of the container", PARENT, "G:BU",
     SEF_DEFAULT_OWNER_FROM_PARENT | SEF_AVOID_OWNER_CHECK, "O:SYG:BUD:(A;;FR;;;WD)", 0},
    {"an owner that is somebody else", PARENT, "O:SYG:BU", 0, NULL, STATUS_INVALID_OWNER},
    {"an owner that nobody checks", PARENT, "O:BAG:BU", SEF_AVOID_OWNER_CHECK,
     "O:BAG:BUD:(A;;FR;;;WD)", 0},
    {"audit entries", PARENT, OWN "S:(AU;SA;FA;;;WD)", 0, NULL, STATUS_PRIVILEGE_NOT_HELD},
    {"audit entries that nobody checks", PARENT, OWN "S:(AU;SA;FA;;;WD)", SEF_AVOID_PRIVILEGE_CHECK,
     OWN "D:(A;;FR;;;WD)S:(AU;SA;FA;;;WD)", 0},
};

static void assert_made(const char *expected, const char *way, const char *why)
{
    struct rtl_bytes bytes = {.bytes = made, .size = RTL_DESCRIPTOR_MOST};
    struct rtl_bytes text = sddl_text(&bytes);

    ck_assert_msg(strcmp((const char *)text.bytes, expected) == 0, "%s, %s: %s instead of %s", way,
                  why, (const char *)text.bytes, expected);
    rtl_bytes_free(&text);
}

START_TEST(all_make_the_same)
{
    const int row = _i / ROWS(ways), way = _i % ROWS(ways);
    struct rtl_bytes parent = sddl_bytes(rows[row].parent), given = sddl_bytes(rows[row].given);
    NTSTATUS status = ways[way].make(parent.bytes, given.bytes, rows[row].flags);

    ck_assert_msg(status == rows[row].status, "%s, %s: %s", ways[way].name, rows[row].why,
                  status_text(status));
    ck_assert((made != NULL) == (rows[row].text != NULL));
    if (made) {
        assert_made(rows[row].text, ways[way].name, rows[row].why);
        ck_assert_status(ways[way].give_back(&made), STATUS_SUCCESS);
        ck_assert_ptr_null(made);
    }
    rtl_bytes_free(&parent);
    rtl_bytes_free(&given);
}
END_TEST

/* ---- what only a subject has ---- */

START_TEST(kernel_mode_gives_what_it_wants)
{
    struct rtl_bytes given = sddl_bytes("O:SYG:SYD:S:(AU;SA;FA;;;WD)");

    srm_thread_set_kernel_mode(stage.client_thread, true);
    ck_assert_status(by_subject(NULL, given.bytes, 0), STATUS_SUCCESS);
    srm_thread_set_kernel_mode(stage.client_thread, false);
    ck_assert_status(SeDeassignSecurity(&made), STATUS_SUCCESS);
    ck_assert_status(by_subject(NULL, given.bytes, 0), STATUS_PRIVILEGE_NOT_HELD);
    rtl_bytes_free(&given);
}
END_TEST

/* The client's token, and not that of the thread that asks. */
START_TEST(the_subject_is_the_creator)
{
    struct rtl_bytes given = sddl_bytes("G:BU");

    act_as(stage.server_thread);
    subject.ClientToken = stage.service;
    ck_assert_status(by_subject(NULL, given.bytes, 0), STATUS_SUCCESS);
    assert_made("O:LSG:BUD:(A;;FA;;;LS)(A;;FA;;;SY)", "SeAssignSecurityEx", "of the client");
    ck_assert_status(SeDeassignSecurity(&made), STATUS_SUCCESS);
    subject.ClientToken = NULL;
    ck_assert_status(by_subject(NULL, given.bytes, 0), STATUS_SUCCESS);
    assert_made("O:" ALICE "G:BUD:(A;;FA;;;" ALICE ")(A;;FA;;;SY)", "SeAssignSecurityEx",
                "of alice");
    ck_assert_status(SeDeassignSecurity(&made), STATUS_SUCCESS);
    rtl_bytes_free(&given);
}
END_TEST

START_TEST(malformed_descriptors_are_not_modelled)
{
    SECURITY_DESCRIPTOR wrong = {.Revision = SECURITY_DESCRIPTOR_REVISION + 1};

    ck_assert_status(by_subject(&wrong, NULL, 0), STATUS_NOT_IMPLEMENTED);
    ck_assert_status(by_subject(NULL, &wrong, 0), STATUS_NOT_IMPLEMENTED);
    ck_assert_status(by_subject(NULL, NULL, SEF_MACL_NO_WRITE_UP), STATUS_NOT_IMPLEMENTED);
    ck_assert_ptr_null(made);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/assign_security");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, all_make_the_same, 0, ROWS(rows) * ROWS(ways));
    tcase_add_test(tcase, kernel_mode_gives_what_it_wants);
    tcase_add_test(tcase, the_subject_is_the_creator);
    tcase_add_test(tcase, malformed_descriptors_are_not_modelled);
    return suite_end();
}
