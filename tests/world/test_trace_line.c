/* srm_trace_line: every kind of event and fact as text, cut where the buffer ends. */
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ex/rules.h"
#include "ntsrm/windows.h"
#include "rtl/luid.h"

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

static const struct {
    const char *text;
    struct ex_fact fact;
} facts[] = {
    {"created fact 42", {"fact", FACT_NUMBER, 42, NULL}},
    {"created fact true", {"fact", FACT_FLAG, 1, NULL}},
    {"created fact false", {"fact", FACT_FLAG, 0, NULL}},
    {"created fact SecurityAnonymous", {"fact", FACT_LEVEL, 0, NULL}},
    {"created fact SecurityIdentification", {"fact", FACT_LEVEL, 1, NULL}},
    {"created fact SecurityImpersonation", {"fact", FACT_LEVEL, 2, NULL}},
    {"created fact SecurityDelegation", {"fact", FACT_LEVEL, 3, NULL}},
    {"created fact no level", {"fact", FACT_LEVEL, 4, NULL}},
    {"created fact TokenPrimary", {"fact", FACT_TOKEN_TYPE, TokenPrimary, NULL}},
    {"created fact TokenImpersonation", {"fact", FACT_TOKEN_TYPE, TokenImpersonation, NULL}},
    {"created fact SECURITY_DYNAMIC_TRACKING", {"fact", FACT_TRACKING, 1, NULL}},
    {"created fact SECURITY_STATIC_TRACKING", {"fact", FACT_TRACKING, 0, NULL}},
    {"created fact STATUS_ACCESS_DENIED", {"fact", FACT_STATUS, 0xC0000022, NULL}},
    {"created fact 0xC0001234", {"fact", FACT_STATUS, 0xC0001234, NULL}},
    {"created fact 1346", {"fact", FACT_ERROR, 1346, NULL}},
    {"created fact 0x1f01ff", {"fact", FACT_ACCESS, 0x1F01FF, NULL}},
    {"created fact 0x2000", {"fact", FACT_INTEGRITY, 0x2000, NULL}},
    {"created fact 0x3e7", {"fact", FACT_LUID, 0x3E7, NULL}},
    {"created fact 0x4", {"fact", FACT_HANDLE, 4, NULL}},
    {"created fact 0x11001c", {"fact", FACT_CONTROL, 0x11001C, NULL}},
    {"created fact token 0x10001", {"fact", FACT_TOKEN, 0x10001, NULL}},
    {"created fact thread 8", {"fact", FACT_THREAD, 8, NULL}},
    {"created fact process 12", {"fact", FACT_PROCESS, 12, NULL}},
    {"created fact job 16", {"fact", FACT_JOB, 16, NULL}},
    {"created fact nothing", {"fact", FACT_NOTHING, 0, NULL}},
};

static const char *line(size_t index)
{
    static char buffer[256];

    ck_assert(srm_trace_line(w, index, buffer, sizeof buffer));
    return buffer;
}

START_TEST(fact_is_written)
{
    ex_trace_event(w->trace, EVENT_CREATED, NULL, &facts[_i].fact, 1);
    ck_assert_str_eq(line(0), facts[_i].text);
}
END_TEST

START_TEST(sid_is_written)
{
    const SE_SID sid = sid_from_word("U");

    ex_trace_event(w->trace, EVENT_CHANGED, "user", &SID_FACT("sid", &sid.Sid), 1);
    ck_assert_str_eq(line(0), "changed user sid S-1-5-21-1-2-3-1001");
}
END_TEST

static const struct {
    enum ex_event_kind kind;
    const char *text;
} kinds[] = {
    {EVENT_ENTER, "call name"},
    {EVENT_CREATED, "created name"},
    {EVENT_COPIED, "copied name"},
    {EVENT_REFERENCED, "referenced name"},
    {EVENT_DEREFERENCED, "dereferenced name"},
    {EVENT_DELETED, "deleted name"},
    {EVENT_CHANGED, "changed name"},
};

START_TEST(kind_is_written)
{
    ex_trace_event(w->trace, kinds[_i].kind, "name", NULL, 0);
    ck_assert_str_eq(line(0), kinds[_i].text);
}
END_TEST

