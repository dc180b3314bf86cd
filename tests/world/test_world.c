/* Worlds: making, resetting, taking down; policies, the pool, and what is not modelled. */
#include "support/stage.h"
#include "support/suite.h"

#include "ex/pool.h"
#include "ex/rules.h"
#include "ntsrm/windows.h"
#include "rtl/luid.h"

#include <signal.h>
#include <string.h>

static struct srm_world *w;

static void open_world(void)
{
    w = srm_world_new(NULL);
}

static void close_world(void)
{
    srm_world_delete(w);
}

START_TEST(world_is_of_its_version)
{
    struct srm_world *other = srm_world_new(ex_profile_name((enum srm_profile)_i));

    ck_assert_int_eq(other->profile, _i);
    ck_assert_uint_eq(srm_world_alive(other, "World"), 1);
    ck_assert_uint_eq(srm_world_delete(other), 0);
}
END_TEST

START_TEST(newest_version_is_the_usual_one)
{
    ck_assert_int_eq(w->profile, SRM_PROFILE_NT10_0);
    ck_assert_ptr_null(srm_world_new("nt4.0"));
    ck_assert_ptr_null(srm_world_new(""));
}
END_TEST

START_TEST(reset_world_is_empty_and_of_another_version)
{
    PETHREAD thread = thread_of(w, (struct token_words){.user = ALICE});
    LUID first;

    act_as(thread);
    srm_trace(w, true);
    ImpersonateSelf(SecurityImpersonation);
    ck_assert(srm_world_set_policy(w, "pool-failure", "insufficient-resources"));
    ck_assert(srm_pool_fail(w, "any", 1, true));
    ck_assert(srm_world_reset(w, "nt5.2"));
    ck_assert(!ps_runs_in(w));
    ck_assert_int_eq(w->profile, SRM_PROFILE_NT5_2);
    ck_assert(policy(w, pool_failure));
    for (int kind = 0; kind < EX_KIND_COUNT; kind++)
        ck_assert_uint_eq(ex_pool_alive(w->pool, (enum ex_kind)kind), kind == EX_KIND_World);
    ck_assert_uint_eq(w->trace->event_count, 0);
    first = rtl_luid_new(w);
    ck_assert(srm_world_reset(w, NULL));
    ck_assert(rtl_luid_equal(rtl_luid_new(w), first));
    ck_assert(ex_pool_grants(w->pool, EX_ALLOCATION_Token));
}
END_TEST

START_TEST(unknown_version_resets_nothing)
{
    PETHREAD thread = thread_of(w, (struct token_words){.user = ALICE});

    act_as(thread);
    ck_assert(!srm_world_reset(w, "nt4.0"));
    ck_assert(ps_runs_in(w));
    ck_assert_uint_eq(srm_world_alive(w, "Thread"), 1);
}
END_TEST

START_TEST(policy_is_set_by_its_words)
{
    ck_assert(policy(w, dynamic_remote));
    ck_assert(srm_world_set_policy(w, "dynamic-remote", "reference"));
    ck_assert(!policy(w, dynamic_remote));
    ck_assert(srm_world_set_policy(w, "dynamic-remote", "copy"));
    ck_assert(policy(w, dynamic_remote));
    ck_assert(!srm_world_set_policy(w, "dynamic-remote", "refer"));
    ck_assert(!srm_world_set_policy(w, "dynamic-remote", ""));
    ck_assert(!srm_world_set_policy(w, "no-such-switch", "copy"));
    ck_assert(policy(w, dynamic_remote));
}
END_TEST

START_TEST(what_is_still_referred_to_is_counted)
{
    struct se_token *token = token_from(w, (struct token_words){.user = ALICE});
    PEPROCESS process = srm_process_new(w, token, NULL);

    srm_release(srm_thread_new(process));
    srm_release(process);
    ck_assert_uint_eq(srm_world_alive(w, "Process"), 1);
    ck_assert_uint_gt(srm_world_take_down(w), 0);
    ck_assert_uint_eq(srm_world_alive(w, "Process"), 0);
    ck_assert_uint_eq(srm_world_alive(w, "Token"), 1);
    srm_release(token);
    ck_assert_uint_eq(srm_world_take_down(w), 0);
}
END_TEST

