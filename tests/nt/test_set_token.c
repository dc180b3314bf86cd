/* NtSetInformationToken with a default DACL (access-check.md O-30, T-7). */
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ex/pool.h"
#include "rtl/luid.h"

#include <string.h>

static struct stage stage;
static struct se_token *token;
static HANDLE handle;
static TOKEN_DEFAULT_DACL information;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    token = stage.alice;
    act_as(stage.client_thread);
    handle = handle_to(stage.client_thread, token, TOKEN_ADJUST_DEFAULT);
}

static void close_stage(void)
{
    stage_close(&stage);
}

static NTSTATUS set(void *buffer, ULONG length)
{
    return NtSetInformationToken(handle, TokenDefaultDacl, buffer, length);
}

/* A list in memory that belongs to the caller. */
static PACL caller_list(const char *text)
{
    struct rtl_acl *acl = acl_from_text(stage.w, text);
    PACL copy = srm_alloc(stage.w, acl->size);

    memcpy(copy, &acl->bytes, acl->size);
    rtl_acl_dereference(stage.w, acl);
    return copy;
}

START_TEST(list_is_copied)
{
    const LUID modified = token->ModifiedId;
    PACL list = caller_list("(A;;GA;;;WD)(D;;0x2;;;U)");

    information.DefaultDacl = list;
    ck_assert_status(set(&information, sizeof information), STATUS_SUCCESS);
    ck_assert_ptr_ne(&token->default_dacl->bytes, list);
    ck_assert_mem_eq(&token->default_dacl->bytes, list, list->AclSize);
    ck_assert(!rtl_luid_equal(token->ModifiedId, modified));
    memset(list, 0, list->AclSize);
    ck_assert(rtl_acl_valid(&token->default_dacl->bytes, token->default_dacl->size));
}
END_TEST

START_TEST(no_list_means_no_default)
{
    information.DefaultDacl = NULL;
    ck_assert_status(set(&information, sizeof information), STATUS_SUCCESS);
    ck_assert_ptr_null(token->default_dacl);
}
END_TEST

/* What the token gives to new objects changes; the token's own descriptor does not. */
START_TEST(own_descriptor_stays)
{
    const struct rtl_acl *before = token->header.descriptor->dacl;

    information.DefaultDacl = caller_list("");
    ck_assert_status(set(&information, sizeof information), STATUS_SUCCESS);
    ck_assert_ptr_eq(token->header.descriptor->dacl, before);
}
END_TEST

START_TEST(checks_come_in_order)
{
    TOKEN_INFORMATION_CLASS class = TokenUser;
    void *buffer = NULL;
    ULONG length = 0;
    ACL broken = {.AclRevision = 1, .AclSize = sizeof broken};

    handle = NULL;
#define SET NtSetInformationToken(handle, class, buffer, length)
    ck_assert_status(SET, STATUS_INVALID_HANDLE);
    handle = NtCurrentProcess();
    ck_assert_status(SET, STATUS_OBJECT_TYPE_MISMATCH);
    handle = handle_to(stage.client_thread, token, TOKEN_ALL_ACCESS & ~TOKEN_ADJUST_DEFAULT);
    ck_assert_status(SET, STATUS_INVALID_INFO_CLASS);
    class = TokenDefaultDacl;
    ck_assert_status(SET, STATUS_ACCESS_DENIED);
    handle = handle_to(stage.client_thread, token, TOKEN_ADJUST_DEFAULT);
    ck_assert_status(SET, STATUS_INFO_LENGTH_MISMATCH);
    length = sizeof information;
    ck_assert_status(SET, STATUS_ACCESS_VIOLATION);
    buffer = &information;
    information.DefaultDacl = SRM_UNREADABLE;
    ck_assert_status(SET, STATUS_ACCESS_VIOLATION);
    information.DefaultDacl = &broken;
    ck_assert_status(SET, STATUS_INVALID_ACL);
    broken.AclRevision = ACL_REVISION;
    ck_assert(srm_pool_fail(stage.w, "DynamicPart", 1, false));
    ck_assert_status(SET, STATUS_INSUFFICIENT_RESOURCES);
    ck_assert_status(SET, STATUS_SUCCESS);
#undef SET
}
END_TEST

/* T-7: primary group and DACL share the 500 bytes that a token is charged. */
static const struct {
    unsigned entries; /* of 20 bytes each, but the first, of 24 */
    NTSTATUS status;
} charges[] = {{22, STATUS_SUCCESS},
               {23, STATUS_SUCCESS}, /* the last byte */
               {24, STATUS_ALLOTTED_SPACE_EXCEEDED},
               {100, STATUS_ALLOTTED_SPACE_EXCEEDED}};

START_TEST(list_must_fit_what_is_charged)
{
    const SE_SID everyone = sid_from_word("WD"), administrators = sid_from_word("BA");
    const struct rtl_acl *before = token->default_dacl;
    struct rtl_ace rows[100];
    struct rtl_acl *list;
    size_t lists;

    for (int i = 0; i < ROWS(rows); i++)
        rows[i] = (struct rtl_ace){.sid = i == 0 ? &administrators.Sid : &everyone.Sid};
    list = rtl_acl_new(stage.w, rows, charges[_i].entries);
    lists = ex_pool_alive(stage.w->pool, EX_KIND_Acl);
    information.DefaultDacl = &list->bytes;
    ck_assert_status(set(&information, sizeof information), charges[_i].status);
    if (!NT_SUCCESS(charges[_i].status)) {
        ck_assert_ptr_eq(token->default_dacl, before);
        ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_Acl), lists);
    }
    rtl_acl_dereference(stage.w, list);
}
END_TEST

START_TEST(new_objects_get_the_new_default)
{
    HANDLE source = handle_to(stage.client_thread, token, TOKEN_DUPLICATE), copy;

    information.DefaultDacl = caller_list("(A;;GA;;;WD)");
    ck_assert_status(set(&information, sizeof information), STATUS_SUCCESS);
    ck_assert_status(NtDuplicateToken(source, 0, NULL, FALSE, TokenPrimary, &copy), STATUS_SUCCESS);
    ck_assert_ptr_eq(token_behind(stage.client_thread, copy)->header.descriptor->dacl,
                     token->default_dacl);
}
END_TEST

START_TEST(kernel_mode_is_trusted)
{
    handle = handle_to(stage.client_thread, token, 0);
    information.DefaultDacl = NULL;
    srm_thread_set_kernel_mode(stage.client_thread, true);
    ck_assert_status(set(&information, sizeof information), STATUS_SUCCESS);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/set_token");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_test(tcase, list_is_copied);
    tcase_add_test(tcase, no_list_means_no_default);
    tcase_add_test(tcase, own_descriptor_stays);
    tcase_add_test(tcase, checks_come_in_order);
    tcase_add_loop_test(tcase, list_must_fit_what_is_charged, 0, ROWS(charges));
    tcase_add_test(tcase, new_objects_get_the_new_default);
    tcase_add_test(tcase, kernel_mode_is_trusted);
    return suite_end();
}
