/* The trace: events in order, depth of calls, facts that outlive what they speak of. */
#include "support/stage.h"
#include "support/suite.h"

#include "ex/rules.h"
#include "rtl/sid.h"

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

static const struct ex_event *event(size_t index)
{
    ck_assert_uint_lt(index, w->trace->event_count);
    return &w->trace->events[index];
}

static const struct ex_fact *fact(const struct ex_event *of, size_t index)
{
    ck_assert_uint_lt(index, of->fact_count);
    return &w->trace->facts[of->first_fact + index];
}

static void inner_call(void)
{
    call_enter(w, NUMBER_FACT("Number", 7));
    leave_status(w, STATUS_ACCESS_DENIED);
}

static void outer_call(void)
{
    call_enter_plain(w);
    inner_call();
    leave_nothing(w);
}

START_TEST(nothing_is_recorded_unless_traced)
{
    outer_call();
    rule_on(w, gate, same_user, true, NUMBER_FACT("number", 1));
    ck_assert_uint_eq(w->trace->event_count, 0);
    ck_assert_uint_eq(w->trace->fact_count, 0);
}
END_TEST

START_TEST(nested_calls_show)
{
    ex_rules_trace(w, true);
    outer_call();
    ck_assert_uint_eq(w->trace->event_count, 4);
    ck_assert_str_eq(event(0)->name, "outer_call");
    ck_assert_int_eq(event(0)->kind, EVENT_ENTER);
    ck_assert_uint_eq(event(0)->depth, 0);
    ck_assert_uint_eq(event(0)->fact_count, 0);
    ck_assert_str_eq(event(1)->name, "inner_call");
    ck_assert_uint_eq(event(1)->depth, 1);
    ck_assert_uint_eq(fact(event(1), 0)->value, 7);
    ck_assert_int_eq(event(2)->kind, EVENT_LEAVE);
    ck_assert_uint_eq(event(2)->depth, 1);
    ck_assert_int_eq(fact(event(2), 0)->kind, FACT_STATUS);
    ck_assert_uint_eq(fact(event(2), 0)->value, 0xC0000022);
    ck_assert_uint_eq(event(3)->depth, 0);
    ck_assert_int_eq(fact(event(3), 0)->kind, FACT_NOTHING);
}
END_TEST

START_TEST(rule_is_recorded_with_answer_and_facts)
{
    ex_rules_trace(w, true);
    rule_on(w, gate, same_user, false, NUMBER_FACT("first", 1), FLAG_FACT("second", true));
    rule(w, gate, higher_integrity, true);
    ck_assert_uint_eq(w->trace->event_count, 2);
    ck_assert_int_eq(event(0)->kind, EVENT_RULE);
    ck_assert_int_eq(event(0)->id, RULE_gate_same_user);
    ck_assert_str_eq(event(0)->name, "gate.same_user");
    ck_assert(!event(0)->answer && !event(0)->fixed);
    ck_assert_uint_eq(event(0)->fact_count, 2);
    ck_assert_str_eq(fact(event(0), 1)->label, "second");
    ck_assert(event(1)->answer);
    ck_assert_uint_eq(event(1)->fact_count, 0);
}
END_TEST

START_TEST(fixed_rule_says_so)
{
    ex_rules_set_profile(w, SRM_PROFILE_NT5_0);
    ex_rules_trace(w, true);
    ck_assert(!rule(w, gate, higher_integrity, true));
    ck_assert(policy(w, dynamic_remote));
    ck_assert(event(0)->fixed && !event(0)->answer);
    ck_assert(event(1)->fixed && event(1)->answer);
}
END_TEST

static bool ask_another(void)
{
    return rule_on(w, token, is_admin, true, NUMBER_FACT("inner", 2));
}

START_TEST(facts_belong_to_the_question_they_were_given_for)
{
    ex_rules_trace(w, true);
    rule_on(w, job, no_admin, ask_another(), NUMBER_FACT("outer", 1));
    rule(w, token, is_admin, true);
    ck_assert_uint_eq(w->trace->event_count, 3);
    ck_assert_int_eq(event(0)->id, RULE_token_is_admin);
    ck_assert_str_eq(fact(event(0), 0)->label, "inner");
    ck_assert_int_eq(event(1)->id, RULE_job_no_admin);
    ck_assert_uint_eq(event(2)->fact_count, 0);
}
END_TEST

static bool ask_another_without_facts(void)
{
    return rule(w, token, is_admin, true);
}

