/* SeCreateClientSecurity and its relatives (impersonation.md 1.1 to 1.3). */
#include "support/stage.h"
#include "support/suite.h"

#include "ex/pool.h"
#include "rtl/luid.h"

#define BAD_LEVEL STATUS_BAD_IMPERSONATION_LEVEL

enum { ANONYMOUS, IDENTIFICATION, IMPERSONATION, DELEGATION, NONE = -1 };

static struct stage stage;
static struct se_token *bob;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    bob = token_from(stage.w, (struct token_words){.user = BOB});
}

static void close_stage(void)
{
    srm_release(bob);
    stage_close(&stage);
}

static SECURITY_QUALITY_OF_SERVICE qos(int level, BOOLEAN tracking, BOOLEAN effective_only)
{
    return (SECURITY_QUALITY_OF_SERVICE){
        .Length = sizeof(SECURITY_QUALITY_OF_SERVICE),
        .ImpersonationLevel = (SECURITY_IMPERSONATION_LEVEL)level,
        .ContextTrackingMode = tracking,
        .EffectiveOnly = effective_only,
    };
}

/* The client here is the server's thread, since it may impersonate at every level. */
static PETHREAD client_at(int level, BOOLEAN effective_only)
{
    if (level != NONE)
        ck_assert_status(PsImpersonateClient(stage.server_thread, bob, TRUE, effective_only,
                                             (SECURITY_IMPERSONATION_LEVEL)level),
                         STATUS_SUCCESS);
    return stage.server_thread;
}

static NTSTATUS create(PETHREAD client, bool by_subject, SECURITY_QUALITY_OF_SERVICE wanted,
                       BOOLEAN remote, PSECURITY_CLIENT_CONTEXT context)
{
    SECURITY_SUBJECT_CONTEXT subject;
    NTSTATUS status;

    if (!by_subject)
        return SeCreateClientSecurity(client, &wanted, remote, context);
    SeCaptureSubjectContextEx(client, client->process, &subject);
    status = SeCreateClientSecurityFromSubjectContext(&subject, &wanted, remote, context);
    SeReleaseSubjectContext(&subject);
    return status;
}

static const struct {
    int client, level; /* the client's own level, or NONE; the one asked for */
    BOOLEAN remote;
    NTSTATUS status;
} levels[] = {
    {NONE, ANONYMOUS, FALSE, STATUS_SUCCESS},
    {NONE, IDENTIFICATION, FALSE, STATUS_SUCCESS},
    {NONE, IMPERSONATION, FALSE, STATUS_SUCCESS},
    {NONE, DELEGATION, FALSE, STATUS_SUCCESS},
    {NONE, DELEGATION, TRUE, STATUS_SUCCESS},
    {NONE, ANONYMOUS, TRUE, STATUS_SUCCESS},
    {NONE, 4, FALSE, STATUS_INVALID_PARAMETER},
    {NONE, -1, FALSE, STATUS_INVALID_PARAMETER},
    {ANONYMOUS, ANONYMOUS, FALSE, BAD_LEVEL},
    {ANONYMOUS, IMPERSONATION, FALSE, BAD_LEVEL},
    {ANONYMOUS, 4, FALSE, STATUS_INVALID_PARAMETER},
    {IDENTIFICATION, ANONYMOUS, FALSE, BAD_LEVEL},
    {IDENTIFICATION, IDENTIFICATION, FALSE, BAD_LEVEL},
    {IDENTIFICATION, IMPERSONATION, FALSE, BAD_LEVEL},
    {IMPERSONATION, ANONYMOUS, FALSE, STATUS_SUCCESS},
    {IMPERSONATION, IMPERSONATION, FALSE, STATUS_SUCCESS},
    {IMPERSONATION, DELEGATION, FALSE, BAD_LEVEL},
    {IMPERSONATION, IDENTIFICATION, TRUE, BAD_LEVEL},
    {IMPERSONATION, IMPERSONATION, TRUE, BAD_LEVEL},
    {DELEGATION, DELEGATION, FALSE, STATUS_SUCCESS},
    {DELEGATION, DELEGATION, TRUE, STATUS_SUCCESS},
    {DELEGATION, IDENTIFICATION, TRUE, STATUS_SUCCESS},
    {DELEGATION, 4, TRUE, STATUS_INVALID_PARAMETER},
};

