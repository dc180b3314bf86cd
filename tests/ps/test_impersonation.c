/* PsImpersonateClient and what ends it (impersonation.md 2.1, 2.5, 2.7, 2.8, 2.10). */
#include "support/stage.h"
#include "support/suite.h"

#include "ex/pool.h"
#include "rtl/luid.h"

static struct stage stage;
static PETHREAD client, server;
static struct se_token *bob;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    client = stage.client_thread;
    server = stage.server_thread;
    bob = token_from(stage.w, (struct token_words){.user = BOB});
}

static void close_stage(void)
{
    srm_release(bob);
    stage_close(&stage);
}

static NTSTATUS impersonate(PETHREAD thread, struct se_token *token)
{
    return PsImpersonateClient(thread, token, TRUE, FALSE, SecurityImpersonation);
}

START_TEST(allowed_thread_gets_the_token_itself)
{
    const SECURITY_IMPERSONATION_LEVEL level = (SECURITY_IMPERSONATION_LEVEL)_i;

    ck_assert_status(PsImpersonateClient(server, bob, TRUE, TRUE, level), STATUS_SUCCESS);
    ck_assert(server->impersonating);
    ck_assert_ptr_eq(server->block->token, bob);
    ck_assert_int_eq(server->block->level, level);
    ck_assert(server->block->copy_on_open && server->block->effective_only);
    ck_assert_uint_eq(srm_references(bob), 2);
    ck_assert_int_eq(bob->level, SecurityAnonymous);
}
END_TEST

/* 2.1 step 4: still a success, but a copy, and at SecurityIdentification. */
START_TEST(refused_thread_gets_a_lowered_copy)
{
    ck_assert_status(PsImpersonateClient(client, bob, TRUE, TRUE, (SECURITY_IMPERSONATION_LEVEL)_i),
                     STATUS_SUCCESS);
    ck_assert_ptr_ne(impersonated(client), bob);
    ck_assert(rtl_luid_equal(impersonated(client)->copied_from, bob->TokenId));
    ck_assert_ptr_eq(impersonated(client)->body, bob->body);
    ck_assert_int_eq(impersonated(client)->type, TokenImpersonation);
    ck_assert_int_eq(impersonated(client)->level, SecurityIdentification);
    ck_assert_int_eq(client->block->level, SecurityIdentification);
    ck_assert(client->block->copy_on_open && client->block->effective_only);
    ck_assert_uint_eq(srm_references(impersonated(client)), 1);
    ck_assert_uint_eq(srm_references(bob), 1);
}
END_TEST

/* G0: below SecurityImpersonation nobody is lowered. */
START_TEST(low_level_needs_no_lowering)
{
    ck_assert_status(
        PsImpersonateClient(client, bob, FALSE, FALSE, (SECURITY_IMPERSONATION_LEVEL)_i),
        STATUS_SUCCESS);
    ck_assert_ptr_eq(impersonated(client), bob);
    ck_assert_int_eq(client->block->level, _i);
}
END_TEST

START_TEST(process_of_the_thread_is_judged_and_not_the_caller)
{
    act_as(server);
    ck_assert_status(impersonate(client, bob), STATUS_SUCCESS);
    ck_assert_int_eq(client->block->level, SecurityIdentification);
    act_as(client);
    ck_assert_status(impersonate(server, bob), STATUS_SUCCESS);
    ck_assert_int_eq(server->block->level, SecurityImpersonation);
}
END_TEST

START_TEST(new_token_takes_the_place_of_the_old_one)
{
    ck_assert_status(impersonate(server, bob), STATUS_SUCCESS);
    ck_assert_status(impersonate(server, stage.alice), STATUS_SUCCESS);
    ck_assert_ptr_eq(impersonated(server), stage.alice);
    ck_assert_uint_eq(srm_references(bob), 1);
    PsRevertToSelf();
    ck_assert_uint_eq(srm_references(stage.alice), 2);
    ck_assert(!server->impersonating);
}
END_TEST

START_TEST(setting_the_same_token_again_changes_no_count)
{
    ck_assert_status(impersonate(server, bob), STATUS_SUCCESS);
    ck_assert_status(PsImpersonateClient(server, bob, FALSE, TRUE, SecurityDelegation),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(srm_references(bob), 2);
    ck_assert_int_eq(server->block->level, SecurityDelegation);
    ck_assert(!server->block->copy_on_open && server->block->effective_only);
}
END_TEST

START_TEST(lowered_copy_goes_with_the_impersonation)
{
    const size_t tokens = ex_pool_alive(stage.w->pool, EX_KIND_Token);

    for (int i = 0; i < 3; i++)
        ck_assert_status(impersonate(client, bob), STATUS_SUCCESS);
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_Token), tokens + 1);
    PsRevertThreadToSelf(client);
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_Token), tokens);
}
END_TEST

