/* NtSetInformationToken: which classes there are, and what each takes (access-check O-30). */
#include "support/stage.h"
#include "support/suite.h"

#include "ex/rules.h"

#include <string.h>

static struct stage stage;
static PETHREAD caller;
static struct se_token *token;
static struct se_token before;

static void prepare(const char *profile)
{
    stage_open(&stage, profile);
    caller = stage.client_thread;
    act_as(caller);
    token = stage.service;
    before = *token;
}

static void open_stage(void)
{
    prepare(NULL);
}

static void close_stage(void)
{
    stage_close(&stage);
}

/* Another version of NT from here on. */
static void reopen(const char *profile)
{
    close_stage();
    prepare(profile);
}

/* Nothing of the token is another than before, but for its handles. */
static void assert_unchanged(void)
{
    before.header.references = token->header.references;
    before.header.handles = token->header.handles;
    ck_assert_mem_eq(token, &before, sizeof before);
}

#define TCB          SE_TCB_PRIVILEGE
#define CREATE_TOKEN SE_CREATE_TOKEN_PRIVILEGE

/* The classes that can be set. */
static const struct {
    TOKEN_INFORMATION_CLASS class;
    enum srm_profile since;
    LONG privilege;
    ULONG size;    /* 0: not modelled */
    bool followed; /* may be longer */
} classes[] = {
    {TokenOwner, SRM_PROFILE_NT5_0, 0, sizeof(TOKEN_OWNER), true},
    {TokenPrimaryGroup, SRM_PROFILE_NT5_0, 0, sizeof(TOKEN_PRIMARY_GROUP), true},
    {TokenDefaultDacl, SRM_PROFILE_NT5_0, 0, sizeof(TOKEN_DEFAULT_DACL), true},
    {TokenSessionId, SRM_PROFILE_NT5_0, TCB, sizeof(ULONG), false},
    {TokenSessionReference, SRM_PROFILE_NT5_1SP2, TCB, 0, false},
    {TokenAuditPolicy, SRM_PROFILE_NT5_1SP2, TCB, 0, false},
    {TokenOrigin, SRM_PROFILE_NT5_1SP2, TCB, sizeof(TOKEN_ORIGIN), false},
    {TokenLinkedToken, SRM_PROFILE_NT6_0, CREATE_TOKEN, sizeof(TOKEN_LINKED_TOKEN), false},
    {TokenVirtualizationAllowed, SRM_PROFILE_NT6_0, CREATE_TOKEN, sizeof(ULONG), false},
    {TokenVirtualizationEnabled, SRM_PROFILE_NT6_0, 0, sizeof(ULONG), false},
    {TokenIntegrityLevel, SRM_PROFILE_NT6_0, 0, sizeof(TOKEN_MANDATORY_LABEL), true},
    {TokenUIAccess, SRM_PROFILE_NT6_0, TCB, sizeof(ULONG), false},
    {TokenMandatoryPolicy, SRM_PROFILE_NT6_0, TCB, sizeof(ULONG), false},
    {TokenSecurityAttributes, SRM_PROFILE_NT6_2, TCB, 0, false},
    {TokenPrivateNameSpace, SRM_PROFILE_NT10_0, TCB, 0, false},
    {TokenChildProcessFlags, SRM_PROFILE_NT10_0, TCB, 0, false},
};

/* The row of a class; -1 if there is none. */
static int row_of(int class)
{
    for (int i = 0; i < ROWS(classes); i++)
        if ((int)classes[i].class == class)
            return i;
    return -1;
}

static NTSTATUS set(ACCESS_MASK granted, TOKEN_INFORMATION_CLASS class, void *buffer, ULONG length)
{
    HANDLE handle = handle_to(caller, token, granted);
    NTSTATUS status = NtSetInformationToken(handle, class, buffer, length);

    NtClose(handle);
    return status;
}

/* Every class, also some that there are not, in every version, from kernel mode, which holds every
 * privilege. */
START_TEST(class_can_be_set_from_its_version_on)
{
    const enum srm_profile profile = (enum srm_profile)(_i % SRM_PROFILE_COUNT);
    const int class = _i / SRM_PROFILE_COUNT, row = row_of(class);
    NTSTATUS status;

    reopen(ex_profile_name(profile));
    srm_thread_set_kernel_mode(caller, true);
    status = set(0, (TOKEN_INFORMATION_CLASS) class, NULL, 0);
    if (row < 0 || profile < classes[row].since)
        ck_assert_status(status, STATUS_INVALID_INFO_CLASS);
    else
        ck_assert_status(status,
                         classes[row].size ? STATUS_INFO_LENGTH_MISMATCH : STATUS_NOT_IMPLEMENTED);
    assert_unchanged();
}
END_TEST

