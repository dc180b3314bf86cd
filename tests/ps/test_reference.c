/* Borrowing tokens: PsReference* and PsDereference* (impersonation.md 2.2 to 2.4). */
#include "support/stage.h"
#include "support/suite.h"

static struct stage stage;

static void open_stage(void)
{
    stage_open(&stage, NULL);
}

static void close_stage(void)
{
    stage_close(&stage);
}

/* What the routines write, from values that none of them writes. */
struct written {
    BOOLEAN copy_on_open, effective_only;
    SECURITY_IMPERSONATION_LEVEL level;
    TOKEN_TYPE type;
};

static struct written untouched(void)
{
    return (struct written){77, 77, (SECURITY_IMPERSONATION_LEVEL)77, (TOKEN_TYPE)77};
}

static void impersonate(BOOLEAN copy_on_open, BOOLEAN effective_only,
                        SECURITY_IMPERSONATION_LEVEL level)
{
    ck_assert_status(
        PsImpersonateClient(stage.server_thread, stage.alice, copy_on_open, effective_only, level),
        STATUS_SUCCESS);
}

START_TEST(primary_token_is_referenced)
{
    const uint32_t references = srm_references(stage.alice);

    ck_assert_ptr_eq(PsReferencePrimaryToken(stage.client), stage.alice);
    ck_assert_uint_eq(srm_references(stage.alice), references + 1);
    PsDereferencePrimaryToken(stage.alice);
    ck_assert_uint_eq(srm_references(stage.alice), references);
}
END_TEST

START_TEST(nothing_impersonated_writes_nothing)
{
    struct written out = untouched();

    ck_assert_ptr_null(PsReferenceImpersonationToken(stage.server_thread, &out.copy_on_open,
                                                     &out.effective_only, &out.level));
    ck_assert_uint_eq(out.copy_on_open, 77);
    ck_assert_uint_eq(out.effective_only, 77);
    ck_assert_int_eq((int)out.level, 77);
    PsDereferenceImpersonationToken(NULL);
}
END_TEST

START_TEST(impersonated_token_is_referenced_with_its_block)
{
    const BOOLEAN copy_on_open = _i & 1, effective_only = (_i >> 1) & 1;
    const SECURITY_IMPERSONATION_LEVEL level = (SECURITY_IMPERSONATION_LEVEL)(_i >> 2);
    struct written out = untouched();
    uint32_t references;

    impersonate(copy_on_open, effective_only, level);
    references = srm_references(stage.alice);
    ck_assert_ptr_eq(PsReferenceImpersonationToken(stage.server_thread, &out.copy_on_open,
                                                   &out.effective_only, &out.level),
                     stage.alice);
    ck_assert_uint_eq(out.copy_on_open, copy_on_open);
    ck_assert_uint_eq(out.effective_only, effective_only);
    ck_assert_int_eq(out.level, level);
    ck_assert_uint_eq(srm_references(stage.alice), references + 1);
    PsDereferenceImpersonationToken(stage.alice);
}
END_TEST

/* 2.3: the type says where the token came from, not what it is. */
START_TEST(effective_token_of_an_impersonating_thread)
{
    struct written out = untouched();

    impersonate(FALSE, TRUE, SecurityDelegation);
    ck_assert_ptr_eq(
        PsReferenceEffectiveToken(stage.server_thread, &out.type, &out.effective_only, &out.level),
        stage.alice);
    ck_assert_int_eq(out.type, TokenImpersonation);
    ck_assert_int_eq(stage.alice->type, TokenPrimary);
    ck_assert_uint_eq(out.effective_only, TRUE);
    ck_assert_int_eq(out.level, SecurityDelegation);
    PsDereferenceImpersonationToken(stage.alice);
}
END_TEST

START_TEST(effective_token_of_a_plain_thread)
{
    const uint32_t references = srm_references(stage.service);
    struct written out = untouched();

    ck_assert_ptr_eq(
        PsReferenceEffectiveToken(stage.server_thread, &out.type, &out.effective_only, &out.level),
        stage.service);
    ck_assert_int_eq(out.type, TokenPrimary);
    ck_assert_uint_eq(out.effective_only, FALSE);
    ck_assert_int_eq((int)out.level, 77);
    ck_assert_uint_eq(srm_references(stage.service), references + 1);
    PsDereferencePrimaryToken(stage.service);
}
END_TEST

/* ddi/psdereferenceimpersonationtoken: the last reference deletes. */
START_TEST(borrowed_token_outlives_the_impersonation)
{
    struct written out;
    struct se_token *token;

    ck_assert_status(PsImpersonateClient(stage.client_thread, stage.service, FALSE, FALSE,
                                         SecurityImpersonation),
                     STATUS_SUCCESS);
    token = PsReferenceImpersonationToken(stage.client_thread, &out.copy_on_open,
                                          &out.effective_only, &out.level);
    PsRevertThreadToSelf(stage.client_thread);
    ck_assert_uint_eq(srm_references(token), 1);
    ck_assert_uint_eq(srm_world_alive(stage.w, "Token"), 3);
    PsDereferenceImpersonationToken(token);
    ck_assert_uint_eq(srm_world_alive(stage.w, "Token"), 2);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("ps/reference");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_test(tcase, primary_token_is_referenced);
    tcase_add_test(tcase, nothing_impersonated_writes_nothing);
    tcase_add_loop_test(tcase, impersonated_token_is_referenced_with_its_block, 0, 16);
    tcase_add_test(tcase, effective_token_of_an_impersonating_thread);
    tcase_add_test(tcase, effective_token_of_a_plain_thread);
    tcase_add_test(tcase, borrowed_token_outlives_the_impersonation);
    return suite_end();
}