/* 2.1 step 1: all other parameters are ignored. */
START_TEST(null_token_ends_it)
{
    ck_assert_status(PsImpersonateClient(server, NULL, TRUE, TRUE, SecurityDelegation),
                     STATUS_SUCCESS);
    ck_assert(!server->impersonating);
    ck_assert_status(impersonate(server, bob), STATUS_SUCCESS);
    ck_assert_status(PsImpersonateClient(server, NULL, TRUE, TRUE, SecurityDelegation),
                     STATUS_SUCCESS);
    ck_assert(!server->impersonating);
    ck_assert_uint_eq(srm_references(bob), 1);
}
END_TEST

START_TEST(revert_ends_only_the_own_thread)
{
    ck_assert_status(impersonate(server, bob), STATUS_SUCCESS);
    ck_assert_status(impersonate(client, stage.alice), STATUS_SUCCESS);
    PsRevertToSelf();
    ck_assert(!PsIsThreadImpersonating(server));
    ck_assert(PsIsThreadImpersonating(client));
    PsRevertToSelf();
    PsRevertThreadToSelf(client);
    ck_assert(!PsIsThreadImpersonating(client));
}
END_TEST

/* 0.4: allocated on first impersonation and kept until the thread dies. */
START_TEST(block_is_made_once)
{
    ck_assert_ptr_null(server->block);
    ck_assert_status(impersonate(server, bob), STATUS_SUCCESS);
    PsRevertToSelf();
    ck_assert_ptr_nonnull(server->block);
    ck_assert_ptr_null(server->block->token);
    ck_assert(srm_pool_fail(stage.w, "ImpersonationBlock", 1, true));
    ck_assert_status(impersonate(server, bob), STATUS_SUCCESS);
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_ImpersonationBlock), 1);
}
END_TEST

static const struct {
    const char *answer;
    NTSTATUS status;
} pool_answers[] = {
    {"no-memory", STATUS_NO_MEMORY},
    {"insufficient-resources", STATUS_INSUFFICIENT_RESOURCES},
};

/* 2.1 step 2, IMP-C2 */
START_TEST(no_pool_for_the_block_is_a_status)
{
    ck_assert(srm_world_set_policy(stage.w, "pool-failure", pool_answers[_i].answer));
    ck_assert(srm_pool_fail(stage.w, "ImpersonationBlock", 1, false));
    ck_assert_status(impersonate(server, bob), pool_answers[_i].status);
    ck_assert(!server->impersonating);
    ck_assert_uint_eq(srm_references(bob), 1);
    ck_assert_status(impersonate(server, bob), STATUS_SUCCESS);
}
END_TEST

/* 2.1 step 4: the copy's failure is returned, the thread keeps what it has. */
START_TEST(no_pool_for_the_copy_keeps_the_old_token)
{
    ck_assert_status(impersonate(client, stage.alice), STATUS_SUCCESS);
    ck_assert(srm_pool_fail(stage.w, "ClientTokenCopy", 1, false));
    ck_assert_status(impersonate(client, bob), STATUS_INSUFFICIENT_RESOURCES);
    ck_assert_ptr_eq(impersonated(client), stage.alice);
    ck_assert_int_eq(client->block->level, SecurityImpersonation);
    ck_assert_uint_eq(srm_references(bob), 1);
}
END_TEST

/* IMP-C3: the page of SeImpersonateClientEx can be read as an error. */
START_TEST(refusal_is_an_error_by_the_other_reading)
{
    ck_assert(srm_world_set_policy(stage.w, "gate-refusal", "access-denied"));
    ck_assert_status(impersonate(client, stage.alice), STATUS_SUCCESS);
    ck_assert_status(impersonate(client, bob), STATUS_ACCESS_DENIED);
    ck_assert_ptr_eq(impersonated(client), stage.alice);
    ck_assert_status(PsImpersonateClient(client, bob, TRUE, FALSE, SecurityIdentification),
                     STATUS_SUCCESS);
}
END_TEST

/* IMP-C9 concerns G7 alone. */
START_TEST(restricted_process_may_be_refused_by_the_other_reading)
{
    PETHREAD sandbox =
        thread_of(stage.w, (struct token_words){.user = ALICE, .restricted = {"RC"}});

    ck_assert_status(impersonate(sandbox, stage.alice), STATUS_SUCCESS);
    ck_assert_int_eq(sandbox->block->level, SecurityIdentification);
    ck_assert(srm_world_set_policy(stage.w, "restricted-process", "access-denied"));
    ck_assert_status(impersonate(sandbox, stage.alice), STATUS_ACCESS_DENIED);
    ck_assert_status(impersonate(sandbox, bob), STATUS_SUCCESS);
    ck_assert_int_eq(sandbox->block->level, SecurityIdentification);
}
END_TEST

