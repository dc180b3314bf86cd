/* SeImpersonateClientEx and what ends it (impersonation.md 1.4 to 1.6), and tracking over time. */
#include "support/stage.h"
#include "support/suite.h"

#define SHUTDOWN SE_PRIVILEGE_BIT(SE_SHUTDOWN_PRIVILEGE)

static struct stage stage;
static SECURITY_CLIENT_CONTEXT context;

static void open_stage(void)
{
    stage_open(&stage, NULL);
}

static void close_stage(void)
{
    stage_close(&stage);
}

static void create(BOOLEAN tracking, BOOLEAN effective_only)
{
    SECURITY_QUALITY_OF_SERVICE qos = {
        .Length = sizeof qos,
        .ImpersonationLevel = SecurityImpersonation,
        .ContextTrackingMode = tracking,
        .EffectiveOnly = effective_only,
    };

    ck_assert_status(SeCreateClientSecurity(stage.client_thread, &qos, FALSE, &context),
                     STATUS_SUCCESS);
}

START_TEST(server_impersonates_its_client)
{
    create((BOOLEAN)_i, FALSE);
    ck_assert_status(SeImpersonateClientEx(&context, NULL), STATUS_SUCCESS);
    ck_assert_ptr_eq(impersonated(stage.server_thread), context.ClientToken);
    ck_assert_int_eq(stage.server_thread->block->level, SecurityImpersonation);
    ck_assert(stage.server_thread->block->copy_on_open);
    SeDeleteClientSecurity(&context);
    ck_assert(PsIsThreadImpersonating(stage.server_thread));
    SeStopImpersonatingClient();
    ck_assert(!PsIsThreadImpersonating(stage.server_thread));
}
END_TEST

START_TEST(given_thread_impersonates_instead_of_the_caller)
{
    create(FALSE, FALSE);
    act_as(stage.client_thread);
    ck_assert_status(SeImpersonateClientEx(&context, stage.server_thread), STATUS_SUCCESS);
    ck_assert(!PsIsThreadImpersonating(stage.client_thread));
    ck_assert(PsIsThreadImpersonating(stage.server_thread));
    SeStopImpersonatingClient();
    ck_assert(PsIsThreadImpersonating(stage.server_thread));
    PsImpersonateClient(stage.server_thread, NULL, FALSE, FALSE, SecurityAnonymous);
    ck_assert(!PsIsThreadImpersonating(stage.server_thread));
    SeDeleteClientSecurity(&context);
}
END_TEST

/* 1.4 step 2: which of the two flags counts depends on how the context holds the token. */
static const struct {
    BOOLEAN direct, of_access, of_qos, expected;
} flags[] = {
    {TRUE, TRUE, FALSE, TRUE},
    {TRUE, FALSE, TRUE, FALSE},
    {FALSE, TRUE, FALSE, FALSE},
    {FALSE, FALSE, TRUE, TRUE},
};

START_TEST(effective_only_comes_from_the_field_that_counts)
{
    create(TRUE, FALSE);
    context.DirectlyAccessClientToken = flags[_i].direct;
    context.DirectAccessEffectiveOnly = flags[_i].of_access;
    context.SecurityQos.EffectiveOnly = flags[_i].of_qos;
    ck_assert_status(SeImpersonateClientEx(&context, NULL), STATUS_SUCCESS);
    ck_assert_uint_eq(stage.server_thread->block->effective_only, flags[_i].expected);
    SeStopImpersonatingClient();
    SeDeleteClientSecurity(&context);
}
END_TEST

START_TEST(client_may_not_be_impersonated_by_everybody)
{
    PETHREAD bob = thread_of(stage.w, (struct token_words){.user = BOB});

    create(TRUE, FALSE);
    ck_assert_status(SeImpersonateClientEx(&context, bob), STATUS_SUCCESS);
    ck_assert_int_eq(bob->block->level, SecurityIdentification);
    ck_assert_ptr_ne(impersonated(bob), context.ClientToken);
    PsRevertThreadToSelf(bob);
    SeDeleteClientSecurity(&context);
}
END_TEST