START_TEST(level_is_judged_as_documented)
{
    for (int variant = 0; variant < 4; variant++) {
        PETHREAD client = client_at(levels[_i].client, FALSE);
        struct se_token *effective = ps_effective_token(client);
        const uint32_t references = srm_references(effective);
        const size_t tokens = ex_pool_alive(stage.w->pool, EX_KIND_Token);
        SECURITY_CLIENT_CONTEXT context;
        NTSTATUS status =
            create(client, variant & 1, qos(levels[_i].level, (BOOLEAN)(variant >> 1), FALSE),
                   levels[_i].remote, &context);

        ck_assert_msg(status == levels[_i].status, "variant %d: %s", variant, status_text(status));
        if (NT_SUCCESS(status))
            SeDeleteClientSecurity(&context);
        ck_assert_uint_eq(srm_references(effective), references);
        ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_Token), tokens);
        PsRevertThreadToSelf(client);
    }
}
END_TEST

/* 1.1 step 5 and IMP-C1 */
static const struct {
    BOOLEAN tracking, remote;
    const char *answer;
    bool reference;
} trackings[] = {
    {SECURITY_STATIC_TRACKING, FALSE, "copy", false},
    {SECURITY_STATIC_TRACKING, TRUE, "copy", false},
    {SECURITY_DYNAMIC_TRACKING, FALSE, "copy", true},
    {SECURITY_DYNAMIC_TRACKING, TRUE, "copy", false},
    {SECURITY_DYNAMIC_TRACKING, TRUE, "reference", true},
    {SECURITY_STATIC_TRACKING, TRUE, "reference", false},
};

START_TEST(context_holds_a_reference_or_a_copy)
{
    const uint32_t references = srm_references(stage.alice);
    SECURITY_CLIENT_CONTEXT context;
    struct se_token *token;

    ck_assert(srm_world_set_policy(stage.w, "dynamic-remote", trackings[_i].answer));
    ck_assert_status(create(stage.client_thread, false,
                            qos(DELEGATION, trackings[_i].tracking, FALSE), trackings[_i].remote,
                            &context),
                     STATUS_SUCCESS);
    token = context.ClientToken;
    ck_assert(context.DirectlyAccessClientToken == trackings[_i].reference);
    ck_assert((token == stage.alice) == trackings[_i].reference);
    ck_assert_uint_eq(srm_references(stage.alice), references + (trackings[_i].reference ? 1 : 0));
    if (!trackings[_i].reference) {
        ck_assert_uint_eq(srm_references(token), 1);
        ck_assert(rtl_luid_equal(token->copied_from, stage.alice->TokenId));
        ck_assert_int_eq(token->type, TokenImpersonation);
        ck_assert_int_eq(token->level, SecurityDelegation);
    }
    SeDeleteClientSecurity(&context);
    ck_assert_uint_eq(srm_references(stage.alice), references);
}
END_TEST

