/* The impersonation gate, row by row: impersonation.md 3.4, G0 to G10. */
#include "support/stage.h"
#include "support/suite.h"

#include "se/gate.h"

#define CAROL_PACKAGE "S-1-15-2-1-2-3-4-5-6-7"
#define OTHER_PACKAGE "S-1-15-2-7-6-5-4-3-2-1"
#define IMPERSONATE   SE_PRIVILEGE_BIT(SE_IMPERSONATE_PRIVILEGE)

enum { NO = SE_GATE_REFUSES, YES = SE_GATE_ALLOWS, NO_UNRESTRICTED = SE_GATE_REFUSES_UNRESTRICTED };

static const struct gate_row {
    const char *why;
    int verdict;
    int level; /* 0: SecurityImpersonation */
    const char *profile;
    const char *policy, *answer;
    struct token_words process, token;
} rows[] = {
    {.why = "G10: the same user",
     .verdict = YES,
     .process = {.user = ALICE},
     .token = {.user = ALICE}},
    {.why = "G6: another user", .verdict = NO, .process = {.user = ALICE}, .token = {.user = BOB}},
    {.why = "G6: delegation is judged like impersonation",
     .verdict = NO,
     .level = SecurityDelegation,
     .process = {.user = ALICE},
     .token = {.user = BOB}},
    {.why = "G6: a deny-only user is the same user",
     .verdict = YES,
     .process = {.user = ALICE, .user_attributes = SE_GROUP_USE_FOR_DENY_ONLY},
     .token = {.user = ALICE}},
    {.why = "G6: the process's user as a group does not help",
     .verdict = NO,
     .process = {.user = ALICE, .groups = {{BOB, SE_GROUP_ENABLED}}},
     .token = {.user = BOB, .groups = {{ALICE, SE_GROUP_ENABLED}}}},
    {.why = "G1: 2000 before SP4 has no gate",
     .verdict = YES,
     .profile = "nt5.0",
     .process = {.user = ALICE},
     .token = {.user = BOB, .integrity = "System", .elevated = true}},
    {.why = "G1: SP4 has one",
     .verdict = NO,
     .profile = "nt5.0sp4",
     .process = {.user = ALICE},
     .token = {.user = BOB}},
    {.why = "G2: the privilege is held",
     .verdict = YES,
     .process = {.user = ALICE, .on = IMPERSONATE},
     .token = {.user = BOB}},
    {.why = "G2: the privilege counts since SP4",
     .verdict = YES,
     .profile = "nt5.0sp4",
     .process = {.user = ALICE, .on = IMPERSONATE},
     .token = {.user = BOB}},
    {.why = "G2: the privilege beats integrity, elevation and packages",
     .verdict = YES,
     .process = {.user = ALICE, .on = IMPERSONATE, .restricted = {"RC"}, .package = CAROL_PACKAGE},
     .token = {.like = "system", .elevated = true}},
    {.why = "G2: the privilege is disabled",
     .verdict = NO,
     .process = {.user = ALICE, .off = IMPERSONATE},
     .token = {.user = BOB}},
    {.why = "C20: by the other reading it counts while it is present",
     .verdict = YES,
     .policy = "privilege-state",
     .answer = "present",
     .process = {.user = ALICE, .off = IMPERSONATE},
     .token = {.user = BOB}},
    {.why = "C20: what is absent counts by no reading",
     .verdict = NO,
     .policy = "privilege-state",
     .answer = "present",
     .process = {.user = ALICE},
     .token = {.user = BOB}},
    {.why = "G2: the token's own privilege does not count",
     .verdict = NO,
     .process = {.user = ALICE},
     .token = {.user = BOB, .on = IMPERSONATE}},
    {.why = "G3: the anonymous logon",
     .verdict = YES,
     .process = {.user = ALICE},
     .token = {.like = "anonymous"}},
    {.why = "G3: since Server 2003",
     .verdict = YES,
     .profile = "nt5.2",
     .process = {.user = ALICE},
     .token = {.like = "anonymous-with-everyone"}},
    {.why = "G3: in XP it is another user",
     .verdict = NO,
     .profile = "nt5.1sp2",
     .process = {.user = ALICE},
     .token = {.like = "anonymous"}},
    {.why = "G3: it is the session that counts, not the user",
     .verdict = NO,
     .process = {.user = ALICE},
     .token = {.like = "anonymous", .authentication = 0x777}},
    {.why = "G3: whoever belongs to that session",
     .verdict = YES,
     .process = {.user = ALICE},
     .token = {.user = BOB, .integrity = "High", .authentication = 0x3E6}},
    {.why = "C4: by the other reading it is refused",
     .verdict = NO,
     .policy = "anonymous-token",
     .answer = "refuse",
     .process = {.user = ALICE},
     .token = {.like = "anonymous"}},
    {.why = "C4: the privilege is asked first",
     .verdict = YES,
     .policy = "anonymous-token",
     .answer = "refuse",
     .process = {.user = ALICE, .on = IMPERSONATE},
     .token = {.like = "anonymous"}},
    {.why = "G4: the token's integrity is higher",
     .verdict = NO,
     .process = {.user = ALICE},
     .token = {.user = ALICE, .integrity = "High"}},
    {.why = "G4: a little higher is higher",
     .verdict = NO,
     .process = {.user = ALICE},
     .token = {.user = ALICE, .integrity = "MediumPlus"}},
    {.why = "G4: lower is fine",
     .verdict = YES,
     .process = {.user = ALICE},
     .token = {.user = ALICE, .integrity = "Low"}},
    {.why = "G4: before Vista there is no integrity",
     .verdict = YES,
     .profile = "nt5.2",
     .process = {.user = ALICE, .integrity = "Low"},
     .token = {.user = ALICE, .integrity = "High"}},
    {.why = "G4: since Vista there is",
     .verdict = NO,
     .profile = "nt6.0",
     .process = {.user = ALICE, .integrity = "Low"},
     .token = {.user = ALICE}},
    {.why = "G4 comes before G5",
     .verdict = NO,
     .process = {.user = ALICE, .authentication = 0x500},
     .token = {.user = BOB, .integrity = "High", .origin = 0x500}},
    {.why = "G5: logged on from the process's session",
     .verdict = YES,
     .process = {.user = ALICE, .authentication = 0x500},
     .token = {.user = BOB, .origin = 0x500}},
    {.why = "G5: with G2, in SP4",
     .verdict = YES,
     .profile = "nt5.0sp4",
     .process = {.user = ALICE, .authentication = 0x500},
     .token = {.user = BOB, .origin = 0x500}},
    {.why = "G5: from another session",
     .verdict = NO,
     .process = {.user = ALICE, .authentication = 0x500},
     .token = {.user = BOB, .origin = 0x501}},
    {.why = "G5: the token's own session is not its origin",
     .verdict = NO,
     .process = {.user = ALICE, .authentication = 0x500},
     .token = {.user = BOB, .authentication = 0x500}},
    {.why = "G5: an origin exempts from G7 to G9",
     .verdict = YES,
     .process =
         {.user = ALICE, .authentication = 0x500, .restricted = {"RC"}, .package = CAROL_PACKAGE},
     .token = {.user = BOB, .origin = 0x500, .elevated = true}},
    {.why = "G7: a restricted process, an unrestricted token",
     .verdict = NO_UNRESTRICTED,
     .process = {.user = ALICE, .restricted = {"RC"}},
     .token = {.user = ALICE}},
    {.why = "G7: since Server 2003",
     .verdict = NO_UNRESTRICTED,
     .profile = "nt5.2",
     .process = {.user = ALICE, .restricted = {"RC"}},
     .token = {.user = ALICE}},
    {.why = "G7: not in XP",
     .verdict = YES,
     .profile = "nt5.1sp2",
     .process = {.user = ALICE, .restricted = {"RC"}},
     .token = {.user = ALICE}},
    {.why = "G7: the restricting SIDs need not be equal",
     .verdict = YES,
     .process = {.user = ALICE, .restricted = {"RC"}},
     .token = {.user = ALICE, .restricted = {ALICE, "WD"}}},
    {.why = "G7: filtered is not restricted",
     .verdict = YES,
     .process = {.user = ALICE, .filtered = true},
     .token = {.user = ALICE}},
    {.why = "G6 comes before G7",
     .verdict = NO,
     .process = {.user = ALICE, .restricted = {"RC"}},
     .token = {.user = BOB}},
    {.why = "G7': an unrestricted process may use a restricted token",
     .verdict = YES,
     .process = {.user = ALICE},
     .token = {.user = ALICE, .restricted = {"RC"}}},
    {.why = "C6: by the other reading it may not",
     .verdict = NO,
     .policy = "restricted-token",
     .answer = "refuse",
     .process = {.user = ALICE},
     .token = {.user = ALICE, .restricted = {"RC"}}},
    {.why = "C6: equally restricted is fine by every reading",
     .verdict = YES,
     .policy = "restricted-token",
     .answer = "refuse",
     .process = {.user = ALICE, .restricted = {"RC"}},
     .token = {.user = ALICE, .restricted = {"RC"}}},
    {.why = "G8: no package",
     .verdict = NO,
     .process = {.user = ALICE, .package = CAROL_PACKAGE},
     .token = {.user = ALICE}},
    {.why = "G8: another package",
     .verdict = NO,
     .process = {.user = ALICE, .package = CAROL_PACKAGE},
     .token = {.user = ALICE, .package = OTHER_PACKAGE}},
    {.why = "G8: the same package",
     .verdict = YES,
     .process = {.user = ALICE, .package = CAROL_PACKAGE},
     .token = {.user = ALICE, .package = CAROL_PACKAGE}},
    {.why = "G8: the same package, both restricted",
     .verdict = YES,
     .process = {.user = ALICE, .package = CAROL_PACKAGE, .restricted = {"RC"}},
     .token = {.user = ALICE, .package = CAROL_PACKAGE, .restricted = {"WD"}}},
    {.why = "G8': an ordinary process may use an AppContainer's token",
     .verdict = YES,
     .process = {.user = ALICE},
     .token = {.user = ALICE, .package = CAROL_PACKAGE}},
    {.why = "G8: the switch is off",
     .verdict = YES,
     .policy = "lowbox-gate",
     .answer = "off",
     .process = {.user = ALICE, .package = CAROL_PACKAGE},
     .token = {.user = ALICE}},
    {.why = "G8: since Windows 8",
     .verdict = NO,
     .profile = "nt6.2",
     .process = {.user = ALICE, .package = CAROL_PACKAGE},
     .token = {.user = ALICE}},
    {.why = "G8: not in Windows 7",
     .verdict = YES,
     .profile = "nt6.1",
     .process = {.user = ALICE, .package = CAROL_PACKAGE},
     .token = {.user = ALICE}},
    {.why = "G9: an elevated token, an ordinary process",
     .verdict = NO,
     .process = {.user = ALICE},
     .token = {.user = ALICE, .elevated = true}},
    {.why = "G9: both elevated",
     .verdict = YES,
     .process = {.user = ALICE, .elevated = true},
     .token = {.user = ALICE, .elevated = true}},
    {.why = "G9: an elevated process, an ordinary token",
     .verdict = YES,
     .process = {.user = ALICE, .elevated = true},
     .token = {.user = ALICE}},
    {.why = "G9: the switch is off",
     .verdict = YES,
     .policy = "elevation-gate",
     .answer = "off",
     .process = {.user = ALICE},
     .token = {.user = ALICE, .elevated = true}},
    {.why = "G9: not before Windows 10",
     .verdict = YES,
     .profile = "nt6.2",
     .process = {.user = ALICE},
     .token = {.user = ALICE, .elevated = true}},
};

