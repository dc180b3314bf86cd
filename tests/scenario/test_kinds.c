/* Kinds of values: what is read is printed as it was written; what cannot be read is told. */
#include "support/suite.h"
#include "support/told.h"

#include "scenario/fields.h"
#include "scenario/properties.h"
#include "scenario/runner.h"

#include <stdio.h>
#include <string.h>

static struct runner *runner;

static void begin(void)
{
    static const char empty[] = "scenario: example\naccounts: {alice: S-1-5-21-1-2-3-1001}\n"
                                "steps: [pool: {fail: none}]\n";
    runner = runner_new();
    ck_assert_int_eq(runner_load_memory(runner, "t.yaml", empty, strlen(empty), NULL), LOAD_OK);
    ck_assert(runner_run(runner, NULL));
}

static void end(void)
{
    runner_free(runner);
}

static const struct {
    enum kind kind;
    const char *written;
    const char *printed; /* NULL: as written */
} values[] = {
    {KIND_BOOLEAN, "true", NULL},
    {KIND_BOOLEAN, "FALSE", "false"},
    {KIND_NUMBER, "0x10", "16"},
    {KIND_LEVEL, "SecurityDelegation", NULL},
    {KIND_LEVEL, "2", "SecurityImpersonation"},
    {KIND_LEVEL, "4", "4"},
    {KIND_LEVEL, "-1", "none"},
    {KIND_INTEGRITY, "Medium", NULL},
    {KIND_INTEGRITY, "8193", NULL},
    {KIND_STATUS, "STATUS_NO_TOKEN", NULL},
    {KIND_STATUS, "0xC00000A5", "STATUS_BAD_IMPERSONATION_LEVEL"},
    {KIND_ERROR, "1346", "ERROR_BAD_IMPERSONATION_LEVEL"},
    {KIND_TOKEN_POLICY, "3", "TOKEN_MANDATORY_POLICY_VALID_MASK"},
    {KIND_ACCESS, "GENERIC_ALL", NULL},
    {KIND_ACCESS, "[GENERIC_READ, DELETE]", "[DELETE, GENERIC_READ]"},
    {KIND_ACCESS, "TOKEN_QUERY", "0x8"},
    {KIND_ACE_FLAGS, "[INHERIT_ONLY_ACE, OBJECT_INHERIT_ACE]",
     "[OBJECT_INHERIT_ACE, INHERIT_ONLY_ACE]"},
    {KIND_SID, "alice", NULL},
    {KIND_SID, "BA", "Administrators"},
    {KIND_SID, "S-1-5-21-1-2-3-1001", "alice"},
    {KIND_USER, "{alice: deny-only}", NULL},
    {KIND_SIDS, "[alice, Everyone]", NULL},
    {KIND_SESSION, "LOCAL_SERVICE", NULL},
    {KIND_SESSION, "0x3E7", "SYSTEM"},
    {KIND_SOURCE, "Advapi", NULL},
    {KIND_EXPIRATION, "never", NULL},
    {KIND_DACL, "NULL", NULL},
    {KIND_DACL, "[{allow: alice, access: GENERIC_ALL}, {deny: Everyone, access: TOKEN_QUERY}]",
     "[{allow: alice, access: GENERIC_ALL}, {deny: Everyone, access: TOKEN_QUERY}]"},
    {KIND_HANDLE, "NtCurrentThread", NULL},
    {KIND_HANDLE, "0x1230", NULL},
    {KIND_NEW_STATE, "{SeShutdownPrivilege: enabled, SeDebugPrivilege: disabled}", NULL},
    {KIND_QOS, "{ImpersonationLevel: SecurityImpersonation}",
     "{ImpersonationLevel: SecurityImpersonation, ContextTrackingMode: "
     "SECURITY_STATIC_TRACKING, EffectiveOnly: false}"},
    {KIND_FLAG, "true", "1"},
    {KIND_FLAG, "3", NULL},
    {KIND_MODE, "UserMode", NULL},
    {KIND_SECURITY_INFORMATION, "[DACL_SECURITY_INFORMATION, LABEL_SECURITY_INFORMATION]", NULL},
    {KIND_HANDLE_FLAGS, "OBJ_INHERIT", NULL},
    {KIND_FILTER_FLAGS, "[DISABLE_MAX_PRIVILEGE, LUA_TOKEN]", NULL},
    {KIND_HANDLE, "NtCurrentProcessToken", NULL},
    {KIND_HANDLE, "NtCurrentThreadToken", NULL},
    {KIND_HANDLE, "-6", "NtCurrentThreadEffectiveToken"},
    {KIND_NEW_HANDLE, "NULL", NULL},
    {KIND_PRIVILEGE, "SeShutdownPrivilege", NULL},
    {KIND_PRIVILEGE, "19", "SeShutdownPrivilege"},
    {KIND_PRIVILEGE, "0x100000000", "4294967296"},
    {KIND_LUID, "0x100000000", "4294967296"},
    {KIND_LABEL, "High", NULL},
    {KIND_LABEL, "0x3000", "High"},
    {KIND_LABEL, "alice", NULL},
    {KIND_SID_POINTER, "alice", NULL},
    {KIND_STRING, "SeShutdownPrivilege", NULL},
    {KIND_STRING, "\"NULL\"", "NULL"},
    {KIND_STRING, "\"\\u00e9t\\u00e9\"", "\\u00E9t\\u00E9"},
    {KIND_TOKEN_GROUPS, "[Everyone, alice]", "{Everyone: enabled, alice: enabled}"},
    {KIND_TOKEN_GROUPS, "{Users: deny-only, alice: owner, BA: disabled}",
     "{Users: deny-only, alice: owner, Administrators: disabled}"},
    {KIND_FILTER_GROUPS, "[Everyone]", "{Everyone: disabled}"},
    {KIND_CAPABILITIES, "[S-1-15-3-1]", "{S-1-15-3-1: enabled}"},
    {KIND_TOKEN_PRIVILEGES, "[SeDebugPrivilege]", "{SeDebugPrivilege: disabled}"},
    {KIND_PRIVILEGE_SET, "[SeDebugPrivilege, SeTcbPrivilege]",
     "{SeDebugPrivilege: disabled, SeTcbPrivilege: disabled}"},
    {KIND_PRIVILEGE_SET, "{Control: PRIVILEGE_SET_ALL_NECESSARY, Privileges: [SeTcbPrivilege]}",
     "{SeTcbPrivilege: disabled}"},
    {KIND_SECURITY_DESCRIPTOR, "{owner: alice, group: Users, dacl: NULL, label: Low}", NULL},
    {KIND_SECURITY_DESCRIPTOR, "{owner: alice, label: High, form: self-relative}",
     "{owner: alice, group: none, dacl: none, label: High}"},
    {KIND_SECURITY_DESCRIPTOR, "{dacl: [], form: self-relative}",
     "{owner: none, group: none, dacl: [], label: none}"},
    {KIND_SECURITY_DESCRIPTOR, "{label: {level: High, access: SYSTEM_MANDATORY_LABEL_NO_READ_UP}}",
     "{owner: none, group: none, dacl: none, label: High}"},
    {KIND_SECURITY_DESCRIPTOR, "{label: alice, form: self-relative}",
     "{owner: none, group: none, dacl: none, label: none}"},
    {KIND_SECURITY_DESCRIPTOR, "{sacl: [{audit: alice, access: DELETE}], label: {level: Low}}",
     "{owner: none, group: none, dacl: none, label: Low, "
     "sacl: [\"(ML;;NW;;;LW)\", \"(AU;;SD;;;S-1-5-21-1-2-3-1001)\"]}"},
    {KIND_LABEL_POLICY, "SYSTEM_MANDATORY_LABEL_NO_WRITE_UP", NULL},
    {KIND_ATTRIBUTE_LIST, "{Token: NtCurrentProcess}", NULL},
    {KIND_PROCESS_FLAGS, "PROCESS_CREATE_FLAGS_INHERIT_HANDLES", NULL},
    {KIND_CLIENT_ID, "{UniqueProcess: 7}", "{UniqueProcess: 7, UniqueThread: 0}"},
    {KIND_USER_POINTER, "{alice: deny-only}", NULL},
    {KIND_OWNER_POINTER, "alice", NULL},
    {KIND_DEFAULT_DACL_POINTER, "[{allow: alice, access: GENERIC_ALL}]", NULL},
    {KIND_SOURCE_POINTER, "ntsrm", NULL},
    {KIND_SESSION_POINTER, "SYSTEM", NULL},
    {KIND_EXPIRATION_POINTER, "never", NULL},
    {KIND_THREAD_INFORMATION, "NtCurrentThread", NULL},
    {KIND_SECURITY_ATTRIBUTES, "{bInheritHandle: TRUE}",
     "{lpSecurityDescriptor: NULL, bInheritHandle: true}"},
};