START_TEST(memory_of_the_caller_is_no_leak)
{
    unsigned char *memory = srm_alloc(w, 100);

    ck_assert_uint_eq(memory[99], 0);
    ck_assert_uint_eq(srm_world_alive(w, "CallerMemory"), 1);
    ck_assert_uint_eq(srm_world_take_down(w), 0);
    memory[99] = 1;
    srm_free(w, memory);
    ck_assert_uint_eq(srm_world_alive(w, "CallerMemory"), 0);
}
END_TEST

START_TEST(unknown_words_count_nothing)
{
    ck_assert_uint_eq(srm_world_alive(w, "token"), 0);
    ck_assert_uint_eq(srm_world_alive(w, ""), 0);
    ck_assert(!srm_pool_fail(w, "Everything", 1, false));
    ck_assert_uint_eq(srm_rule_answers(w, "gate.no_such_rule", true), 0);
}
END_TEST

START_TEST(every_allocation_can_be_told_to_fail)
{
    static const char *const names[] = {"any",
                                        "ImpersonationBlock",
                                        "ClientTokenCopy",
                                        "Token",
                                        "Handle",
                                        "Object",
                                        "PortMessage",
                                        "PipeData",
                                        "CapturedName",
                                        "Process",
                                        "Thread",
                                        "CapturedQos",
                                        "CapturedDescriptor",
                                        "DynamicPart",
                                        "CapturedSid",
                                        "QueriedInformation",
                                        "CapturedList",
                                        "CapturedObjectTypes",
                                        "PrivilegeSet",
                                        "AssignedDescriptor"};

    ck_assert_int_eq(ROWS(names), EX_ALLOCATION_COUNT);
    for (int i = 0; i < ROWS(names); i++) {
        ck_assert_msg(srm_pool_fail(w, names[i], 1, false), "%s", names[i]);
        ck_assert(!ex_pool_grants(w->pool, (enum ex_allocation)i));
        ck_assert(ex_pool_grants(w->pool, (enum ex_allocation)i));
    }
}
END_TEST

/* srm.h: how often a rule answered so, while traced or watched. */
START_TEST(answers_are_counted_while_traced)
{
    PETHREAD alice = thread_of(w, (struct token_words){.user = ALICE});

    act_as(alice);
    srm_trace(w, true);
    ck_assert(ImpersonateSelf(SecurityImpersonation));
    srm_trace(w, false);
    ck_assert_uint_eq(srm_rule_answers(w, "gate.same_user", true), 1);
    ck_assert_uint_eq(srm_rule_answers(w, "gate.same_user", false), 0);
    ck_assert(ImpersonateSelf(SecurityImpersonation));
    ck_assert_uint_eq(srm_rule_answers(w, "gate.same_user", true), 1);
    srm_trace_clear(w);
    ck_assert_uint_eq(srm_rule_answers(w, "gate.same_user", true), 0);
}
END_TEST

START_TEST(answers_are_counted_while_watched)
{
    PETHREAD alice = thread_of(w, (struct token_words){.user = ALICE});

    act_as(alice);
    ex_rules_watch(w, RULE_gate_same_user, true);
    ck_assert(ImpersonateSelf(SecurityImpersonation));
    ck_assert_uint_eq(srm_rule_answers(w, "gate.same_user", true), 1);
    ck_assert_uint_eq(srm_rule_answers(w, "gate.same_user", false), 0);
}
END_TEST

