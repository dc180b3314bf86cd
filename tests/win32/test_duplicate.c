/* DuplicateToken and DuplicateTokenEx (impersonation.md 4.6). */
#include "support/dacl_text.h"
#include "support/native_calls.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ntsrm/windows.h"

#include <stddef.h>

static struct stage stage;
static PETHREAD caller; /* the client's */
static HANDLE copy;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    caller = stage.client_thread;
    act_as(caller);
    SetLastError(BEFORE);
    copy = NULL;
}

static void close_stage(void)
{
    stage_close(&stage);
}

START_TEST(short_form_gives_exactly_two_rights)
{
    const SECURITY_IMPERSONATION_LEVEL level = (SECURITY_IMPERSONATION_LEVEL)_i;
    HANDLE handle = handle_to(caller, stage.alice, TOKEN_DUPLICATE);

    native_calls_watch(stage.w);
    ck_assert_done(DuplicateToken(handle, level, &copy));
    ck_assert_str_eq(native_calls(stage.w), "NtDuplicateToken");
    ck_assert_uint_eq(granted_to(caller, copy), TOKEN_IMPERSONATE | TOKEN_QUERY);
    ck_assert_int_eq(token_behind(caller, copy)->type, TokenImpersonation);
    ck_assert_int_eq(token_behind(caller, copy)->level, level);
}
END_TEST

START_TEST(short_form_is_refused)
{
    HANDLE weak = handle_to(caller, stage.alice, TOKEN_ALL_ACCESS & ~TOKEN_DUPLICATE);
    HANDLE strong = handle_to(caller, stage.alice, TOKEN_DUPLICATE);

    ck_assert_refused(DuplicateToken(weak, SecurityImpersonation, &copy), ERROR_ACCESS_DENIED);
    ck_assert_refused(DuplicateToken(NULL, SecurityImpersonation, &copy), ERROR_INVALID_HANDLE);
    ck_assert_refused(DuplicateToken(strong, (SECURITY_IMPERSONATION_LEVEL)4, &copy),
                      ERROR_BAD_IMPERSONATION_LEVEL);
    ck_assert_refused(DuplicateToken(strong, SecurityImpersonation, NULL), ERROR_NOACCESS);
    ck_assert_ptr_null(copy);
}
END_TEST

START_TEST(long_form_makes_either_type)
{
    HANDLE handle = handle_to(caller, stage.alice, TOKEN_DUPLICATE | TOKEN_QUERY);

    ck_assert_done(DuplicateTokenEx(handle, 0, NULL, SecurityDelegation, TokenPrimary, &copy));
    ck_assert_uint_eq(granted_to(caller, copy), TOKEN_DUPLICATE | TOKEN_QUERY);
    ck_assert_int_eq(token_behind(caller, copy)->type, TokenPrimary);
    ck_assert_done(DuplicateTokenEx(handle, MAXIMUM_ALLOWED, NULL, SecurityIdentification,
                                    TokenImpersonation, &copy));
    ck_assert_uint_eq(granted_to(caller, copy), TOKEN_ALL_ACCESS);
    ck_assert_int_eq(token_behind(caller, copy)->level, SecurityIdentification);
    ck_assert_refused(
        DuplicateTokenEx(handle, 0, NULL, SecurityImpersonation, (TOKEN_TYPE)3, &copy),
        ERROR_INVALID_PARAMETER);
    ck_assert_refused(DuplicateTokenEx(handle, ACCESS_SYSTEM_SECURITY, NULL, SecurityImpersonation,
                                       TokenPrimary, &copy),
                      ERROR_PRIVILEGE_NOT_HELD);
}
END_TEST

START_TEST(attributes_say_who_inherits_the_handle)
{
    SECURITY_ATTRIBUTES attributes = {.nLength = sizeof attributes, .bInheritHandle = _i};
    HANDLE handle = handle_to(caller, stage.alice, TOKEN_DUPLICATE);

    ck_assert_done(
        DuplicateTokenEx(handle, 0, &attributes, SecurityImpersonation, TokenPrimary, &copy));
    ck_assert_uint_eq(ob_handle_find(&stage.client->handles, copy)->attributes,
                      _i ? OBJ_INHERIT : 0);
}
END_TEST