/* The value of a file that is `value: ...`. */
static const struct node *read_value(struct nodes *nodes, const char *written)
{
    static struct diagnostics diagnostics;
    char text[256];
    int length = snprintf(text, sizeof text, "value: %s\n", written);
    ck_assert_int_eq(nodes_read_memory(nodes, "v", text, (size_t)length, &diagnostics), READ_OK);
    return node_first(node_root(nodes, 0)) + 1;
}

START_TEST(value_is_printed_as_written)
{
    struct nodes nodes = {.node = NULL};
    struct text text = {.bytes = NULL};
    struct value value;
    const struct node *node = read_value(&nodes, values[_i].written);
    const char *expected = values[_i].printed ? values[_i].printed : values[_i].written;
    runner->nodes = &nodes;
    ck_assert_msg(kind_parse(runner, node, values[_i].kind, &value), "%s", values[_i].written);
    kind_print(runner, values[_i].kind, &value, &text);
    /* A set of privileges is printed in the order of their numbers. */
    if (values[_i].kind != KIND_NEW_STATE) {
        ck_assert_str_eq(text.bytes, expected);
    }
    /* What a call takes by a pointer is not always compared in the words in which it is written. */
    if (!kind_row(values[_i].kind)->pointer) {
        ck_assert_int_ne(kind_match(runner, node, values[_i].kind, &value), MATCH_BROKEN);
    }
    text_free(&text);
    nodes_free(&nodes);
}
END_TEST

