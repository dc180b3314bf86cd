/* Subject contexts (impersonation.md 2.11). */
#include "support/stage.h"
#include "support/suite.h"

#include "client/subject.h"

static struct stage stage;
static SECURITY_SUBJECT_CONTEXT subject;

static void open_stage(void)
{
    stage_open(&stage, NULL);
}

static void close_stage(void)
{
    stage_close(&stage);
}

static void impersonate_alice(SECURITY_IMPERSONATION_LEVEL level)
{
    ck_assert_status(PsImpersonateClient(stage.server_thread, stage.alice, TRUE, TRUE, level),
                     STATUS_SUCCESS);
}

START_TEST(plain_thread_has_no_client_token)
{
    const uint32_t references = srm_references(stage.service);

    SeCaptureSubjectContext(&subject);
    ck_assert_ptr_null(subject.ClientToken);
    ck_assert_ptr_eq(subject.PrimaryToken, stage.service);
    ck_assert_uint_eq((uintptr_t)subject.ProcessAuditId, stage.server->header.id);
    ck_assert_uint_eq(srm_references(stage.service), references + 1);
    ck_assert_ptr_eq(SeQuerySubjectContextToken(&subject), stage.service);
    SeReleaseSubjectContext(&subject);
    ck_assert_ptr_null(subject.PrimaryToken);
    ck_assert_uint_eq(srm_references(stage.service), references);
}
END_TEST

START_TEST(impersonating_thread_has_both)
{
    uint32_t references;

    impersonate_alice((SECURITY_IMPERSONATION_LEVEL)_i);
    references = srm_references(stage.alice);
    SeCaptureSubjectContext(&subject);
    ck_assert_ptr_eq(subject.ClientToken, stage.alice);
    ck_assert_int_eq(subject.ImpersonationLevel, _i);
    ck_assert_ptr_eq(subject.PrimaryToken, stage.service);
    ck_assert_uint_eq(srm_references(stage.alice), references + 1);
    ck_assert_ptr_eq(SeQuerySubjectContextToken(&subject), stage.alice);
    SeReleaseSubjectContext(&subject);
    ck_assert_ptr_null(subject.ClientToken);
    ck_assert_uint_eq(srm_references(stage.alice), references);
}
END_TEST

/* 2.11 step 2: a snapshot of pointers. */
START_TEST(captured_subject_survives_the_revert)
{
    impersonate_alice(SecurityImpersonation);
    SeCaptureSubjectContext(&subject);
    PsRevertToSelf();
    ck_assert_ptr_eq(SeQuerySubjectContextToken(&subject), stage.alice);
    SeLockSubjectContext(&subject);
    SeUnlockSubjectContext(&subject);
    SeReleaseSubjectContext(&subject);
}
END_TEST

START_TEST(without_a_thread_there_is_no_client_token)
{
    impersonate_alice(SecurityImpersonation);
    SeCaptureSubjectContextEx(NULL, stage.client, &subject);
    ck_assert_ptr_null(subject.ClientToken);
    ck_assert_ptr_eq(subject.PrimaryToken, stage.alice);
    SeReleaseSubjectContext(&subject);
}
END_TEST

START_TEST(thread_and_process_may_be_of_two_processes)
{
    impersonate_alice(SecurityDelegation);
    SeCaptureSubjectContextEx(stage.server_thread, stage.client, &subject);
    ck_assert_ptr_eq(subject.ClientToken, stage.alice);
    ck_assert_ptr_eq(subject.PrimaryToken, stage.alice);
    ck_assert_uint_eq((uintptr_t)subject.ProcessAuditId, stage.client->header.id);
    SeReleaseSubjectContext(&subject);
}
END_TEST

START_TEST(short_form_takes_no_reference)
{
    uint32_t references;

    impersonate_alice(SecurityImpersonation);
    references = srm_references(stage.alice);
    subject = client_subject_of(stage.server_thread, false);
    ck_assert_ptr_eq(subject.ClientToken, stage.alice);
    ck_assert_int_eq(subject.ImpersonationLevel, SecurityImpersonation);
    subject = client_subject_of(stage.server_thread, true);
    ck_assert_ptr_null(subject.ClientToken);
    ck_assert_ptr_eq(subject.PrimaryToken, stage.service);
    ck_assert_uint_eq(srm_references(stage.alice), references);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("client/subject");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_test(tcase, plain_thread_has_no_client_token);
    tcase_add_loop_test(tcase, impersonating_thread_has_both, SecurityAnonymous,
                        SecurityDelegation + 1);
    tcase_add_test(tcase, captured_subject_survives_the_revert);
    tcase_add_test(tcase, without_a_thread_there_is_no_client_token);
    tcase_add_test(tcase, thread_and_process_may_be_of_two_processes);
    tcase_add_test(tcase, short_form_takes_no_reference);
    return suite_end();
}