START_TEST(question_in_between_does_not_take_the_facts)
{
    ex_rules_trace(w, true);
    rule_on(w, job, no_admin, ask_another_without_facts(), NUMBER_FACT("outer", 1));
    ck_assert_int_eq(event(0)->id, RULE_token_is_admin);
    ck_assert_uint_eq(event(0)->fact_count, 0);
    ck_assert_int_eq(event(1)->id, RULE_job_no_admin);
    ck_assert_str_eq(fact(event(1), 0)->label, "outer");
}
END_TEST

START_TEST(sid_is_copied)
{
    SE_SID sid;

    ex_rules_trace(w, true);
    for (int i = 0; i < 100; i++) {
        ck_assert(rtl_sid_from_text(ALICE, strlen(ALICE), &sid));
        rule_on(w, gate, same_user, true, SID_FACT("user", &sid.Sid));
        memset(&sid, 0, sizeof sid);
    }
    ck_assert(rtl_sid_from_text(ALICE, strlen(ALICE), &sid));
    for (size_t i = 0; i < 100; i++) {
        ck_assert_ptr_null(fact(event(i), 0)->sid);
        ck_assert(rtl_sid_equal(ex_trace_sid(w->trace, fact(event(i), 0)), &sid.Sid));
    }
}
END_TEST

START_TEST(reset_forgets_events_and_answers)
{
    ex_rules_trace(w, true);
    ex_rules_watch(w, RULE_gate_same_user, true);
    outer_call();
    rule(w, gate, same_user, true);
    ck_assert_uint_eq(w->trace->answers[RULE_gate_same_user].asked_true, 1);
    ex_trace_reset(w->trace);
    ck_assert_uint_eq(w->trace->event_count, 0);
    ck_assert_uint_eq(w->trace->answers[RULE_gate_same_user].asked_true, 0);
    ck_assert_uint_eq(w->trace->last_rule[ex_rule_row(RULE_gate_same_user)->group_index], 0);
}
END_TEST

START_TEST(many_events_are_kept)
{
    ex_rules_trace(w, true);
    for (unsigned i = 0; i < 10000; i++)
        rule_on(w, gate, same_user, true, NUMBER_FACT("number", i));
    for (unsigned i = 0; i < 10000; i++)
        ck_assert_uint_eq(fact(event(i), 0)->value, i);
}
END_TEST

START_TEST(objects_are_followed_from_birth_to_death)
{
    struct se_token *token, *copy;
    static const enum ex_event_kind expected[] = {
        EVENT_CREATED,      EVENT_COPIED,  EVENT_REFERENCED, EVENT_DEREFERENCED,
        EVENT_DEREFERENCED, EVENT_DELETED, EVENT_CHANGED,
    };

    ex_rules_trace(w, true);
    token = token_from(w, (struct token_words){.user = ALICE});
    copy = se_token_copy(token, TokenPrimary, SecurityAnonymous, false);
    ex_rules_trace(w, false);
    rule(w, gate, same_user, true);
    ex_rules_trace(w, true);
    ob_dereference(ob_reference(copy));
    ob_dereference(copy);
    se_token_set_privileges(token, 0, 0);
    for (size_t i = 0, at = 0; i < w->trace->event_count; i++)
        if (event(i)->kind != EVENT_RULE)
            ck_assert_int_eq(event(i)->kind, expected[at++]);
    ck_assert_str_eq(event(w->trace->event_count - 1)->name, "privileges");
    ob_dereference(token);
}
END_TEST

START_TEST(no_object_is_a_fact_too)
{
    const struct ex_fact none = ob_fact("object", NULL);

    ck_assert_int_eq(none.kind, FACT_NULL);
    ck_assert_uint_eq(none.value, 0);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("ex/trace");

    tcase_add_checked_fixture(tcase, open_world, close_world);
    tcase_add_test(tcase, nothing_is_recorded_unless_traced);
    tcase_add_test(tcase, nested_calls_show);
    tcase_add_test(tcase, rule_is_recorded_with_answer_and_facts);
    tcase_add_test(tcase, fixed_rule_says_so);
    tcase_add_test(tcase, facts_belong_to_the_question_they_were_given_for);
    tcase_add_test(tcase, question_in_between_does_not_take_the_facts);
    tcase_add_test(tcase, sid_is_copied);
    tcase_add_test(tcase, reset_forgets_events_and_answers);
    tcase_add_test(tcase, many_events_are_kept);
    tcase_add_test(tcase, objects_are_followed_from_birth_to_death);
    tcase_add_test(tcase, no_object_is_a_fact_too);
    return suite_end();
}