static const struct {
    enum kind kind;
    const char *written;
} wrong[] = {
    {KIND_BOOLEAN, "yes"},
    {KIND_BOOLEAN, "1"},
    {KIND_BOOLEAN, "\"true\""},
    {KIND_NUMBER, "0x"},
    {KIND_NUMBER, "1f"},
    {KIND_NUMBER, "4294967296"},
    {KIND_NUMBER, "\"1\""},
    {KIND_LEVEL, "[SecurityImpersonation]"},
    {KIND_ACCESS, "[TOKEN_QUERY, TOKEN_QUERRY]"},
    {KIND_ACCESS, "{TOKEN_QUERY: true}"},
    {KIND_SID, "nobody"},
    {KIND_SID, "S-1-5-"},
    {KIND_SID, "[alice]"},
    {KIND_USER, "{alice: enabled}"},
    {KIND_SIDS, "alice"},
    {KIND_SOURCE, "LongerThanEight"},
    {KIND_DACL, "{allow: alice}"},
    {KIND_DACL, "[{allow: alice}]"},
    {KIND_DACL, "[{allow: alice, deny: alice, access: 1}]"},
    {KIND_DACL, "[{audit: alice, access: 1}]"},
    {KIND_DACL, "[{allow: alice, audit: alice, access: 1}]"},
    {KIND_SACL, "[{allow: alice, access: 1}]"},
    {KIND_SACL, "[{audit: alice, deny: alice, access: 1}]"},
    {KIND_SACL, "[{audit: alice}]"},
    {KIND_SACL, "{audit: alice, access: 1}"},
    {KIND_TOKEN_ID, "{same: alice-token}"},
    {KIND_NEW_STATE, "{SeShutdownPrivilege: owner}"},
    {KIND_NEW_STATE, "{SeShutdown: enabled}"},
    {KIND_GROUPS, "Everyone"},
    {KIND_GROUPS, "{Everyone: enabeld}"},
    {KIND_QOS, "{EffectiveOnly: true}"},
    {KIND_QOS, "{ImpersonationLevel: SecurityImpersonation, Level: 2}"},
    {KIND_VOID, "STATUS_SUCCESS"},
    {KIND_FLAG, "yes"},
    {KIND_SECURITY_INFORMATION, "[DACL_SECURITY_INFORMATION, DACL]"},
    {KIND_FILTER_FLAGS, "DISABLE_MAX_PRIVILEGES"},
    {KIND_HANDLE, "NtCurrentToken"},
    {KIND_HANDLES, "NULL"},
    {KIND_NEW_HANDLE, "TRUE"},
    {KIND_PRIVILEGE, "SeShutdown"},
    {KIND_LABEL, "Hihg"},
    {KIND_LUID, "one"},
    {KIND_STRING, "[a, b]"},
    {KIND_TOKEN_GROUPS, "{Everyone: absent}"},
    {KIND_TOKEN_GROUPS, "{Everyone: SE_GROUP_DENY}"},
    {KIND_TOKEN_GROUPS, "old"},
    {KIND_NEW_STATE, "[SeDebugPrivilege]"},
    {KIND_PRIVILEGE_SET, "{SeDebugPrivilege: enabled}"},
    {KIND_PRIVILEGE_SET, "{Control: PRIVILEGE_SET_ALL_NECESSARY}"},
    {KIND_SECURITY_DESCRIPTOR, "{owner: none}"},
    {KIND_SECURITY_DESCRIPTOR, "{form: relative}"},
    {KIND_SECURITY_DESCRIPTOR, "{owner: UNREADABLE, form: self-relative}"},
    {KIND_SECURITY_DESCRIPTOR, "{form: [absolute]}"},
    {KIND_SECURITY_DESCRIPTOR, "{form: misplaced}"},
    {KIND_SECURITY_DESCRIPTOR, "{sacl: UNREADABLE, form: self-relative}"},
    {KIND_SECURITY_DESCRIPTOR, "{label: {access: 1}}"},
    {KIND_SECURITY_DESCRIPTOR, "{label: {level: Low, mask: 1}}"},
    {KIND_SECURITY_DESCRIPTOR, "{label: Low, sacl: MALFORMED}"},
    {KIND_DESCRIPTOR, "{form: absolute}"},
    {KIND_DESCRIPTOR, "{sacl: []}"},
    {KIND_DESCRIPTOR, "{label: {level: Low}}"},
    {KIND_DESCRIPTOR, "{owner: MALFORMED}"},
    {KIND_CLIENT_ID, "{Process: 7}"},
    {KIND_CLIENT_ID, "7"},
    {KIND_ATTRIBUTE_LIST, "{Tokens: NtCurrentProcess}"},
    {KIND_ATTRIBUTE_LIST, "NtCurrentProcess"},
    {KIND_PROCESS_INFORMATION, "{hProcess: h}"},
    {KIND_TOKEN_INFORMATION, "{Owner: alice}"},
    {KIND_TOKEN_INFORMATION, "alice"},
};