static enum se_gate_verdict verdict_of(struct srm_world *w, const struct gate_row *row,
                                       SECURITY_IMPERSONATION_LEVEL level)
{
    struct se_token *process = token_from(w, row->process);
    struct se_token *token = token_from(w, row->token);
    enum se_gate_verdict verdict = se_gate(w, process, token, level);

    ob_dereference(process);
    ob_dereference(token);
    return verdict;
}

static struct srm_world *world_of(const struct gate_row *row)
{
    struct srm_world *w = srm_world_new(row->profile);

    ck_assert_ptr_nonnull(w);
    if (row->policy)
        ck_assert(srm_world_set_policy(w, row->policy, row->answer));
    return w;
}

START_TEST(verdict_is_the_one_of_the_row)
{
    const struct gate_row *row = &rows[_i];
    struct srm_world *w = world_of(row);
    const int level = row->level ? row->level : SecurityImpersonation;

    ck_assert_msg((int)verdict_of(w, row, (SECURITY_IMPERSONATION_LEVEL)level) == row->verdict,
                  "%s", row->why);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}
END_TEST

/* G0: whatever the row says, below SecurityImpersonation every token may be used. */
START_TEST(below_impersonation_everything_is_allowed)
{
    const struct gate_row *row = &rows[_i];
    struct srm_world *w = world_of(row);

    ck_assert_msg(verdict_of(w, row, SecurityAnonymous) == SE_GATE_ALLOWS, "%s", row->why);
    ck_assert_msg(verdict_of(w, row, SecurityIdentification) == SE_GATE_ALLOWS, "%s", row->why);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}