START_TEST(dynamic_context_shows_what_the_client_changes)
{
    create(TRUE, FALSE);
    ck_assert_status(SeImpersonateClientEx(&context, NULL), STATUS_SUCCESS);
    se_token_set_privileges(stage.alice, stage.alice->present, stage.alice->enabled | SHUTDOWN);
    ck_assert(se_token_has_enabled(impersonated(stage.server_thread), SE_SHUTDOWN_PRIVILEGE));
    SeStopImpersonatingClient();
    SeDeleteClientSecurity(&context);
}
END_TEST

START_TEST(static_context_is_of_the_moment_it_was_made)
{
    create(FALSE, FALSE);
    se_token_set_privileges(stage.alice, stage.alice->present, stage.alice->enabled | SHUTDOWN);
    ck_assert_status(SeImpersonateClientEx(&context, NULL), STATUS_SUCCESS);
    ck_assert(!se_token_has_enabled(impersonated(stage.server_thread), SE_SHUTDOWN_PRIVILEGE));
    SeStopImpersonatingClient();
    SeDeleteClientSecurity(&context);
}
END_TEST

/* 1.5: nobody is told of a failure. */
START_TEST(void_form_does_the_same_and_tells_nothing)
{
    create(FALSE, FALSE);
    ck_assert(srm_pool_fail(stage.w, "ImpersonationBlock", 1, false));
    SeImpersonateClient(&context, stage.server_thread);
    ck_assert(!PsIsThreadImpersonating(stage.server_thread));
    SeImpersonateClient(&context, NULL);
    ck_assert(PsIsThreadImpersonating(stage.server_thread));
    SeStopImpersonatingClient();
    SeDeleteClientSecurity(&context);
}
END_TEST

static const struct {
    const char *allocation;
    NTSTATUS status;
} failures[] = {
    {"ImpersonationBlock", STATUS_NO_MEMORY},
    {"ClientTokenCopy", STATUS_INSUFFICIENT_RESOURCES},
};

START_TEST(no_pool_is_a_status_and_changes_nothing)
{
    PETHREAD bob = thread_of(stage.w, (struct token_words){.user = BOB});

    create(TRUE, FALSE);
    ck_assert(srm_pool_fail(stage.w, failures[_i].allocation, 1, false));
    ck_assert_status(SeImpersonateClientEx(&context, bob), failures[_i].status);
    ck_assert(!PsIsThreadImpersonating(bob));
    SeDeleteClientSecurity(&context);
}
END_TEST

START_TEST(one_context_serves_many_threads)
{
    PETHREAD other = srm_thread_new(stage.server);

    create(FALSE, FALSE);
    ck_assert_status(SeImpersonateClientEx(&context, NULL), STATUS_SUCCESS);
    ck_assert_status(SeImpersonateClientEx(&context, other), STATUS_SUCCESS);
    ck_assert_uint_eq(srm_references(context.ClientToken), 3);
    SeStopImpersonatingClient();
    PsRevertThreadToSelf(other);
    ck_assert_uint_eq(srm_references(context.ClientToken), 1);
    SeDeleteClientSecurity(&context);
    srm_release(other);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("client/impersonate_client");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, server_impersonates_its_client, 0, 2);
    tcase_add_test(tcase, given_thread_impersonates_instead_of_the_caller);
    tcase_add_loop_test(tcase, effective_only_comes_from_the_field_that_counts, 0, ROWS(flags));
    tcase_add_test(tcase, client_may_not_be_impersonated_by_everybody);
    tcase_add_test(tcase, dynamic_context_shows_what_the_client_changes);
    tcase_add_test(tcase, static_context_is_of_the_moment_it_was_made);
    tcase_add_test(tcase, void_form_does_the_same_and_tells_nothing);
    tcase_add_loop_test(tcase, no_pool_is_a_status_and_changes_nothing, 0, ROWS(failures));
    tcase_add_test(tcase, one_context_serves_many_threads);
    return suite_end();
}