START_TEST(wrong_value_is_a_problem)
{
    struct nodes nodes = {.node = NULL};
    struct value value;
    const struct node *node = read_value(&nodes, wrong[_i].written);
    runner->nodes = &nodes;
    uint32_t before = runner_diagnostics(runner, 0)->errors;
    ck_assert_msg(!kind_parse(runner, node, wrong[_i].kind, &value), "%s", wrong[_i].written);
    ck_assert_uint_gt(runner_diagnostics(runner, 0)->errors, before);
    nodes_free(&nodes);
}
END_TEST

START_TEST(every_kind_is_described)
{
    for (int i = 0; i < KIND_COUNT; i++) {
        const struct kind_row *row = kind_row((enum kind)i);
        ck_assert(row->name[0] != '\0' && row->description[0] != '\0');
        ck_assert(row->behaviour->parse);
    }
}
END_TEST

static bool is_printable(enum kind kind)
{
    /* These come back in parts, which are printed. */
    return kind == KIND_TOKEN_INFORMATION || kind == KIND_FILE_INFORMATION ||
           kind == KIND_PROCESS_INFORMATION ||
           kind_row(kind)->behaviour->print != NULL;
}

START_TEST(call_has_room_for_what_it_takes_and_gives)
{
    const struct call *call;
    for (size_t i = 0; (call = call_at(i)) != NULL; i++) {
        size_t parameters = 0, results = 0;
        ck_assert_msg(call->parameters && call->results && call->make, "%s", call->name);
        while (call->parameters[parameters].name) {
            parameters++;
        }
        while (call->results[results].name) {
            results++;
        }
        ck_assert_msg(parameters < CALL_PARAMETERS_LIMIT, "%s", call->name);
        ck_assert_msg(results < CALL_RESULTS_LIMIT, "%s", call->name);
    }
    ck_assert_uint_le(calls_count(), CALLS_LIMIT);
}
END_TEST

START_TEST(whatever_comes_back_can_be_printed)
{
    const struct call *call;
    const struct property *property;
    const struct field *field;
    for (size_t i = 0; (call = call_at(i)) != NULL; i++) {
        ck_assert_msg(is_printable(call->returns), "%s", call->name);
        for (const struct call_parameter *at = call->parameters; at->name; at++) {
            bool comes = at->use == PARAMETER_OUT || at->use == PARAMETER_IN_OUT;
            ck_assert_msg(!comes || is_printable(at->kind), "%s of %s", at->name, call->name);
        }
    }
    for (size_t i = 0; (property = property_at(i)) != NULL; i++) {
        ck_assert_msg(is_printable(property->kind), "%s", property->name);
    }
    for (size_t i = 0; (field = field_at(i)) != NULL; i++) {
        bool comes = field->structure != SPACE_ATTRIBUTES;
        ck_assert_msg(!comes || is_printable(field->kind), "%s", field->name);
    }
}
END_TEST

int main(void)
{
    TCase *cases = suite_begin("kinds");
    tcase_add_checked_fixture(cases, begin, end);
    tcase_add_loop_test(cases, value_is_printed_as_written, 0, ROWS(values));
    tcase_add_loop_test(cases, wrong_value_is_a_problem, 0, ROWS(wrong));
    tcase_add_test(cases, every_kind_is_described);
    tcase_add_test(cases, call_has_room_for_what_it_takes_and_gives);
    tcase_add_test(cases, whatever_comes_back_can_be_printed);
    return suite_end();
}