START_TEST(descriptor_protects_the_new_token)
{
    SE_SID alice = sid_from_word("U");
    ACL nobody = {.AclRevision = ACL_REVISION, .AclSize = sizeof nobody};
    SECURITY_DESCRIPTOR descriptor = {
        .Revision = SECURITY_DESCRIPTOR_REVISION,
        .Control = SE_DACL_PRESENT,
        .Owner = &alice,
        .Dacl = &nobody,
    };
    SECURITY_ATTRIBUTES attributes = {.lpSecurityDescriptor = &descriptor};
    HANDLE handle = handle_to(caller, stage.alice, TOKEN_DUPLICATE);

    ck_assert_done(
        DuplicateTokenEx(handle, 0, &attributes, SecurityImpersonation, TokenPrimary, &copy));
    ck_assert_refused(DuplicateTokenEx(handle, TOKEN_QUERY, &attributes, SecurityImpersonation,
                                       TokenPrimary, &copy),
                      ERROR_ACCESS_DENIED);
    descriptor.Revision = 9;
    ck_assert_refused(
        DuplicateTokenEx(handle, 0, &attributes, SecurityImpersonation, TokenPrimary, &copy),
        ERROR_UNKNOWN_REVISION);
    attributes.lpSecurityDescriptor = SRM_UNREADABLE;
    ck_assert_refused(
        DuplicateTokenEx(handle, 0, &attributes, SecurityImpersonation, TokenPrimary, &copy),
        ERROR_NOACCESS);
}
END_TEST

START_TEST(sacl_takes_a_privilege)
{
    ACL nothing = {.AclRevision = ACL_REVISION, .AclSize = sizeof nothing};
    SECURITY_DESCRIPTOR descriptor = {
        .Revision = SECURITY_DESCRIPTOR_REVISION,
        .Control = SE_SACL_PRESENT,
        .Sacl = &nothing,
    };
    SECURITY_ATTRIBUTES attributes = {.lpSecurityDescriptor = &descriptor};

    ck_assert_refused(DuplicateTokenEx(handle_to(caller, stage.alice, TOKEN_DUPLICATE), TOKEN_QUERY,
                                       &attributes, SecurityImpersonation, TokenPrimary, &copy),
                      ERROR_PRIVILEGE_NOT_HELD);
}
END_TEST

/* The page: with a SACL the handle gets ACCESS_SYSTEM_SECURITY, whatever was asked for. */
static const struct {
    ACCESS_MASK desired, granted;
    bool label;
} with_sacl[] = {
    {TOKEN_QUERY, TOKEN_QUERY | ACCESS_SYSTEM_SECURITY, false},
    {0, TOKEN_DUPLICATE | ACCESS_SYSTEM_SECURITY, false},
    {MAXIMUM_ALLOWED, TOKEN_ALL_ACCESS | ACCESS_SYSTEM_SECURITY, false},
    {TOKEN_QUERY, TOKEN_QUERY, true},
};

START_TEST(sacl_brings_the_right_to_reach_it)
{
    PETHREAD maker = thread_of(
        stage.w, (struct token_words){.user = BOB, .on = SE_PRIVILEGE_BIT(SE_SECURITY_PRIVILEGE)});
    const SE_SID medium = sid_from_word("S-1-16-8192");
    struct labelled {
        ACL list;
        ACE_HEADER header;
        ACCESS_MASK mask;
        SID level;
    } sacl = {
        .list = {.AclRevision = ACL_REVISION, .AclSize = sizeof sacl.list},
        .header = {.AceType = SYSTEM_MANDATORY_LABEL_ACE_TYPE,
                   .AceSize = sizeof sacl - offsetof(struct labelled, header)},
        .mask = SYSTEM_MANDATORY_LABEL_NO_WRITE_UP,
        .level = medium.Sid,
    };
    SECURITY_DESCRIPTOR descriptor = {
        .Revision = SECURITY_DESCRIPTOR_REVISION,
        .Control = SE_SACL_PRESENT,
        .Sacl = &sacl.list,
    };
    SECURITY_ATTRIBUTES attributes = {.lpSecurityDescriptor = &descriptor};

    if (with_sacl[_i].label) {
        sacl.list.AclSize = sizeof sacl;
        sacl.list.AceCount = 1;
    }
    act_as(maker);
    ck_assert(DuplicateTokenEx(handle_to(maker, stage.alice, TOKEN_DUPLICATE),
                               with_sacl[_i].desired, &attributes, SecurityImpersonation,
                               TokenPrimary, &copy));
    ck_assert_uint_eq(granted_to(maker, copy), with_sacl[_i].granted);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("win32/duplicate");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, short_form_gives_exactly_two_rights, SecurityAnonymous,
                        SecurityDelegation + 1);
    tcase_add_test(tcase, short_form_is_refused);
    tcase_add_test(tcase, long_form_makes_either_type);
    tcase_add_loop_test(tcase, attributes_say_who_inherits_the_handle, 0, 2);
    tcase_add_test(tcase, descriptor_protects_the_new_token);
    tcase_add_test(tcase, sacl_takes_a_privilege);
    tcase_add_loop_test(tcase, sacl_brings_the_right_to_reach_it, 0, ROWS(with_sacl));
    return suite_end();
}
