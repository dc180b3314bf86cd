/* What a step demands: the answer, the deciding rule, the world; and what it says if not. */
#include "support/suite.h"
#include "support/told.h"

#define IMPERSONATE(expect)                                                                        \
    "  - call: PsImpersonateClient\n"                                                              \
    "    thread: c\n"                                                                              \
    "    in: {Thread: c, Token: bob-token, CopyOnOpen: true, EffectiveOnly: false,\n"              \
    "         ImpersonationLevel: SecurityImpersonation}\n"                                        \
    "    expect: " expect "\n"
#define LOWERED(rest) TOLD_STEPS(IMPERSONATE("STATUS_SUCCESS") "    " rest "\n")
#define SELF(expect)                                                                               \
    "  - {call: ImpersonateSelf, thread: c, in: {ImpersonationLevel: 7}, expect: " expect "}\n"
#define AS(version, step) "profile: " version "\n" TOLD_STEPS(step)

static const struct {
    const char *scenario;
    const char *told;
    const char *why;
} rows[] = {
    {TOLD_STEPS(IMPERSONATE("STATUS_SUCCESS")), "1 passed", "a status"},
    {TOLD_STEPS(IMPERSONATE("0")), "1 passed", "its number"},
    {TOLD_STEPS(IMPERSONATE("[STATUS_NO_MEMORY, STATUS_SUCCESS]")), "1 passed", "one of a list"},
    {TOLD_STEPS(IMPERSONATE("STATUS_NO_MEMORY")),
     "example failed\n15:13: PsImpersonateClient: expected STATUS_NO_MEMORY, but it is "
     "STATUS_SUCCESS",
     "another status"},
    {TOLD_STEPS(IMPERSONATE("STATUS_SUCCES")), "did you mean 'STATUS_SUCCESS'?", "misspelt"},
    {TOLD_STEPS(IMPERSONATE("VOID")), "unknown status 'VOID'", "the call returns something"},
    {AS("nt6.0", IMPERSONATE("{nt5.0: STATUS_NO_MEMORY, nt5.2: STATUS_SUCCESS}")), "1 passed",
     "the last version that is not later"},
    {AS("nt5.1sp2", IMPERSONATE("{nt5.0: STATUS_NO_MEMORY, nt5.2: STATUS_SUCCESS}")),
     "expected {nt5.0: STATUS_NO_MEMORY, nt5.2: STATUS_SUCCESS}", "an answer holds until the next"},
    {AS("nt5.0", IMPERSONATE("{nt6.0: STATUS_SUCCESS}")), "nothing is said about nt5.0",
     "a version before the first"},
    {TOLD_STEPS(IMPERSONATE("{nt5.0: STATUS_SUCCES, nt6.0: STATUS_SUCCESS}")),
     "unknown status 'STATUS_SUCCES'", "what is said about other versions is looked at too"},
    {TOLD_STEPS(SELF("FALSE")), "1 passed", "a BOOL"},
    {TOLD_STEPS(SELF("{returns: FALSE, error: ERROR_BAD_IMPERSONATION_LEVEL}")), "1 passed",
     "with its last error"},
    {TOLD_STEPS(SELF("{returns: FALSE, error: ERROR_ACCESS_DENIED}")),
     "but it is {returns: FALSE, error: ERROR_BAD_IMPERSONATION_LEVEL}", "another last error"},
    {LOWERED("because: {gate.same_user: false}"), "1 passed", "the last rule of its group"},
    {LOWERED("because: gate.same_user"),
     "because: expected gate.same_user: true, but it is gate.same_user: false",
     "it answered otherwise"},
    {LOWERED("because: gate.privilege_held"),
     "because: expected gate.privilege_held: true, but it is gate.same_user: false",
     "another rule was the last"},
    {LOWERED("because: adjust.removes"),
     "because: expected adjust.removes: true, but it is no rule of the group 'adjust'",
     "the group was not asked"},
    {LOWERED("because: gate.same_usr"), "did you mean 'gate.same_user'?", "a rule misspelt"},
    {LOWERED("check: {c: {impersonates: {copy-of: bob-token}, level: SecurityIdentification}}"),
     "1 passed", "the lowered copy"},
    {LOWERED("check: {c: {impersonates: bob-token, level: SecurityImpersonation}}"),
     "c.impersonates: expected bob-token, but it is a copy of bob-token\n"
     "c.level: expected SecurityImpersonation, but it is SecurityIdentification",
     "everything that is different is told"},
    {LOWERED("check: {c: {user: alice}}"), "c.user: expected alice, but it is bob",
     "a thread has its effective token's properties"},
    {LOWERED("check: {c: {levle: SecurityImpersonation}}"),
     "unknown property of a thread 'levle'\ndid you mean 'level'?", "a property misspelt"},
    {LOWERED("check: {unchanged: true}"),
     "the step changed c.impersonates from none to a copy of bob-token\n"
     "the step changed c.level from none to SecurityIdentification",
     "what is not unchanged"},
    {LOWERED("check: {references: {bob-token: 0, client.token: 1}, tokens: 4}"), "1 passed",
     "counts leave out the runner's own references"},
    {LOWERED("check: {references: {client.token: 2}, tokens: 3, handles: {client: 1}}"),
     "references of client.token: expected 2, but it is 1\n"
     "tokens: expected 3, but it is 4\n"
     "handles of client: expected 1, but it is 0",
     "counts that differ"},
    {TOLD_STEPS("  - {call: PsRevertToSelf, expect: VOID}\n"),
     "the step does not say which thread makes the call", "there is more than one thread"},
    {TOLD_STEPS("  - {call: PsRevertToSelf, thread: c}\n"),
     "the step has no 'expect:'", "every answer is expected"},
    {TOLD_STEPS("  - {call: PsRevertToSelf, thread: c, mode: UserMode, expect: VOID}\n"),
     "the previous mode of PsRevertToSelf is not the step's to say", "only Nt calls have a mode"},
    {TOLD_STEPS("  - {call: NtClose, thread: c, in: {Handl: 4}, expect: STATUS_SUCCESS}\n"),
     "NtClose has no parameter 'Handl'\ndid you mean 'Handle'?\nNtClose needs 'Handle'",
     "a parameter misspelt, and one that is needed"},
    {"scenario: example\nrules: [gate.same_user]\n" TOLD_PEOPLE "steps: [pool: {fail: none}]\n",
     "example failed\nthe rule gate.same_user was never asked", "rules that must be asked"},
};

START_TEST(step_demands)
{
    told_must_hold(rows[_i].scenario, rows[_i].told);
}
END_TEST

int main(void)
{
    TCase *cases = suite_begin("expect");
    tcase_add_loop_test(cases, step_demands, 0, ROWS(rows));
    return suite_end();
}