START_TEST(context_is_filled_from_the_qos)
{
    SECURITY_QUALITY_OF_SERVICE wanted = qos(IMPERSONATION, SECURITY_DYNAMIC_TRACKING, TRUE);
    SECURITY_CLIENT_CONTEXT context;

    ck_assert_status(SeCreateClientSecurity(stage.client_thread, &wanted, TRUE, &context),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(context.SecurityQos.Length, sizeof(SECURITY_QUALITY_OF_SERVICE));
    ck_assert_int_eq(context.SecurityQos.ImpersonationLevel, SecurityImpersonation);
    ck_assert_uint_eq(context.SecurityQos.ContextTrackingMode, SECURITY_DYNAMIC_TRACKING);
    ck_assert_uint_eq(context.SecurityQos.EffectiveOnly, TRUE);
    ck_assert_uint_eq(context.ServerIsRemote, TRUE);
    ck_assert_uint_eq(context.DirectAccessEffectiveOnly, TRUE);
    SeDeleteClientSecurity(&context);
}
END_TEST

START_TEST(remote_reference_can_tell_later_changes)
{
    SECURITY_CLIENT_CONTEXT context;

    ck_assert(srm_world_set_policy(stage.w, "dynamic-remote", "reference"));
    ck_assert_status(
        create(stage.client_thread, false, qos(IMPERSONATION, TRUE, FALSE), TRUE, &context),
        STATUS_SUCCESS);
    ck_assert(rtl_luid_equal(context.ClientTokenControl.TokenId, stage.alice->TokenId));
    ck_assert(rtl_luid_equal(context.ClientTokenControl.ModifiedId, stage.alice->ModifiedId));
    ck_assert(
        rtl_luid_equal(context.ClientTokenControl.AuthenticationId, stage.alice->AuthenticationId));
    ck_assert_mem_eq(&context.ClientTokenControl.TokenSource, &stage.alice->source,
                     sizeof stage.alice->source);
    SeDeleteClientSecurity(&context);
}
END_TEST

/* 1.1 step 4.4 and 1.2 step 4: a subject context does not carry the thread's flag. */
static const struct {
    int client;
    BOOLEAN of_thread, of_qos;
    BOOLEAN by_thread, by_subject;
} effective_only[] = {
    {NONE, FALSE, FALSE, FALSE, FALSE},          {NONE, FALSE, TRUE, TRUE, TRUE},
    {IMPERSONATION, FALSE, FALSE, FALSE, FALSE}, {IMPERSONATION, TRUE, FALSE, TRUE, FALSE},
    {IMPERSONATION, FALSE, TRUE, TRUE, TRUE},    {IMPERSONATION, TRUE, TRUE, TRUE, TRUE},
};

START_TEST(effective_only_is_of_thread_or_qos)
{
    PETHREAD client = client_at(effective_only[_i].client, effective_only[_i].of_thread);

    for (int by_subject = 0; by_subject < 2; by_subject++) {
        SECURITY_CLIENT_CONTEXT context;

        ck_assert_status(create(client, by_subject,
                                qos(IMPERSONATION, TRUE, effective_only[_i].of_qos), FALSE,
                                &context),
                         STATUS_SUCCESS);
        ck_assert_uint_eq(context.DirectAccessEffectiveOnly, by_subject
                                                                 ? effective_only[_i].by_subject
                                                                 : effective_only[_i].by_thread);
        ck_assert_uint_eq(context.SecurityQos.EffectiveOnly, effective_only[_i].of_qos);
        SeDeleteClientSecurity(&context);
    }
}
END_TEST

/* "Facts that models often get wrong": the static copy is whole, whatever the flags say. */
START_TEST(static_copy_is_never_stripped)
{
    SECURITY_CLIENT_CONTEXT context;
    const struct se_token *copy;

    ck_assert_status(create(client_at(IMPERSONATION, TRUE), false, qos(IDENTIFICATION, FALSE, TRUE),
                            FALSE, &context),
                     STATUS_SUCCESS);
    copy = context.ClientToken;
    ck_assert_uint_eq(copy->present, bob->present);
    ck_assert_uint_ne(copy->present, copy->enabled);
    ck_assert_int_eq(copy->level, SecurityIdentification);
    SeDeleteClientSecurity(&context);
}
END_TEST

START_TEST(no_pool_for_the_copy_is_a_status)
{
    const uint32_t references = srm_references(stage.alice);
    SECURITY_CLIENT_CONTEXT context;

    ck_assert(srm_pool_fail(stage.w, "ClientTokenCopy", 1, true));
    ck_assert_status(
        create(stage.client_thread, _i, qos(IMPERSONATION, FALSE, FALSE), FALSE, &context),
        STATUS_INSUFFICIENT_RESOURCES);
    ck_assert_uint_eq(srm_references(stage.alice), references);
    ck_assert_status(
        create(stage.client_thread, _i, qos(IMPERSONATION, TRUE, FALSE), FALSE, &context),
        STATUS_SUCCESS);
    SeDeleteClientSecurity(&context);
}
END_TEST

START_TEST(context_of_another_thread_than_the_callers)
{
    SECURITY_CLIENT_CONTEXT context;

    act_as(client_at(IMPERSONATION, FALSE));
    ck_assert_status(
        create(stage.client_thread, false, qos(IMPERSONATION, TRUE, FALSE), FALSE, &context),
        STATUS_SUCCESS);
    ck_assert_ptr_eq(context.ClientToken, stage.alice);
    SeDeleteClientSecurity(&context);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("client/client_security");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, level_is_judged_as_documented, 0, ROWS(levels));
    tcase_add_loop_test(tcase, context_holds_a_reference_or_a_copy, 0, ROWS(trackings));
    tcase_add_test(tcase, context_is_filled_from_the_qos);
    tcase_add_test(tcase, remote_reference_can_tell_later_changes);
    tcase_add_loop_test(tcase, effective_only_is_of_thread_or_qos, 0, ROWS(effective_only));
    tcase_add_test(tcase, static_copy_is_never_stripped);
    tcase_add_loop_test(tcase, no_pool_for_the_copy_is_a_status, 0, 2);
    tcase_add_test(tcase, context_of_another_thread_than_the_callers);
    return suite_end();
}