END_TEST

/* G5: no origin is no session, not even one of that number. */
START_TEST(no_origin_matches_no_session)
{
    struct srm_world *w = srm_world_new(NULL);
    struct se_token *process = token_from(w, (struct token_words){.user = ALICE});
    struct se_token *token = token_from(w, (struct token_words){.user = BOB});

    process->AuthenticationId = (LUID){.LowPart = 0};
    ck_assert_int_eq(se_gate(w, process, token, SecurityImpersonation), SE_GATE_REFUSES);
    ob_dereference(process);
    ob_dereference(token);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}
END_TEST

/* It decides and changes nothing: the same question has the same answer. */
START_TEST(question_can_be_repeated)
{
    const struct gate_row *row = &rows[_i];
    struct srm_world *w = world_of(row);

    ck_assert(verdict_of(w, row, SecurityDelegation) == verdict_of(w, row, SecurityDelegation));
    ck_assert_uint_eq(srm_world_delete(w), 0);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("se/gate");

    tcase_add_loop_test(tcase, verdict_is_the_one_of_the_row, 0, ROWS(rows));
    tcase_add_loop_test(tcase, below_impersonation_everything_is_allowed, 0, ROWS(rows));
    tcase_add_test(tcase, no_origin_matches_no_session);
    tcase_add_loop_test(tcase, question_can_be_repeated, 0, ROWS(rows));
    return suite_end();
}