/* 2.7: an exact undo; the gate is not asked, and the reference moves. */
START_TEST(disabled_impersonation_comes_back_as_it_was)
{
    SE_IMPERSONATION_STATE state;

    ck_assert_status(PsImpersonateClient(server, bob, TRUE, TRUE, SecurityDelegation),
                     STATUS_SUCCESS);
    ck_assert(PsDisableImpersonation(server, &state));
    ck_assert(!PsIsThreadImpersonating(server));
    ck_assert_ptr_eq(state.Token, bob);
    ck_assert(state.CopyOnOpen && state.EffectiveOnly);
    ck_assert_int_eq(state.Level, SecurityDelegation);
    ck_assert_uint_eq(srm_references(bob), 2);
    se_token_set_privileges(stage.service, 0, 0);
    PsRestoreImpersonation(server, &state);
    ck_assert_ptr_eq(impersonated(server), bob);
    ck_assert(server->block->copy_on_open && server->block->effective_only);
    ck_assert_int_eq(server->block->level, SecurityDelegation);
    ck_assert_uint_eq(srm_references(bob), 2);
}
END_TEST

START_TEST(what_was_set_meanwhile_is_dropped)
{
    SE_IMPERSONATION_STATE state;

    ck_assert_status(impersonate(server, bob), STATUS_SUCCESS);
    PsDisableImpersonation(server, &state);
    ck_assert_status(impersonate(server, stage.alice), STATUS_SUCCESS);
    ck_assert_uint_eq(srm_references(stage.alice), 3);
    PsRestoreImpersonation(server, &state);
    ck_assert_uint_eq(srm_references(stage.alice), 2);
    ck_assert_ptr_eq(impersonated(server), bob);
}
END_TEST

START_TEST(nothing_to_disable_is_a_zeroed_state)
{
    SE_IMPERSONATION_STATE state = {bob, TRUE, TRUE, SecurityDelegation};

    ck_assert(!PsDisableImpersonation(server, &state));
    ck_assert_ptr_null(state.Token);
    ck_assert(!state.CopyOnOpen && !state.EffectiveOnly);
    ck_assert_int_eq(state.Level, SecurityAnonymous);
    ck_assert_status(impersonate(server, bob), STATUS_SUCCESS);
    PsRestoreImpersonation(server, &state);
    ck_assert(!server->impersonating);
    ck_assert_uint_eq(srm_references(bob), 1);
}
END_TEST

static void add_impersonating(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, allowed_thread_gets_the_token_itself, SecurityAnonymous,
                        SecurityDelegation + 1);
    tcase_add_loop_test(tcase, refused_thread_gets_a_lowered_copy, SecurityImpersonation,
                        SecurityDelegation + 1);
    tcase_add_loop_test(tcase, low_level_needs_no_lowering, SecurityAnonymous,
                        SecurityIdentification + 1);
    tcase_add_test(tcase, process_of_the_thread_is_judged_and_not_the_caller);
    tcase_add_test(tcase, new_token_takes_the_place_of_the_old_one);
    tcase_add_test(tcase, setting_the_same_token_again_changes_no_count);
    tcase_add_test(tcase, lowered_copy_goes_with_the_impersonation);
    tcase_add_test(tcase, block_is_made_once);
    tcase_add_loop_test(tcase, no_pool_for_the_block_is_a_status, 0, ROWS(pool_answers));
    tcase_add_test(tcase, no_pool_for_the_copy_keeps_the_old_token);
    tcase_add_test(tcase, refusal_is_an_error_by_the_other_reading);
    tcase_add_test(tcase, restricted_process_may_be_refused_by_the_other_reading);
}

int main(void)
{
    TCase *ending;

    add_impersonating(suite_begin("ps/impersonation"));
    ending = suite_add("ending");
    tcase_add_checked_fixture(ending, open_stage, close_stage);
    tcase_add_test(ending, null_token_ends_it);
    tcase_add_test(ending, revert_ends_only_the_own_thread);
    tcase_add_test(ending, disabled_impersonation_comes_back_as_it_was);
    tcase_add_test(ending, what_was_set_meanwhile_is_dropped);
    tcase_add_test(ending, nothing_to_disable_is_a_zeroed_state);
    return suite_end();
}
