/* What comes back: buffers and their lengths, names for what is in them, handles elsewhere. */
#include "support/suite.h"
#include "support/told.h"

/* A step of thread c that must succeed, and what is checked after it. */
#define QUERY(class, out, check)                                                                   \
    "  - call: NtQueryInformationToken\n"                                                          \
    "    thread: c\n"                                                                              \
    "    in: {TokenHandle: client.token, TokenInformationClass: " class "}\n"                      \
    "    out: {" out "}\n"                                                                         \
    "    expect: STATUS_SUCCESS\n"                                                                 \
    "    check: {" check "}\n"

static const struct {
    const char *scenario;
    const char *told;
} rows[] = {
    {TOLD_STEPS(QUERY("TokenUser", "TokenInformation: info, ReturnLength: n",
                      "info: {User: alice}")),
     "1 passed"},
    {TOLD_STEPS(QUERY("TokenUser", "TokenInformation: info", "info: {User: bob}")),
     "info.User: expected bob, but it is alice"},
    {TOLD_STEPS(QUERY("TokenUser", "TokenInformation: info", "info: {Owner: bob}")),
     "unknown field of TokenUser 'Owner'"},
    {TOLD_STEPS(QUERY("TokenUser", "TokenInformation: info", "info: alice")),
     "expected a mapping from fields"},
    {TOLD_STEPS(QUERY("TokenType", "TokenInformation: info", "info.Type: {object: client}")),
     "a structure has no member 'Type'"},

    /* The length that the scenario writes is that of the buffer. */
    {TOLD_STEPS("  - call: NtQueryInformationToken\n"
                "    thread: c\n"
                "    in: {TokenHandle: client.token, TokenInformationClass: TokenGroups,\n"
                "         TokenInformation: NULL, TokenInformationLength: 0}\n"
                "    out: {ReturnLength: needed}\n"
                "    expect: STATUS_BUFFER_TOO_SMALL\n"
                "  - call: NtQueryInformationToken\n"
                "    thread: c\n"
                "    in: {TokenHandle: client.token, TokenInformationClass: TokenGroups,\n"
                "         TokenInformationLength: needed}\n"
                "    out: {TokenInformation: info}\n"
                "    expect: STATUS_SUCCESS\n"
                "    check: {info: {Groups: {Users: enabled}}}\n"),
     "1 passed"},
    {TOLD_STEPS("  - call: NtQueryInformationToken\n"
                "    thread: c\n"
                "    in: {TokenHandle: client.token, TokenInformationClass: TokenGroups,\n"
                "         TokenInformation: NULL}\n"
                "    expect: STATUS_BUFFER_TOO_SMALL\n"),
     "1 passed"},

    /* Without a length a buffer is large enough; ReturnLength comes with it. */
    {TOLD_STEPS("  - call: NtAdjustGroupsToken\n"
                "    thread: c\n"
                "    in: {TokenHandle: client.token, ResetToDefault: true}\n"
                "    out: {PreviousState: old}\n"
                "    expect: STATUS_SUCCESS\n"
                "    check: {old: {exactly: {}}}\n"
                "  - call: NtAdjustGroupsToken\n"
                "    thread: c\n"
                "    in: {TokenHandle: client.token, ResetToDefault: false, NewState: old}\n"
                "    expect: STATUS_SUCCESS\n"),
     "1 passed"},
    {TOLD_STEPS("  - call: NtAdjustGroupsToken\n"
                "    thread: c\n"
                "    in: {TokenHandle: client.token, ResetToDefault: true}\n"
                "    out: {PreviousState: old}\n"
                "    expect: STATUS_SUCCESS\n"
                "  - call: NtAdjustPrivilegesToken\n"
                "    thread: c\n"
                "    in: {TokenHandle: client.token, DisableAllPrivileges: false, NewState: old}\n"
                "    expect: STATUS_SUCCESS\n"),
     "expected TOKEN_PRIVILEGES, but 'old' is TOKEN_GROUPS"},
    {TOLD_STEPS("  - call: LookupPrivilegeName\n"
                "    thread: c\n"
                "    in: {lpLuid: SeShutdownPrivilege}\n"
                "    out: {lpName: name, cchName: length}\n"
                "    expect: TRUE\n"
                "    check: {name: SeShutdownPrivilege, length: 19}\n"),
     "1 passed"},

    /* What a call changes in place is there whatever it answers. */
    {TOLD_STEPS("  - call: NtPrivilegeCheck\n"
                "    thread: c\n"
                "    in: {ClientToken: client.token,\n"
                "         RequiredPrivileges: [SeChangeNotifyPrivilege, SeShutdownPrivilege]}\n"
                "    out: {RequiredPrivileges: used, Result: held}\n"
                "    expect: STATUS_SUCCESS\n"
                "    check:\n"
                "      held: true\n"
                "      used: {SeChangeNotifyPrivilege: [SE_PRIVILEGE_USED_FOR_ACCESS],\n"
                "             SeShutdownPrivilege: disabled}\n"),
     "1 passed"},

    /* Handles belong to the process in which they were made. */
    {TOLD_STEPS("  - call: NtDuplicateObject\n"
                "    thread: c\n"
                "    in: {SourceProcessHandle: NtCurrentProcess, SourceHandle: alice-token,\n"
                "         TargetProcessHandle: server, DesiredAccess: TOKEN_QUERY,\n"
                "         HandleAttributes: OBJ_INHERIT}\n"
                "    out: {TargetHandle: theirs}\n"
                "    expect: STATUS_SUCCESS\n"
                "    check:\n"
                "      theirs: {object: client.token, access: TOKEN_QUERY, inheritable: true}\n"
                "      handles: {client: 0, server: 1}\n"
                "  - {call: NtClose, thread: s, in: {Handle: theirs}, expect: STATUS_SUCCESS}\n"),
     "1 passed"},
    {TOLD_STEPS("  - call: CreateProcess\n"
                "    thread: c\n"
                "    out: {lpProcessInformation: {hProcess: h, process: child, thread: t}}\n"
                "    expect: TRUE\n"
                "    check: {h: {object: child}, child: {token: {copy-of: client.token}}}\n"
                "  - {call: RevertToSelf, thread: t, expect: TRUE}\n"),
     "1 passed"},
    {TOLD_STEPS("  - call: OpenProcess\n"
                "    thread: c\n"
                "    in: {dwDesiredAccess: PROCESS_QUERY_INFORMATION, dwProcessId: client}\n"
                "    out: {returns: h}\n"
                "    expect: HANDLE\n"
                "    check: {h: {object: client}}\n"),
     "1 passed"},
    {TOLD_STEPS("  - call: OpenProcess\n"
                "    thread: c\n"
                "    in: {dwDesiredAccess: PROCESS_QUERY_INFORMATION, dwProcessId: 0xFFFF}\n"
                "    out: {returns: h}\n"
                "    expect: {returns: NULL, error: ERROR_INVALID_PARAMETER}\n"
                "    check: {h: {object: client}}\n"),
     "'h' was not bound"},

    /* What drivers get: a token with a reference, and memory of the pool. */
    {TOLD_STEPS("  - call: SeFilterToken\n"
                "    thread: c\n"
                "    in: {ExistingToken: bob-token, Flags: DISABLE_MAX_PRIVILEGE}\n"
                "    out: {FilteredToken: less}\n"
                "    expect: STATUS_SUCCESS\n"
                "    check: {less: {privileges: {exactly: {SeChangeNotifyPrivilege: enabled}}}}\n"),
     "1 passed"},
    {TOLD_STEPS("  - call: SeQueryInformationToken\n"
                "    thread: c\n"
                "    in: {Token: client.token, TokenInformationClass: TokenUser}\n"
                "    out: {TokenInformation: info}\n"
                "    expect: STATUS_SUCCESS\n"
                "    check: {info: {User: alice}}\n"),
     "1 passed"},
    {TOLD_STEPS("  - call: SeQueryInformationToken\n"
                "    thread: c\n"
                "    in: {Token: client.token, TokenInformationClass: TokenIntegrityLevel}\n"
                "    out: {TokenInformation: info}\n"
                "    expect: STATUS_SUCCESS\n"
                "    check: {info: {Label: Medium}}\n"),
     "1 passed"},
};