START_TEST(calls_are_indented_and_rules_answer)
{
    srm_trace(w, true);
    ex_trace_event(w->trace, EVENT_ENTER, "Outer",
                   (const struct ex_fact[]){NUMBER_FACT("A", 1), FLAG_FACT("B", true)}, 2);
    rule_on(w, gate, same_user, false, LEVEL_FACT("level", SecurityImpersonation));
    rule(w, gate, higher_integrity, true);
    ex_trace_event(w->trace, EVENT_LEAVE, "Outer", &EX_FACT("returns", FACT_STATUS, 0), 1);
    ck_assert_str_eq(line(0), "call Outer A 1, B true");
    ck_assert_str_eq(line(1), "  rule gate.same_user: false level SecurityImpersonation");
    ck_assert_str_eq(line(2), "  rule gate.higher_integrity: true");
    ck_assert_str_eq(line(3), "end Outer returns STATUS_SUCCESS");
}
END_TEST

START_TEST(nothing_is_past_the_last_line)
{
    char buffer[8] = "before";

    ck_assert(!srm_trace_line(w, 0, buffer, sizeof buffer));
    ck_assert_str_eq(buffer, "before");
}
END_TEST

START_TEST(line_is_cut_where_the_buffer_ends)
{
    static const char whole[] = "created number 1, flag true";
    char buffer[64];

    ex_trace_event(w->trace, EVENT_CREATED, NULL,
                   (const struct ex_fact[]){NUMBER_FACT("number", 1), FLAG_FACT("flag", true)}, 2);
    for (size_t size = 1; size < sizeof whole + 4; size++) {
        const size_t length = size <= sizeof whole ? size - 1 : sizeof whole - 1;

        memset(buffer, '#', sizeof buffer);
        ck_assert(srm_trace_line(w, 0, buffer, size));
        ck_assert_mem_eq(buffer, whole, length);
        ck_assert_int_eq(buffer[length], '\0');
        for (size_t i = size; i < sizeof buffer; i++)
            ck_assert_int_eq(buffer[i], '#');
    }
}
END_TEST

START_TEST(no_room_at_all_writes_nothing)
{
    char buffer[3] = "##";

    ex_trace_event(w->trace, EVENT_CREATED, "object", NULL, 0);
    ck_assert(srm_trace_line(w, 0, buffer + 1, 0));
    ck_assert_str_eq(buffer, "##");
}
END_TEST

/* What a reader of the first lines should understand. */
START_TEST(story_of_a_call_can_be_read)
{
    PETHREAD alice = thread_of(w, (struct token_words){.user = ALICE});
    size_t lines = 0, calls = 0, copies = 0;
    char buffer[256];

    act_as(alice);
    srm_trace(w, true);
    ck_assert(ImpersonateSelf(SecurityImpersonation));
    ck_assert_str_eq(line(0), "call ImpersonateSelf ImpersonationLevel SecurityImpersonation");
    while (srm_trace_line(w, lines, buffer, sizeof buffer)) {
        calls += strstr(buffer, "call ") != NULL;
        copies += strstr(buffer, "copied object token ") != NULL;
        lines++;
    }
    ck_assert_uint_gt(calls, 5);
    ck_assert_uint_eq(copies, 1);
    ck_assert_str_eq(line(lines - 1), "end ImpersonateSelf returns true");
}
END_TEST

/* A lowered copy has no descriptor: nobody owns it, and the story can be told all the same. */
START_TEST(opening_a_lowered_copy_can_be_told)
{
    PETHREAD alice = thread_of(w, (struct token_words){.user = ALICE});
    struct se_token *bob = token_from(w, (struct token_words){.user = BOB});
    char buffer[256];
    HANDLE opened;

    act_as(alice);
    ck_assert_status(PsImpersonateClient(alice, bob, FALSE, FALSE, SecurityImpersonation),
                     STATUS_SUCCESS);
    srm_trace(w, true);
    ck_assert_status(NtOpenThreadToken(NtCurrentThread(), TOKEN_QUERY, TRUE, &opened),
                     STATUS_SUCCESS);
    for (size_t i = 0; srm_trace_line(w, i, buffer, sizeof buffer); i++)
        ck_assert_str_ne(buffer, "");
    srm_release(bob);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("world/trace_line");

    tcase_add_checked_fixture(tcase, open_world, close_world);
    tcase_add_loop_test(tcase, fact_is_written, 0, ROWS(facts));
    tcase_add_test(tcase, sid_is_written);
    tcase_add_loop_test(tcase, kind_is_written, 0, ROWS(kinds));
    tcase_add_test(tcase, calls_are_indented_and_rules_answer);
    tcase_add_test(tcase, nothing_is_past_the_last_line);
    tcase_add_test(tcase, line_is_cut_where_the_buffer_ends);
    tcase_add_test(tcase, no_room_at_all_writes_nothing);
    tcase_add_test(tcase, story_of_a_call_can_be_read);
    tcase_add_test(tcase, opening_a_lowered_copy_can_be_told);
    return suite_end();
}