START_TEST(class_takes_its_rights)
{
    const TOKEN_INFORMATION_CLASS class = classes[_i].class;
    const ACCESS_MASK wanted =
        TOKEN_ADJUST_DEFAULT | (class == TokenSessionId ? TOKEN_ADJUST_SESSIONID : 0);

    for (ACCESS_MASK right = 1; right <= TOKEN_ADJUST_SESSIONID; right <<= 1)
        if (wanted & right)
            ck_assert_status(set(TOKEN_ALL_ACCESS & ~right, class, NULL, 0), STATUS_ACCESS_DENIED);
    ck_assert_status(set(wanted, class, NULL, 0), classes[_i].privilege
                                                      ? STATUS_PRIVILEGE_NOT_HELD
                                                      : STATUS_INFO_LENGTH_MISMATCH);
    assert_unchanged();
}
END_TEST

START_TEST(class_takes_its_privilege)
{
    const TOKEN_INFORMATION_CLASS class = classes[_i].class;
    const uint64_t bit = SE_PRIVILEGE_BIT(classes[_i].privilege);

    if (!classes[_i].privilege)
        return;
    se_token_set_privileges(stage.alice, UINT64_MAX, ~bit);
    ck_assert_status(set(TOKEN_ALL_ACCESS, class, NULL, 0), STATUS_PRIVILEGE_NOT_HELD);
    se_token_set_privileges(stage.alice, bit, bit);
    ck_assert_status(set(TOKEN_ALL_ACCESS, class, NULL, 0),
                     classes[_i].size ? STATUS_INFO_LENGTH_MISMATCH : STATUS_NOT_IMPLEMENTED);
    ck_assert((srm_world_not_modelled(stage.w) != NULL) == (classes[_i].size == 0));
    assert_unchanged();
}
END_TEST

START_TEST(length_is_that_of_the_class)
{
    const ULONG size = classes[_i].size;
    const NTSTATUS longer =
        classes[_i].followed ? STATUS_ACCESS_VIOLATION : STATUS_INFO_LENGTH_MISMATCH;

    if (!size)
        return;
    se_token_set_privileges(stage.alice, UINT64_MAX, UINT64_MAX);
#define SET(buffer, length) set(TOKEN_ALL_ACCESS, classes[_i].class, buffer, length)
    ck_assert_status(SET(NULL, 0), STATUS_INFO_LENGTH_MISMATCH);
    ck_assert_status(SET(NULL, size - 1), STATUS_INFO_LENGTH_MISMATCH);
    ck_assert_status(SET(NULL, size), STATUS_ACCESS_VIOLATION);
    ck_assert_status(SET(SRM_UNREADABLE, size), STATUS_ACCESS_VIOLATION);
    ck_assert_status(SET(NULL, size + 1), longer);
    ck_assert_status(SET(NULL, size + 12), longer);
#undef SET
    assert_unchanged();
}
END_TEST

START_TEST(checks_come_in_order)
{
    TOKEN_INFORMATION_CLASS class = TokenUser;
    HANDLE handle = NULL;
    ULONG number = 3, length = 0;
    void *buffer = NULL;

#define SET NtSetInformationToken(handle, class, buffer, length)
    ck_assert_status(SET, STATUS_INVALID_HANDLE);
    handle = NtCurrentProcess();
    ck_assert_status(SET, STATUS_OBJECT_TYPE_MISMATCH);
    handle = handle_to(caller, token, 0);
    ck_assert_status(SET, STATUS_INVALID_INFO_CLASS);
    class = TokenSessionId;
    ck_assert_status(SET, STATUS_ACCESS_DENIED);
    handle = handle_to(caller, token, TOKEN_ADJUST_DEFAULT | TOKEN_ADJUST_SESSIONID);
    ck_assert_status(SET, STATUS_PRIVILEGE_NOT_HELD);
    se_token_set_privileges(stage.alice, UINT64_MAX, UINT64_MAX);
    ck_assert_status(SET, STATUS_INFO_LENGTH_MISMATCH);
    length = sizeof number;
    ck_assert_status(SET, STATUS_ACCESS_VIOLATION);
    assert_unchanged();
    buffer = &number;
    ck_assert_status(SET, STATUS_SUCCESS);
    ck_assert_uint_eq(token->SessionId, 3);
#undef SET
}
END_TEST

/* A pseudo handle gives nothing but a look. */
START_TEST(pseudo_handle_sets_nothing)
{
    TOKEN_DEFAULT_DACL none = {NULL};

    token = stage.alice;
    before = *token;
    ck_assert_status(
        NtSetInformationToken(NtCurrentProcessToken(), TokenDefaultDacl, &none, sizeof none),
        STATUS_INVALID_HANDLE);
    assert_unchanged();
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/set_token_classes");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, class_can_be_set_from_its_version_on, 0,
                        (MaxTokenInfoClass + 2) * SRM_PROFILE_COUNT);
    tcase_add_loop_test(tcase, class_takes_its_rights, 0, ROWS(classes));
    tcase_add_loop_test(tcase, class_takes_its_privilege, 0, ROWS(classes));
    tcase_add_loop_test(tcase, length_is_that_of_the_class, 0, ROWS(classes));
    tcase_add_test(tcase, checks_come_in_order);
    tcase_add_test(tcase, pseudo_handle_sets_nothing);
    return suite_end();
}