START_TEST(what_comes_back)
{
    told_must_hold(rows[_i].scenario, rows[_i].told);
}
END_TEST

/* ---- halves of a split token, accounts, settings ---- */

#define HALVES(more)                                                                               \
    "scenario: example\n"                                                                          \
    "accounts: {alice: S-1-5-21-1-2-3-1001}\n"                                                     \
    "tokens:\n"                                                                                    \
    "  full: {like: administrator, user: alice" more "}\n"                                         \
    "  half: {like: filtered-administrator, user: alice, linked: full" more "}\n"                  \
    "  other: {like: user, user: alice}\n"                                                         \
    "processes: {p: {token: half, threads: [c]}}\n"                                                \
    "steps:\n"

static const struct {
    const char *scenario;
    const char *told;
} worlds[] = {
    {HALVES("") "  - call: NtQueryInformationToken\n"
                "    in: {TokenHandle: full, TokenInformationClass: TokenLinkedToken}\n"
                "    out: {TokenInformation: info}\n"
                "    expect: STATUS_SUCCESS\n"
                "    check: {info.LinkedToken: {object: {copy-of: half}}, references: {half: 2}}\n",
     "1 passed"},
    {HALVES("") "  - call: PsRevertToSelf\n"
                "    expect: VOID\n"
                "    check: {half: {authentication-id: alice}}\n",
     "half.authentication-id: expected alice"},
    {HALVES("") "  - call: PsRevertToSelf\n"
                "    expect: VOID\n"
                "    check: {other: {authentication-id: alice}}\n",
     "1 passed"},
    {HALVES(", authentication-id: 77") "  - {call: PsRevertToSelf, expect: VOID}\n",
     "both halves of a split token are in one logon session"},
    {"scenario: example\n"
     "accounts: {alice: {sid: S-1-5-21-1-2-3-1001, password: secret, like: user,\n"
     "                   groups: {Guests: enabled}}}\n"
     "processes: {p: {token: {like: system}, threads: [c]}}\n"
     "steps:\n"
     "  - call: LogonUser\n"
     "    in: {lpszUsername: alice, lpszPassword: secret, dwLogonType: LOGON32_LOGON_BATCH}\n"
     "    out: {phToken: h}\n"
     "    expect: TRUE\n"
     "  - call: GetTokenInformation\n"
     "    in: {TokenHandle: h, TokenInformationClass: TokenGroups}\n"
     "    out: {TokenInformation: info}\n"
     "    expect: TRUE\n"
     "    check: {info: {Groups: [Guests, Batch]}}\n",
     "1 passed"},
    {"scenario: example\n"
     "settings: {EveryoneIncludesAnonymous: 1}\n"
     "processes: {p: {token: {like: system}, threads: [c]}}\n"
     "steps:\n"
     "  - call: NtImpersonateAnonymousToken\n"
     "    in: {ThreadHandle: NtCurrentThread}\n"
     "    expect: STATUS_SUCCESS\n"
     "    check: {c: {groups: [Everyone]}}\n",
     "1 passed"},
};

START_TEST(what_the_world_is_like)
{
    told_must_hold(worlds[_i].scenario, worlds[_i].told);
}
END_TEST

int main(void)
{
    TCase *cases = suite_begin("buffers");
    tcase_add_loop_test(cases, what_comes_back, 0, ROWS(rows));
    tcase_add_loop_test(cases, what_the_world_is_like, 0, ROWS(worlds));
    return suite_end();
}