START_TEST(two_worlds_never_meet)
{
    struct srm_world *other = srm_world_new("nt5.0");
    PETHREAD here = thread_of(w, (struct token_words){.user = ALICE});
    PETHREAD there = thread_of(other, (struct token_words){.user = BOB});
    const size_t tokens = srm_world_alive(w, "Token");

    act_as(here);
    ck_assert(ps_runs_in(w) && !ps_runs_in(other));
    act_as(there);
    ck_assert(ImpersonateSelf(SecurityImpersonation));
    ck_assert_uint_eq(srm_world_alive(w, "Token"), tokens);
    ck_assert(!PsIsThreadImpersonating(here));
    ck_assert(ps_runs_in(other) && !ps_runs_in(w));
    ck_assert(srm_world_reset(w, NULL));
    ck_assert(ps_runs_in(other));
    ck_assert_uint_eq(srm_world_delete(other), 0);
}
END_TEST

START_TEST(not_modelled_is_told_once)
{
    PETHREAD alice = thread_of(w, (struct token_words){.user = ALICE});

    act_as(alice);
    ck_assert_ptr_null(srm_world_not_modelled(w));
    ck_assert_status(NtTerminateProcess(NULL, STATUS_SUCCESS), STATUS_NOT_IMPLEMENTED);
    ck_assert_str_eq(srm_world_not_modelled(w), "NtTerminateProcess without a process handle");
    ck_assert_ptr_null(srm_world_not_modelled(w));
}
END_TEST

START_TEST(process_runs_on_a_primary_token)
{
    struct se_token *token = token_from(w, (struct token_words){.like = "anonymous"});

    ck_assert_ptr_null(srm_process_new(w, token, NULL));
    ck_assert_uint_eq(srm_references(token), 1);
    ck_assert_uint_eq(srm_world_alive(w, "Process"), 0);
    srm_release(token);
}
END_TEST

START_TEST(ended_process_gets_no_more_threads)
{
    struct se_token *token = token_from(w, (struct token_words){.user = ALICE});
    PEPROCESS process = srm_process_new(w, token, NULL);

    ps_process_exit(process, STATUS_SUCCESS);
    ck_assert_ptr_null(srm_thread_new(process));
    ck_assert_uint_eq(srm_world_alive(w, "Thread"), 0);
    srm_release(process);
    srm_release(token);
    ck_assert_uint_eq(srm_world_take_down(w), 0);
}
END_TEST

START_TEST(call_without_a_thread_is_caught)
{
    srm_run_as(NULL);
    PsGetCurrentThread();
}
END_TEST

START_TEST(references_are_told_and_given_back)
{
    struct se_token *token = token_from(w, (struct token_words){.user = ALICE});
    PEPROCESS process = srm_process_new(w, token, NULL);

    ck_assert_uint_eq(srm_references(token), 2);
    ck_assert_uint_eq(srm_references(process), 2);
    srm_release(token);
    srm_release(process);
    ck_assert_uint_eq(srm_references(process->token), 1);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("world/world");

    tcase_add_checked_fixture(tcase, open_world, close_world);
    tcase_add_loop_test(tcase, world_is_of_its_version, 0, SRM_PROFILE_COUNT);
    tcase_add_test(tcase, newest_version_is_the_usual_one);
    tcase_add_test(tcase, reset_world_is_empty_and_of_another_version);
    tcase_add_test(tcase, unknown_version_resets_nothing);
    tcase_add_test(tcase, policy_is_set_by_its_words);
    tcase_add_test(tcase, what_is_still_referred_to_is_counted);
    tcase_add_test(tcase, memory_of_the_caller_is_no_leak);
    tcase_add_test(tcase, unknown_words_count_nothing);
    tcase_add_test(tcase, every_allocation_can_be_told_to_fail);
    tcase_add_test(tcase, answers_are_counted_while_traced);
    tcase_add_test(tcase, answers_are_counted_while_watched);
    tcase_add_test(tcase, two_worlds_never_meet);
    tcase_add_test(tcase, not_modelled_is_told_once);
    tcase_add_test(tcase, process_runs_on_a_primary_token);
    tcase_add_test(tcase, ended_process_gets_no_more_threads);
    tcase_add_test_raise_signal(tcase, call_without_a_thread_is_caught, SIGABRT);
    tcase_add_test(tcase, references_are_told_and_given_back);
    return suite_end();
}
