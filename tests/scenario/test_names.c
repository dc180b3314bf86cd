/* Names and members: what they stand for, and when they cannot be used. */
#include "support/suite.h"
#include "support/told.h"

#define CREATE                                                                                     \
    "  - call: SeCreateClientSecurity\n"                                                           \
    "    thread: s\n"                                                                              \
    "    in: {ClientThread: c, RemoteSession: false,\n"                                            \
    "         ClientSecurityQos: {ImpersonationLevel: SecurityImpersonation}}\n"                   \
    "    out: {ClientContext: ctx}\n"                                                              \
    "    expect: STATUS_SUCCESS\n"
#define DELETE_CONTEXT                                                                             \
    "  - call: SeDeleteClientSecurity\n"                                                           \
    "    thread: s\n"                                                                              \
    "    in: {ClientContext: ctx}\n"                                                               \
    "    expect: VOID\n"
#define IMPERSONATE(token)                                                                         \
    "  - call: PsImpersonateClient\n"                                                              \
    "    thread: s\n"                                                                              \
    "    in: {Thread: s, Token: " token ", CopyOnOpen: true, EffectiveOnly: false,\n"              \
    "         ImpersonationLevel: SecurityImpersonation}\n"                                        \
    "    expect: STATUS_SUCCESS\n"
#define REFERENCE                                                                                  \
    "  - call: PsReferencePrimaryToken\n"                                                          \
    "    thread: s\n"                                                                              \
    "    in: {Process: client}\n"                                                                  \
    "    out: {returns: held}\n"                                                                   \
    "    expect: client.token\n"
#define GIVE_BACK(token)                                                                           \
    "  - call: PsDereferencePrimaryToken\n"                                                        \
    "    thread: s\n"                                                                              \
    "    in: {PrimaryToken: " token "}\n"                                                          \
    "    expect: VOID\n"

static const struct {
    const char *scenario;
    const char *told;
    const char *why;
} rows[] = {
    {TOLD_STEPS(IMPERSONATE("client.token")), "1 passed", "a process has a token"},
    {TOLD_STEPS(CREATE IMPERSONATE("ctx.ClientToken")), "1 passed", "a context has one"},
    {TOLD_STEPS(IMPERSONATE("alice-tokn")), "nothing has the name 'alice-tokn'\n"
                                            "did you mean 'alice-token'?",
     "a name that is misspelt"},
    {TOLD_STEPS(IMPERSONATE("clent.token")), "did you mean 'client.token'?",
     "so is the object of a member"},
    {TOLD_STEPS(IMPERSONATE("client.tokens")), "a process has no member 'tokens'\n"
                                               "write 'client.token'",
     "a member that there is not"},
    {TOLD_STEPS(IMPERSONATE("client")), "expected a token, but 'client' is a process\n"
                                        "write 'client.token'",
     "the object instead of its token"},
    {TOLD_STEPS(IMPERSONATE("c.token")), "there is no token at 'c.token' now",
     "a thread that does not impersonate"},
    {TOLD_STEPS(CREATE CREATE), "'ctx' is a client context already", "a name is bound once"},
    {TOLD_STEPS(CREATE DELETE_CONTEXT), "1 passed", "a context that is deleted"},
    {TOLD_STEPS(CREATE DELETE_CONTEXT DELETE_CONTEXT),
     "example error\n'ctx' was used up by the step at line 17",
     "a context cannot be deleted twice"},
    {TOLD_STEPS(CREATE DELETE_CONTEXT IMPERSONATE("ctx.ClientToken")), "'ctx' was used up",
     "nor its token used then"},
    {TOLD_STEPS("  - pool: {fail: ClientTokenCopy}\n"
                "  - call: SeCreateClientSecurity\n"
                "    thread: s\n"
                "    in: {ClientThread: c, RemoteSession: false,\n"
                "         ClientSecurityQos: {ImpersonationLevel: SecurityImpersonation}}\n"
                "    out: {ClientContext: ctx}\n"
                "    expect: STATUS_INSUFFICIENT_RESOURCES\n" DELETE_CONTEXT),
     "example error\n'ctx' was not bound: the call at line 12 failed",
     "a call that failed binds nothing"},
    {TOLD_STEPS(REFERENCE GIVE_BACK("held")), "1 passed", "a reference is given back"},
    {TOLD_STEPS(REFERENCE), "1 passed", "the runner gives back what the case leaves"},
    {TOLD_STEPS(REFERENCE GIVE_BACK("held") GIVE_BACK("client.token")),
     "example error\nno step took a reference on 'client.token' that could be given back",
     "what was given back cannot be given back again"},
    {TOLD_STEPS(GIVE_BACK("alice-token")), "no step took a reference on 'alice-token'",
     "nor what was never taken"},
    {"jobs: {c: {}}\n" TOLD_STEPS("  - pool: {fail: none}\n"), "'c' is a job already",
     "kinds of objects share one name space"},
    {"scenario: example\ntokens: {references: {like: system}}\nsteps: [pool: {fail: none}]\n",
     "'references' is a word of `check` and cannot be a name", "reserved words"},
    {"scenario: example\ntokens: {Alice: {like: system}}\nsteps: [pool: {fail: none}]\n",
     "expected a name of lower case letters, digits and dashes, not 'Alice'",
     "names are lower case, NT's constants are not"},
};

START_TEST(name_means)
{
    told_must_hold(rows[_i].scenario, rows[_i].told);
}
END_TEST

int main(void)
{
    TCase *cases = suite_begin("names");
    tcase_add_loop_test(cases, name_means, 0, ROWS(rows));
    return suite_end();
}
